// Rows that change the sizes without weights: upsampling, shuffled channels, padding layers. convref._kinds.resizing.
import { ceil, floor, fraction, nearest, plus, times } from "../fractions.js";
import { MODES as PADDINGS, padsBetween } from "../padding.js";
import { isTrue, repr } from "../python.js";
import { checkWork, spread, windowed } from "../reaches.js";
import { refuse } from "../refusing.js";
import { integer, joined, number, oneOf } from "./checks.js";
import { parts } from "./pools.js";
import { At, kind, RANKS } from "./registry.js";

/** @import { Arguments } from "./registry.js" */
/** @import { Fraction } from "../fractions.js" */
/** @import { Ends, Reads } from "../reaches.js" */

const FINEST = 10n ** 6n;

/** @type {(place: Fraction) => Ends} */
const one = (place) => [floor(place), floor(place)];
/** @type {(place: Fraction) => Ends} */
const two = (place) => [floor(place), ceil(place)];
/** @type {(place: Fraction) => Ends} */
const four = (place) => (place[1] === 1n ? [place[0], place[0]] : [floor(place) - 1n, floor(place) + 2n]);

/** Along how many axes a mode resizes, 0 for any; and what one output reads. @type {Record<string, { axes: number, read?: (place: Fraction) => Ends }>} */
const MODES = {
  nearest: { axes: 0, read: one },
  "nearest-exact": { axes: 0, read: one },
  linear: { axes: 1, read: two },
  bilinear: { axes: 2, read: two },
  bicubic: { axes: 2, read: four },
  trilinear: { axes: 3, read: two },
  area: { axes: 0 },
};

/** @param {At} whole @param {Arguments} given */
function upsample(whole, { size, scale_factor, mode, align_corners, recompute_scale_factor }) {
  const at = whole.ranked(),
    sizes = at.sizes(),
    corners = isTrue(align_corners);
  oneOf("mode", mode, Object.keys(MODES));
  const { axes } = MODES[mode];
  if (axes && axes !== at.rank) refuse("mode_axes", { mode, axes });
  if (align_corners !== null && axes === 0) refuse("corners", { mode });
  const { output, ratios } = resized(at, sizes, size, scale_factor, isTrue(recompute_scale_factor));
  const reads = sizes.map((i, axis) => sampling(mode, corners, i, output[axis], ratios[axis]));
  return at.slid([at.shape[0], ...output], reads);
}

/** The output sizes, and how many input cells one output cell stands for. @param {At} at @param {bigint[]} sizes @param {any} size @param {any} factor @param {boolean} recompute */
function resized(at, sizes, size, factor, recompute) {
  if ((size === null) === (factor === null)) refuse("size_or_factor", { kind: at.name });
  if (size !== null) {
    if (recompute) refuse("size_or_factor", { kind: at.name });
    at.checkEach({ size });
    const output = at.perAxis("size", size, 1n);
    return { output, ratios: sizes.map((i, axis) => fraction(i, output[axis])) };
  }
  const factors = Array.isArray(factor) ? factor : new Array(at.rank).fill(factor);
  if (factors.length !== at.rank || !factors.every(isFactor)) refuse("factor", { text: repr(factor) });
  const scaled = sizes.map((i, axis) => Math.floor(Number(i) * Number(factors[axis])));
  if (scaled.some((o) => o < 1 || !Number.isFinite(o))) refuse("nothing", { o: Math.min(...scaled) });
  const output = scaled.map(BigInt);
  const ratios = factors.map((value, axis) => {
    if (recompute) return fraction(sizes[axis], output[axis]);
    const [n, d] = typeof value === "bigint" ? [value, 1n] : nearest(value, FINEST);
    return fraction(d, n);
  });
  return { output, ratios };
}

/** @param {any} value */
const isFactor = (value) =>
  (typeof value === "bigint" || typeof value === "number") && Number.isFinite(Number(value)) && value > 1e-6;

/** Which cells one output reads: one for nearest, up to two for linear, up to four for cubic. @param {string} mode @param {boolean} corners @param {bigint} size @param {bigint} output @param {Fraction} given @returns {Reads} */
function sampling(mode, corners, size, output, given) {
  const { read } = MODES[mode];
  if (!read) return parts(size, output);
  if (mode === "nearest" && given[0] === 1n) return spread(given[1], given[1]);
  const ratio = !corners ? given : output > 1n ? fraction(size - 1n, output - 1n) : fraction(0n);
  checkWork(ratio[1]);
  let offset = corners || mode === "nearest" ? fraction(0n) : times(ratio, [1n, 2n]);
  if (!corners && read !== one) offset = plus(offset, [-1n, 2n]);
  const ranges = Array.from({ length: Number(ratio[1]) }, (_, o) => read(plus(times(ratio, [BigInt(o), 1n]), offset)));
  return { step: ratio[0], ranges };
}

/** What a row makes of its first input alone. @param {At} at */
const first = (at) => new At(at.name, at.rank, at.inputs.slice(0, 1), at.counting);

/** Resize to the sizes of a second row. @param {At} at @param {Arguments} given */
const upsampleLike = (at, { mode, align_corners }) =>
  upsample(first(at), {
    size: at.inputs[1].shape.slice(1),
    scale_factor: null,
    mode,
    align_corners,
    recompute_scale_factor: null,
  });

/** Pad with zeros, or crop, to the sizes of a second row: half before and the rest behind. @param {At} at */
function padLike(at) {
  const alone = first(at).ranked(),
    wanted = at.inputs[1].shape.slice(1);
  if (wanted.length !== alone.rank) refuse("pad_count", { count: 2 * alone.rank, text: joined(wanted) });
  return padded("zeros")(alone, { padding: padsBetween(alone.sizes(), wanted) });
}

/** For the classes that print a mode and take none. @param {string} wanted @param {boolean} corners */
const upsampling =
  (wanted, corners) =>
  (/** @type {At} */ at, /** @type {Arguments} */ { size, scale_factor, mode }) => {
    oneOf("mode", mode, [wanted]);
    at.sizes();
    return upsample(at, {
      size,
      scale_factor,
      mode: wanted,
      align_corners: corners || null,
      recompute_scale_factor: null,
    });
  };

/** @param {At} whole @param {Arguments} given */
function pixelShuffle(whole, { upscale_factor }) {
  const at = whole.ranked(2),
    factor = integer("upscale_factor", upscale_factor, 1n),
    sizes = at.sizes(),
    [channels] = at.shape;
  if (channels % factor ** 2n) refuse("multiple", { name: "channels", value: channels, factor: factor ** 2n });
  const shape = [channels / factor ** 2n, ...sizes.map((size) => size * factor)];
  return at.slid(
    shape,
    sizes.map(() => spread(factor, factor)),
  );
}

/** @param {At} whole @param {Arguments} given */
function pixelUnshuffle(whole, { downscale_factor }) {
  const at = whole.ranked(2),
    factor = integer("downscale_factor", downscale_factor, 1n),
    sizes = at.sizes(),
    odd = sizes.find((size) => size % factor);
  if (odd !== undefined) refuse("multiple", { name: "size", value: odd, factor });
  const shape = [at.shape[0] * factor ** 2n, ...sizes.map((size) => size / factor)];
  return at.slid(
    shape,
    sizes.map(() => windowed(factor, factor)),
  );
}

/** @param {At} at @param {Arguments} given */
function channelShuffle(at, { groups }) {
  const factor = integer("groups", groups, 1n);
  if (at.shape[0] % factor) refuse("multiple", { name: "channels", value: at.shape[0], factor });
  if (at.shape.length < 2) at.ranked().checkAxes();
  return at.kept();
}

/** @param {import("../padding.js").Mode} mode */
const padded =
  (mode) =>
  (/** @type {At} */ at, /** @type {Arguments} */ { padding }) => {
    const sizes = at.sizes(),
      count = 2 * at.rank,
      ends = Array.isArray(padding) ? padding : new Array(count).fill(padding);
    if (ends.length !== count) refuse("pad_count", { count, text: repr(padding) });
    const numbers = ends.map((end) => integer("padding", end, -(2n ** 63n)));
    const pairs = sizes.map((_, axis) => numbers.slice(count - 2 * axis - 2, count - 2 * axis)); // the last axis comes first in PyTorch
    const output = sizes.map((size, axis) => {
      const [before, behind] = pairs[axis],
        most = PADDINGS[mode].most?.(size),
        larger = before > behind ? before : behind;
      if (most !== undefined && larger > most) refuse("pad_limit", { p: larger, i: size });
      const cut = (before < 0n ? before : 0n) + (behind < 0n ? behind : 0n);
      if (size + before + behind < 1n || size + cut < 0n) refuse("nothing", { o: size + before + behind });
      return size + before + behind;
    });
    return at.slid(
      [at.shape[0], ...output],
      pairs.map(([before]) => windowed(1n, 1n, before)),
      { windows: [] },
    );
  };

kind(
  "Upsample",
  [0],
  "size=None scale_factor=None mode='nearest' align_corners=None recompute_scale_factor=None",
  upsample,
);
kind("UpsamplingNearest", [2], "size=None scale_factor=None * mode='nearest'", upsampling("nearest", false));
kind("UpsamplingBilinear", [2], "size=None scale_factor=None * mode='bilinear'", upsampling("bilinear", true));
kind("UpsampleLike", [0], "mode='nearest' align_corners=None", upsampleLike, true);
kind("PadLike", [0], "", padLike, true);
kind("PixelShuffle", [0], "upscale_factor", pixelShuffle);
kind("PixelUnshuffle", [0], "downscale_factor", pixelUnshuffle);
kind("ChannelShuffle", [0], "groups", channelShuffle);
kind("ZeroPad", RANKS, "padding * value=0.0", (at, given) =>
  Number(given.value) === 0 ? padded("zeros")(at, given) : refuse("value_zero", { kind: at.name }),
); // older PyTorch prints the value, and takes none
kind("ConstantPad", RANKS, "padding value", (at, given) => {
  number("value", given.value);
  return padded("zeros")(at, given);
});
kind("ReflectionPad", RANKS, "padding", padded("reflect"));
kind("ReplicationPad", RANKS, "padding", padded("replicate"));
kind("CircularPad", RANKS, "padding", padded("circular"));
