"""The photo's tool computes what convref computes, and its code gives the same map again."""

from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

import convref as F
from convref.datasets import images
from convref.layers import Layer
from convref.padding import PADDING_MODES
from convref.receptive_field import receptive_field

ROOT = Path(__file__).parents[2]
from _ext.build import nodejs  # noqa: E402

PRESETS = ["identity", "blur", "gaussian", "sharpen", "sobel", "sobel_down", "emboss", "laplacian", "ones", "random"]
TOLERANCE = 1e-9


@pytest.fixture(scope="module")
def node():
    """Return a process that answers for the tool."""
    process = nodejs.Asked(Path(__file__).with_name("photo_answers.js"))
    yield process
    process.close()


photo = cache(images.photo)


def small_picture(draw):
    """A piece of a photo, of any small size."""
    picture = photo(draw.choice(images.PHOTOS))
    height, width = draw.randint(12, 40), draw.randint(12, 40)
    top, left = draw.randint(0, picture.shape[0] - height), draw.randint(0, picture.shape[1] - width)
    return np.ascontiguousarray(picture[top : top + height, left : left + width])


def random_state(draw):
    transposed = draw.random() < 0.35
    kernel = draw.randint(1, 7)
    state = {
        "layer": "ConvTranspose2d" if transposed else "Conv2d",
        "colours": draw.choice(["grey", "sum", "each"]),
        "shrink": draw.choice(["1", "1", "2"]),
        "kernel_size": str(kernel) if draw.random() < 0.8 else f"({kernel}, {draw.randint(1, 5)})",
        "stride": draw.choice(["1", "1", "2", "3", "(2, 1)"]),
        "dilation": draw.choice(["1", "1", "2", "3"]),
        "padding": draw.choice(["0", "1", "2", "3", "(0, 2)"] + ["same"] * (not transposed)),
        "output_padding": draw.choice(["0", "0", "1"]) if transposed else "0",
        "padding_mode": draw.choice(PADDING_MODES),
        "w": draw.choice(PRESETS),
        "seed": str(draw.randint(0, 99)),
    }
    if draw.random() < 0.2:
        rows, columns = kernel_of(state)
        count = rows * columns * draw.choice([1, 3])
        state["w"] = ",".join(draw.choice(["1", "-2", "1/9", "0.25", "0"]) for _ in range(count))
    return state


def pair(text):
    found = [int(part) for part in text.strip("()").split(",")]
    return tuple(found * 2 if len(found) == 1 else found)


def kernel_of(state):
    return pair(state["kernel_size"])


def ask(node, state, picture, at="0.0", file="photo.png", kernels=None):
    height, width = picture.shape[:2]
    pixels = b64encode(picture.tobytes()).decode()
    found = node.ask(
        what="map", state=state, pixels=pixels, height=height, width=width, at=at, file=file, kernels=kernels
    )
    if "maps" in found:
        maps = [np.frombuffer(b64decode(text), float) for text in found["maps"]]
        found["maps"] = np.stack(maps).reshape(found["shape"])
    return found


def read(state, picture):
    """The input of the layer, as the page says that it is made."""
    x = (
        np.asarray(Image.fromarray(picture).convert("L"), float)[None]
        if state["colours"] == "grey"
        else picture.transpose(2, 0, 1) + 0.0
    )
    by = int(state["shrink"])
    c, height, width = (size // by * by if axis else size for axis, size in enumerate(x.shape))
    return x[:, :height, :width].reshape(c, height // by, by, width // by, by).mean((2, 4))


def expected(state, picture, slices):
    """What convref makes of the picture with these slices, one for each channel."""
    x = read(state, picture)[None]
    rows, columns = kernel_of(state)
    weight = np.array(slices, float).reshape(len(slices), 1, rows, columns)
    transposed, apart = state["layer"] == "ConvTranspose2d", state["colours"] == "each"
    if not apart and not transposed:
        weight = weight.transpose(1, 0, 2, 3)
    padding = state["padding"] if state["padding"] == "same" else pair(state["padding"])
    settings = {"stride": pair(state["stride"]), "padding": padding, "dilation": pair(state["dilation"])}
    settings["groups"] = len(slices) if apart else 1
    if transposed:
        return F.conv_transpose2d(x, weight, output_padding=int(state["output_padding"]), **settings)[0]
    return F.conv2d(x, weight, padding_mode=state["padding_mode"], **settings)[0]


def close(found, wanted):
    assert found.shape == wanted.shape
    return np.abs(found - wanted).max() <= TOLERANCE * max(np.abs(wanted).max(), 1)


def test_five_hundred_random_settings_give_the_map_that_convref_gives(node):
    draw, compared, refused = Random(11), 0, 0
    while compared < 500:
        state, picture = random_state(draw), small_picture(draw)
        found = ask(node, state, picture)
        if "refused" in found:
            refused += 1
            with pytest.raises(ValueError):
                expected(state, picture, np.ones((len(read(state, picture)), *kernel_of(state))))
            continue
        compared += 1
        slices = np.array(found["seen"]["slices"])
        assert close(found["maps"], expected(state, picture, slices)), state
    assert refused > 20


def test_whole_photos_too(node):
    picture = np.asarray(Image.fromarray(images.lena()).resize((256, 256)))
    for state in (
        {"kernel_size": "3", "w": "sobel", "padding_mode": "reflect", "padding": "1"},
        {"kernel_size": "7", "w": "random", "colours": "sum", "stride": "2"},
        {"layer": "ConvTranspose2d", "kernel_size": "4", "w": "gaussian", "stride": "2", "shrink": "2"},
    ):
        full = {**PLAIN, **state}
        found = ask(node, full, picture)
        assert close(found["maps"], expected(full, picture, np.array(found["seen"]["slices"]))), state


PLAIN = {
    "layer": "Conv2d", "colours": "grey", "shrink": "1", "kernel_size": "3", "stride": "1", "dilation": "1",
    "padding": "0", "output_padding": "0", "padding_mode": "zeros", "w": "sobel",
}  # fmt: skip


def test_the_sum_under_the_lens_is_the_pixel_of_the_map(node):
    draw, padded, empty = Random(5), 0, 0
    for _ in range(200):
        state, picture = random_state(draw), small_picture(draw)
        found = ask(node, state, picture, at=f"{draw.randint(0, 30)}.{draw.randint(0, 30)}")
        if "refused" in found:
            continue
        seen = found["seen"]
        row, column = seen["place"]
        products = [
            sum(w * v for w, v in zip(weights, values, strict=True) if v is not None)
            for weights, values in zip(seen["slices"], seen["values"], strict=True)
        ]
        sums = products if state["colours"] == "each" else [sum(products)]
        assert np.allclose(sums, found["maps"][:, row, column], rtol=1e-9, atol=1e-7), state
        assert np.allclose(seen["totals"], sums, rtol=1e-9, atol=1e-7)
        padded += any(seen["pads"])
        empty += None in seen["values"][0]
    assert padded > 10 and empty > 10


def test_phase_sums_agree_with_convref(node):
    draw, seen = Random(8), 0
    picture = small_picture(draw)
    for _ in range(80):
        state = {**random_state(draw), "layer": "ConvTranspose2d", "padding": "0"}
        found = ask(node, state, picture)
        if "refused" in found:
            continue
        seen += 1
        slices = np.array(found["seen"]["slices"]).reshape(-1, *kernel_of(state))
        weight = slices[0] if state["colours"] == "each" else slices.sum(axis=0)
        wanted = F.phase_sums(weight, pair(state["stride"]), pair(state["dilation"]))
        assert np.allclose(found["seen"]["phases"], wanted.ravel(), atol=1e-12)
        even = F.is_even_overlap(kernel_of(state), pair(state["stride"]), pair(state["dilation"]))
        assert found["seen"]["even"] == even
    assert seen > 40


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")
def test_the_code_gives_the_same_map_from_the_same_file(node, tmp_path, monkeypatch, capsys):
    draw, ran = Random(2), 0
    monkeypatch.chdir(tmp_path)
    while ran < 40:
        state, picture = random_state(draw), small_picture(draw)
        Image.fromarray(picture).save("photo.png")
        found = ask(node, state, picture)
        if "refused" in found:
            continue
        ran += 1
        for kind in ("torch", "convref"):
            names = {}
            exec(found[kind], names)
            assert close(found["maps"], np.asarray(names["y"].detach() if kind == "torch" else names["y"])[0]), (
                kind,
                state,
            )
            printed = capsys.readouterr().out
            assert str(found["maps"].shape[-1]) in printed


def test_known_kernels_have_their_usual_weights(node):
    picture = small_picture(Random(1))
    wanted = {
        "identity": [0, 0, 0, 0, 1, 0, 0, 0, 0],
        "blur": [1 / 9] * 9,
        "sharpen": [0, -1, 0, -1, 5, -1, 0, -1, 0],
        "sobel": [-1, 0, 1, -2, 0, 2, -1, 0, 1],
        "sobel_down": [-1, -2, -1, 0, 0, 0, 1, 2, 1],
        "emboss": [-2, -1, 0, -1, 1, 1, 0, 1, 2],
        "laplacian": [0, 1, 0, 1, -4, 1, 0, 1, 0],
    }
    for name, weights in wanted.items():
        assert ask(node, {**PLAIN, "w": name}, picture)["seen"]["slices"] == [weights]


def test_learned_kernels_arrive_slice_by_slice(node, tmp_path, monkeypatch):
    rng = np.random.default_rng(3)
    weights = rng.integers(-9999, 9999, (4, 3, 11, 11), dtype="<i2")
    kernels = {"source": "learned", "side": 11, "scale": 10_000, "weights": b64encode(weights.tobytes()).decode()}
    picture = np.asarray(Image.fromarray(photo("coffee")).resize((40, 30)))
    state = {**PLAIN, "w": "learned", "number": "2", "kernel_size": "11", "colours": "sum"}
    found = ask(node, state, picture, kernels=kernels)
    assert np.allclose(found["seen"]["slices"], weights[2].reshape(3, -1) / 10_000, atol=1e-15)
    assert close(found["maps"], expected(state, picture, weights[2] / 10_000))
    monkeypatch.chdir(tmp_path)
    Image.fromarray(picture).save("photo.png")
    names = {}
    exec(found["convref"], names)
    assert close(found["maps"], names["y"][0])
    smaller = ask(node, {**state, "kernel_size": "3", "colours": "grey"}, picture, kernels=kernels)
    assert np.allclose(smaller["seen"]["slices"][0], weights[2, :, 4:7, 4:7].sum(0).ravel() / 10_000, atol=1e-12)


def test_weights_that_are_no_kernel_are_refused(node):
    picture = small_picture(Random(1))
    for text, rule in {
        "1,2,3": "weights_few",
        "1,2,3,4,5,6,7,8,9,10": "weights_more",
        "1,2,3,4,x,6,7,8,9": "number",
        "": "number",
        "1,2,3,4,,6,7,8,9": "number",
        "1,2,3,4,-1e308,6,7,8,9": "weight_large",
    }.items():
        assert ask(node, {**PLAIN, "w": text}, picture)["refused"] == rule
    for field, value, rule in (
        ("kernel_size", "12", "most"), ("seed", "-1", "number_one"), ("seed", "x", "number_one"),
        ("number", "64", "most"), ("stride", "0", "stride"), ("padding", "3000", "photo_map"),
    ):  # fmt: skip
        state = {**PLAIN, "w": {"seed": "random", "number": "learned"}.get(field, "sobel"), field: value}
        assert ask(node, state, picture)["refused"] == rule, field


def test_alexnets_fields_are_those_that_the_page_names(node):
    assert node.ask(what="fields", text="11/4,3/2,5,3/2,3,3,3,3/2")["read"] == [11, 19, 51, 67, 99, 131, 163, 195]
    page = (ROOT / "docs" / "tools" / "photo.md").read_text(encoding="utf-8")
    assert "11×11 pixels" in page and "195×195" in page


def test_the_fields_of_a_stack_agree_with_convref(node):
    draw = Random(4)
    for _ in range(100):
        layers = [(draw.randint(1, 11), draw.randint(1, 4), draw.randint(1, 4)) for _ in range(draw.randint(1, 8))]
        text = ", ".join("/".join(map(str, layer)) for layer in layers)
        wanted = [
            receptive_field([Layer(k, stride=s, dilation=d) for k, s, d in layers[:count]]).size
            for count in range(1, len(layers) + 1)
        ]
        assert node.ask(what="fields", text=text)["read"] == wanted
    for text, rule in {"3/": "stack", "a": "stack", "0": "stack", "3 " * 13: "most"}.items():
        assert node.ask(what="fields", text=text)["refused"]["rule"] == rule
