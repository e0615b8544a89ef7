"""A JSON Schema per layer, for the layer as a GeoJSON feature collection."""

from __future__ import annotations

from typing import Any

from geo.model.atlas import Atlas
from geo.model.spec import Table
from geo.pack.formats.columns import EDITION, property_schema

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_POSITION = {
    "type": "array",
    "prefixItems": [
        {"type": "number", "minimum": -180, "maximum": 180},
        {"type": "number", "minimum": -90, "maximum": 90},
    ],
    "items": False,
    "minItems": 2,
}
_BBOX = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4}


def layer_schema(name: str, *, atlas: Atlas) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one layer.

    It allows no property and no member beyond those described, `crs` among them.
    """
    table = atlas.spec.layers[name].table
    members = {
        "type": {"const": "FeatureCollection"},
        "name": {"const": table.name},
        **{column.name: property_schema(column) for column in EDITION},
        "licence": {"type": "string", "description": "SPDX expression over all features"},
        "bbox": _BBOX,
        "features": {"type": "array", "items": _feature(table)},
    }
    return {
        "$schema": _DIALECT,
        "title": f"{atlas.spec.title}: {table.label}",
        "description": table.doc,
        "version": atlas.version,
        "data_date": atlas.date,
        "type": "object",
        "required": [name for name in members if name != "bbox"],
        "additionalProperties": False,
        "properties": members,
        "$defs": {
            "position": _POSITION,
            **_positions("line", 2),
            **_positions("ring", 4),
        },
    }


def _feature(table: Table) -> dict[str, Any]:
    properties = {column.name: property_schema(column) for column in table.columns}
    members = {
        "type": {"const": "Feature"},
        "id": property_schema(table["id"]),
        "bbox": _BBOX,
        "properties": {
            "type": "object",
            "required": list(properties),
            "additionalProperties": False,
            "properties": properties,
        },
        "geometry": {"oneOf": [_geometry(kind) for kind in sorted(table.geometry)]},
    }
    return {
        "type": "object",
        "required": list(members),
        "additionalProperties": False,
        "properties": members,
    }


def _geometry(kind: str) -> dict[str, Any]:
    """Return the schema of a geometry: a Multi one is a list of what its single one holds."""
    single = kind.removeprefix("Multi")
    simple: dict[str, dict[str, Any]] = {
        "Point": {"$ref": "#/$defs/position"},
        "LineString": {"$ref": "#/$defs/line"},
        "Polygon": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/ring"}},
    }
    coordinates = simple[single]
    if single != kind:
        coordinates = {"type": "array", "minItems": 1, "items": coordinates}
    return {
        "type": "object",
        "required": ["type", "coordinates"],
        "additionalProperties": False,
        "properties": {"type": {"const": kind}, "coordinates": coordinates},
    }


def _positions(name: str, least: int) -> dict[str, Any]:
    return {name: {"type": "array", "minItems": least, "items": {"$ref": "#/$defs/position"}}}
