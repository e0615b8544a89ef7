"""The published data set: what is written can be read back, and mistakes of an editor are named."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geo
from geo.api import PUBLISHED, Atlas, open_atlas
from geo.errors import DataError
from geo.model.spec import Spec
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
        is_given = (toy_folder / "facts" / f"{table.name}.csv").exists()
        rows = edit.rows(table.name) if is_given else []
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
    with pytest.raises(KeyError, match="no layer 'railways'; there are republics"):
        geo.load_layer("railways")


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


def saved(path: Path) -> None:
    gpd.read_file(path).to_file(path)


def told(path: Path) -> None:
    path.write_text(gpd.read_file(path, DATE_AS_STRING="YES").to_json(na="keep"), "utf-8")


@pytest.mark.parametrize("way", [saved, told])
def test_layers_survive_a_script(published: Path, toy: Atlas, way: Callable[[Path], None]) -> None:
    for path in published.glob("*.geojson"):
        way(path)
    again = open_atlas(TEMPLATE, layers=published)
    for name, layer in toy.layers.items():
        assert_geodataframe_equal(again.layers[name], layer, check_less_precise=True)


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


@pytest.mark.parametrize(
    ("member", "value", "expected"),
    [
        ("data_date", "tomorrow", "column data_date: 'tomorrow': expected a date that exists"),
        ("version", "=1+1", "column version: '=1+1': expected text that does not begin with ="),
        ("version", 2, "column version: '2': expected 0.1.0, as the other layers have it"),
    ],
)
def test_an_edition_that_is_none_is_named(
    published: Path, member: str, value: object, expected: str
) -> None:
    change(published / "places.geojson", lambda d: d.update({member: value}))
    assert f"places.geojson, {expected}" in complaint(published)


@pytest.mark.parametrize(
    ("table", "column", "value", "expected"),
    [
        ("memberships", "iso_a3", "XQQ", "expected an id of countries"),
        ("quantities", "features", "nowhere", "expected an id of features"),
        ("claims", "quantity", "nothing", "expected an id of quantities"),
        ("status_history", "segment", "nothing", "expected an id of segments"),
        ("routes", "segment", "nothing", "expected an id of segments"),
        ("claims", "sources", "hearsay", "expected an id of sources"),
    ],
)
def test_references_of_tables_to_nothing_are_named(
    published: Path, table: str, column: str, value: str, expected: str
) -> None:
    Editor(published).set(table, 0, **{column: value})
    assert f"{table}.csv, row 2, column {column}: {value!r}: {expected}" in complaint(published)


def test_a_row_that_stands_twice_is_named(published: Path) -> None:
    edit = Editor(published)
    rows = edit.rows("memberships")
    edit.write("memberships", [*rows, {**rows[0], "id": "another"}])
    assert "expected one row for each iso_a3 and body and until" in complaint(published)


def swap(value: Any) -> Any:  # noqa: ANN401 - positions, however deep
    if isinstance(value, list) and not isinstance(value[0], list):
        return value[::-1]
    return [swap(inner) for inner in value]


@pytest.mark.parametrize("layer", ["countries", "borders", "railway", "places"])
def test_swapped_positions_are_told_in_a_word(published: Path, layer: str) -> None:
    def turn(document: dict[str, Any]) -> None:
        for feature in document["features"]:
            shape = feature["geometry"]
            shape["coordinates"] = swap(shape["coordinates"])

    change(published / f"{layer}.geojson", turn)
    told = complaint(published)
    assert "look swapped" in told
    assert told.count(".geojson") == told.count(f"{layer}.geojson")


def test_an_id_in_two_layers_is_named(published: Path, toy: Atlas) -> None:
    (name,) = toy.layers["places"]["id"][:1]
    change(published / "fairs.geojson", lambda d: d["features"][0]["properties"].update(id=name))
    expected = (
        f"fairs.geojson, feature {name}, column id: '{name}': expected an id used once, places"
    )
    assert expected in complaint(published)


def moved(feature: dict[str, Any], by: float) -> None:
    feature["geometry"]["coordinates"][1][0] += by


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (lambda f: f["properties"].update(name="Other"), "column name: 'Other': expected "),
        (lambda f: f["properties"].update(len_km=1.5), "column len_km: '1.5': expected "),
        (lambda f: f["properties"].update(note=None), "column note: expected "),
        (lambda f: moved(f, 0.01), "column geometry: expected the line that instc.geojson has"),
        (lambda f: f["properties"].update(len_km=float(f"{f['properties']['len_km']:.14g}")), ""),
        (lambda f: moved(f, 5e-7), ""),
    ],
    ids=["text", "number", "missing", "line", "rounded number", "rounded line"],
)
def test_a_segment_of_two_networks_is_the_same_in_both(
    tmp_path: Path, spec: Spec, how: Callable[[dict[str, Any]], object], expected: str
) -> None:
    folder = Path(shutil.copytree(PUBLISHED, tmp_path / "layers"))
    shared = {feature["id"] for feature in features(folder / "instc.geojson")}

    def edit(document: dict[str, Any]) -> None:
        how(next(f for f in document["features"] if f["id"] in shared and f["properties"]["note"]))

    change(folder / "ashgabat.geojson", edit)
    try:
        read_published(spec, folder)
    except DataError as error:
        (problem,) = error.problems
        assert problem.file == "ashgabat.geojson"
        assert expected
        assert expected in str(problem)
    else:
        assert not expected


def features(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_bytes())["features"]
    return found


def test_a_layer_is_linted_that_somebody_edited(published: Path) -> None:
    change(published / "railway.geojson", lambda d: moved_end(d["features"][0]))
    findings = open_atlas(TEMPLATE, layers=published).lint()
    assert "ends-at-places" in {finding.rule for finding in findings}


def moved_end(feature: dict[str, Any]) -> None:
    feature["geometry"]["coordinates"][0][1] += 0.5


VALUES: st.SearchStrategy[object] = (
    st.none() | st.integers() | st.floats() | st.text(max_size=9) | st.just([]) | st.just({})
)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_value_in_any_layer_breaks_the_build(
    published: Path, files: dict[str, bytes], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(n for n in files if n.endswith("geojson"))))

    def damage(document: dict[str, Any]) -> None:
        holder: Any = data.draw(st.sampled_from(document["features"]))
        for _ in range(data.draw(st.integers(0, 2))):
            inside = [v for v in holder.values() if isinstance(v, dict)]
            holder = data.draw(st.sampled_from(inside)) if inside else holder
        holder[data.draw(st.sampled_from(sorted(holder)))] = data.draw(VALUES)

    change(published / name, damage)
    with suppress(DataError):
        open_atlas(TEMPLATE, layers=published).lint()
    (published / name).write_bytes(files[name])


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
