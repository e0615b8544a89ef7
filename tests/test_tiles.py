"""Tile providers: found by name, refused with a reason, and quoted as text."""

from __future__ import annotations

import pytest
import xyzservices

from geo.api import Atlas
from geo.errors import TilesError
from geo.page.tiles import find_tiles
from tests.pages import page_data


@pytest.mark.parametrize("name", ["OpenTopoMap", "opentopomap", "Open Topo-Map"])
def test_a_provider_is_found_however_it_is_written(name: str) -> None:
    tiles = find_tiles(name)
    assert tiles.name == "OpenTopoMap"
    assert tiles.url == "https://{s}.tile.opentopomap.org/{z}/{x}/{y}.png"
    assert tiles.options["maxNativeZoom"] == 17
    assert tiles.origins() == [f"https://{s}.tile.opentopomap.org" for s in "abc"]
    assert ("OpenTopoMap", "https://opentopomap.org") in tiles.attribution


def test_parts_of_an_address_are_filled_in() -> None:
    tiles = find_tiles("Esri.WorldImagery")
    assert "World_Imagery" in tiles.url
    assert tiles.origins() == ["https://server.arcgisonline.com"]


def test_a_wrong_name_is_answered_with_near_ones() -> None:
    with pytest.raises(TilesError, match=r"'OpenStretMap.Mapnik'.*: .*OpenStreetMap\.Mapnik"):
        find_tiles("OpenStretMap.Mapnik")
    with pytest.raises(TilesError, match=r"xyzservices\.readthedocs\.io"):
        find_tiles("???")


def test_what_cannot_be_used_is_refused_with_the_reason() -> None:
    with pytest.raises(TilesError, match=r"Thunderforest.Landscape need a key"):
        find_tiles("Thunderforest.Landscape")
    with pytest.raises(TilesError, match=r"Esri.ArcticImagery are in EPSG:5936"):
        find_tiles("Esri.ArcticImagery")


def test_attribution_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = xyzservices.TileProvider(
        name="Hostile",
        url="https://{s}.tiles.example/{z}/{x}/{y}.png",
        subdomains=["one", "two"],
        attribution="x",
        html_attribution='&copy; <a href="javascript:alert(1)">A</a><script>b</script>'
        ' &lt;img&gt; <a href="https://c.example/?a=1&amp;b=2">C</a>.',
    )
    monkeypatch.setattr(xyzservices, "providers", xyzservices.Bunch(Hostile=hostile))
    tiles = find_tiles("Hostile")
    assert "".join(text for text, _ in tiles.attribution) == "© Ab <img> C."
    links = {text: address for text, address in tiles.attribution if address}
    assert links == {"C": "https://c.example/?a=1&b=2"}
    assert tiles.origins() == ["https://one.tiles.example", "https://two.tiles.example"]


def test_a_provider_may_be_handed_over_as_it_is(toy: Atlas) -> None:
    mine = xyzservices.TileProvider(
        name="Mine",
        url="https://tiles.example/{z}/{x}/{y}.png?key={key}",
        attribution="Me",
        key="7",
    )
    page = toy.build_map(tiles=mine).get_root().render()
    assert page_data(page)["tiles"]["url"] == "https://tiles.example/{z}/{x}/{y}.png?key=7"
    assert "img-src data: https://tiles.example;" in page
    assert find_tiles(xyzservices.providers.OpenTopoMap) == find_tiles("OpenTopoMap")
    for url in ("tiles/{z}/{x}/{y}.png", "file:///tiles/{z}.png", "https://a;script-src/{z}.png"):
        mine["url"] = url
        with pytest.raises(TilesError, match="have no address of the web"):
            toy.build_map(tiles=mine)
    with pytest.raises(ValueError, match="tiles: 7, expected a tile provider of xyzservices, or"):
        toy.build_map(tiles=7)
