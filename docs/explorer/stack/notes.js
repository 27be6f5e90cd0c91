// What a row of the table says besides its numbers: what is out of the ordinary, and why a number is missing.
import { gcd, isEven } from "../rules/layer.js";
import { MOST_TAPS } from "../rules/reads.js";

/** @typedef {import("../rules/trace.js").Row} Row */
/** @typedef {{ word: string, numbers: Record<string, unknown> }} Note */

/** Whether the field is larger than the input, along any axis. @param {Row} row @param {bigint[]} size */
export const isWide = (row, size) => row.field.some((field, axis) => field !== null && field > size[axis]);

/** @param {Row} row @returns {Note[]} */
function unevenNotes({ setting }) {
  if (!setting.transposed) return [];
  const axes = setting.kernel.map(
    (k, axis) => /** @type {const} */ ([k, setting.stride[axis], setting.dilation[axis]]),
  );
  const [found] = axes.filter((axis) => !isEven(...axis));
  if (!found) return [];
  const [k, s, d] = found;
  return [
    k % s ? { word: "overlap_divide", numbers: { k, s } } : { word: "overlap_common", numbers: { s, d, g: gcd(s, d) } },
  ];
}

/** @param {Row} row @param {Row | undefined} before the row of the layer before it @param {bigint[]} size of the input @param {(sizes: (bigint | null)[]) => string} written */
export function notesOf(row, before, size, written) {
  const notes = unevenNotes(row);
  if (isWide(row, size) && !(before && isWide(before, size)))
    notes.push({ word: "field_wide", numbers: { field: written(row.field), input: written(size) } });
  if (row.field.includes(null) && !before?.field.includes(null))
    notes.push({ word: "field_steps", numbers: { s: row.setting.stride[0], k: row.setting.kernel[0] } });
  if (row.macs === null) notes.push({ word: "macs_taps", numbers: { most: MOST_TAPS } });
  return notes;
}
