"""Points without time: which are shown, the most telling first, and which have room for a sign."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import shapely

from geo.design.legend import place_layers
from geo.design.marks import scale_of
from geo.design.paper import mm
from geo.model.content import Content, Feature
from geo.model.spec import Spec
from geo.plates.boxes import distance, within
from geo.plates.piles import WAYS
from geo.plates.sheet import Sheet, Spot
from geo.plates.signs import draw_dot, draw_point

JUNCTION = 3
"""A place shown at junctions, where fewer segments meet, is a mere point of the line."""
CROWDED_PX, ASIDE_PX = 9.0, 10.0


@dataclass(frozen=True)
class Place:
    """A point without time, and where it lies on the sheet."""

    feature: Feature
    spot: Spot
    label: str
    at_home: bool
    """Whether it lies in the country that the atlas is about, or in one of its partners."""


def find_places(sheet: Sheet, content: Content, *, close: bool) -> list[Place]:
    """Return the places in the frame, the most telling first: those of the first values.

    `close` says whether the map shows a part from close by, with the places that only such has.
    """
    meeting = Counter(
        segment.text(end) for segment in content.segments for end in ("from_place", "to_place")
    )
    home = content.home
    found = []
    for number, layer in enumerate(place_layers(content.spec)):
        values = content.spec.values.get(layer.legend[0], {}) if layer.legend else {}
        order = list(values)
        for feature in content.of(layer):
            settings = values[feature.category].settings if feature.category in values else {}
            shown = settings.get("shown", "")
            far = feature.id in layer.settings.get("technical", ()) or shown == "close"
            if (far and not close) or (shown == "junction" and meeting[feature.id] < JUNCTION):
                continue
            spot = sheet.spot(*shapely.get_coordinates(feature.shape)[0])
            if not within((*spot, *spot), sheet.frame):
                continue
            at_home = feature.text(layer.country) in home
            label = settings.get("label", "small" if shown else "plain")
            rank = order.index(feature.category) if feature.category in order else len(order)
            place = Place(feature, spot, label, at_home)
            found.append(((number, rank, not at_home, feature.id), place))
    return [place for _, place in sorted(found, key=lambda item: item[0])]


def _meet(one: Place, other: Place, spot: Spot) -> bool:
    """Tell whether the sign of a place would cover that of another, if it stood on a spot."""
    size = (scale_of(one.feature.layer) + scale_of(other.feature.layer)) / 2
    return distance(other.spot, spot) < mm(CROWDED_PX) * size


def draw_places(sheet: Sheet, spec: Spec, places: list[Place]) -> list[Place]:
    """Draw the signs, a dot where one has no room; return the places that have their sign.

    Beside one of another layer, which says something else, a sign steps aside.
    """
    roomy: list[Place] = []
    for place in places:
        crowd = [other for other in roomy if _meet(place, other, place.spot)]
        others = all(other.feature.layer is not place.feature.layer for other in crowd)
        x, y = place.spot
        aside = [(x + h * mm(ASIDE_PX), y + v * mm(ASIDE_PX)) for h, v in WAYS if crowd and others]
        free = (spot for spot in aside if not any(_meet(place, other, spot) for other in roomy))
        if spot := next(free, None) if crowd else place.spot:
            roomy.append(replace(place, spot=spot))
        else:
            draw_dot(sheet, place.spot)
    for place in reversed(roomy):
        draw_point(sheet, spec, place.spot, place.feature)
    return roomy
