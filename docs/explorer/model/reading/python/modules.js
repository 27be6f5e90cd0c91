// Attributes and entries of modules and of rows, and the sizes of rows. convref.reading._python.modules.
import { Rows } from "./rows.js";
import { host } from "./host.js";
import * as plain from "./plain.js";
import { children, isModule, numberedMap } from "./shared.js";
import {
  Bound,
  Class,
  Differ,
  Func,
  Holder,
  HOLDERS,
  Instance,
  isInt,
  Layer,
  Library,
  isSize,
  OwnWeight,
  Reckoned,
  Shape,
  Size,
  Slice,
  Stack,
  Tensor,
  tuple,
  Unknown,
} from "./values.js";

// What is reckoned from sizes by a sign.
const RECKONED = ["Add", "Sub", "Mult", "Div", "FloorDiv", "Mod"];
const ROUNDED = ["int", "floor", "ceil", "round", "abs"];
const PREFIXES = new Map(
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
);
// Arguments of convolutions that their layers keep one of for each axis.
const PER_AXIS = ["kernel_size", "stride", "padding", "dilation", "output_padding"];
// What gives a weight of the same shape.
const OF_SAME_SHAPE = ["data", "clone", "detach", "to"];
// What gives the module itself.
export const KEPT = ["to", "eval", "train", "cuda", "cpu", "double", "float", "half", "apply", "requires_grad_"];

/** Attributes and entries of modules and of rows, and the sizes of rows. */
export class Modules extends Rows {
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
    if (name === "_modules") return children(found);
    if (found instanceof Instance) return this.ofInstance(found, name);
    if (found instanceof Class) {
      const [member, owner] = found.find(name);
      if (!owner && name === "verify") return new Library("torchvision.verify"); // of the weights of torchvision's models
      return owner ? member : this.unknown("not_followed", { name });
    }
    if (found instanceof Layer) return this.ofLayer(found, name);
    if (found instanceof Holder && /** @type {any} */ (found).items.has(name))
      return /** @type {any} */ (found).items.get(name);
    if (found instanceof OwnWeight) return OF_SAME_SHAPE.includes(name) ? found : this.unknown("runs");
    return found instanceof Tensor ? this.ofRow(found, name) : super.attribute(found, name);
  }

  /** @param {Tensor} found @param {string} name */
  ofRow(found, name) {
    if (name === "shape") return new Shape(found);
    if (name === "data") return found;
    if (["device", "dtype", "is_cuda", "T"].includes(name)) return this.unknown("runs");
    return super.attribute(found, name);
  }

  /** @param {Instance} found @param {string} name */
  ofInstance(found, name) {
    if (found.attributes.has(name) && !isHidden(found, name)) return found.attributes.get(name);
    if (name === "training") return false; // as after eval()
    if (name === "__class__") return found.of;
    const [member, owner] = found.of.find(name);
    if (owner && member instanceof Func) {
      const { kind } = /** @type {any} */ (member);
      if (kind === "property") return this.run(member, [found], new Map());
      return kind === "staticmethod" ? member : new Bound(found, name);
    }
    if (owner) return member;
    if (found.held?.items.has(name)) return found.held.items.get(name);
    const isOwn = found.base && ["weight", "bias", ...argumentsOf(found.base.kind)].includes(name);
    return isOwn ? this.ofLayer(found.base, name) : new Bound(found, name);
  }

  /** @param {any} found @param {string} name */
  ofLayer(found, name) {
    if (KEPT.includes(name) || /^register_forward_(pre_)?hook$/.test(name)) return new Bound(found, name);
    const given = givenTo(found);
    if (name === "weight" || (name === "bias" && (given.bias ?? true))) return new OwnWeight(found, this.line);
    if (!Object.hasOwn(given, name)) return this.unknown("runs");
    if (name === "bias") return null;
    const isOne = found.kind.startsWith("Conv") && PER_AXIS.includes(name) && isInt(given[name]);
    return isOne ? tuple(new Array(host.KINDS[found.kind].rank).fill(given[name])) : given[name];
  }

  /** @param {any} of @param {string} name @param {any} found */
  setAttribute(of, name, found) {
    if (name === "forward" && !(of instanceof Class || of instanceof Unknown)) this.refuse("not_followed", { name });
    if (of instanceof Instance && isModule(found)) this.checkStarted(of);
    if (of instanceof Instance && of.held && isModule(found)) of.held.items.set(name, found);
    else if (of instanceof Instance) {
      if (of.base) this.checkSet(of.base, name);
      of.attributes.set(name, found);
    } else if (of instanceof Class) of.members.set(name, found);
    else if (of instanceof Holder) /** @type {any} */ (of).items.set(name, found);
    else if (of instanceof Layer) this.checkSet(of, name);
    else if (!(of instanceof Unknown)) super.setAttribute(of, name, found);
  }

  /** As PyTorch refuses a module whose class forgets the __init__ of nn.Module. @param {Instance} made */
  checkStarted({ of, started }) {
    if (of.comesFrom("Module") && !started) this.refuse("not_started", { kind: of.name });
  }

  /** A layer that is made already keeps what it was made with. @param {any} layer @param {string} name */
  checkSet({ kind }, name) {
    if (!Object.hasOwn(host.KINDS, kind) || ["weight", "bias", ...argumentsOf(kind)].includes(name))
      this.refuse("not_followed", { name });
  }

  /** @param {any} whole @param {any} at @param {any} found */
  setEntry(whole, at, found) {
    const of = inside(whole);
    if (!(of instanceof Holder)) return super.setEntry(of, at, found);
    const { kind, items } = /** @type {any} */ (of),
      name = String(isInt(at) && at < 0n ? at + BigInt(items.size) : at);
    if (kind !== "ModuleDict" && !items.has(name)) this.refuse("no_entry");
    items.set(name, found);
    return undefined;
  }

  /** @param {any} of @param {string} name */
  deleteAttribute(of, name) {
    if (of instanceof Instance && (of.attributes.delete(name) || of.held?.items.delete(name))) return;
    if (!(of instanceof Unknown)) this.refuse("not_followed", { name: "del" });
  }

  /** Leave out modules of a holder, which are then numbered anew. @param {any} whole @param {any} at */
  deleteEntry(whole, at) {
    const of = inside(whole);
    if (!(of instanceof Holder)) return super.deleteEntry(of, at);
    const held = /** @type {any} */ (of),
      all = [...held.items.values()];
    if (typeof at === "string") return super.deleteEntry(held.items, at);
    super.deleteEntry(all, at);
    if ([...held.items.keys()].some((name) => !/^\d+$/.test(name))) this.refuse("not_followed", { name: "del" });
    held.items = numberedMap(all);
    return undefined;
  }

  /** @param {any} whole @param {any} at @returns {any} */
  entry(whole, at) {
    const of = inside(whole);
    if (of instanceof Holder) {
      const { kind, line, items } = /** @type {any} */ (of);
      if (at instanceof Slice) return new Holder(kind, line, numberedMap(super.entry([...items.values()], at)));
      return super.entry(typeof at === "string" ? items : [...items.values()], at);
    }
    if (of instanceof Shape) return this.size(of, at);
    return of instanceof Tensor ? this.taken(of, at) : super.entry(of, at);
  }

  /** @param {any} whole @returns {any[]} */
  listOther(whole) {
    const of = inside(whole);
    if (Array.isArray(of)) return of;
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
    if ([Tensor, Stack, Size, Reckoned, Shape, Differ].some((one) => found instanceof one)) this.refuse("runs");
    return true;
  }

  /** @param {Shape} shape @param {any} at @returns {any} */
  size(shape, at) {
    const { expanded, single } = shape.of;
    return expanded || single ? this.unknown("runs") : this.sizeOf(shape, at);
  }

  /** @param {Shape} shape @param {any} at @returns {any} */
  sizeOf({ of, first }, at) {
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

  /** The row whose sizes are asked for, all of them; nothing where something else is. @param {any[]} unnamed @param {Map<string, any>} named @returns {Tensor | null | undefined} */
  asLarge(unnamed, named) {
    const given = unnamed.length ? unnamed : [named.get("size")],
      whole = given.length === 1 ? given[0] : given;
    if (whole instanceof Shape) return whole.first === 0 ? whole.of : null;
    const first = Array.isArray(whole) ? whole[0] : null,
      of = first instanceof Size ? this.outputs.get(first.row) : null;
    return of && of.row === first.row && of.rank !== null && written(whole) === written(this.listed(new Shape(of)))
      ? of
      : null;
  }

  /** Whether a comparison holds, or which rows it compares the sizes of. @param {string} op @param {any} left @param {any} right */
  compare(op, left, right) {
    if (left instanceof OwnWeight && right === null && (op === "Is" || op === "IsNot")) return op === "IsNot";
    if (right === null && /^(Not)?Eq$/.test(op) && (left instanceof Tensor || isModule(left))) return op === "NotEq";
    if (!op.startsWith("Is") && left instanceof Tensor) this.checkCompared(right);
    const rows = [left, right].map((one) => (one instanceof Shape ? one.of.row : one instanceof Size ? one.row : null));
    if (op === "NotEq" && !rows.includes(null) && left instanceof Shape === right instanceof Shape)
      return new Differ(/** @type {number} */ (rows[0]), /** @type {number} */ (rows[1]));
    return super.compare(op, left, right);
  }

  /** Refuse two rows: their sizes must fit, whether the answer is taken or not. @param {any} right */
  checkCompared(right) {
    if (right instanceof Tensor || Array.isArray(right)) this.refuse("runs");
  }

  /** What is done where the sizes of two rows differ: it fits one to the other, or is refused. @param {import("./reading.js").Ast} node @param {any} found @param {import("./values.js").Scope} scope */
  fitted({ body, line }, { left, right }, scope) {
    const start = this.modules.length;
    this.block(body, scope);
    const [made, ...others] = this.modules.slice(start);
    if (others.length || !["UpsampleLike", "PadLike"].includes(made?.kind)) this.refuse("runs", {}, line);
    if (String([...new Set([left, right])].toSorted()) !== String([...new Set(made.inputs)].toSorted()))
      this.refuse("runs", {}, line);
    return undefined;
  }

  /** Let all names of a row stand for what it becomes. @param {string} op @param {any} left @param {any} right @returns {any} */
  operateInPlace(op, left, right) {
    const found = this.operate(op, left, right);
    return left instanceof Tensor && found instanceof Tensor ? this.inPlace(left, found) : found;
  }

  /** @param {string} op @param {any} left @param {any} right @returns {any} */
  operateOther(op, left, right) {
    if (left instanceof Stack || right instanceof Stack) return /** @type {any} */ (this).ofStacks(op, left, right);
    if (left instanceof Tensor || right instanceof Tensor) return this.joined(op, left, right);
    if (![left, right].some(isSize) || ![left, right].every((one) => isSize(one) || plain.isNumber(one)))
      return super.operateOther(op, left, right);
    if (op === "Mult") return productOf(left, right) ?? new Reckoned(op, [left, right]);
    return RECKONED.includes(op) ? new Reckoned(op, [left, right]) : this.unknown("runs");
  }

  /** What a function of Python gives for sizes, which are not known yet; null where there are none. @param {string} name @param {any[]} values */
  reckoned(name, values) {
    const isOfTwo = name === "max" || name === "min",
      [first] = values;
    if (!(isOfTwo || ROUNDED.includes(name)) || !values.some(isSize)) return null;
    if (!values.every((one) => isSize(one) || plain.isNumber(one))) return null;
    if (values.length !== (isOfTwo ? 2 : 1)) return this.unknown("runs");
    return first instanceof Size && !isOfTwo ? first : new Reckoned(name, values);
  }

  /** @param {any} found */
  signOther(found) {
    if (isSize(found)) return new Reckoned("Mult", [found, -1n]);
    return found instanceof Tensor ? this.emit("Elementwise", [found]) : super.signOther(found);
  }
}

/** What holds the entries of a module or of a stack in front of the batch; else the thing itself. @param {any} whole */
function inside(whole) {
  if (whole instanceof Stack && whole.dim === 0n) return whole.rows;
  return whole instanceof Instance && whole.held ? whole.held : whole;
}

/** Sizes as one word. @param {any[]} sizes @returns {string} */
export const written = (sizes) =>
  sizes
    .map((one) =>
      one instanceof Size
        ? [one.row, one.axes, one.factor]
        : one instanceof Reckoned
          ? `${one.sign}(${written(one.values)})`
          : String(one),
    )
    .join();

/** The names of the arguments of a layer. @param {string} kind @returns {string[]} */
export const argumentsOf = (kind) =>
  (host.KINDS[kind]?.signature ?? "").split(" ").map((/** @type {string} */ one) => one.split("=")[0]);

/** A product of sizes of one row, and of a number; null where it is another one. @param {any} left @param {any} right */
function productOf(left, right) {
  const [size, other] = left instanceof Size ? [left, right] : [right, left];
  if (!(size instanceof Size)) return null;
  if (isInt(other)) return new Size(size.row, size.axes, size.factor * other);
  if (!(other instanceof Size) || size.row !== other.row) return null;
  const axes = [...size.axes, ...other.axes];
  axes.sort((a, b) => a - b);
  return new Size(size.row, axes, size.factor * other.factor);
}

/** Whether a member of the class is found first: PyTorch keeps modules where Python looks last. @param {Instance} made @param {string} name */
const isHidden = ({ attributes, of }, name) =>
  isModule(attributes.get(name)) && of.comesFrom("Module") && Boolean(of.find(name)[1]);

/** The arguments of a layer by their names, of a convolution with those that were left out. @param {any} layer @returns {Record<string, any>} */
function givenTo({ kind, unnamed, named }) {
  if (!Object.hasOwn(host.KINDS, kind)) return {};
  try {
    const given = host.bound(host.KINDS[kind], unnamed, named);
    return kind.startsWith("Conv") ? host.completed(host.KINDS[kind], given) : given;
  } catch (error) {
    if (error instanceof host.Refusing) return {};
    throw error;
  }
}
