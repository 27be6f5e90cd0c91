// Calls, lists and plain values, read into a tree and never executed. Of Python, only what writes down a network.
import { refuse } from "../../rules/refusing.js";

/** @typedef {import("./tokens.js").Token} Token */
/**
 * @typedef {{ line: number, text: string } & (
 *   { kind: "value", value: any } | { kind: "name", name: string } | { kind: "list", items: Expression[] } |
 *   { kind: "minus", of: Expression } | { kind: "sum", sign: string, left: Expression, right: Expression } |
 *   { kind: "call", of: string, items: Expression[], named: [string, Expression][] } |
 *   { kind: "star", of: Expression } | { kind: "dict", pairs: [Expression, Expression][] }
 * )} Expression
 */

const RESERVED = new Set(
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield".split(
    " ",
  ),
);
const CONSTANTS = new Map(
  /** @type {[string, any][]} */ ([
    ["None", null],
    ["True", true],
    ["False", false],
  ]),
);

/** @param {string} text @param {number} line */
function number(text, line) {
  if (/^\d+(_\d+)*$/.test(text)) {
    const plain = text.replaceAll("_", "");
    return /^0+[1-9]/.test(plain) || plain.length > 4000 ? refuse("sign", { text }, line) : BigInt(plain);
  }
  return text.includes("_") ? refuse("sign", { text }, line) : Number(text);
}

/** Reads one statement of tokens after the other. */
export class Parser {
  /** @param {Token[]} tokens @param {string} source */
  constructor(tokens, source) {
    this.tokens = tokens;
    this.source = source;
    this.at = 0;
  }

  get next() {
    return this.tokens[this.at];
  }

  /** @param {string} sign */
  sees(sign) {
    return this.next?.kind === "sign" && this.next.text === sign;
  }

  /** @param {string} sign */
  takes(sign) {
    return this.sees(sign) && Boolean(this.tokens[this.at++]);
  }

  /** @returns {never} */
  wrong() {
    const last = this.next ?? this.tokens.at(-1),
      { rule = "unexpected", text = "", line = 1 } = last ?? {};
    return refuse(rule, { text: text || "⏎" }, line);
  }

  /** Whether a word of Python stands here that begins more than is read. */
  get reserved() {
    return this.next.kind === "name" && RESERVED.has(this.next.text);
  }

  /** @param {string} sign */
  needs(sign) {
    if (!this.takes(sign)) this.wrong();
  }

  name() {
    if (this.next?.kind !== "name" || RESERVED.has(this.next.text)) this.wrong();
    return this.tokens[this.at++].text;
  }

  /** A name with others behind dots. */
  dotted() {
    let found = this.name();
    while (this.takes(".")) found += `.${this.name()}`;
    return found;
  }

  /** What was read since a token, with its text. @param {Token} from @param {object} what @returns {Expression} */
  since(from, what) {
    const { to } = this.tokens[this.at - 1];
    const text = this.source.slice(from.from, to).split(/\s+/).join(" ");
    return /** @type {Expression} */ ({ ...what, line: from.line, text: text.slice(0, 200) });
  }

  /** Expressions with commas between them, which are a tuple. @returns {Expression} */
  several() {
    const from = this.next,
      first = this.sum();
    if (!this.sees(",")) return first;
    const items = [first];
    while (this.takes(",") && this.next.kind !== "end") items.push(this.sum());
    return this.since(from, { kind: "list", items });
  }

  /** @returns {Expression} */
  sum() {
    return this.chain(["+", "-"], () => this.chain(["*", "/", "//"], () => this.signed()));
  }

  /** @param {string[]} signs @param {() => Expression} part @returns {Expression} */
  chain(signs, part) {
    const from = this.next;
    let left = part();
    while (this.next?.kind === "sign" && signs.includes(this.next.text)) {
      const sign = this.tokens[this.at++].text,
        right = part();
      left = this.since(from, { kind: "sum", sign, left, right });
    }
    return left;
  }

  /** @returns {Expression} */
  signed() {
    const from = this.next;
    let turns = 0;
    while (this.takes("-")) turns++;
    let found = this.single();
    for (; turns; turns--) found = this.since(from, { kind: "minus", of: found });
    return found;
  }

  /** @returns {Expression} */
  single() {
    const from = this.next;
    if (from?.kind === "number") {
      this.at++;
      return this.since(from, { kind: "value", value: number(from.text, from.line) });
    }
    if (from?.kind === "word") {
      this.at++;
      if (this.next?.kind === "word") this.wrong();
      return this.since(from, { kind: "value", value: from.text.slice(1, -1) });
    }
    if (this.takes("(")) return this.bracketed(from, ")");
    if (this.takes("[")) return this.bracketed(from, "]");
    if (this.takes("{")) return this.dict(from);
    return this.named(from);
  }

  /** @param {Token} from @returns {Expression} */
  named(from) {
    if (from?.kind === "name" && CONSTANTS.has(from.text)) {
      this.at++;
      return this.since(from, { kind: "value", value: CONSTANTS.get(from.text) });
    }
    const name = this.dotted();
    if (!this.takes("(")) return this.since(from, { kind: "name", name });
    const { items, named } = this.arguments();
    const call = this.since(from, { kind: "call", of: name, items, named });
    if (this.sees("(") || this.sees("[") || this.sees(".")) this.wrong(); // a method, an index
    return call;
  }

  /** @param {Token} from @param {string} close @returns {Expression} */
  bracketed(from, close) {
    const items = /** @type {Expression[]} */ ([]);
    let commas = 0;
    while (!this.takes(close)) {
      if (items.length > commas) this.wrong();
      items.push(this.sum());
      if (this.takes(",")) commas++;
    }
    if (close === ")" && items.length === 1 && !commas) return items[0];
    return this.since(from, { kind: "list", items });
  }

  /** @param {Token} from @returns {Expression} */
  dict(from) {
    const pairs = /** @type {[Expression, Expression][]} */ ([]);
    while (!this.takes("}")) {
      const key = this.sum();
      this.needs(":");
      pairs.push([key, this.sum()]);
      if (!this.takes(",") && !this.sees("}")) this.wrong();
    }
    return this.since(from, { kind: "dict", pairs });
  }

  arguments() {
    const items = /** @type {Expression[]} */ ([]),
      named = /** @type {[string, Expression][]} */ ([]);
    while (!this.takes(")")) {
      const from = this.next,
        after = this.tokens[this.at + 1];
      if (from.kind === "name" && after?.kind === "sign" && after.text === "=") {
        if (CONSTANTS.has(from.text) || named.some(([name]) => name === from.text)) this.wrong();
        const name = this.name();
        this.needs("=");
        named.push([name, this.sum()]);
      } else {
        if (named.length) this.wrong();
        items.push(this.takes("*") ? this.since(from, { kind: "star", of: this.sum() }) : this.sum());
      }
      if (!this.takes(",") && !this.sees(")")) this.wrong();
    }
    return { items, named };
  }
}

const LARGEST = 2n ** 63n;
const UNREAD = ["device", "dtype"]; // they change neither sizes nor costs

/** The unnamed and the named arguments of a call. @param {Expression & { kind: "call" }} call @param {Map<string, any> | null} known what names stand for; without it, a name stands for itself */
export function givenOf(call, known) {
  const unnamed = call.items.map((one) => valueOf(one, known));
  const named = call.named.map(
    ([name, one]) => /** @type {[string, any]} */ ([name, UNREAD.includes(name) ? null : valueOf(one, known)]),
  );
  return { unnamed, named: Object.fromEntries(named) };
}

/** @param {Expression} one @param {Map<string, any> | null} known @returns {any} */
export function valueOf(one, known) {
  if (one.kind === "value") return one.value;
  if (one.kind === "list") return one.items.map((item) => valueOf(item, known));
  if (one.kind === "name" && !one.name.includes(".")) {
    if (known === null) return one.name;
    if (known.has(one.name)) return known.get(one.name);
  }
  if (one.kind === "minus") {
    const value = numberOf(one.of, known);
    return -value;
  }
  if (one.kind === "sum") return folded(one, known);
  return refuse("no_value", { text: one.text }, one.line);
}

/** @param {Expression} one @param {Map<string, any> | null} known @returns {any} */
function numberOf(one, known) {
  const value = valueOf(one, known);
  return typeof value === "bigint" || typeof value === "number"
    ? value
    : refuse("no_number", { text: one.text }, one.line);
}

/** @param {Expression & { kind: "sum" }} one @param {Map<string, any> | null} known */
function folded(one, known) {
  const left = numberOf(one.left, known),
    right = numberOf(one.right, known);
  const whole = typeof left === "bigint" && typeof right === "bigint";
  const none = () => refuse("no_value", { text: one.text }, one.line);
  if (one.sign.startsWith("/") && Number(right) === 0) none();
  if (one.sign === "//" && !whole) none(); // Python rounds here in a way of its own
  const result =
    whole && one.sign !== "/" ? ofIntegers(left, right, one.sign) : ofFloats(Number(left), Number(right), one.sign);
  const size = result < 0 ? -result : result;
  return size > LARGEST || Number.isNaN(size) ? none() : result;
}

/** @param {bigint} a @param {bigint} b @param {string} sign */
function ofIntegers(a, b, sign) {
  if (sign === "+") return a + b;
  if (sign === "-") return a - b;
  if (sign === "*") return a * b;
  return a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);
}

/** @param {number} a @param {number} b @param {string} sign */
function ofFloats(a, b, sign) {
  if (sign === "+") return a + b;
  if (sign === "-") return a - b;
  if (sign === "*") return a * b;
  return a / b;
}

const MADE_BY = ["weight_norm", "spectral_norm", "orthogonal"];

/** What a call of weight_norm, spectral_norm or orthogonal wraps, and which it is; else the call itself. @param {Expression & { kind: "call" }} call @param {Map<string, any> | null} known @param {Set<string>} prefixes @returns {[Expression, string]} */
export function unwrapped(call, known, prefixes) {
  const inner = [...prefixes].flatMap((one) => [`${one}.utils`, `${one}.utils.parametrizations`]),
    kind = classOf(call.of, new Set(inner));
  if (kind === null || !MADE_BY.includes(kind)) return [call, ""];
  const places = ["module", "name", "dim"].slice(0, kind === "weight_norm" ? 3 : 2),
    given = Object.fromEntries([
      ...call.items.slice(0, places.length).map((one, at) => [places[at], one]),
      ...call.named,
    ]);
  const is = (/** @type {string} */ name, /** @type {any} */ usual) =>
    !Object.hasOwn(given, name) || valueOf(given[name], known) === usual;
  const named = is("name", "weight"),
    first = is("dim", 0n) || kind !== "weight_norm";
  if (!given.module || !named || !first) refuse("wrapped", { kind }, call.line);
  return [given.module, kind];
}

/** The class of a call written alone, or behind a name of torch.nn; null where it is something else. @param {string} name @param {Set<string>} prefixes */
export function classOf(name, prefixes) {
  const at = name.lastIndexOf(".");
  if (at < 0) return name;
  return prefixes.has(name.slice(0, at)) ? name.slice(at + 1) : null;
}
