// The sentences that say why a setting is refused, by the name of the rule.
export const words = {
  rule_unfilled: "{name} is empty. Give a whole number, or one for each axis.",
  rule_integer: "{name} must be a whole number, or one for each axis. “{text}” is not.",
  rule_single: "{name} must be one whole number here, the same along both axes. “{text}” is not.",
  rule_square: "{name} must be one whole number: the maps are square, and there is no batch. “{text}” is not.",
  rule_number: "{name} must be a number. “{text}” is not.",
  rule_length:
    "{name} must be one number, or one for each axis that the layer slides along, {axes} in all. Numbers given: {count}.",
  rule_long: "{name} is {value}. PyTorch keeps sizes in 64 bits, at most 9223372036854775807.",
  rule_groups: "groups must be at least 1. It is {groups}.",
  rule_channels: "{name} must be at least 1. It is {value}.",
  rule_divide: "{name} must be a multiple of groups: {value} is no multiple of {groups}.",
  rule_word: "padding must be a number, 'same' or 'valid'. PyTorch does not know '{word}'.",
  rule_word_transposed: "A transposed convolution takes only numbers as padding, not '{word}'.",
  rule_same_stride:
    "'same' needs stride 1. The stride is {s}. With a stride, the padding would depend on the input size.",
  rule_kernel: "kernel_size must be at least 1. It is {k}.",
  rule_padding: "padding must be at least 0. It is {p}.",
  rule_output_padding: "output_padding must be at least 0. It is {op}.",
  rule_stride: "stride must be at least 1. It is {s}.",
  rule_dilation: "dilation must be at least 1. It is {d}; 1 means no gaps.",
  rule_input: "The input must have at least one cell along each axis. It has {i}.",
  rule_reflect: 'padding_mode="reflect" needs padding < input size. Here {p} ≥ {i}.',
  rule_circular: 'padding_mode="circular" needs padding ≤ input size. Here {p} > {i}.',
  rule_fit:
    "The kernel must fit into the padded input: d(k−1)+1 ≤ {padded}. Here it is {reach}. With dilation {d}, the largest legal kernel_size is {most}.",
  rule_range:
    "output_padding must be smaller than the larger of stride and dilation. Here {op} ≥ max({s}, {d}). Legal: 0 to {most}.",
  rule_empty: "Nothing is left of the output: its size would be {o}. The largest legal padding is {most}.",
};
