// Blocks of torchvision and timm whose forward is known by their class. convref.reading._forwards.
import { node } from "./tree.js";

/** @import { Node } from "./tree.js" */

// The rows of a block in the order of its forward, for the names that it holds. A word is the layer or block of that
// name, which takes the row before, or with < the one named. Besides, + adds and * multiplies a named row to the one
// before, ^ resizes to the sizes of a row, ~ stacks rows, where no name is the row before, and | stacks what the blocks
// of a list make of the input. A word with ! is a function that no layer is printed for, and one with - in front is
// held and never called after eval(). What begins with "kept:" is for blocks that keep the shape of their input;
// three dots are the layers that no other word names, as they are printed. Those of large models come with another script.
/** @type {Record<string, string[]>} */
export const FORWARDS = {
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
  ResBottleneckBlock: ["f +input activation", "proj f<input +proj activation"],
  InvertedResidual: [
    "kept: conv +input",
    "conv",
    "kept: block +input",
    "block",
    "kept: upper! branch2 lower!<input ~,branch2 shuffle! -branch1",
    "branch1 branch2<input ~branch1,branch2 shuffle!",
  ],
  _InvertedResidual: ["kept: layers +input", "layers"],
  MBConv: ["kept: block stochastic_depth +input", "block -stochastic_depth"],
  FusedMBConv: ["kept: block stochastic_depth +input", "block -stochastic_depth"],
  Fire: [
    "squeeze squeeze_activation expand1x1 expand1x1_activation expand3x3<squeeze_activation expand3x3_activation ~expand1x1_activation,expand3x3_activation",
  ],
  SqueezeNet: ["features classifier flatten!"],
  _DenseLayer: ["norm1 relu1 conv1 norm2 relu2 conv2 ~input,conv2"],
  BasicConv2d: ["conv bn relu!"],
  Inception: ["branch1 branch2<input branch3<input branch4<input ~branch1,branch2,branch3,branch4"],
};
const JOINS = /** @type {Record<string, string>} */ ({ "+": "Add", "*": "Mul" });
const FUNCTIONS = /** @type {Record<string, [string, Record<string, any>]>} */ ({
  "pool!": ["AdaptiveAvgPool2d", { output_size: 1n }],
  "pool3!": ["AdaptiveAvgPool3d", { output_size: 1n }],
  "flatten!": ["Flatten", {}],
  "relu!": ["ReLU", { inplace: true }],
  "mean!": ["AvgPool2d", { kernel_size: 3n, stride: 1n, padding: 1n, ceil_mode: false }],
  "halved!": ["MaxPool2d", { kernel_size: 3n, stride: 2n }],
  "shuffle!": ["ChannelShuffle", { groups: 2n }],
});

/** The names of layers that a forward calls, or leaves out. @param {string[]} steps */
const namesIn = (steps) =>
  new Set(steps.filter((step) => !/^[+*~^]|!/.test(step)).map((step) => step.replace(/^[-|]/, "").replace(/<.*/, "")));

/** Put the rows of a block into the order of its forward, where it holds what the class of that name does. @param {Node} one @param {Node[]} children */
export function settleKnown(one, children) {
  const held = Object.fromEntries(children.map((child) => [child.labels[0], child])),
    all = children.map((child) => child.labels[0]);
  for (const words of FORWARDS[one.kind].map((text) => text.split(" "))) {
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
  const [name, source] = step.split("<"),
    child = { ...(name.includes("!") ? functionOf(block, name) : held[name]), sources: source ? [source] : [] };
  return again ? { ...child, labels: [""] } : child;
}

/** A list of blocks as branches of one input. @param {Node} listed @returns {Node} */
function stacked(listed) {
  const branches = (listed.children ?? []).map((one) => ({ ...one, sources: ["input"] })),
    sources = branches.flatMap(({ labels }) => labels);
  return { ...listed, children: [...branches, node(listed.line, "Cat", { sources })] };
}

/** The row of a function; a half of the channels is as many as a branch takes. @param {Node} block @param {string} name @returns {Node} */
function functionOf(block, name) {
  if (Object.hasOwn(FUNCTIONS, name)) {
    const [kind, named] = FUNCTIONS[name];
    return node(block.line, kind, { named: { ...named } });
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

/** The convolutions of a block, first to last. @param {Node} block @returns {Node[]} */
const convolutions = ({ children }) =>
  (children ?? []).flatMap((one) => (one.children ? convolutions(one) : one.kind.startsWith("Conv") ? [one] : []));
