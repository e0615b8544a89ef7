"""One rule, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.model.atlas import Atlas
from geo.model.spec import Layer

Found = Iterator[tuple[str, str, str]]
"""Where something was found, at which feature or row, and what is wrong there."""


@dataclass(frozen=True)
class Finding:
    """What a rule found: in which layer or table, at which feature or row, and what is wrong."""

    rule: str
    where: str
    feature: str
    message: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.where}, {self.feature}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Rule:
    """A rule by name, the reason for it in one line, and what checks it."""

    name: str
    reason: str
    check: Callable[[Atlas], Found]


def segments(atlas: Atlas) -> list[tuple[str, Any]]:
    """Return each segment of the networks once, with the first layer that has it."""
    found: dict[str, tuple[str, Any]] = {}
    for layer in atlas.spec.of_shape("network"):
        for row in atlas.layers[layer.id].itertuples():
            found.setdefault(row.id, (f"layer {layer.id}", row))
    return list(found.values())


def every_segment(atlas: Atlas) -> gpd.GeoDataFrame:
    """Return the segments of all networks as one frame, each once."""
    return _together(atlas, atlas.spec.of_shape("network"))


def places(atlas: Atlas) -> gpd.GeoDataFrame:
    """Return what segments may end at."""
    points = atlas.spec.of_shape("points")
    return _together(atlas, [layer for layer in points if layer.facts == "places"])


def _together(atlas: Atlas, layers: list[Layer]) -> gpd.GeoDataFrame:
    frames = [atlas.layers[layer.id] for layer in layers]
    return pd.concat(frames, ignore_index=True).drop_duplicates("id", ignore_index=True)
