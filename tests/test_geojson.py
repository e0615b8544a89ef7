"""GeoJSON after RFC 7946, with stable bytes; and as editors, scripts and accidents leave it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataError
from geo.model.spec import Column, Table
from geo.publish.geojson import to_geojson
from geo.read.geojson import GROUND, read_geojson

Features = list[dict[str, Any]]
Edit = Callable[[Features], object]

TABLE = Table(
    "fairs",
    (
        Column("id", "id", "id", required=True),
        Column("name", "text", "name", required=True),
        Column("names", "texts", "other names"),
        Column("kind", "choice", "kind", required=True, values=("market", "race")),
        Column("start", "date", "first day"),
        Column("visitors", "integer", "visitors", minimum=1),
        Column("area", "number", "area"),
        Column("yearly", "boolean", "whether it comes again"),
        Column("hosts", "iso_a2s", "hosts"),
        Column("note", "text", "note"),
    ),
    geometry=frozenset({"Point", "Polygon"}),
)
RING = [[0, 0], [1, 0], [1, 1], [0, 0]]


def features() -> Features:
    """Return two features, of which the second misses all that may be missing."""
    told = {
        "id": "a",
        "name": "Été",
        "names": "Summer;Лето",
        "kind": "market",
        "start": "2024-09-01",
        "visitors": 500,
        "area": 1.25,
        "yearly": False,
        "hosts": "XA;XB",
        "note": "5 to 7",
    }
    bare = {**dict.fromkeys(told), "id": "b", "name": "Race", "kind": "race"}
    point = {"type": "Point", "coordinates": [60.5, 40.25]}
    area = {"type": "Polygon", "coordinates": [RING]}
    return deepcopy(
        [
            {"type": "Feature", "id": "a", "properties": told, "geometry": point},
            {"type": "Feature", "id": "b", "properties": bare, "geometry": area},
        ]
    )


def collection(edit: Edit = len, **members: object) -> dict[str, Any]:
    edited = features()
    edit(edited)
    return {"type": "FeatureCollection", **members, "features": edited}


def read(folder: Path, data: object) -> gpd.GeoDataFrame:
    """Return what is read of a document, a text or bytes."""
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    path = folder / "layer.geojson"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    frame, members = read_geojson(path, TABLE)
    again, same = read_geojson(path, TABLE)  # as it was kept
    assert_geodataframe_equal(again, frame)
    assert same == members
    return frame


def set_all(**values: object) -> Edit:
    """Return an edit of properties of the first feature."""
    return lambda found: found[0]["properties"].update(values)


def shape(kind: str, coordinates: object, number: int = 0) -> Edit:
    told = {"type": kind, "coordinates": coordinates}
    return lambda found: found[number].update(geometry=told)


def each(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Edit:
    """Return an edit of the properties of every feature."""
    return lambda found: [one.update(properties=change(one["properties"])) for one in found]


def as_text(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else str(value)


def frame(*shapes: shapely.Geometry, **columns: list[object]) -> gpd.GeoDataFrame:
    ids = [f"f{n}" for n in range(len(shapes))]
    return gpd.GeoDataFrame({"id": ids, **columns}, geometry=list(shapes), crs="EPSG:4326")


def test_the_collection_follows_the_standard() -> None:
    clockwise = shapely.Polygon([(0, 0), (0, 1.123456789), (1, 1), (1, 0)])
    document = json.loads(to_geojson(frame(clockwise, shapely.Point(5, 6))))
    assert set(document) == {"type", "bbox", "features"}
    assert document["bbox"] == [0, 0, 5, 6]
    first = document["features"][0]
    assert first["id"] == first["properties"]["id"] == "f0"
    assert first["bbox"] == [0, 0, 1, 1.123457]
    ring = first["geometry"]["coordinates"][0]
    assert shapely.LinearRing(ring).is_ccw
    assert [0, 1.123457] in ring


def test_missing_values_are_null_and_types_stay() -> None:
    data = frame(shapely.Point(0, 0), shapely.Point(1, 1), n=[1, None], on=[True, False])
    data["n"] = data["n"].astype("Int64")
    rows = [feature["properties"] for feature in json.loads(to_geojson(data))["features"]]
    assert rows == [{"id": "f0", "n": 1, "on": True}, {"id": "f1", "n": None, "on": False}]


def test_an_empty_layer_is_an_empty_collection(tmp_path: Path) -> None:
    path = tmp_path / "empty.geojson"
    path.write_bytes(to_geojson(frame()))
    assert json.loads(path.read_bytes()) == {"type": "FeatureCollection", "features": []}
    assert list(read_geojson(path, GROUND)[0]) == ["id", "worldview", "geometry"]
    read, _ = read_geojson(path, TABLE)
    assert len(read) == 0
    assert list(read) == [*(column.name for column in TABLE.columns), "geometry"]


PARTS_OF_PARTS = shapely.GeometryCollection([shapely.MultiPolygon([shapely.box(-179, 0, 179, 1)])])


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (None, "a geometry"),
        (shapely.Point(), "a geometry"),
        (shapely.Polygon([(0, 0), (1, 1), (0, 1), (1, 0)]), "valid geometry"),
        (shapely.Point(200, 0), "longitudes and latitudes in degrees"),
        (shapely.LineString([(178, -18), (-172, -14)]), "no edge across more than 180 degrees"),
        (shapely.box(-179, -20, 179, -10), "no edge across more than 180 degrees"),
        (PARTS_OF_PARTS, "no edge across more than 180 degrees"),
    ],
    ids=["none", "empty", "bow-tie", "outside", "line across", "area across", "part across"],
)
def test_shapes_that_are_not_fit_are_named(shape: shapely.Geometry, expected: str) -> None:
    with pytest.raises(DataError, match=f"feature f0.*{expected}"):
        to_geojson(frame(shape))


def test_wide_shapes_without_an_edge_across_180_degrees_are_fit() -> None:
    across = shapely.MultiLineString([[(178, -18), (180, -17)], [(-180, -17), (-172, -14)]])
    lands = [shapely.box(lon, 20, lon + 20, 40).exterior for lon in (-120, 100)]
    sea = shapely.Polygon(shapely.box(-180, -90, 180, 90).exterior, lands)
    by_europe = shapely.LineString([(-120, 40), (0, 50), (130, 40)])
    for shape in (across, shapely.box(-180, -90, 180, -60), sea, by_europe):
        to_geojson(frame(shape))


SAME: dict[str, object] = {
    "all values as text": collection(each(lambda p: {k: as_text(v) for k, v in p.items()})),
    "whole numbers with a point": collection(set_all(visitors=500.0)),
    "midnights": collection(set_all(start="2024-09-01T00:00:00")),
    "midnights with zone": collection(set_all(start="2024-09-01T00:00:00.000Z")),
    "midnights with space": collection(set_all(start="2024-09-01 00:00:00+00")),
    "slashes": collection(set_all(start="2024/09/01")),
    "empty text for null": collection(
        each(lambda p: {k: "" if v is None else v for k, v in p.items()})
    ),
    "space for null": collection(
        each(lambda p: {k: " " if v is None else v for k, v in p.items()})
    ),
    "null left out": collection(
        each(lambda p: {k: v for k, v in p.items() if v is not None}),
    ),
    "lists": collection(set_all(names=["Summer", "Лето"], hosts=["XA", "XB"])),
    "lists with nothing in them": collection(
        lambda found: found[1]["properties"].update(names=[""], hosts=[])
    ),
    "another order and other columns": collection(
        each(lambda p: {"mine": {"a": [1]}, **dict(reversed(p.items())), "geometry": "x", "fid": 7})
    ),
    "the id of the feature alone": collection(
        each(lambda p: {k: v for k, v in p.items() if k != "id"})
    ),
    "another id of the feature": collection(lambda found: found[0].update(id=17)),
    "a Multi of one part": collection(shape("MultiPoint", [[60.5, 40.25]])),
    "a collection of one part": collection(
        lambda found: found[0].update(
            geometry={"type": "GeometryCollection", "geometries": [found[0]["geometry"]]}
        )
    ),
    "heights": collection(shape("Point", [60.5, 40.25, 812.0])),
    "heights and lengths": collection(shape("Polygon", [[[*at, 9] for at in RING]], 1)),
    "no crs": collection(crs=None),
    "crs of the web": collection(
        crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    ),
    "crs by number": collection(crs={"type": "name", "properties": {"name": "EPSG:4326"}}),
    "crs by urn": collection(
        crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}
    ),
    "crs by address": collection(
        crs={"type": "name", "properties": {"name": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
    ),
    "other members": collection(
        name="x", totalFeatures=2, bbox=[0, 0, 1, 1], links=[{"href": "/"}]
    ),
    "byte order mark": b"\xef\xbb\xbf" + json.dumps(collection()).encode(),
    "Windows lines": json.dumps(collection(), indent=1).replace("\n", "\r\n"),
    "plain letters": json.dumps(collection(), ensure_ascii=False),
    "decomposed letters": collection(set_all(name="E\u0301te\u0301")),
    "NaN for null": json.dumps(collection()).replace("null", "NaN"),
    "clockwise": collection(shape("Polygon", [RING[::-1]], 1)),
}


@pytest.mark.parametrize("kind", SAME)
def test_what_programs_make_of_a_layer_is_read_as_it_was(tmp_path: Path, kind: str) -> None:
    expected = read(tmp_path, collection())
    if kind == "clockwise":
        expected.geometry = expected.geometry.reverse()
    if kind == "null left out":
        assert "note" in expected
    assert_geodataframe_equal(read(tmp_path, SAME[kind]), expected)


def test_other_projections_are_read_in_degrees(tmp_path: Path) -> None:
    expected = read(tmp_path, collection())
    document = json.loads(expected.to_crs("EPSG:3857").to_json())
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    again = read(tmp_path, document)
    assert shapely.equals_exact(again.geometry, expected.geometry, 1e-9).all()


CRS = {"type": "name", "properties": {"name": "EPSG:3857"}}
WRONG: dict[str, tuple[object, str]] = {
    "nothing": ("", "JSON that can be read"),
    "no JSON": ("not json", "JSON that can be read"),
    "half a file": (json.dumps(collection())[:-90], "JSON that can be read"),
    "a feature a line": (
        "\n".join(json.dumps(one) for one in features()),
        "JSON that can be read (Extra data: line 2",
    ),
    "UTF-16": (
        json.dumps(collection()).encode("utf-16"),
        "row 1: 'byte ff': expected text encoded",
    ),
    "Latin-1": (
        json.dumps(collection(), ensure_ascii=False).encode("latin-1", "replace"),
        "row 1: 'byte c9': expected text encoded as UTF-8",
    ),
    "NUL": (json.dumps(collection()) + "\0", "row 1: 'byte 00': expected text encoded as UTF-8"),
    "a key twice": ('{"type": 1, "type": 2}', "JSON that can be read ('type' stands there twice)"),
    "an infinite number": ('{"type": Infinity}', "JSON that can be read (Infinity is no number)"),
    "half a character": (
        json.dumps(collection(set_all(mine="\ud83d"))),
        "JSON that can be read ('utf-8' codec can't encode",
    ),
    "deep": ("[" * 100_000, "JSON that can be read (maximum recursion depth"),
    "an object": ({}, "expected a FeatureCollection"),
    "a list": (features(), "'list': expected a FeatureCollection"),
    "a feature": (features()[0], "'Feature': expected a FeatureCollection"),
    "a geometry": (features()[0]["geometry"], "'Point': expected a FeatureCollection"),
    "TopoJSON": ({"type": "Topology", "objects": {}}, "'Topology': expected a FeatureCollection"),
    "no features": ({"type": "FeatureCollection"}, "expected a FeatureCollection"),
    "an OGR VRT": (
        '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>',
        "JSON that can be read",
    ),
    "a feature that is none": (
        collection(lambda found: found.insert(1, "x")),  # type: ignore[arg-type]
        "feature number 2: expected a Feature with properties",
    ),
    "properties that are none": (
        collection(lambda found: found[1].update(properties=[1])),
        "feature number 2: expected a Feature with properties",
    ),
    "no properties": (
        collection(lambda found: found[1].update(properties=None)),
        "feature b, column name: expected a value",
    ),
    "crs of the moon": (
        collection(crs={"type": "name", "properties": {"name": "IAU_2015:30100"}}),
        "column crs: ",
    ),
    "crs unknown": (
        collection(crs={"type": "name", "properties": {"name": "EPSG:99999"}}),
        "expected no crs, or one such as",
    ),
    "crs of a file": (
        collection(crs={"type": "name", "properties": {"name": "+init=/etc/passwd:x"}}),
        "expected no crs, or one such as",
    ),
    "crs elsewhere": (
        collection(crs={"type": "link", "properties": {"href": "http://127.0.0.1:9/"}}),
        "expected no crs, or one such as",
    ),
    "crs that is text": (collection(crs="EPSG:4326"), "expected no crs, or one such as"),
    "metres in name only": (collection(crs=CRS), "positions in EPSG:3857, these look like degrees"),
    "metres": (
        collection(shape("Point", [6734829.0, 4907000.0])),
        "feature a, column geometry: 'Point': expected longitudes and latitudes in degrees",
    ),
    "no geometry": (
        collection(lambda found: found[0].pop("geometry")),
        "feature a, column geometry: expected a Point or Polygon",
    ),
    "no positions": (collection(shape("Polygon", [])), "feature a, column geometry: expected a Po"),
    "another geometry": (
        collection(shape("LineString", [[1, 2], [3, 4]])),
        "feature a, column geometry: 'LineString': expected a Point or Polygon",
    ),
    "a ring that is open": (
        collection(shape("Polygon", [RING[:-1]], 1)),
        "feature b, column geometry: expected a geometry that can be read (",
    ),
    "text for numbers": (
        collection(shape("Point", ["60.5", "40.25"])),
        "feature a, column geometry: expected a geometry that can be read (",
    ),
    "one number": (collection(shape("Point", [60.5])), "feature a, column geometry: expected a"),
    "too great a number": (
        json.dumps(collection()).replace("60.5", "1e999"),
        "feature a, column geometry: ",
    ),
    "NaN in a position": (
        json.dumps(collection()).replace("60.5", "NaN"),
        "feature a, column geometry: expected a geometry that can be read (",
    ),
    "a bow-tie": (
        collection(shape("Polygon", [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]])),
        "expected valid geometry (Self-intersection",
    ),
    "too great a value": (
        json.dumps(collection()).replace("1.25", "1e999"),
        "feature a, column area: 'inf': expected a number",
    ),
    "a time of day": (
        collection(set_all(start="2024-09-01T18:30:00Z")),
        "feature a, column start: '2024-09-01T18:30:00Z': expected a day without a time of day",
    ),
    "an object in a cell": (
        collection(set_all(note={"en": "x"})),
        """feature a, column note: '{"en": "x"}': expected one value""",
    ),
    "a list in a cell": (
        collection(set_all(name=["x", "y"])),
        """feature a, column name: '["x", "y"]': expected one value""",
    ),
    "a list in a list": (
        collection(set_all(names=[["x"], "y"])),
        """feature a, column names: '[["x"], "y"]': expected one value""",
    ),
    "a list as text": (
        collection(set_all(names="['Summer' 'x']")),
        "feature a, column names: \"['Summer' 'x']\": expected items joined by ;",
    ),
    "a list as text, of GDAL": (
        collection(set_all(names="(2:Summer,x)")),
        "feature a, column names: '(2:Summer,x)': expected items joined by ;",
    ),
    "a moment in milliseconds": (
        collection(set_all(start=1725148800000)),
        "feature a, column start: '1725148800000': expected a date that exists",
    ),
    "none as text": (
        collection(set_all(note="None", area="nan")),
        "feature a, column note: 'None': expected a value, or an empty cell",
    ),
    "an item that looks like two": (
        collection(set_all(names=["x;y"])),
        "feature a, column names: '[\"x;y\"]': expected items without ;",
    ),
    "a value of another type": (
        collection(set_all(visitors="many", area=True, yearly="perhaps")),
        "feature a, column yearly: 'perhaps': expected true or false",
    ),
    "no id": (
        collection(lambda found: [found[1].pop("id"), found[1]["properties"].pop("id")]),
        "feature number 2, column id: expected a value (id)",
    ),
    "an id twice": (
        collection(lambda found: found.append(found[0])),
        "feature a, column id: 'a': expected an id used once",
    ),
    "a column left out": (
        collection(each(lambda p: {k: v for k, v in p.items() if k != "kind"})),
        "layer.geojson, column kind: expected this column, it is missing",
    ),
    "a new feature without a value": (
        collection(
            lambda found: found.append({**found[0], "properties": {"id": "c", "name": "New"}})
        ),
        "1 problem in the data:\n  layer.geojson, feature c, column kind: expected a value (kind)",
    ),
    "a digit too many": (
        json.dumps(collection()).replace("500", "9" * 5000),
        "JSON that can be read (Exceeds the limit",
    ),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_cannot_be_meant_is_named(tmp_path: Path, kind: str) -> None:
    data, expected = WRONG[kind]
    with pytest.raises(DataError) as caught:
        read(tmp_path, data)
    assert expected in str(caught.value)
    assert all(problem.file == "layer.geojson" for problem in caught.value.problems)


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    def edit(found: Features) -> None:
        found[0]["properties"].update(start="soon", visitors=0)
        found[1]["geometry"]["coordinates"] = [RING[:-1]]

    with pytest.raises(DataError) as caught:
        read(tmp_path, collection(edit))
    where = [(problem.row, problem.column) for problem in caught.value.problems]
    assert where == [("a", "start"), ("a", "visitors"), ("b", "geometry")]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"layer\.geojson: expected this file in"):
        read_geojson(tmp_path / "layer.geojson", GROUND)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.floats(-180, 180),
            st.floats(-90, 90),
            st.text('abअ<"\\&{$'),  # no letter that a text in a wrong encoding is full of
        ),
        min_size=1,
    )
)
def test_reading_and_writing_again_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[float, float, str]]
) -> None:
    path = tmp_path_factory.mktemp("round") / "layer.geojson"
    points = frame(*(shapely.Point(x, y) for x, y, _ in rows), worldview=[w for *_, w in rows])
    path.write_bytes(to_geojson(points))
    first = to_geojson(read_geojson(path, GROUND)[0])
    path.write_bytes(first)
    assert to_geojson(read_geojson(path, GROUND)[0]) == first


def nodes(value: object, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the places of all values inside a document."""
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [place, *(deep for key, each in inside for deep in nodes(each, (*place, key)))]


PLACES = nodes(collection())[1:]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=4,
)


@settings(max_examples=150)
@given(st.sampled_from(PLACES), VALUES)
def test_no_value_in_any_place_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[Any, ...], value: object
) -> None:
    document: Any = collection()
    holder = document
    for key in place[:-1]:
        holder = holder[key]
    holder[place[-1]] = value
    with suppress(DataError):
        read(tmp_path_factory.getbasetemp(), document)


@settings(max_examples=100)
@given(st.integers(0), st.integers(0, 40), st.binary(max_size=6))
def test_no_damage_to_the_bytes_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int, instead: bytes
) -> None:
    data = json.dumps(collection(crs=CRS)).encode()
    start %= len(data)
    with suppress(DataError):
        read(tmp_path_factory.getbasetemp(), data[:start] + instead + data[start + length :])


def test_depth_is_borne_or_named(tmp_path: Path) -> None:
    text = json.dumps(collection(lambda found: found[0].update(geometry="@")))
    for depth in range(400, 500):
        deep = '{"type":"GeometryCollection","geometries":[' * depth + "]}" * depth
        with pytest.raises(DataError, match=r"layer\.geojson"):
            read(tmp_path, text.replace('"@"', deep))
