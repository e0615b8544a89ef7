"""The earth that all lengths are measured on: the ellipsoid of WGS 84."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

import numpy as np
import shapely
from pyproj import Geod, Transformer

_Shape = TypeVar("_Shape", shapely.Geometry, np.ndarray)
Position = tuple[float, float]
"""Longitude and latitude in degrees, WGS 84."""

GEOD = Geod(ellps="WGS84")
CHORD_DEG = 0.05
"""How long a chord is whose parts add up to a metre or less."""
PROJECTION = "+proj=laea +lat_0={lat} +lon_0={lon} +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs"
"""That of maps around a centre, as PROJ names it."""
_RADIANS = "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad"
KM_PER_DEGREE = 111.2
"""Kilometres to a degree of latitude, near enough for searching and for simplifying."""


def onto_the_map(centre: Mapping[str, float]) -> Transformer:
    """Return what turns longitude and latitude into metres of the map around its centre.

    That is Lambert's azimuthal equal-area projection on WGS 84.
    """
    return _projecting(PROJECTION.format_map(centre))


@cache
def _projecting(onto: str) -> Transformer:
    # both are on WGS 84: to search the database for a way from one to the other takes 7 ms
    return Transformer.from_pipeline(f"{_RADIANS} +step {onto}")


def length_km(line: shapely.Geometry) -> float:
    """Return the geodesic length of a line in EPSG:4326 (lon/lat), in km; 0 if it is empty.

    Algorithm of Karney (2013), as in pyproj.
    """
    return float(GEOD.geometry_length(line)) / 1000


def steps_km(xy: np.ndarray) -> np.ndarray:
    """Return the geodesic distances from each of some positions to the next, in km."""
    return apart_km(xy[:-1], xy[1:])


def apart_km(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Return the geodesic distances from some positions to as many others, in km."""
    return np.asarray(GEOD.inv(*starts.T, *ends.T)[2]) / 1000


def dense(line: _Shape) -> _Shape:
    """Return a line, or some, so densely drawn that the lengths of the parts add up to its own.

    What is straight on the map is no geodesic: the parts of a long chord, cut where they lie on the
    map, are together longer than the way from its first to its last end.
    """
    return shapely.segmentize(line, CHORD_DEG)


def distance_km(start: Position, end: Position) -> float:
    """Return the geodesic distance of two positions in km."""
    return float(GEOD.inv(*start, *end)[2]) / 1000
