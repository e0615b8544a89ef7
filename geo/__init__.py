"""Uttarapath: a sourced, dated atlas of India's partnership with Central Asia."""

from importlib.metadata import PackageNotFoundError, version

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
from geo.linter.rule import Finding
from geo.model.history import AsOf
from geo.network.branches import Branch

try:
    __version__ = version("uttarapath")
except PackageNotFoundError:  # a checkout that is not installed
    __version__ = "0+unknown"

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
