"""What users add to the map: in any container, refused if it cannot work, with its own rights."""

# The types of folium and branca say less, or other things, than their documentation.
# mypy: disable-error-code="no-untyped-call,attr-defined,arg-type"

from __future__ import annotations

import base64
import copy
import hashlib
import pickle
import warnings
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import folium
import numpy as np
import pytest
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium import plugins
from folium.features import VegaLite
from folium.raster_layers import ImageOverlay, VideoOverlay, WmsTileLayer

from geo.api import Atlas
from geo.page.assets import LEAFLET
from geo.page.document import draw_page
from geo.page.policy import OPENED
from tests.conftest import HOSTILE

ALMATY = [43.24, 76.95]
EVIL = "</script><script>window.ran = 1</script>"


@pytest.fixture
def atlas(toy: Atlas) -> folium.Map:
    return draw_page(toy)


class Reader(HTMLParser):
    """Reads the policy and the scripts of a page as a browser does."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rules: dict[str, list[str]] = {}
        self.scripts: list[str] = []
        self._tag = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the policy."""
        given = dict(attrs)
        self._tag = "" if "src" in given or given.get("type") else tag
        if given.get("http-equiv") == "Content-Security-Policy":
            rules = [rule.split() for rule in str(given["content"]).split("; ")]
            self.rules = {name: sources for name, *sources in rules}

    def handle_data(self, data: str) -> None:
        """Take a script."""
        if self._tag == "script":
            self.scripts.append(data)
            self._tag = ""


def read(atlas: folium.Map) -> Reader:
    return Reader(atlas.get_root().render())


def added(atlas: folium.Map) -> dict[str, list[str]]:
    """Return what the elements on a map add to the policy, without the hashes of scripts."""
    found = {}
    for name, sources in read(atlas).rules.items():
        more = [each for each in sources if not each.startswith("'sha256-")]
        usual = {"script-src": [], "style-src": ["'unsafe-inline'"], "font-src": ["data:"]}
        usual["img-src"] = ["data:"]
        if more != usual.get(name, ["'none'"]):
            found[name] = [each for each in more if each not in usual.get(name, [])]
    return found


MERCATOR: dict[str, Callable[[], Any]] = {
    "tiles": lambda: folium.TileLayer("https://{s}.tiles.example/{z}/{x}/{y}.png", attr="x"),
    "wms": lambda: WmsTileLayer("https://wms.example", layers="x"),
    "image": lambda: ImageOverlay(np.zeros((2, 2)), [[20, 40], [60, 90]]),
    "video": lambda: VideoOverlay("https://v.example/x.mp4", [[20, 40], [60, 90]]),
    "vector tiles": lambda: plugins.VectorGridProtobuf("https://t.example/{z}/{x}/{y}.pbf"),
    "overview": plugins.MiniMap,
    "night": plugins.Terminator,
}


def test_what_is_no_element_is_refused_with_what_to_do(atlas: folium.Map) -> None:
    group = folium.FeatureGroup("own").add_to(atlas)
    for place in (atlas, group):
        with pytest.raises(
            TypeError, match=r"dict is no element of folium; .*layer.add_to\(atlas\)"
        ):
            place.add_child({})


def test_nothing_holds_itself(atlas: folium.Map) -> None:
    group, outer = folium.FeatureGroup("own"), folium.FeatureGroup("outer")
    loop, other = folium.FeatureGroup("loop"), folium.FeatureGroup("other")
    loop.add_child(other)
    other.add_child(loop)
    group.add_to(outer.add_to(atlas))
    circles = [
        *((atlas, atlas), (group, group), (group, outer), (group, atlas)),
        *((atlas, atlas.get_root()), (atlas, loop), (group, other)),
    ]
    for place, child in circles:
        with pytest.raises(ValueError, match=f"{type(child).__name__} cannot hold itself"):
            place.add_child(child)
    assert len([text for text in read(atlas).scripts if "= L.featureGroup(" in text]) == 2


def test_an_element_on_two_maps_is_drawn_on_both(toy: Atlas) -> None:
    maps = toy.build_map(), toy.build_map(panels=False)
    group = folium.FeatureGroup("own").add_child(folium.Marker(ALMATY, popup="both"))
    for each in maps:
        group.add_to(each)
    for each in maps:
        assert each.get_root().render().count("L.marker(") == 1


@pytest.mark.parametrize("kind", MERCATOR)
@pytest.mark.parametrize("place", ["map", "group", "group added later", "group in a group"])
def test_what_is_drawn_for_web_mercator_is_refused_at_any_depth(
    atlas: folium.Map, kind: str, place: str
) -> None:
    element, group = MERCATOR[kind](), folium.FeatureGroup("own")
    if place == "group added later":
        element.add_to(group)
        element = group
    elif place == "group":
        group.add_to(atlas)
    elif place == "group in a group":
        group.add_to(folium.FeatureGroup("outer").add_to(atlas))
    with pytest.raises(ValueError, match="is drawn for Web Mercator"):
        element.add_to(group if place.startswith("group") and element is not group else atlas)


def test_tiles_that_two_halves_compare_are_refused_too(atlas: folium.Map) -> None:
    left, right = MERCATOR["tiles"](), MERCATOR["tiles"]()
    with pytest.raises(ValueError, match="TileLayer is drawn for Web Mercator"):
        plugins.SideBySideLayers(left, right).add_to(atlas)


def test_tiles_lie_on_a_map_of_tiles(toy: Atlas) -> None:
    atlas = draw_page(toy, tiles="OpenTopoMap")
    MERCATOR["tiles"]().add_to(folium.FeatureGroup("own").add_to(atlas))
    assert "https://*.tiles.example" in added(atlas)["img-src"]
    assert set(added(atlas)) == {"img-src"}


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        (plugins.DualMap, "a page holds one map"),
        (lambda: folium.Map(tiles=None), "a page holds one map"),
        (plugins.MeasureControl, "policy forbids"),
        (lambda: folium.Popup().add_child(VegaLite({})), "policy forbids"),
        (lambda: object.__new__(plugins.TimeSliderChoropleth), "every line"),
    ],
    ids=["two maps", "another map", "measure", "chart in a popup", "choropleth"],
)
def test_what_can_work_on_no_atlas_is_refused(
    atlas: folium.Map, element: Callable[[], Any], reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        atlas.add_child(element())


def test_any_figure_around_the_map_is_its_page(atlas: folium.Map, tmp_path: Path) -> None:
    folium.Marker(ALMATY).add_to(atlas)
    page = atlas.get_root().render()
    for figure in (folium.Figure(), Figure(width=800, height=400), Figure(figsize=(8, 4))):
        atlas.add_to(figure)
        assert figure.render() == page
    atlas.save(str(tmp_path / "map.html"))
    assert (tmp_path / "map.html").read_text("utf-8") == page
    atlas.add_to(folium.Figure(width=800, height=400))
    assert 'width="800" height="400"' in atlas._repr_html_()
    between = MacroElement().add_to(folium.Figure())
    atlas.add_to(between)
    assert atlas.get_root().render() == page
    titled = folium.Figure(title="Mine & yours")
    atlas.add_to(titled)
    assert "<title>Mine &amp; yours</title>" in titled.render()


def test_a_part_of_a_page_is_refused(atlas: folium.Map) -> None:
    atlas.add_to(folium.Figure().add_subplot(1, 2, 1))
    with pytest.raises(TypeError, match="an atlas is a whole page"):
        atlas.render()


def test_the_same_map_gives_the_same_page(atlas: folium.Map, toy: Atlas) -> None:
    def filled(atlas: folium.Map) -> folium.Map:
        group = folium.FeatureGroup("own").add_to(atlas)
        folium.Marker(ALMATY, popup="p", icon=folium.Icon(color="red")).add_to(group)
        folium.LayerControl().add_to(atlas)
        return atlas

    page = filled(atlas).get_root().render()
    assert atlas.get_root().render() == page
    assert filled(draw_page(toy)).get_root().render() == page
    assert copy.deepcopy(atlas).get_root().render() == page
    assert pickle.loads(pickle.dumps(atlas)).get_root().render() == page  # noqa: S301 - our own
    late = folium.Marker(ALMATY, popup="late").add_to(atlas)
    assert "late" in atlas.get_root().render()
    atlas._children.pop(late.get_name())
    assert atlas.get_root().render() == page


@pytest.mark.filterwarnings("ignore:.*policy blocks")
def test_no_text_becomes_a_script_or_a_template(atlas: folium.Map) -> None:
    before = len(read(atlas).scripts)
    for text in [*HOSTILE, EVIL]:
        folium.Marker(ALMATY, popup=text, tooltip=text).add_to(atlas)
        folium.FeatureGroup(text).add_to(atlas)
    folium.LayerControl().add_to(atlas)
    page = read(atlas)
    assert all("ran" not in text[:12] for text in page.scripts)
    assert len(page.scripts) - before == len(atlas.get_root().script._children)
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in page.scripts
    }
    assert set(page.rules["script-src"]) == hashes
    assert any("{{ 7*7 }}" in text for text in page.scripts)
    assert added(atlas) == {}


class Plugin(plugins.HeatMap):
    """An element with a script and a style sheet of its own."""

    default_js = [("own", "https://js.example/own.js")]  # noqa: RUF012 - as folium's
    default_css = [("own_css", "https://css.example/own.css")]  # noqa: RUF012


def in_element(html: str) -> folium.Marker:
    return folium.Marker(ALMATY, popup=folium.Popup(folium.Element(html)))


RIGHTS: dict[str, tuple[Callable[[], Any], dict[str, list[str]]]] = {
    "a link": (lambda: folium.Marker(ALMATY, popup="<a href='https://x.example'>x</a>"), {}),
    "its files": (
        lambda: Plugin([ALMATY]),
        {
            "script-src": ["https://js.example"],
            "style-src": ["https://css.example"],
            "font-src": ["https://css.example"],
            "img-src": ["https://css.example"],
        },
    ),
    "an icon": (
        lambda: folium.Marker(ALMATY, icon=folium.CustomIcon("https://i.example/a.png")),
        {"img-src": ["https://i.example"]},
    ),
    "data": (
        lambda: plugins.Realtime("https://d.example/x"),
        {"connect-src": ["https://d.example"]},
    ),
    "data of a script": (
        lambda: plugins.Realtime(folium.JsCode("(done) => fetch('https://d.example/x')")),
        {"connect-src": ["https://d.example"]},
    ),
    "a picture": (
        lambda: in_element("<img src='https://i.example/a.png'>"),
        {"img-src": ["https://i.example"]},
    ),
    "a button": (
        lambda: in_element("<button onclick='go()'>x</button>"),
        {"script-src": ["'unsafe-hashes'"]},
    ),
    "a frame": (
        lambda: folium.Marker(ALMATY, popup=folium.Popup(folium.IFrame("<b>x</b>"))),
        {"frame-src": ["data:"]},
    ),
}


@pytest.mark.parametrize("kind", RIGHTS)
def test_an_element_gets_the_rights_that_it_declares(atlas: folium.Map, kind: str) -> None:
    make, expected = RIGHTS[kind]
    make().add_to(folium.FeatureGroup("own").add_to(atlas))
    found = added(atlas)
    own = {"https://cdnjs.cloudflare.com", "https://cdn.jsdelivr.net"}  # files of folium's plugins
    found = {name: [each for each in given if each not in own] for name, given in found.items()}
    assert {name: given for name, given in found.items() if given} == expected


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<iframe src='https://f.example'></iframe>", "frames"),
        ("<IMG SRC=https://i.example/x>", "pictures"),
        ("<button onclick='go()'>x</button>", "scripts and handlers"),
        ("<a href='javascript:go()'>x</a>", "scripts and handlers"),
        ("<video src='https://v.example/x.mp4'></video>", "film"),
        (EVIL, "scripts"),
    ],
)
def test_a_text_gets_no_rights_and_python_says_so(atlas: folium.Map, html: str, told: str) -> None:
    for made in (
        folium.Marker(ALMATY, popup=html),
        folium.Marker(ALMATY, tooltip=html),
        folium.Marker(ALMATY, icon=folium.DivIcon(html=html)),
    ):
        made.add_to(atlas)
        with pytest.warns(UserWarning, match=f"policy blocks .*{told}.* in its text"):
            atlas.get_root().render()
        atlas._children.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        folium.Marker(ALMATY, popup=html).add_to(atlas)
        assert added(atlas) == {}


def test_what_the_user_allows_is_loaded_and_nothing_else(toy: Atlas) -> None:
    html = "<img src='https://a.i.example/x.png'><iframe src='https://f.example'></iframe>"
    atlas = draw_page(toy, allow=["https://*.i.example", "http://localhost:8000"])
    assert {*added(atlas)} == {*OPENED}
    assert all(
        each == ["https://*.i.example", "http://localhost:8000"] for each in added(atlas).values()
    )
    folium.Marker(ALMATY, popup=html).add_to(atlas)
    with pytest.warns(UserWarning, match="policy blocks frames in its text"):
        atlas.get_root().render()
    assert {*added(toy.build_map(allow="https://one.example"))} == {*OPENED}


@pytest.mark.parametrize(
    "origin",
    [
        *("*", "https:", "https://", "https://*", "data:", "'unsafe-eval'", "x.example", "'self'"),
        *("https://x.example/path", "https://x.example; script-src *", "https://x.example 'self'"),
        *("https://X.example", "javascript://x.example", "https://x.example\n", ""),
    ],
)
def test_what_is_no_origin_cannot_be_allowed(toy: Atlas, origin: str) -> None:
    with pytest.raises(ValueError, match="cannot be allowed: an origin is a scheme and a host"):
        toy.build_map(allow=[origin])


def test_nothing_allowed_may_be_said_as_none(toy: Atlas) -> None:
    assert toy.build_map(allow=None)


def test_signs_of_pins_are_loaded_when_asked_for(atlas: folium.Map) -> None:
    folium.Marker(ALMATY, icon=folium.Icon(color="red")).add_to(atlas)
    assert added(atlas) == {}
    folium.Marker(ALMATY, icon=folium.Icon(icon="train", prefix="fa")).add_to(atlas)
    assert added(atlas)["font-src"] == ["https://cdn.jsdelivr.net"]


def test_links_in_the_header_are_declared(atlas: folium.Map) -> None:
    header = atlas.get_root().header
    header.add_child(JavascriptLink("https://js.example/x.js"))
    header.add_child(CssLink("https://css.example/x.css"))
    header.add_child(Element("<link rel='preconnect' href='https://api.example'>"))
    assert added(atlas)["script-src"] == ["https://js.example"]
    assert added(atlas)["connect-src"] == ["https://api.example"]


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("leaflet.js", "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo="),
        ("leaflet.css", "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY="),
    ],
)
def test_leaflet_is_as_its_makers_published_it(name: str, published: str) -> None:
    digest = hashlib.sha256((LEAFLET / name).read_bytes()).digest()
    assert base64.b64encode(digest).decode() == published


def test_the_page_has_leaflets_licence(atlas: folium.Map) -> None:
    licence = (LEAFLET / "LICENSE").read_text("utf-8")
    assert licence in atlas.get_root().render()
    assert licence == Path("LICENSES/BSD-2-Clause.txt").read_text("utf-8")
