// A list of layers in, a row for each out: shape, receptive field, MACs, parameters and memory. convref.network.
import { product } from "./kinds/checks.js";
import { completed, knownKind } from "./kinds/arguments.js";
import { At } from "./kinds/registry.js";
import { jumpOf, START } from "./reaches.js";
import { widest } from "./reach.js";
import { refuse, Refusing } from "./refusing.js";

/** @import { Arguments, Counting, Flow, Made } from "./kinds/registry.js" */
/** @import { Fraction } from "./fractions.js" */
/** @import { Reach } from "./reaches.js" */
/** @typedef {{ settled: (flows: Flow[]) => bigint }} SizeOf a size that a row takes from an earlier one, such as 2 * x.size(2), and which knows its number once that is made */
/** @typedef {{ kind: string, arguments: Arguments, inputs: number[], name: string, line: number, parametrization: string, weightsOf?: number }} Module one layer; `inputs` are numbers of rows, none for the row before */
/**
 * @typedef {object} Row
 * @property {Module} module
 * @property {number[]} inputs
 * @property {bigint[]} shape
 * @property {bigint[]} field
 * @property {Fraction[]} jump
 * @property {Fraction[]} centre
 * @property {bigint} macs
 * @property {bigint} parameters
 * @property {bigint} memory bytes
 */

/** Bytes of one value. */
export const BYTES = /** @type {Record<string, bigint>} */ ({
  float32: 4n,
  float16: 2n,
  bfloat16: 2n,
  float64: 8n,
  int8: 1n,
});

/** Where a layer does not fit: the row, and what it received. */
export class Misfit extends Refusing {
  /** @param {Refusing} why @param {Module} module @param {number} number @param {bigint[]} shape */
  constructor(why, module, number, shape) {
    super(why.rule, why.numbers, module.line);
    this.place = { number, name: module.name, kind: module.kind, shape: shape.join("×") };
  }
}

/** How many slices a weight has along its first axis; weight_norm learns a length for each. @param {string} kind @param {bigint[]} before @param {bigint[]} after */
const slices = (kind, before, after) =>
  kind === "Linear" ? /** @type {bigint} */ (after.at(-1)) : (kind.startsWith("ConvTranspose") ? before : after)[0];

/** An argument with numbers for the sizes of earlier rows. @param {any} value @param {Flow[]} flows @returns {any} */
function settledValue(value, flows) {
  if (Array.isArray(value)) return value.map((one) => settledValue(one, flows));
  return value?.settled ? /** @type {SizeOf} */ (value).settled(flows) : value;
}

/** A module with numbers for the sizes of earlier rows. @param {Module} module @param {Flow[]} flows @returns {Module} */
function settled(module, flows) {
  const given = Object.entries(module.arguments);
  return { ...module, arguments: Object.fromEntries(given.map(([name, one]) => [name, settledValue(one, flows)])) };
}

/** Each layer, what it makes, and the rows that it takes. @param {Module[]} modules @param {bigint[]} shape @param {Counting} counting @param {Reach} [start] what lies behind a cell of the input */
export function followed(modules, shape, counting, start = START) {
  const flows = /** @type {Flow[]} */ ([{ shape, reaches: shape.slice(1).map(() => start), sizes: shape.slice(1) }]);
  return modules.map((written, at) => {
    const taken = written.inputs.length ? written.inputs : [at],
      inputs = taken.map((one) => flows[one]);
    try {
      const module = settled(written, flows),
        kind = knownKind(module.kind),
        made = kind.rule(new At(kind.name, kind.rank, inputs, counting), completed(kind, module.arguments));
      if (module.weightsOf) made.parameters = 0n;
      else if (module.parametrization === "weight_norm")
        made.parameters += slices(kind.name, inputs[0].shape, made.flow.shape);
      flows.push(made.flow);
      return { module, made, taken };
    } catch (error) {
      throw error instanceof Refusing ? new Misfit(error, written, at + 1, inputs[0].shape) : error;
    }
  });
}

/** There are channels and sizes, and no batch in front. @param {Module[]} modules @param {bigint[]} shape @param {number} rank how many axes there are; 0 where nobody says it */
export function checkInput(modules, shape, rank) {
  if (shape.length < 1 || shape.length > 4 || shape.some((size) => size < 1n)) refuse("input_shape", {});
  const ranks = modules.map(({ kind }) => knownKind(kind).rank);
  if (rank && shape.length !== rank + 1) refuse("input_rank", { rank });
  if (shape.length === 4 && (rank || ranks.find(Boolean)) !== 3) refuse("input_batch", {});
}

/** @param {Module} module @param {Made} made @param {number[]} inputs @param {bigint} bytes @returns {Row} */
function rowOf(module, { flow, macs, parameters, fresh }, inputs, bytes) {
  return {
    module,
    inputs,
    shape: flow.shape,
    field: flow.reaches.map(widest),
    jump: flow.reaches.map(jumpOf),
    centre: flow.reaches.map(({ centre }) => centre),
    macs,
    parameters,
    memory: fresh ? bytes * product(flow.shape) : 0n,
  };
}

/** @param {Module[]} modules @param {bigint[]} shape channels first, without a batch @param {Counting} counting @param {bigint} [bytes] of one value @param {number} [rank] @returns {Row[]} */
export function traced(modules, shape, counting, bytes = BYTES.float32, rank = 0) {
  checkInput(modules, shape, rank);
  return followed(modules, shape, counting).map(({ module, made, taken }) => rowOf(module, made, taken, bytes));
}
