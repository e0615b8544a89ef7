"""The foot of a column, and how terse all above it has to be: scale bar, projection, edition."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import shapely

from geo.design.areas import Fill
from geo.model.spec import Spec
from geo.plates.column import Column
from geo.plates.content import Content
from geo.plates.sheet import Sheet, Spot, View
from geo.plates.type import styles
from geo.plates.words import date, degrees, kilometres, number, say

SCALE_MM = 7.0
"""What the scale bar takes of the column."""
TERSEST = 5
Write = Callable[[Column, int], None]
"""Writes a column; the number says how terse, from 0 to `TERSEST`."""


def write_column(column: Column, content: Content, write: Write) -> None:
    """Write the column of a plate: what `write` tells, as terse as need be, and the imprint."""
    sheet, foot = column.sheet, column.sheet.frame[1]
    notes = _imprint(content, sheet.view)
    foot += sum(column.height(note, "note") for note in notes)
    terse = 0
    while terse < TERSEST:
        trial = Column(sheet.blank(), column.left, column.right, column.y)
        write(trial, terse)
        if trial.y >= foot + SCALE_MM:
            break
        terse += 1
    write(column, terse)
    _draw_scale(sheet, content.spec, (column.left, foot + 3), column.width * 0.62)
    column.y = foot
    for note in notes:
        column.text(note, "note")


def _imprint(content: Content, view: View) -> list[str]:
    """Return what stands at the foot of the column: projection, borders, edition and credit."""
    spec, (lon, lat) = content.spec, view.centre
    notes = [
        say(
            spec,
            "plate.projection",
            lat=degrees(spec, lat, ("north", "south")),
            lon=degrees(spec, lon, ("east", "west")),
            scale=number(spec, view.scale),
        ),
        say(spec, "plate.borders", view=say(spec, f"worldview.{content.worldview}")),
        say(spec, "plate.edition", version=content.version, date=date(spec, content.date, "date")),
        say(spec, "plate.credit"),
    ]
    return [note for note in notes if note]


def _draw_scale(sheet: Sheet, spec: Spec, spot: Spot, longest_mm: float) -> None:
    """Draw a bar of a round length, true in the middle of the map."""
    longest = sheet.km_across(longest_mm)
    power = 10 ** np.floor(np.log10(longest))
    km = next(step * power for step in (5, 2, 1) if step * power <= longest)
    width = longest_mm * km / longest
    x, y = spot
    for i in range(4):
        part = shapely.box(x + i * width / 4, y, x + (i + 1) * width / 4, y + 1)
        sheet.fill(part, Fill("paper" if i % 2 else "ink", "ink", 0.8), clipped=False)
    style = styles()["scale"]
    sheet.write("0", (x, y + 3), style)
    sheet.write(number(spec, km / 2), (x + width / 2, y + 3), style, side="center")
    sheet.write(kilometres(spec, km), (x + width, y + 3), style, side="center")
