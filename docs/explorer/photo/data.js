// What the build wrote beside the site, a photo or the learned kernels, as numbers.

/** @import { Picture } from "./picture.js" */
/** @import { Learned } from "./kernels.js" */

/** @param {string} text base 64 */
const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** @param {{ height: number, width: number, rgb: string }} data @returns {Picture} */
export const pictureOf = ({ height, width, rgb }) => ({ rgb: bytesOf(rgb), height, width });

/** @param {{ source: string, side: number, scale: number, weights: string }} data @returns {Learned} */
export function learnedOf({ source, side, scale, weights }) {
  const found = new DataView(bytesOf(weights).buffer),
    area = side * side,
    count = found.byteLength / (2 * 3 * area);
  const slice = (/** @type {number} */ at) =>
    Float64Array.from({ length: area }, (_, cell) => found.getInt16(2 * (at * area + cell), true) / scale);
  return {
    source,
    side,
    weights: Array.from({ length: count }, (_, kernel) => [0, 1, 2].map((channel) => slice(3 * kernel + channel))),
  };
}
