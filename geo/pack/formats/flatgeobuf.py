"""FlatGeobuf: one layer a file, with an index by which readers skip what they need not."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyogrio

from geo.model.atlas import Atlas
from geo.pack.formats.columns import dated, geometry_options


def to_flatgeobuf(name: str, *, atlas: Atlas) -> bytes:
    """Return a layer, or a table with geometry, as FlatGeobuf in EPSG:4326 (lon/lat).

    Its rows lie as the index wants them, near to what is near; refer to them by `id`. Dates are
    days with a time of zero, for the format has no other.
    """
    table = atlas.spec.published[name]
    about = {
        "TITLE": f"{atlas.spec.title} {atlas.version}: {table.label}",
        "DESCRIPTION": f"{table.doc}; data of {atlas.date}",
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.fgb")
        pyogrio.write_dataframe(
            dated(atlas.frames[name], table),
            path,
            driver="FlatGeobuf",
            layer=name,
            use_arrow=True,
            layer_options=about,
            **geometry_options(table),
        )
        return path.read_bytes()
