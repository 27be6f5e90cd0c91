// The cone of an output holds the cells that the output depends on, each by as many paths as a stack of ones adds up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ends, levels, padded, paths, placeOf, stepped } from "../../docs/explorer/receptive/cone.js";
import { added, defaults, PRESETS, readLayers, traced, writeLayers } from "../../docs/explorer/receptive/layers.js";
import { cases } from "./cases.js";

const look = (state) => {
  const { size, rows, refused } = traced({ ...defaults, ...state }, readLayers(state.layers));
  return { rows, refused, all: size && levels(size, rows) };
};
const text = ([n, d]) => (d === 1n ? `${n}` : `${n}/${d}`);

test("paths, fields, jumps and centres are those of convref", () => {
  for (const { counts, field, bare, ...state } of cases) {
    const { rows, all } = look(state),
      named = JSON.stringify(state),
      last = rows.at(-1);
    assert.deepEqual([String(last.field[0]), text(last.jump[0]), text(last.centre[0])], field, named);
    counts.forEach((expected, at) => {
      assert.deepEqual(paths(all, { row: rows.length, at })[0], expected, named);
      if (!bare) return;
      const { first, last: end } = ends(last, at),
        seen = expected.flatMap((count, cell) => (count ? [cell] : []));
      assert.deepEqual([first, end], [seen[0], seen.at(-1)], named);
    });
    counts[0].forEach((_, at) => {
      const reached = paths(all, { row: 0, at }).at(-1);
      assert.deepEqual(
        reached,
        counts.map((row) => row[at]),
        named,
      );
    });
  }
});

test("every preset is drawn, and comes back as it was written", () => {
  for (const state of Object.values(PRESETS)) {
    assert.ok(look(state).all, state.layers);
    assert.equal(writeLayers(readLayers(state.layers)), state.layers);
  }
  assert.equal(writeLayers([...readLayers("k3"), added]), "k3;k3,p1");
});

test("what cannot be read is told, and kept", () => {
  const rule = (layers) => look({ layers, size: "9" }).refused?.rule;
  assert.equal(rule("k3,x2"), "letters");
  assert.equal(rule("k3,s"), "blank");
  assert.equal(rule("k(3, 5)"), "one_axis");
  assert.equal(rule("k99"), "fit");
  assert.equal(look({ layers: "k3", size: "x" }).refused.rule, "number_one");
  for (const layers of ["k3,x2", "k3,s", "k(3, 5),s2%2C"]) {
    const read = readLayers(layers);
    assert.deepEqual(readLayers(writeLayers(read)), read);
  }
});

test("cells of the padding, and where the keys lead", () => {
  const { all } = look({ layers: "k3,s2,p1;k3,p1", size: "8" });
  assert.deepEqual(padded(all[0], all[1]), [-1]);
  assert.deepEqual(padded(all[1], all[2]), [-1, 4]);
  assert.deepEqual(placeOf("1.3", all), { row: 1, at: 3 });
  assert.deepEqual(placeOf("1.9", all), { row: 2, at: 1 });
  assert.deepEqual(stepped(all, { row: 2, at: 3 }, "ArrowUp"), { row: 1, at: 3 });
  assert.deepEqual(stepped(all, { row: 1, at: 3 }, "ArrowUp"), { row: 0, at: 6 });
  assert.deepEqual(stepped(all, { row: 0, at: 7 }, "ArrowDown"), { row: 1, at: 3 });
  assert.deepEqual(stepped(all, { row: 2, at: 3 }, "ArrowDown"), { row: 2, at: 3 });
  assert.deepEqual(stepped(all, { row: 2, at: 3 }, "Home"), { row: 2, at: 0 });
  assert.equal(stepped(all, { row: 2, at: 3 }, "a"), null);
});

test("a stack that is too large is not drawn, and its numbers are known", () => {
  const { rows, all } = look({ layers: "k3;k3,s2", size: "100000" });
  assert.equal(all, null);
  assert.equal(rows[1].size[0], 49998n);
});
