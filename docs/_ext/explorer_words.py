"""Every word of the explorer, in English; docs/locale/zh_CN/LC_MESSAGES/explorer.po holds the Chinese.

Words in braces are filled in by the script. Names of arguments and PyTorch's own messages are not words.
"""

COMMON = {
    "settings": "Settings",
    "layer": "Layer",
    "input_size": "input size",
    "w_preset": "Kernel",
    "output": "Output",
    "too_large": "Too large to draw. The sizes are calculated all the same.",
    "pytorch_says": "PyTorch says:",
}

CONTROLS = {
    "call": "The call, each argument a field",
    "causal": "causal: d(k−1) cells at the start, none at the end",
    "hint": "Choose a cell to see what it belongs to. Choose it again, or press Enter, to change its number.",
    "back": "Previous cell",
    "next": "Next cell",
    "play": "Play",
    "pause": "Pause",
    "x_preset": "Input",
    "view": "View",
    "gather": "gather: zeros inserted, kernel flipped",
    "scatter": "scatter: each input stamps the kernel",
    "matrix": "Matrix",
    "copy_link": "Copy a link to this",
    "reset": "Start again",
    "code": "The same as code",
    "copy_torchCode": "Copy the PyTorch code",
    "copy_convrefCode": "Copy the convref code",
    "copied": "Copied",
    "not_copied": "Not copied: the browser refused",
}

PRESETS = {
    "preset_hill": "hill",
    "preset_edge": "edge",
    "preset_dot": "one dot",
    "preset_ones": "ones",
    "preset_count": "counting",
    "preset_identity": "identity",
    "preset_blur": "blur",
    "preset_sharpen": "sharpen",
    "preset_sobel": "Sobel",
    "preset_own": "your own numbers",
}

FIGURE = {
    "input": "Input",
    "kernel": "Kernel",
    "kernel_flipped": "Kernel, flipped",
    "static": "Input, kernel and output of this layer, with one window and its weights marked.",
    "reaches": "{cell} = {value}. Outputs reached: {count}",
    "stamps": "{cell} = {value} stamps {value} times the kernel. Outputs reached: {count}",
    "touches": "{cell} = {value}. Outputs that use this weight: {count}",
    "unread": "No window reads {count} of the {total} input cells: {where}.",
    "unread_each": "along each axis, {where}",
    "unread_axes": "vertically {rows}, horizontally {columns}",
    "unread_end": "{end} at the end",
    "unread_gaps": "{gaps} in gaps",
    "unread_both": "{gaps} in gaps and {end} at the end",
    "unread_none": "none",
    "matrix_plain": "The matrix C: one row for each output, one column for each input.",
    "matrix_transposed": "The matrix Cᵀ: one row for each output, one column for each input.",
    "matrix_label": "A matrix of {rows} rows and {columns} columns",
    "matrix_large": "The matrix is drawn for small cases only: outputs times inputs at most 700.",
}

RULES = {
    "rule_integer": "{name} must be a whole number, or one for each axis. “{text}” is not.",
    "rule_single": "{name} must be one whole number here, the same along both axes. “{text}” is not.",
    "rule_square": "{name} must be one whole number: the maps are square, and there is no batch. “{text}” is not.",
    "rule_number": "{name} must be a number. “{text}” is not.",
    "rule_length": "{name} has {count} numbers, but the layer slides along {axes}. Give one number, or {axes}.",
    "rule_long": "{name} is {value}. PyTorch keeps sizes in 64 bits, at most 9223372036854775807.",
    "rule_groups": "groups must be at least 1. It is {groups}.",
    "rule_channels": "{name} must be at least 1. It is {value}.",
    "rule_divide": "{name} must be a multiple of groups: {value} is no multiple of {groups}.",
    "rule_word": "padding must be a number, 'same' or 'valid'. PyTorch does not know '{word}'.",
    "rule_word_transposed": "A transposed convolution takes only numbers as padding, not '{word}'.",
    "rule_same_stride": "'same' needs stride 1. The stride is {s}. "
    "With a stride, the padding would depend on the input size.",
    "rule_kernel": "kernel_size must be at least 1. It is {k}.",
    "rule_padding": "padding must be at least 0. It is {p}.",
    "rule_output_padding": "output_padding must be at least 0. It is {op}.",
    "rule_stride": "stride must be at least 1. It is {s}.",
    "rule_dilation": "dilation must be at least 1. It is {d}; 1 means no gaps.",
    "rule_input": "The input must have at least one cell along each axis. It has {i}.",
    "rule_reflect": 'padding_mode="reflect" needs padding < input size. Here {p} ≥ {i}.',
    "rule_circular": 'padding_mode="circular" needs padding ≤ input size. Here {p} > {i}.',
    "rule_fit": "The kernel must fit into the padded input: d(k−1)+1 ≤ {padded}. Here it is {reach}. "
    "With dilation {d}, the largest legal kernel_size is {most}.",
    "rule_range": "output_padding must be smaller than the larger of stride and dilation. Here {op} ≥ max({s}, {d}). "
    "Legal: 0 to {most}.",
    "rule_empty": "Nothing is left of the output: its size would be {o}. The largest legal padding is {most}.",
}

CHECKERBOARD = {
    "overlap_even": "Every inner output cell receives equally many products: {s} divides {k}, and {s} and {d} "
    "have no common divisor.",
    "overlap_divide": "The overlap is uneven: the stride {s} does not divide kernel_size {k}.",
    "overlap_common": "The overlap is uneven: the stride {s} and the dilation {d} have the common divisor {g}.",
    "phases_equal": "The phase sums are equal: a constant input gives a constant output, away from the border.",
    "phases_differ": "The phase sums differ: a constant input gives a pattern that repeats with the stride.",
    "overlap_map": "Overlap: products in each output cell",
    "phase_sums": "Phase sums of the kernel",
}

STACK = {
    "input_channels": "input channels",
    "stack": "The layers, one in each row",
    "layer_number": "Layer {number}",
    "layer_argument": "Layer {number}, {name}",
    "add_layer": "Add a layer",
    "remove_layer": "Remove layer {number}",
    "receptive_field": "Receptive field",
    "jump": "Jump",
    "centre": "First centre",
    "macs": "MACs",
    "parameters": "Parameters",
    "count_zeros": "count products with the padding's zeros",
    "count_cropped": "count cropped products",
    "macs_hold": "MACs of one example: products with the padding's zeros {zeros}, cropped products {cropped}.",
    "counted": "counted",
    "not_counted": "not counted",
    "total": "Multiply-accumulates in all: {macs}",
}

SIZES = {
    "output_size": "output size",
    "any": "any",
    "rule_number_one": "{name} must be a whole number. “{text}” is not.",
    "rule_spelling": "{name} must look like 3, 1-7 or 3,5,7. “{text}” does not.",
    "rule_least": "{name} must be at least {lowest}. It is {value}.",
    "rule_most": "{name} can be at most {most} here. It is {value}.",
    "rule_many": "These are {count} settings to try, and {most} are the most. Give fewer values.",
    "none_fits": "None: within these bounds, no such layer accepts this input.",
    "none_between": "None: within these bounds, such layers give sizes from {low} to {high}, but not this one.",
    "none_one": "None: within these bounds, such layers give {low} and nothing else.",
    "nearest_below": "The nearest size is {size}, {by} short:",
    "nearest_above": "The nearest size is {size}, {by} too many:",
    "wider": "Wider bounds reach {size}. Any one of these is enough:",
    "searched": "Searched:",
    "found_all": "Settings found: {count}.",
    "found": "Settings found: {count}. The first {shown} are shown.",
    "even": "Even overlap",
    "unread_cells": "Unread input cells",
    "unread_count": "{count} ({gaps} in gaps, {end} at the end)",
    "empty_cells": "Empty output cells",
    "results": "The settings found, best first",
}

WORDS = COMMON | CONTROLS | PRESETS | FIGURE | RULES | CHECKERBOARD | STACK | SIZES
