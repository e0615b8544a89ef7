"""The fills of areas: partner countries and the subject are lit, the rest is quiet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo.design.strokes import plain_stroke
from geo.design.theme import px, strengths, value_hue
from geo.model.spec import LayerSpec, Spec

HUED = 0.5
"""How opaque the hue of an area is on paper."""


@dataclass(frozen=True)
class Fill:
    """How an area is drawn; the width of its edge is in CSS pixels, an empty `edge` is none.

    One that is `hatched` has lines of its colour for a fill.
    """

    colour: str
    edge: str = ""
    width: float = 0.0
    opacity: float = 1.0
    hatched: bool = False


def fills() -> dict[str, Fill]:
    """Return how areas are filled, by kind: `partner`, `subject`, `quiet`."""
    return {
        "partner": Fill("partner", "partner-edge", px("line-partner")),
        "subject": Fill("subject"),
        "quiet": Fill("land"),
    }


def closed_fill(spec: Spec, layer: LayerSpec, row: Mapping[str, object]) -> Fill:
    """Return the fill of an area whose edge is a line of some kind."""
    edge = plain_stroke(spec, layer, row)
    return Fill(edge.colour, edge.colour, edge.width, strengths()["closed"][0])


def kind_of(spec: Spec, layer: LayerSpec, iso_a2: object) -> str:
    """Return of which kind an area is, by its layer and the code of its country."""
    if layer.settings.get("partners"):
        return "partner"
    return "subject" if spec.subject and iso_a2 == spec.subject else "quiet"


def area_hue(spec: Spec, layer: LayerSpec, row: Mapping[str, object]) -> str:
    """Return the name of the hue of an area, that of its category, if it has one."""
    column = next(iter(layer.legend), "")
    value = spec.values.get(column, {}).get(str(row.get(column)))
    return value_hue(column, str(row[column])) if value and value.hue else ""
