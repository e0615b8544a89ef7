"""Read GeoJSON, as this package, a GIS or a script wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError, Problem
from geo.input import is_there, parse_json, read_text
from geo.kept import kept
from geo.model.cells import Value, parse, show, typed
from geo.model.edges import wide_edges
from geo.model.spec import Column, Spec, Table
from geo.read.tables import empty_table, made_of, misnamed

GROUND = Table(
    "ground",
    (
        Column("id", "text", "identifies the feature"),
        Column("worldview", "text", "view in which the polygon is drawn"),
    ),
    key="",
)
"""What is read of the ground beside its geometry, as far as it has that."""
_VALID = "Valid Geometry"
"""What GEOS says of a geometry that has no fault."""
_NESTED = (list, dict)
_LIST_AS_TEXT = re.compile(r"\s*(\[.*\]|\(\d+:.*\))\s*", re.DOTALL)
_CRS = re.compile(
    r"(?i)(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?(OGC|EPSG)\W(?:.*\W)?(\w+)"
)


def read_ground(spec: Spec, name: str) -> gpd.GeoDataFrame:
    """Return what a file of the ground holds, as `read_geojson` reads it; nothing without it."""
    path = spec.folder / "geometry" / f"{name}.geojson"
    if not is_there(path):
        return gpd.GeoDataFrame(empty_table(GROUND), geometry=[], crs="EPSG:4326")
    return read_geojson(path, GROUND)[0]


def read_geojson(path: Path, table: Table) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Return the features of a collection, and what else the collection says.

    The features are in EPSG:4326 (lon/lat), flat, indexed by id, with those columns of a table that
    the file has, in order and typed: dates are ISO text, lists are joined by `;`, missing values
    are NaN or NA. A value may be written as text; each is judged by itself. A geometry of one part
    is simple. Columns that the table lacks are left out. A collection without features has all
    columns of the table.

    Nothing but the file is read, whatever stands in it.

    Raises
    ------
    DataError
        With all problems of the file.
    """
    text = read_text(path)
    labels, columns, shapes, members = kept(
        path.name, made_of(text, table), lambda: _checked(path.name, text, table)
    )
    cells = {
        each.name: typed(columns.get(each.name, []), each)
        for each in table.columns
        if each.name in columns or not labels
    }
    frame = gpd.GeoDataFrame(cells, labels, geometry=shapely.from_wkb(shapes), crs="EPSG:4326")
    return frame, members


def _checked(
    file: str, text: str, table: Table
) -> tuple[list[str], dict[str, list[Value]], list[bytes], dict[str, Any]]:
    """Return labels, cells by column and shapes of features, and all else that a collection says.

    The shapes are well-known binary.

    Raises
    ------
    DataError
        As `read_geojson`.
    """
    document = parse_json(text, file)
    features = _features(document, file)
    rows = [feature.get("properties") or {} for feature in features]
    for row, feature in zip(rows, features, strict=True):
        row["id"] = row.get("id") or feature.get("id")
    labels = [_label(row["id"], number) for number, row in enumerate(rows, start=1)]
    problems: list[Problem] = []
    try:
        columns = _columns(file, labels, rows, table, problems)
        shapes = _in_degrees(document, file, _shapes(text, features))
    except RecursionError:
        raise DataError([Problem(file, "", "", "", "JSON that is nested less")]) from None
    problems += [
        Problem(file, label, "geometry", kind, expected)
        for label, kind, expected in _wrong_shapes(labels, shapes, features, table)
    ]
    if problems:
        raise DataError(problems)
    members = {name: value for name, value in document.items() if name != "features"}
    return labels, columns, shapely.to_wkb(shapes).tolist(), members


def shape_faults(shapes: np.ndarray) -> list[str]:
    """Return what each geometry should be instead, nothing of one that is fit to be published."""
    west, south, east, north = shapely.bounds(shapes).reshape(-1, 4).T
    are_within = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    with np.errstate(all="ignore"):  # what is no position is told of below
        told = shapely.is_valid_reason(shapes)
    are_fit = are_within & (east <= west + 180) & (told == _VALID)
    return [
        "" if is_fit else _fault(shape, reason)
        for shape, is_fit, reason in zip(shapes, are_fit.tolist(), told, strict=True)
    ]


def _fault(shape: BaseGeometry | None, reason: str) -> str:
    if shape is None or shape.is_empty:
        return "a geometry"
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        return "longitudes and latitudes in degrees, up to 180 and 90 on either side"
    if east - west > 180 and (wide_edges(np.array([shape]))[1] < 360).any():
        ways = "cut at 180, and go on at -180 in another part; or put a position on its way"
        return f"no edge across more than 180 degrees: {ways}"
    return "" if reason == _VALID else f"valid geometry ({reason})"


def _features(document: object, file: str) -> list[dict[str, Any]]:
    kind = document.get("type") if isinstance(document, dict) else type(document).__name__
    features = document.get("features") if isinstance(document, dict) else None
    if kind != "FeatureCollection" or not isinstance(features, list):
        expected = "a FeatureCollection of GeoJSON"
        raise DataError([Problem(file, "", "", str(kind or ""), expected)])
    wrong = [
        Problem(file, f"number {number}", "", "", "a Feature with properties")
        for number, feature in enumerate(features, start=1)
        if not isinstance(feature, dict)
        or feature.get("type") != "Feature"
        or not isinstance(feature.get("properties") or {}, dict)
    ]
    if wrong:
        raise DataError(wrong)
    return features


def _label(name: object, number: int) -> str:
    return show(name) if isinstance(name, str | int) else f"number {number}"


def _columns(
    file: str, labels: list[str], rows: list[dict[str, Any]], table: Table, problems: list[Problem]
) -> dict[str, list[Value]]:
    """Return the cells by column; a value that is wrong is missing there, and a problem."""
    present = set().union(*rows)
    problems += misnamed(file, "", present, table) if rows else []
    columns = {}
    for column in table.columns:
        if column.name not in present:
            continue
        cells: list[Value] = []
        parsed = cache(partial(parse, column=column))  # many cells of a column are alike
        for label, row in zip(labels, rows, strict=True):
            value = row.get(column.name)
            try:
                cells.append(parsed(_text(value, column)))
            except ValueError as error:
                cells.append(None)
                nested = isinstance(value, _NESTED)
                told = json.dumps(value, ensure_ascii=False) if nested else show(value)
                problems.append(Problem(file, label, column.name, told, str(error)))
        columns[column.name] = cells
    seen: set[Value] = set()
    for label, name in zip(labels, columns.get("id", ()), strict=False):
        if table.key and name in seen and show(name):
            problems.append(Problem(file, label, "id", show(name), "an id used once"))
        seen.add(name)
    return columns


def _text(value: object, column: Column) -> str:
    """Return a value of JSON as the text of a cell."""
    if column.is_list and isinstance(value, list):
        items = [_text(item, Column("", "text", "")) for item in value]
        if any(";" in item for item in items):
            raise ValueError("items without ;")
        return ";".join(filter(None, items))
    if isinstance(value, _NESTED):
        raise ValueError("one value")  # noqa: TRY004 - what is wrong is a value of the data
    text = show(value)
    if column.is_list and _LIST_AS_TEXT.fullmatch(text):
        raise ValueError("items joined by ;")
    return text


def _shapes(text: str, features: Sequence[dict[str, Any]]) -> np.ndarray:
    """Return flat geometries, simple ones where there is one part; None for what is none."""
    with np.errstate(over="ignore"):  # what is no number is found below
        shapes = shapely.get_parts(shapely.from_geojson(text, on_invalid="ignore"))
    if len(shapes) != len(features):  # some are none, or cannot be read: each is tried by itself
        told = [json.dumps(feature.get("geometry")) for feature in features]
        shapes = shapely.from_geojson(told, on_invalid="ignore")
    single = shapely.get_num_geometries(shapes) == 1
    flat: np.ndarray = shapely.force_2d(np.where(single, shapely.get_geometry(shapes, 0), shapes))
    return flat


def _in_degrees(document: dict[str, Any], file: str, shapes: np.ndarray) -> np.ndarray:
    """Return shapes in lon/lat, whatever the collection says that they are in."""
    crs = document.get("crs")
    if crs is None:
        return shapes
    try:
        name = _CRS.sub(r"\1:\2", crs["properties"]["name"]).upper()
        given = pyproj.CRS.from_authority(*name.split(":"))
        if given.is_geographic or np.abs(shapely.total_bounds(shapes)).max() > 180:
            return gpd.GeoSeries(shapes, crs=given).to_crs("EPSG:4326").to_numpy()
        expected = f"positions in {name}, these look like degrees"
    except (LookupError, TypeError, pyproj.exceptions.ProjError):
        expected = 'no crs, or one such as {"type": "name", "properties": {"name": "OGC:CRS84"}}'
    raise DataError([Problem(file, "", "crs", json.dumps(crs, ensure_ascii=False), expected)])


def _wrong_shapes(
    labels: Iterable[str],
    shapes: np.ndarray,
    features: Iterable[dict[str, Any]],
    table: Table,
) -> Iterator[tuple[str, str, str]]:
    """Yield the label of each feature whose geometry is wrong, the kind of that, and what to do."""
    faults = shape_faults(shapes)
    for label, shape, expected, feature in zip(labels, shapes, faults, features, strict=True):
        kind = shape.geom_type if shape is not None and not shape.is_empty else ""
        told = feature.get("geometry")
        if shape is None and told is not None:
            yield label, kind, f"a geometry that can be read{_reason(told)}"
        elif table.geometry and kind not in table.geometry:
            yield label, kind, f"a {' or '.join(sorted(table.geometry))}"
        elif expected:
            yield label, kind, expected


def _reason(geometry: object) -> str:
    """Return why a geometry cannot be read, in brackets."""
    try:
        shapely.from_geojson(json.dumps(geometry))
    except shapely.errors.ShapelyError as error:
        return f" ({error})"
    return ""
