"""The theme: colours on light and dark paper, widths and dashes of lines, sizes of type."""

from __future__ import annotations

from functools import cache
from typing import Any

from geo.design.tokens import read_json
from geo.model.spec import Hue, Layer, Spec


def colours(spec: Spec) -> dict[str, Hue]:
    """Return all colours by name: those of the theme, and the hues that the atlas brings.

    The hue of a layer is called `layer-ID`, that of a value `COLUMN-VALUE`.
    """
    theme = {name: (light, dark) for name, (light, dark) in _theme()["colours"].items()}
    layers = {
        layer_hue(layer): hue for layer in spec.layers.values() if (hue := _hue_of_layer(layer))
    }
    values = {
        value_hue(column, name): value.hue
        for column, named in spec.values.items()
        for name, value in named.items()
        if value.hue
    }
    return {**theme, **layers, **values}


def layer_hue(layer: Layer) -> str:
    """Return the name of the hue of a layer."""
    return f"layer-{layer.id}"


def value_hue(column: str, value: str) -> str:
    """Return the name of the hue of a value."""
    return f"{column}-{value}"


def px(length: str) -> float:
    """Return a width of line or a size of type in CSS pixels, by its name in the theme."""
    sizes = {**_theme()["widths"], **_theme()["type"]}
    return float(sizes[length].removesuffix("px"))


def type_sizes() -> list[str]:
    """Return the names of all sizes of type."""
    return [name for name in _theme()["type"] if name.startswith("size-")]


def dash(name: str) -> tuple[float, ...]:
    """Return the lengths of the strokes and gaps of a dash in CSS pixels, by its name."""
    return tuple(float(part) for part in _theme()["dashes"][name].split())


def dashes() -> list[str]:
    """Return the names of all dashes."""
    return list(_theme()["dashes"])


def strengths() -> dict[str, tuple[float, float]]:
    """Return how opaque things are on light and on dark paper, by name."""
    return {name: (light, dark) for name, (light, dark) in _theme()["strengths"].items()}


def constants() -> dict[str, str]:
    """Return widths, dashes, families and sizes of type as CSS writes them, by name."""
    return {**_theme()["widths"], **_theme()["dashes"], **_theme()["type"]}


@cache
def _theme() -> dict[str, Any]:
    return read_json("theme.json")


def _hue_of_layer(layer: Layer) -> Hue | None:
    """Return the hue of a layer, which may stand with its mark."""
    hue = layer.settings.get("mark", {}).get("hue")
    return (hue[0], hue[1]) if isinstance(hue, list) else layer.hue
