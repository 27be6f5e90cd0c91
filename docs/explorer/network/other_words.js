// The words of what knows tables of Markdown and texts of other programs, which come with its script.

export const words = {
  note_columns: "Not read of the table: {names}.",
  rule_foreign_summary:
    "This is a summary, which does not hold kernels, strides and padding. Paste what print(model) shows in PyTorch, its code, or one layer a line.",
  rule_foreign_keras:
    "This is code of Keras, whose padding='same' pads more at the end where there is a stride. Write one layer a line, as PyTorch calls it.",
  rule_foreign_matlab: "This is a list of layers for MATLAB. Write one layer a line, as PyTorch calls it.",
  rule_foreign_caffe:
    "This is a network of Caffe, whose pools have ceil_mode=True. Write one layer a line, as PyTorch calls it.",
  rule_foreign_darknet: "This is a configuration of Darknet. Write one layer a line, as PyTorch calls it.",
  rule_foreign_yaml:
    "This is a configuration in YAML, which does not hold the layers of its blocks. Paste what print(model) shows in PyTorch, its code, or one layer a line.",
};
