"""A small network of PyTorch that learns to read 8×8 digits, and the same network with its kernels held back.

The 1,797 pictures come with scikit-learn; their source is Alpaydin and Kaynak, "Optical recognition of handwritten
digits", UCI Machine Learning Repository, 1998.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import torch
from torch import Tensor, nn

from convref._arguments.checks import integer
from convref.experiments import _kept

__all__ = ["CLASSES", "HELD_OUT", "VARIANTS", "Digits", "accuracy", "load", "network", "train", "trained"]

HELD_OUT = 797  # of 1,797 pictures
CLASSES = 10
VARIANTS = ("learned", "zero", "equal", "all equal", "kept", "all kept")
_EPOCHS, _BATCH, _RATE = 15, 50, 2e-3


class Digits(NamedTuple):
    """Pictures and what they show, to learn from and held out.

    Attributes
    ----------
    train_x, test_x : Tensor
        Shapes ``(1000, 1, 8, 8)`` and ``(797, 1, 8, 8)``, from −1 for paper to 1 for ink.
    train_y, test_y : Tensor
        The digits.
    """

    train_x: Tensor
    train_y: Tensor
    test_x: Tensor
    test_y: Tensor


@cache
def load() -> Digits:
    """Return the digits of scikit-learn, split into 1,000 to learn from and 797 held out, always the same.

    Returns
    -------
    Digits

    Examples
    --------
    >>> tuple(load().train_x.shape)
    (1000, 1, 8, 8)
    """
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    pictures, labels = load_digits(return_X_y=True)
    parts = train_test_split(pictures, labels, test_size=HELD_OUT, random_state=0, stratify=labels)
    train_x, test_x = (torch.tensor(part / 8 - 1, dtype=torch.float32).view(-1, 1, 8, 8) for part in parts[:2])
    train_y, test_y = (torch.tensor(part) for part in parts[2:])
    return Digits(train_x, train_y, test_x, test_y)


def network(seed: int = 0, variant: str = "learned") -> nn.Sequential:
    """Return the network before training: three convolutions and one linear layer.

    Parameters
    ----------
    seed : int
        Of the random numbers that the weights start from.
    variant : str
        'learned' as PyTorch makes it. 'zero' with the first kernel at zero, where `train` leaves it. 'equal' with
        all kernels of the first layer equal, 'all equal' with those of all layers. 'kept' with the random kernels
        of the first layer kept by `train`, 'all kept' with those of all convolutions.

    Returns
    -------
    torch.nn.Sequential

    Raises
    ------
    ValueError
        If there is no such variant.

    Examples
    --------
    >>> len(network())
    9
    """
    if variant not in VARIANTS:
        raise ValueError(f"variant must be one of {', '.join(VARIANTS)}, got variant={variant!r}")
    with torch.random.fork_rng():
        torch.manual_seed(integer("seed", seed, 0))
        layers = nn.Sequential(
            nn.Conv2d(1, 8, 5, padding=2),
            nn.ReLU(),
            nn.Conv2d(8, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(32 * 4 * 4, CLASSES),
        )
    return _held_back(layers, variant)


def _held_back(layers: nn.Sequential, variant: str) -> nn.Sequential:
    """Change the weights as a variant wants them."""
    convolutions = [layer for layer in layers if isinstance(layer, nn.Conv2d)]
    linear = layers[-1]
    assert isinstance(linear, nn.Linear)
    with torch.no_grad():
        if variant == "zero":
            for values in convolutions[0].parameters():
                values[0] = 0
                values.register_hook(_without_first)  # type: ignore[no-untyped-call]
        for layer in {"equal": convolutions[:1], "all equal": convolutions}.get(variant, []):
            layer.weight[:] = layer.weight[:1, :1].clone()
            layer.bias[:] = layer.bias[:1].clone()  # type: ignore[index]
        if variant == "all equal":  # The linear layer may tell places apart, and classes, not channels.
            by_channel = linear.weight.view(CLASSES, 32, 16)
            by_channel[:] = by_channel[:, :1].clone()
    for layer in {"kept": convolutions[:1], "all kept": convolutions}.get(variant, []):
        layer.requires_grad_(False)
    return layers


def _without_first(gradient: Tensor) -> Tensor:
    """Return a gradient that leaves the first kernel where it is."""
    gradient = gradient.clone()
    gradient[0] = 0
    return gradient


@_kept.one_thread()
def train(layers: nn.Sequential, seed: int = 0, epochs: int = _EPOCHS) -> nn.Sequential:
    """Train a network on the 1,000 digits, in place, and return it.

    Parameters
    ----------
    layers : torch.nn.Sequential
        From `network`.
    seed : int
        Of the order in which the pictures are shown.
    epochs : int
        How often each picture is shown.

    Returns
    -------
    torch.nn.Sequential

    Raises
    ------
    ValueError
        If `epochs` is smaller than 1.

    Notes
    -----
    Adam, by Kingma and Ba (2015), takes the steps.

    Examples
    --------
    >>> accuracy(train(network(), epochs=2)) > accuracy(network())
    True
    """
    integer("epochs", epochs, 1)
    digits, order = load(), torch.Generator().manual_seed(integer("seed", seed, 0))
    learning = [values for values in layers.parameters() if values.requires_grad]
    optimizer = torch.optim.Adam(learning, lr=_RATE)
    for _ in range(epochs):
        shown = torch.randperm(len(digits.train_x), generator=order)
        for start in range(0, len(shown), _BATCH):
            batch = shown[start : start + _BATCH]
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(layers(digits.train_x[batch]), digits.train_y[batch])
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return layers


def trained(seed: int = 0, variant: str = "learned") -> nn.Sequential:
    """Return the network after training, whose weights are kept: the next time it is there at once.

    They are kept in the folder of ``CONVREF_CACHE``, or else in the user's cache folder.

    Parameters
    ----------
    seed : int
        Of the weights that it starts from, and of the order in which the pictures are shown.
    variant : str
        As in `network`.

    Returns
    -------
    torch.nn.Sequential

    Raises
    ------
    ValueError
        If there is no such variant.

    Examples
    --------
    >>> accuracy(trained()) > 0.95
    True
    """
    layers = network(seed, variant)
    _kept.learn(layers, lambda net: train(net, seed), __file__, seed, variant)
    return layers


def accuracy(layers: nn.Sequential) -> float:
    """Return the share of the 797 held-out digits that a network reads as what they are.

    Parameters
    ----------
    layers : torch.nn.Sequential
        From `network`.

    Returns
    -------
    float

    Examples
    --------
    >>> accuracy(network()) < 0.3
    True
    """
    digits = load()
    with torch.no_grad():
        return float((layers(digits.test_x).argmax(1) == digits.test_y).float().mean())
