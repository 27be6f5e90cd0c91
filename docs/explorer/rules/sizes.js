// The relations of convref.formulas, for one axis, and the output size of a setting.
import { floorDivide, gcd } from "./integers.js";
import { sides } from "./padding.js";

/**
 * @typedef {object} Setting one layer and the size of its input, one number for each axis
 * @property {boolean} transposed
 * @property {boolean} causal all padding at the start of the axis
 * @property {import("./padding.js").Mode} mode
 * @property {bigint[]} input
 * @property {bigint[]} kernel
 * @property {bigint[]} stride
 * @property {bigint[]} dilation
 * @property {bigint[] | string} padding numbers or a word, not only those that PyTorch knows
 * @property {bigint[]} output_padding
 * @property {bigint} in_channels
 * @property {bigint} out_channels
 * @property {bigint} groups
 */

/** @param {bigint} k @param {bigint} d */
export const dilated = (k, d) => d * (k - 1n) + 1n;

/** @param {bigint} i @param {bigint} k @param {bigint} s @param {bigint} total of both sides' padding @param {bigint} d */
export const convSize = (i, k, s, total, d) => floorDivide(i + total - dilated(k, d), s) + 1n;

/** @param {bigint} i @param {bigint} k @param {bigint} s @param {bigint} p @param {bigint} op @param {bigint} d */
export const transposedSize = (i, k, s, p, op, d) => (i - 1n) * s - 2n * p + dilated(k, d) + op;

/** The overlap is even exactly when the stride divides the kernel and has no divisor in common with the dilation. @param {bigint} k @param {bigint} s @param {bigint} d */
export const isEven = (k, s, d) => k % s === 0n && gcd(s, d) === 1n;

/** The padding of a transposed layer, which takes numbers only. @param {Setting} setting @param {number} axis */
export const crop = ({ padding }, axis) => (typeof padding === "string" ? 0n : padding[axis]);

/** @param {Setting} setting */
export function outputSize(setting) {
  return setting.input.map((i, axis) => {
    const k = setting.kernel[axis],
      s = setting.stride[axis],
      d = setting.dilation[axis];
    if (setting.transposed) return transposedSize(i, k, s, crop(setting, axis), setting.output_padding[axis], d);
    const [before, after] = sides(setting, axis);
    return convSize(i, k, s, before + after, d);
  });
}

/**
 * 1-D layers as planes of height 1; PyTorch computes transposed ones so, and its messages say it.
 *
 * @template T
 * @param {T[]} values
 * @param {T} fill
 */
export const asPlane = (values, fill) => (values.length === 1 ? [fill, values[0]] : values);
