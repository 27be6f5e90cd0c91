// Which line of a text answers a query, and where its words stand in it.
import { isChinese, words } from "./text.js";

const LONGEST = 150; // A Chinese character counts twice.
const FAR = 90;
const BEFORE = 40;

// The tokens of a query, told from others: as they are, or as the beginning of a longer word.
export class Sought {
  constructor(units, isBeginning) {
    const ways = units.flatMap((unit) => unit.ways);
    this.tokens = new Set(ways.flatMap((way) => way.tokens));
    this.beginnings = units.flatMap((unit) => unit.ways[0].tokens).filter(isBeginning);
  }

  has(token) {
    return this.tokens.has(token) || this.beginnings.some((start) => token.startsWith(start));
  }

  // Where words that were sought stand: [start, end] in order.
  places(text) {
    const found = [];
    for (const { start, end, tokens } of words(text)) {
      if (!isChinese(text[start])) {
        if (tokens.some((token) => this.has(token))) found.push([start, end]);
        continue;
      }
      tokens.forEach((pair, at) => {
        if (!this.has(pair)) return;
        const last = found.at(-1);
        if (last && last[1] >= start + at) last[1] = start + at + pair.length;
        else found.push([start + at, start + at + pair.length]);
      });
    }
    return found;
  }
}

// The line that holds most of the different words, cut to what fits.
export function excerpt(text, sought) {
  let best = { line: text.split("\n")[0] || "", places: [], score: 0 };
  for (const line of text.split("\n")) {
    const places = sought.places(line);
    const different = new Set(places.map(([start, end]) => line.slice(start, end).toLowerCase()));
    const score = different.size + places.length / 100;
    if (score > best.score) best = { line, places, score };
  }
  return cut(best.line, best.places[0]?.[0] ?? 0);
}

function cut(line, first) {
  const start = widthOf(line) > LONGEST ? beginning(line, first) : 0;
  let end = start;
  for (let width = 0; end < line.length && width < LONGEST; end++) width += isChinese(line[end]) ? 2 : 1;
  if (end < line.length) end = boundary(line, end);
  return `${start ? "…" : ""}${line.slice(start, end).trim()}${end < line.length ? "…" : ""}`;
}

// With the sentence that holds the first word, or a little before the word where the sentence is long.
function beginning(line, first) {
  const sentences = Array.from(line.slice(0, first).matchAll(/[.!?:;] |[\u3002\uff01\uff1f\uff1a\uff1b]/g));
  const start = sentences.length ? sentences.at(-1).index + sentences.at(-1)[0].length : 0;
  return first - start <= FAR ? start : boundary(line, first - BEFORE);
}

// Not in the middle of a word.
function boundary(line, at) {
  let start = at;
  while (start > 0 && /\w/.test(line[start - 1]) && /\w/.test(line[start])) start--;
  return start;
}

const widthOf = (line) => Array.from(line).reduce((width, one) => width + (isChinese(one) ? 2 : 1), 0);
