"""GeoJSON after RFC 7946, in and out, with stable bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.errors import DataError, Problem

DECIMALS = 6
GEOMETRY = Path(__file__).parents[1] / "uttarapath" / "geometry"
"""The open geometry that was extracted once, with its provenance."""


def read_geojson(path: Path) -> gpd.GeoDataFrame:
    """Read a GeoJSON file, as we or a GIS wrote it.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, lon/lat; dates stay text. A file without features gives no rows.

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


def to_geojson(
    frame: gpd.GeoDataFrame, file: str = "layer", members: Mapping[str, str] | None = None
) -> bytes:
    """Return a layer as an RFC 7946 feature collection, one feature a line.

    Rings run counter-clockwise, coordinates have at most six decimals, each feature and the whole
    have a bounding box, and each feature bears its `id` twice: as member and as property. There
    is no `crs`. Equal frames give equal bytes; an empty frame gives an empty collection.

    Parameters
    ----------
    frame
        A layer in EPSG:4326 with a column `id`; no geometry crosses 180 degrees.
    file
        What to call the layer if something is wrong with it.
    members
        Further members of the collection, say its version.

    Raises
    ------
    DataError
        If a geometry is missing, empty, invalid or outside the range of longitude and latitude.
    """
    shapes = settled(frame.geometry.to_numpy())
    _check_shapes(file, frame, shapes)
    attributes = frame.drop(columns="geometry").astype(object)
    records = [
        {name: None if pd.isna(value) else value for name, value in record.items()}
        for record in attributes.to_dict("records")
    ]
    lines = [
        f'{{"type":"Feature","id":{_dump(record["id"])},"bbox":{_dump(_bbox(shape))},'
        f'"properties":{_dump(record)},"geometry":{shapely.to_geojson(shape)}}}'
        for record, shape in zip(records, shapes, strict=True)
    ]
    head: dict[str, object] = {"type": "FeatureCollection", **(members or {})}
    if lines:
        head["bbox"] = _bbox(shapes)
    body = ",\n".join(lines)
    return f'{_dump(head)[:-1]},"features":[\n{body}\n]}}\n'.encode()


def settled(shapes: np.ndarray) -> np.ndarray:
    """Return shapes as they are published: rings counter-clockwise, six decimals, no minus zero."""
    turned = shapely.orient_polygons(shapes, exterior_cw=False)
    rounded: np.ndarray = shapely.transform(turned, lambda xy: xy.round(DECIMALS) + 0.0)
    return rounded


def shape_fault(shape: shapely.Geometry | None) -> str:
    """Return what a geometry should be instead, or nothing if it is fit to be published."""
    if shape is None or shape.is_empty:
        return "a geometry"
    west, south, east, north = shape.bounds
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):
        return "longitudes and latitudes in degrees"
    return "" if shape.is_valid else f"valid geometry ({shapely.is_valid_reason(shape)})"


def _check_shapes(file: str, frame: gpd.GeoDataFrame, shapes: np.ndarray) -> None:
    problems = [
        Problem(file, str(name), "geometry", "", expected)
        for name, shape in zip(frame["id"], shapes, strict=True)
        if (expected := shape_fault(shape))
    ]
    if problems:
        raise DataError(problems)


def _bbox(shapes: np.ndarray | shapely.Geometry) -> list[float]:
    return [float(value) for value in shapely.total_bounds(shapes)]


def _dump(value: object) -> str:
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
    )


def _plain(value: object) -> object:
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"no JSON for {value!r}")
