// nn.Sequential(...) as code: names, numbers, words, lists and calls are read, statement by statement; nothing is executed. convref.reading._code.
import { refuse } from "../../rules/refusing.js";
import { classOf, givenOf, Parser, unwrapped, valueOf } from "./expressions.js";
import { tokens } from "./tokens.js";
import { node } from "./node.js";

/** @import { Expression } from "./expressions.js" */
/** @import { Node } from "./tree.js" */

export const WEIGHTED = /^(Conv|Lazy|Linear|Batch|Sync|Group|Layer|Instance|RMS|PReLU|Embedding|Scale|Shift)/;
const LONGEST = 60;
const ORDERED = ["OrderedDict", "collections.OrderedDict", "dict"];

/** @param {Expression} one */
const holdsCall = (one) => one.kind === "call" || (one.kind === "list" && one.items.some(holdsInside));
/** @param {Expression} one @returns {boolean} */
function holdsInside(one) {
  if (one.kind === "list") return one.items.some(holdsInside);
  if (one.kind === "dict") return one.pairs.flat().some(holdsInside);
  if (one.kind === "minus" || one.kind === "star") return holdsInside(one.of);
  if (one.kind === "sum") return holdsInside(one.left) || holdsInside(one.right);
  return one.kind === "call";
}

/** @param {Node} one @returns {boolean} */
const hasWeights = ({ kind, children }) => (children ? children.some(hasWeights) : WEIGHTED.test(kind));

/** @param {Expression} one @returns {never} */
const unread = (one) => refuse("not_executed", { text: one.text }, one.line);

class Reader {
  constructor() {
    this.prefixes = new Set(["nn", "torch.nn"]);
    this.values = /** @type {Map<string, any>} */ (new Map());
    this.made = /** @type {Map<string, { nodes: Node[], line: number }>} */ (new Map());
    this.used = /** @type {Set<string>} */ (new Set());
    this.network = /** @type {Node[]} */ ([]);
  }

  /** @param {Parser} parser */
  statement(parser) {
    const first = parser.next,
      second = parser.tokens[parser.at + 1];
    if (first.kind === "name" && (first.text === "import" || first.text === "from")) this.imported(parser);
    else if (parser.reserved) {
      const text = parser.source.slice(first.from).split("\n")[0];
      refuse("not_executed", { text: text.slice(0, LONGEST) }, first.line);
    } else if (first.kind === "name" && second?.kind === "sign" && second.text === "=") {
      const name = parser.name();
      parser.needs("=");
      this.assigned(name, parser.several(), first.line);
    } else this.network.push(...this.several(parser.several()));
    if (parser.next.kind !== "end") parser.wrong();
    parser.at++;
  }

  /** @param {Parser} parser */
  imported(parser) {
    const from = parser.tokens[parser.at++].text === "from" ? `${parser.dotted()}.` : "";
    if (from && parser.tokens[parser.at++].text !== "import") parser.wrong();
    if (from && parser.takes("*")) return;
    const bracketed = Boolean(from) && parser.takes("(");
    do this.alias(parser, from);
    while (parser.takes(",") && !(bracketed && parser.sees(")")));
    if (bracketed) parser.needs(")");
  }

  /** @param {Parser} parser @param {string} from */
  alias(parser, from) {
    const name = from ? parser.name() : parser.dotted();
    let known = name;
    if (parser.next.kind === "name" && parser.next.text === "as") {
      parser.at++;
      known = parser.name();
    }
    if (from + name === "torch.nn") this.prefixes.add(known);
  }

  /** @param {string} name @param {Expression} one @param {number} line */
  assigned(name, one, line) {
    const made = this.made.get(name);
    if (made && !this.used.has(name)) refuse("never_used", { name, made: made.line }, line);
    if (!holdsCall(one)) this.values.set(name, valueOf(one, this.values));
    else {
      this.made.set(name, { nodes: this.several(one), line });
      this.used.delete(name);
    }
  }

  /** The modules of a module, or of a list of them. @param {Expression} one @returns {Node[]} */
  several(one) {
    if (one.kind === "list") return one.items.flatMap((item) => this.several(item));
    if (one.kind === "name") return this.named(one);
    return one.kind === "call" ? [this.module(one)] : unread(one);
  }

  /** @param {Expression & { kind: "name" }} one */
  named({ name, line, ...one }) {
    if (name.includes(".")) unread({ name, line, ...one });
    const made = this.made.get(name);
    if (!made) return refuse("undefined", { name }, line);
    if (this.used.has(name) && made.nodes.some(hasWeights)) refuse("used_twice", { name }, line);
    this.used.add(name);
    return made.nodes;
  }

  /** @param {Expression & { kind: "call" }} call */
  module(call) {
    const [inside, parametrization] = unwrapped(call, this.values, this.prefixes);
    if (parametrization) {
      const made = this.several(inside);
      if (made.length !== 1 || made[0].children || made[0].parametrization)
        refuse("wrapped", { kind: parametrization }, call.line);
      return { ...made[0], parametrization };
    }
    const name = classOf(call.of, this.prefixes);
    if (name === null) return refuse("no_class", { text: call.of }, call.line);
    return name === "Sequential"
      ? node(call.line, name, { children: this.childrenOf(call) })
      : node(call.line, name, givenOf(call, this.values));
  }

  /** @param {Expression & { kind: "call" }} call */
  childrenOf({ items, named, line }) {
    if (named.length) refuse("sequential_named", {}, line);
    const [only] = items;
    if (items.length === 1 && only.kind === "dict") refuse("sequential_dict", {}, only.line);
    if (items.length === 1 && only.kind === "call" && ORDERED.includes(only.of)) return this.pairs(only);
    const found = items.flatMap((one) => {
      const inside = this.several(one.kind === "star" ? one.of : one);
      const isAlone = one.kind === "star" && one.of.kind === "call" && !inside[0].children;
      if (isAlone || (one.kind !== "star" && (one.kind === "list" || inside.length !== 1)))
        refuse("sequential_modules", {}, one.line);
      return inside;
    });
    return found.map((child, at) => ({ ...child, labels: [String(at)] }));
  }

  /** The modules of an OrderedDict, under their names. @param {Expression & { kind: "call" }} call */
  pairs({ items: [inside, ...others], named, line }) {
    if (!inside || others.length || named.length) return refuse("pairs", {}, line);
    if (inside.kind === "dict") return inside.pairs.map(([key, one]) => this.pair(key, one));
    const elements = inside.kind === "list" ? inside.items : [inside];
    return elements.map((one) =>
      one.kind === "list" && one.items.length === 2 ? this.pair(one.items[0], one.items[1]) : refuse("pairs", {}, line),
    );
  }

  /** @param {Expression} key @param {Expression} one */
  pair(key, one) {
    const made = this.several(one);
    if (key.kind !== "value" || typeof key.value !== "string" || made.length !== 1)
      return refuse("pairs", {}, one.line);
    return { ...made[0], labels: [key.value] };
  }
}

/** The modules of a text of Python. @param {string} text */
export function readCode(text) {
  const plain = text.replaceAll(/\r\n?/g, "\n"),
    parser = new Parser(tokens(plain), plain),
    reader = new Reader();
  while (parser.next) reader.statement(parser);
  const last = [...reader.made.keys()].at(-1);
  if (!reader.network.length && last !== undefined) {
    reader.used.add(last);
    reader.network = reader.made.get(last)?.nodes ?? [];
  }
  for (const [name, { line }] of reader.made)
    if (!reader.used.has(name)) refuse("never_used", { name, made: line }, line);
  return reader.network;
}
