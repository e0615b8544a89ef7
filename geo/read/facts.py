"""The facts of the atlas: tables that people edit, read and checked in one place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.errors import DataError, Problem
from geo.model.atlas import Atlas
from geo.model.cells import show, split_list
from geo.model.positions import CountryFinder
from geo.model.schema import load_schema
from geo.network.ways import route_faults
from geo.read.spec import read_spec
from geo.read.tables import check_references, read_table

FACTS = Path(__file__).parents[1] / "uttarapath" / "facts"


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
    routes: pd.DataFrame
    exercises: pd.DataFrame
    dialogues: pd.DataFrame
    quantities: pd.DataFrame
    claims: pd.DataFrame
    status_history: pd.DataFrame
    milestones: pd.DataFrame

    def published(self) -> dict[str, pd.DataFrame]:
        """Return the tables that stand beside the layers, by name."""
        names = [name for name, table in load_schema().facts.items() if table.published]
        return {name: getattr(self, name) for name in names}


def read_facts(countries: gpd.GeoDataFrame, folder: Path = FACTS) -> Facts:
    """Read and check all facts.

    Parameters
    ----------
    countries
        Country polygons in EPSG:4326 with columns `iso_a2` and `iso_a3`; positions are held
        against them.
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
        keys["features"] = _feature_ids(tables)
        for name, table in schema.items():
            problems += check_references(f"{name}.csv", tables[name], table, keys)
    if not problems:
        problems += [
            *_contradictions(tables),
            *_shared_ids(tables),
            *_unknown_countries(tables["countries"], countries),
            *_misplaced(tables, CountryFinder(countries)),
        ]
    if not problems:
        problems += _broken_routes(tables["routes"], tables["segments"])
    if problems:
        raise DataError(problems)
    return Facts(edition=read_edition(folder), **tables)


def edition_of(atlas: Atlas) -> Edition:
    """Return title, version and data date of an atlas."""
    return Edition(atlas.spec.title, atlas.version, atlas.date)


def read_edition(folder: Path = FACTS) -> Edition:
    """Return title, version and data date of the atlas that a folder of facts belongs to.

    Raises
    ------
    DataError
        If its description is wrong.
    """
    spec = read_spec(folder.parent)
    return Edition(spec.title, spec.version, spec.date)


DRAWN = ("places", "segments", "exercises", "dialogues")


def _feature_ids(tables: dict[str, pd.DataFrame]) -> set[str]:
    """Return the ids that the features of all layers will have."""
    ids = [*(tables[name]["id"] for name in DRAWN), tables["countries"]["iso_a3"].str.lower()]
    return set(pd.concat(ids))


def _shared_ids(tables: dict[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield ids that stand in two tables: features are known by their id across layers."""
    home = dict.fromkeys(tables["countries"]["iso_a3"].str.lower(), "countries")
    for table in DRAWN:
        for row, name in tables[table]["id"].items():
            if name in home:
                expected = f"an id used once, {home[name]}.csv has it too"
                yield Problem(f"{table}.csv", row, "id", name, expected)
        home |= dict.fromkeys(tables[table]["id"], table)


def _unknown_countries(facts: pd.DataFrame, shapes: gpd.GeoDataFrame) -> Iterator[Problem]:
    """Yield countries whose codes are not those of a polygon of the map."""
    codes = dict(zip(shapes["iso_a3"], shapes["iso_a2"], strict=True))
    for row, iso_a3, iso_a2 in zip(facts.index, facts["iso_a3"], facts["iso_a2"], strict=True):
        if iso_a3 not in codes:
            yield Problem("countries.csv", row, "iso_a3", iso_a3, "a country of the map")
        elif codes[iso_a3] != iso_a2:
            yield Problem("countries.csv", row, "iso_a2", iso_a2, f"{codes[iso_a3]}, as {iso_a3}")


# Pairs of columns of which the first may not be later than the second.
_IN_ORDER = [
    ("exercises", "start", "end"),
    ("dialogues", "start", "end"),
    ("segments", "since", "as_of"),
    ("segments", "status_on", "as_of"),
    ("memberships", "from_earliest", "from_latest"),
    ("memberships", "from_earliest", "to"),
    ("claims", "low", "high"),
    ("milestones", "date", "as_of"),
]

# Columns whose values together appear in one row only.
_ONCE = [
    ("waypoints", ["segment", "seq"]),
    ("routes", ["branch", "seq"]),
    ("routes", ["branch", "segment"]),
    ("memberships", ["iso_a3", "body", "to"]),
]


def _contradictions(tables: dict[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield the rows whose cells do not agree with each other or with another row."""
    for table, first, last in _IN_ORDER:
        frame = tables[table].dropna(subset=[first, last])
        wrong = frame[frame[first] > frame[last]]
        for row, value, limit in zip(wrong.index, wrong[first], wrong[last], strict=True):
            expected = f"nothing beyond {last}, {show(limit)}"
            yield Problem(f"{table}.csv", row, first, show(value), expected)
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


def _broken_routes(routes: pd.DataFrame, segments: pd.DataFrame) -> Iterator[Problem]:
    for row, expected in route_faults(routes, segments):
        yield Problem("routes.csv", row, "segment", routes.at[row, "segment"], expected)


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
    for table, column in [("exercises", "partners"), ("dialogues", "absent")]:
        for row, codes in tables[table][column].items():
            for iso in split_list(codes):
                if iso not in finder:
                    expected = "codes of countries of the map"
                    yield Problem(f"{table}.csv", row, column, iso, expected)
