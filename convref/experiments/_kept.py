"""Weights that a small network has learned, kept from one run to the next: whoever shows them twice trains once."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from convref.datasets import _cache, _console, images

if TYPE_CHECKING:
    from torch import nn

Net = TypeVar("Net", bound="nn.Module")
_LIBRARIES = ("numpy", "torch", "scikit-image", "scikit-learn")  # The last two hold what is learned from.


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch compute on one thread: products as small as these gain nothing by more, and round differently."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def learn(net: Net, train: Callable[[Net], object], module: str, *settings: object) -> None:
    """Train a network in place, or give it the weights that the same training of the same network ended with.

    `module` is the file that holds the training, `settings` are the numbers that it depends on besides the network.
    """
    parameters = list(net.parameters())
    start = b"".join(values.detach().numpy().tobytes() for values in parameters)
    file = _cache.folder() / "networks" / f"{_key(module, start, settings)}.npy"

    def weights() -> NDArray[np.float32]:
        announce(file.parent)
        train(net)
        return np.concatenate([values.detach().numpy().ravel() for values in parameters])

    found = _cache.kept(file, (sum(values.numel() for values in parameters),), weights)
    for values in parameters:
        part, found = np.split(found, [values.numel()])
        values.detach().numpy()[...] = part.reshape(values.shape)


def _key(module: str, start: bytes, settings: tuple[object, ...]) -> str:
    """Return a hash of all that the weights depend on, down to the processor, whose products round in its own way."""
    import torch

    code = [_cache.code(Path(file)) for file in (module, images.__file__)]
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    machine = platform.machine(), torch.backends.cpu.get_cpu_capability()
    parts = (hashlib.sha256(start).hexdigest(), settings, code, libraries, machine, platform.python_version())
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


@cache
def announce(folder: Path) -> None:
    """Tell who waits at a console what takes long, once."""
    _console.tell(f"Training small networks: once, a few seconds each. Their weights are kept in {folder}")
