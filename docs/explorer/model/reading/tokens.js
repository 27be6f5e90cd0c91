// A text of Python as tokens, as far as calls of layers need them; any other sign is refused by its line.
import { refuse } from "../../rules/refusing.js";

/** @typedef {{ kind: "name" | "number" | "word" | "sign" | "end", text: string, line: number, from: number, to: number }} Token `end` closes a statement */

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
    const groups = PARTS.exec(text)?.groups;
    if (!groups) return refuse("sign", { text: text.slice(at).split("\n")[0].slice(0, 20) }, line);
    const [kind, piece] = /** @type {[string, string]} */ (Object.entries(groups).find(([, one]) => one !== undefined));
    yield { kind, text: piece, line, from: at, to: at + piece.length };
    at += piece.length;
    if (kind === "end") line++;
  }
  yield { kind: "end", text: "", line, from: at, to: at };
}

/** @param {string} text @param {number} [line] the number of its first line @returns {Token[]} */
export function tokens(text, line = 1) {
  const found = /** @type {Token[]} */ ([]),
    open = /** @type {string[]} */ ([]);
  for (const piece of pieces(text, line)) {
    const begins = !open.length && (found.at(-1)?.kind ?? "end") === "end";
    if (piece.kind === "gap") {
      if (begins && piece.text[0] !== "#") checkIndent(text, piece.to, piece.line);
    } else if (piece.kind !== "end") {
      nest(open, piece.text, piece.line);
      found.push(/** @type {Token} */ (piece));
      checkGlued(found);
    } else if (!open.length && !begins) found.push(/** @type {Token} */ ({ ...piece, text: "" }));
    else if (open.length && piece.to === text.length && !piece.text) refuse("open", { text: open.at(-1) }, piece.line);
  }
  return found;
}

/** A statement must not be indented; nothing here opens a block. @param {string} text @param {number} at @param {number} line */
function checkIndent(text, at, line) {
  if (at < text.length && !"\n#".includes(text[at])) refuse("indent", {}, line);
}

/** @param {string[]} open @param {string} piece @param {number} line */
function nest(open, piece, line) {
  if (OPEN.includes(piece)) open.push(piece);
  if (open.length > DEEPEST) refuse("deep", {}, line);
  if (CLOSE.includes(piece) && OPEN.indexOf(open.pop() ?? "") !== CLOSE.indexOf(piece))
    refuse("closes_nothing", { text: piece }, line);
}

/** Two words or numbers without a sign between them, as in 3x. @param {Token[]} found */
function checkGlued(found) {
  const [before, last] = found.slice(-2);
  if (last && before.to === last.from && [before, last].every(({ kind }) => kind !== "sign" && kind !== "end"))
    refuse("sign", { text: before.text + last.text }, last.line);
}
