// Sizes, refusals, values and overlap counts of random settings are convref's; messages are PyTorch's.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inputs, weights } from "../../docs/explorer/model/numbers.js";
import { read } from "../../docs/explorer/model/setting.js";
import { outputSize, overlapCounts, values } from "../../docs/explorer/rules/layer.js";
import { cases } from "./cases.js";

const near = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));

test("a refused setting is refused, and PyTorch is quoted as it speaks", () => {
  for (const { state, message } of cases.filter((one) => one.size === null)) {
    const { refused } = read(state);
    assert.ok(refused, JSON.stringify(state));
    if (message !== undefined && refused.message !== null)
      assert.equal(refused.message, message, JSON.stringify(state));
  }
});

test("an accepted setting has convref's size and values", () => {
  for (const { state, size, y } of cases.filter((one) => one.size !== null)) {
    const { setting, refused } = read(state);
    assert.equal(refused, null, JSON.stringify(state));
    assert.deepEqual(outputSize(setting).map(Number), size);
    const found = values(setting, inputs(state, setting), weights(state, setting));
    assert.equal(found.length, y.length);
    assert.ok(
      found.every((value, at) => near(value, y[at])),
      JSON.stringify(state),
    );
  }
});

test("a transposed layer's outputs receive as many products as convref counts", () => {
  for (const { state, counts } of cases.filter((one) => one.counts)) {
    assert.deepEqual(overlapCounts(read(state).setting), counts, JSON.stringify(state));
  }
});
