"""Build sourced, dated atlases, each from a folder of data; Uttarapath ships with the package."""

from importlib import import_module
from typing import TYPE_CHECKING

from geo.errors import (
    AtlasError,
    DataError,
    EditedLayersError,
    InputError,
    LayerError,
    LintError,
    MissingExtraError,
    NoWayError,
    OutputError,
    PlaceError,
    TilesError,
    ViewError,
)

if TYPE_CHECKING:
    from geo.api import (
        Atlas,
        Route,
        as_of,
        branch,
        build_map,
        lint,
        load_layer,
        load_table,
        open_atlas,
        route,
        ways,
        write_pack,
    )
    from geo.linter.rule import Finding, Findings
    from geo.model.history import AsOf
    from geo.network.branches import Branch
    from geo.network.route import Ways
    from geo.own.layer import Layer

    LAYERS: tuple[str, ...]
    __version__: str

__all__ = [
    "LAYERS",
    "AsOf",
    "Atlas",
    "AtlasError",
    "Branch",
    "DataError",
    "EditedLayersError",
    "Finding",
    "Findings",
    "InputError",
    "Layer",
    "LayerError",
    "LintError",
    "MissingExtraError",
    "NoWayError",
    "OutputError",
    "PlaceError",
    "Route",
    "TilesError",
    "ViewError",
    "Ways",
    "as_of",
    "branch",
    "build_map",
    "lint",
    "load_layer",
    "load_table",
    "open_atlas",
    "route",
    "ways",
    "write_pack",
]


def __getattr__(name: str) -> object:
    """Return what takes long to import, geopandas above all, when it is first asked for.

    `LAYERS` are the names of the layers of the atlas that ships.
    """
    if name == "__version__":
        metadata = import_module("importlib.metadata")
        try:
            return metadata.version("uttarapath")
        except metadata.PackageNotFoundError:  # a checkout that is not installed
            return "0+unknown"
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "LAYERS":
        return tuple(import_module("geo.api").shipped.layers)
    homes = {"Layer": "geo.own.layer", "Finding": "geo.linter.rule"}  # few need them
    return getattr(import_module(homes.get(name, "geo.api")), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "__version__"})
