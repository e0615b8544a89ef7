"""PMTiles: one layer a file of vector tiles, for maps on the web without a server of tiles."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyogrio

from geo.model.atlas import Atlas

_DEEPEST = 6
"""The last zoom: a unit of its tiles is 150 m at the equator, and nothing here is so precise."""
_NO_LIMIT = 10**9
_REACHES_LAT = 85.06
"""How far north and south Web Mercator goes."""


def to_pmtiles(name: str, *, atlas: Atlas) -> bytes:
    """Return a layer, or a table with geometry, as vector tiles in Web Mercator.

    No feature is left out of a crowded tile. Dates are text. What lies nearer to a pole than such a
    map reaches is not on it; of a layer of which nothing is, there is no file.
    """
    every = atlas.frames[name]
    south, north = every.bounds["miny"], every.bounds["maxy"]
    frame = every[(south < _REACHES_LAT) & (north > -_REACHES_LAT)]
    if frame.empty:
        return b""
    table = atlas.spec.published[name]
    about = {
        "NAME": f"{atlas.spec.title} {atlas.version}: {table.label}",
        "DESCRIPTION": f"{table.doc}; data of {atlas.date}",
        "MINZOOM": 0,
        "MAXZOOM": _DEEPEST,
        "MAX_SIZE": _NO_LIMIT,
        "MAX_FEATURES": _NO_LIMIT,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.pmtiles")
        pyogrio.write_dataframe(frame, path, driver="PMTiles", layer=name, dataset_options=about)
        return path.read_bytes()
