// One axis of a layer in plain numbers, and what meets along it. What does not slide along an axis has one of size 1.
import { sides, source } from "../rules/padding.js";
import { crop, outputSize } from "../rules/sizes.js";

/** @import { Mode } from "../rules/padding.js" */
/** @import { Setting } from "../rules/sizes.js" */
/**
 * @typedef {object} Axis
 * @property {number} i input size
 * @property {number} k
 * @property {number} s
 * @property {number} d
 * @property {number} o output size
 * @property {number} before cells that padding adds in front; of a transposed convolution, cells that it crops there
 * @property {number} after
 * @property {number} op
 * @property {Mode} mode
 * @property {boolean} transposed
 */

/** @typedef {{ w: number, place: number, x: number }} Tap a weight, the place it reads, and the input there, −1 for a zero */

const FARTHEST = 4096; // What is beyond is not drawn, and not looked at.

/** @type {Axis} */
const NONE = { i: 1, k: 1, s: 1, d: 1, o: 1, before: 0, after: 0, op: 0, mode: "zeros", transposed: false };

/** @param {Setting} setting @param {number} at @param {bigint} o @returns {Axis} */
function axisOf(setting, at, o) {
  const [i, k, s, d] = [setting.input, setting.kernel, setting.stride, setting.dilation].map((values) =>
      Number(values[at]),
    ),
    { mode, transposed } = setting,
    op = Number(setting.output_padding[at]);
  const p = Number(crop(setting, at));
  const [before, after] = transposed ? [p, p - op] : sides(setting, at).map(Number);
  return { i, k, s, d, o: Number(o), before, after, op, mode, transposed };
}

/** Depth, rows and columns. @param {Setting} setting @returns {Axis[]} */
export function axesOf(setting) {
  const sizes = outputSize(setting),
    own = sizes.map((o, at) => axisOf(setting, at, o));
  return [...Array(3 - own.length).fill({ ...NONE, transposed: setting.transposed }), ...own];
}

/** How many cells a window spans. @param {Axis} axis */
export const extent = ({ k, d }) => d * (k - 1) + 1;

/** Where the window of an output begins: on the input, or on the input with zeros between its cells. @param {Axis} axis @param {number} o */
export const start = (axis, o) =>
  axis.transposed ? o + axis.before - axis.d * (axis.k - 1) : o * axis.s - axis.before;

/** What an output reads, weight by weight. @param {Axis} axis @param {number} o @returns {Tap[]} */
export function taps(axis, o) {
  const found = [];
  for (let w = 0; w < axis.k; w++) {
    if (axis.transposed) {
      const place = (o + axis.before - w * axis.d) / axis.s;
      if (Number.isInteger(place) && place >= 0 && place < axis.i) found.push({ w, place, x: place });
    } else {
      const place = o * axis.s - axis.before + w * axis.d;
      found.push({ w, place, x: source(place, axis.i, axis.mode) });
    }
  }
  return found;
}

/** Where an input is stamped, cropped places included. @param {Axis} axis @param {number} x */
export const stamps = ({ k, s, d, before }, x) =>
  Array.from({ length: k }, (_, w) => ({ w, o: x * s - before + w * d }));

/**
 * Every [o, tap] of an axis up to a limit, where it fulfils a condition.
 *
 * @param {Axis} axis
 * @param {number} most
 * @param {(tap: Tap) => boolean} wanted
 */
export function meetings(axis, most, wanted) {
  const found = [];
  for (let o = 0; o < Math.min(axis.o, most, FARTHEST); o++) {
    for (const tap of taps(axis, o)) if (wanted(tap)) found.push({ o, ...tap });
  }
  return found;
}

/** Which of the first inputs are read at all. @param {Axis} axis @param {number} most */
export function read(axis, most) {
  const found = new Array(Math.min(axis.i, most)).fill(false);
  for (const { x } of meetings(axis, Infinity, ({ x }) => x >= 0 && x < most)) found[x] = true;
  return found;
}
