"""Branches as objects: what is computed along their way is what is known of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
import shapely

import geo
from geo.api import Atlas, open_atlas
from geo.errors import DataError
from geo.model.rows import rows
from geo.network.gauges import gauge_breaks
from tests.changing import change

# Countries left and entered.
ASTRAKHAN_SARATOV = ["RU KZ", "KZ RU", "RU KZ", "KZ RU"]
KAZAKH = ["TM KZ", "KZ RU"]
CROSSINGS: dict[str, list[str]] = {
    "instc-west": ["IR AZ", "AZ RU", *ASTRAKHAN_SARATOV],
    "instc-caspian": ASTRAKHAN_SARATOV,
    "instc-east": ["IR TM", *KAZAKH, *ASTRAKHAN_SARATOV],
    "instc-east-sarakhs": ["IR TM", *KAZAKH, *ASTRAKHAN_SARATOV],
    "instc-chabahar": [],
    "ashgabat": ["IR TM", "TM UZ", "UZ KZ"],
}
GAUGE_BREAKS = {
    "instc-west": ["ir-astara"],
    "instc-caspian": [],
    "instc-east": ["ir-incheh-borun"],
    "instc-east-sarakhs": ["ir-sarakhs"],
    "instc-chabahar": [],
    "ashgabat": ["ir-sarakhs"],
}
COUNTRIES = {
    "instc-west": ["IN", "IR", "AZ", "RU", "KZ"],
    "instc-caspian": ["IN", "IR", "RU", "KZ"],
    "instc-east": ["IN", "IR", "TM", "KZ", "RU"],
    "instc-east-sarakhs": ["IN", "IR", "TM", "KZ", "RU"],
    "instc-chabahar": ["IN", "IR"],
    "ashgabat": ["OM", "IR", "TM", "UZ", "KZ"],
}


@pytest.fixture(scope="module")
def follow(atlas: Atlas) -> dict[str, geo.Branch]:
    return {name: atlas.branch(name) for name in atlas.spec.ways}


@pytest.mark.parametrize("name", CROSSINGS)
def test_crossings_found_are_those_expected(follow: dict[str, geo.Branch], name: str) -> None:
    assert [f"{at.country} {at.into}" for at in follow[name].crossings] == CROSSINGS[name]


@pytest.mark.parametrize("name", GAUGE_BREAKS)
def test_breaks_of_gauge_are_those_expected(follow: dict[str, geo.Branch], name: str) -> None:
    found = follow[name].gauge_breaks
    assert [at.place for at in found] == GAUGE_BREAKS[name]
    assert all((at.before, at.after) == ("1435", "1520") for at in found)


@pytest.mark.parametrize("name", COUNTRIES)
def test_countries_come_in_the_order_of_travel(follow: dict[str, geo.Branch], name: str) -> None:
    assert follow[name].countries == COUNTRIES[name]


def test_what_is_missing_is_told(follow: dict[str, geo.Branch], atlas: Atlas) -> None:
    running = atlas.spec.statuses("runs")
    for found in follow.values():
        told = {
            kind: [at.where for at in found.missing if at.kind == kind]
            for kind in ("gap", "status", "gauge")
        }
        idle = found.segments.loc[~found.segments["status"].isin(running), "id"]
        breaks = [at.place for at in found.gauge_breaks]
        assert told == {"gap": list(found.gaps["id"]), "status": list(idle), "gauge": breaks}
        assert all(at.reason for at in found.missing)
        assert not any(at.reason.endswith("-01-01") for at in found.missing)


@pytest.mark.parametrize("name", CROSSINGS)
def test_segments_lead_on_to_each_other(follow: dict[str, geo.Branch], name: str) -> None:
    way = list(rows(follow[name].segments))
    for before, after in pairwise(way):
        assert before.to_place == after.from_place
        assert before.iso_to == after.iso_from
        assert before.geometry.coords[-1] == after.geometry.coords[0]


@pytest.mark.parametrize("name", CROSSINGS)
def test_sums_agree(follow: dict[str, geo.Branch], name: str) -> None:
    found = follow[name]
    for sums in (found.km_by_mode, found.km_by_status, found.km_by_course, found.km_by_country):
        assert sum(sums.values()) == pytest.approx(found.km, rel=1e-12)


@pytest.mark.parametrize("name", ["instc-west", "instc-caspian"])
def test_totals_are_near_the_published_one(follow: dict[str, geo.Branch], name: str) -> None:
    assert follow[name].km == pytest.approx(7200, rel=0.02)


def test_azerbaijan_is_as_wide_as_in_print(follow: dict[str, geo.Branch]) -> None:
    assert follow["instc-west"].km_by_country["AZ"] == pytest.approx(511, rel=0.03)


def test_the_eastern_branch_is_longer(follow: dict[str, geo.Branch]) -> None:
    assert follow["instc-east"].km_by_country["TM"] == pytest.approx(700, rel=0.03)
    assert 8000 < follow["instc-east"].km < follow["instc-east-sarakhs"].km < 8600


def test_crossings_lie_on_the_line_and_on_the_border(follow: dict[str, geo.Branch]) -> None:
    for found in follow.values():
        lines = found.segments.set_index("id").geometry
        for at in found.crossings:
            assert lines[at.segment].distance(shapely.Point(at.lon, at.lat)) < 1e-6


def test_the_published_data_are_the_default(follow: dict[str, geo.Branch]) -> None:
    again = geo.branch("ashgabat")
    assert again.crossings == follow["ashgabat"].crossings
    assert again.km == pytest.approx(follow["ashgabat"].km)


def test_an_unknown_branch_names_the_known_ones() -> None:
    with pytest.raises(KeyError, match="no branch 'west'; there are instc-west, instc-caspian"):
        geo.branch("west")


def test_a_branch_without_segments_is_refused(atlas: Atlas) -> None:
    none = replace(atlas, tables={"routes": atlas.tables["routes"].head(0)})
    with pytest.raises(DataError, match="expected the segments of ashgabat"):
        none.branch("ashgabat")


def test_a_branch_that_does_not_chain_is_refused(atlas: Atlas) -> None:
    routes = atlas.tables["routes"]
    broken = replace(atlas, tables={"routes": routes[routes["segment"] != "ir-bafq-yazd"]})
    with pytest.raises(DataError, match=r"ir-yazd-qom.*goes on from the end of"):
        broken.branch("instc-west")


def segments_of(*rows: tuple[str, str, str, str | None]) -> pd.DataFrame:
    columns = ["from_place", "to_place", "mode", "gauge_mm"]
    return pd.DataFrame(list(rows), columns=columns, dtype="str")


NAMES = dict(zip("abcd", "ABCD", strict=True))
ROLES = {"a": "stop", "b": "border"}


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("a", "b", "rail", "1435"), ("b", "c", "rail", "1520")], ["b"]),
        ([("a", "b", "rail", "1435"), ("c", "b", "rail", "1435;1520")], []),
        (
            [
                ("a", "b", "rail", "1435"),
                ("b", "c", "rail", "1435;1520"),
                ("c", "d", "rail", "1520"),
            ],
            ["b"],
        ),
        ([("a", "b", "rail", "1435"), ("b", "c", "sea", None), ("c", "d", "rail", "1520")], []),
        ([("a", "b", "rail", "1435"), ("b", "c", "rail", None), ("c", "d", "rail", "1520")], []),
        ([], []),
    ],
)
def test_a_gauge_breaks_where_none_leads_on(
    rows: list[tuple[str, str, str, str | None]], found: list[str]
) -> None:
    assert [at.place for at in gauge_breaks(segments_of(*rows), NAMES, ROLES)] == found


def test_shared_segments_stand_once(atlas: Atlas) -> None:
    assert atlas.segments["id"].is_unique


def test_countries_add_up_to_the_way_on_long_chords_too(toy: Atlas) -> None:
    found = toy.branch("coast-to-coast")
    assert sum(found.km_by_country.values()) == pytest.approx(found.km, rel=1e-12)
    assert found.countries == ["XA", "XB"]
    assert [(at.country, at.into, at.place) for at in found.crossings] == [
        ("XA", "XB", "xa-midway")
    ]
    assert [(at.kind, at.where) for at in found.missing] == [("status", "xa-xb-midway-eastmere")]


@pytest.mark.parametrize(
    ("known", "told"), [("day", "2019-06-01"), ("month", "2019-06"), ("year", "2019")]
)
def test_a_date_is_told_as_far_as_it_is_known(known: str, told: str, toy_folder: Path) -> None:
    path = toy_folder / "facts" / "status_history.csv"
    row = "xa-xb-midway-eastmere,proposed,2019-06-01,"
    change(path, f"{row}month", f"{row}{known}")
    (missing,) = open_atlas(toy_folder).branch("coast-to-coast").missing
    assert missing.reason.endswith(f": proposed since {told}")
