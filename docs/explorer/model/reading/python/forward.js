// Modules that are made and called, by their own forward. convref.reading._python.forward.
import { Libraries } from "./library.js";
import { host } from "./host.js";
import { argumentsOf, KEPT } from "./modules.js";
import * as functional from "./functional.js";
import * as plain from "./plain.js";
import { boundArguments } from "./rows.js";
import { children, numberedMap, placed } from "./shared.js";
import {
  Bound,
  Class,
  Filled,
  Func,
  Holder,
  HOLDERS,
  Indices,
  Instance,
  Layer,
  Library,
  opaque,
  OwnWeight,
  Parameter,
  Partial,
  Stack,
  Tensor,
  tuple,
  Unknown,
} from "./values.js";

const WEIGHTS = ["modules", "named_modules", "parameters", "named_parameters", "buffers", "state_dict"];

const REGISTERING = /^(add_module|register_(module|parameter))$/;

// Other methods that all modules have, and which change no row.
const OTHER =
  /^(zero_grad|compile|share_memory|to_empty|type|bfloat16|extra_repr|reset_parameters)$|state_dict|_(parameter|buffer|module|hook)s?$/;

/** What a module says of those that it holds. @type {Record<string, (inside: Map<string, any>) => any[]>} */
const INSIDE = {
  children: (inside) => [...inside.values()],
  values: (inside) => [...inside.values()],
  named_children: (inside) => [...inside].map(tuple),
  items: (inside) => [...inside].map(tuple),
  keys: (inside) => [...inside.keys()],
};

/** Modules that are made and called, by their own forward. */
export class Forward extends Libraries {
  /** @param {any} callee @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  call(callee, unnamed, named) {
    const { isTrial, tried } = /** @type {any} */ (this); // of a script of its own
    if (isTrial?.call(this, callee, unnamed)) return tried.call(this, callee, unnamed, named);
    if (callee instanceof Partial)
      return this.call(callee.of, [...callee.unnamed, ...unnamed], new Map([...callee.named, ...named]));
    if (callee instanceof Class) return this.made(callee, unnamed, named);
    if (callee instanceof Layer || callee instanceof Holder || callee instanceof Instance)
      return this.module(callee, unnamed, named);
    if (callee instanceof Library) return this.library(callee.dotted, unnamed, named);
    return callee instanceof Bound ? this.method(callee, unnamed, named) : super.call(callee, unnamed, named);
  }

  /** Give an object an attribute, unless a trial would leave something of its own behind. @param {any} of @param {string} name @param {any} found */
  setAttribute(of, name, found) {
    if (this.trying && !plain.isPlain(found)) this.refuse("not_followed", { name });
    super.setAttribute(of, name, found);
  }

  /** @param {Class} of @param {any[]} unnamed @param {Map<string, any>} named */
  made(of, unnamed, named) {
    const made = new Instance(of, this.line),
      [start, owner] = of.find("__init__");
    if (owner) {
      this.run(start, [made, ...unnamed], named);
      this.checkStarted(made);
    } else if (of.layersAbove().length || HOLDERS.some((kind) => of.comesFrom(kind)))
      this.startBase(made, unnamed, named);
    else if (unnamed.length || named.size) this.refuse("no_init", { kind: of.name });
    return made;
  }

  /** What a class of torch.nn makes of its arguments, for one that inherits from it. @param {Instance} made @param {any[]} unnamed @param {Map<string, any>} named */
  startBase(made, unnamed, named) {
    made.started = true;
    for (const kind of HOLDERS) if (made.of.comesFrom(kind)) made.held = this.holder(kind, unnamed, named);
    for (const kind of made.of.layersAbove().slice(0, 1)) {
      made.base = this.layerOf(kind, unnamed, named);
      for (const name of argumentsOf(kind)) made.attributes.delete(name);
    }
    return null;
  }

  /** @param {any} module @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  module(module, unnamed, named) {
    const { line } = this;
    if (module instanceof Instance) {
      let [forward, owner] = module.of.find("forward");
      if (!owner && module.held && module.of.comesFrom("Sequential")) return this.chain(module.held, unnamed);
      if (!owner && module.base) return this.layer(module.base, unnamed, named);
      if (!owner) [forward, owner] = module.of.find("__call__");
      if (!owner) this.refuse("no_forward", { kind: module.of.name });
      if (module.of.find("__call__")[1] && module.of.find("forward")[1])
        this.refuse("not_followed", { name: "__call__" });
      return this.run(forward, [module, ...unnamed], named);
    }
    const unknown = unnamed.find((one) => one instanceof Unknown);
    if (unknown) return opaque(unknown);
    if (!(module instanceof Holder)) return this.layer(module, unnamed, named);
    if (!["Sequential", "DataParallel"].includes(/** @type {any} */ (module).kind)) this.refuse("no_call");
    const found = this.chain(module, unnamed);
    this.line = line;
    return found;
  }

  /** @param {any} held @param {any[]} unnamed */
  chain(held, unnamed) {
    if (unnamed.length !== 1) this.refuse("one_input", { kind: "Sequential" });
    return [...held.items.values()].reduce((found, one) => this.call(one, [found], new Map()), unnamed[0]);
  }

  /** Call a layer with other arguments, as F.conv2d(x, self.weight, …) does. @param {Tensor} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  withWeight(of, name, unnamed, named) {
    if (name === "layer_norm")
      return this.normalised(of, placed(["normalized_shape", "weight", "bias"], unnamed, named));
    const [kind, usual] = functional.WITH_WEIGHT[name] ?? ["", {}],
      given = placed(["weight", "bias", ...Object.keys(usual)], unnamed, named),
      weight = given.get("weight");
    if (!(weight instanceof OwnWeight) || /** @type {any} */ (weight.layer).kind !== kind)
      return super.withWeight(of, name, unnamed, named);
    if (given.get("bias") instanceof Parameter) this.refuse("with_weights", { name });
    given.delete("weight");
    given.delete("bias");
    const other = { ...usual, ...Object.fromEntries(given) };
    // The shape of a weight depends on the groups that it was made for.
    if ((other.groups ?? 1n) !== (madeWith(weight.layer).groups ?? 1n)) this.refuse("with_weights", { name });
    return this.layer(weight.layer, [of], new Map(), other);
  }

  /** Normalise the last axes with parameters of the text as weights. @param {Tensor} of @param {Map<string, any>} given */
  normalised(of, given) {
    const shape = given.get("normalized_shape"),
      own = [given.get("weight"), given.get("bias")].filter((one) => one !== null && one !== undefined),
      fits = own.every((one) => one instanceof Parameter && String(one.size) === String(shape));
    if (!fits) this.refuse("with_weights", { name: "layer_norm" });
    const weightsOf = this.called.get(own[0]?.layer) ?? 0,
      made = this.emit(
        "LayerNorm",
        [of],
        [shape],
        { elementwise_affine: (given.get("weight") ?? null) !== null, bias: own.length === 2 },
        { weightsOf },
      );
    for (const { layer } of own) if (!this.called.has(layer)) this.called.set(layer, made.row);
    return made;
  }

  /** What a layer gives, with some arguments other than those that it was made with. @param {any} layer @param {any[]} given @param {Map<string, any>} named @param {Record<string, any> | null} [other] */
  layer(layer, given, named, other = null) {
    const { kind, line, parametrization } = layer,
      unpools = kind.startsWith("MaxUnpool"),
      unnamed = named.has("input") ? [...given, named.get("input")] : given;
    const special = this.without(layer, unnamed[0]);
    if (special) return special;
    if (!unpools && !isOneRow(unnamed, given.length + named.size)) this.refuse("one_input", { kind });
    checkKnown(kind, line);
    const first = this.called.get(layer) ?? 0,
      name = (first ? "" : this.paths.get(layer)) ?? "",
      where = { name, line, parametrization, weightsOf: host.weighted.test(kind) ? first : 0 };
    if (unpools) {
      const made = new Map([...Object.entries(madeWith(layer)), ...named]);
      return this.remember(layer, /** @type {any} */ (this).unpooled(kind, given, made, where), first);
    }
    if (kind.includes("Max") && madeWith(layer).return_indices) {
      const made = this.remember(layer, this.pooled(kind, unnamed[0], madeWith(layer), where), first);
      return tuple([made, new Indices(made.row)]);
    }
    const found = this.pooledBy(layer, unnamed[0]) ?? this.emit(kind, unnamed, ...argumentsWith(layer, other), where);
    return this.remember(layer, found, first);
  }

  /** What a layer makes without a row of its own: of stacked rows, or of axes that it moves; null where it has one. @param {any} layer @param {any} of */
  without({ kind, unnamed, named }, of) {
    const given = new Map(Object.entries(named));
    if (kind === "Rearrange" && of instanceof Tensor) return this.rearranged(of, unnamed, given);
    if (!(of instanceof Stack)) return null;
    return /^(Softmax|Sigmoid|Tanh|ReLU)$/.test(kind)
      ? /** @type {any} */ (this).ofStack(of, kind.toLowerCase(), unnamed, given)
      : this.refuse("not_followed", { name: kind });
  }

  /** Remember the row of a layer that is called. @param {any} layer @param {Tensor} found @param {number} first */
  remember(layer, found, first) {
    if (first) this.checkAgain(layer, first, found.row);
    else this.called.set(layer, found.row);
    return found;
  }

  /** A layer that is called again takes the weights of its first row, where it is called in the same way. @param {any} layer @param {number} first @param {number} row */
  checkAgain(layer, first, row) {
    const { kind } = layer;
    const written = (/** @type {number} */ at) => String(Object.entries(this.modules[at - 1].arguments));
    if (host.weighted.test(kind) && (kind.startsWith("Lazy") || written(first) !== written(row)))
      this.refuse("used_twice", { name: this.paths.get(layer) ?? kind });
  }

  /** The pool of all cells, where a layer was made with the sizes of its row. @param {any} layer @param {Tensor} of */
  pooledBy({ kind, unnamed, named }, of) {
    const pools = functional.POOLS.some((one) => functional.classOf(one) === kind);
    return pools ? this.pooledWhole(of, kind, unnamed, new Map(Object.entries(named))) : null;
  }

  /** @param {any} bound @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  method(bound, unnamed, named) {
    const { of, name, after } = bound;
    if (after) return this.above(bound, unnamed, named);
    if (of instanceof Tensor) return this.ofTensor(of, name, unnamed, named, false);
    if (of instanceof Filled) return /** @type {any} */ (this).ofFilled(of, name, unnamed, named);
    if (of instanceof Stack) return /** @type {any} */ (this).ofStack(of, name, unnamed, named);
    if (of instanceof Parameter) return this.ofParameter(of, name, unnamed);
    if (of instanceof Instance && of.of.find(name)[1]) return this.run(of.of.find(name)[0], [of, ...unnamed], named);
    if (of instanceof Instance || of instanceof Holder || of instanceof Layer)
      return this.ofModule(of, name, unnamed, named);
    return super.call(bound, unnamed, named);
  }

  /** @param {any} bound @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  above({ of, name, after }, unnamed, named) {
    const order = of.of.order();
    for (const { members } of order.slice(order.indexOf(after) + 1))
      if (members.has(name)) return this.run(members.get(name), [of, ...unnamed], named);
    if (name === "__init__") return this.startBase(of, unnamed, named);
    if (name === "forward" && of.held) return this.chain(of.held, unnamed);
    if ((name === "forward" || name === "__call__") && of.base) return this.layer(of.base, unnamed, named);
    return this.ofModule(of, name, unnamed, named);
  }

  /** @param {any} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  ofModule(of, name, unnamed, named) {
    const held = of instanceof Instance && of.held ? of.held : of;
    if (REGISTERING.test(name) && unnamed.length === 2) return this.register(of, held, name, unnamed);
    if (["append", "extend", "insert"].includes(name) && held instanceof Holder) return this.more(held, name, unnamed);
    if (Object.hasOwn(INSIDE, name)) return INSIDE[name](children(held));
    if (name === "apply") this.checkApplied(unnamed[0]);
    if (KEPT.includes(name)) return of;
    if (["forward", "__call__"].includes(name)) return this.module(of, unnamed, named);
    if (WEIGHTS.includes(name)) return new Unknown("not_followed", { name }, this.line, true);
    if (name === "register_buffer" && of instanceof Instance)
      of.attributes.set(String(unnamed[0]), this.unknown("runs"));
    return name === "_conv_forward" ? this.convolved(of, unnamed, named) : this.unfollowed(of, name);
  }

  /** Give a module another one, or a parameter. @param {any} of @param {any} held @param {string} name @param {any[]} unnamed */
  register(of, held, name, [key, one]) {
    const isModule = name !== "register_parameter";
    if (isModule) this.checkModule(one);
    this.setAttribute(isModule ? held : of, String(this.key(key)), one);
    return null;
  }

  /** What a convolution makes with its own weight. @param {any} of @param {any[]} unnamed @param {Map<string, any>} named */
  convolved(of, unnamed, named) {
    const base = of.base ?? of,
      [row, weight] = unnamed;
    return weight?.layer === base ? this.layer(base, [row], named) : this.unfollowed(of, "_conv_forward");
  }

  /** What another method gives; refused where it may change a module, or where no module has it. @param {any} of @param {string} name */
  unfollowed(of, name) {
    const bases = of instanceof Instance ? of.of.order().flatMap((one) => one.bases) : [],
      isOfTorch = bases.every((one) => !(one instanceof Library) || /^torch\.nn\./.test(one.dotted));
    if (plain.CHANGING.includes(name) || (isOfTorch && !OTHER.test(name))) this.refuse("not_followed", { name });
    return this.unknown("not_followed", { name });
  }

  /** What the left value becomes by += and its like; a list of modules grows. @param {string} op @param {any} left @param {any} right @returns {any} */
  operateInPlace(op, left, right) {
    const grows = left instanceof Holder && /** @type {any} */ (left).kind === "ModuleList" && op === "Add";
    return grows ? this.more(left, "extend", [right]) : super.operateInPlace(op, left, right);
  }

  /** Refuse a function that is applied to all modules and does more than to set weights. @param {any} given */
  checkApplied(given) {
    let found = given instanceof Partial ? /** @type {any} */ (given).of : given;
    if (found instanceof Bound && /** @type {any} */ (found).of instanceof Instance)
      [found] = /** @type {any} */ (found).of.of.find(/** @type {any} */ (found).name);
    if (found instanceof Func) this.passOver(/** @type {any} */ (found).node);
  }

  /** @param {any} held @param {string} name @param {any[]} unnamed */
  more(held, name, unnamed) {
    if (name === "append" && unnamed.length === 1) {
      this.checkModule(unnamed[0]);
      held.items.set(String(held.items.size), unnamed[0]);
      return held;
    }
    const inside = [...held.items.values()],
      given = name === "extend" ? [this.listed(unnamed[0])] : unnamed;
    if (
      plain.method(inside, name, given, new Map()) === plain.NONE ||
      [...held.items.keys()].some((key) => !/^\d+$/.test(key))
    )
      this.refuse("not_followed", { name });
    for (const one of inside) this.checkModule(one);
    held.items = numberedMap(inside);
    return held;
  }
}

/** Whether a layer is called with one row, and nothing besides. @param {any[]} unnamed @param {number} count */
const isOneRow = (unnamed, count) => count === 1 && unnamed.length === 1 && unnamed[0] instanceof Tensor;

/** Refuse a layer that is no kind of row, at the line that makes it. @param {string} kind @param {number} line */
function checkKnown(kind, line) {
  try {
    host.knownKind(kind);
  } catch (error) {
    if (error instanceof host.Refusing) /** @type {any} */ (error).line = line;
    throw error;
  }
}

/** What a layer was made with, some of it replaced by other arguments. @param {any} layer @param {Record<string, any> | null} other @returns {[any[], Record<string, any>]} */
function argumentsWith(layer, other) {
  return other ? [[], { ...madeWith(layer), ...other }] : [layer.unnamed, layer.named];
}

/** The arguments of a layer by name. @param {any} layer @returns {Record<string, any>} */
const madeWith = ({ kind, unnamed, named, line }) => boundArguments(kind, unnamed, named, line);
