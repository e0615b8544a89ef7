"""The atlas: its description, and the data that all makers draw from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd

from geo.model.spec import Spec
from geo.model.story import Scene


@dataclass(frozen=True, repr=False, eq=False)
class Atlas:
    """What a page, a plate or a pack is made from.

    `layers` are in EPSG:4326 (lon/lat) and have the columns of their layer in `spec`; `tables`
    stand beside them; `story` are the scenes, their numbers filled in. `version` and `date` are
    those of the data, which differ from those of the description where layers were read that
    another edition wrote; `published` says that they were read so, not built from facts.
    """

    spec: Spec
    layers: Mapping[str, gpd.GeoDataFrame]
    tables: Mapping[str, pd.DataFrame]
    story: tuple[Scene, ...]
    version: str
    date: str
    published: bool = False

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """All layers and tables by name."""
        return {**self.layers, **self.tables}

    @property
    def places(self) -> gpd.GeoDataFrame:
        """The places that the segments of networks join; every atlas with a network has some."""
        return self.layers[self.spec.places.id]

    @cached_property
    def segments(self) -> gpd.GeoDataFrame:
        """The segments of all networks, each once; ValueError in an atlas without a network."""
        networks = [*self.of_shape("network").values()]
        if not networks:
            raise ValueError(f"{self.spec.title} has no layer of the shape network")
        every = pd.concat(networks).drop_duplicates("id")
        return gpd.GeoDataFrame(every, geometry="geometry", crs="EPSG:4326").reset_index(drop=True)

    def of_shape(self, shape: str) -> dict[str, gpd.GeoDataFrame]:
        """Return the layers of a shape by name, in order; any may be missing."""
        names = (layer.id for layer in self.spec.of_shape(shape))
        return {name: self.layers[name] for name in names if name in self.layers}

    def file_of(self, name: str) -> str:
        """Return the file in which somebody mends a layer."""
        facts = "" if self.published else self.spec.layers[name].facts
        return f"{facts}.csv" if facts else f"{name}.geojson"

    def held(self, name: str) -> gpd.GeoDataFrame:
        """Return the features of a layer, of events only what has begun by the date of the atlas.

        What begins later is announced: it is shown apart, and does not count.
        """
        layer, time = self.layers[name], self.spec.layers[name].time
        return layer[layer[time[0]] <= self.date] if time else layer

    def __repr__(self) -> str:
        """Return title, version and date."""
        return f"<{self.spec.title} {self.version}, {self.date}>"
