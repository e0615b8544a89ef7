"""Which part of a segment lies in the country where it starts, and which where it ends."""

from __future__ import annotations

from collections.abc import Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from geo.model.geodesy import dense, length_km

HALF = 0.5


def start_share(
    line: BaseGeometry, start: str, end: str, countries: Mapping[str, BaseGeometry]
) -> float:
    """Return the part of a line that is its first country's: the drawn line is cut at the border.

    Parameters
    ----------
    line
        In EPSG:4326 (lon/lat), as `countries`.
    start, end
        The codes of the countries of its ends.
    countries
        Polygons by code. Where neither country is among them, each has half.
    """
    if start == end:
        return 1.0
    drawn = dense(line)
    here, there = (
        length_km(shapely.intersection(drawn, countries[code])) if code in countries else 0.0
        for code in (start, end)
    )
    return here / (here + there) if here + there else HALF
