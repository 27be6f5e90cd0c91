// The words of what reads classes, which come with its script.

export const words = {
  rule_asserted: "The text itself stops here: {text}",
  rule_call_fits: "{kind} takes these arguments: {names}. This call does not fit.",
  rule_channels_taken:
    "Of a row only channels are taken, as in x[:, 0:8] or x.chunk(2, dim=1), where it is known how many there are.",
  rule_ends_cut: "Of the cells only ends are cut off, as in x[:, :, 1:-1].",
  rule_forward_inputs: "forward of {kind} must take one input. It takes: {names}.",
  rule_moves: "{name} moves axes or cells, and the channels must stay first.",
  rule_network_needs: "{kind} needs {names}. End the text with a line such as {example}.",
  rule_no_call: "What stands here cannot be called.",
  rule_no_entry: "There is no such entry.",
  rule_no_forward: "{kind} has no forward.",
  rule_no_network: "No network is made here. End the text with a line that makes one.",
  rule_not_followed: "{name} is not followed here.",
  rule_over_all: "An average or a maximum must be that of all cells of each channel.",
  rule_parameter: "nn.Parameter is a weight without a layer, which is not followed.",
  rule_runs: "What stands here depends on sizes or values that are known only when it runs.",
  rule_several_networks: "Several networks stand here: {names}. End the text with a line that names one.",
  rule_too_much: "There is too much to follow.",
  rule_view_batch: "view must keep the batch in front, as in x.view(x.size(0), -1).",
  rule_with_weights: "{name} with weights of its own is not followed. A layer is.",
  note_unused: "Line {line}: {name} is never called, so it has no row.",
  note_listed: "Line {line}: this {kind} is in no module, so PyTorch does not find its weights.",
  note_parameter: "Line {line}: {name} is a weight without a layer, and is not counted.",
};
