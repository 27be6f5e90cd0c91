"""What a forward takes: one input, or several of one shape where each goes the same way."""

from __future__ import annotations

from typing import Any

from convref.reading._calls import NotUnderstood
from convref.reading._python.forward import Forward
from convref.reading._python.names import needed
from convref.reading._python.objects import Function, Instance, Tensor


class Inputs(Forward):
    """Makes the inputs of a network, and checks afterwards that one shape may stand for all of them."""

    def inputs_of(self, network: Any, rank: int | None) -> list[Tensor]:
        """Return an input for each argument that forward needs."""
        forward = _forward_of(network)
        names = needed(forward)
        if forward and not names and not forward.node.args.vararg:
            raise NotUnderstood(f"forward of {network.of.name} must take an input, got none", forward.node.lineno)
        return [Tensor(0, rank) for _ in names] or [Tensor(0, rank)]

    def check_alike(self, network: Any, inputs: list[Tensor]) -> None:
        """Refuse several inputs that rows of different kinds take, since their shapes may differ; note the others."""
        if len(inputs) == 1:
            return
        forward = _forward_of(network)
        names = " and ".join(needed(forward))
        line = forward.node.lineno if forward else 1
        if len({self._first(one) for one in inputs}) > 1 or self._first(inputs[0]) is None:
            raise NotUnderstood(
                f"forward of {network.of.name} takes {names}; several inputs are read where all have the shape that is "
                "given, so a layer of one kind, made for as many channels, must take each of them first",
                line,
            )
        self.notes.append(f"line {line}: forward takes {names}; the shape that is given is taken for each of them")

    def _first(self, of: Tensor) -> tuple[str, Any] | None:
        """Return what kind of row takes an input first, and the channels that it is made for."""
        row = self.begun.get(id(of))
        module = self.modules[row - 1] if row else None
        if module is None:
            return None
        given = dict(module.arguments)
        return module.kind, given.get("in_channels", given.get("in_features"))


def _forward_of(network: Any) -> Function | None:
    forward = network.of.find("forward")[0] if isinstance(network, Instance) else None
    return forward if isinstance(forward, Function) else None
