// A text of Python as tokens, as far as calls of layers need them; any other sign is refused by its line.
import { refuse } from "../../rules/refusing.js";

/** @typedef {{ kind: "name" | "number" | "word" | "sign" | "end" | "fault", text: string, line: number, from: number, to: number, rule?: string }} Token `end` closes a statement, `fault` is what nobody can read here, by the rule that says so */

const PARTS =
  /(?<gap>[ \t]+|#[^\n]*)|(?<end>\n)|(?<name>[\p{L}_][\p{L}\p{N}_]*)|(?<number>\d[\d_]*(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|(?<word>'[^'\\\n]*'|"[^"\\\n]*")|(?<sign>\*\*|\/\/|[-+*/()[\]{},:=.])/uy;
const OPEN = "([{",
  CLOSE = ")]}",
  DEEPEST = 90;

/** Every piece of a text with its kind; blanks and comments too. @param {string} text @param {number} line of its beginning */
function* pieces(text, line) {
  let at = 0;
  while (at < text.length) {
    PARTS.lastIndex = at;
    const groups = PARTS.exec(text)?.groups ?? { fault: String.fromCodePoint(text.codePointAt(at) ?? 0) },
      [kind, piece] = /** @type {[string, string]} */ (Object.entries(groups).find(([, one]) => one !== undefined));
    yield { kind, text: piece, line, from: at, to: at + piece.length };
    at += piece.length;
    if (kind === "end") line++;
  }
  yield { kind: "end", text: "", line, from: at, to: at };
}

/**
 * The tokens of a text, as far as its brackets agree. What is no token stays in its place as a fault, so that whoever
 * reads from the beginning meets the first one first.
 *
 * @param {string} text @param {number} [line] the number of its first line @returns {Token[]}
 */
export function tokens(text, line = 1) {
  const found = /** @type {Token[]} */ ([]),
    open = /** @type {{ text: string, line: number }[]} */ ([]);
  for (const piece of pieces(text, line)) {
    const begins = !open.length && (found.at(-1)?.kind ?? "end") === "end",
      token = /** @type {Token} */ (piece);
    if (piece.kind === "gap") {
      if (begins && isIndent(text, token)) found.push({ ...token, kind: "fault", rule: "indent" });
    } else if (piece.kind !== "end") {
      found.push(faulty(token, found.at(-1)));
      if (!nest(open, token)) return [...found.slice(0, -1), { ...token, kind: "fault", rule: "closes_nothing" }];
    } else if (!open.length && !begins) found.push({ ...token, text: "" });
  }
  const [first] = open;
  return first ? [...found, { ...first, kind: "fault", rule: "open", from: text.length, to: text.length }] : found;
}

/** A statement must not be indented; nothing here opens a block. @param {string} text @param {Token} gap */
const isIndent = (text, { text: blank, to }) => blank[0] !== "#" && to < text.length && !"\n#".includes(text[to]);

/** A sign that is none, or two words or numbers without a sign between them, as in 3x. @param {Token} token @param {Token | undefined} before @returns {Token} */
function faulty(token, before) {
  if (token.kind === "fault") return { ...token, rule: "sign" };
  const glued = before?.to === token.from && [before, token].every(({ kind }) => kind !== "sign" && kind !== "end");
  return glued ? { ...token, kind: "fault", rule: "sign" } : token;
}

/** Whether the brackets agree so far. @param {{ text: string, line: number }[]} open @param {Token} token */
function nest(open, { kind, text, line }) {
  if (kind !== "sign") return true;
  if (OPEN.includes(text)) open.push({ text, line });
  if (open.length > DEEPEST) refuse("deep", {}, line);
  return !CLOSE.includes(text) || OPEN.indexOf(open.pop()?.text ?? "?") === CLOSE.indexOf(text);
}
