"""The tokens that page and figures share, in the units of print."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from geo.design.tokens import read_json

LIGHT = 0


@cache
def theme() -> dict[str, Any]:
    """Return the theme of the page."""
    return read_json("theme.json")


def own_json(name: str) -> dict[str, Any]:
    """Return a JSON file of the figures."""
    table: dict[str, Any] = json.loads(Path(__file__).with_name(name).read_text("utf-8"))
    return table


@cache
def print_design() -> dict[str, Any]:
    """Return what only print needs: faces, styles, sheets, the order of the legend."""
    return own_json("design.json")


def colour(token: str) -> str:
    """Return a colour of the light theme, as hexadecimal digits."""
    value: str = theme()["colours"][token][LIGHT]
    return value


def points(token: str) -> float:
    """Return a width of line or a size of type in points."""
    sizes = {**theme()["widths"], **theme()["type"], **print_design()["sizes"]}
    return pt(float(sizes[token].removesuffix("px")))


def pt(pixels: float) -> float:
    """Return pixels of the page as points on paper."""
    scale: float = print_design()["pt_per_px"]
    return pixels * scale


def dashes(token: str) -> tuple[float, list[float]]:
    """Return a dash pattern as matplotlib wants it, in points."""
    pattern = theme()["dashes"][token]
    return (0, [] if pattern == "none" else [pt(float(part)) for part in pattern.split()])
