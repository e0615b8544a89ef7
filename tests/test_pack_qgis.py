"""The pack in QGIS itself, without a screen: opened, drawn, edited, and brought back."""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from PIL import Image
from shapely.geometry.base import BaseGeometry

import geo
from geo.api import SHIPPED, Atlas, open_atlas
from geo.design.captions import heading, imprint
from geo.design.legend import Group, event_groups, network_groups
from geo.design.paper import sheet_format
from geo.design.theme import layer_hue, light_colours, value_hue
from geo.design.view import whole_view
from geo.model.spec import Spec
from geo.new import new_atlas
from geo.page.outlines import pack_shapes
from geo.page.payload import FINE_STEPS
from geo.read.content import content_of
from tests.pages import page_text
from tests.system import SYSTEM_PYTHON
from tests.toy import rename_column

ROOT = Path(__file__).resolve().parent.parent
GROUND = ("ground_claimed", "ground_rivers", "ground_lakes")
SCRIPTS = ROOT / "tests" / "programs"
Layers = dict[str, gpd.GeoDataFrame]
pytestmark = pytest.mark.system("python3-qgis")


def run(script: str, *arguments: str | Path) -> str:
    command = [SYSTEM_PYTHON, str(SCRIPTS / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def one(layer: gpd.GeoDataFrame, name: str) -> BaseGeometry:
    (shape,) = layer.geometry[layer["id"] == name]
    return shape


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("qgis") / "map.png"


@pytest.fixture(scope="module")
def opened(pack: Path, picture: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what QGIS says of the project, from a place that the pack was moved to."""
    moved = shutil.copytree(pack, tmp_path_factory.mktemp("elsewhere") / "pack")
    found: dict[str, Any] = json.loads(run("qgis_look.py", moved / "uttarapath.qgs", picture))
    return found


def test_every_layer_is_valid_and_whole(
    opened: dict[str, Any], atlas: Atlas, layers: Layers
) -> None:
    periods = atlas.load_table("segment_periods")
    networks = {
        network.id: periods[[network.id in cell.split(";") for cell in periods["networks"]]]
        for network in atlas.spec.of_shape("network")
    }
    assert set(opened["layers"]) == {*layers, *GROUND}
    tables = {name: atlas.load_table(name) for name in opened["tables"]}
    for name, layer in {**layers, **networks, **tables}.items():
        seen = {**opened["layers"], **opened["tables"]}[name]
        assert seen["valid"], name
        assert seen["count"] == len(layer)
        assert seen["bounds"] == pytest.approx(layer.total_bounds, abs=1e-6)
        if "len_km" in layer:
            assert seen["km"] == pytest.approx(layer["len_km"].sum())


def test_qgis_understands_every_expression(opened: dict[str, Any]) -> None:
    assert {name: seen["faults"] for name, seen in opened["layers"].items() if seen["faults"]} == {}
    assert not any("[%" in tip for seen in opened["layers"].values() for tip in seen["tips"])


def test_the_layers_come_styled_without_the_project(opened: dict[str, Any]) -> None:
    assert {seen["alone"] for seen in opened["layers"].values()} == {"RuleRenderer"}


def test_the_geopackage_holds_the_project_too(opened: dict[str, Any], layers: Layers) -> None:
    assert opened["inside"] == dict.fromkeys([*layers, *GROUND, *opened["tables"]], True)


def test_what_names_a_feature_is_listed_with_it(opened: dict[str, Any], atlas: Atlas) -> None:
    assert all(opened["relations"].values())
    assert {
        "status_history_segment_segments",
        "instc_segment_segments",
        "memberships_iso_a3_country_codes",
    } <= set(opened["relations"])
    exercise = atlas.layers["exercises"].set_index("id").loc["kazind-2019"]
    listed = opened["related"]
    assert listed["feature_sources_feature_exercises"] == len(exercise["sources"].split(";"))
    assert listed["feature_countries_feature_exercises"] == len(exercise["partners"].split(";"))


def test_the_tip_tells_what_it_is(opened: dict[str, Any]) -> None:
    assert opened["tip"].startswith("<b>KazInd 2019")
    assert "<br>Series: KazInd" in opened["tip"]


def layers_of(project: Path) -> dict[str, Any]:
    """Return what QGIS tells and draws of each layer of a project."""
    found: dict[str, Any] = json.loads(run("qgis_layers.py", project))
    return found


def test_no_value_and_no_name_becomes_an_expression(toy_folder: Path, tmp_path: Path) -> None:
    kinds = ["[% 1 + 1 %]", "<img src=x>", "50 %] left", "dir\\", "O'Hara\\'s \\n", "[%", "&lt;"]
    points = shapely.points([(-16 + step / 10, -32) for step in range(len(kinds))])
    frame = gpd.GeoDataFrame({"name": kinds, "kind": kinds}, geometry=points, crs="EPSG:4326")
    mine = open_atlas(toy_folder)
    geo.Layer(frame, name="[% 1 + 1 %]", column="kind").add_to(mine)
    project = mine.write_pack(tmp_path / "pack") / "toy.qgs"
    titled = {seen["title"]: seen for seen in layers_of(project).values()}
    found = titled["[ % 1 + 1 %]"]
    shown = [kind.replace("&", "&amp;").replace("<", "&lt;") for kind in kinds]
    assert found["tips"] == [f"<b>{kind}</b><br>kind: {kind}" for kind in shown]
    assert {kind.replace("[%", "[ %") for kind in kinds} <= set(found["legend"])
    assert found["faults"] == []
    assert found["drawn"] == len(kinds)


@pytest.mark.parametrize("name", ["2026-atlas", "100% & <x>", "é ² 'a'"])
def test_an_atlas_draws_all_its_layers_whatever_its_folder_is_called(
    name: str, tmp_path: Path
) -> None:
    new_atlas(tmp_path / name)
    pack = open_atlas(tmp_path / name).write_pack(tmp_path / "pack")
    found = layers_of(pack / f"{name}.qgs")
    assert {layer: seen["faults"] for layer, seen in found.items() if seen["faults"]} == {}
    assert [layer for layer, seen in found.items() if not seen["drawn"]] == []


@pytest.mark.parametrize("column", ["line", "dated", "drawn"])
def test_features_are_drawn_whatever_their_column_is_called(
    column: str, toy_folder: Path, tmp_path: Path
) -> None:
    rename_column(toy_folder, "fairs", "series", column)
    pack = open_atlas(toy_folder).write_pack(tmp_path / "pack")
    fairs = layers_of(pack / "toy.qgs")["fairs"]
    assert fairs["faults"] == []
    assert fairs["drawn"] == len(fairs["tips"]) == 3
    parts = json.loads((pack / "maplibre.json").read_text("utf-8"))["layers"]
    filters = [part.get("filter") for part in parts if part.get("source") == "fairs"]
    assert f'["get", "{column}"]' in json.dumps(filters)


def test_every_feature_in_sight_is_drawn(opened: dict[str, Any], atlas: Atlas) -> None:
    networks = atlas.spec.of_shape("network")
    for layer in (*atlas.spec.events, *networks):
        assert opened["layers"][layer.id]["drawn"] == len(atlas.layers[layer.id])
    assert all(opened["layers"][name]["drawn"] for name in GROUND)
    # minor places wait for a closer look
    assert 0 < opened["layers"]["places"]["drawn"] < len(atlas.layers["places"])


def test_the_map_is_drawn_in_true_area_and_says_whose_data_it_shows(opened: dict[str, Any]) -> None:
    assert "+proj=laea +lat_0=38 +lon_0=58" in opened["proj"]
    assert "OpenStreetMap" in opened["layers"]["instc"]["rights"][0]
    assert "ODbL-1.0" in opened["layers"]["instc"]["licences"]


def test_the_temporal_range_leaves_what_happened_in_it(
    opened: dict[str, Any], layers: Layers
) -> None:
    for name in ("exercises", "dialogues"):
        layer = layers[name]
        held = layer[(layer["start"] <= "2019-12-31") & (layer["finish"] >= "2019-01-01")]
        assert opened["in_2019"][name] == len(held) < len(layer)
    assert opened["in_2019"]["instc"] < len(layers["instc"])


def test_the_project_variable_switches_the_view(opened: dict[str, Any]) -> None:
    shown = opened["layers"]
    assert opened["as_india"]["borders"] < shown["borders"]["drawn"]


def test_the_picture_has_the_colours_of_the_page(opened: dict[str, Any], atlas: Atlas) -> None:
    light = light_colours(atlas.spec)
    pixels = opened["pixels"]
    for name in ("ocean", "land", "partner", "subject"):
        assert pixels.get(light[name], 0) > 20_000, name
    # what is seen but once may be hollow, or too thin for a whole pixel
    hues = [
        layer_hue(layer) for name, layer in atlas.spec.layers.items() if len(atlas.layers[name]) > 9
    ]
    counts = Counter(atlas.layers["exercises"]["series"])
    hues += [value_hue("series", series) for series, count in counts.items() if count > 2]
    for name in ("ink", *hues):
        if name in light:
            assert pixels.get(light[name], 0) > 20, name


def test_each_language_has_the_sheet_of_the_plate(any_atlas: Atlas, tmp_path: Path) -> None:
    spec = any_atlas.spec
    pack, place = any_atlas.write_pack(tmp_path / "pack"), any_atlas.layers["places"].iloc[0]
    named = f"places:{place['id']}"
    printed = json.loads(run("qgis_print.py", pack / f"{spec.name}.qgs", tmp_path, named))
    assert len(printed) == len(spec.languages)
    for language, (name, sheet) in zip(spec.languages, sorted_by(printed, spec), strict=True):
        content = content_of(any_atlas, language=language)
        form = sheet_format("whole")
        view = whole_view(content, form)
        assert name.endswith(f" ({language})")
        assert sheet["done"]
        assert sheet["page"] == [*form.size_mm]
        texts = [caption.text for caption in heading(content.spec)]
        assert {text.lower() for text in sheet["texts"]} == {
            text.lower() for text in [*texts, "\n".join(imprint(content, view))]
        }
        assert sheet["chart_scale"] == pytest.approx(view.scale, rel=1e-3)
        assert "+proj=laea" in sheet["crs"]
        left, foot, right, top = form.frame
        frame = [left, form.size_mm[1] - top, right - left, top - foot]
        assert sheet["frame"] == pytest.approx(frame, abs=0.01)
        legends = sheet["legends"]
        assert told(legends["legend 1"]) == [*map(as_told, network_groups(content))]
        others = told(legends["legend 2"] + legends["legend 3"])
        events = [*map(as_told, event_groups(content))]
        assert others[: len(events)] == events
        own = place.get(f"name_{language}")
        assert sheet["names"] == [own if isinstance(own, str) else place["name"]]
        assert_apart([box for part, box in sheet["boxes"].items() if part not in ("page", "map")])
        with Image.open(tmp_path / f"{name}.png") as image:
            seen = {colour for _, colour in image.convert("RGB").getcolors(2**24) or []}
        for hue in ("ocean", "land", "paper"):
            assert tuple(bytes.fromhex(light_colours(spec)[hue][1:7])) in seen


def sorted_by(printed: dict[str, Any], spec: Spec) -> list[tuple[str, Any]]:
    """Return sheets in the order of the languages."""
    return sorted(
        printed.items(), key=lambda item: spec.languages.index(item[0].split("(")[-1][:-1])
    )


def told(groups: list[list[Any]]) -> list[list[Any]]:
    """Return groups of a legend with their texts as they are before they are broken into lines."""
    return [
        [title, *([" ".join(text.split()) for text in those] for those in texts)]
        for title, *texts in groups
    ]


def as_told(group: Group) -> list[Any]:
    """Return what a legend is to tell of a group."""
    rows = [f"{each.name} · {each.amount}" if each.amount else each.name for each in group.entries]
    return told([[group.title.upper(), rows, [group.note] if group.note else []]])[0]


def assert_apart(boxes: list[list[float]]) -> None:
    """Assert that no part of a column lies on another or outside it."""
    left, foot, right, top = sheet_format("whole").strips[0]
    strip = shapely.box(left, foot, right, top)
    shapes = [shapely.box(x, y, x + width, y + height) for x, y, width, height in boxes]
    for shape in shapes:
        assert shape.within(strip.buffer(1)), shape.bounds
    for each, other in itertools.combinations(shapes, 2):
        assert each.intersection(other).area < 1, (each.bounds, other.bounds)


def test_an_edit_in_qgis_reaches_the_page(pack: Path, layers: Layers, tmp_path: Path) -> None:
    copy, page = tmp_path / "layers", tmp_path / "map.html"
    shutil.copytree(pack / "layers", copy)
    geopackage = shutil.copy(pack / "uttarapath.gpkg", tmp_path)
    name = "ir-kerman-bafq"
    segment = one(layers["instc"], name)
    lon, lat = shapely.get_coordinates(segment)[1]
    moved = (lon + 0.02, lat + 0.02)
    run("qgis_edit.py", geopackage, copy, name, "Renamed in QGIS", *moved)

    again = open_atlas(SHIPPED, layers=copy)
    edited = one(again.layers["instc"], name)
    assert tuple(shapely.get_coordinates(edited)[1]) == pytest.approx(moved, abs=1e-6)
    command = [sys.executable, "build_map.py", "--from-layers"]
    command += ["--layers", str(copy), "--out", str(page)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    html = page.read_text("utf-8")
    assert '"Renamed in QGIS"' in page_text(html)
    assert pack_shapes(np.array([edited]), FINE_STEPS)[0] in html
    assert pack_shapes(np.array([segment]), FINE_STEPS)[0] not in html
    for name, layer in layers.items():
        assert list(again.layers[name]["id"]) == list(layer["id"])
