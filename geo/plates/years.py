"""Events by year: the signs of the map, stacked on an axis."""

from __future__ import annotations

from collections import Counter

import numpy as np

from geo.design.strokes import Stroke
from geo.plates.column import Column
from geo.plates.content import Content
from geo.plates.piles import events_of
from geo.plates.signs import draw_point
from geo.plates.type import styles
from geo.plates.words import say

SIGN_MM = 2.5
AXIS_MM = 2.2


def write_years(column: Column, content: Content) -> None:
    """Write one stack of signs for each year from the first event to the last; none if none."""
    spec = content.spec
    events = [
        (int(event.text(layer.time[0])[:4]), event)
        for layer in spec.events
        for event in events_of(content, layer)
    ]
    if not events:
        return
    tally = Counter(year for year, _ in events)
    first, last = min(tally), max(tally)
    column.text(say(spec, "plate.years"), "group")
    column.gap(max(tally.values()) * SIGN_MM + 0.8)
    step = column.width / (last - first + 1)
    foot = column.y
    stacked: Counter[int] = Counter()
    for year, event in events:
        spot = (column.left + (year - first + 0.5) * step, foot + (stacked[year] + 0.6) * SIGN_MM)
        stacked[year] += 1
        draw_point(column.sheet, spec, spot, event, clipped=False)
    axis = np.array([(column.left, foot), (column.right, foot)])
    column.sheet.line(axis, Stroke(0.9, colour="ink"), clipped=False)
    style, ends = styles()["year"], {first, last}
    roomy = style.width_mm("0000") < step
    for year in range(first, last + 1) if roomy else sorted(ends):
        at = (column.left + (year - first + 0.5) * step, foot - AXIS_MM)
        text = str(year) if year in ends else say(spec, "plate.year", year=f"{year % 100:02}")
        column.sheet.write(text, at, style, side="center")
    column.gap(2 * AXIS_MM)
