"""The page in each of its languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from geo.api import Atlas, open_atlas
from tests.browser.conftest import Opener
from tests.browser.waiting import rest
from tests.changing import change

NAMES = re.compile(
    r"file:\S+|\b(The Uttarapath developers|INSTC|SCO|CSTO|EAEU|KTI|TAPI|EN|RU|English|Enter"
    r"|Page Up|Page Down|Ctrl|GeoJSON|CSV|BibTeX|PNG|OpenStreetMap|ODbL|CC-BY|Apache|Natural Earth"
    r"|searoute|GeoNames|Leaflet|TEU)\b"
)
"""What is in Latin letters in every language: addresses, names, keys, data and licences."""
LATIN = re.compile("[A-Za-z]{2,}")
SHOWN = """(lang) => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walk.nextNode()) {
        const node = walk.currentNode.parentElement;
        if (node.closest("script, noscript, style, [hidden]")) continue;
        if (node.closest(".sources, .claims, .origin, .evidence")) continue; // as they are in print
        const isTitle = node.closest(".label, h1, h2, h3, legend, th, caption");
        if (isTitle || node.closest("[lang]").lang === lang) texts.push(walk.currentNode.data);
    }
    return texts;
}"""
WRITTEN = """lang => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
    const texts = [document.title];
    while (walk.nextNode()) {
        const node = walk.currentNode;
        if (node.closest("script, noscript, style")) continue;
        if (node.closest("[lang]").getAttribute("lang") !== lang) continue;
        const own = [...node.childNodes].filter(({ nodeType }) => nodeType === 3);
        texts.push(...own.map(({ data }) => data.trim()), node.getAttribute("aria-label"));
    }
    return texts.filter(Boolean);
}"""


@pytest.mark.parametrize("lang", ["hi", "ru"])
def test_nothing_keeps_the_words_of_another_language(page: Page, lang: str) -> None:
    tables = page.evaluate("uttarapath.atlas.texts")
    page.evaluate("uttarapath.state.set({ feature: 'ir-bafq-yazd', hover: 'in-mumbai' })")
    english = page.evaluate(WRITTEN, "en")
    assert len(english) > 300
    page.locator(f'#languages [lang="{lang}"]').click()
    expect(page.locator("html")).to_have_attribute("lang", lang)
    written = page.evaluate(WRITTEN, lang)
    assert tables[lang]["page.title"] in written
    told = {text for text in tables["en"].values() if re.search("[A-Za-z]", text)}
    foreign = told - set(tables[lang].values())
    assert foreign & set(english)
    assert foreign & set(written) == set()
    marks = page.eval_on_selector_all(".mark", "all => all.map((mark) => mark.ariaLabel)")
    script = {"hi": r"[\u0900-\u097f]", "ru": "[\u0400-\u04ff]"}[lang]
    assert all(re.search(script, mark) for mark in marks)
    page.locator('#languages [lang="en"]').click()
    assert page.evaluate(WRITTEN, "en") == english


def test_names_on_the_map_follow_the_interface_until_chosen(page: Page) -> None:
    names = page.locator(".label.area.lit")
    page.locator('#languages [lang="ru"]').click()
    expect(names.filter(has_text="Казахстан")).to_have_attribute("lang", "ru")
    page.locator("#names label", has_text="हिन्दी").click()
    expect(names.filter(has_text="कज़ाखस्तान")).to_have_attribute("lang", "hi")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.locator("#names label", has_text="местные").click()
    expect(names.filter(has_text="Қазақстан")).to_have_attribute("lang", "kk")
    expect(page.locator(".label.area", has_text="ایران")).to_have_attribute("lang", "fa")
    page.locator("#names label", has_text="Русский").click()
    page.locator('#languages [lang="en"]').click()
    expect(names.filter(has_text="Kazakhstan")).to_have_count(1)


@pytest.mark.parametrize("lang", ["hi", "ru"])
def test_hindi_and_russian_are_whole(open_page: Opener, shipped: Atlas, lang: str) -> None:
    page = open_page(address=f"#lang={lang}")
    stops = [f"tab: '{tab}'" for tab in ("explore", "table", "about")]
    stops += [f"tab: 'story', scene: '{scene.id}'" for scene in shipped.story]
    foreign = set()
    for stop in stops:
        page.evaluate(f"uttarapath.state.set({{ {stop} }})")
        shown = page.evaluate(SHOWN, lang)
        foreign |= {text for text in shown if LATIN.search(NAMES.sub("", text))}
    assert foreign == set()


FOREIGN = """() => {
    const walk = document.createTreeWalker(document.querySelector("#panel"), NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walk.nextNode()) {
        const { data, parentElement: node } = walk.currentNode;
        const words = data.match(/\\b[A-Za-z]{2,}\\b/g) ?? [];
        const isMixed = /[\\u0400-\\u04ff\\u0900-\\u097f]/.test(data);
        const isHere = node.closest("[lang]").lang === document.documentElement.lang;
        const isLink = data.includes("://") || node.closest("dd, h2, .cite, .shared");
        if (words.length > 3 && !isMixed && isHere && !isLink) texts.push(data);
    }
    return texts;
}"""


@pytest.mark.parametrize("lang", ["hi", "ru"])
def test_what_is_told_in_english_says_so_to_eyes_and_ears(open_page: Opener, lang: str) -> None:
    page = open_page(address=f"#tab=about&lang={lang}")
    told = {"hi": "अंग्रेज़ी में", "ru": "язык: английский"}[lang]
    for feature in ("in-ir-nhava-sheva-bandar-abbas", "ir-rasht-astara", "kaz"):
        page.evaluate("feature => uttarapath.state.set({ feature })", feature)
        page.locator("#details details").evaluate_all("all => all.forEach((d) => (d.open = true))")
        assert page.evaluate(FOREIGN) == [], feature
        expect(page.locator("#details .told .tongue").first).to_have_text(told)
        notes = page.locator("#details .told bdi[lang=en]")
        assert notes.count() == page.locator("#details .told .tongue").count()
    page.evaluate("uttarapath.state.set({ feature: null, tab: 'table', layer: 'exercises' })")
    expect(page.locator("#table td > bdi[lang=en]").first).to_be_visible()
    assert page.evaluate(FOREIGN) == []
    page.evaluate("uttarapath.state.set({ lang: 'en', feature: 'ir-rasht-astara', tab: 'about' })")
    expect(page.locator("#details .told").first).to_be_visible()
    expect(page.locator(".tongue")).to_have_count(0)


SPACED = """() => {
    const joined = document.querySelectorAll("[data-joined], [data-joined] *");
    return [...joined].flatMap((node) => {
        const isJoined = node.closest("[lang]").hasAttribute("data-joined");
        const spacing = parseFloat(getComputedStyle(node).letterSpacing);
        return isJoined && spacing ? [node.outerHTML] : [];
    });
}"""
PLACES = """() => {
    const box = (node) => (({ left, right }) => [left, right])(node.getBoundingClientRect());
    const signs = [...document.querySelectorAll('.mark[data-layer="railway"] .line')].map(box);
    return [box(document.querySelector("#panel")), box(document.querySelector("#legend")), signs];
}"""


def test_a_script_from_the_right_turns_the_page(open_page: Opener, toy_folder: Path) -> None:
    change(toy_folder / "atlas.toml", '["en", "fr"]', '["en", "fr", "ur", "hi"]')
    for lang, name in {"ur": "اردو", "hi": "हिन्दी"}.items():
        words = {"language.name": name, "language.short": name, "language.english": lang}
        lines = [f'"{key}" = "{word}"' for key, word in words.items()]
        (toy_folder / "words" / f"{lang}.toml").write_text("\n".join(lines), "utf-8")
    page = open_page(open_atlas(toy_folder), address="#tab=ways&way=coast-to-coast&lang=ur")
    rest(page)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    (panel, _), (_, legend), signs = page.evaluate(PLACES)
    assert legend < panel
    assert signs
    assert all(legend < left < right < panel for left, right in signs), "between both"
    assert page.evaluate(SPACED) == []
    for lang, way in {"hi": "ltr", "en": "ltr", "ur": "rtl"}.items():
        page.locator(f'#languages [lang="{lang}"]').click()
        expect(page.locator("html")).to_have_attribute("dir", way)
        assert page.evaluate(SPACED) == []
        heading = page.locator("#legend legend").first
        spacing = heading.evaluate("node => parseFloat(getComputedStyle(node).letterSpacing) || 0")
        assert bool(spacing) == (lang == "en")
