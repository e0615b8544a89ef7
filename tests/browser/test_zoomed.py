"""What the map shows from close by."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener
from tests.browser.waiting import rest

FERGHANA = "#tab=explore&at=71.5,40.8,4.5"
LABELS = """(kind) => [...document.querySelectorAll(`.label.${kind}`)].map((node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return { text: node.textContent, box: [x, y, x + width, y + height] };
})"""
SIGNS = """() => [...document.querySelectorAll(".piles .mark:not([data-off])")].map((mark) => {
    const { x, y, width, height } = mark.querySelector(".point").getBoundingClientRect();
    return [x + width / 2, y + height / 2];
})"""


def labels(page: Page, kind: str) -> list[dict[str, Any]]:
    """Return texts and boxes of the names of a kind."""
    rest(page)
    found: list[dict[str, Any]] = page.evaluate(LABELS, kind)
    return found


@pytest.mark.parametrize(
    ("lang", "town", "event"),
    [("en", "Namangan", "KazInd"), ("ru", "Наманган", "«КазИнд»"), ("hi", "नमंगान", "काज़िंद")],
)
def test_towns_and_events_are_named_in_each_language(
    open_page: Opener, lang: str, town: str, event: str
) -> None:
    page = open_page(address=f"{FERGHANA}&lang={lang}")
    assert town in [name["text"] for name in labels(page, "town")]
    page.evaluate("uttarapath.map.setView([43, 72], uttarapath.map.getZoom() - 0.5)")
    assert any(name["text"].startswith(event) for name in labels(page, "event"))


def test_each_name_of_an_event_stands_beside_a_sign_and_covers_nothing(open_page: Opener) -> None:
    page = open_page(address="#tab=explore&at=70,42,3")
    events = labels(page, "event")
    signs = page.evaluate(SIGNS)
    assert len(events) > 5
    for name in events:
        left, top, right, bottom = name["box"]
        away = [max(left - x, x - right, 0) + max(top - y, y - bottom, 0) for x, y in signs]
        assert min(away) < 40, name
    drawn = [
        name["box"] for kind in ("event", "town", "place", "area") for name in labels(page, kind)
    ]
    for i, a in enumerate(drawn):
        for b in drawn[:i]:
            wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
            assert min(wide, high) <= 1, (a, b)


def test_from_afar_neither_is_named(still: Page) -> None:
    assert labels(still, "town") == labels(still, "event") == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_neighbours_of_one_kind_have_different_tints(open_page: Opener, theme: str) -> None:
    page = open_page(address=f"{FERGHANA}&theme={theme}")
    fills = page.evaluate("""() => {
        const paths = [...document.querySelectorAll(".country.partner")];
        const fill = (path) => [path.parentNode.dataset.id, getComputedStyle(path).fill];
        return Object.fromEntries(paths.map(fill));
    }""")
    beside = "kaz-uzb kaz-kgz kaz-tkm uzb-kgz uzb-tjk uzb-tkm kgz-tjk"
    for one, other in (pair.split("-") for pair in beside.split()):
        assert fills[one] != fills[other], (one, other)


def test_the_relief_is_gone_before_it_smears(open_page: Opener) -> None:
    page = open_page(address="#tab=explore&at=71,41,2")
    rest(page)
    image = page.locator(".relief image")
    assert float(image.get_attribute("opacity") or 0) > 0.5
    page.evaluate("uttarapath.map.setView([41, 71], 4.5, { animate: false })")
    assert float(image.get_attribute("opacity") or 1) == 0
