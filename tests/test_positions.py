"""Positions: inside their country, or how far outside."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely
from pyproj import Geod

from geo.model.positions import CountryFinder


@pytest.fixture(scope="module")
def finder() -> CountryFinder:
    squares = [shapely.box(60, 40, 70, 50), shapely.box(80, 40, 90, 50), shapely.box(0, 0, 1, 1)]
    frame = gpd.GeoDataFrame({"iso_a2": ["KZ", "KZ", None]}, geometry=squares, crs="EPSG:4326")
    return CountryFinder(frame)


def test_inside_is_no_distance(finder: CountryFinder) -> None:
    assert finder.metres_outside(65, 45, "KZ") == 0
    assert finder.metres_outside(85, 45, "KZ") == 0


def test_outside_is_the_geodesic_distance(finder: CountryFinder) -> None:
    _, _, metres = Geod(ellps="WGS84").inv(50, 39, 60, 40)
    assert finder.metres_outside(50, 39, "KZ") == pytest.approx(metres, rel=1e-3)


def test_only_countries_with_a_code_are_known(finder: CountryFinder) -> None:
    assert "KZ" in finder
    assert "XX" not in finder


def test_an_objection_allows_for_precision_and_coast(finder: CountryFinder) -> None:
    assert finder.objection(70.02, 45, "KZ", 100) == ""
    assert finder.objection(70.5, 45, "KZ", 50_000) == ""
    assert finder.objection(71, 45, "KZ", 100) == "a position in KZ, this one lies 79 km outside"


def test_swapped_numbers_are_recognised(finder: CountryFinder) -> None:
    assert finder.objection(45, 65, "KZ", 100).endswith("(lon and lat look swapped)")
