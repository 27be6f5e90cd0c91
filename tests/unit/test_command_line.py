"""``python -m convref`` as it is run: what it prints, and one line with exit status 2 for whatever is wrong."""

from __future__ import annotations

import argparse
import csv
import io
import os
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import convref
from convref.__main__ import _parser as parser
from convref.__main__ import describe, main, parse_layer, parse_values

ROOT = Path(convref.__file__).parents[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "convref", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=Path(convref.__file__).parents[1])


def test_trace() -> None:
    done = run("trace", "3x224x224", "c64 k11 s4 p2", "T c3 k4 s2 p1")
    expected = convref.trace(
        [
            convref.Layer(11, stride=4, padding=2, out_channels=64),
            convref.Layer(4, stride=2, padding=1, out_channels=3, transposed=True),
        ],
        (3, 224, 224),
    )
    assert (done.stdout, done.stderr, done.returncode) == (f"{expected}\n", "", 0)
    assert "3×110×110" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "macs"),
    [
        (["1x5x5", "k3 p1"], "225"),
        (["1x5x5", "k3 p1", "--count-zeros"], "225"),
        (["1x5x5", "k3 p1", "--no-count-zeros"], "169"),
        (["1x8x8", "T k4 s2 p1"], "900"),
        (["1x8x8", "T k4 s2 p1", "--count-cropped"], "1,024"),
        (["1x8x8", "T k4 s2 p1", "--no-count-cropped"], "900"),
    ],
)
def test_what_counts_is_chosen(arguments: list[str], macs: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].split()[:2] == ["total", macs]
    zeros = "not counted" if "--no-count-zeros" in arguments else "counted"
    cropped = "counted" if "--count-cropped" in arguments else "not counted"
    assert lines[0] == f"MACs: products with the padding's zeros {zeros}, cropped products {cropped}"


def test_three_axes_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "2x5x7x9", "k3", "--rank", "3"]) == 0
    assert "2×3×5×7" in capsys.readouterr().out
    assert main(["mirror", "2x5x7x8", "k3 s2", "--rank", "3"]) == 0
    assert capsys.readouterr().out == "T c2 k3 s2 op0x0x1\n"
    assert main(["mirror", "2x5x7x8", "k3x3x3 s2"]) == 0
    assert capsys.readouterr().out == "T c2 k3 s2 op0x0x1\n"


def test_mirror() -> None:
    assert run("mirror", "18", "k5 s3 p2").stdout == "T k5 s3 p2 op2\n"
    assert run("mirror", "3x18x16", "c8 k5 s3 p2", "c9 k3x1").stdout == "T c8 k3x1\nT c3 k5 s3 p2 op2x0\n"


def test_find() -> None:
    down = run("find", "224", "112").stdout.splitlines()
    assert down[0].split() == ["kernel_size", "stride", "padding", "dilation", "unread", "unread_at_end", "macs"]
    assert [line.split()[:5] for line in down[1:3]] == [["2", "2", "0", "1", "0"], ["3", "2", "1", "1", "0"]]
    bounds = "kernel_size 1 to 11, stride 1 to 4, padding 0 to d(k−1), dilation 1 to 2"
    assert down[-1] == f"and 1 more; searched: {bounds}"
    up = run("find", "7", "14", "--transposed", "--kernel-size", "4").stdout.splitlines()
    assert up[0].split()[4:7] == ["output_padding", "even", "empty"]
    assert up[1].split()[:6] == ["4", "2", "1", "1", "0", "yes"]
    none = run("find", "224", "112", "--stride", "1", "--dilation", "1").stdout.splitlines()
    found = convref.find_settings(224, 112, stride=1, dilation=1)
    assert none == [found.reason, f"searched: {found.bounds}"]


def test_find_takes_ranges(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "9", "5", "--kernel-size", "1-3,5", "--stride=2", "--padding", "0–2"]) == 0
    printed = capsys.readouterr().out.splitlines()
    found = convref.find_settings(9, 5, kernel_size=(1, 2, 3, 5), stride=2, padding=range(3))
    assert len(printed) == len(found.settings) + 2
    assert printed[-1] == f"searched: {found.bounds}"
    assert "kernel_size 1, 2, 3, 5, stride 2, padding 0 to 2" in printed[-1]


@pytest.mark.parametrize(
    ("text", "values"),
    [("3", (3,)), ("1-4", (1, 2, 3, 4)), ("3,5,7", (3, 5, 7)), ("３，５、7", (3, 5, 7)), (" 1 ~ 2 , 9", (1, 2, 9))],
)
def test_values_are_read_as_people_type_them(text: str, values: tuple[int, ...]) -> None:
    assert parse_values("stride", text) == values


def test_find_mentions_no_more_when_all_are_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    every = len(convref.find_settings(9, 4).settings)
    for shown, last in ((every, "searched: "), (every - 1, "and 1 more; searched: ")):
        monkeypatch.setattr("convref.inverse.MOST_SHOWN", shown)
        main(["find", "9", "4"])
        assert capsys.readouterr().out.splitlines()[-1].startswith(last)


PRINTED = "Sequential(\n  (0): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))\n  (1): ReLU()\n)\n"


def test_layers_are_read_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["conv 64 3x3 s2 p1", "relu", "maxpool 2", "fc 10"]
    assert main(["trace", "3x32x32", *lines]) == 0
    assert capsys.readouterr().out == f"{convref.trace(convref.read_network(chr(10).join(lines)), (3, 32, 32))}\n"


def test_trace_reads_a_file_standard_input_and_named_networks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = f"{convref.trace(convref.read_network(PRINTED), (3, 9, 9))}\n"
    (tmp_path / "model.txt").write_text(PRINTED, encoding="utf-8")
    assert main(["trace", "3x9x9", str(tmp_path / "model.txt")]) == 0
    assert capsys.readouterr().out == expected
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(PRINTED.encode())))
    assert main(["trace", "3x9x9", "-"]) == 0
    assert capsys.readouterr().out == expected
    assert main(["trace", "3x9x9", "Conv2d(3, 8, 3)", "ReLU()"]) == 0
    assert capsys.readouterr().out.split()[-3:] == expected.split()[-3:] == ["total", "10,584", "224"]
    assert main(["trace", "3x9x9", "a: k3 p1", "k3 p1", "add with a"]) == 0
    assert capsys.readouterr().out.splitlines()[5].split()[:3] == ["3", "Add", "3×9×9"]
    assert main(["trace", "3x224x224", "alexnet"]) == 0
    assert capsys.readouterr().out.splitlines()[-2].split() == ["total", "714,188,480", "61,100,840"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_file_is_read_in_the_encodings_of_editors_and_consoles(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """UTF-16 is what > writes in Windows PowerShell; the last one is that of a Chinese Windows, and read there."""
    expected = f"{convref.trace(convref.read_network(PRINTED), (3, 9, 9))}\n"
    given = f"# 卷积网络\r\n{PRINTED}".encode(encoding)
    (tmp_path / "model.txt").write_bytes(given)
    for path in (str(tmp_path / "model.txt"), "-"):
        if encoding == "gb18030":
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
            assert main(["trace", "3x9x9", path]) == 2
            assert "must be text, best in UTF-8" in capsys.readouterr().err
            monkeypatch.setattr("locale.getpreferredencoding", lambda setlocale: "gb18030")
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
        assert main(["trace", "3x9x9", path]) == 0
        assert capsys.readouterr().out == expected
        monkeypatch.undo()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (b"", " is empty"),
        (b"\n \n", " is empty"),
        (bytes(range(256)), " must be text, best in UTF-8"),
        (b"\x80\x02}q\x00(X\x06\x00weight", " must be text, best in UTF-8"),
        (b"nn.ReLU()\0", " must be text, best in UTF-8"),
        (b'{"cells": [], "nbformat": 4}', " is a notebook: put what makes the model into a file of its own"),
    ],
)
def test_a_file_that_holds_no_text_is_refused_by_its_name(
    given: bytes, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "model.pt"
    path.write_bytes(given)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given)))
    for name in (str(path), "-"):
        assert main(["trace", "3x9x9", name]) == 2
        wanted = f"convref: {'standard input' if name == '-' else name}{message}\n"
        assert capsys.readouterr().err == wanted
    assert main(["trace", "3x9x9", str(path), "k3"]) == 2
    assert "a network must be one file or several rows" in capsys.readouterr().err


@pytest.mark.parametrize(("called", "name"), [("AlexNet", "alexnet"), ("ResNet-50", "resnet50"), ("U-Net", "unet")])
def test_a_network_may_be_called_as_in_its_paper(called: str, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shape = "x".join(map(str, convref.networks.input_shape(name)))
    for one in (called, name):
        assert main(["trace", shape, one]) == 0
    printed = capsys.readouterr().out
    assert printed[: len(printed) // 2] == printed[len(printed) // 2 :]


def test_standard_input_of_the_real_command() -> None:
    command = [sys.executable, "-m", "convref", "trace", "3x9x9", "-"]
    folder = Path(convref.__file__).parents[1]
    done = subprocess.run(command, input=PRINTED, capture_output=True, text=True, cwd=folder)
    assert done.stdout == f"{convref.trace(convref.read_network(PRINTED), (3, 9, 9))}\n"


def test_formats(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["trace", "1x10", "c2 k3", "MaxPool1d(2)", "--dtype", "float16", "--format"]
    assert main([*arguments, "csv"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0] == ["layer", "shape", "field", "jump", "centre", "MACs", "parameters", "bytes (float16)"]
    assert rows[1:] == [
        ["input", "1×10", "1", "1", "0", "", "", ""],
        ["1 conv", "2×8", "3", "1", "1", "48", "8", "32"],
        ["2 MaxPool1d", "2×4", "4", "2", "3/2", "0", "0", "16"],
        ["total", "", "", "", "", "48", "8", "48"],
    ]
    assert main([*arguments, "markdown"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2] == "| layer | shape | field | jump | centre | MACs | parameters | bytes (float16) |"
    assert lines[3] == "| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    assert lines[5] == "| 1 conv | 2×8 | 3 | 1 | 1 | 48 | 8 | 32 |"
    assert main([*arguments, "torch"]) == 0
    assert "    nn.Conv1d(1, 2, kernel_size=3),\n    nn.MaxPool1d(kernel_size=2),\n" in capsys.readouterr().out


def test_inputs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inputs", "unet_padded", "--first", "16", "--last", "90"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "smallest: 16x16",
        "fitting, of 16 to 90: 16 to 80 in steps of 16",
        "of these, without unread cells at an end: 16 to 80 in steps of 16",
    ]
    assert main(["inputs", "MaxPool1d(4)", "--channels", "2", "--last", "9"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "smallest: 4",
        "fitting, of 4 to 9: 4 to 9",
        "of these, without unread cells at an end: 4, 8",
    ]
    assert main(["inputs", "k3x5x2", "--rank", "3", "--first", "3", "--last", "4"]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == ["smallest: 3x5x2", "fitting, of 3 to 4: none"]


HELP = [["--help"], ["trace", "--help"], ["inputs", "--help"], ["mirror", "--help"], ["find", "--help"]]


@pytest.mark.parametrize("arguments", HELP)
def test_help(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.stdout[:24], done.stderr, done.returncode) == ("usage: python -m convref", "", 0)


@pytest.mark.parametrize("arguments", HELP, ids=" ".join)
def test_the_examples_of_the_help_run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped_with(arguments) == 0
    lines = capsys.readouterr().out.split("examples:\n")[1].splitlines()
    assert len(lines) >= 2
    for line in lines:
        command, *words = shlex.split(line)
        assert (command, main(words)) == ("convref", 0), line


def test_every_argument_is_explained() -> None:
    whole = parser()
    (commands,) = [action for action in whole._actions if action.dest == argparse.SUPPRESS]
    parsers = [whole, *commands.choices.values()]
    assert len(parsers) == len(HELP)
    for one in parsers:
        actions = [action for action in one._actions if action is not commands]
        assert [action.dest for action in actions if not action.help] == []


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert stopped_with(["--version"]) == 0
    assert capsys.readouterr().out == f"convref {convref.__version__}\n"


def test_the_console_script_runs_the_same_and_bears_its_own_name() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, function = scripts.pop("convref").split(":")
    assert not scripts
    script = f"import sys; from {module} import {function}; sys.argv[0] = 'bin/convref'; sys.exit({function}())"
    command = [sys.executable, "-c", script]
    found = subprocess.run([*command, "find", "224", "112"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout == run("find", "224", "112").stdout
    usage = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert usage.startswith("usage: convref [")


def stopped_with(arguments: list[str]) -> object:
    """Return the exit status of arguments that end in the parser."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    return stopped.value.code


BAD = [
    ([], "the following arguments are required: command"),
    (["paint"], "invalid choice: 'paint'"),
    (["trace"], "the following arguments are required: input"),
    (["trace", "3x8"], "a network must be named: by a file, a name, rows such as 'c64 k3', or - for standard input"),
    (["trace", "3xx8", "k3"], "the input shape must be channels and sizes, such as 3x224x224, got '3xx8'"),
    (["trace", "", "k3"], "the input shape must be channels and sizes, such as 3x224x224, got ''"),
    (["trace", "3", "k3"], "input_shape must hold channels and one, two or three sizes, got (3,)"),
    (["trace", "0x8", "k3"], "input_shape must be at least 1"),
    (["trace", "3x8", ""], "layer 1: layer must have a kernel_size, such as k3, got ''"),
    (["trace", "3x8", "T"], "layer 1: layer must have a kernel_size"),
    (["trace", "3x8", "k3", "s2"], "layer 2: layer must have a kernel_size, such as k3, got 's2'"),
    (["trace", "3x8", "k3 q7"], "got 'q7' in 'k3 q7'"),
    (["trace", "3x8", "k-3"], "got 'k-3' in 'k-3'"),
    (["trace", "3x8", "k3.5"], "got 'k3.5' in 'k3.5'"),
    (["trace", "3x8", "k3 k5"], "layer must have one kernel_size, got a second one, 'k5', in 'k3 k5'"),
    (["trace", "3x8", "k0"], "layer 1: kernel_size must be at least 1, got kernel_size=0"),
    (["trace", "3x8", "k3 ssame"], "layer 1: stride must be an integer, got stride='same'"),
    (["trace", "3x8", "k3 s2 psame"], "layer 1: padding='same' needs stride=1"),
    (["trace", "3x8", "T k3 psame"], "layer 1: padding of a transposed convolution must be integers"),
    (["trace", "3x8", "k3 op1"], "layer 1: output_padding needs transposed=True"),
    (
        ["trace", "3x8", "T k3 s2 op2"],
        "layer 1 on 3×8: output_padding must be smaller than the larger of stride and dilation",
    ),
    (["trace", "3x8", "k3", "k9"], "layer 2 on 3×6: kernel_size must fit into the padded input"),
    (["trace", "3x8", "k3 g2"], "layer 1 on 3×8: in_channels must be divisible by groups"),
    (["trace", "3x8x8", "k3x3x3"], "layer 1 on 3×8×8: layer must have arguments for 2 axes, got kernel_size=(3, 3, 3)"),
    (["trace", "1x3x224x224", "c8 k3 p1"], "input_shape must hold channels and one or two sizes, without a batch"),
    (["trace", "1x3x224x224", "c8 k3x3 p1"], "without a batch, got (1, 3, 224, 224), and a layer with arguments for 2"),
    (["trace", "3x8x8", "k3", "--rank", "3"], "input_shape must hold channels and three sizes, without a batch"),
    (["trace", "3x8x8", "k3", "--rank", "4"], "rank must be 1, 2 or 3, got rank=4"),
    (["trace", "3x8x8", "missing.txt"], "missing.txt cannot be read: No such file or directory"),
    (["trace", "3x8x8", "models/net"], "models/net cannot be read: No such file or directory"),
    (["trace", "3x8x8", "alexnt"], "and no file and no network is called alexnt; did you mean alexnet?"),
    (["trace", "3x8x8", "model.pth"], "and no file and no network is called model.pth"),
    (["inputs", "3x8x8", "alexnet"], "inputs looks for the input itself, and takes none, got 3x8x8"),
    (["inputs", "alexnet", "--first", "0"], "first must be at least 1, got first=0"),
    (["inputs", "alexnet", "--first", "90", "--last", "80"], "last must be at least first, got first=90 and last=80"),
    (["trace", "3x8x8", "MaxPol2d(2)"], "line 1: MaxPol2d is no layer that convref knows; did you mean MaxPool2d?"),
    (["trace", "3x8x8", "k3", "Linear(3, 4)"], "line 2, layer 2 Linear on 3×6×6: in_features must be the 6"),
    (["trace", "1x3x8x8", "Conv2d(3, 4, 3)"], "without a batch in front, got (1, 3, 8, 8)"),
    (["trace", "3x8x8", "k3", "--format", "html"], "invalid choice: 'html'"),
    (["inputs", "MaxPool2d(2)"], "in_channels must be given, since no layer says how many channels it takes"),
    (["inputs", "k3", "--channels", "0"], "in_channels must be at least 1"),
    (
        ["trace", "model.txt"],
        "the input shape is missing: it stands in front of the network, as in convref trace 3x224",
    ),
    (
        ["trace", "3x8x8", "Conv2d(3, 8, kernal_size=3)"],
        "Conv2d has no argument kernal_size; did you mean kernel_size?",
    ),
    (["trace", "3x8x8", "Conv2d(3, 8, foo=3)"], "Conv2d has no argument foo; it takes in_channels, out_channels"),
    (["trace", "3x8x8", "Conv2d(3, 8, (3, 3)"], "line 1: this ( is never closed: Conv2d(3, 8, (3, 3)"),
    (["trace", "3x8x8", "Conv2d(3, 8, 3))"], "line 1: this ) closes nothing: Conv2d(3, 8, 3))"),
    (["mirror", "1x3x18x16", "k5 s3 p2"], "input must hold channels and one or two sizes, without a batch"),
    (["mirror", "1x3x18x16", "k5 s3 p2", "--rank", "2"], "without a batch, got (1, 3, 18, 16) and rank=2"),
    (["mirror", "x", "k3"], "the input shape must be channels and sizes, such as 3x224x224, got 'x'"),
    (["mirror", "8", "T k3"], "layer 1: layers must be convolutions"),
    (["mirror", "8", "k4 psame"], "layer 1: padding='same' must be symmetric"),
    (["mirror", "2", "k3"], "layer 1: kernel_size must fit into the padded input"),
    (["find", "6", "x"], "invalid int value: 'x'"),
    (["find", "0", "6"], "input_size must be at least 1"),
    (["find", "6", "3", "--stride", "0"], "stride must be at least 1, got stride=0"),
    (["find", "6", "3", "--kernel-size", "-1"], "kernel_size must look like 3, 1-7 or 3,5,7, got '-1'"),
    (["find", "6", "3", "--kernel-size", ""], "kernel_size must look like 3, 1-7 or 3,5,7, got ''"),
    (["find", "6", "3", "--kernel-size", "3,,5"], "kernel_size must look like 3, 1-7 or 3,5,7, got '3,,5'"),
    (["find", "6", "3", "--padding", "x"], "padding must look like 3, 1-7 or 3,5,7, got 'x'"),
    (["find", "6", "3", "--padding", "7-1"], "padding must have the smaller number first in a range, got '7-1'"),
    (["find", "6", "3", "--padding", "0-9999999"], "padding must hold at most 1,000,000 values, got '0-9999999'"),
    (["find", "6", "3", "--output-padding", "1"], "output_padding needs --transposed"),
    (["find", "6", "3", "--colour", "1"], "unrecognized arguments: --colour 1"),
]


@pytest.mark.parametrize(("arguments", "message"), BAD, ids=lambda value: " ".join(value)[:40])
def test_one_line_says_what_is_wrong(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status: object = main(arguments)
    except SystemExit as stopped:
        status = stopped.code
    printed = capsys.readouterr()
    assert (status, printed.out, printed.err.count("\n")) == (2, "", 1)
    assert printed.err.startswith("convref: ")
    assert message in printed.err


@pytest.mark.parametrize("arguments", [BAD[0][0], BAD[5][0], BAD[20][0], BAD[28][0]], ids=" ".join)
def test_bad_arguments_end_the_real_command_with_status_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


number = st.integers(1, 99)
words = st.one_of(number, st.tuples(number, number))


@given(k=words, s=words, p=st.one_of(words, st.just("valid")), d=words, c=st.none() | number, g=number)
def test_layers_are_read_as_they_are_written(k: object, s: object, p: object, d: object, c: object, g: object) -> None:
    layer = convref.Layer(k, stride=s, padding=p, dilation=d, out_channels=c, groups=g)  # type: ignore[arg-type]
    assert parse_layer(describe(layer)) == layer


@pytest.mark.parametrize("arguments", ["find 224 112", "--help", "trace --help", "--version", "paint", "trace 3x8 k0"])
def test_a_closed_pipe_is_no_error(arguments: str) -> None:
    told = f"{shlex.quote(sys.executable)} -m convref {arguments}"
    script = f"exec 3>&2; {told} 2>&3 | true; {told} 2>&1 >/dev/null | true"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr and "BrokenPipe" not in done.stderr


def test_a_pipe_closed_before_anything_is_written_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    for arguments in (["--help"], ["find", "224", "112"], ["--version"]):
        command = [sys.executable, "-m", "convref", *arguments]
        done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True)
        assert (done.stderr, done.returncode) == ("", 0), arguments
    done = subprocess.run([sys.executable, "-m", "convref", "paint"], stdout=subprocess.DEVNULL, stderr=write)
    assert done.returncode in (0, 2)
    os.close(write)


@pytest.mark.parametrize(
    "written", ["3×8×8", "3,8,8", "(3, 8, 8)", "[3, 8, 8]", "torch.Size([3, 8, 8])", "3 x 8 x 8", "3，8，8", "(3,8,8,)"]
)
def test_the_input_shape_may_be_written_in_any_way(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "3x8x8", "k3"]) == main(["trace", written, "k3"]) == 0
    first, second = capsys.readouterr().out.split("MACs: ")[1:]
    assert first == second
