"""Whether a position lies in the country that it claims."""

from __future__ import annotations

import geopandas as gpd
import shapely
from pyproj import CRS, Transformer

NEAR_M = 3_000
"""How far a position may lie outside its country: shorelines are drawn coarser than ports lie."""


class CountryFinder:
    """Country polygons, asked for the distance of positions.

    Parameters
    ----------
    countries
        Polygons in EPSG:4326 with a column `iso_a2`; several rows may share a code.
    """

    def __init__(self, countries: gpd.GeoDataFrame) -> None:
        known = countries.dropna(subset=["iso_a2"])
        self._shapes = {
            code: shapely.union_all(group.geometry.to_numpy())
            if len(group) > 1
            else group.geometry.iloc[0]
            for code, group in known.groupby("iso_a2")
        }
        for shape in self._shapes.values():
            shapely.prepare(shape)

    def __contains__(self, iso_a2: object) -> bool:
        """Return whether the country is on the map."""
        return iso_a2 in self._shapes

    def metres_outside(self, lon: float, lat: float, iso_a2: str) -> float:
        """Return how far a position lies outside a country, in metres; 0 inside it.

        The distance is measured in an azimuthal equidistant projection centred on the position,
        where distances from the centre are true.
        """
        shape = self._shapes[iso_a2]
        point = shapely.Point(lon, lat)
        if shape.covers(point):
            return 0.0
        local = CRS.from_dict({"proj": "aeqd", "lat_0": lat, "lon_0": lon, "ellps": "WGS84"})
        to_local = Transformer.from_crs("EPSG:4326", local, always_xy=True)
        coast = shapely.segmentize(shape.boundary, 0.1)
        projected = shapely.transform(coast, to_local.transform, interleaved=False)
        return float(projected.distance(shapely.Point(0, 0)))

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
