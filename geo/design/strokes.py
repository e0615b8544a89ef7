"""The strokes of lines: hue is the network, texture the mode, dash the status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from geo.design.theme import dash, px
from geo.model.spec import Spec

PARTS = ("casing", "line", "core", "bars")
"""The parts of a segment, the lowest first."""
SCHEMATIC = "schematic"
"""The basis of a course that only says from where to where; all others look alike."""
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
    """What segments of some modes and statuses have in common: their strokes.

    `schematic` says for which courses that holds: schematic ones, others, or both if it is None.
    """

    modes: tuple[str, ...]
    statuses: tuple[str, ...]
    schematic: bool | None
    strokes: tuple[Stroke, ...]


def strokes(spec: Spec, *, mode: str, status: str, basis: str = "") -> list[Stroke]:
    """Return the strokes of a segment, the lowest first.

    `mode` and `status` are values of the columns of these names, `basis` is one of `geom_basis`; by
    default the course is not schematic.
    """
    way = spec.values["mode"][mode].settings
    step = spec.values["status"][status].settings
    meaning = step["meaning"]
    look = {
        "width": "line",
        **way.get("stroke", {}),
        **(way.get("schematic", {}) if basis == SCHEMATIC else {}),
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
    found: dict[tuple[tuple[str, ...], bool | None, tuple[Stroke, ...]], list[str]] = {}
    for mode in spec.values.get("mode", {}):
        for schematic, statuses, drawn in _alike(spec, mode, wanted):
            found.setdefault((statuses, schematic, drawn), []).append(mode)
    return [
        Case(tuple(modes), statuses, schematic, drawn)
        for (statuses, schematic, drawn), modes in found.items()
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
) -> Iterator[tuple[bool | None, tuple[str, ...], tuple[Stroke, ...]]]:
    """Yield the statuses of a mode that look alike, for each kind of course, with their strokes."""
    looks: dict[tuple[bool | None, tuple[Stroke, ...]], list[str]] = {}
    for status in spec.values["status"]:
        plain, schematic = (
            tuple(
                stroke
                for stroke in strokes(spec, mode=mode, status=status, basis=basis)
                if stroke.part in parts
            )
            for basis in ("", SCHEMATIC)
        )
        if plain == schematic:
            looks.setdefault((None, plain), []).append(status)
        else:
            looks.setdefault((False, plain), []).append(status)
            looks.setdefault((True, schematic), []).append(status)
    for (kind, drawn), statuses in looks.items():
        yield kind, tuple(statuses), drawn


def _stroke(look: Mapping[str, Any], *, part: str = "line", colour: str = "hue") -> Stroke:
    return Stroke(
        width=px(look["width"]),
        part=part,
        colour=colour,
        dash=dash(look["dash"]) if "dash" in look else (),
        cap=look.get("cap", "butt"),
        opacity=look.get("opacity", 1.0),
    )
