// The padding modes of convref.padding, and the cells that a layer adds before and after an axis.
import { dilated } from "./sizes.js";

/** @typedef {"zeros" | "reflect" | "replicate" | "circular"} Mode */
/** @import { Setting } from "./sizes.js" */

/**
 * What a place outside the input holds, an index or -1 for a zero, and the largest padding of an axis where there is a
 * limit. A test holds them to convref.
 *
 * @type {Record<Mode, { source: (place: number, size: number) => number, most?: (size: bigint) => bigint }>}
 */
export const MODES = {
  zeros: { source: () => -1 },
  reflect: { source: (place, size) => (place < 0 ? -place : 2 * (size - 1) - place), most: (size) => size - 1n },
  replicate: { source: (place, size) => (place < 0 ? 0 : size - 1) },
  circular: { source: (place, size) => ((place % size) + size) % size, most: (size) => size },
};

/** @param {number} place @param {number} size @param {Mode} mode */
export const source = (place, size, mode) => (place >= 0 && place < size ? place : MODES[mode].source(place, size));

/** 'same' puts the extra cell of an even kernel at the end. @param {bigint} k @param {bigint} d @returns {[bigint, bigint]} */
export function samePadding(k, d) {
  const total = dilated(k, d) - 1n;
  return [total / 2n, total - total / 2n];
}

/** The cells added before and after one axis. @param {Setting} setting @param {number} axis */
export function sides({ kernel, dilation, padding, causal }, axis) {
  const k = kernel[axis],
    d = dilation[axis];
  if (causal) return [dilated(k, d) - 1n, 0n];
  if (padding === "same") return samePadding(k, d);
  if (typeof padding === "string") return [0n, 0n];
  return [padding[axis], padding[axis]];
}

/** What PadLike pads each axis by, before and after, the last axis first as PyTorch takes them. @param {bigint[]} sizes @param {bigint[]} wanted */
export function padsBetween(sizes, wanted) {
  const gaps = sizes.map((size, axis) => wanted[axis] - size),
    half = (/** @type {bigint} */ gap) => (gap - (((gap % 2n) + 2n) % 2n)) / 2n;
  return gaps.toReversed().flatMap((gap) => [half(gap), gap - half(gap)]);
}
