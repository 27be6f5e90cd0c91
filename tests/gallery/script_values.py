"""What the texts of the gallery say about the numbers of their scripts: a function for each script, by its name.

Each is given the names that its script leaves. The script runs once, as its reader runs it, and reporting_backend
calls the function when the script shows its figures.
"""

import json

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn
from torchvision.models import alexnet

import convref
from convref.experiments import digits


def plot_sliding_kernel(found):
    array, kernel, feature_map = found["array"], found["kernel"], found["feature_map"]
    assert (found["window"] * kernel).sum() == feature_map[0, 0] == 9
    assert (array[:3, :3] == found["window"]).all()
    assert (convref.conv2d(array[None, None], kernel[None, None])[0, 0] == feature_map).all()
    assert (found["theirs"] == feature_map).all()


def plot_channels(found):
    layer, output, sums, photo = found["layer"], found["output"], found["sums"], found["photo"]
    assert found["batch"].shape == (1, 3, photo.height, photo.width)
    assert layer.weight.shape == (1, 3, 3, 3)
    assert output.shape == (1, 1, photo.height - 2, photo.width - 2)
    torch.testing.assert_close(sums[3], output[0, 0])
    ours = convref.conv2d(found["batch"].numpy(), found["weight"].numpy(), found["bias"].numpy())
    np.testing.assert_allclose(ours, output, atol=1e-5)
    assert (sums[2] - output[0, 0]).abs().min() > 0.9 * found["bias"].abs().item() > 0.01
    assert found["wrapped"]([1.3, -0.2]).tolist() == [75, 205]


def plot_dimensions(found):
    picture, flat, moved, film = (found[name] for name in ("picture", "flat", "moved", "film"))
    clean = found["clean"]
    assert found["smooth"].shape == found["sound"].shape
    assert (found["smooth"] - clean).square().mean() < (found["sound"] - clean).square().mean()
    assert flat.shape == (1, 1, picture.shape[1] - 2, picture.shape[2] - 2)
    torch.testing.assert_close(found["deep"][:, :, 0], flat)
    assert found["slides"].shape[2] == 2
    assert moved.shape == (6, 94, 94)
    assert moved[:, 44:].abs().max() < 1e-6
    ours = convref.conv3d(film[None, None].numpy(), found["kernel"][None, None].numpy())
    np.testing.assert_allclose(ours[0, 0], moved, atol=1e-5)


def plot_dilation(found):
    assert found["titles"] == ["dilation=(1, 1, 1)", "dilation=(1, 2, 4)"]
    for dilations, width in (((1, 1, 1), 7), ((1, 2, 4), 15)):
        assert (found["seen"](dilations) != 0).any(dim=0).sum() == width
        layers = [convref.Layer(kernel_size=3, padding=d, dilation=d) for d in dilations]
        assert convref.receptive_field(layers).size == width
    assert all(output.shape == found["picture"].shape for output in found["outputs"].values())
    for dilation, covered in ((1, 3), (2, 5), (4, 9)):
        assert convref.receptive_field([convref.Layer(3, dilation=dilation)]).size == covered


def plot_groups(found):
    for groups, grid in found["grids"].items():
        assert (grid.sum(axis=1) == 8 / groups).all()
    together = torch.cat(found["towers"], dim=1)
    torch.testing.assert_close(together, found["layer"](found["x"]), rtol=1e-4, atol=1e-4)
    assert found["layer"].weight.numel() == 307_200
    assert nn.Conv2d(96, 256, 5).weight.numel() == 614_400
    assert found["depthwise"].weight.numel() + found["pointwise"].weight.numel() == 8_768
    assert found["full"].weight.numel() == 73_728
    assert found["edges"].shape == (3, 1, 3, 3)
    ours = convref.conv2d(found["picture"].numpy(), found["edges"].numpy(), groups=3)
    np.testing.assert_allclose(ours, found["maps"], atol=1e-5)


def plot_output_size(found):
    for stride, measured in found["outputs"].items():
        assert measured == [convref.conv_output_size(size, 3, stride=stride) for size in found["sizes"]]
    assert found["reads"] == [1, 1, 2, 1, 2, 1, 1, 0]
    assert found["reads"] == convref.read_counts(8, kernel_size=3, stride=2).tolist()
    assert found["rows"] == [(227, 0, 55, 55), (224, 2, 55, 55), (224, 0, 54, 54)]


def plot_padding(found):
    height, width = found["height"], found["width"]
    assert nn.Conv2d(1, 1, 3, padding=0)(found["picture"]).shape[2:] == (height - 2, width - 2)
    assert nn.Conv2d(1, 1, 3, padding=1)(found["picture"]).shape[2:] == (height, width)
    assert nn.Conv2d(1, 1, 3, padding="same")(found["picture"]).shape[2:] == (height, width)
    np.testing.assert_allclose(found["ours"], found["theirs"], atol=1e-12)
    blurs = found["blurs"]
    assert all(blurred.shape == (height, width) for blurred in blurs.values())
    assert all((blurs["zeros"] <= blurred + 1e-5).all() for blurred in blurs.values())
    white = F.conv2d(F.pad(torch.ones(1, 1, 64, 64), [15] * 4), torch.tensor(found["kernel"])[None, None])
    assert white[0, 0, 0, 32].item() == pytest.approx(16 / 31, rel=1e-5)
    reads = found["reads"]
    assert reads[0, 0] == 4 and (reads[0, 1:-1] == 6).all() and (reads[1:-1, 1:-1] == 9).all()


def plot_matrix(found):
    C = found["C"]
    assert C.shape == (4, 16)
    assert np.count_nonzero(C[0]) == 9
    np.testing.assert_allclose(C @ found["x"].ravel(), found["conv"].ravel())
    np.testing.assert_allclose(C.T @ found["y"].ravel(), found["transposed"].ravel())
    assert len(found["rows"]) == 4
    for *_settings, left, right in found["rows"]:
        torch.testing.assert_close(left, right)
    assert not np.allclose(found["product"], np.eye(16))


def plot_output_padding(found):
    back = found["back"]
    assert [size for size, output in zip(found["sizes"], found["outputs"], strict=True) if output == 6] == [16, 17, 18]
    assert [len(values) for values in back.values()] == [16, 17, 18]
    for extra in range(3):
        assert len(back[extra]) == convref.conv_transpose_output_size(6, 5, 3, 2, extra)
    assert torch.equal(back[2][:16], back[0])
    assert (back[2][16:] != 0).all()
    with pytest.raises(RuntimeError, match="output padding must be smaller"):
        found["wide"](found["y"])


def plot_steps(found):
    expected = found["expected"]
    assert expected.shape == (3, 3)
    assert all((found[way] == expected).all() for way in ("scattered", "gathered", "ours"))


def plot_alexnet_counts(found):
    neurons = [found["count"](row.shape) for row in found["layers"]]
    assert neurons[0] == 290_400 != found["paper"][0] == 253_440 == 55 * 48 * 96
    assert neurons[1:] == found["paper"][1:]
    assert sum(neurons) == 659_272 and sum(found["paper"]) == 622_312
    for made in (found["made"], found["torchvision"]):
        linear = [row for row in made if row.layer.kind == "Linear"]
        assert sum(row.parameters for row in linear) > 0.95 * made.parameters
        assert sum(row.macs for row in linear) < 0.1 * made.macs
    model = alexnet()
    assert found["torchvision"].parameters == sum(values.numel() for values in model.parameters())
    assert [convref.conv_output_size(*case[:1], 11, 4, case[1]) for case in found["cases"]] == [54, 55, 55]


def plot_what_learning_adds(found):
    mean = {variant: np.mean(scores) for variant, scores in found["scores"].items()}
    assert tuple(mean) == digits.VARIANTS, json.dumps(mean)
    assert abs(mean["learned"] - mean["zero"]) < 1, "seven kernels do the work of eight"
    assert mean["learned"] > mean["equal"] > mean["all equal"] + 5
    assert 0 < mean["learned"] - mean["kept"] < 2, "random first kernels are nearly as good"
    assert mean["learned"] - mean["all kept"] > 5
    bank = found["first_kernels"]
    assert np.ptp(bank("all equal"), axis=0).max() < 1e-5 < 0.1 < np.ptp(bank("equal"), axis=0).max()
    assert not bank("zero")[0].any()


def plot_learn_from_noise(found):
    shares = [row[1] for row in found["table"]]
    assert shares == sorted(shares) and shares[0] < 0.25 and shares[-1] > 0.7
    assert found["table"][-1][3] < found["table"][0][3]


def plot_digits_learned(found):
    ours = digits.train(digits.network(seed=0), seed=0)
    for one, other in zip(found["network"].parameters(), ours.parameters(), strict=True):
        torch.testing.assert_close(one, other)
    accuracies = [row[1] for row in found["scores"]]
    assert accuracies[0] < 20 and accuracies[-1] > 96
    assert (np.array(found["norms"][1]) > found["norms"][0]).all(), "the weights have grown"


def plot_strongest_patches(found):
    for n, windows in found["strongest"].items():
        activations = [one[0] for one in windows]
        assert len(windows) == 8 and activations == sorted(activations, reverse=True)
        assert all(one[1] <= 1.001 for one in windows)
        window = windows[0][2] / 255
        scaled = (window - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
        assert (scaled.transpose(2, 0, 1) * found["weights"][n]).sum() == pytest.approx(activations[0], rel=1e-3)
