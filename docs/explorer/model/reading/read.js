// A network from a text: code, a printed model, or one layer a line. convref.read_network.
import { bound, completed, knownKind } from "../../rules/kinds/arguments.js";
import { integer } from "../../rules/kinds/checks.js";
import { KINDS } from "../../rules/kinds/index.js";
import { axisOf, keepsLast, looked, merged, merges } from "../../rules/kinds/dense.js";
import { isFlattened, kind, leftOf, made, seesAll } from "../../rules/kinds/registry.js";
import { traced } from "../../rules/network.js";
import { after, everything, joined, spread, windowed } from "../../rules/reaches.js";
import { refuse, Refusing } from "../../rules/refusing.js";
import { brought } from "./blocks.js";
import { readCode, WEIGHTED } from "./code.js";
import { readLines } from "./lines.js";
import { MOST_ROWS, Rows, unknown } from "./tree.js";

/** @import { Node, Note } from "./tree.js" */
/** @typedef {{ modules: import("../../rules/network.js").Module[], notes: Note[], chain: boolean }} Network `chain` where a printed model was read as one without its forward */

const CODE =
  /(?<![^\n])\s*(import|from|class|def)\s|\b(Sequential|OrderedDict)\s*\(\s*[^\s)]|(?<![^\n])[\p{L}\p{N}_]+\s*=\s*[\p{L}\p{N}_.]+\(/u;
const PRINTED = /(?<![^\n])\s*\([\p{L}\p{N}_.-]+\): /u;

// What is read by another script: classes, functions and loops.
const WHOLE =
  /(?<![^\n])[ \t]*(?:class|def|for|while|if|with|try|del|@)(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])for(?![\p{L}\p{N}_])[^\n]*(?<![\p{L}\p{N}_])in(?![\p{L}\p{N}_])|\.(?:append|add_module|extend|insert)\(|(?<![^\n])\s*[\p{L}\p{N}_]+\s*=\s*(?:\[\]|nn\.Sequential\(\s*\))|(?<![^\n])\s*[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+|\[[^\]]*\])+\s*=[^=]|(?<![^\n])[ \t]*[\p{L}\p{N}_]+(?:[ \t]*,[ \t]*[\p{L}\p{N}_]+)+[ \t]*=[^=]|\)\.(?:to|cuda|cpu|eval|train)\(|(?<![\p{L}\p{N}_])torch\.(?:randn|rand|zeros|ones|device)\(|\]\s*[+*]|(?<![\p{L}\p{N}_])OrderedDict\(\s*[\p{L}\p{N}_]+\s*=/u;
const FENCE = /(?<![^\n])[ \t]*```[^\n]*/g; // around code in Markdown
const PROMPT = /(?<![^\n])[ \t]*(?:>>>|\.\.\.)(?: |(?![^\n]))/g; // of Python's own console
const BLANK = /^(?:[ \t]*\n)*([ \t]+)\S/; // in front of the first line that holds something

/** What the scripts that read classes and printed blocks need of this one. */
export const HOST = {
  KINDS,
  knownKind,
  bound,
  completed,
  refuse,
  Refusing,
  brought,
  weighted: WEIGHTED,
  most: MOST_ROWS,
  kind,
  integer,
  windowed,
  spread,
  met: joined,
  traced,
  made,
  seesAll,
  isFlattened,
  leftOf,
  everything,
  after,
  axisOf,
  keepsLast,
  looked,
  merges,
  merged,
};

// Printed blocks other than chains: a script has the forwards of some.
const BLOCK = /(?<!(?<![\p{L}\p{N}_])Sequential)\(\s*\n/u;
// Kinds of rows that functions make, and words of those functions.
const RARE = /\b(Slice|CenterCrop|MaxUnpool[123]d|Scale|Shift|View|Permute|(Uns|S)queeze|Select|(Over)?Channels)\b/;
const MADE =
  /\b(view|reshape|permute|transpose|swapaxes|(un)?squeeze|select|narrow|chunk|split|flatten|mean|sum|a?max|a?min)\b|earrange|Parameter|_parameter|npool|crop|layer_norm|\[[^\]]*(:|\.\.\.|None)/;
const TRIED = /\btorch\.(zeros|ones|rand|randn|empty|Tensor|FloatTensor)\(/; // numbers of a known size, which a trial may take

const SELDOM =
  /\b(permute|transpose|swapaxes|unflatten|narrow|repeat|select|stack|unbind|deepcopy|reduce)\b|earrange|npool/; // functions that few texts call

// A line that is no call of a class and has other words than c64 k3 psame op1: it may say a layer.
const IN_WORDS =
  /\||(?<![^\n])(?![^\n]*(?:\b[A-Z]\w+\(|\bwith\b))[^\n#]*(?:(?<![A-Za-z])(?!op\d|p(?:same|valid))[A-Za-z]{2}|\p{Lo})/u;

// Tables of Markdown, and what may be a text of another program.
const OTHERS = /\||\b(keras|tf|layers)\.|activation ?=|\.add\(|Layer( \(t|\b)|^ *layers? *\{|^\[[a-z]+\]|- \[/m;

/** @typedef {"classes" | "kinds" | "rare" | "trials" | "blocks" | "reports" | "others"} Script */
/** What a text may be read with besides this script, in the order in which they need each other. */
export const SCRIPTS = /** @type {Script[]} */ (["classes", "kinds", "rare", "trials", "blocks", "reports", "others"]);

/** The scripts that a text is read with besides this one. @param {string} text @returns {Script[]} */
export function scriptsFor(text) {
  const isPrinted = PRINTED.test(text),
    isCode = !isPrinted && CODE.test(text),
    hasClasses = isWhole(text),
    wants = {
      classes: hasClasses,
      kinds: (hasClasses ? MADE : RARE).test(text),
      rare: hasClasses && SELDOM.test(text),
      trials: hasClasses && TRIED.test(text),
      blocks: !isCode && BLOCK.test(text),
      reports: !isCode && !isPrinted && IN_WORDS.test(text),
      others: !isPrinted && OTHERS.test(text),
    };
  return SCRIPTS.filter((name) => wants[name]);
}

/** Whether a text holds classes, functions or loops. @param {string} text */
export const isWhole = (text) => CODE.test(text) && !PRINTED.test(text) && WHOLE.test(text);

/** All that is wrong, the first line first. */
export class Unread extends Error {
  /** @param {Refusing[]} problems */
  constructor(problems) {
    super("unread");
    this.problems = problems.toSorted((a, b) => a.line - b.line);
  }
}

/** @param {string} text */
function nodesOf(text) {
  const printed = PRINTED.test(text);
  return CODE.test(text) && !printed
    ? { printed, nodes: readCode(text), problems: [], said: [] }
    : { printed, ...readLines(text) };
}

/** @param {Node[]} nodes @param {boolean} printed */
function rowsOf(nodes, printed) {
  const rows = new Rows(printed);
  for (const one of nodes) for (const label of one.labels) rows.add(one, label);
  if (!rows.modules.length) throw new Refusing("no_rows", {}, 0);
  return rows;
}

/** A text with plain signs, and without what stands around code where it was copied from. @param {string} text */
export function cleaned(text) {
  let plain = text
    .replace(/^\ufeff/, "")
    .normalize("NFKC")
    .replaceAll("\ufeff", "\0") // Python knows no blank of this kind
    .replaceAll("、", ",")
    .replaceAll(FENCE, "");
  if (/^(?:>>>|\.\.\.)(?: |(?![^\n]))/.test(plain.trimStart())) plain = plain.replaceAll(PROMPT, "");
  const blank = BLANK.exec(plain)?.[1],
    lines = plain.split("\n");
  return blank && lines.every((line) => line.startsWith(blank) || !line.trim())
    ? lines.map((line) => (line.startsWith(blank) ? line.slice(blank.length) : line)).join("\n")
    : plain;
}

/** @param {string} text @param {((text: string) => { modules: any[], notes: Note[] }) | null} [readClasses] of the other script @returns {Network} */
export function readNetwork(text, readClasses = null) {
  const clean = cleaned(text);
  try {
    if (readClasses && isWhole(clean)) {
      const made = readClasses(clean);
      return made.modules.length ? { ...made, chain: false } : refuse("no_rows", {}, 0);
    }
    const { nodes, printed, problems, said } = nodesOf(clean);
    const all = [...problems, ...unknown(nodes)];
    if (all.length) throw new Unread(all);
    const { modules, notes, classes } = rowsOf(nodes, printed),
      chain = printed && classes.size > 0;
    const names = [...classes].slice(0, 3).join(", ") + (classes.size > 3 ? ", …" : "");
    if (chain) notes.unshift({ word: "note_chain", numbers: { names } });
    return { modules, chain, notes: [...notes, ...said] };
  } catch (error) {
    const other = brought.foreign(clean);
    if (other) throw new Unread([new Refusing(...other)]);
    throw error instanceof Refusing ? new Unread([error]) : error;
  }
}
