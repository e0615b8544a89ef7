"""Cells: every type says what it expects, and what it accepts comes back unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.cells import parse, show, split_list
from geo.model.spec import Column


def column(kind: str, **more: object) -> Column:
    return Column(name="cell", type=kind, doc="a test", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("id", "ir-az-astara-astara", "ir-az-astara-astara"),
        ("date", "2024-02-29", "2024-02-29"),
        ("number", "\u00a051.18 ", 51.18),
        ("integer", "150.0", 150),
        ("date", "2024-2-9", "2024-02-09"),
        ("date", "2024/02/29", "2024-02-29"),
        ("date", "2024-02-29T00:00:00", "2024-02-29"),
        ("date", "2024-02-29 00:00:00.000 +05:30", "2024-02-29"),
        ("date", "2024-02-29T00:00:00Z", "2024-02-29"),
        ("text", "Bala\u0301ny", "Bal\u00e1ny"),
        ("text", "\ufeff\u200b Nhava Sheva\u00a0", "Nhava Sheva"),
        ("number", "-1e3", -1000.0),
        ("integer", "150", 150),
        ("year", "2009", 2009),
        ("year", "988", 988),
        ("boolean", "TRUE", True),
        ("iso_a2", "KZ", "KZ"),
        ("iso_a2s", "KZ; KG;", "KZ;KG"),
        ("texts", "Port of Baku ;; Yeni Alat", "Port of Baku;Yeni Alat"),
        ("url", "https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("text", "<img src=x onerror=alert(1)>{{7*7}}", "<img src=x onerror=alert(1)>{{7*7}}"),
    ],
)
def test_good_cells_are_taken(kind: str, text: str, value: object) -> None:
    assert parse(text, column(kind)) == value


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("id", "Bandar Abbas", "an id of lower-case letters"),
        ("id", "<b>", "an id of lower-case letters"),
        ("date", "2023-02-29", "a date that exists"),
        ("date", "3/10/2019", "a date that exists"),
        ("date", "20240101", "a date that exists"),
        ("number", "12 km", "a number"),
        ("number", "nan", "a number"),
        ("integer", "3.5", "a whole number"),
        ("year", "2,009", "a year from 1 to 9999"),
        ("year", "0", "a year from 1 to 9999"),
        ("year", "20090", "a year from 1 to 9999"),
        ("boolean", "yes", "true or false"),
        ("iso_a2", "kz", "an ISO 3166-1 alpha-2 code"),
        ("iso_a2s", "KZ;KZ", "items joined by ;, each once"),
        ("references", ";", "items joined by ;, each once"),
        ("texts", "Aral;=1+1", "which spreadsheets run as a formula"),
        ("iso_a2s", "KZ;Kirgizia", "an ISO 3166-1 alpha-2 code"),
        ("url", "javascript:alert(1)", "an address that begins with http"),
        ("url", "https://", "an address that begins with http"),
        ("url", "https://example.org@evil.example/", "without a user before its host"),
        ("url", "https://example.org/a\u202eb", "without spaces and invisible characters"),
        ("date", "2024-02-29T19:00:00Z", "a day without a time of day"),
        ("number", "447,400", r"without marks of thousands \(447400\?\)"),
        ("number", "2 724 900", r"without marks of thousands \(2724900\?\)"),
        ("number", "2.724.900", r"without marks of thousands \(2724900\?\)"),
        ("number", "51,18", "a number"),
        ("number", "1e999", "a finite number"),
        ("integer", "20,28,339", r"without marks of thousands \(2028339\?\)"),
        ("integer", "2'724'900", r"without marks of thousands \(2724900\?\)"),
        ("integer", "20.283", r"without marks of thousands \(20283\?\)"),
        ("integer", "2.02834E+07", "a whole number"),
    ],
)
def test_bad_cells_say_what_was_expected(kind: str, text: str, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        parse(text, column(kind))


def test_a_choice_names_what_there_is_to_choose() -> None:
    with pytest.raises(ValueError, match="one of rail, road"):
        parse("train", column("choice", values=("rail", "road")))


def test_numbers_stay_within_their_span() -> None:
    with pytest.raises(ValueError, match="a number from -90 to 90"):
        parse("95.2", column("number", minimum=-90, maximum=90))


def test_an_empty_cell_is_missing_unless_it_is_required() -> None:
    assert parse("", column("date")) is None
    with pytest.raises(ValueError, match=r"a value \(a test\)"):
        parse("", column("date", required=True))


def test_a_missing_list_has_no_items() -> None:
    assert split_list(float("nan")) == []
    assert split_list("") == []
    assert split_list("a; b") == ["a", "b"]


@given(st.integers(-(10**9), 10**9))
def test_integers_survive_a_round_trip(value: int) -> None:
    assert parse(show(float(value)), column("integer")) == value


@given(st.floats(-1e6, 1e6, allow_nan=False))
def test_numbers_survive_a_round_trip(value: float) -> None:
    assert parse(show(value), column("number")) == value
