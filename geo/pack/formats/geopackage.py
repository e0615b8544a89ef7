"""One GeoPackage with all layers and tables, what their columns mean, and their styles."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from geo.model.atlas import Atlas
from geo.model.licences import described, licence_ids, spdx
from geo.model.spec import Column, Spec, Table
from geo.pack.formats.columns import dated, geometry_options
from geo.pack.qgis.project import stored

_SCRIPT = Path(__file__).with_name("geopackage.sql")
_STYLES = """
    INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
    VALUES ('layer_styles', 'attributes', 'layer_styles', 'styles for QGIS', ?, 0)
"""
_SOURCES = "ids in the column sources are rows of the table sources"
_UNGUARDED = {"OGR_SQLITE_JOURNAL": "OFF", "OGR_SQLITE_SYNCHRONOUS": "OFF"}
_VERSION = "1.3"  # what the GDAL of current long-term distributions reads without a warning


def to_geopackage(atlas: Atlas, *, styles: Mapping[str, str], project: bytes) -> bytes:
    """Return the bytes of one GeoPackage with its `styles` (QML by layer) and a project of QGIS.

    They are the same on every run, with one version of SQLite: it writes its number into the file.

    Each layer becomes a table of features with the geometry in `geom`; one that mixes single and
    multiple geometries has them all multiple. Each table becomes a table of attributes. Version and
    data date stand in the metadata of the file and of each layer.
    """
    known = atlas.spec.published
    with tempfile.TemporaryDirectory() as folder, _dated_writing(atlas.date):
        path = Path(folder, f"{atlas.spec.name}.gpkg")
        for name, frame in atlas.frames.items():
            _write_table(path, frame, known[name], atlas)
        with closing(sqlite3.connect(path)) as database, database:
            _relate(database, atlas.spec)
            database.executescript(_SCRIPT.read_text("utf-8"))
            database.execute(_STYLES, (f"{atlas.date}T00:00:00.000Z",))
            _describe_dataset(database, atlas.frames.values(), atlas)
            for name in atlas.frames:
                _describe_columns(database, known[name], atlas.spec)
            for name, style in styles.items():
                _add_style(database, name, style, atlas.date)
            _add_project(database, project, atlas)
        return path.read_bytes()


@contextmanager
def _dated_writing(day: str) -> Iterator[None]:
    """Let GDAL write the data date wherever it would write the time of now.

    A file that is thrown away if anything fails needs no journal either.
    """
    options = {"OGR_CURRENT_DATE": f"{day}T00:00:00.000Z", **_UNGUARDED}
    former = {option: pyogrio.get_gdal_config_option(option) for option in options}
    pyogrio.set_gdal_config_options(options)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(former)


def _write_table(path: Path, frame: pd.DataFrame, table: Table, atlas: Atlas) -> None:
    options: dict[str, object] = {}
    if isinstance(frame, gpd.GeoDataFrame):
        options = geometry_options(table)
    pyogrio.write_dataframe(
        dated(frame, table),
        path,
        layer=table.name,
        driver="GPKG",
        use_arrow=True,
        append=path.exists(),
        dataset_options={} if path.exists() else {"VERSION": _VERSION},
        layer_options={
            "GEOMETRY_NAME": "geom",
            "DESCRIPTION": table.doc,
        },
        layer_metadata={
            "title": f"{atlas.spec.title}: {table.label}",
            "version": atlas.version,
            "data_date": atlas.date,
            "licence": spdx(frame),
            "sources": _SOURCES,
        },
        **options,
    )


def _describe_dataset(
    database: sqlite3.Connection, frames: Iterable[pd.DataFrame], atlas: Atlas
) -> None:
    """Say what the whole file is, in words that GDAL does not take for its own.

    Metadata of its own kind would make it write an `.aux.xml` beside the file at each reading.
    """
    licences = described(licence_ids(*frames))
    about = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": atlas.spec.title,
        "version": atlas.version,
        "dateModified": atlas.date,
        "license": [licence["path"] for licence in licences],
        "isBasedOn": _SOURCES,
    }
    number = database.execute(
        "INSERT INTO gpkg_metadata (md_scope, md_standard_uri, mime_type, metadata)"
        " VALUES ('dataset', 'https://schema.org/Dataset', 'application/ld+json', ?)",
        (json.dumps(about),),
    ).lastrowid
    database.execute(
        "INSERT INTO gpkg_metadata_reference (reference_scope, timestamp, md_file_id)"
        " VALUES ('geopackage', ?, ?)",
        (f"{atlas.date}T00:00:00.000Z", number),
    )


def _relate(database: sqlite3.Connection, spec: Spec) -> None:
    """Say what columns refer to, as foreign keys; GDAL writes tables without any."""
    keys = [
        (table.name, column, *to)
        for table in spec.published.values()
        for column, to in spec.references(table).items()
        if table[column] not in table.lists
    ]
    database.execute("PRAGMA writable_schema = ON")
    for name, column, target, key in keys:
        clause = f', FOREIGN KEY ("{column}") REFERENCES "{target}" ("{key}"))'
        database.execute(
            "UPDATE sqlite_master SET sql = substr(sql, 1, length(sql) - 1) || ? WHERE name = ?",
            (clause, name),
        )
    database.execute("PRAGMA writable_schema = RESET")
    for target, key in sorted({(target, key) for *_, target, key in keys}):
        database.execute(f'CREATE UNIQUE INDEX "{target}.{key}" ON "{target}" ("{key}")')


def _describe_columns(database: sqlite3.Connection, table: Table, spec: Spec) -> None:
    words = spec.words[spec.languages[0]]
    for column in table.columns:
        constraint = _constrain(database, table, column)
        title = words.get(f"column.{column.name}")
        database.execute(
            "INSERT INTO gpkg_data_columns VALUES (?, ?, NULL, ?, ?, NULL, ?)",
            (table.name, column.name, title, column.doc, constraint),
        )


def _constrain(database: sqlite3.Connection, table: Table, column: Column) -> str | None:
    """Add what a column may hold, and return the name of that constraint."""
    name = f"{table.name}.{column.name}"
    insert = "INSERT INTO gpkg_data_column_constraints VALUES (?, ?, ?, ?, ?, ?, ?, NULL)"
    rows: list[tuple[object, ...]]
    if column.type == "choice":
        rows = [(name, "enum", value, None, None, None, None) for value in column.values]
    elif column.minimum is not None and column.maximum is not None:
        rows = [(name, "range", None, column.minimum, True, column.maximum, True)]
    else:
        return None
    database.executemany(insert, rows)
    return name


def _add_style(database: sqlite3.Connection, layer: str, qml: str, day: str) -> None:
    database.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, useAsDefault, description, update_time)"
        " VALUES ('', '', ?, 'geom', ?, ?, 1, '', ?)",
        (layer, layer, qml, f"{day}T00:00:00.000Z"),
    )


def _add_project(database: sqlite3.Connection, project: bytes, atlas: Atlas) -> None:
    metadata = {"last_modified_time": f"{atlas.date}T00:00:00", "last_modified_user": ""}
    database.execute(
        "INSERT INTO qgis_projects VALUES (?, ?, ?)",
        (atlas.spec.title, json.dumps(metadata), stored(project, atlas.spec.name)),
    )
