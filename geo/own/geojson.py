"""GeoJSON as drivers do not read it: ids, members that are no properties, keys that stand twice."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyproj

from geo.errors import LayerError, Problem
from geo.model.cells import show
from geo.own.cells import unique

DEGREES = "EPSG:4326"
"""The CRS of GeoJSON that names no other."""
DRIVERS = ("GeoJSON", "GeoJSONSeq")
_COORDINATES = re.compile(rb'("coordinates"\s*:)\s*\[[-+.,\d\seE\[\]]*\]')
_BEGINS = b"\x1e"
_READ = {"type", "id", "geometry", "properties", "bbox"}
"""Members of a feature that are read, or tell nothing else."""
_SHOWN = 3
"""So many names are told."""


@dataclass(frozen=True)
class GeoJSON:
    """What a file holds, without coordinates.

    `listed` is whatever stands among its features, and `rows` what drivers read of that. `twice`
    are the keys that an object has more than once.
    """

    crs: Any
    listed: list[Any]
    rows: list[dict[str, Any]]
    twice: list[str]


def read_geojson(source: str, *, is_sequence: bool) -> GeoJSON:
    """Return what a file holds; of a sequence, whose features begin with a mark or take a line."""
    content = _COORDINATES.sub(rb"\1 0", Path(source).read_bytes())  # they take most of the time
    twice: dict[str, None] = {}
    if is_sequence:
        parts = content.split(_BEGINS) if _BEGINS in content else content.splitlines()
        listed = [_read(part, twice) for part in parts if part.strip()]
        return GeoJSON(None, listed, [*filter(None, listed)], [*twice])
    document = _read(content, twice)
    found = document.get("features", [document])
    listed = found if isinstance(found, list) else []
    rows = [each for each in listed if isinstance(each, dict) and each.get("type") == "Feature"]
    return GeoJSON(document.get("crs"), listed, rows, [*twice])


def check_crs(told: GeoJSON, name: str) -> None:
    """Refuse a file of which drivers take the CRS for degrees because they do not understand it.

    Raises
    ------
    LayerError
        If its positions are in a CRS that nobody knows.
    """
    parts = told.crs.get("properties") if isinstance(told.crs, dict) else told.crs
    crs = parts.get("name", parts.get("code")) if isinstance(parts, dict) else parts
    if not told.crs or str(crs).endswith("CRS84"):
        return
    try:
        if pyproj.CRS.from_user_input(crs).equals(DEGREES, ignore_axis_order=True):
            return
    except pyproj.exceptions.CRSError:
        pass
    expected = 'no crs, or one such as {"type": "name", "properties": {"name": "EPSG:32642"}}'
    raise LayerError(Problem(name, "", "crs", json.dumps(told.crs), expected))


def insert_ids(frame: pd.DataFrame, told: GeoJSON) -> None:
    """Give features the ids that they have beside their properties.

    Drivers take some of these, make up others, and mix them with properties of this name.
    """
    ids = [each.get("id") for each in told.rows]
    if len(ids) != len(frame) or all(each is None for each in ids):
        return
    told_within = (each.get("properties") for each in told.rows)
    has_own = any(isinstance(each, dict) and each.get("id") is not None for each in told_within)
    if has_own and [*map(show, frame["id"])] == [*map(show, ids)]:
        return
    if not has_own and "id" in frame:
        del frame["id"]
    frame.insert(0, unique("id", map(str, frame), "_"), pd.Series(ids, dtype=object))


def lost_of(told: GeoJSON) -> Iterator[str]:
    """Yield in words what drivers leave out of features, and say nothing of."""
    full = (each for each in told.rows if isinstance(each.get("properties"), dict))
    others = {key for each in full for key in each.keys() - _READ if each[key] is not None}
    if beside := sorted(key for key in others if key.lower() not in _READ):
        yield f"members beside the properties of features are left out: {_some(beside)}"
    if told.twice:
        yield f"of keys that an object has twice the last value counts: {_some(told.twice)}"


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if names[_SHOWN:] else ""
    return ", ".join(map(repr, names[:_SHOWN])) + more


def _read(content: bytes, twice: dict[str, None]) -> dict[str, Any]:
    """Return the object that a text is, if it is one; take down keys that stand twice."""

    def held(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            twice.update((key, None) for key in found if keys.count(key) > 1)
        return found

    try:
        document = json.loads(content, object_pairs_hook=held)
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
