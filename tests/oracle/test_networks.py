"""Named networks row by row against torchvision, and against the tables of the papers that they come from."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import pytest
import torch
import torchvision
from work import at_most

import convref as F
from convref import networks
from convref._kinds import KINDS

IN_TORCHVISION = {
    "alexnet": "alexnet",
    "vgg16": "vgg16",
    "resnet50": "resnet50",
    "mobilenet_v2": "mobilenet_v2",
    "squeezenet": "squeezenet1_0",
}


def hooked(model: torch.nn.Module, shape: tuple[int, ...]) -> list[tuple[str, tuple[int, ...], int, int]]:
    """Return kind, shape, parameters and products of each module without children, in the order of its calls."""
    calls: list[tuple[str, tuple[int, ...], int, int]] = []

    def note(module: torch.nn.Module, inputs: Any, output: torch.Tensor) -> None:
        products = 0
        if isinstance(module, torch.nn.Conv2d):
            products = output.numel() * module.in_channels // module.groups * prod(module.kernel_size)
        elif isinstance(module, torch.nn.Linear):
            products = output.numel() * module.in_features
        parameters = sum(one.numel() for one in module.parameters())
        calls.append((type(module).__name__, tuple(output.shape[1:]), parameters, products))

    for module in model.modules():
        if not list(module.children()):
            module.register_forward_hook(note)
    model.eval()(torch.zeros(1, *shape, device="meta"))
    return calls


@pytest.mark.parametrize(("name", "theirs"), IN_TORCHVISION.items())
def test_each_row_is_that_of_torchvision(name: str, theirs: str) -> None:
    with torch.device("meta"):
        model = torchvision.models.get_model(theirs, weights=None)
    made = F.trace(networks.named_network(name), networks.input_shape(name))
    rows = [row for row in made if row.layer.kind in dir(torch.nn)]
    functional = {"mobilenet_v2": {"AdaptiveAvgPool2d"}}.get(name, set()) | {"Flatten"}  # called without a module
    ours = [(row.layer.kind, row.shape, row.parameters, row.macs) for row in rows if row.layer.kind not in functional]
    assert ours == hooked(model, networks.input_shape(name))
    assert made.parameters == sum(one.numel() for one in model.parameters())
    assert made.notes == ()


def test_the_totals_that_everybody_quotes() -> None:
    vgg = F.trace(networks.named_network("vgg16"), (3, 224, 224))
    features = [row for row in vgg if row.layer.name.startswith("features")]
    assert sum(row.parameters for row in features) == 14_714_688
    assert round(sum(row.macs for row in features) / 1e9, 2) == 15.35
    published = {"alexnet": 0.714, "vgg16": 15.47, "resnet50": 4.089, "mobilenet_v2": 0.301, "squeezenet": 0.819}
    for name, giga in published.items():  # as torchvision's table of weights has them
        made = F.trace(networks.named_network(name), networks.input_shape(name))
        assert round(made.macs / 1e9, 3) == pytest.approx(giga, abs=0.0005 if name != "vgg16" else 0.005)


def sizes_of(name: str, kinds: tuple[str, ...]) -> list[tuple[int, ...]]:
    made = F.trace(networks.named_network(name), networks.input_shape(name))
    return [row.shape for row in made if row.layer.kind in kinds]


def test_dcgan_has_the_sizes_of_its_figure() -> None:
    drawn = [(1024, 4, 4), (512, 8, 8), (256, 16, 16), (128, 32, 32), (3, 64, 64)]
    assert sizes_of("dcgan_generator", ("ConvTranspose2d",)) == drawn
    back = [(128, 32, 32), (256, 16, 16), (512, 8, 8), (1024, 4, 4)]
    assert sizes_of("dcgan_discriminator", ("Conv2d",)) == back


def test_unet_has_the_sizes_of_its_figure() -> None:
    down = [(64, 570), (64, 568), (128, 282), (128, 280), (256, 138), (256, 136), (512, 66), (512, 64)]
    bottom = [(1024, 30), (1024, 28)]
    up = [(512, 54), (512, 52), (256, 102), (256, 100), (128, 198), (128, 196), (64, 390), (64, 388), (2, 388)]
    drawn = [(channels, size, size) for channels, size in down + bottom + up]
    assert sizes_of("unet", ("Conv2d",)) == drawn
    joined = [(1024, 56, 56), (512, 104, 104), (256, 200, 200), (128, 392, 392)]
    assert sizes_of("unet", ("Cat",)) == joined


def test_the_field_of_unet_is_where_its_gradients_are() -> None:
    """One output sees 188 to 204 cells, by its place among sixteen."""
    thin = F.read_network(_thin(networks.network_text("unet")))
    made = F.trace(thin, (1, 220, 220))
    assert made[-1].field.size == (204, 204)
    scope: dict[str, Any] = {}
    exec(F.torch_code(made), scope)
    network = scope["network"].double()
    for module in network.modules():
        for parameter in module.parameters(recurse=False):
            torch.nn.init.uniform_(parameter, 0.01, 0.02)
    pixels = torch.rand(1, 1, 220, 220, dtype=torch.float64, requires_grad=True)
    pools = [name for name, module in network.named_children() if isinstance(module, torch.nn.MaxPool2d)]
    for name in pools:
        setattr(network, name, torch.nn.AvgPool2d(2))
    assert len(pools) == 4
    output = network(pixels)
    widths = []
    for place in range(16):
        (slope,) = torch.autograd.grad(output[0, 0, place].sum(), pixels, retain_graph=True)
        cells = np.flatnonzero(slope[0, 0].abs().sum(1).numpy())
        widths.append(int(cells[-1] - cells[0]) + 1)
    assert (min(widths), max(widths)) == (188, 204)


def _thin(text: str) -> str:
    """Divide the channels of U-Net by 64."""
    for wide in (1024, 512, 256, 128, 64):
        text = text.replace(f"({wide}, ", f"({wide // 64}, ").replace(f", {wide}, ", f", {wide // 64}, ")
    return text


def traced(name: str) -> F.Trace:
    return F.trace(networks.named_network(name), networks.input_shape(name))


def test_alexnet_of_the_paper_has_60_million_parameters_and_the_neurons_of_its_layers() -> None:
    made = traced("alexnet_2012")
    assert made.parameters == 60_965_224
    neurons = [prod(row.shape) for row in made if row.layer.kind in ("Conv2d", "Linear")]
    assert neurons == [290_400, 186_624, 64_896, 64_896, 43_264, 4096, 4096, 1000]


def test_small_networks_that_enlarge_have_the_parameters_of_their_papers() -> None:
    made = traced("fsrcnn")
    learned = sum(row.layer.kind == "PReLU" and row.parameters for row in made)
    biases = sum(dict(row.layer.arguments)["out_channels"] for row in made if "Conv" in row.layer.kind)
    assert made.parameters - learned - biases == 12_464
    assert traced("espcn").parameters == 25 * 64 + 64 + 9 * 64 * 32 + 32 + 9 * 32 * 9 + 9
    assert made[-1].shape == traced("espcn")[-1].shape == (1, 255, 255)


def test_sound_has_the_sizes_and_fields_of_the_papers() -> None:
    assert round(traced("hifigan").parameters / 1e6, 2) == 13.93  # the paper says 13.92
    assert traced("hifigan")[-1].shape == (1, 32 * 256)
    encoder = traced("wav2vec2")
    assert (encoder[-1].shape, encoder[-1].field.size, encoder[-1].field.jump) == ((512, 49), (400,), (320,))
    assert encoder.parameters == 4_200_448
    assert traced("wavenet")[-1].field.size == (1024,)
    assert traced("wavenet")[-1].shape == (256, 2048)
    assert traced("tcn").parameters == 66_510
    assert max(row.field.size[0] for row in traced("tcn")) == 3061


def test_volumes_have_the_sizes_of_the_papers() -> None:
    made = traced("c3d")
    pools = [row.shape for row in made if row.layer.kind == "MaxPool3d"]
    assert pools == [(64, 16, 56, 56), (128, 8, 28, 28), (256, 4, 14, 14), (512, 2, 7, 7), (512, 1, 4, 4)]
    assert round(made.macs / 1e9, 1) == 38.5
    assert traced("eegnet").parameters == 2258


def test_hifigan_is_followed_in_a_moment() -> None:
    with at_most(lines=4_000_000, megabytes=8):
        assert traced("hifigan")[-1].field.size == (27,)


@pytest.mark.parametrize("name", networks.NAMES)
def test_code_for_pytorch_has_the_same_shapes_and_parameters(name: str) -> None:
    made = F.trace(networks.named_network(name), networks.input_shape(name))
    scope: dict[str, Any] = {}
    with torch.device("meta"):
        exec(F.torch_code(made), scope)
        network = scope["network"].eval()
        assert tuple(network(torch.zeros(1, *made.input_shape)).shape[1:]) == made[-1].shape
    assert sum(one.numel() for one in network.parameters()) == made.parameters


def test_a_chain_written_as_code_is_read_back() -> None:
    rows = [
        F.Layer(3, padding=1, out_channels=8, bias=False),
        F.Module("MaxPool2d", 2, ceil_mode=True),
        F.Layer(4, stride=2, padding=1, transposed=True),
        F.Module("Flatten"),
        F.Module("Linear", 8 * 18 * 18, 5),
    ]
    made = F.trace(rows, (3, 17, 17))
    again = F.trace(F.read_network(F.torch_code(made)), (3, 17, 17))
    assert [(row.shape, row.macs, row.parameters) for row in again] == [
        (row.shape, row.macs, row.parameters) for row in made
    ]


def test_unknown_names_and_what_is_no_trace_are_refused() -> None:
    with pytest.raises(ValueError, match=r"name must be one of alexnet, .*, got 'lenet'"):
        networks.network_text("lenet")
    with pytest.raises(TypeError, match="made must be a Trace, got list"):
        F.torch_code([])  # type: ignore[arg-type]


def test_every_file_has_a_name() -> None:
    from importlib.resources import files

    texts = [one.name.removesuffix(".txt") for one in files("convref.networks").iterdir() if one.name.endswith(".txt")]
    assert sorted(texts) == sorted(networks.NAMES)
    assert all(row.kind in KINDS for name in networks.NAMES for row in networks.named_network(name))
