// What a task of a page can ask of a receptive field.
import { readLayers, traced } from "./layers.js";

/** @typedef {import("./layers.js").State} State */
/** @typedef {import("../rules/trace.js").Row} Row */

const MOST = 1000; // Cells of a field whose paths are followed.

/** The places that one output reads, counted from the first. @param {Row[]} rows */
function reads(rows) {
  let places = new Set([0]),
    jump = 1;
  for (const { setting } of rows) {
    const [k, s, d] = [setting.kernel, setting.stride, setting.dilation].map(([along]) => Number(along)),
      taps = Array.from({ length: k }, (_, tap) => tap * d * jump);
    places = new Set([...places].flatMap((place) => taps.map((tap) => place + tap)));
    jump *= s;
  }
  return places;
}

/** The field, how many of its cells no path reaches, and what it costs. @param {State} state @returns {Record<string, string> | null} */
export function facts(state) {
  const { rows, refused } = traced(state, readLayers(state.layers)),
    last = rows.at(-1);
  if (refused || !last || Number(last.field[0]) > MOST) return null;
  return {
    count: String(rows.length),
    field: String(last.field[0]),
    gaps: String(Number(last.field[0]) - reads(rows).size),
    weights: String(rows.reduce((all, { setting }) => all + setting.kernel[0], 0n)),
  };
}
