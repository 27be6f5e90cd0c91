// Why PyTorch will not compute a setting: which rule, with which numbers, and the words PyTorch itself uses.
import { floorDivide, largest } from "./integers.js";
import { MODES, sides } from "./padding.js";
import { asPlane, crop, dilated, outputSize } from "./sizes.js";

/** @import { Setting } from "./sizes.js" */
/**
 * @typedef {object} Refusal
 * @property {string} rule which rule is broken; a sentence of words.js
 * @property {Record<string, unknown>} numbers what the sentence is filled with
 * @property {string | null} message the words PyTorch uses, null where it has none of its own
 */

const LONG = 2n ** 63n - 1n;

/** @param {string} rule @param {Record<string, unknown>} numbers @param {string | null} message @returns {Refusal} */
const refuse = (rule, numbers, message) => ({ rule, numbers, message });
/** @param {unknown[]} values */
const list = (values) => "[" + values.join(", ") + "]";
/** @param {unknown[]} values */
const times = (values) => "(" + values.join(" x ") + ")";
/** @param {bigint[]} values @param {(value: bigint, axis: number) => boolean} bad */
const firstAxis = (values, bad) => values.findIndex(bad);
/** @type {Record<string, string>} */
const TYPED = { input: "size", kernel: "kernel_size" };

/** @param {Setting} setting @returns {Refusal | null} */
function tooLong(setting) {
  const { input, kernel, stride, padding, dilation, output_padding } = setting;
  for (const [name, values] of Object.entries({ input, kernel, stride, padding, dilation, output_padding })) {
    if (typeof values === "string") continue;
    const axis = firstAxis(values, (value) => value > LONG || value < -LONG);
    if (axis >= 0) return refuse("long", { name: TYPED[name] || name, value: values[axis] }, null);
  }
  return null;
}

/** @param {Setting} setting @returns {Refusal | null} */
function channelRefusal({ in_channels, out_channels, groups }) {
  if (groups <= 0n) return refuse("groups", { groups }, "groups must be a positive integer");
  for (const [name, value] of Object.entries({ in_channels, out_channels })) {
    if (value <= 0n) return refuse("channels", { name, value }, null);
  }
  for (const [name, value] of Object.entries({ in_channels, out_channels })) {
    if (value % groups) return refuse("divide", { name, value, groups }, `${name} must be divisible by groups`);
  }
  return null;
}

/** @param {Setting} setting @returns {Refusal | null} */
function paddingWordRefusal(setting) {
  const word = setting.padding;
  if (typeof word !== "string") return null;
  if (setting.transposed) {
    const name = `conv_transpose${setting.input.length}d()`;
    return refuse(
      "word_transposed",
      { word },
      `${name}: argument 'padding' (position 5) must be tuple of ints, but found element of type str at pos 0`,
    );
  }
  if (word !== "same" && word !== "valid") {
    return refuse("word", { word }, `Invalid padding string '${word}', should be one of {'same', 'valid'}`);
  }
  const axis = firstAxis(setting.stride, (s) => s !== 1n);
  if (word === "same" && axis >= 0) {
    return refuse(
      "same_stride",
      { s: setting.stride[axis] },
      "padding='same' is not supported for strided convolutions",
    );
  }
  return null;
}

const SIDES = ["depth", "height", "width"];

/** "stride_height: 1", one for each axis of the plane or the volume. @param {string} name @param {bigint[]} values @param {bigint} fill */
function sized(name, values, fill) {
  const full = asPlane(values, fill);
  return full.map((value, axis) => `${name}_${SIDES.slice(-full.length)[axis]}: ${value}`);
}

/** What PyTorch says of a kernel of 0, which depends on where the layer is computed. @param {Setting} setting */
function emptyKernel({ kernel, transposed, dilation }) {
  if (kernel.length === 3) return null;
  const spread = !transposed && dilation.some((d) => d !== 1n);
  return (
    "kernel size should be greater than zero, but got " +
    (spread ? list(asPlane(kernel, 1n)) : sized("kernel", kernel, 1n).join(" "))
  );
}

/** @param {Setting} setting @returns {Refusal | null} */
function kernelRefusal(setting) {
  const { kernel, in_channels, out_channels, groups, transposed } = setting;
  const axis = firstAxis(kernel, (k) => k <= 0n);
  if (axis < 0) return null;
  const negative = kernel.find((k) => k < 0n);
  const banks = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
  return refuse(
    "kernel",
    { k: kernel[axis] },
    negative !== undefined
      ? `Trying to create tensor with negative dimension ${negative}: ${list([...banks, ...kernel])}`
      : emptyKernel(setting),
  );
}

// PyTorch's words for the modes that have a limit.
/** @type {Partial<Record<import("./padding.js").Mode, (setting: Setting, axis: number, pair: bigint[]) => string>>} */
const MODE_WORDS = {
  reflect: ({ in_channels, input }, axis, [before, after]) =>
    `Argument #${4 + 2 * (input.length - 1 - axis)}: Padding size should be less than the corresponding ` +
    `input dimension, but got: padding (${before}, ${after}) at dimension ${axis + 2} of input ` +
    list([1n, in_channels, ...input]),
  circular: () => "Padding value causes wrapping around more than once.",
};

/** @param {Setting} setting @returns {Refusal | null} */
function modeRefusal(setting) {
  const { most } = MODES[setting.mode];
  if (!most) return null;
  for (let axis = setting.input.length - 1; axis >= 0; axis--) {
    const pair = sides(setting, axis),
      i = setting.input[axis],
      p = largest(pair[0], pair[1]),
      spoken = MODE_WORDS[setting.mode];
    if (p > most(i)) return refuse(setting.mode, { p, i }, spoken ? spoken(setting, axis, pair) : null);
  }
  return null;
}

/** @param {Setting} setting @returns {Refusal | null} */
function signRefusal({ padding, output_padding, stride, dilation, transposed, mode }) {
  /** @param {bigint} value */
  const negative = (value) => value < 0n;
  /** @param {bigint} value */
  const small = (value) => value <= 0n;
  if (typeof padding !== "string" && padding.some(negative)) {
    return refuse(
      "padding",
      { p: padding.find(negative) },
      mode === "zeros" ? "negative padding is not supported" : null,
    );
  }
  if (transposed && output_padding.some(negative)) {
    return refuse("output_padding", { op: output_padding.find(negative) }, "negative output_padding is not supported");
  }
  if (stride.some(small)) {
    return refuse("stride", { s: stride.find(small) }, "non-positive stride is not supported");
  }
  if (dilation.some(small)) {
    return refuse(
      "dilation",
      { d: dilation.find(small) },
      "dilation should be greater than zero" +
        (dilation.some(negative)
          ? ""
          : ", but got " + (transposed ? sized("dilation", dilation, 1n).join(", ") : list(asPlane(dilation, 1n)))),
    );
  }
  return null;
}

/** @param {Setting} setting @returns {Refusal | null} */
function fitRefusal(setting) {
  /** @param {number} axis */
  const total = (axis) => sides(setting, axis).reduce((sum, side) => sum + side, setting.input[axis]);
  const padded = setting.input.map((_, axis) => total(axis));
  const reach = setting.kernel.map((k, axis) => dilated(k, setting.dilation[axis]));
  const axis = firstAxis(padded, (size, at) => reach[at] > size);
  if (axis < 0) return null;
  const d = setting.dilation[axis],
    most = d > 0n ? floorDivide(padded[axis] - 1n, d) + 1n : 0n;
  return refuse(
    "fit",
    { k: setting.kernel[axis], d, reach: reach[axis], padded: padded[axis], most },
    `Calculated padded input size per channel: ${times(padded)}. Kernel size: ${times(reach)}. ` +
      "Kernel size can't be greater than actual input size",
  );
}

/** @param {Setting} setting @returns {Refusal | null} */
function transposedRefusal(setting) {
  const { output_padding, stride, dilation } = setting;
  const limit = stride.map((s, axis) => largest(s, dilation[axis]));
  const axis = firstAxis(output_padding, (op, at) => op >= limit[at]);
  if (axis >= 0) {
    const found = [
      ...sized("output_padding", output_padding, 0n),
      ...sized("stride", stride, 1n),
      ...sized("dilation", dilation, 1n),
    ];
    return refuse(
      "range",
      { op: output_padding[axis], s: stride[axis], d: dilation[axis], most: limit[axis] - 1n },
      `output padding must be smaller than either stride or dilation, but got ${found.join(" ")}`,
    );
  }
  const sizes = outputSize(setting),
    empty = firstAxis(sizes, (size) => size < 1n);
  if (empty < 0) return null;
  return refuse(
    "empty",
    {
      o: sizes[empty],
      p: crop(setting, empty),
      most: floorDivide(sizes[empty] + 2n * crop(setting, empty) - 1n, 2n),
    },
    `Given input size per channel: ${times(asPlane(setting.input, 1n))}. ` +
      `Calculated output size per channel: ${times(asPlane(sizes, 1n))}. Output size is too small`,
  );
}

// PyTorch looks first whether the kernel fits into the padding of nothing.
/** @param {Setting} setting @returns {Refusal | null} */
function inputRefusal(setting) {
  const { input, in_channels, mode, transposed } = setting,
    axis = firstAxis(input, (i) => i <= 0n);
  if (axis < 0) return null;
  const empty =
    "Only zero batch or zero channel inputs are supported, but got input shape: " +
    list([1n, in_channels, ...asPlane(input, 1n)]);
  const unfit = transposed ? null : fitRefusal(setting),
    spoken = input.every((i) => i >= 0n) && mode === "zeros";
  return refuse("input", { i: input[axis] }, spoken ? (unfit ? unfit.message : empty) : null);
}

// Grouped, large and wide-kernelled layers go to a library of the processor's maker, which has words of its own.
/** @param {Setting} setting */
const handedOn = ({ groups, kernel, in_channels, input }) =>
  groups > 1n ||
  (kernel.length === 2 && kernel.every((k) => k > 3n)) ||
  input.reduce((cells, i) => cells * i, in_channels) > 20480n;
const WORDS_DIFFER = ["kernel", "dilation", "empty"];

// The first broken rule. PyTorch's words stay out where they depend on the machine, or on which of several it meets first.
/** @param {Setting} setting @returns {Refusal | null} */
function numberRefusal(setting) {
  const last = setting.transposed ? transposedRefusal : fitRefusal;
  const [first, ...others] = [signRefusal, kernelRefusal, inputRefusal, modeRefusal, last]
    .map((look) => look(setting))
    .filter((found) => found !== null);
  if (!first) return null;
  const met = setting.mode === "zeros" ? ["padding", "output_padding", "stride"] : Object.keys(MODE_WORDS);
  const unsure =
    (others.length > 0 && ![...met, "input"].includes(first.rule)) ||
    (WORDS_DIFFER.includes(first.rule) && handedOn(setting)) ||
    (first.rule === "kernel" && setting.padding === "same");
  return unsure ? { ...first, message: null } : first;
}

/** Why PyTorch will not compute this setting, or null when it will. @param {Setting} setting @returns {Refusal | null} */
export const refusal = (setting) =>
  tooLong(setting) || channelRefusal(setting) || paddingWordRefusal(setting) || numberRefusal(setting);
