"""Tables of a user's own that say where each row lies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from geo.errors import LayerError, Problem, clipped
from geo.model.cells import parse
from geo.model.edges import Shapes
from geo.model.spec import Column
from geo.own.cells import unique
from geo.own.columns import WrongCellError, mark_of_decimals, there, values_of, written
from geo.own.features import GEOMETRY, NOTES
from geo.own.texts import seems_shape, shapes_of
from geo.read.tables import read_records

_POSITIONS = (
    (
        ("lon", "lng", "long", "longitude", "decimallongitude", "@lon", "долгота", "देशांतर"),
        ("lat", "latitude", "decimallatitude", "@lat", "широта", "अक्षांश"),
    ),
    (("x", "point_x", "xcoord"), ("y", "point_y", "ycoord")),
)
"""What columns of longitudes and of latitudes are called side by side."""
_OF_ONE = re.compile(r"(.*[\W_])(?:lon|lng|long|longitude|(lat|latitude))", re.IGNORECASE)
"""Of what a place is, and which of both it tells: _location_latitude or stop_lon."""
_SHAPE = (
    *("wkt", "geometry", "geom", "the_geom", "wkb_geometry", "wkb", "geog", "geography"),
    *("geojson", "geo_shape", "geo shape"),
)
_DECIMAL = re.compile(r"^([+-]?\d*),(\d+)$", re.ASCII)
_HALVES = [re.compile(each, re.IGNORECASE) for each in ("(E|W|East|West)?", "(N|S|North|South)?")]
"""What says in which half of the world a longitude lies, or a latitude."""
_OF_NUMBERS = set("0123456789.+-eE")
_TAG = re.compile(r"#[a-z]\w*( ?\+\w+)*", re.ASCII | re.IGNORECASE)
"""What HXL, the standard of the United Nations for such tables, says below each title."""


def read_positions(path: Path) -> gpd.GeoDataFrame:
    """Read a table with a column of longitudes and one of latitudes, or one of shapes.

    These are WKT, WKB or GeoJSON, in degrees if they name no other CRS.

    Numbers, and what is true or false, are such if all of their column is; codes as 007 are texts.

    Raises
    ------
    DataError, LayerError
        If it is no such table: with the first wrong line.
    """
    header, records, delimiter = read_records(path)
    nameless = map(" ".__mul__, count())  # each another, and all look alike
    header = [title or next(nameless) for title in header]
    if any(map(seems_shape, header)):
        told = clipped(", ".join(header))
        raise LayerError(Problem(path.name, 1, "", told, "a header, the names of the columns"))
    if twice := next((title for title in header if header.count(title) > 1), None):
        raise LayerError(Problem(path.name, 1, "", twice, "each column once"))
    tags = [records.pop(0)[0]] if records and _are_tags(records[0][1]) else []
    pairs = ([_among(header, names) for names in each] for each in _POSITIONS)
    lon, lat = next(filter(all, pairs), ("", ""))
    shape = _among(header, _SHAPE) or _holding_shapes(header, records)
    if not lon and shape is None:
        lon, lat = _only_pair(header)
    if not lon and shape is None:
        told = clipped(", ".join(header))
        expected = "a header with a column lon and one lat, or one of WKT, WKB or GeoJSON"
        raise LayerError(Problem(path.name, 1, "", told, expected))
    if wide := next((line for line, record in records if len(record) > len(header)), None):
        expected = f"{len(header)} cells as in the header"
        raise LayerError(Problem(path.name, wide, "", "", expected))
    for _, record in records:
        record.extend([""] * (len(header) - len(record)))
    cells = {title: [record[at] for _, record in records] for at, title in enumerate(header)}
    table = _Table(path.name, [line for line, _ in records], cells)
    notes = [f"left out, tags of its columns: row {line}" for line in tags]
    if lon:
        used, (shapes, unsure), srid = [lon, lat], _points(table, lon, lat), 0
        notes += unsure
        if shape is not None and any(map(there, table.cells[shape])):
            notes.append(f"drawn at {lon!r} and {lat!r}, not as the shapes in {shape!r}")
    elif shape is not None:
        used, (shapes, srid) = [shape], _geometries(table, shape)
    others = {title: cells for title, cells in table.cells.items() if title not in used}
    positions = [cell for title in (lon, lat) if title in used for cell in table.cells[title]]
    usual = "." if delimiter == "," else ""
    mark = mark_of_decimals(positions, others.values()) or usual
    free = unique(GEOMETRY, [GEOMETRY, *others], "_")
    columns = {free if title == GEOMETRY else title: _typed(table, title, mark) for title in others}
    frame = pd.DataFrame(columns, table.lines, dtype=object)
    crs = f"EPSG:{srid or 4326}"
    found = gpd.GeoDataFrame(frame, geometry=pd.Series(shapes, table.lines, object), crs=crs)
    found.attrs[NOTES] = notes
    return found


@dataclass(frozen=True)
class _Table:
    """The cells of a table by column, and the lines of its rows in its file."""

    file: str
    lines: list[int]
    cells: dict[str, list[str]]

    def wrong(self, row: int, title: str, cell: str, expected: str) -> LayerError:
        """Return the error that a cell is."""
        return LayerError(Problem(self.file, self.lines[row], title, clipped(cell), expected))


def _among(header: list[str], names: tuple[str, ...]) -> str:
    """Return the column that has the first of some names, in capitals or not."""
    lowered = {title.lower(): title for title in reversed(header)}
    return next((lowered[name] for name in names if name in lowered), "")


def _only_pair(header: list[str]) -> tuple[str, str]:
    """Return the longitudes and latitudes of the only place that columns are called after."""
    told = [match for title in header if (match := _OF_ONE.fullmatch(title))]
    lons, lats = (
        {match[1].lower(): match[0] for match in told if bool(match[2]) == is_lat}
        for is_lat in (False, True)
    )
    both = [*lons.keys() & lats.keys()]
    return (lons[both[0]], lats[both[0]]) if len(both) == 1 else ("", "")


def _holding_shapes(header: list[str], records: list[tuple[int, list[str]]]) -> str | None:
    """Return the first column that holds shapes, whatever it is called, if at all."""
    for at, title in enumerate(header):
        cells = (there(record[at]) for _, record in records if at < len(record))
        if seems_shape(next(filter(None, cells), "")):
            return title
    return None


def _are_tags(record: list[str]) -> bool:
    return all(map(_TAG.fullmatch, filter(None, record)))


def _points(table: _Table, lon: str, lat: str) -> tuple[Shapes, list[str]]:
    """Return the points of a table, all at once if all are right, and in words what is unsure."""
    degrees = {
        Column(name, "number", what, required=True, minimum=-most, maximum=most): [
            _DECIMAL.sub(r"\1.\2", cell) if "," in cell else cell
            for cell in map(written, map(there, table.cells[name]))
        ]
        for name, what, most in ((lon, "a longitude", 180), (lat, "a latitude", 90))
    }
    rows = [row for row, told in enumerate(zip(*degrees.values(), strict=True)) if any(told)]
    x, y = (_within(column, [cells[row] for row in rows]) for column, cells in degrees.items())
    if x is None or y is None:
        raise next(_wrong(table, degrees, rows))
    at, unsure = _signed(table, {lon: x, lat: y}, rows)
    shapes = np.full(len(table.lines), None, dtype=object)
    shapes[rows] = shapely.points(*at)
    return shapes, unsure


def _signed(
    table: _Table, degrees: Mapping[str, npt.NDArray[np.float64]], rows: list[int]
) -> tuple[list[npt.NDArray[np.float64]], list[str]]:
    """Return degrees with the signs that a column beside each tells if they have none themselves.

    Any such column may tell of something else: of each it is said whether it was asked.
    """
    halves = [_halves_in(table, each) for each in _HALVES]
    plain = [bool((at >= 0).all()) for at in degrees.values()]
    titles = [title for half in halves for title in half]
    are_told = all(there(table.cells[title][row]) for title in titles for row in rows)
    are_asked = all(plain) and [*map(len, halves)] == [1, 1] and are_told
    told, end = ("{!r} tells", "") if are_asked else ("does {!r} tell", "?")
    notes = [
        f"{name!r} has no minus; {told.format(title)} in which half of the world it lies{end}"
        for name, is_plain, half in zip(degrees, plain, halves, strict=True)
        for title, each in half.items()
        if is_plain and (each < 0).any()
    ]
    if not are_asked:
        return [*degrees.values()], notes
    signs = [each[rows] for half in halves for each in half.values()]
    return [at * each for at, each in zip(degrees.values(), signs, strict=True)], notes


def _halves_in(table: _Table, words: re.Pattern[str]) -> dict[str, npt.NDArray[np.int_]]:
    """Return the signs of all columns that seem to tell in which half of the world rows lie."""
    return {
        title: np.array([-1 if cell.upper().startswith(("S", "W")) else 1 for cell in cells])
        for title, cells in table.cells.items()
        if any(map(there, cells)) and all(map(words.fullmatch, map(there, cells)))
    }


def _wrong(
    table: _Table, degrees: Mapping[Column, list[str]], rows: Iterable[int]
) -> Iterator[LayerError]:
    for row in rows:
        for column, cells in degrees.items():
            try:
                parse(cells[row], column)
            except ValueError as error:
                yield table.wrong(row, column.name, cells[row], str(error))


def _within(column: Column, cells: list[str]) -> npt.NDArray[np.float64] | None:
    """Return cells as numbers; None if one is none, or none that the column may hold."""
    if not _OF_NUMBERS.issuperset("".join(cells)):
        return None
    try:
        numbers = np.array(cells, dtype=float)
    except ValueError:
        return None
    low, high = column.minimum or 0, column.maximum or 0
    return numbers if ((low <= numbers) & (numbers <= high)).all() else None


def _geometries(table: _Table, title: str) -> tuple[Shapes, int]:
    """Return the geometries of a table, and the number of the CRS that they are in, 0 if none."""
    cells = [*map(there, table.cells[title])]
    shapes, wrong = shapes_of(cells)
    for row, expected in wrong.items():
        raise table.wrong(row, title, cells[row], expected)
    told = shapely.get_srid(shapes)  # 0 where none is told, -1 where there is no shape
    first, *others = dict.fromkeys(told[told >= 0].tolist() or [0])
    for other in others:
        row = int(np.flatnonzero(told == other)[0])
        expected = f"a geometry {f'with SRID {first}' if first else 'without an SRID'}"
        raise table.wrong(row, title, cells[row], f"{expected}, as others have")
    try:
        pyproj.CRS(first or 4326)
    except pyproj.exceptions.CRSError:
        row = int(np.flatnonzero(told == first)[0])
        raise table.wrong(row, title, cells[row], "an SRID that EPSG has, such as 4326") from None
    return shapes, first


def _typed(table: _Table, title: str, mark: str) -> list[object]:
    cells = table.cells[title]
    try:
        return values_of(cells, mark)
    except WrongCellError as error:
        raise table.wrong(cells.index(error.cell), title, error.cell, str(error)) from None
