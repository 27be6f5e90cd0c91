// Blocks whose class says how their rows follow: layers that hold others, and squeeze-and-excitation. convref._read_blocks.
import { refuse } from "../../rules/refusing.js";
import { node } from "./tree.js";

/** @import { Node } from "./tree.js" */

// Classes of other packages by the class of torch.nn that they are, as far as shapes, fields and costs go.
const ALIKE = /** @type {Record<string, string>} */ ({
  BatchNormAct2d: "BatchNorm2d",
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
const FIRST = "static_padding";
const SQUEEZED = /** @type {Record<string, string[]>} */ ({
  SqueezeExcitation: ["avgpool", "fc1", "activation", "fc2", "scale_activation"],
  SqueezeExcite: ["conv_reduce", "bn", "act1", "conv_expand", "gate"],
});

/** @param {string} kind */
const alike = (kind) => (Object.hasOwn(ALIKE, kind) ? ALIKE[kind] : kind);

/** Whether arguments were written. @param {Node} one */
export const isGiven = ({ unnamed, named }) => unnamed.length > 0 || Object.keys(named).length > 0;

/** Give a layer, or a block that has been read to its end, the rows that its class makes of it. @param {Node} one */
export function settle(one) {
  if (!one.children) {
    one.kind = alike(one.kind);
    if (one.kind.startsWith("Lazy")) withoutNoneYet(one);
  } else if (isGiven(one)) settleLayer(one, one.children);
  else if (Object.hasOwn(SQUEEZED, one.kind)) settleSqueeze(one, one.children, SQUEEZED[one.kind]);
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
  return Object.hasOwn(MADE_BY, one.kind) ? MADE_BY[one.kind] : refuse("no_parametrization", { kind: one.kind }, one.line);
}

/** Put the rows of a squeeze-and-excitation into the order of its forward, and let it multiply its input. @param {Node} one @param {Node[]} children @param {string[]} order */
function settleSqueeze(one, children, order) {
  const found = new Map(children.map((child) => [child.labels[0], child]));
  if (found.size !== children.length || [...found.keys()].some((label) => !order.includes(label))) return;
  const pool = order.includes("avgpool") ? [] : [node(one.line, "AdaptiveAvgPool2d", { unnamed: [1n] })],
    rows = order.flatMap((label) => found.get(label) ?? []);
  one.children = [...pool, ...rows, node(one.line, "Mul", { joined: ["input"] })];
  one.known = true;
}
