"""Edges of lines and areas, and which of them lead around the world."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

Shapes = npt.NDArray[np.object_]
_AREA = 2
"""The dimension of areas."""


def simple_parts(shapes: Shapes) -> tuple[Shapes, npt.NDArray[np.intp]]:
    """Return the parts of geometries that have none themselves, and of which each is one."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    while (nested := shapely.get_type_id(parts) >= 4).any():  # collections in collections
        inner, at = shapely.get_parts(parts[nested], return_index=True)
        owner = np.concatenate([owner[~nested], owner[nested][at]])
        parts = np.concatenate([parts[~nested], inner])
    return parts, owner


def wide_edges(shapes: Shapes) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
    """Return which geometry each edge across more than half of the world is of, and its degrees.

    Those of 360 degrees are the edge of the whole world; holes have none that their rim has not.
    """
    parts, owner = simple_parts(shapes)
    areas = shapely.get_dimensions(parts) == _AREA
    parts[areas] = shapely.get_exterior_ring(parts[areas])
    at, of = shapely.get_coordinates(parts, return_index=True)
    with np.errstate(invalid="ignore"):  # of what has no position
        across = np.abs(np.diff(at[:, 0]))
    wide = (np.diff(of) == 0) & (across > 180)
    return owner[of[1:][wide]], across[wide]
