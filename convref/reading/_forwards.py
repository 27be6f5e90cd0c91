"""Blocks of torchvision and timm whose forward is known by their class: the rows that a printed one stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from convref.reading._tree import Node

# The rows of a block in the order of its forward, for the names that it holds. A word is the layer or block of that
# name, which takes the row before, or with < the one named. Besides, + adds and * multiplies a named row to the one
# before, ^ resizes to the sizes of a row, ~ stacks rows, where no name is the row before, and | stacks what the blocks
# of a list make of the input. A word with ! is a function that no layer is printed for, and one with - in front is
# held and never called after eval(). What begins with "kept:" is for blocks that keep the shape of their input;
# three dots are the layers that no other word names, as they are printed.
FORWARDS = {
    "SqueezeExcitation": ["avgpool fc1 activation fc2 scale_activation *input"],
    "SqueezeExcite": [
        "pool! conv_reduce bn act1 conv_expand gate *input",
        "pool! conv_reduce act1 conv_expand gate *input",
    ],
    "BasicBlock": [
        "conv1 bn1 relu conv2 bn2 +input relu",
        "conv1 bn1 relu conv2 bn2 downsample<input +bn2 relu",
        "conv1 bn1 conv2 bn2 shortcut<input +bn2",
        "conv1 conv2 +input relu",
        "conv1 conv2 downsample<input +conv2 relu",
        "conv1 bn1 drop_block act1 aa conv2 bn2 +input act2",
        "conv1 bn1 drop_block act1 aa conv2 bn2 downsample<input +bn2 act2",
    ],
    "Bottleneck": [
        "conv1 bn1 relu conv2 bn2 relu conv3 bn3 +input relu",
        "conv1 bn1 relu conv2 bn2 relu conv3 bn3 downsample<input +bn3 relu",
        "conv1 bn1 conv2 bn2 conv3 bn3 shortcut<input +bn3",
        "conv1 bn1 act1 conv2 bn2 drop_block act2 aa conv3 bn3 +input act3",
        "conv1 bn1 act1 conv2 bn2 drop_block act2 aa conv3 bn3 downsample<input +bn3 act3",
    ],
    "ResBottleneckBlock": ["f +input activation", "proj f<input +proj activation"],
    "InvertedResidual": [
        "kept: conv +input",
        "conv",
        "kept: block +input",
        "block",
        "kept: upper! branch2 lower!<input ~,branch2 shuffle! -branch1",
        "branch1 branch2<input ~branch1,branch2 shuffle!",
    ],
    "_InvertedResidual": ["kept: layers +input", "layers"],
    "MBConv": ["kept: block stochastic_depth +input", "block -stochastic_depth"],
    "FusedMBConv": ["kept: block stochastic_depth +input", "block -stochastic_depth"],
    "Fire": [
        "squeeze squeeze_activation expand1x1 expand1x1_activation expand3x3<squeeze_activation expand3x3_activation "
        "~expand1x1_activation,expand3x3_activation"
    ],
    "SqueezeNet": ["features classifier flatten!"],
    "_DenseLayer": ["norm1 relu1 conv1 norm2 relu2 conv2 ~input,conv2"],
    "BasicConv2d": ["conv bn relu!"],
    "Inception": ["branch1 branch2<input branch3<input branch4<input ~branch1,branch2,branch3,branch4"],
    "GoogLeNet": ["... flatten! dropout fc -aux1 -aux2", "... flatten! dropout fc"],
    "InceptionA": [
        "branch1x1 branch5x5_1<input branch5x5_2 branch3x3dbl_1<input branch3x3dbl_2 branch3x3dbl_3 mean!<input "
        "branch_pool ~branch1x1,branch5x5_2,branch3x3dbl_3,"
    ],
    "InceptionB": [
        "branch3x3 branch3x3dbl_1<input branch3x3dbl_2 branch3x3dbl_3 halved!<input ~branch3x3,branch3x3dbl_3,"
    ],
    "InceptionC": [
        "branch1x1 branch7x7_1<input branch7x7_2 branch7x7_3 branch7x7dbl_1<input branch7x7dbl_2 branch7x7dbl_3 "
        "branch7x7dbl_4 branch7x7dbl_5 mean!<input branch_pool ~branch1x1,branch7x7_3,branch7x7dbl_5,"
    ],
    "InceptionD": [
        "branch3x3_1 branch3x3_2 branch7x7x3_1<input branch7x7x3_2 branch7x7x3_3 branch7x7x3_4 halved!<input "
        "~branch3x3_2,branch7x7x3_4,"
    ],
    "InceptionE": [
        "branch1x1 branch3x3_1<input branch3x3_2a branch3x3_2b<branch3x3_1 branch3x3dbl_1<input branch3x3dbl_2 "
        "branch3x3dbl_3a branch3x3dbl_3b<branch3x3dbl_2 mean!<input branch_pool "
        "~branch1x1,branch3x3_2a,branch3x3_2b,branch3x3dbl_3a,branch3x3dbl_3b,"
    ],
    "Inception3": ["... flatten! fc -AuxLogits", "... flatten! fc"],
    "SepInceptionBlock3D": ["branch0 branch1<input branch2<input branch3<input ~branch0,branch1,branch2,branch3"],
    "S3D": ["features avgpool classifier pool3! flatten!"],
    "ASPPPooling": ["0 1 2 3 ^input"],
    "ASPP": ["|convs project"],
    "FCN": ["backbone classifier ^input"],
    "DeepLabV3": ["backbone classifier ^input"],
}
_JOINS = {"+": "Add", "*": "Mul"}
_FUNCTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "pool!": ("AdaptiveAvgPool2d", {"output_size": 1}),
    "pool3!": ("AdaptiveAvgPool3d", {"output_size": 1}),
    "flatten!": ("Flatten", {}),
    "relu!": ("ReLU", {"inplace": True}),
    "mean!": ("AvgPool2d", {"kernel_size": 3, "stride": 1, "padding": 1, "ceil_mode": False}),
    "halved!": ("MaxPool2d", {"kernel_size": 3, "stride": 2}),
    "shuffle!": ("ChannelShuffle", {"groups": 2}),
}


def settle_known(node: Node, children: list[Node]) -> None:
    """Put the rows of a block into the order of its forward, where it holds what the class of that name does."""
    held = {child.labels[0]: child for child in children}
    for words in map(str.split, FORWARDS[node.kind]):
        steps = _written_out(words, held)
        fits = {_named(step) for step in steps} - {""} == held.keys() and len(held) == len(children)
        if fits and (words[0] != "kept:" or _keeps_shape(node)):
            called = [step for step in steps if step[0] != "-"]
            node.children = [_step(node, step, held, step in called[:at]) for at, step in enumerate(called)]
            node.known = True
            return


def _written_out(words: list[str], held: dict[str, Node]) -> list[str]:
    """Return the steps of a forward; where it begins with three dots, the layers that no step names stand first."""
    if words[0] == "kept:":
        return words[1:]
    if words[0] == "...":
        named = set(map(_named, words))
        return [*(name for name in held if name not in named), *words[1:]]
    return words


def _named(step: str) -> str:
    """Return the layer that a word names, if it names one."""
    return "" if step[0] in "+*~^" or "!" in step else step.lstrip("-|").partition("<")[0]


def _step(node: Node, step: str, held: dict[str, Node], again: bool) -> Node:
    """Return one row; a layer that is called again, which has no weights, has its name only once."""
    sign, others, line = step[0], step[1:], node.line
    if sign in _JOINS:
        return Node(line, _JOINS[sign], joined_with=(others,))
    if sign == "^":
        resized = {"mode": "bilinear", "align_corners": False}
        return Node(line, "UpsampleLike", joined_with=(others,), named=resized)
    if sign == "~":
        return Node(line, "Cat", sources=tuple(others.split(",")))
    if sign == "|":
        return _stacked(held[others])
    name, _, source = step.partition("<")
    child = _function(node, name) if "!" in name else held[name]
    child = replace(child, sources=(source,) if source else ())
    return replace(child, labels=[""]) if again else child


def _stacked(listed: Node) -> Node:
    """Return a list of blocks as branches of one input."""
    branches = [replace(one, sources=("input",)) for one in listed.children or ()]
    names = tuple(label for one in branches for label in one.labels)
    return replace(listed, children=[*branches, Node(listed.line, "Cat", sources=names)])


def _function(node: Node, name: str) -> Node:
    """Return the row of a function; a half of the channels is as many as a branch takes."""
    if name in _FUNCTIONS:
        kind, given = _FUNCTIONS[name]
        return Node(node.line, kind, named=dict(given))
    half = next(_convolutions(node)).unnamed[0]
    return Node(node.line, "Channels", unnamed=(0, half) if name == "lower!" else (half, 2 * half))


def _keeps_shape(node: Node) -> bool:
    """Return whether the convolutions of a block leave sizes and channels, which is when its input is added."""
    layers = list(_convolutions(node))
    said = all(len(one.unnamed) > 1 for one in layers)
    strides = {one.named.get("stride", 1) for one in layers}
    return said and bool(layers) and strides <= {1, (1, 1)} and layers[0].unnamed[0] == layers[-1].unnamed[1]


def _convolutions(node: Node) -> Iterator[Node]:
    """Yield the convolutions of a block, first to last."""
    for one in node.children or ():
        yield from _convolutions(one)
        if one.children is None and one.kind.startswith("Conv"):
            yield one
