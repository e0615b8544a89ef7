"""Elements of folium that a user adds to the map."""

from __future__ import annotations

from pathlib import Path

import folium
import pytest
from folium.plugins import MarkerCluster
from playwright.sync_api import expect

from geo.api import Atlas
from geo.page.document import draw_page
from tests.browser.conftest import Journal, Opener

ALMATY = [43.24, 76.95]


@pytest.fixture
def atlas(shipped: Atlas) -> folium.Map:
    return draw_page(shipped)


def test_marker_popup_and_shapes_work(atlas: folium.Map, open_page: Opener, tmp_path: Path) -> None:
    group = folium.FeatureGroup("own").add_to(atlas)
    folium.Marker(ALMATY, popup="Almaty, <b>of old</b>", tooltip="A marker").add_to(group)
    folium.Marker([28.61, 77.21], icon=folium.Icon(color="red")).add_to(group)
    line = {"type": "LineString", "coordinates": [[77.2, 28.6], [69.2, 41.3]]}
    folium.GeoJson(line, tooltip="A line").add_to(group)
    folium.LayerControl().add_to(atlas)
    file = tmp_path / "own.html"
    atlas.save(str(file))

    page = open_page(file)
    expect(page.locator("img.leaflet-marker-icon")).to_have_count(1)
    assert page.locator("img.leaflet-marker-icon").evaluate("image => image.naturalWidth") > 0
    expect(page.locator(".pin svg")).to_have_count(1)
    expect(page.locator("path.leaflet-interactive")).to_have_count(1)
    page.locator("img.leaflet-marker-icon").click()
    expect(page.locator(".leaflet-popup-content b")).to_have_text("of old")
    expect(page.locator(".leaflet-control-layers")).to_be_visible()


def test_what_an_element_loads_is_allowed(
    atlas: folium.Map, open_page: Opener, journal: Journal, tmp_path: Path
) -> None:
    icon = folium.CustomIcon("https://icons.example/pin.png", icon_size=(20, 20))
    folium.Marker([28.61, 77.21], icon=icon).add_to(atlas)
    atlas.add_child(MarkerCluster([ALMATY]))  # type: ignore[no-untyped-call]
    file = tmp_path / "online.html"
    atlas.save(str(file))

    page = open_page(file)
    page.wait_for_load_state("networkidle")
    hosts = {request.split("/")[2] for request in journal.requests}
    assert "cdnjs.cloudflare.com" in hosts, "the script of the plugin"
    assert not [error for error in journal.errors if "Content Security Policy" in error]
    rules = page.locator('meta[http-equiv="Content-Security-Policy"]').get_attribute("content")
    assert "https://icons.example" in (rules or "")
    journal.requests.clear()
    journal.errors.clear()


def test_circles_have_the_size_that_they_say(
    atlas: folium.Map, open_page: Opener, tmp_path: Path
) -> None:
    """Leaflet's circle stays round; its area is that of the circle on the ground."""
    folium.Circle([59.94, 30.31], radius=300_000).add_to(atlas)
    file = tmp_path / "circle.html"
    atlas.save(str(file))
    page = open_page(file)
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


def test_tiles_are_refused_for_they_cannot_fit(atlas: folium.Map) -> None:
    with pytest.raises(ValueError, match="TileLayer is drawn for Web Mercator"):
        folium.TileLayer("https://{s}.tiles.example/{z}/{x}/{y}.png", attr="x").add_to(atlas)


def test_a_map_shows_in_a_notebook(atlas: folium.Map, open_page: Opener, tmp_path: Path) -> None:
    file = tmp_path / "notebook.html"
    file.write_text(f"<!DOCTYPE html>{atlas._repr_html_()}", encoding="utf-8")
    page = open_page(file)
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text("Uttarapath")
    expect(frame.locator('[data-layer="republics"]')).to_have_count(5)
