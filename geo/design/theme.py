"""The theme: colours on light and dark paper, widths and dashes of lines, sizes of type."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from geo.design.shades import shade
from geo.design.tokens import read_design
from geo.model.spec import Hue, LayerSpec, Spec


def colours(spec: Spec) -> dict[str, Hue]:
    """Return all colours by name: those of the theme, and the hues that the atlas brings.

    The hue of a layer is called `layer-ID`, that of a value `COLUMN-VALUE`. Where a network has
    several branches, one without a hue has a shade of that of its network.
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
    shades = {
        value_hue("branch", branch): shade(layer.hue, number)
        for layer in spec.of_shape("network")
        for number, branch in enumerate(layer.branches)
        if layer.hue and len(layer.branches) > 1
    }
    return {**theme, **layers, **shades, **values}


def light_colours(spec: Spec) -> dict[str, str]:
    """Return all colours by name, as they are on light paper."""
    return {name: light for name, (light, _) in colours(spec).items()}


def segment_hue(layer: LayerSpec, branches: Collection[str]) -> str:
    """Return the name of the hue of a segment of a network, by the branches that it names.

    It is that of its branch if it belongs to one alone of several, else that of the network.
    """
    own = [branch for branch in layer.branches if branch in branches]
    is_alone = len(own) == 1 < len(layer.branches)
    return value_hue("branch", own[0]) if is_alone else layer_hue(layer)


def layer_hue(layer: LayerSpec) -> str:
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
    return read_design("theme.json")


def _hue_of_layer(layer: LayerSpec) -> Hue | None:
    """Return the hue of a layer, which may stand with its mark."""
    hue = layer.settings.get("mark", {}).get("hue")
    return (hue[0], hue[1]) if isinstance(hue, list) else layer.hue
