"""The signs of points, as the page draws them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

import numpy as np
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.design.marks import Mark, point_marks
from geo.design.paper import mm, pt
from geo.model.content import Feature
from geo.model.spec import Spec
from geo.plates.sheet import Sheet, Spot

_CODES = {
    "moveTo": [Path.MOVETO],
    "lineTo": [Path.LINETO],
    "qCurveTo": [Path.CURVE3] * 2,
    "curveTo": [Path.CURVE4] * 3,
    "closePath": [Path.CLOSEPOLY],
    "endPath": [],
}
DOT, DOT_SIZE = "dot", 0.55
"""The sign of a crowded place, and how much smaller it is."""


def draw_point(sheet: Sheet, spec: Spec, spot: Spot, feature: Feature) -> None:
    """Draw the sign of a point on the map."""
    draw_marks(sheet, spot, point_marks(spec, feature.layer, feature.cells))


def draw_sample(sheet: Sheet, spec: Spec, spot: Spot, feature: Feature) -> None:
    """Draw the sign of a point beside the map, where each is as large as any other."""
    usual = [replace(each, scale=1) for each in point_marks(spec, feature.layer, feature.cells)]
    draw_marks(sheet, spot, usual, clipped=False)


def draw_marks(sheet: Sheet, spot: Spot, marks: Iterable[Mark], *, clipped: bool = True) -> None:
    """Draw the shapes of a sign."""
    for mark in marks:
        sheet.add(_patch(sheet.palette, mark, _at(spot)), clipped=clipped)


def draw_dot(sheet: Sheet, spot: Spot, size: float = DOT_SIZE, colour: str = "ink") -> None:
    """Draw a dot: what a sign shrinks to where it has no room, the foot of a pile, or a town."""
    sheet.add(_patch(sheet.palette, Mark("sign", colour, sign=DOT), _at(spot, size)))


def _at(spot: Spot, size: float = 1) -> Affine2D:
    """Return what puts a shape, in pixels downward, on a spot."""
    return Affine2D().scale(mm(size), -mm(size)).translate(*spot)


def _patch(palette: Mapping[str, str], mark: Mark, place: Affine2D) -> PathPatch:
    return PathPatch(
        place.transform_path(_path(mark.shape.path)),
        facecolor=palette[mark.fill] if mark.fill else "none",
        edgecolor=palette[mark.edge] if mark.edge else "none",
        linewidth=pt(mark.width),
        linestyle=(0, [pt(length) for length in mark.dash]) if mark.dash else "solid",
        joinstyle="round",
    )


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
