// What the fields of the search ask: two sizes and the values to try, or why they cannot be read.
import * as limits from "../rules/bounds.js";
import { integers } from "../model/setting.js";

/** @typedef {import("../view/refusal.jsx").Refused} Refused */

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
/** @typedef {"kernel_size" | "stride" | "padding" | "dilation" | "output_padding"} Argument */

/** The arguments that the layer has. @param {State} state */
export const names = (state) =>
  /** @type {Argument[]} */ (state.transposed ? limits.ARGUMENTS : limits.ARGUMENTS.slice(0, 4));

/** A number that is too small or too large, as a refusal. @param {string} name @param {bigint} number @param {bigint} lowest */
function outside(name, number, lowest) {
  if (number < lowest) return { rule: "least", numbers: { name, value: number, lowest } };
  if (number > limits.MOST) return { rule: "most", numbers: { name, value: number, most: limits.MOST } };
  return null;
}

/** The number of a field, or a refusal in its place. @param {string} name @param {string} text */
function whole(name, text) {
  const found = integers(text);
  if (!found || found.length !== 1) return { rule: "number_one", numbers: { name, text } };
  return outside(name, found[0], 1n) || found[0];
}

/** The values of a field, or a refusal in their place. @param {string} name @param {string} text */
function several(name, text) {
  const found = limits.values(text);
  if (!found) return { rule: "spelling", numbers: { name, text } };
  const [least, most] = [found[0], found[found.length - 1]];
  return outside(name, least, name.includes("padding") ? 0n : 1n) || outside(name, most, 0n) || found;
}

/**
 * @param {State} state
 * @returns {{ refused: Refused } | { refused: null, input: bigint, output: bigint, bounds: any }}
 */
export function ask(state) {
  const given = names(state)
    .filter((name) => state[name].trim() !== "")
    .map((name) => /** @type {const} */ ([name, several(name, state[name])]));
  const [input, output] = [whole("input_size", state.input), whole("output_size", state.output)];
  const refused = [input, output, ...given.map(([, values]) => values)].find((value) =>
    Object.hasOwn(Object(value), "rule"),
  );
  if (refused) return { refused: /** @type {Refused} */ (refused) };
  const bounds = limits.boundsFor(input, output, Boolean(state.transposed), Object.fromEntries(given)),
    count = limits.count(bounds);
  if (count > limits.MOST_TRIED) return { refused: { rule: "many", numbers: { count, most: limits.MOST_TRIED } } };
  return { refused: null, input: /** @type {bigint} */ (input), output: /** @type {bigint} */ (output), bounds };
}

/** A convolution makes sizes smaller and a transposed one larger: sizes that go the other way change places. @param {State} state */
export function turned(state) {
  const [input, output] = [state.input, state.output].map((text) => limits.values(text));
  const upward = input && output && input[0] < output[0],
    downward = input && output && input[0] > output[0];
  return (state.transposed ? downward : upward) ? { ...state, input: state.output, output: state.input } : state;
}
