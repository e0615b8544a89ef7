"""CSV for spreadsheets: the point layers with longitude and latitude, and the tables."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo.model.atlas import Atlas
from geo.model.licences import spdx
from geo.model.spec import Column, Table
from geo.model.text import is_formula
from geo.pack.formats.columns import EDITION
from geo.publish.files import to_csv

POSITION = tuple(
    Column(name, "number", f"{text}, WGS 84, degrees", required=True, minimum=-most, maximum=most)
    for name, text, most in (("lon", "longitude", 180), ("lat", "latitude", 90))
)
_SHAPEFILE = ("column", "shapefile", "description")


def is_pointed(table: Table) -> bool:
    """Return whether the features of a layer are points, one or several."""
    return bool(table.geometry) and table.geometry <= {"Point", "MultiPoint"}


def point_columns(table: Table) -> list[Column]:
    """Return the columns of the CSV of a point layer."""
    return [*table.columns, *POSITION, *EDITION]


def table_columns(table: Table) -> list[Column]:
    """Return the columns of the CSV of a table."""
    licence = Column("licence", "text", "SPDX id of the licence of this row", required=True)
    return [*table.columns, *([] if "licence" in table.names else [licence]), *EDITION]


def with_position(layer: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return a layer of points as a table with `lon` and `lat`, in degrees of WGS 84.

    A feature of several points has a row for each, with the same id.
    """
    points = layer.explode(ignore_index=True)
    return points.drop(columns="geometry").assign(lon=points.geometry.x, lat=points.geometry.y)


def points_csv(name: str, *, atlas: Atlas) -> bytes:
    """Return a point layer as CSV: its columns, then `lon`, `lat`, `version` and `data_date`."""
    return _csv(with_position(atlas.layers[name]), atlas)


def table_csv(name: str, *, atlas: Atlas) -> bytes:
    """Return a table as CSV: its columns, then `licence`, `version` and `data_date`."""
    frame = atlas.tables[name]
    cells = frame[[column for column in frame if column != "geometry"]]
    return _csv(cells, atlas, **({} if "licence" in cells else {"licence": spdx(cells)}))


def shapefile_csv(atlas: Atlas) -> bytes:
    """Return the published mapping of column names to those of a Shapefile, for all layers."""
    layers = atlas.spec.layers.values()
    columns = {column.name: column for layer in layers for column in layer.table.columns}
    rows = [
        dict(zip(_SHAPEFILE, (column.name, column.short, column.doc), strict=True))
        for column in columns.values()
        if column.short
    ]
    return _csv(pd.DataFrame(rows, columns=list(_SHAPEFILE)), atlas)


def _csv(frame: pd.DataFrame, atlas: Atlas, **more: str) -> bytes:
    dated = frame.assign(**more, version=atlas.version, data_date=atlas.date)
    texts = [*dated.select_dtypes(["object", "string"])]
    dated[texts] = dated[texts].map(_unrun)
    return to_csv(dated)


def _unrun(cell: object) -> object:
    """Return a cell that no spreadsheet runs: an apostrophe says that it is text."""
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell
