"""Events by year: the signs of the map, stacked on an axis."""

from __future__ import annotations

from collections import Counter

import numpy as np

from geo.design.paper import Box
from geo.design.strokes import Stroke
from geo.model.content import Content, Feature
from geo.model.saying import say
from geo.model.spec import Spec
from geo.plates.column import TextColumn
from geo.plates.piles import events_of
from geo.plates.sheet import Sheet
from geo.plates.signs import draw_sample
from geo.plates.type import styles

SIGN_MM, HIGHEST_MM = 2.5, 30.0
AXIS_MM = 2.2


def write_years(column: TextColumn, content: Content) -> None:
    """Lay out one stack of signs for each year from the first event to the last; none if none."""
    spec = content.spec
    events = [
        (int(event.text(layer.time[0])[:4]), event)
        for layer in spec.events
        for event in events_of(content, layer)
    ]
    if not events:
        return
    tally = Counter(year for year, _ in events)
    high = min(max(tally.values()) * SIGN_MM, HIGHEST_MM)
    column.keep(high + 4 * AXIS_MM + column.style("group").line_mm)
    column.text(say(spec, "plate.years"), "group")
    foot = column.y - high - 0.8
    box = (column.left, foot, column.right, foot + high)
    column.draw(lambda sheet: _draw(sheet, spec, events, box))
    column.y = foot - 2 * AXIS_MM


def _draw(sheet: Sheet, spec: Spec, events: list[tuple[int, Feature]], box: Box) -> None:
    """Draw the axis at the foot of a box, and the stacks on it, the highest as high as the box."""
    left, foot, right, top = box
    tally = Counter(year for year, _ in events)
    first, last = min(tally), max(tally)
    step, up = (right - left) / (last - first + 1), (top - foot) / max(tally.values())
    stacked: Counter[int] = Counter()
    for year, event in events:
        at = (left + (year - first + 0.5) * step, foot + (stacked[year] + 0.6) * up)
        stacked[year] += 1
        draw_sample(sheet, spec, at, event)
    axis = np.array([(left, foot), (right, foot)])
    sheet.line(axis, Stroke(0.9, colour="ink"), clipped=False)
    style, ends = styles()["year"], {first, last}
    roomy = style.width_mm("0000") < step
    for year in range(first, last + 1) if roomy else sorted(ends):
        at = (left + (year - first + 0.5) * step, foot - AXIS_MM)
        text = str(year) if year in ends else say(spec, "plate.year", year=f"{year % 100:02}")
        sheet.write(text, at, style, side="center")
