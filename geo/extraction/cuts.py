"""Lines along which parts are cut off the units of the ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.extraction.packages import ExtractionError, Packages
from geo.model.edges import Shapes

SAME_PLACE_DEGREES = 2e-5
"""Ends this close are one: map tiles keep pieces of a line to some 1e-5 degrees."""


def read_cut(
    packages: Packages, source: Mapping[str, str], part: Mapping[str, Any]
) -> list[shapely.LineString]:
    """Return the lines that close off a part, in EPSG:4326, lon/lat.

    Parameters
    ----------
    packages
        The pinned packages.
    source
        Where the lines are: `package`, `path`, and `layer` of a tiled file.
    part
        The part; with `provinces`, only the lines around those of its country's provinces are
        taken.

    Raises
    ------
    ExtractionError
        If the package has no such lines.
    """
    path = packages.folder(source["package"]) / source["path"]
    if not path.is_file():
        raise ExtractionError(f"{path.name}: not in the package")
    lines = gpd.read_file(path, layer=source.get("layer"), encoding="utf-8").to_crs("EPSG:4326")
    if "provinces" in part:
        left, right = lines["name_l"], lines["name_r"]
        inside = left.isin(part["provinces"]) != right.isin(part["provinces"])
        lines = lines[(lines["adm0_a3"] == part["of"]) & inside]
    merged = joined(shapely.get_parts(lines.geometry.to_numpy()))
    if not len(merged):
        raise ExtractionError(f"{part['code']}: no line around it in {path.name}")
    return list(merged)


def joined(pieces: Shapes) -> Shapes:
    """Join pieces of lines whose ends all but meet; pieces that overlap count once.

    Returns
    -------
    Shapes
        The lines, each as long as it goes, in the order of their first vertices.
    """
    pieces = pieces[shapely.length(pieces) > 0]
    ends = shapely.get_point(np.repeat(pieces, 2), np.tile([0, -1], len(pieces)))
    one, other = shapely.STRtree(ends).query(ends, "dwithin", SAME_PLACE_DEGREES)
    positions = shapely.get_coordinates(ends)
    moved = positions.copy()
    for i, j in zip(one, other, strict=True):
        moved[i] = min(tuple(moved[i]), tuple(positions[j]))
    lines = []
    for piece, start, end in zip(pieces, moved[::2], moved[1::2], strict=True):
        vertices = shapely.get_coordinates(piece)
        vertices[0], vertices[-1] = start, end
        lines.append(shapely.LineString(vertices))
    merged = shapely.get_parts(shapely.line_merge(shapely.union_all(lines)))
    return np.array(sorted(merged, key=lambda line: line.coords[0]), dtype=object)


def with_part(
    units: gpd.GeoDataFrame, part: Mapping[str, Any], lines: Sequence[shapely.LineString] | None
) -> gpd.GeoDataFrame:
    """Make a part of a unit a unit of its own, cut off along lines or as whole polygons.

    Parameters
    ----------
    units
        A coverage in EPSG:4326, indexed by code.
    part
        `code` of the new unit, `of` the old one; and either `box` (whole polygons inside), or
        `side` (a place inside the part) with `cut` (the ends of a straight line) or `lines`.
    lines
        Lines to cut along. Their ends move to the nearest vertex that the unit has already, so
        that no neighbour misses a vertex.

    Raises
    ------
    ExtractionError
        If nothing, or all, would be cut off.
    """
    shape = units.geometry[part["of"]]
    if "box" in part:
        pieces = shapely.get_parts(shape)
        chosen = shapely.contains_properly(shapely.box(*part["box"]), pieces)
    else:
        cuts = lines or [shapely.LineString(part["cut"])]
        pieces = _split(shape, [_fitted(line, shape) for line in cuts])
        chosen = shapely.contains_xy(pieces, *part["side"])
    if not chosen.any() or chosen.all():
        raise ExtractionError(f"{part['code']}: cannot be cut off {part['of']}")
    row = units.loc[[part["of"]]].rename(index={part["of"]: part["code"]})
    row.geometry = [shapely.MultiPolygon(list(pieces[chosen]))]
    units = units.copy()
    rest = [shapely.MultiPolygon(list(pieces[~chosen]))]
    units.loc[[part["of"]], "geometry"] = gpd.GeoSeries(rest, [part["of"]], crs="EPSG:4326")
    return gpd.GeoDataFrame(pd.concat([units, row]), crs="EPSG:4326")


def _fitted(line: shapely.LineString, shape: shapely.Geometry) -> shapely.LineString:
    """Move both ends of a line, but not of a ring, to the nearest vertices of a polygon."""
    if line.is_closed:
        return line
    vertices, corners = shapely.get_coordinates(line), shapely.get_coordinates(shape)
    for i in (0, -1):
        vertices[i] = corners[np.hypot(*(corners - vertices[i]).T).argmin()]
    return shapely.LineString(vertices)


def _split(shape: shapely.Geometry, cuts: Sequence[shapely.LineString]) -> Shapes:
    edges = shapely.union_all([shapely.boundary(shape), *cuts])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
    inside: Shapes = faces[shapely.contains(shape, shapely.point_on_surface(faces))]
    return inside
