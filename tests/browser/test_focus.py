"""The focus of the keyboard: whatever the page does, it is somewhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.waiting import SEEN_AT_REST, until

KINDS = """() => {
    const seen = "button, input, select, summary, [tabindex='0']";
    const kindOf = (node) => [
        node.nodeName, node.id, node.type, node.closest("section, aside")?.id,
        node.getAttribute("aria-disabled"), ...node.classList, ...Object.keys(node.dataset),
    ].join();
    const all = [...document.querySelectorAll(seen)].filter((node) => node.checkVisibility());
    return [...new Map(all.map((node) => [kindOf(node), node])).values()].map((node) => {
        const path = [];
        for (let each = node; each !== document.body; each = each.parentElement) {
            path.unshift(`:nth-child(${[...each.parentElement.children].indexOf(each) + 1})`);
        }
        return [`body > ${path.join(" > ")}`, node.type ?? ""];
    });
}"""
"""One control of each kind that is drawn: where it is, and its type."""
KEYS = {"checkbox": "Space", "range": "PageDown", "select-one": "ArrowDown"}
IS_LOST = "document.activeElement === null || document.activeElement === document.body"


@pytest.mark.parametrize(
    "address",
    [
        "tab=explore&date=2020-06-30",
        "tab=ways&from=xa-westport&to=xb-eastmere&way=coast-to-coast",
        "tab=table&evidence=age",
        "tab=about&off=series.harvest",
        "tab=about&then=2015-06-30&milestone=league-founded",
        "tab=about&near=series.harvest",
        "tab=about&feature=harvest-2024",
    ],
)
def test_no_control_loses_the_focus_where_it_is_pressed(
    open_page: Opener, toy_file: Path, address: str
) -> None:
    page = open_page(toy_file, address=f"#{address}")
    page.evaluate("window.before = uttarapath.state.get()")
    for control, kind in page.evaluate(KINDS):
        page.evaluate("uttarapath.state.set(before)")
        page.evaluate(SEEN_AT_REST)
        node = page.locator(control)
        if not node.is_visible():
            continue
        told = node.evaluate("node => (node.focus(), node.outerHTML.slice(0, 200))")
        page.keyboard.press(KEYS.get(kind, "Enter"))
        page.evaluate(SEEN_AT_REST)
        assert not page.evaluate(IS_LOST), told


def focused(page: Page) -> str:
    """Return what has the focus, once what was pressed has had its effect."""
    page.evaluate(SEEN_AT_REST)
    told: str = page.evaluate(
        "(() => { const { id, innerText } = document.activeElement; return id || innerText; })()"
    )
    return told


def test_the_focus_stays_where_its_control_is_drawn_anew(open_page: Opener) -> None:
    page = open_page(address="")
    dots = page.locator("#story .dots button")
    for n in (3, 5):
        dots.nth(n).press("Enter")
        expect(page.locator("#story .count")).to_contain_text(f"Scene {n + 1} ")
        expect(dots.nth(n)).to_be_focused()
    page.locator("#latest").press("Enter")
    later = page.get_by_role("button", name="Earlier turning point")
    later.press("Enter")
    expect(later).to_be_focused()


def test_the_focus_goes_to_the_region_of_a_control_that_is_gone(open_page: Opener) -> None:
    page = open_page(address="#tab=abuot&then=2015-06-30&off=corridor.instc")
    page.get_by_role("button", name="Close this message").press("Enter")
    assert focused(page) == page.evaluate("uttarapath.map.getContainer().id")
    page.evaluate("uttarapath.state.set({ date: '2020-06-30' })")
    for way in ("press", "click"):
        page.evaluate("uttarapath.state.set({ date: '2020-06-30' })")
        now = page.locator("#today")
        now.press("Enter") if way == "press" else now.click()
        assert focused(page) == "time"
    page.locator("#change [data-key=hidden]").press("Enter")
    until(page, "!document.querySelector('#change [data-key=hidden]')")
    assert focused(page) == "change"
    mark = page.locator('.mark[data-layer="exercises"]:not([data-off])').last
    mark.evaluate("mark => mark.focus()")
    page.evaluate("uttarapath.state.set({ date: '1996-06-30', then: null })")
    assert focused(page) == page.evaluate("uttarapath.map.getContainer().id")


def test_whoever_lets_go_of_a_control_is_left_alone(page: Page) -> None:
    page.locator("#compare").focus()
    page.evaluate("document.activeElement.blur()")
    page.evaluate("uttarapath.state.set({ tab: 'table' })")
    page.evaluate(SEEN_AT_REST)
    assert page.evaluate(IS_LOST)
