// Rows that treat each value by itself: activations and dropout. convref._kinds.activations.
import { refuse } from "../refusing.js";
import { demand, integer, notNegative, notZero, number, oneOf } from "./checks.js";
import { kind, made, RANKS } from "./registry.js";

/** @import { At, Arguments } from "./registry.js" */

/** @param {At} at @param {Arguments} given */
const kept = (at, { inplace = false }) => at.kept({ fresh: !inplace });

/** @param {At} at @param {Arguments} given */
function prelu(at, { num_parameters }) {
  const parameters = integer("num_parameters", num_parameters, 1n);
  if (parameters !== 1n && parameters !== at.shape[0])
    refuse("made_for", { name: "num_parameters", channels: at.shape[0], value: parameters });
  return at.kept({ parameters });
}

/** @param {At} at @param {Arguments} given */
function softmax(at, { dim }) {
  const axes = BigInt(at.shape.length + 1); // with the batch
  if (dim !== null && integer("dim", dim, -axes) >= axes) refuse("axis", { name: "dim", most: axes - 1n, value: dim });
  return at.kept({});
}

/** @param {At} at @param {Arguments} given */
function glu({ shape, flow }, { dim }) {
  const axes = BigInt(shape.length),
    given = integer("dim", dim, -axes);
  if ((given + axes + 1n) % (axes + 1n) !== 1n) refuse("channels_only", {});
  if (shape[0] % 2n) refuse("multiple", { name: "channels", value: shape[0], factor: 2 });
  return made({ ...flow, shape: [shape[0] / 2n, ...shape.slice(1)] });
}

/** @param {Arguments} given */
const share = ({ p }) => demand(p >= 0 && p <= 1, "0 <= p <= 1", { p });

/** Kinds that keep their input's shape, and what PyTorch asks of their arguments. @type {[string, string, ((given: Arguments) => void)?, number[]?][]} */
const KEEPING = [
  ["ReLU ReLU6 SELU SiLU Mish Hardswish Hardsigmoid", "inplace=False"],
  ["Sigmoid Tanh LogSigmoid Softsign Tanhshrink", ""],
  ["ELU", "alpha=1.0 inplace=False"],
  ["LeakyReLU", "negative_slope=0.01 inplace=False"],
  ["Softplus", "beta=1.0 threshold=20.0"],
  ["Hardshrink", "lambd=0.5"],
  ["StochasticDepth", "p mode"],
  ["DropPath", "drop_prob=0.0 scale_by_keep=True"],
  ["CELU", "alpha=1.0 inplace=False", ({ alpha }) => notZero("alpha", alpha)],
  [
    "RReLU",
    "lower=0.125 upper=0.3333333333333333 inplace=False",
    ({ lower, upper }) => demand(lower <= upper, "lower <= upper", { lower, upper }),
  ],
  ["GELU", "approximate='none'", ({ approximate }) => oneOf("approximate", approximate, ["none", "tanh"])],
  ["Softshrink", "lambd=0.5", ({ lambd }) => notNegative("lambd", lambd)],
  [
    "Hardtanh",
    "min_val=-1.0 max_val=1.0 inplace=False",
    ({ min_val, max_val }) => demand(min_val < max_val, "min_val < max_val", { min_val, max_val }),
  ],
  [
    "Threshold",
    "threshold value inplace=False",
    (given) => ["threshold", "value"].forEach((name) => number(name, given[name])),
  ],
  ["AlphaDropout FeatureAlphaDropout", "p=0.5 inplace=False", share],
  ["Dropout", "p=0.5 inplace=False", share, [0, ...RANKS]],
];
for (const [names, signature, asks, ranks = [0]] of KEEPING)
  kind(names, ranks, signature, (at, given) => {
    asks?.(given);
    return kept(at, given);
  });
kind("PReLU", [0], "num_parameters=1 init=0.25 device=None dtype=None", prelu);
kind("Softmax LogSoftmax Softmin", [0], "dim=None", softmax);
kind("Softmax", [2], "", kept);
kind("GLU", [0], "dim=-1", glu);
