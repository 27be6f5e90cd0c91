"""Rows of every kind against torch's modules: shapes, parameters, products, refusals, and fields by gradients."""

from __future__ import annotations

import inspect
from fractions import Fraction
from math import prod
from typing import Any

import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch_classes import OWN, torch_class

import convref as F
from convref._kinds import KINDS
from convref._reach import hull
from convref.network import followed
from convref.padding import PADDING_MODES

COUNTING = {"count_zeros": True, "count_cropped": True}
UNUSED = ("args", "kwargs", "min_value", "max_value", "_weight", "_freeze")  # old names, and private ones


@st.composite
def modules(draw: st.DrawFn, rank: int, channels: int) -> F.Module:
    """Return one module for maps of so many axes and channels; its sizes may not fit."""
    small, cells = st.integers(1, 4), st.integers(0, 2)

    def each(numbers: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.one_of(numbers, st.tuples(*[numbers] * rank))

    def given_by(**arguments: st.SearchStrategy[Any]) -> dict[str, Any]:
        return {name: draw(values) for name, values in arguments.items()}

    truth, d = st.booleans(), f"{rank}d"
    window = {"kernel_size": each(small), "stride": st.none() | each(small), "ceil_mode": truth}
    weighted = {"in_channels": st.just(channels), "kernel_size": each(small), "stride": each(st.integers(1, 3))}
    weighted |= {"out_channels": st.sampled_from((2, 4)), "padding": each(cells), "dilation": each(st.integers(1, 2))}
    weighted |= {"groups": st.sampled_from([n for n in (1, 2) if channels % n == 0]), "bias": truth}
    ends = st.integers(-2, 4)
    sides = st.one_of(ends, st.tuples(*[ends] * (2 * rank)))
    resized = draw(st.sampled_from(("nearest", "nearest-exact", {1: "linear", 2: "bilinear", 3: "trilinear"}[rank])))
    corners = {"align_corners": truth} if "linear" in resized else {}
    flat = {1: {}, 2: {"upscale_factor": st.integers(1, 2)}, 3: {}}[rank]
    choices: dict[str, dict[str, Any]] = {
        f"Conv{d}": weighted | {"padding_mode": st.sampled_from(PADDING_MODES)},
        f"ConvTranspose{d}": weighted | {"output_padding": each(st.integers(0, 1))},
        f"MaxPool{d}": window | {"padding": each(cells), "dilation": each(st.integers(1, 2))},
        f"AvgPool{d}": window | {"padding": each(cells)},
        f"LPPool{d}": window | {"norm_type": st.just(2)} | ({"kernel_size": small} if rank == 1 else {}),
        f"AdaptiveAvgPool{d}": {"output_size": each(st.integers(1, 9))},
        f"AdaptiveMaxPool{d}": {"output_size": st.tuples(*[st.none() | small] * rank) if rank > 1 else small},
        "Upsample": {"mode": st.just(resized), "size": each(st.integers(1, 20))} | corners,
        f"ZeroPad{d}": {"padding": sides},
        f"ReflectionPad{d}": {"padding": sides},
        f"ReplicationPad{d}": {"padding": sides},
        f"CircularPad{d}": {"padding": sides},
        f"BatchNorm{d}": {"num_features": st.just(channels), "affine": truth},
        "GroupNorm": {"num_groups": st.sampled_from((1, 2)), "num_channels": st.just(channels), "affine": truth},
        "ReLU": {"inplace": st.just(False)},
        "PReLU": {"num_parameters": st.sampled_from((1, channels))},
    }
    if flat:
        choices |= {"PixelShuffle": flat, "PixelUnshuffle": {"downscale_factor": st.integers(1, 2)}}
    kind = draw(st.sampled_from(sorted(choices)))
    return F.Module(kind, **given_by(**choices[kind]))


def as_torch(module: F.Module) -> torch.nn.Module:
    return torch_class(module.kind)(**dict(module.arguments))  # type: ignore[no-any-return]


def products(module: torch.nn.Module, before: torch.Tensor, after: torch.Tensor) -> int:
    """Count the products with weights from the shapes, as a hook sees them."""
    if isinstance(module, torch.nn.modules.conv._ConvTransposeNd):
        return before.numel() * module.out_channels // module.groups * prod(module.kernel_size)
    if isinstance(module, torch.nn.modules.conv._ConvNd):
        return after.numel() * module.in_channels // module.groups * prod(module.kernel_size)
    return after.numel() * module.in_features if isinstance(module, torch.nn.Linear) else 0


@st.composite
def stacks(draw: st.DrawFn) -> tuple[list[F.Module], tuple[int, ...]]:
    rank = draw(st.sampled_from((1, 1, 2, 2, 3)))
    shape = (draw(st.sampled_from((2, 4))), *(draw(st.integers(1, 12)) for _ in range(rank)))
    stack: list[F.Module] = []
    for _ in range(draw(st.integers(1, 5))):
        try:
            made = F.trace(stack, shape, rank=rank)[-1].shape if stack else shape
        except ValueError:
            break
        stack.append(draw(modules(rank, made[0])))
    return stack, shape


@settings(max_examples=200, deadline=None)
@given(stacks())
def test_stacks_are_those_of_torch(drawn: tuple[list[F.Module], tuple[int, ...]]) -> None:
    stack, shape = drawn
    tensor, expected = torch.zeros(2, *shape), []
    for number, module in enumerate(stack, start=1):
        try:
            layer = as_torch(module).eval()
            before, tensor = tensor, layer(tensor)
            if tensor.numel() == 0:
                raise ValueError("the output has no cells")
        except (RuntimeError, ValueError, AssertionError) as error:
            with pytest.raises((TypeError, ValueError), match=f"layer {number} {module.kind} on "):
                pytest.fail(f"torch refuses {module}: {error}; {F.trace(stack, shape, rank=len(shape) - 1)}")
            return
        parameters = sum(one.numel() for one in layer.parameters())
        expected.append((tuple(tensor.shape[1:]), parameters, products(layer, before[:1], tensor[:1])))
    made = F.trace(stack, shape, rank=len(shape) - 1, count_cropped=True)
    assert [(row.shape, row.parameters, row.macs) for row in made] == expected
    assert made.memory == 4 * sum(prod(size) for size, *_ in expected)


ONE_AXIS = ("Conv1d", "ConvTranspose1d", "MaxPool1d", "AvgPool1d", "LPPool1d", "AdaptiveAvgPool1d", "Upsample",
            "ZeroPad1d", "Linear", "Add", "Cat")  # fmt: skip


def seen(layer: F.Module, inputs: list[torch.Tensor]) -> torch.Tensor:
    """Return what a row gives, with a sum in place of a maximum, and positive weights: nothing cancels out."""
    x = inputs[0]
    given = dict(layer.arguments)
    if layer.kind == "Add":
        return sum(inputs[1:], x)
    if layer.kind == "Cat":
        return torch.cat(inputs, 1)
    if layer.kind == "MaxPool1d":
        size = as_torch(layer)(x).shape[-1]
        k, p, d = given["kernel_size"], given["padding"], given["dilation"]
        wide = torch.nn.functional.pad(x, (p, 100))
        ones = torch.ones(x.shape[1], 1, k, dtype=x.dtype)
        return torch.nn.functional.conv1d(wide, ones, None, given["stride"], 0, d, x.shape[1])[..., :size]
    module = as_torch(layer).double()
    for parameter in module.parameters():
        torch.nn.init.uniform_(parameter, 0.5, 1.5)
    return module(x)  # type: ignore[no-any-return]


@st.composite
def branching(draw: st.DrawFn) -> list[F.Module]:
    """Return rows along one axis of which some take earlier ones; two channels throughout, save behind Cat."""
    numbers, rows = st.integers, []
    channels = [2]
    for number in range(draw(numbers(1, 5))):
        kind = draw(st.sampled_from(ONE_AXIS[:8] + ONE_AXIS[-2:] * (number > 0)))
        window = {"kernel_size": draw(numbers(1, 4)), "stride": draw(numbers(1, 3))}
        pads = {"padding": draw(numbers(0, window["kernel_size"] // 2))}
        gaps = {"dilation": draw(numbers(1, 2))}
        channel = {"in_channels": channels[-1], "out_channels": 2}
        mode = draw(st.sampled_from(("nearest", "nearest-exact", "linear")))
        corners = {"align_corners": draw(st.booleans())} if mode == "linear" else {}
        factor = {"scale_factor": draw(st.sampled_from((2, 3, 4, 1.5, 0.5)))}
        size = draw(st.sampled_from((factor, {"size": draw(numbers(20, 60))})))
        arguments: dict[str, Any] = {
            "Conv1d": channel | window | pads | gaps,
            "ConvTranspose1d": channel | window | pads | gaps,
            "MaxPool1d": window | pads | gaps | {"ceil_mode": draw(st.booleans())},
            "AvgPool1d": window | pads | {"ceil_mode": draw(st.booleans())},
            "LPPool1d": window | {"norm_type": 2},
            "AdaptiveAvgPool1d": {"output_size": draw(numbers(8, 40))},
            "Upsample": size | {"mode": mode} | corners,
            "ZeroPad1d": {"padding": (draw(numbers(-2, 3)), draw(numbers(-2, 3)))},
        }.get(kind, {"inputs": (number, draw(numbers(0, number - 1)))} if number else {})
        rows.append(F.Module(kind, **arguments))
        more = channels[rows[-1].inputs[1]] if kind == "Cat" else 0
        channels.append(2 if "Conv" in kind else channels[-1] + more)
    return rows


@settings(max_examples=150, deadline=None)
@given(branching(), st.integers(60, 75))
def test_fields_are_where_gradients_are(rows: list[F.Module], size: int) -> None:
    """Away from the borders each output has a gradient from the first cell of its field to the last one."""
    try:
        made = list(followed(rows, rows, (2, size), COUNTING))
    except ValueError:
        assume(False)
    tensors = [torch.rand(1, 2, size, dtype=torch.float64, requires_grad=True)]
    for row, (_, taken) in zip(rows, made, strict=True):
        tensors.append(seen(row, [tensors[one] for one in taken]))
    (reach,) = made[-1][0].flow.reaches
    outputs, inside, largest = tensors[-1].shape[-1], 0, 0
    for output in range(outputs):
        (slope,) = torch.autograd.grad(tensors[-1][0, :, output].sum(), tensors[0], retain_graph=True)
        reached = slope[0].abs().sum(0).nonzero().flatten().tolist()
        said = hull(reach, output, output)
        assert not reached or (said and said[0] <= reached[0] and reached[-1] <= said[1])
        if reached and reached[0] >= 20 and reached[-1] < size - 20:
            assert (reached[0], reached[-1]) == said
            inside += 1
            largest = max(largest, reached[-1] - reached[0] + 1)
    assert reach.size >= largest
    if inside >= reach.period:
        assert reach.size == largest
        start = Fraction(sum(hull(reach, 0, 0) or (0, 0)), 2)
        assert reach.period > 1 or reach.centre == start or len(rows) > 1


ALONE = [
    (F.Module("AdaptiveAvgPool1d", 4), (1, 12)),
    (F.Module("AdaptiveAvgPool1d", 5), (1, 12)),
    (F.Module("AvgPool1d", 3, 2), (1, 13)),
    (F.Module("Upsample", scale_factor=3, mode="linear"), (1, 7)),
    *((F.Module("CenterCrop", (size, 7)), (1, 9, 9)) for size in (2, 4, 5, 9)),
    *((F.Module("Upsample", (size, 9), mode="bicubic", align_corners=corners), (1, 9, 9))
      for size in (9, 17, 18, 13, 5) for corners in (False, True)),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "shape"), ALONE, ids=str)
def test_a_row_alone_reaches_the_cells_that_have_a_gradient_and_no_others(
    layer: F.Module, shape: tuple[int, ...]
) -> None:
    """Along the first axis; a field that is too large is noticed, too."""
    ((row, _),) = followed([layer], [layer], shape, COUNTING)
    x = torch.rand(1, *shape, dtype=torch.float64, requires_grad=True)
    result = as_torch(layer)(x)
    for output in range(result.shape[2]):
        (slope,) = torch.autograd.grad(result[0, 0, output].sum(), x, retain_graph=True)
        along = slope[0, 0].reshape(shape[1], -1).abs().sum(1)
        reached = (along > 1e-12).nonzero().flatten().tolist()
        first, last = hull(row.flow.reaches[0], output, output) or (0, -1)
        assert (reached[0], reached[-1]) == (max(first, 0), min(last, shape[1] - 1))


def test_every_kind_takes_the_arguments_of_torch_in_its_order_with_its_defaults() -> None:
    checked = 0
    for name, kind in KINDS.items():
        if name in OWN:
            continue
        theirs = _arguments(inspect.signature(torch_class(name)))
        ours = _arguments(kind.signature)
        common = [one for one in ours if one in theirs]
        assert [(one, ours[one]) for one in common] == [(one, theirs[one]) for one in theirs if one in ours], name
        assert theirs.keys() - ours.keys() <= {"device", "dtype"}, name
        checked += 1
    assert checked > 90


def _arguments(signature: inspect.Signature) -> dict[str, Any]:
    """Return the default of each argument that has a meaning, in order."""
    return {one.name: one.default for one in signature.parameters.values() if one.name not in UNUSED}


@pytest.mark.parametrize(
    ("rows", "shape", "message"),
    [
        ([F.Module("Conv2d", 3, 8, 3)], (1, 3, 9, 9), "without a batch in front, got (1, 3, 9, 9)"),
        ([F.Module("Conv1d", 3, 8, 3)], (1, 3, 9), "Conv1d on 1×3×9: Conv1d takes channels and one size, without"),
        (
            [F.Module("Conv2d", 4, 8, 3)],
            (3, 9, 9),
            "in_channels must be 3, the channels of its input, got",
        ),
        (
            [F.Module("MaxPool2d", 3, padding=2)],
            (3, 9, 9),
            "padding must be at most half of kernel_size, got",
        ),
        ([F.Module("MaxPool2d", 3, return_indices=True)], (3, 9, 9), "return_indices must be False"),
        ([F.Module("AvgPool2d", 9)], (3, 8, 8), "kernel_size must fit into the padded input: on spatial axis 0"),
        ([F.Module("AdaptiveAvgPool2d", (1, 2, 3))], (3, 8, 8), "output_size must have 2 entries"),
        ([F.Module("Upsample")], (3, 8, 8), "Upsample must get either size or scale_factor"),
        ([F.Module("Upsample", scale_factor=0)], (3, 8, 8), "scale_factor must be a number above 0"),
        ([F.Module("Upsample", 3, mode="linear")], (3, 8, 8), "mode='linear' resizes one axis, got 3×8×8"),
        ([F.Module("Upsample", 3, mode="cubic")], (3, 8, 8), "mode must be one of nearest"),
        ([F.Module("PixelShuffle", 2)], (3, 8, 8), "channels must be divisible by upscale_factor², got 3 and 2²"),
        ([F.Module("PixelUnshuffle", 3)], (3, 8, 8), "sizes must be divisible by downscale_factor"),
        ([F.Module("ReflectionPad2d", 8)], (3, 8, 8), "padding must be smaller than the input, got (8, 8)"),
        ([F.Module("ZeroPad2d", -4)], (3, 8, 8), "padding must leave at least 1 cell"),
        ([F.Module("ZeroPad2d", (-9, 9, 0, 0))], (3, 8, 8), "padding must leave at least 1 cell, got (-9, 9)"),
        ([F.Module("ZeroPad2d", (1, 2))], (3, 8, 8), "padding must be an integer or 4 of them"),
        ([F.Module("Linear", 10, 3)], (3, 8, 8), "got in_features=10; Flatten would give 192"),
        ([F.Module("Flatten"), F.Module("Linear", 3, 3)], (3, 8, 8), "an adaptive pool to 1 before Flatten"),
        ([F.Module("Flatten", 0)], (3, 8, 8), "start_dim must be an axis from 1 to 3, where 0 is the batch"),
        ([F.Module("Flatten", 1, 5)], (3, 8, 8), "end_dim must be an axis from 1 to 3, where 0 is the batch"),
        ([F.Module("Unflatten", 1, (2, 2))], (3, 8, 8), "unflattened_size must make up 3, got (2, 2)"),
        ([F.Module("Flatten", 2), F.Module("Conv1d", 3, 3, 1)], (3, 8, 8), "must not slide along axes that were flat"),
        ([F.Module("BatchNorm1d", 3)], (3, 8, 8), "BatchNorm1d takes channels and one size"),
        ([F.Module("LayerNorm", 8), F.Module("LayerNorm", (3, 8))], (3, 8, 8), "normalized_shape must be the last"),
        ([F.Module("GroupNorm", 2, 3)], (3, 8, 8), "num_channels must be divisible by num_groups, got 3 and 2"),
        ([F.Module("GLU", 1)], (3, 8, 8), "channels must be even for GLU, got 3"),
        ([F.Module("InstanceNorm2d", 3)], (3, 1, 1), "InstanceNorm2d must get more than 1 cell"),
        ([F.Module("ChannelShuffle", 3)], (3,), "ChannelShuffle takes channels and one size or more"),
        ([F.Module("Fold", 4, 2)], (3, 8), "Fold takes channels times 4 and 9 windows"),
        ([F.Module("AvgPool2d", 2), F.Module("Add", inputs=(1, 0))], (3, 8, 8), "must have the same shape, got 3×4×4"),
        ([F.Module("AvgPool2d", 2), F.Module("Cat", inputs=(1, 0))], (3, 8, 8), "same sizes after the channels"),
        ([F.Module("ReLU", inputs=("up",))], (3, 8, 8), "inputs must be rows that come before, got 'up'"),
        ([F.Module("ReLU", inputs=(1,))], (3, 8, 8), "inputs must be rows that come before, got 1"),
        (
            [F.Module("ConvTranspose1d", 3, 4, 3, output_padding=(0, 0))],
            (3, 9),
            "layer must have arguments for one axis, got",
        ),
        ([F.Module("Embedding", 10, 3)], (3, 8, 8), "Embedding takes one axis of words, without channels"),
    ],
)
def test_rows_that_do_not_fit_are_refused(rows: list[F.Module], shape: tuple[int, ...], message: str) -> None:
    with pytest.raises(ValueError) as caught:
        F.trace(rows, shape)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: F.Module("MaxPool"), "MaxPool is no layer that convref knows; did you mean MaxPool2d?"),
        (lambda: F.Module(3), "kind must be the name of a class, got 3 of type int"),  # type: ignore[arg-type]
        (lambda: F.Module("MaxPool2d"), "MaxPool2d must get kernel_size, stride=None"),
        (lambda: F.Module("ReLU", slope=1), "ReLU has no argument slope; it takes inplace=False"),
        (lambda: F.Module("ReLU", "yes"), "inplace must be True or False, got inplace='yes'"),
        (lambda: F.Module("Dropout", "half"), "p must be a number, got p='half'"),
        (lambda: F.Module("BatchNorm2d", 3, momentum="slow"), "momentum must be a number, got momentum='slow'"),
        (lambda: F.Module("BatchNorm2d", 3, eps=None), "eps must be a number, got eps=None"),
        (lambda: F.Module("Add"), "inputs of Add must be two rows or more, got inputs=()"),
        (lambda: F.Module("ReLU", inputs=(0, 1)), "inputs of ReLU must be one row, got inputs=(0, 1)"),
        (lambda: F.Module("ReLU", inputs=3), "inputs must be a sequence"),  # type: ignore[arg-type]
    ],
)
def test_a_module_that_cannot_be_is_refused_when_it_is_made(call: Any, message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        call()
    assert message in str(caught.value)


@pytest.mark.parametrize("name", ["BatchNorm2d", "SyncBatchNorm", "InstanceNorm2d"])
def test_a_norm_without_momentum_is_read_as_pytorch_prints_it(name: str) -> None:
    printed = str(getattr(torch.nn, name)(3, momentum=None))
    assert "momentum=None" in printed
    assert F.trace(F.read_network(printed), (3, 8, 8))[0].shape == (3, 8, 8)


def test_a_last_window_that_starts_in_the_right_padding_is_dropped() -> None:
    """The input of 5 with padding 1 has windows of 2 at −1, 1, 3 and, with ceil_mode, at 5, which is outside."""
    for size, windows in ((5, 3), (6, 4)):
        pool = F.Module("MaxPool1d", 2, 2, 1, ceil_mode=True)
        assert F.trace([pool], (1, size))[0].shape == (1, windows)
        assert as_torch(pool)(torch.zeros(1, 1, size)).shape[-1] == windows


def test_a_linear_layer_sees_all_and_has_no_jump() -> None:
    rows = [F.Module("Conv2d", 1, 2, 3), F.Module("Flatten"), F.Module("Linear", 2 * 6 * 4, 5)]
    made = F.trace(rows, (1, 8, 6))
    assert (made[1].field, made[1].memory) == (made[0].field, 0)
    assert made[2].field == F.ReceptiveField((8, 6), (0, 0), (Fraction(7, 2), Fraction(5, 2)))
    assert made[2].macs == 48 * 5


def test_three_axes_and_words_and_features() -> None:
    assert F.trace([F.Module("MaxPool3d", 2)], (3, 8, 6, 4))[0].shape == (3, 4, 3, 2)
    assert F.trace([F.Module("Linear", 10, 3)], (10,))[0].shape == (3,)
    generator = [F.Module("Linear", 10, 64), F.Module("Unflatten", 1, (4, 4, 4)), F.Module("ConvTranspose2d", 4, 2, 4)]
    assert F.trace(generator, (10,))[-1].shape == (2, 7, 7)
    looked_up = F.trace([F.Module("Embedding", 100, 8)], (12,))
    assert (looked_up[0].shape, looked_up[0].parameters) == ((12, 8), 800)
    with pytest.raises(ValueError, match="layer 1 Conv1d on 3: Conv1d takes channels and one size"):
        F.trace([F.Module("Conv1d", 3, 3, 3)], (3,))


def test_memory_is_that_of_the_type() -> None:
    rows = [F.Module("Conv2d", 1, 2, 3), F.Module("ReLU", inplace=True), F.Module("ReLU"), F.Module("Flatten")]
    made = F.trace(rows, (1, 5, 5), dtype="float16")
    assert [row.memory for row in made] == [36, 0, 36, 0]
    assert str(made).splitlines()[1].endswith("bytes (float16)")
    assert "bytes" not in str(F.trace(rows, (1, 5, 5)))
    with pytest.raises(ValueError, match=r"dtype must be one of float16, bfloat16, .*, got dtype='float'"):
        F.trace(rows, (1, 5, 5), dtype="float")


def test_squeeze_and_excitation_sees_the_whole_map() -> None:
    rows = [
        F.Module("Conv2d", 2, 2, 3, padding=1),
        F.Module("AdaptiveAvgPool2d", 1),
        F.Module("Conv2d", 2, 2, 1),
        F.Module("Mul", inputs=(3, 1)),
    ]
    made = F.trace(rows, (2, 6, 6))
    assert made[-1].shape == (2, 6, 6)
    assert made[-1].field.size == (8, 8)  # with the padding, which the field counts
    assert made[-1].field.jump == (1, 1)
