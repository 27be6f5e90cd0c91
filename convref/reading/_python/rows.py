"""The rows that a ``forward`` makes."""

from __future__ import annotations

from typing import Any

from convref._kinds import KINDS
from convref.modules import Module, Reckoned, SizeOf
from convref.reading._calls import NotUnderstood
from convref.reading._python import builtins, functional
from convref.reading._python.follow import Python
from convref.reading._python.objects import Slice, Tensor, Unknown
from convref.reading._tree import MOST_ROWS

WHERE = "is known only when it runs"
ALL = Slice(None, None, None)
_REWRITING = (
    "Cat", "Unfold", "Fold", "PixelShuffle", "PixelUnshuffle", "GLU", "Flatten", "View", "Linear", "Squeeze",
    "Unsqueeze", "Unflatten", "Embedding", "Select", "Permute",
)  # fmt: skip


class Rows(Python):
    """Makes rows; `modules` are those that it has met."""

    def __init__(self) -> None:
        super().__init__()
        self.modules: list[Module] = []
        self.outputs: dict[int, Tensor] = {}  # what each row gave when it was made
        self.called: dict[int, int] = {}  # the first row of each layer, by its id
        self.begun: dict[int, int] = {}  # the first row that takes each input of the network, by the id of the input
        self.paths: dict[int, str] = {}
        self.kept: list[Any] = []  # what was called stays alive, so that its id stays its own
        self.frozen = True  # whether rows may be made: not while the text only makes its modules

    def emit(self, kind: str, inputs: list[Tensor], /, *unnamed: Any, line: int | None = None, **named: Any) -> Tensor:
        """Add a row, and return its output."""
        line = line or self.line
        if len(self.modules) >= MOST_ROWS:
            raise NotUnderstood(f"a network must have at most {MOST_ROWS:,} rows", line)
        if self.frozen:
            raise NotUnderstood("rows are made in forward only", line)
        self._check_taken(kind, inputs)
        taken = tuple(one.row for one in inputs)
        where = {one: named.pop(one) for one in ("name", "parametrization", "weights_of") if one in named}
        taken = () if taken == (len(self.modules),) else taken
        for one in (*unnamed, *named.values()):
            self._check_argument(one)
        try:
            made = Module(kind, *unnamed, inputs=taken, line=line, **where, **named)
        except (TypeError, ValueError) as error:
            raise NotUnderstood(str(error), line) from error
        self.modules.append(made)
        for one in inputs:
            self.begun.setdefault(id(one), len(self.modules))
        given = dict(made.arguments)
        output = self._output(kind, inputs, given)
        self.outputs[output.row] = output
        output.single = any(one.single for one in inputs)
        if kind.startswith(functional.VIEWS) or given.get("inplace"):
            output.share(inputs[0])
        return output

    def in_place(self, of: Tensor, found: Tensor) -> Tensor:
        """Let all names of a row stand for what it becomes."""
        if found.row and self.modules[found.row - 1].kind in functional.JOINS.values():
            if of.channels is not None and found.channels not in (None, of.channels):
                raise self.refuse(
                    f"work in place must keep the {of.channels} channels of its row, got {found.channels}"
                )
            row = self.modules[found.row - 1]
            self.modules[found.row - 1] = Module(row.kind, inputs=row.inputs, line=row.line, inplace=True)
            of.outdate()
        return of.become(found)

    def _check_taken(self, kind: str, inputs: list[Tensor]) -> None:
        """Refuse a row whose shape is not that of its output, where that matters."""
        joins = kind in functional.JOINS.values()
        for one in inputs:
            if one.stale:
                raise self.refuse("this row was changed in place under another name, which is not followed")
            if one.expanded and not (joins and any(other.row == one.expanded for other in inputs)):
                raise self.refuse("expand_as is followed in a product or a sum with the row that is its argument")
            if one.single and kind not in functional.ALONE:
                raise self.refuse("one number for each example, without an axis, is no input of a row")

    def _check_argument(self, found: Any) -> None:
        if isinstance(found, Unknown):
            raise found.refuse()
        entries = found if isinstance(found, (list, tuple)) else (found,)
        for one in entries:
            if isinstance(one, Unknown):
                raise one.refuse()
            if isinstance(one, (SizeOf, Reckoned)):
                if _takes_batch(one):
                    raise self.refuse("the batch is no size of a row")
            elif not builtins.is_plain(one):
                raise self.refuse("this argument is no number and no word here")

    def _output(self, kind: str, inputs: list[Tensor], given: dict[str, Any]) -> Tensor:
        """Return what a row gives, and learn from its arguments what was not known of what it takes."""
        first, rank = inputs[0], KINDS[kind].rank
        said = given.get("in_channels", given.get("num_features"))
        if first.channels is None and isinstance(said, int):
            first.channels = said
        if first.rank is None:
            first.rank = rank or None
        rewrites = kind in _REWRITING and kind != "Cat"
        after = self._rank_after(kind, first, given) if rewrites else rank or first.rank
        channels = given.get("out_channels", self._channels_after(kind, inputs, given))
        return Tensor(len(self.modules), after, channels if isinstance(channels, int) else None)

    @staticmethod
    def _channels_after(kind: str, inputs: list[Tensor], given: dict[str, Any]) -> int | None:
        """Return how many channels a row has, where that is known."""
        first = inputs[0]
        known = [one.channels for one in inputs if one.channels is not None]
        if kind == "Cat":
            return sum(known) if len(known) == len(inputs) else None
        if kind in functional.JOINS.values():
            return max(known) if len(known) == len(inputs) else None
        if kind == "OverChannels":
            return 1
        if kind == "View":
            size = given["size"][0] if isinstance(given["size"], tuple) else None
            return size if isinstance(size, int) and size > 0 else None
        if kind == "Linear":
            return given["out_features"] if first.rank == 0 else None
        return None if kind in _REWRITING and kind != "Select" else first.channels

    @staticmethod
    def _rank_after(kind: str, first: Tensor, given: dict[str, Any]) -> int | None:
        """Return how many axes a row has behind its channels, where that is known."""
        if kind in ("PixelShuffle", "PixelUnshuffle", "Fold"):
            return 2
        if kind == "Unfold":
            return 1
        if kind == "Flatten":
            start, end = given.get("start_dim", 1), given.get("end_dim", -1)
            if end == -1 and start in (1, 2):
                return int(start) - 1
            if first.rank is None or type(start) is not int or type(end) is not int:
                return None
            return first.rank - (end - start) % (first.rank + 2)
        if kind == "View":
            return len(given["size"]) - 1 if isinstance(given["size"], tuple) else 0
        if kind == "Select":
            return None if first.rank is None else first.rank - 1
        if kind == "Unsqueeze":
            return None if first.rank is None else first.rank + 1
        return first.rank if kind in ("Linear", "GLU", "Permute") else None

    def _joined(self, sign: str, left: Any, right: Any) -> Any:
        other = right if isinstance(left, Tensor) else left
        if isinstance(other, Tensor) and sign in functional.OPERATORS:
            return self.emit(functional.OPERATORS[sign], [left, right])
        if builtins.is_number(other):
            return self.emit("Elementwise", [left if isinstance(left, Tensor) else right])
        raise self.refuse("what is done with this row here is not followed")

    def taken(self, of: Tensor, at: Any) -> Any:
        """Return some channels or cells of a row, of ``x[:, 2:5]`` or ``x[:, :, 1:-1]``."""
        places = self._places(of, list(at) if isinstance(at, tuple) else [at])
        new = [axis for axis, one in enumerate(places) if one is None]
        places = [one for one in places if one is not None]
        whole = [one == ALL for one in places]
        if all(whole) and not new:
            return of
        part = places[1] if len(places) > 1 else ALL
        if (
            not whole
            or not whole[0]
            or not isinstance(part, Slice)
            or (new and any(type(one) is int for one in places))
        ):
            raise self.refuse("of a row only channels and cells are taken, as in x[:, 0:8] and x[:, :, 1:-1]")
        found = of if part == ALL else self._part_of(of, part)
        if not all(one == ALL or type(one) is int for one in places[2:]):
            found = self._sliced(found, places[2:])
        found = self._selected(found, places[2:])
        for axis in new:
            found = self.emit("Unsqueeze", [found], axis)
        return found

    def _part_of(self, of: Tensor, part: Slice) -> Tensor:
        if part.step is None and all(end is None or type(end) is int for end in (part.start, part.stop)):
            return self.part(of, part.start or 0, part.stop)
        raise self.refuse("of a row only channels that follow each other are taken, as in x[:, 0:8]")

    def _places(self, of: Tensor, places: list[Any]) -> list[Any]:
        """Write the three dots out, as far as something stands behind them."""
        at = next((at for at, one in enumerate(places) if one is ...), None)
        if at is None:
            return places
        before, behind = places[:at], places[at + 1 :]
        if not behind:
            return before
        if of.rank is None:
            raise self.refuse(f"how many axes there are {WHERE}")
        return [*before, *[ALL] * (of.rank + 2 - sum(one is not None for one in (*before, *behind))), *behind]

    def _selected(self, of: Tensor, places: list[Any]) -> Tensor:
        """Take one cell along the axes where a number stands, the last axis first."""
        for axis, one in reversed(list(enumerate(places, start=2))):
            of = self.emit("Select", [of], axis, one) if type(one) is int else of
        return of

    def _sliced(self, of: Tensor, places: list[Any]) -> Tensor:
        """Take some of the cells along the axes where a slice stands."""
        if of.rank is not None and len(places) > of.rank:
            raise self.refuse("there are more places than axes")
        ends = [one if isinstance(one, Slice) else ALL if type(one) is int else None for one in places]
        if None in ends:
            raise self.refuse("of the cells only slices and single ones are taken, as in x[:, :, 1:-1, 0]")
        given = {name: tuple(getattr(one, name) for one in ends) for name in ("start", "stop", "step")}
        kept: dict[str, Any] = {name: entries for name, entries in given.items() if set(entries) != {None}}
        return self.emit("Slice", [of], **kept).share(of)

    def part(self, of: Tensor, start: int, stop: int | None) -> Tensor:
        """Return the channels of a row from one to another."""
        if of.channels is None:
            raise self.refuse(f"how many channels there are {WHERE}")
        start, stop, _ = slice(start, stop).indices(of.channels)
        made = self.emit("Channels", [of], start, stop)
        made.channels = stop - start
        return made.share(of, start, stop)


def _takes_batch(found: Any) -> bool:
    """Return whether a number depends on how many examples there are."""
    return (
        0 in found.axes
        if isinstance(found, SizeOf)
        else isinstance(found, Reckoned) and any(map(_takes_batch, found.values))
    )
