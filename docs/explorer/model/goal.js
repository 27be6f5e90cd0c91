// What a task of a page asks of a figure, and whether a state fulfils it.
import { integers, plain, written } from "./typed.js";

/** @typedef {Record<string, string>} Goal facts of the tool, or fields, by name */

/** "(3, 3)", "3×3" and "3" say the same. @param {string} text */
function simple(text) {
  const numbers = integers(text);
  return numbers ? written(numbers) : plain(text).replace(/['"\s]/g, "");
}

/**
 * @template {Record<string, string>} State
 * @param {import("./tool.js").Tool<State>} tool
 * @param {State} state
 * @param {Goal} goal
 */
export function met(tool, state, goal) {
  const facts = tool.facts?.(state);
  if (facts === null) return false;
  const known = /** @type {Record<string, string>} */ ({ ...state, ...facts });
  return Object.entries(goal).every(([name, wanted]) => simple(known[name]) === simple(wanted));
}
