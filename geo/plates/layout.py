"""A plate as a whole: its map, and the text beside it, as large as it can be for all to be told."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import replace

from geo.design.paper import Format, sheet_format
from geo.design.view import View
from geo.model.content import Content
from geo.plates.column import TextColumn
from geo.plates.imprint import write_imprint, write_warning
from geo.plates.plate import Plate, draw_map, new_sheet

SCALES = (1, 0.95, 0.9, 0.85, 0.8)
"""How large type is set, the best first."""
COLUMNS: tuple[tuple[float, ...], ...] = ((1,), (1, 0.5), (1, 1))
"""What columns take the text that even in the smallest type does not fit into those before."""
MOST = 1000
"""How many rows a list has where there is room for all."""
Write = Callable[[TextColumn, Plate, int], None]
"""Lays out the text of a plate, so many rows of each list at most."""


def compose(
    content: Content,
    view: Callable[[Format], View],
    write: Write,
    *,
    title: str,
    focus: str = "",
) -> Plate:
    """Draw a plate: in smaller type where much is to be told, then in more columns.

    Where that is not enough, lists are cut, as few rows as need be, and tell how many they lack.
    `title`, `focus` and the content are as for `draw_map`.
    """
    form = sheet_format("partner" if focus else "whole")
    for columns in COLUMNS:
        wide = replace(form, columns=columns)
        plate = draw_map(
            new_sheet(content.spec, wide, view(wide)), content, title=title, focus=focus
        )
        first, *others = wide.strips
        foot = write_imprint(plate.sheet, content, first)
        strips = [(first[0], foot, first[2], first[3]), *others]

        def lay(scale: float, most: int) -> TextColumn:
            column = TextColumn(strips, scale=scale)  # noqa: B023 - called before the next turn
            write(column, plate, most)  # noqa: B023
            return column

        for scale in SCALES:
            column = lay(scale, MOST)
            if not column.overflows:
                return _written(plate, content, column)
    fitting = bisect_left(range(1, MOST), 1, key=lambda most: lay(SCALES[-1], most).overflows)
    return _written(plate, content, lay(SCALES[-1], max(fitting, 1)))


def _written(plate: Plate, content: Content, column: TextColumn) -> Plate:
    column.write(plate.sheet)
    write_warning(plate.sheet, content.spec)
    return plate
