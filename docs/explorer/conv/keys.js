// What a key does in a grid: move to another cell, or begin to write over the chosen one.
import { exists, gridOf, parts } from "./scene.js";

/** @import { Scene } from "./scene.js" */

const ARROWS = /** @type {Record<string, [number, number]>} */ ({
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
});
const TYPED = /^[-−0-9.]$/;

/** @param {Scene} scene @param {string} name @param {string} key */
function target(scene, name, key) {
  const [slice, r, c] = parts(name),
    grid = gridOf(name),
    turned = grid === "w" && scene.view === "gather" ? -1 : 1,
    [down, right] = ARROWS[key] ?? [0, 0];
  const places = /** @type {Record<string, number[]>} */ ({
    Home: [slice, r, 0],
    End: [slice, r, scene.sizes[grid].columns - 1],
    PageUp: [slice - 1, r, c],
    PageDown: [slice + 1, r, c],
  });
  return places[key] ?? (ARROWS[key] && [slice, r + down * turned, c + right * turned]);
}

/** @param {Scene} scene @param {string} name @param {string} key @returns {{ move?: string, write?: string } | null} */
export function pressed(scene, name, key) {
  const grid = gridOf(name);
  if (grid !== "y" && (key === "Enter" || key === "F2")) return { write: "" };
  if (grid !== "y" && TYPED.test(key)) return { write: key };
  const place = target(scene, name, key);
  if (!place) return null;
  const found = [grid, ...place].join(".");
  return { move: place.every((part) => part >= 0) && exists(scene, found) ? found : name };
}
