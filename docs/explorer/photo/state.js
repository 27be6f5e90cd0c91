// What a reader has set on the photo, as typed, and the layer behind it.
import { LAYERS, PADDING_MODES, PLAIN, isTransposed, read } from "../model/setting.js";
import { Unreadable } from "../model/unreadable.js";
import { sides } from "../rules/padding.js";
import { crop, outputSize } from "../rules/sizes.js";

/** @import { Mode } from "../rules/padding.js" */
/** @import { Setting } from "../rules/sizes.js" */

export const PHOTOS = ["lena", "astronaut", "chelsea", "coffee", "rocket", "china", "flower"];
/** One channel of grey; three that are added up to one map; three that are filtered each by itself. */
export const COLOURS = ["grey", "sum", "each"];
export const SHRINKS = ["1", "2", "4", "8"];
export const SHOWS = ["signed", "picture"];
export const PHOTO_LAYERS = LAYERS.filter((name) => name.endsWith("2d"));

export const defaults = {
  photo: "lena",
  colours: "grey",
  shrink: "1",
  layer: "Conv2d",
  kernel_size: "3",
  stride: "1",
  padding: "0",
  output_padding: "0",
  dilation: "1",
  padding_mode: "zeros",
  w: "sobel",
  seed: "2",
  number: "0",
  show: "signed",
  stack: "",
  at: "128.128",
  more: "",
};

/** @typedef {typeof defaults} State */

/** @type {Partial<Record<keyof State, readonly string[]>>} */
const CHOICES = {
  photo: PHOTOS,
  colours: COLOURS,
  shrink: SHRINKS,
  layer: PHOTO_LAYERS,
  padding_mode: PADDING_MODES,
  show: SHOWS,
  more: ["", "1"],
};

/** @param {State} state @returns {State} */
export function settle(state) {
  const settled = { ...state };
  for (const [name, choices] of Object.entries(CHOICES)) {
    const field = /** @type {keyof State} */ (name);
    if (!choices.includes(state[field])) settled[field] = defaults[field];
  }
  if (!/^\d{1,4}\.\d{1,4}$/.test(state.at)) settled.at = defaults.at;
  return settled;
}

const LARGEST_KERNEL = 11;
const LARGEST_MAP = 1024;

/**
 * @typedef {object} Axis the numbers of one axis
 * @property {number} i
 * @property {number} k
 * @property {number} s
 * @property {number} d
 * @property {number} before padding in front of the input; of a transposed layer, what is cropped there
 * @property {number} after
 * @property {number} o
 */

/**
 * @typedef {object} Layer
 * @property {boolean} transposed
 * @property {Mode} mode
 * @property {[rows: Axis, columns: Axis]} axes
 * @property {Setting} setting
 */

/** @param {Setting} setting @returns {[Axis, Axis]} */
function axesOf(setting) {
  const sizes = outputSize(setting);
  const axes = sizes.map((o, axis) => {
    const p = crop(setting, axis),
      [before, after] = setting.transposed ? [p, p] : sides(setting, axis);
    const [i, k, s, d] = [setting.input, setting.kernel, setting.stride, setting.dilation].map(
      (values) => values[axis],
    );
    return /** @type {Axis} */ (
      Object.fromEntries(Object.entries({ i, k, s, d, before, after, o }).map(([name, value]) => [name, Number(value)]))
    );
  });
  return [axes[0], axes[1]];
}

/**
 * The layer on a picture of this size; thrown where PyTorch refuses it, or where it is too large for this page.
 *
 * @param {State} state @param {number} height @param {number} width @returns {Layer}
 */
export function layerOf(state, height, width) {
  const channels = state.colours === "grey" ? "1" : "3";
  const { setting, refused } = read({
    ...PLAIN,
    layer: state.layer,
    kernel_size: state.kernel_size,
    stride: state.stride,
    padding: state.padding,
    output_padding: state.output_padding,
    dilation: state.dilation,
    padding_mode: state.padding_mode,
    size: `${height}, ${width}`,
    in_channels: channels,
    out_channels: state.colours === "each" ? "3" : "1",
    groups: state.colours === "each" ? "3" : "1",
  });
  if (refused || !setting) throw new Unreadable(/** @type {import("../model/unreadable.js").Refused} */ (refused));
  const largest = setting.kernel.reduce((a, b) => (a > b ? a : b));
  if (largest > LARGEST_KERNEL) {
    throw new Unreadable({ rule: "most", numbers: { name: "kernel_size", value: largest, most: LARGEST_KERNEL } });
  }
  const axes = axesOf(setting);
  if (axes.some(({ i, before, after, o }) => Math.max(o, i + before + after) > LARGEST_MAP)) {
    throw new Unreadable({ rule: "photo_map", numbers: { rows: axes[0].o, columns: axes[1].o, most: LARGEST_MAP } });
  }
  return { transposed: isTransposed(state), mode: setting.mode, axes, setting };
}
