// Functions that few texts call: copies of modules, what joins the entries of a list, and unpooling.
// convref.reading._python.library and pools.
import { host } from "./host.js";

/** Functions for the class that follows all others. @type {Record<string, any>} */
export const seldom = {
  /** A module of its own with the same arguments. @param {any} found @returns {any} */
  copy(found) {
    const { Holder, Instance, isTuple, Layer, Parameter } = host.lent;
    if (found instanceof Layer) {
      const { kind, line, unnamed, named, parametrization } = /** @type {any} */ (found);
      return new Layer(kind, line, unnamed, { ...named }, parametrization);
    }
    const all = (/** @type {Map<string, any>} */ items) =>
      new Map([...items].map(([name, one]) => [name, this.copy(one)]));
    if (found instanceof Holder) {
      const { kind, line, items } = /** @type {any} */ (found);
      return new Holder(kind, line, all(items));
    }
    if (found instanceof Instance) {
      const made = new Instance(found.of, found.line);
      made.held = found.held && this.copy(found.held);
      made.base = found.base && this.copy(found.base);
      made.attributes = all(found.attributes);
      return made;
    }
    if (found instanceof Parameter) return new Parameter(this.copy(found.layer), found.size, found.count);
    return Array.isArray(found) && !isTuple(found) ? found.map((one) => this.copy(one)) : found;
  },

  /** The entries of a list joined, from the first one on. @param {any[]} given */
  reduced(given) {
    const [join, entries, ...start] = given;
    if (given.length < 2 || given.length > 3) this.refuse("not_followed", { name: "reduce" });
    const [first = null, ...others] = [...start, ...this.listed(entries)];
    return others.reduce((found, one) => this.call(join, [found, one], new Map()), first);
  },

  /** A row whose values stand where a pool has found the largest ones. @param {string} kind @param {any[]} unnamed @param {Map<string, any>} named @param {any} [where] */
  unpooled(kind, unnamed, named, where) {
    const { Indices, placed, Tensor } = host.lent,
      { input, indices, output_size, ...given } = Object.fromEntries(
        placed(["input", "indices", "output_size"], unnamed, named),
      );
    if (!(input instanceof Tensor) || !(indices instanceof Indices)) return this.refuse("unpooled", { kind });
    const size = output_size ? { output_size: this.listed(output_size).slice(-Number(kind.at(-2))) } : {};
    return this.emit(kind, [input, new Tensor(indices.row)], [], { ...given, ...size }, where);
  },

  /** @param {any} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named */
  unpooledBy(of, name, unnamed, named) {
    const given = host.lent.placed(["indices", "kernel_size", "stride", "padding", "output_size"], unnamed, named);
    return this.unpooled(`MaxUnpool${name.slice(-2)}`, [of], given);
  },
};
