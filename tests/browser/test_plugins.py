"""The table of plugins in `docs/folium.md`: a browser opens a map with each, or it is refused."""

# The types of folium and branca say less, or other things, than their documentation.
# mypy: disable-error-code="no-untyped-call,attr-defined,arg-type"

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
import pytest
from branca.element import Element
from folium import plugins
from playwright.sync_api import Page, expect

import geo
from geo.api import Atlas
from geo.page.elements import below
from tests.browser.conftest import Journal, Opener
from tests.browser.waiting import until

DOCUMENT = Path(__file__).parents[2] / "docs" / "folium.md"
HERE, THERE = [43.24, 76.95], [41.3, 69.2]
PICTURES = "https://pictures.example"
DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
POINT = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": HERE[::-1]},
    "properties": {"time": "2020-01-01", "name": "here"},
}
POINTS = {"type": "FeatureCollection", "features": [POINT]}


def text_path() -> Iterator[Element]:
    yield (line := folium.PolyLine([HERE, THERE]))
    yield plugins.PolyLineTextPath(line, "along")


def sub_group() -> Iterator[Element]:
    yield (group := folium.FeatureGroup("all"))
    yield plugins.FeatureGroupSubGroup(group, "some")


def grouped() -> Iterator[Element]:
    yield (group := folium.FeatureGroup("one of a group"))
    yield plugins.GroupedLayerControl({"groups": [group]})


def search() -> Iterator[Element]:
    yield (layer := folium.GeoJson(POINTS))
    yield plugins.Search(layer, search_label="name")


MADE: dict[str, Callable[[], Any]] = {
    "AntPath": lambda: [plugins.AntPath([HERE, THERE])],
    "BeautifyIcon": lambda: [folium.Marker(HERE, icon=plugins.BeautifyIcon())],
    "Draw": lambda: [plugins.Draw(export=True)],
    "DualMap": lambda: [plugins.DualMap()],
    "FastMarkerCluster": lambda: [plugins.FastMarkerCluster([HERE, THERE])],
    "FeatureGroupSubGroup": sub_group,
    "FloatImage": lambda: [plugins.FloatImage(DOT)],
    "Fullscreen": lambda: [plugins.Fullscreen()],
    "Geocoder": lambda: [plugins.Geocoder()],
    "GroupedLayerControl": grouped,
    "HeatMap": lambda: [plugins.HeatMap([HERE])],
    "HeatMapWithTime": lambda: [plugins.HeatMapWithTime([[HERE], [THERE]])],
    "LocateControl": lambda: [plugins.LocateControl()],
    "MarkerCluster": lambda: [plugins.MarkerCluster([HERE, THERE])],
    "MeasureControl": lambda: [plugins.MeasureControl()],
    "MiniMap": lambda: [plugins.MiniMap()],
    "MousePosition": lambda: [plugins.MousePosition()],
    "PolyLineTextPath": text_path,
    "Realtime": lambda: [plugins.Realtime("https://data.example/now.json")],
    "ScrollZoomToggler": lambda: [plugins.ScrollZoomToggler()],
    "Search": search,
    "TagFilterButton": lambda: [plugins.TagFilterButton(["one"])],
    "TimeSliderChoropleth": lambda: [object.__new__(plugins.TimeSliderChoropleth)],
    "TimestampedGeoJson": lambda: [plugins.TimestampedGeoJson(POINTS)],
}
TABLE = dict(re.findall(r"^\| `(\w+)` \| (\w+) ", DOCUMENT.read_text("utf-8"), re.MULTILINE))


def named(how: str) -> list[str]:
    return [name for name, told in TABLE.items() if told == how]


def addresses(atlas: folium.Map) -> set[str]:
    """Return the files of all plugins on a map."""
    files = [
        address
        for each in below(atlas.get_root())
        for _, address in (*getattr(each, "default_js", ()), *getattr(each, "default_css", ()))
    ]
    return {address for address in files if address.startswith("https:")}


def test_the_table_has_each_plugin_once() -> None:
    assert sorted(TABLE) == sorted(MADE)
    assert set(TABLE.values()) == {"offline", "online", "refused"}


@pytest.mark.parametrize("name", named("refused"))
def test_a_plugin_that_cannot_work_is_refused(toy: Atlas, name: str) -> None:
    atlas = toy.build_map()
    with pytest.raises(ValueError, match=f"{name} (does not work|is drawn for Web Mercator)"):
        atlas.add_child(*MADE[name]())


@pytest.fixture
def show(toy: Atlas, open_page: Opener) -> Callable[..., tuple[Page, set[str]]]:
    """Return what opens a map with all plugins that can be on one, and a picture in a text.

    Beneath them is a layer of the user.
    """

    def shown(**options: Any) -> tuple[Page, set[str]]:  # noqa: ANN401 - as `build_map` has them
        own = replace(toy)
        depots = gpd.GeoDataFrame(geometry=gpd.points_from_xy([-16], [-31.5]), crs="EPSG:4326")
        geo.Layer(depots, name="Depots").add_to(own)
        atlas = own.build_map(**options)
        for name in (*named("offline"), *named("online")):
            for each in MADE[name]():
                atlas.add_child(each)
        html = f"<img src='{PICTURES}/a.png' alt=''>"
        folium.Marker(HERE, icon=folium.DivIcon(html=html)).add_to(atlas)
        folium.Marker(THERE, tooltip="still here").add_to(atlas)
        return open_page(atlas), addresses(atlas)

    return shown


@pytest.mark.filterwarnings("ignore:.*policy blocks pictures")
def test_the_policy_admits_the_files_of_plugins_and_no_more(
    show: Callable[..., tuple[Page, set[str]]], journal: Journal
) -> None:
    page, files = show()
    told = page.locator("#missing span")
    expect(told).to_contain_text("Missing on this map: ")
    until(page, "document.readyState === 'complete'")
    missing = told.inner_text().partition("Missing on this map: ")[2]
    assert {name for name in MADE if re.search(rf"\b{name}\b", missing)} == {*named("online")}
    expect(page.locator("img.leaflet-marker-icon").last).to_be_attached()
    expect(page.locator('.mark[data-layer="depots"]')).to_have_count(1)
    assert files <= {*journal.requests}
    assert not any(each.startswith(PICTURES) for each in journal.requests)
    blocked = [each for each in journal.errors if "Content Security Policy" in each]
    assert len(blocked) == 1, "the picture in a text"
    assert PICTURES in blocked[0]
    journal.requests.clear()
    journal.errors.clear()


def test_what_is_allowed_is_asked_for(
    show: Callable[..., tuple[Page, set[str]]], journal: Journal
) -> None:
    page, _ = show(allow=[PICTURES])
    until(page, "document.readyState === 'complete'")
    assert f"{PICTURES}/a.png" in journal.requests
    assert not any("Content Security Policy" in each for each in journal.errors)
    journal.requests.clear()
    journal.errors.clear()
