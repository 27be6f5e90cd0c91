// What a class of a network and its forward are followed with: convref.reading._python.objects. Lists and tuples are arrays, a
// tuple is frozen; a dict is a Map; whole numbers are BigInts.

import { host } from "./host.js";
import { called, folded, NONE } from "./plain.js";

export const HOLDERS = ["Sequential", "ModuleList", "ModuleDict"];

/** A layer of torch.nn that was made, and is called later. */
export class Layer {
  /** @param {string} kind @param {number} line @param {any[]} unnamed @param {Record<string, any>} named @param {string} [parametrization] */
  constructor(kind, line, unnamed, named, parametrization = "") {
    Object.assign(this, { kind, line, unnamed, named, parametrization });
  }
}

/** A Sequential, a ModuleList or a ModuleDict: modules under names. */
export class Holder {
  /** @param {string} kind @param {number} line @param {Map<string, any>} [items] */
  constructor(kind, line, items = new Map()) {
    Object.assign(this, { kind, line, items });
  }
}

/** A class of the text. */
export class Class {
  /** @param {string} name @param {number} line @param {any[]} bases */
  constructor(name, line, bases) {
    this.name = name;
    this.line = line;
    this.bases = bases;
    this.members = /** @type {Map<string, any>} */ (new Map());
  }

  /** A member and the class that it belongs to, looked up through the bases. @param {string} name @returns {[any, Class | null]} */
  find(name) {
    const owner = this.order().find(({ members }) => members.has(name));
    return owner ? [owner.members.get(name), owner] : [null, null];
  }

  /** The class and those above it, in the order in which members are looked up. @returns {Class[]} */
  order() {
    const walked = [this, ...this.bases.flatMap((base) => (base instanceof Class ? base.order() : []))];
    return walked.filter((one, at) => !walked.includes(one, at + 1));
  }

  /** Whether a class of torch.nn is among its bases. @param {string} name @returns {boolean} */
  comesFrom(name) {
    return this.bases.some((base) =>
      base instanceof Class ? base.comesFrom(name) : base?.dotted === `torch.nn.${name}`,
    );
  }

  /** The layers of torch.nn among its bases. @returns {string[]} */
  layersAbove() {
    return this.bases.flatMap((base) => {
      if (base instanceof Class) return base.layersAbove();
      const name = base instanceof Library ? /^torch\.nn\.(?:.*\.)?([^.]+)$/.exec(base.dotted)?.[1] : null;
      return name && !["Module", ...HOLDERS].includes(name) && !name.endsWith("Loss") ? [name] : [];
    });
  }
}

/** An object of a class of the text. */
export class Instance {
  /** @param {Class} of @param {number} line */
  constructor(of, line) {
    this.of = of;
    this.line = line;
    this.attributes = /** @type {Map<string, any>} */ (new Map());
    this.held = /** @type {any} */ (null);
    this.base = /** @type {any} */ (null); // the layer of torch.nn that its class inherits from
    this.started = false; // whether nn.Module's __init__ has run
  }
}

/** A function or a method, with the names around it. */
export class Func {
  /** @param {string} name @param {any} node @param {Scope} scope @param {any[]} defaults of the last places @param {Map<string, any>} named */
  constructor(name, node, scope, defaults, named) {
    Object.assign(this, { name, node, scope, defaults, named, owner: null, kind: "" });
  }
}

/** A method of an object, or of a class above it. */
export class Bound {
  /** @param {any} of @param {string} name @param {Class | null} [after] */
  constructor(of, name, after = null) {
    Object.assign(this, { of, name, after });
  }
}

/** A call that has some of its arguments already, of functools.partial. */
export class Partial {
  /** @param {any} of @param {any[]} unnamed @param {Map<string, any>} named */
  constructor(of, unnamed, named) {
    this.of = of;
    this.unnamed = unnamed;
    this.named = named;
  }
}

/** Names, and the names around them. */
export class Scope {
  /** @param {Map<string, any>} names @param {Scope | null} [around] @param {Class | null} [bodyOf] where it holds the members of a class */
  constructor(names, around = null, bodyOf = null) {
    this.names = names;
    this.around = around;
    this.bodyOf = bodyOf;
  }

  /** What a name stands for, here or around here. @param {string} name @param {any} [otherwise] @returns {any} */
  find(name, otherwise = null) {
    if (this.names.has(name)) return this.names.get(name);
    return this.around ? this.around.find(name, otherwise) : otherwise;
  }
}

/** Something of a package, by its whole name. */
export class Library {
  /** @param {string} dotted */
  constructor(dotted) {
    this.dotted = dotted;
  }
}

/** What is not followed; it is refused where a row depends on it. */
export class Unknown {
  /** @param {string} rule @param {Record<string, any>} numbers @param {number} line @param {boolean} [weights] whether it is what one goes through to set weights */
  constructor(rule, numbers, line, weights = false) {
    Object.assign(this, { rule, numbers, line, weights });
  }
}

/** The weight or the bias of a layer, or what arithmetic makes of it; its values are not known. */
export class OwnWeight extends Unknown {
  /** @param {Layer} layer @param {number} line */
  constructor(layer, line) {
    super("runs", {}, line);
    this.layer = layer;
  }
}

/** Numbers of a known size, of torch.ones and its like, which a parameter may begin with. */
export class Filled extends Unknown {
  /** @param {string} text @param {number} line @param {bigint[]} size */
  constructor(text, line, size) {
    super("not_executed", { text }, line);
    this.size = size;
  }
}

/** What is not followed, without its size where it has one. @param {any} one */
export const opaque = ({ rule, numbers, line }) => new Unknown(rule, numbers, line);

/** An nn.Parameter, or what arithmetic of each of its entries makes of it; the row that it is, its axes, and how many entries the whole has. */
export class Parameter {
  /** @param {Layer} layer @param {bigint[]} size @param {bigint} count */
  constructor(layer, size, count) {
    this.layer = layer;
    this.size = size;
    this.count = count;
  }
}

/** The output of a row; how many spatial axes it has, and how many channels, where that is known. */
export class Tensor {
  /** @param {number} row @param {number | null} [rank] @param {bigint | null} [channels] */
  constructor(row, rank = null, channels = null) {
    this.row = row;
    this.rank = rank;
    this.channels = channels;
    this.expanded = 0; // the row to whose sizes its axes of one cell are repeated
    this.single = false; // one number for each example, without an axis
    this.views = /** @type {Tensor[]} */ ([]); // the rows that share its memory
    this.part = [0, Infinity]; // the channels of it that this one takes
    this.stale = false; // changed in place under another name
  }

  /** Look at the memory of another row, or at some of its channels. @param {Tensor} other @param {number} [start] @param {number} [stop] */
  share(other, start = 0, stop = Infinity) {
    const [first, last] = other.part;
    this.part = other.rank ? [first + start, Math.min(first + stop, last)] : other.part;
    this.views = other.views;
    for (const one of [other, this]) if (!this.views.includes(one)) this.views.push(one);
    return this;
  }

  /** Say of all other rows that look at the same values that they are changed. */
  outdate() {
    const [first, last] = this.part;
    for (const one of this.views) if (one !== this && one.part[0] < last && first < one.part[1]) one.stale = true;
  }

  /** Stand for another row from now on, under all names, as after work in place. @param {Tensor} other */
  become({ row, rank, channels, expanded, single }) {
    return Object.assign(this, { row, rank, channels, expanded, single });
  }
}

/** Rows side by side along a new axis, which is counted with the batch. */
export class Stack {
  /** @param {Tensor[]} rows @param {bigint} dim */
  constructor(rows, dim) {
    this.rows = rows;
    this.dim = dim;
  }
}

/** Where the largest values stood that a pool kept, which an unpooling row takes: the row of the pool. */
export class Indices {
  /** @param {number} row */
  constructor(row) {
    this.row = row;
  }
}

/** x.shape, or its end. */
export class Shape {
  /** @param {Tensor} of @param {number} [first] */
  constructor(of, first = 0) {
    this.of = of;
    this.first = first;
  }
}

/** Products of sizes of one row by their axes, 0 the batch, and of a number. */
export class Size {
  /** @param {number} row @param {number[]} axes @param {bigint} [factor] */
  constructor(row, axes, factor = 1n) {
    this.row = row;
    this.axes = axes;
    this.factor = factor;
  }

  /** Its number, once the rows before are made. @param {{ shape: bigint[] }[]} flows */
  settled(flows) {
    const { shape } = flows[this.row];
    return this.axes.reduce(
      (all, axis) => all * (shape[axis - 1] ?? host.refuse("no_size", { axis, shape: shape.join("×") })),
      this.factor,
    );
  }
}

/** A number that is reckoned from sizes of earlier rows. */
export class Reckoned {
  /** @param {string} sign @param {any[]} values */
  constructor(sign, values) {
    this.sign = sign;
    this.values = values;
  }

  /** Its number, once the rows before are made. @param {{ shape: bigint[] }[]} flows @returns {any} */
  settled(flows) {
    const given = this.values.map((one) => (isSize(one) ? one.settled(flows) : one)),
      found = folded(this.sign, given[0], given[1]) ?? called(this.sign, given);
    return found === NONE ? host.refuse("no_value", { text: this.sign }) : found;
  }
}

/** Whether it is a size of a row, or reckoned from some. @param {any} one */
export const isSize = (one) => one instanceof Size || one instanceof Reckoned;

/** Whether the sizes of two rows differ, which is known only when it runs. */
export class Differ {
  /** @param {number} left @param {number} right */
  constructor(left, right) {
    Object.assign(this, { left, right });
  }
}

/** a:b:c between brackets; null where nothing stands. */
export class Slice {
  /** @param {any} start @param {any} stop @param {any} step */
  constructor(start, stop, step) {
    Object.assign(this, { start, stop, step });
  }
}

/** @param {any[]} values */
export const tuple = (values) => Object.freeze(values);
/** @param {any} one */
export const isTuple = (one) => Array.isArray(one) && Object.isFrozen(one);
/** @param {any} one */
export const isInt = (one) => typeof one === "bigint";
