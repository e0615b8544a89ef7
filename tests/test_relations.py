"""What is in print of whole journeys, held against what the networks say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from geo.api import Atlas, open_atlas
from geo.errors import DataError
from geo.model.cells import show, split_list
from geo.model.rows import rows
from geo.model.span import Span, widest
from geo.network.relations import BY, LESS, verdict, with_verdicts
from geo.network.route import Route


@pytest.mark.parametrize(
    ("told", "found", "expected"),
    [
        (Span(20, 25), Span(24, 30), "within"),
        (Span(20, 20), Span(24, 30), "below"),
        (Span(20, 20), Span(10, 19), "above"),
        # figures in print are round
        (Span(7200, 7200), Span(7300, 7300), "within"),
        (Span(7200, 7200), Span(7400, 7400), "below"),
        (Span(20, 25), Span(10, math.inf), "open"),
        (Span(5, 5), Span(10, math.inf), "below"),
        (Span(40, 40), Span(-math.inf, 30), "above"),
        (Span(20, 25), None, "none"),
    ],
)
def test_the_verdict_follows_from_the_numbers(
    told: Span, found: Span | None, expected: str
) -> None:
    assert verdict(told, found) == expected


def spans(atlas: Atlas, row: Any, ways: list[str]) -> Iterator[Span]:  # noqa: ANN401 - a row
    """Yield what `geo.ways` says of a relation along some ways, or along each."""
    unit = row.unit.removeprefix(LESS)
    found: dict[str, Route] = {}
    known = {place["id"] for place in atlas._router.places} & atlas._router.ends
    if {row.from_place, row.to_place} <= known:
        found = {**atlas.ways(row.from_place, row.to_place, by=BY[unit])}
    for way, route in found.items():
        if way in (ways or atlas.spec.ways):
            told = {"km": Span(route.km, route.km), "days": route.days, "USD/TEU": route.cost}
            yield told[unit]


def test_what_is_found_is_what_the_ways_say(atlas: Atlas) -> None:
    verdicts = set()
    for row in rows(atlas.tables["relations"]):
        ways = split_list(row.way)
        own = [*spans(atlas, row, ways)]
        verdicts.add(row.verdict)
        if row.verdict == "none":
            assert not own
            assert not show(row.found_low)
        elif own and not row.unit.startswith(LESS):
            low, high = widest(own)
            # of several ways all that lead there together count, too
            found = row.found_low, row.found_high if show(row.found_high) else math.inf
            assert found[0] <= low + 0.06
            assert found[1] >= high - 0.06
            if len(ways) == 1:
                assert found == pytest.approx((low, high), abs=0.06)
    assert {"within", "open", "above", "below", "none"} <= verdicts


def test_less_is_less_than_the_other_ways_take(toy: Atlas) -> None:
    table = toy.tables["relations"]
    own = toy.ways("Westport", "Eastmere")["coast-to-coast"].km
    line = {**table.iloc[0], "unit": "% km", "against": "coast-to-coast", "low": 0, "high": 10}
    asked = replace(toy, tables={**toy.tables, "relations": table.assign(**line)})
    (row,) = rows(with_verdicts(asked))
    assert own > 0
    assert (row.found_low, row.found_high, row.verdict) == (0, 0, "within")


def test_what_is_computed_is_no_fact(toy_folder: Path) -> None:
    path = toy_folder / "facts" / "relations.csv"
    header, *lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([f"{header},verdict", *(f"{each},within" for each in lines)]))
    with pytest.raises(DataError, match=r"relations\.csv, row 1, column verdict: "):
        open_atlas(toy_folder)
