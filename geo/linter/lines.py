"""Rules on the lines that segments are drawn with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import numpy as np
import shapely

from geo.linter.rule import Found, Linted, Rule
from geo.model.cells import split_list
from geo.model.geodesy import GEOD, Position, distance_km, length_km
from geo.model.rows import rows
from geo.network.routing import off_km

COAST_KM = 3.0
"""How far a line on land may leave it at least: coasts are drawn coarsely."""
HARBOUR_KM = 12.0
"""How far from its ends a line at sea may touch land."""
CANAL_KM = 90.0
"""How far from a passage it may: canals cut through land, and straits are drawn coarsely."""
ABOUT = 1
"""How many decimals of a degree tell one bend at sea from another: some 10 km."""
OPEN_KM = 40.0
"""How far from land the sea is open: there ships need not meet."""
STEP_DEG = 0.02
"""How densely a straight piece is looked at, which has no vertices between its ends."""
CHORD_KM = 25.0
"""The longest straight piece of a line that follows a map."""
BACK_KM = 0.1
"""A line that comes closer to the piece before runs back on it; spirals keep further away."""
SHARED_KM = 4.0
"""How much of their course two lines may share, next to a junction."""
STRIP_DEG = 0.0015
"""Half the width of a course."""
DRAWN = 0.95
"""Share of its length that a line is drawn with at least, if its course is known."""
KM_PER_DEG = 80.0
"""A degree of longitude at 44 degrees north; further south it has more."""


def _keeps_to_its_ground(atlas: Linted) -> Found:
    land = atlas.land
    if land is None:
        return
    coast = shapely.boundary(land)
    shapely.prepare(land)
    for where, segment in _on(atlas, "land"):
        dense = shapely.get_coordinates(shapely.segmentize(segment.geometry, STEP_DEG))
        wet = shapely.points(dense[~shapely.contains_xy(land, dense)])
        off = shapely.distance(wet, coast).max(initial=0) * KM_PER_DEG
        if off > max(segment.precision_m / 1000, COAST_KM):
            yield where, segment.id, f"on land, but {off:.0f} km out at sea"
    passages = {
        row.id: ((row.lon + row.lon_to) / 2, (row.lat + row.lat_to) / 2)
        for row in rows(atlas.tables["passages"])
    }
    for where, segment in _on(atlas, "sea"):
        ends = [segment.geometry.coords[index] for index in (0, -1)]
        gates = [passages[passage] for passage in split_list(segment.passages)]
        part = shapely.segmentize(shapely.intersection(segment.geometry, land), STEP_DEG)
        ashore = [
            at
            for at in shapely.get_coordinates(part)
            if all(distance_km(at, gate) > CANAL_KM for gate in gates)
        ]
        far = max((min(distance_km(at, end) for end in ends) for at in ashore), default=0)
        if far > HARBOUR_KM:
            yield where, segment.id, f"at sea, but on land {far:.0f} km from its ends"


def _parts_at_sea(atlas: Linted) -> Found:
    land = atlas.land
    bends: dict[Position, str] = {}
    for where, segment in _on(atlas, "sea") if land is not None else ():
        for at in segment.geometry.coords[1:-1]:
            met = bends.setdefault((round(at[0], ABOUT), round(at[1], ABOUT)), segment.id)
            far = shapely.distance(shapely.Point(at), land) * KM_PER_DEG if met != segment.id else 0
            if far > OPEN_KM:
                told = f"bends where {met} does, at {at[0]:.2f}, {at[1]:.2f}"
                yield where, segment.id, f"{told}, {far:.0f} km from any land"


def _bends(atlas: Linted) -> Found:
    for where, segment in _mapped(atlas):
        lon, lat = shapely.get_coordinates(segment.geometry).T
        longest = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2].max() / 1000
        if longest > CHORD_KM:
            yield where, segment.id, f"follows a map, but is straight for {longest:.0f} km"


def _goes_on(atlas: Linted) -> Found:
    for where, segment in atlas.segments:
        line = segment.geometry
        xy = shapely.get_coordinates(line) * [np.cos(np.radians(line.centroid.y)), 1.0]
        steps = np.diff(xy, axis=0)
        steps /= np.hypot(*steps.T)[:, None]
        turns = (steps[:-1] * steps[1:]).sum(axis=1)
        for at in np.flatnonzero(turns < -0.8).tolist():
            pieces = shapely.linestrings([xy[at : at + 2], xy[at + 1 : at + 3]])
            ends = shapely.points(xy[[at + 2, at]])
            if shapely.distance(pieces, ends).min() * KM_PER_DEG < BACK_KM:
                lon, lat = line.coords[at + 1]
                yield where, segment.id, f"turns back at {lon:.3f}, {lat:.3f}"


def _runs_smoothly(atlas: Linted) -> Found:
    # Steps turn left, right, left, right; a line through a town does so a few times at most.
    for where, segment in _mapped(atlas):
        lon, lat = shapely.get_coordinates(segment.geometry).T
        azimuths = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[0]
        turns = (np.diff(azimuths) + 180) % 360 - 180
        signs = "".join("-lr"[int(np.sign(turn))] if abs(turn) > 45 else " " for turn in turns)
        if re.search("lrlr|rlrl", signs):
            yield where, segment.id, "runs in steps"


def _stands_once(atlas: Linted) -> Found:
    by_mode = sorted(_on(atlas, "land"), key=lambda each: each[1].mode)
    for _, group in groupby(by_mode, key=lambda each: each[1].mode):
        alike = list(group)
        lines = np.array([segment.geometry for _, segment in alike])
        strips = shapely.buffer(lines, STRIP_DEG)
        for one, other in shapely.STRtree(lines).query(strips, predicate="intersects").T:
            if one < other:
                shared = length_km(shapely.intersection(lines[other], strips[one]))
                if shared > SHARED_KM:
                    told = f"runs for {shared:.0f} km where {alike[one][1].id} does"
                    yield alike[other][0], alike[other][1].id, told


def _owns_what_it_hides(atlas: Linted) -> Found:
    # Were all that is not drawn to lie evenly along the line, its longest piece would bend so far.
    for where, segment in _on(atlas, "land"):
        drawn = length_km(segment.geometry)
        lon, lat = shapely.get_coordinates(segment.geometry).T
        longest = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2].max() / 1000
        least = off_km(longest, longest * (segment.len_km / drawn - 1)) / 2
        if drawn < segment.len_km * DRAWN and segment.precision_m < least * 1000:
            told = f"drawn with {drawn:.0f} of {segment.len_km:.0f} km"
            yield where, segment.id, f"{told}, but said to lie within {segment.precision_m} m"


def _on(atlas: Linted, ground: str) -> Iterator[tuple[str, Any]]:
    """Yield the segments of the modes that go on land, or at sea."""
    modes = atlas.spec.values.get("mode", {})
    return (each for each in atlas.segments if modes[each[1].mode].settings["on"] == ground)


def _mapped(atlas: Linted) -> Iterator[tuple[str, Any]]:
    """Yield the segments on land whose line is that of a map."""
    return (each for each in _on(atlas, "land") if each[1].geom_basis == "osm")


RULES = [
    Rule(
        "owns-what-it-hides",
        "a line much shorter than its course lies far from it somewhere",
        _owns_what_it_hides,
    ),
    Rule("keeps-to-its-ground", "no train runs at sea, no ship on land", _keeps_to_its_ground),
    Rule("parts-at-sea", "no ship calls at a node of the open sea", _parts_at_sea),
    Rule("bends", "a long straight piece of a mapped line is a gap in the map", _bends),
    Rule("goes-on", "a line that runs back on itself has a stub", _goes_on),
    Rule("runs-smoothly", "steps come from a raster, not from a railway", _runs_smoothly),
    Rule("stands-once", "a course that two segments share counts twice", _stands_once),
]
