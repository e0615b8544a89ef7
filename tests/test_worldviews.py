"""The two views of the borders: what each page holds, says and does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import chain, pairwise
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

import geo
from geo.api import PUBLISHED, SHIPPED, Atlas, open_atlas
from geo.model.worldviews import in_view
from tests.pages import page_data

pytestmark = pytest.mark.slow

OFFICIAL_INDIA_KM2 = 3_287_263
"""Area of India as its government states it, with all that it claims."""

INDIA = {
    "Leh": (77.58, 34.16),
    "Muzaffarabad": (73.47, 34.36),
    "Gilgit": (74.30, 35.92),
    "Siachen": (77.10, 35.42),
    "Shaksgam": (76.50, 36.10),
    "Aksai Chin": (79.30, 35.10),
    "Tawang": (91.87, 27.59),
    "Kalapani": (80.98, 30.21),
}
OUTSIDE = {"Chitral": (71.80, 35.85), "Rawalpindi": (73.05, 33.60), "Rutog": (79.70, 33.40)}


Edge = frozenset[tuple[float, float]]


@cache
def shipped() -> Atlas:
    return open_atlas(SHIPPED, layers=PUBLISHED)


def layers() -> Mapping[str, gpd.GeoDataFrame]:
    return shipped().layers


@cache
def data_of(view: str) -> dict[str, Any]:
    return page_data(shipped().build_map(worldview=view).get_root().render())


def page_edges(view: str, *names: str) -> set[Edge]:
    """Return the edges of all geometry that a page holds, read back as the page does."""
    edges: set[Edge] = set()
    for name in names:
        data = data_of(view)
        table = {**data["features"], **data["ground"]}[name]
        for part in chain.from_iterable(table["shapes"]):
            edges |= edges_of(part)
    return edges


def edges_of(positions: list[tuple[float, float]]) -> set[Edge]:
    return {frozenset(edge) for edge in pairwise(positions)}


def shape_edges(shape: BaseGeometry) -> set[Edge]:
    lines = shape.boundary if shape.area else shape
    return {
        edge
        for part in shapely.get_parts(lines)
        for edge in edges_of([(x, y) for x, y in shapely.get_coordinates(part).tolist()])
    }


def polygon(row: str) -> BaseGeometry:
    shape: BaseGeometry = layers()["countries"].set_index("id").geometry[row]
    return shape


def control_lines() -> set[Edge]:
    """Return all edges of the other view that run through India as it draws itself."""
    inside = shapely.buffer(polygon("ind-india"), -1e-4)
    edges = set().union(*map(shape_edges, map(polygon, ("ind", "pak", "chn", "siachen-glacier"))))
    return {edge for edge in edges if inside.contains(shapely.LineString(list(edge)).centroid)}


def test_india_page_holds_no_line_of_control_nor_of_actual_control() -> None:
    lines = control_lines()
    classed = layers()["borders"]
    within = classed[(classed["india"] == "none") & classed["name"].str.contains("India")]
    assert {edge for shape in within.geometry for edge in shape_edges(shape)} <= lines
    assert len(lines) > 100
    data = data_of("india")
    every = [name for name in {**data["features"], **data["ground"]} if name != "places"]
    assert {"countries", "borders", "republics", "land"} <= set(every)
    assert not lines & page_edges("india", *every)
    assert lines <= page_edges("international", "countries")


def test_international_page_holds_no_claim_as_a_border() -> None:
    own = shape_edges(polygon("ind-india")) - set().union(
        *(shape_edges(polygon(row)) for row in ("ind", "pak", "chn", "siachen-glacier"))
    )
    assert len(own) > 100
    assert not own & page_edges("international", "countries", "borders")
    assert own <= page_edges("india", "countries")
    assert own <= page_edges("india", "borders")


@pytest.mark.parametrize("view", ["international", "india"])
def test_a_page_has_each_country_once_under_its_plain_id(view: str) -> None:
    data = data_of(view)
    columns = data["features"]["countries"]["columns"]
    assert data["view"]["worldview"] == view
    assert set(columns["worldview"]) == {"all", view}
    codes = [code for code in columns["iso_a3"] if code]
    assert len(codes) == len(set(codes))
    assert {"ind", "pak", "chn"} <= set(columns["id"])
    assert ("siachen-glacier" in columns["id"]) == (view == "international")
    assert set(data["features"]["borders"]["columns"]) == {"id", "border", "sources"}
    assert "none" not in data["features"]["borders"]["columns"]["border"]


def test_claimed_areas_stand_in_the_international_page_alone() -> None:
    areas = data_of("international")["ground"]["areas"]["columns"]["id"]
    assert {"aksai-chin", "crimea", "abkhazia", "western-sahara"} <= set(areas)
    assert "areas" not in data_of("india")["ground"]


@pytest.mark.parametrize("view", ["international", "india"])
def test_countries_of_a_view_share_their_edges(view: str) -> None:
    shown = in_view(shipped(), view).layers
    polygons = [*shown["republics"].geometry, *shown["countries"].geometry]
    assert shapely.coverage_is_valid(polygons)


def test_both_views_cover_the_same_ground() -> None:
    rows = ("ind", "pak", "chn", "siachen-glacier")
    ground = shapely.coverage_union_all([polygon(row) for row in rows])
    own = shapely.coverage_union_all([polygon(f"{row}-india") for row in rows[:3]])
    assert ground.equals(own)


def test_india_is_as_large_as_it_says() -> None:
    area = abs(Geod(ellps="WGS84").geometry_area_perimeter(polygon("ind-india"))[0]) / 1e6
    assert area == pytest.approx(OFFICIAL_INDIA_KM2, rel=0.01)
    inside = shapely.contains_xy(polygon("ind-india"), np.array([*INDIA.values()]))
    assert dict(zip(INDIA, inside.tolist(), strict=True)) == dict.fromkeys(INDIA, True)
    outside = shapely.contains_xy(polygon("ind-india"), np.array([*OUTSIDE.values()]))
    assert not outside.any()
    for name in ("Leh", "Tawang", "Kalapani"):
        assert polygon("ind").contains(shapely.Point(INDIA[name]))
    for row in ("ind-india", "pak-india", "chn-india"):
        feature = layers()["countries"].set_index("id").loc[row]
        assert "not authenticated by the Survey of India" in feature["note"]
        assert "natural-earth-india" in feature["sources"].split(";")


def test_layers_that_are_missing_stay_missing(toy: Atlas) -> None:
    assert in_view(replace(toy, layers={}), "alderland").layers == {}


def test_a_view_has_its_own_polygons_and_lines(toy: Atlas) -> None:
    usual, other = in_view(toy, "").layers, in_view(toy, "alderland").layers
    for shown in (usual, other):
        assert sorted(shown["countries"]["id"]) == ["xaa", "xbb"]
        assert shapely.coverage_is_valid(shown["countries"].geometry.to_numpy())
        assert list(shown["borders"]) == ["id", "border", "sources", "geometry"]
        assert "none" not in set(shown["borders"]["border"])
    assert set(usual["borders"]["id"]) != set(other["borders"]["id"])
    assert other["places"] is toy.layers["places"]


def test_an_unknown_view_is_refused() -> None:
    with pytest.raises(ValueError, match=r"'chinese': it is international or india"):
        geo.build_map(worldview="chinese")
