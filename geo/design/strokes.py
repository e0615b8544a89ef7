"""The strokes of lines: hue is the network, dots are water, gaps the status, a band the error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from geo.design.theme import dash, layer_hue, px, strengths, value_hue
from geo.model.spec import LayerSpec, Spec

ERROR = "error"
"""The part of a line that is as wide as its error on the ground, and how opaque it is."""
ERROR_COLUMN = "precision_m"
"""How far the true course may lie from a line at most, on either side."""
PARTS = (ERROR, "casing", "line", "core", "bars")
"""The parts of a segment, the lowest first."""
EAST = 0.6
"""Sides of a segment are those of one heading, so that a line keeps its side from one segment to
the next: it runs ahead if this share of its way east and its way north are together not below 0."""
_BETWEEN_PX = 0.6
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
    """What segments of some modes and statuses have in common: their strokes."""

    modes: tuple[str, ...]
    statuses: tuple[str, ...]
    strokes: tuple[Stroke, ...]


def strokes(spec: Spec, *, mode: str, status: str) -> list[Stroke]:
    """Return the strokes of a segment, the lowest first; its error has one of its own.

    `mode` and `status` are values of the columns of these names.
    """
    way = spec.values["mode"][mode].settings
    step = spec.values["status"][status].settings
    meaning = step["meaning"]
    is_broken = meaning == "broken"
    look = {
        "width": "line",
        **(way.get("stroke", {}) if meaning in ("runs", "building", "promised") else {}),
        **way.get("instead", {}).get(status, step.get("stroke", {})),
    }
    opacity = step.get(
        "casing", _CASING_OPACITY if is_broken else way.get("casing", _CASING_OPACITY)
    )
    casing = {"width": "line-casing-wide" if is_broken else "line-casing", "cap": "round"}
    found = [_stroke({**casing, "opacity": opacity}, part="casing", colour="casing"), _stroke(look)]
    if core := step.get("core", {} if meaning == "promised" else way.get("core")):
        found.append(_stroke(core, part="core", colour="casing"))
    if is_broken:
        bars = {"width": "line-bars", "dash": "dash-bars", **way.get("bars", {})}
        found.append(_stroke({**bars, **step.get("bars", {})}, part="bars"))
    return found


def error_stroke(width: float = 0.0) -> Stroke:
    """Return the band around a line within which its true course lies.

    Its width is twice `ERROR_COLUMN` on the ground; in a legend it is given.
    """
    return Stroke(width, ERROR, opacity=strengths()[ERROR][0], cap="round")


def abreast_px(*, broken: bool = False) -> float:
    """Return how far the middles of lines that run side by side are apart."""
    return px("line-barrier" if broken else "line") + _BETWEEN_PX


def cases(spec: Spec, *parts: str) -> list[Case]:
    """Return all modes and statuses with their strokes, those together that look alike.

    Only some `parts` of the segments are looked at if they are named, of `PARTS`.
    """
    wanted = parts or PARTS
    looks: dict[tuple[tuple[str, ...], tuple[Stroke, ...]], list[str]] = {}
    for mode in spec.values.get("mode", {}):
        for statuses, drawn in _alike(spec, mode, wanted):
            looks.setdefault((statuses, drawn), []).append(mode)
    return [Case(tuple(modes), statuses, drawn) for (statuses, drawn), modes in looks.items()]


def modes_alike(spec: Spec, *, status: str) -> list[list[str]]:
    """Return the modes of a network, those together whose lines look alike in a status."""
    return [list(case.modes) for case in cases(spec) if status in case.statuses]


def parts_above(spec: Spec, *, status: str) -> dict[str, list[str]]:
    """Return, by mode, the parts that lie on the line of a segment in a status, if any do."""
    above = PARTS[PARTS.index("line") + 1 :]
    found = {
        mode: [each.part for each in strokes(spec, mode=mode, status=status) if each.part in above]
        for mode in spec.values.get("mode", {})
    }
    return {mode: parts for mode, parts in found.items() if parts}


def border_strokes(spec: Spec) -> dict[str, Stroke]:
    """Return the stroke of each kind of border."""
    return {
        name: _stroke(value.settings["stroke"], colour="border")
        for name, value in spec.values.get("border", {}).items()
        if "stroke" in value.settings
    }


def plain_stroke(spec: Spec, layer: LayerSpec, row: Mapping[str, object]) -> Stroke:
    """Return the stroke of a line that is neither of a network nor a boundary."""
    told = {"line_px": px("line-plain"), **layer.settings}
    hue = layer_hue(layer) if layer.hue else ""
    if layer.look:
        name = str(row[layer.look])
        value = spec.values[layer.look][name]
        hue = value_hue(layer.look, name) if value.hue else ""
        told |= value.settings
    dashed = dash(told["dash"]) if "dash" in told else ()
    return Stroke(told["line_px"], colour=hue or "border", dash=dashed)


def _alike(
    spec: Spec, mode: str, parts: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], tuple[Stroke, ...]]]:
    """Yield the statuses of a mode that look alike, with their strokes."""
    looks: dict[tuple[Stroke, ...], list[str]] = {}
    for status in spec.values["status"]:
        every = strokes(spec, mode=mode, status=status)
        looks.setdefault(tuple(each for each in every if each.part in parts), []).append(status)
    for drawn, statuses in looks.items():
        yield tuple(statuses), drawn


def _stroke(look: Mapping[str, Any], *, part: str = "line", colour: str = "hue") -> Stroke:
    return Stroke(
        width=px(look["width"]),
        part=part,
        colour=look.get("colour", colour),
        dash=dash(look["dash"]) if "dash" in look else (),
        cap=look.get("cap", "butt"),
        opacity=look.get("opacity", 1.0),
    )


def in_hue(found: Iterable[Stroke], hue: str) -> list[Stroke]:
    """Return strokes with a colour in place of `hue`."""
    return [replace(each, colour=hue) if each.colour == "hue" else each for each in found]
