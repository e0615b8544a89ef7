"""The bar of time, and the world that follows it."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import geopandas as gpd
import pytest
from playwright.sync_api import Page, expect

import geo
from geo.api import Atlas
from geo.model.history import as_of
from tests.browser.conftest import PHONE, Opener, Published, press_row, unfold_legend
from tests.browser.waiting import SEEN_AT_REST, resize, until

DAYS = ["1996-06-30", "2012-01-01", "2015-01-01", "2017-06-10", "2024-07-05", "2026-03-05"]
BODIES = ["sco", "instc", "ashgabat", "eaeu", "csto"]


def test_the_page_knows_the_same_world_as_the_toolkit(page: Page, published: Published) -> None:
    for day in DAYS:
        page.evaluate("date => uttarapath.state.set({ date })", day)
        assert_same_world(page, published, day)


def assert_same_world(page: Page, published: Published, day: str) -> None:
    """Hold statuses and memberships of the day that the page shows against the toolkit's."""
    layers, tables = published
    world = as_of(day, tables)
    dated = set(tables["status_history"]["segment"])
    for layer in ("instc", "ashgabat"):
        shown = page.evaluate(
            """layer => Object.fromEntries(uttarapath.atlas.layers
            .find(({ id }) => id === layer).features.map((segment) => {
                const there = uttarapath.worlds(uttarapath.state.get().date).at(segment);
                return [segment.id, there && there.is.status];
            }))""",
            layer,
        )
        for segment, status in shown.items():
            expected = world.statuses.get(segment) if segment in dated else "unknown"
            assert status == expected, segment
        drawn = page.locator(f'[data-layer="{layer}"]:not([data-off])')
        expect(drawn).to_have_count(sum(status is not None for status in shown.values()))
    for body in BODIES:
        standings = page.evaluate(
            """([body, codes]) => codes.map((iso3) =>
                uttarapath.worlds(uttarapath.state.get().date).standing(iso3, body))""",
            [body, list(layers["countries"]["iso_a3"])],
        )
        wanted = [world.memberships[body].get(iso, "none") for iso in layers["countries"]["iso_a3"]]
        assert standings == wanted


@pytest.mark.parametrize(("wide", "named"), [(1440, True), (390, False)])
def test_turning_points_without_a_name_leave_the_bars_free(
    wide: int, *, named: bool, open_page: Opener
) -> None:
    page = open_page(viewport={"width": wide, "height": 800})
    ticks, names, over = page.evaluate(
        """() => {
            const all = (kind) => [...document.querySelectorAll(`#time-line .mark-${kind}`)];
            const base = document.querySelector("#time-line .axis").getBoundingClientRect().top;
            const seen = (node) => node.checkVisibility();
            const over = all("tick").filter((tick) => tick.getBoundingClientRect().top < base - 1);
            return [all("tick").length, all("name").filter(seen).length, over.filter(seen).length];
        }"""
    )
    assert ticks
    assert over == 0
    assert bool(names) == named


def test_every_turning_point_tells_its_text_day_and_sources(
    page: Page, published: Published
) -> None:
    told = published[1]["milestones"]
    card = page.locator("#milestone")
    page.keyboard.press("Tab")
    page.locator("#milestones [tabindex='0']").focus()
    page.keyboard.press("Home")
    for row in told.to_dict("records"):
        expect(card.locator("h3")).to_have_text(row["label"])
        expect(card.locator("#milestone-text")).to_have_text(row["text"])
        expect(card.locator(".when")).to_contain_text(row["date"][:4])
        expect(card.locator("li")).to_have_count(len(row["sources"].split(";")))
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_a_turning_point_tells_its_text_in_the_language(page: Page, published: Published) -> None:
    told = published[1]["milestones"].set_index("id")
    page.locator("[data-milestone=instc-signed]").press("Enter")
    for language in ("hi", "ru"):
        page.locator(f"#languages [lang={language}]").click()
        expect(page.locator("#milestone-text")).to_have_text(
            str(told.loc["instc-signed", f"text_{language}"])
        )


def test_a_turning_point_is_pointed_at_and_pressed(page: Page) -> None:
    card = page.locator("#milestone")
    signed = page.locator("[data-milestone=instc-signed]")
    signed.hover()
    expect(card).to_contain_text("signed the agreement in St Petersburg")
    page.mouse.move(700, 300)
    expect(card).to_be_hidden()
    signed.click()
    page.mouse.move(700, 300)
    expect(card.locator(".when")).to_have_text("12 September 2000")
    until(page, "location.hash.includes('milestone=instc-signed')")
    card.get_by_role("button", name="Show this day").click()
    assert page.evaluate("uttarapath.state.get().date") == "2000-09-12"
    card.get_by_role("button", name="Close").click()
    expect(card).to_be_hidden()


def test_a_turning_point_closes_behind_the_tab_key_alone(page: Page) -> None:
    card, latest = page.locator("#milestone"), page.locator("#latest")
    page.locator("[data-milestone=instc-signed]").press("Enter")
    close = card.get_by_role("button", name="Close")
    close.focus()
    page.mouse.click(700, 300)
    expect(card).to_be_visible()
    close.focus()
    page.keyboard.press("Tab")
    expect(latest).to_be_focused()
    expect(card).to_be_hidden()
    expect(latest).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(latest).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Shift+Tab")
    expect(close).to_be_focused()
    expect(card).to_be_visible()


def test_an_open_turning_point_stays_in_a_window_that_gets_narrow(page: Page) -> None:
    last = page.locator("#milestones button").last
    last.press("Enter")
    for width in (900, 700):
        resize(page, width, 900)
        until(
            page,
            """(() => {
                const box = document.querySelector("#milestone").getBoundingClientRect();
                return box.left >= 0 && box.right <= innerWidth;
            })()""",
        )


def test_the_years_keep_apart_in_large_type(open_page: Opener) -> None:
    page = open_page()
    page.evaluate("document.documentElement.style.fontSize = '32px'")
    years = page.locator("#time-line .tick")
    until(page, "document.querySelectorAll('#time-line .tick').length < 10")
    few = years.all_text_contents()
    press_row(page, "status.operating")
    assert years.all_text_contents() == few


@pytest.mark.filterwarnings("ignore:Finds. dated before the year 100")
@pytest.mark.parametrize("year", ["0044", "0950"])
def test_the_years_reach_back_as_far_as_the_first_event(
    open_page: Opener, toy: Atlas, year: str
) -> None:
    frame = gpd.GeoDataFrame(
        {"when": [f"{year}-03-15", "2001"]},
        geometry=gpd.points_from_xy([-16] * 2, [-32] * 2),
        crs=4326,
    )
    atlas = replace(toy)
    geo.Layer(frame, name="Finds", time="when").add_to(atlas)
    page = open_page(atlas)
    years = page.locator("#time-line .tick")
    told = [int(each) for each in years.all_text_contents()]
    assert told == sorted(told)
    assert int(year) <= told[0] < int(year) + 200
    line = page.locator("#time-line").bounding_box()
    boxes = [box for each in years.all() if (box := each.bounding_box())]
    assert line
    assert all(a["x"] + a["width"] < b["x"] for a, b in itertools.pairwise(boxes))
    assert line["x"] <= boxes[0]["x"] + boxes[0]["width"] / 2
    page.locator("#date").fill("0")
    assert page.evaluate("uttarapath.state.get().date").startswith(f"{year}-01")


def test_a_phone_reaches_every_turning_point(phone: Page, published: Published) -> None:
    card = phone.locator("#milestone")
    labels = list(published[1]["milestones"]["label"])
    phone.locator("#latest").tap()
    for label in reversed(labels):
        expect(card.locator("h3")).to_have_text(label)
        if label != labels[0]:
            card.get_by_role("button", name="Earlier turning point").tap()
    box = card.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= 390


def test_the_bar_says_when_it_counts_nothing(page: Page) -> None:
    caption = page.locator("#time .caption")
    expect(caption).to_have_text("exercises and meetings per year")
    page.evaluate(
        """() => {
            const { state, atlas: { values } } = uttarapath;
            const keys = ["series", "format"].flatMap((column) =>
                Object.keys(values[column]).map((value) => `${column}.${value}`));
            state.set({ hidden: new Set(keys) });
        }"""
    )
    expect(page.locator("#time .bar")).to_have_count(0)
    expect(caption).to_contain_text("No events")


def test_what_the_bars_count_is_said_where_no_bar_stands(shipped: Atlas, open_page: Opener) -> None:
    years = [str(year) for year in range(2003, 2027) for _ in range(30)]
    spots = gpd.points_from_xy([60 + i % 30 for i in range(len(years))], [40] * len(years))
    atlas = replace(shipped)
    frame = gpd.GeoDataFrame({"opened": years}, geometry=spots, crs=4326)
    geo.Layer(frame, name="Depots", time="opened").add_to(atlas)
    page = open_page(atlas, viewport={"width": 1440, "height": 900})
    caption, handle = page.locator("#time .caption"), page.locator("#date")
    expect(caption).to_have_count(0)
    expect(handle).to_have_attribute("title", "exercises and meetings per year, Depots")
    resize(page, 2560, 900)
    expect(caption).to_be_visible()
    expect(handle).to_have_attribute("title", "")
    met = """caption => {
        const { left, right, bottom } = caption.getBoundingClientRect();
        const bars = [...document.querySelectorAll("#time .bar")];
        return bars.map((bar) => bar.getBoundingClientRect())
            .filter((bar) => bar.left < right && bar.right > left && bar.top < bottom).length;
    }"""
    assert caption.evaluate(met) == 0


WATCH = """() => {
    window.written = new Set();
    const told = (nodes) => [...nodes].map((node) => node.outerHTML ?? node.data).join("");
    new MutationObserver((records) => records.forEach((record) => {
        const { type, target, attributeName: name, oldValue, addedNodes, removedNodes } = record;
        const isSame = type === "attributes" ? target.getAttribute(name) === oldValue
            : type === "childList" && addedNodes.length && told(addedNodes) === told(removedNodes);
        if (isSame) written.add([name, target.outerHTML.slice(0, 200)].join(": "));
    })).observe(document, { subtree: true, childList: true, attributeOldValue: true });
}"""
"""Writes down what is written although it stands there so: the browser does all its work again."""


@pytest.mark.parametrize("tab", ["story", "explore", "table", "about", "ways"])
def test_a_step_in_time_writes_nothing_that_stands_there(open_page: Opener, tab: str) -> None:
    page = open_page(address=f"#tab={tab}")
    page.locator("#date").focus()
    page.evaluate(WATCH)
    for _ in range(6):
        page.keyboard.press("PageDown")
        page.evaluate(SEEN_AT_REST)
    assert page.evaluate("[...written]") == []


def test_keys_step_by_year_and_by_event(page: Page, published: Published) -> None:
    handle = page.locator("#date")
    date = "uttarapath.state.get().date"
    expect(page.locator(f"#{handle.get_attribute('aria-describedby')}")).to_contain_text("Page Up")
    handle.focus()
    page.keyboard.press("PageDown")
    assert page.evaluate(date) == "2025-11-22"
    for key in ("PageDown", "PageUp", "PageUp", "PageUp"):
        page.keyboard.press(key)
    assert page.evaluate(date) == "2026-11-22"
    page.evaluate("uttarapath.state.set({ date: '2024-02-29' })")
    page.keyboard.press("PageDown")
    assert page.evaluate(date) == "2023-02-28"
    layers, tables = published
    days = {*layers["exercises"]["start"], *layers["dialogues"]["start"]}
    later = sorted(day for day in days | {*tables["milestones"]["date"]} if day > "2023-02-28")
    for day in later[:3]:
        page.keyboard.press("n")
        assert page.evaluate(date) == day
    page.keyboard.press("Control+ArrowLeft")
    assert page.evaluate(date) == later[1]
    page.keyboard.press("p")
    assert page.evaluate(date) == later[0]
    assert ": " in (handle.get_attribute("aria-valuetext") or "")


def test_the_bar_of_time_is_near(open_page: Opener) -> None:
    page = open_page(address="")
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "date":
            break
    expect(page.locator("#date")).to_be_focused()


def test_the_handle_is_dragged(page: Page, published: Published) -> None:
    line = page.locator("#time-line").bounding_box()
    assert line
    middle = line["y"] + line["height"] / 2
    page.mouse.move(line["x"] + line["width"] - 2, middle)
    page.mouse.down()
    for part in (0.9, 0.8, 0.7):
        page.mouse.move(line["x"] + line["width"] * part, middle)
    page.mouse.up()
    date = page.evaluate("uttarapath.state.get().date")
    assert "2015" < date < "2018"
    events = published[0]["exercises"]
    expect(page.locator('[data-layer="exercises"]:not([data-off])')).to_have_count(
        int((events["start"] <= date).sum())
    )
    expect(page.locator("#now strong")).to_contain_text(date[:4])
    page.locator("#today").click()
    expect(page.locator('[data-layer="exercises"]:not([data-off])')).to_have_count(len(events))


def test_keys_move_the_handle_and_it_says_the_day(page: Page) -> None:
    handle = page.get_by_role("slider")
    handle.focus()
    page.keyboard.press("ArrowLeft")
    expect(handle).to_have_attribute("aria-valuetext", "31 October 2026")
    page.keyboard.press("Home")
    expect(handle).to_have_attribute("aria-valuetext", "31 January 1992")
    expect(page.locator('[data-layer="dialogues"]:not([data-off])')).to_have_count(0)


def test_one_year_alone(page: Page, published: Published) -> None:
    page.evaluate("uttarapath.state.set({ date: '2023-12-31' })")
    both = [page.get_by_role("button", name=name) for name in ("Until this day", "This year alone")]
    expect(both[0]).to_have_attribute("aria-pressed", "true")
    both[1].click()
    expect(both[1]).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#time .bar:not(.later)")).to_have_count(1)
    exercises = published[0]["exercises"]
    own = exercises[exercises["start"].str.startswith("2023")]
    expect(page.locator('[data-layer="exercises"]:not([data-off])')).to_have_count(len(own))


def test_it_plays_and_stops(open_page: Opener) -> None:
    page = open_page(address="#tab=about&date=2020-01-31")
    page.get_by_role("button", name="Play the years").click()
    expect(page.locator("#now strong")).to_contain_text(re.compile("202[1-6]"))
    page.get_by_role("button", name="Pause").click()
    date = page.evaluate("uttarapath.state.get().date")
    page.wait_for_timeout(400)
    assert page.evaluate("uttarapath.state.get().date") == date


def test_the_legend_counts_the_world_of_the_day(page: Page, published: Published) -> None:
    page.evaluate("uttarapath.state.set({ date: '2018-12-31' })")
    row = page.locator(".row", has=page.locator('[data-key="series.kazind"]'))
    exercises = published[0]["exercises"]
    held = exercises[(exercises["series"] == "kazind") & (exercises["start"] <= "2018-12-31")]
    expect(row.locator(".count")).to_have_text(str(len(held)))
    members = as_of("2018-12-31", published[1]).memberships["sco"]
    row = page.locator(".row", has=page.locator('[data-key="body.sco"]'))
    count = sum(standing in ("founder", "member") for standing in members.values())
    expect(row.locator(".count")).to_have_text(str(count))
    press_row(page, "body.sco")
    expect(page.locator(".mark.member")).to_have_count(count)


def test_the_handle_is_where_the_finger_is(page: Page) -> None:
    line = page.locator("#time-line").bounding_box()
    assert line
    for part in (0.02, 0.5, 0.97):
        x = line["x"] + line["width"] * part
        page.mouse.click(x, line["y"] + line["height"] / 2)
        grip = page.locator("#time .grip").bounding_box()
        assert grip
        assert grip["x"] + grip["width"] / 2 == pytest.approx(x, abs=4)


def test_time_goes_on_without_drawing_the_bar_anew(page: Page) -> None:
    page.evaluate(
        "document.querySelectorAll('#time-line svg *').forEach((node) => (node.kept = true))"
    )
    page.evaluate("uttarapath.state.set({ date: '2012-06-30' })")
    assert page.evaluate(
        "[...document.querySelectorAll('#time-line svg *')].every(({ kept }) => kept)"
    )
    assert 0 < page.locator("#time .bar.later").count() < page.locator("#time .bar").count()


def test_nothing_is_told_of_a_day_that_had_not_come(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ date: '2010-06-30', feature: 'ind' })")
    told = page.locator("#details .told").first
    expect(told).to_contain_text("Kazakhstan (since 2009)")
    expect(told).not_to_contain_text("2011")
    page.evaluate("uttarapath.state.set({ feature: 'uzb' })")
    expect(told).to_contain_text("no strategic partnership on record")


def test_a_citation_stays_while_time_goes_on(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ date: '2019-06-30', feature: 'uzb' })")
    page.get_by_role("button", name="Cite").click()
    page.get_by_role("button", name="Copy").first.focus()
    page.evaluate("uttarapath.state.set({ date: '2020-06-30' })")
    expect(page.get_by_role("button", name="Copy").first).to_be_focused()
    expect(page.locator("#details .then")).to_contain_text("2020")


def test_the_map_says_whose_members_it_shows(page: Page) -> None:
    press_row(page, "body.sco")
    sign = page.locator("#members")
    expect(sign).to_contain_text("SCO members on 22 Nov 2026: 10")
    page.evaluate("uttarapath.state.set({ date: '2002-12-31' })")
    expect(sign).to_contain_text("31 Dec 2002: 6")
    sign.click()
    expect(sign).to_be_hidden()
    expect(page.locator(".mark.member")).to_have_count(0)


def test_what_is_hidden_can_be_shown_again(page: Page) -> None:
    every = page.get_by_role("button", name="Show all")
    expect(every).to_be_hidden()
    press_row(page, "mode.sea")
    expect(page.locator('[data-key="mode.sea"]')).not_to_be_checked()
    every.click()
    expect(page.locator('[data-key="mode.sea"]')).to_be_checked()
    expect(every).to_be_hidden()


def test_details_tell_the_day_they_speak_of(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ date: '2020-06-30', feature: 'ir-rasht-astara' })")
    expect(page.locator("#details .then")).to_contain_text("30 June 2020")
    expect(page.locator("#details .told").first).to_contain_text("proposed")
    page.evaluate("uttarapath.state.set({ date: '2010-06-30' })")
    expect(page.locator("#details .then")).to_contain_text("Not there yet")


def test_no_press_on_the_legend_is_lost_while_the_years_play(open_page: Opener) -> None:
    page = open_page(address="#tab=about&date=2012-01-31")
    state = "(({ hidden, body }) => [...hidden, body].join())(uttarapath.state.get())"
    unfold_legend(page)
    page.get_by_role("button", name="Play the years").click()
    rows = page.locator("#legend .row")
    for i in range(0, rows.count(), 9):
        rows.nth(i).scroll_into_view_if_needed()
        box = rows.nth(i).bounding_box()
        assert box
        before, date = page.evaluate(f"[{state}, uttarapath.state.get().date]")
        page.mouse.move(box["x"] + 70, box["y"] + box["height"] / 2)
        page.mouse.down()
        until(page, f"uttarapath.state.get().date !== '{date}'")
        page.mouse.up()
        assert page.evaluate(state) != before, rows.nth(i).inner_text()
        page.mouse.click(box["x"] + 70, box["y"] + box["height"] / 2)
        assert page.evaluate(state) == before, rows.nth(i).inner_text()
        if page.evaluate("uttarapath.state.get().date > '2020'"):
            page.evaluate("uttarapath.state.set({ date: '2012-01-31' })")


def test_a_step_in_time_keeps_what_is_pressed_focused_and_scrolled(open_page: Opener) -> None:
    page = open_page(address="#tab=explore&date=2021-06-30")
    page.locator("#explore summary").first.click()
    page.evaluate("uttarapath.state.set({ tab: 'table' })")
    page.locator("#table .scroll").evaluate("node => { node.scrollTop = 200; }")
    pressed = ["#legend label", "#explore summary", "#explore .link", "#table [data-row]"]
    page.evaluate(
        "all => all.flatMap((each) => [...document.querySelectorAll(each)])"
        ".forEach((node) => (node.kept = true))",
        pressed,
    )
    for tab in ("table", "explore"):
        page.evaluate("tab => uttarapath.state.set({ tab, date: '2021-07-31' })", tab)
        for each in pressed:
            kept = page.locator(each).evaluate_all("all => all.filter(({ kept }) => kept).length")
            assert kept, each
        scrolled = page.locator("#table .scroll").evaluate("node => node.scrollTop")
        assert scrolled == (200 if tab == "table" else 0), "what is hidden is not scrolled"
        page.evaluate("uttarapath.state.set({ date: '2021-06-30' })")


LOOSE = """() => {
    const { top, bottom, left, right } = document.querySelector("#time").getBoundingClientRect();
    return [...document.querySelectorAll("#now :is(strong, #latest span)")].filter((node) => {
        const box = node.getBoundingClientRect();
        return box.width &&
            (box.top < top || box.bottom > bottom || box.left < left || box.right > right);
    }).map(({ textContent }) => textContent);
}"""


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_every_day_stays_inside_the_bar(open_page: Opener, language: str) -> None:
    page = open_page(address=f"#tab=about&lang={language}", viewport=PHONE)
    for width, height in ((320, 568), (360, 640), (390, 844), (600, 800), (844, 390)):
        resize(page, width, height)
        for month in range(1, 13):
            page.evaluate(f"uttarapath.state.set({{ date: '2022-{month:02}-28' }})")
            assert page.evaluate(LOOSE) == [], (width, month)


def test_the_last_turning_point_says_how_long_ago_it_was(open_page: Opener) -> None:
    page = open_page(address="#tab=about&date=2003-09-12")
    expect(page.locator("#latest")).to_contain_text(re.compile("^Last turning point, .* ago: "))
    page.evaluate("uttarapath.state.set({ date: '2000-09-12' })")
    expect(page.locator("#latest")).not_to_contain_text("ago")


CROSSED = """() => {
    const boxOf = (node) => node.getBoundingClientRect();
    const names = [...document.querySelectorAll("#milestones .mark-name")];
    const lines = names.map((name) => boxOf(name).left);
    return [...names, ...document.querySelectorAll("#time .caption")].filter((text) => {
        const { left, right, top } = boxOf(text);
        return names.some((other, i) => other !== text && lines[i] > left && lines[i] < right &&
            boxOf(other).top <= top + 1);
    }).map(({ textContent }) => textContent);
}"""


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_no_line_of_a_turning_point_runs_through_words(open_page: Opener, language: str) -> None:
    page = open_page(address=f"#lang={language}")
    for width in (1024, 1280, 1440, 1920):
        resize(page, width, 900)
        assert page.evaluate(CROSSED) == [], width
