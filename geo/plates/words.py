"""The words of the figures: those of the page, and what only print says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from geo.design.tokens import read_json
from geo.plates.theme import own_json

Texts = Mapping[str, str]


@cache
def texts() -> dict[str, str]:
    """Return the texts by key."""
    return {**read_json("words/en.json"), **own_json("en.json")}


def say(key: str, **values: object) -> str:
    """Return a text with its values filled in."""
    text = texts()[key]
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def number(value: float) -> str:
    """Return a number with its thousands apart."""
    return f"{value:,.0f}"


def kilometres(value: float) -> str:
    """Return a length in km."""
    return say("unit.km", n=number(value))


def date(iso: str) -> str:
    """Return an ISO date in words; one padded to the first of a month or year is told as such."""
    year, month, day = iso.split("-")
    if iso.endswith("-01-01"):
        return year
    name = texts()["months"].split(" ")[int(month) - 1]
    return f"{name} {year}" if day == "01" else f"{int(day)} {name} {year}"
