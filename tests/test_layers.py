"""Layers: what the design promises of every one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from geo.api import SHIPPED, Atlas, open_atlas
from geo.errors import DataError
from geo.model.rows import records
from geo.model.spec import Spec
from geo.publish.geojson import to_geojson
from geo.publish.layers import build_layers
from geo.read.facts import Facts
from geo.read.spec import read_spec
from tests.changing import change

pytestmark = pytest.mark.slow

Layers = Mapping[str, gpd.GeoDataFrame]
NAMES = list(read_spec(SHIPPED).layers)
GEOD = Geod(ellps="WGS84")


def test_every_layer_that_the_atlas_names_is_there(layers: Layers) -> None:
    assert list(layers) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_columns_are_those_of_the_schema_in_order(layers: Layers, spec: Spec, name: str) -> None:
    assert list(layers[name]) == [*spec.layers[name].table.names, "geometry"]
    assert len(layers[name]) > 0


@pytest.mark.parametrize("name", NAMES)
def test_required_cells_are_filled(layers: Layers, spec: Spec, name: str) -> None:
    required = [column.name for column in spec.layers[name].table.columns if column.required]
    assert not layers[name][required].isna().any().any()


@pytest.mark.parametrize("name", NAMES)
def test_files_follow_rfc_7946(layers: Layers, name: str) -> None:
    document = json.loads(to_geojson(layers[name]))
    assert "crs" not in document
    assert len(document["bbox"]) == 4
    for feature in document["features"]:
        assert isinstance(feature["id"], str)
        shape = shapely.geometry.shape(feature["geometry"])
        assert shape.is_valid
        for polygon in getattr(shape, "geoms", [shape]):
            if polygon.geom_type == "Polygon":
                assert polygon.exterior.is_ccw
                assert not any(ring.is_ccw for ring in polygon.interiors)
        for position in shapely.get_coordinates(shape).ravel():
            assert round(position, 6) == position


def test_ids_are_unique_across_layers_but_for_shared_segments(layers: Layers, spec: Spec) -> None:
    networks = [layers[layer.id] for layer in spec.of_shape("network")]
    others = [layers[name] for name in NAMES if spec.layers[name].shape != "network"]
    for layer in layers.values():
        assert layer["id"].is_unique
    segments = pd.concat(networks).drop_duplicates()
    assert pd.concat([segments, *others])["id"].is_unique, "shared segments are the same"


def test_the_five_republics_with_their_standing(layers: Layers) -> None:
    rows = layers["republics"].set_index("iso_a2")
    assert list(rows.index) == ["KZ", "KG", "TJ", "TM", "UZ"]
    assert rows["instc"].to_dict() == {
        "KZ": "member",
        "KG": "member",
        "TJ": "member",
        "TM": "applied",
        "UZ": "none",
    }
    assert rows["ashgabat"].to_dict() == {
        "KZ": "member",
        "KG": "member",
        "TJ": "none",
        "TM": "founder",
        "UZ": "founder",
    }
    assert rows["sco_since"].isna().to_dict()["TM"]
    assert (rows["sco_since"].dropna() == "2001-06-15").all()
    assert rows.loc["UZ", "csto"] == "left"
    assert rows.loc["UZ", "eaeu"] == "observer"


def test_neighbours_share_every_vertex_of_their_border(layers: Layers) -> None:
    countries = layers["countries"]
    one_view = countries[countries["worldview"] != "india"]
    coverage = [*layers["republics"].geometry, *one_view.geometry]
    assert shapely.coverage_is_valid(coverage)


def test_published_areas_agree_with_the_polygons(layers: Layers) -> None:
    for row in layers["republics"].itertuples():
        drawn = abs(GEOD.geometry_area_perimeter(row.geometry)[0]) / 1e6
        assert drawn == pytest.approx(row.area_km2, rel=0.045)  # the Garabogazgol is sea here


def test_the_gap_has_its_road_beside_it(layers: Layers) -> None:
    rows = layers["instc"].set_index("id")
    rail = rows[(rows["mode"] == "rail") & (rows["status"] == "agreed")]
    road = rows[rows["mode"] == "road"]
    assert len(rail) >= 1
    assert "ir-rasht" in set(rail["from_place"]) & set(road["from_place"])


def test_birlik_is_shown_and_said_not_to_include_india(layers: Layers) -> None:
    row = layers["exercises"].set_index("id").loc["birlik-2025"]
    assert not row["india"]
    assert "India" in row["note"]


def test_two_builds_are_the_same_to_the_byte(layers: Layers, facts: Facts) -> None:
    again = build_layers(facts).layers
    for name in NAMES:
        assert to_geojson(again[name]) == to_geojson(layers[name])


def test_dialogues_stand_where_they_were_held(layers: Layers) -> None:
    rows = layers["dialogues"].set_index("id")
    delhi = layers["places"].set_index("id").loc["in-delhi"].geometry
    virtual = rows.loc["summit-new-delhi-2022-01"]
    assert virtual["virtual"]
    assert virtual.geometry.equals(delhi)


def test_what_is_announced_is_not_held(toy: Atlas) -> None:
    before = replace(toy, date="2025-06-30")
    assert set(before.held("fairs")["id"]) == {"harvest-2024", "regatta-2025"}
    assert len(toy.held("fairs")) == 3
    assert len(before.held("places")) == len(toy.layers["places"])


def test_a_layer_without_worldviews_whose_polygons_differ_is_refused(toy_folder: Path) -> None:
    change(toy_folder / "layers" / "countries.toml", '"worldview", ', "")
    with pytest.raises(DataError, match="expected the column worldview in the layer countries"):
        open_atlas(toy_folder)


def test_a_segment_tells_what_the_steps_of_its_dates_tell(atlas: Atlas) -> None:
    notes: dict[str, list[tuple[str, str]]] = {}
    for step in records(atlas.tables["status_history"].dropna(subset=["note"])):
        notes.setdefault(step["segment"], []).append((step["valid_from"], step["note"]))
    told = records(atlas.segments)
    assert any(each["dates_note"] for each in told)
    for segment in told:
        since, status_on = segment["since"], segment["status_on"] or "9999"
        for day, note in notes.get(segment["id"], []):
            is_of_it = day == since or day >= status_on
            assert (note in (segment["dates_note"] or "")) == is_of_it
