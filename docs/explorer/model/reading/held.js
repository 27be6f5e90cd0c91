// Blocks whose class says how their rows follow: layers that hold others, and blocks whose forward is known. convref.reading._blocks.
import { alike, isGiven } from "./blocks.js";
import { convolutions, settleKnown } from "./forwards.js";
import { node } from "./node.js";

/** @import { Node } from "./tree.js" */
/** @typedef {(rule: string, numbers: Record<string, unknown>, line: number) => never} Refuse */

const PARAMETRIZED = /^Parametrized/;
const MADE_BY = /** @type {Record<string, string>} */ ({
  _WeightNorm: "weight_norm",
  _SpectralNorm: "spectral_norm",
  _Orthogonal: "orthogonal",
});
const MADE = Object.values(MADE_BY);
const FIRST = "static_padding";

/** Give a block that has been read to its end the rows that its class makes of it. @param {Node} one @param {Refuse} refuse */
export function settleBlock(one, refuse) {
  const children = one.children ?? [];
  if (MADE.includes(one.kind)) settleWrapped(one, children, refuse);
  else if (isGiven(one)) settleLayer(one, children, refuse);
  else {
    one.squeezes = squeezes(one);
    settleKnown(one, children);
  }
}

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

/** Make of weight_norm( with a layer in it, each on a line of its own, that layer. @param {Node} one @param {Node[]} children @param {Refuse} refuse */
function settleWrapped(one, children, refuse) {
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

/** Make a block with arguments the layer that they belong to, with what it holds behind it. @param {Node} one @param {Node[]} held @param {Refuse} refuse */
function settleLayer(one, held, refuse) {
  const { unnamed, named, line } = one,
    kind = one.kind.replace(PARAMETRIZED, ""),
    isMade = (/** @type {Node} */ { labels }) => kind !== one.kind && String(labels) === "parametrizations",
    children = held.filter((child) => !isMade(child)),
    parametrization = parametrizationOf(
      held.find((child) => isMade(child) && child.children?.length),
      refuse,
    ),
    layer = node(line, alike(kind), { unnamed, named, parametrization }),
    isFirst = (/** @type {Node} */ { labels: [label] }) => label === FIRST;
  if (!children.length) Object.assign(one, layer, { labels: one.labels, sources: one.sources });
  else {
    const rows = [...children.filter(isFirst), layer, ...children.filter((child) => !isFirst(child))];
    Object.assign(one, { kind: "", unnamed: [], named: {}, children: rows });
  }
}

/** What makes the weight, of (parametrizations): ModuleDict( with one list for it. @param {Node | undefined} held @param {Refuse} refuse */
function parametrizationOf(held, refuse) {
  if (!held) return "";
  const [first, ...others] = held.children ?? [],
    [one] = first.children ?? [];
  if (others.length || String(first.labels) !== "weight" || first.children?.length !== 1)
    refuse("one_parametrization", {}, held.line);
  return Object.hasOwn(MADE_BY, one.kind)
    ? MADE_BY[one.kind]
    : refuse("no_parametrization", { kind: one.kind }, one.line);
}
