"""What all plates share: the sheet with its column, and the map."""

from __future__ import annotations

from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from geo.design.marks import scale_of
from geo.design.paper import Format, mm
from geo.design.theme import light_colours
from geo.design.view import View
from geo.model.content import Content, Feature
from geo.model.spec import Spec
from geo.model.worldviews import polygons_in_view
from geo.plates.boxes import Occupied, around
from geo.plates.ground import draw_frame, draw_ground
from geo.plates.labels import AREA, LIT, SEA, SMALL_SEA, Labels, area_names, branch_names, pile_text
from geo.plates.network import draw_network
from geo.plates.piles import draw_piles, draw_rings, find_piles, lay_piles
from geo.plates.places import draw_places, find_places
from geo.plates.sheet import Sheet
from geo.read.geojson import read_ground

SIGN_PX = 4.6
LINE_MM = 0.9


@dataclass(frozen=True)
class Plate:
    """A plate: its title, its sheet, the labels of its map, and what shows there.

    `shown` are the features with a sign, a line or a hue there, `named` the events named beside
    their sign; `claimed` is whether areas are hatched.
    """

    title: str
    sheet: Sheet
    labels: Labels
    shown: Content
    named: list[Feature]
    claimed: bool


def new_sheet(spec: Spec, form: Format, view: View) -> Sheet:
    """Return an empty sheet."""
    return Sheet(form.size_mm, form.frame, view, light_colours(spec))


def draw_map(sheet: Sheet, content: Content, *, title: str, focus: str) -> Plate:
    """Draw the map of a plate from the ground up, and label it.

    The atlas is in that view of the borders already. `focus` is the id of the one partner that the
    map is about, or empty: the others are quieter, and its minor places and its events are named.
    """
    spec, claimed = content.spec, _claimed_areas(sheet, content)
    shown = draw_ground(sheet, content, claimed, focus=focus)
    draw_rings(sheet, content)
    beads, segments = draw_network(sheet, content)
    places = draw_places(sheet, spec, find_places(sheet, content, close=bool(focus)))
    signs, lines = Occupied(), Occupied()
    reaches = [mm(SIGN_PX) * scale_of(place.feature.layer) for place in places]
    signs.add(*(around(place.spot, reach) for place, reach in zip(places, reaches, strict=True)))
    lines.add(*(around(spot, LINE_MM) for each in beads for spot in each.spots))
    labels = Labels(sheet, signs=signs, lines=lines)
    areas = area_names(sheet, content, focus)
    labels.write_areas(name for name in areas if name.kind == LIT)
    labels.write_places(place for place in places if place.label == "strong" and place.at_home)
    piles = find_piles(sheet, content)
    lay_piles(sheet, piles, signs=signs, written=labels.written, lines=lines)
    labels.write_areas(name for name in areas if name.kind == SEA)
    labels.write_places(place for place in places if place.label != "small")
    named = [pile for pile in piles if focus and labels.write_pile(pile_text(spec, pile), pile)]
    labels.write_areas(branch_names(sheet, spec, beads))
    labels.write_areas(name for name in areas if name.kind in (SMALL_SEA, AREA))
    labels.write_places(places)
    labels.write_towns(content.towns)
    draw_piles(sheet, spec, piles)
    draw_frame(sheet, spec)
    shown += [*segments, *(place.feature for place in places)]
    shown += [event for pile in piles for event in pile.events]
    told = [event for pile in named for event in pile.events]
    return Plate(title, sheet, labels, content.only(shown), told, bool(claimed))


def _claimed_areas(sheet: Sheet, content: Content) -> list[BaseGeometry]:
    """Return the areas on the sheet that more than one claims, inside the frame of the map."""
    areas = polygons_in_view(read_ground(content.spec, "areas"), content.worldview).geometry
    inside = [area for area in areas if not sheet.shape(area, around_mm=0).is_empty]
    return [sheet.shape(area) for area in inside]
