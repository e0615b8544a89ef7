"""What all plates share: the sheet with its column, the map, the imprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.model.schema import GEOMETRY, Edition
from geo.model.worldviews import polygons_in_view
from geo.plates.boxes import Taken, around
from geo.plates.column import Column
from geo.plates.corridors import draw_corridors
from geo.plates.ground import draw_frame, draw_ground
from geo.plates.labels import Labels, area_names, branch_names, pile_text
from geo.plates.piles import draw_piles, draw_rings, find_piles, lay_piles
from geo.plates.places import draw_places, find_places, is_technical
from geo.plates.sheet import Sheet, Spot, View
from geo.plates.signs import mm_per_px
from geo.plates.theme import colour, pt
from geo.plates.type import styles
from geo.plates.words import date, number, say
from geo.read.geojson import read_geojson

Layers = Mapping[str, gpd.GeoDataFrame]
SIGN_PX = 4.6
LINE_MM = 0.9


@dataclass(frozen=True)
class Plate:
    """A plate: its title, its sheet, and the labels of its map."""

    title: str
    sheet: Sheet
    labels: Labels


def new_sheet(design: Mapping[str, Any], view: View) -> tuple[Sheet, Column]:
    """Return an empty sheet with a column for text at its left."""
    (width, height), margin = design["size_mm"], design["margin_mm"]
    left = margin + design["column_mm"] + design["gutter_mm"]
    sheet = Sheet((width, height), (left, margin, width - margin, height - margin), view)
    return sheet, Column(sheet, margin, margin + design["column_mm"], height - margin)


def draw_map(
    sheet: Sheet, layers: Layers, worldview: str, hero: str = ""
) -> tuple[Labels, dict[str, gpd.GeoDataFrame]]:
    """Draw the map from the ground up, and label it.

    Parameters
    ----------
    sheet
        The sheet, its map still empty.
    layers
        Layers in EPSG:4326 by name.
    worldview
        Whose borders to draw.
    hero
        Id of the one republic that the map is about: the others are quieter, and its minor places
        and its events are named.

    Returns
    -------
    tuple
        What was written on the map, and the layers as the view draws them: with `areas`, which more
        than one claims, and without the kinds of places that the map leaves out.
    """
    layers = {**layers, "areas": _claimed_areas(sheet, worldview)}
    draw_ground(sheet, layers, hero=hero)
    draw_rings(sheet, layers["exercises"])
    courses = draw_corridors(sheet, layers)
    roomy = draw_places(sheet, find_places(sheet, layers, minor=bool(hero)))
    signs, lines = Taken(), Taken()
    signs.add(*(around(spot, SIGN_PX * mm_per_px()) for _, spot in roomy))
    lines.add(*(around(bead, LINE_MM) for _, beads in courses for bead in beads))
    labels = Labels(sheet, signs, lines)
    areas = area_names(sheet, layers, hero)
    own = {"IN", *layers["republics"]["iso_a2"]}
    capitals = [place for place in roomy if place[0].kind == "capital" and place[0].iso_a2 in own]
    towns = [place for place in roomy if place[0].kind in ("capital", "port", "city")]
    rest = [place for place in roomy if hero or not is_technical(place[0])]
    labels.write_areas(name for name in areas if name.kind == "lit")
    labels.write_places(capitals)
    piles = find_piles(sheet, layers)
    lay_piles(sheet, piles, signs, labels.written, lines)
    labels.write_areas(name for name in areas if name.kind == "sea")
    labels.write_places(towns)
    if hero:
        for pile in piles:
            labels.write_pile(pile_text(pile), pile)
    labels.write_areas(branch_names(sheet, courses))
    labels.write_areas(name for name in areas if name.kind in ("small-sea", "area"))
    labels.write_places(rest)
    draw_piles(sheet, piles)
    draw_frame(sheet)
    kinds = {row.kind for row, _ in roomy}
    places = layers["places"]
    return labels, {**layers, "places": places[places["kind"].isin(kinds)]}


def _claimed_areas(sheet: Sheet, worldview: str) -> gpd.GeoDataFrame:
    """Return the areas in the frame of the map that more than one claims."""
    areas = polygons_in_view(read_geojson(GEOMETRY / "areas.geojson"), worldview)
    inside = areas.geometry.map(lambda area: not sheet.shape(area, around_mm=0).is_empty)
    return areas[inside.astype(bool)].assign(border="claimed")


def write_imprint(column: Column, edition: Edition, worldview: str, foot: float) -> None:
    """Write scale bar, projection, view, edition and credit at the foot of the column."""
    sheet, view = column.sheet, column.sheet.view
    lon, lat = view.centre
    notes = [
        say("plate.projection", lat=f"{lat:g}", lon=f"{lon:g}", scale=number(view.scale)),
        say("plate.borders", view=say(f"worldview.{worldview}")),
        say("plate.edition", version=edition.version, date=date(edition.date)),
        say("plate.credit"),
    ]
    column.y = foot + sum(column.height(note, "note") for note in notes)
    _draw_scale(sheet, (column.left, column.y + 3), column.width * 0.62)
    for note in notes:
        column.text(note, "note")


def _draw_scale(sheet: Sheet, spot: Spot, longest_mm: float) -> None:
    """Draw a bar of a round length, true in the middle of the map."""
    longest = sheet.km_across(longest_mm)
    power = 10 ** np.floor(np.log10(longest))
    km = next(step * power for step in (5, 2, 1) if step * power <= longest)
    width = longest_mm * km / longest
    x, y = spot
    for i in range(4):
        sheet.fill(
            shapely.box(x + i * width / 4, y, x + (i + 1) * width / 4, y + 1),
            clipped=False,
            facecolor=colour("paper" if i % 2 else "ink"),
            edgecolor=colour("ink"),
            linewidth=pt(0.8),
        )
    style = styles()["scale"]
    sheet.write("0", (x, y + 3), style)
    sheet.write(number(km / 2), (x + width / 2, y + 3), style, side="center")
    sheet.write(say("unit.km", n=number(km)), (x + width, y + 3), style, side="center")
