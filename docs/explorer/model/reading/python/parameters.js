// Parameters of a network besides those of its layers: what scales a row, or is added to it. convref.reading._python.parameters.
import * as functional from "./functional.js";
import { Modules } from "./modules.js";
import * as plain from "./plain.js";
import { Filled, isInt, Layer, Parameter, Slice, Tensor } from "./values.js";

/** What gives the same numbers. */
export const KEEPING = /^(data|clone|float|to|detach|cpu|cuda)$/;
const FILLED = /^torch\.(?:randn|rand|zeros|ones|empty|full|tensor|Tensor|FloatTensor)$/,
  EACH = /^(relu|sigmoid|tanh|softmax|softplus|float|to|expand_as)$/;
/** What a row and a parameter make, by signs and by functions. @type {Record<string, string>} */
const KINDS = {
  Mult: "Scale",
  Mul: "Scale",
  Div: "Scale",
  Pow: "Scale",
  pow: "Scale",
  Add: "Shift",
  Sub: "Shift",
};

/** @param {bigint[]} sizes */
const product = (sizes) => sizes.reduce((all, one) => all * one, 1n);

/** Follows nn.Parameter where rows are multiplied by it, or it is added to them. */
export class Parameters extends Modules {
  /** Numbers of a known size; null where it is something else. @param {string} dotted @param {any[]} unnamed @param {Map<string, any>} named */
  filled(dotted, unnamed, named) {
    const [first] = unnamed,
      isOdd = [...named.keys()].some((name) => !["dtype", "device", "requires_grad"].includes(name));
    if (!FILLED.test(dotted) || isOdd || !unnamed.length) return null;
    let size = Array.isArray(first) ? first : dotted === "torch.full" ? [null] : unnamed;
    if (dotted === "torch.tensor")
      size = Array.isArray(first) ? [BigInt(first.length)] : plain.isNumber(first) ? [] : [null];
    return size.every((one) => isInt(one) && one > 0n) ? new Filled(dotted, this.line, [...size]) : null;
  }

  /** @param {any[]} unnamed @param {Map<string, any>} named */
  parameter(unnamed, named) {
    const first = unnamed[0] ?? named.get("data");
    if (!(first instanceof Filled)) return this.unknown("parameter");
    return new Parameter(new Layer("Scale", this.line, [], {}), first.size, product(first.size));
  }

  /** @param {string} op @param {any} left @param {any} right @returns {any} */
  operate(op, left, right) {
    const both = [left, right],
      weight = [right, left].find((one) => one instanceof Parameter || one instanceof Filled),
      row = both.find((one) => one instanceof Tensor);
    if (!weight) return super.operate(op, left, right);
    if (left instanceof Filled && right instanceof Filled && String(left.size) === String(right.size)) return left;
    if (weight instanceof Parameter && row && Object.hasOwn(KINDS, op)) return this.scaled(row, weight, KINDS[op]);
    return both.some(plain.isNumber) ? weight : this.unknown("parameter");
  }

  /** A row multiplied by a parameter, or with one added. @param {Tensor} of @param {Parameter} by @param {string} kind */
  scaled(of, { layer, size, count }, kind) {
    const first = this.called.get(layer) ?? 0,
      given = count === product(size) ? { size } : { size, parameters: count };
    const found = this.emit(kind, [of], [], given, {
      name: first ? "" : this.paths.get(layer),
      weightsOf: first,
    });
    if (!first) this.called.set(layer, found.row);
    return found;
  }

  /** What a function makes of a row and another one, or a parameter; null where it is none. @param {Tensor} of @param {string} name @param {any} other */
  joinedWith(of, name, other) {
    const kind = Object.hasOwn(functional.JOINS, name) ? functional.JOINS[name] : name;
    if (other instanceof Parameter && Object.hasOwn(KINDS, kind)) return this.scaled(of, other, KINDS[kind]);
    return other instanceof Tensor && kind !== name ? this.emit(kind, [of, other]) : null;
  }

  /** @param {any} found @param {string} name @returns {any} */
  attribute(found, name) {
    const known = found instanceof Filled && /** @type {any} */ (this).ofNumbers?.(found, name); // of the script of trials
    if (known) return known;
    if (found instanceof Filled && !KEEPING.test(name)) return this.unknown("parameter");
    return found instanceof Parameter && name === "data" ? found : super.attribute(found, name);
  }

  /** @param {any} of @param {any} at @returns {any} */
  entry(of, at) {
    if (of instanceof Filled) return this.unknown("parameter");
    return of instanceof Parameter ? this.partOfParameter(of, Array.isArray(at) ? at : [at]) : super.entry(of, at);
  }

  /** A part of a parameter, or one with axes put in. @param {Parameter} of @param {any[]} places */
  partOfParameter({ layer, size, count }, places) {
    const left = [...size],
      made = /** @type {bigint[]} */ ([]);
    for (const one of places) {
      if (one === null) made.push(1n);
      else {
        const whole = left.shift() ?? this.refuse("no_entry");
        if (one instanceof Slice && Object.values(one).every((end) => end === null)) made.push(whole);
        else if (!isInt(one) || one < -whole || one >= whole) this.refuse("no_entry");
      }
    }
    return new Parameter(layer, [...made, ...left], count);
  }

  /** What a function gives for numbers and parameters alone; null where it is not known. @param {string} dotted @param {any[]} unnamed @param {Map<string, any>} named */
  withoutRows(dotted, unnamed, named) {
    const [first, ...others] = unnamed,
      name = dotted.slice(dotted.lastIndexOf(".") + 1);
    if (first instanceof Parameter && dotted.startsWith("torch.")) return this.ofParameter(first, name, others);
    return this.filled(dotted, unnamed, named);
  }

  /** What a method or a function makes of a parameter. @param {Parameter} of @param {string} name @param {any[]} unnamed */
  ofParameter(of, name, unnamed) {
    const size = this.viewedSize(of.size, name, unnamed);
    if (size) return new Parameter(of.layer, size, of.count);
    const isEach = EACH.test(name) || functional.VALUES.includes(name);
    return isEach && !unnamed.some((one) => one instanceof Parameter) ? of : this.refuse("not_followed", { name });
  }

  /** The axes of a parameter that is written in another way; null where that is not known. @param {bigint[]} size @param {string} name @param {any[]} unnamed @returns {bigint[] | null} */
  viewedSize(size, name, unnamed) {
    const [first] = unnamed,
      place = Number(first) < 0 ? Number(first) + size.length + 1 : Number(first);
    if (name === "unsqueeze" && isInt(first) && place >= 0 && place <= size.length) return size.toSpliced(place, 0, 1n);
    const sizes = [...(Array.isArray(first) ? first : unnamed)],
      open = sizes.indexOf(-1n),
      whole = product(size);
    if (!["view", "reshape"].includes(name) || !sizes.every(isInt)) return null;
    if (open >= 0) sizes[open] = whole / (-product(sizes) || 1n);
    return product(sizes) === whole && sizes.every((one) => one > 0n) ? sizes : null;
  }
}
