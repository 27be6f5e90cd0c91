"""The kernels of AlexNet's first layer, or kernels learned in their place, never mixed up."""

from __future__ import annotations

import hashlib
import logging
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from convref.datasets import _cache, _console, _download

if TYPE_CHECKING:
    from torch.nn import Sequential
else:
    Sequential = Any  # torch is imported where it is needed; whoever asks for the type hints finds a name.

__all__ = [
    "SOURCES",
    "VARIABLE",
    "Features",
    "FirstLayer",
    "features",
    "first_layer",
    "learned_layer",
    "provenance",
    "weights_file",
]

VARIABLE = "CONVREF_KERNELS"
SOURCES = ("alexnet", "learned")
_SHAPE = (64, 3, 11, 11)
_WEIGHTS = "alexnet-owt-7be5be79.pth"  # As torchvision names them: to ask torchvision takes longer than most scripts.
_HASH_LETTERS = 8  # As many as torch writes into the names of its weights.
_log = logging.getLogger(__name__)


class FirstLayer(NamedTuple):
    """Kernels of AlexNet's shape, and where they come from.

    Attributes
    ----------
    weights : ndarray
        Shape ``(64, 3, 11, 11)``, dtype float32.
    source : str
        'alexnet' for the weights trained on ImageNet, 'learned' for kernels learned from photos.
    """

    weights: NDArray[np.float32]
    source: str


class Features(NamedTuple):
    """AlexNet up to its last pooling, and where its weights come from.

    Attributes
    ----------
    layers : torch.nn.Sequential
        Five convolutions with what stands between them, as in torchvision.
    source : str
        'alexnet' for the weights trained on ImageNet. 'learned' for kernels learned from photos in the first layer,
        and random ones in the other four.
    """

    layers: Sequential
    source: str


def features() -> Features:
    """Return AlexNet's convolutions, trained on ImageNet; where those weights cannot be had, its shape without them.

    Returns
    -------
    Features

    Raises
    ------
    ValueError, RuntimeError
        As in `first_layer`.

    Examples
    --------
    >>> [tuple(layer.weight.shape)[:2] for layer in features().layers if hasattr(layer, "weight")]
    [(64, 3), (192, 64), (384, 192), (256, 384), (256, 256)]
    """
    import torch
    from torchvision.models import alexnet

    weights, source = first_layer()
    with torch.random.fork_rng():
        torch.manual_seed(0)
        layers: Sequential = alexnet().features
    if source == "alexnet":
        state = torch.load(weights_file(), map_location="cpu", weights_only=True)
        prefix = "features."
        layers.load_state_dict({name[len(prefix) :]: value for name, value in state.items() if name.startswith(prefix)})
    else:
        layers[0].load_state_dict({"weight": torch.from_numpy(weights), "bias": torch.zeros(len(weights))})
    return Features(layers.eval().requires_grad_(False), source)


@cache
def first_layer() -> FirstLayer:
    """Return AlexNet's 64 first-layer kernels, or kernels learned from photos where the weights cannot be had.

    The weights are those of torchvision, downloaded once into torch's own cache. Why they could not be had is logged.

    Returns
    -------
    FirstLayer
        The weights, and 'alexnet' or 'learned'.

    Raises
    ------
    ValueError
        If ``CONVREF_KERNELS`` names neither.
    RuntimeError
        If ``CONVREF_KERNELS`` asks for kernels that are not to be had.

    Notes
    -----
    Source: Krizhevsky, Sutskever and Hinton 2012; torchvision, ``AlexNet_Weights.IMAGENET1K_V1``.
    The environment variable ``CONVREF_KERNELS`` chooses: 'alexnet' never falls back to learned kernels, 'learned'
    never downloads. Learned kernels are kept in the folder of ``CONVREF_CACHE``, or else in the user's cache folder.

    Examples
    --------
    >>> first_layer().weights.shape
    (64, 3, 11, 11)
    """
    source = provenance().partition("-")[0]
    return FirstLayer(_loaded() if source == "alexnet" else _learned(), source)


def learned_layer() -> FirstLayer:
    """Return 64 kernels learned from photos, whether AlexNet's can be had or not.

    Returns
    -------
    FirstLayer

    Examples
    --------
    >>> learned_layer().source
    'learned'
    """
    return FirstLayer(_learned(), "learned")


def provenance() -> str:
    """Return which kernels `first_layer` returns, down to the hash of the weights or of how they are learned.

    A build asks once and puts the answer into ``CONVREF_KERNELS``: whatever it starts then shows the same kernels or
    stops, though weights arrive, or leave, in between.

    Returns
    -------
    str
        For example 'alexnet-7be5be79'.

    Examples
    --------
    >>> provenance().partition("-")[0] in SOURCES
    True
    """
    wanted = os.environ.get(VARIABLE, "")
    source, _, decided = wanted.partition("-")
    if wanted and source not in SOURCES:
        raise ValueError(f"{VARIABLE} must be one of {', '.join(SOURCES)}, got {VARIABLE}={wanted!r}")
    found = _found(source)
    if decided and found != wanted:
        raise RuntimeError(f"{VARIABLE}={wanted} was decided for this build, but now there is {found}: build again")
    return found


def _found(source: str) -> str:
    """Return the provenance of the source that is asked for, or of the better one that can be had."""
    from convref.datasets import learned_kernels

    if source != "learned":
        try:
            return f"alexnet-{_sound_hash()[:_HASH_LETTERS]}"
        except (ImportError, OSError, RuntimeError) as error:
            reason = f"{type(error).__name__}: {error}"
        if source == "alexnet":
            raise RuntimeError(f"{VARIABLE}=alexnet, but AlexNet's weights cannot be had ({reason})")
        _log.warning("AlexNet's weights cannot be had (%s). Kernels learned from photos stand in for them.", reason)
    return f"learned-{learned_kernels.key()}"


def weights_file() -> Path:
    """Return where torch keeps the weights, whether they are there or not.

    Returns
    -------
    pathlib.Path

    Examples
    --------
    >>> weights_file().suffix
    '.pth'
    """
    cache = os.environ.get("XDG_CACHE_HOME", "~/.cache")
    home = Path(os.environ.get("TORCH_HOME", Path(cache, "torch"))).expanduser()
    return home / "hub" / "checkpoints" / _WEIGHTS


def _loaded() -> NDArray[np.float32]:
    import torch

    state = torch.load(weights_file(), map_location="cpu", weights_only=True)
    weights: NDArray[np.float32] = state["features.0.weight"].numpy()
    return weights


def _sound_hash() -> str:
    """Return the SHA-256 of the weights, after a download where they are missing."""
    file = weights_file()
    if not file.is_file():
        _fetch(file)
    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if not found.startswith(_hash_prefix(file)):
        raise OSError(
            f"{file} is damaged: its SHA-256 begins with {found[:8]} and should begin with {_hash_prefix(file)}; "
            f"delete it and run again to download it anew"
        )
    return found


def _hash_prefix(file: Path) -> str:
    """Return the beginning of the SHA-256 that torch writes into the names of its weights."""
    return file.stem.rsplit("-", 1)[1]


def _fetch(file: Path) -> None:
    """Download the weights, unless the same build tried before."""
    failed = _cache.folder() / "alexnet-download-failed.txt"
    if _cache.named() and failed.is_file():
        raise OSError(f"not tried again in this build, delete {failed} to try: {failed.read_text().strip()}")
    from torchvision.models import AlexNet_Weights

    published = AlexNet_Weights.IMAGENET1K_V1
    try:
        _download.fetch(published.url, file, _hash_prefix(file), f"AlexNet's weights, {_megabytes(published.meta)}")
    except (OSError, RuntimeError) as error:
        if _cache.named():  # A lone script may try each time it runs; it does not run a hundred times.
            failed.parent.mkdir(parents=True, exist_ok=True)
            failed.write_text(f"{type(error).__name__}: {error}\n")
        raise


def _megabytes(meta: dict[str, float]) -> str:
    return f"{meta['_file_size']:.0f} MB"


def _learned() -> NDArray[np.float32]:
    """Return the learned kernels, from the cache when they are there and whole."""
    from convref.datasets import learned_kernels

    file = _cache.folder() / f"learned-kernels-{learned_kernels.key()}.npy"

    def learn() -> NDArray[np.float32]:
        _console.tell(f"Learning 64 kernels from photos: once, about half a minute. They are kept in {file}")
        return learned_kernels.learn()

    return _cache.kept(file, _SHAPE, learn)
