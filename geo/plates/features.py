"""Features of layers: what their columns hold, and their geometry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shapely.geometry.base import BaseGeometry

from geo.model.atlas import Atlas
from geo.model.cells import Value, records, show, split_list
from geo.model.spec import Layer


@dataclass(frozen=True)
class Feature:
    """A feature of a layer."""

    layer: Layer
    cells: Mapping[str, Value]
    shape: BaseGeometry

    @property
    def id(self) -> str:
        """Its id."""
        return self.text("id")

    @property
    def name(self) -> str:
        """Its name in the usual language."""
        return self.text("name")

    def text(self, column: str) -> str:
        """Return the text of a cell, empty if there is none."""
        return show(self.cells.get(column))

    def number(self, column: str) -> float:
        """Return the number in a cell, 0 if there is none."""
        return float(self.text(column) or 0)

    def items(self, column: str) -> list[str]:
        """Return the items of a cell that holds a list."""
        return split_list(self.text(column))

    @property
    def category(self) -> str:
        """Its value in the first column of the legend, empty if the layer has none."""
        return self.text(self.layer.legend[0]) if self.layer.legend else ""


def features_of(atlas: Atlas, layer: Layer) -> list[Feature]:
    """Return the features of a layer, in order; none of one that the atlas lacks.

    Events that are only announced on the day of the data are left out.
    """
    if layer.id not in atlas.layers:
        return []
    frame = atlas.held(layer.id)
    cells = frame.drop(columns="geometry").astype(object)
    found = zip(records(cells.where(cells.notna(), None)), frame.geometry, strict=True)
    return [Feature(layer, record, shape) for record, shape in found]


def segments_of(atlas: Atlas) -> list[Feature]:
    """Return the segments of all networks, each once."""
    found: dict[str, Feature] = {}
    for layer in atlas.spec.of_shape("network"):
        for segment in features_of(atlas, layer):
            found.setdefault(segment.id, segment)
    return list(found.values())


def home_countries(atlas: Atlas) -> set[str]:
    """Return the codes (alpha-2) of the subject of the atlas and its partners."""
    spec = atlas.spec
    partners = features_of(atlas, spec.partners) if spec.partners else []
    return {spec.subject, *(partner.text("iso_a2") for partner in partners)} - {""}


def country_names(atlas: Atlas) -> dict[str, str]:
    """Return the names of countries by code (alpha-2)."""
    return {
        area.text("iso_a2"): area.name
        for layer in atlas.spec.of_shape("areas")
        for area in features_of(atlas, layer)
    }
