// Rows that do not slide: linear layers, flattening, normalisation. convref._kinds.dense.
import { everything } from "../reaches.js";
import { refuse } from "../refusing.js";
import { repr } from "../python.js";
import { demand, flag, integer, isSame, joined, notNegative, number, product } from "./checks.js";
import { isFlattened, kind, made, RANKS, seesAll } from "./registry.js";

/** @import { At, Arguments, Flow } from "./registry.js" */

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
export function axisOf(name, value, axes) {
  const given = Number(integer(name, value, BigInt(-axes))),
    axis = given < 0 ? given + axes : given;
  return axis < 1 || axis >= axes ? refuse("axis", { name, most: axes - 1, value }) : axis;
}

/** The same values under another shape. @param {Flow} flow @param {bigint[]} shape @param {string} [order] where the channels are then */
export const looked = (flow, shape, order) => made({ ...flow, shape, order }, { fresh: false });

/** Whether the channels stay behind the cells, which are only counted in another way. @param {{ shape: bigint[], flow: Flow }} at @param {bigint[]} shape */
export const keepsLast = (at, shape) =>
  at.flow.order === "last" && shape.length > 1 && shape.at(-1) === at.shape.at(-1);

/** @param {At} at @param {Arguments} given */
function flatten({ shape, flow }, { start_dim, end_dim }) {
  const axes = shape.length + 1,
    start = axisOf("start_dim", start_dim, axes),
    end = axisOf("end_dim", end_dim, axes);
  if (start > end) refuse("start_end", {});
  const sizes = [...shape.slice(0, start - 1), product(shape.slice(start - 1, end)), ...shape.slice(end)];
  if (start === 1 && merges({ shape, flow }, sizes)) return merged({ shape, flow }, sizes);
  return looked(flow, sizes, flow.order && (keepsLast({ shape, flow }, sizes) ? "last" : "other"));
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
  const isLast = keepsLast({ shape: whole, flow }, shape),
    isUndone = isSame(flow.sizes, isLast ? shape.slice(0, -1) : shape.slice(1));
  if (!seesAll(flow) && (!isUndone || (flow.order && !isLast)))
    refuse("unflatten_place", { sizes: joined(flow.sizes) });
  return made({ ...flow, shape }, { fresh: false });
}

/** Whether the first axes are written as channels, and the others are left as they are. @param {{ shape: bigint[], flow: Flow }} at @param {bigint[]} shape */
export const merges = (at, shape) =>
  !isFlattened(at.flow) &&
  shape.length > 1 &&
  shape.length < at.shape.length &&
  isSame(shape.slice(1), at.shape.slice(1 - shape.length));

/** Channels that the first axes have become: together they see all along those. @param {{ shape: bigint[], flow: Flow }} at @param {bigint[]} shape */
export function merged({ shape: before, flow }, shape) {
  const first = before.length - shape.length,
    reaches = flow.reaches.map((reach, axis) => (axis < first ? everything(reach, flow.sizes[axis]) : reach));
  return made({ shape, reaches, sizes: flow.sizes.map((size, axis) => (axis < first ? 1n : size)) }, { fresh: false });
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
  demand(given.track_running_stats !== false || alone || product(at.shape) > at.shape[0], "cells > 1", { cells: 1n });
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

const END = "device=None dtype=None";
const MOMENTUM = "eps=1e-5 momentum=0.1?";
const NORM = `num_features ${MOMENTUM}`;
kind("Linear", [0], `in_features out_features bias=True ${END}`, linear);
kind("LazyLinear", [0], `out_features bias=True ${END}`, (at, given) =>
  linear(at, { in_features: at.shape.at(-1), ...given }),
);
kind("Flatten", [0], "start_dim=1 end_dim=-1", flatten);
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
