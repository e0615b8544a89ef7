"""GeoParquet: its rows, of each shape at least those parts that can be read."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from geo.errors import LayerError, Problem
from geo.own.wkb import read_shapes

_UNTOLD = ("geo metadata", "No geometry columns", "missing required key")
"""What is said of a file that names no column of geometry, or one that it has not."""


def read_rows(path: Path) -> gpd.GeoDataFrame:
    """Read all rows of a file.

    Raises
    ------
    LayerError
        If it does not say which column is the geometry.
    ImportError
        If `pyarrow` is not installed.
    """
    try:
        return _read(path)
    except shapely.errors.ShapelyError:
        return _read_apart(path)
    except (KeyError, ValueError) as error:
        if not (isinstance(error, KeyError) or any(told in str(error) for told in _UNTOLD)):
            raise
        expected = "GeoParquet, whose metadata geo say which column is the geometry"
        raise LayerError(Problem(path.name, "", "", "", expected)) from None


def _read(file: Any) -> gpd.GeoDataFrame:  # noqa: ANN401 - a path, or a file in memory
    return gpd.read_parquet(file, to_pandas_kwargs={"integer_object_nulls": True})


def _read_apart(path: Path) -> gpd.GeoDataFrame:
    """Return all rows of a file, with shapes that are read one by one."""
    import pyarrow.parquet  # noqa: PLC0415 - slow to import, and of an extra

    with pyarrow.parquet.ParquetFile(path) as file:
        table = file.read()
    shapes = {}
    for title, about in json.loads(table.schema.metadata[b"geo"])["columns"].items():
        if about["encoding"] == "WKB":
            at = table.column_names.index(title)
            shapes[title] = read_shapes(table[title].to_pylist())
            field = table.schema.field(at)
            table = table.set_column(at, field, pyarrow.nulls(len(table), field.type))
    pyarrow.parquet.write_table(table, without := BytesIO())
    frame = _read(without)
    for title, read in shapes.items():
        frame[title] = gpd.GeoSeries(read, frame.index, crs=frame[title].crs)
    return frame
