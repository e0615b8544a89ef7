"""Read published layers and tables back, perhaps after somebody edited them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError, Problem
from geo.model.atlas import Atlas
from geo.model.cells import conform, parse, show
from geo.model.positions import CountryFinder
from geo.model.rows import cells
from geo.model.spec import Spec, Table
from geo.read.fact_checks import off_the_map
from geo.read.geojson import read_geojson, shape_fault
from geo.read.tables import check_references, read_table

EDITION = ("version", "data_date")
"""What each published layer says of its edition, as members of its collection."""


def read_published(spec: Spec, folder: Path) -> Atlas:
    """Read all published layers and tables of a folder, as an atlas without a story.

    Its version and date are those that the layers bear; a GIS may have dropped them, and if no
    layer has any, they are those of the description.

    Raises
    ------
    DataError
        With all problems of all files, references to nothing and layers of two editions among them.
    """
    problems: list[Problem] = []
    layers: dict[str, gpd.GeoDataFrame] = {}
    tables: dict[str, pd.DataFrame] = {}
    for name, layer in spec.layers.items():
        try:
            layers[name] = read_layer(folder / f"{name}.geojson", layer.table)
        except DataError as error:
            problems += error.problems
    for name, table in spec.tables.items():
        tables[name], found = read_table(folder / f"{name}.csv", table)
        problems += found
    if not problems:
        problems += _astray(spec, layers, tables)
    edition = {} if problems else _edition(spec, folder, problems)
    if problems:
        raise DataError(problems)
    version, date = (edition.get(member, "") for member in EDITION)
    named = version or spec.version, date or spec.date
    return Atlas(spec, layers, tables, (), *named, published=True)


def read_layer(path: Path, table: Table) -> gpd.GeoDataFrame:
    """Read one published layer, in EPSG:4326 (lon/lat), with its columns in order and typed.

    Dates are ISO text, lists are joined by `;`, missing values are NaN or NA. Columns that somebody
    added are left out.

    Raises
    ------
    DataError
        With all problems of the file.
    """
    frame = read_geojson(path)
    problems = [
        Problem(path.name, "", column, "", "this column, it is missing")
        for column in table.names
        if column not in frame and len(frame)
    ]
    if not problems and len(frame):
        frame.geometry = [_single(shape) for shape in frame.geometry]
        frame.index = [show(value) or f"number {n}" for n, value in enumerate(frame["id"], start=1)]
        problems = _wrong_cells(path.name, frame, table) + _wrong_shapes(path.name, frame, table)
    if problems:
        raise DataError(problems)
    return conform(frame, table).reset_index(drop=True)


def _astray(
    spec: Spec, layers: Mapping[str, gpd.GeoDataFrame], tables: Mapping[str, pd.DataFrame]
) -> Iterator[Problem]:
    """Yield references to what does not exist, and points outside their country."""
    keys = {name: set(frame["id"]) for name, frame in tables.items() if "id" in frame}
    keys["features"] = {feature for frame in layers.values() for feature in frame["id"]}
    for name, layer in spec.layers.items():
        if layer.facts:
            known = layers[name]["iso_a3" if layer.shape == "areas" else "id"].dropna()
            keys[layer.facts] = keys.get(layer.facts, set()).union(known)
    for name, table in spec.tables.items():
        yield from check_references(f"{name}.csv", tables[name], table, keys)
    areas = [layers[layer.id] for layer in spec.of_shape("areas")]
    finder = CountryFinder(pd.concat(areas)) if areas else None
    for name, layer in spec.layers.items():
        file, by_id = f"{name}.geojson", layers[name].set_index("id", drop=False)
        yield from check_references(file, by_id, layer.table, keys)
        if layer.shape == "points" and finder:
            points = by_id.explode(index_parts=False)
            points = points.assign(lon=points.geometry.x, lat=points.geometry.y)
            yield from off_the_map(file, points, layer.table, layer.country, finder)


def _edition(spec: Spec, folder: Path, problems: list[Problem]) -> dict[str, str]:
    """Return the edition that the layers bear, and complain of those that bear another."""
    edition: dict[str, str] = {}
    for name in spec.layers:
        file = f"{name}.geojson"
        members: dict[str, Any] = json.loads((folder / file).read_text("utf-8-sig"))
        for member in EDITION:
            found = members.get(member)
            if isinstance(found, str) and found != edition.setdefault(member, found):
                expected = f"{edition[member]}, as the other layers have it"
                problems.append(Problem(file, "", member, found, expected))
    return edition


def _wrong_cells(file: str, frame: gpd.GeoDataFrame, table: Table) -> list[Problem]:
    problems = []
    for column in table.columns:
        for label, value in cells(frame[column.name]):
            try:
                parse(show(value), column)
            except ValueError as error:
                problems.append(Problem(file, label, column.name, show(value), str(error)))
    repeated = frame.index[frame["id"].duplicated() & frame["id"].notna()]
    return problems + [Problem(file, label, "id", label, "an id used once") for label in repeated]


def _wrong_shapes(file: str, frame: gpd.GeoDataFrame, table: Table) -> list[Problem]:
    problems = []
    for label, shape in cells(frame.geometry):
        kind = shape.geom_type if shape is not None and not shape.is_empty else ""
        if kind not in table.geometry:
            expected = f"a {' or '.join(sorted(table.geometry))}"
            problems.append(Problem(file, label, "geometry", kind, expected))
        elif expected := shape_fault(shape):
            problems.append(Problem(file, label, "geometry", kind, expected))
    return problems


def _single(shape: BaseGeometry | None) -> Any:  # noqa: ANN401 - a geometry, or None
    """Unwrap a Multi geometry of one part, which a GIS makes of a simple one."""
    parts = list(getattr(shape, "geoms", ()))
    return parts[0] if len(parts) == 1 else shape
