"""The page as a reader uses it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.api import Atlas
from geo.model.worldviews import in_view
from geo.page.document import draw_page
from tests.browser.conftest import Opener, Published, press_row, unfold_legend
from tests.browser.waiting import resize, rest, until

MARKED = ["republics", "countries", "instc", "ashgabat", "places", "exercises", "dialogues"]


def marks(page: Page, layer: str) -> list[str]:
    ids: list[str] = page.eval_on_selector_all(
        f'[data-layer="{layer}"]', "marks => marks.map((mark) => mark.dataset.id)"
    )
    return ids


def test_features_that_cite_one_source_after_the_other_keep_them(
    open_page: Opener, shipped: Atlas
) -> None:
    exercises = shipped.layers["exercises"]
    cited = shipped.tables["sources"]["id"].tolist()[: len(exercises)]
    layers = {**shipped.layers, "exercises": exercises.assign(sources=cited)}
    page = open_page(replace(shipped, layers=layers))
    told = page.evaluate(
        """() => uttarapath.atlas.layers.find(({ id }) => id === "exercises")
            .features.map(({ is }) => is.sources)"""
    )
    assert told == cited


def test_every_feature_is_drawn(page: Page, shipped: Atlas) -> None:
    layers = in_view(shipped, "international").layers
    for layer in MARKED:
        assert sorted(marks(page, layer)) == sorted(layers[layer]["id"])
    page.evaluate("uttarapath.map.setZoom(uttarapath.map.getMaxZoom(), {animate: false})")
    for layer in MARKED:
        drawn = page.eval_on_selector_all(
            f'[data-layer="{layer}"]',
            "marks => marks.map((mark) => mark.getBoundingClientRect())"
            ".filter((box) => box.width + box.height > 0).length",
        )
        assert drawn == len(layers[layer]), layer


def test_every_border_is_drawn_by_its_class(still: Page, published: Published) -> None:
    borders = published[0]["borders"]
    for kind in ("boundary", "disputed", "line_of_control"):
        ids = still.eval_on_selector_all(
            f".borders .{kind}", "lines => lines.map((line) => line.dataset.id)"
        )
        assert sorted(ids) == sorted(borders.loc[borders["international"] == kind, "id"])


def test_document_is_small_and_says_what_it_is(still: Page, page_file: Path) -> None:
    assert page_file.stat().st_size < 1_500_000
    assert still.evaluate("document.documentElement.lang") == "en"
    assert "Uttarapath" in still.title()
    assert still.locator('meta[name="description"]').get_attribute("content")
    viewport = still.locator('meta[name="viewport"]').get_attribute("content") or ""
    assert "user-scalable" not in viewport
    assert "maximum-scale" not in viewport
    expect(still.locator("h1")).to_have_text("Uttarapath")


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("international", "International view"),
        ("india", "not authenticated by the Survey of India"),
    ],
)
def test_page_says_whose_borders_it_shows_and_since_when(
    open_page: Opener, shipped: Atlas, view: str, words: str
) -> None:
    page = open_page(draw_page(shipped, worldview=view))
    expect(page.locator("#edition dd").last).to_contain_text(words)
    expect(page.locator("#edition dd").last).to_contain_text("as of ")
    expect(page.locator("#legend [data-group=border] .hint")).to_contain_text(words)
    claimed = page.locator('#legend [data-key="border.claimed"]')
    expect(claimed).to_have_count(int(view == "international"))


def test_the_hatch_keeps_its_width_and_can_be_switched_off(page: Page) -> None:
    areas = page.locator(".claimed path")
    assert areas.count() >= 10
    for step in (0, 2):
        page.evaluate("by => uttarapath.map.setZoom(uttarapath.map.getZoom() + by)", step)
        until(
            page,
            """() => {
                const hatch = document.querySelector("#hatch").patternTransform.baseVal;
                const { a, b } = hatch.consolidate().matrix;
                const world = document.querySelector(".world").transform.baseVal;
                return Math.abs(Math.hypot(a, b) * world.consolidate().matrix.a - 1) < 0.01;
            }""",
        )
    press_row(page, "border.claimed")
    for area in areas.all():
        expect(area).to_be_hidden()


def test_without_javascript_it_says_what_is_missing(open_page: Opener) -> None:
    page = open_page(java_script_enabled=False)
    assert "JavaScript is switched off" in page.locator("noscript p").inner_text()
    expect(page.locator("#panel")).to_be_hidden()


def test_hover_tells_and_click_opens_details_with_sources(page: Page, published: Published) -> None:
    layers, tables = published
    exercise = layers["exercises"].iloc[0]
    mark = page.locator(f'[data-id="{exercise["id"]}"] .hit')
    mark.hover(force=True)
    expect(page.locator("#tooltip")).to_contain_text(exercise["name"])
    mark.click(force=True)
    details = page.locator("#details")
    expect(details.locator("h2")).to_have_text(exercise["name"])
    cited = tables["sources"].set_index("id").loc[exercise["sources"].split(";")]
    expect(details.locator(".sources li")).to_have_count(len(cited))
    for source, item in zip(cited.itertuples(), details.locator(".sources li").all(), strict=True):
        expect(item).to_contain_text(source.title)
        expect(item).to_contain_text(source.publisher)
    links = details.locator(".sources a")
    assert links.count() == cited["url"].notna().sum()
    for link in links.all():
        assert link.get_attribute("rel") == "noopener noreferrer"
        assert link.get_attribute("target") == "_blank"
    page.locator("#details-close").click()
    expect(details).to_be_hidden()
    expect(page.locator("#about")).to_be_visible()


def test_details_of_every_feature_can_be_told(page: Page) -> None:
    told = page.evaluate(
        """layers => ["en", "hi", "ru"].flatMap((lang) => {
            uttarapath.state.set({ lang });
            return uttarapath.atlas.layers.flatMap(({ features }) => features)
                .filter((feature) => layers.includes(feature.layer.id)).map(({ id }) => {
                uttarapath.state.set({ feature: id });
                return document.getElementById("details").innerText;
            });
        })""",
        MARKED,
    )
    assert len(set(told)) > len(told) / 2, "in each language"
    keys = page.evaluate("Object.keys(uttarapath.atlas.texts.en)")
    groups = {key.split(".")[0] for key in keys}
    for text in told:
        assert "undefined" not in text
        assert "NaN" not in text
        keys = [word for word in re.findall(r"\b([a-z_]+)\.[a-z]", text) if word in groups]
        assert keys == [], "texts that are missing"


def test_keyboard_reaches_features_and_leaves_them(page: Page) -> None:
    page.locator("#legend-switch").focus()
    reached: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        layer = page.evaluate("document.activeElement?.dataset?.layer ?? null")
        if layer:
            reached.append(layer)
        if len(reached) == len(MARKED):
            break
    assert sorted(reached) == sorted(MARKED), "one stop for each layer"

    page.locator('[data-layer="exercises"][tabindex="0"]').focus()
    first = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.id")
    assert second != first
    expect(page.locator("#tooltip")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#details")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "details-title"
    page.keyboard.press("Escape")
    expect(page.locator("#details")).to_be_hidden()
    assert page.evaluate("document.activeElement.dataset.id") == second


def test_legend_switches_layers_and_counts(page: Page, published: Published) -> None:
    layers = published[0]
    unfold_legend(page)
    page.evaluate("uttarapath.map.setZoom(uttarapath.map.getMaxZoom(), {animate: false})")
    row = page.locator(".row", has=page.locator('[data-key="corridor.instc"]'))
    expect(row.locator(".count")).to_have_text(f"{layers['instc']['len_km'].sum():,.0f} km")
    ports = page.locator(".row", has=page.locator('[data-key="kind.port"]')).locator(".count")
    expect(ports).to_have_text(str((layers["places"]["kind"] == "port").sum()))
    row.locator("input").click()
    expect(page.locator('[data-layer="instc"]:not([data-off])')).to_have_count(0)
    row.locator("input").click()
    expect(page.locator('[data-layer="instc"]:not([data-off])')).to_have_count(len(layers["instc"]))
    for key, layer, column in [
        ("status.operating", "instc", "status"),
        ("series.kazind", "exercises", "series"),
        ("kind.port", "places", "kind"),
    ]:
        value = key.split(".")[1]
        press_row(page, key)
        left = int((layers[layer][column] != value).sum())
        expect(page.locator(f'[data-layer="{layer}"]:not([data-off])')).to_have_count(left)


def test_minor_places_wait_for_a_closer_look(page: Page, published: Published) -> None:
    places = published[0]["places"].set_index("id")
    crossings = [f'[data-id="{name}"]' for name in places.index[places["kind"] == "crossing"]]
    seen = page.locator(f":is({', '.join(crossings)}):not([data-off])")
    expect(seen).to_have_count(0)
    page.evaluate("uttarapath.map.setZoom(5, {animate: false})")
    expect(seen).to_have_count(len(crossings))


def test_the_names_of_the_partners_are_always_there(still: Page, phone: Page) -> None:
    written = still.locator(".label.area.lit").all_text_contents()
    short = still.evaluate("Object.values(uttarapath.atlas.spots.short).map(({ en }) => en)")
    names = still.evaluate(
        """(written) => written.map((name) => {
            const [id] = Object.entries(uttarapath.atlas.spots.short)
                .find(([, { en }]) => en === name) ?? [];
            return id ? uttarapath.atlas.byId.get(id)[0].is.name : name;
        })""",
        written,
    )
    assert len(set(written) & set(short)) <= 1, "there is room for nearly all in full"
    assert sorted(names) == [
        "India",
        "Kazakhstan",
        "Kyrgyzstan",
        "Tajikistan",
        "Turkmenistan",
        "Uzbekistan",
    ]
    assert {"Kazakhstan", "India"} <= set(phone.locator(".label.area.lit").all_text_contents())


def test_a_shared_segment_runs_side_by_side(page: Page, published: Published) -> None:
    layers = published[0]
    shared = min(set(layers["instc"]["id"]) & set(layers["ashgabat"]["id"]))
    lines = page.locator(f'[data-id="{shared}"] .line')
    assert lines.count() == 2
    both = lines.evaluate_all("lines => lines.map((line) => line.getAttribute('d'))")
    assert both[0] != both[1]
    press_row(page, "corridor.instc")
    alone = page.locator(f'[data-layer="ashgabat"][data-id="{shared}"] .line').get_attribute("d")
    assert alone not in both


def test_editions_at_one_place_can_each_be_reached(still: Page) -> None:
    alone = still.eval_on_selector_all(
        '[data-layer="exercises"]:not([data-piled])',
        "marks => marks.map((mark) => mark.getAttribute('transform'))",
    )
    assert len(set(alone)) == len(alone) > 0


def test_theme_follows_the_system_and_the_switch(open_page: Opener) -> None:
    for scheme, other in (("light", "dark"), ("dark", "light")):
        page = open_page(color_scheme=scheme)
        root = page.locator("html")
        expect(root).to_have_attribute("data-theme", scheme)
        before = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator("#theme-switch").click()
        expect(root).to_have_attribute("data-theme", other)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_phone_has_a_sheet_below_and_a_legend_to_open(phone: Page) -> None:
    panel = phone.locator("#panel").bounding_box()
    assert panel
    assert panel["width"] == 390
    assert panel["y"] > 600
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    expect(phone.locator("#legend-body")).to_be_hidden()
    word = phone.locator("#legend h2").bounding_box()
    assert word
    phone.touchscreen.tap(word["x"] + 5, word["y"] + 5)  # the word opens it as the arrow does
    expect(phone.locator("#legend-body")).to_be_visible()
    phone.locator("#legend-switch").tap()
    segment = phone.locator('[data-layer="instc"]').first.get_attribute("data-id")
    phone.evaluate("feature => uttarapath.state.set({ feature })", segment)
    expect(phone.locator("#details")).to_be_visible()
    opened = phone.locator("#panel").bounding_box()
    assert opened
    assert opened["y"] < panel["y"]
    phone.locator("#details-close").tap()
    expect(phone.locator("#details")).to_be_hidden()


def test_credit_can_be_read_at_both_sizes(page: Page, phone: Page) -> None:
    expect(page.locator("#foot .credit")).to_contain_text("OpenStreetMap")
    phone.locator("#panel-switch").tap()
    expect(phone.locator("#about .credit")).to_be_visible()
    expect(phone.locator("#zoom button").first).to_be_visible()


CENTRE = """mark => {
    const { x, y, width, height } = mark.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
}"""
ON_MAP = "([x, y]) => !!document.elementFromPoint(x, y)?.closest('.leaflet-pane')"
OWNER = "([x, y]) => document.elementFromPoint(x, y)?.closest('.mark')?.dataset.id"


def test_a_mark_is_not_covered_by_its_neighbours(still: Page, published: Published) -> None:
    places = published[0]["places"].set_index("id")
    telling = set(places.index[places["kind"].isin(["port", "capital"])])
    signs = still.locator('[data-layer="places"]:not([data-off], .crowded) > .sign')
    found = 0
    for sign in signs.all():
        if sign.evaluate("sign => sign.parentElement.dataset.id") not in telling:
            continue
        spot = sign.evaluate(CENTRE)
        if still.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('aside')", spot):
            continue
        own = sign.evaluate("sign => sign.parentElement.dataset.id")
        assert still.evaluate(OWNER, spot) == own
        found += 1
    assert found > 10


@pytest.mark.parametrize("layer", ["exercises", "dialogues"])
def test_every_event_can_be_reached_by_pointer(open_page: Opener, layer: str) -> None:
    for size in ({"width": 1440, "height": 900}, {"width": 390, "height": 844}):
        page = open_page(viewport=size)
        near: list[str] = []
        far: list[str] = []
        for name in marks(page, layer):
            spot = page.locator(f'[data-id="{name}"] .hit').evaluate(CENTRE)
            (near if page.evaluate(ON_MAP, spot) else far).append(name)
        for name in [*near, *far]:
            page.evaluate("uttarapath.state.set({ fan: null, feature: null })")
            if name in far:  # from all others, and found by search
                page.evaluate("sought => uttarapath.state.set({ sought })", name)
                rest(page)
            mark = page.locator(f'[data-id="{name}"]')
            hit = mark.locator(".hit")
            if mark.get_attribute("data-piled"):
                page.mouse.click(*hit.evaluate(CENTRE))
                expect(mark).not_to_have_attribute("data-piled", re.compile("."))
            assert page.evaluate(OWNER, hit.evaluate(CENTRE)) == name
        page.close()


def test_an_open_pile_has_room_for_fingers(page: Page, published: Published) -> None:
    dialogues = published[0]["dialogues"]
    pile = dialogues[dialogues["place"] == "New Delhi"]["id"].tolist()
    page.evaluate("fan => uttarapath.state.set({ fan })", pile[0])
    spots = [page.locator(f'[data-id="{name}"] .hit').evaluate(CENTRE) for name in pile]
    for i, (x, y) in enumerate(spots):
        assert all(abs(x - u) + abs(y - v) >= 24 for u, v in spots[:i])
    page.locator("#theme-switch").click()
    page.mouse.click(700, 120)
    expect(page.locator(f'[data-id="{pile[0]}"]')).to_have_attribute("data-piled", str(len(pile)))


def test_the_keyboard_opens_a_pile(page: Page) -> None:
    piled = page.locator('[data-layer="dialogues"][data-piled]').first
    piled.evaluate("mark => mark.focus({ focusVisible: true })")
    name = page.evaluate("document.activeElement.dataset.id")
    assert page.locator(f'[data-id="{name}"]').get_attribute("data-piled") is None


def test_details_of_a_dialogue_say_how_high_who_came_was(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ feature: 'security-advisers-new-delhi-2022-12' })")
    told = page.locator("#details .told")
    expect(told.nth(0)).to_contain_text("met in New Delhi, India, on 6 December 2022.")
    expect(told.nth(1)).to_have_text("Represented by an ambassador: Turkmenistan.")
    expect(page.locator("#details dl")).to_contain_text("Turkmenistan by its ambassador")


def test_details_show_the_spread_of_what_is_in_print(page: Page, published: Published) -> None:
    quantities, claims = published[1]["quantities"], published[1]["claims"]
    for quantity in quantities.to_dict("records"):
        feature = quantity["features"].split(";")[0]
        page.evaluate("feature => uttarapath.state.set({ feature })", feature)
        spread = page.locator(".spread", has=page.get_by_role("heading", name=quantity["name"]))
        own = claims[claims["quantity"] == quantity["id"]]
        expect(spread.locator(".claims > li")).to_have_count(len(own))
        expect(spread.locator("p")).to_contain_text(quantity["reason"])
        values = {*own["low"], *own["high"], quantity["working"]}
        expect(spread.get_by_role("img")).to_have_count(1 if len(values) > 1 else 0)
        if len(values) > 1:
            expect(spread.locator("rect")).to_have_count(len(own))
            expect(spread.get_by_role("img")).to_have_accessible_name(re.compile("We work with"))


def test_sentences_read_well(page: Page) -> None:
    for feature, first in [
        ("in-delhi", "The capital of India."),
        ("birlik-2024", "Held 8\u201317 July 2024 in Mangystau region, Kazakhstan."),
        (
            "birlik-2025",
            "Held 14\u201321 October 2025 in Kattakurgan, Samarkand region, Uzbekistan.",
        ),
    ]:
        page.evaluate("id => uttarapath.state.set({ feature: id, hover: id })", feature)
        expect(page.locator("#details .told").first).to_have_text(first)
        expect(page.locator("#tooltip")).to_contain_text(first)


def test_focus_and_choice_are_seen(page: Page) -> None:
    for layer in ("places", "exercises", "dialogues", "instc"):
        mark = page.locator(f'[data-layer="{layer}"][tabindex="0"]')
        page.keyboard.press("Tab")
        mark.focus()
        for colour in ("--focus", "--accent"):
            stroke, width, wanted = mark.locator(".hit").evaluate(
                """(hit, colour) => {
                    const probe = document.body.appendChild(document.createElement("i"));
                    probe.style.color = `var(${colour})`;
                    const wanted = getComputedStyle(probe).color;
                    probe.remove();
                    const { stroke, strokeWidth } = getComputedStyle(hit);
                    return [stroke, parseFloat(strokeWidth), wanted];
                }""",
                colour,
            )
            assert (stroke, width >= 3) == (wanted, True)
            page.keyboard.press("Enter")


def test_what_a_link_opens_stands_out_whenever_it_is_drawn(open_page: Opener) -> None:
    """A neighbour is not seen at first, and drawn after all that is."""
    page = open_page()
    kinds = page.locator(".mark[data-layer]:has(> .country)").evaluate_all(
        "all => all.map((mark) => [mark.firstChild.classList[1], mark.dataset.id])"
    )
    first = dict(kinds)
    assert len(first) > 1
    for id_ in first.values():
        page = open_page(address=f"#tab=about&feature={id_}")
        expect(page.locator("#details h2")).to_be_visible()
        expect(page.locator(f".mark.selected[data-id={id_}]")).to_have_count(1)


def test_the_first_stop_leads_to_the_map(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator("#skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator(".map")).to_be_focused()
    expect(page.get_by_role("region", name=re.compile("^Map"))).to_have_count(1)
    expect(page.locator("#scale-bar")).to_have_accessible_name(re.compile(r"\d km"))
    assert page.evaluate("document.documentElement.scrollHeight") == 900
    nameless = page.eval_on_selector_all(
        "svg", "roots => roots.filter((root) => root.tabIndex >= 0).length"
    )
    assert nameless == 0


def test_no_tooltip_stays_after_a_zoom(page: Page) -> None:
    page.locator('[data-id="ir-chabahar"] .hit').hover(force=True)
    expect(page.locator("#tooltip")).to_be_visible()
    page.locator("#zoom button").first.evaluate("button => button.click()")
    expect(page.locator("#tooltip")).to_be_hidden()


def test_on_a_phone_panel_and_legend_take_turns(phone: Page) -> None:
    phone.locator("#panel-switch").tap()
    phone.locator("#legend-switch").tap()
    expect(phone.locator("#legend-body")).to_be_visible()
    expect(phone.locator("#panel-switch")).to_have_attribute("aria-expanded", "false")
    phone.locator("#panel-switch").tap()
    expect(phone.locator("#legend-body")).to_be_hidden()


def test_windows_change_their_size(page: Page) -> None:
    expect(page.locator("#legend-body")).to_be_visible()
    resize(page, 1000, 800)
    expect(page.locator("#legend-body")).to_be_hidden()
    for width in (701, 800, 1000):
        resize(page, width, 560)
        panel, foot = (page.locator(name).bounding_box() for name in ("#panel", "#foot"))
        assert panel
        assert foot
        assert foot["x"] >= panel["x"] + panel["width"]
    resize(page, 844, 390)
    panel = page.locator("#panel").bounding_box()
    assert panel
    assert panel["width"] == 844


@pytest.mark.parametrize("size", [(1440, 900), (900, 1100), (390, 844)])
def test_no_label_is_cut(open_page: Opener, size: tuple[int, int]) -> None:
    page = open_page(viewport=dict(zip(("width", "height"), size, strict=True)))
    cut = page.evaluate(
        """() => {
            const boxes = (selector) => [...document.querySelectorAll(selector)].map(
                (node) => [node.textContent, node.getBoundingClientRect()]);
            const inside = (a, b) => a.left >= b.left - 1 && a.right <= b.right + 1 &&
                a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
            const apart = (a, b) => a.right <= b.left + 1 || a.left >= b.right - 1 ||
                a.bottom <= b.top + 3 || a.top >= b.bottom - 3;
            const frames = boxes("main, #panel, #legend").map(([, frame]) => frame);
            const isCut = ([, label]) =>
                frames.some((frame) => !inside(label, frame) && !apart(label, frame));
            return boxes(".label").filter(isCut).map(([text]) => text);
        }"""
    )
    assert cut == []


def test_a_segment_tells_its_history_with_sources(page: Page, published: Published) -> None:
    history = published[1]["status_history"]
    segment = "in-ir-nhava-sheva-bandar-abbas"
    page.evaluate("id => uttarapath.state.set({ feature: id })", segment)
    steps = page.locator("#details .history > li")
    expect(steps).to_have_count(int((history["segment"] == segment).sum()))
    expect(steps.nth(3)).to_contain_text("13 April 2026: Suspended")
    expect(steps.nth(3).locator("a").first).to_be_visible()


def test_a_railway_is_as_wide_however_sure_its_course_is(still: Page, published: Published) -> None:
    instc = published[0]["instc"].set_index("id")
    rails = instc[(instc["mode"] == "rail") & (instc["status"] == "operating")]
    widths = [
        still.locator(
            f'[data-id="{rails.index[rails["course"] == course][0]}"] .line'
        ).first.evaluate("line => parseFloat(getComputedStyle(line).strokeWidth)")
        for course in ("traced", "near", "rough")
    ]
    assert len(set(widths)) == 1
    expect(still.locator("#legend-body .row", has_text="Within 3 km")).to_be_attached()
