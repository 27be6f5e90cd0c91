// What values can do: add up, compare, have entries. convref.reading._python.operations.
import { host } from "./host.js";
import * as plain from "./plain.js";
import { Bound, Class, isInt, isTuple, Library, Partial, Slice, tuple, Unknown } from "./values.js";

/** @typedef {import("./reading.js").Ast} Ast */

const MOST_STEPS = 400_000;

/** Does what can be done with values; remembers the line, and how much has been followed. */
export class Operations {
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

  /** @param {any} found @returns {boolean} */
  truth(found) {
    if (found instanceof Unknown) this.refuseUnknown(found);
    if (Array.isArray(found)) return found.length > 0;
    if (found instanceof Map) return found.size > 0;
    return plain.isPlain(found) ? Boolean(found) : this.trueOther(found);
  }

  /** @param {any} found @returns {boolean} */
  trueOther(found) {
    return found !== undefined;
  }

  /** @param {any} found @returns {any[]} */
  listed(found) {
    if (Array.isArray(found) || typeof found === "string") return [...found];
    if (found instanceof Map) return [...found.keys()];
    if (found instanceof Unknown) this.refuseUnknown(found);
    return this.listOther(found);
  }

  /** @param {any} found @returns {any[]} */
  listOther(found) {
    return this.refuse("runs", { found });
  }

  /** @param {any} found @returns {Map<any, any>} */
  mapped(found) {
    if (found instanceof Map) return found;
    return found instanceof Unknown ? this.refuseUnknown(found) : this.refuse("runs");
  }

  /** @param {any} found */
  key(found) {
    if (found instanceof Unknown) this.refuseUnknown(found);
    return plain.isNumber(found) || typeof found === "string" || found === null
      ? plain.keyOf(found)
      : this.refuse("runs");
  }

  /** @param {string} op @param {any} found */
  signed(op, found) {
    if (!plain.isNumber(found)) return this.signOther(found);
    const value = typeof found === "boolean" ? BigInt(found) : found;
    return op === "USub" ? -value : value;
  }

  /** @param {any} found @returns {any} */
  signOther(found) {
    return this.unknown("runs", { found });
  }

  /** @param {string} op @param {any} left @param {any} right */
  operate(op, left, right) {
    for (const one of [left, right]) if (one instanceof Unknown) return one;
    return plain.folded(op, left, right) ?? this.operateOther(op, left, right);
  }

  /** What the left value becomes by += and its like. @param {string} op @param {any} left @param {any} right @returns {any} */
  operateInPlace(op, left, right) {
    return this.operate(op, left, right);
  }

  /** @param {string} op @param {any} left @param {any} right @returns {any} */
  operateOther(op, left, right) {
    return this.unknown("runs", { op, left, right });
  }

  /** @param {string} op @param {any} left @param {any} right */
  compare(op, left, right) {
    for (const one of [left, right]) if (one instanceof Unknown) return one;
    if (op === "Is" || op === "IsNot") {
      const simple = plain.isNumber(left) || typeof left === "string";
      const same = simple ? plain.compared("Eq", left, right) === true : left === right;
      return (sameClass(left, right) || same) === (op === "Is");
    }
    const known = op === "Eq" || op === "NotEq" ? sameClass(left, right) : null;
    if (known !== null) return known === (op === "Eq");
    return plain.compared(op, left, right) ?? this.unknown("runs");
  }

  /** @param {any} found @param {string} name @returns {any} */
  attribute(found, name) {
    if (found instanceof Unknown) return found;
    if (found instanceof Partial && name === "func") return /** @type {any} */ (found).of;
    return found instanceof Library ? new Library(`${found.dotted}.${name}`) : new Bound(found, name);
  }

  /** @param {any} of @param {string} name @param {any} found */
  setAttribute(of, name, found) {
    this.refuse("not_followed", { name, of, found });
  }

  /** @param {any} of @param {any} at @param {any} found */
  setEntry(of, at, found) {
    const place = Number(at) < 0 ? Number(at) + of.length : Number(at);
    if (of instanceof Map) of.set(this.key(at), found);
    else if (Array.isArray(of) && !isTuple(of) && isInt(at) && place >= 0 && place < of.length) of[place] = found;
    else if (!(of instanceof Unknown)) this.refuse("no_entry");
  }

  /** Leave out an entry of a list or a dict, or some of a list. @param {any} of @param {any} at */
  deleteEntry(of, at) {
    if (of instanceof Unknown) return;
    this.entry(of, at); // which is there
    const places = /** @type {any} */ (at instanceof Slice && Array.isArray(of) ? sliced([...of.keys()], at) : []);
    if (of instanceof Map) of.delete(plain.keyOf(at));
    else if (!Array.isArray(of) || isTuple(of)) this.refuse("not_followed", { name: "del" });
    else if (isInt(at)) of.splice(Number(at), 1);
    else of.splice(0, Infinity, ...of.filter((_, place) => !places.includes(place)));
  }

  /** @param {any} of @param {any} at @returns {any} */
  entry(of, at) {
    if (of instanceof Unknown) return of;
    if (of instanceof Map && of.has(plain.keyOf(at))) return of.get(plain.keyOf(at));
    const isList = Array.isArray(of) || typeof of === "string";
    if (isList && isInt(at)) {
      const place = Number(at) < 0 ? Number(at) + of.length : Number(at);
      if (place >= 0 && place < of.length) return of[place];
    }
    if (isList && at instanceof Slice && isWhole(at)) return sliced(of, at);
    return at instanceof Unknown ? this.refuseUnknown(at) : this.refuse("no_entry");
  }
}

/** Whether two names of packages stand for one class; null where that is not known. @param {any} left @param {any} right @returns {boolean | null} */
function sameClass(left, right) {
  const both = [left, right];
  if (!both.every((one) => one instanceof Library || one instanceof Class)) return null;
  if (left === right) return true;
  if (both.some((one) => one instanceof Class)) return false;
  const dotted = both.map((one) => /** @type {any} */ (one).dotted),
    [first, second] = dotted.map((one) => /^torch\.nn\.(?:.*\.)?(\p{Lu}[^.]*)$/u.exec(one)?.[1]);
  if (dotted[0] === dotted[1]) return true;
  if (first && second) return first === second;
  return dotted.some((one) => /^(builtins|functools)\./.test(one)) ? false : null;
}

/** @param {any} slice */
const isWhole = ({ start, stop, step }) =>
  [start, stop, step].every((one) => one === null || isInt(one)) && step !== 0n;

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
