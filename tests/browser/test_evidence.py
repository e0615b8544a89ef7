"""The evidence view: what features rest on, by colour, in figures and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from geo.api import Atlas
from geo.model.cells import show, split_list
from geo.model.rows import records
from geo.model.worldviews import in_view
from tests.browser.conftest import Opener, Published
from tests.browser.waiting import until

SORTS = {
    "km": ("instc", "ashgabat"),
    "sign": ("places", "exercises", "dialogues"),
    "area": ("republics", "countries"),
    "border": ("borders",),
}
"""Layers that the view asks about, by what their key counts."""
GRADES = {
    "age": {"year": "best", "three": "good", "ten": "fair", "older": "poor", "undated": "none"},
    "weight": {"primary": "best", "secondary": "good", "weak": "poor", "unsaid": "none"},
    "dispute": {"agree": "best", "differ": "poor", "single": "none"},
}


def features(atlas: Atlas) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the features that the view asks about, each once, with their sort."""
    layers = in_view(atlas, "").layers
    rows = (
        (sort, row) for sort, own in SORTS.items() for name in own for row in records(layers[name])
    )
    yield from {row["id"]: (sort, row) for sort, row in rows}.values()


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
    open_page: Opener,
    shipped: Atlas,
    published: Published,
    question: Callable[[dict[str, Any], Published], str],
) -> None:
    asked = question.__name__
    page = open_page(address=f"#tab=about&evidence={asked}")
    amounts: Counter[tuple[str, str]] = Counter()
    wanted = {}
    for sort, row in features(shipped):
        answer = question(row, published)
        wanted[row["id"]] = GRADES[asked][answer]
        amounts[answer, sort] += row["len_km"] if sort == "km" else 1
    painted = page.locator("[data-id][data-grade]").evaluate_all(
        "all => Object.fromEntries(all.map((mark) => [mark.dataset.id, mark.dataset.grade]))"
    )
    assert {feature: painted.get(feature) for feature in wanted} == wanted
    for answer in GRADES[asked]:
        told = page.locator(f"#evidence [data-answer={answer}] .count").inner_text()
        assert told == in_words({sort: amounts[answer, sort] for sort in SORTS})


def in_words(amounts: dict[str, float]) -> str:
    km = amounts.pop("km")
    counts = [f"{n:,} {sort}{'s' * (n != 1)}" for sort, n in amounts.items() if n]
    return " · ".join([f"{round(km):,} km"] * bool(km) + counts) or "0"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_that_is_drawn_has_a_colour_of_the_key(open_page: Opener, theme: str) -> None:
    page = open_page(address=f"#tab=about&evidence=age&theme={theme}")
    for drawn, key, how in (
        (".mark:not(.status-disrupted) > :is(.line, .sign)", "path.graded", "stroke"),
        (".border[data-id]", "path.graded", "stroke"),
        (".mark > .country", ".country", "fill"),
    ):
        colours = "(all, how) => all.map((path) => getComputedStyle(path)[how])"
        seen = page.locator(f".atlas-sheet {drawn}").evaluate_all(colours, how)
        known = page.locator(f"#evidence {key}").evaluate_all(colours, how)
        assert len(set(known)) == len(GRADES["age"])
        assert set(seen) <= {*known, "none"}, drawn


def test_what_has_no_answer_keeps_the_colour_of_the_land(open_page: Opener) -> None:
    page = open_page(address="#tab=about&evidence=age")
    fills = "all => [...new Set(all.map((path) => getComputedStyle(path).fill))]"
    (plain,) = page.locator(".mark[data-grade=none] > .country").evaluate_all(fills)
    assert plain.replace(" ", "") in {"rgba(0,0,0,0)", "color(srgb0000/0)"} or plain.endswith(
        "/ 0)"
    )
    tinted = page.locator(".mark:not([data-grade=none]) > .country").evaluate_all(fills)
    assert len(tinted) > 1
    assert all("/ 0." in fill for fill in tinted), "what lies above must be readable"


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


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_amounts_stay_within_the_legend(open_page: Opener, language: str) -> None:
    page = open_page(address=f"#tab=about&evidence=age&lang={language}")
    expect(page.locator("#evidence .count").first).to_be_visible()
    over = page.locator("#evidence .count").evaluate_all("""counts => counts.filter((count) => {
        const words = document.createRange();
        words.selectNodeContents(count);
        const { right } = count.closest("#legend").getBoundingClientRect();
        return words.getBoundingClientRect().right > right;
    }).length""")
    assert not over


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
