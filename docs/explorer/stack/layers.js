// A stack as the text of its state, and its layers as settings for the rules, or why one is none.
import * as lines from "../model/lines.js";
import { perAxis } from "../model/questions.js";
import { PLAIN, read } from "../model/setting.js";
import { word } from "../model/typed.js";
import { attempt, Unreadable } from "../model/unreadable.js";
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

/** What is wrong with a layer's text before its numbers are looked at. @param {Layer} layer @param {number} rank */
function checkTexts({ kind, values }, rank) {
  if (!Object.hasOwn(KINDS, kind)) throw new Unreadable({ rule: "kind", numbers: { kind: `nn.${kind}${rank}d` } });
  if (values.length > ARGUMENTS.length)
    throw new Unreadable({ rule: "values", numbers: { count: values.length, most: ARGUMENTS.length } });
  for (const name of argumentsOf(kind)) {
    const text = values[ARGUMENTS.indexOf(name)];
    if (name !== "padding" || word(text) === undefined) perAxis(name, text, SINGLE.includes(name) ? 1 : rank);
  }
}

/** @param {number} rank */
const reader = (rank) => (/** @type {Layer} */ layer, /** @type {bigint} */ channels, /** @type {bigint[]} */ size) => {
  const unreadable = attempt(() => checkTexts(layer, rank)).refused;
  // What PyTorch has words for is left to the setting.
  if (unreadable && unreadable.rule !== "length") return { setting: null, refused: unreadable };
  const texts = Object.fromEntries(ARGUMENTS.map((name, at) => [name, layer.values[at]])),
    { setting, refused } = read({
      ...PLAIN,
      ...texts,
      layer: `${layer.kind}${rank}d`,
      in_channels: String(channels),
      size: `(${size.join(", ")})`,
    });
  return { setting, refused: refused && rank === 3 ? { ...refused, message: null } : refused }; // its words are known for planes
};

/** @param {State} state */
const readStart = (state) => ({
  channels: perAxis("in_channels", state.channels, 1, 1n)[0],
  size: perAxis("size", state.size, rankOf(state), 1n),
});

/** @param {State} state @param {Layer[]} layers */
export function traced(state, layers) {
  const { read: start, refused } = attempt(() => readStart(state)),
    counting = { zeros: state.count_zeros === "1", cropped: state.count_cropped === "1" };
  return start ? { start, ...trace(layers, start, counting, reader(rankOf(state))) } : { start, refused, rows: [] };
}

/** What a task can ask for: the last layer's output and field, and the cost of all. @param {State} state @returns {Record<string, string> | null} */
export function facts(state) {
  const { rows, refused } = traced(state, readLayers(state)),
    last = rows.at(-1);
  if (refused || !last) return null;
  return {
    output: last.size.join("×"),
    field: last.field.join("×"),
    parameters: String(rows.reduce((all, row) => all + row.parameters, 0n)),
    macs: String(rows.reduce((all, row) => all + (row.macs ?? 0n), 0n)),
  };
}

/** @param {State} state */
export const settle = (state) => (RANKS.includes(state.rank) ? state : { ...state, rank: defaults.rank });
