"""Texts of networks with a few random changes: each is read as torch runs it, or refused."""

from __future__ import annotations

import re
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import torch
from pasted_pieces import IN_PLACE, PIECES
from pasted_reports import REPORTED
from pasted_texts import PASTED
from torch import nn
from torch_texts import called, run

import convref

TEXTS: list[tuple[str, tuple[int, ...]]] = [
    *PASTED.values(),
    *REPORTED.values(),
    *((text, (3, 16, 16)) for text in PIECES.values()),
    *((text, (3, 15, 15)) for text, _ in IN_PLACE.values()),
]
SECONDS = 20
# What Python stops at for other reasons than sizes: a changed name may import, or ask the reader, what is not there.
NO_PYTHON = (
    AttributeError, EOFError, ImportError, KeyError, NameError, SyntaxError, TimeoutError, TypeError, ZeroDivisionError,
)  # fmt: skip
# What Python stops at and no shape depends on: how much is dropped, how weights begin, a size or name that nobody uses.
UNUSED = ("dropout probability", "math domain error", "tuple index out of range", "Replacement index")
SIGNS = ["+", "-", "*", "//", "%", "<", ">", "==", "and", "or"]
WORDS = [
    "relu", "sigmoid", "flatten", "view", "reshape", "cat", "stack", "add", "mean", "max", "min", "max_pool2d",
    "avg_pool2d", "Conv2d", "ConvTranspose2d", "Linear", "BatchNorm2d", "Sequential", "ModuleList", "Dropout",
    "Identity",
]  # fmt: skip


def _number(random: Random, text: str) -> str:
    return _swapped(random, text, r"\b\d+\b", lambda old: str(max(0, int(old) + random.choice([-2, -1, 1, 2, 3]))))


def _sign(random: Random, text: str) -> str:
    return _swapped(random, text, r"(?<= )(?:[-+*<>%]|//|==|and|or)(?= )", lambda _: random.choice(SIGNS))


def _word(random: Random, text: str) -> str:
    return _swapped(random, text, rf"(?<=\.)(?:{'|'.join(WORDS)})\b", lambda _: random.choice(WORDS))


def _name(random: Random, text: str) -> str:
    names = sorted(set(re.findall(r"\b[a-z_]\w*\b", text)))
    return _swapped(random, text, r"\b[a-z_]\w*\b", lambda _: random.choice(names))


def _swapped(random: Random, text: str, pattern: str, new: Any) -> str:
    """Return the text with one of the pieces that the pattern finds replaced."""
    found = [*re.finditer(pattern, text)]
    if not found:
        return text
    place = random.choice(found)
    return f"{text[: place.start()]}{new(place[0])}{text[place.end() :]}"


def _lines(random: Random, text: str) -> str:
    """Leave a line out, write one twice, or let two neighbours change places."""
    lines = text.splitlines(keepends=True)
    at = random.randrange(len(lines))
    lines[at : at + 2] = random.choice(
        [lines[at + 1 : at + 2], [lines[at], *lines[at : at + 2]], lines[at : at + 2][::-1]]
    )
    return "".join(lines)


def _letters(random: Random, text: str) -> str:
    """Leave out or put in a letter, or cut the text off."""
    at = random.randrange(len(text))
    letter = random.choice("()[]{},:=.*#'\"\\\n x1０：（\t")
    return random.choice([text[:at] + text[at + 1 :], text[:at] + letter + text[at:], text[:at]])


CHANGES = [_number, _number, _number, _sign, _word, _word, _name, _lines, _lines, _letters]


def changed(random: Random) -> tuple[str, tuple[int, ...]]:
    """Return a text that is like one of a network, and the shape of its input."""
    text, shape = random.choice(TEXTS)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        text = random.choice(CHANGES)(random, text) or text
    return text, shape


@contextmanager
def _limited() -> Iterator[None]:
    """Give up after a while of the processor's time, as on a text that never ends."""

    def stop(*_: Any) -> None:
        raise TimeoutError(f"not done after {SECONDS} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _made(text: str) -> nn.Module:
    """Return the network of a text; one that also calls it may do so with another input than the one that is tried."""
    try:
        return run(text)
    except RuntimeError as error:
        raise TypeError(f"stopped before the network was called: {error}") from error


def mismatch(seed: int) -> str | None:
    """Return what differs in the text with this number, or None."""
    return judged(seed)[0]


def judged(seed: int) -> tuple[str | None, str]:
    """Return what differs in the text with this number, or None; and whether it is read, refused, or no Python.

    convref follows what reaches the output. Names and arguments that do not are not looked at, and neither are rows
    whose values nobody takes, so that it may read what Python itself would stop at; but no sizes that do not fit.
    """
    text, shape = changed(Random(seed))
    try:
        with _limited():
            made = convref.trace(convref.read_network(text), shape, count_cropped=True, rank=len(shape) - 1 or None)
    except (TypeError, ValueError) as error:
        named = isinstance(error, ValueError) or str(error).startswith("line ")
        return (None if named else f"{text}\n{shape}\n{error!r}"), "refused"
    rows = {row.layer.name: (row.shape, row.parameters) for row in made if row.layer.name}  # type: ignore[union-attr]
    found = rows | {"output": (made[-1].shape, 0)}
    try:
        with _limited(), torch.no_grad(), warnings.catch_warnings(action="ignore"):
            model = _made(text)
            wanted = called(model, shape)
    except NO_PYTHON:
        return None, "no Python"
    except Exception as error:
        if any(words in str(error) for words in UNUSED):
            return None, "no Python"
        return f"{text}\n{shape}\ntorch {type(error).__name__}: {error}\nconvref {found}", "read"
    wanted["output"] = (wanted["output"][0] or (1,), 0)  # What has no axis but the batch is written as one number.
    return (None if found.items() <= wanted.items() else f"{text}\n{shape}\ntorch {wanted}\nconvref {found}"), "read"
