// Text to tokens, the same for pages and for queries: Chinese as pairs of characters, Latin words by their stem,
// identifiers whole and in parts. `ConvTranspose2d`, `conv_transpose2d` and `conv-transpose 2d` meet in their tokens.
import { simplified } from "./traditional.js";

const WORD =
  /[A-Za-z0-9_\u00c0-\u024f\u00d7]+(?:[.\-'\u2019\u2212\u2011][A-Za-z0-9_\u00c0-\u024f\u00d7]+)*|[\u3040-\u9fff]+/g;
const SUFFIXES = ["ations", "ation", "ions", "ion", "ings", "ing", "ed", "en", "er", "es", "ly", "s", "al"];
const SHORTEST_STEM = 4;

const SHORTEST_BEGINNING = 3;
const PACKAGE = /^(?:torch|nn|functional|F)$/; // Before a dot it says no more than that PyTorch is spoken of.
const SMALL_NUMBER = /^(?!(?:16|32|64)$)\d{1,2}$/; // 224 says something, as does a multiple of 32; 3 does not.
const LETTERS = /\b[NCTDHWLOIK](?:(?:, ?| ?x |\*| )[NCTDHWLOIK]\b){2,}|\b[nctdhwl](?:\*[nctdhwl]\b){2,}/g; // axes in their order

export const isChinese = (text) => text[0] >= "\u3040" && text[0] <= "\u9fff"; // And kana, read in pairs as well.
export const isBeginning = (token) => token.length >= SHORTEST_BEGINNING && !isChinese(token); // It may be typed half.
export const plain = (text) =>
  simplified(text.normalize("NFKC"))
    .replace(/[\u2212\u2011]/g, "-")
    .replace(/\u00d7/g, "x")
    .replace(LETTERS, (found) => found.replace(/[^A-Za-z]/g, "")) // N, C, H, W and h*w*c are NCHW and HWC.
    .replace(/(\d)(?: ?[*xX] ?| by )(?=\d)/g, "$1x"); // 3*3, 3 x 3, 3 by 3 and 3X3 are 3x3.

// Without endings and a final e: stride, strides and strided are one word. Not a linguist's stem, but the same on both
// sides, and the stem of a stem is itself.
const stems = new Map();
export function stem(word) {
  if (!stems.has(word)) {
    const shorter = /^[a-z]+$/.test(word) ? shorten(word) : word;
    stems.set(word, shorter === word ? word : stem(shorter));
  }
  return stems.get(word);
}

function shorten(word) {
  if (word.length > SHORTEST_STEM && word.endsWith("ies")) return `${word.slice(0, -3)}y`; // boundaries, frequencies
  const ending = SUFFIXES.find(
    (one) => word.endsWith(one) && word.length - one.length >= SHORTEST_STEM - (one === "s"),
  );
  const root = ending && !word.endsWith("ss") ? word.slice(0, -ending.length) : word;
  return root.replace(/([^aeiouls])\1$/, "$1").replace(/(.{3})e$/, "$1");
}

function pairs(run) {
  if (run.length === 1) return [run];
  return Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2));
}

// A name written with dots, dashes or capitals: each of its names whole, then their parts.
const known = new Map();
function latin(word) {
  if (!known.has(word)) known.set(word, namesIn(plain(word)));
  return known.get(word);
}

function namesIn(word) {
  const found = [];
  const names = word.split(/[.'\u2019]+/);
  for (const name of names) {
    if (PACKAGE.test(name) && name !== names.at(-1)) continue;
    const parts = name
      .replace(/([a-z])([A-Z])/g, "$1 $2")
      .replace(/([A-Za-z]{2})(\d+[dD])\b/g, "$1 $2")
      .toLowerCase()
      .split(/[^a-z0-9\u00e0-\u024f]+/)
      .filter(Boolean);
    const whole = parts.join("");
    if (parts.length > 1) found.push(whole, ...parts.filter((part) => part.length > 1).map(stem));
    else if (whole) found.push(stem(whole));
  }
  return found.filter((token) => !SMALL_NUMBER.test(token));
}

// Every word of a text with its place and its tokens.
export function words(text) {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
    tokens: isChinese(word) ? pairs(word) : latin(word),
  }));
}

export const tokens = (text) => words(plain(text)).flatMap((word) => word.tokens);

export function sum(all, of) {
  let total = 0;
  for (const one of all) total += of(one);
  return total;
}
