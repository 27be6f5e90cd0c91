// The words of the map of overlaps.
import { words as questions } from "../model/questions.js";
import { words as rules } from "../rules/words.js";
import { words as common } from "../view/common.js";
import { words as share } from "../view/share-words.js";
import { words as presets } from "../view/preset-words.js";

export const words = {
  ...common,
  ...share,
  ...rules,
  ...questions,
  ...presets,
  overlap_even:
    "Every inner output cell receives equally many products: {s} divides {k}, and {s} and {d} have no common divisor.",
  overlap_divide: "The overlap is uneven: the stride {s} does not divide kernel_size {k}.",
  overlap_common: "The overlap is uneven: the stride {s} and the dilation {d} have the common divisor {g}.",
  phases_equal: "The phase sums are equal: a constant input gives a constant output, away from the border.",
  phases_differ: "The phase sums differ: a constant input gives a pattern that repeats with the stride.",
  too_large_here:
    "Too large to draw: the pictures end at kernel_size={k}, stride={s}, dilation={most} and padding={most}.",
  stamps_along: "Along one axis: every input, a 1, stamps the kernel, and what meets in a cell is added",
  stamp_sum: "{cell} is the sum of {count} products: {sum}.",
  stamp_one: "{cell} receives one product: {sum}.",
  stamp_none: "{cell} receives no product. It is 0.",
  corner: "The first {shown} of {count} are drawn. The pattern goes on.",
  map: "In two dimensions",
  map_counts: "how many products meet",
  map_ones: "the output for an input of ones",
  phase_sums: "Phase sums of the kernel",
  line_weights: "Weights along one axis",
  line_again: "made of the weights along one axis again",
};
