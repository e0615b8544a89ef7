"""Frames and files of a user's own to test with, and where the toy lies."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

import geo
from geo.api import Atlas
from geo.own.join import join

KML = "http://www.opengis.net/kml/2.2"
CUT = "numbers of more than 15 digits have lost the last ones, texts keep them: 'n'"
PARTS = "parts that cannot be drawn, such as lines of one position"
"""What several formats lead to alike."""
LON, LAT = -16.0, -32.0
ON_MAP = shapely.Point(LON, LAT)
"""Where the toy lies."""
HOSTILE = "</script><img src=x onerror=alert(1)> {{7*7}} {name} =1+1 \u202e ]]>"


def framed(count: int = 3, **columns: object) -> gpd.GeoDataFrame:
    points = [shapely.Point(LON + step / 10, LAT) for step in range(count)]
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")


def added(toy: Atlas, frame: gpd.GeoDataFrame, **told: Any) -> Atlas:  # noqa: ANN401
    return join(toy, geo.Layer(frame, **{"name": "Mine", **told}))[0]


Writer = Callable[[gpd.GeoDataFrame, Path], object]


def zipped(frame: gpd.GeoDataFrame, path: Path) -> None:
    inside = path.with_suffix("")
    inside.mkdir()
    frame.to_file(inside / "mine.shp")
    with zipfile.ZipFile(path, "w") as archive:
        for each in inside.iterdir():
            archive.write(each, each.name)


def as_csv(frame: gpd.GeoDataFrame, path: Path) -> None:
    plain = frame.assign(Longitude=frame.geometry.x, LAT=frame.geometry.y)
    plain.drop(columns="geometry").to_csv(path, index=False)


WRITERS: dict[str, Writer] = {
    "mine.csv": as_csv,
    "mine.fgb": lambda frame, path: frame.to_file(path),
    "mine.geojson": lambda frame, path: frame.to_file(path),
    "mine.geoparquet": lambda frame, path: frame.to_parquet(path),
    "mine.gpkg": lambda frame, path: frame.to_file(path),
    "mine.gpx": lambda frame, path: frame[["name", "geometry"]].to_file(path, driver="GPX"),
    "mine.kml": lambda frame, path: frame[["name", "geometry"]].to_file(path, driver="KML"),
    "mine.shp": lambda frame, path: frame.to_file(path),
    "mine.zip": zipped,
}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the same three points in every format."""
    folder = tmp_path_factory.mktemp("own")
    for name, write in WRITERS.items():
        write(framed(name=["One", "Two", "Three"], size=[1, 2, 3]), folder / name)
    return folder
