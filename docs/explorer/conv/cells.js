// The cells of one slice as they are drawn: the input with its padding or with zeros between, the kernel, the output.
import { source } from "../rules/padding.js";
import { read, start, extent } from "./axis.js";
import { drawnOf, zAt } from "./scene.js";

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

/** Which input slice stands at a place in depth, −1 where zeros do. @param {Scene} scene @param {number | string} at */
function behind({ axes: [depth], sizes: { x } }, at) {
  if (typeof at === "number") return at;
  const [input, place] = at.split(":").map(Number),
    from = depth.transposed ? -1 : source(place, depth.i, depth.mode);
  return from < 0 ? -1 : input * x.depth + from;
}

/** The input with its padding around it; a slice of the padding in depth has nothing else. @param {Scene} scene @param {number | string} at @returns {Slice} */
function padded(scene, at) {
  const { axes, numbers } = scene,
    [, rows, columns] = axes,
    from = behind(scene, at);
  const seen = [rows, columns].map((axis) => read(axis, axis.i));
  const range = (/** @type {import("./axis.js").Axis} */ axis) =>
    /** @type {Range} */ ([-axis.before, axis.i + axis.after]);
  return slice(range(rows), range(columns), (row, column) => {
    const r = source(row, rows.i, rows.mode),
      c = source(column, columns.i, columns.mode),
      inside = typeof at === "number" && within(row, rows.i) && within(column, columns.i);
    return {
      row,
      column,
      value: from < 0 || r < 0 || c < 0 ? 0 : numbers.x(from, r, c),
      kind: inside ? (seen[0][row] && seen[1][column] ? "real" : "unread") : "pad",
      ...(inside && { name: `x.${at}.${row}.${column}` }),
    };
  });
}

/** @param {Scene} scene @param {Grid} grid @param {number} at @returns {Slice} */
function plain(scene, grid, at) {
  const { rows, columns } = drawnOf(scene, grid);
  if (grid === "y") scene.plane(at); // All of it at once, before it is asked for cell by cell.
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

/** The places of an axis with zeros between its cells. @param {import("./axis.js").Axis} axis @returns {Range} */
function spreadRange(axis) {
  const { from, to } = covered(axis);
  return [Math.min(0, from), Math.max(axis.s * (axis.i - 1), to) + 1];
}

/** The slices of an input channel as they stand in depth, padding and zeros between them too. @param {Scene} scene @param {number} input */
export function layersOf(scene, input) {
  const { axes, view, small } = scene,
    [depth] = axes,
    [first, end] = {
      plain: () => [-depth.before, depth.i + depth.after],
      gather: () => spreadRange(depth),
      scatter: () => [0, depth.i],
    }[view]();
  const all = Array.from({ length: end - first }, (_, at) => zAt(scene, input, first + at));
  return all.filter((slice) => typeof slice === "number" || small.x);
}

/** The input with zeros between its cells and d(k−1)−p of them around; a negative number crops. @param {Scene} scene @param {number | string} at @returns {Slice} */
function spread({ axes: [depth, rows, columns], numbers }, at) {
  const [v, h] = [covered(rows), covered(columns)],
    own = typeof at === "number",
    amid = own || within(Number(at.split(":")[1]), depth.s * (depth.i - 1) + 1);
  return slice(spreadRange(rows), spreadRange(columns), (row, column) => {
    const r = row / rows.s,
      c = column / columns.s,
      real = own && [r, c].every(Number.isInteger) && within(r, rows.i) && within(c, columns.i),
      kept = row >= v.from && row <= v.to && column >= h.from && column <= h.to,
      between = amid && within(row, rows.s * (rows.i - 1) + 1) && within(column, columns.s * (columns.i - 1) + 1);
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
function ringed({ axes: [, rows, columns], numbers, plane }, at) {
  plane(at);
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

/** @param {Scene} scene @param {Grid} grid @param {number | string} at the slice; a text is a place of the padding in depth @returns {Slice} */
export function cellsOf(scene, grid, at) {
  if (grid === "x" && scene.view !== "scatter") return (scene.view === "plain" ? padded : spread)(scene, at);
  if (typeof at === "string") throw new RangeError(`no slice ${at} of ${grid}`);
  if (grid === "w") return kernel(scene, at);
  return grid === "y" && scene.view === "scatter" ? ringed(scene, at) : plain(scene, grid, at);
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
