"""Whether a position lies in the country that it claims."""

from __future__ import annotations

from collections import defaultdict

import geopandas as gpd
import numpy as np
import shapely

from geo.model.geodesy import distance_km

NEAR_M = 3_000
"""How far a position may lie outside its country: shorelines are drawn coarser than ports lie."""


class CountryFinder:
    """Country polygons in EPSG:4326, asked for the distance of positions.

    Several of them may share a code, in the column `iso_a2`.
    """

    def __init__(self, countries: gpd.GeoDataFrame) -> None:
        known = countries.dropna(subset=["iso_a2"])
        polygons = known.geometry.to_numpy()
        shapely.prepare(polygons)
        self._shapes: defaultdict[str, list[shapely.Geometry]] = defaultdict(list)
        for code, polygon in zip(known["iso_a2"], polygons, strict=True):
            self._shapes[code].append(polygon)

    def __contains__(self, iso_a2: object) -> bool:
        """Return whether the country is on the map."""
        return iso_a2 in self._shapes

    def metres_outside(self, lon: float, lat: float, iso_a2: str) -> float:
        """Return how far a position lies outside a country, in metres; 0 inside it.

        The nearest point is sought with longitudes shrunk by the cosine of the latitude, which is
        true near the position; the distance to it is that of the geodesic on WGS 84.
        """
        shapes = self._shapes[iso_a2]
        if shapely.covers(shapes, shapely.Point(lon, lat)).any():
            return 0.0
        shrink = np.array([np.cos(np.radians(lat)), 1.0])
        flat = shapely.transform(shapes, lambda xy: xy * shrink)
        ways = shapely.shortest_line(shapely.Point((lon, lat) * shrink), flat)
        way = min(ways, key=shapely.length)
        near = shapely.get_coordinates(way)[1] / shrink
        return distance_km((lon, lat), (near[0], near[1])) * 1000

    def objection(self, lon: float, lat: float, iso_a2: str, precision_m: float) -> str:
        """Return what a position should be instead, or nothing if it lies in its country.

        It may lie outside by its own precision, or by `NEAR_M` if that is more.
        """
        outside = self.metres_outside(lon, lat, iso_a2)
        if outside <= max(precision_m, NEAR_M):
            return ""
        swapped = abs(lon) <= 90 and self.metres_outside(lat, lon, iso_a2) <= NEAR_M
        hint = " (lon and lat look swapped)" if swapped else ""
        return f"a position in {iso_a2}, this one lies {outside / 1000:,.0f} km outside{hint}"
