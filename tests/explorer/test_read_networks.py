"""The network that a text is read into, in JavaScript, held to what convref reads and traces."""

import inspect
import random
import re
import sys
from dataclasses import replace
from fractions import Fraction

import pytest
import torch
import torchvision
from node import hold
from pasted_forwards import FORWARDS
from pasted_pieces import IN_PLACE, PIECES
from pasted_pieces import REFUSED as NOT_FOLLOWED
from pasted_reports import REPORTED
from pasted_texts import PASTED
from printed_blocks import BLOCKS
from public_networks import NETWORKS
from random_rows import random_network
from rare_rows import RARE_ROWS
from report_lines import FOREIGN, NOT_SAID, REPORTS
from written_networks import BRANCHED, CODE, COPIED, FAMILIES, GATED, ONE_ENTRY, OTHERS, RESIDUAL_ROWS

import convref as F
from convref import networks
from convref.network import BYTES
from convref.network._wording import remarks
from convref.reading import written

RANDOM = 2000


def traced(text, shape, *, exact, zeros=True, cropped=False):
    """Return a case: what is read, and the rows that convref makes of it, or the line that it refuses."""
    case = {"text": text, "shape": list(shape), "zeros": zeros, "cropped": cropped, "exact": exact}
    try:
        made = F.trace(F.read_network(text), shape, count_zeros=zeros, count_cropped=cropped)
    except (TypeError, ValueError) as error:
        place = re.match(r"line (\d+)(?:, layer (\d+))?", str(error))
        line, layer = place.groups() if place else (0, None)
        return case | {"expected": {"line": int(line), "layer": layer and int(layer)}}
    return case | {"expected": {"rows": [row(one) for one in made], "notes": len(made.notes)}}


def row(found):
    """Return a row of a trace as the script writes it."""
    sizes, jumps, centres = found.field.per_axis
    positions = [[list(map(str, Fraction(value).as_integer_ratio())) for value in axis] for axis in (jumps, centres)]
    numbers = (found.macs, found.parameters, found.memory)
    return [
        found.layer.kind, found.layer.name, list(found.inputs), list(map(str, found.shape)), list(map(str, sizes)),
        *positions, *map(str, numbers), list(map(str, found.unread)),
    ]  # fmt: skip


def test_thousands_of_networks_are_traced_as_convref_does(tmp_path):
    draw, cases = random.Random(8), []
    for _ in range(RANDOM):
        lines, shape = random_network(draw)
        choices = {"zeros": draw.random() < 0.5, "cropped": draw.random() < 0.5}
        cases.append(traced("\n".join(lines), shape, exact=True, **choices))
    whole = [one for one in cases if "rows" in one["expected"]]
    assert 0.6 * RANDOM < len(whole) < 0.95 * RANDOM
    assert {"Add", "Cat", "ConvTranspose3d", "Upsample", "Linear"} <= {
        found[0] for one in whole for found in one["expected"]["rows"]
    }
    hold("network", tmp_path, cases)


def test_the_named_networks_are_convrefs_row_by_row(tmp_path):
    cases = [traced(networks.network_text(name), networks.input_shape(name), exact=True) for name in networks.NAMES]
    cases += [traced(one["text"], one["shape"], exact=True, zeros=False, cropped=True) for one in cases]
    assert all(len(one["expected"]["rows"]) > 5 for one in cases)
    hold("network", tmp_path, cases)


PRINTED = """Net(
  (first): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1), padding=same)
  (norm): BatchNorm2d(8, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)
  (act): LeakyReLU(negative_slope=0.2, inplace=True)
  (blocks): ModuleList(
    (0-2): 3 x Sequential(
      (conv): Conv2d(8, 8, kernel_size=(3, 3), stride=(1, 1), padding=(1, 1), bias=False)
      (act): ReLU()
    )
  )
  (pool): AvgPool2d(kernel_size=2, stride=2, padding=0)
  (drop): Dropout(p=0.5, inplace=False)
  (fc): Linear(in_features=512, out_features=10, bias=True)
)
"""
WHOLE = {"code": CODE, "rows": RESIDUAL_ROWS, "printed": PRINTED}


@pytest.mark.parametrize("way", WHOLE)
def test_texts_are_read_as_convref_reads_them(way, tmp_path):
    case = traced(WHOLE[way], (3, 16, 16) if way == "printed" else (3, 16, 18), exact=True)
    assert case["expected"]["rows"]
    ends = case | {"text": case["text"].replace("\n", "\r\n")}
    full = case | {"text": "\ufeff" + case["text"].replace("(3", "（3").replace(", 8", "，8")}
    hold("network", tmp_path, [case, *(traced(one["text"], one["shape"], exact=True) for one in (ends, full))])


@pytest.mark.filterwarnings("ignore")
def test_printed_networks_of_public_projects_are_read_as_convref_reads_them(tmp_path):
    cases = []
    for made in NETWORKS.values():
        model, shape = made()
        cases.append(traced(str(model), shape, exact=True))
    with torch.device("meta"):
        models = [torchvision.models.get_model(name, weights=None) for name in FAMILIES]
    cases += [traced(str(model), (3, 224, 224), exact=True) for model in models]
    for name, shape in BRANCHED.items():
        backbone = {"weights_backbone": None} if "fcn" in name or "deeplab" in name else {}
        cases.append(traced(str(torchvision.models.get_model(name, weights=None, **backbone)), shape, exact=True))
    assert sum("rows" in one["expected"] for one in cases) == len(NETWORKS) + list(FAMILIES.values()).count("") + len(
        BRANCHED
    )
    hold("network", tmp_path, cases)


def test_lines_in_words_are_read_as_convref_reads_them(tmp_path):
    cases = [traced(text, shape, exact=True) for text, shape, _ in REPORTS.values()]
    assert all("rows" in one["expected"] for one in cases)
    refused = [*NOT_SAID, *(text for text, *_ in FOREIGN.values())]
    hold("network", tmp_path, [*cases, *(traced(text, (3, 32, 32), exact=True) for text in refused)])


REFUSED = [
    "LSTM(3, 4)", "Conv2D(3, 8, 3)", "UpSampling2D(2)", "Permute()", "GRN()", "DeformConv2d(3, 4, 3)",
    "Foo(\n 3\n (a): ReLU()\n)",
    "ReLU()\nB(\n ReLU()\n) with 1", "ReLU()\nB(\n) from 1", "weight_norm(ReLU())",
    "weight_norm(Conv1d(3, 4, 3), dim=1)",
    "Net(\n (a): ReLU()\n (m): MultiheadAttention(\n (out_proj): Linear(3, 3)\n )\n)", "ZeroPad2d(1, value=1.0)",
    "weight_norm(\n Conv2d(3, 8, 3)\n ReLU()\n)", "nn.Sequential(nn.utils.weight_norm(nn.ReLU()))",
    "nn.Sequential(*nn.ReLU())", "LazyConv2d(0, 0, 3)", "Conv2dSame(3, 8, 3)", "AnchorGenerator()", GATED,
    "Net(\n (a): LRASPPHead(\n (b): ReLU()\n )\n)", "AdaptiveAvgPool2d(1)\nInstanceNorm2d(3)",
    "Flatten()\nChannelShuffle(3)", "Flatten(2)\nAdaptiveMaxPool1d((None,))",
]  # fmt: skip
WRITTEN = [
    "weight_norm(\n Conv2d(3, 8, 3)\n)", "nn.Sequential(nn.utils.weight_norm(nn.Conv2d(3, 8, 3), 'weight'))",
    "x: LazyConv2d(0, 4, kernel_size=(3, 3), stride=(1, 1))\nLazyInstanceNorm2d()\nLazyConvTranspose2d(2, 2)",
    "a: Conv2d(3, 4, 1)\nConv2d(4, 8, 3)\n(b): Block(\n (c): Sequential(\n c4 k3 p1\n )\n add with input\n) from a",
    "ReLU(inplace)\nLeakyReLU(negative_slope=0.2, inplace)\nZeroPad2d(padding=(0, 1, 0, 1), value=0.0)\nQuantStub()",
]  # fmt: skip


def test_what_is_refused_and_what_is_written_in_other_ways_agree(tmp_path):
    refused, read = [*REFUSED, *ONE_ENTRY], [*WRITTEN, *COPIED, OTHERS, *(str(make()) for make in BLOCKS.values())]
    cases = [traced(text, (3, 16, 16), exact=True) for text in [*refused, *read]]
    assert ["rows" in one["expected"] for one in cases] == [False] * len(refused) + [True] * len(read)
    hold("network", tmp_path, cases)


def test_pasted_classes_are_read_as_convref_reads_them(tmp_path):
    cases = [traced(text, shape, exact=True) for text, shape in (PASTED | FORWARDS | REPORTED).values()]
    pieces = [*PIECES.values(), *(text for text, _ in IN_PLACE.values())]
    cases += [traced(text, (3, 16, 16), exact=True) for text in pieces]
    assert all("rows" in one["expected"] for one in cases)
    for name in ("alexnet", "resnet18", "densenet121", "googlenet", "shufflenet_v2_x1_0", "convnext_tiny", "swin_t"):
        source = inspect.getsource(sys.modules[torchvision.models.get_model_builder(name).__module__])
        cases.append(traced(f"{source}\n{name}()\n", (3, 96, 96), exact=True))
    hold("network", tmp_path, cases)


def test_what_is_not_followed_of_a_class_is_refused_at_the_same_line(tmp_path):
    cases = [traced(text, (3, 16, 16), exact=True) for text, _ in NOT_FOLLOWED]
    assert not any("rows" in one["expected"] for one in cases)
    hold("network", tmp_path, cases)


def test_mutilated_classes_give_a_message_and_never_another_table_than_convrefs(tmp_path):
    draw, cases = random.Random(11), []
    while len(cases) < 300:
        text, shape = draw.choice([*(PASTED | REPORTED).values()])
        for _time in range(draw.choice((1, 1, 2))):
            text = damaged(text, draw) or "ReLU"
        cases.append(traced(text, shape, exact=False))
    assert sum("line" in one["expected"] for one in cases) > 100
    hold("network", tmp_path, cases)


def damaged(text, draw):
    """Return a text with one piece missing, doubled, swapped or replaced."""
    lines, way = text.splitlines(keepends=True), draw.randrange(5)
    at, line = draw.randrange(len(text)), draw.randrange(len(lines))
    if way == 0:
        return text[:at]
    if way == 1:
        return text[:at] + text[at + 1 :]
    if way == 2:
        return text[:at] + draw.choice("()[]{},.:=*-+/'\"# \nqz09Tk_") + text[at + draw.randint(0, 1) :]
    if way == 3:
        lines[line : line + 2] = reversed(lines[line : line + 2])
    else:
        lines[line : line + 1] = lines[line : line + 1] * draw.choice((0, 2))
    return "".join(lines)


def test_mutilated_texts_give_a_message_and_never_another_table_than_convrefs(tmp_path):
    draw, cases = random.Random(9), []
    texts = [*WHOLE.values(), networks.network_text("alexnet"), networks.network_text("unet")]
    for _ in range(900):
        text = draw.choice(texts)
        shape = (3, 224, 224) if "AlexNet" in text else (1, 572, 572) if "U-Net" in text else (3, 16, 18)
        shape = (3, 16, 16) if text == PRINTED else shape
        for _time in range(draw.choice((1, 1, 2, 5))):
            text = damaged(text, draw) or "ReLU"
        cases.append(traced(text, shape, exact=False))
    assert sum("line" in one["expected"] for one in cases) > 300
    hold("network", tmp_path, cases)


def fitting(network, span, asked):
    """Return the smallest input, and the sizes from there on that fit; no size where none does."""
    try:
        smallest = F.smallest_input(network, largest=200, **asked)
    except ValueError:
        return {"smallest": None}
    sizes = range(max(smallest), max(smallest) + span)
    return {
        "smallest": list(smallest),
        "range": [sizes[0], sizes[-1]],
        "fitting": list(F.fitting_inputs(network, sizes, **asked)),
        "lossless": list(F.fitting_inputs(network, sizes, lossless=True, **asked)),
    }


def mirrored(made):
    """Return the rows of the decoder, or the number of the row that has no opposite."""
    try:
        return [written(one) for one in F.decoder(made)]
    except ValueError as error:
        found = re.match(r"layer (\d+)", str(error))
        return int(found[1]) if found else 0


def taken(text, shape, dtype, span=40):
    """Return a case: what convref writes of a network, what it remarks, and which inputs it finds to fit."""
    network = F.read_network(text)
    made = F.trace(network, shape, dtype=dtype, count_cropped=True)
    plain = replace(made._table(), note="")
    lines = dict(line.split(": row") for line in remarks(made))
    rows = {word: lines.get(word, "").removeprefix("s").strip() for word in ("field larger than the input",
            "uneven overlap of a transposed convolution")}  # fmt: skip
    wide, uneven = rows.values()
    expected = {"markdown": plain.markdown(), "csv": plain.csv(), "code": F.torch_code(made)}
    expected |= {"wide": wide, "uneven": uneven, "decoder": mirrored(made)}
    if len(shape) > 1:
        expected["areas"] = [[str(one) for one in F.input_area(network, shape, count)] for count in (1, 7)]
    if span and len(shape) > 1:
        asked = {"in_channels": shape[0], "rank": len(shape) - 1}
        expected |= fitting(network, span, asked)
    return {"text": text, "input": "x".join(map(str, shape)), "dtype": dtype, "expected": expected}


def test_what_is_copied_and_which_inputs_fit_are_convrefs(tmp_path):
    draw, cases = random.Random(10), []
    for name in networks.NAMES:
        fit = (
            0 if name in ("resnet50", "mobilenet_v2", "hifigan", "wav2vec2", "tcn") else 20
        )  # many layers: the others show as much in less time
        cases.append(taken(networks.network_text(name), networks.input_shape(name), draw.choice([*BYTES]), fit))
    while len(cases) < 150:
        lines, shape = random_network(draw)
        try:
            F.trace(F.read_network("\n".join(lines)), shape)
        except (TypeError, ValueError):
            continue
        cases.append(taken("\n".join(lines), shape, draw.choice([*BYTES])))
    cases.append(taken(CODE, (3, 16, 18), "float32", 0))
    cases += [taken(text, shape, "float32", 0) for text, shape in RARE_ROWS.values()]
    cases.append(taken("c8 k3 s2 p1\nT c4 k3x2 s2 op1", (3, 9, 8), "float16", 0))
    assert any(one["expected"]["uneven"] for one in cases)
    assert any(one["expected"].get("lossless") for one in cases)
    hold("network_copies", tmp_path, cases)
