// Functions and methods of torch by the rows that they make. convref.reading._python.functional.

const words = (/** @type {string} */ text) => text.split(" ");

const PLAIN = Object.fromEntries(
  words(
    "relu:ReLU relu_:ReLU relu6:ReLU6 selu:SELU silu:SiLU mish:Mish hardswish:Hardswish hardsigmoid:Hardsigmoid sigmoid:Sigmoid sigmoid_:Sigmoid tanh:Tanh tanh_:Tanh logsigmoid:LogSigmoid softsign:Softsign tanhshrink:Tanhshrink elu:ELU celu:CELU leaky_relu:LeakyReLU leaky_relu_:LeakyReLU gelu:GELU softplus:Softplus softshrink:Softshrink hardshrink:Hardshrink hardtanh:Hardtanh threshold:Threshold softmax:Softmax log_softmax:LogSoftmax softmin:Softmin glu:GLU dropout:Dropout alpha_dropout:AlphaDropout feature_alpha_dropout:FeatureAlphaDropout dropout1d:Dropout1d dropout2d:Dropout2d dropout3d:Dropout3d interpolate:Upsample upsample:Upsample upsample_nearest:Upsample pixel_shuffle:PixelShuffle pixel_unshuffle:PixelUnshuffle unfold:Unfold fold:Fold local_response_norm:LocalResponseNorm channel_shuffle:ChannelShuffle",
  ).map((one) => one.split(":")),
);
const RANKED = Object.entries({
  max_pool: "MaxPool",
  avg_pool: "AvgPool",
  lp_pool: "LPPool",
  adaptive_avg_pool: "AdaptiveAvgPool",
  adaptive_max_pool: "AdaptiveMaxPool",
}).flatMap(([name, kind]) => [1, 2, 3].map((rank) => [`${name}${rank}d`, `${kind}${rank}d`]));

/** @type {Record<string, string>} */
export const CLASSES = { ...PLAIN, ...Object.fromEntries(RANKED) };

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

const DROPOUT = "p training inplace",
  POOL = "kernel_size stride padding dilation ceil_mode return_indices",
  SOFTMAX = "dim _stacklevel dtype";
/** Arguments of functions whose class takes fewer. @type {Record<string, string>} */
export const UNREAD = {
  dropout: DROPOUT,
  alpha_dropout: DROPOUT,
  feature_alpha_dropout: DROPOUT,
  dropout1d: DROPOUT,
  dropout2d: DROPOUT,
  dropout3d: DROPOUT,
  softmax: SOFTMAX,
  log_softmax: SOFTMAX,
  softmin: SOFTMAX,
  max_pool1d: POOL,
  max_pool2d: POOL,
  max_pool3d: POOL,
  interpolate: "size scale_factor mode align_corners recompute_scale_factor antialias",
  upsample: "size scale_factor mode align_corners",
};
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
