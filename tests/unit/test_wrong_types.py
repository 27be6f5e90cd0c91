"""Every argument of every public function, given every kind of wrong thing: a refusal that names it, without much work.

What is right all the same is stated: a wrong thing that is taken, and is not on that list, fails as well.
"""

from __future__ import annotations

import inspect
import re
from typing import Any

import numpy as np
import pytest
import scipy.sparse  # noqa: F401  importing it is no work of sparse=True
from work import at_most

import convref as F
from convref import definition, gradients

X, W = np.ones((1, 2, 6)), np.ones((2, 2, 3))
Y = np.ones((1, 2, 4))
WRONG: dict[str, Any] = {
    "None": None,
    "a word": "x",
    "bytes": b"x",
    "a fraction": 1.5,
    "True": True,
    "NumPy's True": np.True_,
    "no number": float("nan"),
    "an object": object(),
    "a dictionary": {},
    "a set": {1},
    "nothing": (),
    "a sequence of a fraction": (1.5,),
    "a sequence of None": (None,),
    "a sequence of a word": ("x",),
    "a sequence of a sequence": [[1]],
    "a negative number": -1,
    "zero": 0,
    "a sequence of a negative number": (-1,),
    "a huge number": 2**62,
    "a number past 64 bits": 2**80,
    "a sequence of a huge number": (2**62,),
    "a sequence of a number past 64 bits": (2**80,),
    "four numbers": (1,) * 4,
    "a function": len,
    "a complex number": 1j,
    "a range": range(3),
    "an array without axes": np.array(1.0),
    "an array of one number": np.array([1.0]),
    "an array of truth values": np.ones((1, 2, 6), bool),
    "an array of words": np.array([["x"]]),
    "an array of objects": np.ones((2, 2, 3), object),
}
CALLS: dict[Any, dict[str, Any]] = {
    F.conv1d: {"input": X, "weight": W, "bias": np.ones(2)},
    F.conv_transpose1d: {"input": X, "weight": W, "bias": np.ones(2)},
    definition.conv1d: {"input": X, "weight": W},
    definition.conv_transpose1d: {"input": X, "weight": W},
    F.conv_matrix: {"weight": W, "input_size": 6},
    F.conv_transpose_matrix: {"weight": W, "input_size": 6},
    F.conv_output_size: {"input_size": 6, "kernel_size": 3},
    F.conv_transpose_output_size: {"input_size": 6, "kernel_size": 3},
    F.same_padding: {"kernel_size": 3},
    F.conv_parameters: {"in_channels": 2, "out_channels": 2, "kernel_size": 3},
    F.conv_macs: {"in_channels": 2, "out_channels": 2, "input_size": 6, "kernel_size": 3},
    F.conv_transpose_macs: {"in_channels": 2, "out_channels": 2, "input_size": 6, "kernel_size": 3},
    F.read_counts: {"input_size": 6, "kernel_size": 3},
    F.overlap_counts: {"input_size": 6, "kernel_size": 3},
    F.phase_sums: {"weight": W[0, 0]},
    F.is_even_overlap: {"kernel_size": 3, "stride": 2},
    F.find_settings: {"input_size": 6, "output_size": 3},
    F.mirror: {"layers": [F.Layer(3)], "input_size": 6},
    F.receptive_field: {"layers": [F.Layer(3)]},
    F.trace: {"layers": [F.Layer(3)], "input_shape": (2, 6)},
    F.read_network: {"text": "Conv2d(3, 8, 3)"},
    F.smallest_input: {"layers": [F.Layer(3)], "rank": 1},
    F.fitting_inputs: {"layers": [F.Layer(3)], "sizes": [2, 6], "rank": 1},
    F.input_area: {"layers": [F.Layer(3)], "input_shape": (2, 6)},
    F.decoder: {"made": F.trace([F.Layer(3, out_channels=2)], (2, 6))},
    F.torch_code: {"made": F.trace([F.Layer(3, out_channels=2)], (2, 6))},
    F.Layer: {"kernel_size": 3},
    F.Module: {"kind": "ReLU"},
    F.Layer(3).output_size: {"input_size": 6},
    gradients.conv_bias: {"grad_output": Y},
    gradients.conv1d_input: {"input_size": (1, 2, 6), "weight": W, "grad_output": Y},
    gradients.conv1d_weight: {"input": X, "weight_size": (2, 2, 3), "grad_output": Y},
    gradients.conv_transpose_input: {"input_size": (1, 2, 4), "weight": W, "grad_output": X},
    gradients.conv_transpose_weight: {"input": Y, "weight_size": (2, 2, 3), "grad_output": X},
}
OF_THE_CLASS = ("kind", "unnamed", "named")  # What a class of torch.nn is and takes is refused in its own words.
PLACES = [
    (call, name)
    for call in CALLS
    for name in inspect.signature(call).parameters
    if call is not F.Module or name not in OF_THE_CLASS
]


def test_every_function_is_among_them() -> None:
    functions = {name for name in F.__all__ if inspect.isfunction(getattr(F, name)) and name[-2:] not in ("2d", "3d")}
    assert functions <= {getattr(call, "__name__", "") for call in CALLS}


HUGE = {"a huge number", "a number past 64 bits"}
STORED = {"a huge number", "a sequence of a huge number"}  # what fits into 64 bits
EACH = HUGE | {"a sequence of a huge number", "a sequence of a number past 64 bits"}
FOUR = {"four numbers"}
AXES = EACH | FOUR
FLAG = {"True", "NumPy's True"}
ZERO = {"zero"}
PADDING = {"padding": ZERO}
# What is taken, by function and argument. Sizes may be as large as one likes wherever no array has to hold them.
TAKEN: dict[str, dict[str, set[str]]] = {
    "conv1d": {"bias": {"None"}, "stride": STORED, "padding": ZERO},
    "conv_transpose1d": {"bias": {"None"}, "padding": ZERO, "output_padding": ZERO, "output_size": {"None"}},
    "conv_matrix": {"stride": STORED, "padding": ZERO},
    "conv_transpose_matrix": {"padding": ZERO, "output_padding": ZERO},
    "conv_output_size": {
        "input_size": EACH,
        "kernel_size": FOUR,
        "stride": AXES,
        "padding": AXES | ZERO,
        "dilation": FOUR,
    },
    "conv_transpose_output_size": {
        **dict.fromkeys(("input_size", "kernel_size", "stride", "dilation"), AXES),
        "padding": FOUR | ZERO,
        "output_padding": ZERO,
    },
    "same_padding": {"kernel_size": AXES, "dilation": AXES},
    "conv_parameters": {"in_channels": HUGE, "out_channels": HUGE, "kernel_size": AXES},
    "conv_macs": {
        **{"in_channels": HUGE, "out_channels": HUGE, "input_size": EACH, "kernel_size": FOUR},
        **{"stride": AXES, "padding": AXES | ZERO, "dilation": FOUR},
    },
    "conv_transpose_macs": {
        **{"in_channels": HUGE, "out_channels": HUGE, "padding": FOUR | ZERO, "output_padding": ZERO},
        **dict.fromkeys(("input_size", "kernel_size", "stride", "dilation"), AXES),
    },
    "read_counts": {
        **dict.fromkeys(("kernel_size", "dilation"), FOUR),
        **{"input_size": set(), "stride": AXES, "padding": FOUR | ZERO},
    },
    "overlap_counts": {
        **dict.fromkeys(("input_size", "kernel_size", "stride", "dilation"), FOUR),
        "padding": FOUR | ZERO,
        "output_padding": ZERO,
    },
    "phase_sums": {"weight": {"an array of one number"}, "dilation": EACH},
    "is_even_overlap": dict.fromkeys(("kernel_size", "stride", "dilation"), AXES),
    "find_settings": {
        **{"input_size": HUGE, "output_size": HUGE},
        **dict.fromkeys(("kernel_size", "stride", "dilation"), AXES | {"None", "a set"}),
        **{"padding": AXES | ZERO | {"None", "a set", "a range"}, "output_padding": {"None"}},
    },
    "mirror": {"input_size": EACH, "in_channels": HUGE | {"None"}, "rank": {"None"}},
    "trace": {"rank": {"None"}, "dtype": {"None"}},
    "smallest_input": {"in_channels": HUGE | {"None"}, "rank": {"None"}, "largest": HUGE},
    "input_area": {"outputs": EACH},
    "fitting_inputs": {
        "sizes": FOUR | {"nothing", "a set", "a sequence of a huge number", "a sequence of a number past 64 bits"},
        **{"in_channels": HUGE | {"None"}, "rank": {"None"}},
    },
    "Layer": {
        **dict.fromkeys(("kernel_size", "stride", "dilation"), AXES),
        **{"padding": AXES | ZERO, "output_padding": ZERO, "out_channels": HUGE | {"None"}, "groups": HUGE},
    },
    "Module": {
        "inputs": {
            "nothing",
            "a sequence of a word",
            "a sequence of a huge number",
            "a sequence of a number past 64 bits",
        },
        **{"name": {"a word"}, "weights_of": HUGE | ZERO, "line": HUGE | ZERO | {"None"}},
    },
    "output_size": {"input_size": EACH},
    **dict.fromkeys(("conv1d_input", "conv1d_weight", "conv_transpose_input", "conv_transpose_weight"), PADDING),
}
# An input of 1 is a right size, and too small for the kernel of 3: it is the kernel that must be smaller.
TOO_SMALL = {("input_size", "four numbers"), ("input_shape", "four numbers")}
READ = re.compile(r"line \d+: ")  # What a text says is refused by its line.
# Four numbers are the shape of a 2-D weight, which the other shapes then contradict.
SHAPED = {("conv_transpose_weight", "weight_size", "four numbers")}


def test_no_list_speaks_of_what_is_not_there() -> None:
    places = {(call.__name__, name) for call, name in PLACES}
    listed = {(call, name): things for call, names in TAKEN.items() for name, things in names.items()}
    assert listed.keys() <= places
    assert set().union(*listed.values()) <= WRONG.keys()


def names_it(message: str, name: str) -> bool:
    """Tell whether a refusal speaks of an argument: as what must be otherwise, or by its name and its value."""
    subject = re.split(" must | needs ", message, maxsplit=1)[0]
    return bool(re.search(rf"\b{name}\b", subject) or re.search(rf"\b{name}=", message))


def test_a_name_within_another_word_or_about_another_argument_is_no_name() -> None:
    assert names_it("stride must be at least 1, got stride=0", "stride")
    assert names_it("stride or dilation must be smaller", "dilation")
    assert names_it("kernel_size must fit: a kernel of 3 with dilation=9 covers 19 cells", "dilation")
    assert not names_it("output_padding must be at least 0", "padding")
    assert not names_it("kernel_size must fit into the padded input", "input")
    assert not names_it("weight must have 3 axes for input of shape (2, 6)", "input")


@pytest.mark.parametrize(("call", "name"), PLACES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_wrong_things_are_refused_by_name(call: Any, name: str) -> None:
    call(**CALLS[call])
    taken = set()
    for thing, wrong in WRONG.items():
        try:
            with at_most(lines=2_000_000):
                call(**CALLS[call] | {name: wrong})
        except (TypeError, ValueError) as error:
            if (call.__name__, name, thing) in SHAPED or READ.match(str(error)):
                continue
            text = str(error)
            assert " must " in text or " needs " in text, (thing, text)
            if (name, thing) in TOO_SMALL and "kernel_size must fit into the padded input" in text:
                continue
            assert names_it(text, name), (thing, text)
        else:
            taken.add(thing)
    flag = inspect.signature(call).parameters[name].annotation == "bool"
    assert taken == TAKEN.get(call.__name__, {}).get(name, set()) | (FLAG if flag else set())


NUMBERS = ("stride", "padding", "dilation", "groups", "kernel_size", "input_size", "in_channels", "out_channels")


@pytest.mark.parametrize(
    ("call", "name"),
    [(call, name) for call, name in PLACES if name in NUMBERS and "_input" not in getattr(call, "__name__", "")],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_integers_of_numpy_are_taken_and_truth_values_are_not(call: Any, name: str) -> None:
    number = CALLS[call].get(name, 0 if name == "padding" else 1)
    plain = call(**CALLS[call] | {name: number})
    for kind in (np.int8, np.uint16, np.int64, np.uint64):
        np.testing.assert_equal(call(**CALLS[call] | {name: kind(number)}), plain)
    for truth in (True, np.True_):
        with pytest.raises(TypeError, match=f"{name} must be an integer"):
            call(**CALLS[call] | {name: truth})
