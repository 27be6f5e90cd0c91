// What a task of a page can ask of the checkerboard.
import { areEqual } from "../model/numbers.js";
import { attempt } from "../model/unreadable.js";
import { isEven, outputSize } from "../rules/layer.js";
import { drawable, lineWeights, readSetting, squareWeights } from "./kernels.js";
import { phaseSums } from "./overlap.js";

/** @typedef {import("./kernels.js").State} State */

/** Whether the overlap and the phase sums are even, and how many weights along the axis differ. @param {State} state @returns {Record<string, string> | null} */
export function facts(state) {
  const { setting, refused } = readSetting(state),
    axis = setting && !refused && drawable(setting, outputSize(setting)[0]);
  if (!axis) return null;
  const { read } = attempt(() => ({ line: lineWeights(state, axis.k), square: squareWeights(state, axis.k) }));
  return (
    read && {
      overlap: isEven(setting.kernel[0], setting.stride[0], setting.dilation[0]) ? "even" : "uneven",
      phases: areEqual(phaseSums(read.square, axis.k, axis.s, axis.d)) ? "equal" : "differ",
      different: String(new Set(read.line).size),
    }
  );
}
