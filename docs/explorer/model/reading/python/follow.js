// Statements and expressions of Python, followed with values that are known when the text is read. convref.reading._python.
import { host } from "./host.js";
import * as plain from "./plain.js";
import { Bound, Class, Func, Instance, isInt, isTuple, Library, Scope, Slice, tuple, Unknown } from "./values.js";

/** @typedef {import("./parse.js").Ast} Ast */

const MOST_STEPS = 400_000,
  DEEPEST = 40;

/** Follows statements; remembers the line, and how much has been followed. */
export class Python {
  constructor() {
    this.line = 1;
    this.steps = 0;
    this.depth = 0;
  }

  /** @param {string} rule @param {Record<string, any>} [numbers] @param {number} [line] @returns {never} */
  refuse(rule, numbers = {}, line = this.line) {
    return host.refuse(rule, numbers, line);
  }

  /** @param {Ast} node @returns {never} */
  notRead(node) {
    return this.refuse("not_executed", { text: node.text.slice(0, 60) });
  }

  /** @param {string} rule @param {Record<string, any>} [numbers] */
  unknown(rule, numbers = {}) {
    return new Unknown(rule, numbers, this.line);
  }

  /** @param {any} one @returns {never} */
  refuseUnknown({ rule, numbers, line }) {
    return host.refuse(rule, numbers, line);
  }

  /** @param {Ast} node */
  step({ line }) {
    this.line = line;
    if (++this.steps > MOST_STEPS) this.refuse("too_much");
  }

  // Statements: each returns undefined, "break", "continue" or an array with what a function returns.

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
    const found = this.value(value, scope);
    for (const target of targets) this.assign(target, found, scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  doAnnAssign({ target, value }, scope) {
    if (value) this.assign(target, this.value(value, scope), scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  doAugAssign({ target, loaded, op, value }, scope) {
    const old = this.value(loaded, scope),
      more = this.value(value, scope);
    if (Array.isArray(old) && !isTuple(old) && op === "Add") old.push(...this.listed(more));
    else this.assign(target, this.operate(op, old, more), scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  doIf({ test, body, orelse }, scope) {
    return this.block(this.condition(test, scope) ? body : orelse, scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  doFor({ target, iter, body, orelse }, scope) {
    const found = this.value(iter, scope);
    if (found instanceof Unknown && /** @type {any} */ (found).weights) return undefined;
    for (const one of this.listed(found)) {
      this.assign(target, one, scope);
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

  /** @param {string} name @param {Ast} node @param {Scope} around @param {Scope} scope */
  defined(name, node, around, scope) {
    const usual = node.args.places.filter((/** @type {any} */ one) => one.usual),
      named = node.args.named.filter((/** @type {any} */ one) => one.usual);
    return new Func(
      name,
      node,
      around,
      usual.map((/** @type {any} */ one) => this.value(one.usual, scope)),
      new Map(named.map((/** @type {any} */ one) => [one.name, this.value(one.usual, scope)])),
    );
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

  // Expressions.

  /** @param {Ast} node @param {Scope} scope @returns {any} */
  value(node, scope) {
    this.step(node);
    const method = /** @type {any} */ (this)[`get${node.type}`];
    return method ? method.call(this, node, scope) : this.notRead(node);
  }

  /** @param {Ast} node */
  getConstant({ value }) {
    return value;
  }

  /** @param {Ast} node @param {Scope} scope */
  getName({ id }, scope) {
    for (let inside = /** @type {Scope | null} */ (scope); inside; inside = inside.around)
      if (inside.names.has(id)) return inside.names.get(id);
    return this.usualName(id);
  }

  /** @param {string} name @returns {any} */
  usualName(name) {
    return plain.NAMES.includes(name) ? new Library(`builtins.${name}`) : this.unknown("undefined", { name });
  }

  /** @param {Ast} node @param {Scope} scope */
  getAttribute({ value, attr, line }, scope) {
    const found = this.value(value, scope);
    this.line = line;
    return this.attribute(found, attr);
  }

  /** @param {Ast} node @param {Scope} scope */
  getSubscript({ value, slice, line }, scope) {
    const found = this.value(value, scope),
      at = this.value(slice, scope);
    this.line = line;
    return this.entry(found, at);
  }

  /** @param {Ast} node @param {Scope} scope */
  getSlice({ lower, upper, step }, scope) {
    const [start, stop, by] = [lower, upper, step].map((one) => (one ? this.value(one, scope) : null));
    return new Slice(start, stop, by);
  }

  /** @param {Ast} node @param {Scope} scope */
  getTuple({ elts }, scope) {
    return tuple(this.several(elts, scope));
  }

  /** @param {Ast} node @param {Scope} scope */
  getList({ elts }, scope) {
    return this.several(elts, scope);
  }

  /** @param {Ast[]} nodes @param {Scope} scope @returns {any[]} */
  several(nodes, scope) {
    return nodes.flatMap((one) =>
      one.type === "Starred" ? this.listed(this.value(one.value, scope)) : [this.value(one, scope)],
    );
  }

  /** @param {Ast} node @param {Scope} scope */
  getDict({ keys, values }, scope) {
    const made = new Map();
    keys.forEach((/** @type {Ast | null} */ key, /** @type {number} */ at) => {
      if (!key) for (const [name, one] of this.mapped(this.value(values[at], scope))) made.set(name, one);
      else made.set(this.key(this.value(key, scope)), this.value(values[at], scope));
    });
    return made;
  }

  /** @param {Ast} node @param {Scope} scope */
  getJoinedStr({ values }, scope) {
    const parts = values.map((/** @type {Ast} */ one) => this.value(one, scope));
    const isKnown = (/** @type {any} */ one) => plain.isNumber(one) || typeof one === "string";
    return parts.every(isKnown) ? parts.join("") : this.unknown("runs");
  }

  /** @param {Ast} node @param {Scope} scope */
  getUnaryOp({ op, operand }, scope) {
    if (op === "Not") return !this.condition(operand, scope);
    return this.signed(op, this.value(operand, scope));
  }

  /** @param {Ast} node @param {Scope} scope */
  getBinOp({ op, left, right, line }, scope) {
    const [first, second] = [this.value(left, scope), this.value(right, scope)];
    this.line = line;
    return this.operate(op, first, second);
  }

  /** @param {Ast} node @param {Scope} scope */
  getBoolOp({ op, values }, scope) {
    let found;
    for (const one of values) {
      found = this.value(one, scope);
      if (this.truth(found) === (op === "Or")) break;
    }
    return found;
  }

  /** @param {Ast} node @param {Scope} scope */
  getCompare({ left, ops, comparators }, scope) {
    let first = this.value(left, scope);
    for (const [at, op] of ops.entries()) {
      const second = this.value(comparators[at], scope),
        held = this.compare(op, first, second);
      if (held !== true) return held;
      first = second;
    }
    return true;
  }

  /** @param {Ast} node @param {Scope} scope */
  getIfExp({ test, body, orelse }, scope) {
    return this.value(this.condition(test, scope) ? body : orelse, scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  getListComp({ elt, generators }, scope) {
    return [...this.turns(generators, new Scope(new Map(), scope))].map((inside) => this.value(elt, inside));
  }

  /** @param {Ast} node @param {Scope} scope */
  getGeneratorExp(node, scope) {
    return this.getListComp(node, scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  getDictComp({ key, elt, generators }, scope) {
    const inside = [...this.turns(generators, new Scope(new Map(), scope))];
    return new Map(inside.map((one) => [this.key(this.value(key, one)), this.value(elt, one)]));
  }

  /** @param {any[]} loops @param {Scope} scope @returns {Generator<Scope>} */
  *turns([first, ...others], scope) {
    for (const one of this.listed(this.value(first.iter, scope))) {
      const inside = new Scope(new Map(scope.names), scope.around);
      this.assign(first.target, one, inside);
      if (!first.ifs.every((/** @type {Ast} */ test) => this.condition(test, inside))) continue;
      if (others.length) yield* this.turns(others, inside);
      else yield inside;
    }
  }

  /** @param {Ast} node @param {Scope} scope */
  getLambda(node, scope) {
    return this.defined("lambda", node, scope, scope);
  }

  /** @param {Ast} node @param {Scope} scope */
  getCall(node, scope) {
    const { func, args, keywords, line } = node;
    if (func.type === "Name" && func.id === "super") {
      const [owner, me] = [this.around(scope, "__owner__"), this.around(scope, "__self__")];
      return owner instanceof Class && me instanceof Instance ? new Bound(me, "", owner) : this.notRead(node);
    }
    const callee = this.value(func, scope),
      unnamed = this.several(args, scope),
      named = new Map();
    for (const { name, value } of keywords) {
      const found = this.value(value, scope);
      if (name) named.set(name, found);
      else for (const [key, one] of this.mapped(found)) named.set(key, one);
    }
    this.line = line;
    return this.call(callee, unnamed, named);
  }

  /** @param {Scope | null} scope @param {string} name */
  around(scope, name) {
    for (; scope; scope = scope.around) if (scope.names.has(name)) return scope.names.get(name);
    return null;
  }

  /** What a function of the text gives. @param {any} made @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  run(made, unnamed, named) {
    const { line } = this;
    if (++this.depth > DEEPEST) this.refuse("too_much");
    const names = this.bound(made, unnamed, named);
    if (made.owner) {
      names.set("__owner__", made.owner);
      if (made.kind !== "staticmethod" && unnamed.length) names.set("__self__", unnamed[0]);
    }
    const inside = new Scope(names, made.scope);
    let found;
    if (made.node.type === "Lambda") found = this.value(made.node.body, inside);
    else {
      const left = this.block(made.node.body, inside);
      found = Array.isArray(left) ? left[0] : null;
    }
    this.depth--;
    this.line = line;
    return found;
  }

  /** @param {any} made @param {any[]} unnamed @param {Map<string, any>} named */
  bound({ name, node, defaults, named: usual }, unnamed, named) {
    const { places, named: only, vararg, kwarg } = node.args,
      order = places.map((/** @type {any} */ one) => one.name),
      allowed = [...order, ...only.map((/** @type {any} */ one) => one.name)],
      names = new Map(),
      more = new Map();
    defaults.forEach((/** @type {any} */ one, /** @type {number} */ at) =>
      names.set(order[order.length - defaults.length + at], one),
    );
    for (const [key, one] of usual) names.set(key, one);
    unnamed.slice(0, order.length).forEach((one, at) => names.set(order[at], one));
    for (const [key, one] of named) (allowed.includes(key) ? names : more).set(key, one);
    if (vararg) names.set(vararg, tuple(unnamed.slice(order.length)));
    else if (unnamed.length > order.length) this.refuse("call_fits", { kind: name, names: order.join(", ") });
    if (kwarg) names.set(kwarg, more);
    else if (more.size) this.refuse("call_fits", { kind: name, names: allowed.join(", ") });
    if (allowed.some((one) => !names.has(one))) this.refuse("call_fits", { kind: name, names: allowed.join(", ") });
    return names;
  }

  // What values can do.

  /** @param {Ast} node @param {Scope} scope */
  condition(node, scope) {
    return this.truth(this.value(node, scope));
  }

  /** @param {any} found @returns {boolean} */
  truth(found) {
    if (found instanceof Unknown) this.refuseUnknown(found);
    if (Array.isArray(found)) return found.length > 0;
    if (found instanceof Map) return found.size > 0;
    return plain.isPlain(found) ? Boolean(found) : this.trueOther(found);
  }

  /** @param {any} _ @returns {boolean} */
  trueOther(_) {
    return true;
  }

  /** @param {any} found @returns {any[]} */
  listed(found) {
    if (Array.isArray(found) || typeof found === "string") return [...found];
    if (found instanceof Map) return [...found.keys()];
    if (found instanceof Unknown) this.refuseUnknown(found);
    return this.listOther(found);
  }

  /** @param {any} _ @returns {any[]} */
  listOther(_) {
    return this.refuse("runs");
  }

  /** @param {any} found @returns {Map<any, any>} */
  mapped(found) {
    if (found instanceof Map) return found;
    return found instanceof Unknown ? this.refuseUnknown(found) : this.refuse("runs");
  }

  /** @param {any} found */
  key(found) {
    return plain.isNumber(found) || typeof found === "string" || found === null ? found : this.refuse("runs");
  }

  /** @param {string} op @param {any} found */
  signed(op, found) {
    if (!plain.isNumber(found)) return this.signOther(found);
    const value = typeof found === "boolean" ? BigInt(found) : found;
    return op === "USub" ? -value : value;
  }

  /** @param {any} _ @returns {any} */
  signOther(_) {
    return this.unknown("runs");
  }

  /** @param {string} op @param {any} left @param {any} right */
  operate(op, left, right) {
    for (const one of [left, right]) if (one instanceof Unknown) return one;
    return plain.folded(op, left, right) ?? this.operateOther(op, left, right);
  }

  /** @param {string} _op @param {any} _left @param {any} _right @returns {any} */
  operateOther(_op, _left, _right) {
    return this.unknown("runs");
  }

  /** @param {string} op @param {any} left @param {any} right */
  compare(op, left, right) {
    for (const one of [left, right]) if (one instanceof Unknown) return one;
    if (op === "Is" || op === "IsNot") {
      const simple = plain.isNumber(left) || typeof left === "string";
      return (simple ? plain.compared("Eq", left, right) === true : left === right) === (op === "Is");
    }
    return plain.compared(op, left, right) ?? this.unknown("runs");
  }

  /** @param {any} found @param {string} name @returns {any} */
  attribute(found, name) {
    if (found instanceof Unknown) return found;
    return found instanceof Library ? new Library(`${found.dotted}.${name}`) : new Bound(found, name);
  }

  /** @param {any} _of @param {string} name @param {any} _found */
  setAttribute(_of, name, _found) {
    this.refuse("not_followed", { name });
  }

  /** @param {any} of @param {any} at @param {any} found */
  setEntry(of, at, found) {
    const place = Number(at) < 0 ? Number(at) + of.length : Number(at);
    if (of instanceof Map) of.set(this.key(at), found);
    else if (Array.isArray(of) && !isTuple(of) && isInt(at) && place >= 0 && place < of.length) of[place] = found;
    else this.refuse("no_entry");
  }

  /** @param {any} of @param {any} at @returns {any} */
  entry(of, at) {
    if (of instanceof Unknown) return of;
    if (of instanceof Map && of.has(at)) return of.get(at);
    const isList = Array.isArray(of) || typeof of === "string";
    if (isList && isInt(at)) {
      const place = Number(at) < 0 ? Number(at) + of.length : Number(at);
      if (place >= 0 && place < of.length) return of[place];
    }
    if (isList && at instanceof Slice && isWhole(at)) return sliced(of, at);
    return at instanceof Unknown ? this.refuseUnknown(at) : this.refuse("no_entry");
  }

  /** @param {any} callee @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  call(callee, unnamed, named) {
    if (callee instanceof Unknown) return callee;
    if (callee instanceof Func) return this.run(callee, unnamed, named);
    if (callee instanceof Bound) {
      const { of, name } = /** @type {any} */ (callee),
        found = plain.method(of, name, unnamed, named);
      return found === plain.NONE ? this.unknown("not_executed", { text: `${name}()` }) : found;
    }
    return this.refuse("no_call");
  }
}

/** @param {any} slice */
const isWhole = ({ start, stop, step }) => [start, stop, step].every((one) => one === null || isInt(one)) && step !== 0n;

/** Python's of[start:stop:step]. @param {any} of @param {any} slice */
function sliced(of, { start, stop, step }) {
  const by = Number(step ?? 1n),
    { length } = of,
    [low, high] = by > 0 ? [0, length] : [-1, length - 1];
  const end = (/** @type {any} */ one, /** @type {number} */ usual) => {
    if (one === null) return usual;
    const place = Number(one) < 0 ? Number(one) + length : Number(one);
    return Math.min(high, Math.max(low, place));
  };
  const [first, last] = by > 0 ? [end(start, 0), end(stop, length)] : [end(start, length - 1), end(stop, -1)],
    found = [];
  for (let at = first; by > 0 ? at < last : at > last; at += by) found.push(of[at]);
  if (typeof of === "string") return found.join("");
  return isTuple(of) ? tuple(found) : found;
}
