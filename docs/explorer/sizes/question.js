// What the fields of the search ask: two sizes and the values to try, or why they cannot be read.
import { ARGUMENTS, boundsFor, count, MOST, MOST_TRIED, values } from "../rules/bounds.js";
import { findSettings } from "../rules/inverse.js";
import { alike, integers } from "../model/typed.js";
import { attempt, Unreadable } from "../model/unreadable.js";

export const defaults = {
  input: "224",
  output: "112",
  transposed: "",
  kernel_size: "",
  stride: "",
  padding: "",
  dilation: "1",
  output_padding: "",
};

/** @typedef {typeof defaults} State */
/** The arguments that the layer has. @param {State} state */
export const names = (state) => (state.transposed ? ARGUMENTS : ARGUMENTS.slice(0, 4));

/** @param {string} name @param {bigint} number @param {bigint} lowest */
function within(name, number, lowest) {
  if (number < lowest) throw new Unreadable({ rule: "least", numbers: { name, value: number, lowest } });
  if (number > MOST) throw new Unreadable({ rule: "most", numbers: { name, value: number, most: MOST } });
  return number;
}

/** The number of a field. @param {string} name @param {string} text */
function whole(name, text) {
  const found = integers(alike(text));
  if (found && found.length > 1) throw new Unreadable({ rule: "axes", numbers: { name, count: found.length } });
  if (!found || found.length !== 1) throw new Unreadable({ rule: "number_one", numbers: { name, text } });
  return within(name, found[0], 1n);
}

/** The values of a field. @param {string} name @param {string} text */
function several(name, text) {
  const found = values(alike(text));
  if (!found) throw new Unreadable({ rule: "spelling", numbers: { name, text } });
  return found.map((value) => within(name, value, name.includes("padding") ? 0n : 1n));
}

/** What is asked; thrown where a field cannot be read. @param {State} state */
export function ask(state) {
  const input = whole("input_size", state.input),
    output = whole("output_size", state.output);
  const given = names(state)
    .filter((name) => state[name].trim() !== "")
    .map((name) => [name, several(name, state[name])]);
  const bounds = boundsFor(input, output, Boolean(state.transposed), Object.fromEntries(given)),
    settings = count(bounds);
  if (settings > MOST_TRIED) throw new Unreadable({ rule: "many", numbers: { count: settings, most: MOST_TRIED } });
  return { input, output, bounds };
}

/** What a task can ask for: how many layers lead from one size to the other. @param {State} state @returns {Record<string, string> | null} */
export function facts(state) {
  const { read: question } = attempt(() => ask(state));
  return question && { found: String(findSettings(question.input, question.output, question.bounds).length) };
}

/** A convolution makes sizes smaller and a transposed one larger: sizes that go the other way change places. @param {State} state */
export function turned(state) {
  const [input, output] = [state.input, state.output].map((text) => values(alike(text)));
  const upward = input && output && input[0] < output[0],
    downward = input && output && input[0] > output[0];
  return (state.transposed ? downward : upward) ? { ...state, input: state.output, output: state.input } : state;
}
