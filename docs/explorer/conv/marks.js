// What belongs to a chosen cell: cells to light in each grid, the frames around a window, and the way to the next one.
import { brief, printed } from "../view/numbers.js";
import { extent, meetings, stamps, start } from "./axis.js";
import { gridOf, parted, parts, products, zAt } from "./scene.js";

/** @typedef {import("./scene.js").Scene} Scene */
/** @typedef {import("./scene.js").Grid} Grid */
/** @typedef {{ kind: "strong" | "window", note?: string, lost?: boolean }} Mark */
/** @typedef {Record<Grid, Map<string, Mark>>} Marks by slice.row.column as they are drawn */
/** @typedef {{ slice: number | string, row: number, column: number, rows: number, columns: number }} Frame */

/** @param {number | string} slice @param {number} row @param {number} column */
export const place = (slice, row, column) => `${slice}.${row}.${column}`;

/** @returns {Marks} */
const nothing = () => ({ x: new Map(), w: new Map(), y: new Map() });

/** Where an input cell is drawn. @param {Scene} scene @param {number} row @param {number} column */
const spread = ({ view, axes: [, rows, columns] }, row, column) =>
  view === "gather" ? /** @type {const} */ ([row * rows.s, column * columns.s]) : /** @type {const} */ ([row, column]);

/** The slice in which what a tap in depth reads is drawn. @param {Scene} scene @param {number} input @param {{ place: number }} tap */
const layerOf = (scene, input, tap) =>
  zAt(scene, input, scene.view === "gather" ? tap.place * scene.axes[0].s : tap.place);

/** Where a weight is drawn. @param {Scene} scene @param {number} row @param {number} column */
const turned = ({ view, axes: [, rows, columns] }, row, column) =>
  view === "gather"
    ? /** @type {const} */ ([rows.k - 1 - row, columns.k - 1 - column])
    : /** @type {const} */ ([row, column]);

/** What an output reads. @param {Scene} scene @param {number[]} at @returns {Marks} */
function ofOutput(scene, [slice, r, c]) {
  const lit = nothing(),
    { sizes, view } = scene;
  if (view === "gather") flipped(scene, [slice, r, c], lit);
  for (const { pair, at, w } of products(scene, slice, r, c)) {
    const [depth, row, column] = at;
    const input = place(layerOf(scene, pair.input, depth), ...spread(scene, row.place, column.place));
    lit.x.set(input, { kind: "strong", note: `×${brief(w)}` });
    lit.w.set(place(pair.bank * sizes.w.depth + depth.w, ...turned(scene, row.w, column.w)), { kind: "strong" });
  }
  lit.y.set(place(slice, r, c), { kind: "strong" });
  return lit;
}

/** The whole window of the flipped kernel, inserted zeros included. @param {Scene} scene @param {number[]} at @param {Marks} lit */
function flipped(scene, [slice, r, c], lit) {
  const { axes, sizes, pairs, numbers } = scene,
    [depths, rows, columns] = axes,
    [output, deep] = parted(sizes.y, slice);
  for (const { input, bank } of pairs(output)) {
    for (let depth = 0; depth < depths.k; depth++) {
      const layer = zAt(scene, input, deep + depths.before - depths.d * depth);
      for (let row = 0; row < rows.k; row++) {
        for (let column = 0; column < columns.k; column++) {
          const weight = numbers.w(bank * sizes.w.depth + depth, row, column),
            at = [r + rows.before - rows.d * row, c + columns.before - columns.d * column];
          lit.x.set(place(layer, at[0], at[1]), {
            kind: "window",
            note: `×${brief(weight)}`,
          });
          const drawn = [rows.k - 1 - row, columns.k - 1 - column];
          lit.w.set(place(bank * sizes.w.depth + depth, drawn[0], drawn[1]), { kind: "window" });
        }
      }
    }
  }
}

/** Output channels that read an input channel. @param {Scene} scene @param {number} input */
function readers({ setting, pairs }, input) {
  const found = [],
    perOut = Number(setting.out_channels) / Number(setting.groups),
    perIn = Number(setting.in_channels) / Number(setting.groups),
    first = Math.floor(input / perIn) * perOut;
  for (let output = first; output < first + perOut; output++) {
    const pair = pairs(output).find((one) => one.input === input);
    if (pair) found.push({ output, pair });
  }
  return found;
}

/** [output, weight] of an axis where an input is used; places that are cropped are below 0 or beyond the end. @param {Scene} scene @param {number} axis @param {number} x */
function uses({ axes, view }, axis, x) {
  if (view === "scatter" && axis > 0) return stamps(axes[axis], x);
  return meetings(axes[axis], Infinity, (tap) => tap.x === x);
}

/** Which outputs an input reaches. @param {Scene} scene @param {number[]} at @returns {Marks} */
function ofInput(scene, [slice, r, c]) {
  const lit = nothing(),
    { sizes, axes, numbers, setting } = scene,
    [input, deep] = parted(sizes.x, slice),
    value = numbers.x(slice, r, c),
    outside = (/** @type {number} */ o, /** @type {number} */ axis) => o < 0 || o >= axes[axis].o;
  const [depths, rows, columns] = [deep, r, c].map((x, axis) => uses(scene, axis, x));
  for (const { output, pair } of readers(scene, input)) {
    for (const depth of depths) {
      for (const row of rows) {
        for (const column of columns) {
          const weight = [pair.bank * sizes.w.depth + depth.w, row.w, column.w];
          lit.w.set(place(weight[0], ...turned(scene, row.w, column.w)), { kind: "strong" });
          const product = value * numbers.w(weight[0], weight[1], weight[2]),
            lost = outside(row.o, 1) || outside(column.o, 2);
          lit.y.set(place(output * sizes.y.depth + depth.o, row.o, column.o), {
            kind: "strong",
            lost,
            ...(setting.transposed && { note: `+${printed(product)}`.replace("+−", "−") }),
          });
        }
      }
    }
  }
  lit.x.set(place(slice, ...spread(scene, r, c)), { kind: "strong" });
  return lit;
}

/** Which outputs use a weight, and what it meets. @param {Scene} scene @param {number[]} at @returns {Marks} */
function ofWeight(scene, [slice, r, c]) {
  const lit = nothing(),
    { sizes, axes, setting, pairs } = scene,
    [bank, deep] = parted(sizes.w, slice);
  const [depths, rows, columns] = [deep, r, c].map((w, axis) => meetings(axes[axis], Infinity, (tap) => tap.w === w));
  for (let output = 0; output < Number(setting.out_channels); output++) {
    const pair = pairs(output).find((one) => one.bank === bank);
    if (!pair) continue;
    for (const depth of depths) {
      for (const row of rows) {
        for (const column of columns) {
          lit.y.set(place(output * sizes.y.depth + depth.o, row.o, column.o), { kind: "strong" });
          lit.x.set(place(layerOf(scene, pair.input, depth), ...spread(scene, row.place, column.place)), {
            kind: "strong",
          });
        }
      }
    }
  }
  lit.w.set(place(slice, ...turned(scene, r, c)), { kind: "strong" });
  return lit;
}

/** @param {Scene} scene @param {string} name @returns {Marks} */
export function marks(scene, name) {
  return { x: ofInput, w: ofWeight, y: ofOutput }[gridOf(name)](scene, parts(name));
}

/** The window of an output on every input slice that it reads. @param {Scene} scene @param {string} name @returns {Frame[]} */
export function windows(scene, name) {
  const [slice, r, c] = parts(name),
    { axes, sizes, pairs, view } = scene,
    [, rows, columns] = axes;
  if (gridOf(name) !== "y" || view === "scatter") return [];
  const [output, deep] = parted(sizes.y, slice),
    [{ k, d }] = axes,
    depths = Array.from({ length: k }, (_, w) => start(axes[0], deep) + w * d);
  return pairs(output).flatMap(({ input }) =>
    depths.map((at) => ({
      slice: zAt(scene, input, at),
      row: start(rows, r),
      column: start(columns, c),
      rows: extent(rows),
      columns: extent(columns),
    })),
  );
}

/** The output after this one, in reading order, in the same slice. @param {Scene} scene @param {string} name */
export function following(scene, name) {
  const [slice, r, c] = parts(name),
    [, rows, columns] = scene.axes;
  if (gridOf(name) !== "y") return null;
  if (c + 1 < columns.o) return `y.${slice}.${r}.${c + 1}`;
  return r + 1 < rows.o ? `y.${slice}.${r + 1}.0` : null;
}
