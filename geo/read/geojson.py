"""Read GeoJSON, as this package or a GIS wrote it."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from geo.errors import DataError, Problem


def read_geojson(path: Path) -> gpd.GeoDataFrame:
    """Read a GeoJSON file, in EPSG:4326 (lon/lat); dates stay text, no features give no rows.

    Raises
    ------
    DataError
        If the file is missing or no GeoJSON.
    """
    try:
        frame = gpd.read_file(path, DATE_AS_STRING="YES")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError):
        expected = "a GeoJSON file in UTF-8" if path.exists() else f"this file in {path.parent}"
        raise DataError([Problem(path.name, "", "", "", expected)]) from None
    if not isinstance(frame, gpd.GeoDataFrame):
        frame = gpd.GeoDataFrame(frame, geometry=[None] * len(frame), crs="EPSG:4326")
    return frame.to_crs("EPSG:4326")


def shape_fault(shape: BaseGeometry | None) -> str:
    """Return what a geometry should be instead, or nothing if it is fit to be published."""
    if shape is None or shape.is_empty:
        return "a geometry"
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        return "longitudes and latitudes in degrees"
    return "" if shape.is_valid else f"valid geometry ({shapely.is_valid_reason(shape)})"
