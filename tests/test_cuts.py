"""Cutting parts off the units of the ground."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from geo.extraction.cuts import joined, with_part
from geo.extraction.packages import ExtractionError


def lines(*positions: list[tuple[float, float]]) -> Any:  # noqa: ANN401 - an array of shapely's
    return np.array([LineString(line) for line in positions], dtype=object)


def test_pieces_that_all_but_meet_become_one_line() -> None:
    pieces = lines([(0, 0), (1, 1)], [(1.00001, 1.00001), (2, 0)], [(5, 5), (6, 6)])
    one, other = joined(pieces)
    assert one.coords[0] == (0, 0)
    assert one.coords[-1] == (2, 0)
    assert len(one.coords) == 3
    assert other.equals(LineString([(5, 5), (6, 6)]))


def test_pieces_apart_stay_apart_and_none_give_none() -> None:
    assert len(joined(lines([(0, 0), (1, 1)], [(1.0001, 1), (2, 0)]))) == 2
    assert len(joined(lines())) == 0


@pytest.fixture
def units() -> gpd.GeoDataFrame:
    west = MultiPolygon(
        [Polygon([(0, 0), (2, 0), (4, 0), (4, 4), (2, 4), (0, 4)]), box(9, 0, 10, 1)]
    )
    return gpd.GeoDataFrame(
        {"source": ["W", "E"]}, geometry=[west, box(4, 0, 8, 4)], index=["W", "E"], crs="EPSG:4326"
    )


def test_a_part_shares_its_edges_with_what_is_left(units: gpd.GeoDataFrame) -> None:
    line = LineString([(2.0001, 0.0001), (1, 2), (2, 3.9999)])
    cut = with_part(units, {"code": "P", "of": "W", "side": [0.5, 2]}, [line])
    assert list(cut.index) == ["W", "E", "P"]
    assert cut["source"]["P"] == "W"
    assert cut.geometry["P"].contains(Point(0.5, 2))
    assert cut.geometry["W"].contains(Point(9.5, 0.5))
    assert shapely.coverage_is_valid(cut.geometry.to_numpy())
    assert cut.geometry["P"].area + cut.geometry["W"].area == pytest.approx(17)


def test_whole_polygons_in_a_box_become_a_part(units: gpd.GeoDataFrame) -> None:
    cut = with_part(units, {"code": "P", "of": "W", "box": [8.5, -1, 11, 2]}, None)
    assert cut.geometry["P"].equals(box(9, 0, 10, 1))


@pytest.mark.parametrize(
    "rule", [{"box": [20, 20, 21, 21]}, {"side": [99, 2], "cut": [[2, 0], [2, 4]]}]
)
def test_a_part_that_is_nothing_is_refused(units: gpd.GeoDataFrame, rule: dict[str, Any]) -> None:
    with pytest.raises(ExtractionError, match="P: cannot be cut off W"):
        with_part(units, {"code": "P", "of": "W", **rule}, None)
