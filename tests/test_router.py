"""The best way between two places: what holds of every answer, and of every question."""

from __future__ import annotations

import math
import pickle
import re
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.api import Atlas
from geo.errors import NoWayError
from geo.model.span import Span, total
from geo.network.question import Question
from geo.network.router import Router

DAY = "2025-06-01"
FIGURES = {
    "speed": (5.0, 80.0),
    "border-time": (0.0, 120.0),
    "gauge-time": (1.0, 90.0),
    "transfer-time": (1.0, 200.0),
    "wait-time": (0.0, 300.0),
    "tariff": (0.01, 1.0),
    "border-fee": (0.0, 300.0),
    "gauge-fee": (0.0, 300.0),
    "transfer-fee": (0.0, 300.0),
}
MEASURES = st.sampled_from(["distance", "time", "cost"])
few = settings(max_examples=60, deadline=None)


def with_figures(atlas: Atlas, spans: dict[str, tuple[float, float]]) -> Router:
    """Return a router for an atlas of which these figures alone are in print, for every mode."""
    lines = [
        {"quantity": name, "low": low, "high": high, "evidence": "measured", "sources": "some"}
        for name, (low, high) in spans.items()
    ]
    table = pd.DataFrame(lines, columns=[*atlas.tables["performance"]])
    return Router(replace(atlas, tables={**atlas.tables, "performance": table}))


@pytest.fixture(scope="module")
def router(atlas: Atlas) -> Router:
    return with_figures(atlas, FIGURES)


@pytest.fixture(scope="module")
def runs(atlas: Atlas) -> Question:
    return Question("distance", DAY, frozenset(atlas.spec.statuses("runs")), frozenset())


def pair(data: st.DataObject, router: Router) -> tuple[str, str]:
    """Draw two places that differ."""
    places = st.sampled_from(sorted(router.ends))
    start, end = data.draw(st.lists(places, min_size=2, max_size=2, unique=True))
    return start, end


def worth(router: Router, start: str, end: str, asked: Question) -> float:
    """Return how good the best way is by what is asked for; without one it is endless."""
    try:
        legs = router.search(start, end, asked)
    except NoWayError:
        return math.inf
    if asked.by == "distance":
        return sum(leg.km for leg in legs)
    return sum(sum(part.span) / 2 for part in router.parts(legs, asked.by))


@few
@given(st.data(), MEASURES)
def test_closing_something_never_makes_a_way_better(
    router: Router, runs: Question, data: st.DataObject, by: str
) -> None:
    start, end = pair(data, router)
    ids = st.frozensets(st.sampled_from(sorted(router.legs)), max_size=20)
    some = data.draw(ids)
    more = some | data.draw(ids)
    fewer_open = worth(router, start, end, runs._replace(by=by, without=more))
    assert fewer_open >= worth(router, start, end, runs._replace(by=by, without=some)) - 1e-6


@few
@given(st.data())
def test_a_way_is_as_long_there_as_back(
    router: Router, runs: Question, data: st.DataObject
) -> None:
    start, end = pair(data, router)
    there, back = (worth(router, *ends, runs) for ends in ((start, end), (end, start)))
    assert there == back or there == pytest.approx(back)


@few
@given(st.data(), MEASURES)
def test_what_may_not_be_used_is_never_used(
    router: Router, atlas: Atlas, data: st.DataObject, by: str
) -> None:
    start, end = pair(data, router)
    some = st.sampled_from([*atlas.spec.values["status"]])
    day = data.draw(st.sampled_from(["1990-01-01", "2015-01-01", DAY, "2026-05-01", atlas.date]))
    allow = data.draw(st.frozensets(some, min_size=1))
    shut = data.draw(st.frozensets(st.sampled_from(["hormuz", *sorted(router.legs)]), max_size=9))
    try:
        legs = router.search(start, end, Question(by, day, allow, shut))
    except NoWayError:
        return
    held = atlas.as_of(day).statuses
    now = dict(zip(router.segments["id"], router.segments["status"], strict=True))
    for leg in legs:
        assert held.get(leg.id, now[leg.id] if day == atlas.date else "unknown") in allow
        assert not shut & {leg.id, *leg.passages}
    assert all(before.end == after.start for before, after in pairwise(legs))
    assert (legs[0].start, legs[-1].end) == (start, end)


@few
@given(st.data(), MEASURES)
def test_no_named_way_is_better_than_the_best(
    router: Router, runs: Question, atlas: Atlas, data: st.DataObject, by: str
) -> None:
    start, end = pair(data, router)
    best = worth(router, start, end, runs._replace(by=by))
    for way in atlas.spec.ways:
        assert worth(router, start, end, runs._replace(by=by, along=(way,))) >= best - 1e-6


def test_the_parts_add_up_to_the_whole(router: Router, runs: Question) -> None:
    way = router.best("in-nhava-sheva", "ru-moscow", runs)
    assert way.km == pytest.approx(sum(way.km_by_mode.values()))
    assert way.km == pytest.approx(sum(way.km_by_country.values()))
    assert way.km == pytest.approx(way.segments["len_km"].sum())
    assert way.days.low * 24 == pytest.approx(sum(part.span.low for part in way.time_parts))
    assert way.cost == total(part.span for part in way.cost_parts)
    assert list(way.segments["from_place"][1:]) == list(way.segments["to_place"][:-1])


@few
@given(st.data())
def test_a_wider_range_in_is_a_wider_range_out(
    atlas: Atlas, router: Router, runs: Question, data: st.DataObject
) -> None:
    legs = router.search("in-nhava-sheva", "ru-moscow", runs)
    name = data.draw(st.sampled_from(sorted(FIGURES)))
    low, high = FIGURES[name]
    less, more = data.draw(st.floats(0.1, 1)), data.draw(st.floats(1, 10))
    wider = with_figures(atlas, {**FIGURES, name: (low * less, high * more)})
    for by in ("time", "cost"):
        before, after = (total(p.span for p in r.parts(legs, by)) for r in (router, wider))
        assert after.low <= before.low + 1e-6
        assert after.high >= before.high - 1e-6


def test_what_is_not_known_leaves_the_range_open_and_is_named(atlas: Atlas, runs: Question) -> None:
    known = {name: span for name, span in FIGURES.items() if name != "wait-time"}
    way = with_figures(atlas, known).best("in-nhava-sheva", "ru-moscow", runs)
    assert way.days.is_open
    assert not way.cost.is_open
    assert {(part.kind, part.place) for part in way.not_known} == {("wait-time", "in-nhava-sheva")}
    assert re.search(r"days: [\d,]+ or more", repr(way))


def test_of_two_figures_the_nearer_counts(atlas: Atlas, runs: Question) -> None:
    columns = ["quantity", "mode", "countries", "place", "low", "high", "evidence", "sources"]
    lines = [
        ("speed", None, None, None, 10.0, 10.0, "measured", "everywhere"),
        ("speed", "rail", None, None, 20.0, 20.0, "official", "by rail"),
        ("speed", "rail", "IR", None, 30.0, 40.0, "reported", "in Iran"),
        ("speed", "rail", "IR", None, 35.0, 50.0, "reported", "in Iran too"),
        ("speed", "rail", "IR", None, 99.0, 99.0, "promised", "one day"),
    ]
    table = pd.DataFrame(lines, columns=columns)
    found = Router(replace(atlas, tables={**atlas.tables, "performance": table}))
    legs = found.search("ir-bandar-abbas-port", "ru-moscow", runs)
    speeds = {}
    for part in found.parts(legs, "time"):
        leg = found.legs[part.segment]
        if part.kind == "speed" and len(leg.along) == 1:
            hours = Span(leg.km / part.span.high, leg.km / part.span.low)
            speeds[leg.mode, leg.along[0][0]] = (round(hours.low), round(hours.high), part.sources)
    assert speeds["rail", "IR"] == (30, 50, ("in Iran", "in Iran too"))
    assert speeds["rail", "RU"] == (20, 20, ("by rail",))
    roads = [part for part in found.parts(legs, "time") if part.sources == ("everywhere",)]
    km = sum(leg.km for leg in legs if leg.mode == "road")
    assert sum(part.span.low for part in roads) == pytest.approx(km / 10)


def test_no_way_says_what_every_way_needs(router: Router, runs: Question) -> None:
    shut = runs._replace(without=frozenset(["hormuz", "cape"]))
    with pytest.raises(NoWayError, match=r"every way needs one of: .*passes hormuz") as caught:
        router.search("in-nhava-sheva", "ru-moscow", shut)
    assert "in-ir-nhava-sheva-bandar-abbas" in caught.value.cut
    opened = frozenset(caught.value.cut)
    every = frozenset([*runs.allow, "building", "proposed", "agreed", "disrupted"])
    with pytest.raises(NoWayError) as none:  # though all the rest were open
        router.search("in-nhava-sheva", "ru-moscow", Question("distance", DAY, every, opened))
    assert set(none.value.cut) <= opened


def test_what_is_opened_may_be_used_before_its_history_begins(atlas: Atlas, router: Router) -> None:
    for segment in ("in-delhi-nhava-sheva", "ir-rasht-astara"):
        ends = router.segments.loc[segment, ["from_place", "to_place"]]
        way = atlas.route(*ends, on="1800-01-01", opened=[segment])
        assert [*way.segments["id"]] == [segment]
        assert [*way.segments["status"]] == ["unknown"]


def test_an_atlas_that_was_asked_for_a_way_can_be_handed_to_another_process(atlas: Atlas) -> None:
    way = atlas.route("Bandar Abbas port", "Tashkent")
    handed = pickle.loads(pickle.dumps(way))  # noqa: S301 - our own
    assert handed.km == way.km
    assert handed.atlas.route("Bandar Abbas port", "Tashkent").km == way.km


def test_a_break_of_gauge_costs_time_only_where_wagons_meet_it(
    atlas: Atlas, runs: Question
) -> None:
    slow = with_figures(atlas, {**FIGURES, "gauge-time": (1e6, 1e6)})
    round_about = frozenset(["kz-kandyagash-arys", "kz-kandyagash-astana"])
    by_land = runs._replace(by="time", without=round_about)
    legs = slow.search("ir-bandar-abbas-port", "uz-tashkent", by_land)
    gauge = [part for part in slow.parts(legs, "time") if part.kind == "gauge-time"]
    way = slow.best("ir-bandar-abbas-port", "uz-tashkent", by_land)
    assert len(gauge) == len(way.gauge_breaks) == 1
    near = [leg for leg in legs if gauge[0].place in (leg.start, leg.end)]
    assert way.gauge_breaks[0].place in {end for leg in near for end in (leg.start, leg.end)}


def test_borders_that_take_time_are_those_that_are_crossed(router: Router, atlas: Atlas) -> None:
    every = Question("distance", DAY, frozenset(atlas.spec.values["status"]), frozenset())
    for start, end in (("ir-bandar-abbas-port", "ru-moscow"), ("ir-chabahar", "uz-tashkent")):
        for way in router.ways(start, end, every).values():
            borders = [part for part in way.time_parts if part.kind == "border-time"]
            assert [part.segment for part in borders] == [at.segment for at in way.crossings]


def test_a_notebook_shows_a_way_as_a_table_and_text_as_text(atlas: Atlas, runs: Question) -> None:
    known = {name: span for name, span in FIGURES.items() if name != "wait-time"}
    way = with_figures(atlas, known).best("in-nhava-sheva", "ru-moscow", runs)
    shown = replace(way, names={**way.names, "ru-moscow": "<b>Moscow</b>"})._repr_html_()
    assert "<b>Moscow" not in shown
    assert "&lt;b&gt;Moscow" in shown
    assert "not known: wait for a ship at Nhava Sheva" in shown
    assert shown.count("<tr") == len(way.segments) + 1
    assert f"{len(way.sources)} sources" in shown


def test_ways_stand_side_by_side(router: Router, atlas: Atlas, runs: Question) -> None:
    every = runs._replace(allow=frozenset(atlas.spec.values["status"]))
    found = router.ways("in-nhava-sheva", "ru-moscow", every)
    table = found.table
    assert list(table.index) == list(found)
    assert list(table["km"]) == [way.km for way in found.values()]
    assert len(repr(found).splitlines()) == len(found)
    assert found._repr_html_().count("<tr") == len(found) + 1


SEAROUTE_KM = {"suez": 14_119, "cape": 22_393, "black-sea": 7_975}
"""The sea from Nhava Sheva on by searoute 1.6.0, with the Suez Canal shut for the Cape."""


@pytest.mark.parametrize("way", SEAROUTE_KM)
def test_the_sea_is_as_wide_as_the_library_of_its_lanes_says(atlas: Atlas, way: str) -> None:
    assert atlas.branch(way).km_by_mode["sea"] == pytest.approx(SEAROUTE_KM[way], rel=0.02)


def test_ships_from_the_sea_go_on_up_a_river(router: Router, atlas: Atlas) -> None:
    every = Question("distance", DAY, frozenset(atlas.spec.values["status"]), frozenset())
    caspian = router.ways("in-nhava-sheva", "ru-moscow", every)["instc-caspian"]
    modes = list(caspian.segments["mode"])
    assert ("sea", "river") in pairwise(modes)
    changes = [pair for pair in pairwise(modes) if len({*pair}) == 2]
    assert len(caspian.transfers) == len(changes) - changes.count(("sea", "river"))


def test_two_ways_are_joined_where_one_does_not_lead_there_alone(
    router: Router, atlas: Atlas
) -> None:
    every = Question("distance", DAY, frozenset(atlas.spec.values["status"]), frozenset())
    found = router.ways("in-nhava-sheva", "ru-moscow", every)
    assert {"instc-west", "suez", "cape", "black-sea"} < set(found)
    (joined,) = [key for key in found if key.startswith("instc-chabahar.")]
    assert found[joined].asked.along == tuple(joined.split("."))
    for start, end, modes in (("in-mumbai", "kz-almaty", 2), ("in-delhi", "tj-dushanbe", 1)):
        ways = router.ways(start, end, every)
        assert any("." in key for key in ways)
        assert len(ways) >= modes


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (1 / 6, 1 / 3, "0.2-0.3"),
        (0.03, 0.1, "0.03-0.10"),
        (0, 0.3, "0.0-0.3"),
        (0.5, math.inf, "0.5 or more"),
        (0, 2, "0-2"),
        (1.4, 3, "1-3"),
    ],
)
def test_what_takes_less_than_a_day_takes_no_zero_days(low: float, high: float, told: str) -> None:
    assert Span(low, high).show() == told
