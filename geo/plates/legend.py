"""The legend on paper: the strokes and signs of its rows, and how its groups are laid out."""

from __future__ import annotations

import numpy as np
import shapely

from geo.design.legend import Group, Look
from geo.design.marks import Mark
from geo.design.strokes import Stroke
from geo.model.spec import Spec
from geo.plates.column import Draw, TextColumn
from geo.plates.ground import draw_hatch
from geo.plates.sheet import Sheet, Spot
from geo.plates.signs import draw_marks

SWATCH_MM = 10.0
INDENT_MM = 13.0
LINE_MM, SIGN_MM = 1.7, 3.2


def lay_group(column: TextColumn, group: Group, *, spec: Spec, most: int) -> None:
    """Lay out a group, so many entries at most."""
    column.heading(group.title, 0.4)
    for entry in group.cut(spec, most).entries:
        column.row(entry.name, entry.amount, draw=swatch(*entry.looks), indent=INDENT_MM)
    column.text(group.note, "note")
    column.gap(2.6)


def swatch(*looks: Look) -> Draw:
    """Return what draws looks at the left edge of a row: lines above each other, signs abreast."""

    def draw(sheet: Sheet, spot: Spot) -> None:
        for i, look in enumerate(looks):
            aside = i - (len(looks) - 1) / 2
            right, down = (SIGN_MM, 0) if isinstance(look[0], Mark) else (0, LINE_MM)
            _draw_look(sheet, (spot[0] + aside * right, spot[1] - aside * down), look)

    return draw


def _draw_look(sheet: Sheet, spot: Spot, look: Look) -> None:
    (x, y), box = spot, shapely.box(spot[0], spot[1] - 1, spot[0] + SWATCH_MM, spot[1] + 1)
    for shape in look:
        if isinstance(shape, Stroke):
            sheet.line(np.array([(x, y), (x + SWATCH_MM, y)]), shape, clipped=False)
        elif isinstance(shape, Mark):
            draw_marks(sheet, (x + SWATCH_MM / 2, y), [shape], clipped=False)
        elif shape.hatched:
            draw_hatch(sheet, box, clipped=False)
        else:
            sheet.fill(box, shape, opacity=shape.opacity, clipped=False)
