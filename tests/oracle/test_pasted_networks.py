"""Networks pasted as classes: rows, parameters and products against torch, which runs the same text."""

from __future__ import annotations

import builtins
import inspect
import sys
from typing import Any

import pytest
import torch
import torchvision
from pasted_forwards import FORWARDS
from pasted_pieces import IN_PLACE, PIECES, REFUSED
from pasted_reports import REPORTED
from pasted_texts import PASTED
from torch import nn
from torch_products import products
from torch_texts import called, is_layer, run

import convref as F
from convref.reading._python.forward import Forward


def hold(model: nn.Module, made: F.Trace) -> None:
    """Hold a trace to what torch makes of the network."""
    expected = called(model, made.input_shape)
    named = [row for row in made if row.layer.name and row.layer.kind not in ("Scale", "Shift")]  # type: ignore[union-attr]
    rows = {row.layer.name: (row.shape, row.parameters) for row in named}  # type: ignore[union-attr]
    own = [one for held in model.modules() if not is_layer(held) for one in held.parameters(recurse=False)]
    assert rows | {"output": (made[-1].shape, 0)} == expected
    assert made.macs == products(model, made.input_shape)
    assert made.parameters == sum(parameters for _, parameters in expected.values()) + sum(one.numel() for one in own)


TEXTS = PASTED | FORWARDS | REPORTED


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", TEXTS)
def test_a_pasted_class_is_what_torch_makes_of_it(name: str) -> None:
    text, shape = TEXTS[name]
    made = F.trace(F.read_network(text), shape, count_cropped=True, rank=len(shape) - 1 or None)
    hold(run(text), made)
    scope: dict[str, Any] = {}
    exec(F.torch_code(made), scope)
    assert scope["network"].eval()(torch.zeros(2, *shape)).shape[1:] == made[-1].shape
    assert sum(one.numel() for one in scope["network"].parameters()) == made.parameters


SCRIPT = """
class Net(nn.Module):
    def __init__(self, width=4):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3)

    def forward(self, x):
        return {"maps": [self.conv(x)]}


def train(model, loader):
    for batch in loader:
        model(batch)


def main():
    arguments = parser.parse_args()
    model = Net(width=7).to(device)
    for epoch in range(arguments.epochs):
        train(model, loader)


if __name__ == "__main__":
    main()
"""


def test_a_script_means_the_network_that_its_main_function_makes() -> None:
    (row,) = F.trace(F.read_network(SCRIPT), (3, 8, 8))
    assert row.shape == (7, 6, 6)
    alone = SCRIPT.replace("    main()", "    pass")
    assert F.trace(F.read_network(alone), (3, 8, 8))[-1].shape == (4, 6, 6)


@pytest.mark.parametrize("name", PIECES)
def test_a_piece_of_a_forward_gives_the_values_that_torch_gives(name: str) -> None:
    made = F.trace(F.read_network(PIECES[name]), (3, 16, 16))
    output = run(PIECES[name]).eval()(torch.zeros(2, 3, 16, 16))
    single = "without the axis of one" in "".join(F.read_network(PIECES[name]).notes)
    assert made[-1].shape == (tuple(output.shape[1:]) or (1,))
    assert single == (output.dim() == 1)


@pytest.mark.parametrize("name", IN_PLACE)
def test_work_in_place_is_seen_under_all_names(name: str) -> None:
    hold_field(*IN_PLACE[name])


MOVED = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a, self.b, self.c = nn.Conv2d(3, 4, 3, padding=1), nn.Linear(4, 5), nn.Conv2d(5, 4, 3, padding=1)

    def forward(self, x):
        x = self.b(self.a(x).permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
        x = self.c(x).reshape(x.size(0), 2, 2, *x.shape[2:]).transpose(1, 2).reshape(x.size(0), -1, *x.shape[2:])
        return x
"""


ONE_INPUT = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.see, self.tell = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten()), nn.Linear(4 * 36, 2)

    def forward(self, left, right):
        return self.tell(torch.abs(self.see(left) - self.see(right)))
"""


def test_the_shape_that_is_given_is_that_of_two_inputs_of_one_layer() -> None:
    network = F.read_network(ONE_INPUT)
    made, model = F.trace(network, (3, 8, 8)), run(ONE_INPUT)
    x = torch.zeros(1, 3, 8, 8)
    assert made[-1].shape == tuple(model(x, x).shape[1:])
    assert made.parameters == sum(one.numel() for one in model.parameters())
    assert made.macs == 2 * 36 * 4 * 27 + 144 * 2
    assert network.notes[0] == "line 7: forward takes left and right; the shape that is given is taken for each of them"


def test_axes_that_einops_names_are_those_that_torch_moves() -> None:
    text = """
from einops import rearrange
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.cut, self.mix, self.last = nn.Conv2d(3, 6, 2, stride=2), nn.Linear(6, 5), nn.Conv2d(5, 4, 3)

    def forward(self, x):
        x = MOVED
        x = self.mix(x)
        return self.last(BACK)
"""
    words = text.replace("MOVED", "rearrange(self.cut(x), 'b c h w -> b (h w) c')")
    words = words.replace("BACK", "rearrange(x, 'b (h w) c -> b c h w', h=6)")
    plain = text.replace("MOVED", "self.cut(x).flatten(2).transpose(1, 2)")
    plain = plain.replace("BACK", "x.transpose(1, 2).unflatten(2, (6, -1))")
    layer = words.replace("rearrange(self.cut(x), ", "Rearrange(").replace("c')\n", "c')(self.cut(x))\n")
    layer = layer.replace("from einops import", "from einops.layers.torch import Rearrange\nfrom einops import")
    rows = [
        [(row.shape, row.field, row.macs) for row in F.trace(F.read_network(one), (3, 12, 14))]
        for one in (plain, words, layer)
    ]
    assert rows[0][-1] == rows[1][-1] == rows[2][-1]
    assert rows[0][1][0] == rows[1][1][0] == (6, 42)


def test_rows_whose_axes_are_moved_and_moved_back_see_the_cells_that_torch_sees() -> None:
    hold_field(MOVED, 5)


def hold_field(text: str, field: int) -> None:
    """Hold the receptive field along one axis to the cells whose change torch sees in the middle of the output."""
    made = F.trace(F.read_network(text), (3, 15, 15))
    model, x = run(text).double(), torch.randn(1, 3, 15, 15, dtype=torch.float64)
    with torch.no_grad():
        before = model(x.clone())[0, :, 7, 7]
        others = [x.clone() for _ in range(15)]
        for column, other in enumerate(others):
            other[0, :, 7, column] += 0.5
        seen = [not torch.equal(model(other)[0, :, 7, 7], before) for other in others]
    assert sum(seen) == field
    assert made[-1].field.size == (field, field)


@pytest.mark.parametrize(
    "name",
    ["alexnet", "vgg11_bn", "resnet18", "squeezenet1_1", "mnasnet0_5", "densenet121", "googlenet", "inception_v3"],
)
def test_the_sources_of_torchvision_are_read_as_they_stand(name: str) -> None:
    builder = torchvision.models.get_model_builder(name)
    source = inspect.getsource(sys.modules[builder.__module__])
    shape = (3, 299, 299) if name == "inception_v3" else (3, 96, 96)
    aside = {"init_weights": False, "aux_logits": False} if name in ("googlenet", "inception_v3") else {}
    made = F.trace(F.read_network(f"{source}\n{name}()\n"), shape)
    hold(builder(**aside), made)


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_not_followed_is_refused_by_its_line(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r"^line \d+") as caught:
        F.trace(F.read_network(text), (3, 16, 16))
    assert str(caught.value).startswith(message)


def test_names_of_a_text_reach_no_other_methods_of_the_reader() -> None:
    """What a text calls is looked up by its name behind one of two beginnings."""
    rows = [name.removeprefix("_row_") for name in dir(Forward) if name.startswith("_row_")]
    homes = (torch.Tensor, torch.nn.functional, torchvision.transforms.functional)
    assert rows and [name for name in rows if not any(hasattr(home, name) for home in homes)] == []
    functions = [name.removeprefix("_call_") for name in dir(Forward) if name.startswith("_call_")]
    assert functions and all(hasattr(builtins, name) for name in functions)
