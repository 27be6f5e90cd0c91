"""Blocks whose class says how their rows follow: layers that hold others, and blocks whose forward is known."""

from __future__ import annotations

from convref.modules import PARAMETRIZATIONS
from convref.reading._calls import NotUnderstood
from convref.reading._forwards import settle_known, squeezes
from convref.reading._tree import Node

# Classes of other packages by the class of torch.nn that they are, as far as shapes, fields and costs go.
_ALIKE = {
    "BatchNormAct2d": "BatchNorm2d",
    "Conv3DSimple": "Conv3d",
    "Conv3DNoTemporal": "Conv3d",
    "StdConv2d": "Conv2d",
    "FrozenBatchNormAct2d": "FrozenBatchNorm2d",
    "GroupNormAct": "GroupNorm",
    "Conv2dStaticSamePadding": "Conv2d",
    "GELUActivation": "GELU",
    "NewGELUActivation": "GELU",
    "FastGELUActivation": "GELU",
    "PytorchGELUTanh": "GELU",
    "SiLUActivation": "SiLU",
    "MemoryEfficientSwish": "SiLU",
}
_PARAMETRIZED = "Parametrized"
_MADE_BY = {"_WeightNorm": "weight_norm", "_SpectralNorm": "spectral_norm", "_Orthogonal": "orthogonal"}
_PADDED_FIRST = ("static_padding",)


def settle(node: Node) -> None:
    """Give a layer, or a block that has been read to its end, the rows that its class makes of it."""
    if node.children is None:
        node.kind = _ALIKE.get(node.kind, node.kind)
        if node.kind.startswith("Lazy"):
            _without_none_yet(node)
    elif node.kind in PARAMETRIZATIONS:
        _settle_wrapped(node, node.children)
    elif node.unnamed or node.named:
        _settle_layer(node, node.children)
    else:
        node.squeezes = squeezes(node)
        settle_known(node, node.children)


def _settle_wrapped(node: Node, children: list[Node]) -> None:
    """Make of ``weight_norm(`` with a layer in it, each on a line of its own, that layer."""
    only = children[0] if len(children) == 1 else None
    if node.unnamed or node.named or only is None or only.children is not None or only.parametrization:
        raise NotUnderstood(f"{node.kind} must get one layer", node.line)
    node.parametrization, node.kind, node.children = node.kind, only.kind, None
    node.unnamed, node.named, node.sources = only.unnamed, only.named, node.sources or only.sources


def _without_none_yet(node: Node) -> None:
    """Drop the 0 input channels that a lazy layer prints before its first call."""
    if node.unnamed[:1] == (0,):
        node.unnamed = node.unnamed[1:]
    if node.named.get("in_features") == 0:
        del node.named["in_features"]


def _settle_layer(node: Node, children: list[Node]) -> None:
    """Make a block with arguments the layer that they belong to, with what it holds behind it."""
    kind = node.kind.removeprefix(_PARAMETRIZED)
    layer = Node(node.line, _ALIKE.get(kind, kind), unnamed=node.unnamed, named=node.named)
    if kind != node.kind:
        layer.parametrization = _parametrization(children)
        children = [child for child in children if child.labels != ["parametrizations"]]
    before = [child for child in children if child.labels[0] in _PADDED_FIRST]
    after = [child for child in children if child.labels[0] not in _PADDED_FIRST]
    node.kind, node.unnamed, node.named = "", (), {}
    node.children = [*before, layer, *after]
    if not children:
        node.kind, node.unnamed, node.named, node.children = layer.kind, layer.unnamed, layer.named, None
        node.parametrization = layer.parametrization


def _parametrization(children: list[Node]) -> str:
    """Return what makes the weight, of ``(parametrizations): ModuleDict(`` with one list for it."""
    for child in children:
        if child.labels == ["parametrizations"] and child.children:
            return _only(child, "weight", child.children)
    return ""


def _only(held: Node, name: str, lists: list[Node]) -> str:
    (first, *others) = lists
    if others or first.labels != [name] or not first.children or len(first.children) != 1:
        raise NotUnderstood("only one parametrization is read, that of the weight", held.line)
    (one,) = first.children
    if one.kind not in _MADE_BY:
        raise NotUnderstood(f"{one.kind} is no parametrization that convref knows", one.line)
    return _MADE_BY[one.kind]
