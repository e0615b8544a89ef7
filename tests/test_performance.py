"""What a range of days is worth: it holds the journeys that were observed, and not much more.

The goal is that the eastern branch holds the 12 to 16 days that trains took between Iran and the
region of Moscow in 2025, and is no wider than three times that. Of days, we read "three times
that" as three times their width: 12 days, on the way from Moscow to Bandar Abbas. A journey that
was observed once has no width; it gets its share of those 12 days by the length of its way. So
does one on a shorter or a longer way, unless three times its own width are more.

Observed is what was measured, told of journeys, or said by who runs the trains and ships; not what
is reckoned or promised. It is held against the shortest way along the way that it names, else
along any, over what ran on its last day; what has no day of opening counts as running, and what is
disrupted too, for somebody went. What does not hold stands in `KNOWN`, each for a reason: a journey
is never left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from geo.api import Atlas
from geo.errors import NoWayError
from geo.model.cells import show, split_list
from geo.model.history import UNKNOWN
from geo.model.rows import rows
from geo.model.span import Span
from geo.network.question import Question
from geo.network.route import Route
from geo.network.router import Router

OBSERVED = ("measured", "official", "reported")
WIDTH_OF_2025 = 16 - 12
"""Of the days on the eastern branch."""
TIMES = 3

KNOWN = {
    # the yearly mean of 2023; figures of that year are not in print
    ("ru-moscow", "ir-bandar-abbas-port", "", 27.0): "outside",
    # from where in Russia is not said
    ("ru-moscow", "ir-bandar-abbas-port", "", 20.0): "outside",
    # no line leads from the Red Sea to Bandar Abbas
    ("ru-moscow", "ir-bandar-abbas-port", "suez", 25.0): "not joined",
    # nobody says how long the containers waited for wagons at Sarakhs
    ("ir-bandar-abbas-port", "uz-tashkent", "ashgabat", 20.0): "outside",
    # nothing is known of the ports of the Caspian Sea
    ("ru-st-petersburg", "in-nhava-sheva", "instc-caspian", 24.0): "open",
    # of the time between two ships the interval alone is known
    ("ir-chabahar", "in-nhava-sheva", "instc-chabahar", 5.0): "wide",
    # before the railway to Rasht was open
    ("in-nhava-sheva", "ru-moscow", "instc-west", 23.0): "not joined",
    ("ru-chelyabinsk", "in-mundra", "instc-east", 35.0): "not joined",
    # nothing is known of waiting in Novorossiysk, and of the railways of India
    ("ru-novorossiysk", "in-nhava-sheva", "black-sea", 25.0): "open",
    ("ru-novorossiysk", "in-nhava-sheva", "black-sea", 17.0): "open",
    ("in-mundra", "ru-st-petersburg", "suez", 23.0): "open",
}
"""Observed journeys that the range of days does not hold, or not as closely as it should."""
RANKED = ["holds", "wide", "outside", "open"]
"""What may be said of a journey that may have taken several ways; the best counts."""


@pytest.fixture(scope="module")
def router(atlas: Atlas) -> Router:
    return Router(atlas)


@pytest.fixture(scope="module")
def allow(atlas: Atlas) -> frozenset[str]:
    return frozenset([*atlas.spec.statuses("runs", "broken"), UNKNOWN])


@pytest.fixture(scope="module")
def branch(router: Router, allow: frozenset[str]) -> Route:
    """Return the eastern branch as it was at the end of 2025."""
    asked = Question("distance", "2025-11-24", allow, frozenset(), ("instc-east",))
    return router.best("ru-moscow", "ir-bandar-abbas-port", asked)


def journeys(atlas: Atlas) -> Iterator[Any]:
    """Yield the relations that were observed and tell how many days they took."""
    for row in rows(atlas.tables["relations"]):
        if row.unit == "days" and row.evidence in OBSERVED:
            yield row


def routes(
    router: Router,
    journey: Any,  # noqa: ANN401 - a row
    ways: list[str],
    allow: frozenset[str],
) -> Iterator[Route]:
    """Yield the ways that a journey may have taken."""
    ends = journey.from_place, journey.to_place
    for way in split_list(journey.way) or ways:
        try:
            if router.ends.issuperset(ends):
                asked = Question("distance", journey.finish, allow, frozenset(), (way,))
                yield router.best(*ends, asked)
        except NoWayError:
            continue


def verdict(route: Route, observed: Span, allowed: float) -> str:
    """Say whether the days of a route hold those observed."""
    days = route.days
    if days.is_open:
        return "open"
    if not days.low <= observed.low <= observed.high <= days.high:
        return "outside"
    return "holds" if days.high - days.low <= allowed else "wide"


def test_the_range_holds_the_journeys_that_were_observed(
    atlas: Atlas, router: Router, allow: frozenset[str], branch: Route
) -> None:
    found = {}
    for journey in journeys(atlas):
        observed = Span(journey.low, journey.high)
        own = observed.high - observed.low
        told = {
            verdict(route, observed, TIMES * max(own, WIDTH_OF_2025 * route.km / branch.km))
            for route in routes(router, journey, [*atlas.spec.ways], allow)
        }
        key = journey.from_place, journey.to_place, show(journey.way), journey.low
        found[key] = min(told, key=RANKED.index, default="not joined")
    assert {key: told for key, told in found.items() if told != "holds"} == KNOWN
    assert len(found) > len(KNOWN)


def test_the_eastern_branch_holds_the_trains_of_2025(branch: Route) -> None:
    assert branch.days.low <= 12
    assert branch.days.high >= 16
    assert branch.days.high - branch.days.low <= TIMES * WIDTH_OF_2025
