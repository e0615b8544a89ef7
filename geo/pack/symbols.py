"""How a GIS draws each layer: signs, rules and labels, from `symbols.toml` and the theme."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from geo.model.schema import load_schema

Where = Mapping[str, Any]
LINE = "line"
"""In a condition: what a border is in the view of the world that is shown."""
DRAWN = "drawn"
"""In a condition: whether a polygon belongs to the view of the world that is shown."""


@dataclass(frozen=True)
class Sign:
    """One stroke, area or mark. Lengths are CSS pixels, colours `#rrggbb` or `#rrggbbaa`."""

    name: str
    kind: str
    colour: str
    width: float = 0.0
    edge: str = ""
    opacity: float = 1.0
    dash: tuple[float, ...] = ()
    cap: str = "round"
    level: int = 0
    shape: str = ""
    size: float = 0.0
    hole: bool = False
    aside: float = 0.0
    lift: float = 0.0
    still: bool = False


@dataclass(frozen=True)
class Rule:
    """What is drawn for the features that a condition holds for; `below` in metres to the pixel."""

    title: str
    signs: tuple[Sign, ...]
    where: Where = field(default_factory=dict)
    unless: Where = field(default_factory=dict)
    below: float | None = None


@dataclass(frozen=True)
class Label:
    """How the names of the features that a condition holds for are written; sizes in CSS pixels."""

    size: float
    colour: str
    halo: str
    family: str
    priority: int
    bold: bool = False
    capitals: bool = False
    spacing: float = 0.0
    smallest: float = 0.0
    roams: bool = False
    where: Where = field(default_factory=dict)
    unless: Where = field(default_factory=dict)
    below: float | None = None


@dataclass(frozen=True)
class Aside:
    """To which side a line moves whose column has a text in it: left -1, right 1; gap in pixels."""

    column: str
    text: str
    side: int
    gap: float


@dataclass(frozen=True)
class Symbols:
    """How one layer is drawn; `time` names the columns of its first and last day."""

    layer: str
    title: str
    group: str
    rules: tuple[Rule, ...]
    labels: tuple[Label, ...]
    time: tuple[str, ...] = ()
    aside: Aside | None = None
    pile_px: float = 0.0

    @property
    def kind(self) -> str:
        """What the layer is drawn with: `mark`, `line` or `fill`."""
        return self.rules[0].signs[0].kind


def load_symbols(theme: Mapping[str, Any]) -> dict[str, Symbols]:
    """Return how each layer is drawn, from the topmost to the lowest.

    Parameters
    ----------
    theme
        The tokens of the page; of each colour the first, for light paper, is used.
    """
    document = _document()
    return {
        name: _symbols(name, group["title"], document, theme)
        for group in document["groups"]
        for name in group["layers"]
    }


def glyphs() -> dict[str, str]:
    """Return the characters that look like the shapes of the marks."""
    characters: dict[str, str] = _document()["glyphs"]
    return characters


def worldviews() -> tuple[str, ...]:
    """Return the views of the world, the one that is shown unless another is asked for first."""
    columns = {column.name: column for column in load_schema().layers["countries"].columns}
    return tuple(value for value in columns["worldview"].values if value != "all")


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("symbols.toml").read_text("utf-8"))


def _symbols(
    name: str, group: str, document: Mapping[str, Any], theme: Mapping[str, Any]
) -> Symbols:
    spec = document["layers"][name]
    rules = document["rules"][spec.get("rules", name)]
    labels = document["labels"].get(spec.get("labels", name), [])
    gap = _length("line", theme) + 0.6
    return Symbols(
        layer=name,
        title=spec["title"],
        group=group,
        rules=tuple(_rule(rule, spec.get("hue", ""), document, theme) for rule in rules),
        labels=tuple(_label(label, document, theme) for label in labels),
        time=tuple(spec.get("time", ())),
        aside=Aside(**spec["aside"], gap=gap) if "aside" in spec else None,
        pile_px=spec.get("pile_px", 0.0),
    )


def _rule(
    spec: Mapping[str, Any], hue: str, document: Mapping[str, Any], theme: Mapping[str, Any]
) -> Rule:
    hue = spec.get("hue", hue)
    signs = tuple(_sign(name, document["signs"][name], hue, theme) for name in spec["draw"])
    kept = {key: value for key, value in spec.items() if key not in ("draw", "hue")}
    return Rule(**{**kept, "signs": signs})


def _sign(name: str, spec: Mapping[str, Any], hue: str, theme: Mapping[str, Any]) -> Sign:
    dash = theme["dashes"].get(spec.get("dash"), "")
    resolved = {
        "colour": _colour(spec.get("colour", hue or "ink"), theme),
        "edge": _colour(spec["edge"], theme) if "edge" in spec else "",
        "width": _length(spec.get("width", 0.0), theme),
        "dash": tuple(float(part) for part in dash.split()),
    }
    return Sign(**{"name": name, **spec, **resolved})


def _label(spec: Mapping[str, Any], document: Mapping[str, Any], theme: Mapping[str, Any]) -> Label:
    resolved = {
        "size": float(theme["type"][spec["size"]].removesuffix("px")),
        "colour": _colour(spec.get("colour", "ink"), theme),
        "halo": _colour("halo", theme),
        "family": document["font"]["family"],
    }
    return Label(**{**spec, **resolved})


def _colour(name: str, theme: Mapping[str, Any]) -> str:
    colour: str = theme["colours"][name][0]
    return colour


def _length(value: str | float, theme: Mapping[str, Any]) -> float:
    return float(theme["widths"][value].removesuffix("px") if isinstance(value, str) else value)
