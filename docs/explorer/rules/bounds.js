// Which settings a search tries: the values typed, and for an empty field the bounds of convref.bounds.bounds_for.
import * as rules from "./layer.js";

const MOST = 1000000n,
  MOST_TRIED = 100000;
const LARGEST_SCALE = 32n,
  LARGEST_ALONE = 1000n;
const ARGUMENTS = ["kernel_size", "stride", "padding", "dilation", "output_padding"];

const smallest = rules.least;
const from1 = (most) => Array.from({ length: Number(most) }, (_, at) => BigInt(at + 1));
const last = (values) => values[values.length - 1];

// {kernel_size, stride, dilation: values; padding, output_padding: values, or null for all that follow; transposed}
function boundsFor(input, output, transposed, given = {}) {
  const [small, large] = transposed ? [input, output] : [output, input];
  const ratio = small > 1n ? smallest((large + small - 1n) / small, LARGEST_SCALE) : 1n,
    alone = small === 1n ? large : 1n;
  const step = given.stride ? last(given.stride) : ratio,
    pad = given.padding ? smallest(last(given.padding), LARGEST_SCALE) : 0n;
  const kernels = [
    11n,
    2n * smallest(step, LARGEST_SCALE),
    smallest(rules.largest(step, alone), LARGEST_ALONE),
    2n * pad + 1n,
  ];
  return {
    kernel_size: given.kernel_size || from1(kernels.reduce(rules.largest)),
    stride: given.stride || from1(rules.largest(4n, ratio)),
    padding: given.padding || null,
    dilation: given.dilation || from1(rules.largest(2n, pad)),
    output_padding: transposed ? given.output_padding || null : [0n],
    transposed,
  };
}

const count = (bounds) => ARGUMENTS.reduce((product, name) => product * (bounds[name] || [0n]).length, 1);

// "3", "1-7" or "3,5,7", typed by any keyboard, as values in order; null when it is something else or holds too many.
function values(text) {
  const found = new Set();
  for (const part of text.normalize("NFKC").replaceAll("、", ",").split(",")) {
    const ends = /^\s*(\d+)\s*(?:[-–~]\s*(\d+)\s*)?$/.exec(part);
    if (!ends) return null;
    const [first, end] = [BigInt(ends[1]), BigInt(ends[2] || ends[1])];
    if (end < first || end - first > BigInt(MOST_TRIED)) return null;
    for (let value = first; value <= end; value++) found.add(value);
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

// The values of one argument, as they are written above the answer.
function written(bounds, name) {
  const chosen = bounds[name];
  if (chosen === null) return { padding: "0–d(k−1)", output_padding: "0–max(s, d)−1" }[name];
  const [first, end] = [chosen[0], last(chosen)];
  if (chosen.length === 1) return `${first}`;
  if (end - first === BigInt(chosen.length - 1)) return `${first}–${end}`;
  return chosen.length <= 8 ? chosen.join(", ") : `${chosen.slice(0, 3).join(", ")}, …, ${end}`;
}

export { ARGUMENTS, MOST, MOST_TRIED, boundsFor, count, values, written };
