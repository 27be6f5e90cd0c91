"""Well-known networks, each a text of rows that `convref.read_network` reads."""

from __future__ import annotations

import re
from importlib.resources import files

from convref.reading import Network, read_network
from convref.reading.layer_words import parse_numbers

__all__ = ["NAMES", "input_shape", "named_network", "network_text"]

#: The names of all networks.
NAMES = (
    "alexnet",
    "alexnet_2012",
    "vgg16",
    "resnet50",
    "mobilenet_v2",
    "squeezenet",
    "unet",
    "unet_padded",
    "dcgan_generator",
    "dcgan_discriminator",
    "espcn",
    "fsrcnn",
    "hifigan",
    "wav2vec2",
    "wavenet",
    "tcn",
    "c3d",
    "eegnet",
)


def network_text(name: str) -> str:
    """Return the text of a network.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    str
        One row a line; the first line is a comment that names the network and where it comes from, the second one its
        input.

    Raises
    ------
    ValueError
        If there is no network of that name.

    Examples
    --------
    >>> network_text("unet").splitlines()[1]
    '# input 1x572x572'
    """
    if name not in NAMES:
        raise ValueError(f"name must be one of {', '.join(NAMES)}, got {name!r}")
    return (files(__package__) / f"{name}.txt").read_text(encoding="utf-8")


def input_shape(name: str) -> tuple[int, ...]:
    """Return the shape that a network was made for, channels first.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    tuple of int

    Raises
    ------
    ValueError
        If there is no network of that name.

    Examples
    --------
    >>> input_shape("resnet50")
    (3, 224, 224)
    """
    found = re.search(r"^# input (\S+)$", network_text(name), re.MULTILINE)
    assert found
    return parse_numbers(found[1])


def named_network(name: str) -> Network:
    """Return the rows of a network, for `convref.trace`.

    Parameters
    ----------
    name : str
        One of `NAMES`.

    Returns
    -------
    Network

    Raises
    ------
    ValueError
        If there is no network of that name.

    Examples
    --------
    >>> from convref import trace
    >>> made = trace(named_network("vgg16"), input_shape("vgg16"))
    >>> made.parameters, made.macs
    (138357544, 15470264320)
    """
    return read_network(network_text(name))
