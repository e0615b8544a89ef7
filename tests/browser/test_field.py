"""Layers of many features: drawn without marks, and yet like any other to whoever reads the map."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from PIL import Image
from playwright.sync_api import Page, expect

import geo
from geo.api import Atlas, open_atlas
from geo.page.document import draw_page
from tests.browser.conftest import Opener, press_row, saved
from tests.browser.waiting import SEEN_AT_REST, resize, rest, until
from tests.crowded import crowded_toy

POINTS, LINES = 2_500, 600
MIDDLE = (720, 450)
GAIN = """() => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue("--gain");
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data];
}"""
"""The colour of what is new between two days."""
CROWD = """() => {
    const pane = document.querySelector(".leaflet-atlas-pane");
    for (let y = 300; y < 600; y += 4) for (let x = 450; x < 1000; x += 4) {
        const moved = { clientX: x, clientY: y, bubbles: true };
        const under = document.elementFromPoint(x, y);
        under.dispatchEvent(new PointerEvent("pointermove", moved));
        if (pane.classList.contains("crowd")) return [x, y];
    }
    return null;
}"""
"""Where the highest of the circles that count has its upper edge."""
PIXELS = """([left, top, wide, high]) => {
    const canvas = document.querySelector(".leaflet-atlas-pane > canvas");
    const box = canvas.getBoundingClientRect();
    const sharp = canvas.width / box.width;
    const copy = Object.assign(document.createElement("canvas"), { width: wide, height: high });
    const pen = copy.getContext("2d", { willReadFrequently: true });
    const from = [left - box.left, top - box.top, wide, high].map((px) => px * sharp);
    pen.drawImage(canvas, ...from, 0, 0, wide, high);
    const { data } = pen.getImageData(0, 0, wide, high);
    return Array.from({ length: wide * high }, (_, i) => [...data.slice(4 * i, 4 * i + 4)]);
}"""
"""The colours of a part of the window, as far as they are painted without marks."""

MEMORY = """() => {
    const { get, set } = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, "width");
    window.sizes = [];
    Object.defineProperty(HTMLCanvasElement.prototype, "width", { configurable: true, get, set(px) {
        sizes.push(px);
        set.call(this, px);
    } });
}"""
"""Watch which memory is asked for to paint on."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return crowded_toy(tmp_path_factory.mktemp("field") / "atlas", points=POINTS, lines=LINES)


@pytest.fixture(scope="module")
def file(folder: Path) -> Path:
    return saved(draw_page(open_atlas(folder)), folder.parent)


@pytest.fixture(scope="module")
def sites(folder: Path) -> pd.DataFrame:
    """Return the sites, with how far each lies from the next."""
    sites = pd.read_csv(folder / "facts" / "sites.csv")
    at = sites[["lon", "lat"]].to_numpy()
    return sites.assign(apart=[np.partition(np.hypot(*(at - each).T), 1)[1] for each in at])


@pytest.fixture(scope="module")
def lonely(sites: pd.DataFrame) -> pd.Series:
    """Return the site that lies farthest from all others on the map."""
    inside = sites[sites["lon"].between(-18, -14.5) & sites["lat"].between(-33, -31)]
    return inside.sort_values("apart").iloc[-1]


def near(site: pd.Series, more: str = "") -> str:
    """Return the address at which a site lies in the middle of the window."""
    return f"#tab=about&at={site.lon},{site.lat},7{more}"


def painted(page: Page) -> list[list[int]]:
    """Return the colours that are painted about the middle of the window."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    pixels = page.evaluate(PIXELS, [MIDDLE[0] - 8, MIDDLE[1] - 8, 16, 16])
    return [pixel for pixel in pixels if pixel[3]]


def test_many_features_have_no_marks_and_the_legend_counts_them(
    open_page: Opener, file: Path
) -> None:
    page = open_page(file)
    expect(page.locator(".mark[data-layer=sites], .mark[data-layer=pipes]")).to_have_count(0)
    expect(page.locator(".mark[data-layer=places]")).to_have_count(3)
    rows = page.locator("#legend [data-group=sort] .count").all_inner_texts()
    assert sum(int(row.replace(",", "")) for row in rows if row) == POINTS
    # Names lie above what is painted, the ground beneath.
    kinds = page.locator(".leaflet-atlas-pane > *").evaluate_all(
        "all => all.map((each) => [each.tagName, each.textContent.includes('Eastmere')])"
    )
    assert kinds == [["svg", False], ["CANVAS", False], ["svg", True]]


@pytest.mark.parametrize("height", [720, 1000, 1200])  # in higher ones modes have rows of their own
def test_the_legend_tells_what_circles_count(
    height: int, open_page: Opener, shipped: Atlas
) -> None:
    atlas = replace(shipped)
    spots = gpd.GeoSeries([shapely.Point(70, 40)] * 600, crs="EPSG:4326")
    depots = gpd.GeoDataFrame({"kind": [*"abcdef"] * 100}, geometry=spots)
    geo.Layer(depots, name="Depots", column="kind").add_to(atlas)
    page = open_page(atlas, address="#tab=explore", viewport={"width": 1280, "height": height})
    expect(page.get_by_text("A circle counts what has no room")).to_be_visible()
    expect(page.locator("#legend [data-group=depots_class] .name")).to_have_text([*"abcdef"])
    for name in page.locator("#legend [data-group=depots_class] .name").all():
        expect(name).to_be_visible()


def test_a_point_answers_to_pointer_and_press(
    open_page: Opener, file: Path, lonely: pd.Series
) -> None:
    page = open_page(file, address=near(lonely))
    page.mouse.move(*MIDDLE)
    expect(page.locator("#tooltip")).to_contain_text(lonely["name"])
    page.mouse.move(MIDDLE[0] + 60, MIDDLE[1] + 60)
    expect(page.locator("#tooltip")).not_to_contain_text(lonely["name"])
    expect(page.locator(".mark[data-layer=sites]")).to_have_count(0)
    page.mouse.click(*MIDDLE)
    expect(page.locator("#details h2")).to_have_text(lonely["name"])
    mark = page.locator(f".mark.selected[data-id={lonely['id']}]")
    expect(mark).to_have_count(1)
    ring = mark.evaluate("mark => mark.getBBox({ stroke: true })['width']")
    assert ring > 20, "it is ringed, as one of few is"
    assert f"feature={lonely['id']}" in page.url
    page.keyboard.press("Escape")
    expect(page.locator(".mark[data-layer=sites]")).to_have_count(0)


def test_a_point_at_sea_answers_too_and_the_sea_itself_does_not(
    open_page: Opener, file: Path, folder: Path, sites: pd.DataFrame
) -> None:
    land = open_atlas(folder).layers["countries"].union_all()
    at_sea = ~shapely.intersects_xy(land.buffer(0.1), sites["lon"], sites["lat"])
    site = sites[at_sea].sort_values("apart").iloc[-1]
    page = open_page(file, address=near(site, "&off=carries.farm,carries.mill,carries.quarry"))
    page.mouse.move(*MIDDLE)
    expect(page.locator("#tooltip")).to_contain_text(site["name"])
    page.mouse.click(*MIDDLE)
    expect(page.locator("#details h2")).to_have_text(site["name"])
    aside = MIDDLE[0] + 25, MIDDLE[1] + 25
    page.mouse.move(*aside)
    expect(page.locator("#tooltip")).to_be_hidden()
    page.mouse.click(*aside)
    expect(page.locator("#details h2")).to_have_text(site["name"])


def test_a_link_to_a_point_opens_it(open_page: Opener, file: Path, lonely: pd.Series) -> None:
    page = open_page(file, address=f"#tab=about&feature={lonely['id']}")
    expect(page.locator("#details h2")).to_have_text(lonely["name"])
    expect(page.locator("#details")).to_contain_text(lonely["owner"])
    expect(page.locator(f".mark.selected[data-id={lonely['id']}]")).to_be_visible()


def test_legend_time_and_theme_change_what_is_painted(
    open_page: Opener, file: Path, lonely: pd.Series
) -> None:
    page = open_page(file, address=near(lonely, "&off=carries.farm,carries.mill,carries.quarry"))
    before = painted(page)
    assert before
    page.locator("#theme-switch").click()
    assert painted(page) != before
    press_row(page, f"sort.{lonely['sort']}")
    assert not painted(page)
    press_row(page, f"sort.{lonely['sort']}")
    assert len(painted(page)) == len(before)
    day = (pd.Timestamp(lonely["opened"]) - pd.Timedelta("40D")).date().isoformat()
    page.evaluate("date => uttarapath.state.set({ date })", day)
    assert not painted(page)
    page.evaluate("date => uttarapath.state.set({ date })", lonely["opened"])
    assert len(painted(page)) == len(before)


def test_two_days_compared_show_the_many_as_they_show_the_few(
    open_page: Opener, file: Path, lonely: pd.Series
) -> None:
    page = open_page(file, address=near(lonely, "&off=carries.farm,carries.mill,carries.quarry"))
    alone = painted(page)
    opened = pd.Timestamp(lonely["opened"])
    days = [(opened + pd.Timedelta(days=apart)).date().isoformat() for apart in (-20, 20)]
    before, after = days
    page.evaluate("([date, then]) => uttarapath.state.set({ date, then })", [after, before])
    ringed = painted(page)
    gain = page.evaluate(GAIN)
    assert gain in ringed
    assert len(ringed) > len(alone)
    expect(page.locator("#change [data-list=new]")).to_contain_text(lonely["name"])
    page.mouse.move(*MIDDLE)
    mark = page.locator(f".mark[data-id={lonely['id']}]")
    expect(mark).to_have_attribute("data-change", "new")
    page.mouse.move(MIDDLE[0] + 60, MIDDLE[1] + 60)
    # What was there on both days steps back.
    page.evaluate("then => uttarapath.state.set({ then, date: '2025-12-31' })", after)
    expect(page.locator("#change .told")).to_be_visible()
    pale = painted(page)
    assert gain not in pale
    assert len(pale) == len(alone)
    strongest = [max(opacity for *_, opacity in pixels) for pixels in (pale, alone)]
    assert strongest[0] < strongest[1] / 2
    page.locator("#change-close").click()
    assert painted(page) == alone


def test_a_circle_that_counts_what_is_new_is_ringed_as_that_is(
    open_page: Opener, file: Path
) -> None:
    page = open_page(file, address="#tab=about&off=carries.farm,carries.mill,carries.quarry")
    # Some come later than both days: nothing became of them.
    page.evaluate("uttarapath.state.set({ then: '1990-01-01', date: '2012-01-01' })")
    expect(page.locator("#legend .use")).to_contain_text("A circle with several numbers")
    x, y = page.evaluate(CROWD)
    about = [x - 8, y - 8, 16, 16]
    assert page.evaluate(GAIN) in page.evaluate(PIXELS, about)
    page.locator("#change-close").click()
    painted(page)
    expect(page.locator("#legend .use")).not_to_contain_text("A circle with several numbers")
    assert page.evaluate(GAIN) not in page.evaluate(PIXELS, about)


def test_what_is_sought_stands_out_of_the_many(
    open_page: Opener, file: Path, lonely: pd.Series
) -> None:
    page = open_page(file, address=near(lonely, "&off=carries.farm,carries.mill,carries.quarry"))
    alone = painted(page)
    kinds = {"farm", "mill", "quarry"} - {lonely["sort"]}
    where = page.evaluate("[uttarapath.map.getCenter(), uttarapath.map.getZoom()]")

    def seen(sought: str | None) -> list[list[int]]:
        page.evaluate("sought => uttarapath.state.set({ sought })", sought)
        page.evaluate("([at, zoom]) => uttarapath.map.setView(at, zoom, { animate: false })", where)
        rest(page)
        return painted(page)

    lit, dim = seen(f"sort.{lonely['sort']}"), seen(f"sort.{kinds.pop()}")
    assert len(lit) > len(alone) == len(dim)
    assert max(pixel[3] for pixel in lit) == 255
    assert max(pixel[3] for pixel in dim) < 128
    assert seen(None) == alone


def test_a_line_answers_to_the_pointer(open_page: Opener, file: Path) -> None:
    page = open_page(file, address="#tab=about&off=sort.farm,sort.mill,sort.quarry")
    pixels = page.evaluate(PIXELS, [450, 300, 500, 300])
    first = next(i for i, (*_, opacity) in enumerate(pixels) if opacity == 255)
    at = 450 + first % 500, 300 + first // 500
    page.mouse.move(*at)
    expect(page.locator("#tooltip strong")).to_contain_text("Pipe ")
    page.mouse.click(*at)
    expect(page.locator("#details h2")).to_contain_text("Pipe ")


def test_a_crowd_opens_when_it_is_pressed(open_page: Opener, file: Path) -> None:
    page = open_page(file, address="#tab=about&off=carries.farm,carries.mill,carries.quarry")
    crowd = page.evaluate(CROWD)
    before = page.evaluate("uttarapath.map.getZoom()")
    page.mouse.click(*crowd)
    until(page, f"uttarapath.map.getZoom() > {before + 1}")
    rest(page)
    assert "at=" in page.url


def test_a_circle_of_several_layers_lists_the_points_of_all(
    open_page: Opener, toy: Atlas, tmp_path: Path
) -> None:
    atlas = replace(toy)
    spot = gpd.GeoSeries([shapely.Point(-16, -32)] * 600, crs="EPSG:4326")
    aside = gpd.GeoSeries([shapely.Point(-15, -32)] * 600, crs="EPSG:4326")
    for name, where in {"Depots": spot, "Mines": spot, "Wells": aside}.items():
        geo.Layer(where, name=name).add_to(atlas)
    file = saved(atlas.build_map(), tmp_path)
    page = open_page(file, address="#tab=about&at=-16,-32,20")
    page.mouse.click(*MIDDLE)
    expect(page.locator("#table .count")).to_contain_text("1,200 rows")
    expect(page.locator("#table-layer option:checked")).to_have_text("Mines · Depots")
    page.locator("#table-text").fill("depots 600")
    row = page.locator("#table tbody tr:not([aria-hidden])")
    expect(row).to_have_text("Depots 600Depots")
    # A link shows the same.
    again = open_page(file, address=page.url[page.url.index("#") :])
    expect(again.locator("#table .count")).to_contain_text("1,200 rows")
    again.locator("#table-layer").select_option("Wells")
    expect(again.locator("#table .count")).to_contain_text("600 rows")


def test_without_a_pointer_the_table_lists_what_the_map_shows(
    open_page: Opener, file: Path, lonely: pd.Series
) -> None:
    page = open_page(file, address=near(lonely))
    page.get_by_role("button", name="Sites: list what the map shows").press("Enter")
    expect(page.get_by_role("checkbox", name="Only what the map shows")).to_be_checked()
    expect(page.locator("#table-layer")).to_be_focused()
    listed = int(page.locator("#table .count").inner_text().split()[0].replace(",", ""))
    assert 0 < listed < POINTS / 4
    page.locator("#table-text").fill(lonely["name"])
    name = page.get_by_role("rowheader", name=lonely["name"], exact=True)
    name.get_by_role("button").press("Enter")
    expect(page.locator("#details h2")).to_have_text(lonely["name"])
    page.keyboard.press("Escape")
    page.locator("#table-text").fill("")
    page.get_by_role("checkbox", name="Only what the map shows").press("Space")
    expect(page.locator("#table .count")).to_contain_text(f"{POINTS:,} rows")


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_the_list_of_what_the_map_shows_is_seen_by_whoever_comes_to_it_alone(
    open_page: Opener, file: Path, size: tuple[int, int]
) -> None:
    page = open_page(file, address="#tab=about")
    resize(page, size[0], size[1])
    button = page.get_by_role("button", name="Sites: list what the map shows")
    is_seen = """button => {
        const { x, y, width, height } = button.getBoundingClientRect();
        return document.elementsFromPoint(x + width / 2, y + height / 2).includes(button);
    }"""
    assert not button.evaluate(is_seen)
    button.focus()
    assert button.evaluate(is_seen)


def test_the_table_has_no_more_rows_than_are_seen_and_yet_all(
    open_page: Opener, file: Path, folder: Path
) -> None:
    sites = pd.read_csv(folder / "facts" / "sites.csv")
    page = open_page(file, address="#tab=table&layer=sites")
    rows = page.locator("#table tbody tr:not([aria-hidden])")
    expect(rows.first).to_be_visible()
    assert rows.count() < 100
    page.locator("[data-sort=tonnes]").click()
    least = sites.sort_values("tonnes")
    expect(rows.first.get_by_role("rowheader")).to_have_text(least.iloc[0]["name"])
    page.locator("#table .scroll").evaluate("node => node.scrollTo(0, node.scrollHeight)")
    expect(rows.last.get_by_role("rowheader")).to_have_text(least.iloc[-1]["name"])
    expect(rows.last).to_be_visible()
    page.locator("#table-text").fill("mill high")
    wanted = sites[(sites["confidence"] == "high") & (sites["sort"] == "mill")]
    expect(page.locator("#table .count")).to_contain_text(f"{len(wanted):,} rows")


def test_the_search_finds_one_of_many(open_page: Opener, file: Path, folder: Path) -> None:
    sites = pd.read_csv(folder / "facts" / "sites.csv")
    page = open_page(file)
    page.locator("#search [role=combobox]").fill("site 1234")
    expect(page.get_by_role("option").first).to_contain_text("Site 1234")
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_have_text("Site 1234")
    page.locator("#search [role=combobox]").fill("sité 123")
    wanted = sites["name"].str.contains("123") | sites["owner"].str.contains("123")
    expect(page.locator("#search [role=status]")).to_contain_text(f"{wanted.sum():,}")


def test_paper_and_picture_show_the_many(open_page: Opener, file: Path) -> None:
    page = open_page(file)
    page.emulate_media(color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    pixels = page.evaluate(PIXELS, [0, 0, 700, 500])
    assert sum(pixel[3] > 0 for pixel in pixels) > 2_000
    assert pixels[0][:3] != [252, 248, 240]
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    with page.expect_download() as found:
        page.get_by_role("button", name="PNG").click()
    assert Path(found.value.path()).stat().st_size > 50_000


HELD = """() => {
    const real = window.setTimeout;
    window.held = [];
    window.setTimeout = (act, ms, ...more) => (ms ? real(act, ms, ...more) : held.push(act));
    window.release = () => {
        window.setTimeout = real;
        held.splice(0).forEach((act) => act());
    };
}"""
"""What holds all that is put off to a task of its own, until it is released."""


def test_what_was_painted_moves_with_the_map_until_the_next_picture_is_whole(
    open_page: Opener, file: Path, lonely: pd.Series
) -> None:
    page = open_page(file, address=near(lonely, "&off=carries.farm,carries.mill,carries.quarry"))
    rest(page)
    before = painted(page)
    page.evaluate(HELD)
    page.evaluate("uttarapath.map.panBy([-150, 80], { animate: false })")
    moved = MIDDLE[0] + 150 - 8, MIDDLE[1] - 80 - 8
    pixels = page.evaluate(PIXELS, [*moved, 16, 16])
    assert [pixel for pixel in pixels if pixel[3]] == before
    page.mouse.move(moved[0] + 8, moved[1] + 8)
    expect(page.locator("#tooltip")).to_contain_text(lonely["name"])
    # What is asked for meanwhile is seen at once, on the new paper.
    page.evaluate(f"uttarapath.state.set({{ hidden: new Set(['sort.{lonely['sort']}']) }})")
    page.evaluate("release()")
    until(page, f"!({PIXELS})([{moved[0]}, {moved[1]}, 16, 16]).some((pixel) => pixel[3])")


def test_a_map_that_glides_on_shows_each_picture_that_was_begun(
    open_page: Opener, file: Path
) -> None:
    page = open_page(file, address="#tab=about&at=-16,-32,7")
    rest(page)
    page.evaluate(HELD)
    shown = page.evaluate(
        """() => {
            const canvas = document.querySelector(".leaflet-atlas-pane > canvas");
            const real = performance.now;
            let now = 0;
            performance.now = () => (now += 10); // a slice is one part
            const places = new Set();
            for (let step = 0; step < 60; step += 1) {
                uttarapath.map.panBy([step % 10 < 5 ? 400 : -400, 0], { animate: false });
                for (let slice = 0; slice < 20; slice += 1) held.shift()?.();
                places.add(canvas.style.transform);
            }
            performance.now = real;
            return places.size;
        }"""
    )
    page.evaluate("release()")
    assert shown > 5
    rest(page)
    box = page.locator(".leaflet-atlas-pane > canvas").bounding_box()
    assert box is not None
    assert box["x"] <= 0
    assert box["x"] + box["width"] >= 1440


@pytest.mark.parametrize("before", [lambda _: None, Page.pdf], ids=["opened", "printed"])
def test_a_drag_waits_for_no_memory(
    open_page: Opener, file: Path, before: Callable[[Page], object]
) -> None:
    page = open_page(file, address="#tab=about&at=-16,-32,7")
    before(page)
    rest(page)
    page.evaluate(MEMORY)
    page.mouse.move(900, 450)
    page.mouse.down()
    page.mouse.move(300, 450, steps=8)
    page.mouse.up()
    rest(page)
    page.evaluate(SEEN_AT_REST)
    assert page.evaluate("sizes") == []


def test_a_picture_made_in_parts_is_that_made_at_once(open_page: Opener, file: Path) -> None:
    page = open_page(file, address="#tab=about")
    whole = [450, 200, 500, 400]
    for act in ("panBy([-400, 250], { animate: false })", "setZoom(uttarapath.map.getZoom() + 1)"):
        page.evaluate(f"uttarapath.map.{act}")
        rest(page)
        in_parts = page.evaluate(PIXELS, whole)
        page.evaluate("uttarapath.state.set({ lang: 'fr' })")
        page.evaluate("uttarapath.state.set({ lang: 'en' })")
        rest(page)
        assert page.evaluate(PIXELS, whole) == in_parts


def test_no_name_lies_on_a_circle_that_counts(open_page: Opener, file: Path) -> None:
    page = open_page(file, address="#tab=about&off=carries.farm,carries.mill,carries.quarry")
    covered = """() => {
        const pane = document.querySelector(".leaflet-atlas-pane");
        const isCrowd = (x, y) => {
            const moved = { clientX: x, clientY: y, bubbles: true };
            pane.dispatchEvent(new PointerEvent("pointermove", moved));
            return pane.classList.contains("crowd");
        };
        return [...pane.querySelectorAll(".label")].map((name) => {
            const { left, top, width, height } = name.getBoundingClientRect();
            const rows = [0.2, 0.5, 0.8].map((part) => top + part * height);
            const across = Array.from({ length: 20 }, (_, i) => left + (width * i) / 19);
            return rows.some((y) => across.some((x) => isCrowd(x, y)));
        });
    }"""
    for step in range(3):
        found = page.evaluate(covered)
        assert found
        assert not any(found), step
        page.evaluate("uttarapath.map.setZoom(uttarapath.map.getZoom() + 0.5)")
        rest(page)


CIRCLES = """() => {
    const pane = document.querySelector(".leaflet-atlas-pane");
    const [circles, signs, bubbles] = [[], [], true];
    for (let clientY = 200; clientY < 640; clientY += 2) {
        for (let clientX = 460; clientX < 1000; clientX += 2) {
            pane.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY, bubbles }));
            if (pane.classList.contains("crowd")) circles.push([clientX, clientY]);
            else if (uttarapath.state.get().hover) signs.push([clientX, clientY]);
        }
    }
    return [circles, signs];
}"""
"""Where in a part of the window the circles that count lie, and what else answers there."""


def test_circles_that_count_never_meet(
    open_page: Opener, folder: Path, sites: pd.DataFrame
) -> None:
    atlas = open_atlas(folder)
    where = gpd.points_from_xy(sites["lon"] + 0.02, sites["lat"] + 0.02, crs="EPSG:4326")
    mines = gpd.GeoDataFrame(sites[["name", "sort", "opened"]], geometry=where)
    geo.Layer(mines, name="Mines", column="sort", time="opened").add_to(atlas)
    page = open_page(atlas, address="#tab=about&off=carries.farm,carries.mill,carries.quarry")
    for days in ({}, {"then": "2005-01-01", "date": "2012-01-01"}):
        page.evaluate("days => uttarapath.state.set(days)", days)
        rest(page)
        circles, signs = [
            shapely.union_all(shapely.box(*(np.array(spots).T - 1), *(np.array(spots).T + 1)))
            for spots in page.evaluate(CIRCLES)
        ]
        # Those that no sign lies on, whole within the part.
        inner = shapely.box(460, 200, 998, 638).difference(signs)
        alone = [each for each in shapely.get_parts(circles) if inner.contains_properly(each)]
        assert len(alone) > 5
        for circle in alone:
            left, top, right, bottom = circle.bounds
            assert right - left == pytest.approx(bottom - top, abs=4)
            assert circle.area == pytest.approx(np.pi / 4 * (right - left) ** 2, rel=0.15)


def test_a_circle_with_no_other_beside_it_stands_where_its_points_are(
    open_page: Opener, toy: Atlas
) -> None:
    atlas = replace(toy)
    spot = gpd.GeoSeries([shapely.Point(-16, -32)] * 600, crs="EPSG:4326")
    geo.Layer(spot, name="Depots").add_to(atlas)
    page = open_page(atlas)
    for zoom in (6, 6.3, 6.7, 7):
        page.evaluate("zoom => uttarapath.map.setView([-32, -16], zoom, { animate: false })", zoom)
        rest(page)
        where = page.evaluate("uttarapath.map.latLngToContainerPoint([-32, -16])")
        hit = """({ x, y }) => {
            const pane = document.querySelector(".leaflet-atlas-pane");
            const is = (dx, dy) => {
                const at = { clientX: x + dx, clientY: y + dy };
                pane.dispatchEvent(new PointerEvent("pointermove", { ...at, bubbles: true }));
                return pane.classList.contains("crowd");
            };
            return [is(0, 0), is(-12, 0), is(12, 0), is(0, -12), is(0, 12)];
        }"""
        assert all(page.evaluate(hit, where)), zoom


def test_the_number_of_a_circle_is_read_whatever_lies_over_the_circle(
    open_page: Opener, shipped: Atlas, tmp_path: Path
) -> None:
    held = shipped.layers["dialogues"].set_index("id").geometry
    pile = max(held, key=lambda spot: held.geom_equals(spot).sum())
    longest = max(shipped.layers["instc"].geometry, key=lambda line: line.length)
    spots = {"pile": pile, "line": longest.interpolate(0.5, normalized=True)}
    spots["place"] = shipped.layers["places"].set_index("name").geometry["Astana"]
    atlas = replace(shipped)
    points = [spot for spot in spots.values() for _ in range(600)]
    geo.Layer(gpd.GeoSeries(points, crs="EPSG:4326"), name="Depots").add_to(atlas)
    file = saved(atlas.build_map(), tmp_path)
    is_last = """number => [...document.querySelectorAll(".mark, .line")].every((each) => (
        each.compareDocumentPosition(number) & Node.DOCUMENT_POSITION_FOLLOWING))"""
    for what, spot in spots.items():
        page = open_page(
            file, address=f"#tab=about&at={shapely.get_x(spot):.4f},{shapely.get_y(spot):.4f},5"
        )
        number = page.locator(".tally text").filter(visible=True)
        expect(number).to_have_text("600")
        assert number.evaluate(is_last), f"it lies above the {what}"
        if what == "line":  # who presses it means the circle
            before = page.evaluate("uttarapath.map.getZoom()")
            page.mouse.click(*MIDDLE)
            until(page, f"uttarapath.map.getZoom() > {before + 1}")
            expect(page.locator("#details")).to_be_hidden()
        if what == "pile":  # one that is open lies above all
            event = held[held.geom_equals(pile)].index[0]
            page.evaluate("fan => uttarapath.state.set({ fan })", event)
            expect(number).to_have_count(0)
            page.evaluate("uttarapath.state.set({ fan: null })")
            expect(number).to_have_count(1)


MEETING = """() => {
    const boxes = (names) => [...document.querySelectorAll(names)].map((node) => [
        node.textContent || node.dataset.id, node.getBoundingClientRect()]);
    const meet = (a, b) => Math.min(a.right, b.right) > Math.max(a.left, b.left) &&
        Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top);
    return boxes(".tally text").flatMap(([number, box]) =>
        boxes(".pile-count").filter(([, other]) => meet(box, other))
            .map(([count]) => `${number} on ${count}`));
}"""
"""Numbers of circles that lie on those of piles."""


def test_numbers_of_circles_and_of_piles_stand_apart(open_page: Opener, shipped: Atlas) -> None:
    atlas = replace(shipped)
    held = shipped.layers["dialogues"].geometry
    spots = [
        shapely.Point(spot.x + east, spot.y + north)
        for spot in {each.centroid for each in held}
        for east, north in ((0.1, 0.4), (0.7, 0.1))
        for _ in range(40)
    ]
    geo.Layer(gpd.GeoSeries(spots, crs="EPSG:4326"), name="Depots").add_to(atlas)
    page = open_page(atlas, address="#tab=about")
    seen = 0
    for _ in range(3):
        rest(page)
        expect(page.locator(".tally text").first).to_be_attached(timeout=9000)
        seen += page.locator(".pile-count").count()
        assert page.evaluate(MEETING) == []
        page.evaluate("uttarapath.map.setZoom(uttarapath.map.getZoom() + 0.4)")
    assert seen > 3


BENEATH = """() => {
    const boxes = (names) => [...document.querySelectorAll(names)]
        .map((node) => node.getBoundingClientRect());
    const numbers = boxes(".tally text");
    return boxes(".piles .mark:not([data-off], [data-piled]) .body").filter((a) =>
        numbers.some((b) => Math.min(a.right, b.right) > Math.max(a.left, b.left) &&
            Math.min(a.bottom, b.bottom) > Math.max(a.top, b.top))).length;
}"""


def test_single_signs_leave_the_numbers_of_circles_free(open_page: Opener, shipped: Atlas) -> None:
    atlas = replace(shipped)
    held = shipped.layers["exercises"].geometry
    spots = [
        shapely.Point(spot.x + 0.1, spot.y + 0.4)
        for spot in {each.centroid for each in held}
        for _ in range(40)
    ]
    geo.Layer(gpd.GeoSeries(spots, crs="EPSG:4326"), name="Depots").add_to(atlas)
    page = open_page(atlas, address="#tab=about")
    beneath = []
    for zoom in (1.5, 2, 2.5, 3, 3.5):
        page.evaluate("z => uttarapath.map.setView([40, 72], z, { animate: false })", zoom)
        rest(page)
        expect(page.locator(".tally text").first).to_be_attached(timeout=9000)
        beneath.append(page.evaluate(BENEATH))
    assert sum(beneath) <= 12, beneath


def test_a_saved_picture_is_as_sharp_whatever_screen_it_was_seen_on(
    open_page: Opener, file: Path
) -> None:
    saved = []
    for pixels in (1, 2):
        page = open_page(file, device_scale_factor=pixels)
        rest(page)
        seen = page.evaluate(PIXELS, [450, 200, 500, 400])
        with page.expect_download() as found:
            page.get_by_role("button", name="PNG").click()
        with Image.open(found.value.path()) as picture:
            saved.append(np.asarray(picture.convert("RGB").crop((900, 400, 1900, 1200)), int))
        assert page.evaluate(PIXELS, [450, 200, 500, 400]) == seen
    differing = np.abs(saved[0] - saved[1]).max(axis=2) > 40
    assert differing.mean() < 0.02, "all but single edges"
