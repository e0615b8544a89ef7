"""What rules on lines see of an atlas: little, and seldom changed, so that findings can be kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import shapely

from geo.kept import sum_of
from geo.model.cells import split_list
from geo.model.geodesy import Position


class Segment(NamedTuple):
    """A segment: what it is, and its line.

    It is `afloat` if it is at sea, `mapped` if its line, on land, is that of a map; `gates` are the
    middles of the passages that it goes through.
    """

    id: str
    mode: str
    afloat: bool
    mapped: bool
    len_km: float
    precision_m: float
    gates: list[Position]
    line: shapely.LineString


@dataclass(frozen=True)
class Drawn:
    """The segments of all networks, each once, the land and its lakes, empty if there are none."""

    segments: list[Segment]
    land: shapely.Geometry
    lakes: shapely.Geometry

    @classmethod
    def of(
        cls,
        segments: Iterable[Any],
        land: shapely.Geometry,
        lakes: shapely.Geometry,
        afloat: Collection[str],
        passages: Mapping[str, Position],
    ) -> Drawn:
        """Return what is drawn; segments come as rows.

        `afloat` names the modes at sea.
        """
        drawn = [
            Segment(
                row.id,
                row.mode,
                row.mode in afloat,
                row.geom_basis == "osm" and row.mode not in afloat,
                row.len_km,
                row.precision_m,
                [passages[passage] for passage in split_list(row.passages)],
                row.geometry,
            )
            for row in segments
        ]
        return cls(drawn, land, lakes)

    @cached_property
    def told(self) -> bytes:
        """A hash of all of it."""
        shapes = [*(segment.line for segment in self.segments), self.land, self.lakes]
        named = repr([segment[:-1] for segment in self.segments]).encode()
        return sum_of([named, *shapely.to_wkb(shapes)]).encode()

    @property
    def ashore(self) -> Iterator[Segment]:
        """The segments on land."""
        return (segment for segment in self.segments if not segment.afloat)

    @property
    def afloat(self) -> Iterator[Segment]:
        """The segments at sea."""
        return (segment for segment in self.segments if segment.afloat)

    @property
    def mapped(self) -> Iterator[Segment]:
        """The segments on land whose line is that of a map."""
        return (segment for segment in self.segments if segment.mapped)
