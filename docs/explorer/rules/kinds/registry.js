// What a rule gets and returns, and the one list of all rules: convref._kinds.registry.
import { allAfter, everything, isDense, windowed } from "../reaches.js";
import { refuse } from "../refusing.js";
import { integer, isSame, joined, perAxis } from "./checks.js";

/** @import { Reach, Reads } from "../reaches.js" */
/** @typedef {import("../trace.js").Counting} Counting */
/** @typedef {{ shape: bigint[], reaches: Reach[], sizes: bigint[], order?: string }} Flow what one row hands on: its shape, what lies behind it along each axis of the network's input, the cells along these axes, and whether the channels stand behind them ("last") or cells were moved in another way ("other") */
/** @typedef {{ macs: bigint, parameters: bigint, fresh: boolean, windows: Reads[] }} Cost `fresh` where the output takes memory of its own; `windows` an axis each, where they may leave cells at an end unread */
/** @typedef {{ flow: Flow } & Cost} Made */
/** @typedef {Record<string, any>} Arguments */
/** @typedef {(at: At, given: Arguments) => Made} Rule */
/** @typedef {{ name: string, signature: string, rule: Rule, rank: number, joins: boolean }} Kind */

export const RANKS = [1, 2, 3];

/** Whether each value sees the same, as after a linear layer. @param {Flow} flow */
export const seesAll = ({ reaches }) => reaches.every(isDense);

/** Whether the axes of the input no longer are axes. @param {Flow} flow */
export const isFlattened = (flow) => !seesAll(flow) && (flow.order || !isSame(flow.sizes, flow.shape.slice(1)));

/** Which axes of the input are left, where only axes of one cell were written away; else null. @param {Flow} flow */
export function leftOf({ shape, sizes, order }) {
  const places = sizes.flatMap((size, place) => (size > 1n ? [place] : [])),
    left = places.map((place) => sizes[place]);
  return !order && isSame(left, shape.slice(1)) ? places : null;
}

/** @param {Flow} flow @param {Partial<Cost>} [cost] @returns {Made} */
export const made = (flow, cost = {}) => ({ macs: 0n, parameters: 0n, fresh: true, windows: [], ...cost, flow });

/** Where a rule is applied: the row, what it receives, and what counts as a multiply-accumulate. */
export class At {
  /** @param {string} name @param {number} rank @param {Flow[]} inputs @param {Counting} counting */
  constructor(name, rank, inputs, counting) {
    this.name = name;
    this.rank = rank;
    this.inputs = inputs;
    this.counting = counting;
    this.flow = inputs[0];
    this.shape = inputs[0].shape;
  }

  /** The same, for a kind whose name does not say along how many axes it slides. @param {number} [rank] */
  ranked(rank = Math.max(1, Math.min(3, this.shape.length - 1))) {
    return new At(this.name, rank, this.inputs, this.counting);
  }

  /** The spatial sizes, once there are channels and as many axes as the kind slides along. */
  sizes() {
    this.checkAxes();
    if (isFlattened(this.flow) && !leftOf(this.flow)) this.refuseAxes();
    return this.shape.slice(1);
  }

  refuseAxes() {
    refuse("flattened", { kind: this.name, shape: joined(this.shape) });
  }

  checkAxes() {
    if (this.shape.length !== this.rank + 1)
      refuse("kind_axes", { kind: this.name, axes: this.rank, shape: joined(this.shape) });
  }

  /** @param {string} name @param {any} value @param {bigint} lowest */
  perAxis(name, value, lowest) {
    return perAxis(name, value, this.rank, lowest);
  }

  /** Refuse a sequence of one entry for several axes, where PyTorch takes a number or an entry for each. @param {Record<string, any>} given */
  checkEach(given) {
    for (const [name, value] of Object.entries(given))
      if (Array.isArray(value) && value.length === 1 && this.rank > 1)
        refuse("length", { name, count: 1, axes: this.rank });
  }

  /** @param {string} name @param {any} value */
  checkChannels(name, value) {
    if (integer(name, value, 1n) !== this.shape[0]) refuse("made_for", { name, channels: this.shape[0], value });
  }

  /** What a row makes that reads each axis in its own way. @param {bigint[]} shape @param {Reads[]} reads @param {Partial<Cost>} [cost] @returns {Made} */
  slid(shape, reads, cost = {}) {
    const { flow } = this;
    if (isFlattened(flow)) return this.slidAlong(leftOf(flow) ?? [], shape, reads, cost);
    const sizes = shape.slice(1),
      reaches = seesAll(flow) ? flow.reaches : allAfter(flow.reaches, reads);
    const windows = reads.some((one) => "ranges" in one || one.transposed) ? [] : reads;
    return made({ shape, reaches, sizes }, { windows, ...cost });
  }

  /** What a row makes that slides along those axes of the input that are left. @param {number[]} left @param {bigint[]} shape @param {Reads[]} reads @param {Partial<Cost>} cost @returns {Made} */
  slidAlong(left, shape, reads, cost) {
    const sizes = [...this.flow.sizes],
      read = /** @type {Reads[]} */ (sizes.map(() => windowed(1n))),
      whole = new At(this.name, sizes.length, [{ ...this.flow, shape: [this.shape[0], ...sizes] }], this.counting);
    left.forEach((place, at) => {
      read[place] = reads[at];
      sizes[place] = shape[at + 1];
    });
    const slid = whole.slid([shape[0], ...sizes], read),
      windows = slid.windows.length ? left.map((place) => slid.windows[place]) : [];
    return { ...slid, windows, ...cost, flow: { ...slid.flow, shape } };
  }

  /** What a row makes that leaves each value where it is. @param {Partial<Cost>} [cost] */
  kept(cost) {
    return made(this.flow, cost);
  }

  /** What a row makes each of whose outputs reads all values along all axes. @param {bigint[]} shape @param {Partial<Cost>} [cost] */
  mixed(shape, cost) {
    const { flow } = this,
      isMoved = flow.order || isSame(this.shape, flow.sizes); // without channels the last axis is one of several
    if (isMoved && isFlattened(flow) && this.shape.length > 1) this.refuseAxes();
    const reaches = seesAll(flow)
      ? flow.reaches
      : flow.reaches.map((reach, axis) => everything(reach, flow.sizes[axis]));
    return made({ shape, reaches, sizes: shape.slice(1) }, cost);
  }
}

/** @type {Record<string, Kind>} */
export const KINDS = {};

/**
 * Enter a rule under each of the names; with ranks, under Name1d, Name2d and so on.
 *
 * @param {string} names @param {number[]} ranks @param {string} signature as in torch.nn @param {Rule} rule @param {boolean} [joins]
 */
export function kind(names, ranks, signature, rule, joins = false) {
  for (const name of names.split(" ")) {
    for (const rank of ranks) {
      const whole = rank ? `${name}${rank}d` : name;
      KINDS[whole] = { name: whole, signature, rule, rank, joins };
    }
  }
}
