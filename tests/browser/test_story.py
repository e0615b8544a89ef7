"""The story as a reader follows it."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from playwright.sync_api import Page, expect

from geo.api import PUBLISHED, SHIPPED, Atlas, open_atlas
from tests.browser.conftest import PHONE, Opener
from tests.browser.waiting import rest

SCENES = open_atlas(SHIPPED, layers=PUBLISHED).story
TOLD = [scene.words["en"] for scene in SCENES]


def heading(page: Page) -> str:
    return page.locator("#story h2").inner_text()


def test_the_first_visit_opens_on_the_first_scene(open_page: Opener) -> None:
    page = open_page(address="")
    expect(page.get_by_role("tab", name="Story")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#story h2")).to_have_text(TOLD[0].heading)
    for paragraph in TOLD[0].text:
        expect(page.locator("#story")).to_contain_text(paragraph)
    expect(page.locator("#story .back")).to_be_disabled()


@pytest.mark.parametrize("lead", ["", "x" * 40])
def test_the_steps_stand_in_rows_of_like_length(open_page: Opener, lead: str) -> None:
    page = open_page(address="")
    page.locator("#story .count").evaluate("(count, lead) => count.append(lead)", lead)
    steps = page.locator("#story .dots li").all()
    rows = Counter(round(box["y"]) for step in steps if (box := step.bounding_box()))
    assert sum(rows.values()) == len(SCENES)
    assert max(rows.values()) - min(rows.values()) <= 1


def test_keys_lead_through_all_scenes(open_page: Opener) -> None:
    page = open_page(address="")
    page.locator("#story .next").focus()
    seen = [heading(page)]
    for _ in SCENES[1:]:
        page.keyboard.press("ArrowRight")
        seen.append(heading(page))
    assert seen == [words.heading for words in TOLD]
    expect(page.locator("#story .next")).to_be_disabled()
    page.keyboard.press("ArrowLeft")
    assert heading(page) == TOLD[-2].heading


def test_keys_lead_on_before_anything_is_clicked(open_page: Opener) -> None:
    page = open_page(address="")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#story h2")).to_have_text(TOLD[1].heading)


@pytest.mark.parametrize("key", ["Alt", "Meta", "Control"])
def test_keys_of_the_browser_turn_nothing(open_page: Opener, key: str) -> None:
    page = open_page(address=f"#scene={SCENES[2].id}")
    for stop in (page.locator("#story .next"), page.get_by_role("tab", name="Story")):
        stop.focus()
        taken = stop.evaluate(
            """(stop, name) => !stop.dispatchEvent(new KeyboardEvent("keydown", {
                key: "ArrowLeft", [`${name}Key`]: true, bubbles: true, cancelable: true }))""",
            {"Alt": "alt", "Meta": "meta", "Control": "ctrl"}[key],
        )
        assert not taken
        expect(page.locator("#story h2")).to_have_text(TOLD[2].heading)


def test_buttons_and_dots_turn_scenes_and_back_returns(open_page: Opener) -> None:
    page = open_page(address="")
    page.get_by_role("button", name="Next").click()
    expect(page.locator("#story h2")).to_have_text(TOLD[1].heading)
    assert page.url.endswith(f"#scene={SCENES[1].id}")
    page.get_by_role("button", name=re.compile("^Scene 5")).click()
    expect(page.locator("#story h2")).to_have_text(TOLD[4].heading)
    page.go_back()
    expect(page.locator("#story h2")).to_have_text(TOLD[1].heading)
    page.go_back()
    expect(page.locator("#story h2")).to_have_text(TOLD[0].heading)


def test_each_scene_opens_at_its_address_with_its_map(open_page: Opener) -> None:
    page = open_page(address="")
    for scene, words in zip(SCENES, TOLD, strict=True):
        page.evaluate("address => { location.hash = address; }", f"scene={scene.id}")
        expect(page.locator("#story h2")).to_have_text(words.heading)
        rest(page)
        assert page.evaluate("uttarapath.state.get().date") == scene.map.date
        hidden = page.evaluate("[...uttarapath.state.get().hidden].sort()")
        assert hidden == sorted(scene.map.hidden)
        lit = page.eval_on_selector_all(".lit[data-id]", "marks => marks.map((m) => m.dataset.id)")
        assert set(lit) == set(scene.map.highlight)
        for name in scene.map.focus:
            box = page.locator(f'[data-id="{name}"]').first.evaluate(
                "mark => { const b = mark.getBoundingClientRect();"
                " return [b.left + b.width / 2, b.top + b.height / 2]; }"
            )
            assert 0 < box[0] < 1440
            assert 0 < box[1] < 900


def test_a_scene_names_figures_corrections_and_sources(open_page: Opener) -> None:
    page = open_page(address="")
    for scene, words in zip(SCENES, TOLD, strict=True):
        page.evaluate("address => { location.hash = address; }", f"scene={scene.id}")
        expect(page.locator("#story h2")).to_have_text(words.heading)
        figures = page.locator("#story .figures dd")
        assert figures.all_inner_texts() == [figure["value"] for figure in words.figures]
        if words.correction:
            expect(page.locator("#story .correction")).to_contain_text(words.correction)
        page.locator("#story .evidence:last-child summary").click()
        expect(page.locator("#story .evidence:last-child .sources li")).to_have_count(
            len(set(scene.cited))
        )


def test_a_swipe_turns_the_scene(open_page: Opener) -> None:
    page = open_page(address="", viewport=PHONE, has_touch=True)
    page.evaluate(
        """() => {
            const story = document.querySelector("#story");
            const touch = (x) => new Touch(
                { identifier: 1, target: story, clientX: x, clientY: 700 });
            const send = (type, x) => story.dispatchEvent(new TouchEvent(type, {
                touches: type === "touchend" ? [] : [touch(x)], changedTouches: [touch(x)],
                bubbles: true,
            }));
            send("touchstart", 300);
            send("touchend", 120);
        }"""
    )
    expect(page.locator("#story h2")).to_have_text(TOLD[1].heading)


def test_the_story_is_told_in_three_languages(open_page: Opener) -> None:
    scene = SCENES[5]
    for lang in ("hi", "ru"):
        words = scene.words[lang]
        page = open_page(address=f"#scene={scene.id}&lang={lang}")
        expect(page.locator("#story h2")).to_have_text(words.heading)
        expect(page.locator("#story h2")).to_have_attribute("lang", lang)
        page.close()


def test_leaving_the_story_gives_the_whole_map_back(open_page: Opener, shipped: Atlas) -> None:
    networks = shipped.spec.of_shape("network")
    aside = [f"corridor.{layer.id}" for layer in networks if layer.on_request]
    at = [scene.id for scene in SCENES].index("cyber")
    page = open_page(address="#scene=cyber")
    page.get_by_role("tab", name="Explore").click()
    assert page.evaluate("[...uttarapath.state.get().hidden]") == aside
    page.get_by_role("tab", name="Story").click()
    expect(page.locator("#story h2")).to_have_text(TOLD[at].heading)
    assert page.evaluate("uttarapath.state.get().date") == SCENES[at].map.date


def test_each_clock_says_who_promised_what(open_page: Opener, shipped: Atlas) -> None:
    page = open_page(address="")
    told = 0
    for scene in shipped.story:
        page.evaluate(f"location.hash = 'scene={scene.id}'")
        expect(page.locator("#story h2")).to_have_text(scene.words["en"].heading)
        clocks = page.locator("#story .clock")
        lists = page.locator("#story .clock + details .promises")
        assert clocks.count() == lists.count()
        for each in lists.all():
            rows = each.locator("li").all()
            assert rows
            assert all(row.locator(".origin a, .origin bdi").count() for row in rows)
            told += len(rows)
    assert told
