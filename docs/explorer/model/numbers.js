// The numbers of input and kernel: a preset's, or those that the reader wrote or pasted.
import { inputCount, weightCount } from "../rules/links.js";
import { asPlane } from "../rules/sizes.js";
import { fill, INPUTS, KERNELS } from "./presets.js";
import { plain } from "./typed.js";

/** @import { Setting } from "../rules/sizes.js" */
/** @import { Preset } from "./presets.js" */

/** "2", "-0.5" or "1/9" as a number; NaN when it is something else. @param {string} text */
export function number(text) {
  const [, above, , below] = /^\s*([-+]?[\d.]+(e[-+]?\d+)?)\s*(?:\/\s*([\d.]+))?\s*$/i.exec(plain(text)) || [];
  return above === undefined ? NaN : Number(above) / Number(below ?? 1);
}

/** Numbers as they are pasted, each as text: apart by commas, blanks or lines, in brackets or without. @param {string} text */
export const cells = (text) =>
  plain(text)
    .replace(/\s*\/\s*/g, "/")
    .split(/[\s,;[\](){}]+/)
    .filter(Boolean);

/** The same as numbers. @param {string} text */
export const list = (text) => cells(text).map(number);

/**
 * @param {string} text @param {Record<string, Preset>} presets @param {number} count
 * @param {[rows: number, columns: number]} plane
 */
function numbers(text, presets, count, [rows, columns]) {
  if (Object.hasOwn(presets, text)) return fill(presets, text, [count / (rows * columns), rows, columns]);
  const found = list(text);
  return Array.from({ length: count }, (_, at) => (Number.isFinite(found[at]) ? found[at] : 0));
}

/** The last two axes; slices in front of them are told apart. @param {bigint[]} sizes @returns {[number, number]} */
const plane = (sizes) => /** @type {[number, number]} */ (asPlane(sizes, 1n).slice(-2).map(Number));

/** @param {{ x: string }} state @param {Setting} setting */
export const inputs = (state, setting) => numbers(state.x, INPUTS, inputCount(setting), plane(setting.input));

/** @param {{ w: string }} state @param {Setting} setting */
export const weights = (state, setting) => numbers(state.w, KERNELS, weightCount(setting), plane(setting.kernel));

/**
 * How often the numbers of whole slices are repeated to make up a grid: those of one slice stand in every slice.
 *
 * @param {number} given @param {number[]} shape slices, rows and columns
 */
export function times(given, [slices, rows, columns]) {
  const all = slices * rows * columns;
  return given > 0 && given < all && given % (rows * columns) === 0 && all % given === 0 ? all / given : 1;
}

/** As many numbers as a grid has; what is missing is 0. @param {number[]} found @param {number[]} shape slices, rows and columns */
export function filled(found, shape) {
  const length = times(found.length, shape) > 1 ? found.length : Infinity;
  return Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, at) => {
    const number = found[at % length];
    return Number.isFinite(number) ? number : 0;
  });
}

/**
 * Numbers of one's own stay in their cells when the grid changes; those of a single slice stay those of every slice.
 *
 * @param {string} text
 * @param {number[]} from slices, rows and columns before
 * @param {number[]} to and after
 */
export function refit(text, from, to) {
  const found = list(text),
    one = found.length === from[1] * from[2],
    kept = [];
  const numbers = one ? found : filled(found, from);
  for (let slice = 0; slice < (one ? 1 : to[0]); slice++) {
    for (let r = 0; r < to[1]; r++) {
      for (let c = 0; c < to[2]; c++) {
        const known = slice < from[0] && r < from[1] && c < from[2];
        kept.push(known ? numbers[(slice * from[1] + r) * from[2] + c] : 0);
      }
    }
  }
  return kept.join(",");
}

/** Whether cells that had no number before get one in `refit`. @param {string} text @param {number[]} from @param {number[]} to */
export const grows = (text, from, to) =>
  to.some((size, at) => size > from[at] && (at > 0 || list(text).length !== from[1] * from[2]));

/** Whether sums are the same, but for what computing in binary adds. @param {number[]} sums */
export const areEqual = (sums) =>
  Math.max(...sums) - Math.min(...sums) <= 1e-9 * Math.max(1, ...sums.map((sum) => Math.abs(sum)));
