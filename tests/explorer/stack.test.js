// What a reader types into the stack is read as it was meant, or explained.
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaults, readLayers, settle, traced, writeLayers } from "../../docs/explorer/stack/layers.js";
import { isWide, notesOf } from "../../docs/explorer/stack/notes.js";

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
