"""Seven questions of a newcomer, each answered in three steps, by keyboard and by mouse.

A step is a key, a click, or a phrase that is typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.waiting import until

STEPS = 3
"""No task takes more."""
AT_ONCE = 4
"""So many ways are in sight at once."""


class Reader:
    """Somebody who opens the page for the first time, and whose steps are counted."""

    def __init__(self, page: Page, *, mouse: bool) -> None:
        self.page, self.mouse, self.steps = page, mouse, 0

    def ask(self, phrase: str) -> None:
        """Go to the search, type a phrase, take what comes first."""
        box = self.page.locator("#search input")
        if self.mouse:
            box.click()
        else:
            self.page.keyboard.press("Control+k")
            expect(box).to_be_focused()
        self.page.keyboard.type(phrase)
        first = self.page.get_by_role("option").first
        expect(first).to_be_visible()
        if self.mouse:
            first.click()
        else:
            self.page.keyboard.press("Enter")
        self.steps += STEPS


@pytest.fixture(params=["keyboard", "mouse"])
def reader(open_page: Opener, request: pytest.FixtureRequest) -> Reader:
    """Open the page as it opens, in the story, for somebody with a keyboard or a mouse."""
    page = open_page(address="", reduced_motion="reduce")
    return Reader(page, mouse=request.param == "mouse")


def seen(page: Page, *selectors: str) -> str:
    """Return the text of what is shown, all of it in sight."""
    for selector in selectors:
        expect(page.locator(selector).first).to_be_in_viewport(ratio=1)
    return "\n".join(page.locator(selector).first.inner_text() for selector in selectors)


def test_whether_a_link_is_built_and_who_says_so(reader: Reader) -> None:
    page = reader.page
    reader.ask("rasht astara")
    told = seen(page, "#details .told >> nth=0", "#details .who", "#details .told >> nth=2")
    assert "not built" in told
    assert "TASS" in told
    assert "promised for" in told
    assert reader.steps <= STEPS


def test_how_far_it_is_by_each_branch(reader: Reader) -> None:
    page = reader.page
    reader.ask("Mumbai Moscow")
    heads = page.locator("#ways h3")
    for i in range(AT_ONCE):
        expect(heads.nth(i).get_by_text(" km")).to_be_in_viewport()
    branches = " ".join(heads.all_inner_texts())
    assert all(word in branches for word in ("west", "Caspian", "east"))
    expect(page.locator("#ways").get_by_text("added up")).to_be_visible()
    assert reader.steps <= STEPS


def test_what_was_held_in_one_country_with_another(reader: Reader) -> None:
    page = reader.page
    reader.ask("exercises in Uzbekistan with India")
    expect(page.locator("#listing h3").first).to_have_text("Host Uzbekistan: 3")
    own = page.locator("#listing ul").first.locator(".link")
    expect(own).to_contain_text(["Dustlik 2024", "Dustlik 2022", "Dustlik 2019"])
    expect(own.last).to_be_in_viewport(ratio=1)
    expect(page.locator(".mark.lit[data-id=dustlik-2024]").first).to_be_in_viewport()
    assert reader.steps <= STEPS


def test_who_was_in_two_bodies_in_a_year(reader: Reader) -> None:
    page = reader.page
    reader.ask("who was in SCO and INSTC in 2016")
    groups = page.locator("#listing ul")
    expect(groups).to_have_count(2)
    one, two = (groups.nth(i).locator(".link").all_inner_texts() for i in range(2))
    assert set(one) == {"China", "Kazakhstan", "Kyrgyzstan", "Russia", "Tajikistan", "Uzbekistan"}
    assert "India" in two
    assert page.evaluate("uttarapath.state.get().date") == "2016-12-31"
    expect(page.locator(".mark.member")).to_have_count(len(one))
    assert reader.steps <= STEPS


def test_what_differs_between_a_year_and_today(reader: Reader) -> None:
    page = reader.page
    reader.ask("2015 today")
    told = seen(page, "#change .told")
    assert "From 1 January 2015 to 22 November 2026" in told
    assert " km new" in told
    assert page.locator("#change .more").count() == 0, "nothing of it is hidden"
    expect(page.locator("#legend .use")).to_contain_text("Outlined country")
    assert reader.steps <= STEPS


def test_corridors_as_a_file_with_how_to_cite_them(reader: Reader) -> None:
    page = reader.page
    with page.expect_download() as handed:
        reader.ask("corridors GeoJSON")
    until(page, "document.activeElement.id === 'cite'")
    told = seen(page, "#downloads .citation", "#downloads .linked")
    assert "version" in told
    assert page.url.split("#")[0] in told
    assert handed.value.suggested_filename.endswith(".geojson")
    assert '"LineString"' in Path(handed.value.path()).read_text("utf-8")
    assert reader.steps <= STEPS


def test_what_is_disrupted_and_why(reader: Reader) -> None:
    page = reader.page
    reader.ask("what is disrupted and why")
    first = page.locator("#listing li").first
    expect(first).to_be_in_viewport(ratio=1)
    expect(first).to_contain_text(re.compile("disrupted since .*: .*Blockade", re.DOTALL))
    shown = page.locator("#listing li .link").count()
    lit = page.locator(".mark.lit").evaluate_all("all => all.map((mark) => mark.dataset.id)")
    assert shown == len(set(lit))
    assert reader.steps <= STEPS


LEADS: dict[str, Callable[[Page], None]] = {
    "2016 SCO members": lambda page: expect(page.locator("#listing h3")).to_contain_text(": 6"),
    "changes since 2015": lambda page: expect(page.locator("#change")).to_be_visible(),
    "exercises 2019": lambda page: expect(page.locator("#now")).to_contain_text("2019"),
    "data": lambda page: expect(page.locator("#cite")).to_be_in_viewport(),
    "ШОС 2016": lambda page: expect(page.locator("#listing h3")).to_contain_text(": 6"),
    "учения Узбекистан": lambda page: expect(page.locator("#listing h3").first).to_be_visible(),
    "मुंबई मॉस्को": lambda page: expect(page.locator("#ways h3").first).to_be_visible(),
}


def test_the_search_reads_words_in_any_order_and_language(page: Page) -> None:
    for phrase, shows in LEADS.items():
        Reader(page, mouse=False).ask(phrase)
        shows(page)


def test_what_was_found_on_the_first_screen_is_shown_and_the_scene_left(open_page: Opener) -> None:
    page = open_page(address="#scene=missing&off=series.kazind", reduced_motion="reduce")
    Reader(page, mouse=False).ask("KazInd 2019")
    expect(page.locator(".mark[data-id=kazind-2019]")).not_to_have_attribute("data-off", "")
    assert page.evaluate("uttarapath.state.get().tab") != "story"
    expect(page.locator(".callouts .callout:visible")).to_have_count(0)


def test_the_key_of_the_search_leaves_typing_alone(open_page: Opener) -> None:
    page = open_page(address="#tab=table")
    page.locator("#table-text").fill("rasht")
    page.keyboard.press("Control+k")
    expect(page.locator("#table-text")).to_be_focused()
    page.locator("#date").focus()
    for key in ("k", "/"):  # no key alone: it would fall to whoever speaks to the page
        page.keyboard.press(key)
        expect(page.locator("#date")).to_be_focused()
    page.keyboard.press("Meta+k")
    expect(page.locator("#search input")).to_be_focused()
