// Tokens of Python, read one after the other.
import { host } from "./host.js";
import { tokens } from "./tokens.js";

/** @typedef {{ type: string, line: number, text: string, [more: string]: any }} Ast */

export const WORDS = new Set(
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield None True False".split(
    " ",
  ),
);
export const COMPARED = /** @type {Record<string, string>} */ ({
  "==": "Eq",
  "!=": "NotEq",
  "<": "Lt",
  "<=": "LtE",
  ">": "Gt",
  ">=": "GtE",
});

/** Reads the tokens of a text. */
export class Reading {
  /** @param {string} source */
  constructor(source) {
    this.source = source;
    this.tokens = tokens(source);
    this.at = 0;
    this.deep = 0;
  }

  get next() {
    return this.tokens[this.at];
  }

  /** Whether a sign or a word of Python stands here. @param {string} text */
  sees(text) {
    const { kind, text: found } = this.next;
    return found === text && (kind === "sign" || (kind === "name" && WORDS.has(text)));
  }

  /** @param {string} text */
  takes(text) {
    return this.sees(text) && Boolean(this.tokens[this.at++]);
  }

  begins() {
    const { kind, text } = this.next;
    return !["end", "stop"].includes(kind) && !(kind === "sign" && ")]}=:;".includes(text));
  }

  /** @param {string} text */
  needs(text) {
    if (!this.takes(text)) this.wrong();
  }

  /** @returns {never} */
  wrong() {
    return host.refuse("unexpected", { text: this.next.text || "⏎" }, this.next.line);
  }

  name() {
    if (this.next.kind !== "name" || WORDS.has(this.next.text)) this.wrong();
    return this.tokens[this.at++].text;
  }

  dotted() {
    let found = this.name();
    while (this.takes(".")) found += `.${this.name()}`;
    return found;
  }

  /** @param {import("./tokens.js").Token} from @param {string} type @param {object} [what] @returns {Ast} */
  since(from, type, what = {}) {
    const { to } = this.tokens[Math.max(0, this.at - 1)],
      text = this.source.slice(from.from, Math.min(to, from.from + 300));
    return { type, line: from.line, text: text.split("\n")[0].trim(), ...what };
  }
}

/** @param {string} text @param {number} line */
export function number(text, line) {
  const plain = text.replaceAll("_", "");
  if (/^0[xX]/.test(plain)) return BigInt(plain);
  if (!/^\d+$/.test(plain)) return Number(plain);
  return /^0+[1-9]/.test(plain) || plain.length > 400 ? host.refuse("sign", { text }, line) : BigInt(plain);
}

/** A target of an assignment. @param {Ast} target @returns {Ast} */
export function stored(target) {
  target.stored = true;
  if (target.elts) target.elts.forEach(stored);
  return target;
}
