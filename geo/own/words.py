"""The words of geopandas and folium on how a layer looks, and what stands for the others here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from geo.arguments import brief, read
from geo.errors import LayerError
from geo.own.cells import plain

_WIDEST_PX = 12
"""No line is wider, and no point has a larger radius."""
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _colour(value: object) -> str:
    if not _COLOUR.fullmatch(str(value)):
        raise ValueError("a colour, such as #3b6fb6")
    return str(value).lower()


def _pixels(value: object) -> float:
    pixels = plain(value)
    is_number = isinstance(pixels, int | float) and not isinstance(pixels, bool)
    if not is_number or not 0 < pixels <= _WIDEST_PX:
        raise ValueError(f"pixels, {_WIDEST_PX} at most")
    return float(pixels)


def _filled(value: object) -> bool:
    if plain(value) is not True:
        raise ValueError(
            "True: a hollow mark says that a fact is unsure, as a column confidence does"
        )
    return True


_Words = Mapping[str, Callable[[object], Any]]
STYLES: _Words = {"color": _colour, "weight": _pixels}
MARKERS: _Words = {"radius": _pixels, "fill": _filled}
_MARKER = "it is a word of single markers, folium.Marker(...).add_to(map)"
_STRENGTH = "how strong colours are follows from the paper, light or dark"
_OF_CLASSES = "scheme and k say how numbers are classed"
_OF_MAP = "it concerns the whole map, which is that of the atlas"
_OF_TILES = "tiles lie beneath the whole map: atlas.build_map(tiles=...)"
_OF_TEXTS = "tooltip and popup name columns, and look alike in all layers"
_POINTED_AT = "what is pointed at is highlighted in all layers"
_INSTEAD = {
    "color": "it stands in style_kwds, or a column gives colours",
    "weight": "it stands in style_kwds, for lines",
    "radius": "it stands in marker_kwds, for points",
    "icon": _MARKER,
    "draggable": _MARKER,
    "marker_type": "points are discs; a pin is folium.Marker(...).add_to(map)",
    "opacity": _STRENGTH,
    "fill_opacity": _STRENGTH,
    "alpha": _STRENGTH,
    "fill_color": "color is that of edge and fill",
    "style_function": "column gives each of its values a colour",
    "categories": "a categorical column says which there are, and their order",
    "vmin": _OF_CLASSES,
    "vmax": _OF_CLASSES,
    "classification_kwds": _OF_CLASSES,
    "legend_kwds": "the legend is called as the layer, and its rows as the values",
    "missing_kwds": "what has no value is grey, with a row of its own in the legend",
    "tooltip_kwds": _OF_TEXTS,
    "popup_kwds": _OF_TEXTS,
    "highlight": _POINTED_AT,
    "highlight_kwds": _POINTED_AT,
    "m": "layer.add_to(atlas) adds it, before atlas.build_map()",
    "tiles": _OF_TILES,
    "attr": _OF_TILES,
    **dict.fromkeys(("map_kwds", "width", "height", "control_scale", "prefer_canvas"), _OF_MAP),
}
"""Words of `explore` that no layer has there, and what does here what they are for."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def refuse_words(more: Sequence[object], others: Iterable[str], known: Sequence[str]) -> None:
    """Refuse what is handed to `geo.Layer` without a word, or under one that it does not know.

    Raises
    ------
    TypeError
        If there is any, with what to use instead of the first.
    """
    if more:
        told = f"name={brief(more[0])}" if isinstance(more[0], str) else "column=..."
        raise TypeError(f"geo.Layer takes a frame, and all else by name: {told}")
    for word in others:
        near = get_close_matches(word, known, n=1)
        usual = f"is it {near[0]}?" if near else f"there are {', '.join(known)}"
        raise TypeError(f"geo.Layer has no {word!r}; {_INSTEAD.get(word, usual)}")


def chosen_of(words: _Words, given: Mapping[str, object] | None, where: str) -> dict[str, Any]:
    """Return what a user asks of the style; None is as if nothing were said."""
    if given is not None and not isinstance(given, Mapping):
        raise LayerError(f"{where}: {brief(given)}, expected a dict of {', '.join(words)}")
    found = {}
    for key, value in (given or {}).items():
        if key not in words:
            told = _INSTEAD.get(_HUMP.sub("_", str(key)).lower(), f"there are {', '.join(words)}")
            raise LayerError(f"{where} has no {str(key)!r}; {told}")
        if value is not None:
            found[key] = read(words[key], value, f"{where}: {key}", LayerError)
    return found
