// Blocks whose class says how their rows follow: layers that hold others, and blocks whose forward is known. convref.reading._blocks.
import { refuse } from "../../rules/refusing.js";
import { node } from "./node.js";

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
// What other scripts bring: what puts the rows of a printed block into the order of its forward, and what reads words.
export const brought = {
  settleKnown: /** @type {(one: Node, children: Node[]) => void} */ (() => {}),
  rankOf: /** @type {(text: string) => number} */ (() => 0),
  said: /** @type {(text: string, line: number, rank: number, layerOf: any) => Node | null} */ (() => null),
};
const PARAMETRIZED = /^Parametrized/;
const MADE_BY = /** @type {Record<string, string>} */ ({
  _WeightNorm: "weight_norm",
  _SpectralNorm: "spectral_norm",
  _Orthogonal: "orthogonal",
});
const MADE = Object.values(MADE_BY);
const FIRST = "static_padding";
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
  else {
    one.squeezes = squeezes(one);
    brought.settleKnown(one, one.children);
  }
}

/** The convolutions of a block, first to last. @param {Node} block @returns {Node[]} */
export const convolutions = ({ children }) =>
  (children ?? []).flatMap((one) => (one.children ? convolutions(one) : one.kind.startsWith("Conv") ? [one] : []));

/** Whether a block looks like squeeze-and-excitation whose forward pools: it makes a gate of few channels. @param {Node} one */
function squeezes(one) {
  const layers = convolutions(one),
    [first, second] = layers,
    isPointwise = layers.every(({ named }) => /^1(,1)*$/.test(String(named.kernel_size)));
  let last = one;
  while (last.children?.length) last = last.children[last.children.length - 1];
  const isBack = layers.length === 2 && first.unnamed.length > 0 && first.unnamed[0] === second.unnamed[1];
  return isBack && isPointwise && /^Hard[sS]igmoid$|^Sigmoid$/.test(last.kind);
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
