// Blocks whose class says how their rows follow: layers that hold others, and blocks of torchvision and timm. convref.reading._blocks.
import { refuse } from "../../rules/refusing.js";
import { node } from "./tree.js";

/** @import { Node } from "./tree.js" */

// Classes of other packages by the class of torch.nn that they are, as far as shapes, fields and costs go.
const ALIKE = /** @type {Record<string, string>} */ ({
  BatchNormAct2d: "BatchNorm2d",
  Conv3DSimple: "Conv3d",
  Conv3DNoTemporal: "Conv3d",
  StdConv2d: "Conv2d",
  FrozenBatchNormAct2d: "FrozenBatchNorm2d",
  GroupNormAct: "GroupNorm",
  Conv2dStaticSamePadding: "Conv2d",
  GELUActivation: "GELU",
  NewGELUActivation: "GELU",
  FastGELUActivation: "GELU",
  PytorchGELUTanh: "GELU",
  SiLUActivation: "SiLU",
  MemoryEfficientSwish: "SiLU",
});
const PARAMETRIZED = /^Parametrized/;
const MADE_BY = /** @type {Record<string, string>} */ ({
  _WeightNorm: "weight_norm",
  _SpectralNorm: "spectral_norm",
  _Orthogonal: "orthogonal",
});
const MADE = Object.values(MADE_BY);
const FIRST = "static_padding";
// The rows of blocks of torchvision and timm in the order of their forward, for the names that they hold: a word is the
// layer or block of that name, which takes the row before, or with < the one named; + adds and * multiplies a row to the
// one before, and ~ stacks rows.
const FORWARDS = /** @type {Record<string, string[]>} */ ({
  SqueezeExcitation: ["avgpool fc1 activation fc2 scale_activation *input"],
  SqueezeExcite: [
    "pool! conv_reduce bn act1 conv_expand gate *input",
    "pool! conv_reduce act1 conv_expand gate *input",
  ],
  BasicBlock: [
    "conv1 bn1 relu conv2 bn2 +input relu",
    "conv1 bn1 relu conv2 bn2 downsample<input +bn2 relu",
    "conv1 bn1 conv2 bn2 shortcut<input +bn2",
    "conv1 conv2 +input relu",
    "conv1 conv2 downsample<input +conv2 relu",
    "conv1 bn1 drop_block act1 aa conv2 bn2 +input act2",
    "conv1 bn1 drop_block act1 aa conv2 bn2 downsample<input +bn2 act2",
  ],
  Bottleneck: [
    "conv1 bn1 relu conv2 bn2 relu conv3 bn3 +input relu",
    "conv1 bn1 relu conv2 bn2 relu conv3 bn3 downsample<input +bn3 relu",
    "conv1 bn1 conv2 bn2 conv3 bn3 shortcut<input +bn3",
    "conv1 bn1 act1 conv2 bn2 drop_block act2 aa conv3 bn3 +input act3",
    "conv1 bn1 act1 conv2 bn2 drop_block act2 aa conv3 bn3 downsample<input +bn3 act3",
  ],
  Fire: [
    "squeeze squeeze_activation expand1x1 expand1x1_activation expand3x3<squeeze_activation expand3x3_activation ~expand1x1_activation,expand3x3_activation",
  ],
  Inception: ["branch1<input branch2<input branch3<input branch4<input ~branch1,branch2,branch3,branch4"],
  _DenseLayer: ["norm1 relu1 conv1 norm2 relu2 conv2 ~input,conv2"],
});
const JOINS = /** @type {Record<string, string>} */ ({ "+": "Add", "*": "Mul" });

/** @param {string} kind */
const alike = (kind) => (Object.hasOwn(ALIKE, kind) ? ALIKE[kind] : kind);

/** Whether arguments were written. @param {Node} one */
export const isGiven = ({ unnamed, named }) => unnamed.length > 0 || Object.keys(named).length > 0;

/** Give a layer, or a block that has been read to its end, the rows that its class makes of it. @param {Node} one */
export function settle(one) {
  if (!one.children) {
    one.kind = alike(one.kind);
    if (one.kind.startsWith("Lazy")) withoutNoneYet(one);
  } else if (MADE.includes(one.kind)) settleWrapped(one, one.children);
  else if (isGiven(one)) settleLayer(one, one.children);
  else if (Object.hasOwn(FORWARDS, one.kind)) settleKnown(one, one.children);
}

/** Make of weight_norm( with a layer in it, each on a line of its own, that layer. @param {Node} one @param {Node[]} children */
function settleWrapped(one, children) {
  const [only] = children;
  if (isGiven(one) || children.length !== 1 || only.children || only.parametrization)
    refuse("wrapped", { kind: one.kind }, one.line);
  Object.assign(one, {
    ...only,
    labels: one.labels,
    line: one.line,
    sources: one.sources.length ? one.sources : only.sources,
    parametrization: one.kind,
  });
}

/** Drop the 0 input channels that a lazy layer prints before its first call. @param {Node} one */
function withoutNoneYet(one) {
  if (one.unnamed[0] === 0n) one.unnamed.shift();
  if (one.named.in_features === 0n) delete one.named.in_features;
}

/** Make a block with arguments the layer that they belong to, with what it holds behind it. @param {Node} one @param {Node[]} held */
function settleLayer(one, held) {
  const { unnamed, named, line } = one,
    kind = one.kind.replace(PARAMETRIZED, ""),
    isMade = (/** @type {Node} */ { labels }) => kind !== one.kind && String(labels) === "parametrizations",
    children = held.filter((child) => !isMade(child)),
    parametrization = parametrizationOf(held.find((child) => isMade(child) && child.children?.length)),
    layer = node(line, alike(kind), { unnamed, named, parametrization }),
    isFirst = (/** @type {Node} */ { labels: [label] }) => label === FIRST;
  if (!children.length) Object.assign(one, layer, { labels: one.labels, sources: one.sources });
  else {
    const rows = [...children.filter(isFirst), layer, ...children.filter((child) => !isFirst(child))];
    Object.assign(one, { kind: "", unnamed: [], named: {}, children: rows });
  }
}

/** What makes the weight, of (parametrizations): ModuleDict( with one list for it. @param {Node | undefined} held */
function parametrizationOf(held) {
  if (!held) return "";
  const [first, ...others] = held.children ?? [],
    [one] = first.children ?? [];
  if (others.length || String(first.labels) !== "weight" || first.children?.length !== 1)
    refuse("one_parametrization", {}, held.line);
  return Object.hasOwn(MADE_BY, one.kind)
    ? MADE_BY[one.kind]
    : refuse("no_parametrization", { kind: one.kind }, one.line);
}

/** Put the rows of a block into the order of its forward, where it holds what the class of that name does. @param {Node} one @param {Node[]} children */
function settleKnown(one, children) {
  const held = Object.fromEntries(children.map((child) => [child.labels[0], child])),
    count = Object.keys(held).length;
  for (const steps of FORWARDS[one.kind].map((text) => text.split(" "))) {
    const names = new Set(steps.filter((step) => !/^[+*~]|!$/.test(step)).map((step) => step.split("<")[0]));
    if (count !== children.length || count !== names.size || [...names].some((name) => !Object.hasOwn(held, name)))
      continue;
    one.children = steps.map((step, at) => stepOf(one.line, step, held, steps.indexOf(step) < at));
    one.known = true;
    return;
  }
}

/** One row; a layer that is called again, which has no weights, has its name only once. @param {number} line @param {string} step @param {Record<string, Node>} held @param {boolean} again @returns {Node} */
function stepOf(line, step, held, again) {
  const [sign, others] = [step[0], step.slice(1)];
  if (step === "pool!") return node(line, "AdaptiveAvgPool2d", { unnamed: [1n] });
  if (sign in JOINS) return node(line, JOINS[sign], { joined: [others] });
  if (sign === "~") return node(line, "Cat", { sources: others.split(",") });
  const [name, source] = step.split("<"),
    child = { ...held[name], sources: source ? [source] : [] };
  return again ? { ...child, labels: [""] } : child;
}
