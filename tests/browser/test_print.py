"""The map on paper."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

import geo
from geo.api import Atlas
from tests.browser.conftest import DESKTOP, PHONE, Opener, saved
from tests.browser.waiting import rest

STORY = "#scene=instc"
SEEN = """() => {
    const { map } = uttarapath;
    const { lng, lat } = map.getCenter();
    const names = [...document.querySelectorAll(".label")].filter((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        return right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
    }).map((node) => node.textContent);
    const { theme } = document.documentElement.dataset;
    return [lng.toFixed(2), lat.toFixed(2), map.getZoom().toFixed(2), theme, names.join("|")];
}"""
BOXES = """(selector) => [...document.querySelectorAll(selector)].map((node) => {
    const { left, top, right, bottom } = node.getBoundingClientRect();
    return { text: node.textContent, box: [left, top, right, bottom] };
})"""


def printed(page: Page, path: Path) -> tuple[list[tuple[int, int]], str]:
    """Return sizes of the pages in points, and all that is told on them in small letters."""
    page.pdf(path=path, prefer_css_page_size=True, print_background=True)
    pages = PdfReader(path).pages
    sizes = [(round(each.mediabox.width), round(each.mediabox.height)) for each in pages]
    return sizes, "".join(each.extract_text() for each in pages).lower()


def boxes(page: Page, selector: str) -> list[dict[str, Any]]:
    """Return text and box of what a selector finds."""
    found: list[dict[str, Any]] = page.evaluate(BOXES, selector)
    return found


@pytest.mark.parametrize(
    ("window", "size"), [(DESKTOP, (842, 595)), (PHONE, (595, 842))], ids=["laptop", "phone"]
)
def test_it_prints_on_one_page_that_lies_as_the_window_does(
    open_page: Opener, tmp_path: Path, window: dict[str, int], size: tuple[int, int]
) -> None:
    page = open_page(address="#tab=explore&date=2024-12-31", viewport=window)
    sizes, text = printed(page, tmp_path / "map.pdf")
    assert sizes == [size]
    for told in ("31 December 2024", "INSTC", "OpenStreetMap", "International view", "Moscow"):
        assert told.lower() in text
    # the colours of evidence with their key
    page.evaluate("uttarapath.state.set({ evidence: 'age' })")
    sizes, text = printed(page, tmp_path / "evidence.pdf")
    assert sizes == [size]
    assert "up to 10 years" in text
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    sheet, *parts = (
        boxes(page, selector)[0]["box"] for selector in ("body", "#evidence", "#legend")
    )
    assert all(part[3] <= sheet[3] + 1 for part in parts)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    # what became of things between two days
    page.evaluate("uttarapath.state.set({ evidence: '', then: '2020-01-01' })")
    sizes, text = printed(page, tmp_path / "compared.pdf")
    assert sizes == [size]
    assert "new, or in service since" in text
    page.evaluate("uttarapath.state.set({ then: null })")
    # the longest words and all that can be shown, a line's own text too
    page.evaluate("uttarapath.state.set({ lang: 'ru', feature: 'ir-rasht-astara' })")
    sizes, text = printed(page, tmp_path / "russian.pdf")
    assert sizes == [size]
    assert ".." not in text


def test_a_legend_higher_than_the_sheet_lies_beneath_the_map(
    open_page: Opener, shipped: Atlas, tmp_path: Path
) -> None:
    atlas = replace(shipped)
    spots = gpd.GeoSeries(gpd.points_from_xy([60, 65, 70, 75], [20, 30, 40, 50]), crs="EPSG:4326")
    for number in range(10):
        frame = gpd.GeoDataFrame({"kind": [*"abcd"]}, geometry=spots)
        geo.Layer(frame, name=f"Depots {number}", column="kind").add_to(atlas)
    file = saved(atlas.build_map(), tmp_path)
    for address in ("#tab=explore", "#tab=explore&feature=kz-astana"):
        page = open_page(file, address=address)
        sizes, text = printed(page, tmp_path / "map.pdf")
        assert sizes == [(842, 595)]
        assert all(f"depots {number}" in text for number in range(10))
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        (sheet,), (drawn,), (legend,) = (boxes(page, each) for each in ("body", "main", "#legend"))
        assert drawn["box"][3] <= legend["box"][1] < legend["box"][3] <= sheet["box"][3]
        assert drawn["box"][3] - drawn["box"][1] > 300, "the map has its room"
        page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_a_layer_of_many_is_printed_as_pixels_where_it_lies_with_the_ground_beneath(
    open_page: Opener, shipped: Atlas, tmp_path: Path
) -> None:
    atlas = replace(shipped)
    spots = gpd.points_from_xy([60 + row % 40 / 4 for row in range(2000)], [40] * 2000)
    geo.Layer(gpd.GeoDataFrame(geometry=spots, crs=4326), name="Depots").add_to(atlas)
    page = open_page(atlas, address="#tab=explore")
    printed(page, tmp_path / "map.pdf")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    width, pixels = page.locator(".map canvas").evaluate(
        "(canvas) => [canvas.getBoundingClientRect().width, canvas.width]"
    )
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    (sheet,) = PdfReader(tmp_path / "map.pdf").pages
    resources: Any = sheet["/Resources"]
    placed: dict[int, float] = {}

    def see(operator: bytes, operands: list[Any], matrix: list[float], _: list[float]) -> None:
        if operator == b"Do":
            placed[resources["/XObject"][operands[0]].get("/Width", 0)] = matrix[0]

    sheet.extract_text(visitor_operand_before=see)
    # Chromium prints what is drawn just then in white over the ground, and out of its place.
    assert placed[pixels] == pytest.approx(width * 0.75), "in points"


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["laptop", "phone"])
def test_the_sheet_tells_the_scene_or_the_feature(
    open_page: Opener, tmp_path: Path, window: dict[str, int]
) -> None:
    page = open_page(address=STORY, viewport=window)
    heading, first = (
        page.locator(f"#story {part}").first.text_content() for part in ("h2", ".told")
    )
    _, text = printed(page, tmp_path / "scene.pdf")
    for told in (heading, first):
        assert " ".join((told or "-").lower().split()) in " ".join(text.split())
    page.evaluate("uttarapath.state.set({ feature: 'kazind-2021' })")
    _, text = printed(page, tmp_path / "feature.pdf")
    assert "kazind 2021" in text


@pytest.mark.parametrize(
    ("window", "address"), [(DESKTOP, STORY), (PHONE, "#tab=explore&at=70,42,3.2&theme=dark")]
)
def test_names_are_planned_for_the_paper_and_the_map_comes_back(
    open_page: Opener, window: dict[str, int], address: str
) -> None:
    page = open_page(address=address, viewport=window)
    rest(page)
    before = page.evaluate(SEEN)
    for _ in range(2):
        at_once = page.evaluate(f"dispatchEvent(new Event('beforeprint')); ({SEEN})()")
        if window == DESKTOP:  # where the sheet has the shape of the window
            assert page.evaluate(SEEN) == at_once, "a script that prints waits for nothing"
    (frame,) = boxes(page, "main")
    left, top, right, bottom = frame["box"]
    assert (right - left) * (bottom - top) > 0.55 * 1046 * 716, "the map is most of the sheet"
    inner = [name["box"] for name in boxes(page, ".label") if left <= name["box"][0] <= right]
    assert len(inner) > 8
    foot = [each["box"] for each in boxes(page, "#scale-bar, #foot .credit")]
    for name in inner:
        if not (name[3] < top or name[1] > bottom):
            assert name[0] >= left - 1
            assert name[2] <= right + 1
        assert not any(
            name[0] < box[2] and box[0] < name[2] and name[1] < box[3] and box[1] < name[3]
            for box in foot
        )
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    rest(page)
    assert page.evaluate(SEEN) == before


@pytest.mark.parametrize("window", [DESKTOP, PHONE], ids=["laptop", "phone"])
def test_what_was_seen_lies_above_the_credit_on_paper(
    open_page: Opener, window: dict[str, int]
) -> None:
    page = open_page(address="#tab=explore&at=70,42,3.2", viewport=window)
    rest(page)
    over = "#time" if window == PHONE else "#foot .credit"
    lowest = page.evaluate(
        """(over) => {
            const { map } = uttarapath;
            const { left, top } = document.querySelector("main").getBoundingClientRect();
            const { x, y } = document.querySelector(over).getBoundingClientRect();
            return map.containerPointToLatLng([x - left, y - top - 20]);
        }""",
        over,
    )
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    place = page.evaluate("(at) => uttarapath.map.latLngToContainerPoint(at).y", lowest)
    (frame,), (credit,) = boxes(page, "main"), boxes(page, "#foot .credit")
    assert frame["box"][1] + place < credit["box"][1]


def test_lines_between_the_stops_of_a_way_are_not_torn_between_columns(page: Page) -> None:
    page.get_by_role("tab", name="Compare").click()
    page.locator("#ways .courses button").first.click()
    page.locator(".strip").wait_for()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    reach = """() => [...document.querySelectorAll(".strip .step")].map((row) => {
        const [own, line] = [row, row.querySelector("svg")]
            .map((each) => each.getBoundingClientRect());
        return Math.max(own.top - line.top, line.bottom - own.bottom);
    })"""
    found = page.evaluate(reach)
    assert found
    assert max(found) < 1
