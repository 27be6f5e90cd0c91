// Functions and methods of torch by the rows that they make. convref.reading._python.functional.

import { host } from "./host.js";

const words = (/** @type {string} */ text) => text.split(" ");

// Functions of the name of a class, as Python writes it.
const ALIKE = words(
  "relu relu_ relu6 selu silu mish hardswish hardsigmoid sigmoid sigmoid_ tanh tanh_ logsigmoid softsign tanhshrink elu celu leaky_relu leaky_relu_ gelu softplus softshrink hardshrink hardtanh threshold softmax log_softmax softmin glu dropout alpha_dropout feature_alpha_dropout dropout1d dropout2d dropout3d upsample pixel_shuffle pixel_unshuffle unfold fold local_response_norm channel_shuffle",
);
const RANKED = ["max_pool", "avg_pool", "lp_pool", "adaptive_avg_pool", "adaptive_max_pool"].flatMap((name) =>
  [1, 2, 3].map((rank) => `${name}${rank}d`),
);
const RESIZING = words("interpolate upsample upsample_nearest");

/** The class of the same work as a function; nothing where there is none. @param {string} name */
export function classOf(name) {
  if (RESIZING.includes(name)) return "Upsample";
  const plain = name.replaceAll("_", "");
  return [...ALIKE, ...RANKED].includes(name)
    ? Object.keys(host.KINDS).find((kind) => kind.toLowerCase() === plain)
    : undefined;
}

/** Functions that pool windows, which may be as large as the row. */
export const POOLS = ["max", "avg"].flatMap((name) => [1, 2, 3].map((rank) => `${name}_pool${rank}d`));

const RANKS = [1, 2, 3],
  CONV = { stride: 1n, padding: 0n, dilation: 1n, groups: 1n, padding_mode: "zeros" },
  TRANSPOSED = { stride: 1n, padding: 0n, output_padding: 0n, groups: 1n, dilation: 1n };
/** Functions that take a weight: the layer that has one, and what they take where nothing is said. @type {Record<string, [string, Record<string, any>]>} */
export const WITH_WEIGHT = Object.fromEntries([
  ["linear", ["Linear", {}]],
  ...RANKS.map((rank) => [`conv${rank}d`, [`Conv${rank}d`, CONV]]),
  ...RANKS.map((rank) => [`conv_transpose${rank}d`, [`ConvTranspose${rank}d`, TRANSPOSED]]),
]);

/** Where arguments stand of functions whose class takes fewer. @type {[RegExp, string][]} */
const UNREAD = [
  [/dropout/, "p training inplace"],
  [/softm/, "dim _stacklevel dtype"],
  [/^max_pool/, "kernel_size stride padding dilation ceil_mode return_indices"],
  [/^interpolate$/, "size scale_factor mode align_corners recompute_scale_factor antialias"],
  [/^upsample$/, "size scale_factor mode align_corners"],
];
/** The places of the arguments of such a function; nothing for another one. @param {string} name */
export const placesOf = (name) => UNREAD.find(([names]) => names.test(name))?.[1].split(" ");
export const DROPPED = words("training _stacklevel dtype antialias");
export const VALUES = words(
  "exp log sqrt abs square pow clamp neg sin cos erf log1p expm1 rsqrt clip normalize sign reciprocal randn_like rand_like zeros_like ones_like bernoulli",
);
export const FILLED = /^torch\.(randn|rand|zeros|ones|empty)$/; // what fills a row of given sizes with values of its own
export const SAME = words("contiguous float to cuda cpu detach type type_as requires_grad_");
export const COPIED = words("clone double half bfloat16"); // work in place on them leaves the others as they are
export const VIEWS =
  /^(Flatten|Select|Unflatten|Permute|View|Squeeze|Unsqueeze|Identity|Dropout|StochasticDepth|DropPath)/; // kinds of rows that look at the memory of the row before
export const ALONE = words("Identity Elementwise Sigmoid Tanh LogSigmoid Softplus ReLU Dropout"); // what one number may go through
/** @type {Record<string, string>} */
export const JOINS = {
  add: "Add",
  sub: "Sub",
  mul: "Mul",
  div: "Div",
  multiply: "Mul",
  subtract: "Sub",
  divide: "Div",
  true_divide: "Div",
  maximum: "Maximum",
  minimum: "Minimum",
  fmax: "Maximum",
  fmin: "Minimum",
};
export const MOVED = words("movedim t flip roll rot90 einsum rearrange");
/** @type {Record<string, string>} */
export const OPERATORS = { Add: "Add", Sub: "Sub", Mult: "Mul", Div: "Div" };
export const WEIGHTED = [
  ...Object.keys(WITH_WEIGHT),
  ...words("batch_norm bilinear embedding prelu layer_norm group_norm instance_norm"),
];
