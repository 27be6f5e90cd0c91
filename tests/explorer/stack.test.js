// What a reader types into the stack is read as it was meant, or explained.
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults, readLayers, settle, traced, writeLayers } from "../../docs/explorer/stack/layers.js";
import { isWide, notesOf } from "../../docs/explorer/stack/notes.js";
import { stackOf, textOf } from "../../docs/explorer/stack/text.js";

const trace = (changes) => {
  const state = { ...defaults, ...changes };
  return traced(state, readLayers(state));
};
const refused = (changes) => trace(changes).refused?.rule;
const notes = (changes) => {
  const { rows, start } = trace(changes);
  return rows.map((row, at) => notesOf(row, rows[at - 1], start.size, String).map(({ word }) => word));
};

test("one number an axis, with brackets, by a Chinese keyboard too", () => {
  assert.deepEqual(trace({ layers: "Conv2d,8,(3,5),1,0,0,1,1" }).rows[0].size, [222n, 220n]);
  assert.deepEqual(trace({ layers: "Conv2d,8,（３，５）,1,0,0,1,1".replace("，", "%2C") }).rows[0].size, [222n, 220n]);
  for (const size of ["(224, 160)", "224×160", "224，160"])
    assert.deepEqual(trace({ size, layers: "Conv2d,8,3,1,1" }).rows[0].size, [224n, 160n], size);
  assert.deepEqual(trace({ rank: "3", size: "(8, 9, 10)", layers: "Conv3d,8,3" }).rows[0].size, [6n, 7n, 8n]);
});

test("a text comes back as typed, even half a pair", () => {
  const state = { ...defaults, layers: "Conv2d,8,3" },
    [layer] = readLayers(state),
    typed = { ...layer, values: layer.values.map((value, at) => (at === 1 ? "(3, " : value)) };
  assert.deepEqual(readLayers({ ...state, layers: writeLayers([typed], state) }), [typed]);
});

test("what cannot be read is told in the words of its field", () => {
  assert.equal(refused({ layers: "Conv2d,8.5,3" }), "number_one");
  assert.equal(refused({ layers: "Conv2d,(8,8),3" }), "one_axis");
  assert.equal(refused({ rank: "1", layers: "Conv1d,8,(3,5)" }), "one_axis");
  assert.equal(refused({ layers: "Conv2d,8,(3,5,7)" }), "length");
  assert.equal(refused({ layers: "Conv2d,8,x" }), "integer");
  assert.equal(refused({ layers: "Conv2d,8," }), "blank");
  assert.equal(refused({ layers: "Conv2d,8,3,1,same" }), undefined);
  assert.equal(refused({ layers: "Conv2d,8,3,1,1,0,1,1,9" }), "values");
  assert.equal(refused({ layers: "MaxPool2d,8,2" }), "kind");
  assert.equal(refused({ layers: "~1234.truncated" }), "kind");
  assert.equal(refused({ size: "0" }), "least");
  assert.equal(settle({ ...defaults, rank: "9" }).rank, "2");
});

test("as many layers as wanted", () => {
  const { rows, refused } = trace({ layers: Array(200).fill("Conv2d,8,3,1,1").join(";") });
  assert.equal(refused, null);
  assert.equal(rows.length, 200);
  assert.deepEqual(rows.at(-1).field, [401n, 401n]);
});

test("what is out of the ordinary is said, once", () => {
  assert.deepEqual(notes({ size: "4", layers: "Conv2d,8,3,1,1;Conv2d,8,3,1,1;Conv2d,8,3,1,1" }), [
    [],
    ["field_wide"],
    [],
  ]);
  assert.ok(isWide({ field: [5n] }, [4n]));
  assert.deepEqual(notes({ layers: "ConvTranspose2d,8,3,2;ConvTranspose2d,8,4,2;ConvTranspose2d,8,4,2,0,0,2" }), [
    ["overlap_divide"],
    [],
    ["overlap_common"],
  ]);
  assert.deepEqual(notes({ layers: "Conv2d,8,3,2" }), [[]]);
  const much = { layers: "ConvTranspose2d,8,4000,2000;ConvTranspose2d,8,4000,2000;Conv2d,8,3" };
  assert.deepEqual(notes(much), [[], ["field_steps"], []]);
  assert.deepEqual(trace(much).rows[2].field, [null, null]);
  assert.deepEqual(notes({ size: "300000", count_zeros: "", layers: "Conv2d,8,200001" }), [["macs_taps"]]);
});

const read = (text, changes) => {
  const state = { ...defaults, ...changes },
    { stack, problems } = stackOf(text, state);
  return {
    layers: stack && writeLayers(stack.layers, { rank: String(stack.rank) }),
    channels: stack?.channels,
    left: stack?.left,
    problems: problems.map(({ rule, line }) => [line, rule]),
  };
};

test("layers written as text are the same layers when they are read", () => {
  const states = [
    defaults,
    { ...defaults, rank: "1", channels: "4", layers: "ConvTranspose1d,8,4,2,1,1,1,2;Conv1d,8,3,1,same,0,2,8" },
    { ...defaults, channels: "1", layers: "Conv2d,8,(3%2C 5),1,0,0,1,1;Conv2d,8,3×5,(2%2C 1),1,0,1,1" },
  ];
  for (const state of states) {
    const layers = readLayers(state),
      { stack } = stackOf(textOf(state, layers), state);
    assert.deepEqual(
      traced({ ...state, layers: writeLayers(stack.layers, state) }, stack.layers).rows,
      trace(state).rows,
    );
    assert.equal(String(stack.channels), state.channels);
    assert.deepEqual(stack.left, []);
  }
  assert.equal(
    textOf(defaults, readLayers(defaults)),
    [
      "nn.Conv2d(3, 64, 3, padding=1),",
      "nn.Conv2d(64, 128, 3, stride=2, padding=1),",
      "nn.Conv2d(128, 128, 3, padding=2, dilation=2),",
    ].join("\n"),
  );
});

test("what the network tool reads is read: code, a printed model, short lines", () => {
  const layers = "Conv1d,8,3,2,0,0,1,1;Conv1d,16,5,1,2,0,1,2";
  for (const text of [
    "nn.Sequential(nn.Conv1d(4, 8, 3, stride=2), nn.ReLU(), nn.Conv1d(8, 16, 5, padding=2, groups=2))",
    "Sequential(\n (0): Conv1d(4, 8, kernel_size=(3,), stride=(2,))\n (1): ReLU()\n (2): Conv1d(8, 16, kernel_size=(5,), stride=(1,), padding=(2,), groups=2)\n)",
  ]) {
    const found = read(text);
    assert.deepEqual([found.layers, found.channels, found.left], [layers, 4n, ["ReLU"]], text);
  }
  assert.equal(read("c8 k3 s2\nT k4 s2 p1").layers, "Conv2d,8,3,2,0,0,1,1;ConvTranspose2d,8,4,2,1,0,1,1");
});

test("nothing is left out in silence, and nothing that changes a size is left out", () => {
  assert.deepEqual(
    read('nn.Conv2d(3, 8, 3, bias=False, padding_mode="reflect")\nnn.BatchNorm2d(8)\nnn.Dropout(0.5)').left,
    ["bias=False", "padding_mode='reflect'", "BatchNorm2d", "Dropout"],
  );
  for (const line of [
    "nn.MaxPool2d(2)",
    "nn.Flatten()",
    "nn.Upsample(scale_factor=2)",
    "nn.Conv1d(8, 8, 3)",
    "cat with 1",
  ])
    assert.deepEqual(
      read(`nn.Conv2d(3, 8, 3)\nc8 k3\n${line}`),
      { layers: null, channels: undefined, left: undefined, problems: [[3, "kind"]] },
      line,
    );
  assert.deepEqual(read("nn.Conv2d(3, 8, 3)\nnn.Conv2d(16, 8, 3)").problems, [[2, "made_for"]]);
  assert.deepEqual(read("nn.Conv2d(3, 8, 3)\nnn.BatchNorm2d(4)").problems, [[2, "made_for"]]);
  assert.deepEqual(read("c8 k3\nKonv2d(8").problems, [[2, "open"]]);
  assert.deepEqual(read("c8 k3\nhello there").problems, [[2, "no_layer"]]);
});
