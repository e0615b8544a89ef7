"""A map without panels: all of it is map, and nothing that is hidden can be reached."""

from __future__ import annotations

from pathlib import Path

import folium
import pytest
from branca.element import Figure
from playwright.sync_api import Page, expect

from geo.api import Atlas
from tests.browser.conftest import PHONE, Opener, saved
from tests.browser.waiting import resize, rest, until

PANELS = "#panel, #side, #time, .skip"
KEPT = "#zoom, #scale-bar, #foot .credit"
FRAME = {"width": 720, "height": 480}
SMALL = {"width": 390, "height": 500}
REACHED = """() => {
    const at = document.activeElement;
    return [at.closest("%s") !== null, at.id || at.className.baseVal || at.className];
}"""
SEEN = """marks => marks.every((mark) => {
    const { left, top, right, bottom } = mark.getBoundingClientRect();
    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
})"""


@pytest.fixture
def bare(toy: Atlas, tmp_path: Path) -> Path:
    return saved(toy.build_map(panels=False), tmp_path)


def reached(page: Page) -> list[str]:
    """Press Tab until it leads out of the page; return what had the focus."""
    found: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        hidden, name = page.evaluate(REACHED % PANELS)
        assert not hidden, name
        if not name:
            return found
        found.append(name)
    raise AssertionError(found)


@pytest.mark.parametrize("viewport", [FRAME, SMALL], ids=["frame", "phone"])
def test_a_bare_map_is_all_map(bare: Path, open_page: Opener, viewport: dict[str, int]) -> None:
    page = open_page(bare, address="", viewport=viewport)
    rest(page)
    for each in page.locator(PANELS).all():
        expect(each).to_be_hidden()
    for each in page.locator(KEPT).all():
        expect(each).to_be_visible()
    assert page.locator("main").bounding_box() == {"x": 0, "y": 0, **viewport}
    assert page.locator('.mark:not([data-off])[data-layer="railway"]').count()
    assert page.locator('.mark:not([data-off])[data-layer="railway"]').evaluate_all(SEEN)
    stops = reached(page)
    assert len(stops) > 3, "the map, its marks and its buttons"
    page.locator('.mark[data-layer="railway"] .hit').first.hover(force=True)
    expect(page.locator("#tooltip")).to_be_visible()


def test_what_a_reader_does_brings_no_panel_back(bare: Path, open_page: Opener) -> None:
    page = open_page(bare, address="", viewport=FRAME)
    rest(page)
    page.locator('.mark[data-layer="places"]').first.evaluate(
        "mark => mark.dispatchEvent(new MouseEvent('click', { bubbles: true }))"
    )
    expect(page.locator(".mark.selected").first).to_be_attached()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    resize(page, 1440, 900)
    resize(page, 390, 844)
    page.evaluate("uttarapath.state.set({ panel: 'full', legend: true, tab: 'table' })")
    rest(page)
    for each in page.locator(PANELS).all():
        expect(each).to_be_hidden()
    assert page.locator("main").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_any_page_is_bare_at_an_address_that_asks_for_it(
    toy: Atlas, open_page: Opener, tmp_path: Path
) -> None:
    file, around = tmp_path / "map.html", tmp_path / "around.html"
    toy.build_map().save(str(file))
    page = open_page(file, address="#panels=off&date=1998-06-01", viewport=FRAME)
    expect(page.locator("#panel")).to_be_hidden()
    assert page.evaluate("uttarapath.state.get().date") == "1998-06-01"
    rest(page)
    page.locator("#zoom button").first.click()
    until(page, "location.hash.includes('at=')")
    assert "panels=off" in page.evaluate("location.hash")
    framed = toy.build_map(panels=False)._repr_html_()
    around.write_text(f"<!DOCTYPE html><p>Before</p>{framed}<p>After</p>", encoding="utf-8")
    outer = open_page(around, address="", viewport=FRAME)
    inner = outer.frame_locator("iframe")
    expect(inner.locator("#zoom")).to_be_visible()
    expect(inner.locator("#panel")).to_be_hidden()


@pytest.mark.parametrize(("panels", "least"), [(True, 600), (False, 400)])
def test_a_notebook_gives_a_map_the_height_that_it_needs(
    open_page: Opener, toy: Atlas, tmp_path: Path, least: int, *, panels: bool
) -> None:
    drawn = toy.build_map(panels=panels)
    folium.LayerControl().add_to(drawn)
    file = tmp_path / "notebook.html"
    file.write_text(f"<!DOCTYPE html>{drawn._repr_html_()}", encoding="utf-8")
    page = open_page(file, address="", viewport=PHONE)
    frame = page.locator("iframe")
    for width in (390, 900, 1200):
        resize(page, width, 844)
        box = frame.bounding_box()
        assert box is not None
        assert box["height"] == pytest.approx(max(least, 0.6 * box["width"]), abs=1)
    resize(page, 390, 844)
    control = page.frame_locator("iframe").locator(".leaflet-control-layers").bounding_box()
    assert frame.bounding_box() is not None
    assert control is not None
    assert (control["y"] < 40) != panels  # beneath search and legend, where these are
    figure = drawn.get_root()
    assert isinstance(figure, Figure)
    figure.height = "900px"
    assert 'height="900px"' in drawn._repr_html_()


def test_an_open_legend_leaves_the_credit_to_be_read(page: Page) -> None:
    resize(page, 1000, 700)
    page.locator("#tab-about").click()
    for is_open in (True, False):
        if page.locator("#legend").evaluate("each => each.classList.contains('closed')") == is_open:
            page.locator("#legend-switch").click()
        expect(page.locator(".credit:visible")).to_have_count(1)
