"""The window of the map: how far it reaches from its centre."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import shapely
from pyproj.enums import TransformDirection
from shapely.geometry.base import BaseGeometry

from geo.model.geodesy import onto_the_map
from geo.model.spec import Spec

_STEPS = 41
"""So many places across a window, and up, tell what it covers in degrees."""
_TILED = 85.0
"""The latitude to which online tiles reach."""


def in_window(spec: Spec, lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Tell which positions lie on the map of an atlas."""
    half = spec.settings["map"]["window_m"]
    x, y = onto_the_map(spec.settings["centre"]).transform(lon, lat)
    return np.asarray((np.abs(x) <= half["x"]) & (np.abs(y) <= half["y"]))


def window_in_degrees(centre: Mapping[str, float], half: Mapping[str, float]) -> list[list[float]]:
    """Return the south-west and the north-east of what a window covers, as lat and lon.

    The longitudes may lie beyond 180 degrees, on the side of the centre. What lies beyond the map
    of online tiles, or the disc of the projection, does not count.
    """
    x, y = np.meshgrid(*(np.linspace(-half[axis], half[axis], _STEPS) for axis in "xy"))
    lon, lat = onto_the_map(centre).transform(x, y, direction=TransformDirection.INVERSE)
    beside = (lon[np.isfinite(lon)] - centre["lon"] + 180) % 360 - 180
    there = np.clip(lat[np.isfinite(lat)], -_TILED, _TILED)
    west, east = centre["lon"] + beside.min(), centre["lon"] + beside.max()
    return [[float(there.min()), float(west)], [float(there.max()), float(east)]]


def degrees_within(
    centre: Mapping[str, float], west: float, south: float, east: float, north: float
) -> BaseGeometry:
    """Return the degrees of what lies between such metres of the map, generously.

    They lie on either side of 180, and reach to a pole that lies there, in all longitudes.
    """
    x, y = np.meshgrid(np.linspace(west, east, _STEPS), np.linspace(south, north, _STEPS))
    projection, lon0 = onto_the_map(centre), centre["lon"]
    lon, lat = projection.transform(x.ravel(), y.ravel(), direction=TransformDirection.INVERSE)
    if not (np.isfinite(lon).all() and np.isfinite(lat).all()):
        return shapely.box(-180, -90, 180, 90)
    lowest, highest = lat.min() - 1, lat.max() + 1
    around = (lon - lon0 + 180) % 360 - 180
    first, last = lon0 + around.min() - 1, lon0 + around.max() + 1
    for pole in (-90, 90):
        at_x, at_y = projection.transform(0, pole)
        if west <= at_x <= east and south <= at_y <= north:
            first, last = -180, 180
            lowest, highest = min(lowest, pole), max(highest, pole)
    boxes = [shapely.box(first + turn, lowest, last + turn, highest) for turn in (-360, 0, 360)]
    return shapely.intersection(shapely.union_all(boxes), shapely.box(-180, -90, 180, 90))


def window_told(spec: Spec) -> str:
    """Return how far the map of an atlas reaches, in words."""
    half, centre = spec.settings["map"]["window_m"], spec.settings["centre"]
    window = f"{half['x'] / 1000:,.0f} km west and east, {half['y'] / 1000:,.0f} km north and south"
    return f"{window} of lon {centre['lon']:g}, lat {centre['lat']:g}"
