// A printed model, or one layer a line: each line is a layer, the beginning of a block, or its end. convref.reading._lines.
import { layerOf } from "../../rules/kinds/slides.js";
import { refuse, Refusing } from "../../rules/refusing.js";
import { brought, isGiven, settle } from "./blocks.js";
import { classOf, givenOf, Parser, unwrapped } from "./expressions.js";
import { tokens } from "./tokens.js";
import { node } from "./node.js";
import { MOST_ROWS } from "./tree.js";

/** @import { Node } from "./tree.js" */

// A name as PyTorch prints it, one in front of a colon, or the number of a line in a list.
const LABEL =
  /^(?:\(([\p{L}0-9_.-]+)\)\s*:|([\p{L}_][\p{L}0-9_.-]*)\s*[:=]|([0-9]+)(?:[.):]|(?= +(?!x )[A-Za-z])))\s*/u;
// A module that is None, and how mmcv says that a block begins its weights.
const UNREAD = /^(?:\([\p{L}0-9_.-]+\): None$|init_cfg=)/u;
const CHAINED = /\s*(?:->|→|;)\s*(?=(?:[^'"]*['"][^'"]*['"])*[^'"]*$)/; // not within quotes
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
    rank = brought.rankOf(text);
  text.split(ENDS).forEach((whole, at) => {
    const line = whole
      .split("#")[0]
      .trim()
      .replace(/,?;?$|^[-*•]\s+/g, "")
      .trim();
    if (!line || UNREAD.test(line)) return;
    try {
      if (line.startsWith(")")) close(open, line);
      else readLine(top, open, line, at + 1, rank);
    } catch (error) {
      if (!(error instanceof Refusing)) throw error;
      error.line ||= at + 1;
      problems.push(error);
    }
  });
  const last = open.at(-1);
  if (last) problems.push(new Refusing("open", { text: `${last.kind}(` }, last.line));
  return { nodes: top, problems };
}

/** A layer or the beginning of a block; nothing where the line holds the arguments of one. @param {Node[]} open @param {string} line @param {number} number @param {number} rank */
function begun(open, line, number, rank) {
  try {
    return nodeOf(line, number, rank);
  } catch (error) {
    if (error instanceof Refusing && takesArguments(open.at(-1), line)) return null;
    throw error;
  }
}

/** A layer, the beginning of a block, or its arguments. @param {Node[]} top @param {Node[]} open @param {string} line @param {number} number @param {number} rank */
function readLine(top, open, line, number, rank) {
  const found = begun(open, line, number, rank);
  if (!found) return;
  (open.at(-1)?.children ?? top).push(found);
  if (found.children?.length === 0) open.push(found);
  else settle(found);
}

/** Whether a line holds the arguments of the block that begins just before it; then they are kept. @param {Node | undefined} block @param {string} line */
function takesArguments(block, line) {
  if (!block || block.children?.length || isGiven(block)) return false;
  try {
    const { kind, unnamed, named, parametrization } = plainly(`${block.kind}(${line})`, block.line, 0);
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

/** A line in words is read where there are axes for it. @param {string} line @param {number} number @param {number} rank */
function nodeOf(line, number, rank) {
  const { labels, rest } = labelled(line),
    opened = OPENED.exec(rest);
  if (opened) return node(number, lastName(opened[1]), { labels, children: [] });
  if (line.startsWith("(")) return { ...layer(rest, number, 0), labels };
  const steps = rest.split(CHAINED);
  return { ...(steps.length > 1 ? chain(steps, number, rank) : named(line, rest, number, rank)), labels };
}

/** The layer behind a name, which may say what it is, as in "conv1: 64 3x3". @param {string} line @param {string} rest @param {number} number @param {number} rank */
function named(line, rest, number, rank) {
  return tried(
    () => layer(rest, number, rank),
    () => (rest === line ? null : brought.said(line, number, rank, layerOf)),
  );
}

/** What is read, or what else it may be. @param {() => Node} first @param {() => Node | null} second */
function tried(first, second) {
  try {
    return first();
  } catch (error) {
    const found = error instanceof Refusing && second();
    if (!found) throw error;
    return found;
  }
}

/** Several layers in one line. @param {string[]} texts @param {number} number @param {number} rank */
const chain = (texts, number, rank) => node(number, "", { children: texts.map((one) => layer(one, number, rank)) });

/** @param {string} dotted */
const lastName = (dotted) => dotted.slice(dotted.lastIndexOf(".") + 1);

/** The names that a line begins with, as many as it is repeated, and the rest of it. @param {string} line */
function labelled(line) {
  const found = LABEL.exec(line),
    label = found?.slice(1).join("") ?? "",
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

/** @param {string} whole @param {number} number @param {number} rank */
function layer(whole, number, rank) {
  const pooled = SELECTED.exec(whole);
  if (pooled) {
    const rows = pooled[1] ? [node(number, POOLS[pooled[1]], { unnamed: [1n] })] : [];
    return node(number, "", { children: [...rows, node(number, pooled[2])] });
  }
  const found = FROM.exec(whole),
    names = found ? found[2].split(",").map((name) => name.trim()) : [],
    text = found ? whole.slice(0, found.index).trimEnd() : whole,
    one = read(text, number, rank);
  one.kind = Object.hasOwn(JOINS, one.kind) ? JOINS[one.kind] : one.kind;
  if (found?.[1] === "from") one.sources = names;
  else one.joined = names;
  if (one.joined.length && !JOINING.includes(one.kind)) refuse("with_joins");
  if (EMPTY.includes(one.kind) && !one.unnamed.length && !Object.keys(one.named).length) one.kind = "Identity";
  return one;
}

/** @param {string} text @param {number} number @param {number} rank @returns {Node} */
function read(text, number, rank) {
  const words = () => (rank ? brought.said(text, number, rank, layerOf) : null),
    isWord = BARE.test(text) && !SHORT.test(text);
  const found = tried(
    () => (isWord ? node(number, lastName(text)) : plainly(text, number, rank)),
    () => (unbalanced(text) ? null : words()),
  );
  return (/^[^A-Z]+$/.test(found.kind) && words()) || found;
}

/** @param {string} text @param {number} number @param {number} rank @returns {Node} */
function plainly(text, number, rank) {
  if (SHORT.test(text)) return node(number, "Layer", { unnamed: [shortLayer(text)] });
  const whole = readAs(text.replace(BARE_INPLACE, "inplace=True"), number);
  if (whole?.kind === "list" && whole.items.length) {
    const texts = whole.items.map((one) => one.text);
    return chain(texts, number, rank);
  }
  const [call, parametrization] = whole?.kind === "call" ? unwrapped(whole, null, PREFIXES) : [null, ""],
    kind = call?.kind === "call" ? classOf(call.of, PREFIXES) : null,
    open = whole ? "" : unbalanced(text);
  if (open) refuse(CLOSING.includes(open) ? "closes_nothing" : "open", { text: open });
  if (call?.kind !== "call" || kind === null)
    return refuse("no_layer", { text: text.length > 60 ? `${text.slice(0, 57)}…` : text });
  return node(number, kind, { ...givenOf(call, null), parametrization });
}

/** The bracket that is missing or too much, if one is. @param {string} text */
function unbalanced(text) {
  const open = /** @type {string[]} */ ([]);
  for (const sign of text) {
    if (OPENING.includes(sign)) open.push(sign);
    else if (CLOSING.includes(sign) && OPENING.indexOf(open.pop() ?? "?") !== CLOSING.indexOf(sign)) return sign;
  }
  return open.at(-1) ?? "";
}

/** @param {string} text @param {number} number of its line */
function readAs(text, number) {
  try {
    const parser = new Parser(tokens(text, number), text),
      found = parser.several(),
      isWhole = parser.next.kind === "end" && parser.at === parser.tokens.length - 1;
    return isWhole && ["call", "list"].includes(found.kind) ? found : null;
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
