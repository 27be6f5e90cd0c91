// How well a title, a heading or another name of a page is what was asked for.
import { isFunction } from "./index.js";
import { isBeginning, plain, sum, tokens } from "./text.js";

const HEADING = 0.6; // beside a title
const PRECISION = 0.5; // How much it matters that nothing else stands in the name.
const EXACT = 1.15;
const CALLED = 2; // a function, typed as code: same_padding(), where "same padding" may be a question
const CODE = /\w_\w|\(\)$|^\w+\.\w/;
const BEGINNING = 0.45; // of a word, beside the whole word
const LEAST_ALIKE = 0.2;

export class Names {
  // `all` are the names of these pages; `held` tells how many pages hold a token in their text.
  constructor(pages, all, held) {
    this.all = all;
    this.holders = new Map(); // The names that hold a token.
    for (const name of this.all) for (const token of name.tokens) add(this.holders, token, name);
    const rarity = (count) => Math.log(1 + pages.length / Math.max(count, 1));
    const pagesOf = (names) => new Set(names.map((name) => name.page)).size;
    this.weights = new Map(Array.from(this.holders, ([token, names]) => [token, rarity(pagesOf(names))]));
    this.ofOthers = (token) => rarity(held(token));
    for (const name of this.all) name.weight = sum(name.tokens, (token) => this.weight(token));
    this.own = new Map();
  }

  // How much a token says about a page: one that few pages hold says more, in their names or else in their text.
  weight(token) {
    if (!this.weights.has(token)) this.weights.set(token, this.ofOthers(token));
    return this.weights.get(token);
  }

  // The tokens of names that a token of the query stands for, each with its share.
  ownOf(token) {
    if (!this.own.has(token)) this.own.set(token, this.holders.has(token) ? [[token, 1]] : this.begunBy(token));
    return this.own.get(token);
  }

  begunBy(token) {
    if (!isBeginning(token)) return [];
    const longer = Array.from(this.holders.keys()).filter((own) => own.startsWith(token));
    return longer.map((own) => [own, (BEGINNING * token.length) / own.length]);
  }

  // By page, the best of its names.
  scores(units, weights, query) {
    const found = new Map();
    const whole = sum(weights, (weight) => weight) || 1;
    units.forEach((unit, n) => {
      for (const [name, share] of this.sharesOf(unit, found)) found.get(name).recall += (weights[n] / whole) * share;
    });
    const typed = bare(query);
    const best = new Map();
    const note = (page, score) => score > (best.get(page) || 0) && best.set(page, score);
    for (const [name, { recall, covered }] of found) {
      const precision = sum(covered, ([token, weight]) => weight * this.weight(token)) / name.weight;
      note(name.page, name.counts * recall * (1 - PRECISION + PRECISION * precision));
    }
    const exact = ({ text }) => (CODE.test(query) && /^[a-z][\w.]*$/.test(text) ? CALLED : EXACT);
    for (const name of this.all) if (name.bare === typed) note(name.page, name.counts * exact(name));
    return best;
  }

  // How much of a unit stands in each name, by the best way of saying it; which tokens of the name it covers is noted.
  sharesOf(unit, found) {
    const best = new Map();
    for (const { tokens: list, weight } of unit.ways) {
      const whole = sum(list, (token) => this.weight(token)) || 1;
      const shares = new Map();
      for (const token of list)
        for (const [own, gain] of this.ownOf(token))
          for (const name of this.holders.get(own)) {
            shares.set(name, (shares.get(name) || 0) + (gain * this.weight(token)) / whole);
            if (!found.has(name)) found.set(name, { recall: 0, covered: new Map() });
            const { covered } = found.get(name);
            covered.set(own, Math.max(covered.get(own) || 0, weight));
          }
      for (const [name, share] of shares) best.set(name, Math.max(best.get(name) || 0, Math.min(share, 1) * weight));
    }
    return best;
  }

  // The pages whose names look most like a text.
  alike(text) {
    const asked = pairsOf(text);
    const best = new Map();
    for (const name of this.all) {
      const likeness = overlap(asked, pairsOf(name.text));
      if (likeness > (best.get(name.page) || LEAST_ALIKE)) best.set(name.page, likeness);
    }
    return [...best].sort((a, b) => b[1] - a[1]).map(([page]) => page);
  }
}

export function namesOf(page) {
  const [first, ...rest] = page.sections;
  const functions = rest
    .filter(({ title }) => isFunction(title))
    .flatMap(({ title }) => [title, title.split(".").at(-1)]);
  const headings = rest.filter(({ title }) => !isFunction(title)).flatMap(({ title, other }) => [title, other]);
  const whole = [page.title, first?.other, ...page.names, ...functions];
  return [...whole.map((text) => [text, 1]), ...headings.map((text) => [text, HEADING])]
    .filter(([text]) => text)
    .map(([text, counts]) => ({ page: page.name, text, counts, bare: bare(text), tokens: new Set(tokens(text)) }))
    .filter((name) => name.tokens.size);
}

function add(lists, key, value) {
  if (!lists.has(key)) lists.set(key, []);
  lists.get(key).push(value);
}

const bare = (text) =>
  plain(text)
    .toLowerCase()
    .replace(/[^a-z0-9\u3040-\u9fff]/g, "");

// Pairs of neighbouring letters, and how much two sets of them share.
function pairsOf(text) {
  const letters = bare(text);
  return new Set(Array.from({ length: Math.max(letters.length - 1, 0) }, (_, at) => letters.slice(at, at + 2)));
}

const overlap = (a, b) => (2 * sum(a, (pair) => (b.has(pair) ? 1 : 0))) / (a.size + b.size || 1);
