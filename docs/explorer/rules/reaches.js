// First and last input cell behind each cell of a map, along one axis, for every way in which rows of a network read: convref._reach.
import { fraction, isLess, isSame, plus, times } from "./fractions.js";
import { floorDivide, gcd, largest, least } from "./integers.js";
import { MOST_STEPS, next } from "./reach.js";
import { refuse } from "./refusing.js";

/** @import { Fraction } from "./fractions.js" */
/** @typedef {import("./reach.js").AxisLayer} AxisLayer */
/** @typedef {[bigint, bigint]} Ends first and last */
/** @typedef {{ step: bigint, ranges: Ends[] }} Sampled cell a·q + r reads the cells step·q + first to step·q + last, a range for each of the a remainders r */
/** @typedef {AxisLayer | Sampled} Reads */
/** @typedef {import("./reach.js").Reach & { centre: Fraction }} Reach */

/** @type {Reach} */
export const START = { period: 1n, advance: 1n, cells: new Map([[0n, [0n, 0n]]]), centre: [0n, 1n] };

/** @type {(k: bigint, s?: bigint, before?: bigint, d?: bigint) => AxisLayer} */
export const windowed = (k, s = 1n, before = 0n, d = 1n) => ({ k, s, before, d, transposed: false });
/** @type {(k: bigint, s?: bigint, before?: bigint, d?: bigint) => AxisLayer} */
export const spread = (k, s = 1n, before = 0n, d = 1n) => ({ k, s, before, d, transposed: true });

/** Input cells from one cell to the next, on average. @param {Reach} reach */
export const jumpOf = ({ advance, period }) => fraction(advance, period);

/** Whether all cells see the same. @param {Reach} reach */
export const isDense = ({ advance, period }) => advance === 0n && period === 1n;

/** @param {bigint | number} steps */
export function checkWork(steps) {
  if (steps > MOST_STEPS) refuse("work", { most: MOST_STEPS });
}

/** The places in a period that the cells from `low` to `high` may have: of few cells their own. @param {Reach} reach @param {bigint} low @param {bigint} high */
function* placesOf({ period, cells }, low, high) {
  if (high - low >= BigInt(cells.size)) return yield* cells.keys();
  for (let cell = low; cell <= high; cell++) {
    const place = cell - period * floorDivide(cell, period);
    if (cells.has(place)) yield place;
  }
}

/** First and last input cell behind the cells from `low` to `high`; null where they depend on nothing. @param {Reach} reach @param {bigint} low @param {bigint} high @returns {Ends | null} */
function hull(reach, low, high) {
  const { period, advance, cells } = reach;
  let found = /** @type {Ends | null} */ (null);
  for (const place of placesOf(reach, low, high)) {
    const [first, last] = /** @type {Ends} */ (cells.get(place)),
      start = -floorDivide(place - low, period),
      end = floorDivide(high - place, period);
    if (end < start) continue;
    for (const turn of [start, end]) {
      const ends = /** @type {Ends} */ ([first + turn * advance, last + turn * advance]);
      found = found ? [least(found[0], ends[0]), largest(found[1], ends[1])] : ends;
    }
  }
  return found;
}

/** Input cells behind so many neighbouring cells, where these see most. @param {Reach} reach @param {bigint} count */
export function areaBehind(reach, count) {
  let most = 0n;
  checkWork(reach.period * BigInt(reach.cells.size));
  for (let start = 0n; start < reach.period; start++) {
    const ends = hull(reach, start, start + count - 1n);
    if (ends) most = largest(most, ends[1] - ends[0] + 1n);
  }
  return most;
}

/** First and last input cell behind one cell. @param {Reach} reach @param {bigint} cell @returns {Ends | null} */
function behind({ period, advance, cells }, cell) {
  const turns = floorDivide(cell, period),
    ends = cells.get(cell - turns * period);
  return ends ? [ends[0] + turns * advance, ends[1] + turns * advance] : null;
}

/** @param {Reach} reach @param {AxisLayer} layer @returns {Reach} */
function slid(reach, layer) {
  const to = next(reach, layer);
  if (!to) return refuse("work", { most: MOST_STEPS });
  const shift = fraction(layer.d * (layer.k - 1n) - 2n * layer.before, 2n),
    moved = layer.transposed
      ? times([-shift[0], shift[1]], fraction(to.advance, to.period))
      : times(shift, jumpOf(reach));
  return { ...to, centre: plus(reach.centre, moved) };
}

/** @param {Reach} reach @param {Sampled} reads @returns {Reach} */
function sampled(reach, { step, ranges }) {
  const count = BigInt(ranges.length),
    turns = reach.period / gcd(reach.period, step); // of the pattern, until it meets the same cells again
  checkWork(count * turns);
  const cells = /** @type {Reach["cells"]} */ (new Map());
  for (let output = 0n; output < count * turns; output++) {
    const [first, last] = ranges[Number(output % count)],
      from = step * (output / count),
      found = hull(reach, from + first, from + last);
    if (found) cells.set(output, found);
  }
  const middles = ranges
    .map(([first, last], r) => plus(fraction(first + last, 2n), fraction(-BigInt(r) * step, count)))
    .reduce(plus, [0n, 1n]);
  const centre = plus(reach.centre, times(times(jumpOf(reach), middles), [1n, count]));
  return { period: count * turns, advance: reach.advance * ((step * turns) / reach.period), cells, centre };
}

/** What lies behind the cells of the next map along one axis. @param {Reach} reach @param {Reads} reads */
export const after = (reach, reads) => ("ranges" in reads ? sampled(reach, reads) : slid(reach, reads));

/** @param {Reads} a @param {Reads} b */
const isAlike = (a, b) =>
  a === b ||
  (!("ranges" in a) &&
    !("ranges" in b) &&
    a.k === b.k &&
    a.s === b.s &&
    a.d === b.d &&
    a.before === b.before &&
    a.transposed === b.transposed);

/** The same along each axis; axes that are alike are followed once. @param {Reach[]} reaches @param {Reads[]} reads */
export function allAfter(reaches, reads) {
  const done = /** @type {Reach[]} */ ([]);
  reads.forEach((one, axis) => {
    const alike = reads.findIndex((other, n) => n < axis && reaches[n] === reaches[axis] && isAlike(other, one));
    done.push(alike < 0 ? after(reaches[axis], one) : done[alike]);
  });
  return done;
}

/** What lies behind a cell that reads a whole map of so many cells. @param {Reach} reach @param {bigint} cells @returns {Reach} */
export function everything(reach, cells) {
  const found = hull(reach, 0n, cells - 1n);
  return {
    period: 1n,
    advance: 0n,
    cells: new Map(found ? [[0n, found]] : []),
    centre: found ? fraction(found[0] + found[1], 2n) : reach.centre,
  };
}

/** @param {Reach} a @param {Reach} b */
const isEqual = (a, b) =>
  a === b ||
  (a.period === b.period &&
    a.advance === b.advance &&
    isSame(a.centre, b.centre) &&
    a.cells.size === b.cells.size &&
    [...a.cells].every(([place, [first, last]]) => {
      const other = b.cells.get(place);
      return other && other[0] === first && other[1] === last;
    }));

/** The cells of one period behind maps that meet. @param {Reach[]} reaches @param {bigint} period */
function met(reaches, period) {
  const cells = /** @type {Reach["cells"]} */ (new Map());
  for (let cell = 0n; cell < period; cell++) {
    const ends = reaches.map((other) => behind(other, cell)).filter((one) => one !== null);
    if (ends.length)
      cells.set(
        cell,
        ends.reduce(([a, b], [c, d]) => [least(a, c), largest(b, d)]),
      );
  }
  return cells;
}

/**
 * What lies behind the cells of maps that are added or stacked, each of so many cells. Where one moves on faster than
 * another nothing repeats: then the cells are followed to the end of the map.
 *
 * @param {Reach[]} reaches @param {bigint} size @returns {Reach}
 */
export function joined(reaches, size) {
  const [one] = reaches;
  if (reaches.every((other) => isEqual(other, one))) return one;
  const jumps = reaches.map(jumpOf),
    jump = jumps.reduce((a, b) => (isLess(a, b) ? b : a)),
    together = jumps.every((other) => isSame(other, jump)),
    common = reaches.reduce((all, { period }) => (all / gcd(all, period)) * period, 1n),
    period = together ? common : size * jump[1];
  checkWork(period * BigInt(reaches.length));
  const cells = met(reaches, period);
  let centre = reaches.map((other) => other.centre).reduce((a, b) => (isLess(b, a) ? b : a));
  if (cells.size && reaches.some((other) => !isSame(other.centre, one.centre))) {
    const sum = [...cells]
      .map(([cell, [first, last]]) => plus(fraction(first + last, 2n), times(jump, [-cell, 1n])))
      .reduce(plus);
    centre = times(sum, [1n, BigInt(cells.size)]);
  }
  return { period, advance: (jump[0] * period) / jump[1], cells, centre };
}
