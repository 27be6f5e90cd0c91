// Networks, read from their texts and traced, as convref has read and traced them.
import assert from "node:assert/strict";
import { test } from "node:test";
import known from "../../convref/reading/forwards.json" with { type: "json" };
import { scriptsFor, readNetwork, Unread } from "../../docs/explorer/model/reading/read.js";
import { unreadAt } from "../../docs/explorer/rules/fitting.js";
import { followed, traced } from "../../docs/explorer/rules/network.js";
import { Misfit } from "../../docs/explorer/rules/network.js";
import { Refusing } from "../../docs/explorer/rules/refusing.js";
import { cases } from "./cases.js";
import { scripts } from "./brought.js";

const { read: readClasses } = scripts.classes;

const row = (found, unread) => [
  found.module.kind,
  found.module.name,
  found.inputs,
  found.shape.map(String),
  found.field.map(String),
  found.jump.map((position) => position.map(String)),
  found.centre.map((position) => position.map(String)),
  String(found.macs),
  String(found.parameters),
  String(found.memory),
  unread.map(String),
];

/** The rows; or the line of the refusal, and the number of the layer where one does not fit. */
function seen({ text, shape, zeros, cropped }) {
  try {
    const { modules, notes } = readNetwork(text, readClasses);
    const given = [modules, shape.map(BigInt), { zeros, cropped }],
      rows = traced(...given),
      shapes = [given[1], ...rows.map((one) => one.shape)],
      unread = followed(...given).map(({ made, taken }) => unreadAt(made, shapes[taken[0]]));
    return { rows: rows.map((one, at) => row(one, unread[at])), notes: notes.length };
  } catch (error) {
    if (error instanceof Misfit) return { line: error.line, layer: error.place.number };
    if (error instanceof Unread) return { line: error.problems[0].line, layer: null };
    if (error instanceof Refusing) return { line: 0, layer: null };
    throw error;
  }
}

test("every row of every network is convref's, and what convref refuses is refused", () => {
  for (const { expected, exact, ...one } of cases) {
    const found = seen(one);
    if (expected.rows || found.rows || exact) assert.deepEqual(found, expected, JSON.stringify(one));
  }
});

test("every printed block whose forward is known asks for the script that brings it", () => {
  for (const kind of Object.keys(known.blocks))
    assert.deepEqual(scriptsFor(`Net(\n  (0): ${kind}(\n  )\n)`), ["blocks"], kind);
});

test("a class asks for the scripts of what it calls, and for no others", () => {
  const whole = (/** @type {string} */ line) =>
    scriptsFor(`class Net(nn.Module):\n  def forward(self, x):\n    ${line}`);
  assert.deepEqual(whole("return self.a(x)"), ["classes"]);
  assert.deepEqual(whole("return x.view(x.size(0), -1)"), ["classes", "kinds"]);
  assert.deepEqual(whole("return torch.stack(found).sum(0)"), ["classes", "kinds", "rare"]);
  assert.deepEqual(whole("return self.a(torch.zeros(1, 3, 9, 9))"), ["classes", "trials"]);
  assert.deepEqual(scriptsFor("Slice(stop=3)"), ["kinds"]);
});

test("rows in short are read at once, rows in words with a script of their own", () => {
  assert.deepEqual(scriptsFor("c64 k3 psame\nT c8 k3 s2 p1 op1\nReLU()\nc8 k1 # final\ncat with input"), []);
  assert.deepEqual(scriptsFor("| conv1 | 3x3, 64 |"), ["reports", "others"]);
  assert.deepEqual(scriptsFor("model = keras.Sequential([layers.Dense(3)])"), ["others"]);
  for (const text of ["conv 64 3x3", "c64 k3\nmaxpool 2x2", "卷积 3x3 64"])
    assert.deepEqual(scriptsFor(text), ["reports"], text);
});
