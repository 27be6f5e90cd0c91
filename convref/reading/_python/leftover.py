"""What a network holds and never calls, checked as PyTorch checks it where it is made."""

from __future__ import annotations

from convref._kinds import KINDS, At, Flow
from convref._reach import START
from convref.reading._calls import NotUnderstood
from convref.reading._python.objects import Layer, Unknown

_CHECKED = ("Conv", "Linear", "BatchNorm", "GroupNorm", "InstanceNorm", "Dropout")
_CHANNELS = ("in_channels", "num_features", "num_channels", "in_features")
_WIDE = 10**6  # cells along each axis: no kernel and no padding is as large


def check_made(layer: Layer) -> None:
    """Refuse a layer whose arguments fit no input."""
    kind = KINDS[layer.kind]
    try:
        given = kind.bound(layer.unnamed, layer.named)
        if not layer.kind.startswith(_CHECKED) or any(isinstance(one, Unknown) for one in given.values()):
            return
        channels = next((given[name] for name in _CHANNELS if name in given), 1)
        shape = (channels if type(channels) is int else 1, *(_WIDE,) * kind.rank)
        kind.rule(At(kind.name, kind.rank, (Flow(shape, (START,) * kind.rank, shape[1:]),)), **given)
    except (TypeError, ValueError) as error:
        raise NotUnderstood(str(error), layer.line) from error
