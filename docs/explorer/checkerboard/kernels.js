// The kernel that the reader has set: along one axis, and as a square.
import * as lines from "../model/lines.js";
import { number, refit } from "../model/numbers.js";
import { fill, KERNELS } from "../model/presets.js";
import { perAxis } from "../model/questions.js";
import { PLAIN, read } from "../model/setting.js";
import { crop } from "../rules/layer.js";
import { alike } from "../model/typed.js";
import { attempt, Unreadable } from "../model/unreadable.js";

export const defaults = {
  size: "4",
  kernel_size: "3",
  stride: "2",
  padding: "0",
  dilation: "1",
  w: "ones", // a preset, or the numbers of a square
  w1: "", // one's own numbers along one axis; the square is then made of them, unless it has its own
  map: "counts",
};

/** @typedef {typeof defaults} State */
/** @typedef {{ size: number, k: number, s: number, p: number, d: number, output: number }} Axis */

export const NAMES = /** @type {const} */ (["kernel_size", "stride", "dilation", "padding", "size"]);
export const MOST = 1000;
export const MOST_WEIGHTS = 40;
export const MOST_PHASES = 12;

/** @param {State} state */
export const isOwn = (state) => !Object.hasOwn(KERNELS, state.w);

/** The setting of both axes, or why there is none. @param {State} state */
export function readSetting(state) {
  const texts = { ...state, size: alike(state.size), kernel_size: alike(state.kernel_size) },
    { refused } = attempt(() => NAMES.forEach((name) => perAxis(name, texts[name], 1)));
  return refused ? { setting: null, refused } : read({ ...PLAIN, ...texts, layer: "ConvTranspose1d" });
}

/** The setting in numbers small enough to draw, else null. @param {import("../rules/sizes.js").Setting} setting @param {bigint} output @returns {Axis | null} */
export function drawable(setting, output) {
  const { input, kernel, stride, dilation } = setting,
    [size, k, s, p, d] = [input[0], kernel[0], stride[0], crop(setting, 0), dilation[0]].map(Number),
    small = k <= MOST_WEIGHTS && s <= MOST_PHASES && p <= MOST && d <= MOST && size <= MOST * MOST;
  return small ? { size, k, s, p, d, output: Number(output) } : null;
}

/** @param {string[]} texts @param {(at: number) => string} name */
function asNumbers(texts, name) {
  return texts.map((text, at) => {
    const value = number(text);
    if (!Number.isFinite(value)) throw new Unreadable({ rule: "number", numbers: { name: name(at), text } });
    return value;
  });
}

/** The preset of a state; one's own square stands on a kernel of ones. @param {State} state */
const preset = (state) => (isOwn(state) ? "ones" : state.w);

/** The weights along one axis as texts. @param {State} state @param {number} k */
export function lineTexts(state, k) {
  if (!state.w1) return fill(KERNELS, preset(state), [1, 1, k]).map(String);
  const [own = []] = lines.read(state.w1);
  return Array.from({ length: k }, (_, at) => own[at] ?? "0");
}

/** @param {State} state @param {number} k */
export const lineWeights = (state, k) => asNumbers(lineTexts(state, k), (at) => `w[${at}]`);

/** The weights of the square as texts, row by row. @param {State} state @param {number} k */
export function squareTexts(state, k) {
  if (isOwn(state)) {
    const [own] = lines.read(state.w),
      side = Math.round(Math.sqrt(own.length));
    return side === k ? own : refit(own.join(","), [1, side, side], [1, k, k]).split(",");
  }
  if (!state.w1) return fill(KERNELS, state.w, [1, k, k]).map(String);
  const line = lineTexts(state, k).map(number);
  return line.flatMap((down) => line.map((across) => String(Number((down * across).toPrecision(12)))));
}

/** @param {State} state @param {number} k */
export const squareWeights = (state, k) =>
  asNumbers(squareTexts(state, k), (at) => `w[${Math.floor(at / k)}, ${at % k}]`);

/** @param {State} state @param {number} k @param {number} at @param {string} text */
export const withLine = (state, k, at, text) => {
  const [own = lineTexts(state, k)] = lines.read(state.w1),
    texts = Array.from({ length: Math.max(own.length, k) }, (_, place) => own[place] ?? "0");
  return { w1: lines.write([texts.map((old, place) => (place === at ? text : old))]) };
};

/** @param {State} state @param {number} k @param {number} at @param {string} text */
export const withSquare = (state, k, at, text) => ({
  w: lines.write([squareTexts(state, k).map((old, place) => (place === at ? text : old))]),
});
