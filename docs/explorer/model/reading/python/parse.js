// Tokens of Python as a tree, whose nodes are named as those of Python's own `ast`.
import { host } from "./host.js";
import { tokens } from "./tokens.js";

/** @typedef {{ type: string, line: number, text: string, [more: string]: any }} Ast */

const WORDS = new Set(
  "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield None True False".split(
    " ",
  ),
);
const BINARY = /** @type {Record<string, string>[]} */ ([
  { "|": "BitOr" },
  { "^": "BitXor" },
  { "&": "BitAnd" },
  { "<<": "LShift", ">>": "RShift" },
  { "+": "Add", "-": "Sub" },
  { "*": "Mult", "/": "Div", "//": "FloorDiv", "%": "Mod", "@": "MatMult" },
]);
const SIGNS = Object.assign({ "**": "Pow" }, ...BINARY);
const COMPARED = /** @type {Record<string, string>} */ ({
  "==": "Eq",
  "!=": "NotEq",
  "<": "Lt",
  "<=": "LtE",
  ">": "Gt",
  ">=": "GtE",
});

class Parser {
  /** @param {string} source */
  constructor(source) {
    this.source = source;
    this.tokens = tokens(source);
    this.at = 0;
    this.deep = 0;
  }

  get next() {
    return this.tokens[this.at];
  }

  /** Whether a sign or a word of Python stands here. @param {string} text */
  sees(text) {
    const { kind, text: found } = this.next;
    return found === text && (kind === "sign" || (kind === "name" && WORDS.has(text)));
  }

  /** @param {string} text */
  takes(text) {
    return this.sees(text) && Boolean(this.tokens[this.at++]);
  }

  /** @param {string} text */
  needs(text) {
    if (!this.takes(text)) this.wrong();
  }

  /** @returns {never} */
  wrong() {
    return host.refuse("unexpected", { text: this.next.text || "⏎" }, this.next.line);
  }

  name() {
    if (this.next.kind !== "name" || WORDS.has(this.next.text)) this.wrong();
    return this.tokens[this.at++].text;
  }

  dotted() {
    let found = this.name();
    while (this.takes(".")) found += `.${this.name()}`;
    return found;
  }

  /** @param {import("./tokens.js").Token} from @param {string} type @param {object} [what] @returns {Ast} */
  since(from, type, what = {}) {
    const { to } = this.tokens[Math.max(0, this.at - 1)],
      text = this.source.slice(from.from, Math.min(to, from.from + 300));
    return { type, line: from.line, text: text.split("\n")[0].trim(), ...what };
  }

  // Statements.

  file() {
    const body = /** @type {Ast[]} */ ([]);
    while (this.next.kind !== "stop") body.push(...this.statement());
    return body;
  }

  /** @returns {Ast[]} */
  block() {
    this.needs(":");
    if (this.next.kind !== "end") return this.simple();
    this.at++;
    if (this.next.kind !== "indent") this.wrong();
    this.at++;
    const body = /** @type {Ast[]} */ ([]);
    while (this.next.kind !== "dedent" && this.next.kind !== "stop") body.push(...this.statement());
    this.at++;
    return body;
  }

  /** @returns {Ast[]} */
  statement() {
    if (++this.deep > 60) host.refuse("deep", {}, this.next.line);
    const from = this.next;
    let found = /** @type {Ast[]} */ ([]);
    if (this.takes("if")) found = [this.branch(from)];
    else if (this.takes("for")) found = [this.loop(from)];
    else if (this.takes("while")) {
      const test = this.expression();
      found = [this.since(from, "While", { test, body: this.block(), orelse: this.otherwise() })];
    } else if (this.takes("def")) found = [this.definition(from, [])];
    else if (this.takes("class")) found = [this.classOf(from)];
    else if (this.takes("with")) found = [this.held(from)];
    else if (this.takes("try")) found = [this.tried(from)];
    else if (this.takes("@")) found = [this.decorated()];
    else if (this.takes("async")) {
      const [inside] = this.statement();
      found = [this.since(from, "Async", { body: [inside] })];
    } else found = this.simple();
    this.deep--;
    return found;
  }

  /** @returns {Ast[]} */
  simple() {
    const found = [this.small()];
    while (this.takes(";") && this.next.kind !== "end") found.push(this.small());
    if (this.next.kind !== "end") this.wrong();
    this.at++;
    return found;
  }

  otherwise() {
    return this.takes("else") ? this.block() : [];
  }

  /** @param {any} from @returns {Ast} */
  branch(from) {
    const test = this.expression(),
      body = this.block(),
      again = this.next;
    const orelse = this.takes("elif") ? [this.branch(again)] : this.otherwise();
    return this.since(from, "If", { test, body, orelse });
  }

  /** @param {any} from */
  loop(from) {
    const target = stored(this.targets());
    this.needs("in");
    const iter = this.several();
    return this.since(from, "For", { target, iter, body: this.block(), orelse: this.otherwise() });
  }

  /** @param {any} from */
  held(from) {
    const items = [];
    do {
      const value = this.expression();
      items.push({ value, target: this.takes("as") ? stored(this.unary()) : null });
    } while (this.takes(","));
    return this.since(from, "With", { items, body: this.block() });
  }

  /** @param {any} from */
  tried(from) {
    const body = this.block();
    while (this.takes("except")) {
      if (!this.sees(":")) this.several();
      if (this.takes("as")) this.name();
      body.push(...this.block());
    }
    body.push(...this.otherwise());
    if (this.takes("finally")) body.push(...this.block());
    return this.since(from, "Try", { body });
  }

  /** @returns {Ast} */
  decorated() {
    const marks = [this.expression()];
    this.at++;
    while (this.takes("@")) {
      marks.push(this.expression());
      this.at++;
    }
    const from = this.next;
    if (this.takes("class")) return this.classOf(from);
    this.takes("async");
    this.needs("def");
    return this.definition(from, marks);
  }

  /** @param {any} from @param {Ast[]} marks */
  definition(from, marks) {
    const name = this.name();
    this.needs("(");
    const args = this.parameters(")");
    this.needs(")");
    if (this.takes("->")) this.expression();
    return this.since(from, "FunctionDef", { name, args, marks, body: this.block() });
  }

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

  /** @param {any} from */
  classOf(from) {
    const name = this.name(),
      bases = this.takes("(") ? this.arguments().items : [];
    return this.since(from, "ClassDef", { name, bases, body: this.block() });
  }

  /** @returns {Ast} */
  small() {
    const from = this.next;
    for (const [word, type] of [
      ["pass", "Pass"],
      ["break", "Break"],
      ["continue", "Continue"],
    ])
      if (this.takes(word)) return this.since(from, type);
    if (this.takes("global") || this.takes("nonlocal")) {
      do this.name();
      while (this.takes(","));
      return this.since(from, "Pass");
    }
    if (this.takes("return"))
      return this.since(from, "Return", { value: this.next.kind === "end" || this.sees(";") ? null : this.several() });
    if (this.takes("raise")) {
      while (this.next.kind !== "end" && !this.sees(";")) this.at++;
      return this.since(from, "Raise");
    }
    if (this.takes("del")) return this.since(from, "Delete", { value: this.several() });
    if (this.takes("assert")) {
      const test = this.expression();
      if (this.takes(",")) this.expression();
      return this.since(from, "Assert", { test });
    }
    if (this.takes("import")) return this.imported(from, "");
    if (this.takes("from")) return this.importedFrom(from);
    return this.assigned(from);
  }

  /** @param {any} from @param {string} package_ */
  imported(from, package_) {
    const names = [],
      bracketed = package_ && this.takes("(");
    do {
      if (bracketed && this.sees(")")) break;
      const name = package_ ? this.name() : this.dotted();
      names.push({ name, as: this.takes("as") ? this.name() : "" });
    } while (this.takes(","));
    if (bracketed) this.needs(")");
    return this.since(from, package_ ? "ImportFrom" : "Import", { names, module: package_ });
  }

  /** @param {any} from */
  importedFrom(from) {
    let dots = "";
    while (this.sees(".") || this.sees("...")) dots += this.tokens[this.at++].text;
    const name = this.sees("import") ? "" : this.dotted();
    this.needs("import");
    if (this.takes("*")) return this.since(from, "Pass");
    return this.imported(from, dots.replaceAll(".", "") + name || "."); // as Python has it: dots are left out
  }

  /** @param {any} from */
  assigned(from) {
    const first = this.several();
    if (this.takes(":")) {
      this.expression();
      const value = this.takes("=") ? this.several() : null;
      return this.since(from, "AnnAssign", { target: stored(first), value });
    }
    const sign = this.next.kind === "sign" ? SIGNS[this.next.text.slice(0, -1)] : undefined;
    if (sign && this.next.text.endsWith("=")) {
      this.at++;
      const value = this.several();
      return this.since(from, "AugAssign", { target: stored({ ...first }), loaded: first, op: sign, value });
    }
    if (!this.sees("=")) return this.since(from, "Expr", { value: first });
    const targets = [first];
    while (this.takes("=")) targets.push(this.several());
    const value = targets.pop();
    return this.since(from, "Assign", { targets: targets.map(stored), value });
  }

  // Expressions.

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

  begins() {
    const { kind, text } = this.next;
    return !["end", "stop"].includes(kind) && !(kind === "sign" && ")]}=:;".includes(text));
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
      if (this.begins()) this.several();
      this.deep--;
      return this.since(from, "Yield");
    }
    if (this.takes("lambda")) {
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

/** @param {string} text @param {number} line */
function number(text, line) {
  const plain = text.replaceAll("_", "");
  if (/^0[xX]/.test(plain)) return BigInt(plain);
  if (!/^\d+$/.test(plain)) return Number(plain);
  return /^0+[1-9]/.test(plain) || plain.length > 400 ? host.refuse("sign", { text }, line) : BigInt(plain);
}

/** The parts of an f-word: plain text, and values between braces. @param {string} text @param {number} line @returns {Ast[]} */
function pieces(text, line) {
  return text
    .split(/(\{\{|\}\}|\{[^{}]*\})/)
    .filter(Boolean)
    .map((part) => {
      if (part === "{{" || part === "}}" || !/^\{[^]*\}$/.test(part))
        return { type: "Constant", line, text: "", value: part === "{{" || part === "}}" ? part[0] : part };
      const inside = part.slice(1, -1).replace(/![rsa]$|(?<![[{(]):[^\])]*$/, "");
      return { ...new Parser(`(${inside.trim()})`).expression(), line };
    });
}

/** A target of an assignment. @param {Ast} target @returns {Ast} */
function stored(target) {
  target.stored = true;
  if (target.elts) target.elts.forEach(stored);
  return target;
}

/** @param {string} text @returns {Ast[]} */
export const parse = (text) => new Parser(text).file();
