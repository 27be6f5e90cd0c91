// A photo as the layer reads it: from bytes of red, green and blue to channels of numbers from 0 to 255.

/** @typedef {{ rgb: Uint8Array | Uint8ClampedArray, height: number, width: number }} Picture three bytes a pixel */
/** @typedef {{ planes: Float64Array[], height: number, width: number }} Channels */

/** The grey of a pixel, to the same whole number as Pillow's convert("L"). @param {number} r @param {number} g @param {number} b */
const grey = (r, g, b) => (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16;

/** @param {Float64Array} plane @param {number} height @param {number} width @param {number} by how many pixels a side become one, by their mean */
function shrunk(plane, height, width, by) {
  const [rows, columns] = [height, width].map((size) => Math.floor(size / by)),
    small = new Float64Array(rows * columns);
  for (let row = 0; row < rows * by; row++) {
    for (let column = 0; column < columns * by; column++) {
      small[Math.floor(row / by) * columns + Math.floor(column / by)] += plane[row * width + column];
    }
  }
  return small.map((sum) => sum / by ** 2);
}

/** @param {Picture} picture @param {string} colours @param {number} by @returns {Channels} */
export function channels({ rgb, height, width }, colours, by) {
  const area = height * width,
    planes = Array.from({ length: colours === "grey" ? 1 : 3 }, () => new Float64Array(area));
  for (let at = 0; at < area; at++) {
    const from = 3 * at;
    if (planes.length === 1) planes[0][at] = grey(rgb[from], rgb[from + 1], rgb[from + 2]);
    else for (let channel = 0; channel < 3; channel++) planes[channel][at] = rgb[from + channel];
  }
  if (by === 1) return { planes, height, width };
  return {
    planes: planes.map((plane) => shrunk(plane, height, width, by)),
    height: Math.floor(height / by),
    width: Math.floor(width / by),
  };
}
