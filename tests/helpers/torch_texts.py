"""What torch makes of the text of a network: the text is executed."""

from __future__ import annotations

import ast
import collections
import copy
import math
from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

HOLDERS = (nn.Sequential, nn.ModuleList, nn.ModuleDict, nn.DataParallel)


class Anything:
    """Stands for whatever a text of this kind names besides its network: loaders, optimisers."""

    def __getattr__(self, name: str) -> Any:
        return Anything()

    def __call__(self, *unnamed: Any, **named: Any) -> Any:
        return Anything()

    def __iter__(self) -> Any:
        return iter(())


def run(text: str) -> nn.Module:
    """Return the network that Python makes of a text: its last expression, what it assigns, or its last class."""
    scope: dict[str, Any] = {
        "torch": torch, "nn": nn, "F": nn.functional, "math": math, "copy": copy, "optim": Anything(),
        "OrderedDict": collections.OrderedDict, "train_loader": (), "__name__": "__main__", "print": Anything(),
    }  # fmt: skip
    tree = ast.parse(text)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "pasted", "exec"), scope)
    shown = eval(ast.unparse(last), scope) if last else None
    if isinstance(shown, nn.Module):
        return shown
    made = [one for one in scope.values() if isinstance(one, nn.Module) and not isinstance(one, nn.modules.loss._Loss)]
    if made:
        return made[-1]
    classes = [one for one in scope.values() if isinstance(one, type) and issubclass(one, nn.Module)]
    return [one for one in classes if one.__module__ == scope["__name__"]][-1]()


def is_layer(one: nn.Module) -> bool:
    """Return whether a module is a layer of torch.nn, or of a class that inherits from one."""
    its, *above = type(one).__mro__[:-2]  # without Module and object
    if its.__module__.startswith("torch.nn"):
        return not isinstance(one, HOLDERS)
    return any(each.__module__.startswith("torch.nn") for each in above) and not list(one.children())


def own(layer: nn.Module) -> Iterator[nn.Parameter]:
    """Return the weights of a layer, without those of a module that was put into it, which is never called."""
    return layer.parameters(recurse=hasattr(layer, "parametrizations"))


def called(model: nn.Module, shape: tuple[int, ...]) -> dict[str, tuple[tuple[int, ...], int]]:
    """Return shape and parameters of each layer of torch.nn by its name, where it is called first."""
    seen: dict[str, tuple[tuple[int, ...], int]] = {}

    def note(name: str) -> Any:
        def hook(layer: nn.Module, taken: Any, given: Any) -> None:
            given = given[0] if isinstance(given, tuple) else given  # a pool may say where its values stood
            seen.setdefault(name, (tuple(given.shape[1:]), sum(one.numel() for one in own(layer))))

        return hook

    for name, one in model.named_modules():
        if is_layer(one):
            one.register_forward_hook(note(name))
    output = model.eval()(torch.zeros(2, *shape))
    seen["output"] = (tuple(output.shape[1:]), 0)
    return seen
