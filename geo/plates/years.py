"""Exercises and meetings by year: the signs of the map, stacked on an axis."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.plates.column import Column
from geo.plates.legend import Layers
from geo.plates.signs import draw_dialogue, draw_exercise
from geo.plates.theme import colour, pt
from geo.plates.type import styles
from geo.plates.words import say

SIGN_MM = 2.5
AXIS_MM = 2.2


def write_years(column: Column, layers: Layers) -> None:
    """Write one stack of signs for each year from the first event to the last; none if none."""
    events = [
        (int(row.start[:4]), layer, row)
        for layer in ("exercises", "dialogues")
        for row in layers[layer].sort_values(["start", "id"]).itertuples()
    ]
    if not events:
        return
    first, last = min(event[0] for event in events), max(event[0] for event in events)
    tallest = int(pd.Series([event[0] for event in events]).value_counts().max())
    column.text(say("plate.years"), "group")
    column.gap(tallest * SIGN_MM + 0.8)
    step = column.width / (last - first + 1)
    foot = column.y
    stacked = dict.fromkeys(range(first, last + 1), 0)
    for year, layer, row in events:
        spot = (column.left + (year - first + 0.5) * step, foot + (stacked[year] + 0.6) * SIGN_MM)
        stacked[year] += 1
        if layer == "exercises":
            sure = row.confidence != "low"
            draw_exercise(column.sheet, spot, row.series, sure=sure, clipped=False)
        else:
            virtual = bool(row.virtual)
            draw_dialogue(column.sheet, spot, row.format, virtual=virtual, clipped=False)
    axis = np.array([(column.left, foot), (column.right, foot)])
    column.sheet.line(axis, clipped=False, color=colour("ink"), linewidth=pt(0.9))
    for year in range(first, last + 1):
        at = (column.left + (year - first + 0.5) * step, foot - AXIS_MM)
        text = str(year) if year in (first, last) else say("plate.year", year=f"{year % 100:02}")
        column.sheet.write(text, at, styles()["year"], side="center")
    column.gap(2 * AXIS_MM)
