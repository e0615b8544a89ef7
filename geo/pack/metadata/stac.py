"""STAC: the pack as a collection, each layer as an item whose assets are its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.pack.metadata.package import address, is_data, resources_of, sha256

_VERSION = "1.1.0"
_EXTENSION = "https://stac-extensions.github.io/{}/schema.json"
FILE, PROJECTION, TABLE, EDITION = (
    _EXTENSION.format(name)
    for name in ("file/v2.1.0", "projection/v2.0.0", "table/v1.2.0", "version/v1.2.0")
)
_MULTIHASH = "1220"
"""What tells that a multihash is a SHA-256 of 32 bytes."""
COLLECTION = "collection"


def to_stac(package: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the collection and an item for each layer, by the names of their files."""
    items = {layer["name"]: _item(layer, package) for layer in package["layers"]}
    return {COLLECTION: _collection(package), **items}


def _collection(package: Mapping[str, Any]) -> dict[str, Any]:
    start, end = _interval(package["temporal"])
    items = [_link("item", layer["name"]) for layer in package["layers"]]
    single = {layer["name"] for layer in package["layers"]}
    shared = [each for each in package["resources"] if not single & {*each.get("holds", ())}]
    whole = [each for each in package["resources"] if len(each.get("holds", ())) > 1]
    return {
        "type": "Collection",
        "stac_version": _VERSION,
        "stac_extensions": [FILE, EDITION],
        "id": package["name"],
        "title": package["title"],
        "description": package["description"],
        **({"keywords": package["keywords"]} if "keywords" in package else {}),
        "version": package["version"],
        "created": package["created"],
        "license": _licence(package),
        "providers": [
            {"name": each["title"], "roles": ["producer", "licensor"]}
            for each in package["contributors"]
        ],
        "extent": {
            "spatial": {"bbox": [package.get("bbox", [-180, -90, 180, 90])]},
            "temporal": {"interval": [[start, end]]},
        },
        "links": [_link("root", COLLECTION), *items, *_licences(package)],
        "assets": {each["name"]: _asset(each) for each in (*whole, *shared)},
    }


def _item(layer: Mapping[str, Any], package: Mapping[str, Any]) -> dict[str, Any]:
    box = layer.get("bbox")
    return {
        "type": "Feature",
        "stac_version": _VERSION,
        "stac_extensions": [FILE, PROJECTION, TABLE, EDITION],
        "id": layer["name"],
        "collection": package["name"],
        **({"bbox": box} if box else {}),
        "geometry": _rectangle(*box) if box else None,
        "properties": {
            "title": layer["title"],
            "description": layer["description"],
            **_days(layer, package),
            "license": _licence(layer),
            "version": package["version"],
            "created": package["created"],
            "proj:code": "EPSG:4326",
            "table:row_count": layer["rows"],
            "table:primary_geometry": "geometry",
            "table:columns": [
                {key: field[key] for key in ("name", "description", "type")}
                for field in layer["fields"]
            ],
        },
        "links": [
            *(_link(to, COLLECTION) for to in ("root", "parent", "collection")),
            *_licences(layer),
        ],
        "assets": {each["name"]: _asset(each) for each in resources_of(layer["name"], package)},
    }


def _days(layer: Mapping[str, Any], package: Mapping[str, Any]) -> dict[str, Any]:
    """Return from when to when a layer tells; what has no days holds on the date of the atlas."""
    if "temporal" not in layer:
        return {"datetime": f"{package['data_date']}T00:00:00Z"}
    start, end = _interval(layer["temporal"])
    return {"datetime": None, "start_datetime": start, "end_datetime": end}


def _interval(days: Mapping[str, str]) -> tuple[str, str]:
    return f"{days['start']}T00:00:00Z", f"{days['end']}T23:59:59Z"


def _rectangle(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def _licence(part: Mapping[str, Any]) -> str:
    """Return the licence; several, or one that SPDX does not list, stand among the links."""
    names = [each["name"] for each in part["licenses"]]
    return names[0] if len(names) == 1 and "Ref" not in names[0] else "other"


def _licences(part: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"rel": "license", "href": each["path"], "title": each["title"]}
        for each in part["licenses"]
    ]


def _link(relation: str, name: str) -> dict[str, str]:
    kind = "application/geo+json" if relation == "item" else "application/json"
    return {"rel": relation, "href": f"./{name}.json", "type": kind}


def _asset(resource: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "href": f"../{address(resource)}",
        "title": resource["title"],
        "type": resource["mediatype"],
        "roles": ["data" if is_data(resource) else "metadata"],
        "file:size": resource["bytes"],
        "file:checksum": _MULTIHASH + sha256(resource),
    }
