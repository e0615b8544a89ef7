"""The page on online tiles, which a picture from here stands in for."""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from geo.api import Atlas
from geo.model.rows import rows
from geo.page.document import draw_page
from tests.browser.conftest import WHOLE, Published, saved
from tests.browser.measuring import GEOD, assert_scale_bar, steps
from tests.browser.waiting import PATIENCE_S, until

TILE = re.compile(r"https://([abc])\.tile\.opentopomap\.org/(\d+)/(\d+)/(\d+)\.png")


def grey(size: int = 256) -> bytes:
    """Return a grey picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xd8" * size) * size)
    start = b"\x89PNG\r\n\x1a\n"
    return start + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


PICTURE = grey()


@pytest.fixture(scope="module")
def file(shipped: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    atlas = draw_page(shipped, tiles="OpenTopoMap")
    folium.Circle([59.94, 30.31], radius=200_000).add_to(atlas)
    return saved(atlas, tmp_path_factory.mktemp("tiles"))


@pytest.fixture
def asked() -> list[str]:
    """Return what the page has asked the network for."""
    return []


@pytest.fixture
def page(browser: Browser, file: Path, asked: list[str]) -> Iterator[Page]:
    """Open the page; the provider answers, and nobody else."""
    complaints = []

    def answer(route: Any) -> None:  # noqa: ANN401 - Playwright does not export the type
        if route.request.is_navigation_request():
            route.continue_()
        elif TILE.fullmatch(route.request.url):
            asked.append(route.request.url)
            route.fulfill(body=PICTURE, content_type="image/png")
        else:
            asked.append(route.request.url)
            route.abort()

    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE_S * 1000)
    context.route("**/*", answer)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri() + WHOLE)
    page.locator(".labels").wait_for(state="attached")
    yield page
    context.close()
    assert complaints == []


def seen_on_tiles(page: Page, lon: float, lat: float) -> tuple[float, float]:
    """Return the pixel at which the tiles show a position, by the rule by which tiles are cut."""
    until(
        page,
        """() => {
            const tiles = [...document.querySelectorAll(".leaflet-tile")];
            return tiles.length && tiles.every((tile) => tile.complete);
        }""",
    )
    tiles = page.eval_on_selector_all(
        ".leaflet-tile",
        """tiles => tiles.map((tile) => {
            const { left, top, width, height } = tile.getBoundingClientRect();
            return [tile.src, left, top, width, height];
        })""",
    )
    for address, left, top, width, height in tiles:
        found = TILE.fullmatch(address)
        assert found
        zoom, column, row = (int(number) for number in found.groups()[1:])
        x = (lon + 180) / 360 * 2**zoom - column
        y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * 2**zoom - row
        if 0 <= x < 1 and 0 <= y < 1:
            return left + x * width, top + y * height
    raise AssertionError("no tile holds the position")


def test_tiles_lie_beneath_what_is_drawn(page: Page, published: Published) -> None:
    places = published[0]["places"]
    (capital,) = rows(places[(places["kind"] == "capital") & (places["iso_a2"] == "UZ")])
    lon, lat = capital.geometry.x, capital.geometry.y
    for _ in steps(page, lat, lon, by=1.5):
        page.evaluate("uttarapath.map.panBy([60, -40], { animate: false })")
        x, y = seen_on_tiles(page, lon, lat)
        drawn = page.locator(f'[data-id="{capital.id}"]').evaluate(
            "mark => [mark.getScreenCTM().e, mark.getScreenCTM().f]"
        )
        assert drawn == pytest.approx([x, y], abs=1)


def test_pan_and_zoom_bring_further_tiles(page: Page, asked: list[str]) -> None:
    until(page, "document.querySelectorAll('.leaflet-tile-loaded').length > 8")
    before = set(asked)
    page.mouse.move(720, 450)
    page.mouse.down()
    page.mouse.move(1000, 300, steps=4)
    page.mouse.up()
    for _ in range(3):  # one after the other: a step may keep to the tiles of its zoom
        zoom = page.evaluate("uttarapath.map.getZoom()")
        page.locator("#zoom button").first.click()
        until(page, f"uttarapath.map.getZoom() > {zoom} && !uttarapath.map._animatingZoom")
    until(page, "[...document.querySelectorAll('.leaflet-tile')].every((tile) => tile.complete)")
    assert set(asked) > before
    assert all(TILE.fullmatch(address) for address in asked)


def test_policy_allows_the_provider_alone(page: Page) -> None:
    policy = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
    rules = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    assert rules["img-src"].split() == [
        "data:",
        *(f"https://{name}.tile.opentopomap.org" for name in "abc"),
    ]
    assert rules["connect-src"] == "'none'"


def test_ground_and_borders_are_the_providers(page: Page) -> None:
    assert page.locator("path.border, .graticule, .degree").count() == 0
    assert page.locator(".ground path:visible").count() == 0
    assert page.locator(".label.area, .label.sea").count() == 0
    expect(page.locator("#edition")).to_contain_text("As the tile provider draws them")
    credit = page.locator("#foot .credit").first
    expect(credit).to_contain_text("Map style: © OpenTopoMap")
    expect(credit.locator("a").first).to_have_attribute(
        "href", "https://www.openstreetmap.org/copyright"
    )
    fills = page.eval_on_selector_all(
        ".country", "shapes => [...new Set(shapes.map((s) => getComputedStyle(s).fill))]"
    )
    assert fills == ["rgba(0, 0, 0, 0)"]


def test_scale_bar_is_right_at_the_middle_of_mercator(page: Page) -> None:
    for place in ((44, 70), (5, 74), (66, 30)):
        for _ in steps(page, *place, by=3):
            assert_scale_bar(page)


def test_the_view_stays_where_there_are_tiles(page: Page, asked: list[str]) -> None:
    for _ in steps(page, by=2):
        for x, y in ((-9e6, -9e6), (9e6, 9e6)):
            corners = page.evaluate(
                """by => {
                    uttarapath.map.panBy(by, { animate: false });
                    const { x, y } = uttarapath.map.getSize();
                    return [[0, 0], [x, y]].map((p) => uttarapath.map.containerPointToLatLng(p));
                }""",
                [x, y],
            )
            for corner in corners:
                assert -26 < corner["lng"] < 151
                assert -26 < corner["lat"] < 79
    assert not [address for address in asked if "-" in address.rsplit("org", 1)[1]]


def test_circles_have_the_size_that_they_say(page: Page) -> None:
    page.evaluate("uttarapath.map.setView([59.94, 30.31], 6, { animate: false })")
    box = page.locator("path.leaflet-interactive").evaluate(
        """circle => {
            const { left, right, top, bottom } = circle.getBoundingClientRect();
            return [left, right, (top + bottom) / 2];
        }"""
    )
    ends = page.evaluate(
        "ends => ends.map((end) => uttarapath.map.containerPointToLatLng(end))",
        [[box[0], box[2]], [box[1], box[2]]],
    )
    _, _, metres = GEOD.inv(ends[0]["lng"], ends[0]["lat"], ends[1]["lng"], ends[1]["lat"])
    assert metres == pytest.approx(400_000, rel=0.02)


def test_precision_circles_are_geodesic_in_mercator(page: Page, published: Published) -> None:
    exercise = published[0]["exercises"].iloc[0]
    page.evaluate(
        "at => uttarapath.map.setView(at, 8, { animate: false })",
        [exercise.geometry.y, exercise.geometry.x],
    )
    left, right, y = page.locator(".ring").first.evaluate(
        """ring => {
            const { left, right, top, bottom } = ring.getBoundingClientRect();
            return [left, right, (top + bottom) / 2];
        }"""
    )
    ends = page.evaluate(
        "ends => ends.map((end) => uttarapath.map.containerPointToLatLng(end))",
        [[left, y], [right, y]],
    )
    lons, lats = np.array([[end["lng"], end["lat"]] for end in ends]).T
    metres = GEOD.inv(lons[0], lats[0], lons[1], lats[1])[2]
    assert metres == pytest.approx(2 * exercise["precision_m"], rel=0.02)


def test_tiles_of_ones_own_are_welcome_here(shipped: Atlas) -> None:
    atlas = draw_page(shipped, tiles="OpenTopoMap")
    folium.TileLayer("https://{s}.own.example/{z}/{x}/{y}.png", attr="x").add_to(atlas)
    html: str = atlas.get_root().render()
    (images,) = re.findall(r"img-src ([^;]+);", html)
    assert "https://*.own.example" in images
    assert "https://a.tile.opentopomap.org" in images


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_without_network_the_own_ground_is_seen_and_a_word_says_so(
    browser: Browser, file: Path, size: tuple[int, int]
) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    context.route(TILE, lambda route: route.abort())
    page = context.new_page()
    page.goto(file.as_uri() + WHOLE)
    note = page.locator("#untiled")
    expect(note).to_contain_text("did not load")
    expect(note).to_be_in_viewport()
    expect(page.locator(".land path").first).to_be_visible()
    fill = page.locator(".country.partner").first.evaluate("(path) => getComputedStyle(path).fill")
    assert fill != "rgba(0, 0, 0, 0)"
    assert "Kazakhstan" in page.locator(".label.area").all_text_contents()
    page.locator("#languages [lang=ru]").click()
    expect(note).to_contain_text("не загрузилась")
    context.unroute(TILE)
    context.route(TILE, lambda route: route.fulfill(body=PICTURE, content_type="image/png"))
    page.evaluate("uttarapath.map.setView([40, 66], uttarapath.map.getZoom() + 1)")
    expect(note).to_be_hidden()
    expect(page.locator(".land path").first).to_be_hidden()
    context.close()
