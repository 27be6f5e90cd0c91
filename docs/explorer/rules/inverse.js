// From two sizes to all settings that lead from one to the other: convref.inverse._search, in the order of convref.inverse.rank_key.
import { floorDivide, largest, least as smallest } from "./integers.js";
import { untouchedCells } from "./reads.js";
import { convSize, dilated, isEven } from "./sizes.js";

/** @import { Bounds } from "./bounds.js" */
/** @typedef {{ kernel_size: bigint, stride: bigint, dilation: bigint }} Step */
/** @typedef {{ padding: bigint, output_padding: bigint }} Rest */
/** @typedef {Step & Rest & { even: boolean, unread: bigint, unread_at_end: bigint, empty: bigint, rank: bigint[] }} Found */

const MOST_SIZE = 1000000n,
  FARTHEST = 1000n;

/** @param {bigint} a @param {bigint} b */
const distance = (a, b) => (a < b ? b - a : a - b);
/** @param {bigint} number */
const halved = (number) => floorDivide(number, 2n);
/** @param {bigint} number */
const halvedUp = (number) => -halved(-number);

/**
 * Those of the values, or of 0 to top, that lie from low to high.
 *
 * @param {bigint[] | null} values @param {bigint} top @param {bigint} low @param {bigint} high
 */
function* between(values, top, low, high) {
  if (values) yield* values.filter((value) => low <= value && value <= high);
  else for (let p = largest(low, 0n); p <= high && p <= top; p++) yield p;
}

/**
 * Solve the size formula of the convolution for the padding.
 *
 * @param {bigint} i @param {bigint} o @param {Step} step @param {Bounds} bounds @returns {Generator<Rest>}
 */
function* pads(i, o, { kernel_size: k, stride: s, dilation: d }, bounds) {
  const extent = dilated(k, d),
    least = s * (o - 1n) + extent - i;
  for (const padding of between(bounds.padding, extent - 1n, halvedUp(least), halved(least + s - 1n)))
    yield { padding, output_padding: 0n };
}

/**
 * Solve the size formula of the transposed convolution for 2p − op.
 *
 * @param {bigint} i @param {bigint} o @param {Step} step @param {Bounds} bounds @returns {Generator<Rest>}
 */
function* crops(i, o, { kernel_size: k, stride: s, dilation: d }, bounds) {
  const extent = dilated(k, d),
    allowed = largest(s, d),
    crop = s * (i - 1n) + extent - o;
  if (!bounds.output_padding) {
    for (const padding of between(bounds.padding, extent - 1n, halvedUp(crop), halved(crop + allowed - 1n)))
      yield { padding, output_padding: 2n * padding - crop };
    return;
  }
  for (const output_padding of bounds.output_padding) {
    const double = crop + output_padding;
    if (output_padding >= allowed || double % 2n) continue;
    for (const padding of between(bounds.padding, extent - 1n, double / 2n, double / 2n))
      yield { padding, output_padding };
  }
}

/**
 * @param {Bounds} bounds @returns {Generator<Step>}
 */
function* steps(bounds) {
  for (const kernel_size of bounds.kernel_size) {
    for (const stride of bounds.stride) {
      for (const dilation of bounds.dilation) yield { kernel_size, stride, dilation };
    }
  }
}

/**
 * @param {bigint} i @param {bigint} o @param {Bounds} bounds @returns {Generator<Step & Rest>}
 */
function* fitting(i, o, bounds) {
  const solve = bounds.transposed ? crops : pads;
  for (const step of steps(bounds)) {
    for (const rest of solve(i, o, step, bounds)) yield { ...step, ...rest };
  }
}

/** @param {Step & Rest} one */
const isPlain = ({ stride, padding, output_padding }) => stride === 1n && padding === 0n && output_padding === 0n;

/**
 * @param {Step & Rest} one @param {bigint} i @param {bigint} o @param {boolean} transposed @returns {Found}
 */
function describe(one, i, o, transposed) {
  const { kernel_size: k, stride: s, padding: p, dilation: d, output_padding: op } = one,
    [small, large] = transposed ? [i, o] : [o, i];
  const [inGaps, atEnd] = untouchedCells(large, small, k, s, p, d),
    lost = inGaps + atEnd,
    even = isEven(k, s, d);
  const reach = d * (k - 1n),
    lean = distance(s * (small - 1n) + reach + 1n - p, large + p),
    nearest = large > small ? smallest(large % small, small - (large % small)) : small - large;
  const usual = p === 0n || 2n * p === reach || (2n * p < reach && lean === 0n);
  return {
    ...one,
    even,
    ...(transposed
      ? { unread: 0n, unread_at_end: 0n, empty: lost }
      : { unread: lost, unread_at_end: atEnd, empty: 0n }),
    rank: [
      lost,
      isPlain(one) ? 0n : distance(s * small, large) - nearest,
      d,
      usual ? 0n : 1n,
      transposed && !even ? 1n : 0n,
      op,
      k,
      lean,
      s,
      p,
    ],
  };
}

/**
 * @param {Found} a @param {Found} b
 */
function compare(a, b) {
  const at = a.rank.findIndex((value, place) => value !== b.rank[place]);
  return at < 0 ? 0 : a.rank[at] < b.rank[at] ? -1 : 1;
}

/**
 * Every setting that fits, best first. One window takes no step, one weight has no gap: such layers are offered once.
 *
 * @param {bigint} i @param {bigint} o @param {Bounds} bounds
 */
export function findSettings(i, o, bounds) {
  const found = new Map(),
    small = bounds.transposed ? i : o;
  for (const one of fitting(i, o, bounds)) {
    const { kernel_size: k, stride: s, padding: p, dilation: d, output_padding: op } = one,
      layer = `${k} ${small === 1n ? 1 : s} ${p} ${k === 1n ? 1 : d} ${op}`;
    if (!found.has(layer)) found.set(layer, describe(one, i, o, bounds.transposed));
  }
  return [...found.values()].sort(compare);
}

/**
 * Of the values from low to high: the ends, and the two on either side of the middle.
 *
 * @param {bigint[] | null} values @param {bigint} top @param {bigint} low @param {bigint | null} high @param {bigint} middle
 */
function beside(values, top, low, high, middle) {
  if (!values) {
    const end = high === null ? top : smallest(top, high);
    if (low > end) return [];
    return [low, middle - 1n, middle, end].map((p) => largest(low, smallest(p, end)));
  }
  const inside = values.filter((value) => low <= value && (high === null || value <= high)),
    at = inside.findIndex((value) => value >= middle),
    place = at < 0 ? inside.length : at;
  return inside.length ? [0, place - 1, place, inside.length - 1].flatMap((n) => inside[n] ?? []) : [];
}

/**
 * @param {bigint} i @param {bigint} o @param {Bounds} bounds @returns {Generator<{ size: bigint, setting: Step & Rest }>}
 */
function* around(i, o, bounds) {
  for (const step of steps(bounds)) {
    const { kernel_size: k, stride: s, dilation: d } = step,
      extent = dilated(k, d),
      allowed = largest(s, d);
    const extras = (bounds.output_padding || [0n, allowed - 1n]).filter((op) => op < allowed);
    for (const output_padding of extras) {
      const full = s * (i - 1n) + extent + output_padding;
      const [low, high, middle] = bounds.transposed
        ? [0n, halved(full - 1n), halvedUp(full - o)]
        : [largest(0n, halvedUp(extent - i)), null, halvedUp(s * (o - 1n) + extent - i)];
      for (const padding of beside(bounds.padding, extent - 1n, low, high, middle)) {
        const size = bounds.transposed ? full - 2n * padding : convSize(i, k, s, 2n * padding, d);
        yield { size, setting: { ...step, padding, output_padding } };
      }
    }
  }
}

/**
 * What the bounds allow in place of o: {lowest, highest, nearest, setting}, or null when nothing is accepted.
 *
 * @param {bigint} i @param {bigint} o @param {Bounds} bounds
 */
export function miss(i, o, bounds) {
  /** @type {{ lowest: bigint, highest: bigint, nearest: bigint, setting: Step & Rest } | null} */
  let found = null;
  for (const { size, setting } of around(i, o, bounds)) {
    if (!found) found = { lowest: size, highest: size, nearest: size, setting };
    found.lowest = smallest(found.lowest, size);
    found.highest = largest(found.highest, size);
    const [now, before] = [distance(size, o), distance(found.nearest, o)];
    if (now < before || (now === before && size < found.nearest)) Object.assign(found, { nearest: size, setting });
  }
  return found;
}

/** @param {bigint[]} values */
const least = (values) => (values.length ? values.reduce(smallest) : null);

/**
 * By argument, the smallest value beyond its bounds with which a setting fits.
 *
 * @param {bigint} i @param {bigint} o @param {Bounds} bounds @returns {Record<string, bigint>}
 */
export function widened(i, o, bounds) {
  /** @type {Record<string, bigint | null>} */
  const found = {};
  const most = smallest(largest(i, o), FARTHEST);
  if (largest(i, o) > MOST_SIZE) return {};
  for (const name of /** @type {const} */ (["kernel_size", "stride", "dilation"])) {
    const tried = new Set(bounds[name]);
    for (let value = 1n; value <= most && !(name in found); value++) {
      if (!tried.has(value) && !fitting(i, o, { ...bounds, [name]: [value] }).next().done) found[name] = value;
    }
  }
  found.padding = leastPadding(i, o, bounds);
  if (bounds.transposed && bounds.output_padding) {
    const extended = fitting(i, o, { ...bounds, output_padding: null });
    found.output_padding = least([...extended].map((one) => one.output_padding));
  }
  return Object.fromEntries(Object.entries(found).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/**
 * The smallest padding of all, allowed or not, that makes some setting fit: half of what is to be cropped or added.
 *
 * @param {bigint} i @param {bigint} o @param {Bounds} bounds
 */
function leastPadding(i, o, bounds) {
  const firsts = /** @type {bigint[]} */ ([]);
  for (const step of steps(bounds)) {
    const { kernel_size: k, stride: s, dilation: d } = step,
      extent = dilated(k, d);
    const double = bounds.transposed ? s * (i - 1n) + extent - o : s * (o - 1n) + extent - i,
      high = halved(double + (bounds.transposed ? largest(s, d) : s) - 1n);
    if (bounds.transposed && bounds.output_padding) {
      const fits = bounds.output_padding.filter((op) => op < largest(s, d) && (double + op) % 2n === 0n);
      const halves = fits.map((op) => (double + op) / 2n).filter((p) => p >= 0n);
      if (halves.length) firsts.push(halves.reduce(smallest));
    } else if (largest(0n, halvedUp(double)) <= high) firsts.push(largest(0n, halvedUp(double)));
  }
  return least(firsts);
}
