"""Queries: what a text asks is answered in the manner of its language, or with one clear word."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from babel import Locale
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from geo.api import SHIPPED
from geo.model.atlas import Atlas
from geo.model.manner import PLAIN, Manner
from geo.model.query import pieces, read_request, read_selection
from geo.model.spec import Column, LayerSpec, Spec, Table
from geo.read.answers import answer, tell
from geo.read.selections import Data
from geo.read.spec import read_spec
from tests.conftest import HOSTILE

LANGUAGES = ("en", "hi", "ru")


def table(name: str, columns: str) -> Table:
    """Return a table of columns, each with its type; `mode` and `kind` have values."""
    values = {"mode": ("rail", "sea"), "kind": ("fair", "feast")}
    named = (column.split(":") for column in columns.split())
    return Table(
        name,
        tuple(
            Column(
                *(name, kind, ""),
                values=values.get(name, ()),
                unit="km" * name.endswith("_km"),
                precision="date_prec" * (kind == "date"),
            )
            for name, kind in named
        ),
        published=True,
    )


FACTS = {
    "quantities": table("quantities", "id:id working:number unit:text"),
    "claims": table("claims", "quantity:reference low:number high:number"),
    "memberships": table("memberships", "iso_a3:iso_a3 body:choice status:choice"),
    "routes": table("routes", "branch:choice seq:integer segment:reference role:choice"),
}
PARTIES = table(
    "parties",
    "id:id kind:choice start:date date_prec:choice guests:iso_a2s name:text paid:boolean"
    " edition:integer",
)
TRACKS = table(
    "tracks",
    "id:id branch:choices mode:choice gauge_mm:choices from_place:reference to_place:reference"
    " len_km:number",
)
LANDS = table("lands", "id:id iso_a2:iso_a2 iso_a3:iso_a3 people:integer coast_km:number free:year")
PLACES = table("places", "id:id name:text kind:choice")


@pytest.fixture(scope="module")
def data() -> Data:
    ways = {"settings": {"ways": {"north": "north"}}}
    layers = [
        LayerSpec("parties", "points", PARTIES, time=("start", "start")),
        LayerSpec("north", "network", TRACKS, facts="tracks", settings=ways["settings"]),
        LayerSpec("south", "network", TRACKS, facts="tracks"),
        LayerSpec("lands", "areas", LANDS),
        LayerSpec("places", "points", PLACES, facts="places"),
    ]
    spec = Spec(
        *(Path(), "Toy", "1", "2024-06-30", ("en",), ("international",), "", ("club",)),
        layers={layer.id: layer for layer in layers},
        facts=FACTS,
        values={},
        words={},
        settings={},
    )
    tracks = [
        ("a-b", "north", "rail", "1435", "a", "b", 1200.4),
        ("b-c", "north", "rail", "1520", "b", "c", 300.0),
        ("c-d", "south", "sea", "", "c", "d", 5400.0),
    ]
    columns = TRACKS.names
    parties = [
        ("one", "fair", "2019-12-01", "month", "AA;BB", "First fair - north", True, 1),
        ("two", "fair", "2022-01-27", "day", "AA", "Second fair - south", True, 5),
        ("three", "feast", "2023-01-01", "year", "", "A feast", False, None),
        ("four", "feast", "2025-01-01", "day", "AA", "A feast to come", True, None),
    ]
    lands = [
        ("aaa", "AA", "AAA", 60_700_000, 804.0, 1902),
        ("bbb", "BB", "BBB", 22_070_000, 0.0, 1950),
    ]
    memberships = [
        ("AAA", "founder", "2001-06-15", ""),
        ("BBB", "member", "2010-01-01", ""),
        ("AAA", "observer", "1999-01-01", "2001-06-14"),
    ]
    gatherings = gpd.GeoDataFrame(parties, columns=PARTIES.names)
    atlas = Atlas(
        spec,
        {
            "parties": gatherings.astype({"edition": "Int64"}),
            "north": gpd.GeoDataFrame(tracks[:2], columns=columns),
            "south": gpd.GeoDataFrame(tracks[1:], columns=columns),
            "lands": gpd.GeoDataFrame(lands, columns=LANDS.names),
            "places": gpd.GeoDataFrame([("b", "B", "fair")], columns=PLACES.names),
        },
        {
            "quantities": pd.DataFrame(
                [("length", 7200.0, "km"), ("time", 25.0, "days"), ("saving", 30.0, "%")],
                columns=["id", "working", "unit"],
            ),
            "claims": pd.DataFrame(
                [("time", 10.0, 12.0), ("time", 25.0, 44.0), ("length", 7000.0, 7200.0)],
                columns=["quantity", "low", "high"],
            ),
            "memberships": pd.DataFrame(
                memberships, columns=["iso_a3", "status", "from_latest", "until"]
            ).assign(
                body="club",
                from_earliest=lambda rows: rows["from_latest"],
                until=lambda rows: rows["until"].replace("", None),
            ),
            "routes": pd.DataFrame(
                [("north", 1, "a-b", "gap"), ("north", 2, "b-c", "main")],
                columns=["branch", "seq", "segment", "role"],
            ),
        },
        (),
        "1",
        "2024-06-30",
    )
    return Data(atlas, {"fairs": read_selection("parties kind=fair")})


@pytest.fixture(scope="module")
def manners() -> dict[str, Manner]:
    words = read_spec(SHIPPED).words
    return {language: Manner(words[language]) for language in LANGUAGES}


def told(text: str, data: Data, manner: Manner) -> str:
    """Answer every query of a text."""
    ask = partial(answer, data=data)
    return "".join(
        tell(read_request(part), ask, manner) if asked else part for asked, part in pieces(text)
    )


ANSWERS = {
    # counting and conditions
    "count parties": "3",
    "count parties kind=fair|feast": "3",
    "count parties kind!=fair": "1",
    "count parties guests=BB": "1",
    "count parties guests=some": "2",
    "count parties guests=none": "1",
    "count parties paid=true": "2",
    "count parties start=2022-01": "1",
    "count parties start>=2022": "2",
    "count parties edition>1": "1",
    "count parties edition=1|5": "2",
    "count parties name~'fair - '": "2",
    "count lands iso_a2=(parties.guests id=one)": "2",
    "count fairs": "2",
    "count fairs guests=BB": "1",
    "count tracks": "3",
    "count quantities": "3",
    # numbers
    "sum lands.people": "82,770,000",
    "sum lands.people unit=million": "82.77 million",
    "sum lands.people unit=million round=1": "83 million",
    "sum lands.people unit=crore round=0.1": "8.3 crore",
    "sum lands.people unit=million round=1 | other: more than #": "more than 83 million",
    "sum lands.coast_km": "804 km",
    "sum lands.coast_km round=100": "800 km",
    "sum lands.coast_km unit=none": "804",
    "max parties.edition": "5",
    "min fairs.edition": "1",
    "min fairs.edition as=year": "1",
    "min lands.free": "1902",
    "max lands.free": "1950",
    "members club": "2",
    "working length": "7,200 km",
    "working length unit=none": "7,200",
    "working time": "25 days",
    "working saving": "30%",
    "claims time": "10 to 44 days",
    "claims time unit=none": "10 to 44",
    "repeats parties.kind": "1",
    "repeats fairs.guests": "0",
    "km": "6,900.4 km",
    "km mode=rail round=100": "1,500 km",
    "gaps north": "1,200.4 km",
    "breaks": "1",
    "breaks north": "1",
    # dates
    "first parties.start": "December 2019",
    "first parties.start as=year": "2019",
    "last fairs.start": "27 January 2022",
    "last fairs.start as=day-month": "27 January",
    "last fairs.start as=day": "27",
    "last parties.start": "2023",
    # names
    "list parties.guests": "AA, BB",
    "list tracks.mode id!=c-d": "rail",
    # words and forms
    "words count parties": "three",
    "Words count parties": "Three",
    "words sum lands.people": "82,770,000",
    "count fairs | one: # fair | other: # fairs": "2 fairs",
    "words count fairs | one: # fair | other: # fairs": "two fairs",
    "count fairs | 1: once | 2: twice | other: # times": "twice",
    "members club | 1: once | other: # times": "2 times",
}


@pytest.mark.parametrize("query", ANSWERS)
def test_a_query_is_answered(query: str, data: Data, manners: dict[str, Manner]) -> None:
    assert told(f"{{{query}}}", data, manners["en"]) == ANSWERS[query]


def test_each_language_has_a_manner_of_its_own(data: Data, manners: dict[str, Manner]) -> None:
    asked = "{working length}; {words count parties}; {last fairs.start}; {working time}"
    answers = {language: told(asked, data, manners[language]) for language in LANGUAGES}
    assert answers == {
        "en": "7,200 km; three; 27 January 2022; 25 days",
        "hi": "7,200 किमी; तीन; 27 जनवरी 2022; 25 दिन",
        "ru": "7200 км; три; 27 января 2022; 25 дней",
    }


def test_statements_are_written_as_tables_write_them(data: Data) -> None:
    asked = "{working length}; {words count parties}; {last fairs.start}; {km}; {claims time}"
    assert told(asked, data, PLAIN) == "7200; 3; 2022-01-27; 6900.4; 10 to 44"
    assert told("{first parties.start}; {last parties.start}", data, PLAIN) == "2019-12; 2023"


MISTAKES = {
    "": "a verb and what it is about",
    "number parties": "one of the verbs count, sum,",
    "Count parties": "not 'Count'; is it count?",
    "count": "count ROWS [CONDITIONS]",
    "count parties.start": "count ROWS [CONDITIONS]",
    "sum lands": "sum ROWS.COLUMN [CONDITIONS]",
    "members club status=member": "members NAME",
    "km north": "km [CONDITIONS]",
    "count partys": "a set, a layer or a table (fairs, parties, north, ",
    "count Parties": "not 'Parties'; is it parties?",
    "count fair": "not 'fair'; is it fairs?",
    "first parties.strat": "one of the columns start of parties, not 'strat'; is it start?",
    "count parties kinds=fair": "not 'kinds'; is it kind?",
    "count parties kind=fiar": "one of fair, feast in kind, not 'fiar'; is it fair?",
    "count parties kind = fair": "conditions as series=harvest, without spaces, not 'kind'",
    "count parties start>=2020-13": "a number or a date after start>=",
    "count parties start=2020-02-40": "a date, or the year or month of one",
    "count parties round=1 round=2": "round= once",
    "count parties | other: # a | other: # b": "each form once",
    "count parties edition=(lands.id)": "a number in edition, not 'aaa'",
    "count parties start!=(lands.id)": "a date, or the year or month of one in start, not 'aaa'",
    "count parties colour=red": "one of the columns id, kind,",
    "sum parties.name": "a column of the type number or integer or year (edition), 'name' is of",
    "first parties.edition": "a column of the type date (start), 'edition' is of the type integer",
    "count parties kind=wedding": "one of fair, feast in kind, not 'wedding'",
    "count parties id=five": "a value that it holds in id, not 'five'",
    "count parties guests=ZZ": "a value that it holds in guests, not 'ZZ'",
    "count parties start=lately": "a date, or the year or month of one in start, not 'lately'",
    "count parties edition=first": "a number in edition, not 'first'",
    "count parties paid=yes": "true or false in paid, not 'yes'",
    "count parties name>2": "a number or a date after name>",
    "count parties kind=fair||feast": "values as kind=one|'the other', not 'fair||feast'",
    "count parties name~'fair": "conditions as",
    "count parties fair": "conditions as",
    "count lands iso_a2=(parties.hosts)": "one of the columns id, kind,",
    "repeats lands.id": "events, which lands are not",
    "members guild": "an organisation (club), not 'guild'",
    "working height": "a quantity (length, time, saving), not 'height'",
    "working lenght": "not 'lenght'; is it length?",
    "claims height": "a quantity",
    "gaps west": "a way (north), not 'west'",
    "breaks west": "a way (north), not 'west'",
    "max parties.edition kind=feast": "rows that fit, there are none",
    "last parties.start name~wedding": "rows that fit, there are none",
    "count parties round=some": "a number after round=, not 'some'",
    "count parties round=0": "a number after round=, not '0'",
    "km unit=miles": "one of none, thousand, lakh,",
    "first parties.start as=date": "as=year, no more than the month is known",
    "count parties as=month": "a date with as=month, this is a number",
    "list parties.id round=10": "a number with round, this is none",
    "words first parties.start": "a number with words, this is none",
    "count parties | one: # party": "a form for 3 or other, as other: # times",
    "count parties | parties": "forms as other: # times, not 'parties'",
}


@pytest.mark.parametrize("query", MISTAKES)
def test_a_mistake_is_met_with_what_was_expected(
    query: str, data: Data, manners: dict[str, Manner]
) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - what it says is asserted below
        told(f"{{{query}}}", data, manners["en"])
    assert MISTAKES[query] in str(caught.value)


@pytest.mark.parametrize("text", ["{", "}", "a { b", "}{", "{count {km}}"])
def test_a_brace_alone_is_a_mistake(text: str) -> None:
    with pytest.raises(ValueError, match="a brace itself is written twice"):
        list(pieces(text))


@given(st.text() | st.sampled_from(HOSTILE))
def test_text_with_its_braces_doubled_stays_as_it_is(text: str) -> None:
    written = text.replace("{", "{{").replace("}", "}}")
    assert "".join(part for _, part in pieces(written)) == text


def test_what_is_announced_does_not_count(data: Data) -> None:
    later = Data(replace(data.atlas, date="2025-01-01"))
    assert told("{count parties}", later, PLAIN) == "4"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "value", [0, 1, 999, 1357, 10_000, 18_600, 1_234_567, 123_456_789.5, -3.25]
)
def test_numbers_are_written_as_in_cldr(
    language: str, value: float, manners: dict[str, Manner]
) -> None:
    least = {"ru": 10_000}.get(language, 0)
    grouped = format_decimal(value, "#,##,##0.##" if language == "hi" else None, language)
    plain = format_decimal(value, "0.##", language)
    assert manners[language].number(value) == (grouped if abs(value) >= least else plain)


@pytest.mark.parametrize(
    ("value", "said"), [(0.00125, "0.00125"), (-0.4567, "-0.457"), (0.9999, "1"), (1.2345, "1.23")]
)
def test_small_numbers_keep_their_first_digits(
    manners: dict[str, Manner], value: float, said: str
) -> None:
    assert manners["en"].number(value) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_and_months_are_those_of_cldr(language: str, manners: dict[str, Manner]) -> None:
    manner, locale = manners[language], Locale(language)
    for number in range(250):
        assert manner.plural(number) == locale.plural_form(number), number
    months = [manner.date(f"2020-{month:02}-01", "month") for month in range(1, 13)]
    assert months == [f"{name} 2020" for name in locale.months["format"]["wide"].values()]
