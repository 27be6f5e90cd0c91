"""The numbers that choose how a call is computed. tests/bench/tune.py finds them."""

BLOCK_BYTES = 4 * 2**20  # about what one core keeps in its cache
MOST_KEPT = 2 * BLOCK_BYTES  # larger arrays are not kept for the next call
FEW_BYTES = 400_000  # smaller tables are copied at once
FEW_CELLS = 50  # with fewer cells in an output plane, examples had better share a table
WORTH_REARRANGING = 3  # fewer output cells per output channel cost less to stack than the weight to rearrange
WORTH_ADDING = 1.6  # products over so many times the output channels cost more to stack than to add
WORTH_GATHERING = 1.5  # a transposed convolution may have so many output cells for each input cell
WORTH_FLIPPING = 1  # and must have so many, in the batch, for each input channel: its kernel is rearranged
WORTH_SKIPPING = 8  # wide is a padding of one row in so many, or more
