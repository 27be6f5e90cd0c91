// A text of Python as tokens, with the beginning and the end of its blocks. An f-word holds the texts of its values.
import { host } from "./host.js";

/** @typedef {{ kind: string, text: string, line: number, from: number, to: number, value?: any }} Token */

const PARTS =
  /(?<gap>[ \t\f]+|\\\r?\n|#[^\n]*)|(?<end>\n)|(?<word>(?:[rRbBfFuU]{0,2})(?:"""(?:[^\\]|\\[^])*?"""|'''(?:[^\\]|\\[^])*?'''|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'))|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<number>0[xX][\da-fA-F]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?)|(?<sign>\*\*=|\/\/=|>>=|<<=|\.\.\.|->|:=|==|!=|<=|>=|\+=|-=|\*=|\/=|%=|@=|&=|\|=|\^=|\*\*|\/\/|<<|>>|[-+*/%@&|^~<>()[\]{},:;.=])/uy;
const PAIRS = /** @type {Record<string, string>} */ ({ "(": ")", "[": "]", "{": "}" });
const ESCAPES = /** @type {Record<string, string>} */ ({ n: "\n", t: "\t", "\n": "" });

/** @param {string} text of a word, with its quotes */
function wordOf(text) {
  const [, before, rest] = /** @type {RegExpExecArray} */ (/^([a-zA-Z]*)([^]*)$/.exec(text)),
    quotes = /^("""|''')/.test(rest) ? 3 : 1,
    inside = rest.slice(quotes, -quotes),
    plain = /r/i.test(before) ? inside : inside.replace(/\\([^])/g, (_, one) => ESCAPES[one] ?? one);
  return { formatted: /f/i.test(before), bytes: /b/i.test(before), plain };
}

/** Reads piece by piece, and remembers open brackets and how far blocks are indented. */
class Reader {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.at = 0;
    this.line = 1;
    this.begins = true; // a statement
    this.found = /** @type {Token[]} */ ([]);
    this.open = /** @type {Token[]} */ ([]);
    this.indents = [0];
  }

  /** @param {string} kind @param {string} text @param {any} [value] */
  add(kind, text, value) {
    const { line, at } = this;
    this.found.push({ kind, text, line, from: at, to: at + text.length, value });
  }

  /** The blanks in front of a statement, unless its line is empty. */
  indent() {
    const [blank] = /** @type {RegExpExecArray} */ (/^[ \t\f]*/.exec(this.text.slice(this.at, this.at + 400))),
      next = this.text[this.at + blank.length];
    if (next === undefined || "\n#\r".includes(next)) return;
    this.at += blank.length;
    this.begins = false;
    indent(blank.replaceAll("\t", "        ").length, this.indents, (kind, text) => this.add(kind, text), this.line);
  }

  /** The kind and the text of the next piece. @returns {[string, string]} */
  piece() {
    PARTS.lastIndex = this.at;
    const groups = PARTS.exec(this.text)?.groups,
      [found] = groups ? Object.entries(groups).filter(([, one]) => one !== undefined) : [];
    if (found) return found;
    const text = String.fromCodePoint(this.text.codePointAt(this.at) ?? 0);
    return text === "\r" ? ["gap", text] : host.refuse("sign", { text }, this.line);
  }

  read() {
    while (this.at < this.text.length) {
      if (this.begins && !this.open.length) this.indent();
      if (this.at >= this.text.length) break;
      const [kind, text] = this.piece();
      if (kind === "end") {
        if (!this.open.length && !this.begins) this.add("end", "");
        this.begins ||= !this.open.length;
      } else if (kind !== "gap") {
        this.add(kind, text, kind === "word" ? wordOf(text) : undefined);
        if (kind === "sign") nest(this.open, this.found[this.found.length - 1]);
      }
      this.at += text.length;
      this.line += text.split("\n").length - 1;
    }
    const [first] = this.open;
    if (first) host.refuse("open", { text: first.text }, first.line);
    if (!this.begins) this.add("end", "");
    for (let n = this.indents.length; n > 1; n--) this.add("dedent", "");
    this.add("stop", "");
    return this.found;
  }
}

/** @param {string} text @returns {Token[]} */
export const tokens = (text) => new Reader(text).read();

/** @param {number} width @param {number[]} indents @param {(kind: string, piece: string) => void} add @param {number} line */
function indent(width, indents, add, line) {
  if (width > /** @type {number} */ (indents.at(-1))) {
    indents.push(width);
    add("indent", "");
  }
  while (width < /** @type {number} */ (indents.at(-1))) {
    indents.pop();
    add("dedent", "");
  }
  if (width !== indents.at(-1)) host.refuse("indent", {}, line);
}

/** @param {Token[]} open @param {Token} token */
function nest(open, token) {
  if (token.text in PAIRS) open.push(token);
  if (open.length > 90) host.refuse("deep", {}, token.line);
  if (!")]}".includes(token.text)) return;
  const before = open.pop();
  if (!before || PAIRS[before.text] !== token.text) host.refuse("closes_nothing", { text: token.text }, token.line);
}
