"""Countries along a way: where it lies in which, and where it crosses from one to the next."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.kept import kept
from geo.model.atlas import Atlas
from geo.model.geodesy import GEOD, Position, dense, steps_km
from geo.model.rows import rows
from geo.model.worldviews import polygons_in_view

AT_SEA = "sea"
"""What stands for a country outside of all."""
NAMED_WITHIN_KM = 30.0
"""A place at most this far from a crossing gives it its name."""


@dataclass(frozen=True)
class Crossing:
    """Where a way passes from one country into another by land.

    Countries are ISO alpha-2 codes; `lon`, `lat` is the point on the border. `place` and `name` are
    those of the nearest place that has a role on the network, empty if none is near.
    """

    country: str
    into: str
    place: str
    name: str
    lon: float
    lat: float
    segment: str


class Stretch(NamedTuple):
    """A part of a segment within one country, or at sea; `slack_km` is its precision."""

    country: str
    km: float
    start: Position
    end: Position
    segment: str
    slack_km: float


class _Listed(NamedTuple):
    """What counts of a segment besides its line."""

    id: str
    afloat: bool
    iso_from: str
    iso_to: str
    len_km: float
    slack_km: float


Cuts = Mapping[str, Sequence[Stretch]]
"""The parts of segments, by id, in the direction in which they are listed."""


def cut_at_borders(segments: gpd.GeoDataFrame, atlas: Atlas) -> Cuts:
    """Cut segments at the borders of the usual view.

    The lengths of the parts of a segment add up to its working length. On land, a part outside
    every country counts to the nearer country of its segment.
    """
    afloat = atlas.spec.modes_on("sea")
    countries = _countries(atlas)
    lines, polygons = segments.geometry.to_numpy(), countries.geometry.to_numpy()
    codes = countries["iso_a2"].tolist()
    listed = [
        _Listed(x.id, x.mode in afloat, x.iso_from, x.iso_to, x.len_km, x.precision_m / 1000)
        for x in rows(segments)
    ]
    made_of = [json.dumps([codes, listed]).encode(), *shapely.to_wkb([*lines, *polygons])]
    parts = kept("cuts", made_of, lambda: [*map(tuple, _parts(lines, listed, polygons, codes))])
    cuts: dict[str, list[Stretch]] = {}
    for country, km, start, end, segment, slack_km in parts:
        part = Stretch(country, km, tuple(start), tuple(end), segment, slack_km)
        cuts.setdefault(segment, []).append(part)
    return cuts


def stretches(segments: Iterable[tuple[str, bool]], cuts: Cuts) -> list[Stretch]:
    """Return the parts of segments in the order of travel; each is given by id and if it is turned.

    A part shorter than the precision of its segment, with the same country on both sides, counts to
    that country.
    """
    return smoothed(
        part
        for segment, is_turned in segments
        for part in (_turned(cuts[segment]) if is_turned else cuts[segment])
    )


def _turned(parts: Sequence[Stretch]) -> list[Stretch]:
    return [part._replace(start=part.end, end=part.start) for part in reversed(parts)]


def smoothed(parts: Iterable[Stretch]) -> list[Stretch]:
    """Count parts shorter than their precision to the country that lies on both sides."""
    found = list(parts)
    for number in range(1, len(found) - 1):
        before, here, after = found[number - 1 : number + 2]
        if before.country == after.country and here.km < here.slack_km:
            found[number] = here._replace(country=before.country)
    return found


def crossings(way: Sequence[Stretch], places: gpd.GeoDataFrame) -> list[Crossing]:
    """Return where stretches pass from country to country, named by the nearest of the places."""
    borders = [
        (before, after)
        for before, after in pairwise(way)
        if before.country != after.country and AT_SEA not in (before.country, after.country)
    ]
    if not borders:
        return []
    lons, lats = places.geometry.x.to_numpy(), places.geometry.y.to_numpy()
    found = []
    for before, after in borders:
        lon, lat = after.start
        away = GEOD.inv(np.full_like(lons, lon), np.full_like(lats, lat), lons, lats)[2] / 1000
        near = places.iloc[away.argmin()] if away.min(initial=np.inf) <= NAMED_WITHIN_KM else None
        place, name = ("", "") if near is None else (near["id"], near["name"])
        found.append(Crossing(before.country, after.country, place, name, lon, lat, after.segment))
    return found


def _countries(atlas: Atlas) -> gpd.GeoDataFrame:
    """Return the polygons of all countries in the usual view of their borders."""
    usual = atlas.spec.worldviews[0]
    areas = [
        polygons_in_view(atlas.layers[layer.id], usual)[["iso_a2", "geometry"]]
        for layer in atlas.spec.of_shape("areas")
    ]
    countries = pd.concat(areas).dropna(subset=["iso_a2"])
    return gpd.GeoDataFrame(countries, geometry="geometry", crs="EPSG:4326")


def _parts(
    drawn: np.ndarray, listed: Sequence[_Listed], polygons: np.ndarray, codes: Sequence[str]
) -> Iterator[Stretch]:
    tree, lines = shapely.STRtree(polygons), dense(drawn)
    of, marks = _marks(lines, polygons)
    points = shapely.line_interpolate_point(lines[of], marks, normalized=True)
    positions = [(lon, lat) for lon, lat in shapely.get_coordinates(points).tolist()]
    halves = shapely.line_interpolate_point(
        lines[of[:-1]], (marks[:-1] + marks[1:]) / 2, normalized=True
    )
    inside = dict(sorted(tree.query(halves, predicate="covered_by").T.tolist(), reverse=True))
    km = _km(lines, of, marks, points)
    whole = np.bincount(of, km)
    for part in np.flatnonzero(of[:-1] == of[1:]).tolist():
        row = listed[of[part]]
        ends = np.flatnonzero(np.isin(codes, [row.iso_from, row.iso_to]))
        if part in inside:
            country = codes[inside[part]]
        elif row.afloat or not len(ends):
            country = AT_SEA
        else:
            near = np.argmin(shapely.distance(polygons[ends], halves[part]))
            country = codes[ends[near]]
        length = row.len_km * float(km[part] / whole[of[part]])
        start, end = positions[part : part + 2]
        yield Stretch(country, length, start, end, row.id, row.slack_km)


def _marks(lines: np.ndarray, polygons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where lines begin, cross borders and end: numbers of lines, and fractions of each."""
    borders = shapely.boundary(polygons)
    line, crossed = shapely.STRtree(borders).query(lines, predicate="intersects")
    met = shapely.intersection(lines[line], borders[crossed])
    cuts, which = shapely.get_coordinates(met, return_index=True)
    at = shapely.line_locate_point(lines[line[which]], shapely.points(cuts), normalized=True)
    every = np.arange(len(lines))
    of = np.concatenate([line[which], every, every])
    marks = np.concatenate([np.round(at, 9), np.zeros(len(lines)), np.ones(len(lines))])
    of, marks = np.unique(np.column_stack([of, marks]), axis=0).T
    return of.astype(int), marks


def _km(lines: np.ndarray, of: np.ndarray, marks: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return how long lines are from each mark to the next; 0 from the last one of each."""
    xy, line = shapely.get_coordinates(lines, return_index=True)
    first = np.flatnonzero(np.diff(line, prepend=-1))
    steps = np.hypot(*np.diff(xy, axis=0, prepend=xy[:1]).T)
    steps[first] = 0.0
    upto = np.cumsum(steps)
    upto -= upto[first][line]
    fractions = upto / np.maximum.reduceat(upto, first)[line]
    every = np.concatenate([of, line])
    order = np.lexsort((np.concatenate([marks, fractions]), every))
    km = steps_km(np.concatenate([shapely.get_coordinates(points), xy])[order])
    mark = np.cumsum(order < len(of)) - 1
    same = np.diff(every[order]) == 0
    return np.bincount(mark[:-1][same], km[same], minlength=len(of))
