"""Uttarapath: a sourced, dated atlas of India's partnership with Central Asia."""

from geo.atlas import build_map
from geo.errors import AtlasError, DataError, EditedLayersError, OutputError
from geo.layers import build_layers
from geo.published import load_layer, load_layers

__all__ = [
    "AtlasError",
    "DataError",
    "EditedLayersError",
    "OutputError",
    "build_layers",
    "build_map",
    "load_layer",
    "load_layers",
]
