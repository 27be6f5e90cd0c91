"""A network from a text: code, a printed model, or one layer a line."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from convref._tables import Rows, Table
from convref.modules import Module
from convref.reading._calls import NotUnderstood
from convref.reading._code import read_code
from convref.reading._foreign import foreign
from convref.reading._lines import read_lines
from convref.reading._markdown import without_tables
from convref.reading._python.classes import read_classes
from convref.reading._tree import ADVICE, Node, rows_of, unknown

__all__ = ["Network", "read_network"]

_CODE = re.compile(
    r"^\s*(import|from|class|def)\s|\b(Sequential|OrderedDict)\s*\(\s*[^\s)]|^\w+\s*=\s*[\w.]+\(", re.MULTILINE
)
_WHOLE = re.compile(
    r"^[ \t]*(class|def|for|while|if|with|try|del|@)\b|\bfor\b.*\bin\b|\.(append|add_module|extend|insert)\("
    r"|^\s*\w+\s*=\s*(\[\]|nn\.Sequential\(\s*\))|^\s*\w+(\.\w+|\[[^\]]*\])+\s*=[^=]"
    r"|^[ \t]*\w+([ \t]*,[ \t]*\w+)+[ \t]*=[^=]|\)\.(to|cuda|cpu|eval|train)\("
    r"|\btorch\.(randn|rand|zeros|ones|device)\(|\]\s*[+*]|\bOrderedDict\(\s*\w+\s*=",
    re.MULTILINE,
)
_FENCE = re.compile(r"^[ \t]*```.*$", re.MULTILINE)  # around code in Markdown
_PROMPT = re.compile(r"^[ \t]*(?:>>>|\.\.\.)(?: |$)", re.MULTILINE)  # of Python's own console
_BLANK = re.compile(r"(?:[ \t]*\n)*([ \t]+)\S")  # in front of the first line that holds something
_PRINTED = re.compile(r"^\s*\([\w.\-]+\): ", re.MULTILINE)


@dataclass(frozen=True, repr=False)
class Network(Rows[Module]):
    """The rows of a text: a sequence of `Module` that `trace` takes, which prints as a table.

    Attributes
    ----------
    modules : tuple[Module, ...]
        First to last.
    notes : tuple[str, ...]
        What was assumed, because the text does not say it.
    advice : str
        What to do where the rows do not fit together; empty where the text says all.
    """

    modules: tuple[Module, ...]
    notes: tuple[str, ...] = ()
    advice: str = ""

    def __repr__(self) -> str:
        return f"Network({len(self.modules)} rows)"

    def _rows(self) -> tuple[Module, ...]:
        return self.modules

    def _table(self) -> Table:
        rows = [(str(n), str(one.line or ""), one.name, written(one)) for n, one in enumerate(self.modules, start=1)]
        return Table(("row", "line", "name", "layer"), tuple(rows), words=4, note="\n".join(self.notes))


def written(module: Module) -> str:
    """Return a module as a line that `read_network` reads."""
    given = ", ".join(f"{name}={value!r}" for name, value in module.arguments)
    taken = f" from {', '.join(map(str, module.inputs))}" if module.inputs else ""
    call = f"{module.kind}({given})"
    whole = f"{module.parametrization}({call})" if module.parametrization else call
    shared = f"  # with the weights of row {module.weights_of}" if module.weights_of else ""
    return f"{whole}{taken}{shared}"


def read_network(text: str) -> Network:
    """Read a network from a text.

    Parameters
    ----------
    text : str
        One of three things. Code that makes the network, an ``nn.Sequential`` or a class with its ``forward``: it is
        read and never executed. What ``print(model)`` shows. Or one layer a line, as ``MaxPool2d(2)``, as ``c64 k3
        p1``, or in words, as ``conv 64 3x3 stride 2``. A line may begin with a name, as in ``up:
        Upsample(scale_factor=2)``, and end with the row that it takes, as in ``from up``. A line ``add with up`` or
        ``cat with up`` takes the row before it as well as the one named. ``input`` is what the block receives in which
        the line stands; a row without a name is called by its number.

    Returns
    -------
    Network

    Raises
    ------
    TypeError, ValueError
        If something is not understood; the message begins with its line.

    Notes
    -----
    A class is followed with the values that stand in the text: its ``__init__`` with loops and functions, and its
    ``forward`` with layers, functions of ``torch`` such as ``F.relu`` and ``torch.cat``, sums and ``view``. The last
    line says which network is meant, such as ``Net(10)``; a class alone is made without arguments. It is read as after
    ``eval()``. A layer that is called again counts its weights once, in its first row. Whatever depends on values is
    refused, and so is a layer that slides along axes that were moved.

    A printed model lists its modules and does not hold its ``forward``. It is read as a chain in the printed order,
    and `Network.notes` says so, unless all its blocks are ``Sequential``, which are chains. Where no chain
    fits, `trace` refuses it by line.

    What a line in words leaves out is PyTorch's default, and `Network.notes` says so. Each word must be understood, and
    mean one thing only. The rows of a table in Markdown are such lines, too.

    Besides the classes of ``torch.nn`` there are rows that join others: ``Cat``, ``Add``, ``Mul``, ``Sub``, ``Div``,
    ``Maximum``, ``Minimum``. Others take a part: ``Channels(start, stop)``, ``Slice(start, stop, step)``,
    ``CenterCrop(size)``. ``Scale(size)`` multiplies by a weight, and ``Shift(size)`` adds one. A row such as
    ``MaxUnpool2d(2) from 3, 2`` takes values and the pool that says where they belong.

    Examples
    --------
    >>> network = read_network('''
    ... first: Conv2d(3, 8, 3, padding=1)
    ... Conv2d(8, 8, 3, padding=1)
    ... add with first
    ... ''')
    >>> network[2]
    Module('Add', inputs=(2, 1))
    >>> read_network("nn.Sequential(nn.Conv2d(3, 8, 3), nn.MaxPol2d(2))")
    Traceback (most recent call last):
        ...
    ValueError: line 1: MaxPol2d is no layer that convref knows; did you mean MaxPool2d?
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, got {text!r} of type {type(text).__name__}")
    clean = cleaned(text)
    printed = bool(_PRINTED.search(clean))
    problems: list[NotUnderstood] = []
    left_out: list[str] = []
    try:
        if _CODE.search(clean) and not printed:
            if _WHOLE.search(clean):
                made = read_classes(clean)
                return _rows(made.modules, tuple(made.notes))
            nodes = read_code(clean)
        else:
            plain, left_out = without_tables(clean)
            nodes, problems = read_lines(plain)
        problems += unknown(nodes)
        if not problems:
            return _network(nodes, printed, left_out)
    except NotUnderstood as error:
        problems.append(error)
    other = foreign(clean)
    raise _refusal([other] if other else problems)


def cleaned(text: str) -> str:
    """Return a text with plain signs, and without what stands around code where it was copied from."""
    plain = unicodedata.normalize("NFKC", text.removeprefix("\ufeff")).replace("、", ",")
    plain = _FENCE.sub("", plain)
    if _PROMPT.match(plain.lstrip()):
        plain = _PROMPT.sub("", plain)
    blank = _BLANK.match(plain)
    lines = plain.split("\n")
    if blank and all(line.startswith(blank[1]) or not line.strip() for line in lines):
        plain = "\n".join(line.removeprefix(blank[1]) for line in lines)
    return plain


def _network(nodes: list[Node], printed: bool, left_out: list[str]) -> Network:
    rows = rows_of(nodes, printed)
    if not rows.modules:
        raise ValueError("text must hold at least one layer, got none")
    notes = list(rows.notes)
    if left_out:
        notes.append(f"not read of the table: {', '.join(left_out)}")
    if printed and rows.classes:
        names = [*rows.classes][:3] + ["…"] * (len(rows.classes) > 3)
        notes.insert(0, f"read as a chain in the printed order, without the forward of {', '.join(names)}")
    return Network(tuple(rows.modules), tuple(notes), ADVICE if printed and rows.classes else "")


def _rows(modules: list[Module], notes: tuple[str, ...]) -> Network:
    if not modules:
        raise ValueError("text must hold at least one layer, got none")
    return Network(tuple(modules), notes)


def _refusal(problems: list[NotUnderstood]) -> ValueError:
    first, *others = sorted(problems, key=lambda one: one.line)
    lines = list(dict.fromkeys(str(one.line) for one in others if one.line != first.line))
    more = f" (also not understood: line{'s' * (len(lines) > 1)} {', '.join(lines[:8])}{', …' * (len(lines) > 8)})"
    return ValueError(f"line {first.line}: {first}{more if lines else ''}")
