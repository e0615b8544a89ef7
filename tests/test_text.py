"""Texts: what readers can read passes, all else is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.model.text import clean, flaw

CODE_PAGES = ("cp1252", "latin-1", "cp1251", "mac-roman", "cp437")


@pytest.mark.parametrize(
    "text",
    [
        "Nhava Sheva",
        "Rail & road: 40% (1st half)?",
        "#1 of 3 – “quoted”",
        "Çağrı, Türkmenbaşy, Qazaqstan Respublikası, naïve café, élève, Ærø",
        "Срединный коридор «Восток», 25 кВт",
        "न्हावा शेवा, क्\u200dष",
        "می\u200cخواهم",
        "Хоргос (霍尔果斯)",
        "Nan",
        "10\u00a0km",
    ],
)
def test_what_readers_can_read_passes(text: str) -> None:
    assert flaw(clean(text)) == ""


@pytest.mark.parametrize(
    "mark",
    [
        chr(code)
        for code in (0x200B, 0x2060, 0xFEFF, 0x00AD, 0x202E, 0x2066, 0x3164, 0x115F, 0xE0041)
    ],
)
def test_invisible_characters_within_a_text_are_named(mark: str) -> None:
    assert f"U+{ord(mark):04X}" in flaw(clean(f"Nhava{mark}Sheva"))


@pytest.mark.parametrize("code", [0x00, 0x07, 0x0A, 0x1B, 0x85, 0x2028, 0xFFFE, 0xE000, 0xD800])
def test_what_is_no_character_of_a_line_is_named(code: int) -> None:
    assert f"U+{code:04X}" in flaw(clean(f"Nhava{chr(code)}Sheva"))


@pytest.mark.parametrize("text", ["\u00a0", "\u200b", "\ufeff \t", "\u2800", "\u3164", "\u00ad"])
def test_text_that_nobody_sees_is_empty(text: str) -> None:
    assert clean(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        *("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#Н/Д"),
        *("#ИМЯ?", "#ДЕЛ/0!", "#WERT!", "#NV", "#GETTING_DATA", "Err:502", "########"),
        *("nan", "NaN", "None", "null", "NULL", "<NA>", "NaT", "N/A", "undefined"),
        *("-", "—", "?", "...", "//"),
    ],
)
def test_what_stands_for_no_value_is_named(text: str) -> None:
    assert flaw(text) == "a value, or an empty cell"


@pytest.mark.parametrize("text", ["=1+1", "+7 727", "-1 km", "@home", '=HYPERLINK("http://x")'])
def test_what_a_spreadsheet_would_run_is_named(text: str) -> None:
    assert flaw(text).endswith("which spreadsheets run as a formula")


@pytest.mark.parametrize("name", ["Казахстан", "न्हावा शेवा", "Köln", "Türkmenbaşy", "Rūdaki – “x”"])
@pytest.mark.parametrize("page", CODE_PAGES)
def test_utf_8_read_in_another_encoding_is_named(name: str, page: str) -> None:
    assert flaw(clean(name.encode().decode(page, "replace")))


@pytest.mark.parametrize(
    "text",
    [
        "Êàçàõñòàí",
        "лЮГЮУЯРЮМ",
        "K?ln",
        "????????",
        "K\ufffdln",
        "Qazaq&#305;stan",
        "M&amp;E",
        r"\u041a\u0430",
        "%D0%9A%D0%B0",
        "K\u0430zakhstan",
    ],
)
def test_letters_that_went_lost_or_wrong_are_named(text: str) -> None:
    assert flaw(text)


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
