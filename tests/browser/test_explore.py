"""Search, cards, the rhythm of the exercises, and the table."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from geo.api import Atlas
from geo.model.saying import kilometres
from geo.plates.partner import km_within
from geo.read.content import content_of
from tests.browser.conftest import Opener, Published
from tests.browser.waiting import until

LAPTOP = {"width": 1366, "height": 768}


def test_search_finds_names_however_they_are_spelt(page: Page) -> None:
    box = page.get_by_role("combobox", name="Search all names")
    for typed, found in {
        "Bandar": "ir-bandar-abbas-port",
        "Мангистау": "kz-mangystau",
        "ताशकंद": "uz-tashkent",
        "kazind 2019": "kazind-2019",
        "astara rasht": "ir-rasht-astara",
        "nhavasheva": "in-nhava-sheva",
        "Samrakand": "uz-samarkand-city",
        "mumbay": "in-mumbai",
        "Baki": "az-baku",
        "क़ज़ाखस्तान": "kaz",
        "Решт Астара": "ir-rasht-astara",
        "چابهار": "ir-chabahar",
    }.items():
        box.fill(typed)
        listed = "all => all.map((option) => option.dataset.key)"
        assert found in page.get_by_role("option").evaluate_all(listed)[:2], typed


def test_search_by_keyboard_leads_to_the_map(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ hidden: new Set(['kind.city', 'kind.capital']) })")
    box = page.locator("#search input")
    box.fill("samarkand")
    expect(box).to_have_attribute("aria-expanded", "true")
    active = box.get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") != active
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    chosen = page.evaluate("uttarapath.state.get().feature")
    expect(page.locator("#details h2")).to_be_visible()
    mark = page.locator(f'[data-id="{chosen}"]').first
    expect(mark).not_to_have_attribute("data-off", "")
    box.fill("no such name")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator("#search [role=status]")).to_have_text("Nothing found")


def in_sight(page: Page, name: str) -> bool:
    """Tell whether a mark lies on the open part of the map."""
    return bool(
        page.locator(f'.mark[data-id="{name}"]').first.evaluate(
            """mark => {
                const { left, top, width, height } = mark.getBoundingClientRect();
                const there = document.elementFromPoint(left + width / 2, top + height / 2);
                return document.querySelector(".map").contains(there);
            }"""
        )
    )


def test_what_search_found_stays_in_sight_after_a_pan(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    whole = page.evaluate("uttarapath.map.getZoom()")
    page.evaluate("uttarapath.map.setZoom(uttarapath.map.getZoom() + 1)")
    page.evaluate("uttarapath.map.panBy([120, 0])")
    page.locator("#search input").fill("Chabahar")
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_contain_text("Chabahar")
    assert in_sight(page, page.evaluate("uttarapath.state.get().feature"))
    assert page.evaluate("uttarapath.map.getZoom()") > whole + 0.5


def test_technical_places_are_drawn_when_found(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    for name in page.evaluate(
        "uttarapath.atlas.layers.flatMap(({ technical }) => technical ?? [])"
    ):
        called = page.evaluate("id => uttarapath.atlas.byId.get(id)?.[0].is.name", name)
        page.locator("#search input").fill(called)
        page.keyboard.press("Enter")
        found = page.evaluate("uttarapath.state.get().feature")
        mark = page.locator(f'.mark[data-id="{found}"]').first
        expect(mark).not_to_have_attribute("data-off", "")


def test_search_counts_all_and_takes_on_release(page: Page) -> None:
    box = page.locator("#search input")
    box.fill("an")
    expect(page.get_by_role("option")).to_have_count(20)
    told = page.locator("#search [role=status]").inner_text()
    assert int(told.split()[0]) > 20
    page.get_by_role("option").nth(2).hover()
    page.mouse.down()
    expect(page.locator("#details")).to_be_hidden()
    page.mouse.move(700, 700)
    page.mouse.up()
    expect(page.locator("#details")).to_be_hidden()
    page.get_by_role("option").nth(2).click()
    expect(page.locator("#details")).to_be_visible()


def test_an_event_still_to_come_leads_to_the_day_that_it_ended(
    open_page: Opener, published: Published
) -> None:
    page = open_page(address="#tab=explore&date=2018-06-30&off=series.kazind")
    page.locator("#search input").fill("KazInd 2019")
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_contain_text("KazInd 2019")
    end = published[0]["exercises"].set_index("id").loc["kazind-2019", "finish"]
    assert page.evaluate("uttarapath.state.get().date") == str(end)[:10]
    expect(page.locator('.mark[data-id="kazind-2019"]')).not_to_have_attribute("data-off", "")


def test_closing_what_was_found_does_not_search_again(page: Page) -> None:
    box = page.locator("#search input")
    box.fill("samarkand")
    page.keyboard.press("Enter")
    expect(page.locator("#details-title")).to_be_focused()
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_tab_that_closes_details_keeps_the_focus(page: Page) -> None:
    mark = page.locator('.mark[data-id="ir-chabahar"]').first
    mark.evaluate("mark => mark.focus()")
    page.keyboard.press("Enter")
    expect(page.locator("#details-title")).to_be_focused()
    page.locator("#tab-explore").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#details")).to_be_hidden()
    expect(page.locator("#tab-explore")).to_be_focused()


def test_who_asked_for_less_motion_gets_none(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    page.evaluate("uttarapath.map.setView([42, 68], 5)")
    moved = page.evaluate(
        """() => {
            const { map } = uttarapath;
            const before = map.latLngToContainerPoint([42, 68]);
            map.panBy([100, 0]);
            return before.x - map.latLngToContainerPoint([42, 68]).x;
        }"""
    )
    assert moved == pytest.approx(100, abs=1)


def test_a_card_tells_what_a_republic_has(open_page: Opener, published: Published) -> None:
    page = open_page(address="#tab=explore")
    card = page.locator(".card", has=page.get_by_role("button", name="Uzbekistan", exact=True))
    exercises = published[0]["exercises"]
    own = exercises[
        (exercises["host"] == "UZ") | exercises["partners"].fillna("").str.contains("UZ")
    ]
    expect(card.locator("summary").first).to_contain_text(f"{len(own)} exercises")
    card.locator("summary").first.click()
    expect(card.locator("details").first.locator("li")).to_have_count(len(own))
    card.locator("details").first.locator("li button").first.click()
    assert page.evaluate("uttarapath.state.get().feature") in set(own["id"])


def test_cards_follow_the_day(open_page: Opener) -> None:
    page = open_page(address="#tab=explore&date=1995-06-30")
    card = page.locator(".card", has=page.get_by_role("button", name="Kazakhstan", exact=True))
    expect(card).to_be_visible()
    expect(card).not_to_contain_text("SCO")
    expect(card).not_to_contain_text("strategic partner")
    page.evaluate("uttarapath.state.set({ date: '2026-01-01' })")
    expect(card.locator(".chips")).to_contain_text("SCO")
    expect(card).to_contain_text("strategic partner since 2009")


def test_cards_tell_of_the_year_alone(open_page: Opener, published: Published) -> None:
    page = open_page(address="#tab=explore&date=2023-12-31&span=year")
    expect(page.locator("#explore h2")).to_have_text("The five republics, 2023")
    card = page.locator(".card", has=page.get_by_role("button", name="Kazakhstan", exact=True))
    exercises = published[0]["exercises"]
    with_it = (exercises["host"] == "KZ") | exercises["partners"].fillna("").str.contains("KZ")
    own = exercises[with_it & exercises["start"].str.startswith("2023")]
    expect(card.locator("summary").first).to_contain_text(f"{len(own)} exercise")


def test_plates_and_cards_tell_the_same_kilometres(open_page: Opener, shipped: Atlas) -> None:
    page = open_page(address="#tab=explore")
    content = content_of(shipped)
    run = shipped.spec.statuses("runs", "broken")
    for partner in content.partners:
        card = page.locator(".card", has=page.get_by_role("button", name=partner.name, exact=True))
        inside = [each for each in km_within(content, partner) if each[0].text("status") in run]
        printed = []
        for layer in shipped.spec.of_shape("network"):
            own = {segment.id for segment in content.of(layer)}
            km = sum(km for segment, km in inside if segment.id in own)
            printed += [kilometres(shipped.spec, km)] if km else []
        assert card.locator(".km strong").all_inner_texts() == printed, partner.name


def test_kilometres_of_a_card_are_those_that_ran(open_page: Opener, published: Published) -> None:
    page = open_page(address="#tab=explore")
    card = page.locator(".card", has=page.get_by_role("button", name="Turkmenistan", exact=True))
    segments = published[0]["instc"]
    ends = segments[["iso_from", "iso_to"]] == "TM"
    ran = segments["status"].isin(["operating", "trial", "disrupted", "suspended"])
    ran &= segments["mode"].isin(["rail", "road"])
    inside, touching = (
        segments.loc[ran & each, "len_km"].sum() for each in (ends.all(axis=1), ends.any(axis=1))
    )
    km = card.locator(".km", has_text="INSTC").locator("strong").inner_text()
    assert inside - 1 <= int(km.removesuffix(" km").replace(",", "")) <= touching + 1


def test_lists_and_focus_stay_in_a_card(open_page: Opener) -> None:
    page = open_page(address="#tab=explore&date=2024-12-31")
    page.locator(".card summary").first.click()
    page.evaluate("uttarapath.state.set({ date: '2025-12-31' })")
    expect(page.locator(".card details[open]")).to_have_count(1)
    expect(page.locator(".card summary").first).to_be_focused()
    opener = page.locator(".card details[open] button").first
    opener.press("Enter")
    expect(page.locator("#details")).to_be_visible()
    page.locator("#details-close").press("Enter")
    expect(page.locator(".card details[open]")).to_have_count(1)
    expect(opener).to_be_focused()


def test_a_cell_leads_to_its_day(open_page: Opener, published: Published) -> None:
    page = open_page(address="#tab=explore&date=2018-01-31")
    page.locator('[data-edition="dustlik-2019"]').click()
    exercises = published[0]["exercises"].set_index("id")
    assert page.evaluate("uttarapath.state.get().date") == exercises.loc["dustlik-2019", "finish"]


def test_the_rhythm_shows_every_edition_and_its_gaps(
    open_page: Opener, published: Published
) -> None:
    page = open_page(address="#tab=explore")
    exercises = published[0]["exercises"]
    expect(page.locator(".rhythm tbody .turn")).to_have_count(len(exercises))
    home = (exercises["host"] == "IN").sum()
    expect(page.locator(".rhythm tbody .turn.home")).to_have_count(int(home))
    page.locator('[data-edition="dustlik-2019"]').click()
    expect(page.locator("#details h2")).to_contain_text("Dustlik 2019")


@pytest.mark.parametrize("width", [390, 1440])
def test_the_newest_year_of_the_rhythm_is_in_sight_with_the_names_of_its_rows(
    open_page: Opener, width: int
) -> None:
    page = open_page(address="#tab=explore", viewport={"width": width, "height": 844})
    page.locator(".rhythm").first.scroll_into_view_if_needed()
    for number in range(page.locator(".rhythm .scroll").count()):
        scroll = page.locator(".rhythm .scroll").nth(number)
        within = scroll.bounding_box()
        assert within
        for seen in (scroll.locator("th[scope=col]").last, scroll.locator("th[scope=row]").first):
            box = seen.bounding_box()
            assert box
            assert box["x"] >= within["x"] - 1
            assert box["x"] + box["width"] <= within["x"] + within["width"] + 1


def test_the_table_lists_sorts_and_filters(open_page: Opener, published: Published) -> None:
    page = open_page(address="#tab=table&layer=exercises")
    rows = page.locator("#table tbody tr")
    exercises = published[0]["exercises"]
    expect(rows).to_have_count(len(exercises))
    names = page.locator("#table tbody th")
    page.get_by_role("button", name="Name").click()
    ordered = names.all_inner_texts()
    page.get_by_role("button", name="Name").click()
    assert names.all_inner_texts() == ordered[::-1]
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.locator("#table-text").fill("Uttarakhand")
    expect(rows).to_have_count(int(exercises["place"].str.contains("Uttarakhand").sum()))
    page.locator("#table-text").fill("")
    page.locator("#table-layer").select_option("places")
    expect(rows).to_have_count(len(published[0]["places"]))
    page.locator("#table-layer").select_option("instc")
    page.get_by_role("button", name="Length, km").click()
    page.get_by_role("button", name="Length, km").click()
    longest = published[0]["instc"].sort_values("len_km")["name"].iloc[-1]
    expect(names.first).to_have_text(longest)
    names.first.get_by_role("button").click()
    expect(page.locator("#details h2")).to_have_text(longest)


def test_rows_keep_the_focus_while_time_goes_on(open_page: Opener) -> None:
    page = open_page(address="#tab=table&layer=exercises&date=2020-12-31")
    row = page.locator('[data-row="kazind-2016"]')
    row.focus()
    page.evaluate("uttarapath.state.set({ date: '2021-12-31' })")
    expect(row).to_be_focused()


def test_the_table_is_in_one_language(open_page: Opener) -> None:
    page = open_page(address="#tab=table&layer=exercises&lang=ru")
    expect(page.locator("#table td", has_text="высокая").first).to_be_visible()
    expect(page.locator("#table tbody")).not_to_contain_text("high")
    page.evaluate("uttarapath.state.set({ tab: 'explore' })")
    expect(page.locator("#explore")).not_to_contain_text("Astana")


def test_the_table_shows_what_the_map_shows(open_page: Opener, published: Published) -> None:
    page = open_page(address="#tab=table&layer=dialogues&date=2020-12-31")
    dialogues = published[0]["dialogues"]
    expect(page.locator("#table tbody tr")).to_have_count(
        int((dialogues["start"] <= "2020-12-31").sum())
    )


WORDS = """() => {
    const { atlas } = uttarapath;
    const columns = ["branch", ...atlas.layers.flatMap(({ legend }) => legend)];
    const values = [...new Set(columns)].flatMap((column) =>
        Object.keys(atlas.values[column] ?? {}).map((value) => `${column}.${value}`));
    const layers = atlas.layers.map(({ id }) => `layers.${id}.title`);
    const tables = Object.values(atlas.texts);
    return [...values, ...layers].flatMap((key) => tables.map((table) => table[key] ?? []));
}"""


def test_search_knows_each_word_of_layers_branches_and_values(page: Page) -> None:
    box = page.locator("#search input")
    words = {word for word in page.evaluate(WORDS) if word}
    assert len(words) > 60
    for word in words:
        box.fill(word)
        assert page.locator("#found strong").count(), word


def test_a_branch_that_is_searched_is_shown_listed_and_in_the_link(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    page.evaluate("uttarapath.state.set({ hidden: new Set(['corridor.instc']) })")
    page.locator("#search input").fill("western branch")
    page.keyboard.press("Enter")
    own = page.evaluate(
        """uttarapath.atlas.layers.flatMap(({ features }) => features).map(({ is, id }) => (
            is.branch?.split(";").includes("west") ? id : "")).filter(Boolean)"""
    )
    lit = page.locator(".mark.lit:not([data-off])")
    assert set(lit.evaluate_all("marks => marks.map((m) => m.dataset.id)")) == set(own)
    listed = page.locator("#listing li .link")
    expect(listed).to_have_count(len(set(own)))
    until(page, "location.hash.includes('near=branch.west')")
    at = page.evaluate("uttarapath.map.getCenter()")
    again = open_page(address="#" + page.url.split("#")[1], reduced_motion="reduce")
    assert again.evaluate("uttarapath.map.getCenter()") == pytest.approx(at, abs=0.5)
    listed.first.click()
    expect(page.locator("#details h2")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#listing h2")).to_have_text("INSTC west")
    page.evaluate("uttarapath.state.set({ lang: 'ru' })")
    expect(page.locator("#listing").get_by_role("button", name="Закрыть список")).to_be_visible()
    page.evaluate("uttarapath.state.set({ lang: 'en' })")
    page.keyboard.press("Escape")
    expect(page.locator("#listing")).to_be_hidden()
    expect(page.locator("#search input")).to_be_focused()
    expect(page.locator(".mark.lit")).to_have_count(0)


def test_what_is_not_found_is_said_where_all_see_it(page: Page) -> None:
    status = page.locator("#search [role=status]")
    seen = "status => status.getBoundingClientRect().width > 100"
    page.locator("#search input").fill("no such name")
    expect(status).to_have_text("Nothing found")
    assert status.evaluate(seen)
    page.locator("#search input").fill("samarkand")
    assert not status.evaluate(seen)


def test_straits_and_turning_points_are_found_and_shown(open_page: Opener) -> None:
    page = open_page(reduced_motion="reduce")
    page.locator("#search input").fill("hormuz strait")
    page.keyboard.press("Enter")
    assert page.evaluate("uttarapath.map.getBounds().contains([26.55, 56.5])")
    expect(page.locator(".labels .sea", has_text="Strait of Hormuz")).to_be_attached()
    page.locator("#search input").fill("hormuz shut")
    page.keyboard.press("Enter")
    assert page.evaluate("uttarapath.state.get().date") == "2026-03-01"
    expect(page.locator("#milestone")).to_contain_text("none may pass the Strait of Hormuz")


def test_each_thing_is_found_once(page: Page) -> None:
    page.locator("#search input").fill("Moscow")
    expect(page.locator("#found strong", has_text=re.compile("^Moscow$"))).to_have_count(1)


def test_what_was_chosen_is_named_and_in_sight_though_the_scene_hides_it(
    open_page: Opener,
) -> None:
    page = open_page(address="#tab=story&scene=9-missing", reduced_motion="reduce")
    for typed, names in {"rasht astara": ["Rasht", "Astara (Iran)"], "mumbai": ["Mumbai"]}.items():
        page.locator("#search input").fill(typed)
        page.keyboard.press("Enter")
        for name in names:
            label = page.locator(".labels .place", has_text=re.compile(f"^{re.escape(name)}$"))
            expect(label).to_be_in_viewport(ratio=1)


def boxes_shown(page: Page) -> list[str]:
    """Tell which rows of the legend are to be seen."""
    rows = page.locator("#legend input:visible")
    return [str(key) for key in rows.evaluate_all("all => all.map((box) => box.dataset.key)")]


def test_the_legend_fits_and_folds_and_stays_so(open_page: Opener) -> None:
    page = open_page(address="#tab=explore")
    body = page.locator("#legend-body")
    assert body.evaluate("node => node.scrollHeight <= node.clientHeight")
    assert {"corridor.instc", "corridor.ashgabat"} <= set(boxes_shown(page))
    fold = page.get_by_role("button", name="Corridors", exact=True)
    expect(fold).to_have_attribute("aria-expanded", "true")
    fold.press("Enter")
    expect(fold).to_have_attribute("aria-expanded", "false")
    assert "corridor.instc" not in boxes_shown(page)
    page.get_by_role("button", name="Places", exact=True).press("Space")
    assert "kind.port" in boxes_shown(page)
    page.evaluate("uttarapath.state.set({ lang: 'ru' })")
    page.evaluate("uttarapath.state.set({ lang: 'en', date: '2012-05-01' })")
    assert "kind.port" in boxes_shown(page)
    assert "corridor.instc" not in boxes_shown(page)


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
@pytest.mark.parametrize("tab", ["explore", "ways", "table", "about"])
def test_a_low_window_tells_what_the_strokes_mean_before_anything_is_pressed(
    open_page: Opener, tab: str, language: str
) -> None:
    page = open_page(address=f"#tab={tab}&lang={language}", viewport=LAPTOP)
    status = page.locator("#legend [data-group=status]")
    drawn = page.evaluate(
        """() => [...new Set([...document.querySelectorAll(".segment.mark:not([data-off])")]
            .map(({ classList }) => [...classList].find((name) => name.startsWith("status-"))))]"""
    )
    assert len(drawn) > 4
    for each in drawn:
        row = status.locator(f".row:has(.{each})")
        expect(row.locator(".name")).to_be_in_viewport(ratio=1)
    corridors = page.locator("#legend [data-group=corridor] .name:visible")
    assert corridors.count() == 2
    fold = status.locator("legend button")
    fold.press("Enter")
    expect(status.locator("input").first).to_be_visible()
    fold.press("Enter")
    expect(status.locator(".name").first).to_be_hidden()


def test_one_row_is_seen_alone_and_all_come_back(open_page: Opener) -> None:
    page = open_page(address="#tab=explore&off=kind.port")
    hidden = "[...uttarapath.state.get().hidden].filter((k) => !k.startsWith('corridor.')).join()"
    lines = page.locator(".mark:is([data-layer=instc], [data-layer=ashgabat]):not([data-off])")
    events = page.locator(".mark[data-layer=exercises]:not([data-off])")
    row = page.locator("#legend .row", has=page.locator('[data-key="status.disrupted"]'))
    box = row.get_by_role("checkbox")
    only = row.locator(".name")
    only.click()
    expect(only).to_have_attribute("aria-pressed", "true")
    expect(events).to_have_count(0)
    broken = lines.evaluate_all("all => all.map((mark) => mark.getAttribute('aria-label'))")
    assert broken
    assert all("disrupted" in str(label).lower() for label in broken)
    box.press("Enter")
    assert page.evaluate(hidden) == "kind.port"
    box.press("Enter")
    expect(events).to_have_count(0)
    only.click()
    assert page.evaluate(hidden) == "kind.port"
    expect(only).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_entry_moves_under_the_pointer_that_presses_it(open_page: Opener, language: str) -> None:
    page = open_page(address=f"#tab=about&lang={language}", viewport={"width": 1280, "height": 720})
    under = "([x, y]) => document.elementFromPoint(x, y).closest('.row')?.innerText.trim()"
    for row in page.locator("#legend .brief .name:visible").all():
        row.scroll_into_view_if_needed()
        box = row.bounding_box()
        assert box
        at = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
        told = page.evaluate(under, at)
        assert told
        for alone in (True, False):
            page.mouse.click(*at)
            expect(page.locator("#legend [data-key=all]")).to_be_visible(visible=alone)
            assert page.evaluate(under, at) == told


def test_in_a_scene_the_legend_lists_what_is_shown(open_page: Opener) -> None:
    page = open_page(address="#tab=story")
    there = page.locator("#legend .row:not([hidden])")
    for _ in range(page.evaluate("uttarapath.atlas.story.length") - 1):
        page.get_by_role("button", name="Next").click()
        expect(there.locator("input:not(:checked)")).to_have_count(0)
        expect(there.locator(".count", has_text=re.compile("^0( km)?$"))).to_have_count(0)
    page.get_by_role("button", name="Show all").press("Enter")
    assert page.evaluate("document.activeElement.matches('#legend input')")
    assert page.locator("#legend .row:not([hidden])").count() > 20


def test_who_says_so_comes_before_all_but_the_first_sentence(open_page: Opener) -> None:
    page = open_page(address="#tab=story&feature=ir-rasht-astara")
    expect(page.locator("#details .who")).to_contain_text("Confidence: medium")
    expect(page.locator("#details .who li").nth(2)).to_be_in_viewport(ratio=1)
    page.evaluate("uttarapath.state.set({ feature: 'in-ir-nhava-sheva-bandar-abbas' })")
    expect(page.locator("#details .told").nth(1)).to_contain_text("Strait of Hormuz shut by Iran")
    expect(page.locator("#details .told").nth(1)).to_be_in_viewport(ratio=1)
    page.evaluate("uttarapath.state.set({ feature: 'ir-rasht-astara' })")
    tops = page.locator("#details :is(.who, .share, dl)").evaluate_all(
        "all => all.map((node) => node.getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)


def test_a_country_lists_what_was_held_there_the_newest_first(
    open_page: Opener, published: Published
) -> None:
    page = open_page()
    page.locator("#search input").fill("uzbekistan")
    page.keyboard.press("Enter")
    held = page.locator("#details .held", has_text="Exercises held here").locator("li")
    exercises = published[0]["exercises"]
    own = exercises[exercises["host"] == "UZ"].sort_values("start", ascending=False)
    assert len(own)
    expect(held.locator(".link")).to_contain_text([str(name) for name in own["name"]])
    told = held.evaluate_all("all => all.map((item) => item.textContent.includes('without India'))")
    assert told == [not took_part for took_part in own["india"]]
    expect(held.first).to_be_in_viewport(ratio=1)
    held.first.get_by_role("button").click()
    expect(page.locator("#details h2")).to_have_text(str(own["name"].iloc[0]))
    page.evaluate("uttarapath.state.set({ feature: 'uz-samarkand-city' })")
    expect(page.locator("#details .held").first).to_contain_text("held here")


def test_the_table_goes_along_the_way_by_branch(open_page: Opener, published: Published) -> None:
    page = open_page(address="#tab=table")
    rows = page.locator("#table tbody tr")
    routes = published[1]["routes"]
    west = routes[(routes["branch"] == "instc-west") & (routes["role"] != "gap")]
    keys = page.locator("#table [data-row]").evaluate_all("all => all.map((b) => b.dataset.row)")
    assert keys[:4] == west.sort_values("seq")["segment"].head(4).tolist()
    expect(rows.first.get_by_role("cell").first).to_contain_text("western")
    page.locator("#table-text").fill("астара ")
    expect(rows).to_have_count(0)
    page.locator("#table-text").fill("RASHT  astara-")
    expect(rows).to_have_count(2)
    tops = rows.first.locator("th, td").evaluate_all(
        """all => all.map((cell) => {
            const range = document.createRange();
            range.selectNodeContents(cell.querySelector("bdi"));
            return Math.round(range.getClientRects()[0]?.top ?? 0);
        })"""
    )
    assert len({top for top in tops if top}) == 1


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_no_cell_of_the_table_takes_more_than_two_lines(open_page: Opener, language: str) -> None:
    page = open_page(address=f"#tab=table&lang={language}", viewport=LAPTOP)
    for layer in page.locator("#table-layer option").evaluate_all("all => all.map((o) => o.value)"):
        page.evaluate("layer => uttarapath.state.set({ layer })", layer)
        page.locator("#table tbody tr").first.wait_for()
        lines = page.locator("#table td > bdi").evaluate_all(
            """all => all.map((node) => {
                const { lineHeight } = getComputedStyle(node);
                return Math.round(node.getBoundingClientRect().height / parseFloat(lineHeight));
            })"""
        )
        assert max(lines) <= 2, layer
        # What is short is seen whole: of a date half the day says nothing.
        cut = page.locator("#table td > bdi").evaluate_all(
            """all => all.filter((node) => node.scrollHeight > node.clientHeight + 1)
                .map((node) => node.textContent.length)"""
        )
        assert min(cut, default=99) > 20, layer
    page.evaluate("uttarapath.state.set({ layer: 'dialogues' })")
    cut = page.locator("#table td > bdi").evaluate_all(
        "all => all.findIndex((node) => node.scrollHeight > node.clientHeight)"
    )
    cell = page.locator("#table td > bdi").nth(cut)
    cell.hover()
    expect(cell).to_have_attribute("title", cell.text_content() or "?")


def test_the_search_is_two_keys_away(page: Page) -> None:
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("combobox", name="Search all names")).to_be_focused()


OUTLINE = """path => {
    const { stroke, strokeDasharray, strokeWidth } = getComputedStyle(path);
    return [stroke, strokeDasharray, strokeWidth];
}"""


def test_each_outline_of_an_organisation_has_its_key_beside_the_map(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ body: 'sco', date: '2016-12-31' })")
    sign = page.locator("#members")
    near = page.locator(".mark.nearly").count()
    told = [int(number) for number in re.findall(r": (\d+)", sign.inner_text())]
    assert told[0] == page.locator(".mark.member").count()
    assert sum(told[1:]) == near
    assert near
    for kind in ("member", "nearly"):
        key = sign.locator(f"path.{kind}").evaluate(OUTLINE)
        assert page.locator(f".mark.{kind} > .country").first.evaluate(OUTLINE) == key


def test_whatever_stands_out_has_a_key_in_the_legend(page: Page, shipped: Atlas) -> None:
    key = page.locator("#legend .use .lit")
    expect(key).to_have_count(0)
    for scene in shipped.story:
        page.evaluate("address => { location.hash = address; }", f"scene={scene.id}")
        expect(key).to_have_count(1 if scene.map.highlight else 0)
    page.evaluate("location.hash = 'tab=about&near=branch.west'")
    expect(key).to_have_count(1)
    expect(page.locator("#listing .lit")).to_have_count(1)


def test_a_count_says_of_what_and_in_how_many_countries(open_page: Opener) -> None:
    page = open_page(address="#tab=about&near=country.UZ,layer.dialogues")
    told = page.locator("#listing .told")
    expect(told).to_contain_text("Dialogues: ")
    expect(told).to_contain_text("host countries: ")
    heads = page.locator("#listing h3").all_inner_texts()
    counts = [int(re.findall(r"\d+$", head)[0]) for head in heads]
    assert all(head.lower().startswith("host ") for head in heads)
    text = told.inner_text()
    assert sum(counts) == int(re.findall(r"Dialogues: (\d+)", text)[0])
    assert len(counts) == int(re.findall(r"countries: (\d+)", text)[0])
