"""The published data set: what is written can be read back, and mistakes of an editor are named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from geopandas.testing import assert_geodataframe_equal

import geo
from geo.api import PUBLISHED, Atlas, open_atlas
from geo.errors import DataError
from geo.new import TEMPLATE
from geo.publish.files import SUMS, data_files, differing_files, edited_files
from geo.publish.geojson import to_geojson
from geo.publish.layers import build_layers
from geo.read.facts import read_facts
from geo.read.published import read_published
from geo.read.spec import read_spec
from tests.conftest import HOSTILE, Editor


@pytest.fixture(scope="session")
def files(toy: Atlas) -> dict[str, bytes]:
    return data_files(toy)


@pytest.fixture
def published(files: dict[str, bytes], tmp_path: Path) -> Path:
    """Return the published layers of the toy."""
    folder = tmp_path / "layers"
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def change(path: Path, how: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(path.read_bytes())
    how(document)
    path.write_text(json.dumps(document), "utf-8")


def complaint(published: Path) -> str:
    with pytest.raises(DataError) as caught:
        open_atlas(TEMPLATE, layers=published)
    return str(caught.value)


def test_the_committed_layers_are_what_the_facts_give(atlas: Atlas) -> None:
    assert differing_files(data_files(atlas), PUBLISHED) == []


def test_layers_survive_a_round_trip(published: Path, toy: Atlas) -> None:
    again = open_atlas(TEMPLATE, layers=published)
    assert list(again.layers) == list(toy.layers)
    for name, layer in toy.layers.items():
        assert_geodataframe_equal(again.layers[name], layer, check_less_precise=True)
    assert list(again.tables) == list(toy.tables)
    assert again.story == toy.story


def test_layers_of_the_atlas_that_ships_survive_too(atlas: Atlas) -> None:
    for name, layer in atlas.layers.items():
        assert_geodataframe_equal(geo.load_layer(name), layer, check_less_precise=True)


def test_hostile_text_passes_from_the_tables_to_the_files_unchanged(
    toy_folder: Path, tmp_path: Path
) -> None:
    edit, spec = Editor(toy_folder / "facts"), read_spec(toy_folder)
    for table in spec.facts.values():
        free = [column for column in table.columns if column.type in ("text", "texts")]
        rows = edit.rows(table.name)
        for number, row in enumerate(rows):
            hostile = HOSTILE[number % len(HOSTILE)]
            row.update({c.name: hostile[: c.longest] for c in free})
        if rows:
            edit.write(table.name, rows)
    for name, data in data_files(build_layers(read_facts(spec))).items():
        (tmp_path / name).write_bytes(data)
    again = read_published(spec, tmp_path)
    for name in ("countries", "railway", "places", "fairs"):
        assert set(again.layers[name]["name"]) <= set(HOSTILE)
        assert again.layers[name]["note"].str.startswith(tuple(HOSTILE)).all()
    assert set(again.tables["sources"]["title"]) <= set(HOSTILE)


def test_an_unknown_layer_is_refused() -> None:
    with pytest.raises(KeyError, match="no layer 'rivers'; there are republics"):
        geo.load_layer("rivers")


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(KeyError, match="no table 'places'; there are sources"):
        geo.load_table("places")


def test_what_is_loaded_is_ones_own(toy: Atlas) -> None:
    places, sources = toy.load_layer("places"), toy.load_table("sources")
    places["name"] = sources["title"] = "mine"
    assert "mine" not in set(toy.load_layer("places")["name"])
    assert "mine" not in set(toy.load_table("sources")["title"])


def test_an_empty_layer_can_be_read_back(published: Path, toy: Atlas) -> None:
    (published / "fairs.geojson").write_bytes(to_geojson(toy.layers["fairs"].iloc[:0]))
    again = open_atlas(TEMPLATE, layers=published)
    assert list(again.layers["fairs"]) == list(toy.layers["fairs"])


def test_what_a_gis_promotes_to_multi_is_unwrapped(published: Path) -> None:
    def promote(document: dict[str, Any]) -> None:
        for feature in document["features"]:
            shape = feature["geometry"]
            feature["geometry"] = {"type": "MultiPoint", "coordinates": [shape["coordinates"]]}

    change(published / "places.geojson", promote)
    assert set(open_atlas(TEMPLATE, layers=published).layers["places"].geom_type) == {"Point"}


def test_columns_that_a_user_adds_do_no_harm(published: Path, toy: Atlas) -> None:
    def add(document: dict[str, Any]) -> None:
        for feature in document["features"]:
            feature["properties"]["my_column"] = 1
        document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}

    change(published / "places.geojson", add)
    again = open_atlas(TEMPLATE, layers=published)
    assert list(again.layers["places"]) == list(toy.layers["places"])


@pytest.mark.parametrize(
    ("how", "message"),
    [
        (
            lambda d: d["features"][0]["properties"].update(kind="harbour"),
            "column kind: 'harbour': expected one of town",
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
    assert message in complaint(published)


def test_version_and_date_are_those_of_the_layers(published: Path) -> None:
    for path in published.glob("*.geojson"):
        change(path, lambda d: d.update(version="9.9.9", data_date="2026-02-03"))
    again = open_atlas(TEMPLATE, layers=published)
    assert (again.version, again.date) == ("9.9.9", "2026-02-03")


def test_a_layer_of_another_edition_is_named(published: Path) -> None:
    change(published / "places.geojson", lambda d: d.update(version="9.9.9"))
    expected = "places.geojson, column version: '9.9.9': expected 0.1.0, as the other layers have"
    assert expected in complaint(published)


def test_a_gis_may_drop_what_the_collection_says(published: Path, toy: Atlas) -> None:
    change(published / "places.geojson", lambda d: [d.pop("version"), d.pop("data_date")])
    again = open_atlas(TEMPLATE, layers=published)
    assert (again.version, again.date) == (toy.version, toy.date)


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
