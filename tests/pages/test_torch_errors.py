"""The atlas of torch's messages: its calls raise them, its repairs run, and no random call finds another message."""

import re
import warnings
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from random_calls import Call, per_axis, random_call
from random_pools import refusal
from torch_oracle import padding_pairs

from _ext.reference import torch_errors
from _ext.reference.torch_errors import Entry, entries
from convref.padding import PADDING_MODES

DOCS = Path(__file__).parents[2] / "docs"

pytestmark = pytest.mark.newest_torch
ENTRIES = entries()
PAGE = (DOCS / "howto" / "errors.md").read_text(encoding="utf-8")
CALLS = [*range(12_000), 19_829, 25_161, 35_385]  # The last three say what few others say.
POOLS = range(40_000)


def source(entry: Entry) -> Entry:
    """Return the entry that holds the messages of this one."""
    return ENTRIES[entry.of] if entry.of else entry


def words() -> list[str]:
    return [text for entry in ENTRIES.values() for text in entry.says + entry.rare]


@pytest.mark.parametrize("name", ENTRIES)
def test_every_call_raises_a_message_that_leads_to_its_own_entry(name: str) -> None:
    entry = ENTRIES[name]
    assert bool(entry.calls) != bool(entry.quoted)
    for call in entry.calls:
        _, message = torch_errors.provoke(call)
        assert torch_errors.explaining(message) == source(entry).name, message


@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items() if entry.calls])
def test_every_repair_runs_and_shows_something(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if name == "onnx":  # The exporter that needs no further package is the older of two.
            warnings.simplefilter("ignore", DeprecationWarning)
        assert all(torch_errors.results(ENTRIES[name].repair))


def test_the_page_has_every_entry_once_with_its_repair_and_in_the_order_of_the_table() -> None:
    labels = re.findall(r"^\(error-(.+)\)=$", PAGE, re.MULTILINE)
    assert labels == list(ENTRIES)
    with_calls = [name for name, entry in ENTRIES.items() if entry.calls]
    assert re.findall(r"^```\{raised\} (.+)$", PAGE, re.MULTILINE) == with_calls
    assert re.findall(r"^```\{repair\} (.+)$", PAGE, re.MULTILINE) == with_calls
    assert all(text in PAGE for entry in ENTRIES.values() for text in entry.quoted)


def test_a_call_that_raises_nothing_is_no_error_of_the_atlas() -> None:
    with pytest.raises(ValueError, match="nothing is raised"):
        torch_errors.provoke("torch.ones(1)")


def test_what_a_call_sets_for_all_of_torch_is_taken_back() -> None:
    assert torch_errors.provoke(ENTRIES["deterministic"].calls[0])[0] == "RuntimeError"
    assert not torch.are_deterministic_algorithms_enabled()


def test_nothing_of_a_graph_or_of_the_machine_is_shown_or_printed(capfd: pytest.CaptureFixture[str]) -> None:
    said = [torch_errors.provoke(call)[1] for call in ENTRIES["onnx"].calls]
    assert capfd.readouterr() == ("", "")
    assert not [text for text in said if "site-packages" in text or "TorchScript graph" in text]


def test_wording_of_older_releases_is_not_that_of_this_one() -> None:
    old = [text for entry in ENTRIES.values() for text in entry.old]
    raised = [torch_errors.provoke(call)[1] for entry in ENTRIES.values() for call in entry.calls]
    assert len(old) > 10
    assert not [text for text in old if any(torch_errors.is_said(text, said) for said in raised)]


def test_a_set_of_words_is_shown_in_one_order() -> None:
    assert torch_errors.shown("one of {'valid', 'same'}\nException raised from x") == "one of {'same', 'valid'}"


def layer(call: Call, tensors: list[torch.Tensor | None]) -> str | None:
    """Return what torch says when it refuses a call; nothing when it computes, or when the call does not come to it."""
    keywords = dict(call.keywords)
    input, weight, bias = tensors
    mode = keywords.pop("padding_mode", "zeros")
    wanted = keywords.pop("output_size", None)
    try:
        if mode != "zeros":
            pairs = padding_pairs(keywords, weight.shape[2:])
        if wanted is not None:
            sizes = [per_axis(keywords.get(key, least), call.rank) for key, least in ARGUMENTS]
    except Exception:  # A spoiled argument: the functions of torch, which take no words about modes, are not reached.
        return None
    try:
        if mode != "zeros":
            flat = [cells for pair in reversed(pairs) for cells in pair]
            input, keywords["padding"] = torch.nn.functional.pad(input, flat, mode), 0
        if wanted is not None:
            module = getattr(torch.nn, f"ConvTranspose{call.rank}d")(1, 1, 1)
            stride, padding, dilation = sizes
            keywords["output_padding"] = module._output_padding(
                input, wanted, stride, padding, list(weight.shape[2:]), call.rank, dilation
            )
        getattr(torch.nn.functional, call.name)(input, weight, bias, **keywords)
    except Exception as error:
        return torch_errors.shown(str(error))
    return None


ARGUMENTS = (("stride", 1), ("padding", 0), ("dilation", 1))


def message(seed: int) -> str | None:
    call = random_call(Random(seed))
    if call.keywords.get("padding_mode", "zeros") not in PADDING_MODES:
        return None
    arrays = (call.input, call.weight, call.bias)
    if not all(array is None or isinstance(array, np.ndarray) for array in arrays):
        return None
    try:
        tensors = [None if array is None else torch.tensor(np.array(array, order="C")) for array in arrays]
    except (TypeError, ValueError) as error:  # Numbers that a tensor cannot hold.
        return torch_errors.shown(str(error))
    return layer(call, tensors)


@pytest.fixture(scope="module")
def messages() -> dict[str, int]:
    """What torch says to random calls, and to which one."""
    found: dict[str, int] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed in CALLS:
            said = message(seed)
            if said is not None:
                found.setdefault(said, seed)
    return found


def test_no_random_call_is_refused_with_words_that_the_atlas_lacks(messages: dict[str, int]) -> None:
    assert len(messages) > 1000
    unknown = {text: seed for text, seed in messages.items() if torch_errors.explaining(text) is None}
    assert not unknown


@pytest.fixture(scope="module")
def refusals() -> dict[str, int]:
    """The same of layers that pool, resize and rearrange."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = {seed: refusal(seed) for seed in POOLS}
    return {torch_errors.shown(text): seed for seed, text in said.items() if text is not None}


def test_no_random_pooling_is_refused_with_words_that_the_atlas_lacks(refusals: dict[str, int]) -> None:
    assert len(refusals) > 1000
    unknown = {text: seed for text, seed in refusals.items() if torch_errors.explaining(text) is None}
    assert not unknown


def test_no_words_of_the_atlas_are_never_said(messages: dict[str, int], refusals: dict[str, int]) -> None:
    raised = [torch_errors.provoke(call)[1] for entry in ENTRIES.values() for call in entry.calls]
    heard = [*messages, *refusals, *raised]
    silent = [text for text in words() if not any(torch_errors.is_said(text, said) for said in heard)]
    assert not silent
