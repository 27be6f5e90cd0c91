// Statements of Python, followed with values that are known when the text is read. convref.reading._python.follow.
import { Evaluate } from "./evaluate.js";
import * as plain from "./plain.js";
import { walk } from "./shared.js";
import { Class, Differ, Func, isTuple, Library, Scope, Unknown } from "./values.js";

/** @typedef {import("./reading.js").Ast} Ast */

const WEIGHTS = ["weight", "bias", "data", "grad", "requires_grad", "training", "eps", "momentum", "inplace"];

/** Whether something like m.weight.data[0] is set, which changes no row. @param {any} target */
export function isWeight(target) {
  for (; target.type === "Attribute" || target.type === "Subscript"; target = target.value)
    if (WEIGHTS.includes(target.attr)) return true;
  return false;
}

/** @param {any} node */
const isPart = ({ type }) => type === "Attribute" || type === "Subscript";

/** The attributes and entries that del leaves out, those of weights aside. @param {any} node @returns {any[]} */
export const leftOut = ({ value }) =>
  (value.type === "Tuple" ? value.elts : [value]).filter((/** @type {any} */ one) => isPart(one) && !isWeight(one));

/** Whether one of some modules is called, or something that changes them. @param {any} node @param {string[]} modules */
function calls({ type, func }, modules) {
  if (type !== "Call") return false;
  if (func.type === "Attribute") return plain.CHANGING.includes(func.attr);
  return func.type === "Name" && ["setattr", "delattr", ...modules].includes(func.id);
}

/** Follows statements: each returns undefined, "break", "continue" or an array with what a function returns. */
export class Python extends Evaluate {
  /** @param {Ast[]} nodes @param {Scope} scope @returns {any} */
  block(nodes, scope) {
    for (const node of nodes) {
      const left = this.statement(node, scope);
      if (left !== undefined) return left;
    }
    return undefined;
  }

  /** @param {Ast} node @param {Scope} scope @returns {any} */
  statement(node, scope) {
    this.step(node);
    const method = /** @type {any} */ (this)[`do${node.type}`];
    return method ? method.call(this, node, scope) : this.notRead(node);
  }

  doPass() {}

  /** @param {Ast} node @param {Scope} scope */
  doExpr({ value }, scope) {
    this.value(value, scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  doReturn({ value }, scope) {
    return [value ? this.value(value, scope) : null];
  }

  doBreak() {
    return "break";
  }

  doContinue() {
    return "continue";
  }

  /** @param {Ast} node @param {Scope} scope */
  doAssign({ targets, value }, scope) {
    if (value.type === "GeneratorExp") this.notRead(value); // it would see what its names stand for later
    const found = this.value(value, scope);
    for (const target of targets) this.assign(target, found, scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  doAnnAssign({ target, value }, scope) {
    if (value) this.assign(target, this.value(value, scope), scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  doAugAssign({ target, loaded, op, value }, scope) {
    const old = this.value(loaded, scope);
    if (Array.isArray(old) && !isTuple(old) && op === "Add") this.grow(old, value, scope);
    else this.assign(target, this.operateInPlace(op, old, this.value(value, scope)), scope);
  }

  /** A name, an attribute or an entry is left out; a row itself stays what it is. @param {Ast} node @param {Scope} scope */
  doDelete(node, scope) {
    const { value: all } = /** @type {any} */ (node);
    for (const one of all.type === "Tuple" ? all.elts : [all]) {
      if (one.type === "Name" && scope.names.delete(one.id)) continue;
      if (one.type === "Attribute") this.deleteAttribute(this.value(one.value, scope), one.attr);
      else if (one.type === "Subscript") this.deleteEntry(this.value(one.value, scope), this.value(one.slice, scope));
      else this.notRead(node);
    }
  }

  /** An attribute is left out; Modules does it. @param {any} of @param {string} name */
  deleteAttribute(of, name) {
    this.refuse("not_followed", { name: `${name} ${of}` });
  }

  /** @param {Ast} node @param {Scope} scope */
  doIf(node, scope) {
    const { test, body, orelse } = /** @type {any} */ (node),
      found = this.value(test, scope);
    if (found instanceof Differ && !orelse.length) return this.fitted(node, found, scope);
    return this.block(this.truth(found) ? body : orelse, scope);
  }

  /** What is done where the sizes of two rows differ; Modules follows it. @param {Ast} node @param {any} found @param {Scope} scope @returns {any} */
  fitted(node, found, scope) {
    throw new Error(`${node.type} ${found} ${scope.names.size}`);
  }

  /** @param {Ast} node @param {Scope} scope */
  doFor({ target, iter, body, orelse }, scope) {
    const found = this.value(iter, scope);
    if (found instanceof Unknown && /** @type {any} */ (found).weights)
      return this.passOver({ iter, body, orelse }, target);
    return this.loop({ body, orelse }, this.entries(target, found, scope), scope);
  }

  /** Take a turn with each entry of a list, which may grow meanwhile. @param {Ast} target @param {any} found @param {Scope} scope */
  *entries(target, found, scope) {
    for (const one of Array.isArray(found) ? found : this.listed(found)) {
      this.assign(target, one, scope);
      yield;
    }
  }

  /** Follow the turns of a loop until it is left. @param {{ body: Ast[], orelse: Ast[] }} node @param {Iterator<void>} turns @param {Scope} scope */
  loop({ body, orelse }, turns, scope) {
    while (!turns.next().done) {
      const left = this.block(body, scope);
      if (left === "break") return undefined;
      if (left !== undefined && left !== "continue") return left;
    }
    return this.block(orelse, scope);
  }

  /** Leave out what only sets weights; refuse what changes something else, or calls the modules. @param {any} node @param {any} [target] */
  passOver(node, target) {
    const called = [...walk(target)].filter(({ type }) => type === "Name").map(({ id }) => id);
    for (const one of walk(node)) {
      const changed = one.type === "AugAssign" ? one.target : one,
        stored = isPart(changed) && changed.stored;
      if (one.type === "Delete" && leftOut(one).length) this.refuse("all_modules", {}, one.line);
      if (calls(one, called) || ((stored || one.type === "AugAssign") && !isWeight(changed)))
        this.refuse("all_modules", {}, one.line);
    }
    return undefined;
  }

  /** @param {Ast} node @param {Scope} scope */
  doWhile(node, scope) {
    return this.loop(/** @type {any} */ (node), this.asLongAs(node, scope), scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  *asLongAs(node, scope) {
    while (this.condition(node.test, scope)) {
      this.step(node);
      yield;
    }
  }

  /** @param {Ast} node @param {Scope} scope */
  doWith({ items, body }, scope) {
    for (const { value, target } of items) {
      const found = this.value(value, scope);
      if (target) this.assign(target, found, scope);
    }
    return this.block(body, scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  doAssert({ test }, scope) {
    const found = this.value(test, scope);
    if (plain.isPlain(found) && !this.truth(found)) this.refuse("asserted", { text: test.text });
  }

  /** @param {Ast} node */
  doRaise({ text }) {
    this.refuse("asserted", { text });
  }

  /** @param {Ast} node @param {Scope} scope */
  doFunctionDef(node, scope) {
    this.checkMarks(node.marks, scope);
    const owner = scope.bodyOf,
      made = /** @type {any} */ (this.defined(node.name, node, owner && scope.around ? scope.around : scope, scope)),
      marks = node.marks.map((/** @type {Ast} */ one) => one.type === "Name" && one.id);
    made.kind = ["staticmethod", "classmethod", "property"].find((one) => marks.includes(one)) ?? "";
    made.owner = owner;
    scope.names.set(node.name, made);
  }

  /** Refuse a decorator of the text, and one that gives the same object twice. @param {Ast[]} marks @param {Scope} scope */
  checkMarks(marks, scope) {
    for (const one of marks) {
      const called = one.type === "Call" ? one.func : one,
        name = called.attr ?? called.id ?? "",
        found = called.type === "Name" ? scope.find(name) : null;
      if (found instanceof Class || found instanceof Func || name === "lru_cache" || name === "cache")
        this.refuse("not_followed", { name });
    }
  }

  /** @param {Ast} node @param {Scope} scope */
  doClassDef({ name, line, bases, marks, body }, scope) {
    this.checkMarks(marks, scope);
    const made = new Class(
        name,
        line,
        bases.map((/** @type {Ast} */ one) => this.value(one, scope)),
      ),
      inside = new Scope(new Map(), scope, made);
    this.block(body, inside);
    made.members = inside.names;
    scope.names.set(name, made);
  }

  /** @param {Ast} node @param {Scope} scope */
  doImport({ names }, scope) {
    for (const { name, as } of names) {
      const [first] = name.split(".");
      scope.names.set(as || first, new Library(as ? name : first));
    }
  }

  /** @param {Ast} node @param {Scope} scope */
  doImportFrom({ names, module }, scope) {
    for (const { name, as } of names)
      scope.names.set(as || name, new Library(`${module === "." ? "" : module}.${name}`));
  }

  /** @param {Ast} target @param {any} found @param {Scope} scope */
  assign(target, found, scope) {
    if (target.type === "Name") scope.names.set(target.id, found);
    else if (target.type === "Attribute") this.setAttribute(this.value(target.value, scope), target.attr, found);
    else if (target.type === "Subscript")
      this.setEntry(this.value(target.value, scope), this.value(target.slice, scope), found);
    else if (target.elts && found instanceof Unknown)
      target.elts.forEach((/** @type {Ast} */ one) => this.assign(one, found, scope));
    else if (target.elts) {
      const entries = this.listed(found);
      if (entries.length !== target.elts.length || target.elts.some((/** @type {Ast} */ one) => one.type === "Starred"))
        this.notRead(target);
      target.elts.forEach((/** @type {Ast} */ one, /** @type {number} */ at) => this.assign(one, entries[at], scope));
    } else this.notRead(target);
  }
}
