// A layer as a report says it, such as "3x3 conv, 64, stride 2" or "maxpool 2x2": every word is read, or none. convref.reading._reports.
import data from "../../../../convref/reading/reports.json" with { type: "json" };
import { node } from "./node.js";

/** @import { Node } from "./tree.js" */
/** @import { ByHand } from "./blocks.js" */
/** @typedef {{ labelled: (line: string) => { labels: string[], rest: string }, opened: (text: string, line: number) => Node | null, layer: (text: string, line: number, inner?: any) => Node, mayBeWords: (one: Node) => boolean, refuseUnbalanced: (text: string) => void, read: (text: string, line: number) => Node, layerOf: (given: Given) => any }} Host what reads a line as PyTorch writes it */
/** @typedef {Record<string, any>} Given */

const KINDS = data.kinds.map(
  ([words, kind, size]) =>
    /** @type {[string, string | undefined, RegExp]} */ ([
      kind,
      size,
      new RegExp(`(?<![a-z0-9])(?:${words})(?: ?[123]d)?(-?[0-9]+(?:x[0-9]+)*)?(?![a-z0-9])`),
    ]),
);
const SIZES = /** @type {Record<string, string>} */ ({
  N: "[0-9]+(?:x[0-9]+)*",
  M: "[0-9]+(?:x[0-9]+)+|[0-9]+(?: x [0-9]+)+",
});
const FIELDS = data.fields.map(
  ([name, words]) =>
    /** @type {[string, RegExp]} */ ([
      name,
      new RegExp(`(?<![a-z0-9.])(?:${words.replaceAll(/[NM]/g, (one) => SIZES[one])})(?![a-z0-9.])`),
    ]),
);
const COUNTED = /^([0-9]+)(?:[.):]|(?= +(?!x |filters |units )[A-Za-z]))\s*/; // the number of a layer in a list
const AROUND = /^[-*•]\s+|;$/g;
const CHAINED = /\s*(?:->|→|;)\s*(?=(?:[^'"]*['"][^'"]*['"])*[^'"]*$)/; // not within quotes
const FLAT = ["Flatten", "Linear", "LazyLinear"]; // what they hand on has no axes
const FILLERS = new RegExp(`(?<![a-z0-9])(?:${data.fillers})(?![a-z0-9])`, "g");
const DROPPED = new RegExp(data.dropped, "g"); // words of Chinese, which stand without blanks, and signs
const LONGEST = 200; // signs of a line in words
const LARGEST_FACTOR = 8n; // a larger one, as in "upsample 448x448", is a size
const SIGNS = /[\s,=()[\]_:]+/g;
const CROSS = /[×*]/g;
const BETWEEN = / ?[+&|] ?/;
const MOST_WORDS = 3; // of what follows in the same line without a sign between, such as leaky relu 0.2
const CONSTANT = /** @type {Given} */ ({ bias: false, ceil_mode: true });
const CONVOLUTIONS = ["Layer", "Dilated", "T"];
const SLIDING = ["kernel_size", "stride", "padding", "dilation", "groups", "output_padding", "bias"];

/** Along how many axes the layers of a report slide, by the sizes and names that stand in it; else two. @param {string} text */
function rankOf(text) {
  if (/[0-9] ?[x×*] ?[0-9]+ ?[x×*] ?[0-9]|3d(?![\p{L}\p{N}_])/iu.test(text)) return 3;
  return /1d(?![\p{L}\p{N}_])/iu.test(text) ? 1 : 2;
}

/** What reads the lines of a text as people write them: in a list, numbered, several in a line, in words. @param {string} text @param {Host} host @returns {ByHand} */
export function byHand(text, host) {
  const rank = rankOf(text);
  return (line, number) => {
    try {
      return lineOf(line, number, rank, host);
    } catch (error) {
      if (isRefused(error)) return null;
      throw error;
    }
  };
}

/** @param {string} line @param {number} number @param {number} rank @param {Host} host */
function lineOf(line, number, rank, host) {
  const plain = line.replaceAll(AROUND, "").trim(),
    counted = COUNTED.exec(plain),
    whole = counted ? plain.slice(counted[0].length) : plain,
    found = host.labelled(whole),
    labels = counted && !found.labels[0] ? [counted[1]] : found.labels,
    words = (/** @type {string} */ text) => said(text, number, rank, host.layerOf);
  const read = () => layers(found.rest.split(CHAINED), number, words, host),
    otherwise = () => (found.rest === whole ? null : words(whole)); // where a name says what it is, as conv1 does
  return { ...(host.opened(found.rest, number) ?? tried(read, otherwise)), labels };
}

/** Whether this is a refusal of the other script, whose class this one does not have. @param {any} error */
const isRefused = (error) => "rule" in error;

/** What is read, or what else it may be. @param {() => Node} first @param {() => Node | null} second */
function tried(first, second) {
  try {
    return first();
  } catch (error) {
    const found = isRefused(error) && second();
    if (!found) throw error;
    return found;
  }
}

/** @param {string[]} texts @param {number} number @param {(text: string) => Node | null} words @param {Host} host @returns {Node} */
function layers(texts, number, words, host) {
  const inner = (/** @type {string} */ text) => part(text, number, words, host),
    found = texts.map((one) => host.layer(one, number, inner));
  return found.length > 1 ? node(number, "", { children: found }) : found[0];
}

/** A call; or a list of layers, or words. @param {string} text @param {number} number @param {(text: string) => Node | null} words @param {Host} host @returns {Node} */
function part(text, number, words, host) {
  const inWords = () => words(text);
  const listedOrWords = () => {
    host.refuseUnbalanced(text);
    const items = listed(text);
    return items.length ? tried(() => several(items, number, words, host), inWords) : inWords();
  };
  const found = tried(() => host.read(text, number), listedOrWords);
  return (host.mayBeWords(found) && inWords()) || found;
}

/** @param {string[]} items @param {number} number @param {(text: string) => Node | null} words @param {Host} host */
const several = (items, number, words, host) =>
  node(number, "", { children: items.map((one) => layers([one], number, words, host)) });

/** How many brackets are open behind each sign. @param {string[]} signs */
function depths(signs) {
  let depth = 0;
  return signs.map((sign) => (depth += Number("([{".includes(sign)) - Number(")]}".includes(sign))));
}

/** The texts between the commas of a list; none where there is but one, without brackets around it. @param {string} text */
function listed(text) {
  const all = Array.from(text),
    isBoxed = text.startsWith("[") && text.endsWith("]") && !depths(all).slice(0, -1).includes(0),
    signs = isBoxed ? all.slice(1, -1) : all,
    deep = depths(signs),
    found = signs
      .map((sign, at) => (sign === "," && !deep[at] ? "\n" : sign))
      .join("")
      .split("\n")
      .map((one) => one.trim());
  if (found.length > 1 && !found.at(-1)) found.pop();
  else if (found.length < 2 && !isBoxed) return [];
  return found.every(Boolean) ? found : [];
}

/** @typedef {[string, Given]} Said a kind, and its arguments */

/** The layers that a line in words stands for; null where a word is not understood. @param {string} text @param {number} line @param {number} rank @param {(given: Given) => any} layerOf @returns {Node | null} */
function said(text, line, rank, layerOf) {
  if (Array.from(text).length > LONGEST || text.split("(").length > 2) return null;
  const nodes = [];
  for (const part of plainOf(text).split(BETWEEN)) {
    const found = rows(part);
    if (!found) return null;
    nodes.push(...found.map((one) => row(one, { line, rank, layerOf })));
  }
  return nodes.length === 1 ? nodes[0] : node(line, "", { children: nodes });
}

/** A line in small letters, without the words and signs that say nothing. @param {string} text */
const plainOf = (text) =>
  text
    .toLowerCase()
    .replaceAll(CROSS, "x")
    .replaceAll(DROPPED, " ")
    .replaceAll(FILLERS, " ")
    .replaceAll(SIGNS, " ")
    .trim();

const known = /** @type {Map<string, Said[] | null>} */ (new Map());

/** The layer that words say, with what follows it without a sign between, as in conv 8 3x3 leaky relu. @param {string} plain @returns {Said[] | null} */
function rows(plain) {
  let found = known.get(plain);
  if (found === undefined) known.set(plain, (found = rowsAnew(plain)));
  return found;
}

/** @param {string} plain @returns {Said[] | null} */
function rowsAnew(plain) {
  const one = read(plain),
    words = plain.split(" ");
  if (one) return [one];
  for (let count = 1; count <= Math.min(MOST_WORDS, words.length - 1); count++) {
    const last = read(words.slice(-count).join(" ")),
      isPlain = last && !Object.keys(last[1]).length, // one with a size of its own may be a branch
      before = isPlain && rows(words.slice(0, -count).join(" "));
    if (before) return [...before, last];
  }
  return null;
}

/** A text without what was found in it. @param {string} text @param {RegExpExecArray} found */
const without = (text, found) => `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.trim();

/** The layer that words say; null where a word is left, or too little is said. @param {string} plain @returns {Said | null} */
function read(plain) {
  for (const [kind, size, words] of KINDS) {
    const found = words.exec(plain);
    if (!found) continue;
    const { rest, given } = fields(without(plain, found));
    return !rest && takesNumber(kind, found[1], given) ? complete(kind, size, given) : null;
  }
  return null;
}

/** The words that are left, and what the others give. @param {string} all */
function fields(all) {
  const given = /** @type {Given} */ ({});
  let rest = all;
  for (const [name, words] of FIELDS) {
    const field = words.exec(rest);
    if (!field) continue;
    rest = without(rest, field);
    given[name] = CONSTANT[name] ?? value(name, /** @type {string} */ (field.slice(1).find(Boolean)));
  }
  return { rest, given };
}

/** @param {string} name @param {string} text */
const value = (name, text) => (name === "padding" && !/^\d|^same$|^valid$/.test(text) ? 0n : sizes(text));

/** Take a number that follows the kind at once; whether it is understood. It is the kernel where no other is given, and a name, as in conv1 and fc6, where all is. @param {string} kind @param {string | undefined} number @param {Given} given */
function takesNumber(kind, number, given) {
  const wanted = kind === "LazyLinear" ? "count" : "kernel_size",
    isName = number === undefined || !/[-x]/.test(number);
  if (number === undefined || (isName && wanted in given)) return true;
  if (wanted in given || ![...CONVOLUTIONS, "LazyLinear"].includes(kind) || (isName && kind === "LazyLinear"))
    return false;
  given[wanted] = sizes(number.replace("-", ""));
  return true;
}

/** @param {string} text */
function sizes(text) {
  const numbers = text
    .replaceAll(" ", "")
    .split("x")
    .map((one) => (/^\d+$/.test(one) ? BigInt(one) : one));
  return numbers.length > 1 ? numbers : numbers[0];
}

/** A row with what was given, if that is enough for its kind. @param {string} kind @param {string | undefined} size the argument that its number is @param {Given} all @returns {Said | null} */
function complete(kind, size, { factor, count, kernel_size, ...given }) {
  const [number, ...others] = [factor, count, kernel_size].filter((one) => one !== undefined);
  if (CONVOLUTIONS.includes(kind)) {
    const isWhole = count && kernel_size && !factor && ("dilation" in given || kind !== "Dilated"),
      isOnly = Object.keys(given).every((name) => SLIDING.includes(name));
    return isWhole && isOnly ? [kind, { ...given, kernel_size, out_channels: count }] : null;
  }
  const isTooLarge = kind === "Upsample" && ![number].flat().every((one) => one > 0n && one <= LARGEST_FACTOR);
  if (others.length || (number === undefined) === Boolean(size) || isTooLarge) return null;
  return [kind, size ? { [size]: number, ...given } : kind.startsWith("Global") ? { output_size: 1n } : given];
}

/** The row of what was said. @param {Said} said @param {{ line: number, rank: number, layerOf: (given: Given) => any }} at */
function row([kind, given], { line, rank, layerOf }) {
  if (CONVOLUTIONS.includes(kind))
    return node(line, "Layer", { unnamed: [layerOf({ ...given, transposed: kind === "T" })], said: true });
  const name = kind.replace("#", String(rank)).replace("Global", "Adaptive");
  return node(line, name, { named: { ...given }, said: /Pool|LazyLinear/.test(kind) });
}

/** What a row in words takes; what was taken that it does not say is noted. @param {any} rows @param {Node} one @param {number[]} inputs */
export function unsaid(rows, { kind, line }, inputs) {
  if (kind !== "LazyLinear") {
    rows.note("note_said", {});
    return inputs;
  }
  const isRanked = (/** @type {string} */ name) => FLAT.includes(name) || /^Layer$|[123]d$/.test(name),
    before = rows.modules.findLast((/** @type {Node} */ row) => isRanked(row.kind))?.kind;
  if (!inputs.length && FLAT.includes(before)) return inputs;
  rows.note("note_said_flatten", {});
  rows.modules.push({ kind: "Flatten", arguments: {}, inputs, name: "", line, parametrization: "" });
  return [];
}
