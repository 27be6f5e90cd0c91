"""The stack, the checkerboard and the receptive field in JavaScript, held to what convref computes."""

from fractions import Fraction
from random import Random

import numpy as np
from node import hold

from convref.functional import conv1d, conv_transpose2d
from convref.layers import Layer
from convref.network import trace
from convref.overlap import is_even_overlap, overlap_counts, phase_sums
from convref.receptive_field import receptive_field

STACKS = 2000


def per_axis(draw, rank, low, high):
    """Return a number, or sometimes one for each axis."""
    if rank > 1 and draw.random() < 0.25:
        return tuple(draw.randint(low, high) for _ in range(rank))
    return draw.randint(low, high)


def random_layer(draw, rank, channels):
    transposed = draw.random() < 0.35
    groups = draw.choice([1, 1, *(g for g in (2, 3) if channels % g == 0)])
    arguments = {"stride": per_axis(draw, rank, 1, 4), "padding": per_axis(draw, rank, 0, 3)}
    if transposed:
        arguments["output_padding"] = per_axis(draw, rank, 0, 1)
    elif draw.random() < 0.1:
        arguments |= {"padding": draw.choice(("same", "valid")), "stride": 1}
    return Layer(
        per_axis(draw, rank, 1, 5),
        **arguments,
        dilation=per_axis(draw, rank, 1, 3),
        out_channels=groups * draw.randint(1, 3),
        groups=groups,
        transposed=transposed,
    )


def written(layer, rank):
    """Return the layer as a line of the tool's text."""
    values = (
        layer.out_channels, layer.kernel_size, layer.stride, layer.padding, layer.output_padding, layer.dilation,
        layer.groups,
    )  # fmt: skip
    return ",".join([f"Conv{'Transpose' * layer.transposed}{rank}d", *map(str, values)])


def row(found):
    """Return a row of a trace as the script writes it."""
    sizes, jumps, centres = found.field.per_axis
    positions = [[list(map(str, Fraction(value).as_integer_ratio())) for value in axis] for axis in (jumps, centres)]
    return [list(map(str, found.shape)), list(map(str, sizes)), *positions, str(found.macs), str(found.parameters)]


def random_stack(draw):
    rank = draw.choice((1, 2, 2, 3))
    shape = (draw.randint(1, 3), *(draw.randint(4, 30) for _ in range(rank)))
    choice = {name: draw.random() < 0.5 for name in ("count_zeros", "count_cropped")}
    layers, rows, channels = [], [], shape[0]
    for _ in range(draw.randint(1, 5)):
        layers.append(random_layer(draw, rank, channels))
        channels = layers[-1].out_channels
        try:
            rows = [row(found) for found in trace(layers, shape, rank=rank, **choice)]
        except ValueError:
            rows.append(None)  # refused: nothing comes after it
            break
    size = f"({', '.join(map(str, shape[1:]))})" if rank > 1 else str(shape[1])
    state = {"rank": str(rank), "channels": str(shape[0]), "size": size}
    state |= {"layers": ";".join(written(layer, rank) for layer in layers)}
    return {"state": state | {name: "1" * chosen for name, chosen in choice.items()}, "rows": rows}


def test_thousands_of_stacks_agree_with_convref(tmp_path):
    draw = Random(3)
    cases = [random_stack(draw) for _ in range(STACKS)]
    refused = sum(case["rows"][-1] is None for case in cases)
    assert STACKS / 20 < refused < STACKS / 2
    hold("stack_trace", tmp_path, cases)


def test_what_is_typed_into_a_stack(tmp_path):
    hold("stack", tmp_path)


def test_what_the_tool_pages_ask_readers_to_try(tmp_path):
    hold("tasks", tmp_path)


def test_addresses(tmp_path):
    hold("address", tmp_path)


def stamped(k, s, p, d, size, draw):
    """Return what a kernel leaves of an input of ones; nothing where the padding leaves none."""
    settings = {"kernel_size": k, "stride": s, "padding": p, "dilation": d}
    weight = np.array([draw.randint(-3, 6) for _ in range(k * k)], float).reshape(k, k)
    try:
        counts = overlap_counts((size, size), **settings)
    except ValueError:
        return None
    ones = conv_transpose2d(np.ones((1, size, size)), weight[None, None], stride=s, padding=p, dilation=d)[0]
    return {
        "axis": settings | {"size": size},
        "w": weight.ravel().tolist(),
        "counts": counts.tolist(),
        "ones": ones.tolist(),
        "sums": phase_sums(weight, s, d).ravel().tolist(),
        "even": is_even_overlap(k, s, d),
    }


def test_overlaps_and_phase_sums_agree_with_convref(tmp_path):
    draw = Random(5)
    settings = [(k, s, p, d) for k in range(1, 7) for s in range(1, 5) for p in range(3) for d in range(1, 4)]
    cases = [stamped(*numbers, draw.randint(1, 5), draw) for numbers in settings]
    cases = [case for case in cases if case is not None]
    assert len(cases) > len(settings) * 0.8
    hold("checkerboard", tmp_path, cases)


def seen_through(draw):
    """Return how many paths lead from each output of a stack to each cell of its input, and what convref says of it."""
    size, layers = draw.randint(12, 40), []
    counts = np.eye(size)
    for _ in range(draw.randint(1, 4)):
        k, s, p, d = (draw.randint(low, high) for low, high in ((1, 4), (1, 2), (0, 2), (1, 3)))
        if counts.shape[1] + 2 * p < d * (k - 1) + 1:
            break
        counts = conv1d(counts[:, None], np.ones((1, 1, k)), stride=s, padding=p, dilation=d)[:, 0]
        layers.append(Layer(k, stride=s, padding=p, dilation=d))
    if not layers:
        return None
    field = receptive_field(layers)
    return {
        "size": str(size),
        "layers": ";".join(f"k{one.kernel_size},s{one.stride},p{one.padding},d{one.dilation}" for one in layers),
        "counts": counts.T.astype(int).tolist(),
        "field": [str(field.size), str(field.jump), str(field.centre)],
        "bare": all(one.padding == 0 for one in layers),
    }


def test_cones_hold_the_paths_that_ones_make(tmp_path):
    draw = Random(7)
    cases = [case for case in (seen_through(draw) for _ in range(400)) if case]
    assert sum(case["bare"] for case in cases) > 30
    hold("receptive", tmp_path, cases)
