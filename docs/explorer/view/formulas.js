// The size formulas with the numbers of a setting filled in, one line for each axis that differs.
import { floorDivide } from "../rules/integers.js";
import { sides } from "../rules/padding.js";
import { crop, outputSize } from "../rules/sizes.js";
import { minus } from "./numbers.js";

/** @import { Setting } from "../rules/sizes.js" */

/** @param {bigint} numerator @param {bigint} s */
const quotient = (numerator, s) => (numerator % s === 0n ? `${floorDivide(numerator, s)}` : `⌊${numerator}/${s}⌋`);

/** @param {Setting} setting @param {number} axis */
function convLine(setting, axis) {
  const [i, k, s, d] = [setting.input[axis], setting.kernel[axis], setting.stride[axis], setting.dilation[axis]];
  const [before, after] = sides(setting, axis),
    o = outputSize(setting)[axis];
  const general = before === after ? "⌊(i + 2p − d(k−1) − 1) / s⌋ + 1" : "⌊(i + p₀ + p₁ − d(k−1) − 1) / s⌋ + 1";
  const padding = before === after ? `2·${before}` : `${before} + ${after}`;
  const numerator = i + before + after - d * (k - 1n) - 1n;
  return `o = ${general} = ⌊(${i} + ${padding} − ${d}·(${k}−1) − 1) / ${s}⌋ + 1 = ${quotient(numerator, s)} + 1 = ${o}`;
}

/** @param {Setting} setting @param {number} axis */
function transposedLine(setting, axis) {
  const [i, k, s, d] = [setting.input[axis], setting.kernel[axis], setting.stride[axis], setting.dilation[axis]];
  const p = crop(setting, axis),
    op = setting.output_padding[axis],
    o = outputSize(setting)[axis];
  return `o = (i−1)s − 2p + d(k−1) + op + 1 = (${i}−1)·${s} − 2·${p} + ${d}·(${k}−1) + ${op} + 1 = ${o}`;
}

/** @param {Setting} setting */
export function lines(setting) {
  const each = setting.input.map((_, axis) => minus((setting.transposed ? transposedLine : convLine)(setting, axis)));
  if (each.every((line) => line === each[0])) return [each[0]];
  return each.map((line, axis) => line.replace("o", `o${"₀₁₂"[axis]}`));
}
