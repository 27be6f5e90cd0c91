// The words that every tool has.
export const words = {
  settings: "Settings",
  layer: "Layer",
  input_size: "input size",
  w_preset: "Kernel",
  output: "Output",
  too_large: "Too large to draw. The sizes are calculated all the same.",
  pytorch_says: "PyTorch says:",
  step_less: "{name}: one step down",
  step_more: "{name}: one step up",
  step_slide: "{name}, as a slider",
};
