// What a text is read into first: blocks that hold layers and blocks; and how these become rows. convref.reading._tree.
import { bound, knownKind } from "../../rules/kinds/arguments.js";
import { whyNot } from "../../rules/kinds/strangers.js";
import { refuse, Refusing } from "../../rules/refusing.js";
import { brought } from "./blocks.js";

/** @typedef {import("../../rules/network.js").Module} Module */
/**
 * A layer, or a block of them, which has `children`. It has several labels where it is repeated;
 * it is `known` where its rows were put into order because of its class alone, and `squeezes` where it looks like
 * squeeze-and-excitation without its pool, and is `said` where a line in words leaves out what is PyTorch's default.
 *
 * @typedef {{ line: number, kind: string, labels: string[], children: Node[] | null, unnamed: any[], named: Record<string, any>, sources: string[], joined: string[], parametrization: string, known: boolean, squeezes: boolean, said: boolean }} Node
 */
/** @typedef {{ kind: string, prefix: string, before: number }} Block that is being read: its class, what its rows' names begin with, the row before it */
/** @typedef {{ word: string, numbers: Record<string, unknown> }} Note */

export const MOST_ROWS = 100_000;
// Blocks that are a chain by what they are; the others are subclasses of Sequential in torchvision.
const PLAIN = [
  "Sequential",
  "",
  "Conv2dNormActivation",
  "Conv3dNormActivation",
  "ConvNormActivation",
  "FCNHead",
  "ASPPConv",
  "DeepLabHead",
  "SimpleStemIN",
  "AnyStage",
  "BottleneckTransform",
  "TemporalSeparableConv",
  "IntermediateLayerGetter",
];
const WEIGHTED = /^(Conv(Transpose)?[123]d|Linear)$/; // what weight_norm and its like are read for
const UNPRINTED = /^AvgPool\dd$/; // PyTorch leaves out their ceil_mode where it prints them

/** Whether rows are written with what they take, which a printed model does not hold. @param {Node[]} nodes */
const saysWhatItTakes = (nodes) => nodes.some(({ sources, joined }) => sources.length || joined.length);

/** @param {string} kind */
const hasAxes = (kind) => knownKind(kind).rank > 0 && !/^(Dropout|Softmax)/.test(kind);

/** @param {string} kind @param {Record<string, any>} given */
const isGlobal = (kind, { output_size }) =>
  kind.startsWith("Adaptive") && [output_size].flat().length > 0 && [output_size].flat().every((size) => size === 1n);

/** Check that what a block counts as its children has no gap; a slice of a Sequential begins with another than 0. @param {string} kind @param {Node[]} children */
function checkCounted(kind, children) {
  const all = children.flatMap(({ labels, line }) => labels.map((label) => ({ label, line }))),
    isNumber = (/** @type {string} */ label) => /^\d+$/.test(label),
    isSequential = kind === "Sequential";
  if (!isSequential && !all.every(({ label }) => isNumber(label))) return;
  let last = isSequential ? null : -1;
  for (const { label, line } of all) {
    if (!isNumber(label)) continue;
    if (last !== null && Number(label) !== last + 1) refuse("counted_up", { label, last: last < 0 ? "…" : last }, line);
    last = Number(label);
  }
}

/** The rows of a text, and what had to be assumed to read them. */
export class Rows {
  /** @param {boolean} printed whether PyTorch wrote the arguments */
  constructor(printed) {
    this.printed = printed;
    this.modules = /** @type {Module[]} */ ([]);
    this.notes = /** @type {Note[]} */ ([]);
    this.classes = /** @type {Set<string>} */ (new Set()); // whose forward a printed model does not hold
    this.numbers = /** @type {Map<string, number>} */ (new Map());
    this.blocks = /** @type {Block[]} */ ([]);
    this.last = /** @type {Block[]} */ ([]);
    this.pooled = false; // whether the last row that says so is a global pool
    this.spatial = 0; // how many axes it slides along
    this.channels = /** @type {any} */ (null); // of the last row that says them
    this.gate = ""; // the class of the block that made the last row, where that looks like a gate
    this.jumped = ""; // the class whose forward leads from that row to here
    this.entry = /** @type {number | null} */ (null); // the row that a block names as its input, until its first row has taken it
  }

  /** A layer or a block, with all that it holds. @param {Node} one @param {string} label */
  add(one, label) {
    const prefix = this.blocks.at(-1)?.prefix ?? "",
      name = label && prefix + label;
    if (name && this.numbers.has(name)) refuse("two_rows", { name }, one.line);
    if (one.children === null) return this.addLayer(one, name);
    this.addBlock(one, one.children, name, prefix);
    if (one.squeezes && !one.known) this.gate = one.kind;
  }

  /** @param {Node} one @param {Node[]} children @param {string} name @param {string} prefix */
  addBlock(one, children, name, prefix) {
    const kind = one.known || saysWhatItTakes(children) ? "" : one.kind,
      start = this.modules.length;
    if (one.known) this.note("note_known", { kind: one.kind });
    if (!PLAIN.includes(kind)) this.classes.add(kind);
    if (one.sources.length) this.entry = this.numberOf(one.sources[0], one.line);
    this.blocks.push({ kind, prefix: name ? `${name}.` : prefix, before: this.entry ?? start });
    if (!one.known) checkCounted(one.kind, children);
    for (const child of children) for (const label of child.labels) this.add(child, label);
    this.blocks.pop();
    if (one.sources.length && this.modules.length === start) refuse("block_empty", {}, one.line);
    if (name) this.numbers.set(name, this.modules.length);
  }

  /** Say what was assumed, once. @param {string} word @param {Record<string, unknown>} numbers */
  note(word, numbers) {
    if (!this.notes.some((one) => one.word === word && one.numbers.kind === numbers.kind))
      this.notes.push({ word, numbers });
  }

  /** @param {Node} one @param {string} name */
  addLayer(one, name) {
    const { kind, line, parametrization } = one,
      taken = this.inputsOf(one),
      inputs = one.said ? brought.unsaid(this, one, taken) : taken;
    if (this.modules.length >= MOST_ROWS) refuse("many_rows", { most: MOST_ROWS }, line);
    if (one.sources.length) [this.pooled, this.spatial] = [false, 0];
    else if (this.entry === null) this.follow(one);
    this.modules.push({ kind, arguments: argumentsOf(one, inputs), inputs, name, line, parametrization });
    if (this.printed && UNPRINTED.test(kind) && !("ceil_mode" in one.named))
      this.notes.push({ word: "note_ceil", numbers: { line, kind } });
    if (this.printed && parametrization === "weight_norm") this.note("note_dim", {});
    this.entry = null;
    this.gate = "";
    this.last = [...this.blocks];
    this.remember(kind, this.modules[this.modules.length - 1].arguments);
    if (name) this.numbers.set(name, this.modules.length);
  }

  /** @param {Node} one */
  inputsOf({ joined, sources, line }) {
    const found = [...joined, ...sources].map((name) => this.numberOf(name, line));
    if (joined.length) return [this.entry ?? this.modules.length, ...found];
    return this.entry !== null && !found.length ? [this.entry] : found;
  }

  /** The number of the row of that name, from the innermost block outwards; no name is the row before. @param {string} name @param {number} line */
  numberOf(name, line) {
    if (!name) return this.modules.length;
    if (name === "input") return this.blocks.at(-1)?.before ?? 0;
    for (const prefix of [...this.blocks.map((block) => block.prefix).reverse(), ""]) {
      const number = this.numbers.get(prefix + name);
      if (number !== undefined) return number;
    }
    if (/^\d+$/.test(name) && Number(name) <= this.modules.length) return Number(name);
    return refuse("no_row", { name }, line);
  }

  /** Refuse, or complete, what a printed model cannot mean as a chain. @param {Node} one */
  follow(one) {
    const { line, kind } = one;
    const between = this.classBetween();
    this.jumped ||= between;
    if (!this.jumped) return;
    const owner = this.jumped;
    if (this.gate) refuse("gate", { kind: this.gate, owner: between || owner }, line);
    if (this.pooled && hasAxes(kind)) refuse("branch", { kind, owner }, line);
    if (this.spatial && kind === "Linear") this.flatten(one, owner);
  }

  /** Make features of a map, for a Linear; of its channels alone where the Linear was made for so many. @param {Node} one @param {string} owner */
  flatten({ line, named, unnamed }, owner) {
    const alone = this.spatial > 1 && !this.pooled && (named.in_features ?? unnamed[0]) === this.channels,
      pool = `AdaptiveAvgPool${this.spatial}d`,
      rest = { inputs: [], name: "", line, parametrization: "" };
    if (alone) this.modules.push({ kind: pool, arguments: { output_size: 1n }, ...rest });
    this.notes.push({ word: alone ? "note_pool" : "note_flatten", numbers: { line, owner, pool } });
    this.modules.push({ kind: "Flatten", arguments: {}, ...rest });
  }

  /** The innermost class that holds both the last row and this one, where it is no plain chain. */
  classBetween() {
    let shared = "";
    for (const [at, block] of this.last.entries()) {
      if (block !== this.blocks[at]) break;
      shared = block.kind;
    }
    return PLAIN.includes(shared) ? "" : shared;
  }

  /** @param {string} kind @param {Record<string, any>} given */
  remember(kind, given) {
    const axes = hasAxes(kind) ? knownKind(kind).rank : 0;
    this.channels = given.out_channels ?? given.num_features ?? this.channels;
    if (!axes && kind !== "Linear" && kind !== "Flatten") return;
    this.pooled = isGlobal(kind, given);
    this.spatial = axes;
    this.jumped = "";
  }
}

/** @param {Node} one @param {number[]} inputs */
function argumentsOf(one, inputs) {
  const kind = knownKind(one.kind);
  try {
    const given = bound(kind, one.unnamed, one.named);
    if (kind.joins && inputs.length < 2) refuse("two_inputs", { kind: kind.name });
    if (!kind.joins && inputs.length > 1) refuse("one_input", { kind: kind.name });
    if (one.parametrization && !WEIGHTED.test(kind.name)) refuse("wrapped", { kind: one.parametrization });
    return given;
  } catch (error) {
    if (error instanceof Refusing) error.line ||= one.line;
    throw error;
  }
}

/** A reason for each layer of no known kind. @param {Node[]} nodes @returns {Refusing[]} */
export const unknown = (nodes) =>
  nodes.flatMap(({ line, kind, children }) => {
    const why = children && !saysWhatItTakes(children) && whyNot(kind);
    if (why) return [new Refusing(why, { kind }, line)];
    if (children) return unknown(children);
    try {
      knownKind(kind);
    } catch (error) {
      if (!(error instanceof Refusing)) throw error;
      error.line = line;
      return [error];
    }
    return [];
  });
