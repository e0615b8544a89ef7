"""Places: which are shown, the most telling first, and where their sign has room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.plates.boxes import within
from geo.plates.sheet import Sheet, Spot
from geo.plates.signs import draw_dot, draw_place, mm_per_px
from geo.plates.theme import print_design

JUNCTION = 3
"""A station where fewer segments meet is a mere point of the line."""
CROWDED_PX = 9.0


def find_places(
    sheet: Sheet, layers: Mapping[str, gpd.GeoDataFrame], *, minor: bool
) -> list[tuple[Any, Spot]]:
    """Return the places in the frame, the most telling first.

    Parameters
    ----------
    sheet
        The sheet.
    layers
        With `places`, `republics`, `instc` and `ashgabat`.
    minor
        Whether to show crossings and breaks of gauge too.
    """
    segments = {
        row.id: (row.from_place, row.to_place)
        for name in ("instc", "ashgabat")
        for row in layers[name].itertuples()
    }
    ends = [place for pair in segments.values() for place in pair]
    order = print_design()["legend"]["kind"]
    partners = {"IN", *layers["republics"]["iso_a2"]}
    found = []
    for row in layers["places"].itertuples():
        spot = sheet.spot(row.geometry.x, row.geometry.y)
        hidden = row.kind == "station" and ends.count(row.id) < JUNCTION
        hidden |= row.kind in ("crossing", "gauge_break") and not minor
        if not hidden and within((*spot, *spot), sheet.frame):
            rank = order.index(row.kind) + (0 if row.iso_a2 in partners else 0.5)
            found.append((rank, row, spot))
    found.sort(key=lambda item: (item[0], item[1].id))
    return [(row, spot) for _, row, spot in found]


def draw_places(sheet: Sheet, places: list[tuple[Any, Spot]]) -> list[tuple[Any, Spot]]:
    """Draw the signs, a dot where one has no room; return the places that have their sign."""
    roomy: list[tuple[Any, Spot]] = []
    for row, spot in places:
        near = any(
            np.hypot(x - spot[0], y - spot[1]) < CROWDED_PX * mm_per_px() for _, (x, y) in roomy
        )
        if near:
            draw_dot(sheet, spot)
        else:
            roomy.append((row, spot))
    for row, spot in reversed(roomy):
        draw_place(sheet, spot, row.kind)
    return roomy


def is_technical(row: Any) -> bool:
    """Tell whether a place is a station that only railways name."""
    return bool(row.kind == "station" and pd.isna(row.name_ru) and pd.isna(row.name_local))
