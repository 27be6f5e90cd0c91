"""Random calls of the layers that pool, resize and rearrange: many are right, many are refused."""

from collections.abc import Callable
from random import Random

import torch
from torch import nn

COUNTS = (1, 1, 2, 2, 2, 3, 3, 0, -1, (2, 2), (2,), (1, 2, 2), 5, 9)
WRONG = (2.0, "2", None)  # Refused before anything is computed.
SIZES = (0, 1, 2, 3, 8)
SCALES = (2, 0.5, 0.1, (2, 2), (2,), 0, -1, None)
RATIOS = (1, 2, 3, 0.5, (0.5, 0.5), 1.5, (2, 2), None)
MODES = ("nearest", "bilinear", "linear", "trilinear", "bicubic", "area", "nearest-exact", "cubic")


def count(random: Random) -> object:
    return random.choice(COUNTS + WRONG if random.random() < 0.1 else COUNTS)


def signal(random: Random, rank: int, sizes: tuple[int, ...] = SIZES) -> torch.Tensor:
    """Return an input that mostly has the right number of axes and the usual type."""
    axes = rank + 2 if random.random() < 0.8 else random.randrange(7)
    types = [torch.float32] * 8 + [torch.int64, torch.bool, torch.float16]
    return torch.ones([random.choice(sizes) for _ in range(axes)], dtype=random.choice(types))


def some(random: Random, **makers: Callable[[Random], object]) -> dict[str, object]:
    """Return some of the arguments."""
    return {name: make(random) for name, make in makers.items() if random.random() < 0.4}


def pool(random: Random, rank: int) -> object:
    kind = random.choice(("MaxPool", "AvgPool", "LPPool"))
    further = {
        "MaxPool": {"padding": count, "dilation": count, "ceil_mode": lambda random: True},
        "AvgPool": {"padding": count} | ({"divisor_override": count} if rank > 1 else {}),
        "LPPool": {},
    }[kind]
    first = (2,) if kind == "LPPool" else ()
    layer = getattr(nn, f"{kind}{rank}d")(*first, count(random), **some(random, stride=count, **further))
    return layer(signal(random, rank))


def adaptive(random: Random, rank: int) -> object:
    kind = random.choice(("AdaptiveAvgPool", "AdaptiveMaxPool"))
    return getattr(nn, f"{kind}{rank}d")(count(random))(signal(random, rank))


def fractional(random: Random, rank: int) -> object:
    rank = max(rank, 2)
    given = some(random, output_size=count, output_ratio=lambda random: random.choice(RATIOS))
    return getattr(nn, f"FractionalMaxPool{rank}d")(count(random), **given)(signal(random, rank))


def unpool(random: Random, rank: int) -> object:
    kernel, stride, padding = (random.choice(COUNTS) for _ in range(3))
    given = {name: one for name, one in (("stride", stride), ("padding", padding)) if random.random() < 0.4}
    x = signal(random, rank)
    at = x.long() if random.random() < 0.8 else signal(random, rank)
    size = {"output_size": random.choice(COUNTS[-7:-4])} if random.random() < 0.2 else {}
    return getattr(nn, f"MaxUnpool{rank}d")(kernel, **given)(x, at, **size)


def windows(random: Random, rank: int) -> object:
    arguments = count(random), some(random, stride=count, padding=count)
    if random.random() < 0.3:
        return nn.Unfold(arguments[0], **arguments[1])(signal(random, 2))
    x = torch.ones([random.choice((1, 2, 4, 9, 0)) for _ in range(random.choice((1, 2, 3, 3, 3, 4)))])
    return nn.Fold(count(random), arguments[0], **arguments[1])(x)


def resize(random: Random, rank: int) -> object:
    given = some(
        random,
        size=count,
        scale_factor=lambda random: random.choice(SCALES),
        mode=lambda random: random.choice(MODES),
        align_corners=lambda random: True,
    )
    return nn.Upsample(**given)(signal(random, rank))


def shuffle(random: Random, rank: int) -> object:
    kind = random.choice((nn.PixelShuffle, nn.PixelUnshuffle, nn.ChannelShuffle))
    return kind(count(random))(signal(random, 2))


KINDS = (pool, pool, adaptive, fractional, unpool, windows, resize, shuffle)


def refusal(seed: int) -> str | None:
    """Return what torch says to a random call, and nothing where it computes."""
    random = Random(seed)
    try:
        random.choice(KINDS)(random, random.choice((1, 2, 3)))
    except Exception as error:
        return str(error)
    return None
