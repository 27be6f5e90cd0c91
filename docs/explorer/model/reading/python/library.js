// What functions and classes of packages and of Python give. convref.reading._python.library.
import { Tensors } from "./tensors.js";
import * as functional from "./functional.js";
import { host } from "./host.js";
import * as plain from "./plain.js";
import { isModule, numberedMap, placed } from "./shared.js";
import { isOf, typeName } from "./typed.js";
import {
  Bound,
  Func,
  Holder,
  HOLDERS,
  Instance,
  isTuple,
  Layer,
  Library,
  opaque,
  Partial,
  Shape,
  Size,
  Stack,
  Tensor,
  tuple,
  Unknown,
} from "./values.js";

const FREE = /^(torch\.(nn\.init|manual_seed|backends|no_grad|inference_mode)|builtins\.print|warnings|logging)\b/;
const AXES = /^torch\.nn\.modules\.utils\._([spt])/;
const FUNCTIONS =
  /^(torch\.(?:nn\.functional\.|special\.)?\w+|torchvision\.transforms\.functional\.(?:resize|center_crop)|einops\.rearrange)$/;
const PARALLEL = ["DataParallel", "DistributedDataParallel"];
const MADE_BY = ["weight_norm", "spectral_norm", "orthogonal"];

/** One value for each axis. @param {any} one @param {number} axes */
const repeated = (one, axes) => tuple(Array.isArray(one) ? one : new Array(axes).fill(one));

/** What some functions give. @type {Record<string, (unnamed: any[], named: Map<string, any>, reader: Libraries) => any>} */
const ANSWERS = {
  "torch.cuda.is_available": () => false, // a device changes no row
  "torch.jit.is_scripting": () => false,
  "torch.jit.is_tracing": () => false,
  "torchvision.verify": () => null, // of the weights of torchvision's models
  "torch.autograd.Variable": ([one = null]) => one,
  "typing.cast": ([, one]) => one,
  "inspect.isfunction": ([one]) => (one instanceof Unknown ? one : one instanceof Func),
  "collections.OrderedDict": (unnamed, named, reader) => reader.dict(unnamed, named),
  "copy.deepcopy": ([one = null], _named, reader) => /** @type {any} */ (reader).copy(one), // of the script of rare functions
  "functools.reduce": (unnamed, _named, reader) => /** @type {any} */ (reader).reduced(unnamed),
  ...Object.fromEntries(
    Object.entries({ add: "Add", concat: "Add", iconcat: "Add", sub: "Sub", mul: "Mult" }).map(([name, sign]) => [
      `operator.${name}`,
      (given, _named, reader) =>
        given.length === 2 ? reader.operate(sign, given[0], given[1]) : reader.unknown("runs"),
    ]),
  ),
  "functools.partial": ([of, ...unnamed], named) => new Partial(of, unnamed, named),
};

/** How many arguments a function of Python takes, fewest and most, where it is not one. @type {Record<string, [number, number]>} */
const TAKEN = {
  dict: [0, Infinity],
  sum: [1, 2],
  getattr: [2, 3],
  setattr: [3, 3],
  hasattr: [2, 2],
  isinstance: [2, 2],
};

/** What functions and classes of packages and of Python give. */
export class Libraries extends Tensors {
  /** @param {string} dotted @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  library(dotted, unnamed, named) {
    const last = dotted.slice(dotted.lastIndexOf(".") + 1);
    if (dotted.startsWith("builtins.")) return this.builtin(last, unnamed, named);
    if (FREE.test(dotted)) return null;
    if (Object.hasOwn(ANSWERS, dotted)) return ANSWERS[dotted](unnamed, named, this);
    const axes = AXES.exec(dotted);
    if (axes) return repeated(unnamed[0], { s: 1, p: 2, t: 3 }[axes[1]] ?? 0);
    if (last === "__init__" && unnamed[0] instanceof Instance) {
      unnamed[0].started = true; // nn.Module.__init__(self)
      return null;
    }
    if (/^(math|numpy|operator)\./.test(dotted)) {
      const found = this.reckoned(last, unnamed) ?? plain.called(last, unnamed);
      return found === plain.NONE ? this.unknown("runs") : found;
    }
    return this.madeOfLibrary(dotted, last, unnamed, named) ?? this.ofLibrary(dotted, last, unnamed, named);
  }

  /** A layer or a holder of torch.nn; null where it is neither. @param {string} dotted @param {string} last @param {any[]} unnamed @param {Map<string, any>} named */
  madeOfLibrary(dotted, last, unnamed, named) {
    const owner = dotted.slice(0, -last.length - 1);
    if (dotted === "einops.layers.torch.Rearrange")
      return new Layer(last, this.line, unnamed, Object.fromEntries(named));
    if (MADE_BY.includes(last) && owner.includes(".utils")) return this.parametrized(last, unnamed, named);
    if ((owner === "torch.nn" || owner === "torch.nn.modules") && HOLDERS.includes(last))
      return this.holder(last, unnamed, named);
    if (["torch.nn", "torch.nn.parallel"].includes(owner) && PARALLEL.includes(last) && isModule(unnamed[0]))
      return new Holder("DataParallel", this.line, new Map([["module", unnamed[0]]]));
    if (owner === "torch.nn" && last === "Parameter") return this.parameter(unnamed, named);
    if (!/^\p{Lu}/u.test(last) || !isOfLayers(owner, last)) return null;
    return this.layerOf(last, unnamed, named);
  }

  /** A layer of torch.nn; where and of which type its weights are is not looked at. @param {string} kind @param {any[]} unnamed @param {Map<string, any>} named */
  layerOf(kind, unnamed, named) {
    const kept = Object.fromEntries(
      [...named].map(([key, one]) => [key, key === "device" || key === "dtype" ? null : one]),
    );
    return new Layer(kind, this.line, unnamed, kept);
  }

  /** @param {string} kind @param {any[]} unnamed @param {Map<string, any>} named */
  parametrized(kind, unnamed, named) {
    const given = placed(["module", "name", "dim"], unnamed, named),
      module = given.get("module"),
      layer = module instanceof Instance ? module.base : module;
    const fits =
      (given.get("name") ?? "weight") === "weight" && (kind !== "weight_norm" || (given.get("dim") ?? 0n) === 0n);
    if (!(layer instanceof Layer) || /** @type {any} */ (layer).parametrization || !fits)
      this.refuse("wrapped", { kind });
    /** @type {any} */ (layer).parametrization = kind;
    return module;
  }

  /** @param {string} kind @param {any[]} unnamed @param {Map<string, any>} named */
  holder(kind, unnamed, named) {
    if (named.size) this.refuse("sequential_named");
    const single = unnamed.length === 1 && !isModule(unnamed[0]),
      inside = single ? unnamed[0] : unnamed;
    let items;
    if (inside instanceof Map) items = new Map([...inside].map(([name, one]) => [String(name), one]));
    else {
      if (kind === "Sequential" && single && Array.isArray(inside) && !isTuple(inside))
        this.refuse("sequential_modules");
      items = numberedMap(this.listed(inside));
    }
    for (const one of items.values()) if (one !== null || kind !== "ModuleList") this.checkModule(one);
    return new Holder(kind, this.line, items);
  }

  /** @param {any} one */
  checkModule(one) {
    if (one instanceof Unknown) this.refuseUnknown(one);
    if (!isModule(one) && !(one instanceof Instance)) this.refuse("sequential_modules");
  }

  /** @param {any[]} unnamed @param {Map<string, any>} named */
  dict(unnamed, named) {
    const made = new Map();
    for (const one of unnamed)
      for (const pair of one instanceof Map ? [...one] : this.listed(one).map((two) => this.listed(two))) {
        if (pair.length !== 2) this.refuse("pairs");
        made.set(this.key(pair[0]), pair[1]);
      }
    return new Map([...made, ...named]);
  }

  /** @param {string} name @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  builtin(name, unnamed, named) {
    const special = /** @type {any} */ (this)[`call_${name}`];
    if (special) {
      const [fewest, most] = TAKEN[name] ?? [1, 1];
      if (unnamed.length < fewest || unnamed.length > most) this.refuse("runs");
      return special.call(this, unnamed, named);
    }
    const unknown = unnamed.find((one) => one instanceof Unknown);
    if (unknown) return opaque(unknown);
    const reckoned = this.reckoned(name, unnamed);
    if (reckoned) return reckoned;
    const lists = unnamed.map((one) =>
        [Holder, Instance, Shape].some((kind) => one instanceof kind) ? this.listed(one) : one,
      ),
      found = named.size && name !== "enumerate" ? plain.NONE : plain.called(name, [...lists, ...named.values()]);
    return found === plain.NONE ? this.unknown("runs") : found;
  }

  /** @param {any[]} unnamed */
  call_len([one]) {
    return one instanceof Tensor ? new Size(one.row, [0]) : BigInt(this.listed(one).length);
  }

  /** @param {any[]} unnamed @param {Map<string, any>} named */
  call_dict(unnamed, named) {
    return this.dict(unnamed, named);
  }

  /** @param {any[]} unnamed @param {Map<string, any>} named */
  call_sum([all, start], named) {
    return this.listed(all).reduce(
      (found, one) => (found === 0n && one instanceof Tensor ? one : this.operate("Add", found, one)),
      start ?? named.get("start") ?? 0n,
    );
  }

  /** @param {any[]} unnamed */
  call_all([all]) {
    return this.listed(all)
      .map((one) => this.truth(one))
      .every(Boolean);
  }

  /** @param {any[]} unnamed */
  call_any([all]) {
    return this.listed(all)
      .map((one) => this.truth(one))
      .some(Boolean);
  }

  /** @param {any[]} unnamed @returns {any} */
  call_type([one]) {
    if (one instanceof Instance) return one.of;
    if (one instanceof Layer || one instanceof Holder) return new Library(`torch.nn.${/** @type {any} */ (one).kind}`);
    const name = typeName(one);
    return name ? new Library(name) : this.unknown("runs");
  }

  /** @param {any[]} unnamed */
  call_bool([one]) {
    return this.truth(one);
  }

  /** @param {any[]} unnamed */
  call_getattr([of, name, ...usual]) {
    const found = typeof name === "string" ? this.attribute(of, name) : this.unknown("runs"),
      missing = found instanceof Bound && of instanceof Instance && !of.of.find(name)[1];
    return usual.length && missing ? usual[0] : found;
  }

  /** @param {any[]} unnamed */
  call_setattr([of, name, found]) {
    this.setAttribute(of, String(this.key(name)), found);
    return null;
  }

  /** @param {any[]} unnamed */
  call_hasattr([of, name]) {
    if (!(of instanceof Instance)) return this.unknown("runs");
    return of.attributes.has(name) || Boolean(of.of.find(name)[1]);
  }

  /** @param {any[]} unnamed */
  call_isinstance([of, kinds]) {
    const answers = (isTuple(kinds) ? kinds : [kinds]).map((/** @type {any} */ one) => isOf(of, one));
    if (answers.includes(true)) return true;
    return answers.includes(null) ? this.unknown("runs") : false;
  }

  /** As torchvision resizes. @param {any[]} unnamed @param {Map<string, any>} named */
  resized([of, size], named) {
    const given = Object.entries({ size: size ?? named.get("size"), mode: "bilinear" });
    return this.ofTensor(of, "interpolate", [], new Map(given), true);
  }

  /** @param {string} dotted @param {string} name @param {any[]} given @param {Map<string, any>} named @returns {any} */
  ofLibrary(dotted, name, given, named) {
    const takes = [...given, ...named.values()],
      isRow = (/** @type {any} */ one) =>
        one instanceof Tensor ||
        one instanceof Stack ||
        (Array.isArray(one) && one.some((two) => two instanceof Tensor));
    const like = functional.FILLED.test(dotted) && this.asLarge(given, named);
    if (like) return this.emit("Elementwise", [like]);
    const own = takes.some(isRow) ? null : this.withoutRows(dotted, given, named);
    if (own) return own;
    if (!FUNCTIONS.test(dotted) || !takes.some(isRow)) {
      const unknown = takes.find((one) => one instanceof Unknown);
      if (unknown) return opaque(unknown);
      if (!/^\p{Lu}/u.test(name) && takes.some((one) => (Array.isArray(one) && !isTuple(one)) || one instanceof Map))
        this.refuse("not_executed", { text: dotted });
      return this.unknown("not_executed", { text: dotted });
    }
    const unnamed = named.has("input") ? [named.get("input"), ...given] : given,
      rest = new Map([...named].filter(([key]) => key !== "input"));
    return this.ofRows(dotted, name, unnamed, rest);
  }

  /** What a function makes of rows. @param {string} dotted @param {string} name @param {any[]} unnamed @param {Map<string, any>} named */
  ofRows(dotted, name, unnamed, named) {
    const [first, ...others] = unnamed;
    if (/^(cat|concat|concatenate)$/.test(name)) return this.cat(unnamed, named);
    if (name === "stack") return this.stacked(unnamed, named);
    if (first instanceof Stack) return /** @type {any} */ (this).ofStack(first, name, others, named);
    if (!(first instanceof Tensor)) return this.refuse("not_followed", { name: dotted });
    if (name === "rearrange") return this.rearranged(first, others, named);
    if (name === "resize") return this.resized(unnamed, named);
    return this.ofTensor(first, name, others, named, dotted.includes(".functional"));
  }
}

/** Whether a package holds layers: one of torch.nn, or one with classes of the same work. @param {string} owner @param {string} name */
const isOfLayers = (owner, name) =>
  owner === "torch.nn" ||
  owner.startsWith("torch.nn.modules") ||
  (/^(torchvision|timm)(\.|$)/.test(owner) && Object.hasOwn(host.KINDS, name));
