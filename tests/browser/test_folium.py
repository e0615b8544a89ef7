"""Elements of folium that a user adds to the map, in a browser."""

# The types of folium and branca say less, or other things, than their documentation.
# mypy: disable-error-code="no-untyped-call,attr-defined,arg-type"

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import folium
import pytest
from branca.element import MacroElement
from folium.plugins import HeatMap, MarkerCluster
from folium.template import Template
from playwright.sync_api import Browser, expect

from geo.api import Atlas
from geo.page.document import draw_page
from tests.browser.conftest import WHOLE, Journal, Opener
from tests.browser.waiting import resize, rest, until
from tests.conftest import HOSTILE

ALMATY = [43.24, 76.95]
EDGES = """(() => {
    const { _southWest: low, _northEast: high } = uttarapath.map.getBounds();
    return [low.lat, low.lng, high.lat, high.lng];
})()"""


@pytest.fixture
def atlas(toy: Atlas) -> folium.Map:
    return draw_page(toy)


@pytest.fixture
def show(atlas: folium.Map, open_page: Opener) -> Opener:
    """Return what opens the map as it is then."""
    return partial(open_page, atlas)


def test_marker_popup_and_shapes_work(atlas: folium.Map, show: Opener) -> None:
    group = folium.FeatureGroup("own").add_to(atlas)
    folium.Marker(ALMATY, popup="Almaty, <b>of old</b>", tooltip="A marker").add_to(group)
    line = {"type": "LineString", "coordinates": [[77.2, 28.6], [69.2, 41.3]]}
    folium.GeoJson(line, tooltip="A line").add_to(group)
    folium.LayerControl().add_to(atlas)
    page = show()
    expect(page.locator("img.leaflet-marker-icon")).to_have_count(1)
    assert page.locator("img.leaflet-marker-icon").evaluate("image => image.naturalWidth") > 0
    expect(page.locator("path.leaflet-interactive")).to_have_count(1)
    page.locator("img.leaflet-marker-icon").evaluate("marker => marker.click()")
    expect(page.locator(".leaflet-popup-content b")).to_have_text("of old")
    page.locator(".leaflet-control-layers").hover()  # no panel lies over it
    page.get_by_text("own", exact=True).click()
    expect(page.locator("path.leaflet-interactive")).to_have_count(0)


def test_a_control_of_layers_may_be_added_before_them(atlas: folium.Map, show: Opener) -> None:
    folium.LayerControl(collapsed=False).add_to(atlas)
    group = folium.FeatureGroup("own").add_to(atlas)
    folium.Marker(ALMATY).add_to(group)
    page = show()
    expect(page.locator("img.leaflet-marker-icon")).to_have_count(1)
    page.get_by_text("own", exact=True).click()
    expect(page.locator("img.leaflet-marker-icon")).to_have_count(0)
    expect(page.locator("#missing")).to_be_hidden()


def test_what_is_added_to_an_element_that_names_it_stands_after_that(
    atlas: folium.Map, show: Opener
) -> None:
    class Opening(MacroElement):
        _template = Template("""{% macro script(this, kwargs) %}
            var {{ this.get_name() }} = L.featureGroup().addTo({{ this._parent.get_name() }});
            {{ this.get_name() }}.on("click", () => {{ this.marker.get_name() }}.openPopup());
            {% endmacro %}""")

    group = Opening().add_to(atlas)
    group.marker = folium.Marker(ALMATY)
    group.marker.add_to(group)
    page = show()
    expect(page.locator("img.leaflet-marker-icon")).to_have_count(1)
    expect(page.locator("#missing")).to_be_hidden()


def test_pins_have_the_colours_of_folium(atlas: folium.Map, show: Opener) -> None:
    for colour in sorted(folium.Icon.color_options):
        folium.Marker(ALMATY, icon=folium.Icon(color=colour)).add_to(atlas)
    spot = {"type": "Point", "coordinates": [70, 40]}
    pin = folium.Marker(icon=folium.Icon(color="darkpurple", icon_color="lightred"))
    folium.GeoJson(spot, marker=pin).add_to(atlas)
    page = show()
    fills = page.locator(".pin path:first-child").evaluate_all(
        "paths => paths.map((path) => getComputedStyle(path).fill)"
    )
    wanted = dict(zip(sorted(folium.Icon.color_options), fills, strict=False))
    assert len(set(wanted.values())) == len(wanted), "no two alike"
    assert wanted["lightred"] == "rgb(255, 142, 127)"
    assert wanted["cadetblue"] == "rgb(67, 105, 120)"
    assert fills[-1] == wanted["darkpurple"] == "rgb(91, 57, 107)"
    sign = page.locator(".pin path + path").last
    assert sign.evaluate("path => getComputedStyle(path).fill") == wanted["lightred"]


def test_a_title_stands_above_the_map_and_a_fixed_box_where_it_says(
    atlas: folium.Map, show: Opener
) -> None:
    title = '<h3 align="center" style="font-size:16px"><b>A title</b></h3>'
    box = '<div id="box" style="position: fixed; bottom: 50px; left: 450px; width: 9px">a</div>'
    for each in (title, box):
        atlas.get_root().html.add_child(folium.Element(each))
    page = show(address="#tab=explore&theme=dark")
    rest(page)
    edges = [
        page.locator(name).first.evaluate(
            "node => [node.getBoundingClientRect().top, node.getBoundingClientRect().bottom]"
        )
        for name in ("#elements h3", "main", "#panel", "#side", "#time", "#box")
    ]
    (_, end), (start, bottom), *others, (_, foot) = edges
    assert 0 < end <= start
    assert (bottom, foot) == (900, 850)
    assert all(start < top < below < bottom for top, below in others)
    assert page.evaluate("uttarapath.map.getSize().y") == bottom - start
    seen = "document.elementFromPoint(720, 30).closest('h3').textContent"
    assert page.evaluate(seen) == "A title"


@pytest.mark.filterwarnings("ignore:.*policy blocks")
def test_no_text_runs_or_is_lost(atlas: folium.Map, show: Opener, journal: Journal) -> None:
    texts = [text for text in HOSTILE if "<" not in text]
    for text in HOSTILE:
        folium.Marker(ALMATY, popup=text, tooltip=text).add_to(atlas)
        folium.FeatureGroup(text).add_to(atlas)
    folium.LayerControl().add_to(atlas)
    page = show()
    shown = page.evaluate(
        """Object.values(uttarapath.map._layers).flatMap((layer) =>
            layer.getPopup?.() ? [layer.getPopup().getContent().textContent.trim()] : [])"""
    )
    assert set(texts) <= set(shown)
    assert page.evaluate("window.ran") is None
    journal.errors.clear()  # a picture and its handler, blocked
    journal.requests.clear()


def test_what_cannot_load_takes_nothing_along(
    atlas: folium.Map, show: Opener, journal: Journal
) -> None:
    HeatMap([ALMATY]).add_to(atlas)
    cluster = MarkerCluster().add_to(atlas)
    folium.Marker([40, 70], popup="in the cluster").add_to(cluster)
    folium.Marker([41, 71], popup="after it").add_to(atlas)
    atlas.get_root().script.add_child(folium.Element("this is no script"))
    atlas.get_root().script.add_child(folium.Element("window.last = 'here'"))
    page = show()
    expect(page.locator("img.leaflet-marker-icon")).to_have_count(2)
    told = page.locator("#missing")
    expect(told).to_contain_text("leaflet_heat.min.js (cdn.jsdelivr.net)")
    expect(told).to_contain_text("Missing on this map: script, HeatMap and MarkerCluster")
    assert page.evaluate("window.last") == "here"
    page.evaluate("uttarapath.state.set({ lang: 'fr' })")
    told.get_by_role("button").click()
    expect(told).to_be_hidden()
    assert {request.split("/")[2] for request in journal.requests} == {
        "cdn.jsdelivr.net",
        "cdnjs.cloudflare.com",
    }
    journal.requests.clear()
    journal.errors.clear()


def test_what_a_plugin_loads_is_allowed(
    atlas: folium.Map, browser: Browser, tmp_path: Path
) -> None:
    """The page stands before its files come, and does for them what a new map would."""
    HeatMap([ALMATY]).add_to(atlas)
    file = tmp_path / "own.html"
    atlas.save(str(file))
    complaints: list[str] = []
    script = """L.Map.addInitHook(function () { window.hooked = this; });
        L.heatLayer = () => L.circleMarker([43, 77]);"""
    context = browser.new_context()
    context.route("**/*.js", lambda route: route.fulfill(body=script))
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri() + WHOLE)
    expect(page.locator("path.leaflet-interactive")).to_have_count(1)
    assert page.evaluate("window.hooked === uttarapath.map")
    context.close()
    assert complaints == []


def test_declared_content_of_popups_works(
    atlas: folium.Map, show: Opener, journal: Journal
) -> None:
    button = "<button onclick=\"this.textContent='done'\">go</button>"
    script = f"{button}<script>document.body.append('run')</script>"
    for content in (folium.Element(button), folium.IFrame(script, width=200, height=90)):
        folium.Marker(ALMATY, popup=folium.Popup(content, show=True)).add_to(atlas)
    page = show()
    frame = page.frame_locator(".leaflet-popup-content iframe")
    expect(frame.locator("body")).to_contain_text("run")
    for place in (page.locator(".leaflet-popup-content"), frame.locator("body")):
        place.locator("button").evaluate("button => button.click()")
        expect(place.locator("button").first).to_have_text("done")
    assert all(request.startswith("data:") for request in journal.requests)
    journal.requests.clear()


def test_bounds_that_were_asked_for_stay(atlas: folium.Map, show: Opener) -> None:
    atlas.fit_bounds([[-32.5, -17], [-31, -15]])
    page = show(address="")
    rest(page)
    for change in (
        lambda: resize(page, 900, 600),
        lambda: page.locator("#panel-switch").click(),
        lambda: resize(page, 1300, 800),
    ):
        change()
        rest(page)
        south, west, north, east = page.evaluate(EDGES)
        assert -34 < south < -32.4, "no more than that"
        assert -31.1 < north < -29.5
        assert west < -16.9
        assert east > -15.1
    asked = north - south
    page.locator("#panel-switch").click()
    page.get_by_role("tab").last.click()
    until(page, f"{EDGES}[2] - {EDGES}[0] > {asked + 1}")


def test_a_view_that_a_script_chose_stays(atlas: folium.Map, show: Opener) -> None:
    move = f"{atlas.get_name()}.setView([-31, -15], 5, {{ animate: false }})"
    atlas.get_root().script.add_child(folium.Element(move))
    page = show()
    resize(page, 900, 600)
    rest(page)
    centre = page.evaluate("(({ lat, lng }) => [lat, lng])(uttarapath.map.getCenter())")
    assert centre == pytest.approx([-31, -15], abs=0.1)


def test_circles_have_the_size_that_they_say(atlas: folium.Map, show: Opener) -> None:
    """Leaflet's circle stays round; its area is that of the circle on the ground."""
    folium.Circle([59.94, 30.31], radius=300_000).add_to(atlas)
    page = show()
    for zoom in (1, 2.5, 4):
        page.evaluate(
            "zoom => uttarapath.map.setView([59.94, 30.31], zoom, { animate: false })", zoom
        )
        radius, scale = page.evaluate(
            """() => {
                const { map } = uttarapath;
                const circle = Object.values(map._layers).find((l) => l instanceof L.Circle);
                return [circle._radius, map.options.crs.scale(map.getZoom())];
            }"""
        )
        assert radius / scale == pytest.approx(300_000, rel=0.005)


def test_what_is_written_for_white_pages_is_legible_on_a_dark_one(
    atlas: folium.Map, show: Opener
) -> None:
    key = "<p id='key' style='position: fixed; background: white'>East <input value='3'></p>"
    atlas.get_root().html.add_child(folium.Element(key))
    control = "Object.assign(L.control(), { onAdd: () => L.DomUtil.create('p', 'own') })"
    script = folium.Element(f"{control}.addTo(uttarapath.map)")
    atlas.get_root().script.add_child(script)
    page = show(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    for place in ("#key", "#key input", ".own"):
        colour = page.locator(place).evaluate("place => getComputedStyle(place).color")
        assert max(map(int, re.findall(r"\d+", colour))) < 80, place


@pytest.mark.parametrize("size", [(390, 844), (844, 390)])
def test_a_control_at_the_bottom_of_a_phone_stands_above_the_bar_of_time(
    atlas: folium.Map, show: Opener, size: tuple[int, int]
) -> None:
    folium.FeatureGroup(name="Mine").add_to(atlas)
    folium.LayerControl(position="bottomleft", collapsed=False).add_to(atlas)
    page = show(viewport={"width": size[0], "height": size[1]}, has_touch=True)
    box = page.get_by_text("Mine")
    for _ in range(2):
        box.click()
        page.locator("#panel-switch").click()
    expect(page.locator("#panel")).to_have_attribute("data-height", "full")


def test_a_map_shows_in_a_notebook(atlas: folium.Map, open_page: Opener, tmp_path: Path) -> None:
    atlas.add_to(folium.Figure(width=1000, height=700))
    file = tmp_path / "notebook.html"
    file.write_text(f"<!DOCTYPE html>{atlas._repr_html_()}", encoding="utf-8")
    page = open_page(file)
    assert page.locator("iframe").bounding_box() == pytest.approx(
        {"x": 8, "y": 8, "width": 1000, "height": 700}
    )
    expect(page.frame_locator("iframe").locator("h1")).not_to_be_empty()


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("utf-8", "a control \x96"), ("utf-8", "a dash \N{EN DASH}"), ("windows-1252", "\N{EN DASH}")],
)
def test_a_map_shows_in_a_document_of_any_encoding(
    atlas: folium.Map, open_page: Opener, tmp_path: Path, encoding: str, text: str
) -> None:
    folium.Marker(ALMATY, tooltip=text).add_to(atlas)
    file = tmp_path / "notebook.html"
    head = f"<!DOCTYPE html><meta charset={encoding}>"
    file.write_text(head + atlas._repr_html_(), encoding="utf-8")
    page = open_page(file)
    assert page.evaluate("document.characterSet").lower() == encoding
    frame = page.frame_locator("iframe")
    expect(frame.locator("html")).to_have_attribute("data-theme", "light")
    assert "\N{EN DASH}" in page.frames[1].title()
    frame.locator("img.leaflet-marker-icon").dispatch_event("mouseover")
    expect(frame.locator(".leaflet-tooltip")).to_have_text(text)


def test_the_page_works_under_a_server_that_says_another_encoding(
    atlas: folium.Map, open_page: Opener, tmp_path: Path
) -> None:
    file = tmp_path / "served.html"
    html = atlas.get_root().render()
    named = '<meta charset="utf-8">'
    assert named in html
    file.write_text(html.replace(named, '<meta charset="windows-1252">'), encoding="utf-8")
    page = open_page(file)
    assert page.evaluate("document.characterSet") == "windows-1252"
    expect(page.locator("#legend")).to_be_visible()


def test_in_a_notebook_the_map_is_as_dark_as_the_page_around_it(
    atlas: folium.Map, open_page: Opener, tmp_path: Path
) -> None:
    file = tmp_path / "notebook.html"
    style = "<style>body { color: #222 } .dark { color: rgb(255 255 255 / 87%) }</style>"
    file.write_text(f"<!DOCTYPE html>{style}{atlas._repr_html_()}", encoding="utf-8")
    page = open_page(file, color_scheme="dark")
    root = page.frame_locator("iframe").locator("html")
    expect(root).to_have_attribute("data-theme", "light")
    page.emulate_media(color_scheme="light")
    page.evaluate("document.body.className = 'dark'")
    expect(root).to_have_attribute("data-theme", "dark")
    page.frame_locator("iframe").locator("#theme-switch").click()
    expect(root).to_have_attribute("data-theme", "light")
