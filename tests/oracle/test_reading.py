"""Texts of networks: what is read, what is refused by its line, and that nothing is dropped or read wrongly."""

from __future__ import annotations

import random
import re
from collections import OrderedDict
from typing import Any

import pytest
import torch
import torchvision
from printed_blocks import BLOCKS
from torch import nn
from torch_classes import OWN, torch_class
from torch_products import products
from work import at_most
from written_networks import BRANCHED, CODE, COPIED, FAMILIES, GATED, ONE_ENTRY, OTHERS, RESIDUAL_ROWS

import convref as F
from convref._kinds import KINDS
from convref.reading import _WHOLE, Network


def shapes(network: Network, shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [row.shape for row in F.trace(network, shape)]


def test_code_is_read_as_python_runs_it() -> None:
    scope: dict[str, Any] = {}
    exec(CODE, scope)
    network = F.read_network(CODE)
    made = F.trace(network, (3, 16, 18))
    assert made[-1].shape == tuple(scope["net"](torch.zeros(1, 3, 16, 18)).shape[1:])
    assert made.parameters == sum(one.numel() for one in scope["net"].parameters())
    leaves = [name for name, one in scope["net"].named_modules(remove_duplicate=False) if not list(one.children())]
    assert [module.name for module in network] == leaves
    assert F.trace(F.read_network(str(scope["net"])), (3, 16, 18)).rows[-1].shape == made[-1].shape
    assert (network.notes, network.advice) == ((), "")


@pytest.mark.parametrize(
    "text",
    [
        "nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU(), nn.MaxPool2d(2))",
        "m = torch.nn.Sequential(\n torch.nn.Conv2d(3, 8, 3),  # first\n torch.nn.ReLU(),\n torch.nn.MaxPool2d(2),\n)",
        "Conv2d(3, 8, 3)\nReLU\nMaxPool2d(2)",
        "nn.Conv2d(3, 8, 3),\nnn.ReLU(),\n\nnn.MaxPool2d(2),",
        "c8 k3\nReLU()\nMaxPool2d(kernel_size=2)",
        "a: c8 k3\nb = ReLU()\n(c): MaxPool2d(2)",
        "Sequential(\n  (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))\n  (1): ReLU()\n  (2): MaxPool2d(2)\n)",
        "（0）: Conv2d（3，8，3）\n(1): ReLU()\n(2): MaxPool2d(2)",
    ],
)
def test_three_ways_to_write_one_network(text: str) -> None:
    assert shapes(F.read_network(text), (3, 10, 10)) == [(8, 8, 8), (8, 8, 8), (8, 4, 4)]


@pytest.mark.parametrize("text", COPIED)
def test_a_network_is_read_from_where_it_was_copied(text: str) -> None:
    assert shapes(F.read_network(text), (3, 10, 10)) == [(8, 8, 8), (8, 8, 8)]


def test_lines_are_counted_as_they_were_pasted() -> None:
    with pytest.raises(ValueError, match=r"^line 4: Foo is no layer"):
        F.read_network("```python\n    net = nn.Sequential(\n        nn.ReLU(),\n        nn.Foo(),\n    )\n```")


@pytest.mark.parametrize("text", ONE_ENTRY)
def test_one_entry_for_several_axes_is_taken_where_torch_takes_it(text: str) -> None:
    with pytest.raises(Exception, match=r".+"):
        eval(text, vars(nn))(torch.zeros(1, 3, 9, 9))
    with pytest.raises(ValueError, match=r"must be an integer or a sequence of length 2, got \w+=\(\d,\)"):
        F.trace(F.read_network(text), (3, 9, 9))
    taken = "Conv2d(3, 8, 3, stride=(2,), padding=(1,), dilation=(2,))"
    assert F.trace(F.read_network(taken), (3, 9, 9))[0].shape == eval(taken, vars(nn))(torch.zeros(3, 9, 9)).shape


def test_a_printed_model_keeps_its_names_and_repeats() -> None:
    block = OrderedDict(conv=nn.Conv2d(4, 4, 3, padding="same", bias=False), act=nn.LeakyReLU(0.2, inplace=True))
    blocks = nn.ModuleList([nn.Sequential(block)] * 3)
    text = str(nn.Sequential(OrderedDict(first=nn.Conv2d(1, 4, 1), blocks=blocks)))
    assert "(0-2): 3 x Sequential(" in text
    network = F.read_network(text)
    assert [one.name for one in network][1:4] == ["blocks.0.conv", "blocks.0.act", "blocks.1.conv"]
    assert len(network) == 7
    assert F.trace(network, (1, 5, 5))[-1].shape == (4, 5, 5)
    assert F.read_network("Sequential(\n  (0-2): 3 x ReLU()\n)")[2].name == "2"


def test_rows_say_what_they_take() -> None:
    network = F.read_network(RESIDUAL_ROWS)
    made = F.trace(network, (3, 8, 8))
    assert [row.inputs for row in made][2:] == [
        (2, 1),
        (3,),
        (4, 3),
        (5,),
        (5,),
        (7, 6),
        (8,),
        (9, 1, 5),
        (10,),
        (11, 1),
    ]
    assert made[-1].shape == (8, 8, 8)
    assert made.notes == ()
    with torch.device("meta"):
        scope: dict[str, Any] = {}
        exec(F.torch_code(made), scope)
        assert scope["network"](torch.zeros(1, 3, 8, 8)).shape == (1, 8, 8, 8)


def test_a_printed_class_is_a_chain_and_says_so() -> None:
    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.conv = nn.Conv2d(1, 4, 3)
            self.drop = nn.Dropout2d()
            self.fc = nn.Linear(4 * 6 * 6, 10)

    made = F.trace(F.read_network(str(Net())), (1, 8, 8))
    assert [row.layer.kind for row in made] == ["Conv2d", "Dropout2d", "Flatten", "Linear"]
    assert made.notes == (
        "read as a chain in the printed order, without the forward of Net",
        "line 4: put Flatten in front of Linear, as the forward of Net must do",
    )
    assert str(made).endswith("\n".join(made.notes))
    sequential = str(nn.Sequential(nn.Conv2d(1, 4, 3), nn.Linear(4 * 6 * 6, 10)))
    with pytest.raises(ValueError, match=r"line 3, layer 2 1: Linear on 4×6×6: .*; Flatten would give 144"):
        F.trace(F.read_network(sequential), (1, 8, 8))


@pytest.mark.newest_torch
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "reason"), FAMILIES.items())
def test_a_printed_model_of_torchvision_is_read_or_refused_by_line(name: str, reason: str) -> None:
    with torch.device("meta"):
        model = torchvision.models.get_model(name, weights=None)
    try:
        made = F.trace(F.read_network(str(model)), (3, 224, 224))
    except ValueError as error:
        assert reason
        assert str(error).startswith(reason)
        return
    assert not reason
    assert made[-1].shape[0] == 1000
    assert set(made[-1].shape[1:]) <= {1}  # what is left to flatten
    aside = {
        one for name, held in model.named_children() if name.lower().startswith("aux") for one in held.parameters()
    }
    assert made.parameters == sum(one.numel() for one in model.parameters() if one not in aside)
    assert made.macs == products(model, (3, 224, 224))


@pytest.mark.newest_torch
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "shape"), BRANCHED.items())
def test_a_printed_model_that_branches_has_the_rows_that_torch_makes(name: str, shape: tuple[int, ...]) -> None:
    backbone = {"weights_backbone": None} if "fcn" in name or "deeplab" in name else {}
    model = torchvision.models.get_model(name, weights=None, **backbone).to("meta").eval()
    made = F.trace(F.read_network(str(model)), shape, count_cropped=True, rank=len(shape) - 1)
    seen = []

    def note(layer: nn.Module, taken: Any, given: torch.Tensor) -> None:
        seen.append((tuple(given.shape[1:]), sum(one.numel() for one in layer.parameters())))

    for one in model.modules():
        if not list(one.children()):
            one.register_forward_hook(note)
    output = model(torch.zeros(2, *shape, device="meta"))
    output = output["out"] if isinstance(output, dict) else output
    assert sorted((row.shape, row.parameters) for row in made if row.parameters) == sorted(
        one for one in seen if one[1]
    )
    assert made.macs == products(model, shape)
    assert made[-1].shape == tuple(output.shape[1:])


@pytest.mark.parametrize("name", BLOCKS)
def test_a_printed_block_of_other_packages_computes_what_its_forward_computes(name: str) -> None:
    model = BLOCKS[name]().eval()
    made = F.trace(F.read_network(str(model)), (3, 16, 16))
    assert made.notes[-1].startswith("the rows of ")
    assert made.parameters == sum(one.numel() for one in model.parameters())
    assert made.macs == products(model, (3, 16, 16))
    scope: dict[str, Any] = {}
    exec(F.torch_code(made), scope)
    copy, x = scope["network"].eval(), torch.randn(2, 3, 16, 16)
    numbers, places = {row.layer.name: number for number, row in enumerate(made)}, dict(copy.named_modules())
    for held, module in model.named_modules():
        if not list(module.children()) and list(module.parameters()):
            number = numbers[held]
            place = places.get(f"row{number + 1}") or places[str(number)]  # a chain is a Sequential
            place.load_state_dict(module.state_dict())
    torch.testing.assert_close(copy(x), model(x))


def test_what_looks_like_a_gate_is_no_chain() -> None:
    """Its forward pools, which no layer is printed for, and its products are those of one cell."""
    words = r"line 9: what ChannelGate makes looks like a gate, which the forward of Net may .* give its class"
    with pytest.raises(ValueError, match=words):
        F.read_network(GATED)
    alone = GATED.replace("Net(", "Sequential(").replace("ChannelGate(", "Sequential(")
    assert F.trace(F.read_network(alone), (3, 9, 9))[-1].shape == (4, 7, 7)


def printed() -> str:
    with torch.device("meta"):
        return str(torchvision.models.alexnet())


def mutilated(text: str, chance: random.Random) -> str:
    """Return a text with one piece missing, doubled, swapped or misspelt."""
    lines = text.splitlines()
    way = chance.choice(("cut", "mark", "letter", "line", "twice", "swapped"))
    if way == "cut":
        return text[: chance.randrange(1, len(text.rstrip()) - 1)]
    if way == "mark":
        place = chance.choice([found.start() for found in re.finditer(r"[():=,]", text)])
        return text[:place] + text[place + 1 :]
    if way == "letter":
        words = list(re.finditer(r"[A-Za-z_]{3,}\d?d?(?=[=(])", text))
        place = chance.randrange(*chance.choice(words).span())
        return text[:place] + ("q" if text[place] != "q" else "z") + text[place + 1 :]
    numbered = [n for n, line in enumerate(lines[:-1]) if re.match(r"\s*\(\d+\): ", line)]
    inner = [n for n in numbered if n + 1 in numbered and n - 1 in numbered]
    place = chance.choice(inner)
    if way == "line":
        del lines[place]
    elif way == "twice":
        lines.insert(place, lines[place])
    else:
        lines[place], lines[place + 1] = lines[place + 1], lines[place]
    return "\n".join(lines)


def test_300_mutilated_texts_give_a_message_and_never_a_wrong_table() -> None:
    """A class that is misspelt is another class, and a chain as well; the marks between arguments must all be there."""
    chance, text = random.Random(0), printed()
    whole = F.trace(F.read_network(text), (3, 224, 224))
    refused = 0
    for number in range(300):
        damaged = mutilated(text, chance)
        try:
            made = F.trace(F.read_network(damaged), (3, 224, 224))
        except (TypeError, ValueError) as error:
            assert re.match(r"line \d+[:,] ", str(error)), damaged
            assert "\n" not in str(error)
            refused += 1
        else:
            same = [(row.shape, row.parameters, row.macs) for row in made]
            assert same == [(row.shape, row.parameters, row.macs) for row in whole], (number, damaged)
    assert refused > 270


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "text must hold at least one layer, got none"),
        ("# nothing\n\n", "text must hold at least one layer, got none"),
        ("Conv2d(3, 8, 3)\nhello there", "line 2: this is no layer: hello there"),
        ("Conv2d(3, 8, 3)\nFoo(3)\nReLU()\nBar()", "line 2: Foo is no layer that convref knows (also not underst"),
        ("Conv2d(3, 8)", "line 1: Conv2d must get in_channels, out_channels, kernel_size, stride=1"),
        ("Conv2d(3, 8, 3, strde=2)", "line 1: Conv2d has no argument strde; did you mean stride?"),
        ("Conv2d(3, 8, open('x'))", "line 1: open('x') has no value here, since nothing is executed"),
        ("Conv2d(3, 8, 10**9)", "line 1: 10 ** 9 has no value here"),
        ("Linear(3 // 0, 2)", "line 1: 3 // 0 has no value"),
        ("Conv2d(*a)", "line 1: *a is not read"),
        ("Conv2d(3, 8, 3, **a)", "line 1: a is not read"),
        ("ReLU()()", "line 1: this is no layer: ReLU()()"),
        ("F.relu(x)", "line 1: this is no layer: F.relu(x)"),
        ("Sequential(\n  (0): ReLU()", "line 1: Sequential( is never closed"),
        ("ReLU()\n)", "line 2: this ) closes nothing"),
        ("a: ReLU()\nB(\n  ReLU()\n) with a", "line 4: behind the ) of a block only 'from NAME' is read, got ) with a"),
        ("a: ReLU()\nB(\n  ReLU()\n) from a, a", "line 4: behind the ) of a block only 'from NAME' is read"),
        ("a: ReLU()\nB(\n  ReLU()\n) from b", "line 2: no row before this one is called b"),
        ("a: ReLU()\nB(\n) from a", "line 2: a block without layers takes no row"),
        ("Foo(\n  3, 4\n  (a): ReLU()\n)", "line 1: Foo is no layer that convref knows"),
        ("Conv2D(3, 8, 3)", "line 1: Conv2D is no layer that convref knows; PyTorch calls it Conv2d"),
        ("MaxPooling2D(2)", "line 1: MaxPooling2D is no layer that convref knows; PyTorch calls it MaxPool2d"),
        ("Dense(10)", "line 1: Dense is no layer that convref knows; PyTorch calls it Linear"),
        ("LSTM(3, 4)", "line 1: LSTM is no layer that convref knows: it carries a state from step to step"),
        ("Rearrange('b c h w -> b (c h w)')", "line 1: Rearrange is no layer that convref knows: it moves axes"),
        ("GRN()", "line 1: GRN is no layer that convref knows: it has parameters that it does not print"),
        ("weight_norm(Conv2d(3, 8, 3), dim=1)", "line 1: weight_norm is read for name='weight' and dim=0 only"),
        ("weight_norm(ReLU())", "line 1: weight_norm belongs to convolutions and Linear, got ReLU"),
        ("nn.Sequential(nn.utils.weight_norm(nn.Sequential()))", "line 1: weight_norm must get one layer"),
        ("spectral_norm(\n  Conv2d(3, 8, 3)\n  ReLU()\n)", "line 1: spectral_norm must get one layer"),
        (str(nn.utils.parametrizations.weight_norm(nn.utils.parametrizations.spectral_norm(nn.Conv2d(3, 4, 3)))),
         "line 3: only one parametrization is read, that of the weight"),
        (str(nn.utils.parametrizations.weight_norm(nn.Conv2d(3, 4, 3))).replace("_WeightNorm", "Mine"),
         "line 5: Mine is no parametrization that convref knows"),
        ("(0-3): 3 x ReLU()", "line 1: a repeated block must look like (0-3): 4 x Block("),
        ("(0): 3 x ReLU()", "line 1: a repeated block must look like (0-3): 4 x Block("),
        ("(0-999999999): 1000000000 x ReLU()", "line 1: a network must have at most 100,000 rows"),
        ("(0-999): 1000 x A(\n(0-999): 1000 x ReLU()\n)", "line 2: a network must have at most 100,000 rows"),
        ("Sequential(\n(0): ReLU()\n(2): ReLU()\n)", "line 3: (2) follows (0): a line is missing, or stands twice"),
        ("a: ReLU()\na: ReLU()", "line 2: a stands for two rows"),
        ("ReLU()\nadd with up", "line 2: no row before this one is called up"),
        ("ReLU() with 0", "line 1: 'with' belongs to add, mul and cat"),
        ("ReLU\nadd", "line 2: inputs of Add must be two rows or more"),
        ("k3\nc8 k3 k5", "line 2: layer must have one kernel_size, got a second one, 'k5'"),
        ("Sequential(nn.ReLU()", "line 1: this is not Python"),
        ("nn.Sequential(nn.ReLU(), foo)", "line 1: foo is not defined here"),
        ("nn.Sequential(nn.ReLU(),\n  Foo())", "line 2: Foo is no layer"),
        ("nn.Sequential(nn.ReLU(), [nn.ReLU()])", "line 1: Sequential takes modules, or a list with a star"),
        ("nn.Sequential(F.relu())", "line 1: F.relu is no class of torch.nn"),
        ("nn.Sequential({'a': nn.ReLU()})", "line 1: Sequential takes no dict, only an OrderedDict"),
        ("nn.Sequential(OrderedDict([nn.ReLU()]))", "line 1: OrderedDict must get pairs"),
        ("nn.Sequential(OrderedDict([(1, nn.ReLU())]))", "line 1: OrderedDict must get pairs of a name"),
        ("nn.Sequential(*[nn.ReLU() for _ in range(n)])", "line 1: n is not defined here"),
        ("class Net(nn.Module):\n  def forward(self): return nn.Sequential(a)", "line 2: forward of Net must take an"),
        ("a = nn.ReLU()\nb = nn.ReLU()\nnn.Sequential(b)", "line 1: a is made and never used"),
        ("a = nn.ReLU()\na = nn.Tanh()\nnn.Sequential(a)", "line 2: a is made in line 1 and never used"),
        ("c = nn.Conv2d(3, 3, 1)\nnn.Sequential(c, c)", "line 2: c is used twice, and would share its weights"),
        ("nn.Sequential(nn.Conv2d(3, n, 1))", "line 1: n has no value here"),
        ("nn.Sequential(nn.ModuleList([nn.ReLU()]))", "line 1: nn.ReLU() has no value here"),
        ("nn.Sequential(" * 200 + ")" * 200, "text must hold at least one layer"),
        ("nn.Sequential(*nn.ReLU())", "line 1: Sequential takes modules, or a list with a star in front"),
        ("((((" * 5000 + "Sequential(a", "line 1: this is not Python"),
        ("Conv2d(3, 8, 3, bias=Tru)", "line 1: bias must be True or False, got bias='Tru'"),
        ("Conv2d(3, 8, 3, padding=sme)\n", "padding must be 'same', 'valid' or integers, got padding='sme'"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named_with_its_line(text: str, message: str) -> None:
    with pytest.raises(ValueError) as caught:
        F.trace(F.read_network(text), (3, 32, 32))
    assert message in str(caught.value)


def test_only_text_is_read() -> None:
    with pytest.raises(TypeError, match="text must be a string, got None of type NoneType"):
        F.read_network(None)  # type: ignore[arg-type]


def test_squeeze_and_excitation_written_as_rows_is_read() -> None:
    text = (
        "(se): SE(\nAdaptiveAvgPool2d(1)\nConv2d(4, 2, 1)\nReLU()\nConv2d(2, 4, 1)\nSigmoid()\nmul with input\n)\nc4 k3"
    )
    assert F.trace(F.read_network(text), (4, 9, 9))[-1].shape == (4, 7, 7)


def test_a_network_is_a_sequence_that_prints_as_a_table() -> None:
    network = F.read_network("up: Upsample(scale_factor=2)\nadd from up, up")
    assert (len(network), network[-1].inputs, repr(network)) == (2, (1, 1), "Network(2 rows)")
    assert str(network).splitlines()[1:] == [
        "1    1     up    Upsample(scale_factor=2)",
        "2    2           Add() from 1, 1",
    ]
    assert "<td" in network._repr_html_()


def test_a_list_over_many_lines_is_no_tuple_that_is_assigned() -> None:
    """Whoever looks for a tuple across lines looks through all names from every line on."""
    assert not _WHOLE.search("net = nn.Sequential(\n    a,\n    b,\n)")
    assert not _WHOLE.search("    a,\n    b = nn.ReLU()")
    assert _WHOLE.search("a, b = nn.ReLU(), nn.ReLU()")


def test_5000_lines_are_little_work() -> None:
    lines = ["Conv2d(8, 8, 3, padding=1)", "BatchNorm2d(8)", "ReLU(inplace=True)", "Conv2d(8, 8, 1)", "add with input"]
    text = "\n".join(lines * 1000)
    with at_most(lines=4_700_000, megabytes=40):
        made = F.trace(F.read_network(text), (8, 64, 64))
        assert len(str(made).splitlines()) > 5000
    assert made[-1].field.size == (2001, 2001)


NEEDED: dict[str, tuple[Any, ...]] = {
    "Conv": (2, 4, 3), "ConvTranspose": (2, 4, 3), "MaxPool": (3,), "AvgPool": (3,), "LPPool": (2, 3),
    "AdaptiveAvgPool": (2,), "AdaptiveMaxPool": (2,), "Upsample": (5,), "UpsamplingNearest": (5,),
    "UpsamplingBilinear": (5,), "PixelShuffle": (2,), "PixelUnshuffle": (2,), "ChannelShuffle": (2,), "ZeroPad": (1,),
    "ConstantPad": (1, 0.5), "ReflectionPad": (1,), "ReplicationPad": (1,), "CircularPad": (1,), "Linear": (4, 3),
    "Unflatten": (1, (2, 2)), "Unfold": (2,), "Fold": (4, 2), "Embedding": (9, 3), "BatchNorm": (4,),
    "SyncBatchNorm": (4,), "InstanceNorm": (4,), "GroupNorm": (2, 4), "LayerNorm": (4,), "RMSNorm": (4,),
    "LocalResponseNorm": (3,), "Threshold": (0.1, 2.0), "LazyConv": (4, 3), "LazyConvTranspose": (4, 3),
    "LazyLinear": (3,), "FrozenBatchNorm": (4,), "CenterCrop": (5,),
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in KINDS if name not in OWN and not KINDS[name].joins])
def test_what_pytorch_prints_of_each_class_is_read(name: str) -> None:
    needed = NEEDED.get(name.removesuffix(f"{KINDS[name].rank}d"), ())
    printed = str(torch_class(name)(*needed))
    (module,) = F.read_network(printed)
    assert module.kind == name
    given = dict(F.Module(name, *needed).arguments)
    said = dict(module.arguments)
    for argument, value in given.items():
        if argument in said:  # a few are not printed
            wide = value if isinstance(said[argument], type(value)) else (value,) * len(said[argument])
            assert said[argument] == wide, (printed, argument)


def test_what_a_printed_mean_does_not_say_is_noted() -> None:
    text = str(nn.Sequential(nn.AvgPool2d(2, ceil_mode=True)))
    assert "ceil_mode" not in text
    assert F.read_network(text).notes == ("line 2: a printed AvgPool2d does not say its ceil_mode; False is taken",)
    assert F.read_network("AvgPool2d(2)").notes == ()


class Voice(nn.Module):
    """Weights made by others, as in a vocoder."""

    def __init__(self) -> None:
        super().__init__()
        made = nn.utils.parametrizations
        self.pre = made.weight_norm(nn.Conv1d(4, 8, 7, padding=3))
        self.act = nn.LeakyReLU(0.1)
        self.up = made.weight_norm(nn.ConvTranspose1d(8, 6, 4, 2, padding=1))
        self.post = made.spectral_norm(nn.Conv1d(6, 1, 7, padding=3))
        self.last = made.orthogonal(nn.Linear(20, 5))
        self.head = made.weight_norm(nn.Linear(5, 3))


def test_weights_that_are_made_by_others_have_torchs_parameters() -> None:
    network = Voice()
    made = F.trace(F.read_network(str(network).replace("Voice(", "Sequential(")), (4, 10))
    assert [row.layer.parametrization for row in made] == [
        "weight_norm", "", "weight_norm", "spectral_norm", "orthogonal", "weight_norm",
    ]  # fmt: skip
    assert [row.layer.name for row in made] == ["pre", "act", "up", "post", "last", "head"]
    for row in made:
        assert row.parameters == sum(one.numel() for one in getattr(network, row.layer.name).parameters())
    assert made.notes == ("a printed weight_norm does not say its dim; 0 is taken",)
    scope: dict[str, Any] = {}
    exec(F.torch_code(made), scope)
    assert sum(one.numel() for one in scope["network"].parameters()) == made.parameters
    assert scope["network"](torch.zeros(1, 4, 10)).shape[1:] == made[-1].shape


@pytest.mark.parametrize(
    "text",
    [
        "import torch.nn as N\nN.Sequential(N.utils.weight_norm(N.Conv1d(2, 4, 3), name='weight', dim=0))",
        "from torch.nn.utils import weight_norm\nc = nn.Conv1d(2, 4, 3)\nnn.Sequential(weight_norm(c))",
        "weight_norm(Conv1d(2, 4, 3))",
        "torch.nn.utils.parametrizations.weight_norm(nn.Conv1d(2, 4, 3))",
        "weight_norm(\n  Conv1d(2, 4, 3)\n)",
    ],
)
def test_weight_norm_is_read_however_it_is_written(text: str) -> None:
    (row,) = F.trace(F.read_network(text), (2, 9))
    assert row.parameters == sum(
        one.numel() for one in nn.utils.parametrizations.weight_norm(nn.Conv1d(2, 4, 3)).parameters()
    )
    again = F.read_network("\n".join(map(F.reading.written, F.read_network(text))))
    assert again[0].parametrization == "weight_norm"


def test_a_lazy_layer_takes_what_comes_in_before_and_after_its_first_call() -> None:
    lazy = nn.Sequential(nn.LazyConv2d(4, 3), nn.LazyBatchNorm2d(), nn.Flatten(), nn.LazyLinear(5))
    before = F.trace(F.read_network(str(lazy)), (3, 8, 8))
    lazy(torch.zeros(2, 3, 8, 8))
    after = F.trace(F.read_network(str(lazy)), (3, 8, 8))
    assert "LazyConv2d(0, 4" not in str(lazy)
    assert [(row.shape, row.parameters, row.macs) for row in before] == [
        (row.shape, row.parameters, row.macs) for row in after
    ]
    assert before.parameters == sum(one.numel() for one in lazy.parameters())
    code = "nn.Sequential(nn.LazyConv2d(4, 3), nn.LazyBatchNorm2d(), nn.Flatten(), nn.LazyLinear(5))"
    assert F.trace(F.read_network(code), (3, 8, 8)).parameters == before.parameters


def test_layers_of_other_packages_are_read_by_what_they_are() -> None:
    made = F.trace(F.read_network(OTHERS), (3, 32, 32))
    assert [row.layer.kind for row in made] == [
        "Conv2d", "FrozenBatchNorm2d", "BatchNorm2d", "Identity", "SiLU", "AdaptiveAvgPool2d", "Conv2d", "SiLU",
        "Conv2d", "Sigmoid", "Mul", "ZeroPad2d", "Conv2d", "LayerNorm2d", "DropPath", "AdaptiveAvgPool2d", "Flatten",
        "Linear",
    ]  # fmt: skip
    weights = (8 * 27, 0, 16, 0, 0, 0, 18, 0, 24, 0, 0, 0, 8 * 54 + 6, 12, 0, 0, 0, 70)
    assert [row.parameters for row in made] == list(weights)
    assert [made[n].shape for n in (10, 12, 17)] == [(8, 16, 16), (6, 8, 8), (10,)]
    assert made[7].macs == 0
    assert made[6].macs == made[8].macs == 16  # at one cell
    assert made.notes == (
        "read as a chain in the printed order, without the forward of Net",
        "the rows of SqueezeExcite are joined as in the class of that name of torchvision or timm",
    )


def test_a_block_may_take_an_earlier_row() -> None:
    text = """
stem: Conv2d(3, 4, 3, padding=1)
deep: Conv2d(4, 8, 3, stride=2, padding=1)
(side): Block(
  (inner): Sequential(
    Conv2d(4, 4, 3, padding=1)
  )
  add with input
) from stem
ReLU()
"""
    made = F.trace(F.read_network(text), (3, 8, 8))
    assert [row.inputs for row in made] == [(0,), (1,), (1,), (3, 1), (4,)]
    assert made[-1].shape == (4, 8, 8)


def test_blocks_whose_class_is_known_by_name_alone_stay_a_chain() -> None:
    own = "BasicBlock(\n  (conv1): Conv2d(4, 4, 3, padding=1)\n  (other): Conv2d(4, 4, 1)\n)"
    network = F.read_network(own)
    assert [module.inputs for module in network] == [(), ()]
    assert network.notes == ("read as a chain in the printed order, without the forward of BasicBlock",)


@pytest.mark.parametrize("shape", [(3, 32, 32), (3, 65, 43)])
def test_blocks_of_torchvision_are_joined_as_their_forward_joins_them(shape: tuple[int, ...]) -> None:
    """What the rows say as code computes the shapes of the model itself."""
    model = torchvision.models.resnet.ResNet(torchvision.models.resnet.Bottleneck, [1, 2, 1, 1], num_classes=7)
    made = F.trace(F.read_network(str(model)), shape)
    scope: dict[str, Any] = {}
    exec(F.torch_code(made), scope)
    copy = scope["network"]
    weights = list(model.state_dict().values())
    assert len(weights) == len(copy.state_dict())
    names, places = {}, dict(copy.named_modules())
    for number, row in enumerate(made, start=1):
        names[row.layer.name] = f"row{number}"
    for name, module in model.named_modules():
        if not list(module.children()) and list(module.parameters()):
            places[names[name]].load_state_dict(module.state_dict())
    picture = torch.randn(2, *shape)
    torch.testing.assert_close(copy.eval()(picture), model.eval()(picture))
