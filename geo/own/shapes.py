"""Geometry of any frame as an atlas has it: flat, whole, in degrees, and on its map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import LayerError, Problem
from geo.model.edges import Shapes, simple_parts, wide_edges
from geo.model.spec import Spec
from geo.model.window import degrees_within, in_window
from geo.own.cells import row_name

KINDS = ("points", "lines", "areas")
"""What the parts of a geometry are, by their dimension."""
DECIMALS = 6
"""Of degrees, as layers are published: what would fall together is left out."""
_ROUNDING = 10.0**-DECIMALS
"""So far, in degrees, may what is computed lie beyond the last of them."""
_CHORD_DEG = 1
"""What is straight in degrees is none on the map: no edge is longer than this."""
_PIECES = 16
"""Into so many an edge is cut that reaches across half of the world."""


@dataclass(frozen=True)
class Parts:
    """Geometries of one kind, and the row that each is of."""

    rows: npt.NDArray[np.intp]
    shapes: Shapes


@dataclass(frozen=True)
class Shown:
    """What of some parts lies on a map; how many are cut at its edge, and which are too small."""

    parts: Parts
    cut: int
    small: npt.NDArray[np.intp]


def in_degrees(frame: gpd.GeoSeries, name: str) -> tuple[Shapes, npt.NDArray[np.bool_]]:
    """Return flat, valid geometries in lon/lat, and which are without parts that have no position.

    None stands for what is empty or has no position at all.

    Raises
    ------
    LayerError
        If nobody says in what they are measured, or if they are no degrees.
    """
    if frame.crs is None:
        ways = "by a .prj beside a shapefile, frame.set_crs(4326), or as its program saves it"
        raise LayerError(f"{name}: no CRS: say in what its positions are measured, {ways}")
    if not (frame.crs.is_geographic or frame.crs.is_projected or frame.crs.is_geocentric):
        raise LayerError(f"{name}: its CRS, {frame.crs.name}, tells of no places on the Earth")
    flat = frame if frame.crs.is_geocentric else frame.force_2d()
    try:
        shapes = shapely.force_2d(flat.to_crs("EPSG:4326").to_numpy())
        if not frame.crs.is_geocentric:
            _turn_the_short_way(shapes, flat)
    except (pyproj.exceptions.ProjError, ValueError) as error:
        told = str(error).splitlines()[0]
        raise LayerError(f"{name}: positions that cannot be put in degrees ({told})") from None
    torn = _without_gaps(shapes)
    _without_rounding(shapes)
    west, south, east, north = shapely.bounds(shapes).T
    beyond = (west >= 180) & (east <= 360)
    shapes[beyond] = _moved(shapes[beyond], -360)
    across = ~beyond & (west >= -180) & (east > 180) & (east <= 360)
    shapes[across] = _parted(shapes[across])
    wrong = ~(beyond | across) & ((west < -180) | (east > 180)) | (south < -90) | (north > 90)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        every = shapely.get_coordinates(shapes[row])
        x, y = every[(np.abs(every) > [180, 90]).any(axis=1)][0]
        expected = "longitudes and latitudes in degrees, or the CRS that they are in"
        at = row_name(frame.index, row)
        raise LayerError(Problem(name, at, "geometry", f"{x:.9g}, {y:.9g}", expected))
    return _valid(shapes), torn


def count_beside(frame: gpd.GeoSeries) -> Iterator[tuple[str, int]]:
    """Yield what positions have beside degrees, other than 0, and how many geometries have it."""
    shapes = frame.to_numpy()
    for what, have, last in (
        ("heights", shapely.has_z, {"include_z": True}),
        ("measures (M)", shapely.has_m, {"include_m": True}),
    ):
        full = np.flatnonzero(have(shapes))
        at, owner = shapely.get_coordinates(shapes[full], return_index=True, **last)
        if count := len(np.unique(owner[np.nan_to_num(at[:, -1]) != 0])):
            yield what, count


def count_nowhere(shapes: Shapes) -> int:
    """Return how many points lie at 0, 0, as where programs write 0 for what is missing."""
    points = shapes[shapely.get_type_id(shapes) == shapely.GeometryType.POINT]
    return int((shapely.get_coordinates(points) == 0).all(axis=1).sum())


def count_wide(shapes: Shapes) -> int:
    """Return how many lines and areas have an edge across more than half of the world, not all."""
    rows, across = wide_edges(shapes)
    return len(np.unique(rows[across < 360]))


def seem_degrees(frame: gpd.GeoSeries) -> bool:
    """Tell whether what should be metres on a map is no more than degrees are."""
    if frame.crs is None or not frame.crs.is_projected:
        return False
    x, y = np.abs(shapely.get_coordinates(frame.to_numpy())).T
    return bool(len(x) and x.max() <= 180 and y.max() <= 90)


def by_kind(shapes: Shapes) -> dict[str, Parts]:
    """Return the points, lines and areas among geometries, each kind by itself.

    Of lines and areas, what is of one row stays together; each point stands alone.
    """
    found = {}
    there = np.flatnonzero(shapes != None)  # noqa: E711 - of each
    parts, owner = simple_parts(shapes[there])
    rings = shapely.get_type_id(parts) == shapely.GeometryType.LINEARRING  # in no file is there one
    parts[rings] = [shapely.LineString(ring) for ring in parts[rings]]
    for dimension, kind in enumerate(KINDS):
        own = (shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)
        order = np.argsort(owner[own], kind="stable")
        rows, single = there[owner[own][order]], parts[own][order]
        if dimension and len(rows):
            rows, single = _together(rows, single, dimension)
        if len(rows):
            found[kind] = Parts(rows, single)
    return found


def on_the_map(kind: str, parts: Parts, spec: Spec) -> Shown:
    """Return what lies on the map of an atlas.

    Points lie on it or not; lines and areas are drawn as far as it reaches.
    """
    if kind == "points":
        kept = in_window(spec, *shapely.get_coordinates(parts.shapes).T)
        return Shown(Parts(parts.rows[kept], parts.shapes[kept]), 0, parts.rows[:0])
    half = spec.settings["map"]["window_m"]
    window = degrees_within(spec.settings["centre"], -half["x"], -half["y"], half["x"], half["y"])
    shapely.prepare(window)
    inside = shapely.covers(window, parts.shapes)
    dense = shapely.segmentize(parts.shapes, _CHORD_DEG)
    dense[~inside] = shapely.intersection(dense[~inside], window)
    dimension = KINDS.index(kind)
    published = shapely.set_precision(dense, 10.0**-DECIMALS)
    cut = np.array([_of_dimension(shape, dimension) for shape in published], dtype=object)
    kept = cut != None  # noqa: E711 - of each
    small = ~kept & (shapely.get_dimensions(dense) == dimension) & ~shapely.is_empty(dense)
    turned = shapely.orient_polygons(cut[kept])
    own = Parts(parts.rows[kept], turned)
    return Shown(own, int((kept & ~inside).sum()), parts.rows[small])


def _turn_the_short_way(shapes: Shapes, flat: gpd.GeoSeries) -> None:
    """Cut at 180 degrees what crosses it in a CRS where that is a line like any other.

    In degrees its edges seem to lead around the world the other way. On a map of all the world some
    do: pieces of them are short.
    """
    rows = np.unique(wide_edges(shapes)[0])
    rows = rows[_are_whole(shapes[rows])]
    plane = flat.to_numpy()[rows]
    west, south, east, north = shapely.bounds(plane).T
    pieces = shapely.segmentize(plane, np.maximum(east - west, north - south) / _PIECES)
    degrees = gpd.GeoSeries(pieces, crs=flat.crs).to_crs("EPSG:4326").to_numpy()
    for row in np.unique(wide_edges(degrees)[0]):
        parts, _ = simple_parts(degrees[row : row + 1])
        shapes[rows[row]] = shapely.GeometryCollection([*map(_turned, parts)])


def _turned(part: BaseGeometry) -> BaseGeometry:
    """Return a part of a geometry of which each edge leads the short way around the world."""
    found: BaseGeometry
    if isinstance(part, shapely.Polygon):
        found, *holes = _parted(np.array([*map(_area_in, (part.exterior, *part.interiors))]))
        return shapely.difference(found, shapely.union_all(holes))
    if isinstance(part, shapely.LineString):  # or a ring
        part = shapely.LineString(_unwound(shapely.get_coordinates(part)))
    (found,) = _parted(np.array([part]))
    return found


def _moved(shapes: Shapes, degrees: float) -> Shapes:
    """Return geometries that lie so much farther in the east."""
    moved: Shapes = shapely.transform(shapes, lambda xy: xy - [-degrees, 0])
    return moved


def _unwound(at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return positions of which the longitudes go on beyond 180."""
    x, y = at.T
    x = np.unwrap(x, period=360)
    return np.column_stack([x - 360 * np.floor((x.min() + 180) / 360), y])


def _area_in(ring: shapely.LinearRing) -> shapely.Polygon:
    """Return what lies in a ring; in one around a pole it reaches up to that."""
    at = _unwound(shapely.get_coordinates(ring))
    begin, end = at[0, 0], at[-1, 0]
    if abs(end - begin) > 180:
        along = np.linspace(end, begin, 5)
        pole = np.full_like(along, np.copysign(90, at[:, 1].mean()))
        at = np.vstack([at, np.column_stack([along, pole])])
    return shapely.Polygon(at)


def _parted(shapes: Shapes) -> Shapes:
    """Return geometries that cross 180 degrees as they are on either side of it.

    Each part is cut by itself, since what an overlay of a collection is cannot always be told.
    Scraps along the cut are left out; None stands for what leaves nothing.
    """
    parts, owner = simple_parts(_mended(shapes))
    east = np.nanmax(shapely.bounds(parts)[:, 2], initial=180)
    wests = np.arange(-180, east, 360)
    turned = [
        _moved(shapely.intersection(parts, shapely.box(west, -90, west + 360, 90)), -180 - west)
        for west in wests
    ]
    pieces, at = simple_parts(np.concatenate(turned))
    pieces, at = pieces[~shapely.is_empty(pieces)], at[~shapely.is_empty(pieces)]
    part = at % len(parts)
    kept = shapely.get_dimensions(pieces) == shapely.get_dimensions(parts)[part]
    kept &= (at < len(parts)) | (shapely.get_x(pieces) != -180)  # a point is on one side alone
    rows = owner[part][kept]
    order = np.argsort(rows, kind="stable")
    whole = np.full(len(shapes), None, dtype=object)
    shapely.geometrycollections(pieces[kept][order], indices=rows[order], out=whole)
    return whole


def _without_gaps(shapes: Shapes) -> npt.NDArray[np.bool_]:
    """Leave of geometries the parts that have positions, and tell which had others besides."""
    whole = _are_whole(shapes)
    torn = ~whole & (shapely.get_type_id(shapes) >= 4) & ~shapely.is_empty(shapes)
    shapes[~whole & ~torn] = None
    for row in np.flatnonzero(torn):
        parts, _ = simple_parts(shapes[row : row + 1])
        kept = parts[_are_whole(parts)]
        shapes[row] = shapely.GeometryCollection([*kept]) if len(kept) else None
    torn &= ~shapely.is_missing(shapes)
    return torn


def _without_rounding(shapes: Shapes) -> None:
    """Put at the last degrees what lies beyond them by how numbers are rounded alone."""
    west, south, _, north = shapely.bounds(shapes).T
    slight = (west < -180) | (south < -90) | (north > 90)
    slight &= (west > -180 - _ROUNDING) & (south > -90 - _ROUNDING) & (north < 90 + _ROUNDING)
    shapes[slight] = shapely.transform(
        shapes[slight], lambda xy: np.clip(xy, [-180, -90], [np.inf, 90])
    )


def _are_whole(shapes: Shapes) -> npt.NDArray[np.bool_]:
    """Tell which geometries have positions, each of two finite numbers."""
    whole = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    at, owner = shapely.get_coordinates(shapes, return_index=True)
    whole[owner[~np.isfinite(at).all(axis=1)]] = False
    return whole


def _valid(shapes: Shapes) -> Shapes:
    wrong = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    if wrong.any():
        shapes[wrong] = _mended(shapes[wrong])
        shapes[shapely.is_empty(shapes)] = None
    return shapes


def _mended(shapes: Shapes) -> Shapes:
    """Return valid geometries: areas without the scraps of lines that only a way to mend them has.

    What is a line or a point, however it was meant, is one.
    """
    return shapely.make_valid(shapes, method="structure", keep_collapsed=True)


def _together(
    rows: npt.NDArray[np.intp], single: Shapes, dimension: int
) -> tuple[npt.NDArray[np.intp], Shapes]:
    """Return the parts of each row as one geometry, a simple one where there is one part."""
    many = shapely.MultiLineString if dimension == 1 else shapely.MultiPolygon
    each, first = np.unique(rows, return_index=True)
    groups = np.split(single, first[1:])
    joined = [
        group[0]
        if len(group) == 1
        else shapely.union_all(group)
        if dimension == 2
        else many(list(group))
        for group in groups
    ]
    return each, np.array(joined, dtype=object)


def _of_dimension(shape: BaseGeometry, dimension: int) -> shapely.Geometry | None:
    """Return the parts of a geometry that are of one dimension; None if there are none."""
    if shape.is_empty:
        return None
    if shape.geom_type != "GeometryCollection":
        return shape if shapely.get_dimensions(shape) == dimension else None
    parts = [p for p in shapely.get_parts(shape) if shapely.get_dimensions(p) == dimension]
    return shapely.union_all(parts) if parts else None
