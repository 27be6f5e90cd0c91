// Modules that a text makes, and the rows of the forward in which it calls them. convref.reading._forward.
import { Python } from "./follow.js";
import * as functional from "./functional.js";
import { host } from "./host.js";
import * as plain from "./plain.js";
import {
  Bound,
  Class,
  Func,
  Gap,
  Holder,
  Instance,
  isInt,
  isTuple,
  Layer,
  Library,
  Partial,
  Shape,
  Size,
  Slice,
  Tensor,
  tuple,
  Unknown,
} from "./values.js";

const HOLDERS = ["Sequential", "ModuleList", "ModuleDict"],
  PREFIXES = new Map(
    Object.entries({
      nn: "torch.nn",
      F: "torch.nn.functional",
      torch: "torch",
      math: "math",
      np: "numpy",
      OrderedDict: "collections.OrderedDict",
      init: "torch.nn.init",
      partial: "functools.partial",
    }),
  ),
  FREE = /^(torch\.nn\.init|torch\.manual_seed|torch\.backends|builtins\.print|warnings|logging)\b/,
  FUNCTIONS = /^torch\.(?:nn\.functional\.|special\.)?\w+$/,
  WEIGHTS = ["modules", "named_modules", "parameters", "named_parameters", "buffers", "state_dict"],
  MADE_BY = ["weight_norm", "spectral_norm", "orthogonal"],
  KEPT = ["to", "eval", "train", "cuda", "cpu", "double", "float", "half", "apply", "requires_grad_"],
  REWRITING = ["Cat", "Unfold", "Fold", "PixelShuffle", "PixelUnshuffle", "GLU", "Flatten", "View", "Linear", "Squeeze", "Unsqueeze", "Unflatten", "Embedding"]; // prettier-ignore

/** @param {any} one */
export const isModule = (one) =>
  one instanceof Layer || one instanceof Holder || (one instanceof Instance && isNetwork(one.of));

/** Whether a class has a forward, or is a Sequential. @param {Class} of */
export const isNetwork = (of) =>
  Boolean(of.find("forward")[1]) || of.comesFrom("Sequential") || of.comesFrom("Module");

/** The modules that a module holds, by their names. @param {any} of @returns {Map<string, any>} */
export function children(of) {
  if (of instanceof Holder) return /** @type {any} */ (of).items;
  if (!(of instanceof Instance)) return new Map();
  const inside = [...of.attributes].filter(([, one]) => isModule(one));
  return new Map([...inside, ...(of.held ? of.held.items : [])]);
}

/** @param {any[]} values */
const numberedMap = (values) => new Map(values.map((one, at) => [String(at), one]));

/** Values by the names of their places; those that were named come on top. @param {string[]} places @param {any[]} unnamed @param {Map<string, any>} named */
const placed = (places, unnamed, named) =>
  new Map([...unnamed.slice(0, places.length).map((one, at) => /** @type {[string, any]} */ ([places[at], one])), ...named]);

/** Follows modules and tensors; `modules` are the rows that it has met. */
export class Forward extends Python {
  constructor() {
    super();
    this.modules = /** @type {any[]} */ ([]);
    this.called = new Set();
    this.paths = new Map();
    this.frozen = true; // rows are made in forward only
  }

  // Names and attributes.

  /** @param {string} name */
  usualName(name) {
    if (PREFIXES.has(name)) return new Library(/** @type {string} */ (PREFIXES.get(name)));
    if (name === "__name__") return "__main__";
    if (Object.hasOwn(host.KINDS, name) || HOLDERS.includes(name)) return new Library(`torch.nn.${name}`);
    return super.usualName(name);
  }

  /** @param {any} found @param {string} name @returns {any} */
  attribute(found, name) {
    if (found instanceof Bound && /** @type {any} */ (found).after)
      return new Bound(/** @type {any} */ (found).of, name, /** @type {any} */ (found).after);
    if (found instanceof Instance) return this.ofInstance(found, name);
    if (found instanceof Class) {
      const [member, owner] = found.find(name);
      if (!owner && name === "verify") return new Library("torchvision.verify"); // of the weights of torchvision's models
      return owner ? member : this.unknown("not_followed", { name });
    }
    if (found instanceof Layer) return this.ofLayer(found, name);
    if (found instanceof Holder && /** @type {any} */ (found).items.has(name))
      return /** @type {any} */ (found).items.get(name);
    if (found instanceof Tensor) {
      if (name === "shape") return new Shape(found);
      if (name === "data") return found;
      if (["device", "dtype", "T"].includes(name)) return this.unknown("runs");
    }
    return super.attribute(found, name);
  }

  /** @param {Instance} found @param {string} name */
  ofInstance(found, name) {
    if (found.attributes.has(name)) return found.attributes.get(name);
    if (name === "training") return false; // as after eval()
    if (name === "__class__") return found.of;
    const [member, owner] = found.of.find(name);
    if (owner && member instanceof Func) {
      const { kind } = /** @type {any} */ (member);
      if (kind === "property") return this.run(member, [found], new Map());
      return kind === "staticmethod" ? member : new Bound(found, name);
    }
    if (owner) return member;
    return found.held?.items.has(name) ? found.held.items.get(name) : new Bound(found, name);
  }

  /** @param {any} found @param {string} name */
  ofLayer(found, name) {
    if (KEPT.includes(name)) return new Bound(found, name);
    let given = /** @type {Record<string, any>} */ ({});
    try {
      if (Object.hasOwn(host.KINDS, found.kind)) given = host.bound(host.KINDS[found.kind], found.unnamed, found.named);
    } catch (error) {
      if (!(error instanceof host.Refusing)) throw error;
    }
    return Object.hasOwn(given, name) ? given[name] : this.unknown("runs");
  }

  /** @param {any} of @param {string} name @param {any} found */
  setAttribute(of, name, found) {
    if (of instanceof Instance && of.held && isModule(found)) of.held.items.set(name, found);
    else if (of instanceof Instance) of.attributes.set(name, found);
    else if (of instanceof Class) of.members.set(name, found);
    else if (of instanceof Holder) /** @type {any} */ (of).items.set(name, found);
    else if (of instanceof Layer) this.checkSet(of, name);
    else if (!(of instanceof Unknown)) super.setAttribute(of, name, found);
  }

  /** A layer that is made already keeps what it was made with. @param {any} layer @param {string} name */
  checkSet({ kind }, name) {
    const signature = host.KINDS[kind]?.signature,
      names = signature?.split(" ").map((/** @type {string} */ one) => one.split("=")[0]);
    if (!names || ["weight", "bias", ...names].includes(name)) this.refuse("not_followed", { name });
  }

  /** @param {any} whole @param {any} at @param {any} found */
  setEntry(whole, at, found) {
    const of = whole instanceof Instance && whole.held ? whole.held : whole;
    if (!(of instanceof Holder)) return super.setEntry(of, at, found);
    const { kind, items } = /** @type {any} */ (of),
      name = String(isInt(at) && at < 0n ? at + BigInt(items.size) : at);
    if (kind !== "ModuleDict" && !items.has(name)) this.refuse("no_entry");
    items.set(name, found);
    return undefined;
  }

  /** @param {any} whole @param {any} at @returns {any} */
  entry(whole, at) {
    const of = whole instanceof Instance && whole.held ? whole.held : whole;
    if (of instanceof Holder) {
      const { kind, line, items } = /** @type {any} */ (of);
      if (at instanceof Slice) return new Holder(kind, line, numberedMap(super.entry([...items.values()], at)));
      return super.entry(typeof at === "string" ? items : [...items.values()], at);
    }
    if (of instanceof Shape) return this.size(of, at);
    return of instanceof Tensor ? this.channels(of, at) : super.entry(of, at);
  }

  /** @param {any} whole @returns {any[]} */
  listOther(whole) {
    const of = whole instanceof Instance && whole.held ? whole.held : whole;
    if (of instanceof Holder) {
      const { kind, items } = /** @type {any} */ (of);
      return [...(kind === "ModuleDict" ? items.keys() : items.values())];
    }
    if (of instanceof Shape && of.of.rank !== null)
      return Array.from({ length: of.of.rank + 2 - of.first }, (_, at) =>
        this.size(new Shape(of.of), BigInt(at + of.first)),
      );
    return super.listOther(of);
  }

  /** @param {any} found */
  trueOther(found) {
    if (found instanceof Holder) return /** @type {any} */ (found).items.size > 0;
    if ([Tensor, Size, Gap, Shape].some((one) => found instanceof one)) this.refuse("runs");
    return true;
  }

  // Sizes.

  /** @param {Shape} shape @param {any} at @returns {any} */
  size({ of, first }, at) {
    const { rank, row, channels } = of;
    if (at instanceof Slice) {
      const { start, stop, step } = /** @type {any} */ (at),
        from = isInt(start) && start < 0n && rank !== null ? rank + 2 + Number(start) : Number(start);
      return isInt(start) && stop === null && step === null && from >= 0 ? new Shape(of, from) : this.unknown("runs");
    }
    if (!isInt(at)) return this.unknown("runs");
    let axis = Number(at) + (at >= 0n ? first : 0);
    if (axis < 0) {
      if (rank === null) return this.unknown("runs");
      axis += rank + 2;
    }
    return axis === 1 && channels !== null ? channels : new Size(row, [axis]);
  }

  /** @param {string} op @param {any} left @param {any} right @returns {any} */
  operateOther(op, left, right) {
    if (left instanceof Tensor || right instanceof Tensor) return this.joined(op, left, right);
    const isSize = (/** @type {any} */ one) => one instanceof Size || isInt(one);
    if (op === "Mult" && isSize(left) && isSize(right)) return productOf(left, right);
    if (op === "Sub" && left instanceof Size && right instanceof Size && String(left.axes) === String(right.axes))
      return new Gap(left.row, right.row, left.axes[0]);
    if (left instanceof Gap && /** @type {any} */ (left).part === "all") {
      const { longer, shorter, axis } = /** @type {any} */ (left),
        lower = new Gap(longer, shorter, axis, "lower");
      if (op === "FloorDiv" && right === 2n) return lower;
      if (op === "Sub" && lower.is(right)) return new Gap(longer, shorter, axis, "upper");
    }
    return super.operateOther(op, left, right);
  }

  /** @param {any} found */
  signOther(found) {
    return found instanceof Tensor ? this.emit("Elementwise", [found]) : super.signOther(found);
  }

  // Rows.

  /** @param {string} kind @param {Tensor[]} inputs @param {any[]} [unnamed] @param {Record<string, any>} [named] @param {{ name?: string, line?: number, parametrization?: string }} [where] */
  emit(kind, inputs, unnamed = [], named = {}, { name = "", line = this.line, parametrization = "" } = {}) {
    if (this.modules.length >= host.most) this.refuse("many_rows", { most: host.most }, line);
    if (this.frozen) this.refuse("runs", {}, line);
    for (const one of [...unnamed, ...Object.values(named)]) this.checkArgument(one);
    const known = host.KINDS[kind],
      taken = inputs.map(({ row }) => row),
      own = { ...named };
    for (const one of ["device", "dtype"]) if (Object.hasOwn(own, one)) own[one] = null;
    let given;
    try {
      given = host.bound(known, unnamed, own);
      if (parametrization && !/^(Conv(Transpose)?[123]d|Linear)$/.test(kind)) host.refuse("wrapped", { kind: parametrization });
    } catch (error) {
      if (error instanceof host.Refusing) error.line ||= line;
      throw error;
    }
    const before = taken.length === 1 && taken[0] === this.modules.length;
    this.modules.push({ kind, arguments: given, inputs: before ? [] : taken, name, line, parametrization });
    return this.output(kind, inputs, given);
  }

  /** @param {any} found */
  checkArgument(found) {
    for (const one of [found, ...(Array.isArray(found) ? found : [])]) {
      if (one instanceof Unknown) this.refuseUnknown(one);
      if (!plain.isPlain(one)) this.refuse("runs");
    }
  }

  /** @param {string} kind @param {Tensor[]} inputs @param {Record<string, any>} given */
  output(kind, inputs, given) {
    const [first] = inputs,
      known = inputs.map(({ channels }) => channels),
      said = given.in_channels ?? given.num_features;
    let rank = host.KINDS[kind].rank || first.rank;
    if (first.channels === null && isInt(said)) first.channels = said;
    if (first.rank === null) first.rank = host.KINDS[kind].rank || null;
    let { channels } = first;
    if (REWRITING.includes(kind)) {
      channels = null;
      if (kind !== "Cat") rank = rankAfter(kind, first, given);
      else if (!known.includes(null)) channels = known.reduce((all, one) => /** @type {any} */ (all) + one, 0n);
    }
    if (kind === "View" && Array.isArray(given.size) && isInt(given.size[0]))
      channels = given.size[0] > 0n ? given.size[0] : null;
    if (kind === "Linear" && first.rank === 0) channels = given.out_features;
    if (["Add", "Mul", "Sub", "Div"].includes(kind))
      channels = known.includes(null) ? null : known.reduce((a, b) => (/** @type {any} */ (a) > /** @type {any} */ (b) ? a : b));
    return new Tensor(this.modules.length, rank, given.out_channels ?? channels);
  }

  /** @param {string} op @param {any} left @param {any} right */
  joined(op, left, right) {
    const other = left instanceof Tensor ? right : left;
    if (other instanceof Tensor && Object.hasOwn(functional.OPERATORS, op))
      return this.emit(functional.OPERATORS[op], [left, right]);
    if (plain.isNumber(other)) return this.emit("Elementwise", [left instanceof Tensor ? left : right]);
    return this.refuse("not_followed", { name: op });
  }

  /** Some channels of a row, of x[:, 2:5]. @param {Tensor} of @param {any} at */
  channels(of, at) {
    const places = Array.isArray(at) ? at : [at],
      isAll = (/** @type {any} */ one) => one instanceof Slice && ["start", "stop", "step"].every((end) => /** @type {any} */ (one)[end] === null);
    if (places.length > 1 && isAll(places[0]) && places.slice(2).every(isAll) && places[1] instanceof Slice) {
      const { start, stop, step } = /** @type {any} */ (places[1]);
      if (step === null && [start, stop].every((end) => end === null || isInt(end))) return this.part(of, start, stop);
    }
    if (places.every(isAll) || places.at(-1) === Symbol.for("...")) return of;
    return places.length > 2 && places.slice(0, 2).every(isAll)
      ? this.cropped(of, places.slice(2))
      : this.refuse("channels_taken");
  }

  /** Cut cells off at the ends, as x[:, :, 1:-1] does. @param {Tensor} of @param {any[]} ends */
  cropped(of, ends) {
    const pads = ends.toReversed().flatMap((one) => {
      const { start: from, stop: to, step } = one instanceof Slice ? /** @type {any} */ (one) : { start: null, stop: 1n, step: null },
        start = from ?? 0n,
        stop = to === null ? 0n : to || 1n;
      if (step !== null || !isInt(start) || !isInt(stop) || start < 0n || stop > 0n) this.refuse("ends_cut");
      return [-start, stop];
    });
    const rank = of.rank || ends.length;
    if (ends.length > rank) this.refuse("no_entry");
    return this.emit(`ZeroPad${rank}d`, [of], [[...new Array(2 * (rank - ends.length)).fill(0n), ...pads]]);
  }

  /** @param {Tensor} of @param {any} from @param {any} to */
  part(of, from, to) {
    const { channels } = of;
    if (channels === null) return this.refuse("channels_taken");
    const end = (/** @type {any} */ one) => {
      const place = one < 0n ? one + channels : one;
      return place < 0n ? 0n : place > channels ? channels : place;
    };
    const [start, stop] = [end(from ?? 0n), end(to ?? channels)],
      made = this.emit("Channels", [of], [start, stop]);
    made.channels = stop - start;
    return made;
  }

  // Calls.

  /** @param {any} callee @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  call(callee, unnamed, named) {
    if (callee instanceof Partial)
      return this.call(callee.of, [...callee.unnamed, ...unnamed], new Map([...callee.named, ...named]));
    if (callee instanceof Class) return this.made(callee, unnamed, named);
    if (callee instanceof Layer || callee instanceof Holder || callee instanceof Instance)
      return this.module(callee, unnamed, named);
    if (callee instanceof Library) return this.library(callee.dotted, unnamed, named);
    return callee instanceof Bound ? this.method(callee, unnamed, named) : super.call(callee, unnamed, named);
  }

  /** @param {Class} of @param {any[]} unnamed @param {Map<string, any>} named */
  made(of, unnamed, named) {
    const made = new Instance(of, this.line),
      [start, owner] = of.find("__init__");
    if (owner) this.run(start, [made, ...unnamed], named);
    else if (of.comesFrom("Sequential") || of.comesFrom("ModuleList")) this.startBase(made, unnamed, named);
    return made;
  }

  /** @param {Instance} made @param {any[]} unnamed @param {Map<string, any>} named */
  startBase(made, unnamed, named) {
    for (const kind of HOLDERS) if (made.of.comesFrom(kind)) made.held = this.holder(kind, unnamed, named);
    return null;
  }

  /** @param {any} module @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  module(module, unnamed, named) {
    const { line } = this;
    if (module instanceof Instance) {
      let [forward, owner] = module.of.find("forward");
      if (!owner && module.held && module.of.comesFrom("Sequential")) return this.chain(module.held, unnamed);
      if (!owner) [forward, owner] = module.of.find("__call__");
      if (!owner) this.refuse("no_forward", { kind: module.of.name });
      return this.run(forward, [module, ...unnamed], named);
    }
    const unknown = unnamed.find((one) => one instanceof Unknown);
    if (unknown) return unknown;
    if (!(module instanceof Holder)) return this.layer(module, unnamed);
    if (/** @type {any} */ (module).kind !== "Sequential") this.refuse("no_call");
    const found = this.chain(module, unnamed);
    this.line = line;
    return found;
  }

  /** @param {any} held @param {any[]} unnamed */
  chain(held, unnamed) {
    if (unnamed.length !== 1) this.refuse("one_input", { kind: "Sequential" });
    return [...held.items.values()].reduce((found, one) => this.call(one, [found], new Map()), unnamed[0]);
  }

  /** @param {any} layer @param {any[]} unnamed */
  layer(layer, unnamed) {
    const { kind, line, parametrization } = layer;
    if (unnamed.length !== 1 || !(unnamed[0] instanceof Tensor)) this.refuse("one_input", { kind });
    if (!Object.hasOwn(host.KINDS, kind)) {
      try {
        host.knownKind(kind);
      } catch (error) {
        if (error instanceof host.Refusing) error.line = line;
        throw error;
      }
    }
    const again = this.called.has(layer);
    if (again && host.weighted.test(kind)) this.refuse("used_twice", { name: this.paths.get(layer) ?? kind });
    this.called.add(layer);
    const name = again ? "" : (this.paths.get(layer) ?? "");
    return this.emit(kind, unnamed, layer.unnamed, layer.named, { name, line, parametrization });
  }

  /** @param {string} dotted @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  library(dotted, unnamed, named) {
    const last = dotted.slice(dotted.lastIndexOf(".") + 1);
    if (dotted.startsWith("builtins.")) return this.builtin(last, unnamed, named);
    if (FREE.test(dotted) || dotted === "torch.no_grad" || dotted === "torch.inference_mode")
      return null;
    if (dotted === "torch.cuda.is_available") return false; // a device changes no row
    if (dotted === "torch.jit.is_scripting" || dotted === "torch.jit.is_tracing") return false;
    if (dotted === "functools.partial" && unnamed.length) return new Partial(unnamed[0], unnamed.slice(1), named);
    if (dotted === "typing.cast" && unnamed.length === 2) return unnamed[1];
    if (dotted === "torchvision.verify" && unnamed.length === 1 && unnamed[0] === null) return null;
    if (dotted === "collections.OrderedDict") return this.dict(unnamed, named);
    if (/^(math|numpy|operator)\./.test(dotted)) {
      const found = plain.called(last, unnamed);
      return found === plain.NONE ? this.unknown("runs") : found;
    }
    if (dotted === "copy.deepcopy" && unnamed.length === 1) return this.copy(unnamed[0]);
    return this.madeOfLibrary(dotted, last, unnamed, named) ?? this.ofLibrary(dotted, last, unnamed, named);
  }

  /** A layer or a holder of torch.nn; null where it is neither. @param {string} dotted @param {string} last @param {any[]} unnamed @param {Map<string, any>} named */
  madeOfLibrary(dotted, last, unnamed, named) {
    const owner = dotted.slice(0, -last.length - 1),
      isUpper = /^\p{Lu}/u.test(last);
    if (MADE_BY.includes(last) && owner.includes(".utils")) return this.parametrized(last, unnamed, named);
    if ((owner === "torch.nn" || owner === "torch.nn.modules") && HOLDERS.includes(last))
      return this.holder(last, unnamed, named);
    if (owner === "torch.nn" && last === "Parameter") return this.unknown("parameter");
    const ours = owner === "torch.nn" || owner.startsWith("torch.nn.modules"),
      other = /^(torchvision|timm)(\.|$)/.test(owner) && Object.hasOwn(host.KINDS, last);
    if (!isUpper || !(ours || other)) return null;
    const kept = Object.fromEntries([...named].map(([key, one]) => [key, key === "device" || key === "dtype" ? null : one]));
    return new Layer(last, this.line, unnamed, kept);
  }

  /** @param {string} kind @param {any[]} unnamed @param {Map<string, any>} named */
  parametrized(kind, unnamed, named) {
    const given = placed(["module", "name", "dim"], unnamed, named),
      layer = given.get("module");
    const fits = (given.get("name") ?? "weight") === "weight" && (kind !== "weight_norm" || (given.get("dim") ?? 0n) === 0n);
    if (!(layer instanceof Layer) || /** @type {any} */ (layer).parametrization || !fits) this.refuse("wrapped", { kind });
    layer.parametrization = kind;
    return layer;
  }

  /** @param {string} kind @param {any[]} unnamed @param {Map<string, any>} named */
  holder(kind, unnamed, named) {
    if (named.size) this.refuse("sequential_named");
    const single = unnamed.length === 1 && !isModule(unnamed[0]),
      inside = single ? unnamed[0] : unnamed;
    let items;
    if (inside instanceof Map) items = new Map([...inside].map(([name, one]) => [String(name), one]));
    else {
      if (kind === "Sequential" && single && Array.isArray(inside) && !isTuple(inside)) this.refuse("sequential_modules");
      items = numberedMap(this.listed(inside));
    }
    for (const one of items.values()) this.checkModule(one);
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

  /** A module of its own with the same arguments. @param {any} found @returns {any} */
  copy(found) {
    if (found instanceof Layer) {
      const { kind, line, unnamed, named, parametrization } = /** @type {any} */ (found);
      return new Layer(kind, line, unnamed, { ...named }, parametrization);
    }
    const all = (/** @type {Map<string, any>} */ items) => new Map([...items].map(([name, one]) => [name, this.copy(one)]));
    if (found instanceof Holder) {
      const { kind, line, items } = /** @type {any} */ (found);
      return new Holder(kind, line, all(items));
    }
    if (found instanceof Instance) {
      const made = new Instance(found.of, found.line);
      made.held = found.held && this.copy(found.held);
      made.attributes = all(found.attributes);
      return made;
    }
    return Array.isArray(found) && !isTuple(found) ? found.map((one) => this.copy(one)) : found;
  }

  /** @param {string} name @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  builtin(name, unnamed, named) {
    const special = /** @type {any} */ (this)[`call_${name}`];
    if (special) return special.call(this, unnamed, named);
    const unknown = unnamed.find((one) => one instanceof Unknown);
    if (unknown) return unknown;
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

  /** @param {any[]} unnamed */
  call_sum([all]) {
    return this.listed(all).reduce(
      (found, one) => (found === 0n && one instanceof Tensor ? one : this.operate("Add", found, one)),
      0n,
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

  // Functions of torch, and methods.

  /** @param {string} dotted @param {string} name @param {any[]} given @param {Map<string, any>} named @returns {any} */
  ofLibrary(dotted, name, given, named) {
    const takes = [...given, ...named.values()],
      isRow = (/** @type {any} */ one) => one instanceof Tensor || (Array.isArray(one) && one.some((two) => two instanceof Tensor));
    if (!FUNCTIONS.test(dotted) || !takes.some(isRow)) {
      if (!/^\p{Lu}/u.test(name) && takes.some((one) => (Array.isArray(one) && !isTuple(one)) || one instanceof Map))
        this.refuse("not_executed", { text: dotted });
      return this.unknown("not_executed", { text: dotted });
    }
    const unnamed = named.has("input") ? [named.get("input"), ...given] : given,
      rest = new Map([...named].filter(([key]) => key !== "input"));
    if (["cat", "concat", "concatenate"].includes(name)) return this.cat(unnamed, rest);
    if (unnamed[0] instanceof Tensor)
      return this.ofTensor(unnamed[0], name, unnamed.slice(1), rest, dotted.includes(".functional"));
    return this.refuse("not_followed", { name: dotted });
  }

  /** @param {any[]} unnamed @param {Map<string, any>} named */
  cat(unnamed, named) {
    const [rows, place] = unnamed.length ? unnamed : [named.get("tensors")],
      said = unnamed.length > 1 ? place : (named.get("dim") ?? named.get("axis") ?? 0n),
      found = this.listed(rows);
    if (!found.length || !found.every((one) => one instanceof Tensor)) this.refuse("not_followed", { name: "cat" });
    const { rank } = found[0],
      dim = isInt(said) && said < 0n && rank !== null ? said + BigInt(rank + 2) : said;
    if (found.length === 1) return found[0];
    return this.emit("Cat", found, [], dim === 1n ? {} : { dim });
  }

  /** @param {any} bound @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  method(bound, unnamed, named) {
    const { of, name, after } = bound;
    if (after) return this.above(bound, unnamed, named);
    if (of instanceof Tensor) return this.ofTensor(of, name, unnamed, named, false);
    if (of instanceof Instance && of.of.find(name)[1]) return this.run(of.of.find(name)[0], [of, ...unnamed], named);
    if (of instanceof Instance || of instanceof Holder || of instanceof Layer)
      return this.ofModule(of, name, unnamed, named);
    return super.call(bound, unnamed, named);
  }

  /** @param {any} bound @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  above({ of, name, after }, unnamed, named) {
    for (const base of after.bases) {
      const [found, owner] = base instanceof Class ? base.find(name) : [null, null];
      if (owner) return this.run(found, [of, ...unnamed], named);
    }
    if (name === "__init__") return this.startBase(of, unnamed, named);
    if (name === "forward" && of.held) return this.chain(of.held, unnamed);
    return this.ofModule(of, name, unnamed, named);
  }

  /** @param {any} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  ofModule(of, name, unnamed, named) {
    const held = of instanceof Instance && of.held ? of.held : of;
    if ((name === "add_module" || name === "register_module") && unnamed.length === 2) {
      this.checkModule(unnamed[1]);
      this.setAttribute(held, String(this.key(unnamed[0])), unnamed[1]);
      return null;
    }
    if (["append", "extend", "insert"].includes(name) && held instanceof Holder) return this.more(held, name, unnamed);
    const inside = children(held);
    if (name === "children" || name === "values") return [...inside.values()];
    if (name === "named_children" || name === "items") return [...inside].map(tuple);
    if (name === "keys") return [...inside.keys()];
    if (KEPT.includes(name)) return of;
    if (name === "forward" || name === "__call__") return this.module(of, unnamed, named);
    if (WEIGHTS.includes(name)) return new Unknown("not_followed", { name }, this.line, true);
    if (name === "register_buffer" && unnamed.length && of instanceof Instance) {
      of.attributes.set(String(unnamed[0]), this.unknown("runs"));
      return null;
    }
    return this.unknown("not_followed", { name });
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
    if (plain.method(inside, name, given, new Map()) === plain.NONE || [...held.items.keys()].some((key) => !/^\d+$/.test(key)))
      this.refuse("not_followed", { name });
    for (const one of inside) this.checkModule(one);
    held.items = numberedMap(inside);
    return held;
  }

  /** @param {Tensor} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named @param {boolean} isFunctional @returns {any} */
  ofTensor(of, name, unnamed, named, isFunctional) {
    const special = /** @type {any} */ (this)[`row_${name}`];
    if (special && (name !== "pad" || isFunctional)) return special.call(this, of, unnamed, named);
    if (functional.SAME.includes(name)) return of;
    const joins = Object.hasOwn(functional.JOINS, name);
    if (joins && unnamed[0] instanceof Tensor) return this.emit(functional.JOINS[name], [of, unnamed[0]]);
    if (Object.hasOwn(functional.CLASSES, name)) return this.asClass(of, name, unnamed, named);
    if (functional.VALUES.includes(name) || joins) {
      const unknown = [...unnamed, ...named.values()].find((one) => one instanceof Unknown);
      return unknown ? this.refuseUnknown(unknown) : this.emit("Elementwise", [of]);
    }
    if (functional.MOVED.includes(name)) this.refuse("moves", { name });
    return this.refuse(functional.PAIRS.includes(name) ? "with_weights" : "not_followed", { name });
  }

  /** @param {Tensor} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named */
  asClass(of, name, unnamed, named) {
    const places = functional.UNREAD[name]?.split(" "),
      given = Object.fromEntries(
        [...(places ? placed(places, unnamed, named) : named)].filter(([key]) => !places || !functional.DROPPED.includes(key)),
      );
    if (["interpolate", "upsample"].includes(name) && !plain.isPlain(given.size ?? null)) return this.like(of, given);
    const more = name === "relu_" || name === "leaky_relu_" ? { inplace: true } : {};
    return this.emit(functional.CLASSES[name], [of], places ? [] : unnamed, { ...more, ...given });
  }

  /** Resize to the sizes of another row. @param {Tensor} of @param {Record<string, any>} named */
  like(of, { size, mode, align_corners }) {
    if (size instanceof Unknown) this.refuseUnknown(size);
    const sizes = Array.isArray(size) ? size : [],
      isWhole = sizes.length > 0 && sizes.every((one, at) => one instanceof Size && one.factor === 1n && one.row === sizes[0].row && String(one.axes) === String(at + 2));
    const row = size instanceof Shape && size.first === 2 ? size.of.row : isWhole ? sizes[0].row : this.refuse("runs");
    const given = Object.entries({ mode, align_corners }).filter(([, one]) => one !== undefined && one !== null);
    return this.emit("UpsampleLike", [of, new Tensor(row)], [], Object.fromEntries(given));
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_pad(of, unnamed, named) {
    const given = placed(["pad", "mode", "value"], unnamed, named),
      pads = this.listed(given.get("pad")),
      mode = given.get("mode") ?? "constant";
    if (pads.length && pads.every((one) => one instanceof Gap)) return this.padLike(of, pads);
    const rank = of.rank || Math.floor(pads.length / 2),
      kinds = /** @type {Record<string, string>} */ ({
        constant: "ConstantPad",
        reflect: "ReflectionPad",
        replicate: "ReplicationPad",
        circular: "CircularPad",
      });
    if (pads.length > 2 * rank || !Object.hasOwn(kinds, mode)) this.refuse("not_followed", { name: "pad" });
    const whole = [...pads, ...new Array(2 * rank - pads.length).fill(0n)];
    return this.emit(`${kinds[mode]}${rank}d`, [of], [whole, ...(mode === "constant" ? [given.get("value") || 0n] : [])]);
  }

  /** @param {Tensor} of @param {any[]} pads */
  padLike(of, pads) {
    const { longer } = pads[0],
      most = pads.length / 2 + 1;
    const fits = pads.every((one, at) =>
      one.is(new Gap(longer, of.row, most - Math.floor(at / 2), at % 2 ? "upper" : "lower")),
    );
    return fits ? this.emit("PadLike", [of, new Tensor(longer)]) : this.refuse("runs");
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_size(of, unnamed, named) {
    const given = [...unnamed, ...named.values()];
    return given.length ? this.size(new Shape(of), given[0]) : new Shape(of);
  }

  /** @param {Tensor} of */
  row_dim({ rank }) {
    return rank === null ? this.unknown("runs") : BigInt(rank + 2);
  }

  /** @param {Tensor} of */
  row_ndimension(of) {
    return this.row_dim(of);
  }

  /** Write axes in another way; the batch stays the first. @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_view(of, unnamed, named) {
    const given = unnamed.length ? unnamed : [...named.values()],
      single = given.length === 1 && !isInt(given[0]) && !(given[0] instanceof Size),
      sizes = single ? this.listed(given[0]) : given;
    for (const one of sizes) if (one instanceof Unknown) this.refuseUnknown(one);
    const [first, ...rest] = sizes;
    const batch = first === -1n || (first instanceof Size && String(first.axes) === "0" && first.factor === 1n);
    if (!rest.length || !batch) this.refuse("view_batch");
    const spatial = Array.from({ length: of.rank ?? 0 }, (_, at) => at + 2);
    const left = rest.map((one, at) => (one instanceof Size && one.row === of.row && isAll(of, one, at, rest, spatial) ? -1n : one));
    if (left.length === 1 && left[0] === -1n) return this.emit("Flatten", [of]);
    if (left.length === 2 && left[1] === -1n && of.channels !== null && left[0] === of.channels && spatial.length)
      return spatial.length > 1 ? this.emit("Flatten", [of], [2n]) : of;
    if (left.some((one) => one instanceof Size)) this.refuse("runs");
    return this.emit("View", [of], [left]);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_reshape(of, unnamed, named) {
    return this.row_view(of, unnamed, named);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_unflatten(of, unnamed, named) {
    return this.emit("Unflatten", [of], unnamed, Object.fromEntries(named));
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_squeeze(of, unnamed, named) {
    return this.emit("Squeeze", [of], unnamed, Object.fromEntries(named));
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_unsqueeze(of, unnamed, named) {
    return this.emit("Unsqueeze", [of], unnamed, Object.fromEntries(named));
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_mean(of, unnamed, named) {
    return this.overAll(of, "Avg", unnamed, named);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_amax(of, unnamed, named) {
    return this.overAll(of, "Max", unnamed, named);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_max(of, unnamed, named) {
    if (unnamed[0] instanceof Tensor) this.refuse("not_followed", { name: "max" });
    return tuple([this.overAll(of, "Max", unnamed, named), this.unknown("runs")]);
  }

  /** @param {Tensor} of @param {string} what @param {any[]} unnamed @param {Map<string, any>} named */
  overAll(of, what, unnamed, named) {
    const given = placed(["dim", "keepdim"], unnamed, named),
      dims = given.get("dim") ?? given.get("axis") ?? null,
      axes = Array.isArray(dims) ? dims : [dims],
      rank = of.rank || axes.length;
    const places = axes.filter((one) => one !== null).map((one) => (isInt(one) && one < 0n ? Number(one) + rank + 2 : Number(one)));
    places.sort((a, b) => a - b);
    if (places.length !== rank || !places.every((one, at) => one === at + 2)) this.refuse("over_all");
    const pooled = this.emit(`Adaptive${what}Pool${rank}d`, [of], [1n]);
    return given.get("keepdim") ? pooled : this.emit("Flatten", [pooled]);
  }

  /** Take the channels apart, in parts of equal size. @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_chunk(of, unnamed, named) {
    const given = placed(["chunks", "dim"], unnamed, named),
      count = given.get("chunks"),
      dim = given.get("dim") ?? 0n,
      { channels } = of;
    if (!(dim === 1n || dim === BigInt(-(of.rank ?? 0) - 1)) || !isInt(count) || count < 1n || channels === null)
      return this.refuse("channels_taken");
    const part = (channels + count - 1n) / count,
      found = [];
    for (let at = 0n; at < channels; at += part) found.push(this.part(of, at, at + part < channels ? at + part : channels));
    return tuple(found);
  }

  /** @param {Tensor} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_split(of, unnamed, named) {
    const given = placed(["split_size", "dim"], unnamed, named),
      { channels } = of;
    let parts = given.get("split_size") ?? given.get("split_size_or_sections");
    if ((given.get("dim") ?? 0n) !== 1n || channels === null) return this.refuse("channels_taken");
    if (isInt(parts) && parts > 0n) {
      const size = parts;
      parts = [];
      for (let at = 0n; at < channels; at += size) parts.push(size < channels - at ? size : channels - at);
    }
    const sizes = this.listed(parts);
    if (!sizes.every(isInt) || sizes.reduce((all, one) => all + one, 0n) !== channels) this.refuse("channels_taken");
    let end = 0n;
    return tuple(
      sizes.map((size) => {
        end += size;
        return this.part(of, end - size, end);
      }),
    );
  }
}

/** @param {any} left @param {any} right */
function productOf(left, right) {
  if (isInt(left)) [left, right] = [right, left];
  if (isInt(right)) return new Size(left.row, left.axes, left.factor * right);
  return new Size(left.row, [...left.axes, ...right.axes].sort((a, b) => a - b), left.factor * right.factor);
}

/** @param {string} kind @param {Tensor} first @param {Record<string, any>} given @returns {number | null} */
function rankAfter(kind, first, { start_dim = 1n, end_dim = -1n, size }) {
  if (["PixelShuffle", "PixelUnshuffle", "Fold"].includes(kind)) return 2;
  if (kind === "Unfold") return 1;
  if (kind === "Flatten") return start_dim === 1n && end_dim === -1n ? 0 : start_dim === 2n ? 1 : null;
  if (kind === "View") return Array.isArray(size) ? size.length - 1 : 0;
  if (kind === "Unsqueeze") return first.rank === null ? null : first.rank + 1;
  return kind === "Linear" || kind === "GLU" ? first.rank : null;
}

/** Whether a size is all that is left: all axes, or all behind the channels. @param {Tensor} of @param {Size} one @param {number} at @param {any[]} rest @param {number[]} spatial */
function isAll(of, one, at, rest, spatial) {
  const axes = String(one.axes);
  if (rest.length === 1)
    return axes === String([1, ...spatial]) || (axes === String(spatial) && one.factor === of.channels);
  return rest.length === 2 && at === 1 && axes === String(spatial) && one.factor === 1n;
}

/** Whether something is of a class; null where that is not known. @param {any} of @param {any} kind @returns {boolean | null} */
function isOf(of, kind) {
  if (of instanceof Unknown || kind instanceof Unknown) return null;
  if (kind instanceof Class) return of instanceof Instance && (of.of === kind || of.of.above().includes(kind));
  const name = kind instanceof Library ? kind.dotted.slice(kind.dotted.lastIndexOf(".") + 1) : "";
  const plainly = /** @type {Record<string, boolean>} */ ({
    int: isInt(of),
    float: typeof of === "number",
    str: typeof of === "string",
    list: Array.isArray(of) && !isTuple(of),
    tuple: isTuple(of),
    dict: of instanceof Map,
    bool: typeof of === "boolean",
    Tensor: of instanceof Tensor,
    Module: isModule(of),
  });
  if (Object.hasOwn(plainly, name)) return plainly[name];
  if (of instanceof Layer || of instanceof Holder) return /** @type {any} */ (of).kind === name;
  return of instanceof Instance && of.of.comesFrom(name);
}
