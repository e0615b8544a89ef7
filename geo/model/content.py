"""An atlas as sheets tell it: its features, in one view of the borders and one language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from shapely.geometry.base import BaseGeometry

from geo.model.cells import Value, show, split_list
from geo.model.geodesy import Position
from geo.model.spec import LayerSpec, Spec


@dataclass(frozen=True)
class Feature:
    """A feature of a layer."""

    layer: LayerSpec
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


class Town(NamedTuple):
    """A town between the places of an atlas."""

    name: str
    population: int
    at: Position


@dataclass(frozen=True)
class Content:
    """An atlas in one view of the borders, as sheets tell it.

    `features` are those of each layer, in order; networks on request and events that are only
    announced on the day of the data are left out. `towns` are those between the places, the largest
    first.
    """

    spec: Spec
    worldview: str
    version: str
    date: str
    features: Mapping[str, list[Feature]]
    towns: list[Town]

    def only(self, features: Iterable[Feature]) -> Content:
        """Return it with some features alone, each once."""
        found: dict[str, dict[str, Feature]] = {}
        for feature in features:
            found.setdefault(feature.layer.id, {})[feature.id] = feature
        return replace(self, features={layer: [*those.values()] for layer, those in found.items()})

    def of(self, layer: LayerSpec) -> list[Feature]:
        """Return the features of a layer; none of one that the atlas lacks."""
        return self.features.get(layer.id, [])

    @property
    def partners(self) -> list[Feature]:
        """The partners of the subject of the atlas, of which each has a plate."""
        return self.of(self.spec.partners) if self.spec.partners else []

    @cached_property
    def segments(self) -> list[Feature]:
        """The segments of all networks, each once."""
        found: dict[str, Feature] = {}
        for layer in self.spec.of_shape("network"):
            for segment in self.of(layer):
                found.setdefault(segment.id, segment)
        return list(found.values())

    @cached_property
    def home(self) -> set[str]:
        """The codes (alpha-2) of the subject of the atlas and its partners."""
        partners = (partner.text("iso_a2") for partner in self.partners)
        return {self.spec.subject, *partners} - {""}

    @cached_property
    def countries(self) -> dict[str, BaseGeometry]:
        """The countries by code (alpha-2)."""
        layers = self.spec.of_shape("areas")
        return {area.text("iso_a2"): area.shape for layer in layers for area in self.of(layer)}

    @cached_property
    def country_names(self) -> dict[str, str]:
        """The names of countries by code (alpha-2)."""
        return {
            area.text("iso_a2"): area.name
            for layer in self.spec.of_shape("areas")
            for area in self.of(layer)
        }
