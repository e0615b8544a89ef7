"""Ways from end to end: the page's numbers are the toolkit's, and strip and map are one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from geo.api import Atlas
from geo.model.history import as_of
from geo.model.rows import rows
from geo.network.branches import Branch, all_segments, follow
from geo.network.ways import chain
from tests.browser.conftest import Opener
from tests.browser.waiting import rest, until

DAYS = ["2004-06-30", "2015-01-01", "2021-07-01", "2026-03-05"]
COURSES = """([from, to, date]) => {
    uttarapath.state.set({ tab: "ways", from, to, way: null, date });
    const { courses, wayTexts } = uttarapath;
    return courses.between(uttarapath.state.get()).flatMap((course) => {
        const { key, steps, km, countries } = course;
        const by = {};
        for (const { feature } of steps) {
            const status = wayTexts.status(feature);
            by[status] = (by[status] ?? 0) + feature.is.len_km;
        }
        const all = (name) => steps.flatMap((step) => step[name]);
        return [key, ...course.alike.map(({ id }) => id)].map((key) => ({
            key, km, countries, segments: steps.map(({ feature }) => feature.id), km_by_status: by,
            km_by_mode: Object.fromEntries(course.kmByMode),
            km_by_country: Object.fromEntries(course.kmByCountry),
            crossings: all("crossings").map(({ country, into, place }) => [country, into, place]),
            breaks: all("breaks"), gaps: all("gaps").map(({ id }) => id),
            broken: steps.map(({ feature }) => feature)
                .filter((segment) => wayTexts.meaning(segment) === "broken").map(({ id }) => id),
        }));
    });
}"""


def asked(page: Page, start: str | None, end: str | None, day: str) -> dict[str, Any]:
    """Return what the page says of the courses from a place to another, by their keys."""
    return {told["key"]: told for told in page.evaluate(COURSES, [start, end, day])}


def assert_same(told: dict[str, Any], branch: Branch) -> None:
    """Hold what the page says of a course against what the toolkit computes."""
    assert told["segments"] == list(branch.segments["id"])
    assert told["km"] == pytest.approx(branch.km)
    assert told["km_by_mode"] == pytest.approx(branch.km_by_mode)
    assert told["km_by_country"] == pytest.approx(branch.km_by_country, abs=0.01)
    assert told["countries"] == branch.countries
    crossings = [[at.country, at.into, at.place] for at in branch.crossings]
    assert told["crossings"] == crossings
    assert told["breaks"] == [[at.before, at.after] for at in branch.gauge_breaks]
    assert told["gaps"] == list(branch.gaps["id"])


def test_whole_ways_have_the_numbers_of_the_toolkit_on_every_day(
    page: Page, shipped: Atlas
) -> None:
    dated = set(shipped.tables["status_history"]["segment"])
    broken = shipped.spec.statuses("broken")
    for day in [*DAYS, shipped.date]:
        found = asked(page, None, None, day)
        assert set(found) == set(shipped.spec.ways)
        statuses = as_of(day, shipped.tables).statuses
        for way, told in found.items():
            branch = follow(shipped, way)
            assert_same(told, branch)
            by: Counter[str] = Counter()
            for row in rows(branch.segments):
                status = statuses.get(row.id, "absent") if row.id in dated else "unknown"
                if day == shipped.date:
                    status = row.status
                by[status] += row.len_km
            assert told["km_by_status"] == pytest.approx(dict(by))
            if day == shipped.date:
                idle = branch.segments[branch.segments["status"].isin(broken)]
                assert told["broken"] == list(idle["id"])
                assert told["km_by_status"] == pytest.approx(branch.km_by_status)


def test_a_part_of_a_way_is_as_if_that_were_all_of_it(page: Page, shipped: Atlas) -> None:
    dice = np.random.default_rng(14)
    routes, segments = shipped.tables["routes"], all_segments(shipped).set_index("id")
    for way in shipped.spec.ways:
        own = routes[(routes["branch"] == way) & (routes["role"] != "alternative")]
        travelled = segments.loc[own.loc[own["role"] != "gap", "segment"]]
        ends = chain(list(zip(travelled["from_place"], travelled["to_place"], strict=True)))
        stops = [ends[0][0], *(end for _, end in ends)]
        for _ in range(6):
            first, last = sorted(dice.choice(len(stops), 2, replace=False).tolist())
            kept = set(travelled.index[first:last])
            inside = set(stops[first : last + 1])
            for name in own.loc[own["role"] == "gap", "segment"]:
                if {segments.at[name, "from_place"], segments.at[name, "to_place"]} <= inside:
                    kept.add(name)
            part = own[own["segment"].isin(kept)]
            cut = replace(shipped, tables={**shipped.tables, "routes": part})
            onward = asked(page, stops[first], stops[last], shipped.date)[way]
            assert_same(onward, follow(cut, way))
            back = asked(page, stops[last], stops[first], shipped.date)[way]
            assert back["segments"] == onward["segments"][::-1]
            assert back["km_by_country"] == pytest.approx(onward["km_by_country"])
            turned = [[into, country, place] for country, into, place in onward["crossings"][::-1]]
            assert back["crossings"] == turned
            assert back["breaks"] == [gauges[::-1] for gauges in onward["breaks"][::-1]]
            assert back["gaps"] == onward["gaps"][::-1]


def test_ways_that_no_one_branch_has_change_once_and_pass_no_place_twice(
    page: Page, shipped: Atlas
) -> None:
    found = asked(page, "in-nhava-sheva", "uz-tashkent", shipped.date)
    assert len(found) == 2
    segments = all_segments(shipped).set_index("id")
    for key, told in found.items():
        assert key.count(".") == 1
        ends = segments.loc[told["segments"], ["from_place", "to_place"]]
        chained = chain(list(ends.itertuples(index=False, name=None)))
        assert len(chained) == len(told["segments"])
        places = [chained[0][0], *(end for _, end in chained)]
        assert (places[0], places[-1]) == ("in-nhava-sheva", "uz-tashkent")
        assert len(set(places)) == len(places)
    assert asked(page, "uz-tashkent", "uz-tashkent", shipped.date) == {}


def test_how_far_it_is_to_a_place_and_by_which_ways_takes_two_steps(
    page: Page, shipped: Atlas
) -> None:
    page.get_by_role("tab", name="Ways").click()
    page.get_by_role("combobox", name="To", exact=True).select_option(label="Moscow")
    expect(page.locator(".courses > li")).to_have_count(7)
    west = page.locator(".courses > li", has_text="INSTC west")
    (*travelled, beyond) = follow(shipped, "instc-west").segments["len_km"]
    assert beyond == 650
    expect(west).to_contain_text(f"{sum(travelled):,.0f} km")
    expect(west).to_contain_text("Nhava Sheva (Mumbai) \u2013 Moscow")
    expect(west).to_contain_text("1 gap")


def test_keys_open_a_way_and_walk_along_it(page: Page) -> None:
    page.get_by_role("tab", name="About").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Ways")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".strip")).to_have_count(1)
    rest(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    here = page.evaluate("document.activeElement.dataset.id")
    expect(page.locator(f'.mark.hovered[data-id="{here}"]').first).to_be_attached()
    expect(page.locator("#tooltip")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#details-title")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.id") == here


def test_strip_and_map_light_each_other(open_page: Opener) -> None:
    page = open_page(address="#tab=ways&way=instc-west&to=ru-moscow")
    gap = page.locator('.strip [data-id="ir-rasht-astara"]')
    gap.hover()
    expect(page.locator('.mark.hovered[data-id="ir-rasht-astara"]')).to_have_count(1)
    expect(page.locator("#tooltip")).to_be_hidden()
    lit = page.locator(".mark.lit").evaluate_all("all => all.map((mark) => mark.dataset.id)")
    assert "ir-rasht-astara-road" in lit
    assert "ru-moscow-st-petersburg" not in lit
    spot = page.evaluate(
        """() => {
            const [path] = document.querySelectorAll('[data-id="ru-rtishchevo-moscow"] > .hit');
            const at = path.getPointAtLength(path.getTotalLength() / 2);
            return [at.x, at.y].map(Math.round) && new DOMPoint(at.x, at.y)
                .matrixTransform(path.getScreenCTM()).toJSON();
        }"""
    )
    page.mouse.move(spot["x"], spot["y"])
    row = page.locator('.strip .hovered[data-id="ru-rtishchevo-moscow"]')
    expect(row).to_be_in_viewport()
    expect(page.locator("#tooltip")).to_be_visible()


def test_the_address_keeps_the_way_and_its_ends(page: Page, open_page: Opener) -> None:
    page.get_by_role("tab", name="Ways").click()
    page.get_by_role("combobox", name="From", exact=True).select_option("in-nhava-sheva")
    page.get_by_role("combobox", name="To", exact=True).select_option("uz-tashkent")
    page.locator(".courses h3 button").first.click()
    first = page.locator(".courses h3 button").first.get_attribute("data-way")
    until(page, f"location.hash.includes('way={first}')")
    again = open_page(address=page.evaluate("location.hash"))
    expect(again.locator(".strip")).to_have_count(1)
    expect(again.locator("[data-way][aria-expanded=true]")).to_have_attribute(
        "data-way", f"{first}"
    )
    expect(again.locator("#ways-to")).to_have_value("uz-tashkent")
    open_page(address="#tab=ways&way=nowhere&from=nobody")


def test_details_tell_how_far_along_which_ways_a_place_is(open_page: Opener) -> None:
    page = open_page(address="#feature=ru-moscow")
    west = page.locator(".through li", has_text="INSTC west")
    expect(west).to_contain_text("km from Nhava Sheva (Mumbai); 650 km to St Petersburg")
    west.get_by_role("button").click()
    expect(page.locator("[data-way=instc-west]")).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#ways-to")).to_have_value("ru-moscow")
    city = open_page(address="#feature=in-mumbai")
    expect(city.locator(".through h3")).to_contain_text("Nhava Sheva")


def test_days_change_what_the_strip_says(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ tab: 'ways', way: 'instc-west', date: '2017-06-30' })")
    link = page.locator('.strip [data-id="ir-qazvin-rasht"]')
    expect(link.locator("em")).to_have_text("Being built")
    page.evaluate("uttarapath.state.set({ date: '2020-06-30' })")
    expect(link.locator("em")).to_have_count(0)


def test_the_clock_of_promises_has_each_day_against_the_day_it_was_announced(
    open_page: Opener, shipped: Atlas
) -> None:
    page = open_page(address="#tab=about&feature=ir-rasht-astara")
    promises = shipped.tables["promises"]
    own = promises[promises["features"].str.split(";").map(lambda ids: "ir-rasht-astara" in ids)]
    clock = page.locator("#details .clock")
    spots = clock.locator("circle").evaluate_all(
        "all => all.map((spot) => [spot.cx.baseVal.value, spot.cy.baseVal.value])"
    )
    dated = own.dropna(subset=["announced"])
    assert len(spots) == len(dated)
    expect(clock.locator(".undated")).to_have_count(len(own) - len(dated))
    for places, column, side in zip(
        zip(*spots, strict=True), ("announced", "promised"), (1, -1), strict=True
    ):
        days = [date.fromisoformat(day).toordinal() * side for day in dated[column]]
        assert np.corrcoef(sorted(places), sorted(days))[0, 1] > 0.9999
    expect(clock.get_by_role("img", name="Opening promised for")).to_be_visible()
    story = open_page(address="#scene=missing")
    expect(story.locator("#story .clock")).to_have_count(2)
    assert open_page(address="#scene=neighbourhood").locator("#story .clock").count() == 0
