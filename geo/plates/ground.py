"""The ground of a map: sea, land, countries and their borders, lakes, rivers, the graticule."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.model.schema import GEOMETRY
from geo.plates.relief import draw_relief
from geo.plates.sheet import Sheet
from geo.plates.theme import colour, dashes, points, pt
from geo.plates.type import styles
from geo.read.geojson import read_geojson

HATCH_MM = 1.1
"""How far the lines of the hatch are apart, along the paper's foot."""


def draw_ground(sheet: Sheet, layers: Mapping[str, gpd.GeoDataFrame], *, hero: str = "") -> None:
    """Draw all that lies beneath corridors and signs.

    Parameters
    ----------
    sheet
        The sheet, still empty.
    layers
        With `republics`, `countries`, `borders` and `areas`, those that more than one claims.
    hero
        Id of the one republic that is lit; by default all are, and India.
    """
    coast: dict[str, Any] = {"edgecolor": colour("coast"), "linewidth": points("line-coast")}
    sheet.fill(shapely.box(*sheet.frame), facecolor=colour("ocean"))
    _graticule(sheet, colour("graticule"))
    land = _read(sheet, "land")
    for shape in land:
        sheet.fill(shape, facecolor=colour("land"), **coast)
    _graticule(sheet, colour("graticule"))
    republics = layers["republics"]
    for frame, tone in ((layers["countries"], "india"), (republics, "republic")):
        for row in frame.itertuples():
            if tone == "republic" or row.iso_a3 == "IND":
                quiet = hero and row.id != hero
                sheet.fill(
                    sheet.shape(row.geometry), facecolor=colour(tone), alpha=0.45 if quiet else 1
                )
    draw_relief(sheet, shapely.intersection(shapely.union_all(land), shapely.box(*sheet.frame)))
    for shape in _read(sheet, "lakes"):
        sheet.fill(shape, facecolor=colour("ocean"), **coast)
    for shape in _read(sheet, "rivers"):
        sheet.lines(shape, color=colour("river"), linewidth=points("line-river"))
    for shape in layers["areas"].geometry:
        draw_hatch(sheet, sheet.shape(shape))
    _borders(sheet, layers["borders"])
    for row in republics.itertuples():
        quiet = hero and row.id != hero
        sheet.fill(
            sheet.shape(row.geometry),
            fill=False,
            edgecolor=colour("republic-edge"),
            linewidth=points("line-republic") * (0.6 if quiet else 1.1),
            alpha=0.6 if quiet else 1,
        )


def draw_frame(sheet: Sheet) -> None:
    """Draw the line around the map, and the degrees of the graticule outside it."""
    left, foot, right, top = sheet.frame
    sheet.fill(
        shapely.box(*sheet.frame),
        clipped=False,
        fill=False,
        edgecolor=colour("ink"),
        linewidth=pt(1),
    )
    style, step = styles()["degree"], graticule_step(sheet)
    for degrees, letters, axis in (
        (range(-30, 170, step), "EW", 0),
        (range(-10, 90, step), "NS", 1),
    ):
        for degree in degrees:
            text = f"{abs(degree)}° {letters[degree < 0]}"
            for spot in _crossings(sheet, degree, axis):
                x, y = spot
                if axis == 0 and (y in (foot, top)) and left + 4 < x < right - 4:
                    sheet.write(text, (x, y + (-2.2 if y == foot else 2.2)), style, side="center")
                elif axis == 1 and (x == right) and foot + 4 < y < top - 4:
                    sheet.write(text, (x + 1.4, y), style)


def _crossings(sheet: Sheet, degree: int, axis: int) -> list[tuple[float, float]]:
    """Return where a meridian (axis 0) or parallel (1) crosses the frame."""
    along = np.arange(-40, 175, 0.5) if axis else np.arange(-20, 85.5, 0.5)
    same = np.full_like(along, degree)
    lonlat = np.column_stack([along, same] if axis else [same, along])
    line = shapely.LineString(sheet.project(lonlat))
    left, foot, right, top = sheet.frame
    edges = {
        foot: shapely.LineString([(left, foot), (right, foot)]),
        top: shapely.LineString([(left, top), (right, top)]),
        right: shapely.LineString([(right, foot), (right, top)]),
    }
    spots = []
    for value, edge in edges.items():
        for x, y in shapely.get_coordinates(shapely.intersection(line, edge)):
            spots.append((x, value) if value != right else (value, y))
    return spots


def border_strokes() -> dict[str, dict[str, Any]]:
    """Return the stroke of each kind of border as style of a line."""
    width = points("line-border")
    return {
        "boundary": {"linewidth": width},
        "disputed": {"linewidth": width, "linestyle": dashes("dash-disputed")},
        "line_of_control": {
            "linewidth": width * 2,
            "linestyle": dashes("dash-control"),
            "dash_capstyle": "round",
        },
    }


def draw_hatch(sheet: Sheet, shape: shapely.Geometry, *, clipped: bool = True) -> None:
    """Hatch polygons of the sheet with lines that lie on one grid, whatever the polygon."""
    if shape.is_empty:
        return
    left, foot, right, top = shape.bounds
    steps = np.arange(floor((left - top) / HATCH_MM), ceil((right - foot) / HATCH_MM) + 1)
    rising = [[(foot + x, foot), (top + x, top)] for x in steps * HATCH_MM]
    hatch = shapely.intersection(shapely.MultiLineString(rising), shape)
    sheet.lines(hatch, clipped=clipped, color=colour("hatch"), linewidth=pt(1))


def _borders(sheet: Sheet, borders: gpd.GeoDataFrame) -> None:
    """Draw each boundary line by what it is in the view."""
    kinds = border_strokes()
    for shape, kind in zip(borders.geometry, borders["border"], strict=True):
        if kind in kinds:
            sheet.lines(sheet.shape(shape), color=colour("border"), **kinds[kind])


def _read(sheet: Sheet, name: str) -> list[shapely.Geometry]:
    frame = read_geojson(GEOMETRY / f"{name}.geojson")
    shapes = [sheet.shape(shape) for shape in frame.geometry]
    return [shape for shape in shapes if not shape.is_empty]


def graticule_step(sheet: Sheet) -> int:
    """Return how many degrees the lines of the graticule are apart."""
    return next((step for step, scale in ((2, 6e6), (5, 14e6)) if sheet.view.scale <= scale), 10)


def _graticule(sheet: Sheet, tone: str) -> None:
    """Draw meridians and parallels."""
    west, south, east, north, step = -40, -20, 180, 80, graticule_step(sheet)
    lines = [[(lon, south), (lon, north)] for lon in range(west, east + 1, step)]
    lines += [[(west, lat), (east, lat)] for lat in range(south, north + 1, step)]
    shape = sheet.shape(shapely.MultiLineString(lines))
    sheet.lines(shape, color=tone, linewidth=pt(0.9))
