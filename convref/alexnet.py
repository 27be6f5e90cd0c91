"""The kernels of AlexNet's first layer, or kernels learned in their place, never mixed up."""

from __future__ import annotations

import logging
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convref import environment

_TIMEOUT_SECONDS = 10
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


@cache
def first_layer() -> FirstLayer:
    """Return AlexNet's 64 first-layer kernels, or kernels learned from photos where the weights cannot be had.

    The weights are those of torchvision, downloaded once into torch's own cache. Why they could not be had is logged.

    Returns
    -------
    FirstLayer
        The weights, and 'alexnet' or 'learned'.

    Notes
    -----
    Source: Krizhevsky, Sutskever and Hinton 2012; torchvision, ``AlexNet_Weights.IMAGENET1K_V1``.
    A folder in the environment variable ``CONVREF_CACHE`` keeps learned kernels, and a failed download, for later.
    """
    try:
        return FirstLayer(_downloaded(), "alexnet")
    except (OSError, RuntimeError) as error:
        reason = f"{type(error).__name__}: {error}"
    _log.warning("AlexNet's weights cannot be had (%s). Kernels learned from photos stand in for them.", reason)
    return FirstLayer(_learned(), "learned")


def weights_file() -> Path:
    """Return where torch keeps the weights, whether they are there or not.

    Returns
    -------
    pathlib.Path
    """
    from torch import hub
    from torchvision.models import AlexNet_Weights

    name = str(AlexNet_Weights.IMAGENET1K_V1.url).rsplit("/", 1)[1]
    return Path(hub.get_dir()) / "checkpoints" / name


def _downloaded() -> NDArray[np.float32]:
    """Load the weights from torch's cache, after a download where they are missing."""
    import torch

    file = weights_file()
    if not file.is_file():
        _download(file)
    _check_hash(file)
    state = torch.load(file, map_location="cpu", weights_only=True)
    weights: NDArray[np.float32] = state["features.0.weight"].numpy()
    return weights


def _download(file: Path) -> None:
    import socket

    from torch import hub
    from torchvision.models import AlexNet_Weights

    failed = _failure_file()
    if failed and failed.is_file():
        raise OSError(f"not tried again in this build, delete {failed.name} to try: {failed.read_text().strip()}")
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(_TIMEOUT_SECONDS)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        hub.download_url_to_file(AlexNet_Weights.IMAGENET1K_V1.url, str(file), _hash_prefix(file), progress=True)
    except (OSError, RuntimeError) as error:
        _remember_failure(f"{type(error).__name__}: {error}")
        raise
    finally:
        socket.setdefaulttimeout(before)


def _hash_prefix(file: Path) -> str:
    """Return the beginning of the SHA-256 that torch writes into the names of its weights."""
    return file.stem.rsplit("-", 1)[1]


def _check_hash(file: Path) -> None:
    import hashlib

    with file.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if not found.startswith(_hash_prefix(file)):
        raise OSError(
            f"{file} is damaged: its SHA-256 begins with {found[:8]} and should begin with {_hash_prefix(file)}; "
            f"delete it and run again to download it anew"
        )


def _cache_folder() -> Path | None:
    return environment.path("CONVREF_CACHE")


def _failure_file() -> Path | None:
    folder = _cache_folder()
    return folder / "alexnet-download-failed.txt" if folder else None


def _remember_failure(reason: str) -> None:
    failed = _failure_file()
    if failed:
        failed.parent.mkdir(parents=True, exist_ok=True)
        failed.write_text(reason + "\n")


def _learned() -> NDArray[np.float32]:
    from convref import learned_kernels

    folder = _cache_folder()
    kept = folder / "learned-kernels.npy" if folder else None
    if kept and kept.is_file():
        weights: NDArray[np.float32] = np.load(kept)
        return weights
    weights = learned_kernels.learn()
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.save(kept, weights)
    return weights
