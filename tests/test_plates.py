"""The plates: their size, their text, what they show, and that they come out the same twice."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pytest
import shapely
from matplotlib.colors import to_rgba

import geo
from geo.api import Atlas, open_atlas
from geo.design.theme import colours, layer_hue, light_colours
from geo.design.view import View, lit_areas
from geo.errors import MissingExtraError, ViewError
from geo.model.content import Content
from geo.model.light import luminance
from geo.model.saying import degrees
from geo.plates import draw_plates, require_extra
from geo.plates.boxes import Occupied
from geo.plates.export import export, settings
from geo.plates.labels import Labels
from geo.plates.partner import km_within, partner_plate
from geo.plates.piles import events_of
from geo.plates.places import JUNCTION, find_places
from geo.plates.plate import Plate
from geo.plates.sheet import Sheet
from geo.plates.type import lacking, styles, wrapped
from geo.plates.whole import whole_plate
from geo.read.content import content_of
from tests.changing import change
from tests.conftest import HOSTILE

pytestmark = pytest.mark.slow

POINTS_PER_MM = 72 / 25.4
ONE_PLATE = """
import hashlib
from geo.api import open_atlas
from geo.new import TEMPLATE
from geo.plates import draw_plates
for name, data in sorted(draw_plates(open_atlas(TEMPLATE)).items()):
    print(name, hashlib.sha256(data).hexdigest())
"""
HUE = "#123456"
SERIES = f"""
[values.series.lantern]
name = {{ en = "Lantern" }}
hue = ["{HUE}", "#abcdef"]
sign = "cross"
"""
RALLIES = f"""
shape = "points"
facts = "rallies"
name = {{ en = "Rallies" }}
doc = "rallies"
columns = ["id", "name", "start", "finish", "date_prec", "host", "place"]
time = ["start", "finish"]
host = "host"
label = {{ en = "{{dates}}" }}
[mark]
body = "disc"
hue = ["{HUE}", "#abcdef"]
"""
MINES = f"""
shape = "points"
facts = "mines"
name = {{ en = "Mines" }}
doc = "mines"
columns = ["id", "name", "ore"]
label = {{ en = "{{ore}}" }}
legend = ["ore"]
[mark]
body = "diamond"
hue = "ore"
[column.ore]
type = "choice"
doc = "what is mined"
title = {{ en = "Ore" }}
[values.ore.copper]
name = {{ en = "Copper" }}
hue = ["{HUE}", "#abcdef"]
[values.ore.zinc]
name = {{ en = "Zinc" }}
hue = ["#654321", "#fedcba"]
"""
LINE = f"""
shape = "network"
facts = "segments"
name = {{ en = "Silk Line" }}
doc = "a line"
hue = ["{HUE}", "#abcdef"]
part = {{ en = "the Silk Line" }}
[values.branch.silk]
name = {{ en = "silk" }}
full = {{ en = "Silk Branch" }}
"""
SOIL = f"""
[column.soil]
type = "choice"
doc = "soil"
title = {{ en = "Soil" }}
[values.soil.sand]
name = {{ en = "Sand" }}
hue = ["{HUE}", "#abcdef"]
[values.soil.clay]
name = {{ en = "Clay" }}
hue = ["#654321", "#fedcba"]
"""
HEAD = "lon,lat,precision_m,aliases,sources,licence,confidence,as_of,note"
BASE = "island-gazette,CC-BY-4.0,high,2025-12-31,"
"""Sources and what follows of a row of facts."""


@pytest.fixture(scope="module")
def content(atlas: Atlas) -> Content:
    return content_of(atlas)


@pytest.fixture(scope="module")
def whole(content: Content) -> Plate:
    with settings():
        return whole_plate(content)


@pytest.fixture(scope="module")
def partner(content: Content) -> Plate:
    with settings():
        return partner_plate(content, content.partners[0])


@pytest.fixture(scope="module")
def files(partner: Plate) -> dict[str, bytes]:
    with settings():
        return export(partner.sheet, partner.title)


@pytest.fixture(scope="module")
def small(toy: Atlas) -> Plate:
    return drawn(toy)


def drawn(atlas: Atlas, worldview: str = "", *, of_partner: bool = False) -> Plate:
    content = content_of(atlas, worldview)
    with settings():
        return partner_plate(content, content.partners[0]) if of_partner else whole_plate(content)


def add(folder: Path, name: str, text: str) -> None:
    """Add text to a file of an atlas; a new layer is named in `atlas.toml` too."""
    file, head = folder / name, folder / "atlas.toml"
    if file.parent.name == "layers" and not file.exists():
        change(head, "layers = [", f'layers = ["{file.stem}", ')
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)


def with_partners(folder: Path) -> Path:
    """Let all countries of the toy be partners."""
    change(
        folder / "layers" / "countries.toml",
        'facts = "countries"',
        'facts = "countries"\npartners = true',
    )
    return folder


def with_silk_line(folder: Path) -> Path:
    """Let the second half of the railway of the toy be a network of its own."""
    add(folder, "layers/silk.toml", LINE)
    facts = folder / "facts"
    change(facts / "segments.csv", "Eastmere,main,", "Eastmere,silk,")
    change(facts / "routes.csv", "coast-to-coast,2,xa-xb-midway-eastmere,main,\n", "")
    change(folder / "story" / "1-railway.toml", '"railway", ', '"railway", "silk", ')
    return folder


def svg_texts(svg: bytes) -> list[str]:
    found = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - our own
    return ["".join(text.itertext()) for text in found]


def texts(plate: Plate) -> list[str]:
    return [text for text, _ in plate.sheet.texts]


def told(plate: Plate) -> str:
    return " ".join(texts(plate))


def in_hue(sheet: Sheet, hue: str) -> int:
    """Return how many signs and lines of a sheet have a hue."""
    fills = [patch.get_facecolor() for patch in sheet.axes.patches]
    lines = [to_rgba(line.get_color()) for line in sheet.axes.lines]
    return [tuple(colour)[:3] for colour in (*fills, *lines)].count(to_rgba(hue)[:3])


def test_the_atlas_is_a3_and_a_partner_a4(
    whole: Plate, partner: Plate, files: dict[str, bytes]
) -> None:
    for plate, size in ((whole, (420, 297)), (partner, (297, 210))):
        assert plate.sheet.figure.get_size_inches() * 25.4 == pytest.approx(size)
    root = ET.fromstring(files["svg"])  # noqa: S314
    assert float(root.get("width", "").removesuffix("pt")) == pytest.approx(297 * POINTS_PER_MM)
    assert files["png"].startswith(b"\x89PNG")
    assert files["pdf"].startswith(b"%PDF")


def test_a_plate_whose_atlas_has_no_credit_for_it_bears_that_of_the_page(toy: Atlas) -> None:
    shown = " ".join(svg_texts(draw_plates(toy)["atlas.svg"]))
    assert "Invented geography" in shown


def test_a_layer_of_which_the_sheet_shows_nothing_has_no_heading(toy: Atlas) -> None:
    atlas = replace(toy)
    for name, lat in (("Northern roads", -22), ("Southern roads", -32)):
        line = shapely.LineString([(-17, lat), (-15, lat)])
        frame = gpd.GeoDataFrame({"kind": ["a"]}, geometry=[line], crs=4326)
        geo.Layer(frame, name=name, column="kind").add_to(atlas)
    shown = " ".join(svg_texts(draw_plates(atlas)["atlas.svg"])).lower()
    assert "southern roads" in shown
    assert "northern roads" not in shown


def test_text_is_text_in_svg_and_its_faces_are_inside(
    files: dict[str, bytes], content: Content
) -> None:
    shown, about = svg_texts(files["svg"]), content.partners[0]
    for text in (about.name, about.text("name_local"), about.name.upper()):
        assert text in shown
    credit = " ".join(shown)
    for text in ("OpenStreetMap contributors", "ODbL", content.version, "International view"):
        assert text in credit
    svg = files["svg"].decode()
    used = set(re.findall(r"(?:bold |\d+ |italic )*[\d.]+px 'Atlas (\w+)'", svg))
    used |= set(re.findall(r"font-family: 'Atlas (\w+)'", svg))
    assert used >= {"Sans", "Serif"}
    assert used - {"Fallback"} <= set(re.findall(r"@font-face\{font-family:'Atlas (\w+)'", svg))
    assert "://" not in re.sub(r"http://(www\.w3\.org|purl\.org|creativecommons\.org)", "", svg)


def test_pdf_embeds_type_as_truetype(files: dict[str, bytes]) -> None:
    assert b"/Type3" not in files["pdf"]
    assert b"/FontFile2" in files["pdf"]


def test_hostile_text_is_shown_letter_by_letter(content: Content) -> None:
    hostile = [*HOSTILE, "$x^2$", r"\frac{1}{2}", '<b>&"', "]]>"]
    with settings():
        view = View((70.0, 38.0), 1e7)
        sheet = Sheet((100, 200), (5, 5, 95, 195), view, light_colours(content.spec))
        for i, text in enumerate(hostile):
            sheet.write(text, (5, 190 - i * 8), styles()["row"], halo=1)
        shown = svg_texts(export(sheet, HOSTILE[0])["svg"])
    assert shown == hostile


def test_labels_collide_neither_with_each_other_nor_with_the_frame(
    whole: Plate, partner: Plate, small: Plate
) -> None:
    for plate, least in ((whole, 40), (partner, 40), (small, 5)):
        boxes = [(label.text, shapely.box(*label.box)) for label in plate.labels.labels]
        assert len(boxes) >= least
        frame = shapely.box(*plate.sheet.frame)
        assert [text for text, box in boxes if not frame.contains_properly(box)] == []
        pairs = itertools.combinations(boxes, 2)
        meeting = [(a, b) for (a, one), (b, other) in pairs if one.intersection(other).area > 0]
        assert meeting == []


def test_the_atlas_names_what_it_is_about(whole: Plate, content: Content) -> None:
    written = {label.text for label in whole.labels.labels}
    assert written >= {area.name for area in lit_areas(content)}
    assert written >= {partner.text("capital") for partner in content.partners}
    assert written >= {"New Delhi", "Chabahar", "Caspian Sea"}


def test_large_towns_are_named_where_the_map_is_quiet(
    whole: Plate, partner: Plate, content: Content, atlas: Atlas
) -> None:
    people = {town.name: town.population for town in content.towns}
    named = [
        {label.text for label in plate.labels.labels} & {*people} for plate in (whole, partner)
    ]
    assert {"Karachi", "Lahore"} <= named[0]
    assert min(people[name] for name in named[0]) > 1_000_000, "from afar but the largest"
    assert named[1]
    places = {place.name for place in content.of(content.spec.places)}
    assert not places & {*people}
    told = {town.at: town.name for town in content_of(atlas, language="ru").towns}
    assert told[next(town.at for town in content.towns if town.name == "Lahore")] == "Лахор"


def test_every_layer_and_value_is_in_the_legend(whole: Plate, content: Content) -> None:
    spec, words = content.spec, told(whole)
    networks = [layer for layer in spec.of_shape("network") if not layer.on_request]
    for layer in networks:
        assert spec.say(f"layers.{layer.id}.name") in words
    for layer in (*spec.events, *networks):
        for column in layer.legend:
            shown = [
                spec.say(f"{column}.{value}")
                for value in (row.text(column) for row in content.of(layer))
            ]
            assert {word for word in shown if word not in words} == set()


def test_the_legend_keeps_the_order_of_the_rows(whole: Plate, content: Content) -> None:
    rows = texts(whole)
    for column in ("status", "mode", "series", "format"):
        values = [content.spec.say(f"{column}.{value}") for value in content.spec.values[column]]
        found = [rows.index(value) for value in values if value in rows]
        assert len(found) > 1
        assert found == sorted(found)


def test_claimed_areas_are_hatched_after_the_view(toy: Atlas) -> None:
    meadow = (-15.5, -33.0)
    hatched = {}
    for view in toy.spec.worldviews:
        plate = drawn(toy, view)
        near = shapely.Point(plate.sheet.spot(*meadow)).buffer(2)
        lines = [
            shapely.LineString(np.asarray(line.get_xydata()))
            for line in plate.sheet.axes.lines
            if to_rgba(line.get_color()) == to_rgba(plate.sheet.palette["hatch"])
        ]
        hatched[view] = any(line.intersects(near) for line in lines)
        assert (toy.spec.say("border.claimed") in texts(plate)) == hatched[view]
    assert hatched == {"international": True, "alderland": False}


def test_the_same_atlas_gives_the_same_bytes(toy: Atlas) -> None:
    told_there = subprocess.run(
        [sys.executable, "-c", ONE_PLATE],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "4711"},
    ).stdout
    here = {name: hashlib.sha256(data).hexdigest() for name, data in draw_plates(toy).items()}
    assert dict(line.split() for line in told_there.splitlines()) == here
    assert set(here) == {"atlas.svg", "atlas.png", "atlas.pdf"}, "it has no partners"


def test_scale_bar_is_true_in_the_middle(whole: Plate, partner: Plate) -> None:
    for plate in (whole, partner):
        width = 50.0
        assert plate.sheet.km_across(width) == pytest.approx(
            width * plate.sheet.view.scale / 1e6, rel=0.02
        )


@pytest.mark.parametrize("centre", [(180, -14), (-175, 40), (60, 87)])
def test_what_lies_around_180_degrees_or_a_pole_is_on_the_sheet(
    whole: Plate, centre: tuple[float, float]
) -> None:
    frame = whole.sheet.frame
    sheet = Sheet((420, 297), frame, View(centre, 15_000_000), whole.sheet.palette)
    world = [shapely.box(lon, -90, lon + 20, 90) for lon in range(-180, 180, 20)]
    covered = shapely.union_all([sheet.shape(part).buffer(0.1) for part in world])
    assert covered.contains(shapely.box(*frame))


def test_the_meridian_of_180_degrees_has_no_side(toy: Atlas) -> None:
    told = [degrees(toy.spec, lon, ("east", "west")) for lon in (-180, -170, 0, 180)]
    assert told == ["180°", "170° W", "0°", "180°"]


def test_areas_are_true_on_the_sheet(whole: Plate, content: Content) -> None:
    shapes = gpd.GeoSeries([each.shape for each in content.partners], crs="EPSG:4326")
    on_sheet = [whole.sheet.shape(shape).area for shape in shapes]
    true = shapes.to_crs("ESRI:54034").area  # equal-area too, of another kind
    assert [area / on_sheet[0] for area in on_sheet] == pytest.approx(
        (true / true[0]).to_list(), rel=0.005
    )


def test_km_within_a_country_are_those_of_its_segments(content: Content) -> None:
    for partner in content.partners:
        iso = partner.text("iso_a2")
        for segment, km in km_within(content, partner):
            assert 0 <= km <= segment.number("len_km") * 1.001
            if {segment.text("iso_from"), segment.text("iso_to")} == {iso}:
                assert km == pytest.approx(segment.number("len_km"), rel=0.02)


def test_a_partner_is_told_what_it_hosted(partner: Plate, content: Content) -> None:
    iso, words = content.partners[0].text("iso_a2"), told(partner)
    earlier = re.compile(re.escape(content.spec.say("partner.earlier")).replace(r"\{n\}", r"(\d+)"))
    for layer in content.spec.events:
        held = [event for event in events_of(content, layer) if event.text(layer.country) == iso]
        missing = [event.id for event in held if event.text("place") not in words]
        assert len(missing) <= sum(map(int, earlier.findall(words)))


def untold(plate: Plate, words: str) -> set[str]:
    """Return what the map of a plate shows and its text does not tell."""
    spec, shown = plate.shown.spec, plate.shown
    names = {
        (spec.say(f"{column}.{value}"), layer.id)
        for layer in (*spec.of_shape("points"), *spec.of_shape("network"))
        for column in (layer.legend[:1] if layer.shape == "points" else ("status", "mode"))
        for value in {each.text(column) for each in shown.of(layer)}
    }
    names |= {
        (spec.say(f"layers.{layer.id}.name"), layer.id)
        for layer in spec.of_shape("network")
        if shown.of(layer)
    }
    return {name for name, _ in names if name not in words}


def test_all_that_a_map_shows_is_told(
    whole: Plate, partner: Plate, content: Content, toy_folder: Path
) -> None:
    with settings():
        other = partner_plate(content, content.partners[-1])
    for plate in (whole, partner, other):
        assert untold(plate, told(plate)) == set()
    toy = drawn(open_atlas(with_partners(toy_folder)), of_partner=True)
    assert untold(toy, told(toy)) == set()
    assert "Hollow: treat with care" in told(toy)


def test_what_is_beside_the_country_is_in_the_legend_alone(toy_folder: Path) -> None:
    content = content_of(open_atlas(with_silk_line(with_partners(toy_folder))))
    for country in content.partners:
        with settings():
            plate = partner_plate(content, country)
        assert in_hue(plate.sheet, HUE) > bool(plate.shown.features.get("silk"))
        assert texts(plate).count("Silk Line") == 1


def show_sorts(monkeypatch: pytest.MonkeyPatch, content: Content, count: int) -> None:
    """Let maps be empty, and have so many sorts of places that the legend must tell."""
    town = content.of(content.spec.layers["places"])[0]
    sorts = [
        replace(town, cells={**town.cells, "id": f"town-{i}", "kind": f"Sort{i:02}"})
        for i in range(count)
    ]

    def draw(sheet: Sheet, *_: object, **__: object) -> Plate:
        labels = Labels(sheet, signs=Occupied(), lines=Occupied())
        return Plate("", sheet, labels, shown=content.only(sorts), named=[], claimed=False)

    monkeypatch.setattr("geo.plates.layout.draw_map", draw)
    monkeypatch.setattr("geo.design.legend.point_looks", lambda *_: ())


@pytest.mark.parametrize("rows", range(0, 9, 4))
@pytest.mark.parametrize("events", [0, 1, 9, 30, 300])
def test_every_event_is_told_or_counted_however_long_the_legend(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch, rows: int, events: int
) -> None:
    content = content_of(open_atlas(with_partners(toy_folder)))
    show_sorts(monkeypatch, content, rows)
    country, sample = content.partners[0], content.of(content.spec.layers["fairs"])[0]
    same = {**sample.cells, "host": country.text("iso_a2")}
    held = [
        replace(
            sample,
            cells={**same, "id": str(i), "place": f"Field{i:03}", "start": f"{1700 + i}-05-01"},
        )
        for i in range(events)
    ]
    with settings():
        features = {**content.features, "fairs": held}
        plate = partner_plate(replace(content, features=features), country)
    words = told(plate)
    assert [i for i in range(rows) if f"Sort{i:02}" not in words] == []
    listed = [i for i in range(events) if f"Field{i:03}" in words]
    assert listed == list(range(events - len(listed), events)), "the latest"
    rest = re.findall(r"and (\d+) earlier", words)
    assert rest == ([str(events - len(listed))] if events > 30 else [])
    assert not rest or words.rindex("Field") < words.index("earlier")
    left, foot, *_ = plate.sheet.frame
    spots = [text.get_position() for text in plate.sheet.axes.texts]
    assert len(set(spots)) == len(spots)
    assert min(y for x, y in spots if x < left) > foot


def test_a_row_or_two_more_make_type_smaller_by_a_step_at_most(
    toy: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, sizes = content_of(toy), []
    for count in range(24, 60, 2):
        show_sorts(monkeypatch, content, count)
        with settings():
            plate = whole_plate(content)
        assert f"Sort{count - 1:02}" in texts(plate)
        sizes.append(max(style.size for _, style in plate.sheet.texts))
    assert min(sizes) < max(sizes)
    assert all(small > 0.9 * large for large, small in itertools.pairwise(sizes))


def test_networks_differ_without_colour(content: Content) -> None:
    networks = [each for each in content.spec.of_shape("network") if not each.on_request]
    hues = [colours(content.spec)[layer_hue(each)] for each in networks]
    for one, other in itertools.combinations(hues, 2):
        for paper in (0, 1):
            darker, lighter = sorted((luminance(one[paper]), luminance(other[paper])))
            assert (lighter + 0.05) / (darker + 0.05) > 1.5


def test_a_new_value_needs_its_row_alone(toy_folder: Path) -> None:
    add(with_partners(toy_folder), "layers/fairs.toml", SERIES)
    row = (
        f"lantern-2025,Lantern,lantern,2025-03-01,2025-03-02,day,XA,Oldtown,-18,-32,900,,,,{BASE}\n"
    )
    add(toy_folder, "facts/fairs.csv", row)
    atlas = open_atlas(toy_folder)
    plate = drawn(atlas)
    assert "Lantern" in texts(plate)
    assert in_hue(plate.sheet, HUE) == 3, "on the map, in the legend and in its year"
    assert "2025 Lantern, Oldtown" in told(drawn(atlas, of_partner=True))


def test_a_new_layer_of_events_needs_its_file_alone(toy_folder: Path) -> None:
    add(with_partners(toy_folder), "layers/rallies.toml", RALLIES)
    head = f"id,name,start,finish,date_prec,host,place,{HEAD}\n"
    row = f"rally,Rally,2020-05-01,2020-05-02,day,XA,Oldtown,-18,-32,900,,{BASE}\n"
    add(toy_folder, "facts/rallies.csv", head + row)
    atlas = open_atlas(toy_folder)
    plate = drawn(atlas)
    assert "Rallies" in texts(plate)
    assert in_hue(plate.sheet, HUE) == 3, "on the map, in the legend and in its year"
    assert "RALLIES HELD HERE 2020 Rally, Oldtown" in told(drawn(atlas, of_partner=True))


def test_a_new_layer_of_places_needs_its_file_alone(toy_folder: Path) -> None:
    add(toy_folder, "layers/mines.toml", MINES)
    head = f"id,name,ore,{HEAD}\n"
    rows = [
        f"{ore}-pit,{ore} pit,{ore},{lon},-33,900,,{BASE}\n"
        for ore, lon in (("zinc", -18), ("copper", -14))
    ]
    add(toy_folder, "facts/mines.csv", "".join([head, *rows]))
    plate = drawn(open_atlas(toy_folder))
    shown = texts(plate)
    assert shown.index("MINES") < shown.index("Copper") < shown.index("Zinc")
    assert {"zinc pit", "copper pit"} <= set(shown)
    assert in_hue(plate.sheet, HUE) == 2, "on the map and in the legend"


def test_a_new_network_needs_its_file_alone(toy_folder: Path) -> None:
    plate = drawn(open_atlas(with_silk_line(toy_folder)))
    assert "Silk Line" in texts(plate)
    assert in_hue(plate.sheet, HUE) == 3, "on the map, its error, and in the legend"


def test_areas_with_a_hue_are_filled_and_in_the_legend(toy_folder: Path) -> None:
    layer, facts = toy_folder / "layers" / "countries.toml", toy_folder / "facts" / "countries.csv"
    change(layer, '"league", "name_*"]', '"league", "soil", "name_*"]\nlegend = ["soil"]')
    add(toy_folder, "layers/countries.toml", SOIL)
    change(facts, "capital,name_fr", "capital,soil,name_fr")
    change(facts, "Westport,", "Westport,sand,")
    change(facts, "Eastmere,", "Eastmere,clay,")
    plate = drawn(open_atlas(toy_folder))
    shown = texts(plate)
    assert shown.index("COUNTRIES") < shown.index("Sand") < shown.index("Clay")
    assert in_hue(plate.sheet, HUE) == 2, "on the map and in the legend"


def test_a_point_steps_aside_where_a_place_lies_already(toy_folder: Path) -> None:
    add(toy_folder, "layers/mines.toml", MINES)
    head = f"id,name,ore,{HEAD}\n"
    row = f"westport-pit,Westport pit,zinc,-19.6,-32.2,900,,{BASE}\n"
    add(toy_folder, "facts/mines.csv", head + row)
    plate = drawn(open_atlas(toy_folder))
    assert "Zinc" in texts(plate)
    assert in_hue(plate.sheet, "#654321") == 2, "on the map and in the legend"


def test_letters_that_no_face_has_are_told_on_the_plate_and_by_the_build(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not any("Boxes" in text for text in texts(drawn(open_atlas(toy_folder))))
    change(toy_folder / "atlas.toml", '"Two lands"', '"दो देश"')
    atlas, said = open_atlas(toy_folder), list[str]()
    assert any(text.startswith("Boxes are letters (Devanagari)") for text in texts(drawn(atlas)))
    monkeypatch.setattr("geo.plates.export.export", lambda *_: {"svg": b""})
    draw_plates(atlas, say=said.append)
    assert [text for text in said if "Devanagari" in text] == said[-1:]


def test_a_word_wider_than_its_column_is_broken() -> None:
    style, word = styles()["row"], "x" * 300
    lines = wrapped(f"a {word} b", style, 40)
    assert "".join(lines).replace(" ", "") == f"a{word}b"
    assert max(map(style.width_mm, lines)) <= 40


def test_what_is_announced_is_not_drawn_as_held(toy_folder: Path, small: Plate) -> None:
    row = f"harvest-2027,Later,harvest,2027-09-14,2027-09-16,day,XA,Oldtown,-18,-32,900,,,,{BASE}\n"
    add(toy_folder, "facts/fairs.csv", row)
    assert texts(drawn(open_atlas(toy_folder))) == texts(small)


def test_partners_have_a_plate_in_each_view(
    toy_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geo.plates.export.export", lambda *_: {"svg": b""})
    atlas = open_atlas(with_partners(toy_folder))
    for view in atlas.spec.worldviews:
        assert set(draw_plates(atlas, worldview=view)) == {"atlas.svg", "xaa.svg", "xbb.svg"}


def test_places_are_shown_from_as_close_as_they_ask(whole: Plate, content: Content) -> None:
    spec = content.spec
    wide, close = (find_places(whole.sheet, content, close=close) for close in (False, True))
    assert len(wide) < len(close)
    technical = {
        each for layer in spec.of_shape("points") for each in layer.settings.get("technical", ())
    }
    assert not technical & {place.feature.id for place in wide}
    ends = [
        end
        for layer in spec.of_shape("network")
        for segment in {each.id: each for each in content.of(layer)}.values()
        for end in (segment.text("from_place"), segment.text("to_place"))
    ]
    for place in wide:
        column = next(iter(place.feature.layer.legend), "")
        value = spec.values.get(column, {}).get(place.feature.category)
        shown = value.settings.get("shown") if value else ""
        assert shown != "close"
        assert shown != "junction" or ends.count(place.feature.id) >= JUNCTION


def test_home_is_the_subject_and_its_partners(content: Content) -> None:
    partners = {partner.text("iso_a2") for partner in content.partners}
    assert content.home == {content.spec.subject} | partners


def test_the_day_of_the_data_is_told_in_full(small: Plate) -> None:
    assert "data as of 1 January 2026" in told(small)


def test_an_atlas_may_be_empty_or_lack_layers(toy: Atlas) -> None:
    empty = {name: frame.iloc[:0] for name, frame in toy.layers.items()}
    for layers in (empty, {}):
        assert toy.spec.title in told(drawn(replace(toy, layers=layers)))
    spec = replace(toy.spec, settings={**toy.spec.settings, "plate": {}})
    assert drawn(replace(toy, spec=spec, layers={})).sheet.view.scale > 1e6


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"pip install .*\[plates\]"):
        require_extra()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", ("Казахстан", "Астана", "Коридоры в стране", "«КазИнд»", "Каспийское море")),
        ("hi", ("कज़ाखस्तान", "अस्ताना", "काज़िंद")),
    ],
)
def test_a_plate_speaks_each_language(atlas: Atlas, language: str, words: tuple[str, ...]) -> None:
    content = content_of(atlas, language=language)
    with settings():
        plate = partner_plate(content, next(each for each in content.partners if each.id == "kaz"))
    written = told(plate).casefold()
    for word in words:
        assert word.casefold() in written


def test_a_language_that_an_atlas_lacks_is_named(toy: Atlas) -> None:
    with pytest.raises(ViewError, match="no language 'xx': it is"):
        content_of(toy, language="xx")


@pytest.mark.parametrize(
    "word", ["\u0627\u0644\u0645\u0645\u0631", "\u05d3\u05e8\u05da", "გზა", "ճանապարհ"]
)
def test_a_script_is_written_in_every_style(word: str) -> None:
    assert set().union(*(lacking(word, style) for style in styles().values())) == set()
