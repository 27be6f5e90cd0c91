// The cells of one slice as they are drawn: the input with its padding or with zeros between, the kernel, the output.
import { source } from "../rules/padding.js";
import { read, start, extent } from "./axis.js";
import { drawnOf } from "./scene.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Grid} Grid */
/** @typedef {"real" | "pad" | "zero" | "crop" | "unread"} Kind */

/**
 * @typedef {object} Cell
 * @property {number} row where it is drawn
 * @property {number} column
 * @property {number | null} value
 * @property {Kind} kind
 * @property {string} [name] of a cell that can be chosen
 */

/** @typedef {{ top: number, left: number, rows: number, columns: number, cells: Cell[] }} Slice */
/** @typedef {[number, number]} Range the first place, and the one behind the last */

/** @param {Range} rows @param {Range} columns @param {(row: number, column: number) => Cell} make @returns {Slice} */
function slice(rows, columns, make) {
  const cells = [];
  for (let r = rows[0]; r < rows[1]; r++) {
    for (let c = columns[0]; c < columns[1]; c++) cells.push(make(r, c));
  }
  return { top: rows[0], left: columns[0], rows: rows[1] - rows[0], columns: columns[1] - columns[0], cells };
}

/** @param {number} at @param {number} size */
const within = (at, size) => at >= 0 && at < size;

/** The input with its padding around it. @param {Scene} scene @param {number} at @returns {Slice} */
function padded({ axes: [, rows, columns], numbers }, at) {
  const seen = [rows, columns].map((axis) => read(axis, axis.i));
  const range = (/** @type {import("./axis.js").Axis} */ axis) =>
    /** @type {Range} */ ([-axis.before, axis.i + axis.after]);
  return slice(range(rows), range(columns), (row, column) => {
    const r = source(row, rows.i, rows.mode),
      c = source(column, columns.i, columns.mode),
      inside = within(row, rows.i) && within(column, columns.i);
    return {
      row,
      column,
      value: r < 0 || c < 0 ? 0 : numbers.x(at, r, c),
      kind: inside ? (seen[0][row] && seen[1][column] ? "real" : "unread") : "pad",
      ...(inside && { name: `x.${at}.${row}.${column}` }),
    };
  });
}

/** @param {Scene} scene @param {Grid} grid @param {number} at @returns {Slice} */
function plain(scene, grid, at) {
  const { rows, columns } = drawnOf(scene, grid);
  return slice([0, rows], [0, columns], (row, column) => ({
    row,
    column,
    value: scene.numbers[grid](at, row, column),
    kind: "real",
    name: `${grid}.${at}.${row}.${column}`,
  }));
}

/** The places that the flipped kernel covers, on the input with zeros between its cells. @param {import("./axis.js").Axis} axis */
const covered = (axis) => ({ from: start(axis, 0), to: start(axis, axis.o - 1) + extent(axis) - 1 });

/** The input with zeros between its cells and d(k−1)−p of them around; a negative number crops. @param {Scene} scene @param {number} at @returns {Slice} */
function spread({ axes: [, rows, columns], numbers }, at) {
  const [v, h] = [covered(rows), covered(columns)];
  const range = (/** @type {any} */ { from, to }, /** @type {any} */ { i, s }) =>
    /** @type {Range} */ ([Math.min(0, from), Math.max(s * (i - 1), to) + 1]);
  return slice(range(v, rows), range(h, columns), (row, column) => {
    const r = row / rows.s,
      c = column / columns.s,
      real = [r, c].every(Number.isInteger) && within(r, rows.i) && within(c, columns.i),
      kept = row >= v.from && row <= v.to && column >= h.from && column <= h.to,
      between = within(row, rows.s * (rows.i - 1) + 1) && within(column, columns.s * (columns.i - 1) + 1);
    return {
      row,
      column,
      value: real ? numbers.x(at, r, c) : kept ? 0 : null,
      kind: kept ? (real ? "real" : between ? "zero" : "pad") : "crop",
      ...(real && { name: `x.${at}.${r}.${c}` }),
    };
  });
}

/** The kernel, turned around where it slides as an ordinary convolution. @param {Scene} scene @param {number} at @returns {Slice} */
function kernel(scene, at) {
  const drawn = plain(scene, "w", at);
  if (scene.view !== "gather") return drawn;
  return {
    ...drawn,
    cells: drawn.cells.map((cell) => ({
      ...cell,
      row: drawn.rows - 1 - cell.row,
      column: drawn.columns - 1 - cell.column,
    })),
  };
}

/** The output in the ring that padding crops; output_padding gives some of it back at the end. @param {Scene} scene @param {number} at @returns {Slice} */
function ringed({ axes: [, rows, columns], numbers }, at) {
  const range = (/** @type {import("./axis.js").Axis} */ { o, before, after }) =>
    /** @type {Range} */ ([-before, o + Math.max(0, after)]);
  return slice(range(rows), range(columns), (row, column) => {
    const inside = within(row, rows.o) && within(column, columns.o);
    return {
      row,
      column,
      value: numbers.y(at, row, column),
      kind: inside ? "real" : "crop",
      ...(inside && { name: `y.${at}.${row}.${column}` }),
    };
  });
}

/** @param {Scene} scene @param {Grid} grid @param {number} at the slice @returns {Slice} */
export function cellsOf(scene, grid, at) {
  if (grid === "w") return kernel(scene, at);
  if (grid === "y") return scene.view === "scatter" ? ringed(scene, at) : plain(scene, "y", at);
  return { plain: padded, gather: spread, scatter: (/** @type {Scene} */ one) => plain(one, "x", at) }[scene.view](
    scene,
    at,
  );
}

/** Where the windows begin on the input, each with the parity of its output: two neighbours are never alike. @param {Scene} scene */
export function starts({ axes: [, rows, columns], view }) {
  /** @type {Map<string, number>} */
  const found = new Map();
  if (view !== "plain" || (rows.s === 1 && columns.s === 1)) return found;
  for (let r = 0; r < rows.o; r++) {
    for (let c = 0; c < columns.o; c++) found.set(`${start(rows, r)}.${start(columns, c)}`, (r + c) % 2);
  }
  return found;
}
