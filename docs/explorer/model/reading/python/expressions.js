// Expressions of Python as a tree, whose nodes are named as those of Python's own `ast`.
import { host } from "./host.js";
import { COMPARED, number, Reading, stored, WORDS } from "./reading.js";

/** @typedef {{ type: string, line: number, text: string, [more: string]: any }} Ast */

const BINARY = /** @type {Record<string, string>[]} */ ([
  { "|": "BitOr" },
  { "^": "BitXor" },
  { "&": "BitAnd" },
  { "<<": "LShift", ">>": "RShift" },
  { "+": "Add", "-": "Sub" },
  { "*": "Mult", "/": "Div", "//": "FloorDiv", "%": "Mod", "@": "MatMult" },
]);
export const SIGNS = Object.assign({ "**": "Pow" }, ...BINARY);
/** Reads expressions of a text. */
export class Expressions extends Reading {
  /** Parameters: places with their usual values, then those behind the star. @param {string} end */
  parameters(end) {
    const places = /** @type {any[]} */ ([]),
      named = /** @type {any[]} */ ([]);
    let vararg = "",
      kwarg = "",
      starred = false;
    while (!this.sees(end)) {
      if (this.takes("**")) kwarg = this.parameter(end).name;
      else if (this.takes("*")) {
        starred = true;
        if (!this.sees(",")) vararg = this.parameter(end).name;
      } else if (!this.takes("/")) (starred ? named : places).push(this.parameter(end));
      if (!this.takes(",")) break;
    }
    return { places, named, vararg, kwarg };
  }

  /** @param {string} end */
  parameter(end) {
    const name = this.name();
    if (end === ")" && this.takes(":")) this.expression();
    return { name, usual: this.takes("=") ? this.expression() : null };
  }

  /** Targets of a loop, which end in front of `in`. @returns {Ast} */
  targets() {
    const from = this.next,
      one = () => (this.takes("*") ? this.since(from, "Starred", { value: this.binary(0) }) : this.binary(0)),
      first = one();
    if (!this.sees(",")) return first;
    const elts = [first];
    while (this.takes(",") && !this.sees("in")) elts.push(one());
    return this.since(from, "Tuple", { elts });
  }

  /** Expressions with commas between them, which are a tuple. @returns {Ast} */
  several() {
    const from = this.next,
      first = this.starred();
    if (!this.sees(",")) return first;
    const elts = [first];
    while (this.takes(",") && this.begins()) elts.push(this.starred());
    return this.since(from, "Tuple", { elts });
  }

  /** @returns {Ast} */
  starred() {
    const from = this.next;
    return this.takes("*") ? this.since(from, "Starred", { value: this.binary(0) }) : this.expression();
  }

  /** @returns {Ast} */
  expression() {
    if (++this.deep > 150) host.refuse("deep", {}, this.next.line);
    const from = this.next;
    let found;
    if (this.takes("yield")) {
      this.takes("from");
      found = this.since(from, "Yield", { value: this.begins() && this.several() });
    } else if (this.takes("lambda")) {
      const args = this.parameters(":");
      this.needs(":");
      found = this.since(from, "Lambda", { args, body: this.expression() });
    } else {
      found = this.either();
      if (this.takes("if")) {
        const test = this.either();
        this.needs("else");
        found = this.since(from, "IfExp", { test, body: found, orelse: this.expression() });
      } else if (this.takes(":=")) found = this.since(from, "NamedExpr", { value: this.expression() });
    }
    this.deep--;
    return found;
  }

  /** @returns {Ast} */
  either() {
    return this.logical("or", "Or", () => this.logical("and", "And", () => this.negated()));
  }

  /** @param {string} word @param {string} op @param {() => Ast} part @returns {Ast} */
  logical(word, op, part) {
    const from = this.next,
      values = [part()];
    while (this.takes(word)) values.push(part());
    return values.length === 1 ? values[0] : this.since(from, "BoolOp", { op, values });
  }

  /** @returns {Ast} */
  negated() {
    const from = this.next;
    return this.takes("not") ? this.since(from, "UnaryOp", { op: "Not", operand: this.negated() }) : this.comparison();
  }

  comparison() {
    const from = this.next,
      left = this.binary(0),
      ops = [],
      comparators = [];
    for (let op = this.comparing(); op; op = this.comparing()) {
      ops.push(op);
      comparators.push(this.binary(0));
    }
    return ops.length ? this.since(from, "Compare", { left, ops, comparators }) : left;
  }

  comparing() {
    if (this.takes("in")) return "In";
    if (this.takes("is")) return this.takes("not") ? "IsNot" : "Is";
    if (this.takes("not")) {
      this.needs("in");
      return "NotIn";
    }
    const found = this.next.kind === "sign" ? COMPARED[this.next.text] : undefined;
    if (found) this.at++;
    return found;
  }

  /** @param {number} level @returns {Ast} */
  binary(level) {
    if (level === BINARY.length) return this.unary();
    const from = this.next;
    let left = this.binary(level + 1);
    while (this.next.kind === "sign" && Object.hasOwn(BINARY[level], this.next.text)) {
      const op = BINARY[level][this.tokens[this.at++].text],
        right = this.binary(level + 1);
      left = this.since(from, "BinOp", { op, left, right });
    }
    return left;
  }

  /** @returns {Ast} */
  unary() {
    const from = this.next;
    for (const [sign, op] of [
      ["-", "USub"],
      ["+", "UAdd"],
      ["~", "Invert"],
    ])
      if (this.takes(sign)) return this.since(from, "UnaryOp", { op, operand: this.unary() });
    this.takes("await");
    const left = this.primary();
    return this.takes("**") ? this.since(from, "BinOp", { op: "Pow", left, right: this.unary() }) : left;
  }

  /** @returns {Ast} */
  primary() {
    const from = this.next;
    let found = this.atom();
    for (;;) {
      if (this.takes(".")) found = this.since(from, "Attribute", { value: found, attr: this.name() });
      else if (this.takes("(")) {
        const { items, named } = this.arguments();
        found = this.since(from, "Call", { func: found, args: items, keywords: named });
      } else if (this.takes("[")) {
        const slice = this.subscripts();
        found = this.since(from, "Subscript", { value: found, slice });
      } else return found;
    }
  }

  subscripts() {
    const from = this.next,
      elts = [this.slice()];
    let tuple = false;
    while (this.takes(",")) {
      tuple = true;
      if (!this.sees("]")) elts.push(this.slice());
    }
    const found = tuple ? this.since(from, "Tuple", { elts }) : elts[0];
    this.needs("]");
    return found;
  }

  /** @returns {Ast} */
  slice() {
    const from = this.next,
      ends = () => this.sees(":") || this.sees("]") || this.sees(","),
      lower = this.sees(":") ? null : this.starred();
    if (!this.takes(":")) return /** @type {Ast} */ (lower);
    const upper = ends() ? null : this.expression(),
      step = this.takes(":") && !ends() ? this.expression() : null;
    return this.since(from, "Slice", { lower, upper, step });
  }

  arguments() {
    const items = /** @type {Ast[]} */ ([]),
      named = /** @type {{ name: string, value: Ast }[]} */ ([]);
    while (!this.takes(")")) {
      const after = this.tokens[this.at + 1];
      if (this.takes("**")) named.push({ name: "", value: this.expression() });
      else if (this.next.kind === "name" && after.kind === "sign" && after.text === "=") {
        const name = this.name();
        if (named.some((one) => one.name === name)) this.wrong();
        this.at++;
        named.push({ name, value: this.expression() });
      } else {
        if (named.length && !this.sees("*")) this.wrong();
        const one = this.starred();
        items.push(this.sees("for") || this.sees("async") ? this.comprehension(one, "GeneratorExp") : one);
      }
      if (!this.takes(",") && !this.sees(")")) this.wrong();
    }
    return { items, named };
  }

  /** @param {Ast} elt @param {string} type @param {Ast} [key] @returns {Ast} */
  comprehension(elt, type, key) {
    const generators = [];
    this.takes("async");
    while (this.takes("for")) {
      const target = stored(this.targets());
      this.needs("in");
      const iter = this.either(),
        ifs = [];
      while (this.takes("if")) ifs.push(this.either());
      generators.push({ target, iter, ifs });
    }
    return { type, line: (key ?? elt).line, text: elt.text, elt, key, generators };
  }

  /** @returns {Ast} */
  atom() {
    const from = this.next;
    if (from.kind === "name" && !WORDS.has(from.text)) {
      this.at++;
      return this.since(from, "Name", { id: from.text });
    }
    if (from.kind === "number") {
      this.at++;
      return this.since(from, "Constant", { value: number(from.text, from.line) });
    }
    if (from.kind === "word") return this.word(from);
    for (const [word, value] of /** @type {[string, any][]} */ ([
      ["None", null],
      ["True", true],
      ["False", false],
      ["...", Symbol.for("...")],
    ]))
      if (this.takes(word)) return this.since(from, "Constant", { value });
    if (this.takes("(")) return this.bracketed(from);
    if (this.takes("[")) return this.list(from);
    if (this.takes("{")) return this.dict(from);
    return this.wrong();
  }

  /** Words one behind the other, which are one. @param {any} from @returns {Ast} */
  word(from) {
    const values = /** @type {Ast[]} */ ([]);
    let formatted = false;
    while (this.next.kind === "word") {
      const { value, line } = this.tokens[this.at++];
      if (value.bytes) host.refuse("not_executed", { text: from.text.slice(0, 60) }, line);
      if (!value.formatted) values.push({ type: "Constant", line, text: "", value: value.plain });
      else values.push(...pieces(value.plain, line));
      formatted ||= value.formatted;
    }
    if (formatted) return this.since(from, "JoinedStr", { values });
    return this.since(from, "Constant", { value: values.map((one) => one.value).join("") });
  }

  /** @param {any} from @returns {Ast} */
  bracketed(from) {
    if (this.takes(")")) return this.since(from, "Tuple", { elts: [] });
    const first = this.starred();
    if (this.sees("for")) {
      const made = this.comprehension(first, "GeneratorExp");
      this.needs(")");
      return made;
    }
    if (this.takes(")")) return first;
    const elts = [first];
    while (this.takes(",") && !this.sees(")")) elts.push(this.starred());
    this.needs(")");
    return this.since(from, "Tuple", { elts });
  }

  /** @param {any} from @returns {Ast} */
  list(from) {
    if (this.takes("]")) return this.since(from, "List", { elts: [] });
    const first = this.starred();
    if (this.sees("for")) {
      const made = this.comprehension(first, "ListComp");
      this.needs("]");
      return { ...made, line: from.line };
    }
    const elts = [first];
    while (this.takes(",") && !this.sees("]")) elts.push(this.starred());
    this.needs("]");
    return this.since(from, "List", { elts });
  }

  /** @param {any} from @returns {Ast} */
  dict(from) {
    const keys = /** @type {(Ast | null)[]} */ ([]),
      values = /** @type {Ast[]} */ ([]);
    while (!this.takes("}")) {
      const key = this.takes("**") ? null : this.starred();
      if (key && !this.takes(":")) {
        while (this.takes(",")) if (!this.sees("}")) this.starred();
        if (this.sees("for")) this.comprehension(key, "SetComp");
        this.needs("}");
        return this.since(from, "Set");
      }
      keys.push(key);
      values.push(this.expression());
      if (this.sees("for")) {
        const made = this.comprehension(values[0], "DictComp", /** @type {Ast} */ (key));
        this.needs("}");
        return { ...made, line: from.line };
      }
      if (!this.takes(",") && !this.sees("}")) this.wrong();
    }
    return this.since(from, "Dict", { keys, values });
  }
}

/** The parts of an f-word: plain text, and values between braces. @param {string} text @param {number} line @returns {Ast[]} */
function pieces(text, line) {
  return text
    .split(/(\{\{|\}\}|\{[^{}]*\})/)
    .filter(Boolean)
    .map((part) => {
      if (part === "{{" || part === "}}" || !/^\{[^]*\}$/.test(part))
        return { type: "Constant", line, text: "", value: part === "{{" || part === "}}" ? part[0] : part };
      const whole = part.slice(1, -1),
        inside = whole.replace(/=\s*$|![rsa]$|(?<![[{(]):[^\])]*$/, "");
      if (inside !== whole) return { type: "Formatted", line, text: whole };
      return { ...new Expressions(`(${inside.trim()})`).expression(), line };
    });
}
