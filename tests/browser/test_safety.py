"""Text stays text, and the page runs nothing but its own scripts."""

from __future__ import annotations

import json
from dataclasses import replace

from playwright.sync_api import Page, expect

from geo.api import Atlas
from geo.model.dataset import dataset, to_schema_org
from tests.browser.conftest import Journal, Opener
from tests.browser.waiting import until
from tests.conftest import HOSTILE

FREE_TEXT = {
    "republics": ["name", "capital", "name_hi", "name_ru", "name_local", "note", "aliases"],
    "countries": ["name", "name_hi", "name_ru", "name_local", "note", "aliases"],
    "instc": ["name", "operator", "note", "aliases"],
    "ashgabat": ["name", "operator", "note", "aliases"],
    "places": ["name", "name_hi", "name_ru", "name_local", "note", "aliases"],
    "exercises": ["name", "place", "strength", "focus", "note", "aliases"],
    "dialogues": ["name", "place", "attendance", "outcome", "note", "aliases"],
    "borders": ["name", "note"],
}

FREE_CELLS = {
    "sources": ["title", "publisher", "note"],
    "quantities": ["name", "unit", "reason"],
    "claims": ["note"],
    "flows": ["counts", "period", "note"],
    "promises": ["promised_by", "note"],
}


def test_hostile_text_is_shown_letter_by_letter(open_page: Opener, shipped: Atlas) -> None:
    layers = {name: frame.copy() for name, frame in shipped.layers.items()}
    for layer, columns in FREE_TEXT.items():
        texts = cycled(len(layers[layer]))
        layers[layer] = layers[layer].assign(**dict.fromkeys(columns, texts))
        if "aliases" in columns:
            layers[layer]["aliases"] = [*texts[1:], texts[0]]
    tables = dict(shipped.tables)
    for name, columns in FREE_CELLS.items():
        texts = cycled(len(tables[name]))
        tables[name] = tables[name].assign(**dict.fromkeys(columns, texts))
    sources = tables["sources"]
    page = open_page(replace(shipped, layers=layers, tables=tables))
    told = """id => {
        uttarapath.state.set({ feature: id, hover: id });
        const of = (selector) => document.querySelector(selector).textContent;
        return [of("#details-title"), of("#tooltip strong"), of("#details-body")];
    }"""
    for layer in ("republics", "countries", "instc", "places", "exercises", "dialogues"):
        for feature in layers[layer].head(len(HOSTILE)).to_dict("records"):
            title, tip, body = page.evaluate(told, feature["id"])
            assert title == tip == feature["name"]
            assert body.count(feature["name"]) >= 2, "name, note"
            assert feature["aliases"] in body
            for source in feature["sources"].split(";"):
                assert sources.set_index("id").at[source, "title"] in body
    assert page.locator("#details img, #details script, #tooltip img").count() == 0
    labels = page.eval_on_selector_all(".label", "labels => labels.map((l) => l.textContent)")
    assert len(set(HOSTILE) & set(labels)) > 5
    assert page.evaluate("window.ran") is None


def cycled(length: int) -> list[str]:
    """Return hostile texts, one after the other."""
    return [HOSTILE[i % len(HOSTILE)] for i in range(length)]


def test_only_addresses_of_the_web_become_links(open_page: Opener, shipped: Atlas) -> None:
    tables = shipped.tables
    sources = tables["sources"].assign(url="javascript:window.ran=1")
    page = open_page(replace(shipped, tables={**tables, "sources": sources}))
    segment = page.locator('[data-layer="instc"]').first.get_attribute("data-id")
    page.evaluate("feature => uttarapath.state.set({ feature })", segment)
    expect(page.locator("#details .sources li").first).to_be_visible()
    expect(page.locator("#details a")).to_have_count(0)


def test_foreign_scripts_do_not_run(page: Page, journal: Journal) -> None:
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.ran = 1";
            document.body.append(script);
            document.body.insertAdjacentHTML("beforeend", "<img src='data:,' onerror='ran = 1'>");
        }"""
    )
    until(page, "window.ran === undefined")
    assert any("Content Security Policy" in error for error in journal.errors)
    journal.errors.clear()


def test_policy_lets_the_page_load_nothing(still: Page) -> None:
    policy = still.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
    rules = dict(rule.split(" ", 1) for rule in (policy or "").split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'none'"
    assert rules["img-src"] == "data:"
    assert all(value.startswith("'sha256-") for value in rules["script-src"].split())


def test_what_search_engines_read_is_data_and_ends_nothing(
    open_page: Opener, journal: Journal, toy: Atlas
) -> None:
    hostile = "".join(HOSTILE)
    spec = replace(
        toy.spec, title=hostile, description=hostile, authors=(hostile,), keywords=tuple(HOSTILE)
    )
    atlas = replace(toy, spec=spec)
    page = open_page(atlas)
    told = page.locator('script[type="application/ld+json"]')
    assert json.loads(told.text_content() or "") == to_schema_org(dataset(atlas))
    assert page.evaluate("window.ran") is None
    assert journal.errors == journal.requests == []
