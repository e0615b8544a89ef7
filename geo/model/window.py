"""The window of the map: how far it reaches from its centre."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geo.model.geodesy import onto_the_map
from geo.model.spec import Spec


def in_window(spec: Spec, lon: npt.ArrayLike, lat: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Tell which positions lie on the map of an atlas."""
    half = spec.settings["map"]["window_m"]
    x, y = onto_the_map(spec.settings["centre"]).transform(lon, lat)
    return np.asarray((np.abs(x) <= half["x"]) & (np.abs(y) <= half["y"]))


def window_told(spec: Spec) -> str:
    """Return how far the map of an atlas reaches, in words."""
    half, centre = spec.settings["map"]["window_m"], spec.settings["centre"]
    window = f"{half['x'] / 1000:,.0f} km west and east, {half['y'] / 1000:,.0f} km north and south"
    return f"{window} of lon {centre['lon']:g}, lat {centre['lat']:g}"
