// What one should know of some rows: a field larger than the input, an uneven overlap, no jump. convref.network._wording.
import { perAxis } from "../rules/kinds/checks.js";
import { KINDS } from "../rules/kinds/index.js";
import { isEven } from "../rules/sizes.js";

/** @import { Row } from "../rules/network.js" */

/** @param {Row} row @param {bigint[]} shape of the input */
export const isWide = ({ field }, shape) => field.some((size, axis) => size > shape[axis + 1]);

/** Whether it is a transposed convolution whose outputs get unequally many products. @param {Row} row */
export function isUneven({ module, field }) {
  const plain = module.kind === "Layer" ? module.arguments.layer : null;
  if (plain ? !plain.transposed : !/^(Lazy)?ConvTranspose/.test(module.kind)) return false;
  const { kernel_size, stride = 1n, dilation = 1n } = plain ?? module.arguments,
    rank = KINDS[module.kind].rank || field.length,
    [k, s, d] = [kernel_size, stride, dilation].map((value) => perAxis("", value, rank, 1n));
  return k.some((one, axis) => !isEven(one, s[axis], d[axis]));
}

/** Whether all its outputs see the same cells, so that there is no jump from one to the next. @param {Row} row */
export const isStill = ({ jump }) => jump.length > 0 && jump.every(([n]) => n === 0n);

/** The numbers of the rows of which something holds. @param {Row[]} rows @param {(row: Row) => boolean} holds */
export const which = (rows, holds) => rows.flatMap((row, at) => (holds(row) ? [at + 1] : []));
