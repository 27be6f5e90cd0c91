// Rows that treat each value by itself: activations and dropout. convref._kinds.activations.
import { refuse } from "../refusing.js";
import { demand, integer, number } from "./checks.js";
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

/** What PyTorch asks of the arguments of some kinds. @type {Record<string, (given: Arguments) => void>} */
const DEMANDS = {
  CELU: ({ alpha }) => demand(Number(alpha) !== 0, "alpha != 0", { alpha }),
  RReLU: ({ lower, upper }) => demand(lower <= upper, "lower <= upper", { lower, upper }),
  GELU: ({ approximate }) =>
    demand(["none", "tanh"].includes(approximate), "approximate in ('none', 'tanh')", { approximate }),
  Softshrink: ({ lambd }) => demand(lambd >= 0, "lambd >= 0", { lambd }),
  Hardtanh: ({ min_val, max_val }) => demand(min_val < max_val, "min_val < max_val", { min_val, max_val }),
  Threshold: (given) => ["threshold", "value"].forEach((name) => number(name, given[name])),
  Dropout: ({ p }) => demand(p >= 0 && p <= 1, "0 <= p <= 1", { p }),
};

/** A kind that keeps its input's shape, once what PyTorch asks of its arguments holds. @param {string} name of the demands @returns {import("./registry.js").Rule} */
const demanding = (name) => (at, given) => {
  DEMANDS[name](given);
  return kept(at, given);
};

for (const [names, signature] of [
  ["ReLU ReLU6 SELU SiLU Mish Hardswish Hardsigmoid", "inplace=False"],
  ["Sigmoid Tanh LogSigmoid Softsign Tanhshrink", ""],
  ["ELU", "alpha=1.0 inplace=False"],
  ["LeakyReLU", "negative_slope=0.01 inplace=False"],
  ["Softplus", "beta=1.0 threshold=20.0"],
  ["Hardshrink", "lambd=0.5"],
  ["StochasticDepth", "p mode"],
  ["DropPath", "drop_prob=0.0 scale_by_keep=True"],
])
  kind(names, [0], signature, kept);
kind("CELU", [0], "alpha=1.0 inplace=False", demanding("CELU"));
kind("RReLU", [0], "lower=0.125 upper=0.3333333333333333 inplace=False", demanding("RReLU"));
kind("GELU", [0], "approximate='none'", demanding("GELU"));
kind("Softshrink", [0], "lambd=0.5", demanding("Softshrink"));
kind("Hardtanh", [0], "min_val=-1.0 max_val=1.0 inplace=False", demanding("Hardtanh"));
kind("Threshold", [0], "threshold value inplace=False", demanding("Threshold"));
kind("AlphaDropout FeatureAlphaDropout", [0], "p=0.5 inplace=False", demanding("Dropout"));
kind("PReLU", [0], "num_parameters=1 init=0.25 device=None dtype=None", prelu);
kind("Softmax LogSoftmax Softmin", [0], "dim=None", softmax);
kind("Softmax", [2], "", kept);
kind("GLU", [0], "dim=-1", glu);
kind("Dropout", [0, ...RANKS], "p=0.5 inplace=False", demanding("Dropout"));
