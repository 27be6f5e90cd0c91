// The words of the receptive field.
import { words as questions } from "../model/questions.js";
import { words as rules } from "../rules/words.js";
import { words as common } from "../view/common.js";
import { words as share } from "../view/share-words.js";

export const words = {
  ...common,
  ...share,
  ...rules,
  ...questions,
  rule_letters: "A layer is written with k, s, p and d, as in k3,s2. “{text}” is none of them.",
  stacks: "Layers",
  stack_two: "two of 3",
  stack_one: "one of 5",
  stack_three: "three of 3",
  stack_deep: "five of 3",
  stack_stride: "a stride first",
  stack_growing: "dilations 1, 2, 4",
  stack_gaps: "dilation 2, twice",
  stack_own: "your own",
  layer_number: "Layer {number}",
  layer_argument: "Layer {number}, {name}",
  add_layer: "Add a layer",
  remove_layer: "Remove layer {number}",
  no_layers: "There is no layer yet.",
  count_paths: "count the paths (effective receptive field)",
  rows: "The input above, below it a row of outputs for each layer, joined to the cells that they read",
  input_cell: "input {at}",
  layer_cell: "layer {layer}, output {at}",
  field_inside: "Layer {layer}, output {at}: its receptive field is {size} cells, from {first} to {last}.",
  field_padded:
    "Layer {layer}, output {at}: its receptive field is {size} cells, from {first} to {last}. {count} of them lie in the padding.",
  paths_found: "Paths from it to the input: {total}. Most of them to one cell: {most}. To a cell at the rim: {rim}.",
  read_by: "Input {at} matters to {count} outputs of the last layer.",
  receptive_field: "Receptive field",
  jump: "Jump",
  centre: "First centre",
  input: "Input",
};
