"""What an atlas may have beside facts: nothing, or what it must be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.api import SHIPPED, Atlas
from geo.errors import DataError
from geo.model.spec import Spec
from geo.read.extras import read_labels, read_phrases, read_relief, read_towns
from geo.read.spec import read_spec

RELIEF = {"projection": "+proj=laea +lat_0=-32 +lon_0=-16", "bounds_m": [0, 0, 10, 10]}


def test_an_atlas_needs_none_of_it(toy: Atlas) -> None:
    assert read_labels(toy.spec) == read_phrases(toy.spec) == {}
    assert read_relief(toy.spec) is None
    assert read_towns(toy.spec).empty


def test_the_atlas_that_ships_has_all_of_it(spec: Spec) -> None:
    assert set(read_labels(spec)) == {"seas", "countries", "short"}
    assert read_phrases(spec)
    relief = read_relief(read_spec(SHIPPED))
    assert relief
    assert len(relief.bounds_m) == 4
    towns = read_towns(spec)
    assert len(towns)
    assert towns.notna().all(axis=None)
    assert towns["id"].is_unique


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ([], "labels.json: '[]': expected a table"),
        ({"lakes": {}}, "expected one of the keys countries, seas"),
        ({"seas": [{"key": "moon", "at": [], "rank": 1}]}, "column seas.1.key: 'moon': expected"),
        ({"countries": {"xaa": [[1]]}}, "expected a position in degrees, as [50.2, 44.4]"),
        ({"countries": {"xaa": [[1, 91]]}}, "expected a position in degrees"),
        ({"countries": {"xaa": [["1", True]]}}, "expected a position in degrees"),
        ({"countries": {"xaa": [[1, float("inf")]]}}, "JSON that can be read"),
    ],
    ids=["list", "key", "sea", "one number", "outside", "no numbers", "infinite"],
)
def test_names_by_hand_that_are_wrong(toy_folder: Path, document: object, expected: str) -> None:
    (toy_folder / "labels.json").write_text(json.dumps(document), "utf-8")
    with pytest.raises(DataError) as caught:
        read_labels(read_spec(toy_folder))
    assert expected in str(caught.value)


def test_a_sea_that_has_a_name_and_no_place(toy_folder: Path) -> None:
    with (toy_folder / "words" / "en.toml").open("a") as words:
        words.write('"sea.grey" = "Grey Sea"\n')
    with pytest.raises(DataError, match=r"labels\.json, column seas: 'grey': expected where this"):
        read_labels(read_spec(toy_folder))


def test_translations_that_are_wrong(toy_folder: Path) -> None:
    (toy_folder / "phrases.json").write_text('{"Fair": {"fr": 1}}', "utf-8")
    with pytest.raises(DataError, match=r"phrases\.json, column Fair\.fr: '1': expected text"):
        read_phrases(read_spec(toy_folder))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"bounds_m": [0, 0, 10]}, "expected west, south, east and north in metres"),
        ({"bounds_m": [10, 0, 0, 10]}, "expected west, south, east and north in metres"),
        ({"projection": "flat"}, "expected a projection of PROJ"),
        ({"projection": 7.5}, "expected a projection of PROJ"),
        ({"projection": "+proj=laea +lat_0=38 +lon_0=58"}, "expected that of the map, around its"),
        ({"projection": "EPSG:4326"}, "'EPSG:4326': expected that of the map"),
        ({}, "relief.webp: expected a picture in WebP"),
    ],
)
def test_a_relief_that_is_wrong(toy_folder: Path, change: dict[str, object], expected: str) -> None:
    geometry = toy_folder / "geometry"
    (geometry / "relief.webp").write_bytes(b"no picture at all")
    (geometry / "relief.json").write_text(json.dumps({**RELIEF, **change}), "utf-8")
    with pytest.raises(DataError) as caught:
        read_relief(read_spec(toy_folder))
    assert expected in str(caught.value)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"name": None}, "number 1, column name: expected a value"),
        ({"population": "many"}, "column population: 'many': expected a whole number"),
        ({"population": 0}, "column population: '0': expected"),
    ],
)
def test_towns_that_are_wrong(toy_folder: Path, change: dict[str, object], expected: str) -> None:
    told = {"id": "t", "name": "Town", "population": 9, **change}
    feature = {
        "type": "Feature",
        "properties": told,
        "geometry": {"type": "Point", "coordinates": [1, 2]},
    }
    path = toy_folder / "geometry" / "towns.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    with pytest.raises(DataError) as caught:
        read_towns(read_spec(toy_folder))
    assert expected.removeprefix("number 1, ") in str(caught.value)
