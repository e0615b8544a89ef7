"""What lies beneath the layers, as tables of the pack: claimed areas, lakes, rivers and land."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import shapely

from geo.errors import DataError, Problem
from geo.input import is_there
from geo.model.atlas import Atlas
from geo.model.cells import conform
from geo.model.licences import licences
from geo.model.spec import Column, Table
from geo.model.worldviews import polygons_in_view
from geo.publish.geojson import as_published
from geo.read.geojson import read_geojson
from geo.read.provenance import Origin, read_origins

_COLUMNS = (
    Column("id", "id", "identifies the feature", required=True),
    Column("name", "text", "name in English"),
    Column("note", "text", "what a reader should know beside"),
    Column("licence", "text", "SPDX expression of the licence"),
    Column("as_of", "date", "day of the data"),
    Column("precision_m", "integer", "honest radius of the position in metres"),
)
_VIEW = Column("worldview", "text", "view of the borders in which the area is claimed")
_AREAS, _LINES = (
    frozenset({"Polygon", "MultiPolygon"}),
    frozenset({"LineString", "MultiLineString"}),
)
LAND = "ground_land"
_ALL = 0.999
"""As much of the land as areas leave only slivers of, in square degrees."""
_TABLES = {
    "areas": Table(
        "ground_claimed",
        (*_COLUMNS, _VIEW),
        geometry=_AREAS,
        label="Claimed areas",
        doc="areas that more than one claims, in the views of the borders that show them so",
    ),
    "rivers": Table("ground_rivers", _COLUMNS, geometry=_LINES, label="Rivers", doc="great rivers"),
    "lakes": Table("ground_lakes", _COLUMNS, geometry=_AREAS, label="Lakes", doc="great lakes"),
    "land": Table(LAND, _COLUMNS, geometry=_AREAS, label="Land", doc="land, whosoever it is"),
}
"""What the files of the geometry hold; what lies on top comes first."""


def with_ground(atlas: Atlas) -> Atlas:
    """Return an atlas that has what its geometry holds of the ground among its tables.

    Land that its areas cover is no table: it would be the same once more.

    Licence, day and precision are those that `provenance.toml` has of the file; one that it does
    not name stays out, for nobody may pass on what has no licence.

    Raises
    ------
    DataError
        If it cannot be read, or what it has of one is wrong.
    """
    spec = atlas.spec
    problems: list[Problem] = []
    known = spec.folder / "geometry" / "provenance.toml"
    origins = read_origins(spec, _TABLES, problems) if is_there(known) else {}
    # not that it names none, which has the key `file`, nor that a file is another than it says
    if wrong := [each for each in problems if each.file == known.name and each.column != "file"]:
        raise DataError(wrong)
    registers, tables = {**spec.registers}, {**atlas.tables}
    for file, origin in origins.items():
        path, table = spec.folder / "geometry" / f"{file}.geojson", _TABLES[file]
        if is_there(path):
            frame = _read(path, table, origin)
            if table.name != LAND or not _covered(frame, atlas):
                registers[table.name], tables[table.name] = table, frame
    return replace(atlas, spec=replace(spec, registers=registers), tables=tables)


def _covered(land: gpd.GeoDataFrame, atlas: Atlas) -> bool:
    """Tell whether the areas of an atlas are as large as all land, in its usual view."""
    usual, areas = atlas.spec.worldviews[0], atlas.of_shape("areas").values()
    seen = [polygons_in_view(frame, usual) for frame in areas]
    square = sum(float(shapely.area(frame.geometry.to_numpy()).sum()) for frame in seen)
    return square > _ALL * float(shapely.area(land.geometry.to_numpy()).sum())


def _read(path: Path, table: Table, origin: Origin) -> gpd.GeoDataFrame:
    if origin.licence not in licences():
        key, expected = f"file {path.name}.licence", f"one of {', '.join(licences())}"
        raise DataError([Problem("provenance.toml", "", key, origin.licence, expected)])
    found, _ = read_geojson(path, table)
    told = found.assign(licence=origin.licence, as_of=origin.date, precision_m=origin.precision_m)
    return as_published(conform(told.reset_index(drop=True), table))
