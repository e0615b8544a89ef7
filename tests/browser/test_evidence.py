"""The evidence view: what features rest on, by colour, in figures and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from geo.model.cells import show, split_list
from geo.model.rows import records
from tests.browser.conftest import Opener, Published
from tests.browser.waiting import until

ASKED = ("instc", "ashgabat", "places", "exercises", "dialogues")
GRADES = {
    "age": {"year": "best", "three": "good", "ten": "fair", "older": "poor", "undated": "none"},
    "weight": {"primary": "best", "secondary": "good", "weak": "poor", "unsaid": "none"},
    "dispute": {"agree": "best", "differ": "poor", "single": "none"},
}


def features(published: Published) -> Iterator[dict[str, Any]]:
    """Yield the features that the view asks about, each once."""
    layers, _ = published
    rows = (row for name in ASKED for row in records(layers[name]))
    yield from {row["id"]: row for row in rows}.values()


def resting_on(row: dict[str, Any], sources: pd.DataFrame) -> pd.DataFrame:
    own = sources.loc[split_list(row["sources"])]
    told = own[own["kind"] != "dataset"]
    return own if told.empty else told


def age(row: dict[str, Any], published: Published) -> str:
    sources = published[1]["sources"].set_index("id")
    newest = max((show(day) for day in resting_on(row, sources)["date"]), default="")
    if not newest:
        return "undated"
    for answer, since in (("year", "2025-11-22"), ("three", "2023-11-22"), ("ten", "2016-11-22")):
        if newest >= since:
            return answer
    return "older"


def weight(row: dict[str, Any], published: Published) -> str:
    sources = published[1]["sources"].set_index("id")
    own = set(resting_on(row, sources)["weight"])
    return next(each for each in GRADES["weight"] if each in own)


def dispute(row: dict[str, Any], published: Published) -> str:
    tables, counts = published[1], []
    for quantity in records(tables["quantities"]):
        if row["id"] in split_list(quantity["features"]):
            claims = tables["claims"]
            own = claims[claims["quantity"] == quantity["id"]]
            counts += [len(own[["low", "high"]].drop_duplicates())] if len(own) > 1 else []
    return "differ" if any(count > 1 for count in counts) else "agree" if counts else "single"


@pytest.mark.parametrize("question", [age, weight, dispute])
def test_colours_and_figures_are_those_of_the_tables(
    open_page: Opener, published: Published, question: Callable[[dict[str, Any], Published], str]
) -> None:
    asked = question.__name__
    page = open_page(address=f"#tab=about&evidence={asked}")
    km: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    wanted = {}
    for row in features(published):
        answer = question(row, published)
        wanted[row["id"]] = GRADES[asked][answer]
        km[answer] += row.get("len_km") or 0
        signs[answer] += "len_km" not in row
    painted = page.locator(".mark[data-grade]").evaluate_all(
        "all => Object.fromEntries(all.map((mark) => [mark.dataset.id, mark.dataset.grade]))"
    )
    assert {feature: painted.get(feature) for feature in wanted} == wanted
    for answer in GRADES[asked]:
        told = page.locator(f"#evidence [data-answer={answer}] .count").inner_text()
        assert told == f"{round(km[answer]):,} km · {signs[answer]:,}"
    for name in ("ir-bafq-yazd", "kz-aktau"):
        mark, swatch = (f".mark[data-id={name}] > :is(.line, .sign)", "#evidence .graded")
        seen = page.locator(mark).first.evaluate("path => getComputedStyle(path).stroke")
        known = page.locator(swatch).evaluate_all(
            "all => all.map((p) => getComputedStyle(p).stroke)"
        )
        assert seen in known


def test_the_choice_is_in_the_address_and_gone_with_it(page: Page) -> None:
    page.locator("#evidence summary").click()
    choice = page.locator("#evidence")
    before = page.locator(".mark[data-id=ir-bafq-yazd] > .line").first
    hue = before.evaluate("path => getComputedStyle(path).stroke")
    choice.get_by_role("button", name="Age of the newest source").click()
    until(page, "location.hash.includes('evidence=age')")
    expect(page.locator(".mark[data-id=ir-bafq-yazd]").first).to_have_attribute(
        "data-grade", "none"
    )
    choice.get_by_role("button", name="What things are").click()
    expect(page.locator("[data-grade]")).to_have_count(0)
    assert before.evaluate("path => getComputedStyle(path).stroke") == hue
    expect(page.locator("#evidence li")).to_have_count(0)


def test_a_reader_sees_who_says_so_and_when(open_page: Opener) -> None:
    page = open_page(address="#tab=about&evidence=dispute")
    page.evaluate("uttarapath.state.set({ hover: 'ir-rasht-astara' })")
    tip = page.locator("#tooltip")
    expect(tip).to_contain_text("162 to 172 km")
    expect(tip).to_contain_text("18 February 2026: Россия и Иран")


@pytest.mark.parametrize("language", ["hi", "ru"])
def test_it_speaks_every_language(open_page: Opener, language: str) -> None:
    page = open_page(address=f"#tab=about&evidence=age&lang={language}")
    box = page.locator("#evidence")
    expect(box.locator("li")).to_have_count(5)
    assert "evidence." not in box.inner_text()


@pytest.mark.parametrize("size", [(390, 844), (844, 390)])
def test_the_key_is_in_sight_on_a_phone_at_rest(open_page: Opener, size: tuple[int, int]) -> None:
    width, height = size
    page = open_page(address="#evidence=age", viewport={"width": width, "height": height})
    rows = page.locator("#evidence li")
    expect(rows).to_have_count(len(GRADES["age"]))
    for row in rows.all():
        expect(row).to_be_in_viewport(ratio=1)
    page.evaluate("uttarapath.state.set({ evidence: '' })")
    expect(page.locator("#evidence")).to_be_hidden()
