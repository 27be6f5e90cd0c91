// The entries of the layer's matrix.
import { products } from "./scene.js";

/** @import { Scene } from "./scene.js" */

/** @typedef {{ used: boolean, sum: number }} Entry */

/** The linear map from the flattened input to the flattened output. @param {Scene} scene @returns {Entry[][]} */
export function matrixRows(scene) {
  const { x, y } = scene.sizes,
    rows = [];
  for (let slice = 0; slice < y.slices; slice++) {
    for (let at = 0; at < y.rows * y.columns; at++) {
      /** @type {Entry[]} */
      const row = Array.from({ length: x.slices * x.rows * x.columns }, () => ({ used: false, sum: 0 }));
      for (const {
        pair,
        at: [depth, r, c],
        w,
      } of products(scene, slice, Math.floor(at / y.columns), at % y.columns)) {
        if (depth.x < 0 || r.x < 0 || c.x < 0) continue;
        const entry = row[((pair.input * x.depth + depth.x) * x.rows + r.x) * x.columns + c.x];
        entry.used = true;
        entry.sum += w;
      }
      rows.push(row);
    }
  }
  return rows;
}
