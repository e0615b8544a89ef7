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


COVERED = """() => {
    const node = document.activeElement;
    if (node.matches("body, [type=range], [aria-disabled]") || node.closest(".map")) return null;
    const { left, top, right, bottom } = node.getBoundingClientRect();
    const seen = [left + 2, (left + right) / 2, right - 2].some((x) =>
        [top + 2, (top + bottom) / 2, bottom - 2].some((y) => {
            const there = document.elementFromPoint(x, y);
            return there && (node.contains(there) || there.closest("#milestone"));
        }));
    return seen ? null : node.outerHTML.slice(0, 120);
}"""


@pytest.mark.parametrize("size", [(390, 844), (844, 390), (1024, 768)])
@pytest.mark.parametrize("tab", ["story", "explore", "table"])
def test_what_has_the_focus_is_seen(open_page: Opener, size: tuple[int, int], tab: str) -> None:
    page = open_page(address=f"#tab={tab}", viewport={"width": size[0], "height": size[1]})
    page.evaluate("uttarapath.state.set({ panel: 'half' })")
    page.keyboard.press("Control+k")
    covered = set()
    for key in ["Tab"] * 60 + ["Shift+Tab"] * 60:
        covered.add(page.evaluate(COVERED))
        page.keyboard.press(key)
    assert covered == {None}


@pytest.mark.parametrize("size", [(390, 844), (844, 390), (1024, 768)])
def test_the_card_of_a_turning_point_lies_in_the_window(
    open_page: Opener, toy_file: Path, size: tuple[int, int]
) -> None:
    page = open_page(toy_file, viewport={"width": size[0], "height": size[1]})
    for panel in ("peek", "half", "full"):
        page.evaluate("panel => uttarapath.state.set({ panel, milestone: null })", panel)
        page.evaluate("uttarapath.state.set({ milestone: 'league-founded' })")
        box = page.locator("#milestone").bounding_box()
        assert box
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= size[1]


def test_tab_leads_from_a_long_list_of_what_was_found_to_the_next_control(
    open_page: Opener,
) -> None:
    page = open_page()
    page.keyboard.press("Control+k")
    page.keyboard.type("kaz")
    expect(page.locator("#found")).to_be_visible()
    assert page.locator("#found").evaluate("node => node.scrollHeight > node.clientHeight")
    page.keyboard.press("Tab")
    expect(page.locator("#legend-switch")).to_be_focused()
