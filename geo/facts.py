"""The facts of the atlas: tables that people edit, read and checked in one place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.cells import show, split_list
from geo.errors import DataError, Problem
from geo.positions import CountryFinder
from geo.schema import load_schema
from geo.tables import check_references, read_table

FACTS = Path(__file__).parent / "facts"


@dataclass(frozen=True)
class Edition:
    """What the data set calls itself: one title, one version, one data date."""

    title: str
    version: str
    date: str


@dataclass(frozen=True)
class Facts:
    """Every table of facts, with the columns of `schema.toml`, indexed by line in its file."""

    edition: Edition
    sources: pd.DataFrame
    countries: pd.DataFrame
    memberships: pd.DataFrame
    places: pd.DataFrame
    segments: pd.DataFrame
    waypoints: pd.DataFrame
    exercises: pd.DataFrame


def read_facts(countries: gpd.GeoDataFrame, folder: Path = FACTS) -> Facts:
    """Read and check all facts.

    Parameters
    ----------
    countries
        Country polygons in EPSG:4326 with a column `iso_a2`; positions are held against them.
    folder
        Where the tables lie.

    Raises
    ------
    DataError
        With all problems of all tables.
    """
    schema = load_schema().facts
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    for name, table in schema.items():
        tables[name], found = read_table(folder / f"{name}.csv", table)
        problems += found
    if not problems:
        keys = {name: set(tables[name][t.key].dropna()) for name, t in schema.items() if t.key}
        for name, table in schema.items():
            problems += check_references(f"{name}.csv", tables[name], table, keys)
    if not problems:
        problems += [*_contradictions(tables), *_misplaced(tables, CountryFinder(countries))]
    if problems:
        raise DataError(problems)
    return Facts(edition=read_edition(folder), **tables)


def read_edition(folder: Path = FACTS) -> Edition:
    """Read `edition.toml`."""
    return Edition(**tomllib.loads((folder / "edition.toml").read_text("utf-8")))


# Pairs of columns of which the first may not be later than the second.
_IN_ORDER = [
    ("exercises", "start", "end"),
    ("segments", "since", "as_of"),
    ("segments", "status_on", "as_of"),
    ("memberships", "from_earliest", "from_latest"),
    ("memberships", "from_earliest", "to"),
]

# Columns whose values together appear in one row only.
_ONCE = [
    ("waypoints", ["segment", "seq"]),
    ("memberships", ["iso_a3", "body", "to"]),
]


def _contradictions(tables: dict[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield the rows whose cells do not agree with each other or with another row."""
    for table, first, last in _IN_ORDER:
        frame = tables[table].dropna(subset=[first, last])
        wrong = frame[frame[first] > frame[last]]
        for row, value, limit in zip(wrong.index, wrong[first], wrong[last], strict=True):
            yield Problem(f"{table}.csv", row, first, value, f"no day after {last}, {limit}")
    for table, columns in _ONCE:
        frame = tables[table]
        for row in frame.index[frame.duplicated(columns)]:
            value = " ".join(show(frame.loc[row, column]) for column in columns).strip()
            expected = f"one row for each {' and '.join(columns)}"
            yield Problem(f"{table}.csv", row, columns[-1], value, expected)
    yield from _wrong_segments(tables["segments"])


def _wrong_segments(segments: pd.DataFrame) -> Iterator[Problem]:
    file = "segments.csv"
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


def _misplaced(tables: dict[str, pd.DataFrame], finder: CountryFinder) -> Iterator[Problem]:
    """Yield positions outside their country, and countries that the map does not have."""
    for table, column in [("places", "iso_a2"), ("exercises", "host")]:
        for row, claim in tables[table].iterrows():
            iso = claim[column]
            if iso not in finder:
                expected = "the code of a country of the map"
                yield Problem(f"{table}.csv", row, column, iso, expected)
            elif expected := finder.objection(
                claim["lon"], claim["lat"], iso, claim["precision_m"]
            ):
                value = f"{claim['lon']:g}, {claim['lat']:g}"
                yield Problem(f"{table}.csv", row, "lon, lat", value, expected)
    for row, partners in tables["exercises"]["partners"].items():
        for iso in split_list(partners):
            if iso not in finder:
                expected = "codes of countries of the map"
                yield Problem("exercises.csv", row, "partners", iso, expected)
