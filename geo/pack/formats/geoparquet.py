"""GeoParquet 1.1 with a box per row, that readers can skip by."""

from __future__ import annotations

import io
import json

import pyarrow.parquet as pq

from geo.model.atlas import Atlas
from geo.model.licences import spdx
from geo.pack.formats.columns import dated


def to_geoparquet(name: str, *, atlas: Atlas) -> bytes:
    """Return a layer as GeoParquet 1.1, rows in the order of the layer.

    Geometry is WKB in EPSG:4326 (lon/lat) in the column `geometry`, the box of each row stands in
    the column `bbox`; dates are dates. The metadata of the file have a key that is called as the
    atlas, behind `atlas-` if the format has such a key, with layer, description, version, data
    date, licence and the meaning of each column.
    """
    layer, table = atlas.frames[name], atlas.spec.published[name]
    plain = io.BytesIO()
    dated(layer, table).to_parquet(
        plain, compression=None, schema_version="1.1.0", write_covering_bbox=True
    )
    content = pq.read_table(plain)
    about = {
        "layer": table.name,
        "description": table.doc,
        "version": atlas.version,
        "data_date": atlas.date,
        "licence": spdx(layer),
        "columns": {column.name: column.doc for column in table.columns},
    }
    name_of_atlas, told = atlas.spec.name.encode(), content.schema.metadata
    key = b"atlas-" + name_of_atlas if name_of_atlas in told else name_of_atlas
    metadata = {**told, key: json.dumps(about).encode()}
    described = io.BytesIO()
    pq.write_table(content.replace_schema_metadata(metadata), described, compression="zstd")
    return described.getvalue()
