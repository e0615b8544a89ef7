"""Detail that falls with distance: simplification where ground far from the region shrinks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geo.model.edges import Shapes

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Detail:
    """How much detail the ground keeps, and where.

    Full detail reaches `radius_km` from `centre` (lon, lat). Beyond, the plane shrinks towards
    the centre by e with each `fall_km`, so that one tolerance drops ever larger corners there.
    """

    centre: tuple[float, float]
    radius_km: float
    fall_km: float
    islet_km2: float
    island_share: float
    longest_degrees: float
    decimals: int

    def shrunk(self, lonlat: Floats) -> Floats:
        """Return positions (n, 2) lon/lat in km on the shrunken azimuthal equidistant plane."""
        lon, lat = self.centre
        plane = Transformer.from_crs(
            "EPSG:4326",
            f"+proj=aeqd +lat_0={lat} +lon_0={lon} +ellps=WGS84 +units=km",
            always_xy=True,
        )
        # Both sides of 180 degrees must stay apart, or the seam of Russia would close.
        x, y = plane.transform(lonlat[:, 0].clip(-179.99999, 179.99999), lonlat[:, 1])
        distance = np.hypot(x, y)
        beyond = np.maximum(distance - self.radius_km, 0.0)
        kept = distance - beyond + self.fall_km * -np.expm1(-beyond / self.fall_km)
        result: Floats = np.column_stack([x, y]) * (kept / np.maximum(distance, 1e-9))[:, None]
        return result

    def areas(self, shapes: Shapes) -> Floats:
        """Return the areas of polygons on the shrunken plane in km2: how large they look."""
        result: Floats = shapely.area(shapely.transform(shapes, self.shrunk))
        return result

    def simplified_coverage(self, coverage: Shapes, tolerance_km: float) -> Shapes:
        """Simplify a valid polygon coverage (lon/lat); neighbours go on sharing each vertex.

        Corners below `tolerance_km` squared are dropped (Visvalingam and Whyatt, Cartographic
        Journal 30, 1993) with `shapely.coverage_simplify`.
        """
        return self._on_plane(
            coverage, lambda plane: shapely.coverage_simplify(plane, tolerance_km)
        )

    def simplified_lines(self, lines: Shapes, tolerance_km: float) -> Shapes:
        """Simplify lines (lon/lat) after Douglas and Peucker."""
        return self._on_plane(lines, lambda plane: shapely.simplify(plane, tolerance_km))

    def finished(self, shapes: Shapes) -> Shapes:
        """Round to `decimals` and divide edges longer than `longest_degrees`."""
        divided = shapely.segmentize(self._rounded(shapes), self.longest_degrees)
        return self._rounded(divided)

    def _rounded(self, shapes: Shapes) -> Shapes:
        moved = shapely.transform(shapes, lambda xy: xy.round(self.decimals) + 0.0)
        return np.asarray(shapely.remove_repeated_points(moved), dtype=object)

    def _on_plane(self, shapes: Shapes, simplify: Callable[[Any], Any]) -> Shapes:
        """Simplify on the shrunken plane and give each vertex left its own lon/lat again.

        Vertices come back by look-up, not by an inverse projection: they stay exactly the same.
        """
        lonlat, places = np.unique(shapely.get_coordinates(shapes), axis=0, return_inverse=True)
        image = self.shrunk(lonlat)
        plane = shapely.transform(shapes, lambda _: image[places.ravel()])
        keys = image[:, 0] + 1j * image[:, 1]
        order = np.argsort(keys)

        def lookup(xy: Floats) -> Floats:
            found = np.searchsorted(keys[order], xy[:, 0] + 1j * xy[:, 1])
            original: Floats = lonlat[order[found]]
            return original

        return np.asarray(shapely.transform(simplify(plane), lookup), dtype=object)
