// Numbers to begin with, for the input and for the kernel, as functions of a row and a column.

/** @typedef {(r: number, c: number, rows: number, columns: number) => number} Preset */

/** @type {Preset} */
const dot = (r, c, rows, columns) => Number(r === Math.floor(rows / 2) && c === Math.floor(columns / 2));

/** A hill of 5 cells; on what is drawn as a picture it grows with the picture. @type {Preset} */
function hill(r, c, rows, columns) {
  const far = rows * columns > 900 ? Math.max(rows, columns) / 5 : 1;
  return Math.max(0, Math.floor(7.9 - (0.375 * (r * r + c * c)) / (far * far)));
}

/** @type {Record<string, Preset>} */
export const INPUTS = {
  hill,
  edge: (r, c, rows, columns) => (2 * c < columns ? 0 : 9),
  dot,
  ones: () => 1,
  count: (r, c, rows, columns) => r * columns + c,
};

/** @param {number} n @param {number} k */
function binomial(n, k) {
  let result = 1;
  for (let j = 0; j < k; j++) result = (result * (n - j)) / (j + 1);
  return result;
}

/** @param {number} k @param {number} size */
const smooth = (k, size) => binomial(size - 1, k);

/** @param {number} k @param {number} size */
const slope = (k, size) => (size === 1 ? 1 : Number(k === size - 1) - Number(k === 0));

/** @type {Preset} */
function sharpen(r, c, rows, columns) {
  const down = Math.abs(r - Math.floor(rows / 2)),
    across = Math.abs(c - Math.floor(columns / 2));
  if (down + across === 0) return 1 + Math.min(2, rows - 1) + Math.min(2, columns - 1);
  return down + across === 1 ? -1 : 0;
}

/** @type {Record<string, Preset>} */
export const KERNELS = {
  identity: dot,
  blur: (r, c, rows, columns) => (smooth(r, rows) * smooth(c, columns)) / 2 ** (rows + columns - 2),
  sharpen,
  sobel: (r, c, rows, columns) => smooth(r, rows) * slope(c, columns),
  ones: () => 1,
  count: (r, c, rows, columns) => r * columns + c + 1,
};

/**
 * What a slice multiplies its preset by, so that no two are alike: channels of the input grow; kernels grow too, and turn their
 * sign, so that no sum over channels cancels.
 *
 * @param {Record<string, Preset>} presets @param {number} slice
 */
const factor = (presets, slice) =>
  presets === INPUTS ? slice + 1 : (slice % 2 ? -1 : 1) * (1 + Math.floor(slice / 2));

/**
 * One number of a preset.
 *
 * @param {Record<string, Preset>} presets @param {string} name @param {[slices: number, rows: number, columns: number]} shape
 * @param {number} slice @param {number} r @param {number} c
 */
export const value = (presets, name, [, rows, columns], slice, r, c) =>
  presets[name](r, c, rows, columns) * factor(presets, slice);

/**
 * All numbers of a preset.
 *
 * @param {Record<string, Preset>} presets @param {string} name @param {[slices: number, rows: number, columns: number]} shape
 */
export function fill(presets, name, shape) {
  const result = [],
    [slices, rows, columns] = shape;
  for (let slice = 0; slice < slices; slice++) {
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) result.push(value(presets, name, shape, slice, r, c));
    }
  }
  return result;
}
