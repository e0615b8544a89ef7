"""Uttarapath: a sourced, dated atlas of India's partnership with Central Asia."""

from geo.errors import (
    AtlasError,
    DataError,
    EditedLayersError,
    LintError,
    MissingExtraError,
    OutputError,
    TilesError,
)
from geo.linter.rules import Finding, lint
from geo.model.history import AsOf, as_of
from geo.network.branches import BRANCHES, Branch, branch
from geo.pack import write_pack
from geo.page.document import build_map
from geo.publish.files import load_data, load_layer, load_table
from geo.publish.layers import build_layers

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
