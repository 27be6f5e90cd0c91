// From a network back to its inputs: the smallest one, those that fit, and those that lose nothing. convref.backwards.
// A script of its own, which a click brings.
import { host } from "./host.js";
import { largest, least } from "./integers.js";

/** @import { Made } from "./kinds/registry.js" */
/** @import { AxisLayer } from "./reach.js" */
/** @import { Module } from "./network.js" */
/** @typedef {ReturnType<typeof import("./network.js").followed>} Followed */

const COUNTING = { zeros: true, cropped: false };

/** What the layers make of an input; null where it does not fit. Only sizes are asked for, so that nothing is followed back. @param {Module[]} modules @param {bigint[]} shape */
function made(modules, shape) {
  try {
    return host.followed(modules, shape, COUNTING, { ...host.START, cells: new Map() });
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

/** Cells at the end that no window reads, after the last one or in its gaps. convref.reads. @param {AxisLayer} window @param {bigint} size @param {bigint} output */
function unreadBy({ k, s, d, before }, size, output) {
  if (least(output, d) < least(k, s)) [k, s, output, d] = [output, d, k, s]; // the shorter loop
  const end = size - 1n + before,
    top = least(k - 1n, end / d); // further taps lie behind the end for every window
  let last = -1n;
  for (let t = top; t >= 0n && t > top - s; t--)
    last = largest(last, d * t - before + s * least(output - 1n, (end - d * t) / s));
  return size - 1n - last;
}

/** Cells at the end of each axis that no window of a row reads, where it has windows. @param {Made} made @param {bigint[]} before */
export function unreadAt({ windows, flow }, before) {
  const output = flow.shape.length - 1 === windows.length ? flow.shape.slice(1) : flow.sizes;
  return windows.map((one, axis) => unreadBy(/** @type {AxisLayer} */ (one), before[axis + 1], output[axis]));
}

/** Whether some map has cells at an end that none of the layers that take it reads. @param {Followed} rows @param {bigint[]} shape */
function loses(rows, shape) {
  const shapes = [shape, ...rows.map((row) => row.made.flow.shape)],
    unread = shapes.map(() => /** @type {bigint[][]} */ ([]));
  for (const { made: row, taken } of rows) for (const one of taken) unread[one].push(unreadAt(row, shapes[one]));
  return unread.some((all) => all[0]?.some((_, axis) => all.every((cells) => cells[axis] > 0n)));
}

/** Those of the sizes from first to last, equal along all axes, that fit; and of these, those at which nothing is lost. @param {Module[]} modules @param {bigint} channels @param {number} axes @param {number} first @param {number} last */
export function fittingInputs(modules, channels, axes, first, last) {
  const fitting = /** @type {number[]} */ ([]),
    lossless = /** @type {number[]} */ ([]);
  for (let size = first; size <= last; size++) {
    const shape = [channels, ...new Array(axes).fill(BigInt(size))],
      rows = made(modules, shape);
    if (rows) fitting.push(size);
    if (rows && !loses(rows, shape)) lossless.push(size);
  }
  return { fitting, lossless };
}
