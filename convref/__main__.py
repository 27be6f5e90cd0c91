"""Sizes, receptive fields, MACs and settings on the command line: ``convref --help``, ``python -m convref --help``."""

from __future__ import annotations

import argparse
import difflib
import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, pairwise
from pathlib import Path
from typing import NoReturn

from convref import __version__
from convref._arguments.checks import integer
from convref._texts import text_of
from convref.backwards import fitting_inputs, smallest_input
from convref.decoding import decoder
from convref.inverse import find_settings
from convref.inverse.bounds import MOST_TRIED
from convref.layers import Layer, check_rank, checked_rank
from convref.mirroring import mirror
from convref.modules import Module
from convref.network import BYTES, Trace, trace
from convref.networks import NAMES, named_network
from convref.reading import read_network, written
from convref.reading.layer_words import describe, parse_layer, parse_shape
from convref.torch_code import torch_code

_IN_WORDS = re.compile(r"\(|\b(?![a-z]?same|[a-z]?valid)[^\W\d_]{3}")  # more than the letters of 'c64 k3 p1'
_LAYER_HELP = (
    "one layer, such as 'c64 k3 s2 p1 d1 g1': c output channels, k kernel_size, s stride, p padding (or psame), "
    "d dilation, g groups, op output_padding; a leading T makes it transposed; 3x5 gives each axis its own value; "
    "or in words, such as 'maxpool 2x2'"
)
_NETWORK_HELP = (
    f"a file with a printed model, an nn.Sequential or one layer a line; - for standard input; a network by name "
    f"({', '.join(NAMES)}); or layers"
)
_EXAMPLES = {
    "trace": (
        "trace 3x224x224 alexnet",
        "trace 3x224x224 'c64 k11 s4 p2' 'k3 s2' --dtype float32",
        "trace 3x32x32 'Conv2d(3, 16, 3, padding=1)' 'ReLU()' 'MaxPool2d(2)' --format markdown",
    ),
    "inputs": ("inputs unet_padded --first 16 --last 90", "inputs 'MaxPool2d(2)' --channels 3"),
    "mirror": ("mirror 18 'k5 s3 p2'", "mirror 3x224x224 'c64 k7 s2 p3' 'c64 k3 s2 p1'"),
    "find": ("find 224 112", "find 224 112 --kernel-size 1-7 --stride 2", "find 7 14 --transposed --stride 2"),
}
_RANK_HELP = "axes that the layers slide along; needed for three, unless a layer gives each its own value"


def _layers(texts: Sequence[str]) -> list[Layer]:
    layers = []
    for number, text in enumerate(texts, start=1):
        try:
            layers.append(parse_layer(text))
        except (TypeError, ValueError) as error:
            raise type(error)(f"layer {number}: {error}") from error
    return layers


def _rows(texts: Sequence[str]) -> Sequence[Layer | Module]:
    """Return the layers that the arguments are, or those of the text or the network that the only one names."""
    if not texts:
        raise ValueError("a network must be named: by a file, a name, rows such as 'c64 k3', or - for standard input")
    if len(texts) == 1:
        return _only(texts[0])
    if (path := next((one for one in texts if Path(one).is_file()), None)) is not None:
        raise ValueError(f"a network must be one file or several rows, got {path} among {len(texts)} arguments")
    return _written(texts)


def _only(text: str) -> Sequence[Layer | Module]:
    """Return the layers of the only argument: a network by name, a file, or a row."""
    if name := _named(text):
        return named_network(name)
    if text == "-" or Path(text).is_file() or _is_path(text):
        return read_network(text_of(text))
    try:
        return _written([text])
    except ValueError as error:
        if not re.fullmatch(r"[\w.-]+", text) or "did you mean" in str(error):
            raise
        near = difflib.get_close_matches(_squeezed(text), NAMES, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ValueError(f"{error}; and no file and no network is called {text}{hint}") from None


def _written(texts: Sequence[str]) -> Sequence[Layer | Module]:
    """Return the layers of rows."""
    return read_network("\n".join(texts)) if any(map(_IN_WORDS.search, texts)) else _layers(texts)


def _named(text: str) -> str | None:
    """Return the network of that name, which may be written as in AlexNet or VGG-16."""
    return next((name for name in NAMES if _squeezed(name) == _squeezed(text)), None)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]", "", text.lower())


def _is_path(text: str) -> bool:
    return bool(re.fullmatch(r"\S*(/\S*|\.(txt|py|log|md))", text)) and "(" not in text


_FORMATS: dict[str, Callable[[Trace], str]] = {
    "text": str,
    "markdown": Trace.markdown,
    "csv": Trace.csv,
    "torch": torch_code,
}


def _trace(options: argparse.Namespace) -> str:
    choices = {name: getattr(options, name) for name in ("rank", "count_zeros", "count_cropped", "dtype")}
    shape = _shape("trace", options)
    return _FORMATS[options.format](trace(_rows(options.layers), shape, **choices))


def _shape(verb: str, options: argparse.Namespace) -> tuple[int, ...]:
    """Return the input shape, or say that it is missing where a network stands in its place."""
    text = options.input
    try:
        return parse_shape(text)
    except ValueError:
        if not (_named(text) or text == "-" or Path(text).is_file() or _is_path(text)):
            raise
        raise ValueError(
            f"the input shape is missing: it stands in front of the network, as in convref {verb} 3x224x224 {text}"
        ) from None


def _inputs(options: argparse.Namespace) -> str:
    if options.layers and re.fullmatch(r"\d+([x×*,]\d+)+", options.layers[0]):
        raise ValueError(f"inputs looks for the input itself, and takes none, got {options.layers[0]}")
    rows, asked = _rows(options.layers), {"in_channels": options.channels, "rank": options.rank}
    smallest = smallest_input(rows, **asked)
    first = max(smallest) if options.first is None else integer("first", options.first, 1)
    last = max(first, 2 * max(smallest)) + 64 if options.last is None else integer("last", options.last, 1)
    if last < first:
        raise ValueError(f"last must be at least first, got first={first} and last={last}")
    sizes = range(first, last + 1)
    whole = fitting_inputs(rows, sizes, lossless=True, **asked)
    lines = {
        "smallest": "x".join(map(str, smallest)),
        f"fitting, of {sizes.start} to {sizes.stop - 1}": _spans(fitting_inputs(rows, sizes, **asked)),
        "of these, without unread cells at an end": _spans(whole),
    }
    return "\n".join(f"{name}: {found}" for name, found in lines.items())


def _spans(sizes: Sequence[int]) -> str:
    """Write sizes, with those in equal steps as first, second … last."""
    if not sizes:
        return "none"
    steps = {after - before for before, after in pairwise(sizes)}
    if len(sizes) < 5 or len(steps) > 1:
        return ", ".join(map(str, sizes))
    step = steps.pop()
    return f"{sizes[0]} to {sizes[-1]}" + (f" in steps of {step}" if step > 1 else "")


def _mirror(options: argparse.Namespace) -> str:
    numbers, rank, rows = _shape("mirror", options), checked_rank(options.rank), _rows(options.layers)
    layers = [row for row in rows if isinstance(row, Layer)]
    if len(layers) < len(rows):
        return "\n".join(map(written, decoder(trace(rows, numbers, rank=rank))))
    if len(numbers) > 1:
        check_rank(layers, "input", numbers, rank, channels=True)
        undo = mirror(layers, numbers[1:], in_channels=numbers[0], rank=len(numbers) - 1)
    else:
        undo = mirror(layers, numbers[0], rank=rank)
    return "\n".join(map(describe, undo))


def parse_values(name: str, text: str) -> tuple[int, ...]:
    """Read '3', '1-7' or '3,5,7' as the values to try; full-width digits and commas count as plain ones.

    Examples
    --------
    >>> parse_values("kernel_size", "1-3,7")
    (1, 2, 3, 7)
    """
    spans = []
    for part in unicodedata.normalize("NFKC", text).replace("、", ",").split(","):
        found = re.fullmatch(r"\s*([0-9]+)\s*(?:[-–~]\s*([0-9]+)\s*)?", part)
        if not found:
            raise ValueError(f"{name} must look like 3, 1-7 or 3,5,7, got {text!r}")
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            raise ValueError(f"{name} must have the smaller number first in a range, got {part.strip()!r}")
        if last - first >= MOST_TRIED:
            raise ValueError(f"{name} must hold at most {MOST_TRIED:,} values, got {part.strip()!r}")
        spans.append(range(first, last + 1))
    return tuple(chain.from_iterable(spans))


def _find(options: argparse.Namespace) -> str:
    names = ("kernel_size", "stride", "padding", "dilation", "output_padding")
    if options.output_padding is not None and not options.transposed:
        raise ValueError("output_padding needs --transposed")
    given = {name: parse_values(name, text) for name in names if (text := getattr(options, name)) is not None}
    return str(find_settings(options.input, options.output, transposed=options.transposed, **given))


class _Parser(argparse.ArgumentParser):
    """A parser that explains what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"convref: {message}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    prog = "python -m convref" if sys.argv[0] == __file__ else "convref"
    shape = argparse.RawDescriptionHelpFormatter  # Examples keep their lines.
    summary = "Sizes, receptive fields, MACs and settings of convolution and transposed convolution layers."
    first = _examples(prog, (texts[0] for texts in _EXAMPLES.values()))
    parser = _Parser(prog=prog, description=summary, epilog=first, formatter_class=shape)
    parser.add_argument("--version", action="version", version=f"convref {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")

    def command(verb: str, run: Callable[[argparse.Namespace], str], summary: str) -> argparse.ArgumentParser:
        epilog = _examples(prog, _EXAMPLES[verb])
        made = commands.add_parser(verb, help=summary, description=summary, epilog=epilog, formatter_class=shape)
        made.set_defaults(run=run)
        return made

    _trace_arguments(command("trace", _trace, "shape, receptive field, MACs and parameters after each layer"))
    _inputs_arguments(command("inputs", _inputs, "the smallest input of a network, and the sizes that fit it"))
    _mirror_arguments(command("mirror", _mirror, "the layers that lead back through the sizes of a network"))
    _find_arguments(command("find", _find, "all settings that turn one size into another, best first"))
    return parser


def _trace_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("input", help="channels and sizes, without a batch, such as 3x224x224")
    command.add_argument("layers", nargs="*", help=f"{_NETWORK_HELP}; {_LAYER_HELP}")
    command.add_argument("--rank", type=int, help=_RANK_HELP)
    command.add_argument("--format", choices=_FORMATS, default="text", help="how to print it; torch prints code")
    command.add_argument("--dtype", choices=BYTES, help="type of the values, to show the bytes of each output")
    for name, default, summary in (
        ("count-zeros", True, "whether MACs hold a convolution's products with the zeros of its padding"),
        ("count-cropped", False, "whether MACs hold a transposed convolution's products that its padding crops"),
    ):
        command.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, default=default, help=summary)


def _inputs_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("layers", nargs="*", help=f"{_NETWORK_HELP}; {_LAYER_HELP}")
    command.add_argument("--channels", type=int, help="channels of the input, where no layer says it")
    command.add_argument("--rank", type=int, help=_RANK_HELP)
    command.add_argument("--first", type=int, help="first size to try; without it the smallest that fits")
    command.add_argument("--last", type=int, help="last size to try")


def _mirror_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("input", help="size of the input along one axis, or channels and sizes, such as 3x224x224")
    command.add_argument("layers", nargs="*", help=f"{_NETWORK_HELP}; {_LAYER_HELP}")
    command.add_argument("--rank", type=int, help=_RANK_HELP)


def _find_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("input", type=int, help="size of the input along one axis")
    command.add_argument("output", type=int, help="size that the output is to have")
    command.add_argument("--transposed", action="store_true", help="search transposed convolutions")
    for name in ("kernel-size", "stride", "padding", "dilation", "output-padding"):
        command.add_argument(f"--{name}", help="values to try: 3, 1-7 or 3,5,7; without it they follow from the rest")


def _examples(prog: str, texts: Iterable[str]) -> str:
    return "\n".join(["examples:", *(f"  {prog} {text}" for text in texts)])


def _run(arguments: Sequence[str] | None) -> int:
    try:
        options = _parser().parse_args(arguments)
        print(options.run(options))
    except (TypeError, ValueError) as error:
        print(f"convref: {error}", file=sys.stderr)
        return 2
    finally:
        sys.stdout.flush()  # Here, where a reader that has gone away is no error, and not when Python ends.
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a bad argument is explained in one line, with exit status 2."""
    try:
        return _run(arguments)
    except BrokenPipeError:  # Whoever read, such as head, has seen enough.
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
