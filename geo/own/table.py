"""Tables of a user's own that say where each row lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import LayerError, Problem
from geo.model.cells import parse
from geo.model.spec import Column
from geo.read.tables import read_records

_LON = ("lon", "lng", "long", "longitude", "x")
_LAT = ("lat", "latitude", "y")
_WKT = ("wkt", "geometry", "geom", "the_geom")
_NUMBER = re.compile(r"[+-]?((0|[1-9]\d*)(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?(0|[1-9]\d{0,14})", re.ASCII)
_SHOWN = 80


def read_positions(path: Path) -> gpd.GeoDataFrame:
    """Read a table with a column of longitudes and one of latitudes, or one of WKT, in degrees.

    Numbers, and what is true or false, are such if all of their column is; codes as 007 are texts.

    Raises
    ------
    DataError, LayerError
        If it is no such table: with the first wrong line.
    """
    header, records, delimiter = read_records(path)
    if twice := next((title for title in header if header.count(title) > 1), None):
        raise LayerError(Problem(path.name, 1, "", twice, "each column once"))
    if wide := next((line for line, record in records if len(record) > len(header)), None):
        expected = f"{len(header)} cells as in the header"
        raise LayerError(Problem(path.name, wide, "", "", expected))
    full = [[cell for _, cell in zip_longest(header, row, fillvalue="")] for _, row in records]
    table = pd.DataFrame(full, [line for line, _ in records], header, dtype=object)
    if delimiter != ",":  # where no commas part cells, numbers may have one
        table = table.map(lambda cell: re.sub(r"^([+-]?\d+),(\d+)$", r"\1.\2", cell))
    lon, lat, wkt = (_among(header, names) for names in (_LON, _LAT, _WKT))
    if lon and lat:
        shapes: list[shapely.Geometry | None] = [*_points(path.name, table, lon, lat)]
    elif wkt:
        shapes = [*_geometries(path.name, table, wkt)]
    else:
        told = ", ".join(header)[:_SHOWN]
        expected = "a column lon and one lat, or one of WKT"
        raise LayerError(Problem(path.name, 1, "", told, expected))
    used = [lon, lat] if lon and lat else [wkt]
    others = {title: _typed(cells.tolist()) for title, cells in table.items() if title not in used}
    frame = pd.DataFrame(others, table.index, dtype=object)
    return gpd.GeoDataFrame(frame, geometry=pd.Series(shapes, table.index, object), crs="EPSG:4326")


def _among(header: list[str], names: tuple[str, ...]) -> str:
    """Return the column that has the first of some names, in capitals or not."""
    lowered = {title.lower(): title for title in reversed(header)}
    return next((lowered[name] for name in names if name in lowered), "")


def _points(
    file: str, table: pd.DataFrame, lon: str, lat: str
) -> Iterator[shapely.Geometry | None]:
    degrees = [
        Column(name, "number", what, required=True, minimum=-most, maximum=most)
        for name, what, most in ((lon, "a longitude", 180), (lat, "a latitude", 90))
    ]
    for line, *cells in zip(table.index, table[lon], table[lat], strict=True):
        for cell, column in zip(cells, degrees, strict=True):
            try:
                _ = any(cells) and parse(cell, column)
            except ValueError as error:
                told = Problem(file, int(line), column.name, cell[:_SHOWN], str(error))
                raise LayerError(told) from None
        yield shapely.Point(*map(float, cells)) if any(cells) else None


def _geometries(file: str, table: pd.DataFrame, column: str) -> Iterator[shapely.Geometry | None]:
    for line, cell in zip(table.index, table[column], strict=True):
        try:
            yield shapely.from_wkt(cell) if cell else None
        except shapely.errors.ShapelyError:
            expected = "a geometry as WKT, such as POINT (71.4 51.1)"
            raise LayerError(Problem(file, int(line), column, cell[:_SHOWN], expected)) from None


def _typed(cells: list[str]) -> list[object]:
    there = [cell for cell in cells if cell]
    kinds: list[tuple[bool, Callable[[str], object]]] = [
        ({cell.lower() for cell in there} <= {"true", "false"}, _is_true),
        (all(map(_WHOLE.fullmatch, there)), int),
        (all(map(_NUMBER.fullmatch, there)), float),
        (True, str),
    ]
    read = next(read for holds, read in kinds if holds)
    return [read(cell) if cell else None for cell in cells]


def _is_true(cell: str) -> bool:
    return cell.lower() == "true"
