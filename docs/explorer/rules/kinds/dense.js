// Rows that do not slide: linear layers, flattening, normalisation. convref._kinds.dense.
import { after, everything } from "../reaches.js";
import { refuse } from "../refusing.js";
import { repr } from "../python.js";
import { demand, flag, integer, isSame, joined, notNegative, number, product } from "./checks.js";
import { isFlattened, kind, leftOf, made, RANKS, seesAll } from "./registry.js";

/** @import { At, Arguments } from "./registry.js" */

/** What is wrong, and what would give as many features as wanted. @param {At} at @param {bigint} value @returns {never} */
function refuseFeatures({ flow, shape }, value) {
  const numbers = { size: shape.at(-1), value, count: product(shape) };
  if (shape.length > 1) return refuse("features_flatten", numbers);
  const pooled = isFlattened(flow) && value * product(flow.sizes) === shape[0];
  return refuse(pooled ? "features_pool" : "features", numbers);
}

/** @param {At} at @param {Arguments} given */
function linear(at, { in_features, out_features, bias }) {
  const inside = integer("in_features", in_features, 1n),
    outside = integer("out_features", out_features, 1n),
    { flow } = at;
  if (inside !== at.shape.at(-1)) refuseFeatures(at, inside);
  const shape = [...at.shape.slice(0, -1), outside],
    cost = { macs: product(shape) * inside, parameters: inside * outside + (flag("bias", bias) ? outside : 0n) };
  if (flow.order === "last" && isFlattened(flow)) return made({ ...flow, shape }, cost);
  if (shape.length === 1 || isFlattened(flow)) return at.mixed(shape, cost);
  const last = flow.reaches.length - 1,
    reaches = seesAll(flow) ? flow.reaches : [...flow.reaches];
  if (!seesAll(flow)) reaches[last] = everything(reaches[last], /** @type {bigint} */ (flow.sizes.at(-1)));
  return made({ shape, reaches, sizes: shape.slice(1) }, cost);
}

/** An axis of a shape that counts the batch as 0, which stays as it is. @param {string} name @param {any} value @param {number} axes */
function axisOf(name, value, axes) {
  const given = Number(integer(name, value, BigInt(-axes))),
    axis = given < 0 ? given + axes : given;
  return axis < 1 || axis >= axes ? refuse("axis", { name, most: axes - 1, value }) : axis;
}

/** The same values under another shape. @param {import("./registry.js").Flow} flow @param {unknown} moves whether nothing slides along its axes any more */
const looked = (flow, moves) => made({ ...flow, order: moves ? "other" : "" }, { fresh: false });

/** @param {At} at @param {Arguments} given */
function flatten({ shape, flow }, { start_dim, end_dim }) {
  const axes = shape.length + 1,
    start = axisOf("start_dim", start_dim, axes),
    end = axisOf("end_dim", end_dim, axes);
  if (start > end) refuse("start_end", {});
  const made_one = product(shape.slice(start - 1, end));
  return looked({ ...flow, shape: [...shape.slice(0, start - 1), made_one, ...shape.slice(end)] }, flow.order);
}

/** @param {At} at @param {Arguments} given */
function unflatten({ shape: whole, flow }, { dim, unflattened_size }) {
  const axis = axisOf("dim", dim, whole.length + 1) - 1;
  if (!Array.isArray(unflattened_size)) return refuse("sequence", { name: "unflattened_size" });
  const inner = unflattened_size.map((one) => integer("unflattened_size", one, -1n)),
    open = inner.indexOf(-1n);
  if (open >= 0 && inner.lastIndexOf(-1n) === open) inner[open] = whole[axis] / (-product(inner) || 1n);
  if (!inner.length || inner.some((size) => size < 1n) || product(inner) !== whole[axis])
    refuse("unflatten", { size: whole[axis], text: repr(unflattened_size) });
  const shape = [...whole.slice(0, axis), ...inner, ...whole.slice(axis + 1)];
  if (!seesAll(flow) && (flow.order || !isSame(flow.sizes, shape.slice(1))))
    refuse("unflatten_place", { sizes: joined(flow.sizes) });
  return made({ ...flow, shape }, { fresh: false });
}

/** The same values under another shape; nothing slides along its axes where cells are in other places. @param {At} at @param {bigint[]} shape */
function rewritten(at, shape) {
  const { flow } = at,
    inner = shape.slice(1),
    long = (/** @type {bigint[]} */ sizes) => sizes.filter((size) => size > 1n);
  if (seesAll(flow)) return made({ ...flow, shape, sizes: inner }, { fresh: false });
  const stays = isSame(inner, flow.sizes) || product(inner) === 1n || isSame(long(shape), long(at.shape));
  return looked({ ...flow, shape }, flow.order || !stays);
}

/** The axes in another order; the batch stays the first. @param {At} at @param {Arguments} given */
function permute({ shape: before, flow }, { dims }) {
  const axes = before.length + 1,
    all = before.map((_, axis) => axis + 1),
    order = (Array.isArray(dims) ? dims : [dims]).map(
      (one) => (Number(integer("dims", one, BigInt(-axes))) + axes) % axes,
    );
  if (order.toSorted((a, b) => a - b).join() !== [0, ...all].join() || order[0]) refuse("dims", { axes: axes - 1 });
  const shape = order.slice(1).map((axis) => before[axis - 1]),
    is = (/** @type {number[]} */ other) => order.join() === [0, ...other].join();
  if (seesAll(flow)) return made({ ...flow, shape, sizes: shape.slice(1) }, { fresh: false });
  if (is(all)) return made(flow, { fresh: false });
  if (!isFlattened(flow) && is([...all.slice(1), 1])) return made({ ...flow, shape, order: "last" }, { fresh: false });
  return looked({ ...flow, shape }, flow.order !== "last" || !is([axes - 1, ...all.slice(0, -1)]));
}

/** @param {At} at @param {Arguments} given */
function view(at, { size }) {
  const inner = (Array.isArray(size) ? size : [size]).map((one) => integer("size", one, -1n)),
    open = inner.indexOf(-1n),
    cells = product(at.shape);
  if (open >= 0 && inner.lastIndexOf(-1n) === open) inner[open] = cells / (-product(inner) || 1n);
  if (!inner.length || inner.some((one) => one < 1n) || product(inner) !== cells)
    refuse("view_size", { size: cells, text: repr(size), shape: joined(at.shape) });
  return rewritten(at, inner);
}

/** @param {At} at @param {Arguments} given */
function squeeze(at, { dim }) {
  const axes = at.shape.length + 1,
    places = dim === null ? at.shape.slice(1).map((_, axis) => axis + 1) : [axisOf("dim", dim, axes) - 1],
    out = places.filter((place) => at.shape[place] === 1n);
  if (out.includes(0)) refuse("channels_stay", {});
  return rewritten(
    at,
    at.shape.filter((_, place) => !out.includes(place)),
  );
}

/** @param {At} at @param {Arguments} given */
function unsqueeze(at, { dim }) {
  const place = axisOf("dim", dim, at.shape.length + 2) - 1;
  return rewritten(at, [...at.shape.slice(0, place), 1n, ...at.shape.slice(place)]);
}

/** @param {At} at @param {Arguments} given */
function channelsOf(at, { start, stop }) {
  const [first, last] = [integer("start", start, 0n), integer("stop", stop, 1n)];
  if (first >= last || last > at.shape[0] || isFlattened(at.flow)) refuse("channels_of", { channels: at.shape[0] });
  return made({ ...at.flow, shape: [last - first, ...at.shape.slice(1)] }, { fresh: false });
}

/** One cell along an axis, which is then left out. @param {At} at @param {Arguments} given */
function select({ flow, shape: whole }, { dim, index }) {
  const place = axisOf("dim", dim, whole.length + 1) - 1,
    size = whole[place],
    given = integer("index", index, -(2n ** 63n)),
    cell = given < 0n ? given + size : given,
    shape = whole.toSpliced(place, 1);
  if (place === 0 || cell < 0n || cell >= size) refuse("no_cell", { shape: joined(whole) });
  if (seesAll(flow)) return made({ ...flow, shape, sizes: shape.slice(1) }, { fresh: false });
  const left = isFlattened(flow) ? leftOf(flow) : flow.sizes.map((_, axis) => axis);
  if (!left) return refuse("no_cell", { shape: joined(whole) });
  const axis = left[place - 1],
    reaches = flow.reaches.with(axis, after(flow.reaches[axis], { step: 0n, ranges: [[cell, cell]] }));
  return made({ shape, reaches, sizes: flow.sizes.with(axis, 1n) }, { fresh: false });
}

/** @param {At} at @param {Arguments} given */
function embedding(at, { num_embeddings, embedding_dim, padding_idx, max_norm }) {
  const count = integer("num_embeddings", num_embeddings, 1n),
    width = integer("embedding_dim", embedding_dim, 1n);
  if (padding_idx !== null) {
    demand(integer("padding_idx", padding_idx, -count) < count, `padding_idx < ${count}`, { padding_idx });
  }
  if (max_norm !== null) number("max_norm", max_norm);
  if (at.flow.reaches.length) refuse("embedding", { shape: joined(at.shape) });
  const shape = [...at.shape, width];
  return made({ shape, reaches: [], sizes: shape.slice(1) }, { parameters: count * width });
}

/** Two numbers a channel. @param {At} at @param {string} name @param {any} value @param {Arguments} given */
function normalised(at, name, value, { affine, bias }) {
  at.checkChannels(name, value);
  return at.kept({ parameters: affine ? at.shape[0] * (bias ? 2n : 1n) : 0n });
}

/** @param {boolean} alone whether one axis may be features without sizes */
const normOf = (alone) => (/** @type {At} */ at, /** @type {Arguments} */ given) => {
  if (alone) notNegative("eps", given.eps);
  if (!(alone && at.rank === 1 && at.shape.length === 1)) at.checkAxes();
  return normalised(at, "num_features", given.num_features, given);
};

/** @param {At} at @param {Arguments} given */
function syncBatchNorm(at, given) {
  notNegative("eps", given.eps);
  return normalised(at, "num_features", given.num_features, given);
}

/** @param {At} at @param {Arguments} given */
function groupNorm(at, given) {
  at.checkChannels("num_channels", given.num_channels);
  const groups = integer("num_groups", given.num_groups, 1n);
  if (at.shape[0] % groups) refuse("multiple", { name: "num_channels", value: at.shape[0], factor: groups });
  return normalised(at, "num_channels", given.num_channels, given);
}

/** @param {At} at @param {any} shape */
function lastSizes(at, shape) {
  const wanted = (Array.isArray(shape) ? shape : [shape]).map((one) => integer("normalized_shape", one, 1n));
  if (!wanted.length || !isSame(at.shape.slice(-wanted.length), wanted))
    refuse("normalized", { name: "normalized_shape", text: joined(wanted), shape: joined(at.shape) });
  return product(wanted);
}

/** @param {At} at @param {Arguments} given */
function layerNorm(at, { normalized_shape, elementwise_affine, bias = false }) {
  const count = lastSizes(at, normalized_shape);
  return at.kept({ parameters: elementwise_affine ? count * (bias ? 2n : 1n) : 0n });
}

/** @param {At} at @param {Arguments} given */
function responseNorm(at, { size }) {
  integer("size", size, 1n);
  return at.kept();
}

/** The channels of each pixel, as torchvision does. @param {At} at @param {Arguments} given */
function layerNormOfChannels(at, { normalized_shape: wanted, elementwise_affine, bias }) {
  at.checkAxes();
  return normalised(at, "normalized_shape", Array.isArray(wanted) && wanted.length === 1 ? wanted[0] : wanted, {
    affine: elementwise_affine,
    bias,
  });
}

/** One number of all channels of each cell, such as their mean. @param {At} at */
function overChannels(at) {
  const shape = [1n, ...at.shape.slice(1)];
  return isFlattened(at.flow) ? at.mixed(shape) : made({ ...at.flow, shape });
}

const END = "device=None dtype=None";
const MOMENTUM = "eps=1e-5 momentum=0.1?";
const NORM = `num_features ${MOMENTUM}`;
kind("Linear", [0], `in_features out_features bias=True ${END}`, linear);
kind("LazyLinear", [0], `out_features bias=True ${END}`, (at, given) =>
  linear(at, { in_features: at.shape.at(-1), ...given }),
);
kind("Flatten", [0], "start_dim=1 end_dim=-1", flatten);
kind("View", [0], "size", view);
kind("Permute", [0], "dims", permute);
kind("Squeeze", [0], "dim=None", squeeze);
kind("Unsqueeze", [0], "dim", unsqueeze);
kind("OverChannels", [0], "", overChannels);
kind("Select", [0], "dim index", select);
kind("Channels", [0], "start stop", channelsOf);
kind("Unflatten", [0], "dim unflattened_size", unflatten);
kind(
  "Embedding",
  [0],
  "num_embeddings embedding_dim padding_idx=None max_norm=None norm_type=2.0 scale_grad_by_freq=False sparse=False",
  embedding,
);
kind("BatchNorm", RANKS, `${NORM} affine=True track_running_stats=True ${END} * bias=True`, normOf(true));
kind(
  "SyncBatchNorm",
  [0],
  `${NORM} affine=True track_running_stats=True process_group=None ${END} * bias=True`,
  syncBatchNorm,
);
kind("InstanceNorm", RANKS, `${NORM} affine=False track_running_stats=False ${END} * bias=True`, normOf(false));
for (const name of ["Batch", "Instance"])
  kind(`Lazy${name}Norm`, RANKS, `${MOMENTUM} affine=True track_running_stats=True ${END} * bias=True`, (at, given) =>
    normOf(name === "Batch")(at, { num_features: at.shape[0], ...given }),
  );
kind("FrozenBatchNorm", [2], "num_features eps=1e-5", normOf(false));
kind("GroupNorm", [0], `num_groups num_channels eps=1e-5 affine=True ${END} * bias=True`, groupNorm);
kind("LayerNorm", [0], `normalized_shape eps=1e-5 elementwise_affine=True bias=True ${END}`, layerNorm);
kind("LayerNorm", [2], `normalized_shape eps=1e-5 elementwise_affine=True bias=True ${END}`, layerNormOfChannels);
kind("RMSNorm", [0], `normalized_shape eps=None elementwise_affine=True ${END}`, (at, given) => {
  if (given.eps !== null) number("eps", given.eps);
  return layerNorm(at, given);
});
kind("LocalResponseNorm", [0], "size alpha=1e-4 beta=0.75 k=1.0", responseNorm);
kind("QuantStub DeQuantStub", [0], "qconfig=None", (at) => at.kept({ fresh: false }));
kind("Elementwise", [0], "*args **kwargs", (at) => at.kept());
kind("Identity", [0], "*args **kwargs", (at) => at.kept({ fresh: false }));
