// The words of what reads a layer in words, which come with its script.

export const words = {
  note_said:
    "What a line in words leaves out is PyTorch’s default: stride 1 and padding 0, and for a pool the stride that its kernel_size is.",
  note_said_flatten: "Flatten is put in front of what a line in words calls fully connected.",
};
