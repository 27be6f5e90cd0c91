// What is taken away from a network, and the inputs that fit it, as convref has them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csv, markdown, torchCode } from "../../docs/explorer/network/copies.js";
import { numbered } from "../../docs/explorer/model/numbered.js";
import { isUneven, isWide, which } from "../../docs/explorer/network/remarks.js";
import { defaults, tableOf } from "../../docs/explorer/network/state.js";
import { inputArea } from "../../docs/explorer/rules/backwards.js";
import { decoder } from "../../docs/explorer/rules/decoding.js";
import { fittingInputs, smallestInput } from "../../docs/explorer/rules/fitting.js";
import { host as lending } from "../../docs/explorer/rules/host.js";
import { LENT } from "../../docs/explorer/rules/lent.js";
import { repr } from "../../docs/explorer/rules/python.js";
import { Refusing } from "../../docs/explorer/rules/refusing.js";
import { cases } from "./cases.js";
import { scripts } from "./brought.js";

Object.assign(lending, LENT);

test("the table and the code are convref's, letter by letter, and so are the remarks", () => {
  for (const { text, input, dtype, expected } of cases) {
    const state = { ...defaults, text, input, dtype, count_cropped: "1" },
      { table, problems } = tableOf(state, text, scripts);
    assert.ok(table, `${text} ${JSON.stringify(problems)}`);
    const { rows, shape } = table;
    assert.equal(markdown(table, state), expected.markdown);
    assert.equal(csv(table, state), expected.csv);
    assert.equal(torchCode(table), expected.code);
    assert.equal(numbered(which(rows, (row) => isWide(row, shape))), expected.wide);
    assert.equal(numbered(which(rows, isUneven)), expected.uneven);
  }
});

/** The rows of the decoder as convref writes them, or the number of the row that has none. */
function mirrored({ rows, shape }) {
  try {
    return decoder(rows, shape).map(({ kind, arguments: given }) => {
      const named = Object.entries(given).map(([name, value]) => `${name}=${repr(value)}`);
      return `${kind}(${named.join(", ")})`;
    });
  } catch (error) {
    if (error instanceof Refusing) return error.numbers.number ?? 0;
    throw error;
  }
}

test("the decoder and the area behind some outputs are convref's", () => {
  for (const { text, input, expected } of cases) {
    const { table } = tableOf({ ...defaults, input }, text, scripts);
    assert.deepEqual(mirrored(table), expected.decoder, text);
    const counts = "areas" in expected ? [1n, 7n] : [],
      found = counts.map((count) => inputArea(table.network.modules, table.shape, count).map(String));
    assert.deepEqual(found, expected.areas ?? [], text);
  }
});

test("the number of axes may be said", () => {
  const rule = (input, rank) => tableOf({ ...defaults, input, rank }, "c8 k3").problems.map((one) => one.rule);
  assert.deepEqual(rule("1x8x8x8", ""), ["input_batch"]);
  assert.deepEqual(rule("1x8x8x8", "3"), []);
  assert.deepEqual(rule("1x8x8", "1"), ["input_rank"]);
});

test("the inputs that fit are convref's", () => {
  for (const { text, input, expected } of cases.filter((one) => "smallest" in one.expected)) {
    const { table } = tableOf({ ...defaults, input }, text, scripts),
      { network, shape } = table,
      axes = shape.length - 1;
    assert.deepEqual(smallestInput(network.modules, shape[0], axes, 200), expected.smallest, text);
    if (!expected.smallest) continue;
    const [first, last] = expected.range;
    const found = fittingInputs(network.modules, shape[0], axes, first, last);
    assert.deepEqual(found, { fitting: expected.fitting, lossless: expected.lossless }, text);
  }
});

test("an input may be written in any way, and what is none is explained", () => {
  for (const input of ["3x32x32", "3×32×32", "(3, 32, 32)", "3，32，32"])
    assert.deepEqual(tableOf({ ...defaults, input }, "c8 k3").table?.rows[0].shape, [8n, 30n, 30n], input);
  const rule = (input, text) => tableOf({ ...defaults, input }, text, scripts).problems.map((one) => one.rule);
  assert.deepEqual(rule("32 by 32", "c8 k3"), ["input_shape"]);
  assert.deepEqual(rule("3x0x3", "c8 k3"), ["input_shape"]);
  assert.deepEqual(rule("1x3x32x32", "Conv2d(3, 8, 3)"), ["input_batch"]);
  assert.deepEqual(rule("3x32x32", "Foo\nReLU\nBar()\nhello there"), ["no_kind", "no_kind", "no_layer"]);
  assert.deepEqual(rule("3x32x32", "Conv2d(3, 8, 3)\nMaxPol2d(2)"), ["no_kind_near"]);
});

test("an unknown loop, a class and a method are refused by their line, and a class waits for its reader", () => {
  const line = (text) => tableOf(defaults, text, scripts).problems[0].line;
  assert.equal(line("a = 3\nnn.Sequential(*[nn.ReLU() for _ in range(n)])"), 2);
  assert.equal(line("import torch\nclass Net(nn.Module):\n    pass\nnn.Sequential(a)"), 2);
  assert.deepEqual(tableOf(defaults, "class Net(nn.Module):\n    pass"), { table: null, problems: [], chain: false });
  assert.equal(line("x = 1\nnet = nn.Sequential(nn.ReLU()).double_it(2)"), 2);
  assert.equal(line("nn.Sequential(\n  nn.ReLU(),\n  nn.Conv2d(3, width, 3),\n)"), 3);
});
