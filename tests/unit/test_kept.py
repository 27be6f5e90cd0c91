"""A network that has learned once is there at once the next time; another one, or a damaged file, is trained."""

import numpy as np
import pytest
import torch
from torch import nn

from convref.experiments import _kept, digits, measures, upsamplers


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("CONVREF_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def values(net):
    return [parameter.tolist() for parameter in net.parameters()]


def refuse(*_arguments, **_options):
    pytest.fail("trained twice")


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(digits, "_EPOCHS", 1)
    monkeypatch.setattr(digits.train.__wrapped__, "__defaults__", (0, 1))


def up():
    return upsamplers.trained("k=4 bilinear", factor=2, seed=1, conv_after=True, steps=3)


def test_an_upsampler_is_trained_once_and_as_by_hand(monkeypatch):
    torch.manual_seed(1)
    by_hand = upsamplers.network("k=4 bilinear", factor=2, conv_after=True)
    start = values(by_hand)
    upsamplers.train(by_hand, factor=2, seed=1, steps=3)
    first = up()
    monkeypatch.setattr(upsamplers, "train", refuse)
    assert values(up()) == values(first) == values(by_hand) != start


@pytest.mark.parametrize("variant", ["learned", "zero", "all kept"])
def test_digits_are_learned_once_and_as_by_hand(quick, monkeypatch, variant):
    by_hand = digits.train(digits.network(2, variant), 2)
    first = digits.trained(2, variant)
    monkeypatch.setattr(digits, "train", refuse)
    again = digits.trained(2, variant)
    assert values(again) == values(first) == values(by_hand)
    assert [p.requires_grad for p in again.parameters()] == [p.requires_grad for p in by_hand.parameters()]


def test_training_takes_one_thread_and_gives_back_the_others(monkeypatch):
    threads = []
    monkeypatch.setattr(upsamplers, "_pieces", lambda *_arguments: threads.append(torch.get_num_threads()) or [])
    torch.set_num_threads(2)
    try:
        upsamplers.train(upsamplers.network("k=3"), factor=2, seed=0, steps=2)
        assert threads == [1] and torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(1)


def test_the_random_numbers_of_others_stay_where_they_are():
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    up()
    assert torch.rand(1) == expected


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 2},
        {"steps": 4},
        {"factor": 4},
        {"conv_after": False},
        {"name": "k=4"},
    ],
)
def test_what_differs_is_trained_for_itself(cache, change):
    up()
    settings = {"name": "k=4 bilinear", "factor": 2, "seed": 1, "conv_after": True, "steps": 3} | change
    upsamplers.trained(**settings)
    assert len(list((cache / "networks").iterdir())) == 2


def test_two_that_begin_with_the_same_weights_are_two():
    nearest, bilinear = (upsamplers.trained(name, factor=2, seed=0, steps=3) for name in ("nearest", "bilinear"))
    assert values(nearest) != values(bilinear)


def test_another_start_and_another_library_are_others(cache, monkeypatch):
    def train(net):
        net.weight.data += 1

    for start in (0.0, 1.0):
        for libraries in (("numpy",), ("torch",)):
            monkeypatch.setattr(_kept, "_LIBRARIES", libraries)
            net = nn.Linear(1, 1, bias=False)
            net.weight.data.fill_(start)
            _kept.learn(net, train, __file__)
            assert net.weight.item() == start + 1
    assert len(list((cache / "networks").iterdir())) == 4


@pytest.mark.parametrize("damage", [b"", b"no array", "short"])
def test_a_damaged_file_is_trained_again_with_one_line(cache, capsys, damage):
    whole = values(up())
    (file,) = (cache / "networks").iterdir()
    if damage == "short":
        np.save(file, np.zeros(3, np.float32))
    else:
        file.write_bytes(damage)
    capsys.readouterr()
    assert values(up()) == whole
    assert capsys.readouterr().err.count(f"{file} is damaged") == 1
    assert values(up()) == whole and not capsys.readouterr().err


def test_weights_that_cannot_be_kept_are_used_all_the_same(cache, capsys):
    cache.write_text("a file where the folder should be")
    assert values(up()) == values(up())
    assert "could not be kept" in capsys.readouterr().err


def test_blocks_come_back_whole_from_nearest_and_not_from_bilinear():
    blocks = np.kron(np.random.default_rng(0).random((16, 24)), np.ones((2, 2))).astype(np.float32)
    nearest, bilinear = (
        measures.measure(nn.Upsample(scale_factor=2, mode=mode), blocks, factor=2) for mode in ("nearest", "bilinear")
    )
    assert nearest.psnr == np.inf and bilinear.psnr < 30
    assert nearest.ssim == pytest.approx(1) and bilinear.ssim < 0.99
    assert nearest.imbalance == bilinear.imbalance == 0 and nearest.peak > bilinear.peak


def test_a_phase_that_is_brighter_is_the_imbalance():
    layer = nn.ConvTranspose2d(1, 1, 2, stride=2, bias=False)
    layer.weight.data = torch.tensor([[[[1.0, 3.0], [1.0, 3.0]]]])
    assert measures.grey_imbalance(layer, factor=2) == pytest.approx(5**-0.5)


@pytest.mark.parametrize(
    ("shape", "factor", "error", "message"),
    [
        ((32, 33), 2, ValueError, r"picture must have two sides that 2 divides, got shape \(32, 33\)"),
        ((1, 32, 32), 2, ValueError, r"picture must have two sides that 2 divides, got shape \(1, 32, 32\)"),
        ((32, 32), 0, ValueError, "factor must be at least 1, got factor=0"),
    ],
)
def test_what_cannot_be_measured_is_refused(shape, factor, error, message):
    with pytest.raises(error, match=message):
        measures.measure(nn.Upsample(scale_factor=2), np.zeros(shape, np.float32), factor)
