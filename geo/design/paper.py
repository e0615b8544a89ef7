"""The paper: units, sizes of sheets, and what else only print needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from geo.design.theme import px
from geo.design.tokens import read_design

MM_PER_INCH = 25.4
MM_PER_PT = MM_PER_INCH / 72
Box = tuple[float, float, float, float]
"""Left, foot, right, top."""


@dataclass(frozen=True)
class Format:
    """A size of sheet: margins, columns of text, and the room left around what is shown."""

    size_mm: tuple[float, float]
    margin_mm: float
    column_mm: float
    gutter_mm: float
    room: float
    columns: tuple[float, ...] = (1,)
    """How wide they are, by the usual one."""

    @property
    def strips(self) -> list[Box]:
        """Where the columns of text stand."""
        left, top, found = self.margin_mm, self.size_mm[1] - self.margin_mm, []
        for width in self.columns:
            found.append((left, self.margin_mm, left + width * self.column_mm, top))
            left = found[-1][2] + self.gutter_mm
        return found

    @property
    def frame(self) -> Box:
        """What is left for the map."""
        left, (width, height) = self.strips[-1][2] + self.gutter_mm, self.size_mm
        return left, self.margin_mm, width - self.margin_mm, height - self.margin_mm


@cache
def print_design() -> dict[str, Any]:
    """Return what only print needs."""
    return read_design("print.json")


@cache
def sheet_format(name: str) -> Format:
    """Return a size of sheet: `whole` or `partner`."""
    design = print_design()["formats"][name]
    return Format(**{**design, "size_mm": tuple(design["size_mm"])})


def pt(pixels: float) -> float:
    """Return CSS pixels as points on paper."""
    scale: float = print_design()["pt_per_px"]
    return pixels * scale


def mm(pixels: float) -> float:
    """Return CSS pixels as millimetres on paper."""
    return pt(pixels) * MM_PER_PT


def size_pt(size: float | str) -> float:
    """Return a size of type in points: given in CSS pixels, or by its name in the theme."""
    return pt(px(size) if isinstance(size, str) else size)
