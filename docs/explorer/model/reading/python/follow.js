// Statements of Python, followed with values that are known when the text is read. convref.reading._python.follow.
import { Evaluate } from "./evaluate.js";
import * as plain from "./plain.js";
import { Class, isTuple, Library, Scope, Unknown } from "./values.js";

/** @typedef {import("./reading.js").Ast} Ast */

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

  /** @param {Ast} node @param {Scope} scope */
  doIf({ test, body, orelse }, scope) {
    return this.block(this.condition(test, scope) ? body : orelse, scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  doFor({ target, iter, body, orelse }, scope) {
    const found = this.value(iter, scope);
    if (found instanceof Unknown && /** @type {any} */ (found).weights) return undefined;
    for (const one of Array.isArray(found) ? found : this.listed(found)) {
      this.assign(target, one, scope); // a list may grow meanwhile
      const left = this.block(body, scope);
      if (left === "break") return undefined;
      if (left !== undefined && left !== "continue") return left;
    }
    return this.block(orelse, scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  doWhile(node, scope) {
    while (this.condition(node.test, scope)) {
      this.step(node);
      const left = this.block(node.body, scope);
      if (left === "break") return undefined;
      if (left !== undefined && left !== "continue") return left;
    }
    return this.block(node.orelse, scope);
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
    const owner = scope.names.get("__owner__"),
      made = /** @type {any} */ (
        this.defined(node.name, node, owner instanceof Class && scope.around ? scope.around : scope, scope)
      ),
      marks = node.marks.map((/** @type {Ast} */ one) => one.type === "Name" && one.id);
    made.kind = ["staticmethod", "classmethod", "property"].find((one) => marks.includes(one)) ?? "";
    made.owner = owner ?? null;
    scope.names.set(node.name, made);
  }

  /** @param {Ast} node @param {Scope} scope */
  doClassDef({ name, line, bases, body }, scope) {
    const made = new Class(
        name,
        line,
        bases.map((/** @type {Ast} */ one) => this.value(one, scope)),
      ),
      inside = new Scope(new Map([["__owner__", made]]), scope);
    this.block(body, inside);
    inside.names.delete("__owner__");
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
