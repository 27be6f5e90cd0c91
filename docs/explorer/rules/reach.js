// Which input cells the outputs of a stack can depend on, along one axis: convref.receptive_field, cell by cell where a layer is transposed.
import { floorDivide, gcd, least } from "./layer.js";

/** @typedef {{ k: bigint, s: bigint, d: bigint, before: bigint, transposed: boolean }} AxisLayer one layer along one axis */

/**
 * First and last input cell that each cell of a layer can depend on, up to one shift common to all. It repeats: what holds
 * for a cell holds `period` cells further on, `advance` input cells further on. Cells that depend on nothing are left out.
 *
 * @typedef {{ period: bigint, advance: bigint, cells: Map<bigint, [bigint, bigint]> }} Reach
 */

/** Phases and weights that one transposed layer may ask to follow; convref's bound. */
export const MOST_STEPS = 2n ** 18n;

/** @param {bigint} value @param {bigint} modulus */
const remainder = (value, modulus) => value - floorDivide(value, modulus) * modulus;

/** The number that turns `value` into 1 modulo `modulus`; they have no common divisor. @param {bigint} value @param {bigint} modulus */
function inverse(value, modulus) {
  let [a, b, x, y] = [remainder(value, modulus), modulus, 1n, 0n];
  while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
  return remainder(x, modulus);
}

/** How many taps at each end can meet a first or a last cell; all, where that is not fewer. @param {AxisLayer} layer @param {bigint} period */
function outer({ k, d }, period) {
  const kinds = period / gcd(period, d);
  return 2n * kinds >= k ? { head: k, tail: 0n } : { head: kinds, tail: kinds };
}

/** @param {bigint} k @param {{ head: bigint, tail: bigint }} ends */
function* taps(k, { head, tail }) {
  for (let tap = 0n; tap < head; tap++) yield tap;
  for (let tap = k - tail; tap < k; tap++) yield tap;
}

/** The next layer's cells: which of its outputs this cell reaches by this tap, and how far its input is shifted. @param {Reach} reach @param {AxisLayer} layer */
function placer({ period }, { s, d, before, transposed }) {
  if (transposed)
    return (/** @type {bigint} */ cell, /** @type {bigint} */ tap) => ({
      output: cell * s + d * tap - before,
      periods: 0n,
    });
  const common = gcd(period, s),
    turn = s / common,
    back = turn === 1n ? 0n : inverse(period / common, turn);
  return (/** @type {bigint} */ cell, /** @type {bigint} */ tap) => {
    const distance = cell + before - d * tap;
    if (distance % common) return null; // no output reads this cell, nor one a few periods further on, with this tap
    const periods = remainder(floorDivide(-distance, common) * back, turn);
    return { output: floorDivide(distance + periods * period, s), periods };
  };
}

/** The reach after one more layer; null when there is too much to follow. @param {Reach} reach @param {AxisLayer} layer @returns {Reach | null} */
export function next(reach, layer) {
  const { s, k, transposed } = layer,
    common = transposed ? s : gcd(reach.period, s),
    period = transposed ? reach.period * s : reach.period / common,
    advance = transposed ? reach.advance : reach.advance * (s / common),
    ends = outer(layer, transposed ? period : reach.period);
  if (least(ends.head + ends.tail, MOST_STEPS + 1n) * BigInt(reach.cells.size) > MOST_STEPS) return null;
  const place = placer(reach, layer),
    cells = /** @type {Reach["cells"]} */ (new Map());
  for (const [cell, [first, last]] of reach.cells) {
    for (const tap of taps(k, ends)) {
      const found = place(cell, tap);
      if (!found) continue;
      const turns = floorDivide(found.output, period),
        moved = found.periods * reach.advance - turns * advance,
        at = found.output - turns * period,
        old = cells.get(at) ?? [first + moved, last + moved];
      cells.set(at, [old[0] < first + moved ? old[0] : first + moved, old[1] > last + moved ? old[1] : last + moved]);
    }
  }
  return { period, advance, cells };
}

/** Cells from the first to the last that the output that sees most can depend on. @param {Reach} reach */
export function widest({ cells }) {
  let most = 0n;
  for (const [first, last] of cells.values()) if (last - first + 1n > most) most = last - first + 1n;
  return most;
}
