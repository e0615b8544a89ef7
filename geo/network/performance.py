"""How fast, how long and how dear: what is in print of the parts of a way, as ranges."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import pandas as pd

from geo.model.cells import show, split_list
from geo.model.rows import rows
from geo.model.span import NOT_KNOWN, Span, widest
from geo.network.crossings import AT_SEA
from geo.network.legs import Onward

HELD = ("measured", "official", "reported", "modelled")
"""Kinds of evidence that a range is made of; what is promised or withdrawn is shown beside."""


@dataclass(frozen=True)
class Part:
    """One thing on a way that takes time or money, and how much: hours, or USD a TEU.

    `kind` is the quantity, `segment` the id of the segment that is travelled, or that follows, and
    `place` that of the place, if it is at one. Nothing is known where there are no `sources`.
    `weight` is what it counts for where ways are compared: the middle, and of what nobody knows the
    worst that is known of its kind, or the least known way would look the best.
    """

    kind: str
    segment: str
    place: str
    span: Span
    sources: tuple[str, ...]
    weight: float


class Measure(NamedTuple):
    """The quantities that make up how long a way takes, or what it costs.

    `along` is a speed in km/h, or a price a km; a price has nothing for a wait.
    """

    along: str
    border: str
    gauge: str
    transfer: str
    wait: str


TIME = Measure("speed", "border-time", "gauge-time", "transfer-time", "wait-time")
COST = Measure("tariff", "border-fee", "gauge-fee", "transfer-fee", "")


class _Figure(NamedTuple):
    mode: str
    countries: frozenset[str]
    place: str
    span: Span
    sources: tuple[str, ...]

    @property
    def nearness(self) -> tuple[bool, int, bool]:
        return bool(self.place), len(self.countries), bool(self.mode)


class Performance:
    """The figures of the table `performance`.

    A figure of a place itself counts before one of its country, or of the two countries that a
    border parts, and that before one of the mode alone. All that are as near count: the range holds
    what each of them says.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._figures: dict[str, list[_Figure]] = {}
        for row in rows(table[table["evidence"].isin(HELD)]):
            figure = _Figure(
                show(row.mode),
                frozenset(split_list(row.countries)),
                show(row.place),
                Span(row.low, row.high),
                tuple(split_list(row.sources)),
            )
            self._figures.setdefault(row.quantity, []).append(figure)
        self._known = cache(self._find)
        self._worst = cache(self._find_worst)

    def parts(self, before: Onward | None, onward: Onward, measure: Measure) -> Iterator[Part]:
        """Yield what takes time, or money, from the end of one leg to the end of the next."""
        leg, last = onward.leg, before.leg if before else None

        def known(
            kind: str, countries: Collection[str], *places: str
        ) -> tuple[Span, tuple[str, ...]]:
            return self._known(kind, leg.mode, frozenset(countries), frozenset(places))

        def part(kind: str, countries: Collection[str], *places: str, at: str = "") -> Part:
            span, sources = known(kind, countries, *places)
            return Part(kind, leg.id, at, span, sources, _weight(span, self._worst(kind)))

        here, at = [leg.along[0][0]], leg.start
        is_reloaded = last and last.carrier != leg.carrier
        if is_reloaded:
            yield part(measure.transfer, here, at, at=at)
        if before and before.gauges and leg.gauges and not before.gauges & leg.gauges:
            # where tracks of both gauges lie side by side, wagons change at either end of them
            yield part(measure.gauge, here, before.leg.start, at, leg.end, at=at)
        if measure.wait and leg.afloat and (is_reloaded or not last):
            yield part(measure.wait, here, at, at=at)
        codes = [code for code, _ in (*(last.along[-1:] if last else ()), *leg.along)]
        for left, entered in pairwise(codes):
            if left != entered and AT_SEA not in (left, entered):
                yield part(measure.border, [left, entered], at, leg.end)
        for code, km in leg.along:
            rate, sources = known(measure.along, [code])
            worst = self._worst(measure.along)
            if measure is TIME:
                span, most = _taken(km, rate), km / worst
            else:
                span, most = rate.times(km), km * worst
            yield Part(measure.along, leg.id, "", span, sources, _weight(span, most))

    def _find(
        self, quantity: str, mode: str, countries: frozenset[str], places: frozenset[str]
    ) -> tuple[Span, tuple[str, ...]]:
        """Return what is known of a quantity there, and who says so: perhaps nobody."""
        fitting = [
            figure
            for figure in self._figures.get(quantity, [])
            if figure.mode in ("", mode)
            and (not figure.place or figure.place in places)
            and figure.countries <= countries
        ]
        if not fitting:
            return NOT_KNOWN, ()
        nearest = max(figure.nearness for figure in fitting)
        found = [figure for figure in fitting if figure.nearness == nearest]
        sources = dict.fromkeys(source for figure in found for source in figure.sources)
        return widest(figure.span for figure in found), tuple(sources)

    def _find_worst(self, quantity: str) -> float:
        """Return the slowest speed that is known, or the most of what else it is."""
        spans = [figure.span for figure in self._figures.get(quantity, [])]
        if quantity == TIME.along:
            return min((span.low for span in spans if span.low), default=math.inf)
        return max((span.high for span in spans), default=0.0)


def _weight(span: Span, worst: float) -> float:
    return max(span.low, worst) if span.is_open else sum(span) / 2


def _taken(km: float, speed: Span) -> Span:
    """Return the hours that a way takes: the fastest takes least."""
    fastest, slowest = (km / each if each else math.inf for each in (speed.high, speed.low))
    return Span(fastest, slowest)
