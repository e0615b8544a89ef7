"""The plates: their size, their text, what they show, and that they come out the same twice."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from matplotlib.colors import to_rgba

from geo.api import SHIPPED, Atlas
from geo.design.theme import colours, layer_hue
from geo.errors import MissingExtraError
from geo.model.spec import Spec
from geo.plates import draw_plates, require_extra
from geo.plates.export import export, settings
from geo.plates.features import features_of, home_countries
from geo.plates.ground import lit_areas
from geo.plates.partner import km_within, partner_plate, partners_of
from geo.plates.piles import events_of
from geo.plates.places import JUNCTION, find_places
from geo.plates.plate import Plate
from geo.plates.sheet import Sheet, View
from geo.plates.type import styles
from geo.plates.whole import whole_plate
from geo.read.spec import read_spec
from tests.conftest import HOSTILE

POINTS_PER_MM = 72 / 25.4
ONE_PLATE = """
import hashlib, sys
from geo.api import SHIPPED, open_atlas
from geo.plates.export import export, settings
from geo.plates.partner import partner_plate, partners_of
atlas = open_atlas(SHIPPED)
with settings():
    plate = partner_plate(atlas, atlas.spec.worldviews[0], partners_of(atlas)[0].id)
    for suffix, data in sorted(export(plate.sheet, plate.title).items()):
        print(suffix, hashlib.sha256(data).hexdigest())
"""
SERIES = """
[values.series.lantern]
name = { en = "Lantern" }
hue = ["#123456", "#abcdef"]
sign = "cross"
"""
MEETINGS = """
shape = "points"
facts = "rallies"
name = { en = "Rallies" }
doc = "rallies"
columns = ["id", "name", "start", "end", "host", "place"]
time = ["start", "end"]
host = "host"
label = { en = "{dates}" }
[mark]
body = "disc"
hue = ["#123456", "#abcdef"]
"""
MINES = """
shape = "points"
facts = "mines"
name = { en = "Mines" }
doc = "mines"
columns = ["id", "name", "ore"]
label = { en = "{ore}" }
legend = ["ore"]
[mark]
body = "diamond"
hue = "ore"
[column.ore]
type = "choice"
doc = "what is mined"
title = { en = "Ore" }
[values.ore.copper]
name = { en = "Copper" }
hue = ["#123456", "#abcdef"]
[values.ore.zinc]
name = { en = "Zinc" }
hue = ["#654321", "#fedcba"]
"""
DESERTS = """
shape = "areas"
geometry = "deserts"
facts = "deserts"
name = { en = "Deserts" }
doc = "deserts"
columns = ["id", "name", "iso_a3", "iso_a2", "soil"]
legend = ["soil"]
sources = "natural-earth"
licence = "CC-BY-4.0"
[column.soil]
type = "choice"
doc = "soil"
title = { en = "Soil" }
[values.soil.sand]
name = { en = "Sand" }
hue = ["#123456", "#abcdef"]
"""
BRANCH = """
shape = "network"
facts = "segments"
name = { en = "Silk Line" }
doc = "a line"
hue = ["#123456", "#abcdef"]
part = { en = "the Silk Line" }
[values.branch.silk]
name = { en = "silk" }
full = { en = "Silk Line" }
"""
HUE = "#123456"


@pytest.fixture(scope="module")
def whole(atlas: Atlas) -> Plate:
    with settings():
        return whole_plate(atlas, atlas.spec.worldviews[0])


@pytest.fixture(scope="module")
def partner(atlas: Atlas) -> Plate:
    with settings():
        return partner_plate(atlas, atlas.spec.worldviews[0], partners_of(atlas)[0].id)


@pytest.fixture(scope="module")
def files(partner: Plate) -> dict[str, bytes]:
    with settings():
        return export(partner.sheet, partner.title)


Extend = Callable[..., Atlas]


@pytest.fixture
def extend(atlas: Atlas, tmp_path: Path) -> Extend:
    """Return what adds text to files of the folder, and frames; it has no ground, to be quick."""

    def extended(texts: Mapping[str, str], **layers: gpd.GeoDataFrame) -> Atlas:
        ignored = shutil.ignore_patterns("geometry", "facts", "story")
        folder = Path(shutil.copytree(SHIPPED, tmp_path / "atlas", ignore=ignored))
        head = folder / "atlas.toml"
        for name, text in texts.items():
            file = folder / "layers" / f"{name}.toml"
            if not file.exists():
                known = head.read_text("utf-8")
                head.write_text(known.replace("layers = [", f'layers = ["{name}", '), "utf-8")
            with file.open("a", encoding="utf-8") as opened:
                opened.write(text)
        return replace(atlas, spec=read_spec(folder), layers={**atlas.layers, **layers})

    return extended


def drawn(atlas: Atlas, partner_id: str = "") -> Plate:
    view = atlas.spec.worldviews[0]
    with settings():
        return partner_plate(atlas, view, partner_id) if partner_id else whole_plate(atlas, view)


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


def palette(spec: Spec) -> dict[str, str]:
    return {name: light for name, (light, _) in colours(spec).items()}


def copied(frame: gpd.GeoDataFrame, row: int, **cells: object) -> gpd.GeoDataFrame:
    """Return a layer with one more row, copied from another of its rows but for some cells."""
    new = frame.iloc[[row]].assign(**cells)
    return pd.concat([frame, new], ignore_index=True)


def test_the_atlas_is_a3_and_a_partner_a4(
    whole: Plate, partner: Plate, files: dict[str, bytes]
) -> None:
    for plate, size in ((whole, (420, 297)), (partner, (297, 210))):
        assert plate.sheet.figure.get_size_inches() * 25.4 == pytest.approx(size)
    root = ET.fromstring(files["svg"])  # noqa: S314
    assert float(root.get("width", "").removesuffix("pt")) == pytest.approx(297 * POINTS_PER_MM)
    assert files["png"].startswith(b"\x89PNG")
    assert files["pdf"].startswith(b"%PDF")


def test_text_is_text_in_svg_and_its_faces_are_inside(
    files: dict[str, bytes], atlas: Atlas
) -> None:
    shown, about = svg_texts(files["svg"]), partners_of(atlas)[0]
    for text in (about.name, about.text("name_local"), about.name.upper()):
        assert text in shown
    credit = " ".join(shown)
    for text in ("OpenStreetMap contributors", "ODbL", atlas.version, "International view"):
        assert text in credit
    svg = files["svg"].decode()
    used = set(re.findall(r"(?:bold |\d+ |italic )*[\d.]+px 'Atlas (\w+)'", svg))
    used |= set(re.findall(r"font-family: 'Atlas (\w+)'", svg))
    assert used >= {"Sans", "Serif"}
    assert used - {"Fallback"} <= set(re.findall(r"@font-face\{font-family:'Atlas (\w+)'", svg))
    assert "http" not in re.sub(r"http://(www\.w3\.org|purl\.org|creativecommons\.org)", "", svg)


def test_pdf_embeds_type_as_truetype(files: dict[str, bytes]) -> None:
    assert b"/Type3" not in files["pdf"]
    assert b"/FontFile2" in files["pdf"]


def test_hostile_text_is_shown_letter_by_letter(atlas: Atlas) -> None:
    hostile = [*HOSTILE, "$x^2$", r"\frac{1}{2}", '<b>&"', "]]>"]
    with settings():
        view = View((70.0, 38.0), 1e7)
        sheet = Sheet((100, 200), (5, 5, 95, 195), view, palette(atlas.spec))
        for i, text in enumerate(hostile):
            sheet.write(text, (5, 190 - i * 8), styles()["row"], halo=1)
        shown = svg_texts(export(sheet, HOSTILE[0])["svg"])
    assert shown == hostile


def test_labels_collide_neither_with_each_other_nor_with_the_frame(
    whole: Plate, partner: Plate
) -> None:
    for plate in (whole, partner):
        boxes = [(label.text, shapely.box(*label.box)) for label in plate.labels.labels]
        assert len(boxes) > 40
        frame = shapely.box(*plate.sheet.frame)
        assert [text for text, box in boxes if not frame.contains_properly(box)] == []
        pairs = itertools.combinations(boxes, 2)
        meeting = [(a, b) for (a, one), (b, other) in pairs if one.intersection(other).area > 0]
        assert meeting == []


def test_the_atlas_names_what_it_is_about(whole: Plate, atlas: Atlas) -> None:
    written = {label.text for label in whole.labels.labels}
    assert written >= {area.name for area in lit_areas(atlas)}
    assert written >= {partner.text("capital") for partner in partners_of(atlas)}
    assert written >= {"New Delhi", "Chabahar", "Caspian Sea"}


def test_every_layer_and_value_is_in_the_legend(whole: Plate, atlas: Atlas) -> None:
    spec, words = atlas.spec, told(whole)
    for layer in spec.of_shape("network"):
        assert spec.say(f"layers.{layer.id}.name") in words
    for layer in (*spec.events, *spec.of_shape("network")):
        for column in layer.legend:
            shown = [spec.say(f"{column}.{value}") for value in atlas.layers[layer.id][column]]
            assert {word for word in shown if word not in words} == set()


def test_the_legend_keeps_the_order_of_the_rows(whole: Plate, atlas: Atlas) -> None:
    rows = texts(whole)
    for column in ("status", "mode", "series", "format"):
        values = [atlas.spec.say(f"{column}.{value}") for value in atlas.spec.values[column]]
        found = [rows.index(value) for value in values if value in rows]
        assert len(found) > 1
        assert found == sorted(found)


def test_claimed_areas_are_hatched_after_the_view(atlas: Atlas) -> None:
    abkhazia, kashmir = (41.2, 43.0), (76.0, 34.5)
    hatched = {}
    for view in atlas.spec.worldviews:
        with settings():
            sheet = whole_plate(atlas, view).sheet
        colour = to_rgba(sheet.palette["hatch"])
        lines = [
            shapely.LineString(line.get_xydata())
            for line in sheet.axes.lines
            if to_rgba(line.get_color()) == colour
        ]
        near = [shapely.Point(sheet.spot(*spot)).buffer(2) for spot in (abkhazia, kashmir)]
        hatched[view] = [any(line.intersects(spot) for line in lines) for spot in near]
        claimed = atlas.spec.say("border.claimed") in [text for text, _ in sheet.texts]
        assert claimed == any(hatched[view])
    assert hatched == {"international": [True, True], "india": [False, False]}


def test_the_same_layers_give_the_same_bytes(files: dict[str, bytes]) -> None:
    said = subprocess.run(
        [sys.executable, "-c", ONE_PLATE],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "4711"},
    ).stdout
    here = {suffix: hashlib.sha256(data).hexdigest() for suffix, data in files.items()}
    assert dict(line.split() for line in said.splitlines()) == here


def test_scale_bar_is_true_in_the_middle(whole: Plate, partner: Plate) -> None:
    for plate in (whole, partner):
        width = 50.0
        assert plate.sheet.km_across(width) == pytest.approx(
            width * plate.sheet.view.scale / 1e6, rel=0.02
        )


def test_areas_are_true_on_the_sheet(whole: Plate, atlas: Atlas) -> None:
    shapes = gpd.GeoSeries([each.shape for each in partners_of(atlas)], crs="EPSG:4326")
    on_sheet = [whole.sheet.shape(shape).area for shape in shapes]
    true = shapes.to_crs("ESRI:54034").area  # equal-area too, of another kind
    assert [area / on_sheet[0] for area in on_sheet] == pytest.approx(
        (true / true[0]).to_list(), rel=0.005
    )


def test_km_within_a_country_are_those_of_its_segments(atlas: Atlas) -> None:
    for partner in partners_of(atlas):
        iso = partner.text("iso_a2")
        for segment, km in km_within(atlas, partner.shape):
            assert 1 <= km <= segment.number("len_km") * 1.001
            if {segment.text("iso_from"), segment.text("iso_to")} == {iso}:
                assert km == pytest.approx(segment.number("len_km"), rel=0.02)


def test_a_partner_is_told_what_it_hosted(extend: Extend) -> None:
    atlas = extend({})
    for partner in partners_of(atlas):
        words = told(drawn(atlas, partner.id))
        held = [
            event
            for layer in atlas.spec.events
            for event in events_of(atlas, layer)
            if event.text(layer.settings["host"]) == partner.text("iso_a2")
        ]
        assert [event.id for event in held if event.text("place") not in words] == []


def test_networks_differ_without_colour(atlas: Atlas) -> None:
    hues = [colours(atlas.spec)[layer_hue(each)] for each in atlas.spec.of_shape("network")]
    for one, other in itertools.combinations(hues, 2):
        for paper in (0, 1):
            darker, lighter = sorted((luminance(one[paper]), luminance(other[paper])))
            assert (lighter + 0.05) / (darker + 0.05) > 1.5


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_new_value_needs_its_row_alone(atlas: Atlas, extend: Extend) -> None:
    events = atlas.layers["exercises"]
    host = partners_of(atlas)[0]
    at = host.shape.representative_point()
    new = {"id": "lantern-2026", "series": "lantern", "place": "Nowhere", "confidence": "high"}
    frame = copied(events, 0, **new, india=True, host=host.text("iso_a2"), geometry=at)
    longer = extend({"exercises": SERIES}, exercises=frame)
    plate = drawn(longer)
    assert "Lantern" in texts(plate)
    assert in_hue(plate.sheet, HUE) >= 3, "on the map, in the legend and in its year"
    assert "Lantern, Nowhere" in told(drawn(longer, host.id))


def test_a_new_layer_of_events_needs_its_file_alone(atlas: Atlas, extend: Extend) -> None:
    host = partners_of(atlas)[0]
    cells = {"id": "rally", "name": "Rally", "start": "2020-05-01", "end": "2020-05-02"}
    row = {**cells, "host": host.text("iso_a2"), "place": "Nowhere", "precision_m": 100}
    point = [host.shape.representative_point()]
    longer = extend(
        {"rallies": MEETINGS}, rallies=gpd.GeoDataFrame([row], geometry=point, crs="EPSG:4326")
    )
    plate = drawn(longer)
    assert "Rallies" in texts(plate)
    assert in_hue(plate.sheet, HUE) >= 3, "on the map, in the legend and in its year"
    assert "RALLIES HELD HERE 2020 Rally, Nowhere" in told(drawn(longer, host.id))


def test_a_new_layer_of_places_needs_its_file_alone(extend: Extend) -> None:
    points = gpd.points_from_xy([70.0, 71.0], [30.0, 49.0])
    rows = [{"id": f"mine-{ore}", "name": f"{ore} pit", "ore": ore} for ore in ("zinc", "copper")]
    mines = gpd.GeoDataFrame(rows, geometry=points, crs="EPSG:4326").assign(precision_m=100)
    plate = drawn(extend({"mines": MINES}, mines=mines))
    shown = texts(plate)
    assert shown.index("MINES") < shown.index("Copper") < shown.index("Zinc")
    assert {"zinc pit", "copper pit"} <= set(shown)
    assert in_hue(plate.sheet, HUE) >= 2, "on the map and in the legend"


def test_a_new_layer_of_areas_needs_its_file_alone(extend: Extend) -> None:
    row = {"id": "sands", "name": "Great Sands", "iso_a3": "", "iso_a2": "", "soil": "sand"}
    shape = [shapely.box(45, 20, 55, 28)]
    deserts = gpd.GeoDataFrame([row], geometry=shape, crs="EPSG:4326")
    plate = drawn(extend({"deserts": DESERTS}, deserts=deserts))
    assert {"DESERTS", "Sand", "GREAT SANDS"} <= set(texts(plate))
    assert in_hue(plate.sheet, HUE) == 2, "on the map and in the legend"


def test_a_new_network_needs_its_file_alone(atlas: Atlas, extend: Extend) -> None:
    network = atlas.spec.of_shape("network")[0]
    line = shapely.LineString([(70, 28), (70, 42)])
    silk = (
        atlas.layers[network.id]
        .iloc[[0]]
        .assign(
            id="silk",
            branch="silk",
            mode="rail",
            status="operating",
            len_km=1234.0,
            geometry=[line],
        )
    )
    plate = drawn(extend({"silk": BRANCH}, silk=silk))
    shown = texts(plate)
    assert shown.count("Silk Line") == 2, "in the legend and beside the line"
    assert "1,234 km" in shown
    assert in_hue(plate.sheet, HUE) >= 2


def test_a_full_plate_names_the_latest_events_and_counts_the_others(
    atlas: Atlas, extend: Extend
) -> None:
    host = partners_of(atlas)[0]
    events = atlas.layers["exercises"]
    many = pd.concat(
        [
            events.iloc[[0]].assign(
                id=f"many-{year}",
                start=f"{year}-01-01",
                place=f"Place {year}",
                host=host.text("iso_a2"),
            )
            for year in range(1960, 2020)
        ],
        ignore_index=True,
    )
    plate = drawn(extend({}, exercises=many), host.id)
    shown = texts(plate)
    listed = [text for text in shown if "Place 20" in text or "Place 19" in text]
    assert "Place 2019" in listed[-1]
    assert f"and {60 - len(listed)} earlier" in shown


def test_places_are_shown_from_as_close_as_they_ask(atlas: Atlas) -> None:
    spec = atlas.spec
    with settings():
        sheet = whole_plate(atlas, spec.worldviews[0]).sheet
    wide, close = (find_places(sheet, atlas, close=close) for close in (False, True))
    assert len(wide) < len(close)
    technical = {
        each for layer in spec.of_shape("points") for each in layer.settings.get("technical", ())
    }
    assert not technical & {place.feature.id for place in wide}
    ends = [
        end
        for layer in spec.of_shape("network")
        for segment in {each.id: each for each in features_of(atlas, layer)}.values()
        for end in (segment.text("from_place"), segment.text("to_place"))
    ]
    for place in wide:
        value = spec.values["kind"][place.feature.category]
        assert value.settings.get("shown") != "close"
        if value.settings.get("shown") == "junction":
            assert ends.count(place.feature.id) >= JUNCTION


def test_home_is_the_subject_and_its_partners(atlas: Atlas) -> None:
    partners = {partner.text("iso_a2") for partner in partners_of(atlas)}
    assert home_countries(atlas) == {atlas.spec.subject} | partners


def test_an_atlas_without_partners_has_one_plate(atlas: Atlas) -> None:
    spec = atlas.spec
    layers = {name: layer for name, layer in spec.layers.items() if layer is not spec.partners}
    folder = Path(__file__).parent  # no ground here
    alone = replace(atlas, spec=replace(spec, layers=layers, subject="", folder=folder))
    assert {Path(name).stem for name in draw_plates(alone)} == {"atlas"}


def test_an_atlas_may_be_empty_or_lack_layers(extend: Extend) -> None:
    atlas = extend({})
    empty = {name: frame.iloc[:0] for name, frame in atlas.layers.items()}
    for layers in (empty, {}):
        assert atlas.spec.title in told(drawn(replace(atlas, layers=layers)))
    nowhere = replace(atlas.spec, settings={**atlas.spec.settings, "plate": {}})
    assert drawn(replace(atlas, spec=nowhere, layers={})).sheet.view.scale > 1e7


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"pip install .*\[plates\]"):
        require_extra()
