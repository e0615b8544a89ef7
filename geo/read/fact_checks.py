"""What the facts of an atlas must be to each other, or nothing can be made of them.

Every cell by itself is good already. What can be drawn, and yet cannot be right, the linter finds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import geopandas as gpd
import pandas as pd

from geo.errors import Problem
from geo.model.cells import show, split_list
from geo.model.positions import CountryFinder
from geo.model.rows import cells, rows
from geo.model.spec import LayerSpec, Spec, Table
from geo.read.tables import check_references

Tables = Mapping[str, pd.DataFrame]
Geometry = Mapping[str, gpd.GeoDataFrame]

_ONCE = [
    ("waypoints", ["segment", "seq"]),
    ("routes", ["branch", "seq"]),
    ("routes", ["branch", "segment"]),
    ("memberships", ["iso_a3", "body", "until"]),
    ("attendance", ["feature", "iso_a3"]),
]
"""Columns whose values together appear in one row only."""


def dangling(
    spec: Spec, tables: Tables, geometry: Geometry, broken: Collection[str]
) -> Iterator[Problem]:
    """Yield references to rows and features that do not exist.

    Files that are `broken` cannot tell which ids they have: nobody is blamed for naming one.
    """
    keys: dict[str, set[str]] = {
        column.to: set() for table in spec.facts.values() for column in table.columns
    }
    given = {name: table.given.key for name, table in spec.facts.items()}
    keys |= {name: set(tables[name][key].dropna()) for name, key in given.items() if key}
    keys["features"] = {name for _, _, name in _features(spec, tables, geometry)}
    known = {name: ids for name, ids in keys.items() if name and name not in broken}
    for name, table in spec.facts.items():
        yield from check_references(f"{name}.csv", tables[name], table.given, known)
    for layer in spec.layers.values():
        for key, facts, named in _ids_of(layer):
            if named not in known.get(facts, {named}):
                yield Problem(f"layers/{layer.id}.toml", "", key, named, f"an id of {facts}")


def _ids_of(layer: LayerSpec) -> Iterator[tuple[str, str, str]]:
    """Yield the ids that the file of a layer names, each with its key and its table."""
    for key in ("sources", "noted_sources"):
        if key in layer.settings:
            yield key, "sources", layer.settings[key]
    for view, source in layer.settings.get("worldview_sources", {}).items():
        yield f"worldview_sources.{view}", "sources", source
    for place in layer.settings.get("technical", ()):
        yield "technical", layer.facts, place


def contradictions(spec: Spec, tables: Tables, geometry: Geometry) -> Iterator[Problem]:
    """Yield what rows that are good by themselves cannot be together."""
    yield from repeated_rows(tables)
    yield from _shared_ids(spec, tables, geometry)
    for name in dict.fromkeys(layer.facts for layer in spec.of_shape("network")):
        yield from _wrong_segments(f"{name}.csv", tables[name])
    yield from _lost(spec, tables, geometry)


def repeated_rows(tables: Tables) -> Iterator[Problem]:
    """Yield rows of tables that stand twice."""
    for name, columns in _ONCE:
        frame = tables.get(name, pd.DataFrame(columns=columns))
        for line, row in frame[frame.duplicated(columns)][columns].iterrows():
            value = " ".join(map(show, row)).strip()
            expected = f"one row for each {' and '.join(columns)}"
            yield Problem(f"{name}.csv", int(str(line)), columns[-1], value, expected)


def _shared_ids(spec: Spec, tables: Tables, geometry: Geometry) -> Iterator[Problem]:
    """Yield ids that stand twice: features, and rows that have lists, are known by their id."""
    seen: dict[str, str] = {}
    listing = [name for name, each in spec.tables.items() if each.lists and each.given.key]
    known = (
        (f"{name}.csv", *row) for name in listing for row in cells(tables[name]["id"].dropna())
    )
    for file, row, name in (*_features(spec, tables, geometry), *known):
        if name in seen:
            yield Problem(file, row, "id", name, f"an id used once, {seen[name]} has it too")
        seen[name] = file


def _features(
    spec: Spec, tables: Tables, geometry: Geometry
) -> Iterator[tuple[str, int | str, str]]:
    """Yield the features of all layers: the file that has them, their row and their id."""
    for name, frame in geometry.items():
        for feature in frame["id"]:
            yield f"{name}.geojson", feature, feature
    drawn = [*spec.of_shape("network"), *spec.of_shape("points")]
    for name in dict.fromkeys(layer.facts for layer in drawn):
        for row, feature in cells(tables[name]["id"]):
            yield f"{name}.csv", row, feature


def _wrong_segments(file: str, segments: pd.DataFrame) -> Iterator[Problem]:
    """Yield segments whose length is not as its basis says, or that lead nowhere."""
    for row in rows(segments):
        published, length = row.len_basis == "published", show(row.len_km)
        if published and not length:
            yield Problem(file, row.Index, "len_km", "", "the published length")
        if not published and length:
            expected = f"nothing: a length whose basis is {row.len_basis} is computed"
            yield Problem(file, row.Index, "len_km", length, expected)
        if row.from_place == row.to_place:
            expected = "another place than from_place"
            yield Problem(file, row.Index, "to_place", row.to_place, expected)


def _lost(spec: Spec, tables: Tables, geometry: Geometry) -> Iterator[Problem]:
    """Yield countries that the map does not have, and positions outside their country."""
    areas = [area for area in spec.of_shape("areas") if area.settings["geometry"] in geometry]
    if not areas:
        return
    for table, name in dict.fromkeys((area.facts, area.settings["geometry"]) for area in areas):
        yield from _unknown_areas(f"{table}.csv", tables[table], geometry[name])
    polygons = [geometry[name] for name in {area.settings["geometry"] for area in areas}]
    finder = CountryFinder(pd.concat(polygons))
    if spec.subject and spec.subject not in finder:
        expected = "the code of a country of the map"
        yield Problem("atlas.toml", "", "subject", spec.subject, expected)
    for layer in spec.of_shape("points"):
        file, frame = f"{layer.facts}.csv", tables[layer.facts]
        yield from off_the_map(file, frame, spec.facts[layer.facts], layer.country, finder)


def off_the_map(
    file: str, frame: pd.DataFrame, table: Table, country: str, finder: CountryFinder
) -> Iterator[Problem]:
    """Yield countries that the map does not have, and positions outside their country.

    `frame` are points, perhaps with `lon` and `lat` in degrees on WGS 84; `country` names the
    column of the country that they lie in, or nothing.
    """
    for column in table.columns:
        if column.type in ("iso_a2", "iso_a2s"):
            yield from _unknown_codes(file, frame[column.name], finder)
    if country and "lon" in frame:
        yield from _misplaced(file, frame, country, finder)


def _unknown_areas(file: str, facts: pd.DataFrame, shapes: gpd.GeoDataFrame) -> Iterator[Problem]:
    codes = dict(zip(shapes["iso_a3"], shapes["iso_a2"], strict=True))
    for row, iso_a3, iso_a2 in zip(facts.index, facts["iso_a3"], facts["iso_a2"], strict=True):
        if iso_a3 not in codes:
            yield Problem(file, row, "iso_a3", iso_a3, "a country of the map")
        elif codes[iso_a3] != iso_a2:
            yield Problem(file, row, "iso_a2", iso_a2, f"{codes[iso_a3]}, as {iso_a3}")


def _unknown_codes(file: str, codes: pd.Series, finder: CountryFinder) -> Iterator[Problem]:
    for row, cell in cells(codes):
        for iso in split_list(cell):
            if iso not in finder:
                yield Problem(file, row, str(codes.name), iso, "the code of a country of the map")


def _misplaced(
    file: str, frame: pd.DataFrame, country: str, finder: CountryFinder
) -> Iterator[Problem]:
    for row, iso, lon, lat, precision in zip(
        frame.index, frame[country], frame["lon"], frame["lat"], frame["precision_m"], strict=True
    ):
        if iso in finder and (expected := finder.objection(lon, lat, iso, precision)):
            yield Problem(file, row, "lon, lat", f"{lon:g}, {lat:g}", expected)
