"""The ground of a map: sea, land, areas and their borders, lakes, rivers, the graticule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import ceil, floor

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.design.areas import HUED, Fill, area_hue, closed_fill, fills, kind_of
from geo.design.strokes import Stroke, border_strokes, plain_stroke
from geo.design.theme import px
from geo.design.view import graticule_step
from geo.model.content import Content, Feature
from geo.model.saying import degrees
from geo.model.spec import Spec
from geo.plates.relief import draw_relief
from geo.plates.sheet import Sheet, Spot
from geo.plates.type import styles
from geo.read.geojson import read_ground

HATCH_MM = 1.1
"""How far the lines of the hatch are apart, along the paper's foot."""
QUIET = 0.45
"""How opaque partners are beside the one that a map is about."""
FAINT = 0.6
"""How wide and opaque their edges are."""
FAR_LAT = 80
"""How far meridians reach."""
DEGREE_MM, CORNER_MM = 2.2, 4.0
"""How far the degrees stand off the frame, and how near to its corners there are none."""


def draw_ground(
    sheet: Sheet, content: Content, claimed: list[BaseGeometry], *, focus: str
) -> list[Feature]:
    """Draw all that lies beneath networks and signs, on a sheet that is still empty.

    Returns the areas with a hue, and the lines, that show on it.
    `claimed` are areas on the sheet that more than one claims; `focus` is the id of the one partner
    that is lit: where it is empty all are, and the subject of the atlas.
    """
    coast = Fill("land", "coast", px("line-coast"))
    sheet.fill(shapely.box(*sheet.frame), Fill("ocean"))
    areas = [
        area
        for layer in reversed(content.spec.of_shape("areas"))  # the first lies on top
        for area in content.of(layer)
    ]
    land = _read(sheet, content.spec, "land") or [
        sheet.shape(shapely.union_all([area.shape for area in areas]))
    ]
    for shape in land:
        sheet.fill(shape, coast)
    _graticule(sheet)
    seen = [
        area
        for area in areas
        if _fill(sheet, content.spec, area, quiet=bool(focus) and area.id != focus)
    ]
    frame = shapely.box(*sheet.frame)
    draw_relief(sheet, content.spec, shapely.intersection(shapely.union_all(land), frame))
    for shape in _read(sheet, content.spec, "lakes"):
        sheet.fill(shape, replace(coast, colour="ocean"))
    for shape in _read(sheet, content.spec, "rivers"):
        sheet.lines(shape, Stroke(px("line-river"), colour="river"))
    for shape in claimed:
        draw_hatch(sheet, shape)
    seen += _draw_borders(sheet, content)
    _draw_edges(sheet, content, focus)
    return seen


def draw_hatch(sheet: Sheet, shape: BaseGeometry, *, clipped: bool = True) -> None:
    """Hatch polygons of the sheet with lines that lie on one grid, whatever the polygon."""
    if shape.is_empty:
        return
    left, foot, right, top = shape.bounds
    steps = np.arange(floor((left - top) / HATCH_MM), ceil((right - foot) / HATCH_MM) + 1)
    rising = [[(foot + x, foot), (top + x, top)] for x in steps * HATCH_MM]
    hatch = shapely.intersection(shapely.MultiLineString(rising), shape)
    sheet.lines(hatch, Stroke(1, colour="hatch"), clipped=clipped)


def _fill(sheet: Sheet, spec: Spec, area: Feature, *, quiet: bool) -> bool:
    """Fill an area if it is lit, and if it has a hue; tell whether such a hue shows."""
    shape = sheet.shape(area.shape)
    kind = kind_of(spec, area.layer, area.text("iso_a2"))
    if kind != "quiet":
        fill = replace(fills()[kind], edge="")
        sheet.fill(shape, fill, opacity=QUIET if quiet else None)
    if hue := area_hue(spec, area.layer, area.cells):
        sheet.fill(shape, Fill(hue), opacity=HUED)
    return bool(hue) and sheet.shows(shape)


def _draw_borders(sheet: Sheet, content: Content) -> Iterator[Feature]:
    """Draw each line by what it is, a boundary in the view, and yield those that show."""
    kinds, plain = border_strokes(content.spec), content.spec.plain_lines
    for layer in reversed(content.spec.of_shape("lines")):
        for line in content.of(layer):
            shape = sheet.shape(line.shape)
            if layer.closed:
                fill = closed_fill(content.spec, layer, line.cells)
                sheet.fill(shape, replace(fill, edge=""), opacity=fill.opacity)
                sheet.fill(shape, replace(fill, colour=""))
            elif layer in plain:
                sheet.lines(shape, plain_stroke(content.spec, layer, line.cells))
            elif stroke := kinds.get(line.text("border")):
                sheet.lines(shape, stroke)
            else:
                continue
            if sheet.shows(shape):
                yield line


def _draw_edges(sheet: Sheet, content: Content, focus: str) -> None:
    """Draw the edges of the partners, fainter beside the one that a map is about."""
    edge = replace(fills()["partner"], colour="")
    for partner in content.partners:
        shape = sheet.shape(partner.shape)
        if focus and partner.id != focus:
            sheet.fill(shape, replace(edge, width=edge.width * FAINT), opacity=FAINT)
        else:
            sheet.fill(shape, edge)


def _read(sheet: Sheet, spec: Spec, name: str) -> list[BaseGeometry]:
    """Return what a file of the geometry holds, as it lies on the sheet; nothing without it."""
    shapes = [sheet.shape(shape) for shape in read_ground(spec, name).geometry]
    return [shape for shape in shapes if not shape.is_empty]


def _graticule(sheet: Sheet) -> None:
    """Draw meridians and parallels."""
    step = graticule_step(sheet.view.scale)
    lines = [[(lon, -FAR_LAT), (lon, FAR_LAT)] for lon in range(-180, 180, step)]
    lines += [[(-180, lat), (180, lat)] for lat in range(-FAR_LAT, FAR_LAT + 1, step)]
    shape = sheet.shape(shapely.MultiLineString(lines))
    sheet.lines(shape, Stroke(0.9, colour="graticule"))


def draw_frame(sheet: Sheet, spec: Spec) -> None:
    """Draw the line around the map, and the degrees of the graticule outside it."""
    left, foot, right, top = sheet.frame
    sheet.fill(shapely.box(*sheet.frame), Fill("", "ink", 1), clipped=False)
    style, step = styles()["degree"], graticule_step(sheet.view.scale)
    for lon in range(-180, 180, step):
        text = degrees(spec, lon, ("east", "west"))
        for y, away in ((foot, -DEGREE_MM), (top, DEGREE_MM)):
            edge = [(left + CORNER_MM, y), (right - CORNER_MM, y)]
            for x, _ in _crossings(sheet, [(lon, -FAR_LAT), (lon, FAR_LAT)], edge):
                sheet.write(text, (x, y + away), style, side="center")
    for lat in range(-FAR_LAT, FAR_LAT + 1, step):
        edge = [(right, foot + CORNER_MM), (right, top - CORNER_MM)]
        for _, y in _crossings(sheet, [(-180, lat), (180, lat)], edge):
            sheet.write(degrees(spec, lat, ("north", "south")), (right + 1.4, y), style)


def _crossings(sheet: Sheet, degree: list[Spot], edge: list[Spot]) -> list[Spot]:
    """Return where a meridian or parallel crosses an edge of the frame."""
    line = sheet.shape(shapely.LineString(degree))
    met = shapely.intersection(line, shapely.LineString(edge))
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(met)]
