"""What the texts of the gallery say about the numbers of their scripts: a function for each script, by its name.

Each is given the names that its script leaves. The script runs once, as its reader runs it, and reporting_backend
calls the function when the script shows its figures.
"""

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
    scores = {variant: np.array(values) for variant, values in found["scores"].items()}
    assert tuple(scores) == digits.VARIANTS and all(len(values) == 10 for values in scores.values())
    lost = {variant: (scores["learned"] - values).mean() for variant, values in scores.items()}
    errors = {name: (scores["learned"] - values).std(ddof=1) / 10**0.5 for name, values in scores.items()}
    assert abs(lost["zero"]) < 0.4, f"seven kernels do the work of eight: {lost}"
    assert 0.5 < lost["equal"] < lost["all equal"] / 5, f"most of the score is saved: {lost}"
    assert lost["kept"] == pytest.approx(0.5, abs=0.2) and lost["kept"] > 2 * errors["kept"], (lost, errors)
    assert scores["learned"].min() < scores["kept"].max(), "the dots lie in the same range"
    assert lost["all kept"] > 5
    assert round(100 / digits.HELD_OUT, 2) == 0.13
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
    fields = [convref.Layer(5, padding=2), convref.Layer(3, padding=1), convref.Layer(2, stride=2)]
    field = convref.receptive_field([*fields, convref.Layer(3, padding=1)])
    for cell in (1, 2):
        begin = field.centre + cell * field.jump - (field.size - 1) / 2
        assert begin <= 0 and begin + field.size >= 8, "a cell in the middle sees the whole digit"
    accuracies = [row[1] for row in found["scores"]]
    assert accuracies[0] < 20 and accuracies[-1] > 96
    assert (np.array(found["norms"][1]) > found["norms"][0]).all(), "the weights have grown"


def plot_strongest_patches(found):
    for n, windows in found["strongest"].items():
        activations = [one[0] for one in windows]
        assert len(windows) == 8 and activations == sorted(activations, reverse=True)
        assert all(one[1] < 0.95 for one in windows), "none is a copy"
        window = windows[0][2] / 255
        scaled = (window - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
        assert (scaled.transpose(2, 0, 1) * found["weights"][n]).sum() == pytest.approx(activations[0], rel=1e-3)


def plot_overlap(found):
    assert sorted(set(convref.overlap_counts((9, 9), 3, stride=2)[2:-2, 2:-2].ravel().tolist())) == [1, 2, 4]
    assert [row[:2] for row in found["rows"]] == [[1, 2], [2, 4], [3, 8]]
    assert found["output"].shape == tuple(2 * size for size in found["picture"].shape[2:])


def plot_phase_sums(found):
    even, imbalances = ([row[place] for row in found["rows"]] for place in (1, -1))
    assert even == [True, True, False]
    assert imbalances[1] < 1e-12 and min(imbalances[0], imbalances[2]) > 0.3
    assert (found["plain"], found["full"], len(found["cases"])) == (14, 0, 128)
    assert not convref.overlap_counts((5, 5), 4, stride=2, dilation=2)[1::2].any()


def plot_resize(found):
    np.testing.assert_allclose(found["sums"], found["nine"].sum())
    np.testing.assert_allclose(found["sixteen"][0, 0, ::3, ::3], found["nine"][0, 0, ::-2, ::-2])
    apart = np.array([row[1:] for row in found["rows"]])
    assert apart[1, 1] > 0.1, "without copies the rim differs"
    apart[1, 1] = 0
    assert apart.max() < 1e-12
    assert {found["ones"][place] for place in ((0, 0), (0, 3), (3, 3))} == {0.5625, 0.75, 1}


def plot_conv_after(found):
    assert found["after"].max() - found["after"].min() < 1e-12
    even = found["even"]
    uneven, random, smooth = (
        found["imbalance"](values[..., 4:-4, 4:-4], 2)
        for values in (even, found["follow"](even, found["random"]), found["follow"](even, found["smooth"]))
    )
    assert uneven > 0.3 and random > 0.1 and smooth < 1e-12
    for taps, weights, share in found["rows"]:
        assert all(abs(float(weight) - 1 / taps) < 0.02 for weight in weights.split()), "those of a box"
        assert share < 1e-9 if taps == 4 else share > 0.3


def plot_costs(found):
    rows = {row[0]: row for row in found["rows"]}
    weights = {name: layer_weights(found["layers"][name]) for name in rows}
    assert weights["PixelShuffle"] == 4 * weights["k=3"] == 4 * weights["nearest"] == 4 * weights["bilinear"]
    products, kept = ({name: row[place] for name, row in rows.items()} for place in (2, 3))
    assert products["PixelShuffle"] == products["nearest"] == products["bilinear"] > products["k=4"] > products["k=3"]
    assert min(kept["nearest"], kept["bilinear"]) > 1.5 * max(kept["k=3"], kept["k=4"], kept["PixelShuffle"])
    for start, other in (("k=4", "k=4 bilinear"), ("PixelShuffle", "PixelShuffle ICNR")):
        assert rows[start][1:4] == rows[other][1:4]


def layer_weights(layer):
    return sum(values.numel() for values in layer.parameters() if values.dim() == 4)


def plot_gradient_checkerboard(found):
    rows = {row[0]: row for row in found["rows"]}
    delta, neighbours = ({name: row[place] for name, row in rows.items()} for place in (1, 4))
    strides = ("k=3 s=2", "k=4 s=2")
    assert all(delta[name] > 4 * delta["MaxPool2d"] > 4 * delta["AvgPool2d"] for name in strides)
    assert all(abs(neighbours["MaxPool2d"] - neighbours[name]) < 0.05 for name in strides)
    assert neighbours["MaxPool2d"] > 2 * neighbours["AvgPool2d"]


def plot_trained(found):
    even = ("nearest", "bilinear")
    patterns = dict(zip(found["networks"], found["patterns"], strict=True))
    for name, pattern in patterns.items():
        repeats = np.abs(pattern[4:] - pattern[:-4]).max(), np.abs(pattern[:, 4:] - pattern[:, :-4]).max()
        assert max(repeats) < 1e-6, "a pattern of period 4"
        assert (np.abs(pattern).max() < 1e-6) == (name in even)
        assert np.abs(pattern[2:] - pattern[:-2]).max() > 1e-3 or name in even, "and of no shorter one"
    errors = [(one - found["picture"]).square().mean().item() for one in found["shown"][1:]]
    assert max(errors) < 0.01, "all come near the original"


def plot_two_seeds(found):
    kernels = [layer.weight.flatten() for layer in found["layers"].values()]
    assert all(kernel.numel() == 27 for kernel in kernels) and not set(kernels[0].tolist()) & set(kernels[1].tolist())
    one, other = found["maps"].values()
    assert one.shape == other.shape == tuple(size - 2 for size in found["picture"].shape[:2])
    assert (one * other < 0).mean() > 0.2, "where one is green, the other may be purple"
    assert abs(found["ours"][0, 0] - found["maps"][1]).max() < 1e-6


def plot_gabor(found):
    table = {row[0]: row[1:] for row in map(found["summary"], found["banks"])}
    noise, learned = table["noise"], table["learned"]
    assert noise[2] < 0.15 and noise[5] == 64, "next to nothing of a random one, and always colourful"
    assert learned[1] > 0.5 and learned[4] == 8, "most of a learned one, in all directions"


def plot_first_layer(found):
    group = found["group"].tolist()
    assert len(group) == 64 and sum(row[1] for row in found["table"]) == 64
    assert sum(group.count(number) for number in (0, 1, 2, 4)) > 48, "most are a wave or a colour"


def plot_deeper_kernels(found):
    if found["source"] != "digits":
        return
    pictures = found["pictures"]
    for channel, (x, answer) in found["drawn"].items():
        assert answer > found["best"].values[0, channel]
        assert x.min() < pictures.min(), "nothing keeps its pixels in the range of a picture"
        alike = [np.corrcoef(x.flatten(), one.flatten())[0, 1] for one in pictures]
        seven = found["best"].indices[:, channel].tolist()
        assert np.mean([alike[number] for number in seven]) > np.percentile(alike, 90), "it shows what they share"


def plot_alexnet_layers(found):
    assert [row.field.size[0] for row in found["convolutions"]] == [11, 51, 99, 131, 163]
    for values, row in zip(found["maps"], found["convolutions"], strict=True):
        assert tuple(values.shape) == row.shape
    assert found["picture"].size == (224, 224)
