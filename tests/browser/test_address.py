"""Addresses, downloads, citations and print: what a reader takes along."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from pathlib import Path
from typing import cast

import geopandas as gpd
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

import geo
from geo.api import SHIPPED, Atlas
from geo.read.spec import read_spec
from tests.browser.conftest import Journal, Opener, Published, press_row
from tests.browser.waiting import until


def test_a_link_opened_fresh_shows_the_same(open_page: Opener) -> None:
    page = open_page(address="#tab=explore")
    press_row(page, "mode.sea")
    page.evaluate("uttarapath.state.set({ date: '2021-06-30', lang: 'ru', theme: 'dark' })")
    page.evaluate("uttarapath.state.set({ view: { lat: 41, lon: 69, zoom: 4 } })")
    page.evaluate("uttarapath.state.set({ feature: 'dustlik-2021' })")
    page.get_by_role("button", name="Ссылка").click()
    link = page.locator(".shared pre").inner_text()
    other = open_page(address="#" + link.split("#")[1])
    keys = ["tab", "date", "lang", "theme", "feature", "layer", "span", "body"]
    state = "keys => { const s = uttarapath.state.get(); return keys.map((key) => s[key]); }"
    assert other.evaluate(state, keys) == page.evaluate(state, keys)
    hidden = "[...uttarapath.state.get().hidden].filter((key) => !key.startsWith('corridor.'))"
    assert other.evaluate(hidden) == ["mode.sea"]
    centre = "(() => { const c = uttarapath.map.getCenter(); return [c.lat, c.lng]; })()"
    for there, here in zip(other.evaluate(centre), page.evaluate(centre), strict=True):
        assert there == pytest.approx(here, abs=0.02)


@pytest.mark.parametrize(
    "address",
    [
        "#tab=nowhere&date=1066-13-45&feature=<b>&at=a,b,c&off=&lang=xx",
        "#%zz&=&scene=no",
        "#toString=1&__proto__=2&body=nato&date=1066-10-14",
    ],
)
def test_an_address_that_cannot_be_read_does_no_harm(open_page: Opener, address: str) -> None:
    page = open_page(address=address)
    expect(page.get_by_role("tab", name="Story")).to_have_attribute("aria-selected", "true")
    state = page.evaluate("uttarapath.state.get()")
    assert (state["feature"], state["body"]) == (None, None)
    assert state["date"] > "1992"


def test_a_link_hides_borders_as_the_legend_did(open_page: Opener) -> None:
    page = open_page(address="#tab=about&off=border.boundary,border.claimed")
    expect(page.locator(".claimed")).to_be_hidden()
    seen = page.locator(".borders .border:not([data-off])").evaluate_all(
        "all => [...new Set(all.map((line) => line.getAttribute('class')))]"
    )
    assert seen
    assert "border boundary" not in seen


def test_no_address_stops_the_page(page: Page) -> None:
    """Every feature that could be named, the ground's too, then what nobody would write."""
    ids = page.evaluate(
        "uttarapath.atlas.layers.flatMap(({ features }) => features.map(({ id }) => id))"
    )
    odd = [
        "",
        "%",
        "%zz",
        "constructor",
        "__proto__",
        "a,b,c",
        "1e999,0,0",
        "<b>",
        "\u0000",
        "9" * 400,
    ]
    keys = "tab scene feature near date span off body layer at lang names theme hasOwnProperty"
    some = [f"feature={each}" for each in (*ids[:: max(1, len(ids) // 60)], "land", "lakes")]
    some += [f"{key}={value}" for key in keys.split() for value in odd]
    some += [
        "date=2020-02-31",
        "at=0,0,99",
        "at=-999,999,-9",
        "feature=kaz&near=kaz&date=x",
        "&&&==#",
    ]
    page.evaluate(
        """async (addresses) => {
            for (const address of addresses) {
                location.hash = address;
                await new Promise((done) => setTimeout(done));
            }
        }""",
        some,
    )
    expect(page.locator("#failed")).to_be_hidden()
    page.evaluate("location.hash = '#tab=about&feature=kazind-2016'")
    expect(page.locator("#details h2")).to_contain_text("KazInd 2016")


def test_back_closes_what_was_opened(open_page: Opener) -> None:
    page = open_page(address="#tab=explore")
    page.evaluate("uttarapath.state.set({ feature: 'kazind-2016' })")
    expect(page.locator("#details")).to_be_visible()
    page.go_back()
    expect(page.locator("#details")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#details h2")).to_contain_text("KazInd 2016")


LINKED = {
    "tab": ("table", "tab"),
    "scene": ("instc", "scene"),
    "feature": ("kazind-2016", "feature"),
    "near": ("ir-rasht-astara", "sought"),
    "date": ("2019-06-30", "date"),
    "then": ("2015-01-01", "then"),
    "milestone": ("sco-founded", "milestone"),
    "span": ("year", "span"),
    "off": ("mode.sea", "hidden"),
    "body": ("sco", "body"),
    "from": ("in-mumbai", "from"),
    "to": ("ru-moscow", "to"),
    "by": ("time", "by"),
    "over": ("runs", "over"),
    "if": ("hormuz", "whatif"),
    "way": ("best", "way"),
    "layer": ("exercises", "layer"),
    "rows": ("view", "inView"),
    "at": ("69.000,41.000,4.00", "view"),
    "lang": ("ru", "lang"),
    "names": ("hi", "names"),
    "evidence": ("age", "evidence"),
    "theme": ("dark", "theme"),
    "panels": ("off", "panels"),
}
"""Every key of the address, with a value and what it is called in the state."""
TOLD = """(key) => {
    const value = uttarapath.state.get()[key];
    return JSON.stringify(value instanceof Set ? [...value].sort() : value);
}"""


ALL = """() => JSON.stringify(uttarapath.state.get(), (key, value) =>
    value instanceof Set ? [...value].sort() : value)"""


def test_every_key_of_the_address_is_tried_here() -> None:
    text = (Path(geo.__file__).parent / "page/js/state/parts.js").read_text("utf-8")
    parts = text.split("\n  return {")[1].split("\n  };")[0]
    assert re.findall(r"^    (\w+): ", parts, re.MULTILINE) == list(LINKED)


def test_back_and_forward_follow_all_that_a_link_says(open_page: Opener) -> None:
    page = open_page(address="#tab=about&date=2020-06-30")
    for key, (value, name) in LINKED.items():
        link = f"#tab=about&date=2020-06-30&{key}={value}"
        before = page.evaluate(TOLD, name)
        page.evaluate("link => { location.hash = link; }", link)
        until(page, f"({TOLD})('{name}') !== {json.dumps(before)}")
        after = page.evaluate(TOLD, name)
        for go, told in ((page.go_back, before), (page.go_forward, after), (page.go_back, before)):
            go()
            assert page.evaluate(TOLD, name) == told, key


@pytest.mark.parametrize("key", ["lang", "names", "evidence", "theme"])
def test_back_takes_one_press_after_a_switch_and_leaves_it(open_page: Opener, key: str) -> None:
    page = open_page(address="#tab=explore")
    page.get_by_role("tab", name="About").click()
    page.evaluate("uttarapath.state.set({ feature: 'kazind-2016' })")
    value = LINKED[key][0]
    page.evaluate("patch => uttarapath.state.set(patch)", {key: value})
    for tab in ("about", "explore"):
        page.go_back()
        expect(page.locator("#details")).to_be_hidden()
        expect(page.locator(f"#tab-{tab}")).to_have_attribute("aria-selected", "true")
        assert page.evaluate(TOLD, key) == json.dumps(value)
    page.evaluate("() => { location.hash = '#tab=ways'; }")
    until(page, f"({TOLD})('{key}') !== {json.dumps(json.dumps(value))}")
    page.go_back()
    assert page.evaluate(TOLD, key) == json.dumps(value)


def test_panels_that_a_link_takes_away_come_back(open_page: Opener) -> None:
    page = open_page(address="#tab=about")
    page.evaluate("() => { location.hash = '#panels=off'; }")
    expect(page.locator("#panel")).to_be_hidden()
    page.go_back()
    expect(page.locator("#panel h1, #panel h2").first).to_be_visible()
    expect(page.locator("#legend-body")).to_be_visible()


def test_the_skip_link_leaves_everything_as_it_is(open_page: Opener) -> None:
    page = open_page(address="#tab=table&layer=exercises&date=2020-12-31")
    page.locator("#skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map")).to_be_focused()
    state = page.evaluate("uttarapath.state.get()")
    told = state["tab"], state["layer"], state["date"]
    assert told == ("table", "exercises", "2020-12-31")
    assert page.url.endswith("#tab=table&layer=exercises&date=2020-12-31")


@pytest.mark.parametrize("kind", ["srcdoc", "blob"])
def test_a_frame_without_an_address_works(
    open_page: Opener, page_file: Path, tmp_path: Path, kind: str
) -> None:
    outer = tmp_path / "outer.html"
    text = json.dumps(page_file.read_text(encoding="utf-8")).replace("</", "<\\/")
    source = "new Blob([text], { type: 'text/html' })"
    show = (
        "frame.srcdoc = text" if kind == "srcdoc" else f"frame.src = URL.createObjectURL({source})"
    )
    outer.write_text(
        f"<!doctype html><iframe width=1200 height=800></iframe><script>const text = {text};"
        f"const frame = document.querySelector('iframe'); {show};</script>",
        encoding="utf-8",
    )
    page = open_page(outer, address="")
    frame = page.frame_locator("iframe")
    frame.get_by_role("tab", name="About").click()
    frame.locator(".labels").wait_for(state="attached")
    frame.locator("body").evaluate("() => uttarapath.state.set({ feature: 'kazind-2016' })")
    expect(frame.locator("#details h2")).to_contain_text("KazInd 2016")
    expect(frame.get_by_role("button", name="Link", exact=True)).to_have_count(0)
    frame.locator("#skip").focus()
    page.keyboard.press("Enter")
    expect(frame.locator(".map")).to_be_focused()
    frame.get_by_role("tab", name="Explore").click()
    expect(frame.locator("#details")).to_be_hidden()


def downloaded(page: Page, button: str) -> tuple[str, bytes]:
    with page.expect_download() as caught:
        page.get_by_role("button", name=button, exact=True).click()
    return caught.value.suggested_filename, Path(caught.value.path()).read_bytes()


def test_a_feature_is_downloaded_as_geojson(
    open_page: Opener, published: Published, tmp_path: Path
) -> None:
    page = open_page(address="#tab=about&feature=ir-bafq-yazd")
    name, content = downloaded(page, "Download GeoJSON")
    assert name == "uttarapath-ir-bafq-yazd.geojson"
    (tmp_path / name).write_bytes(content)
    read = gpd.read_file(tmp_path / name)
    original = published[0]["instc"].set_index("id").loc["ir-bafq-yazd"]
    assert read["name"].iloc[0] == original["name"]
    assert read.geometry.iloc[0].hausdorff_distance(original.geometry) < 1e-3
    head = json.loads(content)
    assert head["version"] == read_spec(SHIPPED).version
    assert "OpenStreetMap" in head["attribution"]


@pytest.mark.parametrize("feature", ["kaz", "kazind-2016", "ir-bafq-yazd"])
def test_a_layer_is_downloaded_whole(
    open_page: Opener, published: Published, tmp_path: Path, feature: str
) -> None:
    page = open_page(address=f"#tab=about&feature={feature}")
    layer = page.evaluate("id => uttarapath.atlas.byId.get(id)[0].layer.id", feature)
    name, content = downloaded(page, "GeoJSON of the layer")
    (tmp_path / name).write_bytes(content)
    read = gpd.read_file(tmp_path / name).sort_values("id")
    original = published[0][layer].sort_values("id")
    assert list(read["id"]) == list(original["id"])
    assert read.geometry.is_valid.all()
    if layer == "republics":
        areas = read.to_crs("ESRI:54034").area / 1e6
        assert list(areas) == pytest.approx(
            list(original.to_crs("ESRI:54034").area / 1e6), rel=0.01
        )


def test_what_is_seen_is_downloaded(open_page: Opener, published: Published) -> None:
    page = open_page(address="#tab=about")
    press_row(page, "series.sco")
    _, content = downloaded(page, "GeoJSON")
    features = json.loads(content)["features"]
    assert len({each["id"] for each in features}) == len(features)
    seen = {each["properties"]["id"] for each in features}
    exercises = published[0]["exercises"]
    assert not seen & set(exercises.loc[exercises["series"] == "sco", "id"])
    assert set(exercises.loc[exercises["series"] == "kazind", "id"]) <= seen
    _, content = downloaded(page, "CSV")
    assert content.startswith(codecs.BOM_UTF8)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert {row["id"] for row in rows} == seen
    place = next(row for row in rows if row["id"] == "uz-tashkent-city")
    assert float(place["lon"]) == pytest.approx(69.2, abs=0.5)
    page.evaluate("uttarapath.map.setView([41.3, 69.2], 6, { animate: false })")
    _, content = downloaded(page, "GeoJSON")
    near = {each["properties"]["id"] for each in json.loads(content)["features"]}
    assert "uz-tashkent-city" in near
    assert "ir-chabahar" not in near


def test_every_file_that_is_handed_out_is_told_and_so_is_one_that_is_not(
    open_page: Opener, published: Published, journal: Journal
) -> None:
    page = open_page()
    told = page.get_by_role("status").filter(has_text="uttarapath-")
    networks = ("instc", "ashgabat", "feeders", "sea")
    segments = sum(len(published[0][name]) for name in networks)
    for where, button, text in (
        (
            "feature=ir-bafq-yazd",
            "Download GeoJSON",
            "1 feature saved as uttarapath-ir-bafq-yazd.geojson",
        ),
        (
            "feature=ir-bafq-yazd",
            "GeoJSON of the layer",
            "features saved as uttarapath-instc.geojson",
        ),
        ("", "CSV", "features saved as uttarapath-view.csv"),
        ("", "Picture (PNG)", "Saved as uttarapath-view.png"),
    ):
        page.evaluate("where => { location.hash = `#tab=about&${where}`; }", where)
        page.get_by_role("button", name=button, exact=True).click()
        expect(told).to_contain_text(text)
    page.get_by_role("combobox", name="Search").fill("corridors geojson")
    page.keyboard.press("Enter")
    file = f"uttarapath-{'-'.join(networks)}.geojson"
    expect(told).to_have_text(f"{segments} features saved as {file}")
    page.evaluate("() => { URL.createObjectURL = () => { throw new Error('no room'); }; }")
    for button, name in {"CSV, INSTC corridor": "instc.csv", "Picture (PNG)": "view.png"}.items():
        page.get_by_role("button", name=button, exact=True).click()
        expect(told).to_have_text(f"uttarapath-{name} could not be made.")
    assert len(journal.errors) == 2
    journal.errors.clear()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picture_shows_the_map(open_page: Opener, theme: str) -> None:
    page = open_page(address=f"#tab=about&theme={theme}")
    _, content = downloaded(page, "Picture (PNG)")
    image = Image.open(io.BytesIO(content)).convert("RGB")
    assert image.width == 2880
    colours = image.getcolors(image.width * image.height)
    assert colours
    colour_of = "getComputedStyle(document.documentElement).getPropertyValue('--{}')"
    many = {"#" + bytes(cast("tuple[int, ...]", each)).hex(): n for n, each in colours}
    for name in ("ocean", "paper", "layer-instc"):
        assert many.get(page.evaluate(colour_of.format(name)), 0) > 500, name


def test_the_picture_tells_of_evidence_where_the_map_does(open_page: Opener) -> None:
    page = open_page(address="#tab=about&evidence=age")
    hue = """() => {
        const label = getComputedStyle(document.querySelector(".label.branch"));
        return [label.getPropertyValue("--hue"), label.getPropertyValue("--ink")];
    }"""
    told, ink = page.evaluate(hue)
    assert told == ink
    page.evaluate(
        """() => {
            const { decode } = Image.prototype;
            Image.prototype.decode = function () {
                window.taken = decodeURIComponent(this.src.split(",")[1]);
                return decode.call(this);
            };
        }"""
    )
    downloaded(page, "Picture (PNG)")
    picture = page.context.new_page()
    picture.set_content(page.evaluate("taken"))
    told, ink = picture.evaluate(hue)
    assert told == ink


def test_a_feature_can_be_cited(open_page: Opener, published: Published) -> None:
    page = open_page(address="#tab=about&feature=birlik-2025")
    page.get_by_role("button", name="Cite").click()
    sentence, entry = page.locator(".shared pre").all_inner_texts()
    edition = read_spec(SHIPPED)
    exercise = published[0]["exercises"].set_index("id").loc["birlik-2025"]
    for part in (edition.version, str(exercise["name"]), "birlik-2025", str(exercise["licence"])):
        assert part in sentence
    assert re.match(r"@misc\{uttarapath-birlik-2025,\n", entry)
    assert entry.count("{") == entry.count("}")
    for author in edition.authors:
        assert author in sentence
        assert author in entry
    assert "file:" not in sentence + entry, "others cannot open what lies on this disk"
    page.locator("#details").get_by_role("button", name="Link", exact=True).click()
    (given,) = page.locator("#details .shared pre").all_inner_texts()
    assert given.startswith("#")
    assert "feature=birlik-2025" in given
    expect(page.locator("#details .shared")).to_contain_text("web server")


def test_the_map_can_be_cited_and_each_layer_taken_in_one_step(
    open_page: Opener, published: Published, shipped: Atlas
) -> None:
    page = open_page()
    cited = page.locator("#downloads .citation")
    for word in (shipped.spec.title, shipped.version, "22 November 2026", "CC-BY-4.0, ODbL-1.0."):
        expect(cited).to_contain_text(word)
    page.locator("#downloads").get_by_role("button", name="Copy").click()
    expect(page.locator("#notice")).to_have_text(re.compile("Copied|by hand"))
    expect(page.locator("#downloads").get_by_role("button", name="Copy")).to_be_visible()
    page.get_by_role("button", name="BibTeX").click()
    expect(page.locator("#downloads pre")).to_contain_text("@misc{uttarapath,")
    networks = [published[0][name] for name in ("instc", "ashgabat", "feeders", "sea")]
    for kind, name in {"GeoJSON": "Corridors", "CSV": "INSTC corridor"}.items():
        with page.expect_download() as download:
            page.get_by_role("button", name=f"{kind}, {name}").click()
        text = download.value.path().read_text("utf-8")
        if kind == "GeoJSON":
            assert len(json.loads(text)["features"]) == sum(map(len, networks))
        else:
            assert len(text.splitlines()) == len(networks[0]) + 1


@pytest.mark.parametrize("odd", ["scene=4", "feature=nowhere", "date=2031-01-01", "tab=<b>x"])
def test_what_a_link_asks_for_in_vain_is_said(open_page: Opener, odd: str) -> None:
    page = open_page(address=f"#{odd}")
    told = page.locator("#missing")
    expect(told).to_contain_text(f"the link names it: {odd}.")
    page.evaluate("location.hash = '#tab=about'")
    expect(told).to_be_hidden()


@pytest.mark.parametrize(
    "odd",
    [
        *("feature: 'nowhere'", "layer: 'borders'", "scene: '4'", "date: '2031-01-01'"),
        *("panel: 'wide'", "hover: 'nowhere'"),
    ],
)
def test_a_script_is_told_what_is_not_there_and_nothing_changes(page: Page, odd: str) -> None:
    before = page.evaluate("JSON.stringify(uttarapath.state.get())")
    told = page.evaluate(
        f"""() => {{ try {{ uttarapath.state.set({{ {odd} }}); }} catch (error) {{
            return error.message; }} }}"""
    )
    assert told == f"not on this map: {odd.replace(': ', '=').replace(chr(39), '')}"
    assert page.evaluate("JSON.stringify(uttarapath.state.get())") == before
    expect(page.locator("#failed")).to_be_hidden()


def test_a_script_is_told_what_no_key_can_hold_and_nothing_changes(page: Page) -> None:
    told = page.evaluate(
        """() => {
            const { state } = uttarapath;
            const odd = [5, NaN, ["a"], {}, new Set([1]), new Date(0), Symbol("a"), () => 1];
            let heard = 0;
            state.on(Object.keys(state.get()), () => heard++);
            const answer = (key, value) => {
                try { state.set({ [key]: value }); } catch (error) {
                    return [heard === 0, error.name, error.message].join(" ");
                }
                return `${key} took ${String(value)}`;
            };
            return [...Object.keys(state.get()), "nonsense"]
                .flatMap((key) => odd.map((value) => answer(key, value)));
        }"""
    )
    assert [line for line in told if not line.startswith("true TypeError ")] == []
    for line in (
        "hidden takes a Set of texts, not this Array",
        "whatif takes a Set of texts, not this Set",
        "view takes numbers for lon, lat, zoom, not this Object",
        "legend takes true or false, not this Number",
        "date takes a text, not this Date",
        "the state of this map has no nonsense",
    ):
        assert f"true TypeError {line}" in told


def test_nothing_stands_for_what_the_page_begins_with(page: Page) -> None:
    before = page.evaluate(ALL)
    keys = page.evaluate("Object.keys(uttarapath.state.get())")
    for nothing in (None, ""):
        page.evaluate("uttarapath.state.set({ tab: 'table', date: '2015-01-01', scene: 'instc' })")
        page.evaluate("keys => uttarapath.state.set(keys)", dict.fromkeys(keys, nothing))
        told = page.evaluate(ALL)
        assert told.replace('"tab":"story"', '"tab":"about"') == before


def test_what_a_script_changes_in_a_state_that_it_got_stays_its_own(page: Page) -> None:
    before = page.evaluate(ALL)
    page.evaluate("uttarapath.state.on('date', ({ hidden }) => hidden.add('mode.sea'))")
    page.evaluate("uttarapath.state.set({ date: '2015-01-01' })")
    page.evaluate("uttarapath.state.get().hidden.add('mode.sea')")
    page.evaluate("uttarapath.state.get().tab = 'table'")
    page.evaluate("uttarapath.state.set({ date: null })")
    assert page.evaluate(ALL) == before
    page.evaluate(
        "window.mine = { lon: 60, lat: 40, zoom: 5 }; uttarapath.state.set({ view: mine })"
    )
    page.evaluate("mine.zoom = 7")
    assert page.evaluate("uttarapath.state.get().view.zoom") == 5


def test_a_set_that_a_script_changes_is_heard_of_when_it_is_handed_over(page: Page) -> None:
    page.evaluate("window.mine = new Set(); uttarapath.state.set({ hidden: mine })")
    page.evaluate("mine.add('mode.sea'); uttarapath.state.set({ hidden: mine })")
    expect(page.locator("[data-key='mode.sea']")).not_to_be_checked()
