"""The strokes of lines: hue is the network, texture the mode, dash the status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo.design.theme import dash, px
from geo.model.spec import Spec

PARTS = ("casing", "line", "core", "bars")
"""The parts of a segment, the lowest first."""
EAST = 0.6
"""Sides of a segment are those of one heading, so that a line keeps its side from one segment to
the next: it runs ahead if this share of its way east and its way north are together not below 0."""
_BETWEEN_PX = 0.6
_CASING = {"width": "line-casing", "cap": "round"}
_CASING_OPACITY = 0.85


@dataclass(frozen=True)
class Stroke:
    """One stroke of a line; lengths are CSS pixels.

    `colour` names a colour of the theme, or is `hue` for that of the layer. An empty `dash` is a
    line without gaps. `cap` is `butt` or `round`.
    """

    width: float
    part: str = "line"
    colour: str = "hue"
    dash: tuple[float, ...] = ()
    cap: str = "butt"
    opacity: float = 1.0

    @property
    def level(self) -> int:
        """Which strokes lie below: all of a lower level, of all segments."""
        return PARTS.index(self.part)


@dataclass(frozen=True)
class Case:
    """What segments of some modes, statuses and courses have in common: their strokes."""

    modes: tuple[str, ...]
    statuses: tuple[str, ...]
    courses: tuple[str, ...]
    strokes: tuple[Stroke, ...]


def strokes(spec: Spec, *, mode: str, status: str, course: str = "") -> list[Stroke]:
    """Return the strokes of a segment, the lowest first.

    `mode`, `status` and `course` are values of the columns of these names; by default the line is
    as sure as can be.
    """
    way = spec.values["mode"][mode].settings
    step = spec.values["status"][status].settings
    meaning = step["meaning"]
    look = {
        "width": "line",
        **way.get("stroke", {}),
        **way.get("course", {}).get(course, {}),
        **way.get("instead", {}).get(meaning, step.get("stroke", {})),
    }
    opacity = step.get("casing", way.get("casing", _CASING_OPACITY))
    found = [
        _stroke({**_CASING, "opacity": opacity}, part="casing", colour="casing"),
        _stroke(look),
    ]
    if way.get("core") and meaning not in ("promised", "unknown"):
        found.append(_stroke({"width": "line-core"}, part="core", colour="casing"))
    if meaning == "broken":
        bars = {"width": "line-bars", "dash": way.get("bars", "dash-bars")}
        found.append(_stroke(bars, part="bars"))
    return found


def abreast_px() -> float:
    """Return how far the middles of lines that run side by side are apart."""
    return px("line") + _BETWEEN_PX


def cases(spec: Spec, *parts: str) -> list[Case]:
    """Return all modes and statuses with their strokes, those together that look alike.

    Only some `parts` of the segments are looked at if they are named, of `PARTS`.
    """
    wanted = parts or PARTS
    looks: dict[tuple[tuple[str, ...], tuple[str, ...], tuple[Stroke, ...]], list[str]] = {}
    for mode in spec.values.get("mode", {}):
        for statuses, courses, drawn in _alike(spec, mode, wanted):
            looks.setdefault((statuses, courses, drawn), []).append(mode)
    return [
        Case(tuple(modes), statuses, courses, drawn)
        for (statuses, courses, drawn), modes in looks.items()
    ]


def border_strokes(spec: Spec) -> dict[str, Stroke]:
    """Return the stroke of each kind of border."""
    return {
        name: _stroke(value.settings["stroke"], colour="border")
        for name, value in spec.values.get("border", {}).items()
        if "stroke" in value.settings
    }


def _alike(
    spec: Spec, mode: str, parts: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], tuple[Stroke, ...]]]:
    """Yield the statuses of a mode, and the courses, that look alike, with their strokes."""
    looks: dict[tuple[tuple[str, ...], tuple[Stroke, ...]], list[str]] = {}
    for status in spec.values["status"]:
        courses: dict[tuple[Stroke, ...], list[str]] = {}
        for course in spec.values["course"]:
            every = strokes(spec, mode=mode, status=status, course=course)
            drawn = tuple(stroke for stroke in every if stroke.part in parts)
            courses.setdefault(drawn, []).append(course)
        for drawn, alike in courses.items():
            looks.setdefault((tuple(alike), drawn), []).append(status)
    for (alike_courses, drawn), statuses in looks.items():
        yield tuple(statuses), alike_courses, drawn


def _stroke(look: Mapping[str, Any], *, part: str = "line", colour: str = "hue") -> Stroke:
    return Stroke(
        width=px(look["width"]),
        part=part,
        colour=colour,
        dash=dash(look["dash"]) if "dash" in look else (),
        cap=look.get("cap", "butt"),
        opacity=look.get("opacity", 1.0),
    )
