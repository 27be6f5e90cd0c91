// What moves the axes of a row, writes them in groups, or takes and repeats parts along one of them. A script of its own
// brings it, to texts that have words for it. convref.reading._python.axes.
import { host } from "./host.js";

const isInt = (/** @type {any} */ one) => typeof one === "bigint";

/** @typedef {import("./values.js").Tensor} Row */

/** The functions of axes, for the class that follows those of rows. @type {Record<string, any>} */
export const axes = {
  /** @param {Row} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_permute(of, unnamed, named) {
    const given = unnamed.length ? unnamed : [...named.values()];
    return this.emit("Permute", [of], [given.length === 1 ? this.listed(given[0]) : given]);
  },

  /** Let two axes change places. @param {Row} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_transpose(of, unnamed, named) {
    const given = [...unnamed, ...named.values()],
      axes = (of.rank ?? -2) + 2,
      places = given.map((one) => (Number(one) < 0 ? Number(one) + axes : Number(one)));
    if (of.rank === null || given.length !== 2 || !given.every(isInt)) this.refuse("runs");
    if (places.some((one) => one < 0 || one >= axes)) this.refuse("no_entry");
    const dims = Array.from({ length: axes }, (_, at) => BigInt(at));
    for (const [at, one] of places.entries()) dims[one] = BigInt(places[1 - at]);
    return this.emit("Permute", [of], [dims]);
  },

  /** @param {Row} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_swapaxes(of, unnamed, named) {
    return this.row_transpose(of, unnamed, named);
  },

  /** @param {Row} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_unflatten(of, unnamed, named) {
    return this.emit("Unflatten", [of], unnamed, Object.fromEntries(named));
  },

  /** @param {Row} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_select(of, unnamed, named) {
    return this.emit("Select", [of], unnamed, Object.fromEntries(named));
  },

  /** A row with its channels shuffled, where they were written as groups that changed places; else null. @param {Row} of @param {any[]} rest */
  shuffled({ row }, rest) {
    const { Size, Tensor, written } = host.lent,
      [parted, turned] = [this.modules[row - 2], this.modules[row - 1]];
    if (parted?.kind !== "View" || turned.kind !== "Permute" || turned.inputs.length) return null;
    const start = this.outputs.get(parted.inputs[0] ?? row - 2),
      { rank, channels } = start ?? new Tensor(0),
      [groups, width] = parted.arguments.size;
    if (!start || rank === null || channels === null || !isInt(groups) || channels % groups) return null;
    const sizes = Array.from({ length: rank }, (_, at) => new Size(start.row, [at + 2])),
      dims = [0, 2, 1, ...sizes.map((_, at) => at + 3)],
      wide = (/** @type {any} */ one, /** @type {bigint} */ wanted) => (one === -1n ? wanted : one);
    const given = [dims, [groups, channels / groups, ...sizes], [channels, ...sizes]],
      found = [
        turned.arguments.dims,
        [groups, wide(width, channels / groups), ...parted.arguments.size.slice(2)],
        [wide(rest[0], channels), ...rest.slice(1)],
      ];
    const fits = found.every((one, at) => written(one) === written(given[at]));
    return fits ? this.emit("ChannelShuffle", [start], [groups]) : null;
  },

  /** Take so many channels from one on; of cells it would not be known here whether there are so many. @param {Row} of @param {any[]} unnamed @param {Map<string, any>} named */
  row_narrow(of, unnamed, named) {
    const given = host.lent.placed(["dim", "start", "length"], unnamed, named),
      [dim, start, length] = ["dim", "start", "length"].map((name) => given.get(name) ?? null),
      { channels, rank } = of,
      isOfChannels = dim === 1n || (rank !== null && dim === BigInt(-1 - rank));
    if (!isOfChannels || channels === null || !isInt(start) || !isInt(length))
      this.refuse("not_followed", { name: "narrow" });
    if (start < 0n || length < 1n || start + length > /** @type {bigint} */ (channels)) this.refuse("no_entry");
    return this.part(of, start, start + length);
  },

  /** Put a row so many times behind itself along its channels. @param {Row} of @param {any[]} unnamed */
  row_repeat(of, unnamed) {
    const times = unnamed.length === 1 && Array.isArray(unnamed[0]) ? unnamed[0] : unnamed,
      [, count] = times,
      axes = of.rank === null ? times.length : of.rank + 2,
      isOne = times.length === axes && times.every((one, place) => place === 1 || one === 1n);
    if (!isInt(count) || count < 1n || !isOne) this.refuse("not_followed", { name: "repeat" });
    return count > 1n ? this.emit("Cat", new Array(Number(count)).fill(of)) : of;
  },

  /** Take axes apart, put them into another order and together, as the words of einops say. @param {any} row @param {any[]} unnamed @param {Map<string, any>} named */
  rearranged(row, unnamed, named) {
    const [pattern, ...more] = unnamed.length ? unnamed : [named.get("pattern")],
      sides = typeof pattern === "string" ? pattern.split("->").map(groupsOf) : [],
      [[[batch], ...held], groups] = sides.length === 2 && sides.every(({ length }) => length) ? sides : [[[]], []],
      names = [batch, ...held.flat()],
      isSame = [...new Set(names)].toSorted().join() === groups.flat().toSorted().join();
    if (more.length || !isSame || !batch || String(groups[0]) !== batch || sides[0][0].length > 1)
      this.refuse("not_followed", { name: "rearrange" });
    const apart = [[batch], ...held].reduceRight((of, group, place) => {
      const sizes = group.map((name) => named.get(name) ?? -1n);
      return group.length > 1 ? this.emit("Unflatten", [of], [BigInt(place), sizes]) : of;
    }, row);
    return this.grouped(apart, names, groups);
  },

  /** Write groups of axes as one each: those that stand side by side first, the others once all are in order. @param {any} row @param {string[]} names @param {string[][]} groups */
  grouped(row, names, groups) {
    let of = row;
    const flat = (/** @type {number} */ place, /** @type {string[]} */ { length }) =>
      length > 1 ? this.emit("Flatten", [of], [BigInt(place), BigInt(place + length - 1)]) : of;
    for (const group of groups) {
      const place = names.indexOf(group[0]);
      if (names.slice(place, place + group.length).join() !== group.join()) continue;
      of = flat(place, group);
      names.splice(place + 1, group.splice(1).length);
    }
    const order = groups.flat().map((name) => names.indexOf(name));
    if (order.some((axis, at) => axis !== at)) of = this.emit("Permute", [of], [order.map(BigInt)]);
    for (const [place, group] of [...groups.entries()].toReversed()) of = flat(place, group);
    return Object.assign(of, { rank: groups.length - 2 });
  },
};

/** The axes of b c (h w), each group as a list; none where it says something else. @param {string} side @returns {string[][]} */
const groupsOf = (side) =>
  /^\s*(?:[A-Za-z]\w*|\(\s*[A-Za-z]\w*(?:\s+[A-Za-z]\w*)*\s*\)|\s)+$/.test(side)
    ? (side.match(/\([^)]*\)|\w+/g) ?? []).map((one) => one.match(/\w+/g) ?? [])
    : [];
