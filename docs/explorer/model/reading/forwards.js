// Blocks of torchvision and timm whose forward is known by their class; they come with a script of their own.
// convref.reading._forwards says what the words of the file mean.
import known from "../../../../convref/reading/forwards.json" with { type: "json" };
import { node } from "./node.js";

/** @import { Node } from "./tree.js" */

const FORWARDS = /** @type {Record<string, string[]>} */ (known.blocks);
const FUNCTIONS = /** @type {Record<string, any>} */ (known.functions);
const JOINS = /** @type {Record<string, string>} */ ({ "+": "Add", "*": "Mul" });

/** The convolutions of a block, first to last. @param {Node} block @returns {Node[]} */
export const convolutions = ({ children }) =>
  (children ?? []).flatMap((one) => (one.children ? convolutions(one) : one.kind.startsWith("Conv") ? [one] : []));

/** The names of layers that a forward calls, or leaves out. @param {string[]} steps */
const namesIn = (steps) =>
  new Set(
    steps.filter((step) => !/^[+*~^]|!/.test(step)).map((step) => step.replace(/^[-|]/, "").replace(/[<>].*/, "")),
  );

/** Put the rows of a block into the order of its forward, where it holds what the class of that name does. @param {Node} one @param {Node[]} children */
export function settleKnown(one, children) {
  const layers = children.filter(({ kind }) => kind !== "FloatFunctional"), // which adds or joins what others make
    held = Object.fromEntries(layers.map((child) => [child.labels[0], child])),
    all = layers.map((child) => child.labels[0]),
    kind = one.kind.replace(/^Quantizable/, ""); // as torchvision begins the names of classes with the same forward
  if (!Object.hasOwn(FORWARDS, kind)) return;
  for (const words of FORWARDS[kind].map((text) => text.split(" "))) {
    const named = namesIn(words),
      steps = words.flatMap((word) =>
        word === "kept:" ? [] : word === "..." ? all.filter((name) => !named.has(name)) : [word],
      ),
      onlyKept = words[0] === "kept:",
      names = namesIn(steps);
    const fits = names.size === all.length && new Set(all).size === all.length && all.every((name) => names.has(name));
    if (!fits || (onlyKept && !keepsShape(one))) continue;
    const called = steps.filter((step) => step[0] !== "-");
    one.children = called.map((step, at) => stepOf(one, step, held, called.indexOf(step) < at));
    one.known = true;
    return;
  }
}

/** One row; a layer that is called again, which has no weights, has its name only once. @param {Node} block @param {string} step @param {Record<string, Node>} held @param {boolean} again @returns {Node} */
function stepOf(block, step, held, again) {
  const [sign, others, { line }] = [step[0], step.slice(1), block];
  if (sign in JOINS) return node(line, JOINS[sign], { joined: [others] });
  if (sign === "^")
    return node(line, "UpsampleLike", { joined: [others], named: { mode: "bilinear", align_corners: false } });
  if (sign === "~") return node(line, "Cat", { sources: others.split(",") });
  if (sign === "|") return stacked(held[others]);
  const [called, label] = step.split(">"),
    [name, source] = called.split("<"),
    child = { ...(name.includes("!") ? functionOf(block, name) : held[name]), sources: source ? [source] : [] };
  return again || label ? { ...child, labels: [label ?? ""] } : child;
}

/** A whole number of the file as one of Python. @param {[string, any]} argument */
const exact = ([name, value]) => [name, typeof value === "number" ? BigInt(value) : value];

/** A list of blocks as branches of one input. @param {Node} listed @returns {Node} */
function stacked(listed) {
  const branches = (listed.children ?? []).map((one) => ({ ...one, sources: ["input"] })),
    sources = branches.flatMap(({ labels }) => labels);
  return { ...listed, children: [...branches, node(listed.line, "Cat", { sources })] };
}

/** The row of a function; a half of the channels is as many as a branch takes. @param {Node} block @param {string} name @returns {Node} */
function functionOf(block, name) {
  if (Object.hasOwn(FUNCTIONS, name)) {
    const [kind, given] = FUNCTIONS[name];
    return node(block.line, kind, { named: Object.fromEntries(Object.entries(given).map(exact)) });
  }
  const half = convolutions(block)[0].unnamed[0];
  return node(block.line, "Channels", { unnamed: name === "lower!" ? [0n, half] : [half, 2n * half] });
}

/** Whether the convolutions of a block leave sizes and channels, which is when its input is added. @param {Node} block */
function keepsShape(block) {
  const layers = convolutions(block);
  if (!layers.length || layers.some(({ unnamed }) => unnamed.length < 2)) return false;
  const isWhole = layers.every(({ named: { stride = 1n } }) => ["1", "1,1"].includes(String(stride)));
  return isWhole && layers[0].unnamed[0] === layers[layers.length - 1].unnamed[1];
}
