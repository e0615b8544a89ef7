"""Names that formats of the pack keep for themselves."""

from __future__ import annotations

COLUMNS = ("geometry", "geom", "fid", "index", "bbox", "version", "data_date")
"""Columns that some format adds to those of a layer."""
LAYERS = ("collection", "layer_styles", "qgis_projects")
"""Tables of a database, and files, that stand beside those of layers."""
_OF_TABLES = ("gpkg_", "ground_", "rtree_", "sqlite_")
"""What the names of others begin with."""


def is_reserved(layer: str) -> bool:
    """Tell whether a layer cannot be called so."""
    return layer in LAYERS or layer.startswith(_OF_TABLES)
