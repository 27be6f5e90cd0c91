// The receptive field of a small stack of layers, written "3, 3/2, 3/1/2": kernel, stride and dilation of each.
import { plain } from "../model/typed.js";
import { Unreadable } from "../model/unreadable.js";

export const STACKS = ["3,3,3", "3/2,3/2,3/2", "3,3/1/2,3/1/4", "11/4,3/2,5,3/2,3,3,3,3/2"];
const MOST_LAYERS = 12;

/** @param {string} text @returns {{ k: number, s: number, d: number }[]} */
export function layers(text) {
  const parts = plain(text)
    .replace(/\b(\d+)\s*[x×*]\s*\1\b/gi, "$1")
    .split(/[\s,;]+/)
    .filter(Boolean);
  if (parts.length > MOST_LAYERS) {
    throw new Unreadable({ rule: "most", numbers: { name: "layers", value: parts.length, most: MOST_LAYERS } });
  }
  return parts.map((part) => {
    const found = /^([1-9]\d?)(?:\/([1-9]\d?))?(?:\/([1-9]\d?))?$/.exec(part);
    if (!found) throw new Unreadable({ rule: "stack", numbers: { text: part } });
    const [k, s, d] = found.slice(1).map((digits) => Number(digits ?? 1));
    return { k, s, d };
  });
}

/** The side of the field after each layer, in pixels of the photo. @param {string} text */
export function fields(text) {
  let size = 1,
    jump = 1;
  return layers(text).map(({ k, s, d }) => {
    size += d * (k - 1) * jump;
    jump *= s;
    return size;
  });
}
