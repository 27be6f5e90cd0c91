// Numbers as colours: four bytes a pixel, for a canvas in the page or a picture file at build.

/** @typedef {Record<"minus" | "zero" | "plus", [number, number, number]>} Signed the three colours of a signed map */
/** @typedef {{ limit: number, signed: boolean, cut?: boolean }} Scale from 0 to the limit, or as far below zero; cut off at both ends as a picture is */

/** "#9b4f96" as red, green and blue. @param {string} hex @returns {[number, number, number]} */
export const bytes = (hex) => {
  const [r, g, b] = [1, 3, 5].map((start) => parseInt(hex.trim().slice(start, start + 2), 16));
  return [r, g, b];
};

/** @param {Float64Array[]} maps @returns {Scale} */
export function scaleOf(maps) {
  let low = 0,
    high = 0;
  for (const map of maps) {
    for (let at = 0; at < map.length; at++) {
      if (map[at] < low) low = map[at];
      else if (map[at] > high) high = map[at];
    }
  }
  return { limit: Math.max(-low, high) || 1, signed: low < 0 };
}

/** Red, green and blue, or the same grey thrice; each number cut off at 0 and 255 and rounded. @param {Float64Array[]} planes */
export function paintPhoto(planes) {
  const result = new Uint8ClampedArray(4 * planes[0].length),
    [red, green, blue] = planes.length === 3 ? planes : [planes[0], planes[0], planes[0]];
  for (let at = 0, to = 0; at < red.length; at++, to += 4) {
    result[to] = red[at];
    result[to + 1] = green[at];
    result[to + 2] = blue[at];
    result[to + 3] = 255;
  }
  return result;
}

const STEPS = 255;

/** The colours from −limit to limit in 511 steps; those of a map that cannot be negative go from black to white. @param {Scale} scale @param {Signed} colours */
function table({ signed }, colours) {
  const result = new Uint8ClampedArray(3 * (2 * STEPS + 1));
  for (let step = -STEPS; step <= STEPS; step++) {
    const [from, to] = signed
      ? [colours.zero, step < 0 ? colours.minus : colours.plus]
      : [
          [0, 0, 0],
          [255, 255, 255],
        ];
    from.forEach((start, channel) => {
      result[3 * (step + STEPS) + channel] = start + (Math.abs(step) / STEPS) * (to[channel] - start);
    });
  }
  return result;
}

/** Three maps as the three colours: zero is a middle grey where a number lies below it. @param {Float64Array[]} maps @param {Scale} scale */
function paintColours(maps, { limit, signed }) {
  const [zero, factor] = signed ? [127.5, 127.5 / limit] : [0, 255 / limit];
  return paintPhoto(maps.map((map) => map.map((value) => zero + factor * value)));
}

/** @param {Float64Array[]} maps one or three @param {Scale} scale @param {Signed} colours */
export function paintMaps(maps, scale, colours) {
  if (scale.cut) return paintPhoto(maps);
  if (maps.length === 3) return paintColours(maps, scale);
  const [map] = maps,
    result = new Uint8ClampedArray(4 * map.length),
    shades = table(scale, colours),
    factor = STEPS / scale.limit;
  for (let at = 0, to = 0; at < map.length; at++, to += 4) {
    const from = 3 * (Math.round(map[at] * factor) + STEPS);
    result[to] = shades[from];
    result[to + 1] = shades[from + 1];
    result[to + 2] = shades[from + 2];
    result[to + 3] = 255;
  }
  return result;
}
