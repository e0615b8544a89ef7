"""Branches of the corridors: their way, and what follows from it by computation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.ops import substring

from geo.errors import DataError, Problem
from geo.model.atlas import Atlas
from geo.model.cells import show, split_list
from geo.model.geodesy import GEOD, length_km
from geo.network.ways import PLANNED, TRAVELLED, chain, route_faults

RUNNING = ("operating", "trial")
AT_SEA = "sea"
NAMED_WITHIN_KM = 30.0
"""A place at most this far from a crossing gives it its name."""
_NAMING = ("crossing", "gauge_break", "station")
_WATER = ("sea", "ferry")


@dataclass(frozen=True)
class Crossing:
    """Where a branch passes from one country into another by land.

    Countries are ISO alpha-2 codes; `lon`, `lat` is the point on the border. `place` and `name` are
    those of the nearest crossing, break of gauge or station, empty if none is near.
    """

    country: str
    into: str
    place: str
    name: str
    lon: float
    lat: float
    segment: str


@dataclass(frozen=True)
class GaugeBreak:
    """A place where wagons cannot go on: gauges in mm before and behind it, joined by `;`."""

    place: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Missing:
    """One thing that stands against running through today.

    `kind` is `gap` (a railway that is not there; a substitute is used), `status` (a segment that
    does not run) or `gauge` (a break of gauge); `where` is the id of the segment or place.
    """

    kind: str
    where: str
    reason: str


@dataclass(frozen=True)
class Branch:
    """A branch of a corridor.

    `segments` are those travelled, in order; `gaps` are the railways that substitutes among them
    stand in for; `alternatives` lead another way, or aside. All have the columns of the corridor
    layers and `role` and `seq`, in EPSG:4326. Lines, places and countries of `segments` are turned
    into the direction of travel. Lengths are working lengths in km, along `segments`; by country,
    `sea` is what lies outside every country.
    """

    name: str
    segments: gpd.GeoDataFrame
    gaps: gpd.GeoDataFrame
    alternatives: gpd.GeoDataFrame
    km: float
    km_by_mode: dict[str, float]
    km_by_status: dict[str, float]
    km_by_basis: dict[str, float]
    km_by_country: dict[str, float]
    countries: list[str]
    crossings: list[Crossing]
    gauge_breaks: list[GaugeBreak]
    missing: list[Missing]


def follow(atlas: Atlas, name: str) -> Branch:
    """Follow a branch from end to end, and compute what its way implies.

    Countries are found by cutting the drawn lines at the borders of the international view and
    scaling the parts to the working length. On land, a part outside every country (shores are drawn
    coarsely) counts to the nearer country of its segment; a part shorter than the precision of its
    segment, with the same country on both sides, counts to that country. Breaks of gauge are those
    of the line as it is planned, gaps included; a ship or a lorry does not carry a gauge.

    Parameters
    ----------
    atlas
        Its layers are followed as its table `routes` says.
    name
        One of the ways of the atlas.

    Raises
    ------
    KeyError
        If there is no branch of that name.
    DataError
        If the branch has no segments, or they do not chain.
    """
    if name not in atlas.spec.ways:
        raise KeyError(f"no branch {name!r}; there are {', '.join(atlas.spec.ways)}")
    layers, routes = atlas.layers, atlas.tables["routes"]
    routes = routes[routes["branch"] == name]
    if routes.empty:
        raise DataError([Problem("routes.csv", "", "branch", "", f"the segments of {name}")])
    every = all_segments(layers)
    faults = list(route_faults(routes, every))
    if faults:
        raise DataError(
            Problem("routes.csv", row, "segment", routes.at[row, "segment"], expected)
            for row, expected in faults
        )
    ordered = route_segments(routes, every)
    way = _turned(ordered[ordered["role"].isin(TRAVELLED)].reset_index(drop=True))
    gaps = ordered[ordered["role"] == "gap"].reset_index(drop=True)
    breaks = gauge_breaks(ordered[ordered["role"].isin(PLANNED)], layers["places"])
    stretches = _merged(_stretches(way, _shapes(layers)))
    by_country = pd.Series(
        [stretch.km for stretch in stretches], [stretch.country for stretch in stretches]
    )
    entered = [way["iso_from"].iloc[0], *by_country.index, way["iso_to"].iloc[-1]]
    return Branch(
        name=name,
        segments=way,
        gaps=gaps,
        alternatives=ordered[ordered["role"] == "alternative"].reset_index(drop=True),
        km=float(way["len_km"].sum()),
        km_by_mode=_sums(way["len_km"], way["mode"]),
        km_by_status=_sums(way["len_km"], way["status"]),
        km_by_basis=_sums(way["len_km"], way["geom_basis"]),
        km_by_country=_sums(by_country, by_country.index.to_series()),
        countries=[iso for iso in dict.fromkeys(entered) if iso != AT_SEA],
        crossings=_crossings(stretches, layers["places"]),
        gauge_breaks=breaks,
        missing=_missing(way, gaps, breaks),
    )


def all_segments(layers: Mapping[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Return the segments of both corridors, each once."""
    both = pd.concat([layers["instc"], layers["ashgabat"]]).drop_duplicates("id")
    return gpd.GeoDataFrame(both, geometry="geometry", crs="EPSG:4326").reset_index(drop=True)


def route_segments(routes: pd.DataFrame, segments: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the segments of one branch in order, with their `seq` and `role`.

    Parameters
    ----------
    routes
        The rows of one branch.
    segments
        As of `all_segments`.
    """
    joined = segments.merge(routes[["segment", "seq", "role"]], left_on="id", right_on="segment")
    return joined.drop(columns="segment").sort_values("seq", ignore_index=True)


def gauge_breaks(segments: pd.DataFrame, places: pd.DataFrame) -> list[GaugeBreak]:
    """Find where no gauge leads on from one railway to the next.

    Where tracks of both gauges lie side by side, a break is named by the place among them that is
    known as one, else by a crossing, else by the place where the old gauge ends.

    Parameters
    ----------
    segments
        Segments that chain, in the order of travel, with `mode`, `gauge_mm`, `from_place` and
        `to_place`. Railways without a gauge go on with any.
    places
        With columns `id`, `name` and `kind`.
    """
    ends = chain(list(zip(segments["from_place"], segments["to_place"], strict=True)))
    gauges = [
        set(split_list(gauge)) if mode == "rail" else set()
        for mode, gauge in zip(segments["mode"], segments["gauge_mm"], strict=True)
    ]
    home = places.set_index("id")
    breaks = []
    fitting: set[str] = set()
    for number, gauge in enumerate(gauges):
        if fitting and gauge and not fitting & gauge:
            both = number
            while both and gauges[both - 1] & gauge:
                both -= 1
            at = _by_kind([start for start, _ in ends[both : number + 1]][::-1], home["kind"])
            name, old, new = show(home["name"].get(at)), sorted(fitting), sorted(gauge)
            breaks.append(GaugeBreak(at, name, ";".join(old), ";".join(new)))
            fitting = gauge
        else:
            fitting = fitting & gauge or gauge
    return breaks


def _by_kind(candidates: Sequence[str], kinds: pd.Series) -> str:
    for kind in ("gauge_break", "crossing"):
        for place in candidates:
            if kinds.get(place) == kind:
                return place
    return candidates[0]


class _Stretch(NamedTuple):
    """A part of a segment within one country, or at sea; `slack_km` is its precision."""

    country: str
    km: float
    start: tuple[float, float]
    segment: str
    slack_km: float


def _stretches(way: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame) -> Iterator[_Stretch]:
    """Cut segments at the borders, in the order of travel."""
    polygons = shapes.geometry.to_numpy()
    codes = shapes["iso_a2"].to_numpy()
    tree = shapely.STRtree(polygons)
    for row in way.itertuples():
        ends = np.isin(codes, [row.iso_from, row.iso_to])
        near = np.union1d(tree.query(row.geometry), np.flatnonzero(ends))
        borders = shapely.boundary(polygons[tree.query(row.geometry, predicate="intersects")])
        cuts = shapely.points(shapely.get_coordinates(shapely.intersection(row.geometry, borders)))
        cuts = shapely.line_locate_point(row.geometry, cuts, normalized=True)
        scale = row.len_km / length_km(row.geometry)
        for start, end in pairwise(np.unique(np.concatenate([[0.0], np.round(cuts, 9), [1.0]]))):
            part = substring(row.geometry, start, end, normalized=True)
            middle = part.interpolate(0.5, normalized=True)
            inside = near[shapely.covers(polygons[near], middle)]
            if len(inside):
                country = codes[inside[0]]
            elif row.mode in _WATER:
                country = AT_SEA
            else:
                shore = np.flatnonzero(ends)
                country = codes[shore[np.argmin(shapely.distance(polygons[shore], middle))]]
            slack = row.precision_m / 1000
            yield _Stretch(country, length_km(part) * scale, part.coords[0], row.id, slack)


def _merged(stretches: Iterator[_Stretch]) -> list[_Stretch]:
    """Give short parts to the country on both sides of them."""
    merged = list(stretches)
    for number in range(1, len(merged) - 1):
        before, here, after = merged[number - 1 : number + 2]
        if before.country == after.country and here.km < here.slack_km:
            merged[number] = here._replace(country=before.country)
    return merged


def _crossings(stretches: Sequence[_Stretch], places: gpd.GeoDataFrame) -> list[Crossing]:
    naming = places[places["kind"].isin(_NAMING)]
    lons, lats = naming.geometry.x.to_numpy(), naming.geometry.y.to_numpy()
    crossings = []
    for before, after in pairwise(stretches):
        if before.country == after.country or AT_SEA in (before.country, after.country):
            continue
        lon, lat = after.start
        away = GEOD.inv(np.full_like(lons, lon), np.full_like(lats, lat), lons, lats)[2] / 1000
        near = naming.iloc[away.argmin()] if away.min(initial=np.inf) <= NAMED_WITHIN_KM else None
        place, name = ("", "") if near is None else (near["id"], near["name"])
        crossings.append(
            Crossing(before.country, after.country, place, name, lon, lat, after.segment)
        )
    return crossings


def _missing(
    way: gpd.GeoDataFrame, gaps: gpd.GeoDataFrame, breaks: Sequence[GaugeBreak]
) -> list[Missing]:
    idle = way[~way["status"].isin(RUNNING)]
    return [
        *(Missing("gap", row["id"], _standing(row)) for _, row in gaps.iterrows()),
        *(Missing("status", row["id"], _standing(row)) for _, row in idle.iterrows()),
        *(
            Missing("gauge", at.place, f"{at.name}: {at.before} mm meets {at.after} mm")
            for at in breaks
        ),
    ]


def _standing(segment: pd.Series) -> str:
    since = f" since {segment['status_on']}" if show(segment["status_on"]) else ""
    return f"{segment['name']}: {segment['status']}{since}"


def _turned(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Turn segments into the direction of travel."""
    ends = chain(list(zip(rows["from_place"], rows["to_place"], strict=True)))
    back = rows["from_place"].to_numpy() != np.array([start for start, _ in ends], dtype=object)
    turned = rows.copy()
    for first, last in (("from_place", "to_place"), ("iso_from", "iso_to")):
        turned[first] = rows[first].where(~back, rows[last])
        turned[last] = rows[last].where(~back, rows[first])
    turned.geometry = rows.geometry.where(~back, rows.geometry.reverse())
    return turned


def _shapes(layers: Mapping[str, gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """Return the country polygons of the international view."""
    others = layers["countries"]
    others = others[others["worldview"] != "india"]
    columns = ["iso_a2", "geometry"]
    both = pd.concat([layers["republics"][columns], others[columns]]).dropna(subset=["iso_a2"])
    return gpd.GeoDataFrame(both, geometry="geometry", crs="EPSG:4326")


def _sums(values: pd.Series, by: pd.Series) -> dict[str, float]:
    """Add up values by key, keys in the order in which they are met."""
    sums: dict[str, float] = {}
    for key, value in zip(by, values, strict=True):
        sums[key] = sums.get(key, 0.0) + float(value)
    return sums
