// Rows that pool: the largest, the mean or a norm of each window, or of each part of the map. convref._kinds.pools.
import { fraction } from "../fractions.js";
import { floorDivide } from "../integers.js";
import { checkWork, windowed } from "../reaches.js";
import { refuse } from "../refusing.js";
import { dilated } from "../sizes.js";
import { flag, integer, notZero, number } from "./checks.js";
import { isFlattened, kind, RANKS } from "./registry.js";

/** @import { At, Arguments } from "./registry.js" */
/** @import { Ends, Reads } from "../reaches.js" */

/** How many windows there are; one that would start outside the input and its left padding is dropped. @param {bigint} i @param {bigint} k @param {bigint} s @param {bigint} p @param {bigint} d @param {boolean} ceil */
function pooledSize(i, k, s, p, d, ceil) {
  const room = i + 2n * p - dilated(k, d);
  if (!ceil) return floorDivide(room, s) + 1n;
  const output = -floorDivide(-room, s) + 1n;
  return (output - 1n) * s >= i + p ? output - 1n : output;
}

/** @param {At} at @param {Arguments} given */
function pooled(at, { kernel_size, stride, padding = 0n, dilation = 1n, ceil_mode }) {
  const sizes = at.sizes(),
    kernel = at.perAxis("kernel_size", kernel_size, 1n),
    steps = stride === null ? kernel : at.perAxis("stride", stride, 1n),
    pads = at.perAxis("padding", padding, 0n),
    gaps = at.perAxis("dilation", dilation, 1n);
  const output = kernel.map((k, axis) => {
    const [i, s, p, d] = [sizes[axis], steps[axis], pads[axis], gaps[axis]];
    if (2n * p > k) refuse("pool_pad", { p, k });
    const size = pooledSize(i, k, s, p, d, ceil_mode);
    return size < 1n ? refuse("must_fit", { reach: dilated(k, d), padded: i + 2n * p }) : size;
  });
  return at.slid(
    [at.shape[0], ...output],
    kernel.map((k, axis) => windowed(k, steps[axis], pads[axis], gaps[axis])),
  );
}

/** PyTorch refuses, for means along three axes only, a window larger than the input without padding. @param {At} at @param {Arguments} given */
function checkThreeAxes(at, { kernel_size }) {
  const sizes = at.sizes();
  if (at.rank === 3 && at.perAxis("kernel_size", kernel_size, 1n).some((k, axis) => k > sizes[axis]))
    refuse("without_padding", { kind: at.name });
}

/** @param {Arguments} given */
function checkOneOutput({ return_indices }) {
  if (flag("return_indices", return_indices)) refuse("one_output", { name: "return_indices" });
}

/** @param {At} at @param {Arguments} given */
function maxPool(at, given) {
  checkOneOutput(given);
  return pooled(at, given);
}

/** @param {At} at @param {Arguments} given */
function avgPool(at, given) {
  const { divisor_override = null } = given;
  if (divisor_override !== null)
    notZero("divisor_override", integer("divisor_override", divisor_override, -(2n ** 63n)));
  checkThreeAxes(at, given);
  return pooled(at, given);
}

/** @param {At} at @param {Arguments} given */
function lpPool(at, given) {
  const { norm_type, kernel_size } = given;
  notZero("norm_type", number("norm_type", norm_type));
  at.checkEach({ kernel_size });
  if (at.rank === 1) integer("kernel_size", kernel_size, 1n);
  checkThreeAxes(at, given);
  return pooled(at, given);
}

/** @param {At} at @param {Arguments} given */
function adapted(at, { output_size }) {
  if (isFlattened(at.flow) && at.shape.length === 2 && String(output_size) === "1") return at.mixed([at.shape[0], 1n]); // all cells of the flattened axes
  if (output_size === null) refuse("integer", { name: "output_size", text: "None" });
  const sizes = at.sizes(),
    wanted = Array.isArray(output_size) ? output_size : new Array(at.rank).fill(output_size);
  if (wanted.length !== at.rank) refuse("length", { name: "output_size", count: wanted.length, axes: at.rank });
  const output = wanted.map((one, axis) =>
    one === null && at.rank > 1 ? sizes[axis] : integer("output_size", one, 1n),
  );
  const reads = output.map((o, axis) => parts(sizes[axis], o));
  return at.slid([at.shape[0], ...output], reads, { windows: [] });
}

/** @param {At} at @param {Arguments} given */
function adaptiveMax(at, given) {
  checkOneOutput(given);
  return adapted(at, given);
}

/** What the parts of adaptive pooling read: from ⌊o·i/n⌋ to before ⌈(o+1)·i/n⌉. @param {bigint} size @param {bigint} output @returns {Reads} */
export function parts(size, output) {
  if (size % output === 0n) return windowed(size / output, size / output);
  const [step, count] = fraction(size, output);
  checkWork(count);
  const ranges = Array.from({ length: Number(count) }, (_, at) => {
    const o = BigInt(at);
    return /** @type {Ends} */ ([(o * size) / output, -floorDivide(-(o + 1n) * size, output) - 1n]);
  });
  return { step, ranges };
}

kind("MaxPool", RANKS, "kernel_size stride=None padding=0 dilation=1 return_indices=False ceil_mode=False", maxPool);
const AVERAGE = "kernel_size stride=None padding=0 ceil_mode=False count_include_pad=True";
kind("AvgPool", [1], AVERAGE, avgPool);
kind("AvgPool", [2, 3], `${AVERAGE} divisor_override=None`, avgPool);
kind("LPPool", RANKS, "norm_type kernel_size stride=None ceil_mode=False", lpPool);
kind("AdaptiveAvgPool", RANKS, "output_size", adapted);
kind("AdaptiveMaxPool", RANKS, "output_size return_indices=False", adaptiveMax);
