"""Windows of all shapes: no control lies under another, and the map keeps its room."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import Page, expect

from geo.api import Atlas
from tests.browser.conftest import PHONE, Opener, unfold_legend
from tests.browser.waiting import resize, rest

WIDTHS = [320, 360, 390, 480, 600, 700, 768, 900, 1024, 1100, 1200, 1250, 1280, 1440, 1920, 2560]
SIZES = [(w, 800) for w in WIDTHS] + [(w, h) for w in WIDTHS[::5] for h in (320, 390, 520)]
CONTROLS = [
    *("#panel", "#search", "#legend", "#time"),
    *("#members", "#zoom", "#scale-bar", "#foot .credit"),
]
OVERLAPS = """(names) => {
    const there = names.map((name) => [name, document.querySelector(name).getBoundingClientRect()])
        .filter(([, { width, height }]) => width * height);
    const share = (start, end) => Math.min(start[1], end[1]) - Math.max(start[0], end[0]);
    return there.flatMap(([one, a], i) => [
        ...(share([a.left, a.right], [-1, innerWidth + 1]) < a.width ? [`${one} is cut`] : []),
        ...(share([a.top, a.bottom], [-1, innerHeight + 1]) < a.height ? [`${one} is cut`] : []),
        ...there.slice(0, i).flatMap(([other, b]) => {
            const wide = share([a.left, a.right], [b.left, b.right]);
            const high = share([a.top, a.bottom], [b.top, b.bottom]);
            return wide > 1 && high > 1 ? [`${one} and ${other}`] : [];
        }),
    ]);
}"""
COVERED = """(names) => {
    const there = [...document.querySelectorAll(`:is(${names}) :is(button, a, [role=tab])`)]
        .filter((node) => node.checkVisibility({ visibilityProperty: true }));
    return there.flatMap((node) => {
        const { left, right, top, bottom, width } = node.getBoundingClientRect();
        const y = (top + bottom) / 2;
        const covers = [left + 4, right - 4].filter((x) => {
            return !node.contains(document.elementFromPoint(x, y));
        });
        return width > 8 && covers.length ? [node.id || node.textContent] : [];
    });
}"""
FREE = """() => {
    const boxes = ["#panel", "#search", "#legend", "#time"]
        .map((name) => document.querySelector(name).getBoundingClientRect());
    const covers = (x, y) => ({ left, top, right, bottom }) => {
        return x > left && x < right && y > top && y < bottom;
    };
    let free = 0;
    for (let x = 2; x < innerWidth; x += 4) {
        for (let y = 2; y < innerHeight; y += 4) {
            free += boxes.some(covers(x, y)) ? 0 : 16;
        }
    }
    return free / innerWidth / innerHeight;
}"""

CAPITALS = """() => {
    const stars = [...document.querySelectorAll(".mark:not([data-off])")].flatMap((mark) => {
        const [feature] = uttarapath.atlas.byId.get(mark.dataset.id) ?? [];
        if (feature?.is.kind !== "capital") return [];
        const { x, y, width, height } = mark.querySelector(".sign").getBoundingClientRect();
        return [[feature.is.name, x + width / 2, y + height / 2]];
    });
    const names = [...document.querySelectorAll(".label.place.strong")];
    return Object.fromEntries(names.map((node) => {
        const { left, top, right, bottom } = node.getBoundingClientRect();
        const off = (start, end, at) => Math.max(start - at, 0, at - end);
        const away = ([, x, y]) => Math.hypot(off(left, right, x), off(top, bottom, y));
        const [nearest] = stars.toSorted((a, b) => away(a) - away(b));
        return [node.textContent, [nearest[0], away(nearest)]];
    }));
}"""


def show(page: Page, panel: str, legend: str) -> None:
    """Open or close both, the legend last."""
    page.evaluate(f"uttarapath.state.set({{ panel: '{panel}' }})")
    page.evaluate(f"uttarapath.state.set({{ legend: {legend} }})")


def test_no_control_lies_under_another(open_page: Opener) -> None:
    page = open_page(address="#tab=explore&body=sco&lang=ru")
    wrong = {}
    for width, height in SIZES:
        resize(page, width, height)
        for panel, legend in itertools.product(("peek", "half"), ("false", "true")):
            show(page, panel, legend)
            if found := page.evaluate(OVERLAPS, CONTROLS):
                wrong[width, height, panel, legend] = found
    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_every_control_of_the_time_can_be_pressed_from_end_to_end(
    open_page: Opener, language: str
) -> None:
    page = open_page(address=f"#lang={language}")
    wrong = {}
    for width in (*WIDTHS, 701, 1000, 1014):
        resize(page, width, 800)
        rest(page)
        if found := page.evaluate(COVERED, "#now, #zoom, #search"):
            wrong[width] = found
    assert wrong == {}


def test_what_stands_beside_the_day_is_said_whole(open_page: Opener) -> None:
    cut = """() => [...document.querySelectorAll("#now :is(button, .told > span)")]
        .filter((node) => node.getClientRects().length && node.scrollWidth > node.clientWidth)
        .map(({ textContent }) => textContent)"""
    page = open_page(address="#tab=about")
    for width, language in itertools.product((1000, 1024, 1280), ("en", "hi", "ru")):
        resize(page, width, 768)
        page.evaluate("lang => uttarapath.state.set({ lang })", language)
        assert page.evaluate(cut) == [], (width, language)
        box, last = (
            page.locator(each).bounding_box() for each in ("#latest", "#latest > :last-child")
        )
        assert box
        assert last
        assert box["y"] - 1 <= last["y"] <= box["y"] + 1, "its name is what is always seen"


@pytest.mark.parametrize("language", ["en", "hi"])
def test_a_table_has_no_columns_out_of_sight_on_a_laptop(open_page: Opener, language: str) -> None:
    page = open_page(address=f"#tab=table&lang={language}", viewport={"width": 1280, "height": 720})
    over = "({ scrollWidth, clientWidth }) => scrollWidth - clientWidth"
    for layer in page.locator("#table-layer option").evaluate_all("all => all.map((o) => o.value)"):
        page.locator("#table-layer").select_option(layer)
        assert page.locator("#table .scroll").evaluate(over) == 0, layer


@pytest.mark.parametrize(
    ("width", "language", "colours"),
    [(390, "en", "none"), (900, "hi", "none"), (1180, "ru", "none"), (390, "ru", "active")],
)
def test_a_table_that_scrolls_sideways_shows_so_and_keeps_the_names_of_its_rows(
    open_page: Opener, width: int, language: str, colours: str
) -> None:
    page = open_page(
        address=f"#tab=table&layer=instc&lang={language}",
        viewport={"width": width, "height": 844},
        forced_colors=colours,
    )
    page.evaluate("uttarapath.state.set({ panel: 'full' })")
    edge = """node => {
        const { right, top, height } = node.getBoundingClientRect();
        return {
            clip: {
                x: right - 24 - (node.offsetWidth - node.clientWidth), y: top + 60,
                width: 24, height: height - 120,
            },
            gap: node.querySelector("tbody th").getBoundingClientRect().x
                - node.getBoundingClientRect().x,
            hidden: node.scrollWidth - node.clientWidth - node.scrollLeft,
        };
    }"""
    scroll = page.locator("#table .scroll")
    before = scroll.evaluate(edge)
    assert before["hidden"] > 1
    page.add_style_tag(content="#table table { visibility: hidden }")
    shaded = page.screenshot(clip=before["clip"])
    scroll.evaluate("node => node.scrollTo(node.scrollWidth, 0)")
    after = scroll.evaluate(edge)
    assert (after["hidden"], after["gap"]) == (0, 0)
    assert page.screenshot(clip=before["clip"]) != shaded


@pytest.mark.parametrize("size", [(390, 844), (844, 390), (768, 1024), (1440, 900)])
def test_the_map_has_room_when_the_page_opens(open_page: Opener, size: tuple[int, int]) -> None:
    page = open_page(address="", viewport={"width": size[0], "height": size[1]})
    assert page.evaluate(FREE) > 0.45


@pytest.mark.parametrize("size", [(640, 360), (844, 390), (1440, 500)])
def test_details_in_a_low_window_leave_room_for_the_map_and_their_mark(
    open_page: Opener, size: tuple[int, int]
) -> None:
    size_of = {"width": size[0], "height": size[1]}
    page = open_page(address="#feature=az-alat", viewport=size_of, has_touch=True)
    page.locator("#details h2").wait_for()
    rest(page)
    assert page.evaluate(FREE) > 0.3
    mark = page.locator(".mark.selected .hit").bounding_box()
    panel = page.locator("#panel").bounding_box()
    assert mark
    assert panel
    assert panel["x"] + panel["width"] <= mark["x"] <= size[0]


def test_a_phone_held_sideways_has_every_control_in_reach(open_page: Opener) -> None:
    page = open_page(address="", viewport={"width": 844, "height": 390}, has_touch=True)
    page.locator("#panel-switch").click()
    bar = "({ offsetWidth, clientWidth }) => offsetWidth - clientWidth"
    assert page.locator("#tabs").evaluate(bar) == 0, "the tabs scroll to the side alone"
    for tab in ("explore", "table", "about", "story"):
        page.locator(f"#tab-{tab}").click()
        page.locator(f"#{tab}").wait_for()
    page.locator("#story .next").click()
    page.locator("#panel-switch").click()
    page.locator("#panel-switch").click()
    page.locator("#legend-switch").click()
    page.locator("#legend legend button:visible").first.click()
    page.locator("#legend label:visible").first.click()
    page.locator("#legend-switch").click()
    page.locator("#search input").fill("rasht")
    page.locator("#found li").first.click()
    page.locator("#details-close").click()
    page.locator("#panel-switch").click()
    page.locator("#panel-switch").click()
    page.locator("#zoom button").first.click()
    page.locator("#play").click()
    page.locator("#play").click()


def test_tabs_stand_beside_the_name_of_an_atlas_however_long_it_is(open_page: Opener) -> None:
    page = open_page(address="", viewport={"width": 844, "height": 390}, has_touch=True)
    ends = """name => {
        const heading = document.querySelector("#panel h1");
        heading.textContent = name;
        const range = new Range();
        range.selectNodeContents(heading);
        const { right, bottom } = range.getBoundingClientRect();
        const [tab, body] = ["#tab-story", "#panel-body"]
            .map((each) => document.querySelector(each).getBoundingClientRect());
        const lines = new Set([...range.getClientRects()].map((line) => line.top)).size;
        heading.style.width = "min-content";
        const word = lines > 1 ? heading.clientWidth : 0;
        heading.style.width = "";
        return [tab.left - right, word, body.top - tab.bottom];
    }"""
    for name in ("Trade", "The Middle Corridor", "All the corridors from one sea to the other"):
        between, word, beneath = page.evaluate(ends, name)
        # a line may end before a word that has no room, however wide the fonts of a machine are
        assert 0 <= between < 40 + word
        assert beneath >= -2


def test_the_first_view_of_a_phone_names_each_capital_beside_its_own_star(
    open_page: Opener, shipped: Atlas
) -> None:
    page = open_page(address="", viewport=PHONE)
    rest(page)
    named = page.evaluate(CAPITALS)
    places = shipped.layers["places"]
    partners = set(shipped.layers["republics"]["iso_a2"])
    capitals = places[(places["kind"] == "capital") & places["iso_a2"].isin(partners)]
    assert len(capitals) == 5
    for capital in capitals["name"]:
        star, away = named[capital]
        assert star == capital
        assert away < 12


def test_a_sheet_has_each_height_by_drag_press_and_key(phone: Page) -> None:
    panel, switch = phone.locator("#panel"), phone.locator("#panel-switch")

    def expect_height(height: str) -> None:
        expect(panel).to_have_attribute("data-height", height)
        expanded = "false" if height == "peek" else "true"
        expect(switch).to_have_attribute("aria-expanded", expanded)
        rises = height == "half"
        name = "Make the panel higher" if rises else "Open or close the panel"
        expect(switch).to_have_accessible_name(name)

    for height in ("half", "full", "peek"):
        switch.tap()
        expect_height(height)
    switch.focus()
    for key, height in zip(
        ("ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown", "ArrowDown"),
        ("half", "full", "full", "half", "peek", "peek"),
        strict=True,
    ):
        phone.keyboard.press(key)
        expect_height(height)
    box = phone.locator("#panel header h1").bounding_box()
    assert box
    x, y = box["x"] + 10, box["y"] + 10
    phone.mouse.move(x, y)
    phone.mouse.down()
    phone.mouse.move(x, y - 120)
    phone.mouse.up()
    expect_height("half")


@pytest.mark.parametrize("size", [(390, 844), (844, 390), (700, 400)])
def test_the_handle_of_a_sheet_touches_nothing_that_is_pressed(
    open_page: Opener, size: tuple[int, int]
) -> None:
    page = open_page(viewport={"width": size[0], "height": size[1]})
    for change in ("panel: 'peek'", "panel: 'full'", "lang: 'ru'", "lang: 'hi'"):
        page.evaluate(f"uttarapath.state.set({{ {change} }})")
        touched = page.evaluate(
            """() => {
                const panel = document.querySelector("#panel");
                const handle = getComputedStyle(panel.querySelector("header"), "::before");
                const of = (name) => parseFloat(handle[name]);
                const { left, top } = panel.getBoundingClientRect();
                const [x, y] = [left + of("left") + of("marginInlineStart"), top + of("top")];
                return [...panel.querySelectorAll("button")].filter((button) => {
                    const box = button.getBoundingClientRect();
                    return box.left < x + of("width") && box.right > x
                        && box.top < y + of("height") && box.bottom > y;
                }).map((button) => button.textContent);
            }"""
        )
        assert touched == [], change


def test_a_drag_that_was_cancelled_opens_nothing(phone: Page) -> None:
    phone.evaluate(
        """() => {
            const send = (node, type, pointerId, clientY) => node.dispatchEvent(
                new PointerEvent(type, { pointerId, clientY, bubbles: true }));
            const header = document.querySelector("#panel header");
            send(header, "pointerdown", 5, 700);
            send(header, "pointercancel", 5, 650);
            send(document.body, "pointerup", 6, 300);
            send(header, "pointerdown", 7, 700);
            send(document.body, "pointerup", 8, 300);
        }"""
    )
    expect(phone.locator("#panel")).to_have_attribute("data-height", "peek")


def test_the_search_is_reached_from_a_sheet_at_full_height(phone: Page) -> None:
    search = phone.get_by_role("combobox", name="Search")
    for lead in ("key", "link"):
        phone.evaluate("uttarapath.state.set({ panel: 'full' })")
        expect(search).to_be_hidden()
        if lead == "key":
            phone.keyboard.press("Control+k")
        else:
            phone.locator("#skip-search").focus()
            phone.keyboard.press("Enter")
        expect(search).to_be_focused()
        expect(phone.locator("#panel")).to_have_attribute("data-height", "half")


def test_a_map_alone_leaves_the_key_of_the_search_to_the_browser(open_page: Opener) -> None:
    page = open_page(address="#panels=off")
    page.evaluate(
        """() => addEventListener("keydown", (event) => {
            window.taken = event.defaultPrevented;
        })"""
    )
    page.keyboard.press("Control+k")
    assert page.evaluate("window.taken") is False


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_two_names_that_have_no_room_side_by_side_stand_below_each_other(
    open_page: Opener, language: str
) -> None:
    window = {"width": 1280, "height": 600}
    page = open_page(address=f"#tab=table&lang={language}", viewport=window)
    expect(page.locator("#legend .brief .row").first).to_be_visible()
    wide, seen = page.locator("#legend-body").evaluate(
        "({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth]"
    )
    assert wide == seen


TORN = """() => {
    const torn = [];
    const range = document.createRange();
    for (const name of document.querySelectorAll("#legend .name")) {
        const text = document.createTreeWalker(name, NodeFilter.SHOW_TEXT).nextNode();
        for (const { 0: word, index } of text.data.matchAll(/[\\p{L}\\p{M}]+/gu)) {
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            if (range.getBoundingClientRect().height > 24) torn.push(word);
        }
    }
    return torn;
}"""
"""Words of the legend that stand on more than one line."""


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_no_word_of_the_legend_is_torn_while_numbers_can_stand_below(
    open_page: Opener, language: str
) -> None:
    page = open_page(address=f"#tab=explore&lang={language}", viewport=PHONE)
    page.locator("#legend-switch").click()
    unfold_legend(page)
    assert page.evaluate(TORN) == []


def test_a_group_of_the_legend_says_that_none_of_its_entries_is_there(page: Page) -> None:
    title = page.locator("#legend [data-group=series] legend button")
    expect(title).not_to_contain_text("none now")
    page.evaluate("uttarapath.state.set({ date: '1993-01-01' })")
    expect(title).to_contain_text("none now")
    expect(page.locator("#legend [data-group=corridor] legend")).not_to_contain_text("none")


HEADER = "#legend > header"
TEXT_TOP = """(selector) => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  return range.getBoundingClientRect().top;
}"""


@pytest.mark.parametrize("size", ["100%", "150%", "200%"])
@pytest.mark.parametrize("hidden", ["", "&off=kind.port"])
def test_what_stands_above_the_legend_is_not_overlaid_with_larger_text(
    open_page: Opener, size: str, hidden: str
) -> None:
    page = open_page(address=f"#tab=about&lang=ru{hidden}")
    page.evaluate("size => (document.documentElement.style.fontSize = size)", size)
    beneath = page.evaluate(TEXT_TOP, "#evidence summary")
    for above in page.locator(f"{HEADER} :is(h2, [data-key=all]):visible").all():
        box = above.bounding_box()
        assert box
        assert box["y"] + box["height"] <= beneath + 1
    header, fold = (page.locator(each).bounding_box() for each in (HEADER, "#legend-switch"))
    assert header
    assert fold
    assert fold["x"] + fold["width"] > header["x"] + header["width"] - 16  # in its corner
