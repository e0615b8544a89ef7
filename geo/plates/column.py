"""Text beside the map, laid out from the top downward and written once it is known to fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np

from geo.design.paper import Box
from geo.design.strokes import Stroke
from geo.plates.sheet import Sheet, Spot
from geo.plates.type import Style, styles, wrapped

Draw = Callable[[Sheet, Spot], None]
Block = Callable[["TextColumn"], None]
"""Lays out a part of a column."""
GUTTER_MM, ROW_GAP_MM = 7.0, 3.0
NARROW_MM = 50.0
"""What is narrower than this has no halves."""


class TextColumn:
    """Text in one strip of a sheet, and in the next where that is full.

    `scale` is how large type and gaps are.
    """

    def __init__(self, strips: Iterable[Box], *, scale: float = 1) -> None:
        self.scale = scale
        self._left_over = list(strips)
        self._marks: list[Callable[[Sheet], None]] = []
        self._ruled = 0.0
        self._begin()

    def _begin(self) -> None:
        self.left, self.foot, self.right, self.top = self._left_over.pop(0)
        self.y = self.top

    @property
    def width(self) -> float:
        """The width of the strip."""
        return self.right - self.left

    @property
    def overflows(self) -> bool:
        """Whether more is laid out than there is room for."""
        return self.y < self.foot

    def style(self, kind: str) -> Style:
        """Return a style as large as type is here."""
        return styles()[kind].scaled(self.scale)

    def write(self, sheet: Sheet) -> None:
        """Write on a sheet all that is laid out."""
        for mark in self._marks:
            mark(sheet)

    def draw(self, draw: Callable[[Sheet], None]) -> None:
        """Draw something when the column is written."""
        self._marks.append(draw)

    def keep(self, mm: float) -> None:
        """Go on in the next strip if there is less room than this in the present one."""
        if self.y - mm - self._ruled < self.foot and self._left_over:
            self._begin()
        if self._ruled and self.y < self.top:
            points = np.array([(self.left, self.y), (self.right, self.y)])
            stroke = Stroke(0.9, colour="hairline")
            self.draw(lambda sheet: sheet.line(points, stroke, clipped=False))
            self.gap(self._ruled)
        self._ruled = 0.0

    def side_by_side(self, blocks: Sequence[Block], *, scale: float = 1) -> None:
        """Lay out blocks, in two halves of about the same height where the strip is wide enough.

        They may be of another scale than the rest.
        """
        usual, self.scale = self.scale, self.scale * scale
        self.keep(self._split(blocks)[1])
        if self.width < NARROW_MM:
            for block in blocks:
                block(self)
        else:
            split, height = self._split(blocks)
            half = (self.width - GUTTER_MM) / 2
            for left, those in ((self.left, blocks[:split]), (self.right - half, blocks[split:])):
                column = TextColumn([(left, self.foot, left + half, self.y)], scale=self.scale)
                for block in those:
                    block(column)
                self._marks += column._marks
            self.y -= height
        self.scale = usual

    def _split(self, blocks: Sequence[Block]) -> tuple[int, float]:
        """Return how many blocks best stand in the left half, and how high both halves are then."""
        heights = []
        for block in blocks:
            trial = TextColumn([(0, 0, (self.width - GUTTER_MM) / 2, 0)], scale=self.scale)
            block(trial)
            heights.append(-trial.y)
        halves = {n: max(sum(heights[:n]), sum(heights[n:])) for n in range(len(blocks) + 1)}
        best = min(halves, key=lambda n: halves[n])
        return best, halves[best]

    def gap(self, mm: float) -> None:
        """Leave a gap, except at the top."""
        if self.y < self.top:
            self.y -= mm * self.scale

    def rule(self, gap: float) -> None:
        """Draw a line across, and leave a gap below it, where more follows in the same strip."""
        self._ruled = gap

    def heading(self, text: str, gap: float = 0) -> None:
        """Write what stands above rows, of which the first at least stands in the same strip."""
        self.keep(self.style("group").line_mm + 2 * self.style("row").line_mm)
        self.text(text, "group", gap)

    def text(self, text: str, kind: str, gap: float = 0) -> None:
        """Write a text in as many lines as it needs, and leave a gap below; nothing for none.

        It is smaller than its kind where a word is wider than the strip.
        """
        if text:
            style = self.style(kind)
            widest = max(style.width_mm(word) for word in text.split(" "))
            style = style.scaled(min(1, self.width / widest))
            self._lay(self._wrap(text, style, 0), style, 0)
            self.gap(gap)

    def row(
        self, name: str, value: str = "", *, draw: Draw | None = None, indent: float = 0
    ) -> None:
        """Write a row: a sign, a name, and a value at the right edge."""
        style = self.style("row")
        taken = style.width_mm(value) + ROW_GAP_MM if value else 0
        lines = self._wrap(name, style, indent + taken)
        y = self.y - style.line_mm / 2
        start, end = (self.left, y), (self.right, y)
        if draw:
            self.draw(lambda sheet: draw(sheet, start))
        if value:
            self.draw(lambda sheet: sheet.write(value, end, style, side="right"))
        self._lay(lines, style, indent)

    def _wrap(self, text: str, style: Style, taken: float) -> list[str]:
        """Break a text into lines beside what is taken, and go where all of them have room."""
        lines = wrapped(text, style, self.width - taken)
        self.keep(len(lines) * style.line_mm)
        return wrapped(text, style, self.width - taken)  # which may be in another strip

    def _lay(self, lines: list[str], style: Style, indent: float) -> None:
        for line in lines:
            spot = (self.left + indent, self.y - style.line_mm / 2)
            self.draw(partial(Sheet.write, text=line, spot=spot, style=style))
            self.y -= style.line_mm
