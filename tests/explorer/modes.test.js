// The padding modes are those of convref: the same names, limits and sources.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MODES, source } from "../../docs/explorer/rules/padding.js";
import { words } from "../../docs/explorer/rules/words.js";
import { cases } from "./cases.js";

test("every mode of convref and no other", () => {
  assert.deepEqual(Object.keys(MODES), Object.keys(cases));
});

test("the limit of a mode, and the rule that says it", () => {
  for (const [mode, sizes] of Object.entries(cases)) {
    const { most } = MODES[mode];
    for (const { size, limit } of sizes) assert.equal(most ? Number(most(BigInt(size))) : null, limit);
    assert.equal(Object.hasOwn(words, `rule_${mode}`), most !== undefined);
  }
});

test("what stands outside the input", () => {
  for (const [mode, sizes] of Object.entries(cases)) {
    for (const { size, reach, places } of sizes) {
      const found = places.map((_, at) => source(at - reach, size, mode));
      assert.deepEqual(found, places, `${mode} on ${size}`);
    }
  }
});
