// The kernels that a reader can choose by name, at any size, and those that were typed or pasted.
import { number } from "../model/numbers.js";
import { plain } from "../model/typed.js";
import { Unreadable } from "../model/unreadable.js";

/** @import { State } from "./state.js" */
/** @typedef {(r: number, c: number, rows: number, columns: number) => number} Weight */
/** @typedef {{ source: string, side: number, weights: Float64Array[][] }} Learned kernels, each of three slices */

/** A row of Pascal's triangle, n numbers of it. @param {number} n */
function binomial(n) {
  const row = [1];
  for (let k = 1; k < n; k++) row.push((row[k - 1] * (n - k)) / k);
  return row;
}

/** @param {number} n @param {number[]} outer three numbers, which a row of n − 2 is spread by @returns {number[]} */
function spread(n, outer) {
  const inner = binomial(n - 2);
  return Array.from({ length: n }, (_, at) =>
    outer.reduce((sum, factor, shift) => sum + factor * (inner[at - shift] ?? 0), 0),
  );
}

/** A kernel that needs three cells along an axis shows its middle where there are fewer. @param {number} n @param {number[]} outer */
const along = (n, outer) =>
  n < 3 ? outer.slice(Math.floor((3 - n) / 2), Math.floor((3 - n) / 2) + n) : spread(n, outer);

const middle = (/** @type {number} */ at, /** @type {number} */ n) => Number(at === Math.floor(n / 2));

/** @type {Weight} the second derivative downward and across, smoothed where the kernel is larger than three */
function laplacian(r, c, rows, columns) {
  const [bend, still] = [
    [1, -2, 1],
    [0, 1, 0],
  ];
  return along(rows, bend)[r] * along(columns, still)[c] + along(rows, still)[r] * along(columns, bend)[c];
}

const smooth = (/** @type {number} */ at, /** @type {number} */ n) => binomial(n)[at];
const slope = (/** @type {number} */ at, /** @type {number} */ n) =>
  n === 1 ? 1 : n === 2 ? 2 * at - 1 : along(n, [-1, 0, 1])[at];

/** @type {Record<string, Weight>} */
export const NAMED = {
  identity: (r, c, rows, columns) => middle(r, rows) * middle(c, columns),
  blur: (_r, _c, rows, columns) => 1 / (rows * columns),
  gaussian: (r, c, rows, columns) => (smooth(r, rows) * smooth(c, columns)) / 2 ** (rows + columns - 2),
  sharpen: (r, c, rows, columns) =>
    NAMED.identity(r, c, rows, columns) -
    laplacian(r, c, rows, columns) / 2 ** (Math.max(rows - 3, 0) + Math.max(columns - 3, 0)),
  sobel: (r, c, rows, columns) => smooth(r, rows) * slope(c, columns),
  sobel_down: (r, c, rows, columns) => slope(r, rows) * smooth(c, columns),
  emboss: (r, c, rows, columns) =>
    NAMED.identity(r, c, rows, columns) + r - Math.floor(rows / 2) + c - Math.floor(columns / 2),
  laplacian,
  ones: () => 1,
};
export const LEARNED = 64;
/** Sums of larger weights would leave the range of 64 bits, or lose the digits that the page shows. */
const LARGEST = 1e9;
export const PRESETS = [...Object.keys(NAMED), "random", "learned"];

/** Numbers from −1 to 1 with two digits, the same for a seed on every machine. @param {number} seed @param {number} count */
function random(seed, count) {
  let state = seed >>> 0;
  return Float64Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) % 201) / 100 - 1;
  }).map((value) => Math.round(value * 100) / 100);
}

/** The middle of a square slice, or the slice with zeros around it. @param {Float64Array} slice @param {number} side @param {number} rows @param {number} columns */
function fitted(slice, side, rows, columns) {
  const [down, across] = [rows, columns].map((size) => Math.floor((side - size) / 2)),
    inside = (/** @type {number} */ at) => at >= 0 && at < side;
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const r = Math.floor(at / columns) + down,
      c = (at % columns) + across;
    return inside(r) && inside(c) ? slice[r * side + c] : 0;
  });
}

/** A whole number of a field. @param {string} name @param {string} text @param {number} most */
function counted(name, text, most) {
  const value = number(text);
  if (!Number.isInteger(value) || value < 0) throw new Unreadable({ rule: "number_one", numbers: { name, text } });
  if (value > most) throw new Unreadable({ rule: "most", numbers: { name, value, most } });
  return value;
}

/** The cells of a kernel as they are typed. @param {string} text */
export const typedCells = (text) => text.split(",").map((cell) => plain(cell).trim());

/** @param {string} text @param {number} area @returns {Float64Array[]} */
function own(text, area) {
  const cells = typedCells(text),
    values = cells.map(number),
    bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new Unreadable({ rule: "number", numbers: { name: "weight", text: cells[bad] } });
  const large = values.findIndex((value) => Math.abs(value) > LARGEST);
  if (large >= 0) throw new Unreadable({ rule: "weight_large", numbers: { text: cells[large], most: "10⁹" } });
  if (values.length !== area && values.length !== 3 * area) {
    const [count, three] = [values.length, 3 * area],
      left = cells.slice(count < three ? area : three).join(", ");
    throw new Unreadable({
      rule: count < area ? "weights_few" : "weights_more",
      numbers: { count, one: area, three, missing: area - count, left },
    });
  }
  return Array.from({ length: values.length / area }, (_, at) =>
    Float64Array.from(values.slice(at * area, (at + 1) * area)),
  );
}

/**
 * The slices of the kernel as they are written: one for all channels, or one for each of three.
 *
 * @param {State} state @param {number} rows @param {number} columns @param {Learned | null} learned
 * @returns {Float64Array[] | null} null while the learned kernels are on their way
 */
export function written(state, rows, columns, learned) {
  const area = rows * columns;
  if (Object.hasOwn(NAMED, state.w)) {
    const weight = NAMED[state.w];
    return [
      Float64Array.from({ length: area }, (_, at) => weight(Math.floor(at / columns), at % columns, rows, columns)),
    ];
  }
  if (state.w === "random") {
    const values = random(counted("seed", state.seed, 2 ** 32 - 1), 3 * area);
    return [0, 1, 2].slice(0, state.colours === "grey" ? 1 : 3).map((at) => values.slice(at * area, (at + 1) * area));
  }
  if (state.w === "learned") {
    const which = counted("number", state.number, LEARNED - 1);
    return learned && learned.weights[which].map((slice) => fitted(slice, learned.side, rows, columns));
  }
  return own(state.w, area);
}

/**
 * One slice for each channel of the input. A grey photo has the same number in red, green and blue, so three slices
 * do to it what their sum does.
 *
 * @param {Float64Array[]} slices @param {string} colours
 */
export function perChannel(slices, colours) {
  if (colours !== "grey") return slices.length === 3 ? slices : [slices[0], slices[0], slices[0]];
  if (slices.length === 1) return slices;
  return [slices[0].map((value, at) => value + slices[1][at] + slices[2][at])];
}
