"""Uttarapath: a sourced, dated atlas of India's partnership with Central Asia."""

from geo.api import (
    Atlas,
    as_of,
    branch,
    build_map,
    lint,
    load_layer,
    load_table,
    open_atlas,
    write_pack,
)
from geo.errors import (
    AtlasError,
    DataError,
    EditedLayersError,
    LintError,
    MissingExtraError,
    OutputError,
    TilesError,
)
from geo.linter.rules import Finding
from geo.model.history import AsOf
from geo.network.branches import Branch

__all__ = [
    "AsOf",
    "Atlas",
    "AtlasError",
    "Branch",
    "DataError",
    "EditedLayersError",
    "Finding",
    "LintError",
    "MissingExtraError",
    "OutputError",
    "TilesError",
    "as_of",
    "branch",
    "build_map",
    "lint",
    "load_layer",
    "load_table",
    "open_atlas",
    "write_pack",
]
