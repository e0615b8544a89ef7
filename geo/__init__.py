"""Uttarapath: a sourced, dated atlas of India's partnership with Central Asia."""

from geo.atlas import build_map
from geo.branches import BRANCHES, Branch, branch
from geo.errors import (
    AtlasError,
    DataError,
    EditedLayersError,
    LintError,
    MissingExtraError,
    OutputError,
    TilesError,
)
from geo.history import AsOf, as_of
from geo.layers import build_layers
from geo.linter import Finding, lint
from geo.pack import write_pack
from geo.published import load_data, load_layer, load_table

__all__ = [
    "BRANCHES",
    "AsOf",
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
    "build_layers",
    "build_map",
    "lint",
    "load_data",
    "load_layer",
    "load_table",
    "write_pack",
]
