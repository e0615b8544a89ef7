"""What answers show of themselves: a line in a console, a table of plain text in a notebook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

import geo
from geo.api import Atlas
from geo.errors import LintError
from geo.linter.rule import Finding, Findings
from geo.model.history import AsOf
from tests.conftest import HOSTILE

PLAIN = {"div", "p", "strong", "br", "table", "thead", "tbody", "tr", "th", "td"}
"""All tags that a table needs."""
MANY = "<b>A long name</b> of $5 & $6 "


class Reader(HTMLParser):
    """Reads tags and text of what a notebook is shown."""

    def __init__(self, answer: Any) -> None:  # noqa: ANN401 - whatever shows itself
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(answer._repr_html_())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a tag, which has a class at most, or a style of pandas."""
        assert {name for name, _ in attrs} <= {"class", "style"}
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        """Take a text."""
        self.text += data


def renamed(toy: Atlas, text: str) -> geo.Branch:
    branch = toy.branch("coast-to-coast")
    return replace(branch, name=text, names=dict.fromkeys(branch.names, text))


KINDS: dict[str, Callable[[Atlas, str], Any]] = {
    "branch": renamed,
    "day": lambda _, text: AsOf("2015-01-01", {text: {text: text}}, {text: text}),
    "findings": lambda _, text: Findings([Finding("rule", "a.csv", text, text)]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_shows_text_as_text(toy: Atlas, kind: str) -> None:
    for text in [*HOSTILE, MANY]:
        shown = Reader(KINDS[kind](toy, text))
        assert shown.tags <= PLAIN
        assert " ".join(text.split()) in " ".join(shown.text.split())


def test_a_branch_tells_how_far_it_leads_and_what_is_missing(toy: Atlas) -> None:
    branch = toy.branch("coast-to-coast")
    assert repr(branch).startswith("<coast-to-coast: Westport - Eastmere, ")
    assert " km (rail " in repr(branch)
    assert len(repr(branch)) < 200
    shown = Reader(branch).text
    assert all(each.reason in shown for each in branch.missing)
    assert all(each in shown for each in branch.legs["to"])
    whole = replace(branch, missing=[])
    assert "nothing missing" in repr(whole)
    assert "nothing is missing" in Reader(whole).text


def test_a_day_tells_what_held(toy: Atlas) -> None:
    then = toy.as_of("1998-06-01")
    assert repr(then) == "<1998-06-01, standings: 1, segments: 1 (operating 1)>"
    nothing = AsOf("1900-01-01", {}, {})
    assert repr(nothing) == "<1900-01-01, standings: none known, segments: none known>"
    assert "standings: none known" in Reader(nothing).text
    some = Reader(AsOf("2015-01-01", {"league": {"XB": "member", "XA": "member"}, "club": {}}, {}))
    assert "XA XB" in some.text
    assert "nobody" in some.text


def test_findings_tell_once_why_there_are_their_rules() -> None:
    found = Findings(Finding("on-the-map", "a.csv", row, "off", "unseen") for row in (3, 4))
    assert repr(found).splitlines() == [
        "a.csv, row 3: off [on-the-map]",
        "a.csv, row 4: off [on-the-map]",
        "",
        "on-the-map: unseen",
    ]
    assert "\non-the-map: unseen" in str(LintError(found, found.reasons))


def test_findings_tell_where_what_is_wrong() -> None:
    finding = Finding("some-rule", "facts.csv", 3, "no such thing")
    assert repr(finding) == "<facts.csv, row 3: no such thing [some-rule]>"
    assert repr(Findings([finding])) == "facts.csv, row 3: no such thing [some-rule]"
    assert "findings: 1" in Reader(Findings([finding])).text
    assert repr(Findings()) == Reader(Findings()).text == "nothing found"
