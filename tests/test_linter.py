"""The linter: each rule catches what it is there for, and lets pass what only looks alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import geo
from geo.api import Atlas, open_atlas
from geo.errors import DataError
from geo.linter.rules import RULES, lint
from tests.conftest import Editor

Layers = dict[str, gpd.GeoDataFrame]
Tables = dict[str, pd.DataFrame]
Change = Callable[[Layers, Tables], object]


def put(frames: Layers | Tables, name: str, row: str, key: str = "id", **cells: object) -> None:
    """Set cells of the row with a key in a copy of one frame."""
    frame = frames[name].copy()
    for column, value in cells.items():
        frame.loc[frame[key] == row, column] = value
    frames[name] = frame


def move(layers: Layers, name: str, feature: str, lon: float, lat: float) -> None:
    """Move a point feature."""
    frame = layers[name].copy()
    frame.loc[frame["id"] == feature, "geometry"] = shapely.Point(lon, lat)
    layers[name] = frame


def stretch(layers: Layers, feature: str, factor: float) -> None:
    """Change the length of a segment."""
    frame = layers["instc"]
    length = float(frame.loc[frame["id"] == feature, "len_km"].iloc[0])
    put(layers, "instc", feature, len_km=length * factor)


def drop(tables: Tables, name: str, column: str, value: str) -> None:
    """Leave out the rows with a value."""
    frame = tables[name]
    tables[name] = frame[frame[column] != value]


def swap_steps(tables: Tables) -> None:
    """Exchange the dates of the first two steps of a history."""
    frame = tables["status_history"].copy()
    rows = frame.index[frame["segment"] == "in-ir-nhava-sheva-bandar-abbas"][:2]
    frame.loc[rows, "from"] = frame.loc[rows[::-1], "from"].to_numpy()
    tables["status_history"] = frame


CATCHES: dict[str, tuple[Change, str]] = {
    "sources-known": (
        lambda layers, _: put(layers, "places", "ir-bafq", sources="osm;hearsay"),
        "layer places, ir-bafq: no source 'hearsay' in sources.csv",
    ),
    "sources-used": (
        lambda _, tables: drop(tables, "milestones", "id", "chabahar-contract"),
        "sources.csv, orissadiary-chabahar-2024: nothing cites it",
    ),
    "addresses-well-formed": (
        lambda _, tables: put(tables, "sources", "osm", url="www.openstreetmap.org"),
        "sources.csv, osm: 'www.openstreetmap.org' is no address",
    ),
    "confidence-set": (
        lambda layers, _: put(layers, "places", "ir-bafq", confidence=None),
        "layer places, ir-bafq: confidence is not set",
    ),
    "inside-country": (
        lambda layers, _: move(layers, "exercises", "kazind-2018", 69.3, 41.3),
        "layer exercises, kazind-2018: expected a position in KZ",
    ),
    "ends-at-places": (
        # 48.70 N, 44.52 E is Volgograd
        lambda layers, _: move(layers, "places", "ru-astrakhan", 44.52, 48.70),
        "km from ru-astrakhan [ends-at-places]",
    ),
    "length-fits-line": (
        lambda layers, _: stretch(layers, "ru-moscow-st-petersburg", 1.2),
        "layer instc, ru-moscow-st-petersburg: 780 km long, but drawn with 64",
    ),
    "length-fits-claims": (
        lambda layers, _: stretch(layers, "ir-sabz-dasht-incheh-borun", 3),
        "quantities.csv, kti-length: its segments add up to",
    ),
    "working-value-claimed": (
        lambda _, tables: put(tables, "quantities", "kti-length", working=1000.0),
        "quantities.csv, kti-length: works with 1000, out of all claims",
    ),
    "history-in-order": (
        lambda _, tables: swap_steps(tables),
        "status_history.csv, in-ir-nhava-sheva-bandar-abbas: 2014-08-01 stands after 2022-10-24",
    ),
    "dates-in-order": (
        lambda layers, _: put(layers, "exercises", "kazind-2018", start="2018-12-01"),
        "layer exercises, kazind-2018: start is later than end",
    ),
    "editions-in-order": (
        lambda layers, _: put(layers, "exercises", "kazind-2018", edition=9),
        "layer exercises, kazind-2019: edition 4 of kazind begins after edition 9",
    ),
    "precision-honest": (
        lambda layers, _: put(layers, "places", "ir-bafq", precision_m=10),
        "layer places, ir-bafq: precision of 10 m, its source gives 100 m",
    ),
    "memberships-agree": (
        lambda _, tables: put(tables, "memberships", "QAT", key="iso_a3", to=None),
        "memberships.csv, QAT: founder and left of ashgabat overlap",
    ),
    "chained-routes": (
        lambda _, tables: drop(tables, "routes", "segment", "ir-bafq-yazd"),
        "routes.csv, ir-yazd-qom: in instc-west, expected a segment that goes on from the end of",
    ),
    "gauge-breaks-have-a-place": (
        lambda layers, _: put(layers, "places", "ir-sarakhs", kind="station"),
        "layer places, tm-sarahs: on ashgabat, 1435 mm meets 1520 mm at no break of gauge",
    ),
}

PASSES: dict[str, Change] = {
    "sources-known": lambda layers, _: put(layers, "places", "ir-bafq", sources="osm"),
    "sources-used": lambda _, tables: drop(tables, "milestones", "id", "india-joins-sco"),
    "addresses-well-formed": lambda _, tables: put(tables, "sources", "osm", url=None),
    "confidence-set": lambda layers, _: put(layers, "places", "ir-bafq", confidence="low"),
    "inside-country": lambda layers, _: move(layers, "exercises", "kazind-2018", 75.3, 43.5),
    "ends-at-places": lambda layers, _: move(
        layers, "places", "ru-astrakhan", *position(layers, "ru-astrakhan", 1e-6)
    ),
    "length-fits-line": lambda layers, _: stretch(layers, "ru-moscow-st-petersburg", 1.03),
    "length-fits-claims": lambda layers, _: stretch(layers, "ir-sabz-dasht-incheh-borun", 1.05),
    "working-value-claimed": lambda _, tables: put(
        tables, "quantities", "kti-length", working=925.0
    ),
    "history-in-order": lambda _, tables: tables.update(
        status_history=tables["status_history"].sample(frac=1, random_state=1).sort_values("from")
    ),
    "dates-in-order": lambda layers, _: put(
        layers, "exercises", "kazind-2018", start="2018-09-23", end="2018-09-23"
    ),
    "editions-in-order": lambda layers, _: put(layers, "exercises", "kazind-2018", edition=None),
    "precision-honest": lambda layers, _: put(layers, "places", "ir-bafq", precision_m=90_000),
    "memberships-agree": lambda _, tables: tables.update(
        memberships=tables["memberships"].query("iso_a3 != 'QAT' or status == 'left'")
    ),
    "chained-routes": lambda _, tables: drop(tables, "routes", "segment", "kz-mangystau-aktau"),
    "gauge-breaks-have-a-place": lambda layers, _: put(
        layers, "places", "tm-sarahs", kind="station"
    ),
}


def position(layers: Layers, place: str, aside: float) -> tuple[float, float]:
    """Return the position of a place, a little aside."""
    point = layers["places"].set_index("id").geometry[place]
    return point.x + aside, point.y


@pytest.fixture
def copies(atlas: Atlas) -> tuple[Layers, Tables]:
    return dict(atlas.layers), dict(atlas.tables)


@pytest.fixture
def checked(atlas: Atlas, copies: tuple[Layers, Tables]) -> Atlas:
    """Return the atlas that the changes of a test reach."""
    return replace(atlas, layers=copies[0], tables=copies[1])


def test_the_atlas_has_no_findings(atlas: Atlas) -> None:
    assert lint(atlas) == []


def test_the_published_data_are_the_default() -> None:
    assert geo.lint() == []


def test_every_rule_has_a_reason_and_its_cases() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule.reason for rule in RULES)
    assert set(CATCHES) == set(PASSES) == set(names)


@pytest.mark.parametrize("rule", CATCHES)
def test_a_rule_catches_what_it_is_there_for(
    rule: str, copies: tuple[Layers, Tables], checked: Atlas
) -> None:
    change, message = CATCHES[rule]
    change(*copies)
    found = [str(finding) for finding in lint(checked) if finding.rule == rule]
    assert any(message in text for text in found), found


@pytest.mark.parametrize("rule", PASSES)
def test_a_rule_lets_pass_what_only_looks_alike(
    rule: str, copies: tuple[Layers, Tables], checked: Atlas
) -> None:
    PASSES[rule](*copies)
    assert [str(finding) for finding in lint(checked) if finding.rule == rule] == []


def test_a_station_in_the_wrong_country_is_found(
    copies: tuple[Layers, Tables], checked: Atlas
) -> None:
    put(copies[0], "places", "kz-beyneu", iso_a2="UZ")
    text = "\n".join(map(str, lint(checked)))
    assert "layer places, kz-beyneu: expected a position in UZ" in text


def test_a_misplaced_town_is_found_in_the_facts_too(edit: Editor, folder: Path) -> None:
    number = [row["id"] for row in edit.rows("places")].index("ru-astrakhan")
    edit.set("places", number, lon="44.52", lat="48.70")  # Volgograd
    try:
        text = "\n".join(map(str, open_atlas(folder.parent).lint()))
    except DataError as error:
        text = str(error)
    assert "astrakhan" in text
