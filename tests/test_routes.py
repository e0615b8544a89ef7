"""Branches as ordered segments: they chain, and who breaks the chain is named."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import DataError
from geo.network.ways import PLANNED, TRAVELLED, chain, route_faults
from geo.read.facts import Facts, read_facts
from geo.read.spec import read_spec
from tests.conftest import Editor


def ends_of(facts: Facts, branch: str, roles: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the places of the segments of a branch, in order."""
    segments, routes = facts.tables["segments"].set_index("id"), facts.tables["routes"]
    rows = routes[(routes["branch"] == branch) & routes["role"].isin(roles)]
    used = segments.loc[rows.sort_values("seq")["segment"]]
    return list(zip(used["from_place"], used["to_place"], strict=True))


@given(st.integers(2, 12), st.data())
def test_segments_turned_at_random_chain_again(length: int, data: st.DataObject) -> None:
    way = [(f"p{n}", f"p{n + 1}") for n in range(length)]
    turned = [pair if data.draw(st.booleans()) else pair[::-1] for pair in way]
    assert chain(turned) == way


def test_a_chain_ends_where_it_breaks() -> None:
    assert chain([("a", "b"), ("c", "b"), ("d", "e")]) == [("a", "b"), ("b", "c")]
    assert chain([("a", "b"), ("c", "d")]) == [("a", "b")]
    assert chain([("a", "b")]) == [("a", "b")]
    assert chain([]) == []


@pytest.mark.parametrize("roles", [TRAVELLED, PLANNED])
def test_ways_lead_from_end_to_end(facts: Facts, roles: tuple[str, ...]) -> None:
    for name in facts.spec.ways:
        ends = ends_of(facts, name, roles)
        way = chain(ends)
        assert len(way) == len(ends) > 0
        assert all(before[1] == after[0] for before, after in pairwise(way))


def test_routes_hold_together(facts: Facts) -> None:
    routes, segments = facts.tables["routes"], facts.tables["segments"]
    assert list(route_faults(routes, segments, facts.spec.ways)) == []
    assert list(route_faults(routes.head(0), segments, facts.spec.ways)) == []


BROKEN = {
    "that is none": ({"segment": "ir-bafq-delhi"}, "'ir-bafq-delhi': expected an id of segments"),
    "of another's number": ({"seq": "6"}, "expected one row for each branch and seq"),
    "named twice": ({"segment": "ir-yazd-qom"}, "expected one row for each branch and segment"),
    "without a role": ({"role": "detour"}, "'detour': expected one of main, gap"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_row_is_named(kind: str, edit: Editor, folder: Path) -> None:
    cells, told = BROKEN[kind]
    number = [row["segment"] for row in edit.rows("routes")].index("ir-bafq-yazd")
    edit.set("routes", number, **cells)
    with pytest.raises(DataError) as caught:
        read_facts(read_spec(folder.parent))
    assert "routes.csv, row" in str(caught.value)
    assert told in str(caught.value)


GOES_ON = "a segment that goes on from the end of ir-ahmadabad-bafq"
UNCHAINED = {
    "of another branch": (
        {"segment": "ir-kerman-bafq"},
        "a segment that segments.csv counts to west",
    ),
    "put aside": ({"role": "alternative"}, GOES_ON),
    "not built": ({"role": "gap"}, GOES_ON),
}


@pytest.mark.parametrize("kind", UNCHAINED)
def test_a_way_that_breaks_is_named(kind: str, facts: Facts) -> None:
    cells, told = UNCHAINED[kind]
    routes = facts.tables["routes"].copy()
    row = routes.index[routes["segment"] == "ir-bafq-yazd"][0]
    for column, cell in cells.items():
        routes.loc[row, column] = cell
    found = route_faults(routes, facts.tables["segments"], facts.spec.ways)
    assert told in [expected for _, expected in found]


def test_an_alternative_that_hangs_in_the_air_is_named(facts: Facts) -> None:
    routes = facts.tables["routes"]
    routes = routes[
        (routes["branch"] == "instc-caspian")
        & ~routes["segment"].isin(["ir-kz-amirabad-aktau", "kz-mangystau-aktau"])
    ]
    faults = route_faults(routes, facts.tables["segments"], facts.spec.ways)
    found = {routes.at[row, "segment"]: told for row, told in faults}
    assert found == dict.fromkeys(
        ["ir-kz-anzali-aktau", "tm-ir-turkmenbashi-anzali", "tm-az-turkmenbashi-alat"],
        "a segment that touches the others of its branch",
    )
