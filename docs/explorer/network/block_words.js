// The words of what knows printed blocks, which come with its script.

export const words = {
  rule_branch: "{kind} comes after a pool to one cell, which the forward of {owner} may use as a branch.",
  rule_gate: "{kind} looks like a gate, which the forward of {owner} may use as a branch.",
  rule_no_parametrization: "{kind} is no parametrization that is known here.",
  rule_one_parametrization: "Only one parametrization is read, that of the weight.",
  chain_advice:
    "A printed model does not hold its forward, so it is read as a chain. Where it branches, or uses a module twice, give its class with the forward, or write the rows: end a line with “from NAME”, or add a line “add with NAME” or “cat with NAME”.",
  note_chain: "Read as a chain in the printed order, without the forward of {names}.",
  note_flatten: "Line {line}: Flatten is put in front of Linear, as the forward of {owner} must do.",
  note_pool:
    "Line {line}: {pool}(1) and Flatten are put in front of Linear, which is made for the channels, as the forward of {owner} must do.",
  note_known: "The rows of {kind} are joined as in the class of that name of torchvision or timm.",
};
