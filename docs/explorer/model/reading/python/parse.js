// Statements of Python as a tree, whose nodes are named as those of Python's own `ast`.
import { Expressions, SIGNS } from "./expressions.js";
import { host } from "./host.js";
import { stored } from "./reading.js";

/** @typedef {import("./reading.js").Ast} Ast */

class Parser extends Expressions {
  file() {
    const body = /** @type {Ast[]} */ ([]);
    while (this.next.kind !== "stop") body.push(...this.statement());
    return body;
  }

  /** @param {string} kind */
  isNow(kind) {
    return this.next.kind === kind;
  }

  /** @returns {Ast[]} */
  block() {
    this.needs(":");
    if (!this.isNow("end")) return this.simple();
    this.at++;
    if (!this.isNow("indent")) this.wrong();
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
    const found = this.compound(from) ?? this.simple();
    this.deep--;
    return found;
  }

  /** A statement that holds others; nothing where none begins here. @param {any} from @returns {Ast[] | null} */
  compound(from) {
    if (this.takes("if")) return [this.branch(from)];
    if (this.takes("for")) return [this.loop(from)];
    if (this.takes("while")) {
      const test = this.expression();
      return [this.since(from, "While", { test, body: this.block(), orelse: this.otherwise() })];
    }
    if (this.takes("def")) return [this.definition(from, [])];
    if (this.takes("class")) return [this.classOf(from)];
    if (this.takes("with")) return [this.held(from)];
    if (this.takes("try")) return [this.tried(from)];
    if (this.takes("@")) return [this.decorated()];
    return this.takes("async") ? [this.since(from, "Async", { body: this.statement() })] : null;
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
    if (this.takes("class")) return this.classOf(from, marks);
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

  /** @param {any} from @param {Ast[]} [marks] */
  classOf(from, marks = []) {
    const name = this.name(),
      bases = this.takes("(") ? this.arguments().items : [];
    return this.since(from, "ClassDef", { name, bases, marks, body: this.block() });
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
      return this.since(from, "Global");
    }
    return this.leaving(from) ?? this.importing(from) ?? this.assigned(from);
  }

  /** What ends a function, or stops; nothing where it is none of it. @param {any} from */
  leaving(from) {
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
    return null;
  }

  /** @param {any} from */
  importing(from) {
    if (this.takes("import")) return this.imported(from, "");
    if (this.takes("from")) return this.importedFrom(from);
    return null;
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
}

/** @param {string} text @returns {Ast[]} */
export const parse = (text) => new Parser(text).file();
