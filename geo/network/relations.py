"""What is in print of whole journeys, held against what the networks say of the same ends."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pandas as pd

from geo.model.atlas import Atlas
from geo.model.cells import split_list, typed
from geo.model.rows import rows
from geo.model.span import Span, total, widest
from geo.network.question import Question
from geo.network.route import HOURS_A_DAY
from geo.network.router import Router

BY = {"km": "distance", "days": "time", "USD/TEU": "cost"}
"""What a way is best by of which a figure in this unit is told."""
LESS = "% "
"""Before a unit: by how much less it is than along the ways that it is compared with."""
ROUNDED = 0.02
"""A figure in print is round: so much may it be off, as a part of itself."""


def with_verdicts(atlas: Atlas) -> pd.DataFrame:
    """Return the relations, each with what is found along the ways that it names, and a verdict.

    What is found is as on the date of the atlas, over what is there, run or not: along each way the
    best by what the figure tells of, and along all together; of several ways a range that holds
    all. Where a relation names no way, each way counts.
    """
    relations, table = atlas.tables["relations"], atlas.spec.tables["relations"]
    told = _Networks(atlas) if len(relations) else None
    spans = [told.of(row) for row in rows(relations)] if told else []
    pairs = zip(rows(relations), spans, strict=True)
    found: dict[str, list[Any]] = {
        "found_low": [_end(span and span.low) for span in spans],
        "found_high": [_end(span and span.high) for span in spans],
        "verdict": [verdict(Span(row.low, row.high), span) for row, span in pairs],
    }
    columns = {name: typed(cells, table[name]) for name, cells in found.items()}
    return relations.assign(**columns)[table.names]


def verdict(told: Span, found: Span | None) -> str:
    """Say how a figure in print stands to what is found, by the numbers alone.

    `within`: they meet; `below`, `above`: it is less, or more, than all that is found; `open`: what
    is found has no end, and does not contradict it; `none`: nothing is found.
    """
    if found is None:
        return "none"
    if told.high * (1 + ROUNDED) < found.low:
        return "below"
    if told.low * (1 - ROUNDED) > found.high:
        return "above"
    return "open" if math.isinf(found.low) or math.isinf(found.high) else "within"


class _Networks:
    """What the networks say of relations on the date of their atlas."""

    def __init__(self, atlas: Atlas) -> None:
        self._router = Router(atlas)
        self._ways = [*atlas.spec.ways]
        every = frozenset(atlas.spec.values["status"])
        self._asked = Question("distance", atlas.date, every, frozenset())
        self._along = cache(self._span)

    def of(self, relation: Any) -> Span | None:  # noqa: ANN401 - a row
        """Return what is found for a relation; nothing if no way leads there."""
        unit = relation.unit.removeprefix(LESS)
        ends = relation.from_place, relation.to_place
        own = [*self._spans(*ends, unit, split_list(relation.way) or self._ways)]
        if not own or unit == relation.unit:
            return widest(own) if own else None
        others = [*self._spans(*ends, unit, split_list(relation.against))]
        other = widest(others) if others else None
        return _saved(widest(own), other) if other and other.high else None

    def _spans(self, start: str, end: str, unit: str, ways: Sequence[str]) -> Iterator[Span]:
        for along in (*((way,) for way in ways), tuple(ways)):
            span = self._along(start, end, unit, *along)
            if span:
                yield span

    def _span(self, start: str, end: str, unit: str, *ways: str) -> Span | None:
        by = BY[unit]
        legs = self._router.along(start, end, self._asked._replace(by=by, along=ways))
        if not legs:
            return None
        if by == "distance":
            km = sum(leg.km for leg in legs)
            return Span(km, km)
        span = total(part.span for part in self._router.parts(legs, by))
        return span.times(1 / HOURS_A_DAY) if by == "time" else span


def _saved(own: Span, other: Span) -> Span:
    """Return by how many percent one is less than another."""
    least, most = own.low / other.high, own.high / other.low if other.low else math.inf
    return Span(100 * (1 - most), 100 * (1 - least))


def _end(value: float | None) -> float | None:
    return None if value is None or math.isinf(value) else round(value, 1)
