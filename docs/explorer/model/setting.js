// What a reader has set: every argument as the text that was typed, so that illegal settings can be entered too;
// and the setting behind it, or why there is none.
import { MODES } from "../rules/padding.js";
import { refusal } from "../rules/refusals.js";
import { integers, word } from "./typed.js";
import { attempt, Unreadable } from "./unreadable.js";

/** @import { Mode } from "../rules/padding.js" */
/** @import { Setting } from "../rules/sizes.js" */
/** @import { Refused } from "./unreadable.js" */

export const LAYERS = ["Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d"];
export const PADDING_MODES = /** @type {Mode[]} */ (Object.keys(MODES));

/**
 * @typedef {object} Typed the arguments of a layer and the size of its input, as typed
 * @property {string} layer
 * @property {string} in_channels
 * @property {string} out_channels
 * @property {string} size
 * @property {string} kernel_size
 * @property {string} stride
 * @property {string} padding
 * @property {string} output_padding
 * @property {string} groups
 * @property {string} dilation
 * @property {string} padding_mode
 * @property {string} causal "1" for all padding at the start, in 1-D
 */

/** @type {Typed} what a layer begins with */
export const PLAIN = {
  layer: "Conv2d",
  in_channels: "1",
  out_channels: "1",
  size: "5",
  kernel_size: "3",
  stride: "1",
  padding: "0",
  output_padding: "0",
  groups: "1",
  dilation: "1",
  padding_mode: "zeros",
  causal: "",
};

/** @param {{ layer: string }} state */
export const isTransposed = ({ layer }) => layer.includes("Transpose");

/** @param {{ layer: string }} state */
export const rank = ({ layer }) => Number(layer.slice(-2, -1));

/** @param {{ layer: string, causal: string }} state */
export const isCausal = ({ layer, causal }) => causal === "1" && layer === "Conv1d";

/** @typedef {"kernel_size" | "stride" | "padding" | "output_padding" | "groups" | "dilation" | "padding_mode"} Argument */

/** The arguments of the call that a layer has, in PyTorch's order. @param {{ layer: string }} state @returns {Argument[]} */
export const callArguments = (state) =>
  isTransposed(state)
    ? ["kernel_size", "stride", "padding", "output_padding", "groups", "dilation"]
    : ["kernel_size", "stride", "padding", "dilation", "groups", "padding_mode"];

/** @param {string} name @param {string} text @param {number} axes @returns {bigint[]} */
function perAxis(name, text, axes) {
  const found = integers(text);
  if (text.trim() === "") throw new Unreadable({ rule: "unfilled", numbers: { name }, message: null });
  if (!found) throw new Unreadable({ rule: "integer", numbers: { name, text }, message: null });
  if (found.length === 1) return new Array(axes).fill(found[0]);
  if (found.length === axes) return found;
  const message = ["stride", "dilation"].includes(name)
    ? `expected ${name} to be a single integer value or a list of ${axes} values to match the convolution dimensions, ` +
      `but got ${name}=[${found.join(", ")}]`
    : null;
  throw new Unreadable({ rule: "length", numbers: { name, count: found.length, axes }, message });
}

/** @param {Typed} state @returns {Setting} */
function readFields(state) {
  const axes = rank(state),
    transposed = isTransposed(state),
    causal = isCausal(state);
  /** @param {keyof Typed} name */
  const each = (name) => perAxis(name, state[name], axes);
  /** @param {keyof Typed} name */
  const one = (name) => perAxis(name, state[name], 1)[0];
  return {
    transposed,
    causal,
    mode: transposed || causal ? "zeros" : /** @type {Mode} */ (state.padding_mode),
    input: each("size"),
    kernel: each("kernel_size"),
    stride: each("stride"),
    dilation: each("dilation"),
    padding: causal ? [0n] : (word(state.padding) ?? each("padding")),
    in_channels: one("in_channels"),
    out_channels: one("out_channels"),
    groups: one("groups"),
    output_padding: transposed ? each("output_padding") : new Array(axes).fill(0n),
  };
}

/**
 * The setting behind a state, and why PyTorch refuses it; there is no setting where the fields cannot be read.
 *
 * @param {Typed} state
 * @returns {{ setting: Setting, refused: Refused | null } | { setting: null, refused: Refused }}
 */
export function read(state) {
  const { read: setting, refused } = attempt(() => readFields(state));
  return setting ? { setting, refused: refusal(setting) } : { setting, refused };
}
