// Which output is linked to which input through which weight, and the values that follow; 1-D is a plane of height 1.
import { product } from "./integers.js";
import { sides, source } from "./padding.js";
import { crop, outputSize } from "./sizes.js";

/** @import { Setting } from "./sizes.js" */
/**
 * @typedef {object} Link one product of one channel pair, as flat places
 * @property {number} y
 * @property {number} x -1 where a padding zero is read
 * @property {number} w
 * @property {number[]} place where the padded input is read, along each axis
 */

/**
 * Along one axis, the links [output, place, weight]: this output reads this place of the padded input by this weight.
 *
 * @param {Setting} setting @param {number} axis @param {number} size @returns {[number, number, number][]}
 */
function axisLinks(setting, axis, size) {
  const [i, k, s, d] = [setting.input[axis], setting.kernel[axis], setting.stride[axis], setting.dilation[axis]].map(
    Number,
  );
  /** @type {[number, number, number][]} */
  const result = [];
  if (setting.transposed) {
    const p = Number(crop(setting, axis));
    for (let x = 0; x < i; x++) {
      for (let w = 0; w < k; w++) result.push([x * s + w * d - p, x, w]);
    }
    return result.filter(([o]) => o >= 0 && o < size);
  }
  const before = Number(sides(setting, axis)[0]);
  for (let o = 0; o < size; o++) {
    for (let w = 0; w < k; w++) result.push([o, o * s - before + w * d, w]);
  }
  return result;
}

/** Links of one channel pair, in the order of outputs, then of weights. @param {Setting} setting @returns {Link[]} */
export function links(setting) {
  const sizes = outputSize(setting).map(Number),
    inputs = setting.input.map(Number),
    kernel = setting.kernel.map(Number);
  /** @type {Link[]} */
  let found = [{ y: 0, x: 0, w: 0, place: inputs.length === 1 ? [0] : [] }];
  for (const [axis, size] of sizes.entries()) {
    const along = axisLinks(setting, axis, size).map(([o, place, w]) => ({
      o,
      place,
      w,
      from: source(place, inputs[axis], setting.mode),
    }));
    found = found.flatMap((link) =>
      along.map(({ o, place, w, from }) => ({
        y: link.y * size + o,
        x: link.x < 0 || from < 0 ? -1 : link.x * inputs[axis] + from,
        w: link.w * kernel[axis] + w,
        place: [...link.place, place],
      })),
    );
  }
  return found.sort((a, b) => a.y - b.y || a.w - b.w);
}

/**
 * Channel pairs [out, in, offset of their kernel in the weight] of a grouped layer.
 *
 * @param {Setting} setting @returns {[number, number, number][]}
 */
export function channelPairs(setting) {
  const [cin, cout, groups] = [setting.in_channels, setting.out_channels, setting.groups].map(Number);
  const perIn = cin / groups,
    perOut = cout / groups,
    area = product(setting.kernel);
  /** @type {[number, number, number][]} */
  const pairs = [];
  for (let out = 0; out < cout; out++) {
    const group = Math.floor(out / perOut);
    for (let slot = 0; slot < perIn; slot++) {
      const input = group * perIn + slot;
      pairs.push([out, input, (setting.transposed ? input * perOut + (out % perOut) : out * perIn + slot) * area]);
    }
  }
  return pairs;
}

/** @param {Setting} setting */
export const weightCount = (setting) =>
  product([setting.in_channels, setting.out_channels, ...setting.kernel]) / Number(setting.groups);

/** @param {Setting} setting */
export const inputCount = (setting) => product([setting.in_channels, ...setting.input]);

/**
 * The output as a flat array, channels first.
 *
 * @param {Setting} setting @param {number[]} x @param {number[]} w @param {Link[]} [all]
 */
export function values(setting, x, w, all = links(setting)) {
  const area = product(outputSize(setting)),
    inputArea = product(setting.input);
  const y = new Array(area * Number(setting.out_channels)).fill(0);
  for (const [out, input, offset] of channelPairs(setting)) {
    for (const link of all) {
      if (link.x >= 0) y[out * area + link.y] += x[input * inputArea + link.x] * w[offset + link.w];
    }
  }
  return y;
}

/** How many weights each output of a transposed convolution receives, one channel pair. @param {Setting} setting */
export function overlapCounts(setting) {
  const counts = new Array(product(outputSize(setting))).fill(0);
  for (const link of links(setting)) counts[link.y] += 1;
  return counts;
}
