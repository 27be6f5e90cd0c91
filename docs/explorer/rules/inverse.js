// From two sizes to all settings that lead from one to the other: convref.search, in the order of convref.inverse.rank_key.
import * as rules from "./layer.js";

const MOST_SIZE = 1000000n,
  FARTHEST = 1000n;

const smallest = rules.least;
const distance = (a, b) => (a < b ? b - a : a - b);
const halved = (number) => rules.floorDivide(number, 2n);
const halvedUp = (number) => -halved(-number);

// Those of the values, or of 0 to top, that lie from low to high.
function* between(values, top, low, high) {
  if (values) yield* values.filter((value) => low <= value && value <= high);
  else for (let p = rules.largest(low, 0n); p <= high && p <= top; p++) yield p;
}

// Solve the size formula of the convolution for the padding.
function* pads(i, o, { kernel_size: k, stride: s, dilation: d }, bounds) {
  const extent = rules.dilated(k, d),
    least = s * (o - 1n) + extent - i;
  for (const padding of between(bounds.padding, extent - 1n, halvedUp(least), halved(least + s - 1n)))
    yield { padding, output_padding: 0n };
}

// Solve the size formula of the transposed convolution for 2p − op.
function* crops(i, o, { kernel_size: k, stride: s, dilation: d }, bounds) {
  const extent = rules.dilated(k, d),
    allowed = rules.largest(s, d),
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

function* steps(bounds) {
  for (const kernel_size of bounds.kernel_size) {
    for (const stride of bounds.stride) {
      for (const dilation of bounds.dilation) yield { kernel_size, stride, dilation };
    }
  }
}

function* fitting(i, o, bounds) {
  const solve = bounds.transposed ? crops : pads;
  for (const step of steps(bounds)) {
    for (const rest of solve(i, o, step, bounds)) yield { ...step, ...rest };
  }
}

function describe(one, i, o, transposed) {
  const { kernel_size: k, stride: s, padding: p, dilation: d, output_padding: op } = one,
    [small, large] = transposed ? [i, o] : [o, i];
  const [inGaps, atEnd] = rules.untouchedCells(large, small, k, s, p, d),
    lost = inGaps + atEnd,
    even = rules.isEven(k, s, d);
  const reach = d * (k - 1n),
    lean = distance(s * (small - 1n) + reach + 1n - p, large + p),
    nearest = large > small ? smallest(large % small, small - (large % small)) : small - large;
  const plain = s === 1n && p === 0n && op === 0n,
    usual = p === 0n || 2n * p === reach || (2n * p < reach && lean === 0n);
  return {
    ...one,
    even,
    unread: transposed ? 0n : lost,
    unread_at_end: transposed ? 0n : atEnd,
    empty: transposed ? lost : 0n,
    rank: [
      lost,
      plain ? 0n : distance(s * small, large) - nearest,
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

function compare(a, b) {
  const at = a.rank.findIndex((value, place) => value !== b.rank[place]);
  return at < 0 ? 0 : a.rank[at] < b.rank[at] ? -1 : 1;
}

// Every setting that fits, best first. One window takes no step, one weight has no gap: such layers are offered once.
function findSettings(i, o, bounds) {
  const found = new Map(),
    small = bounds.transposed ? i : o;
  for (const one of fitting(i, o, bounds)) {
    const { kernel_size: k, stride: s, padding: p, dilation: d, output_padding: op } = one,
      layer = `${k} ${small === 1n ? 1 : s} ${p} ${k === 1n ? 1 : d} ${op}`;
    if (!found.has(layer)) found.set(layer, describe(one, i, o, bounds.transposed));
  }
  return [...found.values()].sort(compare);
}

// Of the values from low to high: the ends, and the two on either side of the middle.
function beside(values, top, low, high, middle) {
  if (!values) {
    const end = high === null ? top : smallest(top, high);
    if (low > end) return [];
    return [low, middle - 1n, middle, end].map((p) => rules.largest(low, smallest(p, end)));
  }
  const inside = values.filter((value) => low <= value && (high === null || value <= high)),
    at = inside.findIndex((value) => value >= middle),
    place = at < 0 ? inside.length : at;
  return inside.length ? [0, place - 1, place, inside.length - 1].flatMap((n) => inside[n] ?? []) : [];
}

function* around(i, o, bounds) {
  for (const step of steps(bounds)) {
    const { kernel_size: k, stride: s, dilation: d } = step,
      extent = rules.dilated(k, d),
      allowed = rules.largest(s, d);
    const extras = (bounds.output_padding || [0n, allowed - 1n]).filter((op) => op < allowed);
    for (const output_padding of extras) {
      const full = s * (i - 1n) + extent + output_padding;
      const [low, high, middle] = bounds.transposed
        ? [0n, halved(full - 1n), halvedUp(full - o)]
        : [rules.largest(0n, halvedUp(extent - i)), null, halvedUp(s * (o - 1n) + extent - i)];
      for (const padding of beside(bounds.padding, extent - 1n, low, high, middle)) {
        const size = bounds.transposed ? full - 2n * padding : rules.convSize(i, k, s, 2n * padding, d);
        yield { size, setting: { ...step, padding, output_padding } };
      }
    }
  }
}

// What the bounds allow in place of o: {lowest, highest, nearest, setting}, or null when nothing is accepted.
function miss(i, o, bounds) {
  let found = null;
  for (const { size, setting } of around(i, o, bounds)) {
    if (!found) found = { lowest: size, highest: size, nearest: size, setting };
    found.lowest = smallest(found.lowest, size);
    found.highest = rules.largest(found.highest, size);
    const [now, before] = [distance(size, o), distance(found.nearest, o)];
    if (now < before || (now === before && size < found.nearest)) Object.assign(found, { nearest: size, setting });
  }
  return found;
}

const least = (values) => values.reduce((a, b) => (a === null ? b : smallest(a, b)), null);

// By argument, the smallest value beyond its bounds with which a setting fits.
function widened(i, o, bounds) {
  const found = {},
    most = smallest(rules.largest(i, o), FARTHEST);
  if (rules.largest(i, o) > MOST_SIZE) return found;
  for (const name of ["kernel_size", "stride", "dilation"]) {
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
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
}

// The smallest padding of all, allowed or not, that makes some setting fit: half of what is to be cropped or added.
function leastPadding(i, o, bounds) {
  const firsts = [];
  for (const step of steps(bounds)) {
    const { kernel_size: k, stride: s, dilation: d } = step,
      extent = rules.dilated(k, d);
    const double = bounds.transposed ? s * (i - 1n) + extent - o : s * (o - 1n) + extent - i,
      high = halved(double + (bounds.transposed ? rules.largest(s, d) : s) - 1n);
    if (bounds.transposed && bounds.output_padding) {
      const fits = bounds.output_padding.filter((op) => op < rules.largest(s, d) && (double + op) % 2n === 0n);
      const halves = fits.map((op) => (double + op) / 2n).filter((p) => p >= 0n);
      if (halves.length) firsts.push(least(halves));
    } else if (rules.largest(0n, halvedUp(double)) <= high) firsts.push(rules.largest(0n, halvedUp(double)));
  }
  return least(firsts);
}

export { findSettings, miss, widened };
