"""The signs of points, as the page draws them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.design.marks import Mark, hue_of, marks
from geo.design.signs import load_signs
from geo.model.spec import Spec
from geo.plates.features import Feature
from geo.plates.paper import mm, pt
from geo.plates.sheet import Sheet, Spot

_TOKEN = re.compile(r"([MmLlHhVvCcSsZz])|(-?(?:\d+\.?\d*|\.\d+))")
_SIZES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Z": 0}
DOT, DOT_SIZE = "dot", 0.55
"""The sign of a crowded place, and how much smaller it is."""


def draw_point(
    sheet: Sheet, spec: Spec, spot: Spot, feature: Feature, *, clipped: bool = True
) -> None:
    """Draw the sign of a point."""
    hue = hue_of(feature.layer, feature.cells)
    for mark in marks(spec, feature.layer, feature.cells):
        sheet.add(_patch(sheet.palette, mark, hue, _at(spot)), clipped=clipped)


def draw_dot(sheet: Sheet, spot: Spot) -> None:
    """Draw the dot that a sign shrinks to where it has no room, and the foot of a pile."""
    mark = Mark("sign", "ink", sign=DOT)
    sheet.add(_patch(sheet.palette, mark, "ink", _at(spot, DOT_SIZE)))


def _at(spot: Spot, size: float = 1) -> Affine2D:
    """Return what puts a shape, in pixels downward, on a spot."""
    return Affine2D().scale(mm(size), -mm(size)).translate(*spot)


def _patch(palette: Mapping[str, str], mark: Mark, hue: str, place: Affine2D) -> PathPatch:
    fill, edge = (hue if name == "hue" else name for name in (mark.fill, mark.edge))
    return PathPatch(
        place.transform_path(_path(load_signs()[mark.sign].path)),
        facecolor=palette[fill] if fill else "none",
        edgecolor=palette[edge] if edge else "none",
        linewidth=pt(mark.width),
        linestyle=(0, [pt(length) for length in mark.dash]) if mark.dash else "solid",
        joinstyle="round",
    )


@cache
def _path(text: str) -> Path:
    """Read a path of SVG without arcs."""
    vertices: list[Spot] = []
    codes: list[Any] = []
    start = here = (0.0, 0.0)
    for command, numbers in _steps(text):
        if command in "Zz":
            vertices.append(start)
            codes.append(Path.CLOSEPOLY)
            here = start
            continue
        points_of = _absolute(command, numbers, here, vertices)
        kind = {"M": Path.MOVETO, "C": Path.CURVE4, "S": Path.CURVE4}.get(
            command.upper(), Path.LINETO
        )
        vertices += points_of
        codes += [kind] * len(points_of)
        here = points_of[-1]
        if command in "Mm":
            start = here
    return Path(np.array(vertices, dtype=float).reshape(-1, 2), codes or None)


def _steps(text: str) -> list[tuple[str, list[float]]]:
    """Return each command with its numbers; a command that takes more numbers is said again."""
    steps: list[tuple[str, list[float]]] = []
    for letter, number in _TOKEN.findall(text):
        if letter:
            steps.append((letter, []))
            continue
        command, numbers = steps[-1]
        if len(numbers) == _SIZES[command.upper()]:
            again = {"M": "L", "m": "l"}.get(command, command)
            steps.append((again, [float(number)]))
        else:
            numbers.append(float(number))
    return steps


def _absolute(command: str, numbers: list[float], here: Spot, before: list[Spot]) -> list[Spot]:
    """Return the points of a step in absolute positions."""
    (x, y), relative = here, command.islower()
    if command in "Hh":
        return [(numbers[0] + (x if relative else 0), y)]
    if command in "Vv":
        return [(x, numbers[0] + (y if relative else 0))]
    shift = here if relative else (0.0, 0.0)
    found = [(numbers[i] + shift[0], numbers[i + 1] + shift[1]) for i in range(0, len(numbers), 2)]
    if command in "Ss":  # the first handle mirrors the last one
        found.insert(0, (2 * x - before[-2][0], 2 * y - before[-2][1]))
    return found
