"""What a map shows when it is opened: points and networks, in the atlas's own projection."""

from __future__ import annotations

import numpy as np

from geo.model.atlas import Atlas
from geo.model.geodesy import PROJECTION

_MARGIN = 0.08
_STEP_M = 10_000
"""Of which corners are multiples, and which are at least around every place."""


def opening_extent(atlas: Atlas) -> tuple[int, int, int, int]:
    """Return west, south, east and north in metres from the centre of the projection.

    Networks on request, and the places that networks join, do not count where there are others.
    Without points and networks it is as far as the map reaches.
    """
    spec = atlas.spec
    usual = [layer for layer in spec.of_shape("network") if not layer.on_request]
    shown = [*usual, *(spec.events if usual else spec.of_shape("points"))]
    held = [atlas.layers[layer.id] for layer in shown if layer.id in atlas.layers]
    frames = [frame for frame in held if not frame.empty]
    if not frames:
        window = spec.settings["map"]["window_m"]
        return -window["x"], -window["y"], window["x"], window["y"]
    projection = PROJECTION.format_map(spec.settings["centre"])
    boxes = np.array([frame.to_crs(projection).total_bounds for frame in frames])
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    margin = max(_STEP_M, _MARGIN * max(high - low))
    west, south = np.floor((low - margin) / _STEP_M) * _STEP_M
    east, north = np.ceil((high + margin) / _STEP_M) * _STEP_M
    return int(west), int(south), int(east), int(north)
