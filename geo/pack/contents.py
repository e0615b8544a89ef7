"""All files of the pack, from layers and tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.design.tokens import read_json
from geo.model.atlas import Atlas
from geo.model.schema import load_schema
from geo.model.worldviews import VIEWS
from geo.pack.datapackage import to_datapackage
from geo.pack.geopackage import to_geopackage
from geo.pack.geoparquet import to_geoparquet
from geo.pack.item import Item
from geo.pack.kml import to_kml
from geo.pack.licences import credits_list
from geo.pack.maplibre import style
from geo.pack.project import project
from geo.pack.qml import styles
from geo.pack.schemas import layer_schema
from geo.pack.spreadsheet import (
    is_pointed,
    point_columns,
    points_csv,
    shapefile_csv,
    table_columns,
    table_csv,
)
from geo.publish.dictionary import filled, to_dictionary
from geo.publish.files import SUMS, data_files, sums
from geo.publish.geojson import settled
from geo.read.facts import Edition, edition_of

_TEXTS = Path(__file__).parent / "texts"
Layers = Mapping[str, gpd.GeoDataFrame]
Tables = Mapping[str, pd.DataFrame]


def pack_files(atlas: Atlas) -> dict[str, bytes]:
    """Return the files of the pack by path, the list of their sums last.

    Raises
    ------
    DataError
        If a geometry is not fit to be published.
    """
    published, tables, edition = data_files(atlas), atlas.tables, edition_of(atlas)
    layers = {
        name: layer.set_geometry(settled(layer.geometry.to_numpy()), crs=layer.crs)
        for name, layer in atlas.layers.items()
    }
    items = [
        *_whole(layers, tables, edition),
        *_published(published, layers, tables),
        *_by_layer(layers, edition),
        *_by_table(tables, edition),
        *_documents(edition),
    ]
    files = {item.path: item.content for item in items}
    files["datapackage.json"] = to_datapackage(items, {**layers, **tables}, edition)
    return {**files, SUMS: sums(files)}


def _whole(layers: Layers, tables: Tables, edition: Edition) -> Iterator[Item]:
    everything = (*layers, *tables)
    theme = read_json("theme.json")
    styled, opened = styles(theme, edition), project(layers, edition, theme, VIEWS[0])
    content = to_geopackage(layers, tables, edition, styled, opened)
    yield Item("uttarapath.gpkg", content, "All layers and tables, GeoPackage", everything)
    yield Item("uttarapath.qgs", opened, "QGIS project over the GeoPackage")
    for name, text in styled.items():
        label = load_schema().layers[name].label
        yield Item(f"styles/{name}.qml", text.encode(), f"{label}, style for QGIS")
    content = json.dumps(style(layers, edition, theme), ensure_ascii=False, indent=1).encode()
    yield Item("maplibre.json", content + b"\n", "MapLibre style over the GeoJSON files")
    content = to_kml(layers, tables["sources"], edition)
    yield Item("uttarapath.kml", content, "The layers for reading, KML", (*layers, "sources"))


def _published(files: Mapping[str, bytes], layers: Layers, tables: Tables) -> Iterator[Item]:
    for name, content in files.items():
        stem = name.partition(".")[0]
        described_by = f"schemas/{stem}.schema.json" if stem in layers else ""
        holds = (stem,) if stem in (*layers, *tables) else ()
        yield Item(f"layers/{name}", content, "As published", holds, described_by=described_by)


def _by_layer(layers: Layers, edition: Edition) -> Iterator[Item]:
    for name, layer in layers.items():
        table = load_schema().layers[name]
        content = to_geoparquet(layer, table, edition)
        yield Item(f"parquet/{name}.parquet", content, f"{table.label}, GeoParquet", (name,))
        content = json.dumps(layer_schema(table, edition), indent=1).encode() + b"\n"
        yield Item(f"schemas/{name}.schema.json", content, f"{table.label}, JSON Schema")
        if is_pointed(table):
            content, columns = points_csv(layer, edition), point_columns(table)
            key = "id" if table.geometry == {"Point"} else ""
            title = f"{table.label}, points"
            yield Item(f"csv/{name}.csv", content, title, (name,), tuple(columns), key)


def _by_table(tables: Tables, edition: Edition) -> Iterator[Item]:
    for name, frame in tables.items():
        table = load_schema().tables[name]
        columns = tuple(table_columns(table))
        content = table_csv(frame, edition)
        yield Item(f"csv/{name}.csv", content, table.label, (name,), columns, table.key)


def _documents(edition: Edition) -> Iterator[Item]:
    marks = {"dictionary": to_dictionary(), "licences": credits_list()}
    for name, title in (
        ("README.md", "What is in the pack"),
        ("DICTIONARY.md", "What every column means"),
        ("CITATION.cff", "How to cite"),
    ):
        yield Item(name, filled(_TEXTS / name, edition, **marks), title)
    content = shapefile_csv(load_schema().layers, edition)
    yield Item("shapefile_columns.csv", content, "Names of columns in a Shapefile")
