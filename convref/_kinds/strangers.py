"""Classes that are no kind of row: what PyTorch calls them, or why they cannot be one."""

from __future__ import annotations

import difflib
from collections.abc import Collection

_WHY = {
    "it carries a state from step to step": ("RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell", "ConvLSTMCell"),
    "each position sees all others, by weights that are computed": (
        "MultiheadAttention", "Transformer", "TransformerEncoder", "TransformerDecoder", "TransformerEncoderLayer",
        "TransformerDecoderLayer", "Attention", "WindowAttention", "ShiftedWindowAttention",
    ),
    "it moves axes, and the channels must stay first": (
        "Rearrange", "Reduce", "EinMix", "Transpose", "WindowPartition", "WindowDepartition", "SwapAxes",
        "PatchMerging",
    ),
    "it has parameters that it does not print": (
        "GRN", "GlobalResponseNorm", "LayerScale", "LayerScale2d", "CNBlock", "ConvNeXtBlock", "ScaledStdConv2d",
        "PositionalEncoding", "Affine",
    ),
    "it pads by the size that comes in, as TensorFlow does": (
        "Conv2dSame", "StdConv2dSame", "ScaledStdConv2dSame", "MaxPool2dSame", "AvgPool2dSame",
        "Conv2dDynamicSamePadding", "MaxPool2dDynamicSamePadding",
    ),
    "what it makes depends on what is found in the picture": (
        "GeneralizedRCNNTransform", "RegionProposalNetwork", "AnchorGenerator", "DefaultBoxGenerator", "RoIHeads",
        "MultiScaleRoIAlign", "RoIAlign", "RoIPool",
    ),
    "it takes several rows of the network before it, and which is not printed": (
        "LRASPPHead", "FeaturePyramidNetwork", "BackboneWithFPN", "CorrBlock",
    ),
    "where it reads is known only when it runs": (
        "DeformConv2d", "DCN", "DCNv2", "ModulatedDeformConv2d", "FractionalMaxPool2d", "FractionalMaxPool3d",
    ),
}  # fmt: skip
WHY = {name: reason for reason, names in _WHY.items() for name in names}

_NEAR = {
    "Dense": "Linear", "BatchNormalization": "BatchNorm2d", "LayerNormalization": "LayerNorm", "Concatenate": "Cat",
    "Multiply": "Mul",
}  # fmt: skip
for _rank in (1, 2, 3):
    _NEAR |= {
        f"{before}{_rank}D{after}": f"{near}{_rank}d"
        for before, after, near in (
            ("Conv", "", "Conv"),
            ("Conv", "Transpose", "ConvTranspose"),
            ("DepthwiseConv", "", "Conv"),
            ("MaxPooling", "", "MaxPool"),
            ("AveragePooling", "", "AvgPool"),
            ("GlobalAveragePooling", "", "AdaptiveAvgPool"),
            ("GlobalMaxPooling", "", "AdaptiveMaxPool"),
            ("ZeroPadding", "", "ZeroPad"),
            ("SpatialDropout", "", "Dropout"),
        )
    } | {f"UpSampling{_rank}D": "Upsample"}


def told(name: str, known: Collection[str]) -> str:
    """Return what can be said of a class that is none of the known ones, to be put behind that."""
    if name in WHY:
        return f": {WHY[name]}"
    if name in _NEAR:
        return f"; PyTorch calls it {_NEAR[name]}"
    near = [f"{name}2d"] if f"{name}2d" in known else difflib.get_close_matches(name, known, 1)
    return f"; did you mean {near[0]}?" if near else ""
