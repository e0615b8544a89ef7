"""The signs of places, exercises and dialogues, as the page draws them."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.design.tokens import read_json
from geo.plates.sheet import Sheet, Spot
from geo.plates.theme import colour, dashes, points, pt
from geo.plates.type import MM_PER_PT

_CODES = {
    "moveTo": [Path.MOVETO],
    "lineTo": [Path.LINETO],
    "qCurveTo": [Path.CURVE3] * 2,
    "curveTo": [Path.CURVE4] * 3,
    "closePath": [Path.CLOSEPOLY],
    "endPath": [],
}


def mm_per_px() -> float:
    """Return how large a pixel of the page is on paper."""
    return pt(1) * MM_PER_PT


def draw_place(sheet: Sheet, spot: Spot, kind: str, *, clipped: bool = True) -> None:
    """Draw the sign of a kind of place."""
    filled = kind in ("capital", "city")
    if kind == "gauge_break":
        width, edge = pt(2.2), "ink"
    else:
        width, edge = points("line-symbol") * 0.8, "casing" if filled else "ink"
    style: dict[str, Any] = {
        "facecolor": colour("ink" if filled else "paper"),
        "edgecolor": colour(edge),
    }
    _draw(
        sheet,
        spot,
        _sign("kind", kind),
        clipped=clipped,
        linewidth=pt(0.8) if filled else width,
        **style,
    )


def draw_dot(sheet: Sheet, spot: Spot) -> None:
    """Draw the dot that a sign shrinks to where it has no room, and the foot of a pile."""
    _draw(sheet, spot, _sign("kind", "city"), scale=0.55, facecolor=colour("ink"), linewidth=0)


def draw_exercise(
    sheet: Sheet, spot: Spot, series: str, *, sure: bool = True, clipped: bool = True
) -> None:
    """Draw the diamond of a series, with its mark inside; hollow where we are not sure."""
    hue, paper = colour(series), colour("paper")
    body: dict[str, Any] = {"facecolor": hue, "edgecolor": colour("casing"), "linewidth": pt(1.2)}
    if not sure:
        body = {"facecolor": paper, "edgecolor": hue, "linewidth": pt(1.8)}
    _draw(sheet, spot, _path(read_json("signs.json")["exercise"]), clipped=clipped, **body)
    inner = _sign("series", series)
    _draw(sheet, spot, inner, clipped=clipped, facecolor=paper if sure else hue, linewidth=0)


def draw_dialogue(
    sheet: Sheet, spot: Spot, kind: str, *, virtual: bool = False, clipped: bool = True
) -> None:
    """Draw the round table of a format, dashed and hollow where the meeting was held by video."""
    hue, paper = colour("dialogue"), colour("paper")
    body: dict[str, Any] = {"facecolor": hue, "edgecolor": colour("casing"), "linewidth": pt(1.2)}
    if virtual:
        body = {"facecolor": paper, "edgecolor": hue, "linewidth": pt(1.4)}
        body["linestyle"] = dashes("dash-virtual")
    _draw(sheet, spot, _path(read_json("signs.json")["table"]), clipped=clipped, **body)
    token = _sign("format", kind)
    _draw(sheet, spot, token, clipped=clipped, facecolor=hue if virtual else paper, linewidth=0)


def _sign(group: str, value: str) -> Path:
    return _path(read_json("signs.json")[group].get(value, ""))


def _draw(
    sheet: Sheet, spot: Spot, path: Path, *, scale: float = 1, clipped: bool = True, **style: Any
) -> None:
    """Put a path of the page, in its pixels downward, on the sheet."""
    if not np.size(path.vertices):
        return
    size = mm_per_px() * scale
    place = Affine2D().scale(size, -size).translate(*spot)
    sheet.add(PathPatch(place.transform_path(path), joinstyle="round", **style), clipped=clipped)


@cache
def _path(text: str) -> Path:
    """Return a path of SVG as one of matplotlib."""
    pen = RecordingPen()
    parse_path(text, pen)
    steps: list[tuple[str, tuple[Spot, ...]]] = pen.value
    vertices: list[Spot] = []
    codes: list[np.uint8] = []
    start = (0.0, 0.0)
    for step, points_of in steps:
        start = points_of[0] if step == "moveTo" else start
        vertices += [start] if step == "closePath" else points_of
        codes += _CODES[step]
    return Path(np.array(vertices, dtype=float).reshape(-1, 2), codes or None)
