// Rows that take the outputs of several earlier rows: stacked as channels, added, multiplied. convref._kinds.joins.
import { largest } from "../integers.js";
import { after, everything, joined as reachOf } from "../reaches.js";
import { refuse } from "../refusing.js";
import { isSame, joined } from "./checks.js";
import { isFlattened, kind, made, seesAll } from "./registry.js";

/** @import { At, Flow, Arguments } from "./registry.js" */

/** @param {At} at @param {bigint[][]} shapes @returns {never} */
const differ = (at, shapes) => refuse("differ", { kind: at.name, shapes: shapes.map(joined).join(", ") });

/** @param {At} at @param {bigint[]} shape @param {Flow[]} inputs */
function met(at, shape, inputs) {
  const [first] = inputs;
  if (inputs.some((flow) => !isSame(flow.sizes, first.sizes) && !(seesAll(flow) && seesAll(first))))
    refuse("same_axes", { kind: at.name });
  if (inputs.some((flow) => flow.reaches.length !== first.reaches.length)) refuse("same_axes", { kind: at.name });
  const orders = new Set(inputs.filter((flow) => !seesAll(flow)).map(({ order }) => order || ""));
  if (orders.size > 1 || orders.has("other")) refuse("same_axes", { kind: at.name });
  const reaches = first.reaches.map((_, axis) =>
    reachOf(
      inputs.map((flow) => flow.reaches[axis]),
      first.sizes[axis] ?? 1n, // where all see the same there may be fewer axes than reaches
    ),
  );
  return made({ shape, reaches, sizes: first.sizes, order: [...orders].join("") });
}

/** @param {At} at @param {Arguments} given */
function cat(at, { dim }) {
  if (dim !== 1n) refuse("channels_only", {});
  const shapes = at.inputs.map(({ shape }) => shape),
    [first] = shapes;
  if (shapes.some((shape) => !isSame(shape.slice(1), first.slice(1)))) differ(at, shapes);
  const channels = shapes.reduce((all, [one]) => all + one, 0n);
  if (at.inputs.some(({ order }) => order === "last")) refuse("same_axes", { kind: at.name });
  const isMoved = at.inputs.some(({ order }) => order === "other");
  if (isMoved || (first.length === 1 && at.inputs.some(({ sizes }) => !isSame(sizes, at.inputs[0].sizes))))
    return seen(at, [channels, ...first.slice(1)]);
  return met(at, [channels, ...first.slice(1)], at.inputs);
}

/** Features of maps of several sizes, which have no axes in common: each is said to see what all see. @param {At} at @param {bigint[]} shape */
function seen(at, shape) {
  const all = at.inputs.map(({ reaches, sizes }) => reaches.map((one, axis) => everything(one, sizes[axis] ?? 1n)));
  const reaches = all[0].map((_, axis) =>
    reachOf(
      all.map((one) => one[axis]),
      1n,
    ),
  );
  return made({ shape, reaches, sizes: shape.slice(1) });
}

/** What is behind an input once each axis of one cell is as long as the others. @param {Flow} flow @param {bigint[]} shape @returns {Flow} */
function repeated(flow, shape) {
  if (isFlattened(flow)) return { ...flow, shape };
  const sizes = shape.slice(1);
  if (seesAll(flow)) return { shape, reaches: flow.reaches, sizes };
  const reaches = flow.reaches.map((reach, axis) =>
    flow.shape[axis + 1] === sizes[axis] ? reach : after(reach, { step: 0n, ranges: [[0n, 0n]] }),
  );
  return { shape, reaches, sizes };
}

/** @param {At} at @param {Arguments} given */
function add(at, { inplace }) {
  const shapes = at.inputs.map(({ shape }) => shape);
  if (shapes.some(({ length }) => length !== shapes[0].length)) differ(at, shapes);
  const shape = shapes[0].map((_, axis) => shapes.map((one) => one[axis]).reduce(largest));
  if (shapes.some((one) => one.some((size, axis) => size !== 1n && size !== shape[axis]))) differ(at, shapes);
  if (inplace && !isSame(shape, shapes[0])) differ(at, shapes);
  const inputs = at.inputs.map((flow) => repeated(flow, shape));
  return { ...met(at, shape, inputs), fresh: !inplace };
}

kind("Cat", [0], "dim=1", cat, true);
kind("Add Mul Sub Div Maximum Minimum", [0], "inplace=False", add, true);
