// The words of the stack of layers.
import { words as rules } from "../rules/words.js";
import { words as common } from "../view/common.js";

export const words = {
  ...common,
  ...rules,
  input_channels: "input channels",
  stack: "The layers, one in each row",
  layer_number: "Layer {number}",
  layer_argument: "Layer {number}, {name}",
  add_layer: "Add a layer",
  remove_layer: "Remove layer {number}",
  receptive_field: "Receptive field",
  jump: "Jump",
  centre: "First centre",
  macs: "MACs",
  parameters: "Parameters",
  count_zeros: "count products with the padding's zeros",
  count_cropped: "count cropped products",
  macs_hold: "MACs of one example: products with the padding's zeros {zeros}, cropped products {cropped}.",
  counted: "counted",
  not_counted: "not counted",
  total: "Multiply-accumulates in all: {macs}",
};
