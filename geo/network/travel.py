"""A way along the networks in the direction of travel: what follows from its segments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, groupby

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.model.atlas import Atlas
from geo.network.crossings import AT_SEA, Crossing, Cuts, Stretch, crossings, stretches
from geo.network.gauges import place_roles
from geo.network.ways import chain


@dataclass(frozen=True, repr=False, eq=False)
class Travelled:
    """A sequence of segments in the order of travel, and what follows from it.

    `segments` has the columns of the layers of networks, in EPSG:4326; lines, places and countries
    are reversed where the travel goes against their direction. `stretches` are the parts of the
    segments, each in one country. Lengths are working lengths in km; in `km_by_country`, `sea` is
    the length outside all countries. `names` maps the ids of places to their names.
    """

    segments: gpd.GeoDataFrame
    km: float
    km_by_mode: dict[str, float]
    km_by_status: dict[str, float]
    km_by_country: dict[str, float]
    stretches: list[Stretch]
    countries: list[str]
    crossings: list[Crossing]
    names: Mapping[str, str]

    @property
    def legs(self) -> pd.DataFrame:
        """The way as a table, with a row for each segment in the order of travel.

        `to` is the place at its end, `km` the distance of that place from the start.
        """
        return pd.DataFrame(
            {
                "to": self.segments["to_place"].map(self.names),
                "km": list(accumulate(self.segments["len_km"])),
                "mode": self.segments["mode"],
                "countries": [" ".join(self._codes(name)) for name in self.segments["id"]],
                "status": self.segments["status"],
            }
        )

    def _codes(self, segment: str) -> list[str]:
        codes = (stretch.country for stretch in self.stretches if stretch.segment == segment)
        return [code for code, _ in groupby(codes)]


def travel(ordered: pd.DataFrame, atlas: Atlas, cuts: Cuts, start: str = "") -> Travelled:
    """Travel along segments that chain, in their order, from a place if it is given.

    `cuts` are their parts in each country, see `cut_at_borders`.
    """
    listed = gpd.GeoDataFrame(ordered).reset_index(drop=True)
    back = _backwards(listed, start)
    segments = _turned(listed, back)
    places = atlas.places
    along = stretches(zip(segments["id"], back, strict=True), cuts)
    codes = [stretch.country for stretch in along]
    entered = [segments["iso_from"].iloc[0], *codes, segments["iso_to"].iloc[-1]]
    length = segments["len_km"]
    return Travelled(
        segments=segments,
        km=float(length.sum()),
        km_by_mode=sums(length, segments["mode"]),
        km_by_status=sums(length, segments["status"]),
        km_by_country=sums([stretch.km for stretch in along], codes),
        stretches=along,
        countries=[code for code in dict.fromkeys(entered) if code != AT_SEA],
        crossings=crossings(along, places[places["id"].isin(place_roles(atlas.spec, places))]),
        names=dict(zip(places["id"], places["name"], strict=True)),
    )


def _backwards(rows: pd.DataFrame, start: str) -> npt.NDArray[np.bool_]:
    """Return which segments are travelled against the direction in which they are listed."""
    ends = chain(list(zip(rows["from_place"], rows["to_place"], strict=True)), start)
    return np.array(
        [first != start for (first, _), start in zip(ends, rows["from_place"], strict=True)]
    )


def _turned(rows: gpd.GeoDataFrame, back: npt.NDArray[np.bool_]) -> gpd.GeoDataFrame:
    """Turn those segments round."""
    turned = rows.copy()
    for first, last in (("from_place", "to_place"), ("iso_from", "iso_to")):
        turned[first] = rows[first].where(~back, rows[last])
        turned[last] = rows[last].where(~back, rows[first])
    turned.geometry = rows.geometry.where(~back, rows.geometry.reverse())
    return turned


def sums(values: Iterable[float], by: Iterable[str]) -> dict[str, float]:
    """Add up values by key, keys in the order in which they are met."""
    found: dict[str, float] = {}
    for key, value in zip(by, values, strict=True):
        found[key] = found.get(key, 0.0) + float(value)
    return found
