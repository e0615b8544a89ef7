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

_LON = ("lon", "lng", "long", "longitude", "долгота", "देशांतर", "x", "point_x", "xcoord")
_LAT = ("lat", "latitude", "широта", "अक्षांश", "y", "point_y", "ycoord")
_WKT = ("wkt", "geometry", "geom", "the_geom")
_NUMBER = re.compile(r"[+-]?((0|[1-9]\d*)(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?(0|[1-9]\d{0,14})", re.ASCII)
_CODE = re.compile(r"[+-]?\d{16,}|\+\d{7,}", re.ASCII)
"""More digits than a number keeps, or the number of a telephone."""
_FRACTION = re.compile(r"[+-]?(?:0|[1-9]\d*)?([.,])\d+", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?", re.ASCII)
"""A number with marks of thousands, as it seems; of 1,500 nobody knows by itself."""
_NO_VALUE = {"na", "n/a", "#n/a", "nan", "null", "none", "-", "\N{EN DASH}", "\N{EM DASH}"}
"""What programs write where a number is missing."""
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
    others = table.drop(columns=used)
    positions = [*table[lon], *table[lat]] if lon and lat else []
    mark = "." if delimiter == "," else _mark_of_decimals(positions, others)
    columns = {title: _typed(path.name, cells, mark) for title, cells in others.items()}
    frame = pd.DataFrame(columns, table.index, dtype=object)
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
    for line, *told in zip(table.index, table[lon], table[lat], strict=True):
        cells = [re.sub(r"^([+-]?\d*),(\d+)$", r"\1.\2", _there(cell)) for cell in told]
        for cell, column in zip(cells, degrees, strict=True):
            try:
                _ = any(cells) and parse(cell, column)
            except ValueError as error:
                problem = Problem(file, int(line), column.name, cell[:_SHOWN], str(error))
                raise LayerError(problem) from None
        yield shapely.Point(*map(float, cells)) if any(cells) else None


def _geometries(file: str, table: pd.DataFrame, column: str) -> Iterator[shapely.Geometry | None]:
    for line, cell in zip(table.index, table[column], strict=True):
        try:
            yield shapely.from_wkt(cell) if cell else None
        except (shapely.errors.ShapelyError, NotImplementedError):  # of curves
            expected = "a geometry as WKT, such as POINT (71.4 51.1)"
            raise LayerError(Problem(file, int(line), column, cell[:_SHOWN], expected)) from None


def _mark_of_decimals(positions: list[str], others: pd.DataFrame) -> str:
    """Return the mark of decimals that positions tell, or else numbers that have none of thousands.

    Nothing if no number tells it.
    """
    told = {match[1] for cell in positions if (match := _FRACTION.fullmatch(cell))}
    if not told:
        columns = [[cell for cell in map(_there, cells) if cell] for _, cells in others.items()]
        numbers = [cell for cells in columns if _numbers(cells, "") for cell in cells]
        plain = [cell for cell in numbers if not _GROUPED.fullmatch(cell)]
        told = {match[1] for cell in plain if (match := _FRACTION.fullmatch(cell))}
    return told.pop() if len(told) == 1 else ""


def _numbers(cells: list[str], mark: str) -> bool:
    """Tell whether cells may be numbers: where a point is the mark of decimals, 1,2 is none."""
    kinds = (_NUMBER, _GROUPED) if mark == "." else (_NUMBER, _GROUPED, _FRACTION)
    return all(
        any(kind.fullmatch(cell) for kind in kinds) and not (mark and cell.count(mark) > 1)
        for cell in cells
    )


def _typed(file: str, cells: pd.Series, mark: str) -> list[object]:
    texts = cells.tolist()
    there = [cell for cell in map(_there, texts) if cell]
    kinds: list[tuple[bool, Callable[[str], object]]] = [
        ({cell.lower() for cell in there} <= {"true", "false"}, _is_true),
        (any(map(_CODE.fullmatch, there)), str),
        (all(map(_WHOLE.fullmatch, there)), int),
        (_numbers(there, mark), lambda cell: float(_with_point(cell, mark))),
        (True, str),
    ]
    read = next(read for holds, read in kinds if holds) if there else str
    if read is str:
        return [cell or None for cell in texts]
    found: list[object] = []
    for line, cell in zip(cells.index, map(_there, texts), strict=True):
        try:
            found.append(read(cell) if cell else None)
        except ValueError as error:
            problem = Problem(file, int(line), str(cells.name), cell[:_SHOWN], str(error))
            raise LayerError(problem) from None
    return found


def _with_point(cell: str, mark: str) -> str:
    """Return a number as Python writes it: with a point for decimals, and no mark of thousands.

    Raises
    ------
    ValueError
        If nobody tells what its mark is.
    """
    if grouped := _GROUPED.fullmatch(cell):
        plain = cell.replace(grouped[1], "")
        if mark and grouped[1] != mark:
            return plain.replace(",", ".")
        if not mark and grouped[1] == ",":
            raise ValueError(f"a number without marks of thousands ({plain}?)")
    return cell.replace(",", ".")


def _there(cell: str) -> str:
    """Return what a cell holds; nothing if that stands for none."""
    return "" if cell.lower() in _NO_VALUE else cell


def _is_true(cell: str) -> bool:
    return cell.lower() == "true"
