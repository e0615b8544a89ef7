"""What a GIS is told about drawing the layers: every feature by one sign, in the page's colours."""

from __future__ import annotations

import copy
import itertools
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest

from geo.design.tokens import read_json
from geo.model.schema import load_schema
from geo.pack import maplibre, qml
from geo.pack.project import project
from geo.pack.symbols import DRAWN, LINE, Where, load_symbols, worldviews
from geo.read.facts import Edition, read_edition

Layers = dict[str, gpd.GeoDataFrame]
OVERLAYS = ("Bars", "Hollow", "Dashed")


@pytest.fixture
def theme() -> dict[str, Any]:
    return read_json("theme.json")


def holds(tests: Where, feature: dict[str, Any]) -> list[bool]:
    return [
        feature[column] in (value if isinstance(value, list) else [value])
        for column, value in tests.items()
    ]


def possible(layer: str) -> list[dict[str, Any]]:
    """Return every mix of values that the conditions of a layer tell apart."""
    columns = {column.name: column for column in load_schema().layers[layer].columns}
    signs = load_symbols(read_json("theme.json"))[layer]
    named = {name for rule in signs.rules for name in (*rule.where, *rule.unless)}
    special: dict[str, list[Any]] = {
        LINE: ["boundary", "disputed", "line_of_control"],
        DRAWN: [True],
        "iso_a3": ["IND", "CHN"],
        "virtual": [True, False],
    }
    values: list[Any] = [special.get(name) or columns[name].values for name in sorted(named)]
    return [dict(zip(sorted(named), mix, strict=True)) for mix in itertools.product(*values)]


@pytest.mark.parametrize("layer", load_schema().layers)
def test_each_feature_is_drawn_by_exactly_one_rule(layer: str, theme: dict[str, Any]) -> None:
    rules = [
        rule for rule in load_symbols(theme)[layer].rules if not rule.title.startswith(OVERLAYS)
    ]
    for feature in possible(layer):
        drawing = [
            rule.title
            for rule in rules
            if all(holds(rule.where, feature)) and not any(holds(rule.unless, feature))
        ]
        assert len(drawing) == 1, (feature, drawing)


def test_a_line_that_is_none_in_a_view_is_not_drawn(theme: dict[str, Any]) -> None:
    assert not any(
        all(holds(rule.where, {LINE: "none"})) for rule in load_symbols(theme)["borders"].rules
    )


def test_styles_follow_the_theme(theme: dict[str, Any], layers: Layers) -> None:
    changed = copy.deepcopy(theme)
    changed["colours"]["instc"][0] = "#123456"
    edition = read_edition()
    before, after = qml.styles(theme, edition), qml.styles(changed, edition)
    assert {name for name in before if before[name] != after[name]} == {"instc"}
    assert "18,52,86,255" in after["instc"]
    assert "#123456" in json.dumps(maplibre.style(layers, edition, changed))
    assert "18,52,86,255" in project(layers, edition, changed, "international").decode()


def test_the_project_says_what_it_is(theme: dict[str, Any], layers: Layers) -> None:
    edition = Edition(title="Ähm & <b>", version="9.8.7", date="2031-02-03")
    root = ET.fromstring(project(layers, edition, theme, "international"))  # noqa: S314 - our own
    assert root.findtext("projectMetadata/title") == "Ähm & <b> 9.8.7"
    abstract = root.findtext("projectMetadata/abstract") or ""
    assert {"9.8.7,", "2031-02-03:", "ODbL-1.0."} <= set(abstract.split())
    assert "© OpenStreetMap contributors" in abstract
    groups = [group.get("name") for group in root.findall("layer-tree-group/layer-tree-group")]
    assert groups == ["Events", "Places", "Corridors", "Borders", "Ground"]
    sources = {layer.findtext("datasource") for layer in root.iter("maplayer")}
    assert sources == {f"./uttarapath.gpkg|layername={name}" for name in layers}
    timed = {
        layer.findtext("id"): (time.get("startField"), time.get("endField"))
        for layer in root.iter("maplayer")
        for time in layer.findall("temporal[@enabled='1']")
    }
    assert timed == {
        "uttarapath_exercises": ("start", "end"),
        "uttarapath_dialogues": ("start", "end"),
        "uttarapath_instc": ("since", ""),
        "uttarapath_ashgabat": ("since", ""),
    }


def test_the_project_opens_with_the_view_asked_for(theme: dict[str, Any], layers: Layers) -> None:
    for view in worldviews():
        root = ET.fromstring(project(layers, read_edition(), theme, view))  # noqa: S314 - our own
        assert root.findtext("properties/Variables/variableValues/value") == view


def test_a_project_of_few_or_empty_layers_can_be_written(
    theme: dict[str, Any], layers: Layers
) -> None:
    few = {"instc": layers["instc"].iloc[:0]}
    root = ET.fromstring(project(few, read_edition(), theme, "international"))  # noqa: S314
    assert [layer.findtext("layername") for layer in root.iter("maplayer")] == ["INSTC"]


def test_the_maplibre_style_holds_together(
    theme: dict[str, Any], layers: Layers, pack: Path
) -> None:
    style = maplibre.style(layers, read_edition(), theme)
    names = [part["id"] for part in style["layers"]]
    assert len(names) == len(set(names))
    assert {part["source"] for part in style["layers"][1:]} == set(style["sources"])
    files = [source["data"] for source in style["sources"].values() if "attribution" in source]
    assert len(files) == len(layers)
    assert all((pack / file).is_file() for file in files)
    assert all(
        "OpenStreetMap" in source.get("attribution", "OpenStreetMap")
        for source in style["sources"].values()
    )
    assert "http" not in json.dumps({**style, "sources": ""}), "it loads nothing from elsewhere"
    assert read_edition().date in style["name"]


def test_the_maplibre_style_reads_columns_that_are_there(
    theme: dict[str, Any], layers: Layers
) -> None:
    schema = load_schema().layers
    for part in maplibre.style(layers, read_edition(), theme)["layers"][1:]:
        known = set(schema[part["source"].removesuffix("-names")].names) | {"km"}
        assert columns(part) <= known, part["id"]


def columns(expression: object) -> set[str]:
    """Return the columns that a style layer reads."""
    if isinstance(expression, dict):
        expression = list(expression.values())
    if not isinstance(expression, list):
        return set()
    named = (
        {expression[1]} if expression[:1] == ["get"] and isinstance(expression[1], str) else set()
    )
    return named.union(*map(columns, expression))
