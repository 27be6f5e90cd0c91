// What a task of a page can ask of the photo: the size of the map, and what an even area of the photo comes out as.
import { areEqual } from "../model/numbers.js";
import { attempt } from "../model/unreadable.js";
import { perChannel, written } from "./kernels.js";
import { phaseSums } from "./maps.js";
import { layerOf } from "./state.js";

/** The side of the site's photos. */
const SIDE = 256;

/** @param {import("./state.js").State} state @returns {Record<string, string> | null} null where there is no map, and for learned kernels */
export function facts(state) {
  const side = SIDE / Number(state.shrink),
    { read: layer } = attempt(() => layerOf(state, side, side)),
    { read: wrote } = attempt(() => layer && written(state, layer.axes[0].k, layer.axes[1].k, null));
  if (!layer || !wrote) return null;
  const sums = [...phaseSums(perChannel(wrote, state.colours), layer)],
    sum = wrote.reduce((all, slice) => all + slice.reduce((a, b) => a + b, 0), 0);
  return {
    output: layer.axes.map(({ o }) => o).join("×"),
    sum: String(Number(sum.toFixed(9))),
    zeros: String(wrote.reduce((count, slice) => count + slice.filter((weight) => weight === 0).length, 0)),
    phases: areEqual(sums) ? "equal" : "differ",
  };
}
