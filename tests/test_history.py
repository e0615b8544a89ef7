"""The world of a day: memberships and statuses that tables of today do not tell any more."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

import geo
from geo.api import Atlas
from geo.model.history import AsOf, as_of, last_day, precision
from geo.read.facts import Facts

FOUNDERS_SCO = dict.fromkeys(["CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB"], "founder")
FOUNDERS_INSTC = dict.fromkeys(["IND", "IRN", "RUS"], "founder")
FOUNDERS_ASHGABAT = dict.fromkeys(["IRN", "OMN", "TKM", "UZB"], "founder")
FOUNDERS_EAEU = dict.fromkeys(["BLR", "KAZ", "RUS"], "founder")
FOUNDERS_CSTO = dict.fromkeys(["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"], "founder")
OBSERVERS_2005 = dict.fromkeys(["IND", "IRN", "PAK"], "observer")
INSTC_2005 = FOUNDERS_INSTC | dict.fromkeys(["AZE", "BLR", "KAZ", "OMN", "TJK"], "member")
# The oldest list that names them is of April 2017.
UNLISTED = dict.fromkeys(["ARM", "BGR", "KGZ", "SYR", "TUR", "UKR"], "unknown")
INSTC_2017 = (
    INSTC_2005 | dict.fromkeys(["ARM", "KGZ", "SYR", "TUR", "UKR"], "member") | {"BGR": "observer"}
)

MEMBERSHIPS: dict[str, dict[str, dict[str, str]]] = {
    "2012-01-01": {
        "sco": FOUNDERS_SCO | OBSERVERS_2005,
        "instc": INSTC_2005 | UNLISTED,
        "ashgabat": FOUNDERS_ASHGABAT | {"QAT": "founder"},
        "eaeu": {},
        "csto": FOUNDERS_CSTO | {"UZB": "member"},
    },
    "2015-01-01": {
        "sco": FOUNDERS_SCO | OBSERVERS_2005,
        "instc": INSTC_2005 | UNLISTED,
        "ashgabat": FOUNDERS_ASHGABAT | {"QAT": "left"},
        "eaeu": FOUNDERS_EAEU,
        "csto": FOUNDERS_CSTO | {"UZB": "left"},
    },
    "2017-06-10": {
        "sco": FOUNDERS_SCO
        | {"IND": "member", "PAK": "member", "IRN": "observer", "BLR": "observer"},
        "instc": INSTC_2017,
        "ashgabat": FOUNDERS_ASHGABAT | {"QAT": "left", "IND": "applied", "PAK": "unknown"},
        "eaeu": FOUNDERS_EAEU | {"ARM": "member", "KGZ": "member"},
        "csto": FOUNDERS_CSTO | {"UZB": "left"},
    },
    "2024-07-05": {
        "sco": FOUNDERS_SCO | dict.fromkeys(["BLR", "IND", "IRN", "PAK"], "member"),
        "instc": INSTC_2017 | {"TKM": "applied"},
        "ashgabat": FOUNDERS_ASHGABAT
        | {"QAT": "left", "KAZ": "member", "IND": "member", "PAK": "applied"},
        "eaeu": FOUNDERS_EAEU
        | {"ARM": "member", "KGZ": "member", "MDA": "observer", "UZB": "observer"},
        "csto": FOUNDERS_CSTO | {"UZB": "left"},
    },
}

# Segments that changed between these days.
STATUSES: dict[str, dict[str, str | None]] = {
    "2012-01-01": {"ir-qazvin-rasht": "building", "ir-rasht-astara": None},
    "2015-01-01": {"tm-akyayla-etrek": "operating", "in-ir-nhava-sheva-bandar-abbas": "trial"},
    "2017-06-10": {"ir-chabahar-khash": "building", "ir-qazvin-rasht": "building"},
    "2024-07-05": {
        "ir-qazvin-rasht": "operating",
        "ir-rasht-caspian-port": "operating",
        "ir-rasht-astara": "agreed",
        "in-ir-nhava-sheva-bandar-abbas": "operating",
    },
    "2026-05-01": {"in-ir-nhava-sheva-bandar-abbas": "suspended"},
    "2026-11-22": {"in-ir-nhava-sheva-bandar-abbas": "disrupted", "ir-rasht-astara": "agreed"},
}


@pytest.mark.parametrize("day", MEMBERSHIPS)
def test_memberships_of_the_day(day: str, atlas: Atlas) -> None:
    """Those that are known; more may be found."""
    found = atlas.as_of(day).memberships
    for body, standings in MEMBERSHIPS[day].items():
        assert standings.items() <= found[body].items()


@pytest.mark.parametrize("day", STATUSES)
def test_statuses_of_the_day(day: str, atlas: Atlas) -> None:
    statuses = atlas.as_of(day).statuses
    assert {segment: statuses.get(segment) for segment in STATUSES[day]} == STATUSES[day]


def test_the_world_of_the_data_date_is_that_of_the_layers(atlas: Atlas, facts: Facts) -> None:
    today = facts.tables["segments"].set_index("id")["status"].to_dict()
    assert atlas.as_of(atlas.date).statuses.items() <= today.items()


def test_the_atlas_that_ships_is_the_default(atlas: Atlas) -> None:
    assert geo.as_of("2017-06-10") == atlas.as_of("2017-06-10")


def tables(
    memberships: list[dict[str, Any]], history: list[dict[str, Any]]
) -> dict[str, pd.DataFrame]:
    columns = ["iso_a3", "body", "status", "from_earliest", "from_latest", "until"]
    steps = ["segment", "status", "valid_from", "date_prec"]
    return {
        "memberships": pd.DataFrame(memberships, columns=columns),
        "status_history": pd.DataFrame(history, columns=steps),
    }


def test_a_range_reads_unknown_inside() -> None:
    began = {"from_earliest": "2004-12-02", "from_latest": "2015-08-21", "until": None}
    row = {"iso_a3": "SYR", "body": "instc", "status": "member", **began}
    found = {
        day: as_of(day, tables([row], [])).memberships["instc"].get("SYR")
        for day in ("2004-12-01", "2004-12-02", "2015-08-20", "2015-08-21")
    }
    assert list(found.values()) == [None, "unknown", "unknown", "member"]


def test_a_month_reads_unknown_inside() -> None:
    begun = {"valid_from": "2017-05-01", "date_prec": "month"}
    step = {"segment": "a-b", "status": "operating", **begun}
    found = [
        as_of(day, tables([], [step])).statuses.get("a-b")
        for day in ("2017-04-30", "2017-05-01", "2017-05-30", "2017-05-31")
    ]
    assert found == [None, "unknown", "unknown", "operating"]


def test_empty_tables_give_an_empty_world() -> None:
    assert as_of("2020-01-01", tables([], [])) == AsOf("2020-01-01", {}, {})


@pytest.mark.parametrize("day", ["yesterday", "2017-02-30", "", 2017, None, pd.NaT])
def test_what_is_no_day_is_refused(toy: Atlas, day: date) -> None:
    with pytest.raises(ValueError, match=r"day: .+, expected a date, or text such as '2025-12-31'"):
        toy.as_of(day)


def test_days_may_be_dates_and_end_with_the_atlas(toy: Atlas) -> None:
    day = date.fromisoformat(toy.date)
    noon = datetime.combine(day, time(12))
    assert toy.as_of(day) == toy.as_of(noon) == toy.as_of(toy.date)
    moments: list[Any] = [pd.Timestamp(noon), np.datetime64(toy.date), np.datetime64(noon)]
    for moment in moments:
        assert toy.as_of(moment).date == toy.date
    with pytest.raises(ValueError, match="is later than this atlas, which is of"):
        toy.as_of(day + timedelta(days=1))


def test_padded_dates_end_where_they_should() -> None:
    assert last_day("2024-02-01", "month") == "2024-02-29"
    assert last_day("2024-01-01", "year") == "2024-12-31"
    assert last_day("2024-02-03", "day") == "2024-02-03"


@pytest.mark.parametrize(
    ("earliest", "latest", "known"),
    [
        ("2001-06-15", "2001-06-15", "day"),
        ("2001-06-01", "2001-06-30", "month"),
        ("2001-01-01", "2001-12-31", "year"),
        # somewhere between two years: no more than the year of the first is told
        ("2000-09-12", "2004-12-02", "year"),
        ("2000-09-12", None, "year"),
    ],
)
def test_two_days_tell_how_much_is_known(earliest: str, latest: str | None, known: str) -> None:
    assert precision(earliest, latest) == known
