// A stack as the text of its state, and its layers as settings for the rules, or why one is none.
import * as lines from "../model/lines.js";
import { perAxis, plain } from "../model/questions.js";
import * as states from "../model/setting.js";
import { KINDS, trace } from "../rules/trace.js";

export const defaults = {
  rank: "2",
  channels: "3",
  size: "224",
  layers: "Conv2d,64,3,1,1,0,1,1;Conv2d,128,3,2,1,0,1,1;Conv2d,128,3,1,2,0,2,1",
  count_zeros: "1",
  count_cropped: "",
};

/** @typedef {typeof defaults} State */
/** @typedef {{ kind: string, values: string[] }} Layer as typed: a value for each of ARGUMENTS */
/** @typedef {import("../model/questions.js").Refused} Refused */

/** In the order in which a line of the text has them. */
export const ARGUMENTS = /** @type {const} */ ([
  "out_channels",
  "kernel_size",
  "stride",
  "padding",
  "output_padding",
  "dilation",
  "groups",
]);
export const RANKS = ["1", "2", "3"];
const USUAL = ["1", "3", "1", "0", "0", "1", "1"];
const SINGLE = ["out_channels", "groups"];
const LEAST = { channels: 1n, size: 1n };

/** @param {State} state */
export const rankOf = (state) => Number(state.rank);

/** The argument's name of a kind that has it. @param {string} kind */
export const argumentsOf = (kind) => ARGUMENTS.filter((name) => name !== "output_padding" || kind === "ConvTranspose");

/** What is new when a layer is added: it keeps the size and the channels of the last. @param {Layer[]} layers */
export const plainLayer = (layers) => ({
  kind: "Conv",
  values: [layers.at(-1)?.values[0] ?? "64", "3", "1", "1", "0", "1", "1"],
});

/** @param {State} state @returns {Layer[]} */
export function readLayers(state) {
  return lines.read(state.layers).map(([name, ...values]) => ({
    kind: name.replace(/[123]?d?$/, ""),
    values: [...values, ...USUAL.slice(values.length)],
  }));
}

/** @param {Layer[]} layers @param {State} state */
export const writeLayers = (layers, { rank }) =>
  lines.write(layers.map(({ kind, values }) => [`${kind}${rank}d`, ...values]));

/** A refusal that concerns a layer's text before its numbers are looked at. @param {Layer} layer @param {number} rank @returns {Refused | null} */
function unread({ kind, values }, rank) {
  if (!Object.hasOwn(KINDS, kind)) return { rule: "kind", numbers: { kind: `nn.${kind}${rank}d` } };
  if (values.length > ARGUMENTS.length)
    return { rule: "values", numbers: { count: values.length, most: ARGUMENTS.length } };
  for (const name of argumentsOf(kind)) {
    const text = values[ARGUMENTS.indexOf(name)];
    if (name === "padding" && /^\s*['"]?[a-z]+['"]?\s*$/i.test(text)) continue;
    const found = perAxis(name, text, SINGLE.includes(name) ? 1 : rank);
    if ("refusal" in found && found.refusal.rule !== "length") return found.refusal; // PyTorch has words for lengths
  }
  return null;
}

/** @param {number} rank */
const reader = (rank) => (/** @type {Layer} */ layer, /** @type {bigint} */ channels, /** @type {bigint[]} */ size) => {
  const early = unread(layer, rank);
  if (early) return { refusal: early };
  const texts = Object.fromEntries(ARGUMENTS.map((name, at) => [name, plain(layer.values[at])]));
  const { setting, refusal } = states.read({
    ...states.DEFAULTS,
    ...texts,
    output_padding: layer.kind === "ConvTranspose" ? texts.output_padding : "0",
    layer: `${layer.kind}${rank}d`,
    in_channels: String(channels),
    size: `(${size.join(", ")})`,
  });
  if (refusal) return { refusal: rank === 3 ? { ...refusal, message: null } : refusal }; // PyTorch's words are known for planes
  return { setting };
};

/** @param {State} state @returns {{ channels: bigint, size: bigint[] } | { refusal: Refused }} */
export function readStart(state) {
  const channels = perAxis("in_channels", state.channels, 1, LEAST.channels),
    size = perAxis("size", state.size, rankOf(state), LEAST.size);
  if ("refusal" in channels) return channels;
  if ("refusal" in size) return size;
  return { channels: channels.value[0], size: size.value };
}

/**
 * @typedef {{ start: { channels: bigint, size: bigint[] }, rows: import("../rules/trace.js").Row[], refusal: Refused | null }} Traced
 */

/** @param {State} state @param {Layer[]} layers @returns {Traced | { refusal: Refused, start: null, rows: [] }} */
export function traced(state, layers) {
  const start = readStart(state);
  if ("refusal" in start) return { refusal: start.refusal, start: null, rows: [] };
  const counting = { zeros: state.count_zeros === "1", cropped: state.count_cropped === "1" };
  return { start, ...trace(layers, start, counting, reader(rankOf(state))) };
}

/** @param {State} state */
export const settle = (state) => (RANKS.includes(state.rank) ? state : { ...state, rank: defaults.rank });
