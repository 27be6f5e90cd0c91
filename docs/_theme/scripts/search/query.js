// A query as units: each is a word or a name as it was typed, with the other names of the same thing for less.
import { isChinese, plain, stem, tokens, words } from "./text.js";

export const LESS = { term: 0.7, synonym: 0.65 }; // What the other names of a thing count, beside the typed one.
export const COUNTS = { term: 1.25, synonym: 1 }; // A term of the subject says more than a word that happens to be rare.
const STRIDE = /(?:stride|步长|步幅)[ =为是]*\d/i;
const PADDING = /(?:pad|padding|填充|补零)[ =为是]*\d/i;
const UNPADDED = /no padding|without padding|unpadded|无填充|不填充|不补零/i;
const TRANSPOSED = /transpose|deconv|转置|反卷积/i;
const FROM_TO = /\b(\d+)(?:x\1)*(?: [a-z]+)? *(?:to|->|→|=>|变成|变为|[^\d\s]{0,3}到) *(\d+)(?:x\2)*(?![\dx])/i;
const NO_SIZES = /kernel|filter|channel|核|通道/i; // Their numbers go from one to another, too.
const SMALL = 10; // Up to here neighbouring numbers are mostly something else than sizes.
const ATOM = /[a-z0-9\u00c0-\u024f]+|[\u3040-\u9fff]/g;

// What names are compared by: the stem of each part of a Latin word, each Chinese character.
function atoms(text) {
  const parts = plain(text)
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/([A-Za-z]{2})(\d+[dD])\b/g, "$1 $2")
    .toLowerCase();
  return Array.from(parts.matchAll(ATOM), ({ 0: atom }) => stem(atom));
}

// The same with places, so that what stands between two names can be taken apart by itself.
function placed(text) {
  return words(text).flatMap(({ start, end }) => {
    const word = text.slice(start, end);
    if (isChinese(word)) return Array.from(word, (atom, at) => ({ atom, start: start + at, end: start + at + 1 }));
    const found = atoms(word);
    return found.map((atom) => ({ atom, start, end }));
  });
}

export class Reader {
  constructor({ stop, stopChinese, terms, synonyms }) {
    this.stop = new Set(stop.flatMap((word) => tokens(word)));
    this.stopChinese = new RegExp([...stopChinese].sort((a, b) => b.length - a.length).join("|"), "g");
    this.names = new Map(); // By the first atom, longest first.
    for (const [groups, kind] of [
      [terms, "term"],
      [synonyms, "synonym"],
    ])
      for (const group of groups) for (const name of group) this.addName(atoms(name), group, kind);
    this.longNames = [...this.names.values()]
      .flat()
      .filter(({ kind, atoms }) => kind === "term" && atoms.length > 2 && atoms.every(isChinese)); // 怎么让 is no slip for 怎么算.
    for (const list of [...this.names.values(), this.longNames])
      list.sort((a, b) => b.atoms.length - a.atoms.length || LESS[b.kind] - LESS[a.kind]);
  }

  addName(found, group, kind) {
    if (!found.length) return;
    if (!this.names.has(found[0])) this.names.set(found[0], []);
    this.names.get(found[0]).push({ atoms: found, group, kind });
  }

  // The units of a query; words that only make it a question are left out, unless there is nothing else.
  // `mend` gives the nearest known word, `knows` tells whether two characters stand together anywhere.
  read(query, mend, knows) {
    const typed = plain(query);
    const text = withoutSizes(typed) + hints(typed);
    const row = placed(text).map((one) => ({ ...one, atom: isChinese(one.atom) ? one.atom : mend(one.atom) }));
    const units = [];
    let rest = "";
    let last = 0;
    for (let at = 0; at < row.length; at++) {
      const name = this.nameAt(row, at) || this.misspelt(row, at, knows);
      if (!name) continue;
      const end = row[at + name.atoms.length - 1].end;
      rest += `${text.slice(last, row[at].start)} `;
      units.push(unit(name.right || text.slice(row[at].start, end), name));
      last = end;
      at += name.atoms.length - 1;
    }
    rest += text.slice(last);
    units.push(...this.plainUnits(rest));
    return units.length ? units : bare(text);
  }

  nameAt(row, at) {
    const fits = ({ atoms: wanted }) =>
      wanted.every((atom, n) => row[at + n]?.atom === atom) &&
      row[at + wanted.length]?.start !== row[at + wanted.length - 1].start && // Not a part of an identifier.
      row[at - 1]?.start !== row[at].start;
    return (this.names.get(row[at].atom) || []).find(fits);
  }

  // A Chinese name with one character wrong, as an input method leaves it: 感受也 for 感受野.
  misspelt(row, at, knows) {
    for (const { atoms: wanted, group, kind } of this.longNames) {
      const here = row.slice(at, at + wanted.length).map(({ atom }) => atom);
      const wrong = here.filter((atom, n) => atom !== wanted[n]).length;
      const place = here.findIndex((atom, n) => atom !== wanted[n]);
      if (here.length !== wanted.length || wrong !== 1 || !here.every(isChinese)) continue;
      const around = [here.slice(place - 1, place + 1), here.slice(place, place + 2)].map((two) => two.join(""));
      if (around.some((two) => two.length === 2 && knows(two))) continue;
      return { atoms: wanted, group, kind, right: wanted.join("") };
    }
    return null;
  }

  plainUnits(text) {
    const kept = text.replace(this.stopChinese, " ");
    return bare(kept).filter((one) => !one.ways[0].tokens.every((token) => this.stop.has(token)));
  }
}

// Whether a size is one more than another: 212 and 213.
function isOneOff(text) {
  const numbers = new Set((text.match(/\d+/g) || []).map(Number));
  return [...numbers].some((number) => number > SMALL && numbers.has(number + 1));
}

// Whether a size is to become another: 7x7 to 28x28.
const isFromTo = (text) => FROM_TO.test(text) && !NO_SIZES.test(text) && !isOneOff(text);

// The sizes in an error, or in the wish for another size, are the reader's own.
function withoutSizes(text) {
  const bare = text.replace(/[[(][\d\s,x]*[\])]/g, " ");
  return isFromTo(bare) ? bare.replace(FROM_TO, " ") : bare;
}

// What numbers say without a word: 212 beside 213 is a pixel too few, 6x6x3 has channels, stride 2 and padding 3 make a size.
function hints(text) {
  const isSized = STRIDE.test(text) && (PADDING.test(text) || UNPADDED.test(text)) && !TRANSPOSED.test(text);
  return [
    isOneOff(text) && "one pixel short",
    isFromTo(text) && "find settings from sizes",
    /\d+x\d+x\d+/.test(text) && "channels",
    isSized && "output size",
  ]
    .filter(Boolean)
    .map((hint) => ` ${hint}`)
    .join("");
}

function bare(text) {
  return words(text)
    .filter((word) => word.tokens.length)
    .map((word) => ({ counts: 1, ways: [{ tokens: unique(word.tokens), weight: 1 }] }));
}

function unit(typed, { group, kind }) {
  const own = unique(tokens(typed));
  const others = group.map((name) => ({ tokens: unique(tokens(name)), weight: LESS[kind] }));
  return {
    counts: COUNTS[kind],
    ways: [{ tokens: own, weight: 1 }, ...others.filter((way) => way.tokens.join() !== own.join())],
  };
}

const unique = (list) => [...new Set(list)];
