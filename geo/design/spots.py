"""Where the name of an area has most room."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely
from shapely.affinity import scale

from geo.model.geodesy import KM_PER_DEGREE


def name_spots(polygons: npt.NDArray[np.object_]) -> list[list[float]]:
    """Return for each polygon the middle of the largest circle inside, and the circle's width.

    The circle is round in degrees of latitude, with longitude shrunk by the cosine.
    """
    spots = []
    for polygon in polygons:
        part = max(shapely.get_parts(polygon), key=shapely.area)
        shrink = np.cos(np.radians(part.centroid.y))
        flat = scale(part, xfact=shrink, yfact=1, origin=(0, 0))
        radius = shapely.maximum_inscribed_circle(flat, tolerance=0.1)
        lon, lat = shapely.get_coordinates(radius)[0] / (shrink, 1)
        width = 2 * KM_PER_DEGREE * shapely.length(radius)
        spots.append([round(float(lon), 2), round(float(lat), 2), round(float(width))])
    return spots
