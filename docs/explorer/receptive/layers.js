// A short stack along one axis, written as "k3,s2;k3,d2", and its layers as settings for the rules.
import * as lines from "../model/lines.js";
import { perAxis } from "../model/questions.js";
import { PLAIN, read } from "../model/setting.js";
import { alike } from "../model/typed.js";
import { attempt, Unreadable } from "../model/unreadable.js";
import { trace } from "../rules/trace.js";

export const defaults = { layers: "k3,p1;k3,p1", size: "9", at: "", paths: "" };

/** @typedef {typeof defaults} State */
/** @typedef {{ kind: string, k: string, s: string, p: string, d: string, others: string[] }} Layer as typed */
/** @typedef {"k" | "s" | "p" | "d"} Letter */

export const ARGUMENTS = /** @type {const} */ ({ k: "kernel_size", s: "stride", p: "padding", d: "dilation" });
export const LETTERS = /** @type {Letter[]} */ (Object.keys(ARGUMENTS));
const USUAL = { k: "3", s: "1", p: "0", d: "1" };

/** Stacks to begin with, by the name of their word. @type {Record<string, { layers: string, size: string }>} */
export const PRESETS = {
  two: { layers: "k3,p1;k3,p1", size: "9" },
  one: { layers: "k5,p2", size: "9" },
  three: { layers: "k3,p1;k3,p1;k3,p1", size: "11" },
  deep: { layers: "k3,p1;k3,p1;k3,p1;k3,p1;k3,p1", size: "15" },
  stride: { layers: "k3,s2,p1;k3,p1;k3,p1", size: "17" },
  growing: { layers: "k3,p1;k3,p2,d2;k3,p4,d4", size: "17" },
  gaps: { layers: "k3,p2,d2;k3,p2,d2", size: "13" },
};

/** @param {string} text @returns {Layer[]} */
export const readLayers = (text) =>
  lines.read(text).map((values) => {
    const named = values.filter((value) => value && value[0] in ARGUMENTS),
      given = Object.fromEntries(named.map((value) => [value[0], value.slice(1)]));
    return { kind: "Conv", ...USUAL, ...given, others: values.filter((value) => !named.includes(value)) };
  });

/** @param {Layer} layer */
const written = (layer) => [
  ...LETTERS.filter((letter) => letter === "k" || layer[letter] !== USUAL[letter]).map(
    (letter) => letter + layer[letter],
  ),
  ...layer.others,
];

/** @param {Layer[]} layers */
export const writeLayers = (layers) => lines.write(layers.map(written));

/** A new layer keeps the size. */
export const added = { kind: "Conv", k: "3", s: "1", p: "1", d: "1", others: [] };

/** @param {Layer} layer @param {bigint} _channels @param {bigint[]} size @returns {import("../rules/trace.js").Reading} */
function readLayer(layer, _channels, size) {
  const texts = Object.fromEntries(
    LETTERS.map((letter) => [ARGUMENTS[letter], letter === "k" ? alike(layer.k) : layer[letter]]),
  );
  const unreadable = attempt(() => {
    if (layer.others.length) throw new Unreadable({ rule: "letters", numbers: { text: layer.others.join(",") } });
    for (const [name, text] of Object.entries(texts)) perAxis(name, text, 1);
  });
  if (unreadable.refused) return { setting: null, refused: unreadable.refused };
  return read({ ...PLAIN, ...texts, layer: "Conv1d", size: String(size[0]) });
}

/** @param {State} state @param {Layer[]} layers */
export function traced(state, layers) {
  const { read: size, refused } = attempt(() => perAxis("size", alike(state.size), 1, 1n));
  if (!size) return { size, refused, rows: [] };
  return { size: size[0], ...trace(layers, { channels: 1n, size }, { zeros: true, cropped: false }, readLayer) };
}
