"""What those who do not see, or do not point, can do."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opener
from tests.browser.waiting import until

RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "dark": ["color-contrast", "link-in-text-block"],
}
"""What is looked at in each theme; nothing but the colours differs."""
STATES = [
    ("#scene=missing", DESKTOP),
    ("#tab=explore", DESKTOP),
    ("#tab=table&layer=exercises", DESKTOP),
    ("#tab=ways&way=instc-west", DESKTOP),
    ("#tab=about&lang=hi", DESKTOP),
    ("#tab=explore&feature=ir-rasht-astara", DESKTOP),
    ("#tab=explore&feature=ir-rasht-astara", PHONE),
]


def violations(page: Page, theme: str) -> str:
    options = {"runOnly": RULES[theme], "resultTypes": ["violations"]}
    result = Axe().run(page, options=options)
    return result.generate_report() if result.violations_count else ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Opener, theme: str) -> None:
    assert violations(open_page(address="", color_scheme=theme), theme) == ""
    for address, size in STATES if theme == "light" else STATES[::2]:
        page = open_page(address=address, viewport=size, color_scheme=theme)
        page.evaluate("uttarapath.state.set({ panel: 'full' })")
        # the marks are the same in all states: it is enough to look at them once
        page.evaluate("document.querySelectorAll('main svg').forEach((svg) => svg.remove())")
        assert violations(page, theme) == "", address
        page.close()


def test_a_feature_is_reached_and_left_by_tab_alone(page: Page) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        layer = page.evaluate("document.activeElement.dataset.layer ?? ''")
        if layer == "exercises":
            break
    first = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.id")
    assert second != first
    page.keyboard.press("Enter")
    expect(page.locator("#details-title")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.id") == second
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.layer ?? ''") != "exercises"


def test_every_stop_has_a_name(page: Page) -> None:
    for address in ("about", "explore", "ways", "table", "story"):
        page.evaluate("tab => uttarapath.state.set({ tab })", address)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll("button, input, select, a, [tabindex='0']")]
                .filter((node) => node.checkVisibility() && !node.ariaLabel)
                .filter((node) => !node.textContent.trim() && !node.labels?.length)
                .map((node) => node.outerHTML.slice(0, 100))"""
        )
        assert nameless == []


def test_targets_are_large_enough_for_fingers(open_page: Opener) -> None:
    page = open_page(address="", viewport=PHONE, has_touch=True)
    for tab in ("story", "explore", "ways", "about"):
        page.evaluate("tab => uttarapath.state.set({ tab, panel: 'full' })", tab)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                ":is(#panel, #time, #zoom) :is(button, summary)")]
                .filter((node) => node.checkVisibility() && !node.matches("li .link"))
                .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 23.5))
                .map(([html]) => html)"""
        )
        assert small == []


def test_it_can_be_read_at_twice_the_size(open_page: Opener) -> None:
    page = open_page(address="", viewport={"width": 720, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    expect(page.locator("#story h2")).to_be_visible()
    expect(page.locator("#story .next")).to_be_visible()


def test_changes_are_spoken(page: Page) -> None:
    live = page.eval_on_selector_all(
        "[aria-live], [role=status]", "nodes => nodes.map((node) => node.id || node.className)"
    )
    assert len(live) >= 3


def test_the_sheet_has_three_heights(open_page: Opener) -> None:
    page = open_page(address="", viewport=PHONE, has_touch=True)
    heights = []
    for height in ("peek", "half", "full"):
        page.evaluate("panel => uttarapath.state.set({ panel })", height)
        box = page.locator("#panel").bounding_box()
        assert box
        heights.append(box["height"])
    assert heights == sorted(heights)
    assert heights[0] < 200
    assert heights[2] > 700
    page.evaluate("uttarapath.state.set({ panel: 'peek' })")
    head = page.locator("#panel > header").bounding_box()
    assert head
    page.mouse.move(head["x"] + 60, head["y"] + 10)
    page.mouse.down()
    page.mouse.move(head["x"] + 60, head["y"] - 120)
    page.mouse.up()
    assert page.evaluate("uttarapath.state.get().panel") == "half"


def test_inside_a_frame_the_wheel_belongs_to_the_page_around(
    open_page: Opener, page_file: Path, tmp_path: Path
) -> None:
    around = tmp_path / "around.html"
    around.write_text(f'<iframe src="{page_file.as_uri()}" width="900" height="600"></iframe>')
    page = open_page(around, address="")
    frame = page.frames[1]
    frame.locator(".labels").wait_for(state="attached")
    zoom = "uttarapath.map.getZoom()"
    before = frame.evaluate(zoom)
    page.mouse.move(450, 300)
    page.mouse.wheel(0, -300)
    expect(page.frame_locator("iframe").locator("#hint")).to_contain_text("Ctrl")
    assert frame.evaluate(zoom) == before
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    until(frame, f"{zoom} > {before}")
