// The words of functions that few texts call, which come with their script.

export const words = {
  rule_stacked:
    "Of stacked rows a sum, a mean, an extreme or a softmax along the new axis is followed, and products of one with another.",
  rule_unpooled: "{kind} takes a row and the indices of a pool.",
};
