"""GeoJSON after RFC 7946, with stable bytes."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataError
from geo.publish.geojson import to_geojson
from geo.read.geojson import read_geojson


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
    assert len(read_geojson(path)) == 0


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (None, "a geometry"),
        (shapely.Point(), "a geometry"),
        (shapely.Polygon([(0, 0), (1, 1), (0, 1), (1, 0)]), "valid geometry"),
        (shapely.Point(200, 0), "longitudes and latitudes in degrees"),
    ],
    ids=["none", "empty", "bow-tie", "outside"],
)
def test_shapes_that_are_not_fit_are_named(shape: shapely.Geometry, expected: str) -> None:
    with pytest.raises(DataError, match=f"feature f0.*{expected}"):
        to_geojson(frame(shape))


@pytest.mark.parametrize("text", ["", "{}", "not json", '{"type": "FeatureCollection"}'])
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "layer.geojson"
    path.write_text(text)
    with pytest.raises(DataError, match=r"layer\.geojson: expected a GeoJSON file"):
        read_geojson(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"layer\.geojson: expected this file in"):
        read_geojson(tmp_path / "layer.geojson")


@given(
    st.lists(
        st.tuples(
            st.floats(-180, 180),
            st.floats(-90, 90),
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
        ),
        min_size=1,
    )
)
def test_reading_and_writing_again_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[float, float, str]]
) -> None:
    path = tmp_path_factory.mktemp("round") / "layer.geojson"
    points = frame(*(shapely.Point(x, y) for x, y, _ in rows), note=[text for *_, text in rows])
    path.write_bytes(to_geojson(points))
    again = read_geojson(path)
    assert to_geojson(again) == path.read_bytes()
