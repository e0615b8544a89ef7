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
        ("number", "51,18", 51.18),
        ("number", "-1e3", -1000.0),
        ("integer", "150", 150),
        ("boolean", "TRUE", True),
        ("iso_a2", "KZ", "KZ"),
        ("iso_a2s", "KZ; KG", "KZ;KG"),
        ("url", "https://example.org/a?b=1", "https://example.org/a?b=1"),
        (
            "text",
            "<img src=x onerror=alert(1)>\u2028{{7*7}}",
            "<img src=x onerror=alert(1)>\u2028{{7*7}}",
        ),
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
        ("boolean", "yes", "true or false"),
        ("iso_a2", "kz", "an ISO 3166-1 alpha-2 code"),
        ("iso_a2s", "KZ;Kirgizia", "an ISO 3166-1 alpha-2 code"),
        ("url", "javascript:alert(1)", "an address that begins with http"),
        ("url", "https://", "an address that begins with http"),
        ("text", "a\x00b", "text without NUL"),
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
