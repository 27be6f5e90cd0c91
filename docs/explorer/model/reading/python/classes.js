// Code that makes a network by classes, functions and loops: which network is meant, and the rows of its forward.
// convref.reading._python.classes.
import { Inputs, needed } from "./inputs.js";
import { numbered } from "../../numbered.js";
import { DEEPEST } from "./evaluate.js";
import { isWeight, leftOut } from "./follow.js";
import { host } from "./host.js";
import { checkMade } from "./leftover.js";
import { parse } from "./parse.js";
import * as plain from "./plain.js";
import { children, isModule, isNetwork, walk } from "./shared.js";
import { Class, Func, Instance, Layer, Parameter, Scope, Tensor, Unknown } from "./values.js";

/** @typedef {import("./reading.js").Ast} Ast */
/** @typedef {{ word: string, numbers: Record<string, unknown> }} Note */

/** The name at the beginning of x.y[z]. @param {any} node */
function* rootOf(node) {
  while (node.type === "Attribute" || node.type === "Subscript") node = node.value;
  if (node.type === "Name") yield node.id;
}

/** The names that a statement gives another value, or whose value it changes. @param {Ast} node @returns {Generator<string>} */
function* changed(node) {
  for (const one of walk(node)) {
    if (one.type === "Name" && one.stored) yield one.id;
    else if (one.type === "Call" && one.func.type === "Attribute" && plain.CHANGING.includes(one.func.attr))
      yield* rootOf(one.func);
  }
  yield* changedInside(node);
}

/** The names of things of which a part is set or deleted, weights left out. @param {Ast} node @returns {Generator<string>} */
function* changedInside(node) {
  const isPart = (/** @type {Ast} */ { type }) => type === "Attribute" || type === "Subscript";
  for (const one of walk(node)) {
    const isSetting = one.type === "Call" && one.func.type === "Name" && ["setattr", "delattr"].includes(one.func.id);
    if (isPart(one) && one.stored && !isWeight(one)) yield* rootOf(one);
    if (one.type === "Delete") for (const part of leftOut(one)) yield* rootOf(part);
    if (isSetting) for (const each of one.args.slice(0, 1)) yield* rootOf(each);
  }
}

/** The names that are given a value made of their own, as by net = net.cuda(). @param {Ast} node @returns {Generator<string>} */
function* wrapped(node) {
  for (const one of walk(node)) {
    const name = one.type === "Assign" && one.targets[0].type === "Name" ? one.targets[0].id : null;
    if (name && [...walk(one.value)].some(({ type, id }) => type === "Name" && id === name)) yield name;
  }
}

/** Follows the statements of a text, and remembers the networks that it makes. */
class Text extends Inputs {
  /** @param {Ast[]} body */
  constructor(body) {
    super();
    this.body = body;
    this.scope = new Scope(new Map());
    this.scopes = [this.scope]; // of the text, and of the functions that are followed as it is
    this.shown = /** @type {any} */ (null); // the network of a last line that only names or makes one
    this.failed = /** @type {any[]} */ ([]);
    this.unsure = /** @type {[any, any][]} */ ([]); // networks that may have been changed since
  }

  followed() {
    for (const node of this.body) this.top(node);
    const network = this.network();
    for (const [one, why] of this.unsure) if ([network, ...insideOf(network)].includes(one)) this.refuseUnknown(why);
    this.name(network, "");
    this.frozen = false;
    this.line = network.line ?? 1;
    const ranks = new Set(
      layersOf(network)
        .map(({ kind }) => host.KINDS[kind]?.rank)
        .filter(Boolean),
    );
    const inputs = this.inputsOf(network, ranks.size === 1 ? [...ranks][0] : null),
      output = this.call(network, inputs, new Map());
    this.checkAlike(network, inputs);
    this.checkOutput(output);
    if (output instanceof Tensor && output.row !== this.modules.length) this.emit("Identity", [output]); // what it gives comes last
    return { modules: this.modules, notes: [...this.notes, ...this.shared(), ...this.unused(network)] };
  }

  /** Follow a statement of the text; what is not read, such as a loop that trains, is left out. @param {Ast} node */
  top(node) {
    const { depth } = this;
    try {
      if (node.type === "If") {
        for (const one of this.condition(node.test, this.scope) ? node.body : node.orelse) this.top(one);
      } else if (node.type === "Expr" && this.scriptOf(node.value)) {
        this.followScript(this.scriptOf(node.value), node.value);
      } else if (node.type === "Expr") {
        const found = this.value(node.value, this.scope);
        if (isModule(found)) this.shown = found;
        if (found instanceof Unknown && this.speaksOfClasses(node) && node.value.type !== "Name")
          this.failed.push(found);
      } else {
        this.statement(node, this.scope);
        if (node.type === "Assign" && this.speaksOfClasses(node)) this.notMade(node);
      }
    } catch (error) {
      if (!(error instanceof host.Refusing)) throw error;
      this.depth = depth;
      this.leaveOut(node, /** @type {any} */ (error));
    }
  }

  /** The function that is called for what it does, such as main(). @param {Ast} call @returns {any} */
  scriptOf({ type, func, keywords }) {
    const made = type === "Call" && func.type === "Name" && !keywords.length ? this.scope.find(func.id) : null;
    if (!(made instanceof Func)) return null;
    return [...walk(/** @type {any} */ (made).node)].some((one) => one.type === "Return") ? null : made;
  }

  /** Follow the statements of a function as those of the text, each by itself. @param {any} made @param {Ast} call */
  followScript(made, { args }) {
    const outside = this.scope,
      unnamed = args.map((/** @type {Ast} */ one) => this.value(one, this.scope));
    if (++this.depth > DEEPEST) this.refuse("too_much");
    this.scope = new Scope(this.bound(made, unnamed, new Map()), made.scope);
    this.scopes.push(this.scope);
    if (Array.isArray(made.node.body)) for (const one of made.node.body) this.top(one);
    this.scope = outside;
    this.depth--;
  }

  /** Remember why a network that was to be made is not known. @param {Ast} node */
  notMade({ targets }) {
    for (const { type, id } of targets) {
      const found = type === "Name" ? this.scope.names.get(id) : null;
      if (found instanceof Unknown) this.failed.push(found);
    }
  }

  /** @param {Ast} node @param {any} error */
  leaveOut(node, error) {
    if (node.type === "ClassDef" || node.type === "FunctionDef") throw error;
    const { names } = this.scope,
      unknown = new Unknown(error.rule, error.numbers, error.line);
    const inside = new Set(changedInside(node)),
      onlyWrapped = new Set(node.type === "If" ? [...wrapped(node)].filter((name) => !inside.has(name)) : []);
    for (const name of new Set([...changed(node), ...this.given(node), ...this.altered(node)])) {
      const found = this.scope.find(name);
      if (isModule(found) && onlyWrapped.has(name)) continue;
      if (isModule(found)) this.unsure.push([found, unknown]);
      if (isModule(found) || !names.has(name)) this.failed.push(unknown);
      names.set(name, unknown);
    }
    if (this.speaksOfClasses(node)) this.failed.push(unknown);
  }

  /** The names of lists and dicts that a statement hands to what is not read, which may change them. @param {Ast} node @returns {string[]} */
  given(node) {
    const calls = [...walk(node)].filter(({ type }) => type === "Call"),
      names = calls.flatMap(({ args }) => args.filter((/** @type {Ast} */ one) => one.type === "Name"));
    return names
      .map(({ id }) => id)
      .filter((id) => Array.isArray(this.scope.find(id)) || this.scope.find(id) instanceof Map);
  }

  /** The names of networks that a statement hands to a function of the text which sets more than weights. @param {Ast} node @returns {Generator<string>} */
  *altered(node) {
    for (const { type, func, args } of walk(node)) {
      if (type !== "Call") continue;
      const isApplied = func.type === "Attribute" && func.attr === "apply",
        given = args.map((/** @type {Ast} */ one, /** @type {number} */ place) =>
          isApplied ? { called: one, place: 0, one: func.value } : { called: func, place, one },
        );
      for (const { called, place, one } of given) {
        const made = called.type === "Name" ? this.scope.find(called.id) : null;
        if (!(made instanceof Func)) continue;
        const { node } = /** @type {any} */ (made),
          name = node.args.places[place]?.name;
        if (name && [...changedInside(node)].includes(name)) yield* rootOf(one);
      }
    }
  }

  /** @param {Ast} node */
  speaksOfClasses(node) {
    const nodes = [...walk(node)],
      isClass = (/** @type {any} */ one) => one instanceof Class && isNetwork(one);
    return nodes.some(
      ({ type, id, func }) =>
        (type === "Name" && isClass(this.scope.find(id))) ||
        (type === "Call" && func.type === "Name" && this.scope.find(func.id) instanceof Func),
    );
  }

  /** The network that is meant: the one that a last line names, the one that is made, or its class. @returns {any} */
  network() {
    if (this.shown) return this.shown;
    const all = this.scopes.flatMap(({ names }) => [...names]),
      made = new Map(all.filter(([, one]) => isModule(one)).map(([name, one]) => [one, name])),
      inside = new Set([...made.keys()].flatMap((one) => [...insideOf(one)])),
      free = [...made].filter(([one, name]) => !inside.has(one) && name !== "_"),
      holding = free.filter(([one]) => !(one instanceof Layer)),
      whole = holding.length ? holding : free;
    if (whole.length > 1) this.refuse("several_networks", { names: whole.map(([, name]) => name).join(", ") });
    if (whole.length) return whole[0][0];
    if (this.failed.length) this.refuseUnknown(this.failed[0]);
    return this.ofClass();
  }

  ofClass() {
    const classes = [...this.scope.names.values()].filter((one) => one instanceof Class && isNetwork(one)),
      used = this.used(),
      free = classes.filter(({ name }) => !used.has(name)),
      all = free.length ? free : classes.slice(-1),
      single = all.filter((one) => needed(one.find("forward")[0]).length <= 1),
      roots = single.length ? single : all;
    if (!roots.length) this.refuse("no_network", {}, 1);
    if (roots.length > 1)
      this.refuse("several_networks", { names: roots.map(({ name }) => `${name}()`).join(", ") }, roots[1].line);
    const [root] = roots,
      missing = needed(root.find("__init__")[0]);
    if (missing.length) {
      const example = `${root.name}(${missing.map((name) => `${name}=…`).join(", ")})`;
      this.refuse("network_needs", { kind: root.name, names: missing.join(", "), example }, root.line);
    }
    this.line = root.line;
    return this.call(root, [], new Map());
  }

  /** The names that classes use, by themselves or through functions. */
  used() {
    const nodes = new Map(
        this.body.filter(({ type }) => type === "ClassDef" || type === "FunctionDef").map((one) => [one.name, one]),
      ),
      waiting = [...nodes.values()].filter(({ type }) => type === "ClassDef"),
      used = /** @type {Set<string>} */ (new Set());
    for (let node = waiting.pop(); node; node = waiting.pop())
      for (const name of usedIn(node)) {
        if (!used.has(name) && nodes.get(name)?.type === "FunctionDef")
          waiting.push(/** @type {Ast} */ (nodes.get(name)));
        used.add(name);
      }
    return used;
  }

  /** What a network gives must come from rows. @param {any} found */
  checkOutput(found) {
    const outputs = outputsOf(found),
      unknown = outputs.find((one) => one instanceof Unknown);
    if (unknown) this.refuseUnknown(unknown);
    const rows = outputs.filter((one) => one instanceof Tensor);
    if (!rows.length) this.refuse("runs");
    for (const { row, rank, expanded, single, stale } of rows) {
      this.line = (row && this.modules[row - 1].line) || this.line;
      if (expanded) this.refuse("expanded");
      if (stale || (single && rank !== 0)) this.refuse("stale");
    }
    if (rows.some(({ single }) => single)) this.notes.push({ word: "note_single", numbers: {} });
  }

  /** Remember where each layer stands in the network. @param {any} of @param {string} path */
  name(of, path) {
    if (of instanceof Instance && of.base) this.paths.set(of.base, path.replace(/\.$/, ""));
    for (const [name, { layer }] of parametersOf(of))
      if (!this.paths.has(layer)) this.paths.set(layer, `${path}${name}`);
    for (const [name, one] of children(of)) {
      if (this.paths.has(one)) continue;
      this.paths.set(one, `${path}${name}`);
      this.name(one, `${path}${name}.`);
    }
  }

  /** Which rows take the weights of earlier ones. @returns {Note[]} */
  shared() {
    const rows = this.modules.flatMap(({ weightsOf }, at) => (weightsOf ? [at + 1] : []));
    return rows.length ? [{ word: "note_shared", numbers: { rows: numbered(rows) } }] : [];
  }

  /** Which layers and weights have no row, and which PyTorch does not find. @param {any} network @returns {Generator<Note>} */
  *unused(network) {
    for (const one of layersOf(network).filter((layer) => !this.called.has(layer))) {
      const isKnown = Object.hasOwn(host.KINDS, one.kind);
      if (isKnown) checkMade(one);
      if (!isKnown || host.weighted.test(one.kind))
        yield { word: "note_unused", numbers: { line: one.line, name: this.paths.get(one) } };
    }
    for (const one of this.called.keys())
      if (!this.paths.has(one) && host.weighted.test(one.kind) && one !== network)
        yield { word: "note_listed", numbers: { line: one.line, kind: one.kind } };
    for (const one of [network, ...insideOf(network)])
      for (const [name, held] of one instanceof Instance ? one.attributes : [])
        if (held instanceof Unknown && /** @type {any} */ (held).rule === "parameter")
          yield { word: "note_parameter", numbers: { line: /** @type {any} */ (held).line, name } };
  }
}

/** @param {any} of @returns {Generator<any>} */
function* insideOf(of) {
  for (const one of children(of).values()) {
    yield one;
    yield* insideOf(one);
  }
}

/** The layers of a network, each once. @param {any} of @returns {any[]} */
function layersOf(of) {
  const modules = [of, ...insideOf(of)],
    made = modules.map((one) => (one instanceof Instance ? one.base : one)),
    own = modules.flatMap((one) => parametersOf(one).map(([, { layer }]) => layer));
  return [...new Set([...made.filter((one) => one instanceof Layer), ...own])];
}

/** The parameters that a module holds besides those of its layers. @param {any} of @returns {[string, Parameter][]} */
const parametersOf = (of) =>
  of instanceof Instance ? [...of.attributes].filter(([, one]) => one instanceof Parameter) : [];

/** What a network gives, out of lists and dicts. @param {any} found @returns {any[]} */
const outputsOf = (found) =>
  found instanceof Map || Array.isArray(found) ? [...found.values()].flatMap(outputsOf) : [found];

/** The names that a class or a function uses, without its own. @param {any} node @returns {Generator<string>} */
function* usedIn(node) {
  if (node.type !== "ClassDef" && node.type !== "FunctionDef") return;
  for (const one of walk(node)) if (one.type === "Name" && one.id !== node.name) yield one.id;
}

/** The rows of the network that a text makes. @param {string} text */
export function readClasses(text) {
  try {
    return new Text(parse(text)).followed();
  } catch (error) {
    if (error instanceof RangeError) return host.refuse("deep", {}, 1);
    throw error;
  }
}
