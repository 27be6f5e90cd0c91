// The rows that a forward makes. convref.reading._python.rows.
import { Python } from "./follow.js";
import * as functional from "./functional.js";
import { host } from "./host.js";
import * as plain from "./plain.js";
import { isInt, isSize, Reckoned, Size, Slice, Tensor, Unknown } from "./values.js";

const REWRITING = [
  "Cat",
  "Unfold",
  "Fold",
  "PixelShuffle",
  "PixelUnshuffle",
  "GLU",
  "Flatten",
  "View",
  "Linear",
  "Squeeze",
  "Unsqueeze",
  "Unflatten",
  "Embedding",
  "Select",
  "Permute",
];

/** How many axes a row has after some kinds, and how many more than before after others. @type {Record<string, number>} */
const MADE_RANK = { PixelShuffle: 2, PixelUnshuffle: 2, Fold: 2, Unfold: 1 };
/** @type {Record<string, number>} */
const MORE_RANK = { Unsqueeze: 1, Select: -1 };
const ALL = new Slice(null, null, null);
const isAll = (/** @type {any} */ one) => one instanceof Slice && Object.values(one).every((end) => end === null);
/** Whether a number depends on how many examples there are. @param {any} one @returns {boolean} */
const takesBatch = (one) =>
  one instanceof Size ? one.axes.includes(0) : one instanceof Reckoned && one.values.some(takesBatch);
const JOINED = Object.values(functional.JOINS);
const WRAPPED = /^(Conv(Transpose)?[123]d|Linear)$/; // what weight_norm and its like are read for

/** The rows that a forward makes. */
export class Rows extends Python {
  constructor() {
    super();
    this.modules = /** @type {any[]} */ ([]);
    this.outputs = /** @type {Map<number, Tensor>} */ (new Map()); // what each row gave when it was made
    this.called = /** @type {Map<any, number>} */ (new Map()); // the first row of each layer
    this.begun = /** @type {Map<Tensor, number>} */ (new Map()); // the first row that takes each input of the network
    this.paths = new Map();
    this.notes = /** @type {{ word: string, numbers: Record<string, unknown> }[]} */ ([]);
    this.trying = false; // whether the text calls its network only to count features
    this.frozen = true; // rows are made in forward only
  }

  /** @param {string} kind @param {Tensor[]} inputs @param {any[]} [unnamed] @param {Record<string, any>} [named] @param {{ name?: string, line?: number, parametrization?: string, weightsOf?: number }} [where] */
  emit(kind, inputs, unnamed = [], named = {}, { line = this.line, ...where } = {}) {
    const { name = "", parametrization = "", weightsOf = 0 } = where;
    if (this.modules.length >= host.most) this.refuse("many_rows", { most: host.most }, line);
    if (this.frozen) this.refuse("runs", {}, line);
    for (const one of [...unnamed, ...Object.values(named)]) this.checkArgument(one);
    this.checkTaken(kind, inputs);
    const taken = inputs.map(({ row }) => row),
      given = boundArguments(kind, unnamed, named, line);
    if (parametrization && !WRAPPED.test(kind)) this.refuse("wrapped", { kind: parametrization }, line);
    const before = taken.length === 1 && taken[0] === this.modules.length;
    this.modules.push({ kind, arguments: given, inputs: before ? [] : taken, name, line, parametrization, weightsOf });
    this.begin(inputs);
    return this.output(kind, inputs, given);
  }

  /** Remember which row takes a row first. @param {Tensor[]} inputs */
  begin(inputs) {
    for (const one of inputs) if (!this.begun.has(one)) this.begun.set(one, this.modules.length);
  }

  /** Let all names of a row stand for what it becomes. @param {Tensor} of @param {Tensor} found */
  inPlace(of, found) {
    if (found.row && JOINED.includes(this.modules[found.row - 1].kind)) {
      const [before, after] = [of.channels, found.channels];
      if (before !== null && after !== null && before !== after) this.refuse("in_place", { before, after });
      this.modules[found.row - 1].arguments = { inplace: true };
      of.outdate();
    }
    return of.become(found);
  }

  /** Refuse a row whose shape is not that of its output, where that matters. @param {string} kind @param {Tensor[]} inputs */
  checkTaken(kind, inputs) {
    const joins = JOINED.includes(kind);
    for (const { expanded, single, stale } of inputs) {
      if (stale) this.refuse("stale");
      if (expanded && !(joins && inputs.some(({ row }) => row === expanded))) this.refuse("expanded");
      if (single && !functional.ALONE.includes(kind)) this.refuse("no_axis");
    }
  }

  /** @param {any} found */
  checkArgument(found) {
    for (const one of [found, ...(Array.isArray(found) ? found : [])]) {
      if (one instanceof Unknown) this.refuseUnknown(one);
      const isSizes = Array.isArray(one) && one.some(isSize);
      if (takesBatch(one) || (!isSizes && !isSize(one) && !plain.isPlain(one))) this.refuse("runs");
    }
  }

  /** @param {string} kind @param {Tensor[]} inputs @param {Record<string, any>} given */
  output(kind, inputs, given) {
    const [first] = inputs,
      said = given.in_channels ?? given.num_features,
      { rank } = host.KINDS[kind];
    if (first.channels === null && isInt(said)) first.channels = said;
    first.rank ??= rank || null;
    const after = REWRITING.includes(kind) && kind !== "Cat" ? rankAfter(kind, first, given) : rank || first.rank;
    const channels = given.out_channels ?? channelsAfter(kind, inputs, given),
      output = new Tensor(this.modules.length, after, isInt(channels) ? channels : null);
    this.outputs.set(output.row, output);
    output.single = inputs.some(({ single }) => single);
    return functional.VIEWS.test(kind) || given.inplace ? output.share(first) : output;
  }

  /** @param {string} op @param {any} left @param {any} right */
  joined(op, left, right) {
    const other = left instanceof Tensor ? right : left;
    if (other instanceof Tensor && Object.hasOwn(functional.OPERATORS, op))
      return this.emit(functional.OPERATORS[op], [left, right]);
    if (plain.isNumber(other)) return this.emit("Elementwise", [left instanceof Tensor ? left : right]);
    return this.refuse("not_followed", { name: op });
  }

  /** Some channels or cells of a row, of x[:, 2:5] or x[:, :, 1:-1]. @param {Tensor} of @param {any} at */
  taken(of, at) {
    const all = this.places(of, Array.isArray(at) ? at : [at]),
      added = all.flatMap((one, axis) => (one === null ? [axis] : [])),
      places = all.filter((one) => one !== null),
      [batch, part = ALL, ...cells] = places;
    if (places.every(isAll) && !added.length) return of;
    if (!isAll(batch) || !(part instanceof Slice) || (added.length && places.some(isInt)))
      this.refuse("channels_taken");
    const taken = isAll(part) ? of : this.partOf(of, part),
      found = this.selected(cells.every((one) => isInt(one) || isAll(one)) ? taken : this.sliced(taken, cells), cells);
    return added.reduce((row, axis) => this.emit("Unsqueeze", [row], [BigInt(axis)]), found);
  }

  /** @param {Tensor} of @param {any} part */
  partOf(of, { start, stop, step }) {
    const isPlain = step === null && [start, stop].every((end) => end === null || isInt(end));
    return isPlain ? this.part(of, start, stop) : this.refuse("channels_taken");
  }

  /** Write the three dots out, as far as something stands behind them. @param {Tensor} of @param {any[]} places */
  places({ rank }, places) {
    const at = places.indexOf(Symbol.for("..."));
    if (at < 0) return places;
    const [before, behind] = [places.slice(0, at), places.slice(at + 1)];
    if (!behind.length) return before;
    if (rank === null) return this.refuse("runs");
    const said = [...before, ...behind].filter((one) => one !== null),
      left = Math.max(0, rank + 2 - said.length);
    return [...before, ...new Array(left).fill(ALL), ...behind];
  }

  /** Take one cell along the axes where a number stands, the last axis first. @param {Tensor} of @param {any[]} places */
  selected(of, places) {
    return places.reduceRight(
      (found, one, at) => (isInt(one) ? this.emit("Select", [found], [BigInt(at + 2), one]) : found),
      of,
    );
  }

  /** Take some of the cells along the axes where a slice stands. @param {Tensor} of @param {any[]} places */
  sliced(of, places) {
    if (of.rank !== null && places.length > of.rank) this.refuse("no_entry");
    const ends = places.map((one) => (isInt(one) ? ALL : one instanceof Slice ? one : this.refuse("channels_taken"))),
      given = ["start", "stop", "step"].map((name) => [name, ends.map((one) => /** @type {any} */ (one)[name])]),
      kept = given.filter(([, entries]) => /** @type {any[]} */ (entries).some((one) => one !== null));
    return this.emit("Slice", [of], [], Object.fromEntries(kept)).share(of);
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
    made.channels = /** @type {bigint} */ (stop) - /** @type {bigint} */ (start);
    return made.share(of, Number(start), Number(stop));
  }
}

/** @param {string} kind @param {Tensor} first @param {Record<string, any>} given @returns {number | null} */
function rankAfter(kind, first, { start_dim = 1n, end_dim = -1n, size }) {
  if (Object.hasOwn(MADE_RANK, kind)) return MADE_RANK[kind];
  if (kind === "Flatten") return rankFlat(first, start_dim, end_dim);
  if (kind === "View") return Array.isArray(size) ? size.length - 1 : 0;
  if (Object.hasOwn(MORE_RANK, kind)) return first.rank === null ? null : first.rank + MORE_RANK[kind];
  return ["Linear", "GLU", "Permute"].includes(kind) ? first.rank : null;
}

/** @param {Tensor} first @param {any} start @param {any} end @returns {number | null} */
function rankFlat({ rank }, start, end) {
  if (end === -1n && (start === 1n || start === 2n)) return Number(start) - 1;
  if (rank === null || !isInt(start) || !isInt(end)) return null;
  const axes = rank + 2;
  return rank - (((Number(end - start) % axes) + axes) % axes);
}

/** The arguments of a row by name, or a refusal of its line. @param {string} kind @param {any[]} unnamed @param {Record<string, any>} named @param {number} line */
export function boundArguments(kind, unnamed, named, line) {
  if (!Object.hasOwn(host.KINDS, kind)) host.refuse("not_followed", { name: kind }, line); // of a script that is not there
  const own = { ...named };
  for (const one of ["device", "dtype"]) if (Object.hasOwn(own, one)) own[one] = null;
  try {
    return host.bound(host.KINDS[kind], unnamed, own);
  } catch (error) {
    if (error instanceof host.Refusing) /** @type {any} */ (error).line ||= line;
    throw error;
  }
}

/** How many channels a row has, where that is known. @param {string} kind @param {Tensor[]} inputs @param {Record<string, any>} given @returns {bigint | null} */
function channelsAfter(kind, inputs, { size, out_features }) {
  const known = inputs.map(({ channels }) => channels),
    [first] = inputs,
    some = /** @type {bigint[]} */ (known.includes(null) ? [] : known);
  if (kind === "Cat") return some.length ? some.reduce((all, one) => all + one, 0n) : null;
  if (kind === "OverChannels") return 1n;
  if (kind === "Select") return first.channels;
  if (JOINED.includes(kind)) return some.length ? some.reduce((a, b) => (a > b ? a : b)) : null;
  if (kind === "View") return Array.isArray(size) && isInt(size[0]) && size[0] > 0n ? size[0] : null;
  if (kind === "Linear") return first.rank === 0 ? out_features : null;
  return REWRITING.includes(kind) ? null : first.channels;
}
