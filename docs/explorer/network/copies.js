// The table to take away: as Markdown, as CSV, and the network as code for PyTorch; as convref writes them.
// A script of its own, which a click brings.
import { padsBetween } from "../rules/padding.js";
import { repr } from "../rules/python.js";
import { grouped } from "../view/numbers.js";
import { call, joins, SIGNS, totals } from "./calls.js";

/** @import { Row } from "../rules/network.js" */
/** @import { Fraction } from "../rules/fractions.js" */
/** @import { State, Table } from "./state.js" */

const CALLED = /** @type {Record<string, string>} */ ({ Maximum: "torch.maximum", Minimum: "torch.minimum" });
const FUNCTIONS = ["Channels", "Select", "Slice", "OverChannels", "UpsampleLike", "PadLike", "Permute"], // torch has no module for them
  REWRITING = ["View", "Squeeze", "Unsqueeze"];
const KEEPING = ["Identity", "Elementwise", "StochasticDepth", "DropPath", "QuantStub", "DeQuantStub"];
const ELSEWHERE = /** @type {Record<string, string>} */ ({
  FrozenBatchNorm2d: "torchvision.ops",
  LayerNorm2d: "torchvision.models.convnext",
  CenterCrop: "torchvision.transforms",
});

const WEIGHTS = /** @type {Record<string, string>} */ ({ Scale: "*", Shift: "+" });
/** @param {Row} row */
const isWeight = ({ module }) => Object.hasOwn(WEIGHTS, module.kind);

/** @param {Row} row */
const isFunction = ({ module: { kind } }) => FUNCTIONS.includes(kind) || kind.startsWith("MaxUnpool");

/** @param {any[]} values */
const by = (values) => values.join("×");
/** @param {Fraction} position */
const exact = ([n, d]) => (d === 1n ? `${n}` : `${n}/${d}`);

/** What a row is called in a table. @param {Row} row */
function nameOf({ module: { kind, name, arguments: given } }) {
  const called = kind !== "Layer" ? kind : given.layer.transposed ? "conv_transpose" : "conv";
  return name ? `${name}: ${called}` : called;
}

/** @param {Table} table @param {State} state */
function cells({ rows, shape }, { dtype }) {
  const [ones, zeros] = [by(shape.slice(1).map(() => 1)), by(shape.slice(1).map(() => 0))];
  return [
    ["layer", "shape", "field", "jump", "centre", "MACs", "parameters", `bytes (${dtype})`],
    ["input", by(shape), ones, ones, zeros, "", "", ""],
    ...rows.map((row, at) => [
      `${at + 1} ${nameOf(row)}`,
      by(row.shape),
      by(row.field),
      by(row.jump.map(exact)),
      by(row.centre.map(exact)),
      grouped(row.macs),
      grouped(row.parameters),
      grouped(row.memory),
    ]),
    ["total", "", "", "", "", ...totals(rows).map(grouped)],
  ];
}

/** @param {Table} table @param {State} state */
export function markdown(table, state) {
  const counted = (/** @type {string} */ choice) => (choice === "1" ? "counted" : "not counted"),
    [head, ...lines] = cells(table, state),
    sides = head.map((_, column) => (column ? "---:" : ":---"));
  const caption = `MACs: products with the padding's zeros ${counted(state.count_zeros)}, cropped products ${counted(state.count_cropped)}`;
  return `${caption}\n\n${[head, sides, ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n")}`;
}

/** @param {Table} table @param {State} state */
export const csv = (table, state) =>
  cells(table, state)
    .map((line) => line.map((cell) => (/^[\d,]+$/.test(cell) ? cell.replaceAll(",", "") : cell)).join(","))
    .join("\n");

/** What stands between the brackets behind the channels, such as 1:-1, ::2. @param {Record<string, any>} given @param {number} rank */
function slicesOf({ start, stop, step }, rank) {
  const ends = [start, stop, step].map((one) => (Array.isArray(one) ? one : [one ?? null])),
    longest = Math.max(...ends.map(({ length }) => length));
  return Array.from({ length: Math.min(longest, rank) }, (_, axis) => {
    const [from, to, by] = ends.map((one) => one[axis] ?? "");
    return by === "" ? `${from}:${to}` : `${from}:${to}:${by}`;
  }).join(", ");
}

/** What torch does with rows by a function, and not by a module. @param {Row} row @param {string[]} taken @param {bigint[][]} shapes */
function functionOf({ module: { kind, arguments: given } }, [first, second], [before, wanted]) {
  if (kind === "Channels") return `${first}[:, ${given.start}:${given.stop}]`;
  if (kind === "Slice") return `${first}[:, :, ${slicesOf(given, before.length - 1)}]`;
  if (kind === "Select") return `${first}.select(${given.dim}, ${given.index})`;
  if (kind === "Permute") return `${first}.permute${repr(given.dims)}`;
  if (kind === "OverChannels") return `${first}.mean(1, keepdim=True)`;
  if (kind === "UpsampleLike") {
    const more = Object.entries(given).map(([name, value]) => `, ${name}=${repr(value)}`);
    return `nn.functional.interpolate(${first}, size=${second}.shape[2:]${more.join("")})`;
  }
  return `nn.functional.pad(${first}, ${repr(padsBetween(before.slice(1), wanted.slice(1)))})`;
}

/** Arguments by their names. @param {Record<string, any>} given */
const written = (given) =>
  Object.entries(given)
    .map(([name, value]) => `${name}=${repr(value)}`)
    .join(", ");

/** What puts values where a pool has found the largest ones, which is asked once more. @param {Row} row @param {Row} pool */
function unpooled({ module: { arguments: own }, inputs, shape }, { module, inputs: taken }) {
  const given = { ...own, output_size: shape.slice(1) },
    name = (/** @type {string} */ un) => `nn.functional.max_${un}pool${shape.length - 1}d`,
    found = `${name("")}(x${taken[0]}, ${written(module.arguments)}, return_indices=True)[1]`;
  return `${name("un")}(x${inputs[0]}, ${found}, ${written(given)})`;
}

/** What stands between a row and a parameter, and behind it, where the row takes not all of it. @param {Row} row @param {string} own @param {string} first */
function weighted({ module: { kind, arguments: given } }, own, first) {
  const part = given.parameters
    ? `[:${given.size.reduce((/** @type {bigint} */ all, /** @type {bigint} */ one) => all * one, 1n)}].view(${repr(given.size)})`
    : "";
  return `${first} ${WEIGHTS[kind]} ${own}${part}`;
}

/** @param {Row} row @param {number} at @param {bigint[][]} shapes @param {Row[]} rows */
function step(row, at, shapes, rows) {
  const {
      module: { kind },
      inputs,
    } = row,
    taken = inputs.map((one) => `x${one}`);
  if (kind.startsWith("MaxUnpool")) return unpooled(row, rows[inputs[1] - 1]);
  if (isFunction(row))
    return functionOf(
      row,
      taken,
      inputs.map((one) => shapes[one]),
    );
  const own = `self.row${row.module.weightsOf || at + 1}`;
  if (Object.hasOwn(WEIGHTS, kind)) return weighted(row, own, taken[0]);
  if (!Object.hasOwn(SIGNS, kind)) return `${own}(${taken[0]})`;
  const together = taken.join(SIGNS[kind]);
  if (kind === "Cat") return `torch.cat([${together}], 1)`;
  return Object.hasOwn(CALLED, kind) ? `${CALLED[kind]}(${together})` : together;
}

/** The call of a row, with the names of its modules. @param {Row} row @param {bigint[]} shape */
function wholeCall(row, shape) {
  const { kind, parametrization, arguments: given } = row.module;
  if (Object.hasOwn(WEIGHTS, kind)) return `nn.Parameter(torch.ones(${repr(given.parameters || given.size)}))`;
  if (KEEPING.includes(kind)) return "nn.Identity()";
  if (REWRITING.includes(kind))
    return row.shape.length === 1 ? "nn.Flatten()" : `nn.Sequential(nn.Flatten(), nn.Unflatten(1, ${repr(row.shape)}))`;
  const written = `${ELSEWHERE[kind] ?? "nn"}.${call(row, shape)}`;
  return parametrization ? `nn.utils.parametrizations.${parametrization}(${written})` : written;
}

/** @param {Table} table */
export function torchCode({ rows, shape }) {
  const shapes = [shape, ...rows.map((row) => row.shape)],
    calls = rows.map((row) =>
      joins(row) || isFunction(row) || row.module.weightsOf ? "" : wholeCall(row, shapes[row.inputs[0]]),
    ),
    others = rows.some(({ module: { kind } }) => Object.hasOwn(ELSEWHERE, kind)) ? ["import torchvision"] : [],
    head = ["import torch", ...others, "from torch import nn", ""];
  if (rows.every(({ inputs }, at) => inputs.length === 1 && inputs[0] === at && calls[at]) && !rows.some(isWeight))
    return [...head, "network = nn.Sequential(", ...calls.map((one) => `    ${one},`), ")"].join("\n");
  return [
    ...head,
    "",
    "class Network(nn.Module):",
    "    def __init__(self):",
    "        super().__init__()",
    ...calls.flatMap((one, at) => (one ? [`        self.row${at + 1} = ${one}`] : [])),
    "",
    "    def forward(self, x0):",
    ...rows.map((row, at) => `        x${at + 1} = ${step(row, at, shapes, rows)}`),
    `        return x${rows.length}`,
    "",
    "",
    "network = Network()",
  ].join("\n");
}
