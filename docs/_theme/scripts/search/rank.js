// Which pages answer a query, best first, and which of their sections.
import { addPage, emptyIndex } from "./index.js";
import { Messages, withoutTheWay } from "./errors.js";
import { Names, namesOf } from "./names.js";
import { Reader } from "./query.js";
import { isBeginning, isChinese, sum, tokens } from "./text.js";
import { unpack } from "./unpack.js";

const NAMES = 2.5; // How much names count beside the text.
const BEGINNING = 0.45; // of a word, beside the whole word
const COMMON = 10; // pages
const RARER = 0.1; // The other words with that beginning, beside the most usual one.
const TYPO = 0.8; // A word that was mended, beside one that was found.
const SHARE = 0.75; // The power to which the share of the query that a page holds is raised.
const LONG_WORD = 8; // From here on two slips are forgiven.
const SHORT_WORD = 4;
const ROOT = 5; // letters that a word must share with the longer one that nobody knows
const MOST_OF_IT = 0.6;
const WORTH_SHOWING = 0.15; // of the best page's score
const MOST = 20; // pages
const OF_A_KIND = 3; // pages that each kind shows at least, however far behind
const SECTIONS = 3;
const PARTS = 0.3; // nn.Conv2d weighs like its rarest part, and the other parts add this much of theirs.
const HEADING_OVER_TEXT = 1.5;
const NEAR = 6;
const AT_A_TIME = 8; // milliseconds

export class Engine {
  constructor(data, index, names) {
    this.pages = new Map(data.pages.map((page) => [page.name, page]));
    this.reader = new Reader(data);
    this.index = index;
    this.found = new Map();
    this.names = new Names(data.pages, names, (token) => this.hits(token).size);
    this.messages = new Messages(data.messages);
    this.mended = new Map();
    this.sets = new Map();
  }

  // A few milliseconds at a time, so that the field answers meanwhile.
  static async make(data) {
    const { pages } = unpack(data);
    const [index, names] = [emptyIndex(), []];
    let begun = -Infinity;
    for (const page of pages) {
      if (performance.now() - begun > AT_A_TIME) {
        await new Promise((next) => setTimeout(next));
        begun = performance.now();
      }
      addPage(index, page);
      names.push(...namesOf(page));
    }
    return new Engine(data, index, names);
  }

  // What the reader is shown: the pages that come near the best, with their sections; never nothing.
  answer(query) {
    const { units, results } = this.search(withoutTheWay(query));
    const begins = (token) => isBeginning(token) && !this.exact(token).length;
    const near = results.filter(({ score }) => score > results[0].score * WORTH_SHOWING);
    const earlier = ({ page }, at) => near.slice(0, at).filter((one) => one.page.kind === page.kind).length;
    const shown = near.filter((one, at) => at < MOST || earlier(one, at) < OF_A_KIND);
    const found = [
      ...this.explained(query),
      ...shown.map(({ page }) => ({ page, sections: this.sections(page, units) })),
    ].filter(({ page }, at, all) => all.findIndex((one) => one.page === page) === at);
    if (!found.length) return { units, begins, isNear: true, results: this.near(query) };
    return { units, begins, isNear: false, results: found };
  }

  // A message of PyTorch leads to what explains it, before all pages that hold its words.
  explained(query) {
    const sections = this.messages.sections(query).slice(0, SECTIONS);
    const page = this.pages.get(this.messages.page);
    if (!sections.length || !page) return [];
    return [{ page, sections: sections.flatMap((id) => page.sections.filter((one) => one.id === id)) }];
  }

  search(query) {
    const read = this.reader.read(
      query,
      (token) => this.nearest(token),
      (pair) => this.hits(pair).size > 0,
    );
    const units = read.map((unit) => this.mend(unit));
    const weights = units.map((unit) => unit.counts * this.unitWeight(unit.ways[0].tokens));
    const byText = this.byText(units, weights);
    const byName = this.names.scores(units, weights, query);
    const most = Math.max(...byText.values(), 1e-9);
    const results = Array.from(new Set([...byText.keys(), ...byName.keys()]), (name) => {
      const page = this.pages.get(name);
      return { page, score: page.weight * ((byText.get(name) || 0) / most + NAMES * (byName.get(name) || 0)) };
    });
    results.sort((a, b) => b.score - a.score || (a.page.name < b.page.name ? -1 : 1));
    return { units, results };
  }

  // An identifier and its parts are one word said several times; a run of Chinese says more the longer it is.
  unitWeight(list) {
    const whole = this.weightOf(list);
    if (!list.length || isChinese(list[0])) return whole;
    const most = Math.max(...list.map((token) => this.names.weight(token)));
    return most + PARTS * (whole - most);
  }

  weightOf(list) {
    return sum(list, (token) => this.names.weight(token));
  }

  // A word that stands nowhere is taken for the nearest that does.
  mend(unit) {
    const [typed, ...others] = unit.ways;
    const mended = typed.tokens.map((token) => this.nearest(token));
    const changed = mended.join() !== typed.tokens.join();
    return { ...unit, ways: [{ tokens: mended, weight: changed ? TYPO : 1 }, ...others] };
  }

  nearest(token) {
    if (!this.mended.has(token)) this.mended.set(token, this.hits(token).size ? token : this.respelt(token));
    return this.mended.get(token);
  }

  respelt(token) {
    if (isChinese(token) || token.length < SHORT_WORD) return token;
    const turned = Array.from(
      { length: token.length - 1 },
      (_, at) => token.slice(0, at) + token[at + 1] + token[at] + token.slice(at + 2),
    );
    const right = turned.find((word) => this.exact(word).length);
    if (right) return right;
    const slips = (fuzzy) => this.index.search(token, { fuzzy })[0]?.terms[0];
    return slips(1) || this.root(token) || (token.length >= LONG_WORD && slips(2)) || token;
  }

  // The longest known word that an unknown one begins with: patchify is about patches.
  root(token) {
    for (let end = token.length - 1; end >= Math.max(ROOT, token.length * MOST_OF_IT); end--)
      if (this.exact(token.slice(0, end)).length) return token.slice(0, end);
    return null;
  }

  exact(token) {
    return this.index.search(token);
  }

  // By page, how much a token counts there: as a word, and where it is none, or stands on one page alone, as the
  // beginning of one.
  hits(token) {
    if (!this.found.has(token)) {
      const whole = this.exact(token);
      const begun = isBeginning(token) || (isChinese(token) && token.length === 1);
      const options = { prefix: true, weights: { prefix: BEGINNING, fuzzy: 0 } };
      const results = whole.length > 1 || !begun ? whole : this.likely(this.index.search(token, options), whole);
      this.found.set(token, new Map(results.map((one) => [one.id, one.score])));
    }
    return this.found.get(token);
  }

  // Who types "dil" means the word that most pages begin so, rather than the page with the rarest ones. A word of a
  // single page stays one, unless what it begins is common: "trans" is more than the name of an author, Tran.
  likely(begun, whole) {
    const pages = new Map();
    for (const term of begun.flatMap(({ terms }) => terms)) pages.set(term, (pages.get(term) || 0) + 1);
    const [term, count] = [...pages].reduce((most, one) => (one[1] > most[1] ? one : most), ["", 0]);
    if (whole.length && count < COMMON) return whole;
    const scores = new Map(this.exact(term).map(({ id, score }) => [id, score]));
    return begun.map(({ id, score }) => ({ id, score: BEGINNING * (scores.get(id) || 0) + RARER * score }));
  }

  // By page, how much of the query its text holds; another name of a thing never counts for more than the typed one.
  byText(units, weights) {
    const totals = new Map();
    const shares = new Map();
    const whole = sum(weights, (weight) => weight) || 1;
    units.forEach((unit, n) => {
      const ways = unit.ways.map((way) => this.way(way));
      const cap = Math.max(...ways[0].scores.values(), 0);
      const score = new Map();
      const share = new Map();
      for (const way of ways) {
        const most = Math.max(...way.scores.values(), 0);
        const factor = way.weight * (cap && most > cap ? cap / most : 1);
        for (const [page, one] of way.scores) score.set(page, Math.max(score.get(page) || 0, one * factor));
        for (const [page, one] of way.shares) share.set(page, Math.max(share.get(page) || 0, one * way.weight));
      }
      for (const [page, one] of score) totals.set(page, (totals.get(page) || 0) + unit.counts * one);
      for (const [page, one] of share) shares.set(page, (shares.get(page) || 0) + (weights[n] / whole) * one);
    });
    return new Map(Array.from(totals, ([page, total]) => [page, total * shares.get(page) ** SHARE]));
  }

  // What one way of naming a thing scores on each page, and how much of it stands there.
  way({ tokens: list, weight }) {
    const scores = new Map();
    const shares = new Map();
    const whole = this.weightOf(list) || 1;
    for (const token of list)
      for (const [page, score] of this.hits(token)) {
        scores.set(page, (scores.get(page) || 0) + score);
        shares.set(page, (shares.get(page) || 0) + this.names.weight(token) / whole);
      }
    return { scores, shares, weight };
  }

  // The sections of a page that say most about what was asked, in their order on the page.
  sections(page, units) {
    const scored = page.sections.map((section, at) => ({
      section,
      at,
      score: at && this.sectionScore(page, at, units),
    }));
    const best = Math.max(...scored.map(({ score }) => score), 0);
    const kept = scored.filter(({ score }) => score > 0 && score >= best / 2).sort((a, b) => b.score - a.score);
    return kept
      .slice(0, SECTIONS)
      .sort((a, b) => a.at - b.at)
      .map(({ section }) => section);
  }

  sectionScore(page, at, units) {
    const key = `${page.name}#${at}`;
    const { title, other, text } = page.sections[at];
    if (!this.sets.has(key)) this.sets.set(key, [new Set(tokens(`${title}\n${other}`)), new Set(tokens(text))]);
    const [heading, body] = this.sets.get(key);
    const share = (set, list) => this.weightOf(list.filter((token) => set.has(token)));
    const of = ({ tokens: list, weight }) => weight * (HEADING_OVER_TEXT * share(heading, list) + share(body, list));
    return sum(units, (unit) => Math.max(...unit.ways.map(of)));
  }

  // Where no page holds a word of the query: what looks most like it, or else where everything begins.
  near(query) {
    const lists = [...this.pages.keys()].filter((name) => name.endsWith("/index"));
    const names = [...this.names.alike(query), ...lists].slice(0, NEAR);
    return names.map((name) => ({ page: this.pages.get(name), sections: [] }));
  }
}
