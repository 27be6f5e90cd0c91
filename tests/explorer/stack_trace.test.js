// Stacks of layers, as convref has traced them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readLayers, traced } from "../../docs/explorer/stack/layers.js";
import { cases } from "./cases.js";

const row = ({ channels, size, field, jump, centre, macs, parameters }) => [
  [channels, ...size].map(String),
  field.map(String),
  jump.map((position) => position.map(String)),
  centre.map((position) => position.map(String)),
  String(macs),
  String(parameters),
];

test("every row of every stack is convref's, and what convref refuses is refused", () => {
  for (const { state, rows } of cases) {
    const found = traced(state, readLayers(state)),
      seen = [...found.rows.map(row), ...(found.refused ? [null] : [])];
    assert.deepEqual(seen, rows, JSON.stringify(state));
  }
});
