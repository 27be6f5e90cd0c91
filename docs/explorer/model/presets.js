// Numbers to begin with, for the input and for the kernel, as functions of a row and a column.

/** @typedef {(r: number, c: number, rows: number, columns: number) => number} Preset */

/** @type {Preset} */
const dot = (r, c, rows, columns) => Number(r === Math.floor(rows / 2) && c === Math.floor(columns / 2));

/** @type {Record<string, Preset>} */
export const INPUTS = {
  hill: (r, c) => Math.max(0, Math.floor(7.9 - 0.375 * (r * r + c * c))),
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
 * The numbers of a preset, no two slices alike: channels of the input grow, kernels turn their sign by the binary digits
 * of their number.
 *
 * @param {Record<string, Preset>} presets @param {string} name @param {[slices: number, rows: number, columns: number]} shape
 */
export function fill(presets, name, [slices, rows, columns]) {
  const result = [];
  for (let at = 0; at < slices; at++) {
    const factor = presets === INPUTS ? at + 1 : at.toString(2).split("1").length % 2 ? 1 : -1;
    for (let r = 0; r < rows; r++) {
      for (let c = 0; c < columns; c++) result.push(presets[name](r, c, rows, columns) * factor);
    }
  }
  return result;
}
