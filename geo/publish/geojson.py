"""Write GeoJSON after RFC 7946, with stable bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import shapely

from geo.errors import DataError, Problem
from geo.model.rows import records
from geo.read.geojson import shape_faults

DECIMALS = 6


def to_geojson(
    frame: gpd.GeoDataFrame, file: str = "layer", members: Mapping[str, str] | None = None
) -> bytes:
    """Return a layer as an RFC 7946 feature collection, one feature a line.

    Rings run counter-clockwise, coordinates have at most six decimals, each feature and the whole
    have a bounding box, and each feature bears its `id` twice: as member and as property. There
    is no `crs`. Equal frames give equal bytes; an empty frame gives an empty collection.

    The layer is in EPSG:4326 and has a column `id`; no geometry crosses 180 degrees. `file` is what
    to call it if something is wrong; `members` are further ones of the collection, say its version.

    Raises
    ------
    DataError
        If a geometry is missing, empty, invalid or outside the range of longitude and latitude.
    """
    shapes = _rounded(frame.geometry.to_numpy())
    _check_shapes(file, frame, shapes)
    attributes = [
        {name: cell for name, cell in record.items() if name != "geometry"}
        for record in records(frame)
    ]
    boxes, told = shapely.bounds(shapes).tolist(), shapely.to_geojson(shapes)
    features = [
        {"type": "Feature", "id": record["id"], "bbox": box, "properties": record}
        for record, box in zip(attributes, boxes, strict=True)
    ]
    lines = [
        f'{_dump(feature)[:-1]},"geometry":{geometry}}}'
        for feature, geometry in zip(features, told, strict=True)
    ]
    head: dict[str, object] = {"type": "FeatureCollection", **(members or {})}
    if lines:
        head["bbox"] = shapely.total_bounds(shapes).tolist()
    body = ",\n".join(lines)
    return f'{_dump(head)[:-1]},"features":[\n{body}\n]}}\n'.encode()


def as_published(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a layer as it is published: rings counter-clockwise, six decimals, no minus zero."""
    return frame.set_geometry(_rounded(frame.geometry.to_numpy()), crs=frame.crs)


def _rounded(shapes: np.ndarray) -> np.ndarray:
    turned = shapely.orient_polygons(shapes, exterior_cw=False)
    return np.asarray(shapely.transform(turned, lambda xy: xy.round(DECIMALS) + 0.0))


def _check_shapes(file: str, frame: gpd.GeoDataFrame, shapes: np.ndarray) -> None:
    problems = [
        Problem(file, str(name), "geometry", "", expected)
        for name, expected in zip(frame["id"], shape_faults(shapes), strict=True)
        if expected
    ]
    if problems:
        raise DataError(problems)


_dump = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
