"""A real browser with no network, and the page of the published layers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from geo.api import PUBLISHED, SHIPPED, Atlas, open_atlas
from geo.page.document import draw_page
from tests.browser.chromium import HOW_TO_GET_IT, find_browser
from tests.browser.waiting import PATIENCE_S

DESKTOP = {"width": 1440, "height": 900}
WHOLE = "#tab=about"
"""The address at which the map shows all of it."""
PHONE = {"width": 390, "height": 844}

expect.set_options(timeout=PATIENCE_S * 1000)

Published = tuple[Mapping[str, gpd.GeoDataFrame], Mapping[str, pd.DataFrame]]
Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the browser once."""
    path = find_browser()
    if path is None:
        pytest.fail(HOW_TO_GET_IT, pytrace=False)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu"],
            ignore_default_args=["--hide-scrollbars"],  # most readers have them
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def shipped() -> Atlas:
    """Return the atlas of the published layers."""
    return open_atlas(SHIPPED, layers=PUBLISHED)


@pytest.fixture(scope="session")
def published(shipped: Atlas) -> Published:
    """Return the published layers and tables."""
    return shipped.layers, shipped.tables


@pytest.fixture(scope="session")
def page_file(shipped: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the page of the published layers."""
    return saved(draw_page(shipped), tmp_path_factory.mktemp("page"))


@pytest.fixture(scope="session")
def toy_file(toy: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the page of the toy."""
    return saved(draw_page(toy), tmp_path_factory.mktemp("toy"))


def saved(drawn: folium.Map, folder: Path) -> Path:
    """Save a map in a folder under a name that no other has there."""
    file = folder / f"map-{len([*folder.glob('map-*')])}.html"
    drawn.save(str(file))
    return file


class Journal:
    """What a page tried and complained about."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.errors: list[str] = []

    def watch(self, page: Page) -> None:
        """Refuse the network and write down each attempt, each message and each error."""
        page.context.route("**/*", self._answer)
        page.on("console", lambda message: self.errors.append(message.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _answer(self, route: Any) -> None:  # noqa: ANN401 - Playwright does not export the type
        if route.request.url.startswith("file:") and route.request.is_navigation_request():
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()


@pytest.fixture
def journal() -> Journal:
    """Return the journal of the pages of this test."""
    return Journal()


@pytest.fixture
def open_page(
    browser: Browser, page_file: Path, journal: Journal, tmp_path: Path
) -> Iterator[Opener]:
    """Return what opens a page: its file, or that of an atlas or a map, which is drawn first.

    When the test ends, none may have asked for or logged anything.
    """
    contexts = []

    def opened(
        of: Path | Atlas | folium.Map = page_file,
        address: str = WHOLE,
        **options: Any,  # noqa: ANN401 - as Playwright's
    ) -> Page:
        drawn = draw_page(of) if isinstance(of, Atlas) else of
        file = saved(drawn, tmp_path) if isinstance(drawn, folium.Map) else drawn
        context = browser.new_context(**{"viewport": DESKTOP, **options})
        context.set_default_timeout(PATIENCE_S * 1000)
        contexts.append(context)
        page = context.new_page()
        journal.watch(page)
        page.goto(file.as_uri() + address)
        if options.get("java_script_enabled", True):
            page.locator(".labels, iframe").first.wait_for(state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert journal.requests == []
    assert journal.errors == []


def unfold_legend(page: Page) -> None:
    """Open all groups of the legend."""
    page.locator("#legend .folded legend button").evaluate_all(
        "all => all.forEach((button) => button.click())"
    )


def press_row(page: Page, key: str) -> None:
    """Press a row of the legend, once its group is open."""
    box = page.locator(f'[data-key="{key}"]')
    row = page.locator("#legend label", has=box)
    if not row.is_visible():
        page.locator("#legend fieldset", has=box).locator("legend button").click()
    row.click()


SEEN = """() => JSON.stringify([
    location.href, uttarapath.state.get(), [...uttarapath.state.get().hidden],
    uttarapath.map.getBounds(), scrollX, scrollY, document.activeElement.id,
])"""
"""What tells that a reader has done something to a page."""


@pytest.fixture(scope="session")
def looked_at(browser: Browser, page_file: Path) -> Iterator[tuple[Page, Journal]]:
    """Open the page of the published layers once."""
    context = browser.new_context(
        viewport=ViewportSize(width=DESKTOP["width"], height=DESKTOP["height"])
    )
    context.set_default_timeout(PATIENCE_S * 1000)
    page, journal = context.new_page(), Journal()
    journal.watch(page)
    page.goto(page_file.as_uri() + WHOLE)
    page.locator(".labels").wait_for(state="attached")
    yield page, journal
    context.close()


@pytest.fixture
def still(looked_at: tuple[Page, Journal]) -> Iterator[Page]:
    """Return that page for a test that but looks at it: the next one finds it as it was."""
    page, journal = looked_at
    before = page.evaluate(SEEN)
    yield page
    assert page.evaluate(SEEN) == before, "a test that does something takes a page of its own"
    assert (journal.requests, journal.errors) == ([], [])


@pytest.fixture
def page(open_page: Opener) -> Page:
    """Open the page of the published layers on a laptop."""
    return open_page()


@pytest.fixture
def phone(open_page: Opener) -> Page:
    """Open it on a phone."""
    return open_page(viewport=PHONE, has_touch=True)
