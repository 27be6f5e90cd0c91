// Kinds of rows that mostly stand in classes: they come with the script that reads those. convref._kinds.
import { host } from "./host.js";

/** @import { At, Arguments } from "../../../rules/kinds/registry.js" */

/** An entry for each axis; the last axes may have none. @param {string} name @param {any} value @param {number} axes @param {bigint} lowest @returns {(bigint | null)[]} */
function entries(name, value, axes, lowest) {
  const given = Array.isArray(value) ? value : [value];
  if (given.length > axes) host.refuse("length", { name, count: given.length, axes });
  return Array.from({ length: axes }, (_, at) =>
    given[at] === null || given[at] === undefined ? null : host.integer(name, given[at], lowest),
  );
}

/** A place among so many cells, as Python counts it. @param {bigint} one @param {bigint} size */
const placeOf = (one, size) => {
  const place = one < 0n ? one + size : one;
  return place < 0n ? 0n : place > size ? size : place;
};

/** Some of the cells, as x[:, :, start:stop:step] takes them. @param {At} whole @param {Arguments} given */
function sliced(whole, { start, stop, step }) {
  const at = whole.ranked(),
    sizes = at.sizes(),
    [from, to, by] = Object.entries({ start, stop, step }).map(([name, one]) =>
      entries(name, one, at.rank, name === "step" ? 1n : -(2n ** 63n)),
    );
  const taken = sizes.map((size, axis) => {
    const [first, last, one] = [placeOf(from[axis] ?? 0n, size), placeOf(to[axis] ?? size, size), by[axis] ?? 1n];
    if (first >= last) host.refuse("nothing", { o: 0 });
    return { first, one, count: (last - first + one - 1n) / one };
  });
  return at.slid(
    [at.shape[0], ...taken.map(({ count }) => count)],
    taken.map(({ first, one }) => host.windowed(1n, one, -first)),
    { fresh: false, unread: sizes.map(() => 0n) },
  );
}

/** A crop around the middle, as torchvision makes it, which pads what is smaller with zeros. @param {At} whole @param {Arguments} given */
function centerCrop(whole, { size }) {
  const at = whole.ranked(2),
    wanted = at.sizes().map((cells, axis) => at.perAxis("size", size, 1n)[axis] - cells);
  const pads = wanted.toReversed().flatMap((gap) => {
    const half = gap / 2n, // rounded towards 0; torchvision rounds a crop to the even one of two
      before = gap < 0n && gap % 2n && half % 2n ? half - 1n : half;
    return [before, gap - before];
  });
  return host.KINDS.ZeroPad2d.rule(at, { padding: pads, value: 0 });
}

/** A product with a weight of this size, or a sum; it belongs to the last axes, and repeats along those of 1. @param {At} at @param {Arguments} given */
function scale(at, { size, parameters }) {
  const given = (Array.isArray(size) ? size : [size]).map((one) => host.integer("size", one, 1n)),
    whole = [1n, ...at.shape].slice(-given.length || Infinity),
    count = given.reduce((all, one) => all * one, 1n);
  if (whole.length !== given.length || given.some((one, axis) => one !== 1n && one !== whole[axis]))
    host.refuse("normalized", { name: "size", text: given.join("×"), shape: at.shape.join("×") });
  return at.kept({ parameters: parameters === null ? count : host.integer("parameters", parameters, count) });
}

/** Values put where the largest ones stood; the second row is the pool that says where. @param {At} at @param {Arguments} given */
function maxUnpool(at, { kernel_size, stride, padding, output_size }) {
  const sizes = at.sizes(),
    { shape, reaches } = at.inputs[1],
    k = at.perAxis("kernel_size", kernel_size, 1n),
    p = at.perAxis("padding", padding, 0n),
    s = stride === null ? k : at.perAxis("stride", stride, 1n);
  if (String(shape) !== String(at.shape))
    host.refuse("differ", { kind: at.name, shapes: [at.shape, shape].map((one) => one.join("×")).join(", ") });
  const usual = sizes.map((i, axis) => (i - 1n) * s[axis] - 2n * p[axis] + k[axis]),
    output = output_size === null ? usual : at.perAxis("output_size", output_size, 1n);
  output.forEach((o, axis) => {
    const [least, most] = [usual[axis] - s[axis], usual[axis] + s[axis]];
    if (o <= least || o >= most || o < 1n) host.refuse("nothing", { o });
  });
  const flow = { ...at.flow, reaches: at.flow.reaches.map((one, axis) => host.met([one, reaches[axis]], sizes[axis])) };
  const met = /** @type {At} */ (new /** @type {any} */ (at.constructor)(at.name, at.rank, [flow], at.counting));
  return met.slid(
    [at.shape[0], ...output],
    k.map((one, axis) => host.spread(one, s[axis], p[axis])),
  );
}

/** Enter them into the list of kinds. */
export function enterKinds() {
  host.kind("Slice", [0], "start=None stop=None step=None", sliced);
  host.kind("Scale Shift", [0], "size parameters=None", scale);
  host.kind("MaxUnpool", [1, 2, 3], "kernel_size stride=None padding=0 output_size=None", maxUnpool, true);
  host.kind("CenterCrop", [0], "size", centerCrop);
}
