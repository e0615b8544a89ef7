"""A column of text beside the map, written from its top downward."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from geo.design.strokes import Stroke
from geo.plates.sheet import Sheet, Spot
from geo.plates.type import styles, wrapped

Draw = Callable[[Sheet, Spot], None]
GUTTER_MM = 7.0


class Column:
    """A column between two edges of a sheet, and how far down it is written."""

    def __init__(self, sheet: Sheet, left: float, right: float, top: float) -> None:
        self.sheet, self.left, self.right, self.y = sheet, left, right, top

    @property
    def width(self) -> float:
        """Its width."""
        return self.right - self.left

    def halves(self) -> tuple[Column, Column]:
        """Return two narrower columns, side by side, that begin here."""
        half = (self.width - GUTTER_MM) / 2
        return (
            Column(self.sheet, self.left, self.left + half, self.y),
            Column(self.sheet, self.right - half, self.right, self.y),
        )

    def height(self, text: str, kind: str) -> float:
        """Return how much of the column a text takes."""
        return len(wrapped(text, styles()[kind], self.width)) * styles()[kind].line_mm

    def gap(self, mm: float) -> None:
        """Leave a gap."""
        self.y -= mm

    def rule(self, gap: float) -> None:
        """Draw a line across, and leave a gap below it."""
        points = np.array([(self.left, self.y), (self.right, self.y)])
        self.sheet.line(points, Stroke(0.9, colour="hairline"), clipped=False)
        self.gap(gap)

    def text(self, text: str, kind: str, gap: float = 0) -> None:
        """Write a text in as many lines as it needs, and leave a gap below; nothing for none."""
        if not text:
            return
        style = styles()[kind]
        for line in wrapped(text, style, self.width):
            self.y -= style.line_mm / 2
            self.sheet.write(line, (self.left, self.y), style)
            self.y -= style.line_mm / 2
        self.gap(gap)

    def row(
        self,
        name: str,
        value: str = "",
        *,
        draw: Draw | None = None,
        indent: float = 0,
        kind: str = "row",
    ) -> None:
        """Write a row: a sign, a name, and a value at the right edge."""
        style = styles()[kind]
        free = self.width - indent - style.width_mm(value) - (3 if value else 0)
        lines = wrapped(name, style, free)
        self.y -= style.line_mm / 2
        if draw:
            draw(self.sheet, (self.left, self.y))
        if value:
            self.sheet.write(value, (self.right, self.y), style, side="right")
        for i, line in enumerate(lines):
            if i:
                self.y -= style.line_mm
            self.sheet.write(line, (self.left + indent, self.y), style)
        self.y -= style.line_mm / 2
