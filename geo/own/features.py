"""Features as a GIS saved them: their numbers with all digits, their letters as they were meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj

from geo.errors import LayerError, Problem
from geo.model.cells import show
from geo.own.cells import LARGEST, unique
from geo.own.letters import misread_text
from geo.own.wkb import read_shapes

GEOMETRY = "geometry"
"""What a frame calls the shapes of a file; a column of this name gets another."""
NOTES = f"{__name__}.notes"
"""What the attributes of a frame call what is said of how it was read."""
_BEGINS = b"\x1e"
_MOST_DIGITS = 32
_ROW_NUMBERS = ("", "fid")
"""What formats call the column that counts their rows; another is one of the user's."""
_UNLESS_TOLD = "EPSG:4326"
"""The CRS of GeoJSON that names no other."""


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
    is_told = pyogrio.read_info(source, layer=layer)["encoding"] == "UTF-8"  # as GDAL gives them
    frame = _read(source, layer, None if is_told else "UTF-8")
    if is_told and is_shapefile(source) and misread_text(frame):
        try:
            return _read(source, layer, "UTF-8")
        except UnicodeDecodeError:
            pass
    return frame


def _read(source: str, layer: str, encoding: str | None) -> pd.DataFrame:
    frame: pd.DataFrame = pyogrio.read_dataframe(
        source,
        layer=layer,
        encoding=encoding,
        mixed_offsets_as_utc=False,
        fid_as_index=True,
        on_invalid="fix",  # closes rings; of what cannot be read there is no geometry
    )
    about = pyogrio.read_info(source, layer=layer, encoding=encoding)
    rows, frame = frame.index.tolist(), frame.reset_index(drop=True)
    if about["fid_column"] not in {*_ROW_NUMBERS, *frame}:
        frame.insert(0, about["fid_column"], rows)
    if isinstance(frame, gpd.GeoDataFrame):
        if frame.crs == _UNLESS_TOLD:
            _check_crs(source)
        _mend_shapes(frame, source, layer, encoding)
    _mend_cells(frame, about, source, layer, encoding)
    _insert_ids(frame, source)
    counted = _lines(source) if about["driver"] == "GeoJSONSeq" else about["features"]
    if (lacking := counted - len(frame)) > 0:
        frame.attrs[NOTES] = [f"left out, deleted or unreadable: {lacking} of {counted} features"]
    return frame


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


def _lines(source: str) -> int:
    """Return how many features a file has that begin with a mark, or else take a line each."""
    content = _content(source)
    return content.count(_BEGINS) or sum(bool(line.strip()) for line in content.splitlines())


def _insert_ids(frame: pd.DataFrame, source: str) -> None:
    """Give features of GeoJSON the ids that they have beside their properties.

    GDAL takes some of these, makes up others, and mixes them with properties of this name.
    """
    features = _features_in(source)
    ids = [each.get("id") for each in features]
    if len(ids) != len(frame) or all(each is None for each in ids):
        return
    told = [each.get("properties") for each in features]
    has_own = any(isinstance(each, dict) and each.get("id") is not None for each in told)
    if has_own and [*map(show, frame["id"])] == [*map(show, ids)]:
        return
    if not has_own and "id" in frame:
        del frame["id"]
    frame.insert(0, unique("id", map(str, frame), "_"), pd.Series(ids, dtype=object))


def _features_in(source: str) -> list[dict[str, Any]]:
    """Return the features of a file of GeoJSON that may have ids, be it with one in each line."""
    content = _content(source)
    if b'"id"' not in content:
        return []
    document = _read_json(content)
    features = document.get("features", [document])
    if not document:
        lines = content.replace(_BEGINS, b"").splitlines()
        features = [*filter(None, map(_read_json, lines))]
    is_right = isinstance(features, list) and all(isinstance(each, dict) for each in features)
    return features if is_right else []


def _check_crs(source: str) -> None:
    """Refuse GeoJSON of which GDAL takes the CRS for WGS 84 because it does not understand it."""
    told = _told_of_all(source).get("crs")
    parts = told.get("properties") if isinstance(told, dict) else told
    name = parts.get("name", parts.get("code")) if isinstance(parts, dict) else parts
    if not told or str(name).endswith("CRS84"):
        return
    try:
        if pyproj.CRS.from_user_input(name).equals(_UNLESS_TOLD, ignore_axis_order=True):
            return
    except pyproj.exceptions.CRSError:
        pass
    expected = 'no crs, or one such as {"type": "name", "properties": {"name": "EPSG:32642"}}'
    raise LayerError(Problem(Path(source).name, "", "crs", json.dumps(told), expected))


def _told_of_all(source: str) -> dict[str, Any]:
    """Return what a file of GeoJSON says before its features, or with them if it names a CRS there.

    Nothing of other files: where there are many features, it takes long to read all.
    """
    content = _content(source)
    head, features, rest = content.partition(b'"features"')
    if b'"crs"' in rest or not features:
        return _read_json(content)
    return _read_json(head.rstrip().rstrip(b",") + b"}") or _read_json(content)


def _content(source: str) -> bytes:
    """Return what a file of GeoJSON holds; nothing of other files."""
    return Path(source).read_bytes() if source.lower().endswith("json") else b""


def _read_json(content: bytes) -> dict[str, Any]:
    try:
        document = json.loads(content)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _whole_numbers(source: str, layer: str, title: str, encoding: str | None) -> pd.Series:
    """Return a column of whole numbers with all their digits, of which a float keeps not all."""
    column, table = (name.replace('"', r"\"") for name in (title, layer))
    asked = f'SELECT CAST("{column}" AS CHARACTER({_MOST_DIGITS})) AS told FROM "{table}"'  # noqa: S608 - of names in quotes
    read = pyogrio.read_dataframe(
        source, sql=asked, sql_dialect="OGRSQL", read_geometry=False, encoding=encoding
    )
    texts = read["told"]
    return pd.Series([int(each) if isinstance(each, str) else None for each in texts], dtype=object)
