"""One convolution in a few words, such as 'c64 k3 s2 p1': as the command line writes it."""

from __future__ import annotations

import re
import unicodedata

from convref.layers import Layer

__all__ = ["describe", "parse_layer", "parse_numbers", "parse_shape"]

_NAMES = {
    "c": "out_channels",
    "k": "kernel_size",
    "s": "stride",
    "p": "padding",
    "d": "dilation",
    "g": "groups",
    "op": "output_padding",
}


def parse_numbers(text: str) -> tuple[int, ...]:
    """Read '3x224x224' as (3, 224, 224).

    Examples
    --------
    >>> parse_numbers("3x224x224")
    (3, 224, 224)
    """
    if not re.fullmatch(r"[0-9]+(x[0-9]+)*", text):
        raise ValueError(f"sizes must look like 3x224x224, got {text!r}")
    return tuple(map(int, text.split("x")))


_AROUND = re.compile(r"(?:torch\.)?(?:Size\s*\()?\s*[(\[]?([^()\[\]]*?),?\s*[)\]]?\s*\)?")


def parse_shape(text: str) -> tuple[int, ...]:
    """Read an input shape in any of the ways in which it is written.

    Examples
    --------
    >>> parse_shape("3x64x64") == parse_shape("3×64×64") == parse_shape("torch.Size([3, 64, 64])")
    True
    """
    plain = unicodedata.normalize("NFKC", text).replace("、", ",").strip()
    inside = _AROUND.fullmatch(plain)
    parts = re.split(r"\s*[x×X*,]\s*|\s+", inside[1].strip()) if inside else []
    if not parts or not all(re.fullmatch("[0-9]+", one) for one in parts):
        raise ValueError(f"the input shape must be channels and sizes, such as 3x224x224, got {text!r}")
    return tuple(map(int, parts))


def parse_layer(text: str) -> Layer:
    """Read 'c64 k3 s2 p1' as a `Layer`.

    Examples
    --------
    >>> parse_layer("k3 s2 p1").output_size(224)
    112
    """
    words = text.split()
    transposed = words[:1] == ["T"]
    arguments: dict[str, int | tuple[int, ...] | str] = {}
    for word in words[transposed:]:
        found = re.fullmatch(r"(op|[ckspdg])([0-9]+(?:x[0-9]+)*|same|valid)", word)
        if not found:
            apart = "; write T apart, as in 'T c8 k3'" if word.startswith("T") else ""
            raise ValueError(
                f"layer must be words such as c64 k3 s2 p1 d1 g1, see --help; got {word!r} in {text!r}{apart}"
            )
        name, value = found.groups()
        if _NAMES[name] in arguments:
            raise ValueError(f"layer must have one {_NAMES[name]}, got a second one, {word!r}, in {text!r}")
        if value in ("same", "valid"):
            arguments[_NAMES[name]] = value
        else:
            numbers = parse_numbers(value)
            arguments[_NAMES[name]] = numbers if len(numbers) > 1 else numbers[0]
    if "kernel_size" not in arguments:
        raise ValueError(f"layer must have a kernel_size, such as k3, got {text!r}")
    return Layer(transposed=transposed, **arguments)  # type: ignore[arg-type]


def describe(layer: Layer) -> str:
    """Write a `Layer` the way `parse_layer` reads it.

    Examples
    --------
    >>> describe(Layer(3, stride=2, padding=1))
    'k3 s2 p1'
    """
    words = ["T"] if layer.transposed else []
    for letter, name in _NAMES.items():
        value = getattr(layer, name)
        if name == "kernel_size" or value not in (None, getattr(Layer(1), name)):
            words.append(letter + ("x".join(map(str, value)) if isinstance(value, tuple) else str(value)))
    return " ".join(words)
