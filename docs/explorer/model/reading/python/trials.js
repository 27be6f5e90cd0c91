// Trials: a network that is called while it is made, with numbers of a known size, to count features. A script of its own
// brings them, to texts that make such numbers. convref.reading._python.trials.
import { host } from "./host.js";

const FUNCTIONS = /^torch\.(nn\.functional\.)?[a-z]\w*$/,
  METHODS =
    /^(size|view|reshape|flatten|numel|nelement|dim|ndimension|item|mean|squeeze|unsqueeze|permute|transpose|relu|sigmoid|tanh)$/;

const product = (/** @type {bigint[]} */ sizes) => sizes.reduce((all, one) => all * one, 1n);
const isInt = (/** @type {any} */ one) => typeof one === "bigint";
const hasChannels = (/** @type {any} */ one) => one instanceof host.lent.Filled && one.size.length > 1;

/** Follows sizes through a call whose values nobody asks for. @type {Record<string, any>} */
export const trials = {
  /** Whether a layer or a function is called with numbers of a known size, before forward is. @param {any} callee @param {any[]} unnamed */
  isTrial(callee, [first]) {
    const { isModule, Library } = host.lent,
      called = isModule(callee) || (callee instanceof Library && FUNCTIONS.test(callee.dotted));
    return this.frozen && called && hasChannels(first);
  },

  /** What a call gives, in numbers of a known size; its rows are those of no network. @param {any} callee @param {any[]} unnamed @param {Map<string, any>} named @returns {any} */
  tried(callee, [first, ...others], named) {
    const { Tensor, Unknown } = host.lent,
      { modules, outputs, called, line, depth } = this,
      start = new Tensor(0, first.size.length - 2, first.size[1]);
    Object.assign(this, { modules: [], outputs: new Map(), called: new Map(), frozen: false, trying: true });
    try {
      return this.measured(this.call(callee, [start, ...others], named), first);
    } catch (error) {
      if (!(error instanceof host.Refusing)) throw error;
      const { rule, numbers, line: place } = /** @type {any} */ (error);
      Object.assign(this, { line, depth });
      return new Unknown(rule, numbers, place || line);
    } finally {
      for (const one of [start, ...this.outputs.values()]) one.stale = true; // no row of the network comes from a trial
      Object.assign(this, { modules, outputs, called, frozen: true, trying: false });
    }
  },

  /** @param {any} found @param {any} of @returns {any} */
  measured(found, of) {
    const { Filled, isTuple, Tensor, tuple } = host.lent;
    if (Array.isArray(found)) {
      const all = found.map((one) => this.measured(one, of));
      return isTuple(found) ? tuple(all) : all;
    }
    if (!(found instanceof Tensor)) return found;
    const [batch, ...shape] = of.size,
      rows = host.traced(this.modules, shape, { zeros: true, cropped: false }, 4n, shape.length - 1),
      { shape: last } = found.row ? rows[found.row - 1] : { shape };
    return new Filled("torch", of.line, [batch, ...(found.single ? [] : last)]);
  },

  /** The sizes of numbers, or a method of theirs; nothing where it is another one. @param {any} found @param {string} name */
  ofNumbers(found, name) {
    const { Bound, KEEPING, tuple } = host.lent;
    if (name === "shape") return tuple([...found.size]);
    return METHODS.test(name) || (KEEPING.test(name) && name !== "data") ? new Bound(found, name) : null;
  },

  /** What a method makes of numbers of a known size. @param {any} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named */
  ofFilled(of, name, unnamed, named) {
    const { KEEPING, Library, placed, tuple } = host.lent,
      { size } = of,
      [first] = unnamed;
    if (KEEPING.test(name)) return of;
    if (name === "size") return unnamed.length ? this.entry(tuple([...size]), first) : tuple([...size]);
    if (name === "numel" || name === "nelement") return product(size);
    if (name === "dim" || name === "ndimension") return BigInt(size.length);
    if (name === "view" || name === "reshape") return this.viewedAs(of, Array.isArray(first) ? first : unnamed);
    if (name === "flatten") return this.flat(of, placed(["start_dim", "end_dim"], unnamed, named));
    const isTried = this.frozen && hasChannels(of);
    return isTried ? this.tried(new Library(`torch.${name}`), [of, ...unnamed], named) : this.refuseUnknown(of);
  },

  /** @param {any} of @param {any[]} given */
  viewedAs({ line, size }, given) {
    const whole = product(size),
      isOdd = !given.every(isInt) || given.filter((one) => one === -1n).length > 1;
    if (isOdd) this.refuse("runs");
    const known = product(given),
      sizes = given.map((one) => (one === -1n ? whole / (known < 0n ? -known : known || 1n) : one));
    if (product(sizes) !== whole) this.refuse("runs");
    return new host.lent.Filled("torch", line, sizes);
  },

  /** @param {any} of @param {Map<string, any>} given */
  flat({ line, size }, given) {
    const ends = [given.get("start_dim") ?? 0n, given.get("end_dim") ?? -1n],
      [start, end] = ends.map((one) => (one === -1n ? size.length - 1 : Number(one)));
    if (!ends.every(isInt) || [start, end].some((one) => one < 0 || one >= size.length)) this.refuse("no_entry");
    return new host.lent.Filled("torch", line, [
      ...size.slice(0, start),
      product(size.slice(start, end + 1)),
      ...size.slice(end + 1),
    ]);
  },
};
