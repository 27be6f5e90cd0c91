// The words of the map of overlaps.
import { words as rules } from "../rules/words.js";
import { words as common } from "../view/common.js";

export const words = {
  ...common,
  ...rules,
  overlap_even:
    "Every inner output cell receives equally many products: {s} divides {k}, and {s} and {d} have no common divisor.",
  overlap_divide: "The overlap is uneven: the stride {s} does not divide kernel_size {k}.",
  overlap_common: "The overlap is uneven: the stride {s} and the dilation {d} have the common divisor {g}.",
  phases_equal: "The phase sums are equal: a constant input gives a constant output, away from the border.",
  phases_differ: "The phase sums differ: a constant input gives a pattern that repeats with the stride.",
  overlap_map: "Overlap: products in each output cell",
  phase_sums: "Phase sums of the kernel",
  preset_hill: "hill",
  preset_edge: "edge",
  preset_dot: "one dot",
  preset_ones: "ones",
  preset_count: "counting",
  preset_identity: "identity",
  preset_blur: "blur",
  preset_sharpen: "sharpen",
  preset_sobel: "Sobel",
  preset_own: "your own numbers",
};
