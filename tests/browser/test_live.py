"""A page that somebody used tells the same as one that is opened at the address it arrived at."""

from __future__ import annotations

import json
import random
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opener
from tests.browser.waiting import rest, until

RANDOM_STATES = """async ([seed, count]) => {
    const { atlas, state, address } = uttarapath;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const one = (all) => all[Math.floor(random() * all.length)];
    const some = (all) => new Set(all.filter(() => random() < 0.1));
    const upTo = (most, parts) => Math.round(random() * most * parts) / parts;
    const maybe = (make) => (random() < 0.5 ? null : make());
    const told = (scene) => JSON.stringify(scene, (key, value) => {
        if (["hover", "fan", "panel", "legend"].includes(key)) return undefined;
        return value instanceof Set ? [...value].sort() : value;
    }, 1);
    const ids = (all) => all.map(({ id }) => id);
    const values = (selector) => [...document.querySelectorAll(selector)].map((each) => each.value);
    const initial = state.get();
    const all = (layers) => layers.flatMap(({ features }) => features);
    const features = ids(all(atlas.layers).filter(({ is }) => is.name));
    const keys = [...document.querySelectorAll("#legend .row input")].map((box) => box.dataset.key)
        .filter((key) => !key.startsWith("body."));
    const lines = all(atlas.layers.filter(({ shape }) => shape === "network"));
    const supposed = [...ids(atlas.passages), ...ids(lines), ...ids(lines).map((id) => `-${id}`)];
    const kinds = keys.filter((key) => /^(series|mode|status)[.]/.test(key));
    const { min, max } = document.querySelector("#change input");
    const dated = [...atlas.milestones.map((row) => row.date),
        ...atlas.history.map((row) => row.valid_from)];
    const days = [min, ...dated, max].filter((day) => day >= min && day <= max);
    const tabs = [...document.querySelectorAll("#tabs button")].map(({ id }) => id.slice(4));
    const go = (hash) => new Promise((done) => {
        addEventListener("hashchange", done, { once: true });
        location.hash = hash;
    });
    for (let n = 0; n < count; n += 1) {
        const [first, date] = [one(days), one(days)].sort();
        const then = maybe(() => first);
        const feature = maybe(() => one(features));
        state.set({
            tab: one(tabs), scene: one(ids(atlas.story)) ?? null, feature, date, then,
            sought: random() < 0.4 ? feature : maybe(() => one([...features, ...kinds])),
            span: then ? "so_far" : one(["so_far", "year"]),
            milestone: maybe(() => one(ids(atlas.milestones)) ?? null),
            hidden: random() < 0.2 ? initial.hidden : some(keys),
            body: maybe(() => one(atlas.bodies) ?? null),
            layer: one(values("#table-layer option")), inView: random() < 0.5,
            from: maybe(() => one(lines).is.from_place), to: maybe(() => one(lines).is.to_place),
            by: one(["distance", "time", "cost"]), over: one(["", "runs", "all"]),
            whatif: some(supposed),
            way: maybe(() => one(["best", ...ids(atlas.ways)])),
            view: maybe(() => ({ lon: upTo(90, 1000), lat: upTo(60, 1000), zoom: upTo(5, 100) })),
            lang: one(Object.keys(atlas.texts)),
            names: maybe(() => one([...Object.keys(atlas.texts), "local"])),
            evidence: one(["", "age", "weight", "dispute"]), theme: one(["auto", "light", "dark"]),
            panels: one(["", "", "off"]),
        });
        const [before, { hash }] = [told(state.get()), new URL(address.link(state.get()))];
        if (address.unread(hash).length) return [hash, address.unread(hash)];
        await go("#tab=about&date=x");
        await go(hash || "#");
        if (told(state.get()) !== before) return [hash, before, told(state.get())];
    }
    return null;
}"""
"""Take on random states, follow the link to each; return the first that it does not bring back."""


@pytest.mark.parametrize("atlas", ["toy_file", "page_file"])
def test_a_link_brings_back_whatever_was_shown(
    open_page: Opener, atlas: str, request: pytest.FixtureRequest
) -> None:
    page = open_page(request.getfixturevalue(atlas))
    assert page.evaluate(RANDOM_STATES, [7, 24]) is None
    expect(page.locator("#failed")).to_be_hidden()


TOLD = """() => {
    const names = ["lang", "dir", "title", "placeholder", "tabindex", "open", "class", "role"];
    const said = new RegExp(`^(aria-(?!activedescendant)|data-|(${names.join("|")})$)`);
    const { lang, dir } = document.documentElement;
    const lines = [lang, dir, document.title];
    const tell = (node, depth) => {
        const isVoice = node.matches("[role=status]"); // which tells of what has just been done
        if (isVoice || !node.checkVisibility({ visibilityProperty: true })) return;
        const isTyped = node.matches("input:not([type=search]), select");
        const parts = [
            ...[...node.attributes].filter(({ name, value }) => said.test(name) && value)
                .map(({ name, value }) => `${name}=${value}`).sort(),
            ...(isTyped ? [node.value, node.checked, node.disabled] : []),
            ...[...node.childNodes].flatMap((child) => (child.nodeType === 3 ? child.data : [])),
        ];
        lines.push(`${"  ".repeat(depth)}${node.localName}#${node.id} ${parts.join(" | ")}`);
        [...node.children].forEach((child) => tell(child, depth + 1));
    };
    const frames = document.querySelectorAll("#time, #panel, #side, #members, #foot");
    frames.forEach((node) => tell(node, 0));
    return lines;
}"""
"""All that panels and controls tell, a line for each element."""

PRESS = """(chance) => {
    const left = "#play, #downloads, .share, #panel-switch, #legend-switch, #legend legend";
    const frames = document.querySelectorAll("#time, #panel, #side, #members");
    const all = [...frames].flatMap((node) => [...node.querySelectorAll("button, input, select")])
        .filter((node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled)
        .filter((node) => !node.closest(left) && !node.matches("[type=search], [type=date]"));
    const node = all[Math.floor(chance * all.length)];
    const other = (chance * 1e5) % 1;
    const { min, max, options } = node;
    if (options) node.selectedIndex = Math.floor(other * options.length);
    else if (node.type === "range") node.value = String(Number(min) + (max - min) * other);
    else node.click();
    if (options || node.type === "range") {
        node.dispatchEvent(new Event("input", { bubbles: true }));
        node.dispatchEvent(new Event("change", { bubbles: true }));
    }
    document.activeElement.blur(); // what has the focus does not move
    return [node.localName, node.id, node.dataset.key, node.textContent.slice(0, 40)].join(" ");
}"""
"""Press something, or choose something in it, and say what."""

OPEN = """(chance) => {
    const all = uttarapath.atlas.layers.flatMap(({ features }) => features)
        .filter(({ is }) => is.name);
    const { id } = all[Math.floor(chance * all.length)];
    uttarapath.state.set({ feature: id });
    return id;
}"""
STEPS = 12
LAYOUT = "(({ panel, legend }) => ({ panel, legend }))(uttarapath.state.get())"


@pytest.mark.parametrize(
    ("atlas", "size"), [("toy", "desktop"), ("toy", "phone"), ("shipped", "desktop")]
)
def test_a_page_in_use_tells_what_a_fresh_one_does(
    open_page: Opener, toy_file: Path, page_file: Path, atlas: str, size: str
) -> None:
    file = toy_file if atlas == "toy" else page_file
    options: dict[str, Any] = {"viewport": PHONE, "has_touch": True} if size == "phone" else {}
    live, fresh = (open_page(file, **options) for _ in range(2))
    chance = random.Random(f"{atlas} {size}")  # noqa: S311 - chance, not a secret
    done, depth = [], 0
    for _ in range(STEPS):
        before = live.evaluate("history.length")
        what = chance.random()
        if depth and what < 0.15:
            live.go_back()
            done.append("back")
            depth -= 1
        else:
            done.append(live.evaluate(OPEN if what > 0.9 else PRESS, chance.random()))
            rest(live)
            grown = live.evaluate("history.length") - before
            assert grown <= 1, f"one press makes one entry: {done}"
            depth = depth + grown if grown > 0 else 0
        until(
            live, "location.hash === new URL(uttarapath.address.link(uttarapath.state.get())).hash"
        )
        rest(live)
        fresh.goto("about:blank")
        fresh.goto(live.url)
        fresh.locator(".labels").wait_for(state="attached")
        fresh.evaluate("layout => uttarapath.state.set(layout)", live.evaluate(LAYOUT))
        rest(fresh)
        unlike = unified_diff(fresh.evaluate(TOLD), live.evaluate(TOLD), "fresh", "live", n=0)
        assert not list(unlike), f"{live.url} after {done}"
    expect(live.locator("#failed")).to_be_hidden()


def test_one_choice_makes_one_entry(open_page: Opener) -> None:
    page = open_page(address="")
    before = page.evaluate("history.length")
    page.get_by_role("combobox", name="Search").fill("Chabahar")
    page.keyboard.press("Enter")
    expect(page.locator("#details h2")).to_contain_text("Chabahar")
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    expect(page.locator("#details")).to_be_hidden()
    expect(page.locator("#tab-story")).to_have_attribute("aria-selected", "true")


def test_a_change_just_before_another_tab_stays_in_its_entry(open_page: Opener) -> None:
    page = open_page(address="#tab=explore")
    page.evaluate(
        """() => {
            ["2012-05-03", "2012-05-04", "2012-05-05"].reduce((last, date) =>
                last.then(() => uttarapath.state.set({ date })), Promise.resolve())
                .then(() => uttarapath.state.set({ tab: "table" }));
        }"""
    )
    until(page, "location.hash.includes('tab=table')")
    page.go_back()
    expect(page.locator("#tab-explore")).to_have_attribute("aria-selected", "true")
    assert page.evaluate("uttarapath.state.get().date") == "2012-05-05"


def test_what_is_open_but_was_not_sought_stays_so_in_a_link(open_page: Opener) -> None:
    page = open_page(address="#tab=about")
    page.evaluate("uttarapath.state.set({ feature: 'uz-tashkent-city' })")
    rest(page)
    zoom = page.evaluate("uttarapath.map.getZoom()")
    other = open_page(address="#" + page.url.split("#")[1])
    rest(other)
    assert other.evaluate("uttarapath.map.getZoom()") == pytest.approx(zoom)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("tba=ways", "tba=ways"),
        ("tab=about&off=foo.bar,mode.sea", "off=foo.bar"),
        ("if=hormuz,nowhere", "if=nowhere"),
        ("tab=about&at=,,", "at=,,"),
        ("at=0,95,4", "at=0,95,4"),
        ("tab=about&date=", "date"),
        ("tab=about&date=2020-01-01&date=2021-01-01", "date=2020-01-01"),
        ("nonsense", "nonsense"),
    ],
)
def test_whatever_an_address_holds_in_vain_is_said(
    open_page: Opener, address: str, told: str
) -> None:
    page = open_page(address=f"#{address}")
    expect(page.locator("#missing")).to_contain_text(f"the link names it: {told}.")
    hidden = page.evaluate("[...uttarapath.state.get().hidden]")
    assert "foo.bar" not in hidden
    assert ("mode.sea" in hidden) == ("mode.sea" in address)
    page.evaluate("location.hash = '#tab=about&off=mode.sea'")
    expect(page.locator("#missing")).to_be_hidden()


def test_the_choice_of_names_follows_a_link(open_page: Opener, toy_file: Path) -> None:
    page = open_page(toy_file)
    page.evaluate("location.hash = '#tab=about&names=fr'")
    expect(page.locator("#names input[value=fr]")).to_be_checked()
    page.locator("#names input[value=fr]").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#names input[value=en]")).to_be_checked()
    expect(page.locator("#names input[value=en]")).to_be_focused()
    page.go_back()
    expect(page.locator("#names input[value=en]")).to_be_checked()


def test_a_row_shown_alone_is_so_wherever_that_came_from(open_page: Opener) -> None:
    page = open_page(address="#tab=about")
    only = page.locator("#legend .row", has=page.locator("[data-key='corridor.instc']"))
    name = only.locator("button.name")
    name.click()
    expect(name).to_have_attribute("aria-pressed", "true")
    page.get_by_role("tab", name="Explore").click()
    page.go_back()
    expect(name).to_have_attribute("aria-pressed", "true")
    fresh = open_page(address="#" + page.url.split("#")[1])
    again = fresh.locator("#legend .row", has=fresh.locator("[data-key='corridor.instc']"))
    expect(again.locator("button.name")).to_have_attribute("aria-pressed", "true")
    for each, button in ((page, name), (fresh, again.locator("button.name"))):
        button.click()
        expect(button).to_have_attribute("aria-pressed", "false")
        until(
            each, "[...uttarapath.state.get().hidden].every((key) => key.startsWith('corridor.'))"
        )


def test_a_key_in_the_empty_search_leaves_the_list_of_a_link(open_page: Opener) -> None:
    page = open_page(address="#tab=about&near=mode.sea")
    expect(page.locator("#listing")).to_be_visible()
    page.get_by_role("combobox", name="Search").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#listing")).to_be_visible()
    page.keyboard.type("x")
    page.keyboard.press("Backspace")
    expect(page.locator("#listing")).to_be_hidden()


def test_a_tooltip_tells_what_the_map_shows_under_the_pointer(open_page: Opener) -> None:
    page = open_page(address="#tab=about&near=birlik-2025")
    box = page.locator(".mark[data-id=birlik-2025]").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = page.locator("#tooltip")
    expect(tip).to_contain_text("Birlik 2025")
    page.evaluate("uttarapath.state.set({ evidence: 'age' })")
    expect(tip).to_contain_text("The Times of Central Asia")
    page.evaluate("uttarapath.state.set({ evidence: '' })")
    expect(tip).not_to_contain_text("The Times of Central Asia")
    for gone, back in (
        ("{ date: '2005-01-01' }", "{ date: '2026-11-22' }"),
        ("{ hidden: new Set(['series.birlik']) }", "{ hidden: new Set() }"),
    ):
        page.evaluate(f"uttarapath.state.set({gone})")
        expect(tip).to_be_hidden()
        page.evaluate(f"uttarapath.state.set({back})")
        expect(tip).to_be_visible()


def test_a_tooltip_that_grows_under_a_pointer_at_rest_stays_in_the_window(
    open_page: Opener,
) -> None:
    page = open_page(address="#panels=off&near=birlik-2025")
    rest(page)
    mark = page.locator(".mark[data-id=birlik-2025]")
    box = mark.bounding_box()
    assert box
    width = box["x"] + box["width"] / 2 + 60
    page.evaluate(
        "by => uttarapath.map.panBy([by, 0], { animate: false })", width - DESKTOP["width"]
    )
    rest(page)
    mark.hover()
    tip = page.locator("#tooltip")
    expect(tip).to_contain_text("Birlik 2025")
    page.evaluate("uttarapath.state.set({ evidence: 'age' })")
    expect(tip).to_contain_text("The Times of Central Asia")
    placed = tip.bounding_box()
    assert placed
    assert placed["x"] + placed["width"] <= DESKTOP["width"]


OTHERS = [
    ("#tab=about&evidence=age", "{ tab: 'table', layer: 'feeders' }", "#evidence ul"),
    ("#scene=claims", "{ date: '2012-01-01' }", "#story .published"),
    ("#tab=about&then=2015-01-01", "{ feature: 'in-delhi-rewari' }", "#change"),
]


@pytest.mark.parametrize(("address", "change", "part"), OTHERS, ids=lambda value: value[:14])
def test_what_depends_on_lines_and_days_is_told_anew(
    open_page: Opener, address: str, change: str, part: str
) -> None:
    page = open_page(address=address)
    told = f"document.querySelector('{part}').textContent"
    before = page.evaluate(told)
    page.evaluate(f"uttarapath.state.set({change})")
    link = page.evaluate("new URL(uttarapath.address.link(uttarapath.state.get())).hash")
    fresh = open_page(address=link).evaluate(told)
    until(page, f"{told} === {json.dumps(fresh)}")
    assert fresh != before


def test_no_name_lies_under_what_comes_over_the_map(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ body: 'sco' })")
    rest(page)
    under = """() => {
        const sign = document.querySelector("#members").getBoundingClientRect();
        return [...document.querySelectorAll(".label, .degree")].filter((label) => {
            const box = label.getBoundingClientRect();
            return box.width && box.left < sign.right && box.right > sign.left &&
                box.top < sign.bottom && box.bottom > sign.top;
        }).map((label) => label.textContent);
    }"""
    assert page.evaluate(under) == []
