// Which cells no window reads, and how many products touch no padding: convref.reads and convref.cost, along one axis.
import { floorDivide, gcd, largest, least } from "./integers.js";
import { sides, source } from "./padding.js";
import { convSize, dilated } from "./sizes.js";

/** @import { Setting } from "./sizes.js" */

const MOST_LOOKED_AT = 2000n;
/** A kernel of more taps than these is not counted tap by tap. */
export const MOST_TAPS = 200000n;

/**
 * Pairs (a, t) with 0 ≤ s·a + d·t − p < large, for a below small and t below k: products that touch no padding.
 *
 * @param {bigint} small @param {bigint} large @param {bigint} k @param {bigint} s @param {bigint} p @param {bigint} d
 */
export function linksInside(small, large, k, s, p, d) {
  let total = 0n;
  for (let t = 0n; t < k; t++) {
    const first = largest(0n, -floorDivide(d * t - p, s)),
      end = floorDivide(large - 1n + p - d * t, s);
    total += largest(0n, least(end, small - 1n) - first + 1n);
  }
  return total;
}

/**
 * Products along one axis of one pair of channels: with `all`, also those with the padding's zeros, or with cropped cells;
 * null where there are too many taps to count.
 *
 * @param {{ k: bigint, s: bigint, d: bigint, before: bigint, transposed: boolean }} layer @param {bigint} i @param {bigint} o
 * @param {boolean} all
 */
export function products({ k, s, d, before, transposed }, i, o, all) {
  const [small, large] = transposed ? [i, o] : [o, i];
  if (all) return k * small;
  return k <= MOST_TAPS ? linksInside(small, large, k, s, before, d) : null;
}

/**
 * Cells below `large` that are not s·a + d·t − p for any a below `small` and t below k: [in gaps, after the end].
 * These are the input cells that no window reads, or the output cells that no product reaches.
 *
 * @param {bigint} large @param {bigint} small @param {bigint} k @param {bigint} s @param {bigint} p @param {bigint} d
 */
export function untouchedCells(large, small, k, s, p, d) {
  const beyond = largest(0n, large + p - s * (small - 1n) - dilated(k, d)),
    after = least(beyond, large);
  return [large - touchedCells(large, small, k, s, p, d) - after, after];
}

/** @param {bigint} large @param {bigint} small @param {bigint} k @param {bigint} s @param {bigint} p @param {bigint} d */
function touchedCells(large, small, k, s, p, d) {
  const shared = gcd(s, d);
  if (least(small, d / shared) < least(k, s / shared)) [k, s, small, d] = [small, d, k, s]; // the shorter loop
  const period = s / shared,
    shift = d / shared;
  let total = 0n;
  for (let tap = 0n; tap < least(k, period); tap++) {
    const runs = (k - 1n - tap) / period + 1n;
    const [first, end] = [p, p + large].map((edge) => -floorDivide(d * tap - edge, s));
    total += below(end, small, shift, runs) - below(first, small, shift, runs);
  }
  return total;
}

/**
 * The numbers a + shift·m below the limit, each once, for a below `small` and m below `runs`.
 *
 * @param {bigint} limit @param {bigint} small @param {bigint} shift @param {bigint} runs
 */
function below(limit, small, shift, runs) {
  if (limit <= 0n) return 0n;
  if (small >= shift) return least(limit, shift * (runs - 1n) + small);
  const full = limit / shift;
  return full >= runs ? runs * small : full * small + least(limit % shift, small);
}

/**
 * Input cells along one axis that no window reads: [in gaps, after the last window]; null when there are too many to look.
 *
 * @param {Setting} setting @param {number} axis
 */
export function unread(setting, axis) {
  const [i, k, s, d] = [setting.input[axis], setting.kernel[axis], setting.stride[axis], setting.dilation[axis]],
    [before, after] = sides(setting, axis),
    o = convSize(i, k, s, before + after, d);
  const [inGaps, atEnd] = untouchedCells(i, o, k, s, before, d);
  if (setting.mode === "zeros" || inGaps + atEnd === 0n) return [inGaps, atEnd];
  if (i + before + after > MOST_LOOKED_AT) return null;
  const cells = unreadCells(setting, axis),
    last = Number((o - 1n) * s + dilated(k, d) - before) - 1;
  return [cells.filter((cell) => cell <= last).length, cells.filter((cell) => cell > last).length].map(BigInt);
}

/**
 * Each input cell along one axis that no window reads, copies in the padding counted as reading it.
 *
 * @param {Setting} setting @param {number} axis
 */
export function unreadCells(setting, axis) {
  const [i, k, s, d] = [setting.input[axis], setting.kernel[axis], setting.stride[axis], setting.dilation[axis]].map(
      Number,
    ),
    [before, after] = sides(setting, axis).map(Number),
    o = Math.floor((i + before + after - d * (k - 1) - 1) / s) + 1,
    read = new Set();
  for (let window = 0; window < o; window++) {
    for (let tap = 0; tap < k; tap++) read.add(source(window * s - before + tap * d, i, setting.mode));
  }
  return [...Array(i).keys()].filter((cell) => !read.has(cell));
}
