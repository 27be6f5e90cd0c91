// What is typed: a text or a network by name, its input, and what is counted; and the table that follows, or why there is none.
import { cleaned, scriptsFor, readNetwork, Unread } from "../model/reading/read.js";
import { integers } from "../model/typed.js";
import { sum } from "../rules/integers.js";
import { BYTES, Misfit, traced } from "../rules/network.js";
import { refuse, Refusing } from "../rules/refusing.js";

/** @import { Row } from "../rules/network.js" */
/** @import { Network } from "../model/reading/read.js" */

export const defaults = {
  network: "", // one of the named ones; its text then stands in the box
  text: `nn.Sequential(
    nn.Conv2d(3, 16, 5, stride=2, padding=2, bias=False),
    nn.BatchNorm2d(16),
    nn.ReLU(inplace=True),
    nn.MaxPool2d(3, stride=2, ceil_mode=True),
    nn.Conv2d(16, 32, 3, padding="same"),
    nn.AdaptiveAvgPool2d(1),
    nn.Flatten(),
    nn.Linear(32, 10),
)`,
  input: "3x64x64",
  dtype: "float32",
  count_zeros: "1",
  count_cropped: "",
  brief: "",
  rank: "",
  outputs: "1",
};

/** @typedef {typeof defaults} State */
/** @typedef {{ network: Network, shape: bigint[], rows: Row[] }} Table */

/** @typedef {{ read?: any, words?: Record<string, string>, lost?: boolean }} Script what it hands over; `lost` where it could not be fetched */
/** @typedef {Partial<Record<import("../model/reading/read.js").Wanted, Script>>} Scripts */

/** The script that a text still waits for, if there is one. @param {Scripts} scripts @param {string | null} text */
export const awaited = (scripts, text) =>
  text === null ? undefined : scriptsFor(cleaned(text)).find((name) => scripts[name]?.lost ?? true);

/** Channels and sizes, as 3x224x224 or (3, 224, 224). @param {string} text */
function shapeOf(text) {
  const found = integers(text);
  return found ?? refuse("input_shape", {});
}

/** @param {State} state @param {string | null} text null where it is still to come @param {Scripts} [scripts] those that are there @returns {{ table: Table | null, problems: Refusing[], chain: boolean }} */
export function tableOf(state, text, scripts = {}) {
  let chain = false;
  if (text === null || awaited(scripts, text)) return { table: null, problems: [], chain };
  try {
    const network = readNetwork(text, scripts.classes?.read),
      shape = shapeOf(state.input),
      counting = { zeros: state.count_zeros === "1", cropped: state.count_cropped === "1" };
    ({ chain } = network);
    const rows = traced(network.modules, shape, counting, BYTES[state.dtype], Number(state.rank));
    return { table: { network, shape, rows }, problems: [], chain };
  } catch (error) {
    if (error instanceof Unread) return { table: null, problems: error.problems, chain };
    if (error instanceof Refusing) return { table: null, problems: [error], chain: chain && error instanceof Misfit };
    throw error;
  }
}

/** What a task can ask for, of a text that the figure itself holds. @param {State} state @returns {Record<string, string> | null} */
export function facts(state) {
  const { table } = tableOf(state, state.network === "" ? state.text : null),
    last = table?.rows.at(-1);
  if (!table || !last) return null;
  return {
    output: last.shape.join("×"),
    rows: String(table.rows.length),
    parameters: String(sum(table.rows.map((row) => row.parameters))),
  };
}
