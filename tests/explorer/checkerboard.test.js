// What stamps add up to is what convref computes, and a kernel of one's own stays as it was typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { facts } from "../../docs/explorer/checkerboard/facts.js";
import * as kernels from "../../docs/explorer/checkerboard/kernels.js";
import { areEqual } from "../../docs/explorer/model/numbers.js";
import * as overlap from "../../docs/explorer/checkerboard/overlap.js";
import { isEven, outputSize } from "../../docs/explorer/rules/layer.js";
import { cases } from "./cases.js";

const { defaults } = kernels;

test("counts, sums and phases are those of convref, in the corner too", () => {
  for (const { axis, w, counts, ones, sums, even } of cases) {
    const named = JSON.stringify(axis),
      typed = Object.fromEntries(Object.entries(axis).map(([name, value]) => [name, String(value)])),
      { setting } = kernels.readSetting({ ...defaults, ...typed }),
      { k, s, d } = kernels.drawable(setting, outputSize(setting)[0]),
      full = { size: axis.size, k, s, d, p: axis.padding };
    for (const shown of [counts.length, Math.ceil(counts.length / 2)]) {
      const corner = (rows) => rows.slice(0, shown).flatMap((row) => row.slice(0, shown));
      assert.deepEqual(overlap.countsMap(overlap.counts(full, shown)), corner(counts), named);
      assert.deepEqual(overlap.onesMap(full, w, shown), corner(ones), named);
    }
    assert.deepEqual(overlap.phaseSums(w, k, s, d), sums, named);
    assert.equal(areEqual(sums), new Set(sums).size === 1, named);
    assert.equal(isEven(BigInt(k), BigInt(s), BigInt(d)), even, named);
  }
});

const phases = (changes, k, s, d = 1) =>
  overlap.phaseSums(kernels.squareWeights({ ...defaults, ...changes }, k), k, s, d);

test("what the page tells to try comes out as it says", () => {
  assert.ok(!areEqual(phases({ w: "count" }, 4, 2)));
  assert.equal(phases({}, 4, 2, 2).filter((sum) => sum === 0).length, 3);
  assert.ok(areEqual(phases({ w: "blur" }, 4, 2)));
  assert.ok(areEqual(phases({ w1: "1,3,3,1" }, 4, 2)));
  assert.ok(!areEqual(phases({ w1: "1,3,4,1" }, 4, 2)));
});

test("weights along one axis make the square, until it has its own", () => {
  const own = { ...defaults, ...kernels.withLine(defaults, 2, 1, "1/2") };
  assert.deepEqual(kernels.lineWeights(own, 2), [1, 0.5]);
  assert.deepEqual(kernels.squareWeights(own, 2), [1, 0.5, 0.5, 0.25]);
  assert.deepEqual(kernels.lineWeights(own, 3), [1, 0.5, 0]);
  const square = { ...own, ...kernels.withSquare(own, 2, 3, "7") };
  assert.deepEqual(kernels.squareWeights(square, 2), [1, 0.5, 0.5, 7]);
  assert.deepEqual(kernels.lineWeights(square, 2), [1, 0.5]);
  assert.deepEqual(kernels.squareWeights(square, 3), [1, 0.5, 0, 0.5, 7, 0, 0, 0, 0]);
});

test("a smaller kernel and back loses none of one's own weights", () => {
  const own = { ...defaults, w1: "1,2,3,4" },
    smaller = { ...own, ...kernels.withLine(own, 2, 0, "9") };
  assert.deepEqual(kernels.lineWeights(smaller, 2), [9, 2]);
  assert.deepEqual(kernels.lineWeights(smaller, 4), [9, 2, 3, 4]);
});

test("a comma typed into a weight is told, and so is a word", () => {
  const typed = { ...defaults, ...kernels.withLine(defaults, 3, 1, "1,5") };
  assert.equal(kernels.lineTexts(typed, 3)[1], "1,5");
  assert.throws(() => kernels.lineWeights(typed, 3), /number/);
  assert.throws(() => kernels.squareWeights({ ...defaults, w: "1,x,3,4" }, 2), /number/);
});

test("what is too large to draw is known before anything is counted", () => {
  const huge = kernels.readSetting({ ...defaults, kernel_size: "1000000000000" });
  assert.equal(kernels.drawable(huge.setting, 5n), null);
  assert.equal(kernels.readSetting({ ...defaults, stride: "(2, 2)" }).refused.rule, "one_axis");
  assert.equal(kernels.readSetting({ ...defaults, size: "" }).refused.rule, "blank");
});

test("a task can ask for the overlap, the phase sums and different weights", () => {
  const asked = (changes) => facts({ ...defaults, kernel_size: "4", ...changes });
  assert.deepEqual(asked({ w1: "1,2,4,3" }), { overlap: "even", phases: "equal", different: "4" });
  assert.deepEqual(asked({ w1: "1,2,3,4" }), { overlap: "even", phases: "differ", different: "4" });
  assert.deepEqual(asked({ w: "blur" }), { overlap: "even", phases: "equal", different: "2" });
  assert.equal(asked({ kernel_size: "3" }).overlap, "uneven");
  for (const changes of [{ stride: "0" }, { stride: "x" }, { w1: "1,a" }]) assert.equal(asked(changes), null);
});
