"""GeoJSON as drivers do not read it: ids, members that are no properties, keys that stand twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyproj
import shapely

from geo.errors import LayerError, Problem, clipped
from geo.model.cells import show
from geo.model.known import some
from geo.own.cells import LARGEST, exact, unique

DEGREES = "EPSG:4326"
"""The CRS of GeoJSON that names no other."""
_PLAIN, _SEQUENCE = "GeoJSON", "GeoJSONSeq"
DRIVERS = (_PLAIN, _SEQUENCE, "ESRIJSON")
_KINDS = {"feature", "featurecollection", *(kind.name.lower() for kind in shapely.GeometryType)}
"""What an object of GeoJSON is, in capitals or not."""
_COORDINATES = re.compile(rb'"coordinates"\s*:\s*\[[-+.,\d\seE\[\]]*\]')
"""What takes most of the time to read, and is not needed where it is no property."""
_NO_COORDINATES = b'"coordinates":0'
_BEGINS = b"\x1e"
_LONG = re.compile(rb"\d[\d.]{18}")
"""What may be a number of more digits than drivers keep."""
_FINE = re.compile(r".*:\d\d\.\d{4}.*", re.ASCII)
"""A moment of which drivers keep no more than milliseconds."""
_TOTALS = ("numberMatched", "totalFeatures")
"""How web services say how many features they have, in whole numbers if they know it."""
_CUT = "exceededTransferLimit"
_YES = ("True", "true")
"""How ArcGIS says that there are more."""
_NEXT = "next"
"""How Django says where they are."""
_READ = {"type", "id", "geometry", "properties", "bbox"}
"""Members of a feature that are read, or tell nothing else."""
_NAMED = 3
"""So many names are told."""


@dataclass(frozen=True)
class GeoJSON:
    """What a file holds, without coordinates.

    `listed` is whatever stands among the features of its document, and `rows` what drivers read of
    that. `twice` are the keys that an object has more than once.
    """

    document: dict[str, Any]
    listed: list[Any]
    rows: list[dict[str, Any]]
    twice: list[str]


def read_geojson(source: str, driver: str) -> GeoJSON:
    """Return what a file holds; of a sequence, whose features begin with a mark or take a line.

    Raises
    ------
    LayerError
        If it is no object of JSON, of which drivers read the first part, or one of another kind,
        within which they look for one that is GeoJSON.
    """
    content = Path(source).read_bytes()
    told = _parsed(_COORDINATES.sub(_NO_COORDINATES, content), Path(source).name, driver)
    if any(map(_has_coordinates, map(_properties, told.rows))):
        return _parsed(content, Path(source).name, driver)
    return told


def _parsed(content: bytes, name: str, driver: str) -> GeoJSON:
    twice: dict[str, None] = {}
    if driver == _SEQUENCE:
        parts = content.split(_BEGINS) if _BEGINS in content else content.splitlines()
        listed = [_read_one(part, twice) for part in parts if part.strip()]
        return GeoJSON({}, listed, [*filter(None, listed)], [*twice])
    try:
        document = _read(content, twice)
    except json.JSONDecodeError as error:
        usual = "one object of JSON, or one in each line and no byte order mark"
        found = clipped(error.doc[error.pos :])
        expected = f"{usual} ({error.msg})"
        raise LayerError(Problem(name, "", "", found, expected)) from None
    kind = str(document.get("type", ""))
    if driver == _PLAIN and document and kind.lower() not in _KINDS:
        expected = "FeatureCollection, Feature or a geometry: GeoJSON that stands within nothing"
        raise LayerError(Problem(name, "", "type", kind, expected))
    found = document.get("features", [document])
    listed = found if isinstance(found, list) else []
    rows = [each for each in listed if isinstance(each, dict) and each.get("type") == "Feature"]
    return GeoJSON(document, listed, rows, [*twice])


def check_crs(told: GeoJSON, name: str) -> None:
    """Refuse a file of which drivers take the CRS for degrees because they do not understand it.

    Raises
    ------
    LayerError
        If its positions are in a CRS that nobody knows.
    """
    named = told.document.get("crs")
    parts = named.get("properties") if isinstance(named, dict) else named
    crs = parts.get("name", parts.get("code")) if isinstance(parts, dict) else parts
    if not named or str(crs).endswith("CRS84"):
        return
    try:
        if pyproj.CRS.from_user_input(crs).equals(DEGREES, ignore_axis_order=True):
            return
    except pyproj.exceptions.CRSError:
        pass
    expected = 'no crs, or one such as {"type": "name", "properties": {"name": "EPSG:32642"}}'
    raise LayerError(Problem(name, "", "crs", json.dumps(named), expected))


def insert_ids(frame: pd.DataFrame, told: GeoJSON) -> None:
    """Give features the ids that they have beside their properties.

    Drivers take some of these, make up others, and mix them with properties of this name.
    """
    ids = [each.get("id") for each in told.rows]
    if len(ids) != len(frame) or all(each is None for each in ids):
        return
    has_own = any(each.get("id") is not None for each in map(_properties, told.rows))
    if has_own and [*map(show, frame["id"])] == [*map(show, ids)]:
        return
    if not has_own and "id" in frame:
        del frame["id"]
    frame.insert(0, unique("id", map(str, frame), "_"), pd.Series(ids, dtype=object))


def restore_values(frame: pd.DataFrame, told: GeoJSON) -> None:
    """Give columns what drivers alter: kinds of values, digits of numbers, the finest of moments.

    Of values of several kinds they make one: of true beside 2 a number, of 1.1 beside a word
    a text of all its binary digits.
    """
    if len(told.rows) != len(frame):
        return
    held = [*map(_properties, told.rows)]
    for title, kind in frame.dtypes.items():
        cells = [each.get(str(title)) for each in held]
        kinds = {*map(type, cells)} - {type(None)}
        if title == "geometry" or not kinds:
            continue
        is_read = kinds in ({bool}, {str}) or (kind.kind in "if" and bool not in kinds)
        if any(map(_is_long, cells)) or not is_read:
            frame[title] = pd.Series(cells, dtype=object)
        elif (
            kind.kind in "MO" and kinds == {str} and any(map(_FINE.fullmatch, filter(None, cells)))
        ):
            with suppress(ValueError):
                moments = [cell and pd.Timestamp(cell) for cell in cells]
                frame[title] = pd.Series(moments, dtype=object)


def lost_of(told: GeoJSON, titles: Iterable[str]) -> Iterator[str]:
    """Yield in words what is not in a file, or that drivers leave out of it and do not tell.

    Of STAC they make columns of members beside the properties too.
    """
    if there_is := _beyond(told):
        yield f"only a part of what the web service has: {there_is}"
    full = [each for each in told.rows if isinstance(each.get("properties"), dict)]
    made = {title.split(".")[0] for title in titles}.difference(*map(_properties, told.rows))
    others = set[str]().union(*full) - _READ - made
    beside = sorted(key for key in others if key.lower() not in _READ)
    if beside := [key for key in beside if any(each.get(key) is not None for each in full)]:
        named = some(map(repr, beside), most=_NAMED)
        yield f"members beside the properties of features are left out: {named}"
    wrong = sum(not isinstance(each.get("properties") or {}, dict) for each in told.rows)
    if wrong:
        yield f"properties that are no object are left out: {wrong} of {len(told.rows)} features"
    if told.twice:
        named = some(map(repr, told.twice), most=_NAMED)
        yield f"of keys that an object has twice the last value counts: {named}"


def _beyond(told: GeoJSON) -> str:
    """Return in words what more there is, as the answer of a web service says; nothing if none."""
    document, held = told.document, len(told.listed)
    said = [str(document.get(each)) for each in _TOTALS]
    if totals := [int(each) for each in said if each.isdecimal()]:
        return f"{held:,} of {totals[0]:,} features" if totals[0] > held else ""
    is_cut = any(str(part.get(_CUT)) in _YES for part in (document, _properties(document)))
    is_cut |= isinstance(document.get(_NEXT), str)
    links = document.get("links")
    pages = [each for each in links if isinstance(each, dict)] if isinstance(links, list) else []
    is_cut |= any(each.get("rel") == "next" for each in pages)
    return f"{held:,} features, and it says that there are more" if is_cut else ""


def _read(content: bytes, twice: dict[str, None]) -> dict[str, Any]:
    """Return the object that a text is, if it is one; take down keys that stand twice."""

    def held(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice.update((key, None) for key in found if keys.count(key) > 1)
        return found

    numbers = exact if _LONG.search(content) else None
    document = json.loads(content, object_pairs_hook=held, parse_float=numbers, strict=False)
    return document if isinstance(document, dict) else {}


def _read_one(part: bytes, twice: dict[str, None]) -> dict[str, Any]:
    """Return an object of a sequence; an empty one for what cannot be read."""
    try:
        return _read(part, twice)
    except ValueError:
        return {}


def _has_coordinates(value: object) -> bool:
    """Tell whether a value is an object that has some, or holds one."""
    if isinstance(value, dict):
        return "coordinates" in value or any(map(_has_coordinates, value.values()))
    return isinstance(value, list) and any(map(_has_coordinates, value))


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    found = feature.get("properties")
    return found if isinstance(found, dict) else {}


def _is_long(cell: object) -> bool:
    is_whole = isinstance(cell, int) and abs(cell) > LARGEST
    return is_whole or isinstance(cell, Decimal)
