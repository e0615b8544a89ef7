"""Events: those of one place lie side by side, on it or tied to it by a stem."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from geo.design.areas import Fill
from geo.design.marks import hue_of, scale_of
from geo.design.paper import Box, mm
from geo.design.strokes import Stroke
from geo.design.theme import px
from geo.model.content import Content, Feature
from geo.model.geodesy import GEOD
from geo.model.spec import LayerSpec, Spec
from geo.plates.boxes import Occupied, around, distance, nearest, within
from geo.plates.sheet import Sheet, Spot
from geo.plates.signs import draw_dot, draw_point

EVENT_PX = 7.0
STEP_PX = 11.5
NEAR_PX = 12.0
ROW = 5
WAYS = [(0, 1), (0, -1), (-1, 0), (1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)]
"""Where a sign may stand when its place is occupied, the best first."""
SMALLEST_RING_PX = 9.0


@dataclass
class Pile:
    """Events of one layer at one place, and the box that they occupy."""

    layer: LayerSpec
    spot: Spot
    events: list[Feature] = field(default_factory=list)
    box: Box = (0, 0, 0, 0)


def events_of(content: Content, layer: LayerSpec) -> list[Feature]:
    """Return the events of a layer, the earliest first."""
    start = layer.time[0]
    return sorted(content.of(layer), key=lambda event: (event.text(start), event.id))


def find_piles(sheet: Sheet, content: Content) -> list[Pile]:
    """Gather the events in the frame that would cover each other."""
    piles: list[Pile] = []
    for layer in content.spec.events:
        for event in events_of(content, layer):
            for point in shapely.get_parts(event.shape):
                spot = sheet.spot(point.x, point.y)
                if not within((*spot, *spot), sheet.frame):
                    continue
                same = [
                    pile
                    for pile in piles
                    if pile.layer is layer and distance(pile.spot, spot) < mm(NEAR_PX)
                ]
                pile = same[0] if same else Pile(layer, spot)
                if not same:
                    piles.append(pile)
                pile.events.append(event)
    return piles


def draw_rings(sheet: Sheet, content: Content) -> None:
    """Draw the circles on the ground within which points lie, where they can be seen."""
    for layer in content.spec.of_shape("points"):
        if not layer.settings["mark"].get("ring"):
            continue
        for feature in content.of(layer):
            metres = feature.number("precision_m")
            if metres * 1000 / sheet.view.scale < mm(SMALLEST_RING_PX):
                continue
            hue = hue_of(layer, feature.cells)
            for point in shapely.get_parts(feature.shape):
                ring = _circle(sheet, point, metres)
                sheet.fill(ring, Fill(hue), opacity=0.1)
                sheet.fill(ring, Fill("", hue, px("line-ring")), opacity=0.6)


def _circle(sheet: Sheet, point: shapely.Point, metres: float) -> shapely.Polygon:
    turns = np.linspace(0, 360, 73)
    ones = np.ones_like(turns)
    lons, lats, _ = GEOD.fwd(point.x * ones, point.y * ones, turns, metres * ones)
    return shapely.Polygon(sheet.project(np.column_stack([lons, lats])))


def lay_piles(
    sheet: Sheet, piles: list[Pile], *, signs: Occupied, written: Occupied, lines: Occupied
) -> None:
    """Give each pile a box: on its place, or near it where there is room, rather off the lines.

    The boxes are added to those of the signs.
    """
    for pile in sorted(piles, key=lambda pile: -len(pile.events)):
        half = _half(pile)
        boxes = [around(pile.spot, *half)]
        for away in np.arange(2.2, 14, 0.6):
            for h, v in WAYS:
                x, y = pile.spot
                boxes.append(around((x + h * (half[0] + away), y + v * (half[1] + away)), *half))
        free = [
            box
            for box in boxes
            if within(box, sheet.frame) and not signs.overlaps(box) + written.overlaps(box)
        ]
        clear = [box for box in free[:24] if not lines.overlaps(box)]
        pile.box = (clear or free or boxes)[0]
        signs.add(pile.box)


def draw_piles(sheet: Sheet, spec: Spec, piles: list[Pile]) -> None:
    """Draw the stems, then the signs of all piles."""
    for pile in piles:
        if pile.box != around(pile.spot, *_half(pile)):
            stem = np.array([pile.spot, nearest(pile.box, pile.spot)])
            sheet.line(stem, Stroke(0.9, colour="ink"))
            draw_dot(sheet, pile.spot)
    for pile in reversed(piles):
        half, step = _sizes(pile)
        left, top = pile.box[0] + half, pile.box[3] - half
        for i, event in enumerate(pile.events):
            spot = (left + (i % ROW) * step, top - (i // ROW) * step)
            draw_point(sheet, spec, spot, event)


def _half(pile: Pile) -> tuple[float, float]:
    """Return half the width and height of a pile."""
    count, (half, step) = len(pile.events), _sizes(pile)
    rows = -(-count // ROW)
    return half + (min(count, ROW) - 1) * step / 2, half + (rows - 1) * step / 2


def _sizes(pile: Pile) -> tuple[float, float]:
    """Return half of what an event of a pile takes, and how far it is to the next."""
    size = max(1, scale_of(pile.layer))
    return mm(EVENT_PX) * size, mm(STEP_PX) * size
