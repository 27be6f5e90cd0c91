// The smallest input that the network takes, the sizes that fit, and those at which nothing is lost, a sentence each.
// A script of its own, which a click brings.
import { fittingInputs, smallestInput } from "../rules/fitting.js";

/** @import { Table } from "./state.js" */

const LARGEST = 1024,
  SPAN = 128,
  FEW = 5;

/** Sizes, with those in equal steps as first to last. @param {number[]} sizes @param {(key: string, numbers?: Record<string, unknown>) => string} say */
function spans(sizes, say) {
  const steps = new Set(sizes.slice(1).map((size, at) => size - sizes[at]));
  if (!sizes.length) return say("sizes_none");
  if (sizes.length < FEW || steps.size > 1) return sizes.join(", ");
  const numbers = { first: sizes[0], last: sizes.at(-1), step: [...steps][0] };
  return say(numbers.step === 1 ? "sizes_all" : "sizes_steps", numbers);
}

/** @param {Table} table @param {(key: string, numbers?: Record<string, unknown>) => string} say */
export function fittingLines({ network, shape }, say) {
  const axes = shape.length - 1,
    smallest = smallestInput(network.modules, shape[0], axes, LARGEST);
  if (!smallest) return [say("smallest_none", { largest: LARGEST })];
  const first = Math.max(...smallest),
    last = first + SPAN,
    { fitting, lossless } = fittingInputs(network.modules, shape[0], axes, first, last);
  return [
    say("smallest", { shape: [shape[0], ...smallest].join("×") }),
    say("sizes_fit", { first, last, sizes: spans(fitting, say) }),
    say("sizes_whole", { sizes: spans(lossless, say) }),
  ];
}
