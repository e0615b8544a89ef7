"""One rule, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import PurePath
from typing import Any

import pandas as pd
import shapely

from geo.linter.drawn import Drawn
from geo.model.atlas import Atlas
from geo.model.rows import rows
from geo.model.shown import show_table
from geo.model.spec import Table
from geo.network.branches import TRACK
from geo.read.geojson import read_ground

HISTORY = "status_history.csv"
"""The file that says from when each status of a segment holds."""

Found = Iterator[tuple[str, int | str, str]]
"""In which file something was found, in which row, at which feature or key, and what is wrong."""


@dataclass(frozen=True, repr=False)
class Finding:
    """One error that a rule found, with its place and a message.

    `row` is the number of a line, or the id of a feature or row; in a TOML file it is a key, in a
    file of translations the text. `reason` says why there is such a rule.
    """

    rule: str
    file: str
    row: int | str
    message: str
    reason: str = ""

    def __str__(self) -> str:
        """Return the finding as one line."""
        kinds = {".toml": "key", ".json": "text", ".geojson": "feature"}
        kind = kinds.get(PurePath(self.file).suffix, "row")
        return f"{self.file}, {kind} {self.row}: {self.message} [{self.rule}]"

    def __repr__(self) -> str:
        """Return the finding as one line, which is none of its own text."""
        return f"<{self}>"


class Findings(list[Finding]):
    """All errors that the linter found, as a list of `Finding`, sorted by rule."""

    @property
    def reasons(self) -> list[str]:
        """Why there are the rules that found something, a line for each."""
        return list(dict.fromkeys(f"{each.rule}: {each.reason}" for each in self if each.reason))

    def __repr__(self) -> str:
        """Return a line for each, and then why there are these rules."""
        lines = [*map(str, self), *([""] if self.reasons else []), *self.reasons]
        return "\n".join(lines) or "nothing found"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: a row for each."""
        return show_table(
            [f"findings: {len(self)}" if self else "nothing found"], pd.DataFrame(self)
        )


@dataclass(frozen=True)
class Rule:
    """A rule by name, the reason for it in one line, and what checks it."""

    name: str
    reason: str
    check: Callable[[Linted], Found]


class Linted(Atlas):
    """An atlas that is held against the rules: what several of them ask is found once."""

    @classmethod
    def of(cls, atlas: Atlas) -> Linted:
        """Return an atlas as rules take it."""
        return cls(**{each.name: getattr(atlas, each.name) for each in fields(Atlas)})

    @cached_property
    def segment_rows(self) -> list[tuple[str, Any]]:
        """Each segment of the networks once, with the file that it stands in."""
        found: dict[str, tuple[str, Any]] = {}
        for layer in self.spec.of_shape("network"):
            for row in rows(self.layers[layer.id]):
                found.setdefault(row.id, (self.file_of(layer.id), row))
        return list(found.values())

    @cached_property
    def tracks(self) -> pd.DataFrame:
        """What of the segments tells how ways lead along them."""
        return pd.DataFrame(self.segments)[TRACK]

    @cached_property
    def drawn(self) -> Drawn:
        """What rules on lines see."""
        passages = {
            row.id: ((row.lon + row.lon_to) / 2, (row.lat + row.lat_to) / 2)
            for row in rows(self.tables["passages"])
        }
        land, lakes = self._ground("land"), self._ground("lakes")
        segments = [row for _, row in self.segment_rows]
        return Drawn.of(segments, land, lakes, self.spec.modes_on("sea"), passages)

    def _ground(self, name: str) -> shapely.Geometry:
        """Return the land or the lakes, empty if the atlas has none."""
        drawn = read_ground(self.spec, name).geometry.to_numpy()
        return drawn[0] if len(drawn) == 1 else shapely.union_all(drawn)  # a union takes its time


def frames(atlas: Atlas) -> list[tuple[str, Table, pd.DataFrame]]:
    """Return all layers and tables: the file of each, what its columns are, and its rows."""
    layers = atlas.spec.layers.items()
    return [
        *((atlas.file_of(name), layer.table, atlas.layers[name]) for name, layer in layers),
        *((f"{name}.csv", each, atlas.tables[name]) for name, each in atlas.spec.tables.items()),
    ]
