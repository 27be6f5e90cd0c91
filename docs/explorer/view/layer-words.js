// What the tables of layers have in common to say.

export const words = {
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
  layer_number: "Layer {number}",
};
