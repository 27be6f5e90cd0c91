// A printed model, or one layer a line: each line is a layer, the beginning of a block, or its end. convref.reading._lines.
import { KINDS } from "../../rules/kinds/registry.js";
import { layerOf } from "../../rules/kinds/slides.js";
import { refuse, Refusing } from "../../rules/refusing.js";
import { brought, isGiven, settle } from "./blocks.js";
import { classOf, givenOf, Parser, unwrapped } from "./expressions.js";
import { tokens } from "./tokens.js";
import { node } from "./node.js";
import { MOST_ROWS } from "./tree.js";

/** @import { Node } from "./tree.js" */
/** @import { ByHand } from "./blocks.js" */

const LABEL = /^(?:\(([\p{L}0-9_.-]+)\)\s*:\s*|([\p{L}_][\p{L}0-9_.-]*)\s*[:=]\s*)/u;
// A module that is None, and how mmcv says that a block begins its weights.
const UNREAD = /^(?:\([\p{L}0-9_.-]+\): None$|init_cfg=)/u;
const REPEATED = /^([0-9]+) x /;
const RANGE = /^([0-9]+)-([0-9]+)$/;
const OPENED = /^([A-Za-z_][\p{L}0-9_.]*)\($/u;
const BARE = /^[A-Za-z_][\p{L}0-9_.]*$/u;
const SHORT = /^(?:(?:T )?(?:(?:op|[ckspdg])(?:[0-9x]+|same|valid)\s*)+|T)$/;
const FROM = /\s(from|with)\s+([\p{L}0-9_.-]+(?:\s*,\s*[\p{L}0-9_.-]+)*)$/u;
const ENDS = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/; // eslint-disable-line no-control-regex -- those of Python's splitlines
// The pool of timm, which prints the layer behind it among its arguments.
const SELECTED = /^SelectAdaptivePool2d\(pool_type=(avg|max|), flatten=(Identity|Flatten)\([^()]*\)\)$/;
const POOLS = /** @type {Record<string, string>} */ ({ avg: "AdaptiveAvgPool2d", max: "AdaptiveMaxPool2d" });
const BARE_INPLACE = /(?<=[( ])inplace(?=\))/; // as PyTorch printed it before 1.2
const JOINS = /** @type {Record<string, string>} */ ({ cat: "Cat", concat: "Cat", add: "Add", mul: "Mul" });
const JOINING = Object.values(JOINS);
const EMPTY = ["Sequential", "ModuleList", "ModuleDict"]; // printed without lines of their own when they hold nothing
const OPENING = "([{",
  CLOSING = ")]}";
const PREFIXES = new Set(["nn", "torch.nn"]);
const LETTERS = /** @type {Record<string, string>} */ ({
  c: "out_channels",
  k: "kernel_size",
  s: "stride",
  p: "padding",
  d: "dilation",
  g: "groups",
  op: "output_padding",
});

/** The blocks and layers of a text, and what was not understood, line by line. @param {string} text */
export function readLines(text) {
  const top = /** @type {Node[]} */ ([]),
    open = /** @type {Node[]} */ ([]),
    problems = /** @type {Refusing[]} */ ([]),
    { lines, said } = brought.withoutTables(text.split(ENDS)),
    byHand = brought.byHand(text, { labelled, opened, layer, read, layerOf, mayBeWords, refuseUnbalanced });
  lines.forEach((whole, at) => {
    const line = whole.split("#")[0].trim().replace(/,$/, "").trimEnd();
    if (!line || UNREAD.test(line)) return;
    try {
      if (line.startsWith(")")) close(open, line);
      else readLine(top, open, line, at + 1, byHand);
    } catch (error) {
      if (!(error instanceof Refusing)) throw error;
      error.line ||= at + 1;
      problems.push(error);
    }
  });
  const last = open.at(-1);
  if (last) problems.push(new Refusing("open", { text: `${last.kind}(` }, last.line));
  return { nodes: top, problems, said };
}

/** Whether what reads as a class may be a word of a report, such as relu or BN. @param {Node} one */
const mayBeWords = (one) =>
  /^[a-z][^A-Z]*$/.test(one.kind) || !(one.children || isGiven(one) || Object.hasOwn(KINDS, one.kind));

/** A layer or the beginning of a block; nothing where the line holds the arguments of one. @param {Node[]} open @param {string} line @param {number} number @param {ByHand} byHand */
function begun(open, line, number, byHand) {
  const other = () => (line.startsWith("(") ? null : byHand(line, number)); // PyTorch prints nothing in words
  try {
    const found = nodeOf(line, number);
    return (mayBeWords(found) && other()) || found;
  } catch (error) {
    if (!(error instanceof Refusing)) throw error;
    const found = other();
    if (!found && !takesArguments(open.at(-1), line)) throw error;
    return found;
  }
}

/** A layer, the beginning of a block, or its arguments. @param {Node[]} top @param {Node[]} open @param {string} line @param {number} number @param {ByHand} byHand */
function readLine(top, open, line, number, byHand) {
  const found = begun(open, line, number, byHand);
  if (!found) return;
  (open.at(-1)?.children ?? top).push(found);
  if (found.children?.length === 0) open.push(found);
  else settle(found);
}

/** Whether a line holds the arguments of the block that begins just before it; then they are kept. @param {Node | undefined} block @param {string} line */
function takesArguments(block, line) {
  if (!block || block.children?.length || isGiven(block)) return false;
  try {
    const { kind, unnamed, named, parametrization } = readCall(`${block.kind}(${line})`, block.line);
    Object.assign(block, { kind, unnamed, named, parametrization });
    return true;
  } catch (error) {
    if (error instanceof Refusing) return false;
    throw error;
  }
}

/** @param {Node[]} open @param {string} line */
function close(open, line) {
  const block = open.pop();
  if (!block) return refuse("closes_nothing", { text: ")" });
  const found = line === ")" ? null : FROM.exec(` ${line.slice(1).trim()}`);
  if (line !== ")") {
    if (found?.index !== 0 || found[1] !== "from" || found[2].includes(",")) refuse("block_from", { text: line });
    block.sources = [/** @type {RegExpExecArray} */ (found)[2]];
  }
  settle(block);
}

/** @param {string} line @param {number} number */
function nodeOf(line, number) {
  const { labels, rest } = labelled(line);
  return { ...(opened(rest, number) ?? layer(rest, number)), labels };
}

/** The beginning of a block, if it is one. @param {string} text @param {number} number */
function opened(text, number) {
  const found = OPENED.exec(text);
  return found && node(number, lastName(found[1]), { children: [] });
}

/** @param {string} dotted */
const lastName = (dotted) => dotted.slice(dotted.lastIndexOf(".") + 1);

/** The names that a line begins with, as many as it is repeated, and the rest of it. @param {string} line */
function labelled(line) {
  const found = LABEL.exec(line),
    label = found?.[1] ?? found?.[2] ?? "",
    rest = found ? line.slice(found[0].length) : line,
    repeated = REPEATED.exec(rest),
    span = RANGE.exec(label);
  if (!repeated && !span) return { labels: [label], rest };
  const [first, last] = span ? [Number(span[1]), Number(span[2])] : [0, 0];
  if (!repeated || !span || last - first + 1 !== Number(repeated[1])) return refuse("repeated");
  if (Number(repeated[1]) > MOST_ROWS) refuse("many_rows", { most: MOST_ROWS });
  const labels = Array.from({ length: last - first + 1 }, (_, at) => String(first + at));
  return { labels, rest: rest.slice(repeated[0].length) };
}

/** @param {string} whole @param {number} number @param {typeof read} [inner] what reads it, without the row that it takes */
function layer(whole, number, inner = read) {
  const pooled = SELECTED.exec(whole);
  if (pooled) {
    const rows = pooled[1] ? [node(number, POOLS[pooled[1]], { unnamed: [1n] })] : [];
    return node(number, "", { children: [...rows, node(number, pooled[2])] });
  }
  const found = FROM.exec(whole),
    names = found ? found[2].split(",").map((name) => name.trim()) : [],
    text = found ? whole.slice(0, found.index).trimEnd() : whole,
    one = inner(text, number);
  one.kind = Object.hasOwn(JOINS, one.kind) ? JOINS[one.kind] : one.kind;
  if (found?.[1] === "from") one.sources = names;
  else one.joined = names;
  if (one.joined.length && !JOINING.includes(one.kind)) refuse("with_joins");
  if (EMPTY.includes(one.kind) && !one.unnamed.length && !Object.keys(one.named).length) one.kind = "Identity";
  return one;
}

/** @param {string} text @param {number} number @returns {Node} */
function read(text, number) {
  if (SHORT.test(text)) return node(number, "Layer", { unnamed: [shortLayer(text)] });
  if (BARE.test(text)) return node(number, lastName(text));
  return readCall(text, number);
}

/** @param {string} text @param {number} number @returns {Node} */
function readCall(text, number) {
  const whole = callOf(text.replace(BARE_INPLACE, "inplace=True"), number),
    [call, parametrization] = whole ? unwrapped(whole, null, PREFIXES) : [null, ""],
    kind = call?.kind === "call" ? classOf(call.of, PREFIXES) : null;
  if (!whole) refuseUnbalanced(text);
  if (call?.kind !== "call" || kind === null)
    return refuse("no_layer", { text: text.length > 60 ? `${text.slice(0, 57)}…` : text });
  return node(number, kind, { ...givenOf(call, null), parametrization });
}

/** Name a bracket that is missing or too much, where that is what is wrong with a line. @param {string} text */
function refuseUnbalanced(text) {
  const open = /** @type {string[]} */ ([]);
  for (const sign of text) {
    if (OPENING.includes(sign)) open.push(sign);
    else if (CLOSING.includes(sign) && OPENING.indexOf(open.pop() ?? "?") !== CLOSING.indexOf(sign))
      refuse("closes_nothing", { text: sign });
  }
  const last = open.at(-1);
  if (last) refuse("open", { text: last });
}

/** @param {string} text @param {number} number of its line */
function callOf(text, number) {
  try {
    const parser = new Parser(tokens(text, number), text),
      found = parser.several();
    return found.kind === "call" && parser.next.kind === "end" && parser.at === parser.tokens.length - 1 ? found : null;
  } catch (error) {
    if (error instanceof Refusing) return null;
    throw error;
  }
}

/** "c64 k3 s2 p1" as a layer. @param {string} text */
function shortLayer(text) {
  const words = text.split(/\s+/).filter(Boolean),
    transposed = words[0] === "T",
    given = /** @type {Record<string, any>} */ ({});
  for (const word of words.slice(transposed ? 1 : 0)) {
    const found = /^(op|[ckspdg])([0-9]+(?:x[0-9]+)*|same|valid)$/.exec(word);
    if (!found || Object.hasOwn(given, LETTERS[found[1]])) return refuse("short", { text: word });
    const numbers = /^\d/.test(found[2]) ? found[2].split("x").map(BigInt) : found[2];
    given[LETTERS[found[1]]] = numbers.length === 1 ? numbers[0] : numbers;
  }
  return "kernel_size" in given ? layerOf({ ...given, transposed }) : refuse("short", { text });
}
