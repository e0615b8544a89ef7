"""The published data set: what is written can be read back, and mistakes of an editor are named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from geopandas.testing import assert_geodataframe_equal

import geo
from geo.api import Atlas, open_atlas
from geo.errors import DataError
from geo.model.schema import load_schema
from geo.publish.files import (
    LAYERS,
    SUMS,
    data_files,
    differing_files,
    edited_files,
    load_data,
    load_layer,
)
from geo.publish.geojson import to_geojson
from tests.conftest import HOSTILE, Editor

Layers = dict[str, gpd.GeoDataFrame]


@pytest.fixture(scope="session")
def files(atlas: Atlas) -> dict[str, bytes]:
    return data_files(atlas)


@pytest.fixture
def published(files: dict[str, bytes], tmp_path: Path) -> Path:
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def change(path: Path, how: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(path.read_bytes())
    how(document)
    path.write_text(json.dumps(document), "utf-8")


def test_the_committed_layers_are_what_the_facts_give(files: dict[str, bytes]) -> None:
    assert differing_files(files, LAYERS) == []


def test_layers_survive_a_round_trip(published: Path, layers: Layers) -> None:
    again, tables = load_data(published)
    assert list(again) == list(layers)
    for name, layer in layers.items():
        assert_geodataframe_equal(again[name], layer, check_less_precise=True)
    assert list(tables) == [
        "sources",
        "memberships",
        "routes",
        "quantities",
        "claims",
        "status_history",
        "milestones",
    ]


def test_hostile_text_passes_from_the_tables_to_the_files_unchanged(
    edit: Editor, folder: Path, tmp_path: Path
) -> None:
    for table in load_schema().facts.values():
        free = [column for column in table.columns if column.type in ("text", "texts")]
        rows = edit.rows(table.name)
        for number, row in enumerate(rows):
            hostile = HOSTILE[number % len(HOSTILE)]
            row.update({c.name: hostile[: c.longest] for c in free})
        edit.write(table.name, rows)
    for name, data in data_files(open_atlas(folder.parent)).items():
        (tmp_path / name).write_bytes(data)
    layers, tables = load_data(tmp_path)
    for name in ("republics", "instc", "ashgabat", "places", "exercises"):
        assert set(layers[name]["name"]) <= set(HOSTILE)
        assert layers[name]["note"].str.startswith(tuple(HOSTILE)).all()
    assert set(tables["sources"]["title"]) == set(HOSTILE)


def test_an_unknown_layer_is_refused() -> None:
    with pytest.raises(KeyError, match="no layer 'rivers'; there are republics"):
        geo.load_layer("rivers")


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(KeyError, match="no table 'places'; there are sources"):
        geo.load_table("places")


def test_an_empty_layer_can_be_read_back(published: Path, layers: Layers) -> None:
    (published / "places.geojson").write_bytes(to_geojson(layers["places"].iloc[:0]))
    assert list(load_layer("places", published)) == list(layers["places"])


def test_what_a_gis_promotes_to_multi_is_unwrapped(published: Path) -> None:
    def promote(document: dict[str, Any]) -> None:
        for feature in document["features"]:
            shape = feature["geometry"]
            feature["geometry"] = {"type": "MultiPoint", "coordinates": [shape["coordinates"]]}

    change(published / "places.geojson", promote)
    assert set(load_layer("places", published).geom_type) == {"Point"}


def test_columns_that_a_user_adds_do_no_harm(published: Path, layers: Layers) -> None:
    def add(document: dict[str, Any]) -> None:
        for feature in document["features"]:
            feature["properties"]["my_column"] = 1
        document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}

    change(published / "places.geojson", add)
    assert list(load_layer("places", published)) == list(layers["places"])


@pytest.mark.parametrize(
    ("how", "message"),
    [
        (
            lambda d: d["features"][0]["properties"].update(kind="harbour"),
            "column kind: 'harbour': expected one of capital",
        ),
        (
            lambda d: [f["properties"].pop("kind") for f in d["features"]],
            "places.geojson, column kind: expected this column, it is missing",
        ),
        (
            lambda d: d["features"][0].update(geometry=None),
            "column geometry: expected a Point",
        ),
        (
            lambda d: d["features"].append(d["features"][0]),
            "expected an id used once",
        ),
        (
            lambda d: d["features"][0]["properties"].update(sources="hearsay"),
            "column sources: 'hearsay': expected an id of sources",
        ),
        (
            lambda d: d["features"][0]["properties"].update(as_of="today"),
            "column as_of: 'today': expected a date that exists",
        ),
        (
            lambda d: d["features"][0]["geometry"].update(coordinates=[1e7, 0]),
            "column geometry: 'Point': expected longitudes and latitudes in degrees",
        ),
    ],
    ids=["choice", "column", "geometry", "id", "source", "date", "range"],
)
def test_mistakes_of_an_editor_are_named(
    published: Path, how: Callable[[dict[str, Any]], object], message: str
) -> None:
    change(published / "places.geojson", how)
    with pytest.raises(DataError) as caught:
        load_data(published)
    assert message in str(caught.value)


def test_an_edited_layer_is_noticed(published: Path, files: dict[str, bytes]) -> None:
    assert edited_files(files, published) == []
    (published / "places.geojson").write_bytes(b"mine")
    assert edited_files(files, published) == ["places.geojson"]
    assert differing_files(files, published) == ["places.geojson"]


def test_a_file_of_somebody_else_counts_as_edited(files: dict[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "places.geojson").write_bytes(b"mine")
    assert edited_files(files, tmp_path) == ["places.geojson"]


def test_a_layer_that_already_holds_the_new_bytes_is_not_edited(
    published: Path, files: dict[str, bytes]
) -> None:
    new = {**files, "places.geojson": b"new"}
    (published / "places.geojson").write_bytes(b"new")
    assert edited_files(new, published) == []


def test_the_sums_are_those_of_the_files(published: Path) -> None:
    for line in (published / SUMS).read_text().splitlines():
        total, name = line.split("  ")
        assert hashlib.sha256((published / name).read_bytes()).hexdigest() == total


def test_files_too_many_are_named(published: Path, files: dict[str, bytes]) -> None:
    (published / "old.geojson").write_bytes(b"{}")
    (published / "notes.txt").write_bytes(b"not ours to judge")
    assert differing_files(files, published) == ["old.geojson"]
