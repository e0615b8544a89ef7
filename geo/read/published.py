"""Read published layers and tables back, perhaps after somebody edited them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.errors import DataError, Problem
from geo.model.atlas import Atlas
from geo.model.cells import conform, parse, show
from geo.model.positions import CountryFinder
from geo.model.rows import rows
from geo.model.spec import Column, Spec
from geo.read.fact_checks import Tables, off_the_map, repeated_rows
from geo.read.geojson import read_geojson
from geo.read.provenance import read_origins
from geo.read.tables import check_references, read_table

Layers = Mapping[str, gpd.GeoDataFrame]

EDITION = (
    Column("version", "text", "version of the data"),
    Column("data_date", "date", "day of the data"),
)
"""What each published layer says of its edition, as members of its collection."""
ROUNDED_DEG = 1e-6
"""How far a program may move a position when it saves a layer: 0.1 m."""


def read_published(spec: Spec, folder: Path) -> Atlas:
    """Read all published layers and tables of a folder, as an atlas without a story.

    Its version and date are those that the layers bear; a GIS may have dropped them, and if no
    layer has any, they are those of the description.

    Raises
    ------
    DataError
        With all problems of all files; what files say of each other is looked at when each is good
        by itself: references to nothing, positions astray, segments that two layers tell
        differently, layers of two editions.
    """
    problems: list[Problem] = []
    layers: dict[str, gpd.GeoDataFrame] = {}
    tables: dict[str, pd.DataFrame] = {}
    edition: dict[str, str] = {}
    read_origins(spec, [], problems)
    for name, layer in spec.layers.items():
        path = folder / f"{name}.geojson"
        try:
            found, members = read_geojson(path, layer.table)
        except DataError as error:
            problems += error.problems
            continue
        layers[name] = conform(found, layer.table).reset_index(drop=True)
        problems += _other_editions(path.name, members, edition)
    for name, table in spec.tables.items():
        tables[name], wrong = read_table(folder / f"{name}.csv", table)
        problems += wrong
    for find in (_swapped, _told_twice, _astray):
        if not problems:
            problems += find(spec, layers, tables)
    if problems:
        raise DataError(problems)
    version, date = (edition.get(member.name, "") for member in EDITION)
    named = version or spec.version, date or spec.date
    return Atlas(spec, layers, tables, (), *named, published=True)


def _other_editions(
    file: str, members: Mapping[str, Any], edition: dict[str, str]
) -> Iterator[Problem]:
    """Take down the edition that a layer bears, and yield where it is not that of the others."""
    for member in EDITION:
        told = members.get(member.name)
        try:
            found = show(parse(show(told), member))
        except ValueError as error:
            yield Problem(file, "", member.name, str(told), str(error))
            continue
        if found and found != edition.setdefault(member.name, found):
            expected = f"{edition[member.name]}, as the other layers have it"
            yield Problem(file, "", member.name, found, expected)


def _swapped(spec: Spec, layers: Layers, _: Tables) -> Iterator[Problem]:
    """Yield layers that lie about the centre of the atlas if lon and lat are swapped.

    Points say for themselves in which country they lie.
    """
    centre = spec.settings["centre"]["lon"], spec.settings["centre"]["lat"]
    for name, layer in spec.layers.items():
        if layer.shape == "points" or layers[name].empty:
            continue
        lon, lat = shapely.get_coordinates(layers[name].geometry.to_numpy()).mean(axis=0)
        if 2 * math.dist(centre, (lat, lon)) < math.dist(centre, (lon, lat)):
            expected = "longitude before latitude, positions look swapped"
            yield Problem(f"{name}.geojson", "", "geometry", "", expected)


def _told_twice(spec: Spec, layers: Layers, tables: Tables) -> Iterator[Problem]:
    """Yield features and rows that stand twice; networks share segments, if they agree on them."""
    yield from repeated_rows(tables)
    networks = {layer.id for layer in spec.of_shape("network")}
    first: dict[str, tuple[str, Any]] = {}
    for name, frame in layers.items():
        for row in rows(frame):
            told, other = first.setdefault(row.id, (name, row))
            if told != name and {told, name} <= networks:
                yield from _disagreements(name, row, told, other)
            elif told != name:
                expected = f"an id used once, {told}.geojson has it too"
                yield Problem(f"{name}.geojson", row.id, "id", row.id, expected)


def _disagreements(name: str, row: Any, told: str, other: Any) -> Iterator[Problem]:  # noqa: ANN401
    """Yield where a segment is not as another layer has it."""
    theirs = {**vars(other), "Index": row.Index, "geometry": row.geometry}
    for column, here in vars(row).items():
        there = theirs.get(column, here)
        numbers = isinstance(here, float) and isinstance(there, float)
        if show(here) != show(there) and not (numbers and math.isclose(here, there)):
            expected = f"{show(there) or 'nothing'}, as {told}.geojson has it"
            yield Problem(f"{name}.geojson", row.id, column, show(here), expected)
    if not row.geometry.equals_exact(other.geometry, ROUNDED_DEG):
        expected = f"the line that {told}.geojson has"
        yield Problem(f"{name}.geojson", row.id, "geometry", "", expected)


def _astray(spec: Spec, layers: Layers, tables: Tables) -> Iterator[Problem]:
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
