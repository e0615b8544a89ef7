"""The plates: their size, their text, what they show, and that they come out the same twice."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
import shapely
from geo.model.schema import load_schema
from geo.plates.atlas import atlas_plate
from geo.plates.corridors import strokes
from geo.plates.republic import km_within, republic_plate
from geo.plates.theme import theme
from matplotlib.colors import to_rgba

from geo.design.tokens import read_json
from geo.errors import MissingExtraError
from geo.plates import require_extra
from geo.plates.export import export, settings
from geo.plates.plate import Plate
from geo.plates.sheet import Sheet, View
from geo.plates.type import styles
from geo.read.facts import read_edition
from tests.conftest import HOSTILE

Layers = Mapping[str, gpd.GeoDataFrame]
VIEW = "international"
POINTS_PER_MM = 72 / 25.4
ONE_PLATE = """
import hashlib, sys
from geo.read.facts import read_edition
from geo.plates.export import export, settings
from geo.plates.republic import republic_plate
from geo.publish.files import load_data
with settings():
    plate = republic_plate(load_data()[0], read_edition(), "international", "kaz")
    for suffix, data in sorted(export(plate.sheet, plate.title).items()):
        print(suffix, hashlib.sha256(data).hexdigest())
"""


@pytest.fixture(scope="module")
def wide(layers: Layers) -> Plate:
    with settings():
        return atlas_plate(layers, read_edition(), VIEW)


@pytest.fixture(scope="module")
def kazakhstan(layers: Layers) -> Plate:
    with settings():
        return republic_plate(layers, read_edition(), VIEW, "kaz")


@pytest.fixture(scope="module")
def files(kazakhstan: Plate) -> dict[str, bytes]:
    with settings():
        return export(kazakhstan.sheet, kazakhstan.title)


def texts(svg: bytes) -> list[str]:
    found = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - our own
    return ["".join(text.itertext()) for text in found]


def test_the_atlas_is_a3_and_a_republic_a4(
    wide: Plate, kazakhstan: Plate, files: dict[str, bytes]
) -> None:
    for plate, size in ((wide, (420, 297)), (kazakhstan, (297, 210))):
        assert plate.sheet.figure.get_size_inches() * 25.4 == pytest.approx(size)
    root = ET.fromstring(files["svg"])  # noqa: S314
    assert float(root.get("width", "").removesuffix("pt")) == pytest.approx(297 * POINTS_PER_MM)
    assert files["png"].startswith(b"\x89PNG")
    assert files["pdf"].startswith(b"%PDF")


def test_text_is_text_in_svg_and_its_faces_are_inside(files: dict[str, bytes]) -> None:
    shown = texts(files["svg"])
    edition = read_edition()
    for text in ("Kazakhstan", "Қазақстан", "Astana", "KAZAKHSTAN", "KazInd 2018, 2023"):
        assert text in shown
    credit = " ".join(shown)
    for text in ("OpenStreetMap contributors", "ODbL", edition.version, "International view"):
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


def test_hostile_text_is_shown_letter_by_letter() -> None:
    hostile = [*HOSTILE, "$x^2$", r"\frac{1}{2}", '<b>&"', "]]>"]
    with settings():
        sheet = Sheet((100, 200), (5, 5, 95, 195), View((70.0, 38.0), 1e7))
        for i, text in enumerate(hostile):
            sheet.write(text, (5, 190 - i * 8), styles()["row"], halo=1)
        shown = texts(export(sheet, HOSTILE[0])["svg"])
    assert shown == hostile


def test_labels_collide_neither_with_each_other_nor_with_the_frame(
    wide: Plate, kazakhstan: Plate
) -> None:
    for plate in (wide, kazakhstan):
        boxes = [(label.text, shapely.box(*label.box)) for label in plate.labels.labels]
        assert len(boxes) > 40
        frame = shapely.box(*plate.sheet.frame)
        assert [text for text, box in boxes if not frame.contains_properly(box)] == []
        pairs = itertools.combinations(boxes, 2)
        meeting = [(a, b) for (a, one), (b, other) in pairs if one.intersection(other).area > 0]
        assert meeting == []


def test_the_atlas_names_what_it_is_about(wide: Plate, layers: Layers) -> None:
    written = {label.text for label in wide.labels.labels}
    republics = layers["republics"]
    assert written >= {"India", "New Delhi", "Chabahar", "Caspian Sea"}
    assert written >= set(republics["name"]) | set(republics["capital"])


def test_claimed_areas_are_hatched_after_the_view(layers: Layers) -> None:
    abkhazia, kashmir = (41.2, 43.0), (76.0, 34.5)
    hatched = {}
    for view in ("international", "india"):
        with settings():
            sheet = atlas_plate(layers, read_edition(), view).sheet
        colour = to_rgba(theme()["colours"]["hatch"][0])
        lines = [
            shapely.LineString(line.get_xydata())
            for line in sheet.axes.lines
            if to_rgba(line.get_color()) == colour
        ]
        near = [shapely.Point(sheet.spot(*spot)).buffer(2) for spot in (abkhazia, kashmir)]
        hatched[view] = [any(line.intersects(spot) for line in lines) for spot in near]
        told = "Claimed by several" in [text for text, _ in sheet.texts]
        assert told == any(hatched[view])
    assert hatched == {"international": [True, True], "india": [False, False]}


def test_the_same_layers_give_the_same_bytes(files: dict[str, bytes]) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ONE_PLATE],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "4711"},
    ).stdout
    here = {suffix: hashlib.sha256(data).hexdigest() for suffix, data in files.items()}
    assert dict(line.split() for line in told.splitlines()) == here


def test_scale_bar_is_true_in_the_middle(wide: Plate, kazakhstan: Plate) -> None:
    for plate in (wide, kazakhstan):
        width = 50.0
        assert plate.sheet.km_across(width) == pytest.approx(
            width * plate.sheet.view.scale / 1e6, rel=0.02
        )


def test_areas_are_true_on_the_sheet(wide: Plate, layers: Layers) -> None:
    republics = layers["republics"].set_index("id").geometry
    drawn = {name: wide.sheet.shape(republics[name]).area for name in ("kaz", "uzb")}
    true = republics.to_crs("ESRI:54034").area  # equal-area too, of another kind
    assert drawn["kaz"] / drawn["uzb"] == pytest.approx(true["kaz"] / true["uzb"], rel=0.005)


def test_km_within_a_republic_are_those_of_its_segments(layers: Layers) -> None:
    republics = layers["republics"].set_index("id").geometry
    assert km_within(layers, republics["tjk"]).empty
    inside = km_within(layers, republics["uzb"])
    assert inside["ashgabat"].all()
    assert not inside["instc"].any()
    whole = inside[(inside["iso_from"] == "UZ") & (inside["iso_to"] == "UZ")]
    assert whole["km"].to_numpy() == pytest.approx(whole["len_km"].to_numpy(), rel=0.02)


def test_series_corridors_and_statuses_differ_without_colour() -> None:
    series = next(c for c in load_schema().layers["exercises"].columns if c.name == "series")
    marks = read_json("signs.json")["series"]
    assert len({marks[name] for name in series.values}) == len(series.values)
    for theme_index in (0, 1):
        instc, ashgabat = (
            luminance(theme()["colours"][c][theme_index]) for c in ("instc", "ashgabat")
        )
        lighter, darker = max(instc, ashgabat), min(instc, ashgabat)
        assert (lighter + 0.05) / (darker + 0.05) > 1.5
    statuses = ("operating", "trial", "building", "agreed", "proposed", "disrupted")
    assert len({json.dumps(strokes("rail", status)) for status in statuses}) == len(statuses)


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingExtraError, match=r"pip install .*\[figures\]"):
        require_extra()
