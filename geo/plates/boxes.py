"""Rectangles on the sheet, and which of them are occupied."""

from __future__ import annotations

import numpy as np

from geo.design.paper import Box
from geo.plates.sheet import Points, Spot


def around(spot: Spot, half_width: float, half_height: float | None = None) -> Box:
    """Return the box around a spot."""
    x, y = spot
    half_height = half_width if half_height is None else half_height
    return x - half_width, y - half_height, x + half_width, y + half_height


def centre(box: Box) -> Spot:
    """Return the middle of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def nearest(box: Box, spot: Spot) -> Spot:
    """Return the point of a box that is nearest to a spot."""
    return max(box[0], min(spot[0], box[2])), max(box[1], min(spot[1], box[3]))


def within(box: Box, frame: Box) -> bool:
    """Tell whether a box lies in a frame."""
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def distance(one: Spot, other: Spot) -> float:
    """Return how far two spots are apart."""
    return float(np.hypot(one[0] - other[0], one[1] - other[1]))


class Occupied:
    """Occupied rectangles, which may overlap."""

    def __init__(self) -> None:
        self._boxes: list[Box] = []
        self._array: Points = np.empty((0, 4))

    def add(self, *boxes: Box) -> None:
        """Occupy more."""
        self._boxes += boxes
        self._array = np.array(self._boxes).reshape(-1, 4)

    def overlaps(self, box: Box) -> int:
        """Return how many of them a box overlaps."""
        left, foot, right, top = self._array.T
        meets = (left < box[2]) & (box[0] < right) & (foot < box[3]) & (box[1] < top)
        return int(np.count_nonzero(meets))
