"""Breaks of gauge: where wagons cannot go on along a way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from geo.model.cells import show, split_list
from geo.model.spec import Spec
from geo.network.ways import chain


@dataclass(frozen=True)
class GaugeBreak:
    """A place where wagons cannot go on: gauges in mm before and behind it, joined by `;`.

    `between` are the numbers, in the order of travel, of the last segment that the new gauge does
    not fit and of the first that the old one does not: who goes along both has the break.
    """

    place: str
    name: str
    before: str
    after: str
    between: tuple[int, int]


def place_roles(spec: Spec, places: pd.DataFrame) -> dict[str, str]:
    """Return what places are on a network, by id, as the values of their columns say.

    The role of a place is `gauge` (one gauge ends, another begins), `border` (it is a border
    crossing) or `stop`; places without one are left out.
    """
    roles: dict[str, str] = {}
    for column in places.columns.intersection(list(spec.values)):
        known = {
            value: row.settings["role"]
            for value, row in spec.values[column].items()
            if "role" in row.settings
        }
        roles |= {
            place: known[value]
            for place, value in zip(places["id"].tolist(), places[column].tolist(), strict=True)
            if value in known
        }
    return roles


def gauge_breaks(
    segments: pd.DataFrame, names: Mapping[str, str], roles: Mapping[str, str]
) -> list[GaugeBreak]:
    """Find where no gauge leads on from one railway to the next.

    Where tracks of both gauges lie side by side, a break is named by the place among them that is
    known as one (see `place_roles`), else by a border crossing, else by the place where the old
    gauge ends. Segments chain, in the order of travel, and have `gauge_mm`, `from_place` and
    `to_place`; those without a gauge, railways or not, go on with any. `names` are those of places.
    """
    ends = chain(list(zip(segments["from_place"], segments["to_place"], strict=True)))
    gauges = [set(split_list(gauge)) for gauge in segments["gauge_mm"]]
    breaks = []
    fitting: set[str] = set()
    for number, gauge in enumerate(gauges):
        if fitting and gauge and not fitting & gauge:
            both = number
            while both and gauges[both - 1] & gauge:
                both -= 1
            at = _fittest([start for start, _ in ends[both : number + 1]][::-1], roles)
            before, after = ";".join(sorted(fitting)), ";".join(sorted(gauge))
            breaks.append(
                GaugeBreak(at, show(names.get(at)), before, after, (max(both, 1) - 1, number))
            )
            fitting = gauge
        else:
            fitting = fitting & gauge or gauge
    return breaks


def _fittest(candidates: Sequence[str], roles: Mapping[str, str]) -> str:
    for role in ("gauge", "border"):
        for place in candidates:
            if roles.get(place) == role:
                return place
    return candidates[0]
