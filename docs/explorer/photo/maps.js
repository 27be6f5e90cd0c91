// The feature map of a photo, in 64 bits as convref computes it, and what one pixel of it is made of.
import { source } from "../rules/padding.js";

/** @import { Layer } from "./state.js" */

/** The input with its padding around it. @param {Float64Array} plane @param {Layer} layer */
function padded(plane, { axes: [rows, columns], mode }) {
  const width = columns.i + columns.before + columns.after,
    result = new Float64Array((rows.i + rows.before + rows.after) * width),
    across = Array.from({ length: width }, (_, at) => source(at - columns.before, columns.i, mode));
  for (let row = 0; row * width < result.length; row++) {
    const from = source(row - rows.before, rows.i, mode);
    if (from < 0) continue;
    for (let column = 0; column < width; column++) {
      if (across[column] >= 0) result[row * width + column] = plane[from * columns.i + across[column]];
    }
  }
  return result;
}

/**
 * Four products at a time: a sum is read and written a quarter as often, which halves the time. Weights of zero are left
 * out, and the last group is filled up with them.
 *
 * @param {Float64Array} slice @param {Layer["axes"]} axes @param {number} width of the padded input
 * @returns {[weight: number, offset: number][][]}
 */
function groupsOfTaps(slice, [rows, columns], width) {
  /** @type {[number, number][]} */
  const taps = [];
  slice.forEach((weight, tap) => {
    const offset = Math.floor(tap / columns.k) * rows.d * width + (tap % columns.k) * columns.d;
    if (weight !== 0) taps.push([weight, offset]);
  });
  while (taps.length % 4) taps.push([0, taps[0][1]]);
  return Array.from({ length: taps.length / 4 }, (_, at) => taps.slice(4 * at, 4 * at + 4));
}

/** @param {Float64Array} map that the products are added to @param {Float64Array} plane @param {Float64Array} slice @param {Layer} layer */
function gather(map, plane, slice, layer) {
  const [rows, columns] = layer.axes,
    bare = layer.axes.every(({ before, after }) => before + after === 0),
    input = bare ? plane : padded(plane, layer),
    width = columns.i + columns.before + columns.after,
    step = columns.s;
  for (const [[u, a], [v, b], [w, c], [z, d]] of groupsOfTaps(slice, layer.axes, width)) {
    for (let row = 0; row < rows.o; row++) {
      let from = row * rows.s * width;
      for (let to = row * columns.o, end = to + columns.o; to < end; to++, from += step) {
        map[to] += u * input[from + a] + v * input[from + b] + w * input[from + c] + z * input[from + d];
      }
    }
  }
}

/** @param {Float64Array} map @param {Float64Array} plane @param {Float64Array} slice @param {Layer} layer */
function scatter(map, plane, slice, { axes: [rows, columns] }) {
  slice.forEach((weight, tap) => {
    if (weight === 0) return;
    const down = Math.floor(tap / columns.k) * rows.d - rows.before,
      right = (tap % columns.k) * columns.d - columns.before,
      first = Math.max(0, Math.ceil(-right / columns.s)),
      end = Math.min(columns.i, Math.floor((columns.o - 1 - right) / columns.s) + 1);
    for (let row = 0; row < rows.i; row++) {
      const to = row * rows.s + down;
      if (to < 0 || to >= rows.o) continue;
      for (let column = first; column < end; column++) {
        map[to * columns.o + column * columns.s + right] += weight * plane[row * columns.i + column];
      }
    }
  });
}

/**
 * @param {Float64Array[]} planes @param {Float64Array[]} slices one for each plane @param {Layer} layer
 * @param {boolean} apart whether each channel keeps a map of its own
 */
export function featureMaps(planes, slices, layer, apart) {
  const area = layer.axes[0].o * layer.axes[1].o,
    maps = (apart ? planes : [planes[0]]).map(() => new Float64Array(area)),
    add = layer.transposed ? scatter : gather;
  planes.forEach((plane, channel) => add(maps[apart ? channel : 0], plane, slices[channel], layer));
  return maps;
}

/** Where the taps of an output look along one axis: a place that may lie in the padding, null where there is no product. @param {Layer} layer @param {number} axis @param {number} output */
function places({ transposed, axes }, axis, output) {
  const { i, k, s, d, before } = axes[axis];
  return Array.from({ length: k }, (_, tap) => {
    if (!transposed) return output * s - before + tap * d;
    const place = (output + before - tap * d) / s;
    return Number.isInteger(place) && place >= 0 && place < i ? place : null;
  });
}

/**
 * What the pixels of a map are made of: under each weight a number, null where there is none, and where it lies in the
 * padding.
 *
 * @param {Float64Array[]} planes @param {Layer} layer @param {[row: number, column: number]} at
 */
export function windowAt(planes, layer, at) {
  const [rows, columns] = layer.axes,
    [down, across] = at.map((output, axis) => places(layer, axis, output));
  const cells = down.flatMap((row) =>
    across.map((column) => {
      if (row === null || column === null) return null;
      const r = source(row, rows.i, layer.mode),
        c = source(column, columns.i, layer.mode);
      return { from: r < 0 || c < 0 ? -1 : r * columns.i + c, pad: r !== row || c !== column };
    }),
  );
  const reach = (/** @type {(number | null)[]} */ found) => {
    const real = found.filter((place) => place !== null);
    return real.length ? [Math.min(...real), Math.max(...real) + 1] : null;
  };
  return {
    values: planes.map((plane) => cells.map((cell) => cell && (cell.from < 0 ? 0 : plane[cell.from]))),
    pads: cells.map((cell) => Boolean(cell?.pad)),
    reach: [reach(down), reach(across)],
  };
}

/** The output whose window has its middle nearest to a pixel of the photo. @param {Layer} layer @param {number} axis @param {number} pixel */
export function outputNear({ transposed, axes }, axis, pixel) {
  const { k, s, d, before, o } = axes[axis],
    centre = (d * (k - 1)) / 2 - before,
    output = transposed ? pixel * s + centre : (pixel - centre) / s;
  return Math.min(o - 1, Math.max(0, Math.round(output)));
}

/** What each phase of the output receives of a constant input of ones. @param {Float64Array[]} slices that are added up @param {Layer} layer */
export function phaseSums(slices, { axes: [rows, columns] }) {
  const sums = new Float64Array(rows.s * columns.s);
  for (const slice of slices) {
    slice.forEach((weight, tap) => {
      const r = (Math.floor(tap / columns.k) * rows.d) % rows.s,
        c = ((tap % columns.k) * columns.d) % columns.s;
      sums[r * columns.s + c] += weight;
    });
  }
  return sums;
}
