// Which pages answer a query, best first, and which of their sections.
import MiniSearch from "minisearch";

import { Reader } from "./query.js";
import { isChinese, plain, tokens } from "./text.js";

export const WEIGHTS = { title: 5, names: 5, headings: 2, api: 2, other: 1.5, text: 1, alt: 0.3, code: 0.1 };
const OPTIONS = {
  idField: "name",
  fields: Object.keys(WEIGHTS),
  tokenize: (text, field) => (field === "api" ? wholeNames(text) : tokens(text)),
  processTerm: (term) => term,
  searchOptions: { tokenize: (token) => [token], boost: WEIGHTS }, // What is asked for are tokens already.
};
export const TUNE = { names: 2.5, heading: 0.6, precision: 0.5, prefix: 0.45, typo: 0.8, inNames: 0.5, exact: 1.15, share: 0.75 };
const SHORTEST_PREFIX = 3;
const PAGES_AT_A_TIME = 6;
const WORTH_SHOWING = 0.15; // of the best page's score
const MOST = 20; // pages
const SECTIONS = 3;
const HEADING_OVER_TEXT = 1.5;
const NEAR = 6;
const LEAST_ALIKE = 0.2;
const LONG_WORD = 8; // From here on two slips are forgiven.

// The fields of a page as the index takes them.
export function fields(page) {
  const of = (key) => page.sections.map((one) => one[key] || "");
  return {
    name: page.name,
    title: page.title,
    names: page.names.join("\n"),
    headings: of("title").slice(1).filter((title) => !isName(title)).join("\n"),
    api: of("title").slice(1).filter(isName).join("\n"),
    other: of("other").join("\n"),
    text: of("text").join("\n"),
    alt: page.alt,
    code: page.code,
  };
}

const isName = (title) => /^[a-z]+(\.\w+)+$/.test(title); // convref.conv2d
const wholeNames = (text) => text.split("\n").map((name) => tokens(name.split(".").at(-1))[0] || "").filter(Boolean);

export function makeIndex(pages) {
  const index = new MiniSearch(OPTIONS);
  index.addAll(pages.map(fields));
  return index;
}

export class Engine {
  constructor(data, index = makeIndex(data.pages)) {
    this.pages = new Map(data.pages.map((page) => [page.name, page]));
    this.reader = new Reader(data);
    this.index = index;
    this.found = new Map();
    this.mended = new Map();
    this.weights = new Map();
    this.sets = new Map();
    this.names = data.pages.flatMap(namesOf);
    this.rarity = rarity(this.names, data.pages.length);
  }

  // The index is made from the text a few pages at a time, so that the field answers meanwhile.
  static async make(data) {
    const index = new MiniSearch(OPTIONS);
    await index.addAllAsync(data.pages.map(fields), { chunkSize: PAGES_AT_A_TIME });
    return new Engine(data, index);
  }

  // What the reader is shown: the pages that come near the best, with their sections; never nothing.
  answer(query) {
    const { units, results } = this.search(query);
    const isBeginning = (token) => token.length >= SHORTEST_PREFIX && !this.exact(token).length;
    const enough = results.length ? results[0].score * WORTH_SHOWING : 0;
    const shown = results.filter(({ score }) => score > enough).slice(0, MOST);
    if (!shown.length) return { units, isBeginning, isNear: true, results: this.nearPages(query) };
    return { units, isBeginning, isNear: false, results: shown.map(({ page }) => ({ page, sections: this.sections(page, units) })) };
  }

  // The sections of a page that say most about what was asked, in their order on the page.
  sections(page, units) {
    const scored = page.sections.slice(1).map((section, at) => ({ section, at, score: this.sectionScore(page, at + 1, units) }));
    const best = Math.max(...scored.map(({ score }) => score), 0);
    const kept = scored.filter(({ score }) => score > 0 && score >= best / 2).sort((a, b) => b.score - a.score);
    return kept.slice(0, SECTIONS).sort((a, b) => a.at - b.at).map(({ section }) => section);
  }

  sectionScore(page, at, units) {
    const key = `${page.name}#${at}`;
    const { title, other, text } = page.sections[at];
    if (!this.sets.has(key)) this.sets.set(key, [new Set(tokens(`${title}\n${other}`)), new Set(tokens(text))]);
    const [heading, body] = this.sets.get(key);
    const share = (set, list) => sum(list, (token) => (set.has(token) ? this.weight(token) : 0));
    const of = ({ tokens: list, weight }) => weight * (HEADING_OVER_TEXT * share(heading, list) + share(body, list));
    return sum(units, (unit) => Math.max(...unit.ways.map(of)));
  }

  // Where no page holds a word of the query: the pages whose names look most like it, or else where everything begins.
  nearPages(query) {
    const asked = lettersOf(query);
    const best = new Map();
    for (const name of this.names) {
      const likeness = alike(asked, lettersOf(name.text));
      if (likeness > (best.get(name.page) || LEAST_ALIKE)) best.set(name.page, likeness);
    }
    const near = [...best].sort((a, b) => b[1] - a[1]).map(([page]) => page);
    const lists = [...this.pages.keys()].filter((name) => name.endsWith("/index"));
    return [...near, ...lists].slice(0, NEAR).map((name) => ({ page: this.pages.get(name), sections: [] }));
  }

  search(query) {
    const units = this.reader.read(query, (token) => this.nearestKnown(token), (pair) => this.known(pair)).map((one) => this.mend(one));
    const weights = units.map((one) => one.counts * sum(one.ways[0].tokens, (token) => this.weight(token)));
    const whole = sum(weights, (weight) => weight) || 1;
    const byText = this.byText(units, weights, whole);
    const byName = this.byName(units, weights, whole, bare(query));
    const most = Math.max(...byText.values(), 1e-9);
    const results = [...new Set([...byText.keys(), ...byName.keys()])].map((name) => {
      const page = this.pages.get(name);
      const score = (byText.get(name) || 0) / most + TUNE.names * (byName.get(name) || 0);
      return { page, score: score * page.weight };
    });
    results.sort((a, b) => b.score - a.score || (a.page.name < b.page.name ? -1 : 1));
    return { units, results };
  }

  // A word that stands nowhere is taken for the nearest that does.
  mend(unit) {
    const [typed, ...others] = unit.ways;
    const mended = typed.tokens.map((token) => this.nearestKnown(token));
    const changed = mended.join() !== typed.tokens.join();
    return { ...unit, ways: [{ tokens: mended, weight: changed ? TUNE.typo : 1 }, ...others] };
  }

  known(token) {
    return this.hits(token).size > 0;
  }

  nearestKnown(token) {
    if (!this.mended.has(token)) this.mended.set(token, this.known(token) ? token : this.nearest(token));
    return this.mended.get(token);
  }

  nearest(token) {
    if (isChinese(token) || token.length < 4) return token;
    const swapped = Array.from({ length: token.length - 1 }, (_, at) => token.slice(0, at) + token[at + 1] + token[at] + token.slice(at + 2));
    const turned = swapped.filter((word) => this.exact(word).length);
    if (turned.length) return turned[0];
    for (const slips of token.length >= LONG_WORD ? [1, 2] : [1]) {
      const near = this.index.search(token, { fuzzy: slips, prefix: false});
      if (near.length) return near[0].terms[0];
    }
    return token;
  }

  exact(token) {
    return this.index.search(token, { fuzzy: false, prefix: false});
  }

  // By page, how much a token counts there.
  hits(token) {
    if (!this.found.has(token)) {
      const begun = token.length >= SHORTEST_PREFIX || (isChinese(token) && token.length === 1);
      const prefix = begun && !this.exact(token).length;
      const results = this.index.search(token, { fuzzy: false, prefix, weights: { prefix: TUNE.prefix, fuzzy: 0 } });
      this.found.set(token, new Map(results.map((one) => [one.id, one.score])));
    }
    return this.found.get(token);
  }

  weight(token) {
    if (!this.weights.has(token)) {
      const inNames = this.rarity.get(token) ?? this.rarity.get("");
      const inText = Math.log(1 + this.pages.size / (1 + this.exact(token).length));
      this.weights.set(token, TUNE.inNames * inNames + (1 - TUNE.inNames) * inText);
    }
    return this.weights.get(token);
  }

  byText(units, weights, whole) {
    const totals = new Map();
    const shares = new Map();
    units.forEach((unit, n) => {
      const ways = unit.ways.map((way) => this.way(way));
      const cap = Math.max(...ways[0].scores.values(), 0);
      const best = new Map();
      for (const { scores, weight } of ways) {
        const most = Math.max(...scores.values(), 0);
        const factor = weight * (cap && most > cap ? cap / most : 1);
        for (const [page, score] of scores) if (score * factor > (best.get(page) || 0)) best.set(page, score * factor);
      }
      for (const [page, score] of best) {
        totals.set(page, (totals.get(page) || 0) + unit.counts * score);
        const share = Math.max(...ways.map(({ shares: of, weight }) => (of.get(page) || 0) * weight));
        shares.set(page, (shares.get(page) || 0) + (weights[n] / whole) * share);
      }
    });
    return new Map([...totals].map(([page, score]) => [page, score * shares.get(page) ** TUNE.share]));
  }

  // What one way of naming a thing scores on each page, and how much of it stands there.
  way({ tokens: list, weight }) {
    const scores = new Map();
    const shares = new Map();
    const whole = sum(list, (token) => this.weight(token)) || 1;
    for (const token of list)
      for (const [page, score] of this.hits(token)) {
        scores.set(page, (scores.get(page) || 0) + score);
        shares.set(page, (shares.get(page) || 0) + this.weight(token) / whole);
      }
    return { scores, shares, weight };
  }

  // How well a title, a heading or another name of a page is what was asked for.
  byName(units, weights, whole, typed) {
    const best = new Map();
    for (const name of this.names) {
      const score = name.bare === typed ? TUNE.exact * name.weight : this.likeness(name, units, weights, whole);
      if (score > (best.get(name.page) || 0)) best.set(name.page, score);
    }
    return best;
  }

  likeness(name, units, weights, whole) {
    const covered = new Map();
    let recall = 0;
    units.forEach((unit, n) => {
      let most = 0;
      for (const { tokens: list, weight } of unit.ways) {
        let share = 0;
        for (const token of list) {
          const gain = name.tokens.has(token) ? 1 : prefixGain(name.tokens, token);
          if (!gain) continue;
          share += gain * this.weight(token);
        }
        share /= sum(list, (token) => this.weight(token)) || 1;
        most = Math.max(most, share * weight);
        if (share > 0) for (const token of list) for (const own of name.tokens) if (own === token || (token.length >= SHORTEST_PREFIX && own.startsWith(token))) covered.set(own, Math.max(covered.get(own) || 0, weight));
      }
      recall += (weights[n] / whole) * most;
    });
    if (!recall) return 0;
    const precision = sum([...covered], ([token, weight]) => weight * this.weight(token)) / sum([...name.tokens], (token) => this.weight(token));
    return name.weight * recall * (1 - TUNE.precision + TUNE.precision * precision);
  }
}

function prefixGain(names, token) {
  if (token.length < SHORTEST_PREFIX || isChinese(token)) return 0;
  for (const name of names) if (name.startsWith(token)) return (TUNE.prefix * token.length) / name.length;
  return 0;
}

function namesOf(page) {
  const of = (text, weight) => ({ page: page.name, text, bare: bare(text), tokens: new Set(tokens(text)), weight });
  const headings = page.sections.slice(1).filter((one) => !isName(one.title)).flatMap((one) => [one.title, one.other]);
  const functions = page.sections.filter((one) => isName(one.title)).map((one) => one.title.split(".").at(-1));
  const whole = [page.title, page.sections[0]?.other, ...page.names, ...functions];
  return [...whole.map((text) => [text, 1]), ...headings.map((text) => [text, TUNE.heading])]
    .filter(([text]) => text)
    .map(([text, weight]) => of(text, weight))
    .filter((name) => name.tokens.size);
}

// How much each token says about a page: those that few names hold say more. The empty one stands for all others.
function rarity(names, count) {
  const pages = new Map();
  for (const { page, tokens: list } of names) for (const token of list) pages.set(token, (pages.get(token) || new Set()).add(page));
  const found = new Map([...pages].map(([token, of]) => [token, Math.log(1 + count / of.size)]));
  return found.set("", Math.log(1 + count));
}

const bare = (text) => plain(text).toLowerCase().replace(/[^a-z0-9\u3400-\u9fff]/g, "");

// Pairs of neighbouring letters, and how much two sets of them share.
function lettersOf(text) {
  const letters = bare(text);
  return new Set(Array.from({ length: Math.max(letters.length - 1, 0) }, (_, at) => letters.slice(at, at + 2)));
}

const alike = (a, b) => (a.size + b.size ? (2 * sum([...a], (pair) => (b.has(pair) ? 1 : 0))) / (a.size + b.size) : 0);

const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);
