"""``python -m convref`` as it is run: what it prints, and one line with exit status 2 for whatever is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import convref
from convref.__main__ import describe, main, parse_layer


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-m", "convref", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=Path(convref.__file__).parents[1])


def test_trace() -> None:
    done = run("trace", "3x224x224", "c64 k11 s4 p2", "T c3 k4 s2 p1")
    expected = convref.trace(
        [convref.Layer(11, 4, 2, out_channels=64), convref.Layer(4, 2, 1, out_channels=3, transposed=True)],
        (3, 224, 224),
    )
    assert (done.stdout, done.stderr, done.returncode) == (f"{expected}\n", "", 0)
    assert "3×110×110" in done.stdout


def test_mirror() -> None:
    assert run("mirror", "18", "k5 s3 p2").stdout == "T k5 s3 p2 op2\n"
    assert run("mirror", "3x18x16", "c8 k5 s3 p2", "c9 k3x1").stdout == "T c8 k3x1\nT c3 k5 s3 p2 op2x0\n"


def test_find() -> None:
    assert run("find", "224", "112").stdout.splitlines()[0] == "kernel_size=2 stride=2 padding=0 dilation=1"
    up = run("find", "7", "14", "--transposed", "--kernel-size", "4").stdout.splitlines()
    assert up[0] == "kernel_size=4 stride=2 padding=1 dilation=1 output_padding=0"
    assert run("find", "6", "100").stdout == "none: within these bounds a convolution turns 6 into 1 to 12\n"
    many = run("find", "9", "4").stdout.splitlines()
    assert (len(many), many[-1]) == (21, "and 9 more")


def test_find_mentions_no_more_when_all_are_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    every = len(convref.find_settings(9, 4).settings)
    for shown, last in ((every, "kernel_size="), (every - 1, "and 1 more")):
        monkeypatch.setattr("convref.__main__._SHOWN", shown)
        main(["find", "9", "4"])
        assert capsys.readouterr().out.splitlines()[-1].startswith(last)


@pytest.mark.parametrize("arguments", [["--help"], ["trace", "--help"], ["mirror", "--help"], ["find", "--help"]])
def test_help(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.stdout[:24], done.stderr, done.returncode) == ("usage: python -m convref", "", 0)


BAD = [
    ([], "the following arguments are required: command"),
    (["paint"], "invalid choice: 'paint'"),
    (["trace"], "the following arguments are required: input, layers"),
    (["trace", "3x8"], "the following arguments are required: layers"),
    (["trace", "3xx8", "k3"], "sizes must look like 3x224x224, got '3xx8'"),
    (["trace", "", "k3"], "sizes must look like 3x224x224, got ''"),
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
    (["trace", "3x8", "T k3 s2 op2"], "layer 1 on 3×8: output_padding must be smaller than stride or dilation"),
    (["trace", "3x8", "k3", "k9"], "layer 2 on 3×6: kernel_size must fit into the padded input"),
    (["trace", "3x8", "k3 g2"], "layer 1 on 3×8: in_channels must be divisible by groups"),
    (["trace", "3x8x8", "k3x3x3"], "layer 1 on 3×8×8: layer must have arguments for 2 axes, got some for 3"),
    (["mirror", "x", "k3"], "sizes must look like 3x224x224, got 'x'"),
    (["mirror", "8", "T k3"], "layer 1: layers must be convolutions"),
    (["mirror", "8", "k4 psame"], "layer 1: padding='same' must be symmetric"),
    (["mirror", "2", "k3"], "layer 1: kernel_size must fit into the padded input"),
    (["find", "6", "x"], "invalid int value: 'x'"),
    (["find", "0", "6"], "input_size must be at least 1"),
    (["find", "6", "3", "--stride", "0"], "stride must be at least 1, got stride=0"),
    (["find", "6", "3", "--kernel-size", "-1"], "kernel_size must be at least 1, got kernel_size=-1"),
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
    layer = convref.Layer(k, s, p, d, out_channels=c, groups=g)  # type: ignore[arg-type]
    assert parse_layer(describe(layer)) == layer
