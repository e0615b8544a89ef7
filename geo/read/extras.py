"""Read what an atlas may have beside facts: names placed by hand, translations, towns, relief."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from geo.errors import DataError, Problem
from geo.input import is_there, read_bytes, read_json
from geo.model.atlas import Atlas
from geo.model.geodesy import PROJECTION, onto_the_map
from geo.model.spec import Column, Spec, Table
from geo.read.geojson import read_geojson
from geo.read.tables import empty_table
from geo.read.toml import Schema, check, one_of

SAME_TOWN_DEGREES = 0.15
"""A place of the atlas this near to a town stands for it."""


class Relief(NamedTuple):
    """A picture in WebP, and where it lies: west, south, east, north in metres of a projection."""

    picture: bytes
    bounds_m: list[float]
    projection: str


def read_labels(spec: Spec) -> dict[str, Any]:
    """Return places for names by hand, `seas` by key, `countries` by id; `short` forms by language.

    Raises
    ------
    DataError
        If there is something else in the file, or a sea of the words has no place.
    """
    seas = [
        key.removeprefix("sea.") for key in spec.words[spec.languages[0]] if key.startswith("sea.")
    ]
    sea = {"key": one_of(*seas), "at": [_position], "rank": int}
    form = {"seas?": [sea], "countries?": {"*": [_position]}, "short?": {"*": {"*": str}}}
    labels = _read(spec.folder / "labels.json", form)
    placed = {sea["key"] for sea in labels.get("seas", ())}
    if lost := [key for key in seas if key not in placed]:
        raise DataError(
            [Problem("labels.json", "", "seas", key, "where this sea has its name") for key in lost]
        )
    return labels


def read_phrases(spec: Spec) -> dict[str, Any]:
    """Return translations of what the tables tell, by text and language.

    Raises
    ------
    DataError
        If there is something else in the file.
    """
    return _read(spec.folder / "phrases.json", {"*": {"*": str}})


def read_towns(spec: Spec) -> gpd.GeoDataFrame:
    """Return the towns between the places of an atlas: they are named, no more.

    Points with `id`, `name`, that in each other language, how many people live there, and whether
    it is a capital.

    Raises
    ------
    DataError
        If there is something else in the file.
    """
    columns = (
        Column("id", "text", "identifies the town", required=True),
        Column("name", "text", "what it is called", required=True),
        *(Column(f"name_{other}", "text", "that in a language") for other in spec.languages[1:]),
        Column("population", "integer", "how many live there", required=True, minimum=1),
        Column("capital", "boolean", "whether it is the capital of its country"),
    )
    table = Table("towns", columns, geometry=frozenset({"Point"}))
    path = spec.folder / "geometry" / "towns.geojson"
    if not is_there(path):
        return gpd.GeoDataFrame(empty_table(table), geometry=[], crs="EPSG:4326")
    return read_geojson(path, table)[0]


def towns_between(atlas: Atlas) -> gpd.GeoDataFrame:
    """Return the towns that are no places of an atlas already, the largest first.

    Raises
    ------
    DataError
        If there is something else in the file.
    """
    towns = read_towns(atlas.spec)
    placed = [layer for layer in atlas.spec.of_shape("points") if layer.country]
    layers = [layer.id for layer in placed if not layer.time]
    places = [
        place for name in layers if name in atlas.layers for place in atlas.layers[name].geometry
    ]
    apart = shapely.distance(towns.geometry.to_numpy(), shapely.union_all(places))
    own = towns[~(apart < SAME_TOWN_DEGREES)]
    return own.sort_values("population", ascending=False, kind="stable")


def read_relief(spec: Spec) -> Relief | None:
    """Return the relief of an atlas, if it has one.

    Raises
    ------
    DataError
        If picture or description are something else, or of a map around another centre.
    """
    folder = spec.folder / "geometry"
    told = _read(folder / "relief.json", {"projection": _projection, "bounds_m": _bounds})
    if not told:
        return None
    if not _is_that_of_the_map(told["projection"], spec.settings["centre"]):
        expected = "that of the map, around its centre: python -m geo.extraction takes it anew"
        found = told["projection"]
        raise DataError([Problem("relief.json", "", "projection", found, expected)])
    picture = read_bytes(folder / "relief.webp")
    if picture[:4] + picture[8:12] != b"RIFFWEBP":
        raise DataError([Problem("relief.webp", "", "", "", "a picture in WebP")])
    return Relief(picture, told["bounds_m"], told["projection"])


def _is_that_of_the_map(projection: str, centre: Mapping[str, float]) -> bool:
    """Tell whether a projection puts two places where the map around a centre has them."""
    if projection == PROJECTION.format_map(centre):
        return True
    lon, lat = [centre["lon"], centre["lon"] + 1], [centre["lat"], 0.9 * centre["lat"]]
    there = pyproj.Transformer.from_crs("EPSG:4326", projection, always_xy=True).transform(lon, lat)
    return np.allclose(there, onto_the_map(centre).transform(lon, lat), atol=1)


def _read(path: Path, schema: Schema) -> dict[str, Any]:
    """Return what a file holds, which is as a schema says; nothing if there is no file."""
    if not is_there(path):
        return {}
    document: dict[str, Any] = read_json(path)
    if wrong := list(check(document, schema, path.name)):
        raise DataError(wrong)
    return document


def _numbers(value: object, count: int) -> list[float]:
    listed = value if isinstance(value, list) else []
    numbers = [each for each in listed if type(each) in (int, float) and math.isfinite(each)]
    return numbers if len(numbers) == len(listed) == count else [math.nan] * count


def _position(value: object) -> None:
    lon, lat = _numbers(value, 2)
    if not (abs(lon) <= 180 and abs(lat) <= 90):
        raise ValueError("a position in degrees, as [50.2, 44.4]")


def _bounds(value: object) -> None:
    west, south, east, north = _numbers(value, 4)
    if not (west < east and south < north):
        raise ValueError("west, south, east and north in metres")


def _projection(value: object) -> None:
    try:
        pyproj.CRS(value)
    except (TypeError, pyproj.exceptions.ProjError):
        raise ValueError("a projection of PROJ, as +proj=laea +lat_0=38 +lon_0=58") from None
