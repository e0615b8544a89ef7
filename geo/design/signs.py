"""The signs that layers may name: their shapes, and what looks like them in a GIS."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache

from geo.design.tokens import DESIGN

_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)", re.ASCII)


@dataclass(frozen=True)
class Sign:
    """A sign: an SVG path in CSS pixels around 0 0, and what stands for it elsewhere.

    `glyph` is a character that looks like it, `size` is how wide that is in pixels.
    """

    path: str
    glyph: str
    size: float

    @property
    def closed(self) -> bool:
        """Whether it is an area that can be filled, and not mere lines."""
        return self.path.endswith("z")

    def scaled(self, scale: float) -> Sign:
        """Return the sign so many times as large."""
        path = _NUMBER.sub(lambda number: f" {float(number[0]) * scale:.4g}", self.path)
        return self if scale == 1 else replace(self, path=path, size=self.size * scale)


@cache
def load_signs() -> dict[str, Sign]:
    """Return all signs by name, from `signs.toml`."""
    document = tomllib.loads((DESIGN / "signs.toml").read_text("utf-8"))
    return {name: Sign(**sign) for name, sign in document.items()}
