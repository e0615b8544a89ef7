"""The page with layers of a user's own: they are there in every part, whatever they are called."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from playwright.sync_api import Page, ViewportSize, expect

import geo
from geo.api import Atlas
from tests.browser.conftest import DESKTOP, PHONE, Opener, press_row, saved
from tests.browser.test_field import PIXELS
from tests.browser.waiting import rest, until

HOSTILE = "</script><img src=x onerror=alert(1)> {{7*7}} {name}"
SHOWN = ":not([data-off])"


@pytest.fixture(scope="module")
def own_file(toy: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the page of the toy with points, lines and polygons, some of hostile names."""
    shapes = [
        shapely.Point(-18, -31),
        shapely.Point(-14, -32.5),
        shapely.LineString([(-19, -31), (-13, -33)]),
        shapely.box(-18, -33.5, -15, -32.5),
    ]
    frame = gpd.GeoDataFrame(
        {
            "name": ["First depot", HOSTILE, "Long road", "Wide zone"],
            "owner": ["North", HOSTILE, "North", "South"],
            "opened": ["2001", "2012-05", "2015-01-01", "2020"],
            "=tons": [1234.5, None, 7, 8],
            "constructor": ["Ann", None, None, None],
            "share": [0.00125, None, None, None],
        },
        geometry=shapes,
        crs="EPSG:4326",
    ).to_crs("EPSG:3857")
    atlas = replace(toy)
    geo.Layer(
        frame,
        name="Depots & <i>",
        column="owner",
        time="opened",
        tooltip=["owner", "=tons", "constructor", "share"],
    ).add_to(atlas)
    return saved(atlas.build_map(), tmp_path_factory.mktemp("own"))


@pytest.fixture
def shown(open_page: Opener, own_file: Path) -> Page:
    return open_page(own_file, address="#tab=table")


@pytest.mark.parametrize("window", [{"width": 1280, "height": 640}, PHONE], ids=["low", "phone"])
def test_what_was_added_comes_first_and_is_told_in_small_windows(
    open_page: Opener, shipped: Atlas, window: ViewportSize
) -> None:
    atlas = replace(shipped)
    spots = gpd.GeoSeries(gpd.points_from_xy([60, 65, 70], [20, 30, 40]), crs="EPSG:4326")
    for name, kinds in {"Depots": ["a", "b", "c"], "Plants": [1.5, 2.5, 3.5]}.items():
        geo.Layer(
            gpd.GeoDataFrame({"kind": kinds}, geometry=spots), name=name, column="kind"
        ).add_to(atlas)
    page = open_page(atlas, address="", viewport=window)
    if window == PHONE:
        page.locator("#legend-switch").click()
    groups = page.locator("#legend fieldset:not([hidden])")
    for n, title in enumerate(["Plants", "Depots"]):
        expect(groups.nth(n).locator("legend")).to_have_text(title)
        expect(groups.nth(n).locator(".name").last).to_be_visible()
    page.locator("#tab-table").click()
    expect(page.locator("#table-layer option:checked")).to_have_text("Plants")


def marks(page: Page, kind: str, more: str = SHOWN) -> int:
    return page.locator(f'.mark[data-layer="depots-i-{kind}"]{more}').count()


def test_own_features_are_drawn_listed_and_told(shown: Page) -> None:
    assert [marks(shown, kind) for kind in ("points", "lines", "areas")] == [2, 1, 1]
    listed = shown.locator("#table-layer option").all_inner_texts()
    assert "Depots & <i>: points" in listed
    for name, kind in ((HOSTILE, "points"), ("Long road", "lines"), ("Wide zone", "areas")):
        shown.locator("#search [role=combobox]").fill(name)
        shown.locator("#search [role=option]").first.click()
        expect(shown.locator("#details h2")).to_have_text(name)
        expect(shown.locator("#details")).to_contain_text("no source given")
        expect(shown.locator("#details")).to_contain_text("owner: ")
        assert marks(shown, kind, ".selected") == 1
        shown.keyboard.press("Escape")
    shown.locator("#table-layer").select_option("depots-i-points")
    rows = shown.locator("#table tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("May 2012")
    expect(rows.last).to_contain_text("1,234.5")
    shown.locator("#table-text").fill("north")
    expect(rows).to_have_count(1)
    assert shown.locator("img[src=x]").count() == 0


def test_a_page_with_own_layers_opens_where_they_stand_out_and_the_story_keeps_its_links(
    open_page: Opener, own_file: Path
) -> None:
    page = open_page(own_file, address="")
    tab = page.get_by_role("tab", selected=True)
    expect(tab).to_have_text("About")  # the toy has nothing to explore
    faint = """marks => marks.filter((mark) => getComputedStyle(mark).opacity < 1).length"""
    assert page.locator('.mark[data-layer^="depots-i-"]').evaluate_all(faint) == 0
    page.get_by_role("tab", name="Story").click()
    until(page, "location.hash")
    page.reload()
    expect(tab).to_have_text("Story")
    page.go_back()
    expect(tab).to_have_text("About")
    page.go_forward()
    expect(tab).to_have_text("Story")


def test_it_opens_at_what_can_be_explored_but_a_link_to_a_scene_at_that_scene(
    open_page: Opener, shipped: Atlas, tmp_path: Path
) -> None:
    atlas = replace(shipped)
    geo.Layer(gpd.GeoSeries([shapely.Point(70, 42)], crs="EPSG:4326"), name="Own").add_to(atlas)
    atlas.build_map().save(str(tmp_path / "map.html"))
    page = open_page(tmp_path / "map.html", address="")
    expect(page.get_by_role("tab", selected=True)).to_have_text("Explore")
    last = atlas.story[-1].id
    page = open_page(tmp_path / "map.html", address=f"#scene={last}")
    expect(page.get_by_role("tab", selected=True)).to_have_text("Story")
    assert page.evaluate("uttarapath.state.get().scene") == last


def test_a_layer_that_tells_nothing_is_in_the_table_with_its_place(
    open_page: Opener, toy: Atlas
) -> None:
    atlas = replace(toy)
    geo.Layer(gpd.GeoSeries([shapely.Point(-18, -31)], crs="EPSG:4326"), name="Bare").add_to(atlas)
    page = open_page(atlas, address="#tab=table")
    page.locator("#table-layer").select_option(label="Bare")
    expect(page.locator("#table thead")).to_contain_text("Place")
    expect(page.locator("#table tbody tr")).to_have_text(["Bare 1-31.000, -18.000"])
    page.locator("#table tbody button").click()
    expect(page.locator("#details")).to_contain_text("-31.000, -18.000")


def test_what_is_but_numbered_is_not_named_on_the_map(open_page: Opener, toy: Atlas) -> None:
    atlas = replace(toy)
    spots = gpd.GeoSeries(gpd.points_from_xy([-18, -14], [-31, -32.5]), crs="EPSG:4326")
    geo.Layer(spots, name="Bare").add_to(atlas)
    geo.Layer(gpd.GeoDataFrame({"name": ["A", "B"]}, geometry=spots), name="Called").add_to(atlas)
    page = open_page(atlas, address="#tab=explore")
    expect(page.locator(".mark[data-layer=bare]")).to_have_count(2)
    expect(page.locator(".label", has_text="A").first).to_be_attached()
    expect(page.locator(".label", has_text="Bare")).to_have_count(0)


def test_one_alone_is_called_by_its_name_from_close_by(open_page: Opener, own_file: Path) -> None:
    page = open_page(own_file, address="#tab=explore&at=-18,-31,4")
    name = page.locator(".label.event", has_text="First depot 2001")
    expect(name).to_be_visible()
    told = "node => [getComputedStyle(node).fill, getComputedStyle(node).strokeWidth]"
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert name.evaluate(told) == [ink, "3px"], "dense lines may lie beneath it"


def test_the_legend_filters_them_and_time_brings_them(shown: Page) -> None:
    rows = shown.locator('#legend [data-key^="depots_i_points_class"]')
    expect(rows).to_have_count(2)
    expect(shown.locator("#legend")).to_contain_text(HOSTILE.partition("{")[0])
    press_row(shown, "depots_i_points_class.north")
    expect(shown.locator(f'.mark[data-layer="depots-i-points"]{SHOWN}')).to_have_count(1)
    shown.evaluate("uttarapath.state.set({ hidden: new Set(), date: '2013-01-01' })")
    for kind, count in (("points", 2), ("lines", 0), ("areas", 0)):
        expect(shown.locator(f'.mark[data-layer="depots-i-{kind}"]{SHOWN}')).to_have_count(count)
    shown.evaluate("uttarapath.state.set({ date: '2016-01-01' })")
    expect(shown.locator(f'.mark[data-layer="depots-i-lines"]{SHOWN}')).to_have_count(1)


def test_a_link_shows_no_more_than_legend_and_day_did(open_page: Opener, own_file: Path) -> None:
    page = open_page(own_file, address="#tab=explore&date=2013-01-01")
    assert [marks(page, kind) for kind in ("points", "lines", "areas")] == [2, 0, 0]
    page = open_page(own_file, address="#tab=explore&off=depots_i_lines_class.north")
    assert [marks(page, kind) for kind in ("points", "lines", "areas")] == [2, 0, 1]


def test_two_days_compared_tell_what_came_of_every_shape(shown: Page) -> None:
    shown.evaluate("uttarapath.state.set({ then: '2012-05-20' })")
    found = shown.locator('.mark[data-layer^="depots-i-"]').evaluate_all(
        "all => Object.fromEntries(all.map((mark) => [mark.ariaLabel, mark.dataset.change]))"
    )
    by_name = {label.partition(":")[0]: change for label, change in found.items()}
    assert by_name["First depot"] == "same"
    assert by_name["Long road"] == by_name["Wide zone"] == "new"
    # On that day of May 2012 it may have been open or not.
    assert [change for name, change in by_name.items() if name.startswith("</")] == ["unknown"]
    expect(shown.locator("#change [data-list=new]")).to_contain_text("Long road")


def test_they_are_taken_along_and_printed(open_page: Opener, own_file: Path) -> None:
    page = open_page(own_file, address="#tab=about")
    row = page.locator("#downloads li", has_text="Depots & <i>: areas")
    with page.expect_download() as taken:
        row.get_by_role("button").first.click()
    (zone,) = json.loads(Path(taken.value.path()).read_text("utf-8"))["features"]
    assert zone["geometry"]["type"] == "MultiPolygon"
    assert zone["properties"]["owner"] == "South"
    assert zone["properties"]["licence"] is None
    with page.expect_download() as taken:
        page.get_by_role("button", name="GeoJSON").last.click()
    layers = {
        feature["properties"]["layer"]
        for feature in json.loads(Path(taken.value.path()).read_text("utf-8"))["features"]
    }
    assert {"depots-i-lines", "depots-i-areas"} <= layers
    page.emulate_media(media="print")
    assert page.pdf()
    zone_mark = page.locator('.mark[data-layer="depots-i-areas"] .closed')
    assert zone_mark.evaluate("path => getComputedStyle(path).fill").startswith("color(")
    page.emulate_media(media="screen")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_one_long_word_leaves_every_panel_its_width(
    open_page: Opener, toy: Atlas, size: ViewportSize
) -> None:
    word = "gadm_districts_2021_final_" * 6
    atlas = replace(toy)
    cells = {"name": [word], "kind": ["a"], word: ["told"], "How many tons in a year? " * 9: [word]}
    frame = gpd.GeoDataFrame(cells, geometry=[shapely.Point(-16, -32)], crs=4326)
    geo.Layer(frame, name=word, column="kind").add_to(atlas)
    page = open_page(atlas, address="#tab=about", viewport=size)
    (layer,) = atlas.layers.keys() - toy.layers.keys()
    for shown in ("tab: 'about'", f"tab: 'table', layer: '{layer}'", f"feature: '{layer}-1'"):
        page.evaluate(f"uttarapath.state.set({{ {shown} }})")
        rest(page)
        wide = page.evaluate(
            """() => [...document.querySelectorAll("#panel, #legend, #table th, #table td")]
                .filter((box) => {
                    const right = box.getBoundingClientRect().right;
                    const list = box.querySelector("#table-layer");
                    if (list && list.getBoundingClientRect().right > right) return true;
                    const range = document.createRange();
                    const texts = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
                    while (texts.nextNode()) {
                        const { parentElement: of } = texts.currentNode;
                        const within = of.closest("svg, select, .unseen, #table .scroll");
                        if (!of.checkVisibility() || (within && !box.matches("th, td"))) continue;
                        range.selectNodeContents(texts.currentNode);
                        if (range.getBoundingClientRect().right > right) return true;
                    }
                    return false;
                })
                .map((box) => box.outerHTML.slice(0, 60))"""
        )
        assert wide == [], shown
    values = page.locator("#details dd").evaluate_all("all => all.map((dd) => dd.clientWidth)")
    assert min(values) > 100


def test_rows_of_the_table_stay_low_whatever_names_them(open_page: Opener, toy: Atlas) -> None:
    """Where nothing is called `name`, the first texts that differ are names."""
    atlas = replace(toy)
    told = "Local people ask for water, and nobody has told them when. " * 20
    frame = gpd.GeoDataFrame({"notes": [told]}, geometry=[shapely.Point(-16, -32)], crs=4326)
    geo.Layer(frame, name="Mine").add_to(atlas)
    page = open_page(atlas, address="#tab=table")
    page.evaluate("uttarapath.state.set({ layer: 'mine' })")
    name = page.locator("#table tbody th bdi")
    expect(name).to_have_text(told.strip())
    row = page.locator("#table tbody tr").bounding_box()
    assert row
    assert row["height"] < 80


def test_numbers_of_very_many_digits_have_a_power_of_ten(open_page: Opener, toy: Atlas) -> None:
    atlas = replace(toy)
    cells = {
        "mass": [-1.989e300],
        "rate": [1.5e-300],
        "zero": [0.0],
        "count": [2**53],
        "part": [1e-9],
    }
    frame = gpd.GeoDataFrame(cells, geometry=[shapely.Point(-16, -32)], crs=4326)
    geo.Layer(frame, name="Mine").add_to(atlas)
    page = open_page(atlas, address="#tab=table")
    page.evaluate("uttarapath.state.set({ layer: 'mine' })")
    told = ["-1.99e+300", "1.5e-300", "0", "9,007,199,254,740,992", "0.000000001"]
    expect(page.locator("#table tbody td")).to_have_text(told)


def test_names_that_take_much_room_leave_a_full_legend_its_width(
    open_page: Opener, toy: Atlas
) -> None:
    atlas = replace(toy)
    for number in range(40):
        point = gpd.GeoSeries([shapely.Point(-16, -32)], crs=4326)
        geo.Layer(point, name=f"districts/{2000 + number}_final").add_to(atlas)
    page = open_page(atlas, address="#tab=explore", viewport=DESKTOP)
    within = page.locator("#legend .brief .row")
    expect(within.first).to_be_visible()
    right = page.locator("#legend").evaluate("node => node.getBoundingClientRect().right")
    ends = within.evaluate_all("all => all.map((row) => row.getBoundingClientRect().right)")
    assert max(ends) < right - 10


def test_a_value_of_one_long_word_leaves_all_others_in_the_legend(
    open_page: Opener, toy: Atlas
) -> None:
    atlas = replace(toy)
    values = ["short", "https://example.org/" + "x" * 60, "other", "y" * 60]
    frame = gpd.GeoDataFrame({"v": values}, geometry=[shapely.Point(-16, -32)] * 4, crs=4326)
    geo.Layer(frame, name="Mine", column="v").add_to(atlas)
    page = open_page(atlas, address="#tab=explore", viewport=DESKTOP)
    rows = page.locator("#legend fieldset:has([data-key^=mine]) .row")
    expect(rows).to_have_count(4)
    right = page.locator("#legend").evaluate("node => node.getBoundingClientRect().right")
    ends = rows.evaluate_all("all => all.map((row) => row.getBoundingClientRect().right)")
    assert max(ends) < right - 10


def test_the_tooltip_says_what_was_asked_for(shown: Page) -> None:
    shown.evaluate("uttarapath.state.set({ hover: 'depots-i-points-1' })")
    mark = shown.locator('.mark[data-id="depots-i-points-1"]')
    told = "First depot: North. owner: North. =tons: 1,234.5. constructor: Ann. share: 0.00125"
    expect(mark).to_have_attribute("aria-label", told)


RADIUS = 10


@pytest.fixture(scope="module")
def plain_file(toy: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the page of the toy with few and many lines and points whose legend is one row each."""
    atlas = replace(toy)
    for name, count, south in (("Few", 4, -31.2), ("Many", 600, -33.2)):
        x, y = np.linspace(-18.5, -13.5, count), south + np.arange(count) % 2
        lines = [shapely.LineString([(-18.5, at), (-13.5, at)]) for at in y + x / 50]
        kinds = {"kind": ["a", "b"] * (count // 2)}
        for what, shapes in (("lines", lines), ("points", shapely.points(x, y))):
            geo.Layer(
                gpd.GeoDataFrame(kinds, geometry=shapes, crs=4326),
                name=f"{name} {what}",
                column="kind",
                legend=False,
                marker_kwds={"radius": RADIUS} if what == "points" else None,
            ).add_to(atlas)
    return saved(atlas.build_map(), tmp_path_factory.mktemp("plain"))


def test_colours_stay_without_a_legend_and_one_row_hides_the_layer(
    open_page: Opener, plain_file: Path
) -> None:
    page = open_page(plain_file, address="#tab=about")
    rows = page.locator("#legend [data-group=layer] .row")
    expect(rows).to_have_count(4)
    assert page.locator('#legend [data-key*="_class"]').count() == 0
    strokes = page.locator(".mark[data-layer=few-lines] .plain-line").evaluate_all(
        "paths => paths.map((path) => getComputedStyle(path).stroke)"
    )
    assert len(strokes) == 4
    assert len(set(strokes)) == 2
    painted = f"""(value) => {{
        const seen = ({PIXELS})([0, 0, innerWidth, innerHeight]);
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.color = `var(--many_lines_class-${{value}})`;
        const rgb = getComputedStyle(probe).color.match(/\\d+/g).join();
        probe.remove();
        return seen.filter((pixel) => pixel.slice(0, 3).join() === rgb).length;
    }}"""
    press_row(page, "layer.many-points")
    for value in "ab":
        until(page, f"({painted})('{value}') > 500")
    press_row(page, "layer.many-lines")
    for value in "ab":
        until(page, f"({painted})('{value}') === 0")
    press_row(page, "layer.few-lines")
    expect(page.locator(f".mark[data-layer=few-lines]{SHOWN}")).to_have_count(0)
    assert "off=" in page.url


@pytest.mark.parametrize(("of", "south"), [("few", -31.2), ("many", -33.2)])
def test_points_are_as_large_as_asked_and_are_touched_as_far_as_they_reach(
    open_page: Opener, plain_file: Path, of: str, south: float
) -> None:
    others = {f"layer.{each}" for each in ("few-lines", "many-lines", "few-points", "many-points")}
    off = ",".join(sorted(others - {f"layer.{of}-points"}))
    page = open_page(plain_file, address=f"#tab=about&off={off}&at=-18.5,{south},9")
    at = page.evaluate(f"uttarapath.map.latLngToContainerPoint([{south}, -18.5])")
    page.mouse.move(at["x"] + RADIUS - 0.7, at["y"])
    tooltip = page.locator("#tooltip")
    expect(tooltip).to_contain_text("kind: a")
    page.mouse.move(at["x"] - RADIUS - 2, at["y"])
    expect(tooltip).not_to_contain_text("kind: a")
    page.mouse.move(at["x"], at["y"] + RADIUS - 0.7)
    body = page.locator(f".mark[data-id={of}-points-1] .body")
    assert body.evaluate("path => path.getBBox().width") == pytest.approx(2 * RADIUS, abs=0.1)


def test_many_points_that_name_no_sources_keep_their_colours_as_few_do(
    open_page: Opener, toy: Atlas
) -> None:
    at = np.vstack([[[-18.0, -31.0]], np.tile([[-14.0, -32.5]], (600, 1))])
    frame = gpd.GeoDataFrame({"name": "Depot"}, index=range(601), geometry=shapely.points(at))
    atlas = replace(toy)
    geo.Layer(frame.set_crs(4326), name="Depots").add_to(atlas)
    page = open_page(atlas, address="#tab=about&at=-18,-31,6")
    middle = [720, 450, 1, 1]
    [before] = page.evaluate(PIXELS, middle)
    assert before[3] == 255
    page.evaluate("uttarapath.state.set({ evidence: 'weight' })")
    until(page, "document.querySelector('#evidence [data-answer]') !== null")
    page.evaluate("new Promise((done) => setTimeout(() => requestAnimationFrame(done)))")
    assert page.evaluate(PIXELS, middle) == [before]
    assert page.locator("#evidence [data-answer=unsaid] .count").inner_text() == "0"


@pytest.mark.parametrize("panels", [True, False])
def test_own_points_lie_on_the_signs_of_events(
    open_page: Opener, shipped: Atlas, *, panels: bool
) -> None:
    atlas = replace(shipped)
    events = atlas.layers["exercises"].geometry.representative_point().drop_duplicates()
    geo.Layer(gpd.GeoDataFrame(geometry=events), name="Mine").add_to(atlas)
    page = open_page(atlas, address="" if panels else "#panels=off")
    rest(page)
    under = page.locator(".mark[data-layer=mine]").evaluate_all(
        """marks => marks.flatMap((mark) => {
            const { x, y, width, height } = mark.getBoundingClientRect();
            const found = document.elementFromPoint(x + width / 2, y + height / 2);
            return found?.closest("main") ? [found.closest(".mark")?.dataset.layer ?? ""] : [];
        })"""
    )
    assert len(under) > 5
    assert {*under} == {"mine"}


@pytest.mark.parametrize("many", [1, 600])
def test_this_year_alone_shows_of_every_shape_what_lasted_into_it(
    many: int, open_page: Opener, shipped: Atlas
) -> None:
    atlas = replace(shipped)
    at = gpd.points_from_xy(np.linspace(60, 70, 2 * many), [40.0] * 2 * many)
    for name, shapes in {
        "Spots": at,
        "Roads": [shapely.LineString([(x.x, x.y), (x.x + 2, x.y + 2)]) for x in at],
        "Zones": [x.buffer(0.4) for x in at],
    }.items():
        columns = {"from": ["2015-03-01", "2018-06-01"] * many, "to": ["2016-11-30", None] * many}
        frame = gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")
        with pytest.warns(UserWarning, match="first day"):
            geo.Layer(frame, name=name, time=["from", "to"]).add_to(atlas)
    page = open_page(atlas, address="#tab=table")
    for date, span, rows in (
        ("2016-05-05", "year", 1),
        ("2017-05-05", "year", 0),
        ("2017-05-05", "so_far", 1),
        ("2018-12-31", "year", 1),
        ("2019-12-31", "year", 0),
        ("2019-12-31", "so_far", 2),
    ):
        page.evaluate("told => uttarapath.state.set(told)", {"date": date, "span": span})
        for name in ("spots", "roads", "zones"):
            page.locator("#table-layer").select_option(name)
            expect(page.locator("#table .count")).to_contain_text(f"{rows * many:,} row")
