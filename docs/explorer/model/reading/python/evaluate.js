// Expressions of Python, followed with values that are known when the text is read. convref.reading._python.evaluate.
import { Operations } from "./operations.js";
import * as plain from "./plain.js";
import { walk } from "./shared.js";
import { Bound, Class, Func, Instance, isInt, isTuple, Library, Scope, Slice, tuple, Unknown } from "./values.js";

/** @typedef {import("./reading.js").Ast} Ast */

export const DEEPEST = 40; // functions that call each other

// The methods of a list, of which some are not followed.
const OF_LISTS = /^(append|extend|insert|pop|reverse|copy|index|count|remove|clear|sort|__\w+__)$/;

/** @param {any} found */
const isList = (found) => Array.isArray(found) && !isTuple(found);

/** @param {any} one @returns {boolean} */
const isFunction = (one) => one instanceof Func;

/** Follows expressions, and calls of functions of the text. */
export class Evaluate extends Operations {
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
    const found = scope.find(id, plain.NONE);
    return found === plain.NONE ? this.usualName(id) : found;
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
    if (values.some((/** @type {Ast} */ one) => one.type === "Formatted")) return this.unknown("runs");
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
    for (const [at, one] of values.entries()) {
      found = this.value(one, scope);
      if (found instanceof Unknown && this.decided(op, values.slice(at + 1), scope)) return op === "Or";
      if (this.truth(found) === (op === "Or")) break;
    }
    return found;
  }

  /** Whether one of some values, which calls nothing, decides by itself. @param {string} op @param {Ast[]} values @param {Scope} scope */
  decided(op, values, scope) {
    return values
      .filter((one) => ![...walk(one)].some(({ type }) => type === "Call"))
      .map((one) => this.value(one, scope))
      .some((found) => (typeof found === "boolean" || isInt(found)) && Boolean(found) === (op === "Or"));
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
    const found = [];
    for (const inside of this.turns(generators, new Scope(new Map(), scope))) found.push(this.value(elt, inside));
    return found;
  }

  /** @param {Ast} node @param {Scope} scope */
  getGeneratorExp(node, scope) {
    return this.getListComp(node, scope);
  }

  /** Put entries to the end of a list; those of a generator see it grow. @param {any[]} found @param {Ast} more @param {Scope} scope */
  grow(found, more, scope) {
    if (more.type === "GeneratorExp")
      for (const inside of this.turns(more.generators, new Scope(new Map(), scope)))
        found.push(this.value(more.elt, inside));
    else found.push(...this.listed(this.value(more, scope)));
    return null;
  }

  /** @param {Ast} node @param {Scope} scope */
  getDictComp({ key, elt, generators }, scope) {
    const found = new Map();
    for (const inside of this.turns(generators, new Scope(new Map(), scope)))
      found.set(this.key(this.value(key, inside)), this.value(elt, inside));
    return found;
  }

  /** @param {any[]} loops @param {Scope} scope @returns {Generator<Scope>} */
  *turns([first, ...others], scope) {
    for (const one of this.listed(this.value(first.iter, scope))) {
      this.assign(first.target, one, scope); // one scope for all turns: a lambda sees the last one
      if (!first.ifs.every((/** @type {Ast} */ test) => this.condition(test, scope))) continue;
      if (others.length) yield* this.turns(others, scope);
      else yield scope;
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
      const [owner, me] = [scope.find("__owner__"), scope.find("__self__")];
      return owner instanceof Class && me instanceof Instance ? new Bound(me, "", owner) : this.notRead(node);
    }
    const callee = this.value(func, scope);
    const extended = callee instanceof Bound ? /** @type {any} */ (callee) : { name: "" };
    if (extended.name === "extend" && isList(extended.of) && args.length === 1)
      return this.grow(extended.of, args[0], scope);
    const unnamed = this.several(args, scope),
      named = new Map();
    for (const { name, value } of keywords) {
      const found = this.value(value, scope);
      if (name) named.set(name, found);
      else for (const [key, one] of this.mapped(found)) named.set(key, one);
    }
    this.line = line;
    return this.call(callee, unnamed, named);
  }

  /** What a function of the text gives. @param {any} made @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  run(made, unnamed, named) {
    const { line } = this;
    if (!isFunction(made)) this.refuse("no_call"); // What has a method's name may be a class or a value.
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

  /** @param {Ast} node @param {Scope} scope */
  condition(node, scope) {
    return this.truth(this.value(node, scope));
  }

  /** @param {any} callee @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  call(callee, unnamed, named) {
    if (callee instanceof Unknown) return callee;
    if (callee instanceof Func) return this.run(callee, unnamed, named);
    if (callee instanceof Bound) {
      const { of, name } = /** @type {any} */ (callee),
        found = plain.method(of, name, unnamed, named),
        changes = name === "__init__" || plain.CHANGING.includes(name);
      if (found === plain.NONE && (Array.isArray(of) || of instanceof Map) && changes)
        this.refuse("not_executed", { text: `${name}()` });
      if (found === plain.NONE && Array.isArray(of) && !isTuple(of) && !OF_LISTS.test(name))
        this.refuse("not_followed", { name });
      return found === plain.NONE ? this.unknown("not_executed", { text: `${name}()` }) : found;
    }
    return this.refuse("no_call");
  }

  // What follows statements, and gives names a value, comes with the class that is derived from this one.

  /** @param {Ast[]} nodes @param {Scope} scope @returns {any} */
  block(nodes, scope) {
    throw new Error(`${nodes.length} ${scope.names.size}`);
  }

  /** @param {Ast} target @param {any} found @param {Scope} scope */
  assign(target, found, scope) {
    throw new Error(`${target.type} ${found} ${scope.names.size}`);
  }
}
