"""Functions and methods of torch by the rows that they make: the class of the same work, with its arguments."""

from __future__ import annotations

_RANKED = {
    "max_pool": "MaxPool", "avg_pool": "AvgPool", "lp_pool": "LPPool", "adaptive_avg_pool": "AdaptiveAvgPool",
    "adaptive_max_pool": "AdaptiveMaxPool",
}  # fmt: skip
_PLAIN = {
    "relu": "ReLU", "relu_": "ReLU", "relu6": "ReLU6", "selu": "SELU", "silu": "SiLU", "mish": "Mish",
    "hardswish": "Hardswish", "hardsigmoid": "Hardsigmoid", "sigmoid": "Sigmoid", "sigmoid_": "Sigmoid",
    "tanh": "Tanh", "tanh_": "Tanh", "logsigmoid": "LogSigmoid", "softsign": "Softsign", "tanhshrink": "Tanhshrink",
    "elu": "ELU", "celu": "CELU", "leaky_relu": "LeakyReLU", "leaky_relu_": "LeakyReLU", "gelu": "GELU",
    "softplus": "Softplus", "softshrink": "Softshrink", "hardshrink": "Hardshrink", "hardtanh": "Hardtanh",
    "threshold": "Threshold", "softmax": "Softmax", "log_softmax": "LogSoftmax", "softmin": "Softmin", "glu": "GLU",
    "dropout": "Dropout", "alpha_dropout": "AlphaDropout", "feature_alpha_dropout": "FeatureAlphaDropout",
    "dropout1d": "Dropout1d", "dropout2d": "Dropout2d", "dropout3d": "Dropout3d",
    "interpolate": "Upsample", "upsample": "Upsample", "upsample_nearest": "Upsample",
    "pixel_shuffle": "PixelShuffle", "pixel_unshuffle": "PixelUnshuffle", "unfold": "Unfold", "fold": "Fold",
    "local_response_norm": "LocalResponseNorm", "channel_shuffle": "ChannelShuffle",
}  # fmt: skip
CLASSES = _PLAIN | {f"{name}{rank}d": f"{kind}{rank}d" for name, kind in _RANKED.items() for rank in (1, 2, 3)}
# Functions that pool windows, which may be as large as the row.
POOLS = tuple(f"{name}_pool{rank}d" for name in ("max", "avg") for rank in (1, 2, 3))
# Arguments that change neither sizes nor costs, and where they stand behind the input.
UNREAD = {
    "dropout": "p training inplace", "alpha_dropout": "p training inplace", "dropout1d": "p training inplace",
    "dropout2d": "p training inplace", "dropout3d": "p training inplace", "softmax": "dim _stacklevel dtype",
    "feature_alpha_dropout": "p training inplace",
    "log_softmax": "dim _stacklevel dtype", "softmin": "dim _stacklevel dtype",
    **{f"max_pool{rank}d": "kernel_size stride padding dilation ceil_mode return_indices" for rank in (1, 2, 3)},
    "interpolate": "size scale_factor mode align_corners recompute_scale_factor antialias",
    "upsample": "size scale_factor mode align_corners",
}  # fmt: skip
DROPPED = ("training", "_stacklevel", "dtype", "antialias")
# What treats each value by itself, or gives it back.
VALUES = (
    "exp", "log", "sqrt", "abs", "square", "pow", "clamp", "neg", "sin", "cos", "erf", "log1p", "expm1", "rsqrt",
    "clip", "normalize", "sign", "reciprocal", "randn_like", "rand_like", "zeros_like", "ones_like", "bernoulli",
)  # fmt: skip
SAME = ("contiguous", "float", "to", "cuda", "cpu", "detach", "type", "type_as", "requires_grad_")
# What gives the same values anew: work in place on them leaves the others as they are.
COPIED = ("clone", "double", "half", "bfloat16")
# Kinds of rows that look at the memory of the row before.
VIEWS = (
    "Flatten", "Select", "Unflatten", "Permute", "View", "Squeeze", "Unsqueeze", "Identity", "Dropout",
    "StochasticDepth", "DropPath",
)  # fmt: skip
JOINS = {
    "add": "Add", "sub": "Sub", "mul": "Mul", "div": "Div", "multiply": "Mul", "subtract": "Sub", "divide": "Div",
    "true_divide": "Div", "maximum": "Maximum", "minimum": "Minimum", "fmax": "Maximum", "fmin": "Minimum",
}  # fmt: skip
# What one number for each example may go through, without an axis.
ALONE = ("Identity", "Elementwise", "Sigmoid", "Tanh", "LogSigmoid", "Softplus", "ReLU", "Dropout")
MOVED = ("movedim", "t", "flip", "roll", "rot90", "einsum", "rearrange")
OPERATORS = {"Add": "Add", "Sub": "Sub", "Mult": "Mul", "Div": "Div"}
# What fills a row of given sizes with values of its own.
FILLED = ("randn", "rand", "zeros", "ones", "empty")
# Functions that take the weight of a layer: its kind, and what they take where nothing is said.
LAYERS = {"linear": "Linear", **{f"conv{rank}d": f"Conv{rank}d" for rank in (1, 2, 3)}}
LAYERS |= {f"conv_transpose{rank}d": f"ConvTranspose{rank}d" for rank in (1, 2, 3)}
_CONV = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1, "padding_mode": "zeros"}
_TRANSPOSED = {"stride": 1, "padding": 0, "output_padding": 0, "groups": 1, "dilation": 1}
USUAL = {name: _TRANSPOSED if "transpose" in name else _CONV if "conv" in name else {} for name in LAYERS}
WEIGHTED = {*LAYERS, "batch_norm", "bilinear", "embedding", "prelu", "layer_norm", "group_norm", "instance_norm"}
