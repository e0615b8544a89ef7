"""How the page is put together."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from babel import Locale
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from geo.api import Atlas
from geo.design import css
from geo.design.spots import name_spots
from geo.design.tokens import read_design
from geo.page import assets, payload
from geo.page.document import draw_page
from geo.page.outlines import pack_outlines, pack_shapes
from geo.page.page import TITLED, UNSAID
from tests.pages import Part, join_edges, page_data, read_numbers, unpack, unpack_points


@pytest.fixture(scope="module")
def edition(atlas: Atlas) -> Atlas:
    return replace(atlas, version="1.2.3", date="2026-01-02")


@pytest.fixture(scope="module")
def page(edition: Atlas) -> str:
    html: str = draw_page(edition).get_root().render()
    return html


def pack(*shapes: shapely.Geometry, steps: int = 1000) -> list[list[Part]]:
    return [unpack(text, steps) for text in pack_shapes(np.array(shapes), steps)]


def pack_together(*layers: list[shapely.Geometry]) -> list[list[list[Part]]]:
    edges, told = pack_outlines([np.array(shapes, dtype=object) for shapes in layers], 1000)
    return [join_edges(edges, shapes, 1000) for shapes in told]


def around(ring: Part) -> set[tuple[tuple[float, float], ...]]:
    """Return all ways to tell a ring."""
    *own, last = ring
    assert own[0] == last
    return {(*each[n:], *each[:n]) for each in (own, own[::-1]) for n in range(len(own))}


def test_polygons_come_back_ring_by_ring() -> None:
    holed = Polygon([(0, 0), (9, 0), (9, -9.5)], [[(5, -1), (6, -1), (6, -2)]])
    islands = MultiPolygon([box(0, 0, 1, 1), box(-180, 5, -179, 6)])
    ((first, second),) = pack_together([holed, islands])
    assert ((0, 0), (9, 0), (9, -9.5)) in around(first[0])
    assert ((5, -1), (6, -1), (6, -2)) in around(first[1])
    assert [len(ring) for ring in second] == [5, 5]
    assert ((-180, 5), (-179, 5), (-179, 6), (-180, 6)) in around(second[1])


def test_lines_and_points_come_back() -> None:
    line = LineString([(1, 2), (3, 4), (1, 2)])
    assert pack(line) == [[[(1, 2), (3, 4), (1, 2)]]]
    assert pack(Point(179.9999, -89.9999), steps=10000) == [[[(179.9999, -89.9999)]]]


def test_points_of_one_each_come_back_together_and_others_one_by_one() -> None:
    at = [(179.9999, -89.9999), (-180.0, 90.0), (0.0001, 0.0)]
    frame = gpd.GeoDataFrame({"id": list("abc")}, geometry=[*map(Point, at)], crs=4326)
    assert unpack_points(payload.pack_layer(frame, "points")["shapes"], 10000) == at
    assert payload.pack_layer(frame.iloc[:0], "points")["shapes"] == ""
    for odd in (MultiPoint([(1, 2), (3, 4)]), Point()):
        told = payload.pack_layer(frame.set_geometry([*frame.geometry[:2], odd]), "points")
        assert [len(unpack(each, 10000)[0]) for each in told["shapes"][:2]] == [1, 1]
        assert len(told["shapes"]) == len(told["columns"]["id"])
    assert pack() == []
    loop = LineString([(0, 0), (1, 0), (1, 1), (0, 0)])
    assert pack_together([], [loop], []) == [[], [[list(loop.coords)]], []]
    assert pack_together() == []


def test_what_outlines_share_is_told_once() -> None:
    shared = [(10.0004, 5.0006), (10.3333, 6.6666), (10.0007, 7.9994)]
    west, east = Polygon([*shared, (9, 6)]), Polygon([*reversed(shared), (12, 6)])
    both, border = west.union(east), LineString(shared)
    part = LineString(shared[:2])
    layers = [np.array(each) for each in ([west, east], [both], [border, part])]
    edges, _ = pack_outlines(layers, 1000)
    assert len(edges) == 4, "two coasts and the border, which a line cuts in two"
    (left, right), (whole,), (line, cut) = pack_together(*map(list, layers))
    rounded = [(10, 5.001), (10.333, 6.667), (10.001, 7.999)]
    assert line == [rounded]
    assert cut == [rounded[:2]]
    assert ((9, 6), *rounded) in around(left[0])
    assert ((12, 6), *rounded) in around(right[0])
    assert (rounded[0], (9, 6), rounded[2], (12, 6)) in around(whole[0])


def test_an_island_is_one_edge_for_all_that_have_it() -> None:
    island = box(0, 0, 1, 1)
    corners = list(island.exterior.coords)
    other = Polygon([*corners[2:], *corners[1:3]])
    edges, ((one,), (two,)) = pack_outlines([np.array([island]), np.array([other.reverse()])], 1000)
    assert len(edges) == 1
    assert {one, two} <= {"A", "B"}


def test_positions_that_fall_together_are_written_once() -> None:
    line = LineString([(0, 0), (0.0001, 0), (1, 1), (1.0001, 1.0001)])
    assert pack(line) == [[[(0, 0), (1, 1)]]]
    assert pack_together([line], [box(0, 0, 1e-4, 1e-4)]) == [
        [[[(0, 0), (1, 1)]]],
        [[[(0, 0)] * 2]],
    ]


@pytest.mark.parametrize(
    "text",
    ["</script>", "{{ 7*7 }}", "{% if %}", "<!--", "a\u2028b\u2029c", '"\\{', "&lt;", "नमस्ते"],
)
def test_json_is_safe_and_comes_back(text: str) -> None:
    written = payload.to_json({"key": [text, {text: {"inner": None}}]})
    assert json.loads(written) == {"key": [text, {text: {"inner": None}}]}
    for unsafe in ("<", ">", "&", "{{", "{%", "{#", "\u2028", "\u2029"):
        assert unsafe not in written


def test_json_takes_only_finite_numbers() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        payload.to_json([float("nan")])


def test_missing_values_are_null_and_whole_numbers_whole() -> None:
    frame = gpd.GeoDataFrame(
        {"id": ["a", "b"], "km": [2.0, None], "text": [None, "x"]}, geometry=[Point(0, 0)] * 2
    )
    columns = payload.pack_layer(frame)["columns"]
    assert json.dumps(columns) == '{"id": ["a", "b"], "km": [2, null], "text": [null, "x"]}'


def test_a_segment_of_several_networks_is_sent_once() -> None:
    lines = [LineString([(0, 0), (1, n)]) for n in range(3)]
    told = {"id": ["a", "b", "c"], "km": [1.5, np.nan, 2.0]}
    first = gpd.GeoDataFrame(told, geometry=lines, crs="EPSG:4326")
    other = first.iloc[[2, 1]].assign(km=[9.0, np.nan])
    packed = payload.pack_layers(
        {"one": first, "two": other, "places": first},
        {"one": "network", "two": "network", "places": "points"},
    )
    assert packed["two"]["columns"]["id"] == ["c"]
    assert packed["two"]["shared"] == [None, "b"]
    assert "shared" not in packed["one"]
    assert packed["places"]["columns"] == packed["one"]["columns"]


def test_cells_that_repeat_are_written_once() -> None:
    said = "so a long note says"
    told = {"note": [said, None, said, said], "id": list("abcd"), "km": [1000000.0] * 4}
    packed = payload.pack_columns(pd.DataFrame(told))
    note = {"of": [None, said], "at": "BABB"}
    assert packed == {"note": note, "id": list("abcd"), "km": {"of": [1000000], "n": 4}}


def test_texts_that_count_on_are_written_in_short() -> None:
    told = {
        "id": [f"own-{n}" for n in range(1, 21)],
        "name": [f"{n}" for n in range(95, 115)],
        "padded": [f"{n:03}" for n in range(1, 21)],
        "number": list(range(20)),
        "far": [f"{10**17 + n}" for n in range(20)],
        "skips": [f"own-{n}" for n in [*range(1, 20), 21]],
    }
    packed = payload.pack_columns(pd.DataFrame(told))
    assert packed.pop("id") == {"stem": "own-", "start": 1, "n": 20}
    assert packed.pop("name") == {"stem": "", "start": 95, "n": 20}
    assert packed == {name: told[name] for name in ("padded", "number", "far", "skips")}
    assert payload.pack_columns(pd.DataFrame({"id": ["own-1", "own-2"]})) == {
        "id": ["own-1", "own-2"]
    }
    assert payload.pack_columns(pd.DataFrame({"id": []})) == {"id": []}


def test_numbers_of_any_size_come_back_from_their_text() -> None:
    values = [*range(0, 3000, 7), 2999]
    told = {
        "id": [f"{n:030}" for n in range(3 * len(values))],
        "km": [n + 0.123456 for n in values] * 3,
    }
    packed = payload.pack_columns(pd.DataFrame(told))
    (numbers,) = read_numbers(packed["km"]["at"])
    assert [packed["km"]["of"][number] for number in numbers] == told["km"]


def test_names_stand_inside_their_country() -> None:
    horseshoe = box(0, 0, 10, 10) - box(3, 3, 10, 7)
    ((lon, lat, width),) = name_spots(np.array([horseshoe]))
    assert horseshoe.contains(Point(lon, lat))
    assert 250 < width < 450


def test_each_country_has_the_name_in_its_own_largest_part() -> None:
    largest = [box(30, 0, 36, 6), box(0, 50, 10, 60), box(-20, -60, -10, -50)]
    islands = MultiPolygon([box(20, 0, 21, 1), largest[0], box(40, 0, 41, 1)])
    found = name_spots(np.array([islands, *largest[1:]]))
    for part, (lon, lat, _) in zip(largest, found, strict=True):
        assert part.contains(Point(lon, lat))
    for gone in (None, MultiPolygon()):
        with pytest.raises(ValueError, match="zip"):
            name_spots(np.array([islands, gone], dtype=object))


def test_page_loads_nothing(page: str) -> None:
    head, _, rest = page.partition('<script type="application/json"')
    data, _, tail = rest.partition("</script>")
    markup = re.sub(r"<script>.*?</script>", "", head + tail, flags=re.DOTALL)
    assert not re.findall(r"(?:src|href)=(?![\"']?(?:data:|#))", markup)
    assert not re.findall(r"url\((?!data:|#)", markup)
    assert "sourceMappingURL" not in page
    for library in ("jquery", "bootstrap"):
        assert library not in markup.lower()
    assert "{{" not in data


def test_page_is_the_same_each_time(edition: Atlas, page: str) -> None:
    drawn = draw_page(edition)
    assert drawn.get_root().render() == page
    assert drawn.get_root().render() == page, "rendered twice"


def test_added_elements_get_the_same_names_each_time(edition: Atlas) -> None:
    pages = []
    for _ in range(2):
        drawn = draw_page(edition)
        folium.Marker([40, 60], popup="A popup").add_to(drawn)
        pages.append(drawn.get_root().render())
    assert pages[0] == pages[1]


def test_edition_is_in_the_page(page: str) -> None:
    data = page_data(page)
    told = {"title": "Uttarapath", "version": "1.2.3", "date": "2026-01-02"}
    assert data["edition"] == {**told, "authors": ["The Uttarapath developers"]}


def test_empty_layers_build(atlas: Atlas) -> None:
    no_layers = {name: frame.iloc[:0] for name, frame in atlas.layers.items()}
    no_tables = {name: frame.iloc[:0] for name, frame in atlas.tables.items()}
    empty = replace(atlas, layers=no_layers, tables=no_tables)
    assert "<main>" in draw_page(empty).get_root().render()


def test_colours_stand_in_the_theme_alone() -> None:
    for file in [*(assets.PAGE / "css").glob("*.css"), *(assets.PAGE / "js").rglob("*.js")]:
        text = re.sub(r"url\(#\w+\)", "", file.read_text("utf-8"))
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![-\w])(?=[;, )])", text), file.name
        assert not re.findall(r"\b(?:rgba?|hsla?)\(", text), file.name


def test_sheets_lose_their_air_and_nothing_else() -> None:
    sheet = assets.style("""
    /* a word */ .a > .b, .a :hover { content: " ↑"; width: calc(1px + 2px); }
    """)
    assert '@layer atlas{.a>.b,.a :hover{content:" ↑";width:calc(1px + 2px)}}' in sheet


def test_tokens_that_are_used_are_defined(atlas: Atlas) -> None:
    style = assets.style(css.style(atlas.spec))
    defined = set(re.findall(r"(--[\w-]+):", style))
    used = set(re.findall(r"var\((--[\w-]+)", style))
    assert used <= defined


def plural_forms(lang: str) -> set[str]:
    """Return the words of CLDR for the forms that a noun has after a number."""
    return {*Locale(lang).plural_form.rules, "other"}


@pytest.mark.parametrize("lang", ["en", "hi", "ru"])
def test_every_language_says_everything(lang: str) -> None:
    english, texts = read_design("words/en.json"), read_design(f"words/{lang}.json")
    counted = {key.removesuffix(".one") for key in english if key.endswith(".one")}
    wanted = {key for key in english if key.rpartition(".")[0] not in counted}
    wanted |= {f"{key}.{form}" for key in counted for form in plural_forms(lang)}
    assert set(texts) == wanted
    for key in wanted & set(english):
        assert texts[key]
        values = set(re.findall(r"\{\w+\}", english[key]))
        if key.startswith("status_since."):
            values = {"{date}", "{when}"}
        assert set(re.findall(r"\{\w+\}", texts[key])) <= values, key


def test_every_country_has_a_local_language(layers: Mapping[str, gpd.GeoDataFrame]) -> None:
    known = read_design("words/local.json")
    for name in ("republics", "countries", "places"):
        frame = layers[name]
        assert set(frame.loc[frame["name_local"].notna(), "iso_a2"].dropna()) <= set(known)


def test_texts_that_are_used_exist() -> None:
    texts = {*read_design("words/en.json"), *TITLED, *UNSAID, "search.hint"}
    source = "".join(file.read_text("utf-8") for file in (assets.PAGE / "js").rglob("*.js"))
    source += (assets.PAGE / "page.html").read_text("utf-8")
    used = set(re.findall(r"\bsay\(\"([a-z]+\.[\w.]+)\"", source))
    used |= set(re.findall(r"data-(?:say|name)=\"([\w.]+)\"", source))
    assert used
    assert used <= texts


def test_modules_are_bundled_after_what_they_import() -> None:
    script = assets.script()
    assert script.index("function createState") < script.index("const state=createState")
    assert not re.findall(r"^(?:import|export) ", script, re.MULTILINE)
