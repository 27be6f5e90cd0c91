// The cells that are visited one after the other: the outputs, or the inputs that stamp.
import { drawnOf, gridOf, parts } from "./scene.js";

/** @import { Grid, Scene } from "./scene.js" */

const LONGEST = 20000,
  USUAL = 850,
  SHORTEST = 16;

/** @param {Scene} scene @returns {Grid} */
export const walked = (scene) => (scene.view === "scatter" ? "x" : "y");

/** @param {Scene} scene */
export function count(scene) {
  const grid = walked(scene),
    { rows, columns } = drawnOf(scene, grid);
  return scene.sizes[grid].slices * rows * columns;
}

/** The name of the cell at a step. @param {Scene} scene @param {number} step */
export function nameAt(scene, step) {
  const grid = walked(scene),
    { rows, columns } = drawnOf(scene, grid),
    inside = step % (rows * columns);
  return [grid, Math.floor(step / (rows * columns)), Math.floor(inside / columns), inside % columns].join(".");
}

/** Which step a cell is; −1 for one that is not walked over. @param {Scene} scene @param {string} name */
export function stepOf(scene, name) {
  if (gridOf(name) !== walked(scene)) return -1;
  const [slice, r, c] = parts(name),
    { rows, columns } = drawnOf(scene, walked(scene));
  return (slice * rows + r) * columns + c;
}

/** @param {Scene} scene @param {string} name @param {number} by */
export function moved(scene, name, by) {
  const all = count(scene),
    now = stepOf(scene, name);
  return nameAt(scene, now < 0 ? (by > 0 ? 0 : all - 1) : (now + by + all) % all);
}

/** How long a step lasts, in ms: a long way is walked faster, and none takes more than twenty seconds. @param {number} all @param {number} speed */
export const pace = (all, speed) => Math.max(SHORTEST, Math.min(USUAL, LONGEST / all) / speed);
