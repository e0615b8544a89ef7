"""The signs that layers may name: their shapes, and what looks like them in a GIS."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from geo.design.tokens import DESIGN


@dataclass(frozen=True)
class Sign:
    """A sign: an SVG path in CSS pixels around 0 0, and what stands for it elsewhere.

    `qgis` names a marker of QGIS, `glyph` is a character, `size` is how wide it is in pixels.
    """

    path: str
    qgis: str
    glyph: str
    size: float


@cache
def load_signs() -> dict[str, Sign]:
    """Return all signs by name, from `signs.toml`."""
    document = tomllib.loads((DESIGN / "signs.toml").read_text("utf-8"))
    return {name: Sign(**sign) for name, sign in document.items()}
