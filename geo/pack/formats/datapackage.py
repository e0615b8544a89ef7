"""The description of the pack that machines read: a Frictionless data package."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.model.atlas import Atlas
from geo.model.cells import show, split_list
from geo.model.dataset import bbox, dataset
from geo.model.licences import OF_TABLES, described, licence_ids
from geo.model.rows import records
from geo.model.spec import Column, LayerSpec, Spec
from geo.model.text import slug
from geo.pack.formats.columns import table_field
from geo.pack.formats.spreadsheet import is_pointed

_MEDIA = {
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".fgb": "application/flatgeobuf",
    ".geojson": "application/geo+json",
    ".gpkg": "application/geopackage+sqlite3",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".kmz": "application/vnd.google-earth.kmz",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".pmtiles": "application/vnd.pmtiles",
    ".qgs": "application/xml",
    ".qml": "application/xml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}
Source = dict[str, str]


@dataclass(frozen=True)
class Item:
    """A file of the pack: its path in the pack, its bytes, and the layers and tables that it holds.

    `columns` are those of a CSV file, `key` names the one that identifies a row, `described_by`
    is the path of its JSON Schema.
    """

    path: str
    content: bytes
    title: str
    holds: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    key: str = ""
    described_by: str = ""


def data_package(items: Iterable[Item], atlas: Atlas) -> dict[str, Any]:
    """Return a pack as a data package (v1), of which all other metadata are made.

    Every file is a resource with size, SHA-256, licences and sources, and names in `holds` its
    layers and tables; a CSV file has a Table Schema, and a GeoJSON file names its JSON Schema in
    `jsonSchema`. `layers` tells what layers are, whatever the file.
    """
    return {
        "profile": "data-package",
        **dataset(atlas),
        "sources": list(_all_sources(atlas).values()),
        "layers": [_layer(atlas.spec.layers[name], frame) for name, frame in atlas.layers.items()],
        "resources": resources(items, atlas),
    }


def resources(items: Iterable[Item], atlas: Atlas) -> list[dict[str, Any]]:
    """Return what a data package says of files."""
    data, known = atlas.frames, _all_sources(atlas)
    return [_resource(item, atlas, data, known) for item in items]


def _all_sources(atlas: Atlas) -> dict[str, Source]:
    return {row["id"]: _source(row) for row in records(atlas.tables["sources"])}


def _layer(layer: LayerSpec, frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return what a layer is: `bbox` and `temporal` only where it has places and days."""
    table, box = layer.table, bbox([frame])
    days = sorted(str(day) for column in layer.time for day in frame[column].dropna())
    return {
        "name": table.name,
        "title": table.label,
        "description": table.doc,
        "shape": layer.shape,
        "geometry": sorted(table.geometry),
        "rows": len(frame),
        **({"bbox": box} if box else {}),
        **({"temporal": {"start": days[0], "end": days[-1]}} if days else {}),
        "licenses": described(licence_ids(frame)),
        "fields": [table_field(column) for column in table.columns],
    }


def _resource(
    item: Item, atlas: Atlas, data: Mapping[str, pd.DataFrame], known: Mapping[str, Source]
) -> dict[str, Any]:
    suffix = PurePosixPath(item.path).suffix
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource" if item.columns else "data-resource",
        "type": "table" if item.columns else "file",  # or frictionless guesses by the ending
        "name": slug(item.path),
        "path": item.path,
        "title": item.title,
        "format": suffix.removeprefix("."),
        "mediatype": _MEDIA.get(suffix, "application/octet-stream"),
        "bytes": len(item.content),
        "hash": f"sha256:{hashlib.sha256(item.content).hexdigest()}",
        "version": atlas.version,
        "data_date": atlas.date,
        **({"holds": list(item.holds)} if item.holds else {}),
        **_licensed(item.holds, data),
        "sources": _sources(item.holds, data, known),
    }
    if len(item.holds) == 1:
        resource["description"] = atlas.spec.published[item.holds[0]].doc
    if item.columns:
        resource["encoding"] = "utf-8"
        resource["schema"] = _table_schema(item, atlas)
    if item.described_by:
        resource["jsonSchema"] = item.described_by
    return resource


def _table_schema(item: Item, atlas: Atlas) -> dict[str, Any]:
    fields = [table_field(column, unique=column.name == item.key) for column in item.columns]
    keys = list(_foreign_keys(item, atlas.spec))
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if item.key:
        schema["primaryKey"] = item.key
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _foreign_keys(item: Item, spec: Spec) -> Iterator[dict[str, Any]]:
    """Yield what columns refer to; what has no CSV of its own is among the features."""
    table = spec.published[item.holds[0]]
    for column, (target, key) in spec.references(table).items():
        if table[column] not in table.lists:
            has_csv = target not in spec.layers or is_pointed(spec.published[target])
            named = target if has_csv else "features"
            resource = slug(f"csv/{named}.csv")
            yield {"fields": column, "reference": {"resource": resource, "fields": key}}


def _licensed(
    names: Collection[str], data: Mapping[str, pd.DataFrame]
) -> dict[str, list[dict[str, str]]]:
    """Return the licences of what a file holds, our own if it is no data; or none."""
    found = described(licence_ids(*(data[name] for name in names)) if names else [OF_TABLES])
    return {"licenses": found} if found else {}


def _sources(
    names: Iterable[str], data: Mapping[str, pd.DataFrame], known: Mapping[str, Source]
) -> list[Source]:
    """Return the sources that are named in the column `sources`, in the order of their table."""
    cells = (cell for name in names for cell in data[name].get("sources", ()))
    named = {source for cell in cells for source in split_list(cell)}
    return [source for name, source in known.items() if name in named]


def _source(row: Mapping[str, Any]) -> Source:
    source = {"title": f"{row['title']} ({row['publisher']})"}
    return {**source, "path": row["url"]} if show(row["url"]) else source
