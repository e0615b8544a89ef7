"""Ways along the networks, followed from end to end: what follows from them by computation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import DataError, Problem
from geo.model.atlas import Atlas
from geo.model.cells import show
from geo.model.known import there_are
from geo.model.manner import PLAIN
from geo.model.rows import records
from geo.model.shown import show_amounts, show_table
from geo.model.spec import Spec
from geo.network.crossings import cut_at_borders
from geo.network.gauges import GaugeBreak, gauge_breaks, place_roles
from geo.network.travel import Travelled, travel
from geo.network.ways import PLANNED, TRAVELLED, route_faults

TRACK = ["id", "branch", "gauge_mm", "from_place", "to_place"]
"""What of segments tells how ways lead along them."""


@dataclass(frozen=True)
class Missing:
    """One thing that stands against running through today.

    `kind` is `gap` (a railway that is not there; a substitute is used), `status` (a segment that
    does not run) or `gauge` (a break of gauge); `where` is the id of the segment or place.
    """

    kind: str
    where: str
    reason: str


@dataclass(frozen=True, repr=False, eq=False)
class Branch(Travelled):
    """A named way along the networks, from the table `routes`, in the order of travel.

    `gaps` are the missing railways for which the way uses substitutes; `alternatives` are segments
    of other courses and side branches; all segments have `role` and `seq`. In `km_by_course` each
    part counts in the class that is certain. `gauge_breaks` are those of the line as planned, with
    its gaps.
    """

    name: str
    gaps: gpd.GeoDataFrame
    alternatives: gpd.GeoDataFrame
    km_by_course: dict[str, float]
    gauge_breaks: list[GaugeBreak]
    missing: list[Missing]

    @property
    def _head(self) -> str:
        first, last = self.segments["from_place"].iloc[0], self.segments["to_place"].iloc[-1]
        return f"{self.name}: {self.names[first]} - {self.names[last]}, {self.km:,.0f} km"

    def __repr__(self) -> str:
        """Return name, ends, length, modes and how much is missing in a line."""
        missing = f"{len(self.missing)} missing" if self.missing else "nothing missing"
        return f"<{self._head} ({show_amounts(self.km_by_mode)}), {missing}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what it comes to, what is missing, and its legs."""
        missing = [f"missing: {each.reason}" for each in self.missing]
        totals = [
            f"{show_amounts(self.km_by_mode, ' km')}; through {' '.join(self.countries)}",
            show_amounts(self.km_by_status, " km"),
            *(missing or ["nothing is missing"]),
        ]
        return show_table([self._head, *totals], self.legs)


def follow(atlas: Atlas, way: str) -> Branch:
    """Follow a way from end to end, as the table `routes` says, and compute what it implies.

    Raises
    ------
    KeyError
        If there is no way of that name.
    DataError
        If the way has no segments, or they do not chain.
    """
    ordered = gpd.GeoDataFrame(segments_of_way(atlas, way, atlas.segments))
    on_way = ordered[ordered["role"].isin(TRAVELLED)]
    travelled = travel(on_way, atlas, cut_at_borders(on_way, atlas))
    gaps = ordered[ordered["role"] == "gap"].reset_index(drop=True)
    planned = ordered[ordered["role"].isin(PLANNED)]
    roles = place_roles(atlas.spec, atlas.places)
    breaks = gauge_breaks(planned, travelled.names, roles)
    return Branch(
        **vars(travelled),
        name=way,
        gaps=gaps,
        alternatives=ordered[ordered["role"] == "alternative"].reset_index(drop=True),
        km_by_course=_by_course(travelled.segments, list(atlas.spec.values["course"])),
        gauge_breaks=breaks,
        missing=_missing(travelled.segments, gaps, breaks, atlas.spec.statuses("runs")),
    )


def segments_of_way(atlas: Atlas, way: str, every: pd.DataFrame) -> pd.DataFrame:
    """Return those of all segments that are of a way, in order, as drawn, with `seq` and `role`.

    Raises as `follow`.
    """
    if way not in atlas.spec.ways:
        raise KeyError(f"no branch {way!r}; {there_are(way, atlas.spec.ways)}")
    routes = atlas.tables["routes"]
    routes = routes[routes["branch"] == way]
    if routes.empty:
        raise DataError([Problem("routes.csv", "", "branch", "", f"the segments of {way}")])
    check_ways(atlas.spec, routes, every)
    return route_segments(routes, every)


def check_ways(spec: Spec, routes: pd.DataFrame, segments: pd.DataFrame) -> None:
    """Raise DataError where ways do not hold together, see `route_faults`."""
    faults = list(route_faults(routes, segments, spec.ways))
    if faults:
        raise DataError(
            Problem("routes.csv", row, "segment", str(routes.at[row, "segment"]), expected)
            for row, expected in faults
        )


def route_segments(routes: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Return the segments of one way in order, with their `seq` and `role`."""
    ordered = routes.sort_values("seq")
    own = segments.set_index("id", drop=False).loc[ordered["segment"]].reset_index(drop=True)
    return own.assign(seq=ordered["seq"].array, role=ordered["role"].array)


def breaks_by_way(
    spec: Spec, routes: pd.DataFrame, segments: pd.DataFrame, places: pd.DataFrame
) -> dict[str, list[GaugeBreak]]:
    """Return the breaks of gauge of each way as it is planned; of ways that do not chain, none.

    `segments` have the columns that `route_faults` and `gauge_breaks` need; `places` they join.
    """
    roles, names = place_roles(spec, places), dict(zip(places["id"], places["name"], strict=True))
    faulty = {routes.at[row, "branch"] for row, _ in route_faults(routes, segments, spec.ways)}
    planned = routes[routes["role"].isin(PLANNED) & ~routes["branch"].isin(faulty)]
    tracks = segments.set_index("id")[["gauge_mm", "from_place", "to_place"]]
    ordered = planned.sort_values("seq").join(tracks, on="segment")
    return {str(way): gauge_breaks(along, names, roles) for way, along in ordered.groupby("branch")}


def _by_course(segments: pd.DataFrame, classes: Sequence[str]) -> dict[str, float]:
    """Return the lengths of the parts that are in each class, the surest first."""
    shares = segments[["traced_pc", "near_pc"]].assign(whole=100).mul(segments["len_km"], axis=0)
    upto = [0.0, *(shares.sum() / 100)]
    return dict(zip(classes, np.diff(upto).tolist(), strict=True))


def _missing(
    way: gpd.GeoDataFrame,
    gaps: gpd.GeoDataFrame,
    breaks: Sequence[GaugeBreak],
    running: Sequence[str],
) -> list[Missing]:
    idle = way[~way["status"].isin(running)]
    return [
        *(Missing("gap", row["id"], _stated(row)) for row in records(gaps)),
        *(Missing("status", row["id"], _stated(row)) for row in records(idle)),
        *(
            Missing("gauge", at.place, f"{at.name}: {at.before} mm meets {at.after} mm")
            for at in breaks
        ),
    ]


def _stated(segment: Mapping[str, Any]) -> str:
    """Return name and status of a segment, and since when it has it."""
    day, precision = segment["status_on"], segment["status_prec"]
    since = f" since {PLAIN.padded(day, precision)}" if show(day) else ""
    return f"{segment['name']}: {segment['status']}{since}"
