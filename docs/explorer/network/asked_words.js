// The words of what is asked for by a click, which come with its script.

export const words = {
  rule_no_opposite: "Row {number}, {kind}, has no opposite, so there is no decoder.",
  rule_nothing_mirrored: "No row changes the shape, so there is no decoder.",
  copy_decoder: "Copy the decoder",
  smallest: "The smallest input: {shape}.",
  smallest_none: "No input with equally long axes, of up to {largest} cells each, fits.",
  sizes_fit: "Of the sizes from {first} to {last}, equal along all axes, these fit: {sizes}.",
  sizes_whole: "Of these, without cells at an end that no layer reads: {sizes}.",
  sizes_none: "none",
  sizes_all: "{first} to {last}",
  sizes_steps: "{first} to {last} in steps of {step}",
};
