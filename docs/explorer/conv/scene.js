// What there is to be seen of one setting: its slices, the numbers in them, and how much of it is drawn.
import { filled, list } from "../model/numbers.js";
import { INPUTS, KERNELS, value as preset } from "../model/presets.js";
import { axesOf, taps } from "./axis.js";

/** @import { Setting } from "../rules/sizes.js" */
/** @import { Axis, Tap } from "./axis.js" */
/** @typedef {"x" | "w" | "y"} Grid */
/** @typedef {(slice: number, row: number, column: number) => number} Numbers */
/** @typedef {{ input: number, bank: number }} Pair an input channel, and the kernel that an output has for it */

/**
 * @typedef {object} Scene
 * @property {Setting} setting
 * @property {Axis[]} axes depth, rows, columns
 * @property {"plain" | "gather" | "scatter"} view
 * @property {Record<Grid, { slices: number, depth: number, rows: number, columns: number }>} sizes
 * @property {{ x: Numbers, w: Numbers, y: Numbers }} numbers
 * @property {(output: number) => Pair[]} pairs what an output channel reads
 * @property {(slice: number) => Float64Array} plane the part of an output slice that is drawn
 * @property {{ rows: number, columns: number }} drawn how much of the output is drawn
 * @property {Record<Grid, boolean>} small whether every number of a slice can stand in a cell of its own
 */

export const EDGE = 30;
const LARGEST_EDGE = 256,
  MOST_CELLS = 4000,
  MOST_PRODUCTS = 6e6,
  MOST_TAPS = 1e6;

/** @typedef {[slices: number, rows: number, columns: number]} Shape */

/** @param {Setting} setting @returns {{ x: Shape, w: Shape }} */
export function shapes(setting) {
  const [cin, cout, groups] = [setting.in_channels, setting.out_channels, setting.groups].map(Number),
    [x, w] = [setting.input, setting.kernel].map((sizes) => [1, 1, ...sizes.map(Number)].slice(-3));
  return {
    x: [cin * x[0], x[1], x[2]],
    w: [((cin * cout) / groups) * w[0], w[1], w[2]],
  };
}

/** @param {string} text @param {Record<string, import("../model/presets.js").Preset>} known @param {Shape} shape @returns {Numbers} */
function lookup(text, known, shape) {
  if (Object.hasOwn(known, text)) return (slice, r, c) => preset(known, text, shape, slice, r, c);
  const found = filled(list(text), shape),
    [, rows, columns] = shape;
  return (slice, r, c) => found[(slice * rows + r) * columns + c] ?? 0;
}

/** @param {Setting} setting @returns {(output: number) => Pair[]} */
function pairing({ in_channels, out_channels, groups, transposed }) {
  const [perIn, perOut] = [in_channels, out_channels].map((channels) => Number(channels) / Number(groups));
  return (output) =>
    Array.from({ length: perIn }, (_, slot) => {
      const input = Math.floor(output / perOut) * perIn + slot;
      return { input, bank: transposed ? input * perOut + (output % perOut) : output * perIn + slot };
    });
}

/** @param {Setting} setting @param {Axis[]} axes */
function sizesOf(setting, axes) {
  const [depth, rows, columns] = axes,
    { x, w } = shapes(setting);
  const grid = (/** @type {number} */ slices, /** @type {"i" | "k" | "o"} */ size) => ({
    slices,
    depth: depth[size],
    rows: rows[size],
    columns: columns[size],
  });
  return { x: grid(x[0], "i"), w: grid(w[0], "k"), y: grid(Number(setting.out_channels) * depth.o, "o") };
}

/** How much of the output can be computed at each change. @param {Axis[]} axes @param {number} channels */
function affordable([depth, rows, columns], channels) {
  const each = depth.k * rows.k * columns.k * channels;
  let edge = LARGEST_EDGE;
  while (edge > 1 && Math.min(rows.o, edge) * Math.min(columns.o, edge) * each > MOST_PRODUCTS) edge >>= 1;
  return { rows: Math.min(rows.o, edge), columns: Math.min(columns.o, edge) };
}

/** Which grids have room for a cell each: their slices fit, and there are not too many. @param {Axis[]} axes @param {Scene["sizes"]} sizes @returns {Record<Grid, boolean>} */
function roomOf([, rows, columns], sizes) {
  /** @param {Axis} axis */
  const padded = ({ i, k, s, d, before, transposed }) =>
    transposed ? s * (i - 1) + 1 + 2 * Math.max(0, d * (k - 1) - before) : i + 2 * before;
  const fits = (/** @type {number} */ height, /** @type {number} */ width, /** @type {number} */ slices) =>
    height * width <= EDGE * EDGE && Math.max(height, width) <= 4 * EDGE && slices * height * width <= MOST_CELLS;
  /** @param {Axis} axis */
  const ringed = ({ o, before, transposed }) => (transposed ? o + 2 * before : o);
  return {
    x: fits(padded(rows), padded(columns), Math.min(sizes.x.slices, 8)),
    w: fits(rows.k, columns.k, 8),
    y: fits(ringed(rows), ringed(columns), 1),
  };
}

/** Both views together begin with the one that gathers. @param {string} view @param {Setting} setting @returns {Scene["view"]} */
const viewOf = (view, { transposed }) => (transposed ? (view === "scatter" ? "scatter" : "gather") : "plain");

/**
 * Everything of one setting that does not depend on the chosen cell. Null where one output alone has too many products.
 *
 * @param {{ x: string, w: string, view: string }} state
 * @param {Setting} setting
 * @returns {Scene | null}
 */
export function build(state, setting) {
  const axes = axesOf(setting),
    sizes = sizesOf(setting, axes),
    pairs = pairing(setting),
    channels = Number(setting.in_channels) / Number(setting.groups);
  if (axes.reduce((product, { k }) => product * k, channels) > MOST_TAPS) return null;
  const shape = shapes(setting);
  const x = lookup(state.x, INPUTS, shape.x),
    w = lookup(state.w, KERNELS, shape.w);
  const scene = {
    setting,
    axes,
    view: viewOf(state.view, setting),
    sizes,
    pairs,
    drawn: affordable(axes, channels),
    small: roomOf(axes, sizes),
  };
  /** @type {Map<number, Float64Array>} */
  const planes = new Map();
  const plane = (/** @type {number} */ slice) => {
    if (!planes.has(slice)) planes.set(slice, fill({ ...scene, numbers: { x, w } }, slice));
    return /** @type {Float64Array} */ (planes.get(slice));
  };
  const y = (/** @type {number} */ slice, /** @type {number} */ r, /** @type {number} */ c) => {
    const { rows, columns } = scene.drawn,
      known = planes.get(slice);
    if (known && r >= 0 && r < rows && c >= 0 && c < columns) return known[r * columns + c];
    return products({ ...scene, numbers: { x, w } }, slice, r, c).reduce((sum, one) => sum + one.x * one.w, 0);
  };
  return { ...scene, numbers: { x, w, y }, plane };
}

/** Channel and depth of a slice. @param {{ depth: number }} size @param {number} slice */
export const parted = ({ depth }, slice) => [Math.floor(slice / depth), slice % depth];

/**
 * @typedef {object} Product one term of an output's sum
 * @property {Pair} pair
 * @property {Tap[]} at depth, row, column
 * @property {number} x
 * @property {number} w
 */

/**
 * The terms of an output, in the order of input channel and weight.
 *
 * @param {Pick<Scene, "axes" | "sizes" | "pairs"> & { numbers: { x: Numbers, w: Numbers } }} scene
 * @returns {Product[]}
 */
export function products(
  { axes, sizes, pairs, numbers },
  /** @type {number} */ slice,
  /** @type {number} */ r,
  /** @type {number} */ c,
) {
  const [output, deep] = parted(sizes.y, slice),
    [depths, rows, columns] = [deep, r, c].map((o, at) => taps(axes[at], o));
  return pairs(output).flatMap((pair) =>
    depths.flatMap((depth) =>
      rows.flatMap((row) =>
        columns.map((column) => {
          const outside = depth.x < 0 || row.x < 0 || column.x < 0;
          return {
            pair,
            at: [depth, row, column],
            x: outside ? 0 : numbers.x(pair.input * sizes.x.depth + depth.x, row.x, column.x),
            w: numbers.w(pair.bank * sizes.w.depth + depth.w, row.w, column.w),
          };
        }),
      ),
    ),
  );
}

/** The input slice that a pair reads at a depth, as numbers in rows, cached for one output slice. */
function rowsOf(/** @type {Numbers} */ numbers, /** @type {number} */ slice, /** @type {number} */ columns) {
  /** @type {Map<number, Float64Array>} */
  const kept = new Map();
  return (/** @type {number} */ row) => {
    if (!kept.has(row))
      kept.set(
        row,
        Float64Array.from({ length: columns }, (_, c) => numbers(slice, row, c)),
      );
    return /** @type {Float64Array} */ (kept.get(row));
  };
}

/** @param {Omit<Scene, "plane" | "numbers"> & { numbers: { x: Numbers, w: Numbers } }} scene @param {number} slice */
function fill({ axes, sizes, pairs, numbers, drawn }, slice) {
  const result = new Float64Array(drawn.rows * drawn.columns),
    [output, deep] = parted(sizes.y, slice);
  const across = Array.from({ length: drawn.columns }, (_, c) => taps(axes[2], c)),
    farthest = 1 + across.flat().reduce((most, { x }) => Math.max(most, x), 0),
    down = Array.from({ length: drawn.rows }, (_, r) => taps(axes[1], r));
  for (const { input, bank } of pairs(output)) {
    for (const depth of taps(axes[0], deep).filter(({ x }) => x >= 0)) {
      const row = rowsOf(numbers.x, input * sizes.x.depth + depth.x, farthest),
        weights = rowsOf(numbers.w, bank * sizes.w.depth + depth.w, sizes.w.columns);
      down.forEach((reads, r) => {
        for (const { w, x } of reads) if (x >= 0) add(result, r * drawn.columns, across, row(x), weights(w));
      });
    }
  }
  return result;
}

/** One row of weights, slid over one row of the input. */
function add(
  /** @type {Float64Array} */ result,
  /** @type {number} */ offset,
  /** @type {Tap[][]} */ across,
  /** @type {Float64Array} */ row,
  /** @type {Float64Array} */ weights,
) {
  for (let c = 0; c < across.length; c++) {
    const reads = across[c];
    for (let at = 0; at < reads.length; at++) {
      const { w, x } = reads[at];
      if (x >= 0) result[offset + c] += row[x] * weights[w];
    }
  }
}

/**
 * The slice of the input that is drawn at a place in depth: its number, or a text of its own for padding and for zeros between.
 *
 * @param {Pick<Scene, "axes" | "sizes" | "view">} scene @param {number} input @param {number} place @returns {number | string}
 */
export function zAt({ axes: [depth], sizes: { x }, view }, input, place) {
  const at = view === "gather" ? place / depth.s : place;
  return Number.isInteger(at) && at >= 0 && at < depth.i ? input * x.depth + at : `${input}:${place}`;
}

/** Slice, row and column of a cell's name. @param {string} name */
export const parts = (name) => name.split(".").slice(1).map(Number);

/** @param {string} name */
export const gridOf = (name) => /** @type {Grid} */ (name[0]);

/** The number in a cell. @param {Scene} scene @param {string} name */
export function value(scene, name) {
  const [slice, r, c] = parts(name);
  return scene.numbers[gridOf(name)](slice, r, c);
}

/** How many rows and columns of a grid are drawn. @param {Scene} scene @param {Grid} grid */
export const drawnOf = (scene, grid) =>
  grid === "y"
    ? scene.drawn
    : {
        rows: Math.min(scene.sizes[grid].rows, LARGEST_EDGE),
        columns: Math.min(scene.sizes[grid].columns, LARGEST_EDGE),
      };

/** @param {Scene} scene @param {string} name */
export function exists(scene, name) {
  const [slice, r, c] = parts(name),
    drawn = drawnOf(scene, gridOf(name));
  return slice < scene.sizes[gridOf(name)].slices && r < drawn.rows && c < drawn.columns;
}

/** The whole output, channel after channel; for tests and the matrix. @param {Scene} scene */
export const outputs = (scene) =>
  Array.from({ length: scene.sizes.y.slices }, (_, slice) => [...scene.plane(slice)]).flat();
