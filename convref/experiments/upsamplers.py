"""Seven layers of PyTorch that make a picture twice as large, and small networks around them to compare.

This is what the checkerboard is measured on. Like its neighbours it cannot be imported without torch, and nothing of
convref outside of this folder imports it.

Sources: Odena, Dumoulin and Olah, "Deconvolution and Checkerboard Artifacts", Distill 2016 (resize-convolution);
Shi et al., "Real-Time Single Image and Video Super-Resolution", CVPR 2016 (pixel shuffle); Aitken et al.,
"Checkerboard artifact free sub-pixel convolution", 2017 (ICNR).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial

import numpy as np
import torch
from torch import nn

from convref._arguments.checks import flag, integer
from convref.datasets import images
from convref.experiments import _kept

__all__ = ["PARAMETERS", "STEPS", "UPSAMPLERS", "count", "network", "train", "trained"]


def transposed(in_channels: int, out_channels: int, kernel_size: int) -> nn.Module:
    """Return a transposed convolution that doubles the size, with a kernel of 3 or 4."""
    extra = 4 - kernel_size
    return nn.ConvTranspose2d(in_channels, out_channels, kernel_size, stride=2, padding=1, output_padding=extra)


def bilinear_start(in_channels: int, out_channels: int) -> nn.Module:
    """Return a transposed convolution of kernel 4 in which each pair of channels starts as a multiple of bilinear."""
    layer = nn.ConvTranspose2d(in_channels, out_channels, 4, stride=2, padding=1)
    row = torch.tensor([0.25, 0.75, 0.75, 0.25])
    mixture = nn.Conv2d(out_channels, in_channels, 1).weight.detach()
    layer.weight.data = mixture * torch.outer(row, row)
    return layer


def pixel_shuffle(in_channels: int, out_channels: int, icnr: bool = False) -> nn.Module:
    """Return a convolution with four times the channels, sorted into pixels; with ICNR the four start equal."""
    conv = nn.Conv2d(in_channels, 4 * out_channels, 3, padding=1)
    if icnr:
        for values in conv.parameters():
            values.data = values.data[::4].repeat_interleave(4, dim=0)
    return nn.Sequential(conv, nn.PixelShuffle(2))


def resize_convolution(in_channels: int, out_channels: int, mode: str) -> nn.Module:
    """Return an enlargement by interpolation, and a convolution of kernel 3."""
    return nn.Sequential(nn.Upsample(scale_factor=2, mode=mode), nn.Conv2d(in_channels, out_channels, 3, padding=1))


UPSAMPLERS: dict[str, Callable[[int, int], nn.Module]] = {
    "k=3": partial(transposed, kernel_size=3),
    "k=4": partial(transposed, kernel_size=4),
    "k=4 bilinear": bilinear_start,
    "PixelShuffle": pixel_shuffle,
    "PixelShuffle ICNR": partial(pixel_shuffle, icnr=True),
    "nearest": partial(resize_convolution, mode="nearest"),
    "bilinear": partial(resize_convolution, mode="bilinear"),
}
PARAMETERS = {2: 423, 4: 3396}  # for these, whole channels come nearest to equal: within 2 % and within 4 %

STEPS = 320


def network(name: str, *, factor: int = 2, conv_after: bool = False, width: int | None = None) -> nn.Sequential:
    """Return a network that enlarges a grey picture: a convolution, then one up-sampler for each doubling.

    Parameters
    ----------
    name : str
        One of `UPSAMPLERS`.
    factor : {2, 4}
        How much larger each side becomes.
    conv_after : bool
        Whether a convolution of kernel 3, with as many channels as it is given, follows each up-sampler.
    width : int, optional
        Channels between the layers; by default as many as give the number of parameters nearest to
        `PARAMETERS`, so that all networks of a factor are equally large.

    Returns
    -------
    torch.nn.Sequential
        It takes ``(N, 1, H, W)`` and returns ``(N, 1, factor·H, factor·W)``.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, or is none of those named above.

    Examples
    --------
    >>> network("k=4")(torch.zeros(1, 1, 5, 7)).shape
    torch.Size([1, 1, 10, 14])
    >>> [count(network(name)) for name in UPSAMPLERS]
    [419, 417, 417, 418, 418, 419, 419]
    """
    if name not in UPSAMPLERS:
        raise ValueError(f"name must be one of {', '.join(UPSAMPLERS)}, got name={name!r}")
    _check_factor(factor)
    after, doublings = flag("conv_after", conv_after), factor.bit_length() - 1
    channels = _width(name, doublings, after, PARAMETERS[factor]) if width is None else integer("width", width, 1)
    return _network(name, doublings, after, channels)


@_kept.one_thread()
def train(net: nn.Module, *, factor: int, seed: int, steps: int = STEPS) -> None:
    """Let a network learn to undo a down-sampling, on pieces of the photos that scikit-image ships.

    The loss is the mean squared error, the optimizer Adam with one cycle of its rate. Networks of one seed get the
    same pieces in the same order.

    Parameters
    ----------
    net : torch.nn.Module
        From `network`; it is changed in place.
    factor : {2, 4}
        How much larger it makes a picture.
    seed : int
        Decides where the pieces are cut.
    steps : int
        How many batches of eight pieces of 32×32 pixels it sees.

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is out of range.

    Examples
    --------
    >>> train(network("nearest"), factor=2, seed=0, steps=2)
    """
    _check_factor(factor)
    total = integer("steps", steps, 2)
    rate = 0.06 / factor
    optimizer = torch.optim.Adam(net.parameters(), rate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=total)
    for target in _pieces(seed, total):
        loss = nn.functional.mse_loss(net(nn.functional.avg_pool2d(target, factor)), target)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        schedule.step()


def trained(name: str, *, factor: int, seed: int, conv_after: bool = False, steps: int = STEPS) -> nn.Sequential:
    """Return a network after training, whose weights are kept: the next time it is there at once.

    They are kept in the folder of ``CONVREF_CACHE``, or else in the user's cache folder.

    Parameters
    ----------
    name, factor, conv_after
        As in `network`.
    seed : int
        Of the weights that it starts from, and of the pieces that it learns from.
    steps : int
        As in `train`.

    Returns
    -------
    torch.nn.Sequential

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type, or is none of those named above.

    Examples
    --------
    >>> count(trained("nearest", factor=2, seed=0, steps=2))
    419
    """
    with torch.random.fork_rng():
        torch.manual_seed(integer("seed", seed, 0))
        net = network(name, factor=factor, conv_after=conv_after)
    told_apart = name, factor, conv_after, seed, steps  # nearest and bilinear begin with the same weights
    _kept.learn(net, lambda net: train(net, factor=factor, seed=seed, steps=steps), __file__, *told_apart)
    return net


def _check_factor(factor: int) -> None:
    if factor not in PARAMETERS:
        raise ValueError(f"factor must be one of {', '.join(map(str, PARAMETERS))}, got factor={factor!r}")


def _pieces(seed: int, steps: int, side: int = 32, batch: int = 8) -> Iterator[torch.Tensor]:
    """Yield batches of grey squares, cut at random."""
    photos = _photos()
    numbers = np.random.default_rng(seed)
    for _ in range(steps):
        squares = []
        for chosen in numbers.integers(len(photos), size=batch):
            top, left = numbers.integers(np.array(photos[chosen].shape) - side + 1).tolist()
            squares.append(photos[chosen][top : top + side, left : left + side])
        yield torch.stack(squares)[:, None]


@cache
def _photos() -> list[torch.Tensor]:
    return [torch.from_numpy(images.grey_middle(images.photo(name), 1000)) for name in images.PHOTOS]


def count(module: nn.Module) -> int:
    """Return how many parameters a module has.

    Examples
    --------
    >>> count(nn.Conv2d(3, 8, 3))
    224
    """
    return sum(parameter.numel() for parameter in module.parameters())


def _network(name: str, doublings: int, conv_after: bool, width: int) -> nn.Sequential:
    layers: list[nn.Module] = [nn.Conv2d(1, width, 3, padding=1)]
    for channels in [width] * (doublings - 1) + [1]:
        layers += [nn.ReLU(), UPSAMPLERS[name](width, channels)]
        if conv_after:
            layers.append(nn.Conv2d(channels, channels, 3, padding=1))
    return nn.Sequential(*layers)


@cache
def _width(name: str, doublings: int, conv_after: bool, parameters: int) -> int:
    """Return the channels for which a network comes nearest to a number of parameters."""
    with torch.device("meta"):  # no memory, and no random numbers that a seed would have been set for
        counts = {width: count(_network(name, doublings, conv_after, width)) for width in range(1, 33)}
    return min(counts, key=lambda width: abs(counts[width] - parameters))
