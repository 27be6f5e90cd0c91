"""What the scripts on kernels show: AlexNet's weights where they are, other kernels under their own name elsewhere."""

import hashlib
import runpy
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.text import Text
from torchvision.models import alexnet as torchvision_alexnet

from convref import gabor, plotting
from convref.datasets import alexnet, learned_kernels

KERNELS = Path(__file__).parents[2] / "gallery" / "kernels"


@pytest.fixture(autouse=True)
def folders(tmp_path, monkeypatch):
    """Give torch and convref empty caches, and quick kernels instead of learned ones."""
    kernels = np.random.default_rng(1).standard_normal((64, 3, 11, 11)).astype(np.float32)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setenv("CONVREF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("CONVREF_KERNELS", "learned")
    monkeypatch.setattr(learned_kernels, "learn", lambda: kernels)
    monkeypatch.setattr(plotting, "show", lambda *_films: None)
    alexnet.first_layer.cache_clear()
    yield kernels
    alexnet.first_layer.cache_clear()
    plt.close("all")


@pytest.fixture
def planted(monkeypatch):
    """Save weights of AlexNet's shape where torch looks for AlexNet's own, and expect their hash."""
    torch.manual_seed(3)
    state = {name: value for name, value in torchvision_alexnet().state_dict().items() if name.startswith("features.")}
    file = alexnet.weights_file()
    file.parent.mkdir(parents=True)
    torch.save(state, file)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    monkeypatch.setattr(alexnet, "_hash_prefix", lambda file: digest)
    monkeypatch.setenv("CONVREF_KERNELS", "alexnet")
    return state


def run(name, capsys):
    """Run a script; return its names, its output, and the texts in its figures."""
    plt.close("all")
    names = runpy.run_path(str(KERNELS / f"{name}.py"))
    texts = {text.get_text() for number in plt.get_fignums() for text in plt.figure(number).findobj(Text)}
    return names, capsys.readouterr().out, " ".join(texts)


def test_planted_weights_reach_the_figure_in_the_order_that_is_told(planted, capsys):
    names, said, texts = run("plot_first_layer", capsys)
    weights = planted["features.0.weight"].numpy()
    assert "alexnet (64, 3, 11, 11)" in said and "alexnet" in texts and "≠" not in texts
    np.testing.assert_array_equal(names["weights"], weights)
    assert sorted(names["order"]) == list(range(64))
    shown = names["figure"].axes[0].images[0].get_array()
    np.testing.assert_allclose(shown, plotting.tiles(plotting.colours(weights[names["order"]]), 8), atol=1e-6)
    fit = gabor.fit(weights[names["order"]])
    assert (np.diff((fit.colour > 0.25).astype(int)) >= 0).all(), "the colourful ones stand last"


@pytest.mark.parametrize("name", ["plot_alexnet_layers", "plot_deeper_kernels"])
def test_planted_weights_reach_the_deeper_figures(planted, name, capsys):
    names, said, texts = run(name, capsys)
    assert names["source"] == "alexnet" and "alexnet" in said and "alexnet" in texts
    assert not {"random", "digits", "learned"} & set(texts.split())
    third = planted["features.6.weight"]
    layers = names["features"] if name == "plot_alexnet_layers" else names["layers"]
    assert torch.equal(layers[6].weight, third)


def test_without_weights_no_figure_bears_alexnets_name_alone(folders, capsys):
    names, said, texts = run("plot_first_layer", capsys)
    assert said.startswith("learned (64, 3, 11, 11)") and "learned ≠ alexnet" in texts
    np.testing.assert_array_equal(names["weights"], folders)
    _, said, texts = run("plot_alexnet_layers", capsys)
    assert "weights: learned" in said and "not so!" not in said and said.count("as in the table") == 5
    assert "alexnet" not in texts and texts.count("random") == 4
    names, said, texts = run("plot_deeper_kernels", capsys)
    assert said.startswith("digits (1000, 1, 8, 8)") and "digits" in texts and "alexnet" not in texts
    strongest, drawn = names["best"].values[0], names["drawn"]
    assert all(drawn[channel][1] > strongest[channel] > 0 for channel in names["chosen"])


def test_the_shape_without_weights_holds_the_learned_kernels_and_always_the_same_others(folders):
    first, second = alexnet.features(), alexnet.features()
    assert first.source == second.source == "learned"
    np.testing.assert_array_equal(first.layers[0].weight, folders)
    assert not first.layers[0].bias.any()
    for one, other in zip(first.layers.parameters(), second.layers.parameters(), strict=True):
        assert torch.equal(one, other) and not one.requires_grad


def test_learned_kernels_can_be_had_beside_alexnets(planted, folders):
    assert alexnet.first_layer().source == "alexnet"
    beside = alexnet.learned_layer()
    assert beside.source == "learned"
    np.testing.assert_array_equal(beside.weights, folders)
