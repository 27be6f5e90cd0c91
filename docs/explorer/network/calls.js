// What a row is called as, without nn, and what all rows need together.
import { sum } from "../rules/integers.js";
import { repr } from "../rules/python.js";

/** @import { Row } from "../rules/network.js" */

// Between the rows that a row joins.
export const SIGNS = /** @type {Record<string, string>} */ ({
  Cat: ", ",
  Add: " + ",
  Mul: " * ",
  Sub: " - ",
  Div: " / ",
  Maximum: ", ",
  Minimum: ", ",
});
const PRINTED_ONLY = /^(ZeroPad.d value|Upsampling\w+ mode)$/; // what PyTorch prints of a class, and does not take
const COUNTS = /^(in_|out_|num_)/;

/** @param {Row[]} rows */
export const totals = (rows) =>
  /** @type {const} */ (["macs", "parameters", "memory"]).map((name) => sum(rows.map((row) => row[name])));

/** A plain layer as the class that it is for its input. @param {any} layer @param {bigint[]} shape */
function layerCall(layer, shape) {
  const names = ["stride", "padding", "dilation", "output_padding", "groups", "bias"],
    usual = /** @type {Record<string, any>} */ ({ padding: 0n, output_padding: 0n, bias: true });
  const given = names
    .filter((name) => layer[name] !== (usual[name] ?? 1n))
    .map((name) => `${name}=${repr(layer[name])}`);
  const start = [shape[0], layer.out_channels ?? shape[0], `kernel_size=${repr(layer.kernel_size)}`];
  return `Conv${layer.transposed ? "Transpose" : ""}${shape.length - 1}d(${[...start, ...given].join(", ")})`;
}

/** The call of a row, without nn. @param {{ module: { kind: string, arguments: import("../rules/kinds/registry.js").Arguments } }} row @param {bigint[]} shape of what it takes */
export function call({ module: { kind, arguments: given } }, shape) {
  if (kind === "Layer") return layerCall(given.layer, shape);
  const parts = /** @type {string[]} */ ([]);
  for (const [name, value] of Object.entries(given)) {
    if (PRINTED_ONLY.test(`${kind} ${name}`)) continue;
    const plain = COUNTS.test(name) && !parts.some((part) => part.includes("="));
    parts.push(plain ? repr(value) : `${name}=${repr(value)}`);
  }
  return `${kind}(${parts.join(", ")})`;
}

/** @param {Row} row */
export const joins = ({ module: { kind } }) => Object.hasOwn(SIGNS, kind);
