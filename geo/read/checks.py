"""What the facts of an atlas must be to each other: every cell by itself is good already."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import geopandas as gpd
import pandas as pd

from geo.errors import Problem
from geo.model.cells import show, split_list
from geo.model.positions import CountryFinder
from geo.model.spec import Spec
from geo.network.ways import route_faults
from geo.read.tables import check_references

Tables = Mapping[str, pd.DataFrame]
Geometry = Mapping[str, gpd.GeoDataFrame]

_IN_ORDER = [
    ("since", "as_of"),
    ("status_on", "as_of"),
    ("date", "as_of"),
    ("from_earliest", "from_latest"),
    ("from_earliest", "to"),
    ("low", "high"),
]
"""Columns of which the first may not be later, or more, than the second."""
_PAST = ("as_of", "date", "from", "from_earliest")
"""Columns of days that have come when the atlas is made."""
_ONCE = [
    ("waypoints", ["segment", "seq"]),
    ("routes", ["branch", "seq"]),
    ("routes", ["branch", "segment"]),
    ("memberships", ["iso_a3", "body", "to"]),
]
"""Columns whose values together appear in one row only."""


def _dangling(spec: Spec, tables: Tables, geometry: Geometry) -> Iterator[Problem]:
    """Yield references to rows and features that do not exist."""
    keys: dict[str, set[str]] = {
        column.to: set() for table in spec.facts.values() for column in table.columns
    }
    keys |= {name: set(tables[name][t.key].dropna()) for name, t in spec.facts.items() if t.key}
    keys["features"] = {name for _, _, name in _features(spec, tables, geometry)}
    del keys[""]
    for name, table in spec.facts.items():
        yield from check_references(f"{name}.csv", tables[name], table, keys)


def _contradictions(spec: Spec, tables: Tables, geometry: Geometry) -> Iterator[Problem]:
    """Yield the rows whose cells do not agree with each other, another row or the atlas."""
    events = {layer.facts: layer.time for layer in spec.events}
    for name, frame in tables.items():
        pairs = [*_IN_ORDER, events[name]] if name in events else _IN_ORDER
        for first, last in pairs:
            if first in frame and last in frame:
                yield from _disordered(f"{name}.csv", frame, first, last)
        for column in frame.columns.intersection(_PAST):
            days = frame[column].dropna()
            for row, value in days[days > spec.date].items():
                expected = f"no day after the date of the atlas, {spec.date}"
                yield Problem(f"{name}.csv", row, column, value, expected)
    for name, columns in _ONCE:
        frame = tables[name]
        for row in frame.index[frame.duplicated(columns)]:
            value = " ".join(show(frame.loc[row, column]) for column in columns).strip()
            expected = f"one row for each {' and '.join(columns)}"
            yield Problem(f"{name}.csv", row, columns[-1], value, expected)
    yield from _shared_ids(spec, tables, geometry)
    for name in dict.fromkeys(layer.facts for layer in spec.of_shape("network")):
        yield from _wrong_segments(f"{name}.csv", tables[name])


def _disordered(file: str, frame: pd.DataFrame, first: str, last: str) -> Iterator[Problem]:
    both = frame.dropna(subset=[first, last])
    wrong = both[both[first] > both[last]]
    for row, value, limit in zip(wrong.index, wrong[first], wrong[last], strict=True):
        yield Problem(file, row, first, show(value), f"nothing beyond {last}, {show(limit)}")


def _shared_ids(spec: Spec, tables: Tables, geometry: Geometry) -> Iterator[Problem]:
    """Yield ids that stand twice: features are known by their id across layers."""
    seen: dict[str, str] = {}
    for file, row, name in _features(spec, tables, geometry):
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
        for row, feature in tables[name]["id"].items():
            yield f"{name}.csv", int(row), feature


def _wrong_segments(file: str, segments: pd.DataFrame) -> Iterator[Problem]:
    """Yield segments whose length is not as its basis says, or that lead nowhere."""
    for row, segment in segments.iterrows():
        published = segment["len_basis"] == "published"
        if published and pd.isna(segment["len_km"]):
            yield Problem(file, row, "len_km", "", "the published length")
        if not published and pd.notna(segment["len_km"]):
            expected = f"nothing: a length whose basis is {segment['len_basis']} is computed"
            yield Problem(file, row, "len_km", show(segment["len_km"]), expected)
        if segment["from_place"] == segment["to_place"]:
            expected = "another place than from_place"
            yield Problem(file, row, "to_place", segment["to_place"], expected)


def _off_the_map(spec: Spec, tables: Tables, geometry: Geometry) -> Iterator[Problem]:
    """Yield countries that the map does not have, and positions outside their country."""
    areas = spec.of_shape("areas")
    if not areas:
        return
    for table, name in dict.fromkeys((area.facts, area.settings["geometry"]) for area in areas):
        yield from _unknown_areas(f"{table}.csv", tables[table], geometry[name])
    polygons = [geometry[name] for name in {area.settings["geometry"] for area in areas}]
    finder = CountryFinder(pd.concat(polygons))
    for layer in spec.of_shape("points"):
        file, frame = f"{layer.facts}.csv", tables[layer.facts]
        for column in spec.facts[layer.facts].columns:
            if column.type in ("iso_a2", "iso_a2s"):
                yield from _unknown_codes(file, frame[column.name], finder)
        if layer.country and "lon" in frame:
            yield from _misplaced(file, frame, layer.country, finder)


def _unknown_areas(file: str, facts: pd.DataFrame, shapes: gpd.GeoDataFrame) -> Iterator[Problem]:
    codes = dict(zip(shapes["iso_a3"], shapes["iso_a2"], strict=True))
    for row, iso_a3, iso_a2 in zip(facts.index, facts["iso_a3"], facts["iso_a2"], strict=True):
        if iso_a3 not in codes:
            yield Problem(file, row, "iso_a3", iso_a3, "a country of the map")
        elif codes[iso_a3] != iso_a2:
            yield Problem(file, row, "iso_a2", iso_a2, f"{codes[iso_a3]}, as {iso_a3}")


def _unknown_codes(file: str, cells: pd.Series, finder: CountryFinder) -> Iterator[Problem]:
    for row, cell in cells.items():
        for iso in split_list(cell):
            if iso not in finder:
                yield Problem(file, row, str(cells.name), iso, "the code of a country of the map")


def _misplaced(
    file: str, frame: pd.DataFrame, country: str, finder: CountryFinder
) -> Iterator[Problem]:
    for row, iso, lon, lat, precision in zip(
        frame.index, frame[country], frame["lon"], frame["lat"], frame["precision_m"], strict=True
    ):
        if iso in finder and (expected := finder.objection(lon, lat, iso, precision)):
            yield Problem(file, row, "lon, lat", f"{lon:g}, {lat:g}", expected)


def _broken_routes(spec: Spec, tables: Tables, _: Geometry) -> Iterator[Problem]:
    if not spec.ways:
        return
    routes = tables["routes"]
    for row, expected in route_faults(routes, tables["segments"], spec.ways):
        yield Problem("routes.csv", row, "segment", routes.at[row, "segment"], expected)


CHECKS: list[Callable[[Spec, Tables, Geometry], Iterator[Problem]]] = [
    _dangling,
    _contradictions,
    _off_the_map,
    _broken_routes,
]
"""Each is asked when those before it have found nothing."""
