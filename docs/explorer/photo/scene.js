// From a picture and a state to everything that is shown: the layer, its kernel, its maps, and one pixel of them.
import { isEven } from "../rules/sizes.js";
import { perChannel, written } from "./kernels.js";
import { featureMaps, phaseSums, windowAt } from "./maps.js";
import { scaleOf } from "./paint.js";
import { channels } from "./picture.js";
import { layerOf } from "./state.js";

/** @import { Layer, State } from "./state.js" */
/** @import { Picture } from "./picture.js" */
/** @import { Learned } from "./kernels.js" */
/** @typedef {ReturnType<typeof compute>} Scene */
/** @typedef {ReturnType<typeof look>} Seen what the page shows besides the pictures: the build writes it, to begin with */

/** Fields that change the map; the others only change what is looked at. */
export const COMPUTED = /** @type {const} */ ([
  ...["colours", "shrink", "layer", "kernel_size", "stride", "padding", "output_padding", "dilation"],
  ...["padding_mode", "w", "seed", "number", "show"],
]);

/** @param {State} state @param {Picture} picture @param {Learned | null} learned */
export function compute(state, picture, learned) {
  const shrink = Number(state.shrink),
    { planes, height, width } = channels(picture, state.colours, shrink),
    layer = layerOf(state, height, width),
    [rows, columns] = layer.axes,
    wrote = written(state, rows.k, columns.k, learned) ?? [new Float64Array(rows.k * columns.k)],
    slices = perChannel(wrote, state.colours),
    maps = featureMaps(planes, slices, layer, state.colours === "each"),
    scale = state.show === "picture" ? { limit: 255, signed: false, cut: true } : scaleOf(maps);
  return { planes, layer, wrote, slices, maps, scale, shrink, colours: state.colours };
}

/** The pixel that a state points at, inside the map. @param {string} at @param {Layer} layer @returns {[number, number]} */
export function pointed(at, { axes }) {
  const [row, column] = at.split(".").map((place, axis) => Math.min(Number(place), axes[axis].o - 1));
  return [row, column];
}

/** @param {Scene} scene @param {string} at */
export function look({ planes, layer, wrote, slices, maps, scale }, at) {
  const [rows, columns] = layer.axes,
    place = pointed(at, layer),
    { values, pads, reach } = windowAt(planes, layer, place),
    setting = layer.setting;
  return {
    input: [rows.i, columns.i],
    kernel: [rows.k, columns.k],
    output: [rows.o, columns.o],
    stride: [rows.s, columns.s],
    transposed: layer.transposed,
    place,
    values,
    pads,
    reach,
    wrote: wrote.map((slice) => [...slice]),
    slices: slices.map((slice) => [...slice]),
    totals: maps.map((map) => map[place[0] * columns.o + place[1]]),
    scale,
    phases:
      layer.transposed && rows.s * columns.s <= 64 ? [...phaseSums(maps.length > 1 ? [slices[0]] : slices, layer)] : [],
    even: [0, 1].every((axis) => isEven(setting.kernel[axis], setting.stride[axis], setting.dilation[axis])),
  };
}
