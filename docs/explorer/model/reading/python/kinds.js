// Kinds of rows that functions of rows make: what writes the same values in another way, takes a part of them, scales them.
// A script of its own brings them. convref._kinds.
import { repr } from "../../../rules/python.js";
import { isSame, joined, product } from "../../../rules/kinds/checks.js";
import { host } from "./host.js";

/** @import { At, Arguments, Flow } from "../../../rules/kinds/registry.js" */

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
    { fresh: false, windows: [] },
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

/** The same values under another shape; nothing slides along its axes where cells are in other places. @param {At} at @param {bigint[]} shape */
function rewritten(at, shape) {
  const { flow } = at,
    inner = shape.slice(1),
    long = (/** @type {bigint[]} */ sizes) => sizes.filter((size) => size > 1n);
  if (host.seesAll(flow)) return host.made({ ...flow, shape, sizes: inner }, { fresh: false });
  if (host.merges(at, shape)) return host.merged(at, shape);
  if (host.keepsLast(at, shape)) return host.looked(flow, shape, "last");
  const isFirst = shape[0] === at.shape[0] && product(at.shape.slice(1)) === product(flow.sizes), // cells counted anew
    stays = isFirst || isSame(inner, flow.sizes) || product(inner) === 1n || isSame(long(shape), long(at.shape));
  return flow.order || !stays ? moved(flow, shape, "other") : host.looked(flow, shape);
}

/** Values in other places, which all see the same where there was one cell along each axis. @param {Flow} flow @param {bigint[]} shape @param {string} order */
function moved(flow, shape, order) {
  if (product(flow.sizes) > 1n) return host.made({ ...flow, shape, order }, { fresh: false });
  return host.made(
    { shape, reaches: flow.reaches.map((one) => host.everything(one, 1n)), sizes: shape.slice(1) },
    { fresh: false },
  );
}

/** The axes in another order; the batch stays the first. @param {At} at @param {Arguments} given */
function permute({ shape: before, flow }, { dims }) {
  const axes = before.length + 1,
    all = before.map((_, axis) => axis + 1),
    order = (Array.isArray(dims) ? dims : [dims]).map((one) => {
      const axis = Number(host.integer("dims", one, BigInt(-axes)));
      return axis < 0 ? axis + axes : axis;
    });
  if (order.toSorted((a, b) => a - b).join() !== [0, ...all].join() || order[0])
    host.refuse("dims", { axes: axes - 1 });
  const shape = order.slice(1).map((axis) => before[axis - 1]),
    is = (/** @type {number[]} */ other) => order.join() === [0, ...other].join();
  if (host.seesAll(flow)) return host.made({ ...flow, shape, sizes: shape.slice(1) }, { fresh: false });
  if (is(all)) return host.made(flow, { fresh: false });
  if (flow.order === "last" && is([axes - 1, ...all.slice(0, -1)])) return host.looked(flow, shape);
  const isPlain = !flow.order && product(before.slice(1)) === product(flow.sizes);
  return moved(flow, shape, isPlain && is([...all.slice(1), 1]) ? "last" : "other");
}

/** @param {At} at @param {Arguments} given */
function view(at, { size }) {
  const inner = (Array.isArray(size) ? size : [size]).map((one) => host.integer("size", one, -1n)),
    open = inner.indexOf(-1n),
    cells = product(at.shape);
  if (open >= 0 && inner.lastIndexOf(-1n) === open) inner[open] = cells / (-product(inner) || 1n);
  if (!inner.length || inner.some((one) => one < 1n) || product(inner) !== cells)
    host.refuse("view_size", { size: cells, text: repr(size), shape: joined(at.shape) });
  return rewritten(at, inner);
}

/** @param {At} at @param {Arguments} given */
function squeeze(at, { dim }) {
  const axes = at.shape.length + 1,
    places = dim === null ? at.shape.slice(1).map((_, axis) => axis + 1) : [host.axisOf("dim", dim, axes) - 1],
    out = places.filter((place) => at.shape[place] === 1n);
  if (out.length === at.shape.length) host.refuse("channels_stay", {});
  const shape = at.shape.filter((_, place) => !out.includes(place)),
    isMask = out.includes(0) && !host.seesAll(at.flow) && !at.flow.order; // cells of one channel, and no axis of channels
  return isMask ? host.looked(at.flow, shape) : rewritten(at, shape);
}

/** @param {At} at @param {Arguments} given */
function unsqueeze(at, { dim }) {
  const place = host.axisOf("dim", dim, at.shape.length + 2) - 1;
  return rewritten(at, [...at.shape.slice(0, place), 1n, ...at.shape.slice(place)]);
}

/** @param {At} at @param {Arguments} given */
function channelsOf(at, { start, stop }) {
  const [first, last] = [host.integer("start", start, 0n), host.integer("stop", stop, 1n)];
  if (first >= last || last > at.shape[0] || host.isFlattened(at.flow))
    host.refuse("channels_of", { channels: at.shape[0] });
  return host.made({ ...at.flow, shape: [last - first, ...at.shape.slice(1)] }, { fresh: false });
}

/** One cell along an axis, which is then left out. @param {At} at @param {Arguments} given */
function select({ flow, shape: whole }, { dim, index }) {
  const place = host.axisOf("dim", dim, whole.length + 1) - 1,
    size = whole[place],
    given = host.integer("index", index, -(2n ** 63n)),
    cell = given < 0n ? given + size : given,
    shape = whole.toSpliced(place, 1);
  if (place === 0 || cell < 0n || cell >= size) host.refuse("no_cell", { shape: joined(whole) });
  if (host.seesAll(flow)) return host.made({ ...flow, shape, sizes: shape.slice(1) }, { fresh: false });
  const left = host.isFlattened(flow) ? host.leftOf(flow) : flow.sizes.map((_, axis) => axis);
  if (!left) return host.refuse("no_cell", { shape: joined(whole) });
  const axis = left[place - 1],
    reaches = flow.reaches.with(axis, host.after(flow.reaches[axis], { step: 0n, ranges: [[cell, cell]] }));
  return host.made({ shape, reaches, sizes: flow.sizes.with(axis, 1n) }, { fresh: false });
}

/** One number of all channels of each cell, such as their mean. @param {At} at */
function overChannels(at) {
  const shape = [1n, ...at.shape.slice(1)];
  return host.isFlattened(at.flow) ? at.mixed(shape) : host.made({ ...at.flow, shape });
}

/** Enter them into the list of kinds. @param {any} given what the script has that reads everything else */
export function enterKinds(given) {
  Object.assign(host, given);
  host.kind("View", [0], "size", view);
  host.kind("Permute", [0], "dims", permute);
  host.kind("Squeeze", [0], "dim=None", squeeze);
  host.kind("Unsqueeze", [0], "dim", unsqueeze);
  host.kind("OverChannels", [0], "", overChannels);
  host.kind("Select", [0], "dim index", select);
  host.kind("Channels", [0], "start stop", channelsOf);
  host.kind("Slice", [0], "start=None stop=None step=None", sliced);
  host.kind("Scale Shift", [0], "size parameters=None", scale);
  host.kind("MaxUnpool", [1, 2, 3], "kernel_size stride=None padding=0 output_size=None", maxUnpool, true);
  host.kind("CenterCrop", [0], "size", centerCrop);
}
