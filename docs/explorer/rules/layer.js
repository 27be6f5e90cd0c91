// The rules of convolution, mirroring convref: sizes, and which cells are linked through which weights.
// Pure functions without a page. Sizes are BigInt, so that no number a reader enters is too large to be answered.
const largest = (a, b) => (a > b ? a : b);
const least = (a, b) => (a < b ? a : b);

function floorDivide(a, b) {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));

// Relations of convref.formulas, for one axis.
const dilated = (k, d) => d * (k - 1n) + 1n;
const convSize = (i, k, s, total, d) => floorDivide(i + total - d * (k - 1n) - 1n, s) + 1n;
const transposedSize = (i, k, s, p, op, d) => (i - 1n) * s - 2n * p + d * (k - 1n) + op + 1n;

// The overlap is even exactly when the stride divides the kernel and has no divisor in common with the dilation.
const isEven = (k, s, d) => k % s === 0n && gcd(s, d) === 1n;

// Pairs (a, t) with 0 ≤ s·a + d·t − p < large, for a below small and t below k: products that touch no padding.
function linksInside(small, large, k, s, p, d) {
  let total = 0n;
  for (let t = 0n; t < k; t++) {
    const first = largest(0n, -floorDivide(d * t - p, s)),
      end = floorDivide(large - 1n + p - d * t, s);
    total += largest(0n, (end < small - 1n ? end : small - 1n) - first + 1n);
  }
  return total;
}

// 'same' puts the extra cell of an even kernel at the end.
function samePadding(k, d) {
  const total = d * (k - 1n);
  return [total / 2n, total - total / 2n];
}

// The cells added before and after one axis.
function sides(setting, axis) {
  const k = setting.kernel[axis],
    d = setting.dilation[axis];
  if (setting.causal) return [d * (k - 1n), 0n];
  if (setting.padding === "same") return samePadding(k, d);
  if (setting.padding === "valid") return [0n, 0n];
  return [setting.padding[axis], setting.padding[axis]];
}

function outputSize(setting) {
  return setting.input.map((i, axis) => {
    const k = setting.kernel[axis],
      s = setting.stride[axis],
      d = setting.dilation[axis];
    if (setting.transposed) return transposedSize(i, k, s, setting.padding[axis], setting.output_padding[axis], d);
    const [before, after] = sides(setting, axis);
    return convSize(i, k, s, before + after, d);
  });
}

// Cells below `large` that are not s·a + d·t − p for any a below `small` and t below k: [in gaps, after the end].
// These are the input cells that no window reads, or the output cells that no product reaches; convref.reads.
function untouchedCells(large, small, k, s, p, d) {
  const beyond = largest(0n, large + p - s * (small - 1n) - dilated(k, d)),
    after = beyond < large ? beyond : large;
  return [large - touchedCells(large, small, k, s, p, d) - after, after];
}

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

// The numbers a + shift·m below the limit, each once, for a below `small` and m below `runs`.
function below(limit, small, shift, runs) {
  if (limit <= 0n) return 0n;
  if (small >= shift) return least(limit, shift * (runs - 1n) + small);
  const full = limit / shift;
  return full >= runs ? runs * small : full * small + least(limit % shift, small);
}

// Input cells along one axis that no window reads: [in gaps, after the last window]; null when there are too many to look.
function unread(setting, axis) {
  const [i, k, s, d] = ["input", "kernel", "stride", "dilation"].map((name) => setting[name][axis]),
    [before, after] = sides(setting, axis),
    o = convSize(i, k, s, before + after, d);
  const [inGaps, atEnd] = untouchedCells(i, o, k, s, before, d);
  if (setting.mode === "zeros" || inGaps + atEnd === 0n) return [inGaps, atEnd];
  return i + before + after > 2000n ? null : unreadThroughPadding(setting, axis, Number(o));
}

// The other modes fill the padding with copies, so that a cell may be read there.
function unreadThroughPadding(setting, axis, o) {
  const i = Number(setting.input[axis]),
    places = axisLinks(setting, axis, o).map(([, place]) => place),
    read = new Set(places.map((place) => source(place, i, setting.mode)));
  const last = places.reduce((a, b) => Math.max(a, b)),
    missing = [...Array(i).keys()].filter((cell) => !read.has(cell));
  return [missing.filter((cell) => cell <= last).length, missing.filter((cell) => cell > last).length].map(BigInt);
}

// 1-D layers as planes of height 1; PyTorch computes transposed ones so, and its messages say it.
const asPlane = (values, fill) => (values.length === 1 ? [fill, values[0]] : values);

// The padding modes of convref.padding: what a place outside the input holds, an index or -1 for a zero,
// and the largest padding of an axis where there is a limit. A test holds them to convref.
const MODES = {
  zeros: { source: () => -1 },
  reflect: { source: (place, size) => (place < 0 ? -place : 2 * (size - 1) - place), most: (size) => size - 1n },
  replicate: { source: (place, size) => (place < 0 ? 0 : size - 1) },
  circular: { source: (place, size) => ((place % size) + size) % size, most: (size) => size },
};
const source = (place, size, mode) => (place >= 0 && place < size ? place : MODES[mode].source(place, size));

// Along one axis, the links [output, place, weight]: this output reads this place of the padded input by this weight.
function axisLinks(setting, axis, size) {
  const [i, k, s, d] = ["input", "kernel", "stride", "dilation"].map((name) => Number(setting[name][axis]));
  const result = [];
  if (setting.transposed) {
    const p = Number(setting.padding[axis]);
    for (let x = 0; x < i; x++) {
      for (let w = 0; w < k; w++) result.push([x * s + w * d - p, x, w]);
    }
    return result.filter(([o]) => o >= 0 && o < size);
  }
  const before = Number(sides(setting, axis)[0]);
  for (let o = 0; o < size; o++) {
    for (let w = 0; w < k; w++) result.push([o, o * s - before + w * d, w]);
  }
  return result;
}

// Links of one channel pair on the plane: {y, x, w, place}; x is -1 where a padding zero is read. 1-D is a plane of height 1.
function links(setting) {
  const sizes = outputSize(setting).map(Number),
    plane = setting.input.length === 2;
  const rows = plane ? axisLinks(setting, 0, sizes[0]) : [[0, 0, 0]];
  const columns = axisLinks(setting, sizes.length - 1, sizes[sizes.length - 1]);
  const [height, width] = asPlane(setting.input, 1n).map(Number),
    outputWidth = sizes[sizes.length - 1];
  const kernelWidth = Number(setting.kernel[setting.kernel.length - 1]);
  const result = [];
  for (const [yr, xr, wr] of rows) {
    for (const [yc, xc, wc] of columns) {
      const r = source(xr, height, setting.mode),
        c = source(xc, width, setting.mode);
      result.push({
        y: yr * outputWidth + yc,
        x: r < 0 || c < 0 ? -1 : r * width + c,
        w: wr * kernelWidth + wc,
        place: [xr, xc],
      });
    }
  }
  return result.sort((a, b) => a.y - b.y || a.w - b.w);
}

const product = (values) => values.reduce((result, value) => result * Number(value), 1);

// Channel pairs [out, in, offset of their kernel in the weight] of a grouped layer.
function channelPairs(setting) {
  const [cin, cout, groups] = [setting.in_channels, setting.out_channels, setting.groups].map(Number);
  const perIn = cin / groups,
    perOut = cout / groups,
    area = product(setting.kernel),
    pairs = [];
  for (let out = 0; out < cout; out++) {
    const group = Math.floor(out / perOut);
    for (let slot = 0; slot < perIn; slot++) {
      const input = group * perIn + slot;
      pairs.push([out, input, (setting.transposed ? input * perOut + (out % perOut) : out * perIn + slot) * area]);
    }
  }
  return pairs;
}

const weightCount = (setting) =>
  product([setting.in_channels, setting.out_channels, ...setting.kernel]) / Number(setting.groups);
const inputCount = (setting) => product([setting.in_channels, ...setting.input]);

// The output as a flat array, channels first.
function values(setting, x, w, all = links(setting)) {
  const area = product(outputSize(setting)),
    inputArea = product(setting.input);
  const y = new Array(area * Number(setting.out_channels)).fill(0);
  for (const [out, input, offset] of channelPairs(setting)) {
    for (const link of all) {
      if (link.x >= 0) y[out * area + link.y] += x[input * inputArea + link.x] * w[offset + link.w];
    }
  }
  return y;
}

// How many weights each output of a transposed convolution receives, one channel pair.
function overlapCounts(setting) {
  const counts = new Array(product(outputSize(setting))).fill(0);
  for (const link of links(setting)) counts[link.y] += 1;
  return counts;
}

export {
  MODES,
  asPlane,
  channelPairs,
  convSize,
  dilated,
  floorDivide,
  gcd,
  inputCount,
  isEven,
  largest,
  least,
  links,
  linksInside,
  outputSize,
  overlapCounts,
  product,
  sides,
  source,
  transposedSize,
  unread,
  untouchedCells,
  values,
  weightCount,
};
