// A layer as a report says it, such as "3x3 conv, 64, stride 2" or "maxpool 2x2": every word is read, or none. convref.reading._reports.
import data from "../../../../convref/reading/reports.json" with { type: "json" };
import { node } from "./node.js";

/** @import { Node } from "./tree.js" */
/** @import { ByHand } from "./blocks.js" */
/** @typedef {{ labelled: (line: string) => { labels: string[], rest: string }, opened: (text: string, line: number) => Node | null, layer: (text: string, line: number, inner?: any) => Node, read: (text: string, line: number) => Node, layerOf: (given: Given) => any }} Host what reads a line as PyTorch writes it */
/** @typedef {Record<string, any>} Given */

const KINDS = data.kinds.map(
  ([words, kind]) =>
    /** @type {[string, RegExp]} */ ([
      kind,
      new RegExp(`(?<![a-z0-9])(?:${words})(?: ?[123]d)?(-?[0-9]+(?:x[0-9]+)*)?(?![a-z0-9])`),
    ]),
);
const SIZES = /** @type {Record<string, string>} */ ({ N: "[0-9]+(?:x[0-9]+)*", M: "[0-9]+(?:x[0-9]+)+" });
const FIELDS = data.fields.map(
  ([name, words]) =>
    /** @type {[string, RegExp]} */ ([
      name,
      new RegExp(`(?<![a-z0-9.])(?:${words.replaceAll(/[NM]/g, (one) => SIZES[one])})(?![a-z0-9.])`),
    ]),
);
const COUNTED = /^([0-9]+)(?:[.):]|(?= +(?!x )[A-Za-z]))\s*/; // the number of a layer in a list
const AROUND = /^[-*•]\s+|;$/g;
const CHAINED = /\s*(?:->|→|;)\s*(?=(?:[^'"]*['"][^'"]*['"])*[^'"]*$)/; // not within quotes
const FLAT = ["Flatten", "Linear", "LazyLinear"]; // what they hand on has no axes
const FILLERS = new RegExp(`(?<![a-z0-9])(?:${data.fillers})(?![a-z0-9])`, "g");
const LONGEST = 200; // signs of a line in words
const LARGEST_FACTOR = 8n; // a larger one, as in "upsample 448x448", is a size
const SIGNS = /[\s,=()[\]_:]+/g;
const CROSS = /(?<=[0-9]) ?[×x*] ?(?=[0-9])/g;
const BEHIND = /^(.*[^\s+&]) ?[+& ] ?([a-z][a-z ]*[a-z6])$/; // what follows in the same line, such as relu
const SLIDING = ["kernel_size", "stride", "padding", "dilation"];
const TAKEN = /** @type {Record<string, string[]>} */ ({
  Layer: [...SLIDING, "groups", "count"],
  T: [...SLIDING, "groups", "output_padding", "count"],
  "MaxPool#d": [...SLIDING, "count"],
  "AvgPool#d": [...SLIDING.slice(0, 3), "count"],
  LazyLinear: ["count"],
  Upsample: ["count", "kernel_size"],
});

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
    const items = isClosed(text) ? listed(text) : [];
    if (items.length) return tried(() => several(items, number, words, host), inWords);
    return isClosed(text) ? inWords() : null;
  };
  const found = tried(() => host.read(text, number), listedOrWords);
  return (/^[a-z][^A-Z]*$/.test(found.kind) && inWords()) || found;
}

/** @param {string[]} items @param {number} number @param {(text: string) => Node | null} words @param {Host} host */
const several = (items, number, words, host) =>
  node(number, "", { children: items.map((one) => layers([one], number, words, host)) });

/** How many brackets are open behind each sign of a text. @param {string} text */
function depths(text) {
  let depth = 0;
  return Array.from(text, (sign) => (depth += Number("([{".includes(sign)) - Number(")]}".includes(sign))));
}

/** Whether each bracket is closed by its own kind. @param {string} text */
function isClosed(text) {
  const open = /** @type {string[]} */ ([]);
  for (const sign of text) {
    if ("([{".includes(sign)) open.push(sign);
    else if (")]}".includes(sign) && "([{".indexOf(open.pop() ?? "?") !== ")]}".indexOf(sign)) return false;
  }
  return !open.length;
}

/** The texts between the commas of a list; none where there is but one, without brackets around it. @param {string} text */
function listed(text) {
  const isBoxed = text.startsWith("[") && text.endsWith("]") && !depths(text).slice(0, -1).includes(0),
    signs = Array.from(isBoxed ? text.slice(1, -1) : text),
    deep = depths(signs.join("")),
    items = [""];
  for (const [at, sign] of signs.entries()) {
    if (sign === "," && deep[at] === 0) items.push("");
    else items[items.length - 1] += sign;
  }
  const found = items.map((one) => one.trim());
  if (found.length > 1 && !found.at(-1)) found.pop();
  else if (found.length < 2 && !isBoxed) return [];
  return found.every(Boolean) ? found : [];
}

/** The layer that a text stands for, with what follows it; null where a word is not understood. @param {string} text @param {number} line @param {number} rank @param {(given: Given) => any} layerOf @returns {Node | null} */
function said(text, line, rank, layerOf) {
  if (Array.from(text).length > LONGEST || text.split("(").length > 2) return null;
  const words = text.toLowerCase().replaceAll(FILLERS, " "),
    plain = words.replaceAll(SIGNS, " ").replaceAll(CROSS, "x").trim(),
    one = read(plain, line, rank, layerOf),
    behind = one ? null : BEHIND.exec(plain);
  if (!behind) return one;
  const first = said(behind[1], line, rank, layerOf),
    second = read(behind[2], line, rank, layerOf);
  return first && second && node(line, "", { children: [first, second] });
}

/** A text without what was found in it. @param {string} text @param {RegExpExecArray} found */
const without = (text, found) => `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.trim();

/** @param {string} plain @param {number} line @param {number} rank @param {(given: Given) => any} layerOf */
function read(plain, line, rank, layerOf) {
  for (const [kind, words] of KINDS) {
    const found = words.exec(plain);
    if (found) return readKind(kind, without(plain, found), found[1], { line, rank, layerOf });
  }
  return null;
}

/** @param {string} kind @param {string} all of the text that is left @param {string | undefined} number behind the kind @param {{ line: number, rank: number, layerOf: (given: Given) => any }} at */
function readKind(kind, all, number, at) {
  const given = /** @type {Given} */ ({}),
    takes = TAKEN[kind] ?? [];
  let rest = all;
  for (const [name, words] of FIELDS) {
    const field = words.exec(rest);
    if (!field) continue;
    rest = without(rest, field);
    given[name] = sizes(/** @type {string} */ (field.slice(1).find(Boolean)));
  }
  const isRead = takesNumber(kind, number, given) && !rest && Object.keys(given).every((name) => takes.includes(name));
  return isRead ? row(kind, given, at) : null;
}

/** Take a number that follows the kind at once; whether it is understood. It is the kernel where no other is given, and a name, as in conv1 and fc6, where all is. @param {string} kind @param {string | undefined} number @param {Given} given */
function takesNumber(kind, number, given) {
  const wanted = kind === "LazyLinear" ? "count" : "kernel_size",
    isName = number === undefined || !/[-x]/.test(number);
  if (number === undefined || (isName && wanted in given)) return true;
  if (wanted in given || !["Layer", "T", "LazyLinear"].includes(kind) || (isName && kind === "LazyLinear"))
    return false;
  given[wanted] = sizes(number.replace("-", ""));
  return true;
}

/** @param {string} text */
function sizes(text) {
  const numbers = text.split("x").map((one) => (/^\d+$/.test(one) ? BigInt(one) : one));
  return numbers.length > 1 ? numbers : numbers[0];
}

/** The row of what was given, if that is enough for its kind. @param {string} kind @param {Given} all @param {{ line: number, rank: number, layerOf: (given: Given) => any }} at */
function row(kind, { count, ...given }, { line, rank, layerOf }) {
  if (kind === "Layer" || kind === "T") {
    if (count === undefined || given.kernel_size === undefined) return null;
    const layer = layerOf({ ...given, out_channels: count, transposed: kind === "T" });
    return node(line, "Layer", { unnamed: [layer], said: true });
  }
  if (kind === "LazyLinear") return count ? node(line, kind, { unnamed: [count], said: true }) : null;
  if (kind === "Upsample") return upsampled(line, given.kernel_size, count);
  const isAdaptive = kind.startsWith("Adaptive"),
    isPool = kind.includes("Pool");
  if (isPool && !isAdaptive) {
    if ((given.kernel_size === undefined) === (count === undefined)) return null;
    given.kernel_size ??= count;
  }
  return node(line, kind.replace("#", String(rank)), { unnamed: isAdaptive ? [1n] : [], named: given, said: isPool });
}

/** @param {number} line @param {any} factors @param {any} count */
function upsampled(line, factors, count) {
  const scale = factors ?? count,
    isOne = (factors === undefined) !== (count === undefined),
    isSmall = [scale].flat().every((/** @type {any} */ one) => one > 0n && one <= LARGEST_FACTOR);
  return isOne && isSmall ? node(line, "Upsample", { named: { scale_factor: scale } }) : null;
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
