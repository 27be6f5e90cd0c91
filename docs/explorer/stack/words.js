// The words of the stack of layers.
import { words as questions } from "../model/questions.js";
import { words as refusals } from "../network/refusals.js";
import { words as rules } from "../rules/words.js";
import { words as common } from "../view/common.js";
import { words as share } from "../view/share-words.js";
import { words as layers } from "../view/layer-words.js";

export const words = {
  ...refusals,
  ...common,
  ...share,
  ...rules,
  ...questions,
  ...layers,
  rule_kind: "{kind} is no kind of layer that this table knows.",
  rule_values: "This line has {count} values. A layer has {most}.",
  axes: "Axes",
  input_channels: "input channels",
  stack: "The layers, each with its arguments and what it makes of its input",
  layer_argument: "Layer {number}, {name}",
  add_layer: "Add a layer",
  remove_layer: "Remove layer {number}",
  arrange_layer: "Layer {number}: insert, duplicate, move",
  insert_layer: "Insert below",
  duplicate_layer: "Duplicate",
  move_up: "Move up",
  move_down: "Move down",
  stack_text: "The layers as text: paste, edit or copy, one a line",
  stack_network: "“Your network, layer by layer” reads layers of every kind: the link below takes these lines there.",
  stack_open: "Open these lines in “Your network, layer by layer”",
  left_out: "Left out, since this table has no place for it: {names}.",
  at_line: "Line {line}:",
  no_layers: "There is no layer yet.",
  after_refused: "Not computed: layer {number} is refused.",
  total: "Multiply-accumulates in all: {macs}. Parameters in all: {parameters}.",
  total_partly: "Parameters in all: {parameters}. The multiply-accumulates of one layer are not counted.",
  overlap_divide: "The overlap is uneven: the stride {s} does not divide kernel_size {k}.",
  overlap_common: "The overlap is uneven: the stride {s} and the dilation {d} have the common divisor {g}.",
  field_wide: "From here on the receptive field is larger than the input: {field} against {input}.",
  field_steps:
    "The field is not followed from here on: stride {s} and kernel_size {k} give too many phases. Its jump and its centre are still right.",
  macs_taps: "Not counted: without some products each weight is looked at by itself, and there are more than {most}.",
  too_much: "not followed",
};
