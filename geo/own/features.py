"""Features as a GIS saved them: their numbers with all digits, their letters as they were meant."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from geo.own.cells import LARGEST, unique
from geo.own.geojson import (
    DEGREES,
    DRIVERS,
    check_crs,
    insert_ids,
    lost_of,
    read_geojson,
    restore_values,
)
from geo.own.letters import misread_text
from geo.own.wkb import read_shapes

GEOMETRY = "geometry"
"""What a frame calls the shapes of a file; a column of this name gets another."""
NOTES = f"{__name__}.notes"
"""What the attributes of a frame call what is said of how it was read."""
WITHOUT_MEASURES = "drawn without measures (M)"
AS_IT_IS = "/vsisubfile/0,"
"""What a source begins with that is a path and no address, be there ! or ; in it."""
_MOST_DIGITS = 32
_OF_DAYS = "datetime64[D]"
_MAY_HAVE_MEASURES = "SELECT table_name FROM gpkg_geometry_columns WHERE m = 2"
"""What a GeoPackage says, and no driver, of layers of any geometry, some of it with measures."""
_ROW_NUMBERS = ("", "fid")
"""What formats call the column that counts their rows; another is one of the user's."""


def is_shapefile(source: str) -> bool:
    """Tell whether a source of features is a shapefile, be it in an archive."""
    return source.lower().endswith(".shp")


def read_features(source: str, layer: str) -> pd.DataFrame:
    """Return the features of a layer in a file; without geometry if it has none.

    What says how the letters of a shapefile are written is often missing, or wrong: then they are
    UTF-8 if they can be.

    Raises
    ------
    UnicodeDecodeError
        If letters are not written as the file says, or if it says nothing, in UTF-8.
    LayerError
        If GeoJSON says that its positions are in a CRS that nobody knows.
    """
    about = pyogrio.read_info(source, layer=layer)
    if about["encoding"] != "UTF-8":  # as GDAL gives all that are told
        return _read_as_utf8(source, layer)
    frame = _read(source, layer, None, about)
    if is_shapefile(source) and misread_text(frame):
        with suppress(UnicodeDecodeError):
            return _read_as_utf8(source, layer)
    return frame


def check_layers(source: str, first: str) -> None:
    """Refuse several layers of GeoJSON, which has one: they stand within something else.

    Raises
    ------
    LayerError
        As `read_geojson`.
    """
    driver = pyogrio.read_info(source, layer=first)["driver"]
    if driver in DRIVERS:
        read_geojson(source.removeprefix(AS_IT_IS), driver)


def _read_as_utf8(source: str, layer: str) -> pd.DataFrame:
    return _read(source, layer, "UTF-8", pyogrio.read_info(source, layer=layer, encoding="UTF-8"))


def _read(source: str, layer: str, encoding: str | None, about: dict[str, Any]) -> pd.DataFrame:
    frame = _read_columns(source, layer, encoding, about)
    told = None
    if about["driver"] in DRIVERS:
        told = read_geojson(source.removeprefix(AS_IT_IS), about["driver"])
    rows, frame = frame.index.tolist(), frame.reset_index(drop=True)
    if about["fid_column"] not in {*_ROW_NUMBERS, *frame}:
        frame.insert(0, about["fid_column"], rows)
    if isinstance(frame, gpd.GeoDataFrame):
        if about["driver"] == "TopoJSON" and frame.crs is None:
            frame = frame.set_crs(DEGREES)
        if told and frame.crs == DEGREES:
            check_crs(told, Path(source).name)
        _mend_shapes(frame, source, layer, encoding)
    _mend_cells(frame, about, source, layer, encoding)
    counted, notes = about["features"], list[str]()
    if told:
        restore_values(frame, told)
        insert_ids(frame, told)
        counted, notes = max(counted, len(told.listed)), [*lost_of(told, map(str, frame))]
    if about["driver"] == "GPKG" and about["geometry_type"] == "Unknown":
        measured = pyogrio.read_dataframe(source, sql=_MAY_HAVE_MEASURES, read_geometry=False)
        notes += [WITHOUT_MEASURES] * (layer in {*measured["table_name"]})
    if (lacking := counted - len(frame)) > 0:
        notes.append(f"left out, deleted or unreadable: {lacking} of {counted} features")
    frame.attrs[NOTES] = notes
    return frame


def _read_columns(
    source: str, layer: str, encoding: str | None, about: dict[str, Any]
) -> pd.DataFrame:
    """Return what drivers read; days are texts if some are in no calendar, such as 30 February."""
    read = partial(
        pyogrio.read_dataframe,
        source,
        layer=layer,
        encoding=encoding,
        mixed_offsets_as_utc=False,
        fid_as_index=True,
        on_invalid="fix",  # closes rings; of what cannot be read there is no geometry
    )
    kinds = zip(about["fields"], about["dtypes"], strict=True)
    days = [title for title, kind in kinds if kind == _OF_DAYS]
    frame: pd.DataFrame
    try:
        frame = read()
    except ValueError:
        if not days:
            raise
    else:
        return frame
    frame = read(columns=[each for each in about["fields"] if each not in days])
    for title in days:
        texts = _texts(source, layer, title, encoding).str.replace("/", "-")
        frame[title] = texts.set_axis(frame.index)
    return frame[[*about["fields"], *frame.columns.difference(about["fields"])]]


def _mend_shapes(frame: gpd.GeoDataFrame, source: str, layer: str, encoding: str | None) -> None:
    """Give features whose shapes cannot be read as a whole those of their parts that can."""
    if not frame[GEOMETRY].isna().any():
        return
    told = pyogrio.raw.read(source, layer=layer, encoding=encoding, columns=[])[2]
    frame[GEOMETRY] = gpd.GeoSeries(read_shapes(told), crs=frame.crs)


def _mend_cells(
    frame: pd.DataFrame, about: dict[str, Any], source: str, layer: str, encoding: str | None
) -> None:
    """Give columns the types that they have in the file, and one called as the shapes a name."""
    free = unique(GEOMETRY, [GEOMETRY, *about["fields"]], "_")
    if GEOMETRY in about["fields"]:  # in its place stand the shapes
        told = pyogrio.read_dataframe(
            source, layer=layer, encoding=encoding, columns=[GEOMETRY], read_geometry=False
        )
        frame[free] = told[GEOMETRY]
    for title, kind in zip(about["fields"], about["dtypes"], strict=True):
        own = free if title == GEOMETRY else title
        # where some are missing, they are read as floats
        if kind == "bool":
            frame[own] = frame[own].astype("boolean")
        elif kind == "int64" and np.nanmax(np.abs(frame[own]), initial=0) >= LARGEST:
            frame[own] = _whole_numbers(source, layer, title, encoding)


def _whole_numbers(source: str, layer: str, title: str, encoding: str | None) -> pd.Series:
    """Return a column of whole numbers with all their digits, of which a float keeps not all."""
    texts = _texts(source, layer, title, encoding)
    return pd.Series([int(each) if isinstance(each, str) else None for each in texts], dtype=object)


def _texts(source: str, layer: str, title: str, encoding: str | None) -> pd.Series:
    """Return a column as the texts that its values are in the file."""
    column, table = (name.replace('"', r"\"") for name in (title, layer))
    asked = f'SELECT CAST("{column}" AS CHARACTER({_MOST_DIGITS})) AS told FROM "{table}"'  # noqa: S608 - of names in quotes
    read: pd.DataFrame = pyogrio.read_dataframe(
        source, sql=asked, sql_dialect="OGRSQL", read_geometry=False, encoding=encoding
    )
    return read["told"]
