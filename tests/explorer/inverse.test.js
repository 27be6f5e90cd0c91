// The search for settings finds and ranks what convref finds, and says as much of what it does not find.
import assert from "node:assert/strict";
import { test } from "node:test";
import { boundsFor, values } from "../../docs/explorer/rules/bounds.js";
import { findSettings, miss, widened } from "../../docs/explorer/rules/inverse.js";
import { cases } from "./cases.js";

const { names, questions } = cases;
const numbers = (one, chosen) => chosen.map((name) => Number(one[name]));

function answer([i, o, transposed, given]) {
  const [input, output] = [BigInt(i), BigInt(o)];
  const typed = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, values(text)]));
  const bounds = boundsFor(input, output, transposed, typed),
    settings = findSettings(input, output, bounds);
  if (settings.length) return { settings: settings.map((one) => numbers(one, names)) };
  const missed = miss(input, output, bounds),
    wider = Object.entries(widened(input, output, bounds)).map(([name, value]) => [name, Number(value)]);
  return {
    settings: [],
    missed: missed && [
      ...numbers(missed, ["lowest", "highest", "nearest"]),
      numbers(missed.setting, names.slice(0, 5)),
    ],
    wider: Object.fromEntries(wider),
  };
}

test("thousands of ways round are ranked as in convref", () => {
  for (const { question, expected } of questions) {
    assert.deepEqual(answer(question), expected, JSON.stringify(question));
  }
});
