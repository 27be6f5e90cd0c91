// What is said of numbers that were pasted: how many were read, where they stand, and for which there is no place.
import { list, times } from "../model/numbers.js";
import { gridOf, parts } from "./scene.js";
import { grown, isPreset } from "./state.js";
import { label } from "./sums.js";

/** @import { Scene } from "./scene.js" */
/** @import { State } from "./state.js" */
/** @typedef {{ word: string, numbers?: Record<string, unknown> }} Note */

const NAMED = 6;

/** Of cells that none of the reader's numbers reaches, made by a change. @param {State} state @param {Parameters<typeof grown>[1]} from @returns {Note[]} */
export const growthNotes = (state, from) => grown(state, from).map((grid) => ({ word: `new_${grid}` }));

/** "10, 11, 12, …": the first few of those without a place. @param {number[]} numbers */
const several = (numbers) => numbers.slice(0, NAMED).join(", ") + (numbers.length > NAMED ? ", …" : "");

/** Of several numbers that were pasted into a cell and those behind it. @param {Scene} scene @param {string} name of that cell @param {number[]} typed @returns {Note[]} */
export function pasteNotes(scene, name, typed) {
  const grid = /** @type {"x" | "w"} */ (gridOf(name)),
    [slice, r, c] = parts(name),
    { slices, rows, columns } = scene.sizes[grid],
    from = (slice * rows + r) * columns + c,
    all = slices * rows * columns,
    taken = Math.min(typed.length, all - from),
    last = from + taken - 1;
  if (typed.length < 2) return [];
  const numbers = {
    count: typed.length,
    taken,
    first: label(scene, name),
    last: label(
      scene,
      [grid, Math.floor(last / (rows * columns)), Math.floor(last / columns) % rows, last % columns].join("."),
    ),
    others: all - taken,
    left: several(typed.slice(taken)),
  };
  const word = taken < typed.length ? "pasted_more" : taken < all ? "pasted_some" : "pasted_all";
  return [{ word, numbers }];
}

/** Of numbers of one's own that are not as many as the grid has cells. @param {State} state @param {Scene} scene @returns {Note[]} */
export const countNotes = (state, scene) =>
  /** @type {const} */ (["w", "x"]).flatMap((grid) => {
    const { slices, rows, columns } = scene.sizes[grid],
      wanted = slices * rows * columns,
      found = isPreset(grid, state[grid]) ? [] : list(state[grid]),
      given = found.length;
    if (!given || given === wanted || times(given, [slices, rows, columns]) > 1) return [];
    const numbers = { name: grid, wanted, given, missing: wanted - given, left: several(found.slice(wanted)) };
    return [{ word: given < wanted ? "count_few" : "count_more", numbers }];
  });
