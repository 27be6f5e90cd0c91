// The state of the figure of one layer, and what a change of one field brings with it in others.
import { grows, list, refit } from "../model/numbers.js";
import { INPUTS, KERNELS } from "../model/presets.js";
import { isTransposed, LAYERS, PADDING_MODES, PLAIN, rank, read } from "../model/setting.js";
import { integers } from "../model/typed.js";
import { unread } from "../rules/reads.js";
import { refusal } from "../rules/refusals.js";
import { outputSize } from "../rules/sizes.js";
import { shapes } from "./scene.js";

/** @import { Shape } from "./scene.js" */

export const defaults = {
  ...PLAIN,
  x: "hill",
  w: "sharpen",
  at: "y.0.0.0",
  view: "gather",
  matrix: "",
  digits: "",
  front: "",
};

/** @typedef {typeof defaults} State */
/** @typedef {keyof State} Name */

const VIEWS = ["gather", "scatter", "both"];
const PER_AXIS = /** @type {const} */ (["size", "kernel_size", "stride", "padding", "dilation", "output_padding"]);

/** @template T @param {readonly T[]} known @param {T} value @param {T} otherwise */
const among = (known, value, otherwise) => (known.includes(value) ? value : otherwise);

/** Closed lists hold only their own words. @param {State} state @returns {State} */
export const settle = (state) => ({
  ...state,
  layer: among(LAYERS, state.layer, defaults.layer),
  padding_mode: among(/** @type {string[]} */ (PADDING_MODES), state.padding_mode, defaults.padding_mode),
  at: /^[xyw]\.\d{1,4}\.\d{1,3}\.\d{1,3}$/.test(state.at) ? state.at : defaults.at,
  view: among(VIEWS, state.view, defaults.view),
});

/** @param {"x" | "w"} grid @param {string} text */
export const isPreset = (grid, text) => Object.hasOwn(grid === "x" ? INPUTS : KERNELS, text);

/** The state with another layer: lists of numbers lose what the new rank has no axis for. @param {State} state @param {string} layer @returns {Partial<State>} */
export function relayered(state, layer) {
  /** @type {Partial<State>} */
  const changes = { layer, at: `${state.at[0]}.0.0.0` },
    axes = rank({ layer });
  for (const name of PER_AXIS) {
    const found = integers(state[name]);
    if (!found || found.length === 1 || found.length === axes) continue;
    changes[name] =
      axes === 1 || found.length < axes ? String(found[found.length - 1]) : `(${found.slice(-axes).join(", ")})`;
  }
  return changes;
}

/** Numbers of one's own stay in their cells when the grids change. @param {State} state @param {{ x: Shape, w: Shape } | null} from as they were last drawn @returns {State} */
export function refitted(state, from) {
  const { setting, refused } = read(state);
  if (!setting || refused || !from) return state;
  const to = shapes(setting),
    next = { ...state };
  for (const grid of /** @type {const} */ (["x", "w"])) {
    if (!isPreset(grid, state[grid]) && String(from[grid]) !== String(to[grid]))
      next[grid] = refit(state[grid], from[grid], to[grid]);
  }
  return next;
}

/** The grids with numbers of one's own in which a change makes cells that none of them reaches. @param {State} state @param {{ x: Shape, w: Shape } | null} from */
export function grown(state, from) {
  const { setting, refused } = read(state);
  if (!setting || refused || !from) return [];
  const to = shapes(setting);
  return /** @type {const} */ (["x", "w"]).filter(
    (grid) => !isPreset(grid, state[grid]) && grows(state[grid], from[grid], to[grid]),
  );
}

/** The numbers of a grid with one cell, or some from there on, replaced. @param {(at: number) => number} now @param {number} count @param {number} first @param {number[]} typed */
export const replaced = (now, count, first, typed) =>
  Array.from({ length: count }, (_, at) => typed[at - first] ?? now(at)).join(",");

/** What was typed into a cell: numbers, or null when there is something else among them. @param {string} text */
export function typedNumbers(text) {
  const found = list(text);
  return found.length && found.every(Number.isFinite) ? found : null;
}

const MOST_TRIED = 33n;
/** Fields whose argument has another name in a setting. @type {Record<string, string>} */
const ARGUMENT = { size: "input", kernel_size: "kernel" };

/** The least and the greatest value of a field with which PyTorch takes the layer, as far as a slider goes. @param {State} state @param {Name} name */
export function legal(state, name) {
  const least = name.includes("padding") ? 0n : 1n,
    { setting } = read({ ...state, [name]: String(least) }), // The others are read once, and not for every value.
    key = ARGUMENT[name] ?? name;
  let [first, last] = [/** @type {bigint | null} */ (null), least];
  for (let value = least; setting && value < MOST_TRIED; value++) {
    const old = /** @type {any} */ (setting)[key];
    if (refusal({ ...setting, [key]: Array.isArray(old) ? old.map(() => value) : value })) continue;
    first ??= value;
    last = value;
  }
  return { least: first ?? least, most: last };
}

/** What a task can ask for: the output size, and how many input cells no window reads. @param {State} state @returns {Record<string, string> | null} */
export function facts(state) {
  const { setting, refused } = read(state);
  if (!setting || refused) return null;
  const all = setting.input.reduce((product, i) => product * i, 1n),
    seen = setting.input.reduce((product, i, axis) => {
      const lost = setting.transposed ? [0n, 0n] : unread(setting, axis);
      return product * (i - (lost ? lost[0] + lost[1] : 0n));
    }, 1n);
  return { output: outputSize(setting).join("×"), unread: String(all - seen) };
}

/** What stands in front: what the page names, or what it has set, or the first that a reader would change. @param {State} initial @returns {string[]} */
export function front(initial) {
  if (initial.front) return initial.front.split(",").map((name) => name.trim());
  const own = PER_AXIS.filter((name) => initial[name] !== defaults[name] && name !== "size"),
    others = /** @type {const} */ (["in_channels", "out_channels", "groups", "padding_mode"]).filter(
      (name) => initial[name] !== defaults[name],
    );
  const found = [...others, ...own, ...(isTransposed(initial) ? ["view"] : [])];
  return found.length ? found : ["size", "kernel_size"];
}
