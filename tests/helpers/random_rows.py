"""Random networks of one to three axes as lines of text: kernels, pools, resizing, joins; most fit, some do not."""

import convref as F
from convref.padding import PADDING_MODES


def per_axis(draw, rank, low, high):
    """Return a number, or sometimes one for each axis."""
    if draw.random() < 0.3:
        return tuple(draw.randint(low, high) for _ in range(rank))
    return draw.randint(low, high)


def sliding(draw, channels, rank):
    """Return a layer with a kernel, or a pool."""
    kind = draw.choice(("Conv", "Conv", "Conv", "ConvTranspose", "MaxPool", "AvgPool", "LPPool"))
    given = {"kernel_size": per_axis(draw, rank, 1, 5), "stride": per_axis(draw, rank, 1, 3)}
    if kind == "LPPool":
        return f"{kind}{rank}d", {"norm_type": 2, **given, "ceil_mode": draw.random() < 0.5}
    given["padding"] = per_axis(draw, rank, 0, 2)
    if kind in ("MaxPool", "AvgPool"):
        return f"{kind}{rank}d", {**given, "ceil_mode": draw.random() < 0.5}
    groups = draw.choice([1, 1, *(g for g in (2, 3) if channels % g == 0)])
    given |= {"in_channels": channels, "out_channels": groups * draw.randint(1, 4), "groups": groups}
    given |= {"dilation": per_axis(draw, rank, 1, 3), "bias": draw.random() < 0.7}
    if kind == "ConvTranspose":
        given["output_padding"] = draw.choice((0, 0, 1, (0, 0)))
    else:
        given["padding_mode"] = draw.choice(("zeros", *PADDING_MODES))
        if draw.random() < 0.15:
            given |= {"padding": draw.choice(("same", "valid", "full")), "stride": draw.choice((1, 1, 2))}
    return f"{kind}{rank}d", given


def resizing(draw, channels, rank):
    """Return what changes sizes without a kernel."""
    linear = ("linear", "bilinear", "trilinear")[rank - 1]
    mode = draw.choice(("nearest", "nearest-exact", linear, linear, "bicubic", "area"))
    size = {"size": per_axis(draw, rank, 1, 12)}
    factor = {"scale_factor": draw.choice((2, 2.0, 0.5, 1.5, 1.3333333, 3, (2.0,) * rank))}
    pads = tuple(draw.randint(-1, 2) for _ in range(2 * rank))
    return draw.choice(
        (
            ("Upsample", {**draw.choice((size, factor)), "mode": mode}),
            ("Upsample", {**draw.choice((size, factor)), "mode": linear, "align_corners": True}),
            (f"AdaptiveAvgPool{rank}d", {"output_size": draw.choice((1, per_axis(draw, rank, 1, 7)))}),
            (f"AdaptiveMaxPool{rank}d", {"output_size": (*(draw.randint(1, 7) for _ in range(rank - 1)), None)}),
            (f"{draw.choice(('Zero', 'Reflection', 'Replication', 'Circular'))}Pad{rank}d", {"padding": pads}),
            ("PixelShuffle", {"upscale_factor": draw.choice((1, 2))}),
            ("PixelUnshuffle", {"downscale_factor": draw.choice((1, 2))}),
            ("UpsamplingNearest2d", {"scale_factor": 2}),
            ("UpsamplingBilinear2d", {"size": 9}),
        )
    )


def other(draw, channels, rank):
    """Return a layer that leaves the sizes, or makes another shape of them."""
    norm, pick = draw.choice(("Batch", "Instance")), draw.random() < 0.5
    return draw.choice(
        (
            ("ReLU", {"inplace": pick}),
            ("PReLU", {"num_parameters": draw.choice((1, channels))}),
            ("LeakyReLU", {"negative_slope": 0.2}),
            ("GLU", {"dim": 1}),
            (f"{norm}Norm{rank}d", {"num_features": channels, "affine": pick, "momentum": draw.choice((0.1, None))}),
            ("GroupNorm", {"num_groups": draw.choice((1, 2)), "num_channels": channels}),
            (f"Dropout{rank}d", {"p": 0.1}),
            ("Identity", {}),
            ("Flatten", {"start_dim": draw.choice((1, 1, 2, -1))}),
            ("Unfold", {"kernel_size": draw.choice((1, 2, 3)), "stride": draw.choice((1, 2)), "padding": int(pick)}),
            ("ChannelShuffle", {"groups": draw.choice((1, 2))}),
            ("LocalResponseNorm", {"size": 3}),
        )
    )


def of_last(draw, shape):
    """Return a layer that is made for the last axis."""
    return draw.choice(
        (
            ("Linear", {"in_features": shape[-1], "out_features": draw.randint(1, 9)}),
            ("LayerNorm", {"normalized_shape": draw.choice((shape[-1], tuple(shape[1:]) or shape[-1]))}),
            ("RMSNorm", {"normalized_shape": shape[-1]}),
        )
    )


def random_network(draw):
    """Return lines and a shape; most fit, since a layer that does not is drawn again, and some do not."""
    rank = draw.choice((1, 2, 2, 3))
    shape = (draw.randint(1, 6), *(draw.randint(1, 14) for _ in range(rank)))
    lines, sizes, made = [], shape, ()
    for _ in range(draw.randint(1, 7)):
        for _attempt in range(6):
            axes = min(3, max(1, len(sizes) - 1)) if draw.random() < 0.97 else draw.randint(1, 3)
            parts = (sliding, sliding, sliding, resizing, other)
            kind, given = of_last(draw, sizes) if draw.random() < 0.08 else draw.choice(parts)(draw, sizes[0], axes)
            line = f"{kind}({', '.join(f'{name}={value!r}' for name, value in given.items())})"
            if lines and draw.random() < 0.12:
                line += f" from {draw.randint(0, len(lines))}"
            if lines and draw.random() < 0.2:
                line = f"{draw.choice(('add', 'cat', 'mul'))} with {draw.randint(0, len(lines))}"
            try:
                made = F.trace(F.read_network("\n".join([*lines, line])), shape)
            except (TypeError, ValueError):
                if draw.random() < 0.93:
                    continue
                return [*lines, line], shape
            lines.append(line)
            sizes = made[-1].shape
            break
    return lines or ["ReLU"], shape
