"""How a GIS writes the names of the features of a layer, and from how close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from geo.design.signs import load_signs
from geo.design.theme import px
from geo.model.spec import LayerSpec, Spec
from geo.pack.layer_style import LabelStyle, drawn_here, of_subject

_EVENTS_M_PER_PX = 1200
_SEGMENTS_M_PER_PX = 600
"""From how close names of events and segments are shown."""
_PRIORITIES = {"strong": 9, "medium": 8, "plain": 7}


def label_styles(spec: Spec, layer: LayerSpec) -> Iterator[LabelStyle]:
    """Yield how the names of a layer are written, if they are; colours are names."""
    small = LabelStyle(px("size-tiny"), "ink", "halo", priority=5)
    if layer.shape == "network":
        yield replace(small, priority=3, below=_SEGMENTS_M_PER_PX)
    elif layer in spec.events:
        yield replace(small, below=_EVENTS_M_PER_PX)
    elif layer.shape == "points":
        yield from _place_labels(spec, layer, small)
    elif layer.shape == "areas":
        yield from _area_labels(spec, layer, small)


def _place_labels(spec: Spec, layer: LayerSpec, small: LabelStyle) -> Iterator[LabelStyle]:
    body = layer.settings["mark"]["body"]
    for value, drawn in spec.values.get(body, {}).items():
        rank = drawn.settings.get("label", "plain")
        label = replace(small, priority=_PRIORITIES[rank], where={body: value})
        if rank != "plain":
            label = replace(label, size=px("size-small"), bold=True)
        if "shown" in drawn.settings:
            near = spec.settings["map"]["minor_places_m_per_px"]
            label = replace(label, priority=4, below=near)
        yield label
    if body in load_signs():
        yield replace(small, priority=_PRIORITIES["plain"])


def _area_labels(spec: Spec, layer: LayerSpec, small: LabelStyle) -> Iterator[LabelStyle]:
    drawn, subject = drawn_here(layer), of_subject(spec, layer)
    lit = replace(small, size=px("size-small"), bold=True, capitals=True, spacing=0.18, priority=10)
    if layer.settings.get("partners"):
        yield replace(lit, where=drawn)
        return
    if subject:
        yield replace(lit, where={**drawn, **subject})
    # what no country owns has no name of its own
    nameless = {"iso_a3": ""} if "iso_a3" in layer.table.names else {}
    yield replace(
        small,
        colour="soft-ink",
        capitals=True,
        spacing=0.16,
        smallest=60,
        anywhere=True,
        priority=2,
        where=drawn,
        unless=tuple(filter(None, (nameless, subject))),
    )
