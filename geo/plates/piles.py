"""Exercises and dialogues: those of one place lie side by side, on it or tied to it by a stem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.model.geodesy import GEOD
from geo.plates.boxes import Taken, around, nearest, within
from geo.plates.sheet import Box, Sheet, Spot
from geo.plates.signs import draw_dialogue, draw_dot, draw_exercise, mm_per_px
from geo.plates.theme import colour, points, pt

EVENT_PX = 7.0
STEP_PX = 11.5
NEAR_PX = 12.0
ROW = 5
WAYS = [(0, 1), (0, -1), (-1, 0), (1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)]
SMALLEST_RING_PX = 9.0


@dataclass
class Pile:
    """Events of one layer at one place, and the box that they take."""

    layer: str
    spot: Spot
    events: list[Any] = field(default_factory=list)
    box: Box = (0, 0, 0, 0)


def find_piles(sheet: Sheet, layers: Mapping[str, gpd.GeoDataFrame]) -> list[Pile]:
    """Gather the events in the frame that would cover each other."""
    piles: list[Pile] = []
    near = NEAR_PX * mm_per_px()
    for layer in ("exercises", "dialogues"):
        for row in layers[layer].sort_values("start", kind="stable").itertuples():
            for point in shapely.get_parts(row.geometry):
                x, y = sheet.spot(point.x, point.y)
                if not within((x, y, x, y), sheet.frame):
                    continue
                same = [
                    pile
                    for pile in piles
                    if pile.layer == layer and np.hypot(pile.spot[0] - x, pile.spot[1] - y) < near
                ]
                pile = same[0] if same else Pile(layer, (x, y))
                if not same:
                    piles.append(pile)
                pile.events.append(row)
    return piles


def draw_rings(sheet: Sheet, exercises: gpd.GeoDataFrame) -> None:
    """Draw the circle on the ground within which an exercise was held, where it can be seen."""
    for row in exercises.itertuples():
        lon, lat = row.geometry.x, row.geometry.y
        if row.precision_m * 1000 / sheet.view.scale < SMALLEST_RING_PX * mm_per_px():
            continue
        turns = np.linspace(0, 360, 73)
        ones = np.ones_like(turns)
        lons, lats, _ = GEOD.fwd(lon * ones, lat * ones, turns, row.precision_m * ones)
        ring = shapely.Polygon(sheet.project(np.column_stack([lons, lats])))
        hue = colour(row.series)
        sheet.fill(ring, facecolor=hue, alpha=0.1)
        sheet.fill(ring, fill=False, edgecolor=hue, alpha=0.6, linewidth=points("line-ring") * 0.8)


def lay_piles(sheet: Sheet, piles: list[Pile], signs: Taken, written: Taken, lines: Taken) -> None:
    """Give each pile a box: on its place, or near it where there is room, rather off the lines.

    The boxes are added to those of the signs.
    """
    for pile in sorted(piles, key=lambda pile: -len(pile.events)):
        half = _half(len(pile.events))
        boxes = [around(pile.spot, *half)]
        for away in np.arange(2.2, 14, 0.6):
            for h, v in WAYS:
                x, y = pile.spot
                boxes.append(around((x + h * (half[0] + away), y + v * (half[1] + away)), *half))
        free = [
            box
            for box in boxes
            if within(box, sheet.frame) and not signs.meetings(box) + written.meetings(box)
        ]
        clear = [box for box in free[:24] if not lines.meetings(box)]
        pile.box = (clear or free or boxes)[0]
        signs.add(pile.box)


def draw_piles(sheet: Sheet, piles: list[Pile]) -> None:
    """Draw the stems, then the signs of all piles."""
    step = STEP_PX * mm_per_px()
    for pile in piles:
        if pile.box != around(pile.spot, *_half(len(pile.events))):
            stem = np.array([pile.spot, nearest(pile.box, pile.spot)])
            sheet.line(stem, color=colour("ink"), linewidth=pt(0.9))
            draw_dot(sheet, pile.spot)
    for pile in piles:
        left, top = pile.box[0] + EVENT_PX * mm_per_px(), pile.box[3] - EVENT_PX * mm_per_px()
        for i, event in enumerate(pile.events):
            spot = (left + (i % ROW) * step, top - (i // ROW) * step)
            if pile.layer == "exercises":
                draw_exercise(sheet, spot, event.series, sure=event.confidence != "low")
            else:
                draw_dialogue(sheet, spot, event.format, virtual=bool(event.virtual))


def _half(count: int) -> tuple[float, float]:
    """Return half the width and height of a pile."""
    rows = -(-count // ROW)
    event, step = EVENT_PX * mm_per_px(), STEP_PX * mm_per_px()
    return event + (min(count, ROW) - 1) * step / 2, event + (rows - 1) * step / 2
