// What the tasks and buttons of the tool pages say is so.
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults as network, facts as networkFacts, tableOf } from "../../docs/explorer/network/state.js";
import { facts as photoFacts } from "../../docs/explorer/photo/facts.js";
import { defaults as photo } from "../../docs/explorer/photo/state.js";
import { facts as receptiveFacts } from "../../docs/explorer/receptive/facts.js";
import { defaults as receptive } from "../../docs/explorer/receptive/layers.js";
import { defaults as sizes, facts as sizesFacts } from "../../docs/explorer/sizes/question.js";
import { defaults as stack, facts as stackFacts } from "../../docs/explorer/stack/layers.js";

test("three layers of 3×3 see as far as one of 7×7 and need about half of it, a depthwise one a tenth", () => {
  const asked = (layers) => stackFacts({ ...stack, channels: "64", size: "56", layers }),
    one = asked("Conv2d,64,7,1,3"),
    three = asked("Conv2d,64,3,1,1;Conv2d,64,3,1,1;Conv2d,64,3,1,1"),
    depthwise = asked("Conv2d,64,7,1,3,0,1,64;Conv2d,64,1,1,0");
  for (const found of [one, three, depthwise]) assert.deepEqual([found.field, found.output], ["7×7", "56×56"]);
  assert.equal(one.parameters, String(64 * 64 * 49 + 64));
  assert.equal(three.parameters, String(3 * (64 * 64 * 9 + 64)));
  assert.ok(three.parameters / one.parameters > 0.5 && three.parameters / one.parameters < 0.6);
  assert.ok(depthwise.parameters / one.parameters < 0.1);
  assert.equal(asked("Conv2d,64,99"), null);
  assert.equal(asked(""), null);
});

test("a field of 31 without gaps takes four dilated layers, and plain ones leave it at 9", () => {
  const asked = (layers) => receptiveFacts({ ...receptive, size: "33", layers });
  assert.deepEqual(asked("k3,p1;k3,p2,d2;k3,p4,d4;k3,p8,d8"), { count: "4", field: "31", gaps: "0", weights: "12" });
  assert.deepEqual(asked("k3;k3;k3;k3"), { count: "4", field: "9", gaps: "0", weights: "12" });
  assert.equal(asked("k3,p2,d2;k3,p2,d2").gaps, "4");
  assert.deepEqual(asked("k3,s2;k3"), { count: "2", field: "7", gaps: "0", weights: "6" });
  assert.equal(asked("k99"), null);
});

test("how many layers lead from one size to the other", () => {
  const asked = (changes) => sizesFacts({ ...sizes, ...changes });
  assert.deepEqual(asked({ kernel_size: "7" }), { found: "1" });
  assert.deepEqual(asked({ input: "28", output: "28", stride: "1", kernel_size: "4" }), { found: "0" });
  assert.equal(asked({ input: "many" }), null);
});

test("what a network that is typed gives", () => {
  const asked = (changes) => networkFacts({ ...network, ...changes });
  assert.deepEqual(asked({}), { output: "10", rows: "8", parameters: "6202" });
  assert.deepEqual(asked({ input: "3x128x128" }), asked({}), "the adaptive pooling gives one cell");
  const products = (input) => tableOf({ ...network, input }, network.text).table.rows.map(({ macs }) => macs);
  assert.deepEqual(
    [0, 4].map((at) => products("3x128x128")[at] / products("3x64x64")[at]),
    [4n, 4n],
  );
  assert.equal(asked({ input: "1x64x64" }), null);
  assert.equal(asked({ network: "unet" }), null, "its text is not the figure's own");
});

test("what a photo comes out as", () => {
  const asked = (changes) => photoFacts({ ...photo, ...changes }),
    up = { layer: "ConvTranspose2d", stride: "2", shrink: "2" };
  assert.deepEqual(asked({}), { output: "254×254", sum: "0", zeros: "3", phases: "equal" });
  assert.equal(asked({ kernel_size: "5", dilation: "2", padding: "4" }).output, "256×256");
  assert.deepEqual(asked({ w: "1,1,1,1,-8,1,1,1,1" }), { output: "254×254", sum: "0", zeros: "0", phases: "equal" });
  assert.equal(asked({ w: "blur", colours: "each" }).sum, "1");
  assert.deepEqual(
    ["ones", "1,2,1,2,4,2,1,2,1"].map((w) => asked({ ...up, w }).phases),
    ["differ", "equal"],
  );
  assert.deepEqual(
    [{ w: "1,2" }, { w: "learned", kernel_size: "11" }, { kernel_size: "12" }, { padding: "x" }].map(asked),
    [null, null, null, null],
  );
});
