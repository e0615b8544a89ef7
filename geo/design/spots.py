"""Where the name of an area has most room."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from geo.model.geodesy import KM_PER_DEGREE


def name_spots(polygons: npt.NDArray[np.object_]) -> list[list[float]]:
    """Return for each polygon the middle of the largest circle inside, and the circle's width.

    The circle is round in degrees of latitude, with longitude shrunk by the cosine. No polygons
    give no spots; ValueError if one is missing or empty.
    """
    parts, owner = shapely.get_parts(polygons, return_index=True)
    by_area = np.lexsort((shapely.area(parts), owner))
    largest = parts[by_area][np.diff(owner, append=-1) != 0]
    shrink = np.cos(np.radians(shapely.get_y(shapely.centroid(largest))))
    xy, of = shapely.get_coordinates(largest, return_index=True)
    xy[:, 0] *= shrink[of]
    flat = shapely.set_coordinates(largest, xy)
    radii = shapely.maximum_inscribed_circle(flat, tolerance=0.1)
    lon, lat = shapely.get_coordinates(shapely.get_point(radii, 0)).T
    width = 2 * KM_PER_DEGREE * shapely.length(radii)
    spots = zip(polygons, (lon / shrink).tolist(), lat.tolist(), width.tolist(), strict=True)
    return [[round(x, 2), round(y, 2), round(km)] for _, x, y, km in spots]
