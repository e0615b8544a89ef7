"""Frames of a user's own to test with, and where the toy lies."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
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
