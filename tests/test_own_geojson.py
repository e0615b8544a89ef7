"""GeoJSON: what drivers leave out of it is told, and nothing is told that they do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.errors import LayerError
from geo.own.files import read_layer
from geo.own.layer import Layer

POINT = '{"type": "Point", "coordinates": [-16, -32]}'
"""Where the toy lies."""
COUNTED = "left out, deleted or unreadable: {} features"
TWICE = "of keys that an object has twice the last value counts: {}"
BESIDE = "members beside the properties of features are left out: {}"
Written = Callable[..., Layer]


def feature(**members: object) -> str:
    told = ", ".join(f"{json.dumps(name)}: {json.dumps(told)}" for name, told in members.items())
    return f'{{"type": "Feature", "geometry": {POINT}, {told}}}'


def collected(path: Path, *features: str) -> Layer:
    path.write_text(
        f'{{"type": "FeatureCollection", "features": [{", ".join(features)}]}}', "utf-8"
    )
    return read_layer(str(path))


def in_lines(path: Path, *features: str) -> Layer:
    path.write_text("".join(f"{each}\n" for each in features), "utf-8")
    return read_layer(str(path))


@pytest.mark.parametrize("written", [collected, in_lines])
def test_members_that_are_no_properties_are_told(tmp_path: Path, written: Written) -> None:
    told = [feature(properties={"n": 1}, title="mine", bbox=[0, 0, 1, 1], id="a", when=None)]
    told += [feature(properties={"n": 2}, links=[{"coordinates": [1, 2]}], a=1, b=2)]
    layer = written(tmp_path / "mine.geojson", *told)
    assert {title: each.values for title, each in layer.cells.items()} == {
        "id": ["a", None],
        "n": [1, 2],
    }
    assert layer.notes == [BESIDE.format("'a', 'b', 'links' and 1 more")]


@pytest.mark.parametrize("end", ["geojsonl", "geojsons", "ndjson"])
@pytest.mark.parametrize("mark", ["", "\x1e"])
def test_a_feature_may_take_a_line(tmp_path: Path, end: str, mark: str) -> None:
    told = (f"{mark}{feature(properties={'n': each}, id=each)}" for each in (5, 7))
    layer = in_lines(tmp_path / f"mine.{end}", *told)
    assert (layer.cells["id"].values, layer.cells["n"].values) == ([5, 7], [5, 7])
    assert layer.notes == []


@pytest.mark.parametrize(
    ("begins", "between"), [("", ",\n"), ("", ""), ("\ufeff", "\n"), ("", "?")]
)
def test_nothing_behind_an_object_is_left_out_unsaid(
    tmp_path: Path, begins: str, between: str
) -> None:
    path = tmp_path / "mine.geojsonl"
    path.write_text(begins + between.join([feature(properties={})] * 2), "utf-8")
    with pytest.raises(LayerError, match=r"^mine\.geojsonl: '.*': expected one object of JSON, or"):
        read_layer(str(path))


@pytest.mark.parametrize("written", [collected, in_lines])
def test_a_property_may_have_coordinates(tmp_path: Path, written: Written) -> None:
    """As those that Socrata and MongoDB tell of a place beside its shape."""
    told = {"coordinates": [1, 2], "at": [{"coordinates": [3, 4]}]}
    layer = written(tmp_path / "mine.geojson", feature(properties=told), feature(properties={}))
    values = {title: each.values[0] for title, each in layer.cells.items()}
    assert values == {"coordinates": "1, 2", "at": '{"coordinates": [3, 4]}'}


def test_what_drivers_read_of_stac_beside_properties_is_not_told_to_be_lost(tmp_path: Path) -> None:
    beside = {"stac_version": "1.0.0", "collection": "c", "assets": {"B1": {"href": "h"}}, "a": 1}
    layer = collected(tmp_path / "mine.geojson", feature(properties={"n": 1}, **beside))
    assert [*layer.cells] == ["n", "stac_version", "collection", "assets.B1.href", "a"]
    assert layer.notes == []


def test_members_of_features_without_properties_are_read_as_such(tmp_path: Path) -> None:
    layer = collected(tmp_path / "mine.geojson", feature(title="mine", n=1))
    assert {title: each.values for title, each in layer.cells.items()} == {
        "title": ["mine"],
        "n": [1],
    }
    assert layer.notes == []


@pytest.mark.parametrize("written", [collected, in_lines])
@pytest.mark.parametrize("wrong", [[1, 2], "mine", 3, True])
def test_properties_that_are_none_are_told(tmp_path: Path, written: Written, wrong: object) -> None:
    told = feature(properties=wrong), feature(properties={"n": 2}), feature(properties=None)
    layer = written(tmp_path / "mine.geojson", *told)
    assert layer.cells["n"].values == [None, 2, None]
    assert layer.notes == ["properties that are no object are left out: 1 of 3 features"]


@pytest.mark.parametrize("written", [collected, in_lines])
def test_moments_are_as_exact_as_they_are_told(tmp_path: Path, written: Written) -> None:
    """Drivers keep milliseconds."""
    told = "2024-05-31T12:00:00.123456789Z", "2024-05-31T12:00:00.5+05:30", None
    layer = written(tmp_path / "mine.geojson", *(feature(properties={"t": each}) for each in told))
    assert layer.cells["t"].values == [
        "2024-05-31 12:00:00.123456789 UTC+0000",
        "2024-05-31 12:00:00.5 UTC+0530",
        None,
    ]


@pytest.mark.parametrize("written", [collected, in_lines])
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([True, 2, None], ["true", "2", None]),
        ([1.1, "few", 1e-7], ["1.1", "few", "1e-07"]),
        ([[True, 0.1], [2, 3], []], ["true, 0.1", "2, 3", None]),
        ([1, "2", 3.5], [1, 2, 3.5]),
    ],
)
def test_values_of_several_kinds_stay_as_they_are(
    tmp_path: Path, written: Written, values: list[object], expected: list[object]
) -> None:
    told = (feature(properties={"n": each}) for each in values)
    assert written(tmp_path / "mine.geojson", *told).cells["n"].values == expected


@pytest.mark.parametrize("day", ["2024-02-30", "0000-01-01", "10000-01-01"])
def test_days_of_no_calendar_stay_as_they_are(tmp_path: Path, day: str) -> None:
    told = (feature(properties={"d": each, "e": "2024-05-31"}) for each in (day, "2024-01-01"))
    layer = collected(tmp_path / "mine.geojson", *told)
    assert layer.cells["d"].values == [day, "2024-01-01"]
    assert layer.cells["e"].type == "date"
    assert [*layer.cells] == ["d", "e"]


def test_what_stands_among_features_and_is_none_is_counted(tmp_path: Path) -> None:
    """And takes no id from the others."""
    told = feature(properties={}, id="a"), POINT, "null"
    layer = collected(tmp_path / "mine.geojson", *told)
    assert layer.cells["id"].values == ["a"]
    assert layer.notes == [COUNTED.format("2 of 3")]
    assert len(in_lines(tmp_path / "mine.geojson", *told[:2]).rows) == 2


def test_topojson_is_in_degrees(tmp_path: Path) -> None:
    """Which it need not say."""
    point = {"type": "Point", "coordinates": [-16, -32], "properties": {"n": 5}}
    told = {"type": "Topology", "arcs": [], "objects": {"mine": point}}
    (tmp_path / "mine.json").write_text(json.dumps(told), "utf-8")
    layer = read_layer(str(tmp_path / "mine.json"))
    assert layer.cells["n"].values == [5]


def test_letters_that_json_forbids_hide_no_key(tmp_path: Path) -> None:
    """Such as a tabulator within a text, which drivers read."""
    told = feature(properties={"n": 1, "m": "a b"}).replace("a b", "a\tb")
    layer = collected(tmp_path / "mine.geojson", told.replace('"m"', '"n": 3, "m"'))
    assert (layer.cells["n"].values, layer.cells["m"].values) == ([3], ["a b"])
    assert layer.notes == [TWICE.format("'n'")]


@pytest.mark.parametrize("written", [collected, in_lines])
def test_keys_that_stand_twice_are_told(tmp_path: Path, written: Written) -> None:
    twice = feature(properties={"n": 1, "m": '"n": 1, "n": 2'}).replace('"m"', '"n": 3, "m"')
    layer = written(tmp_path / "mine.geojson", twice, feature(properties={"n": 4}))
    assert layer.cells["n"].values == [3, 4]
    assert layer.notes == [TWICE.format("'n'")]


PART = "only a part of what the web service has: {}"
MORE = PART.format("1 features, and it says that there are more")


@pytest.mark.parametrize(
    ("said", "notes"),
    [
        ({"exceededTransferLimit": True}, [MORE]),
        ({"properties": {"exceededTransferLimit": True}}, [MORE]),
        ({"exceededTransferLimit": False, "properties": None, "links": {}}, []),
        ({"links": [{"rel": "self"}, {"rel": "next"}]}, [MORE]),
        ({"numberMatched": 1230, "numberReturned": 1}, [PART.format("1 of 1,230 features")]),
        ({"totalFeatures": 2, "numberMatched": None}, [PART.format("1 of 2 features")]),
        ({"totalFeatures": "unknown"}, []),
        ({"numberMatched": "12"}, [PART.format("1 of 12 features")]),
        ({"exceededTransferLimit": "true"}, [MORE]),
        ({"count": 12, "next": "https://example.org/?page=2", "previous": None}, [MORE]),
        ({"count": 1, "next": None}, []),
        ({"numberMatched": 1, "links": [{"rel": "next"}]}, []),
    ],
)
def test_answers_of_web_services_may_hold_a_part(
    tmp_path: Path, said: dict[str, object], notes: list[str]
) -> None:
    path = tmp_path / "mine.geojson"
    answer = json.loads(feature(properties={"n": 1}))
    path.write_text(json.dumps({"type": "FeatureCollection", **said, "features": [answer]}))
    assert read_layer(str(path)).notes == notes


def test_answers_in_json_of_esri_may_hold_a_part(tmp_path: Path) -> None:
    path = tmp_path / "mine.json"
    answer = {"attributes": {"n": 1}, "geometry": {"x": -16, "y": -32}}
    head = {"geometryType": "esriGeometryPoint", "spatialReference": {"wkid": 4326}}
    fields = [{"name": "n", "type": "esriFieldTypeInteger"}]
    told = {**head, "fields": fields, "exceededTransferLimit": True, "features": [answer]}
    path.write_text(json.dumps(told))
    assert read_layer(str(path)).notes == [MORE]


@pytest.mark.parametrize("around", ["within", "beside", "map", "several"])
def test_geojson_within_something_else_is_refused(tmp_path: Path, around: str) -> None:
    """Drivers look for it there, and say nothing of what else there is."""
    path = tmp_path / "mine.json"
    told = json.loads(feature(properties={"n": 1}))
    collection = {"type": "FeatureCollection", "features": [told]}
    document = {
        "within": {"status": "ok", "data": collection, "n": 1},
        "beside": {"geometry": told["geometry"], "n": 1},
        "several": {"a": collection, "b": collection},
        "map": {"type": "umap", "geometry": told["geometry"], "layers": [collection]},
    }[around]
    path.write_text(json.dumps(document))
    with pytest.raises(LayerError, match=r"mine.json, column type: .*expected FeatureCollection"):
        read_layer(str(path))


@pytest.mark.parametrize("kind", ["FeatureCollection", "featurecollection"])
def test_what_geojson_is_may_be_written_small(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.geojson"
    path.write_text(f'{{"type": "{kind}", "features": [{feature(properties={"n": True})}]}}')
    assert read_layer(str(path)).cells["n"].values == [True]
