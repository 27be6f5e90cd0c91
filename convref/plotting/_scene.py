"""Three boards side by side or below each other, x ∗ w = y, with signs, measures and the sum: a figure or a film."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from matplotlib.animation import FuncAnimation
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnnotationBbox, HPacker, TextArea, VPacker

from convref.plotting.grids import DIGIT_PIXELS, Board, all_digits, result_text, show_cells
from convref.plotting.sheet import NARROW, PITCH, STOP_MILLISECONDS, WIDE, points, sheet, with_narrow
from convref.plotting.style import LIGHT

GAP = 1.5  # cells between two boards, with a sign in it
LABEL = 0.75  # cells above a board for its symbol and size
LANE = 0.85  # cells below the input for one row of measures
SUM_LINE = 0.62
TERMS_SHOWN = 9
TERMS_IN_LINE = {WIDE: 5, NARROW: 3}
SMALL_PIXELS = 13.0

Boards = tuple[Board, Board, Board]


@dataclass(frozen=True)
class Measure:
    """A length below the input: from one cell's edge to another's, an arrow or a bracket, with its symbol."""

    start: float
    end: float
    text: str
    arrow: bool = False


@dataclass(frozen=True)
class Sum:
    """A sum of products and what it comes to, with its sign: "= 9", or "≈" where digits are left out."""

    terms: tuple[str, ...]
    total: str

    def lines(self, most: int) -> list[str]:
        """Return the terms in lines of at most so many; the middle of a very long sum is left out."""
        terms = self.terms if len(self.terms) <= TERMS_SHOWN else (*self.terms[:3], "…", *self.terms[-2:])
        parts = [" + ".join(terms[start : start + most]) for start in range(0, len(terms), most)]
        return [parts[0], *("+ " + part for part in parts[1:])]


def sum_of(values: Sequence[Any], weights: Sequence[Any], total: Any) -> Sum:
    """Write out a sum of products with all its digits."""
    terms = tuple(f"{_bracketed(v)}·{_bracketed(w)}" for v, w in zip(values, weights, strict=True))
    size = float(sum(abs(v * w) for v, w in zip(values, weights, strict=True)))
    return Sum(terms, result_text(total, size))


def _bracketed(value: Any) -> str:
    text = all_digits(value)
    return f"({text})" if text.startswith("−") else text


class Scene:
    """One stop after another of an input, a kernel and an output."""

    def __init__(
        self,
        boards: Callable[[int], Boards],
        stops: int,
        *,
        signs: tuple[str, str] = ("∗", "="),
        sum: Callable[[int], Sum] | None = None,
        measures: Callable[[int], list[Measure]] | None = None,
    ) -> None:
        self.boards, self.stops, self.signs, self.sum = boards, stops, signs, sum
        self.measures = measures or (lambda _stop: [])

    def figure(self, stop: int, label: str) -> Figure:
        """Draw one stop."""
        wide = _Layout(self, WIDE, [stop])
        narrow = partial(_Layout, self, NARROW, [stop])
        return with_narrow(wide.figure(stop, label), wide.pixels, lambda: narrow().figure(stop, None))

    def film(self, label: str) -> FuncAnimation:
        """Draw all stops, one after another."""
        wide = _Layout(self, WIDE, range(self.stops))
        narrow = partial(_Layout, self, NARROW, range(self.stops))
        return with_narrow(wide.film(label), wide.pixels, lambda: narrow().film(None))


class _Layout:
    """A scene on a sheet of a given width."""

    def __init__(self, scene: Scene, most: int, stops: Sequence[int]) -> None:
        self.scene, self.most, self.stops = scene, most, stops
        self.lanes = max(len(_lanes(scene.measures(stop))) for stop in stops)
        boards, _ = self._placed(stops[0])
        self.width = max(board.left + _room(board) for board in boards)
        bottom = max(board.top + board.height for board in boards)
        below = boards[0].top + boards[0].height + LANE * self.lanes
        self.grid_height = max(bottom, below)
        self.sum_lines = max((len(self._sum_lines(stop)) for stop in stops), default=0) if scene.sum else 0
        self.height = self.grid_height + (0.25 + SUM_LINE * self.sum_lines if self.sum_lines else 0.0)
        self.scale = min(1.0, most / (PITCH * (self.width + 0.12)))

    @property
    def pixels(self) -> float:
        """Width in page pixels."""
        return PITCH * self.scale * (self.width + 0.12)

    def figure(self, stop: int, label: str | None) -> Figure:
        """Draw one stop."""
        figure, ax = self._sheet(label)
        self._draw(ax, stop)
        return figure

    def film(self, label: str | None) -> FuncAnimation:
        """Draw all stops."""
        figure, ax = self._sheet(label)

        def frame(stop: int) -> list[Any]:
            ax.clear()
            self._draw(ax, stop)
            return []

        return FuncAnimation(figure, frame, frames=self.stops, interval=STOP_MILLISECONDS, init_func=lambda: [])

    def _sheet(self, label: str | None) -> tuple[Figure, Axes]:
        figure = sheet(self.pixels, PITCH * self.scale * (self.height + 0.12), label)
        return figure, figure.add_axes((0, 0, 1, 1))

    def _placed(self, stop: int) -> tuple[Boards, list[tuple[str, float, float]]]:
        boards, lanes = self.scene.boards(stop), LANE * self.lanes
        if all(board.height == 1 for board in boards):
            return boards, _below_each_other(boards, lanes)
        input, kernel, output = boards
        cells = self.most / PITCH
        for columns in (
            [[input], [kernel], [output]],
            [[input], [kernel, output]] if input.width >= output.width else [[input, kernel], [output]],
        ):
            if sum(max(map(_room, column)) for column in columns) + GAP * (len(columns) - 1) <= cells:
                return boards, _in_columns(columns, self.scene.signs, lanes)
        return boards, _in_rows(boards, self.scene.signs, lanes, cells)

    def _draw(self, ax: Axes, stop: int) -> None:
        boards, signs = self._placed(stop)
        for board, sign in zip(boards, ("", *self.scene.signs), strict=True):
            board.draw(ax, self.scale)
            in_row = all(other.height == 1 for other in boards)
            self._small(ax, board.left + 0.06, board.top - 0.34, _title(board, sign if in_row else ""), ha="left")
        for text, x, y in signs:
            ax.text(x, y, text, ha="center", va="center", color=LIGHT["ink-2"], fontsize=points(22 * self.scale))
        for lane, measures in enumerate(_lanes(self.scene.measures(stop))):
            for measure in measures:
                self._measure(ax, measure, boards[0], boards[0].top + boards[0].height + LANE * (lane + 0.3))
        if self.scene.sum:
            self._write_sum(ax, stop)
        show_cells(ax, self.width, self.height)

    def _small(self, ax: Axes, x: float, y: float, text: str, **style: Any) -> None:
        size = points(SMALL_PIXELS * max(self.scale, 0.85))
        ax.text(x, y, text, va="center", color=LIGHT["ink-2"], fontsize=size, **style)

    def _measure(self, ax: Axes, measure: Measure, board: Board, y: float) -> None:
        start, end = board.left + measure.start, board.left + measure.end
        look = {"color": LIGHT["ink-2"], "linewidth": points(1.5), "shrinkA": 0, "shrinkB": 0}
        shape = "-|>,head_width=0.22,head_length=0.4" if measure.arrow else "|-|,widthA=0.25,widthB=0.25"
        ax.annotate("", (end, y), (start, y), arrowprops={"arrowstyle": shape} | look)
        self._small(ax, (start + end) / 2, y + 0.36, measure.text, ha="center")

    def _sum_lines(self, stop: int) -> list[str]:
        return self.scene.sum(stop).lines(TERMS_IN_LINE[self.most]) if self.scene.sum else []

    def _write_sum(self, ax: Axes, stop: int) -> None:
        assert self.scene.sum is not None
        size = points(DIGIT_PIXELS * min(1.0, self.scale * 1.05))
        plain = {"color": LIGHT["ink-2"], "fontsize": size}
        *above, last = self._sum_lines(stop)
        written = self.scene.sum(stop).total
        sign = "signed-minus" if "−" in written else "output-line"
        total = {"color": LIGHT[sign], "fontsize": size, "fontweight": "bold"}
        end = HPacker(
            children=[
                TextArea(last, textprops=plain),
                TextArea(f" {written}", textprops=total),
            ],
            pad=0,
            sep=0,
            align="baseline",
        )
        lines = VPacker(
            children=[*(TextArea(line, textprops=plain) for line in above), end], pad=0, sep=5, align="center"
        )
        middle = (self.grid_height + 0.25 + self.height) / 2
        ax.add_artist(AnnotationBbox(lines, (self.width / 2, middle), frameon=False, pad=0, zorder=4))


def _room(board: Board) -> float:
    """Return the cells that a board takes: never fewer than its title needs."""
    return max(board.width, 0.21 * len(_title(board, "")) - 0.3 if board.symbol else 0.0)


def _title(board: Board, sign: str) -> str:
    return " ".join(part for part in (sign, board.symbol) if part)


def _below_each_other(boards: Boards, lanes: float) -> list[tuple[str, float, float]]:
    top = LABEL
    for board in boards:
        board.top = top
        top += 1 + LABEL + 0.25 + (lanes if board is boards[0] else 0.0)
    return []


def _in_columns(columns: list[list[Board]], signs: tuple[str, str], lanes: float) -> list[tuple[str, float, float]]:
    """Place columns side by side, each centred; signs stand in the gaps, or above a board below another."""
    heights = [
        sum(board.height + LABEL for board in column)
        + 0.6 * (len(column) - 1)
        + (lanes if column[0].role == "input" and len(column) > 1 else 0.0)
        for column in columns
    ]
    left, found, waiting = 0.0, [], list(signs)
    for column, height in zip(columns, heights, strict=True):
        width, top = max(map(_room, column)), (max(heights) - height) / 2
        for number, board in enumerate(column):
            board.left = left + (width - board.width) / 2
            board.top = top + LABEL
            if number:
                found.append((waiting.pop(0), board.left - 0.6, board.top + board.height / 2))
            elif left:
                found.append((waiting.pop(0), left - GAP / 2, board.top + board.height / 2))
            top += LABEL + board.height + 0.6 + (lanes if board.role == "input" else 0.0)
        left += width + GAP
    return found


def _in_rows(boards: Boards, signs: tuple[str, str], lanes: float, cells: float) -> list[tuple[str, float, float]]:
    """Place the input above, kernel and output below it in one row where they fit, and below each other otherwise."""
    input, kernel, output = boards
    indent = 0.8  # for the sign in front of a row
    one_row = indent + _room(kernel) + GAP + _room(output) <= cells
    rows = [[input], [kernel, output]] if one_row else [[input], [kernel], [output]]
    width = max(
        _room(input),
        (indent + _room(kernel) + GAP + _room(output)) if one_row else indent + max(_room(kernel), _room(output)),
    )
    top, found, waiting = 0.0, [], list(signs)
    for row in rows:
        height = max(board.height for board in row)
        taken = sum(map(_room, row)) + GAP * (len(row) - 1)
        left = (width - taken) / 2 + (indent / 2 if row[0] is not input else 0.0)
        for board in row:
            board.left, board.top = left, top + LABEL + (height - board.height) / 2
            if board is not input:
                before = indent / 2 + 0.15 if board is row[0] else GAP / 2
                found.append((waiting.pop(0), left - before, board.top + board.height / 2))
            left += _room(board) + GAP
        top += LABEL + height + 0.35 + (lanes if row[0] is input else 0.0)
    return found


def _lanes(measures: list[Measure]) -> list[list[Measure]]:
    """Sort measures into as few rows as keep them apart."""
    lanes: list[list[Measure]] = []
    for measure in measures:
        for lane in lanes:
            if all(_apart(measure, other) for other in lane):
                lane.append(measure)
                break
        else:
            lanes.append([measure])
    return lanes


def _apart(one: Measure, other: Measure) -> bool:
    return _reach(one)[1] < _reach(other)[0] or _reach(other)[1] < _reach(one)[0]


def _reach(measure: Measure) -> tuple[float, float]:
    middle, half = (measure.start + measure.end) / 2, 0.12 * len(measure.text)
    return min(measure.start, middle - half), max(measure.end, middle + half)
