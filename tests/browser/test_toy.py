"""The page of another atlas, from the same code: what its folder declares is all there."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.api import Atlas, open_atlas
from geo.page.document import draw_page
from tests.browser.conftest import Opener, press_row, saved
from tests.browser.waiting import until
from tests.changing import change
from tests.crowded import ORIGIN, PIPES


@pytest.fixture
def shown(open_page: Opener, toy_file: Path) -> Page:
    return open_page(toy_file)


def test_every_layer_reaches_the_map_the_search_the_table_and_the_details(shown: Page) -> None:
    features = shown.evaluate(
        """uttarapath.atlas.layers.flatMap(({ features }) => features.filter(({ is }) => is.name)
            .map(({ id, is, layer }) => ({ id, layer: layer.id, name: is.name })))"""
    )
    assert {each["layer"] for each in features} == {"countries", "railway", "places", "fairs"}
    listed = shown.locator("#table-layer option").evaluate_all("all => all.map((o) => o.value)")
    assert set(listed) == {each["layer"] for each in features}
    for each in features:
        assert shown.locator(f'.mark[data-layer="{each["layer"]}"][data-id="{each["id"]}"]').count()
        shown.locator("#search [role=combobox]").fill(each["name"])
        shown.get_by_role("option").first.click()
        expect(shown.locator("#details h2")).to_contain_text(each["name"])
        expect(shown.locator("#details .sources li").first).to_be_visible()


def test_every_value_has_its_row_and_sign_in_the_legend(shown: Page) -> None:
    keys = shown.locator("#legend input").evaluate_all("boxes => boxes.map((b) => b.dataset.key)")
    wanted = {"corridor.railway", "mode.rail", "series.harvest", "series.regatta", "kind.town"}
    assert wanted | {"kind.crossing", "body.league", "border.claimed"} <= set(keys)
    for sign in shown.locator("#legend .row:not(:has([data-key^='host'])) .swatch").all():
        assert sign.evaluate(
            """swatch => [...swatch.querySelectorAll("path")].some((path) => {
                const { fill, stroke } = getComputedStyle(path);
                return fill !== "none" || stroke !== "none";
            })"""
        )
    press_row(shown, "series.harvest")
    expect(shown.locator('[data-layer="fairs"]:not([data-off])')).to_have_count(1)


def test_its_words_are_those_of_its_folder(open_page: Opener, toy_file: Path) -> None:
    page = open_page(toy_file, address="#tab=about&lang=fr&feature=harvest-2024")
    expect(page.locator("#details")).to_contain_text("Foires")
    expect(page.locator("#details")).to_contain_text("Participants : Aulnaie et Boulaie.")
    expect(page.locator("#legend")).to_contain_text("Foire aux récoltes")
    expect(page.get_by_role("tab")).to_have_count(4)
    assert not page.locator("body").inner_text().count("layers.")


def test_its_way_is_told_from_coast_to_coast(open_page: Opener, toy_file: Path) -> None:
    page = open_page(toy_file, address="#tab=ways&way=coast-to-coast")
    (course,) = page.locator(".courses > li").all()
    expect(course).to_contain_text("Westport \u2013 Eastmere")
    expect(course).to_contain_text("1 border · 1 link not built")
    expect(page.locator(".strip .stop")).to_contain_text(["Westport", "Midway", "Eastmere"])
    expect(page.locator(".strip")).to_contain_text("carried: 38,500 tonnes (2019)")


def test_what_was_carried_along_a_way_follows_the_day(open_page: Opener, toy_file: Path) -> None:
    page = open_page(toy_file, address="#tab=ways&way=coast-to-coast&date=2019-12-30")
    expect(page.locator(".strip")).to_contain_text("carried: 41,000 tonnes (2018)")
    page.evaluate("uttarapath.state.set({ date: '2019-12-31' })")
    expect(page.locator(".strip")).to_contain_text("carried: 38,500 tonnes (2019)")


def test_a_network_on_request_is_off_until_it_is_asked_for(
    open_page: Opener, toy_folder: Path, tmp_path: Path
) -> None:
    shape = 'shape = "network"\n'
    change(toy_folder / "layers" / "railway.toml", shape, f"{shape}on_request = true\n")
    file = saved(draw_page(open_atlas(toy_folder)), tmp_path)
    lines = '.mark[data-layer="railway"]:not([data-off])'
    page = open_page(file, address="#tab=about")
    expect(page.locator(lines)).to_have_count(0)
    assert page.evaluate("location.hash") == "#tab=about"
    page.get_by_role("tab", name="Compare").click()
    expect(page.locator(".courses [data-way]")).to_have_count(0)
    page.get_by_role("combobox", name="From").select_option(label="Westport")
    page.get_by_role("combobox", name="To", exact=True).select_option(label="Eastmere")
    expect(page.locator(".courses [data-way]")).to_have_count(1)
    expect(page.locator(lines)).to_have_count(2)
    page.get_by_role("tab", name="About").click()
    expect(page.locator(lines)).to_have_count(0)
    page.get_by_role("tab", name="Table").click()
    expect(page.locator("#table tbody tr")).to_have_count(2)
    page.get_by_role("tab", name="About").click()
    page.evaluate("uttarapath.state.set({ feature: 'xa-westport-midway' })")
    expect(page.locator(lines)).to_have_count(1)
    page.evaluate("uttarapath.state.set({ feature: null, sought: null })")
    press_row(page, "corridor.railway")
    expect(page.locator(lines)).to_have_count(2)
    until(page, "location.hash.includes('off=!corridor.railway')")
    again = open_page(file, address=page.evaluate("location.hash"))
    expect(again.locator(lines)).to_have_count(2)
    press_row(again, "corridor.railway")
    expect(again.locator(lines)).to_have_count(0)
    until(again, "!location.hash.includes('off=')")
    older = open_page(file, address="#tab=about&off=kind.town")
    expect(older.locator(lines)).to_have_count(0)
    older.locator("#legend").get_by_role("button", name="Show all").click()
    expect(older.locator(lines)).to_have_count(0)


def test_two_ends_get_their_time_and_what_is_in_print(open_page: Opener, toy_file: Path) -> None:
    page = open_page(
        toy_file, address="#tab=ways&from=xa-westport&to=xb-eastmere&way=coast-to-coast"
    )
    (course,) = page.locator(".courses > li").all()
    expect(course.locator(".takes").first).to_contain_text("or more")
    expect(course.locator(".ladder")).to_contain_text("not known")
    expect(course.locator(".published")).to_contain_text("1 to 2 days promised, 2030")
    expect(course.locator(".published a, .published bdi")).not_to_have_count(0)


def test_an_atlas_without_figures_has_no_word_of_time_and_price(
    open_page: Opener, toy: Atlas
) -> None:
    none = {name: toy.tables[name].iloc[:0] for name in ("performance", "relations", "passages")}
    page = open_page(
        replace(toy, tables={**toy.tables, **none}),
        address="#tab=ways&from=xa-westport&to=xb-eastmere&way=coast-to-coast",
    )
    expect(page.locator(".strip")).to_have_count(1)
    expect(page.get_by_role("combobox", name="Best by")).to_have_count(0)
    for part in (".takes", ".ladder", ".published", ".whatif input"):
        expect(page.locator(part)).to_have_count(0)


OF_TWO_KINDS = """
[values.carries.gas]
name = { en = "Gas" }
hue = ["#5b3a8c", "#bfa3ee"]

[values.carries.power]
name = { en = "Power" }
hue = ["#1f7a84", "#6fd0da"]
dash = "dash-building"
"""


def test_lines_that_are_no_boundaries_are_drawn_by_their_own_values(
    open_page: Opener, toy_folder: Path
) -> None:
    (toy_folder / "layers" / "pipes.toml").write_text(PIPES + OF_TWO_KINDS)
    lines = {
        each: {"id": each, "name": f"{each} line", "carries": each} for each in ("gas", "power")
    }
    features = [
        {
            "type": "Feature",
            "properties": told,
            "geometry": {"type": "LineString", "coordinates": [[-19, south], [-14, south]]},
        }
        for south, told in zip((-31, -33), lines.values(), strict=True)
    ]
    pipes = json.dumps({"type": "FeatureCollection", "features": features})
    (toy_folder / "geometry" / "pipes.geojson").write_text(pipes)
    head, origins = toy_folder / "atlas.toml", toy_folder / "geometry" / "provenance.toml"
    change(head, '"borders", ', '"borders", "pipes", ')
    origins.write_text(origins.read_text() + ORIGIN)
    page = open_page(open_atlas(toy_folder))
    strokes = page.locator(".mark[data-layer=pipes] .plain-line").evaluate_all(
        "all => all.map(getComputedStyle).map((s) => [s.stroke, s.strokeDasharray !== 'none'])"
    )
    assert strokes == [["rgb(31, 122, 132)", True], ["rgb(91, 58, 140)", False]]
    signs = page.locator("#legend [data-group=carries] .plain-line")
    assert signs.evaluate_all("all => all.map((s) => getComputedStyle(s).stroke)") == [
        stroke for stroke, _ in reversed(strokes)
    ]
    press_row(page, "carries.gas")
    expect(page.locator(".mark[data-layer=pipes]:not([data-off])")).to_have_count(1)
    page.locator("#search [role=combobox]").fill("gas line")
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_contain_text("gas line")
    expect(page.locator(".mark[data-layer=pipes]:not([data-off])")).to_have_count(2)


def test_a_segment_shows_what_it_carried_by_year(shown: Page) -> None:
    shown.evaluate("uttarapath.state.set({ feature: 'xa-westport-midway' })")
    own, branch = shown.locator(".flows table").all()
    expect(own.locator("caption")).to_have_text("Freight of the railway, tonnes")
    expect(own.get_by_role("rowheader")).to_have_text(["2018", "2019"])
    expect(own.locator(".amount")).to_have_text(["41,000", "38,500"])
    expect(own.get_by_text("Less wool.")).to_be_visible()
    wide, less = own.locator("rect").evaluate_all(
        "bars => bars.map((bar) => bar.getBoundingClientRect().width)"
    )
    assert less / wide == pytest.approx(38_500 / 41_000, abs=0.02)
    expect(branch.locator("caption")).to_have_text(
        "Freight of the railway (Island Railway, main line), tonnes"
    )
    expect(branch.get_by_role("rowheader")).to_have_text("2030, expected")
    expect(shown.locator(".flows ol > li")).to_have_text("Report on the railway")


def test_a_segment_says_since_when_it_is_what_it_is(shown: Page) -> None:
    for cells, first in [
        ({}, "in operation since 1 May 1998."),
        (
            {"status": "building", "status_on": "2011-01-01", "status_prec": "year"},
            "being built since 2011.",
        ),
    ]:
        shown.evaluate(
            """cells => {
                const id = "xa-westport-midway";
                Object.assign(uttarapath.atlas.byId.get(id)[0].is, cells);
                uttarapath.state.set({ feature: null, hover: null });
                uttarapath.state.set({ feature: id, hover: id });
            }""",
            cells,
        )
        sentence = f"Rail link on the Island Railway, {first}"
        expect(shown.locator("#details .told").first).to_have_text(sentence)
        expect(shown.locator("#tooltip")).to_contain_text(sentence)


def test_details_say_what_was_promised_and_whether_it_came(shown: Page) -> None:
    for feature, told in (
        ("xa-westport-midway", "Opening promised for 1997; open since 1 May 1998."),
        (
            "xa-xb-midway-eastmere",
            "Opening promised for 2023, then for June 2027; still not open on 1 January 2026.",
        ),
    ):
        shown.evaluate("feature => uttarapath.state.set({ feature })", feature)
        expect(shown.locator("#details")).to_contain_text(told)
    clock = shown.locator("#details-body")
    expect(clock.get_by_text("announced: June 2019, Ministry of Railways")).to_be_visible()
