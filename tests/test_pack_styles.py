"""What a GIS is told about drawing the layers: every feature by one rule, in the page's colours."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
import shapely

import geo
from geo.api import Atlas, open_atlas
from geo.design.legend import Group, LegendEntry
from geo.design.theme import colours, layer_hue
from geo.model.registers import joined
from geo.model.rows import records
from geo.model.spec import LayerSpec, Spec, ValueSpec
from geo.pack import maplibre
from geo.pack.formats.kml import to_kml
from geo.pack.ground import with_ground
from geo.pack.layer_style import DRAWN, LINE, Where
from geo.pack.qgis import qml
from geo.pack.qgis.project import project
from geo.pack.styles import layer_styles
from geo.pack.view import opening_extent
from tests.conftest import HOSTILE

pytestmark = pytest.mark.slow

OTHER = "any other value"


GROUND = ("ground_claimed", "ground_rivers", "ground_lakes")


def holds(where: Where, feature: Mapping[str, Any]) -> bool:
    return all(
        feature[column] in (value if isinstance(value, list) else [value])
        for column, value in where.items()
    )


def possible(spec: Spec, layer: LayerSpec) -> list[dict[str, Any]]:
    """Return every mix of values that the conditions of a layer tell apart."""
    columns = {column.name: column for column in layer.table.columns}
    told = {
        name
        for rule in layer_styles(spec)[layer.id].rules
        for where in (rule.where, *rule.unless)
        for name in where
    }
    values: list[list[Any]] = [
        [True]
        if name == DRAWN
        else [kind for kind, value in spec.values["border"].items() if "stroke" in value.settings]
        if name == LINE
        else [True, False]
        if columns[name].type == "boolean"
        else [*columns[name].values] or [spec.subject, OTHER]
        for name in sorted(told)
    ]
    return [dict(zip(sorted(told), mix, strict=True)) for mix in itertools.product(*values)]


def test_each_feature_is_drawn_by_exactly_one_rule(atlas: Atlas) -> None:
    for name, style in layer_styles(atlas.spec).items():
        for feature in possible(atlas.spec, style.layer):
            drawing = [
                rule.title
                for rule in style.rules
                if holds(rule.where, feature)
                and not any(holds(where, feature) for where in rule.unless)
            ]
            assert len(drawing) == 1, (name, feature, drawing)


def test_each_name_is_written_once_at_most(atlas: Atlas) -> None:
    for name, style in layer_styles(atlas.spec).items():
        for feature in records(atlas.layers[name]):
            known = {**feature, DRAWN: True, "iso_a3": feature.get("iso_a3") or ""}
            writing = [
                label
                for label in style.labels
                if holds(label.where, known)
                and not any(holds(where, known) for where in label.unless)
            ]
            assert len(writing) <= 1, (name, feature["id"])


def test_a_line_that_is_none_in_a_view_is_not_drawn(atlas: Atlas) -> None:
    for layer in atlas.spec.of_shape("lines"):
        rules = layer_styles(atlas.spec)[layer.id].rules
        assert not any(holds(rule.where, {LINE: "none"}) for rule in rules)


def test_events_lie_over_places_over_lines_over_areas(atlas: Atlas) -> None:
    groups = [style.group for style in layer_styles(atlas.spec).values()]
    assert list(dict.fromkeys(groups)) == ["Events", "Places", "Corridors", "Borders", "Areas"]
    assert groups == sorted(groups, key=list(dict.fromkeys(groups)).index)


def with_value(spec: Spec, column: str, name: str, value: ValueSpec, **words: str) -> Spec:
    """Return a description that has one value more."""
    values = {**spec.values, column: {**spec.values[column], name: value}}
    texts = {language: {**told, **words} for language, told in spec.words.items()}
    return replace(spec, values=values, words=texts)


def test_a_new_value_has_its_look_everywhere_by_its_row_alone(atlas: Atlas) -> None:
    layer = next(layer for layer in atlas.spec.events if layer.settings["mark"].get("token"))
    column, name = layer.settings["mark"]["token"], "new-one"
    value = ValueSpec(("#010203", "#040506"), "cross")
    spec = with_value(atlas.spec, column, name, value, **{f"{column}.{name}": HOSTILE[0]})
    frame = atlas.layers[layer.id].copy()
    frame.loc[frame.index[0], column] = name
    changed = joined(replace(atlas, spec=spec, layers={**atlas.layers, layer.id: frame}))
    before, after = qml.styles(atlas), qml.styles(changed)
    assert {each for each in before if before[each] != after[each]} == {layer.id}
    root = ET.fromstring(after[layer.id])  # noqa: S314 - our own
    labels = [rule.get("label") for rule in root.findall("renderer-v2/rules/rule")]
    assert HOSTILE[0] in labels
    assert "1,2,3,255" in after[layer.id]
    assert "#010203" in json.dumps(maplibre.style(changed))
    assert "030201" in to_kml(changed).decode()
    assert "1,2,3,255" in project(changed).decode()


def test_the_project_says_what_it_is(atlas: Atlas) -> None:
    spec = replace(atlas.spec, title='Ähm & <b> "quoted"', description="All of it $title")
    told = joined(replace(atlas, spec=spec, version="9.8.7", date="2031-02-03"))
    root = ET.fromstring(project(told))  # noqa: S314 - our own
    assert root.findtext("projectMetadata/title") == 'Ähm & <b> "quoted" 9.8.7'
    abstract = root.findtext("projectMetadata/abstract") or ""
    assert "All of it $title." in abstract
    assert {"9.8.7,", "2031-02-03."} <= set(abstract.split())
    assert "© OpenStreetMap contributors" in abstract
    assert root.findtext("properties/Variables/variableValues/value") == spec.worldviews[0]
    sources = {layer.findtext("datasource") for layer in root.iter("maplayer")}
    networks = {layer.id for layer in spec.of_shape("network")}
    assert {
        f"./{spec.name}.gpkg|layername={name}" for name in {*spec.published} - networks
    } < sources
    assert len(sources) == len(spec.published)


def test_the_temporal_controller_knows_what_has_days(atlas: Atlas) -> None:
    root = ET.fromstring(project(joined(atlas)))  # noqa: S314 - our own
    timed = {
        layer.findtext("resourceMetadata/identifier"): (
            time.get("startField"),
            time.get("endField"),
        )
        for layer in root.iter("maplayer")
        for time in layer.findall("temporal[@enabled='1']")
        if layer.find("resourceMetadata") is not None
    }
    networks = {layer.id: ("valid_from", "valid_to") for layer in atlas.spec.of_shape("network")}
    assert timed == {layer.id: layer.time for layer in atlas.spec.events} | networks


def test_a_project_of_few_or_empty_layers_can_be_written(atlas: Atlas) -> None:
    name, layer = next((each.id, each) for each in atlas.spec.of_shape("network"))
    few = {name: atlas.layers[name].iloc[:0]}
    steps = atlas.tables["status_history"].iloc[:0]
    told = joined(replace(atlas, layers=few, tables={"status_history": steps}))
    root = ET.fromstring(project(told))  # noqa: S314
    titles = [each.findtext("layername") for each in root.iter("maplayer")]
    assert titles[0] == layer.table.label
    assert set(titles[1:]) == {
        *("Status history", *(table.label for table in atlas.spec.registers.values()))
    }


def test_a_network_alone_stays_on_its_course(atlas: Atlas) -> None:
    networks = atlas.spec.of_shape("network")
    one = networks[0].id
    kept = {name: layer for name, layer in atlas.spec.layers.items() if layer not in networks[1:]}
    assert layer_styles(replace(atlas.spec, layers=kept))[one].abreast == ()
    styles = layer_styles(atlas.spec)
    for first, second in itertools.pairwise(networks):
        (right,) = (
            each.px for each in styles[second.id].abreast if each.branches == first.branches
        )
        (left,) = (each.px for each in styles[first.id].abreast if each.branches == second.branches)
        assert left == -right < 0


@pytest.fixture(scope="module")
def style(atlas: Atlas) -> dict[str, Any]:
    return maplibre.style(with_ground(joined(atlas)))


def test_the_maplibre_style_holds_together(style: dict[str, Any], atlas: Atlas, pack: Path) -> None:
    names = [part["id"] for part in style["layers"]]
    assert len(names) == len(set(names))
    assert {part["source"] for part in style["layers"][1:]} == set(style["sources"])
    files = [source["data"] for source in style["sources"].values() if "attribution" in source]
    assert len(files) == len(atlas.layers) + len(GROUND)
    assert all((pack / file).is_file() for file in files)
    assert all(
        "OpenStreetMap" in source.get("attribution", "OpenStreetMap")
        for source in style["sources"].values()
    )
    assert "http" not in json.dumps({**style, "sources": ""}), "it loads nothing from elsewhere"
    assert atlas.date in style["name"]


def test_maplibre_draws_no_line_beneath_the_casing_of_another(
    style: dict[str, Any], atlas: Atlas
) -> None:
    casing = colours(atlas.spec)["casing"][0]
    for layer in atlas.spec.of_shape("network"):
        hue = colours(atlas.spec)[layer_hue(layer)][0]
        error, *order = [
            colour if isinstance(colour := part["paint"]["line-color"], str) else colour[-1]
            for part in style["layers"]
            if part.get("source") == layer.id and part["type"] == "line"
        ]
        assert error == hue, "the band of the error lies beneath all"
        lines = [number for number, colour in enumerate(order) if colour != casing]
        assert set(order[: lines[0]]) == {casing}


def test_maplibre_draws_the_error_as_wide_as_it_is_on_the_ground(
    style: dict[str, Any], atlas: Atlas
) -> None:
    for layer in atlas.spec.of_shape("network"):
        band = next(part for part in style["layers"] if part.get("source") == layer.id)
        *_, zoom, (_, _, near) = band["paint"]["line-width"]
        middle = math.cos(math.radians(atlas.spec.settings["centre"]["lat"]))
        assert 2 / near == pytest.approx(40_075_016.686 / 512 * middle / 2**zoom)


def test_the_maplibre_style_reads_columns_that_are_there(
    style: dict[str, Any], atlas: Atlas
) -> None:
    published = with_ground(joined(atlas)).spec.published
    seas = {
        feature
        for each in style["sources"]["seas/names"]["data"]["features"]
        for feature in each["properties"]
    }
    for part in style["layers"][1:]:
        name = part["source"].removesuffix("/names")
        known = {*published[name].names, "km"} if name in published else seas
        assert columns(part) <= known, part["id"]


def test_no_layer_of_a_user_takes_a_source_of_maplibre(toy_folder: Path) -> None:
    mine = open_atlas(toy_folder)
    names = ("countries names", "fairs names", "seas names", "fairs 0", "ocean")
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(-16, -32)], crs="EPSG:4326")
    for name in names:
        geo.Layer(frame, name=name).add_to(mine)
    style = maplibre.style(joined(mine))
    parts = [part["id"] for part in style["layers"]]
    assert len(parts) == len(set(parts))
    for name in mine.layers:
        assert style["sources"][name]["data"] == f"layers/{name}.geojson"
    named = style["sources"]["countries/names"]["data"]["features"]
    assert {each["properties"]["name"] for each in named} == {"Alderland", "Birchland"}


def test_an_atlas_of_one_event_in_its_middle_opens_around_it(toy: Atlas) -> None:
    nothing = {name: frame.iloc[:0] for name, frame in toy.layers.items()}
    centre = shapely.Point(toy.spec.settings["centre"]["lon"], toy.spec.settings["centre"]["lat"])
    fair = toy.layers["fairs"].iloc[:1].set_geometry([centre], crs=4326)
    alone = replace(toy, layers={**nothing, "fairs": fair})
    west, south, east, north = opening_extent(alone)
    assert west < 0 < east
    assert south < 0 < north
    assert maplibre.style(alone)["zoom"] > maplibre.style(toy)["zoom"]


def test_maplibre_has_the_ground_beneath_the_layers(style: dict[str, Any], atlas: Atlas) -> None:
    order = list(dict.fromkeys(part["source"] for part in style["layers"][1:]))
    networks = [layer.id for layer in atlas.spec.of_shape("network")]
    assert order[0] == "countries", "which are all the land there is"
    for above, below in itertools.pairwise(
        ["borders", "ground_claimed", "ground_rivers", "ground_lakes", "countries"]
    ):
        assert order.index(above) > order.index(below)
    assert min(map(order.index, networks)) > order.index("borders")
    told = {
        each["properties"]["name_ru"] for each in style["sources"]["seas/names"]["data"]["features"]
    }
    assert told == {text for key, text in atlas.spec.words["ru"].items() if key.startswith("sea.")}


def test_what_is_on_request_is_unseen_at_first_in_maplibre(
    style: dict[str, Any], atlas: Atlas
) -> None:
    asked = {layer.id for layer in atlas.spec.layers.values() if layer.on_request}
    unseen = {
        part["source"]
        for part in style["layers"]
        if part.get("layout", {}).get("visibility") == "none"
    }
    assert unseen == asked


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


def test_what_a_status_means_is_told_by_width_or_opacity_in_kml(atlas: Atlas) -> None:
    root = ET.fromstring(to_kml(joined(atlas)))  # noqa: S314 - our own
    kml = {"kml": "http://www.opengis.net/kml/2.2"}
    looks = {
        f"#{each.get('id')}": (
            each.findtext("kml:LineStyle/kml:color", "", kml),
            each.findtext("kml:LineStyle/kml:width", "", kml),
        )
        for each in root.iterfind(".//kml:Style", kml)
    }
    used = {
        mark.get("id"): mark.findtext("kml:styleUrl", "", kml)
        for mark in root.iterfind(".//kml:Placemark", kml)
    }
    network = atlas.spec.of_shape("network")[0]
    segments: gpd.GeoDataFrame = atlas.layers[network.id]
    shown = {
        status: {looks[used[f"{network.id}.{name}"]] for name in rows["id"]}
        for status, rows in segments.groupby("status")
    }
    running = set().union(*(shown.get(status, set()) for status in atlas.spec.statuses("runs")))
    for status in atlas.spec.statuses("promised", "broken"):
        assert not shown.get(status, set()) & running, status


def test_no_text_of_the_sheet_becomes_an_expression(toy: Atlas) -> None:
    keys = ("group.status", "status.operating", "layers.fairs.hints.kind", "plate.text")
    words = {
        tag: {**own, **dict.fromkeys(keys, "[%@home%]")} for tag, own in toy.spec.words.items()
    }
    spec = replace(toy.spec, title="[% 1 + 1 %]", words=words)
    root = ET.fromstring(project(joined(replace(toy, spec=spec))))  # noqa: S314 - our own
    sheets = root.findall("Layouts/Layout")
    texts = [text for sheet in sheets for each in sheet.iter() for text in each.attrib.values()]
    assert {"[ % 1 + 1 %]", "[ %@home%]", "[ %@HOME%]"} <= set(texts)
    assert not any("[%" in text for text in texts)


def test_a_long_legend_is_cut_and_says_by_how_much(
    toy: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = Group("Sorts", [LegendEntry(f"Sort {number}") for number in range(200)], layer="fairs")
    monkeypatch.setattr("geo.pack.qgis.layout.event_groups", lambda _: [group])
    root = ET.fromstring(project(joined(toy)))  # noqa: S314 - our own
    sheet = root.find("Layouts/Layout")
    assert sheet is not None
    items = {item.get("id", ""): item for item in sheet.iterfind("LayoutItem")}
    foot = float(items["scale"].get("position", "").split(",")[1])
    for name in ("legend 2", "legend 3"):
        top, high = (float(items[name].get(key, "").split(",")[1]) for key in ("position", "size"))
        assert top + high <= foot
    told = [each.get("value", "") for each in sheet.iter("Option")]
    shown = sum(text.startswith("Sort ") for text in told)
    assert f"and {200 - shown} more" in told
    assert shown
