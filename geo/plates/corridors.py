"""The corridors: hue is the corridor, texture the mode, dash the status, as on the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geo.plates.sheet import Sheet, Spot, parts_of
from geo.plates.theme import colour, dashes, points, pt
from geo.plates.type import MM_PER_PT

CORRIDORS = ("instc", "ashgabat")
"""The first lies on top where two of them cross."""
PROMISED = ("agreed", "proposed", "funded")
BROKEN = ("disrupted", "suspended")
BEAD_MM = 1.2
NEAR_MM = 0.22

Points = npt.NDArray[np.float64]


def draw_corridors(
    sheet: Sheet, layers: Mapping[str, gpd.GeoDataFrame]
) -> list[tuple[str, list[Spot]]]:
    """Draw every segment, shared ones side by side.

    Returns
    -------
    list
        The branches of each segment, joined by `;`, and points along it, near enough to each
        other to stand for it.
    """
    courses, beads = _courses(sheet, layers)
    for _, row, course in courses:
        at_sea = row.mode in ("sea", "ferry")
        sheet.line(
            course,
            color=colour("casing"),
            linewidth=points("line-casing") * 0.9,
            alpha=0.35 if at_sea else 0.85,
            solid_capstyle="round",
        )
    for corridor in reversed(CORRIDORS):
        for name, row, course in courses:
            if name == corridor:
                for style in strokes(row.mode, row.status, row.geom_basis):
                    tone = style.pop("tone", "") or name
                    sheet.line(course, color=colour(tone), **style)
    return beads


def _courses(
    sheet: Sheet, layers: Mapping[str, gpd.GeoDataFrame]
) -> tuple[list[tuple[str, Any, Points]], list[tuple[str, list[Spot]]]]:
    """Return the courses of all segments, shared ones moved apart, and the beads along them."""
    rows = [(name, row) for name in CORRIDORS for row in layers[name].itertuples()]
    abreast = Counter(row.id for _, row in rows)
    gap = (points("line") + pt(0.6)) * MM_PER_PT
    placed: Counter[str] = Counter()
    courses: list[tuple[str, Any, Points]] = []
    beads: list[tuple[str, list[Spot]]] = []
    for name, row in rows:
        slot = placed[row.id]
        placed[row.id] += 1
        shift = (slot - (abreast[row.id] - 1) / 2) * gap
        for part in parts_of(sheet.shape(row.geometry), "LineString"):
            course = _thinned(shapely.get_coordinates(part))
            courses.append((name, row, _sideways(course, shift) if shift else course))
            if slot == 0:
                beads.append((row.branch, _beads(course)))
    return courses, beads


def strokes(mode: str, status: str, basis: str = "osm") -> list[dict[str, Any]]:
    """Return the strokes of a segment as styles of lines, the lowest first.

    A stroke is in the hue of its corridor unless it names another `tone`.
    """
    line: dict[str, Any] = {"linewidth": points("line"), **_texture(mode, basis)}
    if mode != "sea" and status in ("trial", "building"):
        line |= _dashed(f"dash-{status}")
    elif mode != "sea" and status in BROKEN:
        line["linewidth"] = points("line-fine")
    elif status in PROMISED:
        token = "dash-proposed" if status == "proposed" else "dash-agreed"
        line |= {"linewidth": points("line-fine"), **_dashed(token, "round")}
    found = [line]
    if mode == "road" and status not in PROMISED:
        found.append({"linewidth": points("line-core"), "tone": "casing"})
    if status in BROKEN:
        found.append({"linewidth": points("line-bars") * 0.85, **_dashed("dash-bars")})
    return found


def _texture(mode: str, basis: str) -> dict[str, Any]:
    """Return what the mode changes in a stroke, and for railways a course that is schematic."""
    textures: dict[str, dict[str, Any]] = {
        "road": {"linewidth": points("line") + pt(0.6)},
        "sea": {"linewidth": points("line-dots"), **_dashed("dash-sea", "round")},
        "ferry": {"linewidth": points("line-fine"), **_dashed("dash-ferry", "round")},
        "river": {"linewidth": points("line-fine"), **_dashed("dash-river")},
        "rail": {"linewidth": points("line-schematic"), "alpha": 0.82},
    }
    return {} if mode == "rail" and basis != "schematic" else textures[mode]


def _dashed(token: str, cap: str = "butt") -> dict[str, Any]:
    return {"linestyle": dashes(token), "dash_capstyle": cap}


def _thinned(course: Points) -> Points:
    """Leave out points that fall together on paper; the ends stay."""
    kept = [course[0]]
    for point in course[1:-1]:
        if np.hypot(*(point - kept[-1])) >= NEAR_MM:
            kept.append(point)
    return np.array([*kept, course[-1]])


def _beads(course: Points) -> list[Spot]:
    line = shapely.LineString(course)
    count = int(line.length / BEAD_MM) + 1
    found = shapely.line_interpolate_point(line, np.linspace(0, line.length, count))
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(found)]


def _sideways(course: Points, shift: float) -> Points:
    """Move a line to its right by millimetres, or to its left if negative.

    All segments count their sides from the same heading, so that a corridor does not change sides
    where two segments meet.
    """
    across, up = course[-1] - course[0]
    side = shift if 0.6 * across + up >= 0 else -shift
    steps = np.diff(course, axis=0)
    units = steps / np.maximum(np.hypot(steps[:, :1], steps[:, 1:]), 1e-9)
    both = np.vstack([units[:1], units]) + np.vstack([units, units[-1:]])
    tangent = both / np.maximum(np.hypot(both[:, :1], both[:, 1:]), 1e-9)
    return np.asarray(course + np.column_stack([tangent[:, 1], -tangent[:, 0]]) * side)
