"""A network mirrored: its sizes in reverse, and the same rows wherever mirroring twice must lead back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import convref as F
from convref import networks
from convref.__main__ import main


@st.composite
def encoders(draw: st.DrawFn) -> list[F.Module | F.Layer]:
    few = st.integers(1, 4)
    kinds = {
        "conv": st.builds(
            lambda k, s, p, d: F.Layer(k, stride=s, padding=p, dilation=d, out_channels=4),
            few, st.integers(1, 3), st.integers(0, 2), st.integers(1, 2),
        ),
        "pool": st.builds(lambda k, c: F.Module("MaxPool2d", k, ceil_mode=c), few, st.booleans()),
        "pad": st.builds(lambda a, b: F.Module("ZeroPad2d", (a, b, b, a)), st.integers(-1, 2), st.integers(-1, 2)),
        "up": st.builds(lambda n: F.Module("Upsample", size=n), st.integers(5, 30)),
        "keep": st.sampled_from([F.Module("ReLU"), F.Module("Dropout2d", 0.2)]),
        "shuffle": st.just(F.Module("PixelUnshuffle", 2)),
        "transposed": st.builds(lambda k, s: F.Layer(k, stride=s, out_channels=4, transposed=True), few, few),
    }  # fmt: skip
    return [draw(kinds[draw(st.sampled_from(sorted(kinds)))]) for _ in range(draw(st.integers(1, 5)))]


@settings(max_examples=150)
@given(encoders(), st.integers(8, 40), st.integers(8, 40))
def test_the_sizes_are_those_of_the_network_in_reverse(encoder: list[Any], height: int, width: int) -> None:
    try:
        made = F.trace(encoder, (4, height, width))
    except ValueError:
        assume(False)
    sizes = [made.input_shape, *(row.shape for row in made)]
    changing = [shape for before, shape, row in zip(sizes, sizes[1:], made, strict=False) if _sized(row.layer)]
    assume(changing)
    back = F.trace(F.decoder(made), made[-1].shape)
    passed = [shape for shape, row in zip(sizes, made, strict=False) if _sized(row.layer)]
    assert [row.shape for row in back] == passed[::-1]


def _sized(layer: Any) -> bool:
    return isinstance(layer, F.Layer) or layer.kind not in ("ReLU", "Dropout2d")


@pytest.mark.parametrize("name", ["alexnet", "vgg16", "dcgan_generator", "dcgan_discriminator"])
def test_a_named_chain_leads_back_to_its_input(name: str) -> None:
    made = F.trace(networks.named_network(name), networks.input_shape(name))
    assert F.trace(F.decoder(made), made[-1].shape)[-1].shape == made.input_shape


def test_the_command_prints_rows_that_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mirror", "3x224x224", "alexnet"]) == 0
    printed = capsys.readouterr().out
    assert F.trace(F.read_network(printed), (1000,))[-1].shape == (3, 224, 224)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([F.Module("ReLU")], "made must hold a row that changes the shape"),
        ([F.Module("ReLU"), F.Module("Add", inputs=(0, 1))], "layer 2: row must take the one before it to be mirrored"),
        (
            [F.Layer(4, padding="same")],
            "layer 1: padding='same' must be symmetric to be mirrored, got ((1, 2), (1, 2))",
        ),
        ([F.Module("Unfold", 2)], "layer 1: Unfold has no opposite"),
        ([F.Module("Flatten", 2)], "layer 1: Flatten has an opposite only where all axes become one"),
        (
            [F.Layer(1, dilation=3, output_padding=2, transposed=True)],
            "layer 1: output_padding must be smaller than stride to be mirrored, got stride=(1, 1)",
        ),
    ],
)
def test_what_has_no_opposite_is_refused(rows: list[Any], message: str) -> None:
    with pytest.raises(ValueError) as caught:
        F.decoder(F.trace(rows, (4, 8, 8)))
    assert message in str(caught.value)


def test_only_a_trace_is_mirrored() -> None:
    with pytest.raises(TypeError, match="made must be a Trace, got tuple"):
        F.decoder(())  # type: ignore[arg-type]
