"""All files of the pack of an atlas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import geopandas as gpd

from geo.model.atlas import Atlas
from geo.model.registers import joined
from geo.pack.documents import documents
from geo.pack.formats.datapackage import Item, data_package, resources
from geo.pack.formats.flatgeobuf import to_flatgeobuf
from geo.pack.formats.geopackage import to_geopackage
from geo.pack.formats.geoparquet import to_geoparquet
from geo.pack.formats.kml import to_kml, to_kmz
from geo.pack.formats.pmtiles import to_pmtiles
from geo.pack.formats.schemas import layer_schema
from geo.pack.formats.spreadsheet import (
    is_pointed,
    point_columns,
    points_csv,
    shapefile_csv,
    table_columns,
    table_csv,
)
from geo.pack.formats.text import to_json
from geo.pack.formats.workbook import to_workbook
from geo.pack.ground import with_ground
from geo.pack.maplibre import style
from geo.pack.metadata.files import metadata
from geo.pack.qgis.project import project
from geo.pack.qgis.qml import styles
from geo.publish.files import SUMS, collection, data_files, sums
from geo.publish.geojson import as_published


def pack_files(atlas: Atlas) -> dict[str, bytes]:
    """Return the files of the pack by path, the list of their sums last.

    Raises
    ------
    DataError
        If a geometry is not fit to be published.
    """
    published = data_files(atlas)
    layers = {name: as_published(layer) for name, layer in atlas.layers.items()}
    atlas = with_ground(joined(replace(atlas, layers=layers)))
    items = [
        *_whole(atlas),
        *_published(published, atlas),
        *_by_layer(atlas),
        *_by_table(atlas),
        *documents(atlas),
    ]
    content = shapefile_csv(atlas)
    items.append(Item("shapefile_columns.csv", content, "Names of columns in a Shapefile"))
    package = data_package(items, atlas)
    described = [*metadata(package)]
    package["resources"] += resources(described, atlas)
    files = {item.path: item.content for item in [*items, *described]}
    files["datapackage.json"] = to_json(package)
    return {**files, SUMS: sums(files)}


def _whole(atlas: Atlas) -> Iterator[Item]:
    name = atlas.spec.name
    everything = (*atlas.layers, *atlas.tables)
    styled, opened = styles(atlas), project(atlas)
    content = to_geopackage(atlas, styles=styled, project=opened)
    yield Item(f"{name}.gpkg", content, "All layers and tables, GeoPackage", everything)
    content = to_workbook(atlas)
    yield Item(f"{name}.xlsx", content, "All tables and what the layers say, XLSX", everything)
    yield Item(f"{name}.qgs", opened, "QGIS project over the GeoPackage")
    for layer, text in styled.items():
        label = atlas.spec.published[layer].label
        yield Item(f"styles/{layer}.qml", text.encode(), f"{label}, style for QGIS")
    yield Item("maplibre.json", to_json(style(atlas)), "MapLibre style over the GeoJSON files")
    read = (*atlas.layers, "sources")
    content = to_kml(atlas)
    yield Item(f"{name}.kml", content, "The layers for reading, KML", read)
    yield Item(f"{name}.kmz", to_kmz(content), "The layers for reading, KMZ", read)


def _published(files: Mapping[str, bytes], atlas: Atlas) -> Iterator[Item]:
    for name, content in files.items():
        stem = name.partition(".")[0]
        described_by = f"schemas/{stem}.schema.json" if stem in atlas.layers else ""
        holds = (stem,) if stem in (*atlas.layers, *atlas.tables) else ()
        yield Item(f"layers/{name}", content, "As published", holds, described_by=described_by)


def _by_layer(atlas: Atlas) -> Iterator[Item]:
    for name in atlas.layers:
        table = atlas.spec.layers[name].table
        yield from _drawn(name, atlas)
        content = to_json(layer_schema(name, atlas=atlas))
        yield Item(f"schemas/{name}.schema.json", content, f"{table.label}, JSON Schema")
        if is_pointed(table):
            content, columns = points_csv(name, atlas=atlas), point_columns(table)
            key = "id" if table.geometry == {"Point"} else ""
            title = f"{table.label}, points"
            yield Item(f"csv/{name}.csv", content, title, (name,), tuple(columns), key)


def _drawn(name: str, atlas: Atlas) -> Iterator[Item]:
    """Yield the files of one layer, or of a table that has geometry."""
    label = atlas.spec.published[name].label
    content = to_geoparquet(name, atlas=atlas)
    yield Item(f"parquet/{name}.parquet", content, f"{label}, GeoParquet", (name,))
    content = to_flatgeobuf(name, atlas=atlas)
    yield Item(f"flatgeobuf/{name}.fgb", content, f"{label}, FlatGeobuf", (name,))
    if content := to_pmtiles(name, atlas=atlas):
        yield Item(f"pmtiles/{name}.pmtiles", content, f"{label}, PMTiles", (name,))


def _by_table(atlas: Atlas) -> Iterator[Item]:
    for name, frame in atlas.tables.items():
        table = atlas.spec.published[name]
        columns = tuple(table_columns(table))
        content = table_csv(name, atlas=atlas)
        yield Item(f"csv/{name}.csv", content, table.label, (name,), columns, table.key)
        if isinstance(frame, gpd.GeoDataFrame):
            yield from _drawn(name, atlas)
            content, title = collection(name, frame, atlas), f"{table.label}, GeoJSON"
            yield Item(f"geojson/{name}.geojson", content, title, (name,))
