// Which settings a search tries: the values typed, and for an empty field the bounds of convref.inverse.bounds.bounds_for.
import { largest, least } from "./integers.js";

/** @typedef {"kernel_size" | "stride" | "padding" | "dilation" | "output_padding"} Argument */
/**
 * @typedef {object} Bounds the values to try; null for all that follow from the others
 * @property {bigint[]} kernel_size
 * @property {bigint[]} stride
 * @property {bigint[]} dilation
 * @property {bigint[] | null} padding
 * @property {bigint[] | null} output_padding
 * @property {boolean} transposed
 */

export const MOST = 1000000n;
export const MOST_TRIED = 100000;
const LARGEST_SCALE = 32n,
  LARGEST_ALONE = 1000n;
/** @type {Argument[]} */
export const ARGUMENTS = ["kernel_size", "stride", "padding", "dilation", "output_padding"];

/** @param {bigint} most */
const from1 = (most) => Array.from({ length: Number(most) }, (_, at) => BigInt(at + 1));
/** @param {bigint[]} values */
const last = (values) => values[values.length - 1];

/**
 * @param {bigint} input @param {bigint} output @param {boolean} transposed
 * @param {Partial<Record<Argument, bigint[]>>} given @returns {Bounds}
 */
export function boundsFor(input, output, transposed, given = {}) {
  const [small, large] = transposed ? [input, output] : [output, input];
  const ratio = small > 1n ? least((large + small - 1n) / small, LARGEST_SCALE) : 1n,
    alone = small === 1n ? large : 1n;
  const step = given.stride ? last(given.stride) : ratio,
    pad = given.padding ? least(last(given.padding), LARGEST_SCALE) : 0n;
  const kernels = [11n, 2n * least(step, LARGEST_SCALE), least(largest(step, alone), LARGEST_ALONE), 2n * pad + 1n];
  return {
    kernel_size: given.kernel_size || from1(kernels.reduce(largest)),
    stride: given.stride || from1(largest(4n, ratio)),
    padding: given.padding || null,
    dilation: given.dilation || from1(largest(2n, pad)),
    output_padding: transposed ? given.output_padding || null : [0n],
    transposed,
  };
}

/** How many settings these are. @param {Bounds} bounds */
export const count = (bounds) => ARGUMENTS.reduce((product, name) => product * (bounds[name] || [0n]).length, 1);

/** "3", "1-7" or "3,5,7", typed by any keyboard, as values in order; null when it is something else or holds too many. @param {string} text */
export function values(text) {
  const found = new Set();
  for (const part of text.normalize("NFKC").replaceAll("、", ",").split(",")) {
    const ends = /^\s*(\d+)\s*(?:[-–~]\s*(\d+)\s*)?$/.exec(part);
    if (!ends) return null;
    const [first, end] = [BigInt(ends[1]), BigInt(ends[2] || ends[1])];
    if (end < first || end - first > BigInt(MOST_TRIED)) return null;
    for (let value = first; value <= end; value++) found.add(value);
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

/** The values of one argument, as they are written above the answer. @param {Bounds} bounds @param {Argument} name */
export function written(bounds, name) {
  const chosen = bounds[name];
  if (chosen === null) return name === "padding" ? "0–d(k−1)" : "0–max(s, d)−1";
  const [first, end] = [chosen[0], last(chosen)];
  if (chosen.length === 1) return `${first}`;
  if (end - first === BigInt(chosen.length - 1)) return `${first}–${end}`;
  return chosen.length <= 8 ? chosen.join(", ") : `${chosen.slice(0, 3).join(", ")}, …, ${end}`;
}
