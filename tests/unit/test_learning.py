"""Gabor functions are found again, sparse codes are sparse, and a small network learns as far as it is let."""

import numpy as np
import pytest
import torch
from scipy.optimize import minimize

from convref import gabor
from convref.datasets import _photo_patches, sparse_coding
from convref.experiments import digits


def wave(direction, frequency, height=11, width=11, colour=(1.0,), phase=0.7):
    rows, columns = np.mgrid[:height, :width] - np.array([height - 1, width - 1]).reshape(2, 1, 1) / 2
    turn = np.radians(direction)
    along = columns * np.cos(turn) + rows * np.sin(turn)
    pattern = np.cos(2 * np.pi * frequency * along + phase) * np.exp(-(rows**2 + columns**2) / 18)
    return np.array(colour).reshape(-1, 1, 1) * pattern


@pytest.mark.parametrize("direction", [20, 45, 90, 160])
@pytest.mark.parametrize("frequency", [0.15, 0.3])
@pytest.mark.parametrize("shape", [(11, 11), (9, 13)])
def test_a_gabor_function_is_found_again(direction, frequency, shape):
    found = gabor.fit(wave(direction, frequency, *shape, colour=(1, -2, 0.5))[None])
    assert found.share[0] > 0.999
    assert found.direction[0] == pytest.approx(direction, abs=0.5)
    assert found.frequency[0] == pytest.approx(frequency, abs=0.005)


def test_a_share_does_not_depend_on_scale_and_falls_with_noise():
    clean, grain = wave(45, 0.2), np.random.default_rng(0).standard_normal((1, 11, 11))
    kernels = np.stack([clean, 1000 * clean, clean + 0.3 * grain, clean + grain, grain])
    share = gabor.fit(kernels).share
    assert share[0] == pytest.approx(share[1]) and (np.diff(share[1:]) < 0).all() and share[-1] < 0.3


def test_colour_is_what_grey_loses():
    grey, opposite = wave(45, 0.2, colour=(1, 1, 1)), wave(45, 0.2, colour=(1, -1, 0))
    np.testing.assert_allclose(gabor.fit(np.stack([grey, opposite])).colour, [0, 1], atol=1e-9)


def test_noise_is_no_wave():
    noise = np.random.default_rng(0).standard_normal((16, 3, 11, 11))
    assert gabor.fit(noise).share.max() < 0.12


@pytest.mark.parametrize(
    ("kernels", "message"),
    [(np.ones((3, 11, 11)), r"must have shape \(n, channels, h, w\), got \(3, 11, 11\)"),
     (np.stack([wave(0, 0.2), np.zeros((1, 11, 11))]), "must not be all zero, got a zero kernel at 1")],
)  # fmt: skip
def test_kernels_that_have_no_gabor_function_are_refused(kernels, message):
    with pytest.raises(ValueError, match=message):
        gabor.fit(kernels)


def test_a_code_is_where_its_cost_is_least():
    rng = np.random.default_rng(0)
    kernels = rng.standard_normal((5, 8))
    values = rng.standard_normal((1, 8))
    code = sparse_coding.codes(values, kernels, sparseness=0.8, rounds=2000)

    def cost(parts):  # The code as a difference of two that are not negative, whose cost has no corner.
        both = parts[:5] - parts[5:]
        return ((values - both @ kernels) ** 2).sum() / 2 + 0.8 * parts.sum()

    best = minimize(cost, np.ones(10), bounds=[(0, None)] * 10, options={"ftol": 1e-14, "gtol": 1e-10})
    np.testing.assert_allclose(code[0], best.x[:5] - best.x[5:], atol=1e-4)
    assert 0 < (code != 0).sum() < 5


def test_a_dearer_code_uses_fewer_kernels():
    rng = np.random.default_rng(0)
    values, kernels = rng.standard_normal((50, 20)), rng.standard_normal((30, 20))
    used = [(sparse_coding.codes(values, kernels, cost) != 0).sum() for cost in (0.1, 2, 10, 1000)]
    assert used[0] > used[1] > used[2] > used[3] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(((2, 3), (4, 5)), r"got \(2, 3\), \(4, 5\)"), (((3,), (4, 3)), r"got \(3,\), \(4, 3\)")],
)
def test_a_code_needs_patches_and_kernels_that_fit(arguments, message):
    with pytest.raises(ValueError, match=message):
        sparse_coding.codes(*map(np.ones, arguments))
    with pytest.raises(ValueError, match="sparseness must be at least 0, got sparseness=-1"):
        sparse_coding.codes(np.ones((1, 2)), np.eye(2), sparseness=-1)
    with pytest.raises(ValueError, match="rounds must be at least 1, got rounds=0"):
        sparse_coding.codes(np.ones((1, 2)), np.eye(2), rounds=0)


def test_whitened_patches_lead_back_to_pixels(monkeypatch):
    monkeypatch.setattr(_photo_patches, "EACH", 300)
    patches = sparse_coding.patches()
    assert patches.values.shape == (3600, 80)
    np.testing.assert_allclose(patches.to_pixels @ patches.from_pixels, np.eye(80), atol=1e-3)
    spread = np.cov(patches.values, rowvar=False)
    np.testing.assert_allclose(spread, np.diag(np.diag(spread)), atol=1e-3)
    pixels = np.random.default_rng(0).standard_normal((2, 11, 11, 3)).astype(np.float32)
    flat = pixels.reshape(2, -1) @ patches.from_pixels
    pictures = patches.pictures(flat)
    assert pictures.shape == (2, 3, 11, 11)
    again = pictures.transpose(0, 2, 3, 1).reshape(2, -1) @ patches.from_pixels
    np.testing.assert_allclose(again, flat, atol=1e-3)


def test_the_digits_are_split_without_one_in_both():
    data = digits.load()
    assert data.train_x.shape == (1000, 1, 8, 8) and data.test_x.shape == (digits.HELD_OUT, 1, 8, 8)
    assert data.train_x.min() == -1 and data.train_x.max() == 1
    shares = [torch.bincount(part, minlength=10) / len(part) for part in (data.train_y, data.test_y)]
    assert (shares[0] - shares[1]).abs().max() < 0.01


def test_accuracy_is_the_share_of_the_held_out_digits_that_are_read_right():
    data = digits.load()
    always_three = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, 10))
    for values in always_three.parameters():
        values.data.zero_()
    always_three[1].bias.data[3] = 1
    assert digits.accuracy(always_three) == pytest.approx(float((data.test_y == 3).sum()) / 797)


def first_kernels(layers):
    return layers[0].weight.detach().clone()


def test_a_seed_gives_the_same_network_and_leaves_other_random_numbers_alone():
    torch.manual_seed(5)
    expected = torch.rand(1)
    torch.manual_seed(5)
    one, same, other = (digits.network(seed) for seed in (1, 1, 2))
    assert torch.equal(first_kernels(one), first_kernels(same))
    assert not torch.equal(first_kernels(one), first_kernels(other))
    assert torch.rand(1) == expected
    trained = [digits.accuracy(digits.train(layers, seed=0, epochs=1)) for layers in (one, same)]
    assert trained[0] == trained[1]


def test_what_is_held_back_stays_and_the_rest_learns():
    starts = {variant: digits.network(0, variant) for variant in digits.VARIANTS}
    before = {variant: [values.detach().clone() for values in net.parameters()] for variant, net in starts.items()}
    moved = {}
    for variant, net in starts.items():
        digits.train(net, epochs=1)
        after = list(net.parameters())
        moved[variant] = [not torch.equal(old, new) for old, new in zip(before[variant], after, strict=True)]
    everything = [True] * 8
    assert moved == {
        **dict.fromkeys(("learned", "zero", "equal", "all equal"), everything),
        "kept": [False] * 2 + [True] * 6,
        "all kept": [False] * 6 + [True] * 2,
    }
    zero = starts["zero"][0]
    assert not zero.weight[0].any() and zero.bias[0] == 0 and zero.weight[1:].all()
    apart = {variant: float(first_kernels(net).std(0).max()) for variant, net in starts.items()}
    assert apart["all equal"] < 1e-6 < apart["equal"]


@pytest.mark.parametrize(
    ("call", "message"),
    [(lambda: digits.network(0, "lazy"), "variant must be one of learned, zero, .*, got variant='lazy'"),
     (lambda: digits.network(-1), "seed must be at least 0, got seed=-1"),
     (lambda: digits.train(digits.network(), epochs=0), "epochs must be at least 1, got epochs=0")],
)  # fmt: skip
def test_what_no_network_can_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
