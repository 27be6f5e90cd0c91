// Links of any length keep what was typed.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as address from "../../docs/explorer/model/address.js";
import * as lines from "../../docs/explorer/model/lines.js";

const layers = Array.from({ length: 300 }, (_, at) => `Conv2d,${at + 1},3,1,1,0,1,1`).join(";");

test("a long text comes back from the address, and a short one stays legible in it", () => {
  const figures = { "explorer-1": { layers, size: "(3, 5)" }, "explorer-2": { size: "~7" } };
  const written = address.write(figures);
  assert.deepEqual(address.read(written), figures);
  assert.ok(written.length < layers.length / 2, `${written.length}`);
  assert.match(address.write({ "explorer-1": { layers: "Conv2d,8,3" } }), /Conv2d%2C8%2C3/);
});

test("a damaged text is shown as it stands, not cut short", () => {
  const damaged = address.write({ "explorer-1": { layers } }).slice(0, -20),
    { layers: found } = address.read(damaged)["explorer-1"];
  assert.match(found, /^~\d+\./);
  assert.deepEqual(address.read("#explorer-1:layers=~%%"), { "explorer-1": { layers: "~%%" } });
});

test("whatever is typed into a line comes back as it was", () => {
  const typed = [
    ["Conv2d", "(3, 5)", "(3", "5)", "", "1;2", "50%", "%2C", "“三”", "((1,2))"],
    ["x", ""],
  ];
  assert.deepEqual(lines.read(lines.write(typed)), typed);
  assert.deepEqual(lines.read("Conv2d,8,(3,5),(1, 2),0;k3,s2"), [
    ["Conv2d", "8", "(3,5)", "(1, 2)", "0"],
    ["k3", "s2"],
  ]);
});
