"""GeoParquet 1.1 with a box per row, that readers can skip by."""

from __future__ import annotations

import io
import json

import geopandas as gpd
import pyarrow.parquet as pq

from geo.model.schema import Edition, Table
from geo.pack.columns import dated
from geo.pack.licences import spdx


def to_geoparquet(layer: gpd.GeoDataFrame, table: Table, edition: Edition) -> bytes:
    """Return a layer as GeoParquet 1.1, rows in the order of the layer.

    Geometry is WKB in EPSG:4326 (lon/lat) in the column `geometry`, the box of each row stands in
    the column `bbox`; dates are dates. The metadata of the file have a key `uttarapath` with
    layer, description, version, data date, licence and the meaning of each column.
    """
    plain = io.BytesIO()
    dated(layer, table).to_parquet(plain, schema_version="1.1.0", write_covering_bbox=True)
    content = pq.read_table(plain)
    about = {
        "layer": table.name,
        "description": table.doc,
        "version": edition.version,
        "data_date": edition.date,
        "licence": spdx(layer),
        "columns": {column.name: column.doc for column in table.columns},
    }
    metadata = {**content.schema.metadata, b"uttarapath": json.dumps(about).encode()}
    told = io.BytesIO()
    pq.write_table(content.replace_schema_metadata(metadata), told, compression="zstd")
    return told.getvalue()
