"""First and last input cell behind each cell of a map, along one axis, as if no axis had an end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import gcd, lcm

MOST_STEPS = 2**18  # of phases and weights that one layer may ask to follow


@dataclass(frozen=True)
class Window:
    """Cell o reads the cells s·o − p + d·t, for t below k: convolutions, pooling, padding."""

    kernel_size: int
    stride: int = 1
    before: int = 0
    dilation: int = 1


@dataclass(frozen=True)
class Spread:
    """Cell c is read by the cells s·c − p + d·t, for t below k: transposed convolutions, upsampling by an integer."""

    kernel_size: int
    stride: int = 1
    before: int = 0
    dilation: int = 1


@dataclass(frozen=True)
class Sampled:
    """Cell a·q + r reads the cells b·q + low to b·q + high, with one range for each of the a remainders r."""

    step: int  # b
    ranges: tuple[tuple[int, int], ...]


Reads = Window | Spread | Sampled


@dataclass(frozen=True)
class Reach:
    """First and last input cell that each cell of a map can depend on; those of the input itself without arguments.

    It repeats: what holds for a cell holds `period` cells further on, `advance` input cells further on. Only one period
    is kept, and in it only cells that depend on something.
    """

    period: int
    advance: int
    cells: dict[int, tuple[int, int]]
    centre: Fraction

    @property
    def size(self) -> int:
        """Cells behind the cell that sees most."""
        return max((last - first + 1 for first, last in self.cells.values()), default=0)

    @property
    def jump(self) -> Fraction:
        """Input cells from one cell to the next, on average."""
        return Fraction(self.advance, self.period)

    @property
    def dense(self) -> bool:
        """Whether all cells see the same."""
        return self.advance == 0 and self.period == 1


START = Reach(1, 1, {0: (0, 0)}, Fraction(0))


def all_after(reaches: Sequence[Reach], reads: Sequence[Reads]) -> tuple[Reach, ...]:
    """Return what lies behind the cells of the next map along each axis; axes that are alike are followed once."""
    done: list[Reach] = []
    for axis, one in enumerate(reads):
        alike = next((n for n in range(axis) if reaches[n] is reaches[axis] and reads[n] == one), None)
        done.append(after(reaches[axis], one) if alike is None else done[alike])
    return tuple(done)


def after(reach: Reach, reads: Reads) -> Reach:
    """Return what lies behind the cells of the next map along one axis."""
    if isinstance(reads, Sampled):
        return _sampled(reach, reads)
    return _slid(reach, reads)


def _slid(reach: Reach, reads: Window | Spread) -> Reach:
    spread, s, d = isinstance(reads, Spread), reads.stride, reads.dilation
    period, advance = reach.period, reach.advance
    common = s if spread else gcd(period, s)
    new_period = period * s if spread else period // common
    new_advance = advance if spread else advance * (s // common)
    taps = _outer_taps(reads, new_period if spread else period)
    check_work(len(taps) * len(reach.cells), f"with stride={s} and kernel_size={reads.kernel_size}")
    inverse = 0 if spread else pow(period // common, -1, s // common)
    cells: dict[int, tuple[int, int]] = {}
    for (cell, (first, last)), tap in product(reach.cells.items(), taps):
        if spread:
            output, periods = cell * s + d * tap - reads.before, 0
        else:
            distance = cell + reads.before - d * tap
            if distance % common:
                continue  # no cell reads this one, nor one a few periods further on, with this weight
            periods = -distance // common * inverse % (s // common)
            output = (distance + periods * period) // s
        turns, place = divmod(output, new_period)
        moved = periods * advance - turns * new_advance
        found = cells.get(place, (first + moved, last + moved))
        cells[place] = (min(found[0], first + moved), max(found[1], last + moved))
    shift = Fraction(d * (reads.kernel_size - 1), 2) - reads.before
    moved_by = -shift * Fraction(new_advance, new_period) if spread else shift * reach.jump
    return Reach(new_period, new_advance, cells, reach.centre + moved_by)


def _outer_taps(reads: Window | Spread, period: int) -> list[int]:
    """Return the taps that can meet a first or a last cell: the outer ones of those that meet cells of one kind."""
    kinds, count = period // gcd(period, reads.dilation), reads.kernel_size
    if 2 * kinds >= count:
        return list(range(min(count, MOST_STEPS + 1)))
    return [*range(min(kinds, MOST_STEPS + 1)), *range(count - min(kinds, MOST_STEPS + 1), count)]


def _sampled(reach: Reach, reads: Sampled) -> Reach:
    a, b = len(reads.ranges), reads.step
    turns = reach.period // gcd(reach.period, b)  # of the pattern, until it meets the same cells again
    check_work(a * turns, f"with sizes in the ratio of {a} to {b}")
    cells = {}
    for output in range(a * turns):
        turn, remainder = divmod(output, a)
        low, high = (b * turn + end for end in reads.ranges[remainder])
        found = hull(reach, low, high)
        if found:
            cells[output] = found
    middles = [Fraction(low + high, 2) - Fraction(r * b, a) for r, (low, high) in enumerate(reads.ranges)]
    advance = reach.advance * (b * turns // reach.period)
    return Reach(a * turns, advance, cells, reach.centre + reach.jump * sum(middles) / a)


def hull(reach: Reach, low: int, high: int) -> tuple[int, int] | None:
    """Return first and last input cell behind the cells from `low` to `high`; None where they depend on nothing."""
    ends = [end for place in _places(reach, low, high) for end in _ends(reach, place, low, high)]
    return (min(first for first, _ in ends), max(last for _, last in ends)) if ends else None


def _places(reach: Reach, low: int, high: int) -> Iterable[int]:
    """Return the places in a period that the cells from `low` to `high` may have: of few cells their own."""
    if high - low >= len(reach.cells):
        return reach.cells
    return [place for cell in range(low, high + 1) if (place := cell % reach.period) in reach.cells]


def _behind(reach: Reach, cell: int) -> tuple[int, int] | None:
    """Return first and last input cell behind one cell; None where it depends on nothing."""
    turns, place = divmod(cell, reach.period)
    ends = reach.cells.get(place)
    return ends and (ends[0] + turns * reach.advance, ends[1] + turns * reach.advance)


def _ends(reach: Reach, place: int, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield what lies behind the first and the last of the cells with this place in their period."""
    turns = range(-((place - low) // reach.period), (high - place) // reach.period + 1)
    first, last = reach.cells[place]
    for turn in (turns[0], turns[-1]) if turns else ():
        yield first + turn * reach.advance, last + turn * reach.advance


def everything(reach: Reach, cells: int) -> Reach:
    """Return what lies behind a cell that reads a whole map of so many cells."""
    found = hull(reach, 0, cells - 1)
    return Reach(1, 0, {0: found} if found else {}, Fraction(sum(found), 2) if found else reach.centre)


def joined(reaches: Sequence[Reach], cells: int) -> Reach:
    """Return what lies behind the cells of maps that are added or stacked, each of so many cells.

    Where one map moves on faster than another, as a map of one cell does that is added to all, nothing repeats: then
    the cells are followed to the end of the map.
    """
    one = reaches[0]
    if all(other == one for other in reaches):
        return one
    jump = max(other.jump for other in reaches)
    together = all(other.jump == jump for other in reaches)
    period = lcm(*(other.period for other in reaches)) if together else cells * jump.denominator
    check_work(period * len(reaches), f"where maps of {cells} cells meet")
    found = {cell: _union(_behind(other, cell) for other in reaches) for cell in range(period)}
    kept = {cell: ends for cell, ends in found.items() if ends}
    centres = {other.centre for other in reaches}
    if len(centres) > 1 and kept:
        middles = [Fraction(sum(ends), 2) - jump * cell for cell, ends in kept.items()]
        centres = {sum(middles, Fraction(0)) / len(middles)}
    return Reach(period, int(jump * period), kept, min(centres))


def _union(ends: Iterable[tuple[int, int] | None]) -> tuple[int, int] | None:
    some = [one for one in ends if one]
    return (min(first for first, _ in some), max(last for _, last in some)) if some else None


def check_work(steps: int, where: str) -> None:
    """Refuse to follow more cells than can be followed in a moment."""
    if steps > MOST_STEPS:
        raise ValueError(
            f"stride and kernel_size of transposed layers must be smaller: {where} "
            f"there are more than {MOST_STEPS} phases and weights to follow"
        )
