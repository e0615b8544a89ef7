"""Rules on the lines that segments are drawn with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

import numpy as np
import shapely

from geo.kept import kept
from geo.linter.drawn import Drawn, Segment
from geo.linter.rule import Found, Linted, Rule
from geo.model.geodesy import (
    GEOD,
    KM_PER_DEGREE,
    Position,
    apart_km,
    length_km,
    steps_km,
)
from geo.network.lines import off_km

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

Faults = Iterator[tuple[str, str]]
"""The id of a segment, and what is wrong with it."""


def _keeps_to_its_ground(drawn: Drawn) -> Faults:
    land, lakes = drawn.land, drawn.lakes
    if shapely.is_empty(land):
        return
    shapely.prepare(land)
    coast = shapely.boundary(land)
    shapely.prepare(coast)
    leaving = [segment for segment in drawn.ashore if not shapely.covers(land, segment.line)]
    for segment, wet in _astray(leaving, lambda lines: shapely.difference(lines, land)):
        if _are_near(coast, wet, COAST_KM):
            continue
        off, lon, lat = max(_apart_km(wet, coast))
        if off > max(segment.precision_m / 1000, COAST_KM):
            told = f"on land, but {off:.0f} km out at sea at {lon:.2f}, {lat:.2f}"
            yield segment.id, told
    landing = [
        segment for segment in drawn.afloat if shapely.intersects(land, _between_harbours(segment))
    ]
    for segment, dry in _astray(
        landing,
        lambda lines: shapely.difference(shapely.intersection(lines, land), lakes),
    ):
        ends = shapely.get_coordinates(segment.line)[[0, -1]]
        from_ends = np.min([_km_from(end, dry) for end in ends], axis=0)
        in_canal = np.any([_km_from(gate, dry) <= CANAL_KM for gate in segment.gates], axis=0)
        far, (lon, lat) = max(zip(np.where(in_canal, 0.0, from_ends), dry.tolist(), strict=True))
        if far > max(segment.precision_m / 1000, HARBOUR_KM):
            told = f"at sea, but on land at {lon:.2f}, {lat:.2f}, {far:.0f} km from its ends"
            yield segment.id, told


def _between_harbours(segment: Segment) -> shapely.Geometry:
    """Return the line without what is surely in its harbours, as `_are_near` counts."""
    ends = shapely.MultiPoint(shapely.get_coordinates(segment.line)[[0, -1]])
    return segment.line.difference(ends.buffer(HARBOUR_KM / KM_PER_DEGREE))


def _astray(
    segments: Iterable[Segment], cut: Callable[[np.ndarray], np.ndarray]
) -> Iterator[tuple[Segment, np.ndarray]]:
    """Yield the segments that leave their ground, each with its positions there, lon/lat.

    `cut` leaves of lines what is not on their ground, be it never so short.
    """
    looked_at = list(segments)
    lines = np.array([segment.line for segment in looked_at], dtype=object)
    astray = cut(shapely.segmentize(lines, STEP_DEG))
    xy, of = shapely.get_coordinates(astray, return_index=True)
    for number in np.unique(of).tolist():
        yield looked_at[number], xy[of == number]


def _km_from(at: Sequence[float], xy: np.ndarray) -> np.ndarray:
    """Return the geodesic distances of some positions from one, in km."""
    return apart_km(xy, np.tile(at, (len(xy), 1)))


def _are_near(shape: shapely.Geometry, positions: np.ndarray, km: float) -> bool:
    """Tell whether all positions are surely near a shape, as is soon told of one that is prepared.

    Degrees of longitude count like those of latitude, which are longer: near so is near in km.
    """
    return bool(shapely.dwithin(shape, shapely.points(positions), km / KM_PER_DEGREE).all())


def _apart_km(
    positions: np.ndarray, shape: shapely.Geometry
) -> Iterator[tuple[float, float, float]]:
    """Yield how far some neighbouring positions lie from a shape, each with the position."""
    even = [np.cos(np.radians(positions[:, 1].mean())), 1.0]
    near = shapely.transform(shape, lambda xy: xy * even)
    apart = shapely.distance(shapely.points(positions * even), near) * KM_PER_DEGREE
    yield from zip(apart.tolist(), *positions.T.tolist(), strict=True)


def _parts_at_sea(drawn: Drawn) -> Faults:
    land = drawn.land
    if shapely.is_empty(land):
        return
    shapely.prepare(land)
    bends: dict[Position, str] = {}
    for segment in drawn.afloat:
        for at in segment.line.coords[1:-1]:
            met = bends.setdefault((round(at[0], ABOUT), round(at[1], ABOUT)), segment.id)
            if met == segment.id:
                continue
            if _are_near(land, np.array([at]), OPEN_KM):
                continue
            far, *_ = next(_apart_km(np.array([at]), land))
            if far > OPEN_KM:
                told = f"bends where {met} does, at {at[0]:.2f}, {at[1]:.2f}"
                yield segment.id, f"{told}, {far:.0f} km from any land"


def _bends(drawn: Drawn) -> Faults:
    for segment in drawn.mapped:
        longest = steps_km(shapely.get_coordinates(segment.line)).max()
        if longest > CHORD_KM:
            told = f"follows a map, but is straight for {longest:.0f} km"
            yield segment.id, told


def _goes_on(drawn: Drawn) -> Faults:
    for segment in drawn.segments:
        line = segment.line
        xy = shapely.get_coordinates(line) * [np.cos(np.radians(line.centroid.y)), 1.0]
        steps = np.diff(xy, axis=0)
        steps /= np.hypot(*steps.T)[:, None]
        turns = (steps[:-1] * steps[1:]).sum(axis=1)
        for at in np.flatnonzero(turns < -0.8).tolist():
            pieces = shapely.linestrings([xy[at : at + 2], xy[at + 1 : at + 3]])
            ends = shapely.points(xy[[at + 2, at]])
            if shapely.distance(pieces, ends).min() * KM_PER_DEGREE < BACK_KM:
                lon, lat = line.coords[at + 1]
                yield segment.id, f"turns back at {lon:.3f}, {lat:.3f}"


def _runs_smoothly(drawn: Drawn) -> Faults:
    # Steps turn left, right, left, right; a line through a town does so a few times at most.
    for segment in drawn.mapped:
        lon, lat = shapely.get_coordinates(segment.line).T
        azimuths = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[0]
        turns = (np.diff(azimuths) + 180) % 360 - 180
        signs = "".join("-lr"[int(np.sign(turn))] if abs(turn) > 45 else " " for turn in turns)
        if re.search("lrlr|rlrl", signs):
            yield segment.id, "runs in steps"


def _stands_once(drawn: Drawn) -> Faults:
    by_mode = sorted(drawn.ashore, key=lambda segment: segment.mode)
    for _, group in groupby(by_mode, key=lambda segment: segment.mode):
        alike = list(group)
        lines = np.array([segment.line for segment in alike])
        strips = shapely.buffer(lines, STRIP_DEG)
        for one, other in shapely.STRtree(lines).query(strips, predicate="intersects").T:
            if one < other:
                shared = length_km(shapely.intersection(lines[other], strips[one]))
                if shared > SHARED_KM:
                    told = f"runs for {shared:.0f} km where {alike[one].id} does"
                    yield alike[other].id, told


def _owns_what_it_hides(drawn: Drawn) -> Faults:
    # Were all that is not drawn to lie evenly along the line, its longest piece would bend so far.
    for segment in drawn.ashore:
        steps = steps_km(shapely.get_coordinates(segment.line))
        length, longest = steps.sum(), steps.max()
        least = off_km(longest, longest * (segment.len_km / length - 1)) / 2
        if length < segment.len_km * DRAWN and segment.precision_m < least * 1000:
            told = f"drawn with {length:.0f} of {segment.len_km:.0f} km"
            yield segment.id, f"{told}, but said to lie within {segment.precision_m} m"


def _rule(name: str, reason: str, check: Callable[[Drawn], Faults]) -> Rule:
    """Return a rule that sees nothing but what is drawn, and whose findings are kept."""

    def found(atlas: Linted) -> Found:
        files = {row.id: file for file, row in atlas.segment_rows}
        drawn = atlas.drawn
        for segment, told in kept(f"lint-{name}", [drawn.told], lambda: [*check(drawn)]):
            yield files[segment], segment, told

    return Rule(name, reason, found)


RULES = [
    _rule(
        "owns-what-it-hides",
        "a line much shorter than its course lies far from it somewhere",
        _owns_what_it_hides,
    ),
    _rule("keeps-to-its-ground", "no train runs at sea, no ship on land", _keeps_to_its_ground),
    _rule("parts-at-sea", "no ship calls at a node of the open sea", _parts_at_sea),
    _rule("bends", "a long straight piece of a mapped line is a gap in the map", _bends),
    _rule("goes-on", "a line that runs back on itself has a stub", _goes_on),
    _rule("runs-smoothly", "steps come from a raster, not from a railway", _runs_smoothly),
    _rule("stands-once", "a course that two segments share counts twice", _stands_once),
]
