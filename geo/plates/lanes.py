"""Lanes that run along each other, though no track leads them, are untangled as on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from geo.design.paper import mm
from geo.design.strokes import EAST
from geo.plates.sheet import Points, parts_of

LONG_PX = 24
"""Lines that are near each other for less than this cross."""
AIR_PX = 1
"""Lanes of one look run into one if they come nearer than side by side and this."""
CROWDED = 0.9
"""Lines of unlike looks that are nearer than this share of their gap hide each other."""
TRIED = (0, 1, -1, 2, -2)
"""Where a lane is tried beside others of another look, in lines abreast."""
JOINED = 1.05
"""An end this many times as near to a line as lines that run into one has been cut there."""
END_PX = 1.8
"""At its ends a line lies no more than so far aside, for it leads to a sign there."""
TAPER_PX = 14
"""So long before its ends it leaves its place abreast."""
OWN_END_PX = 1
"""A line that ends so far from the one that it shares leads to its end alone."""
_GRAIN_MM = 0.01


@dataclass(frozen=True)
class Lane:
    """A lane on the sheet; its middle is `gap` mm away from that of a line beside it."""

    points: Points
    look: str
    gap: float


@dataclass(frozen=True)
class _Laid:
    """A lane whose place is found: beside how many others, and its line there."""

    lane: Lane
    beside: int
    moved: Points


def untangled(lanes: Iterable[Lane]) -> Iterator[list[Points]]:
    """Yield what is drawn of each lane.

    Lanes of one look share one line, for two rows of dots would make a solid one; the others lie
    side by side.
    """
    done: list[_Laid] = []
    for lane in lanes:
        near = lane.gap + mm(AIR_PX)
        alike = [each for each in done if each.lane.look == lane.look]
        others = [each.moved for each in done if each.lane.look != lane.look]
        same = [each.beside for each in alike if _along(lane.points, each.lane.points, near)]
        tried = [
            _Laid(lane, beside, sideways(lane.points, beside * lane.gap))
            for beside in (*same[:1], *TRIED)
        ]
        laid = min(tried, key=lambda each: _crowd(each.moved, others, CROWDED * lane.gap))
        done.append(laid)
        shared = [(each.moved, _along(laid.moved, each.moved, near)) for each in alike]
        joined = shapely.MultiLineString([line for line, parts in shared if parts])
        cut = shapely.union_all([part for _, parts in shared for part in parts])
        left = shapely.difference(shapely.LineString(laid.moved), shapely.buffer(cut, _GRAIN_MM))
        ends = [shapely.Point(laid.moved[end]) for end in (0, -1)]
        links = shapely.shortest_line([end for end in ends if end.dwithin(cut, _GRAIN_MM)], joined)
        own = [link for link in links if link.length > mm(OWN_END_PX)]
        lines = [*parts_of(left, shapely.LineString), *own]
        parts = [shapely.get_coordinates(each) for each in lines]
        yield [_joining(part, joined, near) for part in parts]


def sideways(points: Points, shift: float) -> Points:
    """Move a line to its right by millimetres, or to its left if negative, but for its ends."""
    if not shift:
        return points
    across, up = points[-1] - points[0]
    side = shift if EAST * across + up >= 0 else -shift
    least = min(1.0, mm(END_PX) / abs(shift))
    points, free = _tapered(points)
    far = side * (least + (1 - least) * free[:, np.newaxis])
    steps = np.diff(points, axis=0)
    units = steps / np.maximum(np.hypot(steps[:, :1], steps[:, 1:]), 1e-9)
    both = np.vstack([units[:1], units]) + np.vstack([units, units[-1:]])
    tangent = both / np.maximum(np.hypot(both[:, :1], both[:, 1:]), 1e-9)
    return np.asarray(points + np.column_stack([tangent[:, 1], -tangent[:, 0]]) * far)


def _tapered(points: Points) -> tuple[Points, npt.NDArray[np.float64]]:
    """Return a line with how free of its ends each point is, and a point where it begins to be."""
    legs = np.hypot(*np.diff(points, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(legs)])
    taper = min(mm(TAPER_PX), along[-1] / 2)
    at = np.union1d(along, [taper, along[-1] - taper])
    line = np.column_stack([np.interp(at, along, column) for column in points.T])
    return line, np.minimum(1, np.minimum(at, along[-1] - at) / max(taper, _GRAIN_MM))


def _joining(points: Points, lines: shapely.MultiLineString, near: float) -> Points:
    """Lead the ends of a line to the lines that it joins there, if it does."""
    for end in (0, -1):
        link = shapely.shortest_line(shapely.Point(points[end]), lines)
        if link is not None and link.length < near * JOINED:
            foot = shapely.get_coordinates(link)[1:]
            points = np.vstack([foot, points] if end == 0 else [points, foot])
    return points


def _along(points: Points, other: Points, near: float) -> list[shapely.LineString]:
    """Return where a line runs along another one for long."""
    strip = shapely.buffer(shapely.LineString(other), near, cap_style="flat")
    shared = shapely.intersection(shapely.LineString(points), strip)
    return [p for p in parts_of(shared, shapely.LineString) if p.length > mm(LONG_PX)]


def _crowd(points: Points, others: Iterable[Points], near: float) -> float:
    """Return for how long a line runs along others."""
    return sum(part.length for other in others for part in _along(points, other, near))
