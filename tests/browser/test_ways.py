"""Ways from end to end: the page's numbers are the toolkit's, and strip and map are one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from geo.api import Atlas
from geo.model.cells import show
from geo.model.history import as_of
from geo.model.rows import rows
from geo.model.span import total
from geo.network.branches import Branch, follow
from geo.network.ways import chain
from geo.page.document import draw_page
from tests.browser.conftest import PHONE, Opener, saved
from tests.browser.waiting import rest, until

DAYS = ["2004-06-30", "2015-01-01", "2021-07-01", "2026-03-05"]
COURSES = """([from, to, date, more]) => {
    const whatif = new Set(more.whatif ?? []);
    const usual = { by: "distance", over: "" };
    uttarapath.state.set({ tab: "ways", from, to, way: null, date, ...usual, ...more, whatif });
    const { courses, wayTexts } = uttarapath;
    return courses.between(uttarapath.state.get()).flatMap((course) => {
        const { key, runs, steps, km, countries } = course;
        const by = {};
        for (const { feature } of steps) {
            const status = wayTexts.status(feature);
            by[status] = (by[status] ?? 0) + feature.is.len_km;
        }
        const all = (name) => steps.flatMap((step) => step[name]);
        const sum = (by, end) =>
            Math.min(course.parts[by].reduce((all, { span }) => all + span[end], 0), 1e12);
        const keys = runs.length === 1 ? runs[0].ways.map(({ id }) => id) : [key];
        return keys.map((key) => ({
            key, km, countries, cut: course.cut.map(({ feature }) => feature.id),
            time: [sum("time", "low"), sum("time", "high")],
            cost: [sum("cost", "low"), sum("cost", "high")],
 segments: steps.map(({ feature }) => feature.id), km_by_status: by,
            km_by_mode: Object.fromEntries(course.kmByMode),
            km_by_country: Object.fromEntries(course.kmByCountry),
            crossings: all("crossings").map(({ country, into, place }) => [country, into, place]),
            breaks: all("breaks"), gaps: all("gaps").map(({ id }) => id),
            broken: steps.map(({ feature }) => feature)
                .filter((segment) => wayTexts.meaning(segment) === "broken").map(({ id }) => id),
        }));
    });
}"""


def usual_ways(atlas: Atlas) -> set[str]:
    """Return the ways that are listed before a reader asks for more."""
    usual = [layer for layer in atlas.spec.of_shape("network") if not layer.on_request]
    return {way for layer in usual for way in layer.settings.get("ways", {})}


def asked(
    page: Page,
    start: str | None,
    end: str | None,
    day: str,
    **more: Any,  # noqa: ANN401 - part of the page's state
) -> dict[str, Any]:
    """Return what the page says of the courses from a place to another, by their keys."""
    return {told["key"]: told for told in page.evaluate(COURSES, [start, end, day, more])}


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
        assert set(found) == usual_ways(shipped)
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
    routes, segments = shipped.tables["routes"], shipped.segments.set_index("id")
    for way in sorted(usual_ways(shipped)):
        own = routes[(routes["branch"] == way) & (routes["role"] != "alternative")]
        travelled = segments.loc[own.loc[own["role"] != "gap", "segment"]]
        ends = chain(list(zip(travelled["from_place"], travelled["to_place"], strict=True)))
        stops = [ends[0][0], *(end for _, end in ends)]
        for _ in range(3):
            at = int(dice.integers(1, len(stops) - 1))
            for first, last, start, end in (
                (0, at, None, stops[at]),
                (at, len(stops) - 1, stops[at], None),
            ):
                kept = set(travelled.index[first:last])
                inside = set(stops[first : last + 1])
                for name in own.loc[own["role"] == "gap", "segment"]:
                    if {segments.at[name, "from_place"], segments.at[name, "to_place"]} <= inside:
                        kept.add(name)
                part = own[own["segment"].isin(kept)]
                cut = replace(shipped, tables={**shipped.tables, "routes": part})
                assert_same(asked(page, start, end, shipped.date)[way], follow(cut, way))
        onward = follow(shipped, way)
        back = asked(page, stops[-1], None, shipped.date)[way]
        assert back["segments"] == list(onward.segments["id"])[::-1]
        assert back["km_by_country"] == pytest.approx(onward.km_by_country, abs=0.01)
        turned = [[at.into, at.country, at.place] for at in onward.crossings[::-1]]
        assert back["crossings"] == turned
        assert back["breaks"] == [[at.after, at.before] for at in onward.gauge_breaks[::-1]]


def figure(quantity: str, mode: str, low: float, high: float, place: str = "") -> dict[str, Any]:
    """Return a row of the table of performance."""
    day = {"start": "2024-01-01", "finish": "2024-12-31", "as_of": "2025-01-01"}
    told = {"evidence": "measured", "counts": "Trains", "sources": "osm", "confidence": "medium"}
    span = {"low": low, "high": high, "unit": "h"}
    return {"quantity": quantity, "mode": mode, "place": place, **span, **day, **told}


FIGURES = [
    figure("speed", "rail", 20, 40),
    figure("speed", "road", 30, 45),
    figure("speed", "sea", 22, 30),
    figure("border-time", "", 6, 30),
    figure("gauge-time", "rail", 12, 60),
    figure("transfer-time", "", 5, 48),
    figure("wait-time", "", 24, 336, "in-nhava-sheva"),
    figure("tariff", "rail", 0.1, 0.3),
    figure("tariff", "sea", 0.04, 0.05),
    figure("tariff", "road", 0.6, 0.9),
    figure("border-fee", "rail", 80, 200),
    figure("transfer-fee", "", 25, 200),
]


@pytest.fixture(scope="module")
def figured(shipped: Atlas) -> Atlas:
    """Return the atlas with these figures alone, and one that is in print for a relation."""
    tables = shipped.tables
    relation = {
        **figure("", "", 25, 30),
        "from_place": "ru-moscow",
        "to_place": "in-nhava-sheva",
        "way": "instc-west",
        "unit": "days",
        "evidence": "promised",
        "counts": "Boxes of tea",
    }
    given = {"performance": FIGURES, "relations": [relation]}
    added = {
        name: pd.DataFrame(lines, columns=[*tables[name]]).replace({"": None})
        for name, lines in given.items()
    }
    return replace(shipped, tables={**tables, **added})


@pytest.fixture(scope="module")
def figured_file(figured: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build its page."""
    return saved(draw_page(figured), tmp_path_factory.mktemp("figured"))


MUMBAI_TO_MOSCOW = "#tab=ways&from=in-nhava-sheva&to=ru-moscow"


def test_between_any_two_ends_the_numbers_are_those_of_the_toolkit(
    open_page: Opener, figured: Atlas, figured_file: Path
) -> None:
    page = open_page(figured_file, address="#tab=ways")
    running = figured.spec.statuses("runs")
    for start, end, day, by, over, without, opened in [
        ("in-nhava-sheva", "ru-moscow", figured.date, "distance", "", [], []),
        ("in-nhava-sheva", "ru-moscow", figured.date, "time", "", ["hormuz"], []),
        ("ru-moscow", "in-nhava-sheva", "2021-07-01", "cost", "runs", [], []),
        ("in-mundra", "az-baku", "2025-06-01", "time", "runs", [], []),
        ("ir-bandar-abbas-port", "kz-arys", figured.date, "time", "runs", [], []),
        ("ir-tehran", "ru-moscow", figured.date, "distance", "", [], ["ir-rasht-astara"]),
        ("om-sohar", "uz-tashkent", "2012-01-01", "cost", "", [], []),
    ]:
        if not {start, end} <= {*figured.segments[["from_place", "to_place"]].to_numpy().flat}:
            continue
        whatif = [*without, *opened]
        told = asked(page, start, end, day, by=by, over=over, whatif=whatif)
        allow = running if over else []
        routes = figured.ways(
            start, end, by=by, on=day, allow=allow, without=without, opened=opened
        )
        assert [key for key, course in told.items() if not course["cut"] and key in routes] == [
            *routes
        ]
        for way, route in routes.items():
            course = told[way]
            assert course["segments"] == list(route.segments["id"])
            assert course["km"] == pytest.approx(route.km)
            assert course["km_by_mode"] == pytest.approx(route.km_by_mode)
            assert course["km_by_country"] == pytest.approx(route.km_by_country, abs=0.01)
            assert course["countries"] == route.countries
            crossings = [[at.country, at.into, at.place] for at in route.crossings]
            assert course["crossings"] == crossings
            for name, parts in {"time": route.time_parts, "cost": route.cost_parts}.items():
                low, high = total(part.span for part in parts)
                assert course[name] == pytest.approx([low, min(high, 1e12)], rel=1e-4)
            kinds = [part.kind for part in route.time_parts]
            assert len(course["breaks"]) == kinds.count("gauge-time")
        for way, course in told.items():
            assert way in routes or course["cut"] or "." in way


def test_the_least_known_way_is_not_the_best_and_what_is_not_built_is_told_so(
    open_page: Opener, shipped: Atlas
) -> None:
    page = open_page(address=f"{MUMBAI_TO_MOSCOW}&by=time")
    named = page.locator(".courses h3 button strong:first-child")
    caspian = shipped.ways("in-nhava-sheva", "ru-moscow", by="time")["instc-caspian"]
    assert len([part for part in caspian.time_parts if not part.sources]) > 3
    order = named.all_inner_texts()
    known = [name for name in order if re.match("INSTC (west|east)", name)]
    assert len(known) == 3
    assert max(map(order.index, known)) < order.index("INSTC across the Caspian")
    hint = page.get_by_text("counts as the worst known of its kind")
    expect(hint).to_be_visible()
    page.get_by_role("combobox", name="Best by").select_option("distance")
    expect(hint).to_be_hidden()
    expect(named.first).to_have_text("INSTC across the Caspian")
    page.evaluate("uttarapath.state.set({ from: null, to: null, by: 'cost' })")
    unbuilt = page.locator(".courses > li", has=page.locator("[data-way=instc-chabahar]"))
    expect(named.last).to_have_text("INSTC by Chabahar")
    expect(unbuilt).to_contain_text("3 links not built")
    expect(unbuilt).to_contain_text("If all of it were built: Time")
    expect(page.get_by_text("If all of it were built")).to_have_count(1)
    page.evaluate("uttarapath.state.set({ over: 'all' })")
    expect(named.first).to_have_text("INSTC by Chabahar")


CUT = """(select) => {
    const bare = document.createElement("select");
    const { font, letterSpacing, padding } = getComputedStyle(select);
    Object.assign(bare.style, { font, letterSpacing, padding, position: "absolute" });
    document.body.append(bare);
    const cut = [...select.options].filter(({ text }) => {
        bare.replaceChildren(new Option(text));
        return bare.offsetWidth > select.offsetWidth;
    });
    bare.remove();
    return cut.map(({ text }) => text);
}"""
"""Returns which choices are longer than the field that shows the chosen one."""


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_choice_is_read_whole(open_page: Opener, language: str) -> None:
    page = open_page(address=f"#tab=ways&lang={language}")
    assert page.locator("#ways-over option").count() > 1
    for field in page.locator("#ways select").all():
        assert field.evaluate(CUT) == []


def test_on_a_phone_what_was_asked_folds_to_a_line(open_page: Opener) -> None:
    page = open_page(address="#tab=ways", viewport=PHONE, has_touch=True)
    asked = page.get_by_role("button", name="Change")
    expect(asked).to_be_hidden()
    page.get_by_role("combobox", name="To", exact=True).select_option("ru-moscow")
    expect(asked).to_be_hidden()
    page.get_by_role("combobox", name="From", exact=True).focus()
    page.get_by_role("combobox", name="From", exact=True).select_option("in-nhava-sheva")
    expect(asked).to_have_text(re.compile("Nhava Sheva .* Moscow · Shortest .*2026"))
    expect(asked).to_be_focused()
    expect(page.locator("#ways select").first).to_be_hidden()
    expect(page.locator(".takes").first).to_be_in_viewport()
    asked.press("Enter")
    expect(asked).to_have_attribute("aria-expanded", "true")
    page.get_by_role("combobox", name="Lines").select_option("runs")
    expect(page.get_by_role("combobox", name="Lines")).to_be_visible()
    asked.click()
    expect(asked).to_contain_text("Only what runs")
    until(page, "location.hash.includes('over=runs')")
    again = open_page(address=page.evaluate("location.hash"), viewport=PHONE)
    expect(again.locator(".courses > li").first).to_be_in_viewport()
    expect(again.locator("#ways select").first).to_be_hidden()
    wide = open_page(address=page.evaluate("location.hash"))
    expect(wide.locator("#ways select").first).to_be_visible()
    expect(wide.get_by_role("button", name="Change")).to_be_hidden()


def test_where_few_ways_lead_two_are_joined_and_no_place_is_passed_twice(
    page: Page, shipped: Atlas
) -> None:
    found = asked(page, "in-nhava-sheva", "uz-tashkent", shipped.date)
    assert len(found) >= 2
    segments = shipped.segments.set_index("id")
    for told in found.values():
        ends = segments.loc[told["segments"], ["from_place", "to_place"]]
        chained = chain(list(ends.itertuples(index=False, name=None)), "in-nhava-sheva")
        assert len(chained) == len(told["segments"])
        places = [chained[0][0], *(end for _, end in chained)]
        assert (places[0], places[-1]) == ("in-nhava-sheva", "uz-tashkent")
        assert len(set(places)) == len(places)
    assert asked(page, "uz-tashkent", "uz-tashkent", shipped.date) == {}


def test_what_is_shut_cuts_ways_and_the_address_keeps_it(
    open_page: Opener, figured_file: Path
) -> None:
    page = open_page(figured_file, address=MUMBAI_TO_MOSCOW)
    west = page.locator(".courses > li", has=page.locator("[data-way=instc-west]"))
    expect(west.locator(".takes")).to_have_count(2)
    expect(west).to_contain_text("3 reloadings")
    page.locator(".whatif summary").press("Enter")
    page.get_by_role("checkbox", name="Strait of Hormuz shut").focus()
    page.keyboard.press("Space")
    expect(west.locator(".cut")).to_have_text("Cut: Strait of Hormuz shut")
    expect(west.locator(".takes")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Strait of Hormuz shut")).to_be_focused()
    page.get_by_role("combobox", name="Best by").select_option("time")
    page.get_by_role("combobox", name="Lines").select_option("runs")
    until(
        page, "['if=hormuz', 'by=time', 'over=runs'].every((each) => location.hash.includes(each))"
    )
    again = open_page(figured_file, address=page.evaluate("location.hash"))
    expect(again.get_by_role("checkbox", name="Strait of Hormuz shut")).to_be_checked()
    expect(again.get_by_role("combobox", name="Best by")).to_have_value("time")
    told = "all => all.map((each) => each.textContent)"
    assert again.locator(".courses > li").evaluate_all(told) == page.locator(
        ".courses > li"
    ).evaluate_all(told)
    again.get_by_role("checkbox", name="Strait of Hormuz shut").uncheck()
    until(again, "!location.hash.includes('if=')")


def test_a_missing_railway_can_be_supposed_open(open_page: Opener, figured_file: Path) -> None:
    page = open_page(figured_file, address=f"{MUMBAI_TO_MOSCOW}&way=instc-west")
    expect(page.locator(".strip .gap")).to_have_count(1)
    page.locator(".whatif summary").click()
    page.get_by_role("checkbox", name=re.compile("^Rasht .* open$")).check()
    expect(page.locator(".strip .gap")).to_have_count(0)
    expect(page.locator('.strip .step [data-id="ir-rasht-astara"]')).to_have_count(1)
    expect(page.locator('.mark.lit[data-id="ir-rasht-astara"]').first).to_be_attached()
    expect(page.locator('.mark.lit[data-id="ir-rasht-astara-road"]')).to_have_count(0)


def test_the_ladder_has_the_worst_first_and_says_what_nobody_knows(
    open_page: Opener, figured_file: Path
) -> None:
    page = open_page(
        figured_file,
        address=f"{MUMBAI_TO_MOSCOW}&way=instc-caspian",
        viewport=PHONE,
        has_touch=True,
    )
    caspian = page.locator(".courses > li", has=page.locator("[data-way=instc-caspian]"))
    expect(caspian.locator(".takes").first).to_contain_text("or more")
    expect(caspian.locator(".takes").first).to_contain_text("not known")
    hours = caspian.locator(".ladder tbody td:nth-child(2)").all_inner_texts()
    assert hours[0] == "24 to 336"
    met = [text for text in hours if text != "not known"]
    assert "not known" in hours
    assert met.index("24 to 336") == 0
    expect(caspian.locator(".published")).to_have_count(0)
    west = page.locator(".courses > li", has=page.locator("[data-way=instc-west]"))
    west.get_by_role("button").first.click()
    expect(west.locator(".published")).to_contain_text("25 to 30 days promised, 2024")
    expect(west.locator(".published")).to_contain_text("Boxes of tea")
    for part in west.locator(".ladder table, .published").all():
        assert part.evaluate("each => each.scrollWidth <= each.parentElement.clientWidth")


def test_how_far_it_is_to_a_place_and_by_which_ways_takes_two_steps(
    page: Page, shipped: Atlas
) -> None:
    page.get_by_role("tab", name="Compare").click()
    page.get_by_role("combobox", name="To", exact=True).select_option(label="Moscow")
    expect(page.locator(".courses > li")).to_have_count(4)
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
    expect(page.get_by_role("tab", name="Compare")).to_be_focused()
    while not page.evaluate("document.activeElement.dataset.way"):
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
    page.get_by_role("tab", name="Compare").click()
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
    for told in ("Opening", "Completion", "Start of works", "Signing of the contract"):
        expect(clock.get_by_role("img", name=f"{told} promised for")).to_be_visible()
    story = open_page(address="#scene=missing")
    expect(story.locator("#story .clock")).to_have_count(2)
    assert open_page(address="#scene=neighbourhood").locator("#story .clock").count() == 0


VERDICTS = "all => all.map((each) => [each.classList[1], each.textContent])"


def test_what_is_in_print_is_held_against_what_the_page_finds(
    open_page: Opener, shipped: Atlas
) -> None:
    page = open_page(address="#tab=ways")
    claims = page.locator(".claims")
    claims.locator("summary").press("Enter")
    relations = shipped.tables["relations"]
    expect(claims.locator(".verdict")).to_have_count(len(relations))
    told = claims.locator(".verdict").evaluate_all(VERDICTS)
    for row, (verdict, text) in zip(rows(relations), told, strict=True):
        assert verdict == row.verdict, text
        for end in (row.found_low, row.found_high):
            # the page rounds what the table has with a decimal
            near = {f"{round(end + off):,}" for off in (-0.05, 0.05)} if show(end) else {""}
            assert any(each.replace("-", "\u2212") in text or each in text for each in near)
    page.evaluate("uttarapath.state.set({ from: 'ru-moscow', to: 'in-nhava-sheva' })")
    own = {"in-nhava-sheva", "ru-moscow"}
    both = relations["from_place"].isin(own) & relations["to_place"].isin(own)
    expect(claims.locator(".verdict")).to_have_count(int(both.sum()))
    page.evaluate("uttarapath.state.set({ whatif: new Set(['hormuz']) })")
    first = claims.locator("li", has_text="first containers, from Mumbai to Vorsino")
    expect(first.locator(".verdict.none")).to_have_count(1)
    usual = claims.locator("li", has_text="traditional route, by sea")
    expect(usual.locator(".verdict.open, .verdict.above")).to_have_count(2)


def test_a_scene_holds_what_is_in_print_against_what_the_page_finds(open_page: Opener) -> None:
    page = open_page(address="#tab=ways&if=suez")
    page.evaluate("uttarapath.state.set({ tab: 'story', scene: 'claims' })")
    claims = page.locator("#story .published li")
    shorter = claims.filter(has_text="40% shorter than by Suez")
    expect(shorter.locator(".verdict.below")).to_contain_text("48 to 57% shorter")
    page.locator("#languages [lang=ru]").click()
    expect(claims.filter(has_text="короче, чем через Суэц")).to_have_count(1)
