// The words of rows that functions make, which come with their script.

export const words = {
  rule_channels_of: "start and stop must be channels of the {channels} that come in.",
  rule_channels_stay: "The channels must stay.",
  rule_dims: "dims must be the axes 0 to {axes}, each once, with the batch, 0, in front.",
  rule_no_cell: "dim and index must be a cell behind the channels of {shape}.",
  rule_view_size: "The sizes must make up {size}, the values of {shape}. They are {text}.",
};
