// Rows side by side along a new axis, as torch.stack puts them, and what makes rows of them again. It comes with the script of
// axes. convref.reading._python.stacks.
import { host } from "./host.js";

const isInt = (/** @type {any} */ one) => typeof one === "bigint";

/** What joins the rows of a stack, two at a time. @type {Record<string, string>} */
const OVER = { sum: "Add", mean: "Add", max: "Maximum", amax: "Maximum", min: "Minimum", amin: "Minimum" };
/** @type {Record<string, string>} */
const EACH = { sigmoid: "Sigmoid", tanh: "Tanh", relu: "ReLU" };

/** What is done with stacked rows, for the class that follows functions of rows. @type {Record<string, any>} */
export const stacks = {
  /** What torch.stack gives. @param {any[]} unnamed @param {Map<string, any>} named */
  stacked(unnamed, named) {
    const { placed, Stack, Tensor, Unknown } = host.lent,
      given = placed(["tensors", "dim"], unnamed, named),
      rows = this.listed(given.get("tensors")),
      dim = given.get("dim") ?? 0n,
      unknown = rows.find((/** @type {any} */ one) => one instanceof Unknown);
    if (unknown) this.refuseUnknown(unknown);
    if (!rows.length || !rows.every((/** @type {any} */ one) => one instanceof Tensor) || !isInt(dim))
      this.refuse("not_followed", { name: "stack" });
    return new Stack(rows, newAxis(rows[0], dim));
  },

  /** What a function or a method makes of stacked rows. @param {any} of @param {string} name @param {any[]} unnamed @param {Map<string, any>} named */
  ofStack(of, name, unnamed, named) {
    const { placed, SAME, Stack, VALUES } = host.lent;
    if (SAME.includes(name)) return of;
    const given = placed(["dim", "keepdim"], unnamed, named),
      { rows } = of;
    if ((name in EACH || VALUES.includes(name)) && !given.size)
      return new Stack(
        rows.map((/** @type {any} */ one) => this.emit(EACH[name] ?? "Elementwise", [one])),
        of.dim,
      );
    const dim = given.get("dim") ?? given.get("axis");
    if (!isInt(dim) || newAxis(rows[0], dim) !== of.dim || given.get("keepdim")) this.refuse("stacked");
    return this.along(of, name);
  },

  /** What makes rows of stacked ones along the new axis. @param {any} of @param {string} name */
  along(of, name) {
    const { rows } = of;
    if (name === "softmax") return this.softmaxOf(of);
    if (name === "unbind") return host.lent.tuple([...rows]);
    if (!(name in OVER)) this.refuse("stacked");
    let found = rows.reduce((/** @type {any} */ one, /** @type {any} */ other) => this.emit(OVER[name], [one, other]));
    if (name === "mean" && rows.length > 1) found = this.emit("Elementwise", [found]);
    return name === "max" || name === "min" ? host.lent.tuple([found, this.unknown("runs")]) : found;
  },

  /** What each row gives, divided by the sum of what all give. @param {any} of */
  softmaxOf({ rows, dim }) {
    const powers = rows.map((/** @type {any} */ one) => this.emit("Elementwise", [one])),
      whole = powers.reduce((/** @type {any} */ one, /** @type {any} */ other) => this.emit("Add", [one, other]));
    return new host.lent.Stack(
      powers.map((/** @type {any} */ one) => this.emit("Div", [one, whole])),
      dim,
    );
  },

  /** Stacked rows that are added to others, or multiplied by them, each with its like. @param {string} op @param {any} left @param {any} right */
  ofStacks(op, left, right) {
    const { isNumber, Stack } = host.lent,
      first = left instanceof Stack ? left : right,
      both = [left, right],
      [ones, others] = both.map((one) => (one instanceof Stack ? one.rows : first.rows.map(() => one))),
      fits = both.every((one) => (one instanceof Stack ? one.dim === first.dim : isNumber(one)));
    if (!fits || ones.length !== others.length) this.refuse("stacked");
    return new Stack(
      ones.map((/** @type {any} */ one, /** @type {number} */ at) => this.operate(op, one, others[at])),
      first.dim,
    );
  },
};

/** Where an axis stands of a stack of such rows, counted from the front where that is known. @param {any} row @param {bigint} dim */
const newAxis = ({ rank }, dim) => (dim < 0n && rank !== null ? dim + BigInt(rank + 3) : dim);
