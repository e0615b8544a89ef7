"""Points too many to be told one by one are counted in cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.api import Atlas
from geo.errors import LayerError
from geo.own import counts
from geo.own.counts import COLUMN, count_points
from geo.own.files import read_layer

TOTAL = 1_000
CENTRES = np.array([(-18.0, -32.0), (-14.0, -31.0)])


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a file of more points than are told one by one, two of which lie nowhere."""
    monkeypatch.setattr(counts, "MOST", 100)
    monkeypatch.setattr(counts, "_BATCH", 64)
    chance = np.random.default_rng(4)
    at = CENTRES[chance.integers(2, size=TOTAL)] + chance.normal(0, 0.2, (TOTAL, 2))
    shapes = np.array([*map(shapely.Point, at), None, shapely.Point()], dtype=object)
    frame = gpd.GeoDataFrame({"kind": ["a"] * len(shapes)}, geometry=shapes, crs="EPSG:4326")
    frame.to_parquet(tmp_path / "many.parquet")
    return tmp_path / "many.parquet"


def test_each_point_is_counted_once_where_it_lies(file: Path) -> None:
    frame, cells = gpd.read_parquet(file), count_points(file)
    assert cells is not None
    assert cells[COLUMN].sum() == TOTAL
    assert len(cells) < TOTAL
    every = shapely.get_coordinates(frame.geometry.to_numpy())
    at, weights = shapely.get_coordinates(cells.geometry.to_numpy()), cells[COLUMN].to_numpy()
    assert at.T @ weights / TOTAL == pytest.approx(every.mean(axis=0))
    for centre in CENTRES:
        near = np.hypot(*(at - centre).T) < 1
        assert 0.4 < weights[near].sum() / TOTAL < 0.6


@pytest.mark.parametrize("encoding", ["WKB", "geoarrow"])
@pytest.mark.parametrize("heights", [0, 500, TOTAL])
def test_points_are_counted_however_they_are_written(
    file: Path, encoding: Literal["WKB", "geoarrow"], heights: int
) -> None:
    frame = gpd.read_parquet(file)
    shapes = frame.geometry.to_numpy()
    shapes[:heights] = shapely.force_3d(shapes[:heights], 7)
    frame.geometry = gpd.GeoSeries(shapes, crs=4326)
    frame.to_parquet(file, geometry_encoding=encoding)
    layer = read_layer(str(file))
    assert sum(layer.cells[COLUMN].values) == TOTAL
    assert ("drawn without heights" in layer.notes) == bool(heights)
    at = shapely.get_coordinates(layer.parts["points"].shapes)
    every = shapely.get_coordinates(frame.geometry.to_numpy())
    assert at.T @ layer.cells[COLUMN].values / TOTAL == pytest.approx(every.mean(axis=0))


def test_cells_lie_in_the_crs_of_the_file(file: Path) -> None:
    plane = gpd.read_parquet(file).to_crs("EPSG:32728")
    plane.to_parquet(file)
    cells = count_points(file)
    assert cells is not None
    assert cells.crs == plane.crs
    assert cells[COLUMN].sum() == TOTAL


def test_a_layer_says_what_was_counted(file: Path, toy: Atlas) -> None:
    layer = read_layer(f"{file}:Sightings")
    cells = count_points(file)
    assert cells is not None
    assert layer.notes == [
        f"1,000 points counted in {len(cells)} cells",
        "left out without a geometry that can be drawn: 2 of 1002 features",
        "columns of so many points are left out: kind",
    ]
    joined = replace(toy)
    with pytest.warns(UserWarning, match="Sightings: "):
        layer.add_to(joined)
    assert joined.spec.layers["sightings"].settings["weight"] == COLUMN
    assert joined.layers["sightings"][COLUMN].sum() == TOTAL


def test_points_without_half_of_their_position_are_left_out(file: Path) -> None:
    at = shapely.get_coordinates(gpd.read_parquet(file).geometry.to_numpy())
    at[3, 1] = np.nan
    gpd.GeoDataFrame(geometry=gpd.points_from_xy(*at.T), crs=4326).to_parquet(file)
    told = f"left out without a geometry that can be drawn: 1 of {TOTAL} features"
    assert told in read_layer(str(file)).notes


def test_cells_have_no_column_to_be_coloured_by(file: Path) -> None:
    with pytest.raises(LayerError, match="no column and no time: so many points are counted"):
        read_layer(str(file), column=["kind"], time=["kind"])


def test_few_points_and_other_shapes_are_told_one_by_one(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = gpd.GeoSeries([shapely.LineString([(0, 0), (1, n)]) for n in range(200)], crs=4326)
    target = file.with_name("lines.parquet")
    gpd.GeoDataFrame(geometry=lines).to_parquet(target)
    assert count_points(target) is None
    monkeypatch.setattr(counts, "MOST", 5_000)
    assert count_points(file) is None
