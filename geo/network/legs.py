"""Segments as they are travelled, one way or the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from geo.model.cells import split_list
from geo.model.rows import rows
from geo.model.spec import Spec
from geo.network.crossings import Cuts, smoothed


class Leg(NamedTuple):
    """A segment as it is travelled: its ends, its gauges, and its km by country in turn.

    It is `afloat` if it is not on land; `carrier` is its mode, or that whose ships go on along it.
    `passages` are the straits and the like on its way.
    """

    id: str
    mode: str
    carrier: str
    afloat: bool
    start: str
    end: str
    gauges: frozenset[str]
    passages: frozenset[str]
    along: tuple[tuple[str, float], ...]
    km: float

    def turned(self) -> Leg:
        """Return it as it is travelled the other way."""
        return self._replace(start=self.end, end=self.start, along=self.along[::-1])


class Onward(NamedTuple):
    """A leg, and the gauges that wagons on it can have come with."""

    leg: Leg
    gauges: frozenset[str]


def go_on(before: Onward | None, leg: Leg) -> Onward:
    """Return a leg as it is reached from the one before."""
    came = before.gauges if before else leg.gauges
    return Onward(leg, came & leg.gauges or leg.gauges)


def chained(legs: Sequence[Leg]) -> list[Onward]:
    """Return legs as they are reached one after the other."""
    found: list[Onward] = []
    for leg in legs:
        found.append(go_on(found[-1] if found else None, leg))
    return found


def all_legs(segments: pd.DataFrame, spec: Spec, cuts: Cuts) -> dict[str, Leg]:
    """Return segments by id, in the direction in which they are listed."""
    modes, ashore = spec.values["mode"], spec.modes_on("land")
    return {
        row.id: Leg(
            row.id,
            row.mode,
            modes[row.mode].settings.get("ships", row.mode),
            row.mode not in ashore,
            row.from_place,
            row.to_place,
            frozenset(split_list(row.gauge_mm)),
            frozenset(split_list(row.passages)),
            tuple((part.country, part.km) for part in smoothed(cuts[row.id])),
            row.len_km,
        )
        for row in rows(segments)
    }
