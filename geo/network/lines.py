"""Networks of lines: snap positions to them, follow them, measure the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import shapely
from shapely.ops import substring

from geo.errors import AtlasError, DataError, Problem
from geo.input import parse_json
from geo.model.geodesy import KM_PER_DEGREE, Position, apart_km, steps_km

NEAR_KM = 3.0
"""A position at most this far from a line belongs to it."""
SHORT = 0.01
"""Share by which a line may be shorter than it is drawn, for what rounding does."""
DETOUR = 3.0
"""Kilometres along the network that a kilometre between a position and the network is worth."""
NEAREST = 8
"""Most lines on which a position is tried."""


class OffNetworkError(AtlasError, ValueError):
    """A position is too far from the network, or no line leads to it."""


class Piece(NamedTuple):
    """A straight piece of a line: its length, and how far the true course may leave it, in km.

    That is None where nothing tells: the piece follows no line, or a line that its length belies.
    """

    km: float
    off_km: float | None


class Followed(NamedTuple):
    """A way along a network: its line, lon/lat, its length in km as the lines bear it, its pieces.

    A network may bear longer lines than it draws. A course of length s between points that are c
    apart leaves the chord by half of sqrt(s² - c²) at most.
    """

    line: shapely.LineString
    km: float
    pieces: list[Piece]


class _Foot(NamedTuple):
    """Where a position meets a line: at a fraction of its length, some km off it."""

    line: int
    fraction: float
    off_km: float


_Stretch = tuple[int, float, float]
"""A line, from one fraction of its length to another."""


class _Trail(NamedTuple):
    """A way found so far, linked backwards: what it costs, and what it was extended by.

    That is a stretch of a line, or a position that it passes.
    """

    cost: float
    stretch: _Stretch | None = None
    position: Position | None = None
    before: _Trail | None = None

    def steps(self) -> list[_Trail]:
        found: list[_Trail] = []
        trail: _Trail | None = self
        while trail is not None:
            found.append(trail)
            trail = trail.before
        return found[::-1]


class Network:
    """A graph of lines (lon/lat) that bear their length; they meet where their ends are equal.

    The `km` of each line, as they count for the way, run evenly along it. Where they are more than
    is drawn, the true course leaves the line: positions that it may pass belong to the line too.
    """

    def __init__(
        self, lines: Sequence[shapely.LineString] | np.ndarray, km: Sequence[float]
    ) -> None:
        shapes = np.array(lines, dtype=object)
        self._km = [float(length) for length in km]
        # Each line is kept flat, its longitudes shortened as at its middle, so that fractions of
        # its length are fractions of its way over the ground.
        bounds = shapely.bounds(shapes).reshape(-1, 4)
        self._scale = np.cos(np.radians(bounds[:, [1, 3]].mean(axis=1)))
        xy, line = shapely.get_coordinates(shapes, return_index=True)
        self._xy = xy
        self._starts = np.searchsorted(line, np.arange(len(shapes) + 1)).tolist()
        self._flat = _scaled(shapes, xy, self._scale[line])
        drawn, longest = _lengths(xy, line, len(shapes))
        self._reach_km = np.maximum(NEAR_KM, off_km(longest, np.array(self._km) - drawn))
        self._tree = shapely.STRtree(_grown_boxes(bounds, self._reach_km))
        self._ends = _nodes(xy, self._starts)
        self._leaving: dict[int, list[tuple[float, int, _Stretch]]] = defaultdict(list)
        for index, ((first, last), length) in enumerate(zip(self._ends, self._km, strict=True)):
            self._leaving[first].append((length, last, (index, 0.0, 1.0)))
            self._leaving[last].append((length, first, (index, 1.0, 0.0)))

    @classmethod
    def parse(cls, text: str, name: str) -> Network:
        """Return a network of GeoJSON: LineStrings with a property `km`, from a file of that name.

        Raises
        ------
        DataError
            If it is nothing such.
        """
        document = parse_json(text, name)
        try:
            features = document["features"]
            shapes = [feature["geometry"]["coordinates"] for feature in features]
            km = [float(feature["properties"]["km"]) for feature in features]
            which = np.repeat(np.arange(len(shapes)), [len(shape) for shape in shapes])
            positions = np.array([position for shape in shapes for position in shape])
            lines = np.asarray(shapely.linestrings(positions[:, :2], indices=which))
            is_good = np.abs(positions).max() <= 180 and 0 <= min(km) <= max(km) < np.inf
        except (LookupError, TypeError, ValueError, OverflowError, shapely.errors.ShapelyError):
            is_good = False
        if not is_good:
            expected = "a FeatureCollection of LineStrings in degrees, each with its length km"
            raise DataError([Problem(name, "", "", "", expected)])
        return cls(lines, km)

    def reaches(self, positions: Sequence[Position]) -> list[bool]:
        """Return of each position whether it belongs to a line of the network."""
        return [bool(feet) for feet in self._feet(positions)]

    def follow(self, positions: Sequence[Position]) -> Followed:
        """Follow the network through two or more positions in their order, by the shortest way.

        A position may belong to any line nearby. Of all ways through all positions the one is taken
        that is shortest when each kilometre between a position and its point on the network counts
        as `DETOUR` kilometres: dynamic programming over candidate points, as in map matching, so
        that a siding beside the main line does not lead the way astray.

        The line passes all positions exactly. Its `km` is counted along the network, from the point
        nearest to the first position to the point nearest to the last.

        Raises
        ------
        OffNetworkError
            If a position belongs to no line, or the network does not lead from one to the next.
        """
        arrived: list[tuple[_Foot, _Trail]] = []
        for number, (position, feet) in enumerate(
            zip(positions, self._feet(positions), strict=True)
        ):
            if not feet:
                raise OffNetworkError(f"no line of the network near {_show(position)}")
            if number == 0:
                arrived = [(foot, _Trail(DETOUR * foot.off_km)) for foot in feet]
            else:
                arrived = self._step(arrived, feet)
            if not arrived:
                raise OffNetworkError(
                    f"no way along the network from {_show(positions[number - 1])} "
                    f"to {_show(position)}"
                )
            arrived = [
                (foot, _Trail(trail.cost, position=position, before=trail))
                for foot, trail in arrived
            ]
        _, trail = min(arrived, key=lambda arrival: arrival[1].cost)
        return self._drawn(trail)

    def _feet(self, positions: Sequence[Position]) -> list[list[_Foot]]:
        """Return where the lines near each position are nearest to it, one foot a line."""
        lon, lat = np.array(positions).T
        at, near = self._tree.query(shapely.points(lon, lat))
        points = shapely.points(lon[at] * self._scale[near], lat[at])
        off = shapely.distance(self._flat[near], points) * KM_PER_DEGREE
        close = off <= self._reach_km[near]
        at, near, points, off = at[close], near[close], points[close], off[close]
        fractions = shapely.line_locate_point(self._flat[near], points, normalized=True)
        feet: list[list[_Foot]] = [[] for _ in positions]
        for number, *foot in zip(
            *(each.tolist() for each in (at, near, fractions, off)), strict=True
        ):
            feet[number].append(_Foot(*foot))
        return [sorted(each, key=lambda foot: (foot.off_km, foot.line))[:NEAREST] for each in feet]

    def _step(
        self, sources: list[tuple[_Foot, _Trail]], targets: list[_Foot]
    ) -> list[tuple[_Foot, _Trail]]:
        """Extend the trails to the targets that can be reached, each by its shortest way.

        One search from all sources at once (Dijkstra).
        """
        order = count()
        queue: list[tuple[float, int, int, _Trail, _Stretch]] = []
        settled: dict[int, _Trail] = {}
        for foot, trail in sources:
            for node, end in zip(self._ends[foot.line], (0.0, 1.0), strict=True):
                stretch = foot.line, foot.fraction, end
                if foot.fraction != end:
                    queue.append((self._cost(trail, *stretch), next(order), node, trail, stretch))
        heapify(queue)
        wanted = {end for foot in targets for end in self._ends[foot.line]}
        while queue and wanted:
            cost, _, node, before, stretch = heappop(queue)
            if node in settled:
                continue
            settled[node] = trail = _Trail(cost, stretch, None, before)
            wanted.discard(node)
            for km, far, stretch in self._leaving[node]:
                if far not in settled:
                    heappush(queue, (cost + km, next(order), far, trail, stretch))
        return [
            (foot, arrival)
            for foot in targets
            if (arrival := self._arrival(foot, sources, settled)) is not None
        ]

    def _arrival(
        self, foot: _Foot, sources: list[tuple[_Foot, _Trail]], settled: dict[int, _Trail]
    ) -> _Trail | None:
        ways = [
            self._along(trail, foot.line, source.fraction, foot.fraction)
            for source, trail in sources
            if source.line == foot.line
        ]
        ways += [
            self._along(settled[end], foot.line, fraction, foot.fraction)
            for end, fraction in zip(self._ends[foot.line], (0.0, 1.0), strict=True)
            if end in settled
        ]
        best = min(ways, key=lambda way: way.cost, default=None)
        if best is None:
            return None
        return best._replace(cost=best.cost + DETOUR * foot.off_km)

    def _along(self, trail: _Trail, line: int, start: float, end: float) -> _Trail:
        stretch = line, start, end
        return _Trail(self._cost(trail, *stretch), stretch, before=trail)

    def _cost(self, trail: _Trail, line: int, start: float, end: float) -> float:
        return trail.cost + self._km[line] * abs(end - start)

    def _drawn(self, trail: _Trail) -> Followed:
        """Draw a trail: from position to position, straight on to each from the network."""
        line: list[Position] = []
        legs: list[int] = []  # by point, on which of the lines followed it was come to
        between: list[tuple[Position, int]] = []
        followed: list[tuple[int, float]] = []
        for step in trail.steps():
            if step.stretch is not None:
                index, start, end = step.stretch
                km = self._km[index] * abs(end - start)
                if followed and followed[-1][0] == index:  # a position on the line parts it
                    km += followed.pop()[1]
                followed.append((index, km))
                between += [(point, len(followed) - 1) for point in self._piece(index, start, end)]
            elif step.position is not None:
                inner = [each for each in between[1:-1] if each[0] != line[-1]]
                for point, leg in [*inner, (step.position, len(followed) - 1)]:
                    line.append(point)
                    legs.append(leg)
                between = []
        kms = [km for _, km in followed]
        xy = np.array(line)
        drawn = shapely.remove_repeated_points(shapely.LineString(xy))
        return Followed(drawn, sum(kms), _pieces(xy, legs[1:], kms))

    def _piece(self, index: int, start: float, end: float) -> list[Position]:
        """Return the positions of a line from one fraction of its length to another."""
        if {start, end} == {0.0, 1.0}:  # most are whole, and need no measuring
            first, after = self._starts[index : index + 2]
            xy = self._xy[first:after][:: 1 if start < end else -1]
        else:
            line = substring(self._flat[index], start, end, normalized=True)
            xy = shapely.get_coordinates(line) / [self._scale[index], 1.0]
        return [(x, y) for x, y in xy.tolist()]


def off_km(drawn: npt.ArrayLike, hidden: npt.ArrayLike) -> np.ndarray:
    """Return how far a course may leave straight pieces that hide so much of its length, in km."""
    more = np.maximum(hidden, 0.0)
    return np.asarray(0.5 * np.sqrt(more * (2 * np.asarray(drawn) + more)))


def _pieces(xy: np.ndarray, legs: list[int], kms: list[float]) -> list[Piece]:
    """Return the pieces of a line; what a leg hides, each of its own pieces may hide."""
    steps = steps_km(xy)
    drawn = np.bincount(legs, weights=steps, minlength=len(kms))
    hidden = np.array(kms) - drawn
    off = off_km(steps, hidden[legs]).tolist()
    belied = (hidden < -SHORT * drawn - SHORT * NEAR_KM)[legs].tolist()
    return [
        Piece(km, None if is_belied else far)
        for km, far, is_belied in zip(steps.tolist(), off, belied, strict=True)
    ]


def _nodes(xy: np.ndarray, starts: Sequence[int]) -> list[tuple[int, int]]:
    """Return of each line the numbers of its first and last point; equal points have one."""
    ends = np.column_stack([xy[starts[:-1]], xy[np.array(starts[1:], dtype=int) - 1]])
    _, nodes = np.unique(ends.view(complex), return_inverse=True)
    return [(first, last) for first, last in nodes.reshape(-1, 2).tolist()]


def _scaled(lines: np.ndarray, xy: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Return lines with the longitudes of their positions scaled, each by its own."""
    flat = np.column_stack([xy[:, 0] * scale, xy[:, 1]])
    return np.asarray(shapely.set_coordinates(lines.copy(), flat))


def _lengths(xy: np.ndarray, line: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the length in km of each line of positions, and of its longest straight piece."""
    ends = np.flatnonzero(line[1:] == line[:-1]) + 1
    steps = apart_km(xy[ends - 1], xy[ends])
    total, longest = np.zeros(count), np.zeros(count)
    np.add.at(total, line[ends], steps)
    np.maximum.at(longest, line[ends], steps)
    return total, longest


def _grown_boxes(bounds: np.ndarray, by_km: np.ndarray) -> np.ndarray:
    west, south, east, north = bounds.T
    high = by_km / KM_PER_DEGREE
    wide = high / np.maximum(np.cos(np.radians(np.maximum(abs(south), abs(north)))), 0.01)
    return np.asarray(shapely.box(west - wide, south - high, east + wide, north + high))


def _show(position: Position) -> str:
    return f"{position[0]:.3f}, {position[1]:.3f}"
