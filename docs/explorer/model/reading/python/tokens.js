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

/** @param {string} text @returns {Token[]} */
export function tokens(text) {
  const found = /** @type {Token[]} */ ([]),
    open = /** @type {Token[]} */ ([]),
    indents = [0];
  let at = 0,
    line = 1,
    begins = true;
  /** @param {string} kind @param {string} piece @param {any} [value] */
  const add = (kind, piece, value) => found.push({ kind, text: piece, line, from: at, to: at + piece.length, value });
  while (at < text.length) {
    if (begins && !open.length) {
      const blank = /** @type {RegExpExecArray} */ (/^[ \t\f]*/.exec(text.slice(at, at + 400)))[0],
        next = text[at + blank.length];
      if (next !== undefined && !"\n#\r".includes(next)) {
        at += blank.length;
        indent(blank.replaceAll("\t", "        ").length, indents, add, line);
        begins = false;
      }
    }
    PARTS.lastIndex = at;
    const groups = PARTS.exec(text)?.groups;
    if (!groups && text[at] === "\r") {
      at++;
      continue;
    }
    if (!groups) host.refuse("sign", { text: String.fromCodePoint(text.codePointAt(at) ?? 0) }, line);
    const [kind, piece] = /** @type {[string, string]} */ (
      Object.entries(/** @type {any} */ (groups)).find(([, one]) => one !== undefined)
    );
    if (kind === "end") {
      if (!open.length && !begins) add("end", "");
      begins = !open.length || begins;
    } else if (kind !== "gap") {
      add(kind, piece, kind === "word" ? wordOf(piece) : undefined);
      if (kind === "sign") nest(open, /** @type {Token} */ (found.at(-1)));
    }
    at += piece.length;
    line += piece.split("\n").length - 1;
  }
  if (open.length) host.refuse("open", { text: open[0].text }, open[0].line);
  if (!begins) add("end", "");
  for (let n = indents.length; n > 1; n--) add("dedent", "");
  add("stop", "");
  return found;
}

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
