// What a transposed convolution adds up in each output cell, and what the phases of its kernel sum to.

/** @typedef {import("./kernels.js").Axis} Axis */
/** @typedef {{ input: number, tap: number }} Product */

/** The products that one output cell receives, in the order of the inputs. @param {Axis} axis @param {number} output @returns {Product[]} */
export function productsAt({ size, k, s, p, d }, output) {
  const found = [];
  for (let tap = k - 1; tap >= 0; tap--) {
    const place = output + p - d * tap;
    if (place % s === 0 && place >= 0 && place / s < size) found.push({ input: place / s, tap });
  }
  return found;
}

/** @param {Axis} axis @param {number} count how many cells from the first */
export const counts = (axis, count) => Array.from({ length: count }, (_, output) => productsAt(axis, output).length);

/** The output for an input of ones, square and row by row, from its first corner. @param {Axis} axis @param {number[]} w k² weights @param {number} count */
export function onesMap(axis, w, count) {
  const taps = Array.from({ length: count }, (_, output) => productsAt(axis, output).map(({ tap }) => tap));
  return taps.flatMap((down) =>
    taps.map((across) => {
      let sum = 0;
      for (const r of down) for (const c of across) sum += w[r * axis.k + c];
      return sum;
    }),
  );
}

/** @param {number[]} along how many products along one axis */
export const countsMap = (along) => along.flatMap((down) => along.map((across) => down * across));

/** Sums of the weights by the remainder of their place modulo the stride, s rows of s. @param {number[]} w @param {number} k @param {number} s @param {number} d */
export function phaseSums(w, k, s, d) {
  const sums = new Array(s * s).fill(0);
  w.forEach((weight, at) => {
    const row = (d * Math.floor(at / k)) % s,
      column = (d * (at % k)) % s;
    sums[row * s + column] += weight;
  });
  return sums;
}
