// Rows with a kernel that learns: convolutions and transposed convolutions; and unfold, fold. convref._kinds.slides.
import { floorDivide } from "../integers.js";
import { MODES, samePadding } from "../padding.js";
import { allAfter, spread, windowed } from "../reaches.js";
import { MOST_TAPS, products } from "../reads.js";
import { refuse } from "../refusing.js";
import { convSize, dilated, transposedSize } from "../sizes.js";
import { flag, integer, isSame, joined, oneOf, perAxis, product } from "./checks.js";
import { kind, made, RANKS, seesAll } from "./registry.js";

/** @import { At, Arguments } from "./registry.js" */
/** @typedef {{ kernel_size: any, stride: any, padding: any, dilation: any, output_padding: any, out_channels: bigint | null, groups: bigint, bias: boolean, transposed: boolean }} Layer as convref.Layer */
/** @typedef {{ k: bigint, s: bigint, d: bigint, op: bigint, pair: [bigint, bigint] }} Axis what a layer says of one axis */

const NUMBERS = /** @type {const} */ ({ kernel_size: 1n, stride: 1n, padding: 0n, dilation: 1n, output_padding: 0n });

/** Before and after, an axis each; the odd cell of 'same' goes after. @param {any} padding @param {bigint[]} kernel @param {bigint[]} stride @param {bigint[]} dilation @returns {[bigint, bigint][]} */
function pairsOf(padding, kernel, stride, dilation) {
  if (typeof padding !== "string") return perAxis("padding", padding, kernel.length, 0n).map((p) => [p, p]);
  if (padding === "valid") return kernel.map(() => [0n, 0n]);
  if (padding !== "same") return refuse("word", { word: padding });
  const step = stride.find((s) => s !== 1n);
  if (step !== undefined) refuse("same_stride", { s: step });
  return kernel.map((k, axis) => samePadding(k, dilation[axis]));
}

/** @param {Layer} layer @param {number} axes @returns {Axis[]} */
export function axesOf(layer, axes) {
  const [kernel, stride, dilation, extra] = /** @type {const} */ ([
    "kernel_size",
    "stride",
    "dilation",
    "output_padding",
  ]).map((name) => perAxis(name, layer[name], axes, NUMBERS[name]));
  if (layer.transposed && typeof layer.padding === "string") refuse("word_transposed", { word: layer.padding });
  const pairs = pairsOf(layer.padding, kernel, stride, dilation);
  if (!layer.transposed && extra.some(Boolean)) refuse("only_transposed", {});
  return kernel.map((k, axis) => ({ k, s: stride[axis], d: dilation[axis], op: extra[axis], pair: pairs[axis] }));
}

/** A layer whose arguments hold, whatever its input. @param {Partial<Layer>} given @returns {Layer} */
export function layerOf(given) {
  const layer = {
    kernel_size: 1n,
    stride: 1n,
    padding: 0n,
    dilation: 1n,
    output_padding: 0n,
    out_channels: null,
    groups: 1n,
    bias: true,
    transposed: false,
    ...given,
  };
  flag("bias", layer.bias);
  integer("groups", layer.groups, 1n);
  if (layer.out_channels !== null) integer("out_channels", layer.out_channels, 1n);
  const lengths = Object.keys(NUMBERS).map((name) => {
    const value = layer[/** @type {keyof typeof NUMBERS} */ (name)];
    if (Array.isArray(value) && value.length === 0) refuse("length", { name, count: 0, axes: 1 });
    return Array.isArray(value) ? value.length : 1;
  });
  axesOf(layer, Math.max(...lengths));
  return layer;
}

/** @param {Axis} axis @param {bigint} i @param {boolean} transposed */
function sizeOf({ k, s, d, op, pair: [before, behind] }, i, transposed) {
  if (transposed) {
    const most = s > d ? s : d;
    if (op >= most) refuse("range", { op, s, d, most: most - 1n });
    const o = transposedSize(i, k, s, before, op, d);
    return o < 1n ? refuse("nothing", { o }) : o;
  }
  const padded = i + before + behind;
  if (dilated(k, d) > padded) refuse("must_fit", { reach: dilated(k, d), padded });
  return convSize(i, k, s, before + behind, d);
}

/** Products along one axis; too many taps are refused. @param {Axis} axis @param {bigint} i @param {bigint} o @param {boolean} transposed @param {boolean} all */
const productsOf = ({ pair: [before], ...axis }, i, o, transposed, all) =>
  products({ ...axis, before, transposed }, i, o, all) ?? refuse("work", { most: MOST_TAPS });

/** What a layer makes; with `copies`, its padding holds copies of the input and no zeros. @param {At} at @param {Layer} layer @param {boolean} [copies] */
function layerMade(at, layer, copies = false) {
  const [channels, ...sizes] = at.shape,
    { transposed, groups } = layer,
    axes = axesOf(layer, sizes.length),
    output = axes.map((axis, n) => sizeOf(axis, sizes[n], transposed)),
    out = layer.out_channels ?? channels;
  for (const value of [channels, out]) if (value % groups) refuse("divide", { name: "channels", value, groups });
  const pairs = (channels * out) / groups,
    all = transposed ? at.counting.cropped : at.counting.zeros || copies,
    macs = axes.reduce((found, axis, n) => found * productsOf(axis, sizes[n], output[n], transposed, all), pairs),
    parameters = pairs * product(axes.map(({ k }) => k)) + (layer.bias ? out : 0n);
  const reads = axes.map(({ k, s, d, pair }) => (transposed ? spread : windowed)(k, s, pair[0], d));
  return at.slid([out, ...output], reads, { macs, parameters });
}

/** @param {At} at @param {Arguments} given */
function conv(at, { in_channels, out_channels, padding_mode, ...given }) {
  const sizes = at.sizes();
  at.checkChannels("in_channels", in_channels);
  at.checkEach({ kernel_size: given.kernel_size });
  const layer = layerOf({ ...given, out_channels: integer("out_channels", out_channels, 1n) });
  oneOf("padding_mode", padding_mode, Object.keys(MODES));
  if (padding_mode !== "zeros") at.checkEach({ padding: given.padding });
  const { most } = MODES[/** @type {import("../padding.js").Mode} */ (padding_mode)];
  if (most) {
    axesOf(layer, at.rank).forEach(({ pair: [before, behind] }, axis) => {
      if (behind > 0n && behind > most(sizes[axis])) refuse("pad_limit", { p: behind, i: sizes[axis] });
      if (before > behind) refuse("pad_limit", { p: before, i: sizes[axis] });
    });
  }
  return layerMade(at, layer, padding_mode !== "zeros");
}

/** @param {At} at @param {Arguments} given */
function convTranspose(at, { in_channels, out_channels, padding_mode, ...given }) {
  at.sizes();
  at.checkChannels("in_channels", in_channels);
  at.checkEach({ kernel_size: given.kernel_size });
  oneOf("padding_mode", padding_mode, ["zeros"]);
  return layerMade(
    at,
    layerOf({ ...given, out_channels: integer("out_channels", out_channels, 1n), transposed: true }),
  );
}

/** @param {At} at @param {Arguments} given */
function plainLayer(at, { layer }) {
  const here = at.ranked();
  here.sizes();
  return layerMade(here, layer);
}

/** @param {At} at @param {Arguments} given */
const geometry = (at, { kernel_size, dilation, padding, stride }) => {
  const [k, d, p, s] = [
    at.perAxis("kernel_size", kernel_size, 1n),
    at.perAxis("dilation", dilation, 1n),
    at.perAxis("padding", padding, 0n),
    at.perAxis("stride", stride, 1n),
  ];
  return k.map((one, axis) => ({ k: one, d: d[axis], p: p[axis], s: s[axis] }));
};

/** @param {At} whole @param {Arguments} given */
function unfold(whole, given) {
  const at = whole.ranked(2),
    sizes = at.sizes();
  at.checkEach(given);
  const axes = geometry(at, given),
    output = axes.map(({ k, d, p, s }, n) => sizeOf({ k, s, d, op: 0n, pair: [p, p] }, sizes[n], false)),
    reads = axes.map(({ k, d, p, s }) => windowed(k, s, p, d)),
    reaches = seesAll(at.flow) ? at.flow.reaches : allAfter(at.flow.reaches, reads);
  const shape = [at.shape[0] * product(axes.map(({ k }) => k)), product(output)];
  return made({ shape, reaches, sizes: output }, { windows: reads });
}

/** @param {At} whole @param {Arguments} given */
function fold(whole, { output_size, ...given }) {
  const at = whole.ranked(2),
    axes = geometry(at, given),
    output = at.perAxis("output_size", output_size, 1n),
    area = product(axes.map(({ k }) => k)),
    blocks = axes.map(({ k, d, p, s }, n) => floorDivide(output[n] + 2n * p - dilated(k, d), s) + 1n);
  if (at.shape.length !== 2 || at.shape[0] % area || at.shape[1] !== product(blocks) || blocks.some((n) => n < 1n))
    refuse("fold", { area, windows: product(blocks), shape: joined(at.shape) });
  if (!seesAll(at.flow) && (at.flow.order || !isSame(at.flow.sizes, blocks)))
    refuse("fold_map", { blocks: joined(blocks) });
  const reads = axes.map(({ k, d, p, s }) => spread(k, s, p, d)),
    reaches = seesAll(at.flow) ? at.flow.reaches : allAfter(at.flow.reaches, reads);
  return made({ shape: [at.shape[0] / area, ...output], reaches, sizes: output });
}

const END = "device=None dtype=None";
for (const [name, middle, rule] of /** @type {const} */ ([
  ["Conv", "dilation=1 groups=1 bias=True", conv],
  ["ConvTranspose", "output_padding=0 groups=1 bias=True dilation=1", convTranspose],
])) {
  const signature = `out_channels kernel_size stride=1 padding=0 ${middle} padding_mode='zeros' ${END}`;
  kind(name, RANKS, `in_channels ${signature}`, rule);
  kind(`Lazy${name}`, RANKS, signature, (at, given) => rule(at, { in_channels: at.shape[0], ...given }));
}
kind("Layer", [0], "layer", plainLayer);
kind("Unfold", [0], "kernel_size dilation=1 padding=0 stride=1", unfold);
kind("Fold", [0], "output_size kernel_size dilation=1 padding=0 stride=1", fold);
