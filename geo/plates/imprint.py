"""What stands at the foot beside the map: scale bar, projection, edition and credit."""

from __future__ import annotations

import shapely

from geo.design.areas import Fill
from geo.design.captions import imprint, round_km
from geo.design.paper import Box
from geo.design.tokens import read_design
from geo.model.content import Content
from geo.model.saying import kilometres, number, say
from geo.model.spec import Spec
from geo.plates.sheet import Sheet, Spot
from geo.plates.type import lacking, styles, wrapped

SCALE_MM = 7.0
"""What the scale bar takes of the column."""


def write_imprint(sheet: Sheet, content: Content, strip: Box) -> float:
    """Write the imprint at the foot of a strip; return where it begins."""
    left, foot, right, _ = strip
    style, notes = styles()["note"], imprint(content, sheet.view)
    lines = [line for note in notes for line in wrapped(note, style, right - left)]
    for i, line in enumerate(reversed(lines)):
        sheet.write(line, (left, foot + (i + 0.5) * style.line_mm), style)
    top = foot + len(lines) * style.line_mm
    _draw_scale(sheet, content.spec, (left, top + 3), (right - left) * 0.62)
    return top + SCALE_MM


def write_warning(sheet: Sheet, spec: Spec) -> None:
    """Write at the very foot which scripts of what is written are boxes, if any are."""
    if scripts := ", ".join(sheet.boxes):
        style, (left, foot, _, _) = styles()["note"], sheet.frame
        text = say(spec, "plate.boxes", scripts=scripts)
        if lacking(text, style):
            text = read_design("words/en.json")["plate.boxes"].replace("{scripts}", scripts)
        sheet.write(text, (left, foot / 3), style)


def _draw_scale(sheet: Sheet, spec: Spec, spot: Spot, longest_mm: float) -> None:
    """Draw a bar of a round length, true in the middle of the map."""
    longest = sheet.km_across(longest_mm)
    km = round_km(longest)
    width = longest_mm * km / longest
    x, y = spot
    for i in range(4):
        part = shapely.box(x + i * width / 4, y, x + (i + 1) * width / 4, y + 1)
        sheet.fill(part, Fill("paper" if i % 2 else "ink", "ink", 0.8), clipped=False)
    style = styles()["scale"]
    sheet.write("0", (x, y + 3), style)
    sheet.write(number(spec, km / 2), (x + width / 2, y + 3), style, side="center")
    sheet.write(kilometres(spec, km), (x + width, y + 3), style, side="center")
