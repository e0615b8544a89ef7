"""CSV for spreadsheets: the point layers with longitude and latitude, and the tables."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from geo.model.schema import Column, Edition, Table, load_schema
from geo.pack.columns import EDITION
from geo.pack.licences import spdx


def is_pointed(table: Table) -> bool:
    """Return whether the features of a layer are points, one or several."""
    return table.geometry <= {"Point", "MultiPoint"}


def point_columns(table: Table) -> list[Column]:
    """Return the columns of the CSV of a point layer."""
    position = [
        column for column in load_schema().facts["places"].columns if column.name in ("lon", "lat")
    ]
    return [*table.columns, *position, *EDITION]


def table_columns(table: Table) -> list[Column]:
    """Return the columns of the CSV of a table."""
    licence = Column("licence", "text", "SPDX id of the licence of this row", required=True)
    return [*table.columns, licence, *EDITION]


def points_csv(layer: gpd.GeoDataFrame, edition: Edition) -> bytes:
    """Return a point layer as CSV: its columns, then `lon`, `lat`, `version` and `data_date`.

    Degrees of WGS 84. A feature of several points has a row for each, with the same id.
    """
    points = layer.explode(ignore_index=True)
    return _csv(
        points.drop(columns="geometry"), edition, lon=points.geometry.x, lat=points.geometry.y
    )


def table_csv(table: pd.DataFrame, edition: Edition) -> bytes:
    """Return a table as CSV: its columns, then `licence`, `version` and `data_date`."""
    return _csv(table, edition, licence=spdx(table))


def shapefile_csv(layers: Mapping[str, Table], edition: Edition) -> bytes:
    """Return the published mapping of column names to those of a Shapefile, for all layers."""
    columns = {column.name: column for table in layers.values() for column in table.columns}
    rows = [
        {"column": column.name, "shapefile": column.short, "description": column.doc}
        for column in columns.values()
        if column.short
    ]
    return _csv(pd.DataFrame(rows), edition)


def _csv(frame: pd.DataFrame, edition: Edition, **more: object) -> bytes:
    told = frame.assign(**more, version=edition.version, data_date=edition.date)
    text: str = told.to_csv(index=False, lineterminator="\n")
    return text.encode()
