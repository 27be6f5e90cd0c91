// From a network back to its inputs: the smallest one, those that fit, and those that lose nothing. convref.backwards.
// A script of its own, which a click brings.
import { host } from "./host.js";

/** @import { Module } from "./network.js" */
/** @typedef {ReturnType<typeof import("./network.js").followed>} Followed */

const COUNTING = { zeros: true, cropped: false };

/** What the layers make of an input; null where it does not fit. @param {Module[]} modules @param {bigint[]} shape */
function made(modules, shape) {
  try {
    return host.followed(modules, shape, COUNTING);
  } catch (error) {
    if (error instanceof host.Refusing) return null;
    throw error;
  }
}

/** The smallest square or cube that fits, with each axis then made as short as it can be; null where none does. @param {Module[]} modules @param {bigint} channels @param {number} axes @param {number} largest @returns {number[] | null} */
export function smallestInput(modules, channels, axes, largest) {
  const fits = (/** @type {number[]} */ sizes) => made(modules, [channels, ...sizes.map(BigInt)]) !== null;
  let size = 1;
  while (size <= largest && !fits(new Array(axes).fill(size))) size++;
  if (size > largest) return null;
  const sizes = new Array(axes).fill(size);
  for (let axis = 0; axis < axes; axis++) {
    sizes[axis] = 1;
    while (!fits(sizes)) sizes[axis]++;
  }
  return sizes;
}

/** Whether some map has cells at an end that none of the layers that take it reads. @param {Followed} rows */
function loses(rows) {
  const least = /** @type {Map<number, bigint[]>} */ (new Map());
  for (const { made: row, taken } of rows) {
    for (const one of taken) {
      const unread = row.unread.length ? row.unread : [0n],
        before = least.get(one) ?? unread,
        count = Math.min(before.length, unread.length);
      least.set(
        one,
        Array.from({ length: count }, (_, axis) => (before[axis] < unread[axis] ? before[axis] : unread[axis])),
      );
    }
  }
  return [...least.values()].flat().some((cells) => cells > 0n);
}

/** Those of the sizes from first to last, equal along all axes, that fit; and of these, those at which nothing is lost. @param {Module[]} modules @param {bigint} channels @param {number} axes @param {number} first @param {number} last */
export function fittingInputs(modules, channels, axes, first, last) {
  const fitting = /** @type {number[]} */ ([]),
    lossless = /** @type {number[]} */ ([]);
  for (let size = first; size <= last; size++) {
    const rows = made(modules, [channels, ...new Array(axes).fill(BigInt(size))]);
    if (rows) fitting.push(size);
    if (rows && !loses(rows)) lossless.push(size);
  }
  return { fitting, lossless };
}
