// A stack as a text with a layer on each line, and back: what the network tool reads, as far as this table has a place for it.
import { readNetwork, Unread } from "../model/reading/read.js";
import { integers, word, written } from "../model/typed.js";
import { completed, knownKind } from "../rules/kinds/arguments.js";
import { At } from "../rules/kinds/registry.js";
import { START } from "../rules/reaches.js";
import { refuse, Refusing } from "../rules/refusing.js";
import { repr } from "../rules/python.js";
import { ARGUMENTS, argumentsOf, rankOf } from "./layers.js";

/** @typedef {import("./layers.js").Layer} Layer */
/** @typedef {import("./layers.js").State} State */
/** @typedef {import("../rules/network.js").Module} Module */
/** @typedef {{ layers: Layer[], rank: number, channels: bigint, left: string[] }} Stack `left` is what was left out: nothing of it changes a size */

const CONVOLUTION = /^(Conv|ConvTranspose)([123])d$/;
const USUAL = /** @type {Record<string, string>} */ ({
  stride: "1",
  padding: "0",
  output_padding: "0",
  dilation: "1",
  groups: "1",
});

/** What was typed as Python has it. @param {string} text */
function asPython(text) {
  const found = integers(text),
    said = word(text);
  if (found) return written(found);
  return said === undefined ? text : JSON.stringify(said);
}

/** Lines that stand in nn.Sequential( ) as they are. @param {State} state @param {Layer[]} layers */
export function textOf({ rank, channels }, layers) {
  const calls = layers.map(({ kind, values }, at) => {
    const parts = [at ? layers[at - 1].values[0] : channels, ...values.slice(0, 2)].map(asPython),
      given = argumentsOf(kind)
        .slice(2)
        .map((name) => /** @type {const} */ ([name, asPython(values[ARGUMENTS.indexOf(name)])]))
        .filter(([name, value]) => value !== USUAL[name])
        .map(([name, value]) => `${name}=${value}`);
    return `nn.${kind}${rank}d(${[...parts, ...given].join(", ")}),`;
  });
  return calls.join("\n");
}

/** What a convolution says, whichever way it was written; null for any other layer. @param {Module} module */
function convolutionOf({ kind, arguments: given }) {
  if (kind === "Layer")
    return { kind: given.layer.transposed ? "ConvTranspose" : "Conv", rank: null, given: given.layer };
  const [, name, rank] = CONVOLUTION.exec(kind) ?? [];
  return name ? { kind: name, rank: Number(rank), given: completed(knownKind(kind), given) } : null;
}

/** Whether a layer hands on what it receives, value by value. @param {Module} module @param {bigint} channels @param {number} rank */
function keepsAll({ kind, arguments: given, inputs }, channels, rank) {
  const known = knownKind(kind),
    sizes = new Array(rank).fill(2n),
    flow = { shape: [channels, ...sizes], reaches: sizes.map(() => START), sizes };
  if (known.joins || inputs.length) return false;
  const { flow: after } = known.rule(
    new At(kind, known.rank, [flow], { zeros: true, cropped: true }),
    completed(known, given),
  );
  return after === flow;
}

/** @param {any} given @param {bigint} channels @returns {string[]} a value for each of ARGUMENTS */
const valuesOf = (given, channels) =>
  ARGUMENTS.map((name) => {
    const value = name === "out_channels" ? (given[name] ?? channels) : (given[name] ?? 0n);
    return typeof value === "string" ? value : written([value].flat());
  });

/** Arguments that the table has no field for. @param {any} given */
const withoutField = ({ bias = true, padding_mode: mode = "zeros" }) => [
  ...(bias ? [] : ["bias=False"]),
  ...(mode === "zeros" ? [] : [`padding_mode=${repr(mode)}`]),
];

/** How many axes the layers have, and which channels the first convolution takes; of the state, where they do not say it. @param {ReturnType<typeof convolutionOf>[]} convolutions @param {State} state */
function startOf(convolutions, state) {
  const first = convolutions.find((one) => one !== null),
    rank = convolutions.find((one) => one?.rank)?.rank ?? rankOf(state),
    channels = /** @type {bigint} */ (first?.given.in_channels ?? integers(state.channels)?.[0] ?? 1n);
  return { rank, channels };
}

/** @param {Module[]} modules @param {State} state @returns {Stack} */
function collected(modules, state) {
  const convolutions = modules.map(convolutionOf),
    { rank, channels: start } = startOf(convolutions, state);
  const stack = { layers: /** @type {Layer[]} */ ([]), rank, channels: start, left: /** @type {string[]} */ ([]) };
  let channels = start;
  const add = (/** @type {Module} */ module, /** @type {number} */ at) => {
    const found = convolutions[at];
    if (!found && keepsAll(module, channels, rank)) return stack.left.push(module.kind);
    if (!found || module.inputs.length || (found.rank ?? rank) !== rank)
      return refuse("kind", { kind: `nn.${module.kind}` });
    const { in_channels: taken, out_channels: made } = found.given;
    if (taken !== undefined && taken !== channels)
      refuse("made_for", { name: "in_channels", channels, value: repr(taken) });
    stack.layers.push({ kind: found.kind, values: valuesOf(found.given, channels) });
    stack.left.push(...withoutField(found.given));
    channels = made ?? channels;
  };
  for (const [at, module] of modules.entries()) {
    try {
      add(module, at);
    } catch (error) {
      if (error instanceof Refusing) error.line ||= module.line;
      throw error;
    }
  }
  return { ...stack, left: [...new Set(stack.left)] };
}

/** What the network tool begins with: these lines, and an input that they take. @param {string} text @param {State} state @returns {Record<string, string>} */
export function networkOf(text, state) {
  let start = { rank: rankOf(state), channels: integers(state.channels)?.[0] ?? 1n };
  try {
    start = startOf(readNetwork(text).modules.map(convolutionOf), state);
  } catch (error) {
    if (!(error instanceof Unread || error instanceof Refusing)) throw error;
  }
  const sizes = integers(state.size) ?? [1n],
    size = sizes.length === start.rank ? sizes : new Array(start.rank).fill(sizes[0]);
  return { text, input: [start.channels, ...size].join("x"), ...(start.rank === 3 && { rank: "3" }) };
}

/** The layers of a text, or all that is wrong with it. @param {string} text @param {State} state @returns {{ stack: Stack | null, problems: Refusing[] }} */
export function stackOf(text, state) {
  try {
    return { stack: collected(readNetwork(text).modules, state), problems: [] };
  } catch (error) {
    if (error instanceof Unread) return { stack: null, problems: error.problems };
    if (error instanceof Refusing) return { stack: null, problems: [error] };
    throw error;
  }
}
