"""Layers of a user's own: whatever a frame or a file holds, it is drawn as asked or refused."""

from __future__ import annotations

import base64
import contextlib
import copy
import csv
import datetime as dt
import itertools
import json
import math
import pickle
import re
import shutil
import sqlite3
import struct
import sys
import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

import geo
from geo.__main__ import main
from geo.api import Atlas
from geo.design import palettes
from geo.design.marks import hue_of, marks
from geo.design.shades import oklab
from geo.design.strokes import plain_stroke
from geo.design.theme import colours
from geo.errors import AtlasError, InputError, LayerError
from geo.model.light import linear
from geo.model.rows import records
from geo.model.spec import Hue
from geo.own.classes import SCHEMES
from geo.own.document import document_of, group_of, name_columns
from geo.own.files import read_layer
from geo.own.join import join
from geo.own.layer import NAMELESS
from geo.pack.formats.kml import to_kml
from geo.pack.maplibre import style
from geo.pack.qgis.renderer import renderer
from geo.pack.styles import layer_styles
from geo.page import payload
from geo.page.description import describe
from geo.publish.files import data_files
from geo.publish.geojson import to_geojson
from geo.read.schema import LAYER, SHAPES
from geo.read.toml import check
from tests.pages import BEGINS, ENDS, page_data
from tests.test_design import SEEN_BY, look_of
from tests.test_output import unprivileged

KML = "http://www.opengis.net/kml/2.2"
CUT = "numbers of more than 15 digits have lost the last ones, texts keep them: 'n'"
LON, LAT = -16.0, -32.0
ON_MAP = shapely.Point(LON, LAT)
"""Where the toy lies."""
HOSTILE = "</script><img src=x onerror=alert(1)> {{7*7}} {name} =1+1 \u202e ]]>"


def framed(count: int = 3, **columns: object) -> gpd.GeoDataFrame:
    points = [shapely.Point(LON + step / 10, LAT) for step in range(count)]
    return gpd.GeoDataFrame(columns, geometry=points, crs="EPSG:4326")


def added(toy: Atlas, frame: gpd.GeoDataFrame, **told: Any) -> Atlas:  # noqa: ANN401
    return join(toy, geo.Layer(frame, **{"name": "Mine", **told}))[0]


def test_a_layer_is_described_as_the_files_of_layers_are(toy: Atlas) -> None:
    frame = framed(kind=["a", "b", "a"], opened=[2001, 2002, 2003])
    layer = geo.Layer(frame, name="Mine", column="kind", time="opened")
    atlas, _ = join(toy, layer)
    (part,) = atlas.spec.layers.keys() - toy.spec.layers.keys()
    document = document_of(
        layer,
        toy.spec,
        part,
        title=dict.fromkeys(toy.spec.languages, "Mine"),
        named=name_columns(toy, layer),
        hues=palettes.kinds()[:2],
    )
    mark = {"body": "disc", "hue": document.pop("hue"), "scale": 1.5}
    document |= {"shape": "points", "facts": part, "mark": mark}
    assert mark["hue"] == group_of(part)
    assert [*check(document, {**LAYER, **SHAPES["points"]}, "mine.toml")] == []
    assert atlas.layers[part]["opened"].tolist() == ["2001-01-01", "2002-01-01", "2003-01-01"]
    assert atlas.layers[part]["opened_prec"].tolist() == ["year"] * 3
    assert atlas.version == f"{toy.version}+own"


def test_adding_changes_one_atlas_and_no_other(toy_folder: Path) -> None:
    one, other = (geo.open_atlas(toy_folder) for _ in range(2))
    layer = geo.Layer(framed(), name="Mine")
    assert layer.add_to(one) is layer
    assert next(iter(one.layers)) == "mine"
    assert "mine" not in other.layers
    assert "mine" not in geo.open_atlas(toy_folder).layers
    with pytest.warns(UserWarning, match="Mine: the atlas has a layer of this name already"):
        layer.add_to(one)
    assert [*one.layers][:2] == ["mine-2", "mine"]
    assert one.version == f"{other.version}+own"
    assert one.lint() == []


def test_the_atlas_that_ships_is_opened_anew_each_time() -> None:
    mine = geo.open_atlas()
    frame = gpd.GeoDataFrame(geometry=[shapely.Point(71.4, 51.1)], crs=4326)
    geo.Layer(frame, name="Mine").add_to(mine)
    with pytest.raises(KeyError):
        geo.load_layer("mine")


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32728", "OGC:CRS84"])
def test_any_crs_comes_to_the_same_places(toy: Atlas, crs: str) -> None:
    atlas = added(toy, framed().to_crs(crs))
    x, y = shapely.get_coordinates(atlas.layers["mine"].geometry.to_numpy()).T
    assert np.allclose(x, [LON, LON + 0.1, LON + 0.2])
    assert np.allclose(y, LAT)


def test_kinds_of_geometry_part_and_keep_their_colours(toy: Atlas) -> None:
    shapes = [
        shapely.Point(LON, LAT),
        shapely.MultiPoint([(LON, LAT), (LON + 1, LAT)]),
        shapely.LineString([(LON, LAT), (LON + 3, LAT)]),
        shapely.GeometryCollection(
            [shapely.Point(LON, LAT), shapely.box(LON, LAT, LON + 1, LAT + 1)]
        ),
        shapely.Polygon([(LON, LAT), (LON + 1, LAT + 1), (LON + 1, LAT), (LON, LAT + 1)]),
    ]
    frame = gpd.GeoDataFrame({"kind": list("aabba")}, geometry=shapes, crs=4326)
    atlas = added(toy, frame, column="kind")
    assert [*atlas.layers][:3] == ["mine-points", "mine-lines", "mine-areas"]
    assert [len(atlas.layers[f"mine-{kind}"]) for kind in ("points", "lines", "areas")] == [4, 1, 2]
    assert atlas.layers["mine-areas"].geometry.is_valid.all()
    hues = [
        {value: each.hue for value, each in atlas.spec.values[f"mine_{kind}_class"].items()}
        for kind in ("points", "lines", "areas")
    ]
    assert hues[0] == hues[1] == hues[2]
    assert len(set(atlas.layers["mine-points"]["id"])) == 4
    for language in toy.spec.languages:
        assert atlas.spec.say("layers.mine-lines.name", language).startswith("Mine: ")
    assert data_files(atlas)


def test_rings_are_lines_in_every_file(toy: Atlas, tmp_path: Path) -> None:
    ring = shapely.box(LON, LAT, LON + 1, LAT + 1).exterior
    atlas = added(toy, gpd.GeoDataFrame(geometry=[ring], crs=4326))
    pack = atlas.write_pack(tmp_path / "pack")
    held = gpd.read_file(pack / "layers" / "mine.geojson")
    assert held.geometry.geom_type.tolist() == ["LineString"]


def test_a_wrong_area_becomes_no_lines(toy: Atlas) -> None:
    shapes = [shapely.box(LON + step, LAT, LON + step + 2, LAT + 1) for step in (0, 1)]
    hole = shapely.Polygon(shapes[0].exterior, [shapes[0].exterior])
    frame = gpd.GeoDataFrame(geometry=[shapely.MultiPolygon(shapes), hole], crs=4326)
    layer = geo.Layer(frame, name="Mine")
    assert repr(layer) == "<Layer 'Mine': 1 areas>"
    assert layer.notes == ["left out without a geometry: 1 of 2 features"]
    assert shapely.area(added(toy, frame).layers["mine"].geometry.iloc[0]) == pytest.approx(3)


def test_what_is_left_out_is_told(toy: Atlas) -> None:
    shapes = pd.Series([ON_MAP, None, shapely.Point(), shapely.Point(100, 60)])
    frame = gpd.GeoDataFrame({"t": ["2001"] * 4}, geometry=shapes, crs=4326)
    frame = pd.concat([frame, framed(2, t=[None, "2999-01-01"])], ignore_index=True)
    atlas = replace(toy)
    with pytest.warns(UserWarning, match="^Mine: ") as told:
        geo.Layer(frame, name="Mine", time="t").add_to(atlas)
    assert [str(each.message) for each in told] == [
        "Mine: left out without a geometry: 2 of 6 features",
        "Mine: left out without a day in 't': 1 of 6 features",
        "Mine: left out beyond the map: 1 of 3 features",
        "Mine: later than the atlas, 2026-01-01, and not shown: 1 features",
    ]


def test_what_is_too_small_to_be_drawn_is_told_as_such(toy: Atlas) -> None:
    speck, thread = ON_MAP.buffer(1e-8), shapely.LineString([(LON, LAT), (LON + 1e-8, LAT)])
    sliver = shapely.box(LON, LAT, LON + 1, LAT + 1e-8)
    field, far = shapely.box(LON, LAT, LON + 1, LAT + 1), shapely.box(120, 40, 121, 41)
    frame = gpd.GeoDataFrame(geometry=[speck, thread, sliver, field, far], crs="EPSG:4326")
    atlas, notes = join(toy, geo.Layer(frame, name="Mine"))
    assert len(atlas.layers["mine"]) == 1
    assert notes == [
        "left out, smaller than 0.1 m: 3 of 5 features",
        "left out beyond the map: 1 of 5 features",
    ]
    with pytest.raises(LayerError, match=r"all that lies on the map is smaller than 0\.1 m"):
        join(toy, geo.Layer(frame.iloc[[0, 1, 4]], name="Mine"))


def test_names_have_the_decimals_that_the_page_shows(toy: Atlas) -> None:
    numbers = [0.1 + 0.2, 1234.5678, 2e-300]
    mine = added(toy, framed(n=numbers), tooltip="n").layers["mine"]
    assert mine["name"].tolist() == ["0.3", "1234.57", "2e-300"]
    assert mine["n"].tolist() == numbers
    classes = geo.Layer(framed(n=numbers), name="Mine", column="n", categorical=True).classes
    assert classes
    assert classes.values[1].word(toy.spec.words["en"]) == "0.3"


@pytest.mark.parametrize(
    "frame", [framed().geometry, framed(name=["A", "B", "C"]), framed(a=[1, 2, 3])]
)
def test_a_layer_that_tells_nothing_tells_where_it_lies(
    toy: Atlas, frame: gpd.GeoDataFrame | gpd.GeoSeries
) -> None:
    atlas, _ = join(toy, geo.Layer(frame, name="Mine", popup=False))
    layer = atlas.spec.layers["mine"]
    assert layer.listed == layer.details == ("mine_place",)
    assert atlas.layers["mine"]["mine_place"].tolist()[0] == "-32.000, -16.000"
    assert atlas.spec.words["en"]["column.mine_place"] == atlas.spec.words["en"]["column.place"]


def test_longitudes_may_count_to_360() -> None:
    shapes = [shapely.Point(360 + LON, LAT), shapely.box(350 + LON, LAT, 355 + LON, LAT + 1)]
    layer = geo.Layer(gpd.GeoSeries(shapes, crs="EPSG:4326"), name="Mine")
    assert shapely.equals(layer.parts["points"].shapes[0], ON_MAP)
    assert layer.parts["areas"].shapes[0].bounds == (LON - 10, LAT, LON - 5, LAT + 1)
    across = gpd.GeoSeries(
        [shapely.box(170, 40, 190, 50), shapely.LineString([(170, 45), (190, 45)])], crs="EPSG:4326"
    )
    parts = geo.Layer(across, name="Mine").parts
    east, west = shapely.box(170, 40, 180, 50), shapely.box(-180, 40, -170, 50)
    assert shapely.equals(parts["areas"].shapes[0], shapely.union(east, west))
    assert shapely.length(parts["lines"].shapes[0]) == 20
    with pytest.raises(LayerError, match="longitudes and latitudes in degrees"):
        geo.Layer(gpd.GeoSeries([shapely.box(170, 40, 361, 50)], crs="EPSG:4326"), name="Mine")


def test_collections_across_180_degrees_are_cut_part_by_part() -> None:
    flat, corner = (
        shapely.Polygon([(181, 40)] * 4),
        shapely.Polygon([(180, 40), (190, 40), (190, 50)]),
    )
    line = shapely.LineString([(180, 40), (190, 41)])
    mixed = shapely.GeometryCollection([flat, shapely.box(170, 40, 190, 50), corner, line])
    points = shapely.MultiPoint([(170, 40), (180, 41), (190, 42)])
    shapes = [shapely.GeometryCollection([flat]), mixed, points]
    parts = geo.Layer(gpd.GeoSeries(shapes, crs="EPSG:4326"), name="Mine").parts
    assert [*parts["areas"].rows] == [*parts["lines"].rows] == [0]  # the first leaves nothing
    assert shapely.area(parts["areas"].shapes[0]) == 200
    assert shapely.equals(parts["lines"].shapes[0], shapely.LineString([(-180, 40), (-170, 41)]))
    assert [(at.x, at.y) for at in parts["points"].shapes[-3:]] == [
        (170, 40),
        (180, 41),
        (-170, 42),
    ]


def test_degrees_may_be_rounded_beyond_the_last() -> None:
    """As programs that compute an outline of all the world write it."""
    slight = 1e-8
    world = shapely.box(-180 - slight, -90 - slight, 180 + slight, 90 + slight)
    layer = geo.Layer(gpd.GeoSeries([world, shapely.Point(5, 90 + slight)], crs=4326), name="Mine")
    bounds = shapely.total_bounds([each.shapes[0] for each in layer.parts.values()])
    assert np.allclose(bounds, [-180, -90, 180, 90], atol=1e-6)
    assert abs(bounds).max() <= 180
    far = gpd.GeoSeries([shapely.LineString([(LON, LAT), (LON, 90.0001)])], crs=4326)
    with pytest.raises(LayerError, match=r"row 1, column geometry: '-16, 90\.0001': expected"):
        geo.Layer(far, name="Mine")


def test_points_that_rather_have_no_position_are_told() -> None:
    points = gpd.GeoSeries([shapely.Point(0, 0), ON_MAP, shapely.Point(0, 1)], crs=4326)
    told = "1 of 3 features; are their positions missing?"
    assert geo.Layer(points, name="Mine").notes == [f"at longitude 0 and latitude 0: {told}"]


def test_an_edge_across_most_of_the_world_is_told() -> None:
    """It rather crosses 180 degrees, and is drawn the other way round."""
    ring = [(170, 50), (-170, 50), (-170, 60), (170, 60)]
    shapes = [shapely.Polygon(ring), shapely.LineString(ring[:2]), shapely.box(-180, 40, 180, 50)]
    shapes.append(shapely.MultiPolygon([shapely.box(w, 40, w + 9, 50) for w in (-179, 170)]))
    told = "an edge reaches across more than half of the world: 2 of 4 features; do they cross 180"
    assert geo.Layer(gpd.GeoSeries(shapes, crs=4326), name="Mine").notes == [f"{told} degrees?"]


def test_positions_from_the_middle_of_the_earth_keep_where_they_are(toy: Atlas) -> None:
    at = gpd.GeoSeries([shapely.Point(LON, LAT, 0)], crs="EPSG:4979").to_crs("EPSG:4978")
    found = added(toy, gpd.GeoDataFrame(geometry=at)).layers["mine"].geometry
    assert shapely.distance(found.to_numpy(), ON_MAP).max() < 1e-5


def test_what_reaches_beyond_the_map_is_cut(toy: Atlas) -> None:
    world = gpd.GeoDataFrame(geometry=[shapely.box(-180, -90, 180, 90)], crs=4326)
    atlas, notes = join(toy, geo.Layer(world, name="World"))
    assert notes == ["drawn as far as the map reaches: 1 features"]
    west, south, east, north = atlas.layers["world"].total_bounds
    assert -60 < west < LON < east < 60
    assert -60 < south < LAT < north < 0


def test_columns_have_the_types_of_what_they_hold(toy: Atlas) -> None:
    frame = framed(
        whole=[1, None, 3],
        real=[0.5, math.inf, math.nan],
        yes=[True, None, False],
        day=[pd.Timestamp("2001-02-03"), pd.NaT, pd.Timestamp("2001-02-04")],
        moment=[pd.Timestamp("2001-02-03T23:30+05:00"), pd.NaT, pd.NaT],
        iso=["2001-02-03", "", None],
        lists=[[1, "a"], {"b": 2}, ()],
        mixed=[1, "a", None],
        sort=pd.Categorical(["x", None, "y"]),
        large=[2**60, 1, 2],
        built=[2009, 1999.0, None],
        far=[dt.date(1066, 10, 14), None, None],
    )
    layer = geo.Layer(frame, name="Mine")
    types = {each.title: each.type for each in layer.cells.values()}
    assert [title for title in types if types[title] == "date"] == ["day", "iso", "far"]
    texts = ["moment", "lists", "mixed", "sort", "large"]
    assert [title for title in types if types[title] == "text"] == texts
    others = ["whole", "real", "yes", "built"]
    assert [types[title] for title in others] == ["integer", "number", "boolean", "year"]
    assert layer.cells["moment"].values[0] == "2001-02-03 23:30 UTC+0500"
    assert layer.cells["real"].values == [0.5, None, None]
    assert layer.cells["lists"].values == ["1, a", '{"b": 2}', None]
    mine = added(toy, frame).layers["mine"]
    assert mine["far"].iloc[0] == "1066-10-14"
    assert payload.pack_columns(mine[["whole"]]) == {"whole": [1, None, 3]}


def test_features_without_a_name_have_that_which_tells_them_apart(toy: Atlas) -> None:
    kinds = {"kind": ["a", "b", "a"], "size": [1.5, 2.5, 3.5], "opened": ["2001", "2002", "2003"]}

    def names(asked: Mapping[str, Any], **more: object) -> list[str]:
        mine = added(toy, framed(3, **kinds, **more), column="kind", time="opened", **asked)
        return mine.layers["mine"]["name"].tolist()

    assert names({}) == ["Mine 1", "Mine 2", "Mine 3"]
    assert names({}, parcel=["P-1", "P-2", "P-3"]) == ["P-1", "P-2", "P-3"]
    assert names({"tooltip": "kind"}, parcel=["P-1", "P-2", "P-3"]) == ["a", "b", "a"]


def test_columns_never_take_the_name_of_one_that_means_something_else(toy: Atlas) -> None:
    names = [
        "id",
        "border",
        "status",
        "alderland",
        "kind",
        "country",
        "geom",
        "Kind ",
        "名",
        "名前",
    ]
    frame = framed(1, **{name: ["x"] for name in names})
    mine = added(toy, frame).layers["mine"]
    assert mine["id"].tolist() == ["mine-x"]
    cells = mine.drop(columns="name").iloc[0].items()
    told = [name for name, cell in cells if isinstance(cell, str) and cell == "x"]
    assert len(told) == len(names)
    assert not {"border", "status", "alderland", "country", "geom"} & set(told)
    assert all(re.fullmatch("[a-z0-9_]+", str(name)) for name in told)


def test_what_the_atlas_knows_is_taken_as_it_means_it_and_nothing_is_invented(toy: Atlas) -> None:
    mine = added(toy, framed(1, licence=["CC-BY-4.0"], sources=["island-survey"])).layers["mine"]
    assert mine[["licence", "sources"]].iloc[0].tolist() == ["CC-BY-4.0", "island-survey"]
    assert mine[["confidence", "as_of", "precision_m", "note"]].isna().all(axis=None)
    other = added(toy, framed(1, licence=["ask me"], sources=["0"])).layers["mine"]
    assert other[["licence", "sources"]].isna().all(axis=None)
    assert other[["mine_licence", "mine_sources"]].iloc[0].tolist() == ["ask me", "0"]


def test_what_the_atlas_knows_is_written_as_it_writes_it(toy: Atlas) -> None:
    mine = added(toy, framed(as_of=["2025/1/2", None, ""], precision_m=["\u200b", " 50", "60.0"]))
    assert mine.layers["mine"]["as_of"].tolist()[0] == "2025-01-02"
    assert mine.layers["mine"]["precision_m"].tolist()[1:] == [50, 60]


def test_lines_stay_on_online_tiles_whose_borders_are_their_own(toy: Atlas) -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.box(LON, LAT, LON + 1, LAT + 1)], crs=4326)
    html = added(toy, frame).build_map(tiles="OpenTopoMap").get_root().render()
    shown = page_data(html)["features"]
    assert "mine" in shown
    assert "borders" not in shown


def test_text_is_text_everywhere(toy: Atlas) -> None:
    frame = framed(1, **{HOSTILE: [HOSTILE]}, name=[HOSTILE])
    atlas = added(toy, frame, name=HOSTILE, column=HOSTILE, tooltip=True)
    html = atlas.build_map().get_root().render()
    assert "<img src=x" not in html
    assert "{{7*7}}" not in html
    texts = page_data(html)["texts"]
    said = dict(zip(texts["keys"], texts["said"]["en"], strict=True))
    (name,) = [said[key] for key in said if key.startswith("layers.") and HOSTILE[:5] in said[key]][
        :1
    ]
    # what is filled in texts is nothing of the user's
    assert not re.search(r"\{\w+\}", name)
    assert name.replace("\u2060", "") == " ".join(HOSTILE.split()) + "\u202c"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("\u202eabc", "\u202eabc\u202c"),
        ("\u2067a\u202bb\u2069c", "\u2067a\u202bb\u2069c"),
        ("\u2067a\u202ab", "\u2067a\u202ab\u202c\u2069"),
        ("a\u202cb", "a\u202cb"),
    ],
)
def test_no_text_turns_what_follows(toy: Atlas, told: str, said: str) -> None:
    assert added(toy, framed(name=[told] * 3)).layers["mine"]["name"].tolist() == [said] * 3


def test_a_text_that_nobody_sees_is_none() -> None:
    cells = geo.Layer(framed(n=["\u200b", "\ufeffa", "b"]), name="Mine").cells["n"]
    assert cells.values == [None, "a", "b"]


def test_the_legend_has_room_for_long_texts(toy: Atlas) -> None:
    atlas = added(toy, framed(stone=["k" * 5000] * 3), name="n" * 5000, column="stone")
    words = atlas.spec.words["en"]
    long = [word for key, word in words.items() if word[:3] in ("kkk", "nnn")]
    assert len(long) >= 2
    assert {len(word) for word in long} == {80}
    assert atlas.layers["n" * 40]["stone"].tolist() == ["k" * 5000] * 3


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"column": "knd"}, "column: no column 'knd'; there are kind, n, late"),
        ({"tooltip": ["nope"]}, "tooltip: no column 'nope'"),
        ({"column": "n", "cmap": "virids"}, "cmap has no 'virids'; there are viridis"),
        ({"column": "n", "scheme": "Quantile"}, "scheme has no 'Quantile'"),
        ({"column": "kind", "scheme": "Quantiles"}, "holds no numbers"),
        ({"column": "n", "k": 99}, "k: 99, expected a number from 1 to 9"),
        ({"column": ["kind", "n"]}, "column: kind, n: 2 columns, and it takes 1 at most"),
        ({"time": ["n", "late", "kind"]}, "time: n, late, kind: 3 columns, and it takes 2"),
        ({"time": "kind"}, "Mine, row 1, column kind: 'a': expected a day (2024-05-31)"),
        ({"time": ["late", "early"]}, "row 1, column early: '2001': expected a day not before"),
        (
            {"style_kwds": {"radius": 3}},
            "style_kwds has no 'radius'; it stands in marker_kwds, for",
        ),
        ({"style_kwds": {"stroke": False}}, "style_kwds has no 'stroke'; there are color, weight"),
        ({"style_kwds": {"fill_color": "#3b6fb6"}}, "color is that of edge and fill"),
        (
            {"column": pd.Series(list("xyz"))},
            "no column 'x'; there are kind, n, late, early, long; frame.assign(...) makes",
        ),
        (
            {"column": np.arange(3)},
            "late, early, long; frame.assign(...) makes",
        ),
        ({"tooltip": {"n": "Number"}}, "tooltip: no column \"{'n': 'Number'}\"; there are"),
        ({"time": "long"}, f"column long: '{'k' * 60}\N{HORIZONTAL ELLIPSIS}': expected a day"),
        ({"style_kwds": {"color": "red"}}, "expected a colour, such as #3b6fb6"),
        ({"style_kwds": {"fillColor": "#3b6fb6"}}, "color is that of edge and fill"),
        ({"marker_kwds": {"radius": 13}}, "marker_kwds: radius: 13, expected pixels, 12 at most"),
        ({"marker_kwds": {"size": 3}}, "marker_kwds has no 'size'; there are radius, fill"),
        ({"marker_kwds": {"fill": False}}, "fill: False, expected True: a hollow mark says"),
        ({"marker_kwds": {"icon": "cloud"}}, "'icon'; it is a word of single markers, folium.M"),
        ({"marker_kwds": {"color": "#3b6fb6"}}, "'color'; it stands in style_kwds"),
        ({"style_kwds": {"weight": math.nan}}, "expected pixels"),
        ({"name": " "}, "a layer needs one"),
        ({"column": "n", "cmap": ["red", "blue"]}, "cmap has no \"['red', 'blue']\"; there are v"),
        ({"column": "n", "scheme": 5}, "scheme has no 5; there are Quantiles"),
        ({"column": "n", "cmap": ""}, "cmap has no ''; there are viridis"),
        ({"column": "n", "k": True}, "k: True, expected a number from 1 to 9"),
        ({"legend": "no"}, "legend: 'no', expected True or False"),
        ({"categorical": np.array([1, 2])}, "categorical: array([1, 2]), expected True or False"),
        ({"marker_kwds": "big"}, "marker_kwds: 'big', expected a dict of radius, fill"),
        ({"style_kwds": ["red"]}, "style_kwds: ['red'], expected a dict of color, weight"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(told: dict[str, Any], expected: str) -> None:
    frame = framed(
        kind=list("aba"), n=[1, 2, 3], late=["2002"] * 3, early=["2001"] * 3, long=["k" * 5000] * 3
    )
    with pytest.raises(LayerError) as found:
        geo.Layer(frame, **{"name": "Mine", **told})
    assert expected in str(found.value)
    assert "\n" not in str(found.value)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"cmap": "Blues", "scheme": "Quantiles"}, ["cmap", "scheme"]),
        ({"column": "n", "style_kwds": {"color": "#3b6fb6"}}, ["color"]),
        ({"style_kwds": {"weight": 2}}, ["weight"]),
        ({"column": "n", "cmap": "Blues", "marker_kwds": {"radius": 2}}, []),
    ],
)
def test_what_is_asked_for_and_not_used_is_told(told: dict[str, Any], said: list[str]) -> None:
    notes = geo.Layer(framed(n=[1, 2, 3]), name="Mine", **told).notes
    assert [note.partition(" is not used: ")[0] for note in notes] == said


@pytest.mark.parametrize(
    ("word", "instead"),
    [
        ("color", "it stands in style_kwds, or a column gives colours"),
        ("vmin", "scheme and k say how numbers are classed"),
        ("missing_kwds", "what has no value is grey"),
        ("m", "layer.add_to(atlas) adds it"),
        ("tiles", "tiles lie beneath the whole map: atlas.build_map(tiles=...)"),
        ("names", "is it name?"),
        ("zzz", "there are name, column, cmap"),
    ],
)
def test_words_of_explore_that_no_layer_has_say_what_to_use(word: str, instead: str) -> None:
    given: dict[str, Any] = {"name": "Mine", word: None}
    with pytest.raises(TypeError, match=re.escape(f"geo.Layer has no {word!r}; {instead}")):
        geo.Layer(framed(), **given)


def test_a_frame_without_geometry_is_told_how_to_get_one() -> None:
    layer: Any = geo.Layer
    with pytest.raises(TypeError, match=r"geometry=gpd\.points_from_xy\(lon, lat\), crs=4326\)"):
        layer(pd.DataFrame({"lon": [LON], "lat": [LAT]}), name="Mine")
    with pytest.raises(TypeError, match=r"frame\.compute\(\) makes one"):
        layer(SimpleNamespace(compute=framed), name="Mine")  # as those of dask-geopandas have
    with pytest.raises(
        LayerError, match=r"be drawn; left out without a geometry: 1 of 1 features$"
    ):
        layer(gpd.GeoSeries([shapely.Point()], crs=4326), name="Mine")


def test_what_has_no_word_is_refused_in_one_line() -> None:
    layer: Any = geo.Layer
    with pytest.raises(TypeError, match=r"takes a frame, and all else by name: name='Mine'$"):
        layer(framed(), "Mine")
    with pytest.raises(TypeError, match=r"takes a frame, and all else by name: column=\.\.\.$"):
        layer(framed(), framed(), name="Mine")


def test_any_list_of_names_chooses_columns() -> None:
    frame = framed(kind=list("aba"), n=[1, 2, 3])
    told = ["kind", "n"]
    for each in (told, tuple(told), pd.Index(told), np.array(told), pd.Series(told), np.True_):
        layer = geo.Layer(frame, name="Mine", tooltip=each)  # type: ignore[arg-type]
        assert layer.tooltip == told


def test_what_an_index_tells_is_kept() -> None:
    frame = framed(kind=list("aba"), n=[1, 2, 3])
    merged = frame.dissolve("kind", aggfunc={"n": ["min", "max"]})
    layer = geo.Layer(merged, name="Mine", column="kind", tooltip=[("n", "max")])  # type: ignore[list-item]
    assert layer.cells["kind"].values == ["a", "b"]
    assert layer.tooltip == ["('n', 'max')"]
    named = geo.Layer(frame.set_index(pd.Index(["x", "y", "z"])), name="Mine")
    assert named.cells["index"].values == ["x", "y", "z"]
    levels = geo.Layer(frame.set_index(["kind", "n"], drop=False), name="Mine")
    assert [*levels.cells] == ["kind", "n"]
    assert [*geo.Layer(frame[frame["n"] > 1], name="Mine").cells] == ["kind", "n"]


def test_no_level_of_an_index_hides_another_column() -> None:
    known = framed(kind=list("xyz"), n=[1, 2, 3])
    assert [*geo.Layer(known.set_index("kind", drop=False), name="Mine").cells] == ["kind", "n"]
    levels = pd.MultiIndex.from_arrays([[1, 2, 3], [4, 5, 6]], names=["z", "z"])
    for index, name in ((levels, "z"), (pd.Index(list("abc"), name="kind"), "kind")):
        with pytest.raises(LayerError, match=f"two columns are called '{name}'"):
            geo.Layer(known.set_axis(index), name="Mine")


def test_geometry_is_found_whatever_it_is_called() -> None:
    frame = framed(kind=list("aba"))
    assert geo.Layer(frame.rename_geometry(0), name="Mine").parts["points"]
    frame.columns = pd.MultiIndex.from_tuples([("a", "kind"), ("geometry", "")])
    several = gpd.GeoDataFrame(frame, geometry=("geometry", ""))
    assert geo.Layer(several, name="Mine").parts["points"]
    renamed = framed(kind=list("aba")).rename(columns={"geometry": "where"})
    with pytest.raises(LayerError, match=r"is active; frame.set_geometry\('where'\)"):
        geo.Layer(renamed, name="Mine")


def test_colours_do_not_depend_on_the_legend(toy: Atlas) -> None:
    lines = framed(kind=list("aba")).to_crs(32728).buffer(20_000).boundary.to_crs(4326)
    frame = gpd.GeoDataFrame({"kind": list("aba")}, geometry=lines)
    frame = pd.concat([framed(kind=list("aba")), frame], ignore_index=True)
    told, untold = (added(toy, frame, column="kind", legend=legend) for legend in (True, False))
    for kind in ("points", "lines"):
        id_, group = f"mine-{kind}", f"mine_{kind}_class"
        of_both = []
        for atlas, legend in ((told, (group,)), (untold, ())):
            layer = atlas.spec.layers[id_]
            assert layer.legend == legend
            assert atlas.spec.is_whole(layer) == (not legend)
            rows = records(atlas.layers[id_])
            names = [
                hue_of(layer, row)
                if kind == "points"
                else plain_stroke(atlas.spec, layer, row).colour
                for row in rows
            ]
            of_both.append([colours(atlas.spec)[name] for name in names])
        assert of_both[0] == of_both[1]
        assert len(set(of_both[0])) == 2


def test_a_layer_without_a_column_has_a_hue_that_no_other_has(toy: Atlas) -> None:
    one = added(toy, framed())
    two = added(one, framed())
    hues = [colours(two.spec)[name] for name in ("layer-mine", "layer-mine-2")]
    assert len(set(hues)) == 2
    full = added(toy, framed(20, kind=[*map(str, range(20))]), column="kind")
    for _ in range(len(palettes.kinds())):  # when all are taken, each once more
        full = added(full, framed())
    hues = [hue for name, hue in colours(full.spec).items() if name.startswith("layer-mine-")]
    assert {hues.count(hue) for hue in hues} <= {1, 2}
    assert "mine_class" not in two.layers["mine"]


def hues_in(atlas: Atlas, layer: str) -> list[Hue]:
    return [value.hue for value in atlas.spec.values[f"{layer}_class"].values() if value.hue]


def test_layers_coloured_by_columns_have_hues_of_their_own(toy: Atlas) -> None:
    kinds = framed(4, kind=[*"abcd"], n=[1, 2, 3, None])
    both = added(added(toy, kinds, column="kind"), kinds, column="kind", name="Other")
    assert {*hues_in(both, "mine"), *hues_in(both, "other")} == {*palettes.kinds()}
    assert not {*hues_in(both, "mine")} & {*hues_in(both, "other")}
    # Then another sign tells them apart, and one more for each that has hues of those.
    full = both
    for name in ("Third", "Fourth", "Fifth", "Sixth"):
        full = added(full, kinds, column="kind", name=name)
    names = ("mine", "other", "third", "fourth", "fifth", "sixth")
    bodies = [full.spec.layers[each].settings["mark"]["body"] for each in names]
    assert bodies[0] == bodies[1] != bodies[2] == bodies[3] != bodies[4] == bodies[5]
    assert len({*bodies}) == 3
    amounts = added(added(toy, kinds, column="n"), kinds, column="n", name="Other")
    grey = palettes.other()
    assert {*hues_in(amounts, "mine")} & {*hues_in(amounts, "other")} == {grey}
    # A colour that was chosen stays.
    chosen = added(added(toy, kinds, column="n"), kinds, column="n", name="Other", cmap="viridis")
    assert hues_in(chosen, "mine") == hues_in(chosen, "other")
    assert chosen.spec.layers["other"].settings["mark"]["body"] == bodies[0]


@pytest.mark.parametrize("column", ["kind", None])
def test_lines_and_outlines_in_hues_of_others_are_dashed(toy: Atlas, column: str | None) -> None:
    lines = [shapely.LineString([(-16.0, -32.0), (-15.0, -31.5)]), shapely.box(-15, -32, -14, -31)]
    frame = gpd.GeoDataFrame({"kind": ["a", "b"]}, geometry=lines, crs="EPSG:4326")
    atlas = added(toy, frame, column=column, name="First")
    for _ in palettes.kinds():
        atlas = added(atlas, frame, column=column, name="Other")
    for kind in ("lines", "areas"):
        found = [
            plain_stroke(atlas.spec, atlas.spec.layers[id_], row).dash
            for id_ in (f"first-{kind}", f"other-{kind}-8")
            for row in records(atlas.layers[id_])
        ]
        assert [bool(dash) for dash in found] == [False, True], kind
        assert f"other-{kind}-8" in atlas.layers


def test_points_are_as_large_as_they_are_asked_to_be(toy: Atlas) -> None:
    spec = added(toy, framed(), marker_kwds={"radius": 3.1, "fill": True}).spec
    (mark,) = marks(spec, spec.layers["mine"], {"confidence": None})
    assert mark.shape.size == pytest.approx(6.2)
    xs = [float(each) for each in re.findall(r"-?[\d.]+", mark.shape.path)]
    assert max(map(abs, xs)) == pytest.approx(3.1)
    large = added(toy, framed(), marker_kwds={"radius": 12})
    (circle,) = [each for each in style(large)["layers"] if each["id"] == "mine/0"]
    assert circle["paint"]["circle-radius"] == pytest.approx(12)
    drawn = ET.tostring(renderer(layer_styles(large.spec)["mine"], large.spec), "unicode")
    (picture,) = set(re.findall(r'value="base64:([^"]+)"', drawn))
    assert 'viewBox="-16 -16 32 32"' in base64.b64decode(picture).decode()
    assert b"<scale>1.94</scale>" in to_kml(large)


def test_frames_that_say_not_where_they_lie_are_refused(toy: Atlas) -> None:
    bare = gpd.GeoDataFrame(geometry=[shapely.Point(LON, LAT)])
    with pytest.raises(LayerError, match="set_crs"):
        geo.Layer(bare, name="Mine")
    heights = gpd.GeoDataFrame(geometry=[shapely.Point(LON, LAT)], crs=5773)
    with pytest.raises(LayerError, match="its CRS, EGM96 height, tells of no places"):
        geo.Layer(heights, name="Mine")
    metres = gpd.GeoDataFrame(geometry=[shapely.Point(5e5, 4e6)], crs=4326)
    with pytest.raises(LayerError, match=r"500000, 4000000.*degrees"):
        geo.Layer(metres, name="Mine")
    swapped = gpd.GeoDataFrame(geometry=[shapely.Point(LAT, LON)], crs=4326)
    with pytest.raises(LayerError, match="longitude comes before latitude"):
        join(toy, geo.Layer(swapped, name="Mine"))
    with pytest.raises(TypeError, match="GeoDataFrame"):
        geo.Layer(pd.DataFrame({"a": [1]}), name="Mine")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="before build_map"):
        geo.Layer(framed(), name="Mine").add_to(toy.build_map())  # type: ignore[arg-type]


def test_any_value_has_a_text() -> None:
    """As may be in cells of a user's own: what holds itself, is very long, or has no text."""

    class Unsaid:
        def __str__(self) -> str:
            raise RuntimeError("no text")

    endless: list[Any] = [1]
    endless.append(endless)
    told = pd.Series([Unsaid(), endless, 10**5000], dtype=object)
    unsaid, own, long = geo.Layer(framed(n=told), name="Mine", column="n").cells["n"].values
    assert (unsaid, long) == ("<Unsaid>", "<int>")
    assert own.startswith("1, 1, ")
    single = pd.Series([np.array(1.5), np.array(np.datetime64("NaT")), None], dtype=object)
    assert geo.Layer(framed(n=single), name="Mine").cells["n"].values == [1.5, None, None]


def test_no_key_of_a_cell_is_lost() -> None:
    told: list[Any] = [{1: {"a": [2]}}, {(1, 2): 3}, {}, {"a": np.array([{"b": np.int8(1)}, None])}]
    told[2]["own"] = told[2]
    kept = ['{"1": {"a": [2]}}', "{(1, 2): 3}", "{'own': {...}}", '{"a": [{"b": 1}, null]}']
    assert geo.Layer(framed(4, n=told), name="Mine").cells["n"].values == kept


@pytest.mark.parametrize("title", ["", " ", "\u200b"])
def test_a_title_that_nobody_sees_is_a_dash(title: str) -> None:
    assert geo.Layer(framed().assign(**{title: 1}), name="Mine").cells[title].title == NAMELESS


def test_a_column_is_called_as_people_write_its_label(toy: Atlas) -> None:
    """As of a sum and a mean of each group, which pandas calls by pairs."""
    frame = framed(n=[1, 2, 3], kind=["a", "b", "a"])
    groups = frame.dissolve("kind", aggfunc={"n": ["sum", "max"]})
    layer = geo.Layer(groups, name="Mine", column=("n", "sum"), tooltip=[("n", "max")])  # type: ignore[arg-type, list-item]
    assert [cells.title for cells in layer.cells.values()] == ["kind", "n, sum", "n, max"]
    assert {"n_sum", "n_max"} <= {*join(toy, layer)[0].layers["mine"]}


def test_the_legend_writes_tiny_numbers_with_a_power_of_ten(toy: Atlas) -> None:
    layer = geo.Layer(framed(n=[0.0, 2e-12, 5e-324]), name="Mine", column="n")
    assert layer.classes
    words = toy.spec.words["en"]
    assert [each.word(words) for each in layer.classes.values] == ["0", "4.94e-324", "2e-12"]


def test_numbers_fall_into_classes_and_names_into_kinds(toy: Atlas) -> None:
    numbers = framed(200, n=[*range(199), None])
    for scheme in SCHEMES:
        atlas = added(toy, numbers, column="n", scheme=scheme.lower(), k=4)
        classes = atlas.layers["mine"]["mine_class"]
        assert classes.value_counts().max() <= 51
        assert [*atlas.spec.values["mine_class"]][-1] == "none"
        assert len(atlas.spec.values["mine_class"]) == 5
    assert atlas.spec.say("mine_class.class-1", "en").startswith("0 to ")
    few = added(toy, numbers, column="n", categorical=True)
    assert len(few.spec.values["mine_class"]) == len(palettes.kinds()) + 1
    assert few.spec.say("mine_class.other", "en") == "Other"
    flat = added(toy, framed(n=[7, 7, 7]), column="n")
    assert flat.spec.say("mine_class.class-1", "en") == "7"
    near = added(toy, framed(n=[1000000.001, 1000000.002, 43.25]), column="n").spec
    rows = [near.say(f"mine_class.class-{place}", "en") for place in (1, 2, 3)]
    assert rows == ["43.25", "1000000.001", "1000000.002"]
    built = added(toy, framed(n=[1999, 2009, 2010]), column="n", k=2).spec
    assert built.say("mine_class.class-2", "en").startswith("20")
    assert "," not in built.say("mine_class.class-1", "en") + built.say("mine_class.class-2", "en")
    small = added(toy, framed(n=[0.0012, 0.5, 1e300]), column="n")
    assert small.spec.say("mine_class.class-1", "en") == "0.0012"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1.5, 2.5, None], {"categorical": True}),
        ([1.5, 2.5, 7], {"k": 2}),
        ([1999, 2001, 2003], {"time": "n"}),
        ([True, False, None], {}),
        (pd.Categorical(["b", "a", None]), {}),
    ],
)
def test_a_layer_is_copied_with_all_it_says(toy: Atlas, values: Any, told: dict[str, Any]) -> None:  # noqa: ANN401
    """As where several processes share the work."""
    layer = geo.Layer(framed(n=values), name="Mine", column="n", **told)
    as_it_is = describe(join(toy, layer)[0].spec)
    for same in (pickle.loads(pickle.dumps(layer)), copy.deepcopy(layer)):  # noqa: S301 - its own
        assert describe(join(toy, same)[0].spec) == as_it_is


def test_a_scheme_of_another_package_classes_or_says_why_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def classify(numbers: np.ndarray, scheme: str, **_: int) -> SimpleNamespace:
        if scheme == "Sampled":
            raise IndexError("index -1 is out of bounds")
        return SimpleNamespace(bins=[2.0, numbers.max()])

    schemes = ("Natural", "Sampled")
    monkeypatch.setitem(
        sys.modules, "mapclassify", SimpleNamespace(CLASSIFIERS=schemes, classify=classify)
    )
    numbers = framed(4, n=[1.5, 2, 3, 7])
    classes = geo.Layer(numbers, name="Mine", column="n", scheme="natural", k=2).classes
    assert classes
    assert classes.keys == ["class-1", "class-1", "class-2", "class-2"]
    with pytest.raises(LayerError, match=r"^scheme Sampled cannot class these numbers \(index -1"):
        geo.Layer(numbers, name="Mine", column="n", scheme="sampled", k=2)


@pytest.mark.parametrize("paper", [0, 1])
def test_hues_are_told_apart_by_everyone_on_either_paper(paper: int) -> None:
    hues = [*palettes.kinds(), palettes.other()]
    for by in SEEN_BY.values():
        for one, other in itertools.combinations(hues, 2):
            assert math.dist(look_of(one[paper], by), look_of(other[paper], by)) > 0.08
    for name in palettes.ramps():
        light = [oklab(linear(hue[paper]))[0] for hue in palettes.ramp(name, 9)]
        assert light == sorted(light, reverse=paper == 0)


# --- files

Writer = Callable[[gpd.GeoDataFrame, Path], object]


def zipped(frame: gpd.GeoDataFrame, path: Path) -> None:
    inside = path.with_suffix("")
    inside.mkdir()
    frame.to_file(inside / "mine.shp")
    with zipfile.ZipFile(path, "w") as archive:
        for each in inside.iterdir():
            archive.write(each, each.name)


def as_csv(frame: gpd.GeoDataFrame, path: Path) -> None:
    plain = frame.assign(Longitude=frame.geometry.x, LAT=frame.geometry.y)
    plain.drop(columns="geometry").to_csv(path, index=False)


WRITERS: dict[str, Writer] = {
    "mine.csv": as_csv,
    "mine.fgb": lambda frame, path: frame.to_file(path),
    "mine.geojson": lambda frame, path: frame.to_file(path),
    "mine.geoparquet": lambda frame, path: frame.to_parquet(path),
    "mine.gpkg": lambda frame, path: frame.to_file(path),
    "mine.gpx": lambda frame, path: frame[["name", "geometry"]].to_file(path, driver="GPX"),
    "mine.kml": lambda frame, path: frame[["name", "geometry"]].to_file(path, driver="KML"),
    "mine.shp": lambda frame, path: frame.to_file(path),
    "mine.zip": zipped,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the same three points in every format."""
    folder = tmp_path_factory.mktemp("own")
    for name, write in WRITERS.items():
        write(framed(name=["One", "Two", "Three"], size=[1, 2, 3]), folder / name)
    return folder


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_is_read_alike(toy: Atlas, files: Path, name: str) -> None:
    layer = read_layer(f"{files / name}:My points")
    atlas, notes = join(toy, layer)
    mine = atlas.layers["my-points"]
    assert sorted(mine["name"]) == ["One", "Three", "Two"]
    assert np.allclose(np.sort(mine.geometry.x), [LON, LON + 0.1, LON + 0.2])
    assert "size" in mine or name in ("mine.gpx", "mine.kml")
    assert notes == layer.notes == []


def test_no_path_is_taken_for_an_address(files: Path, tmp_path: Path) -> None:
    odd = tmp_path / "file; what#is it!"
    shutil.copytree(files, odd)
    for name in WRITERS:
        assert repr(read_layer(str(odd / name))) == "<Layer 'mine': 3 points>"


@pytest.mark.parametrize("end", ["csv", "geojson", "kml", "parquet", "shp", "zip"])
def test_files_without_permission_are_told_alike(tmp_path: Path, end: str) -> None:
    path = tmp_path / f"mine.{end}"
    path.touch(0)
    for parent in tmp_path.parents:
        parent.chmod(parent.stat().st_mode | 0o055)
    tmp_path.chmod(0o755)
    with unprivileged(), pytest.raises(InputError, match=r"cannot be read \(Permission denied\)$"):
        read_layer(str(path))


def test_of_several_layers_one_is_asked_for(files: Path, tmp_path: Path) -> None:
    for name in ("north", "south"):
        framed().to_file(tmp_path / "two.gpkg", layer=name)
    with pytest.raises(LayerError, match=r"two\.gpkg#north, two\.gpkg#south"):
        read_layer(str(tmp_path / "two.gpkg"))
    assert read_layer(f"{tmp_path / 'two.gpkg'}#south").name == "south"
    assert read_layer(f"{tmp_path / 'two.gpkg'}#south:Down").name == "Down"
    with pytest.raises(LayerError, match=r"one of its layers: mine\.csv#mine"):
        read_layer(f"{files / 'mine.csv'}#other")


@pytest.mark.skipif(sys.platform == "win32", reason="names of files there have no colons")
def test_a_name_may_be_longer_than_that_of_a_file(files: Path) -> None:
    assert read_layer(f"{files / 'mine.csv'}:{'N' * 300}").name == "N" * 300
    with pytest.raises(LayerError, match=r"no such file; FILE\[#LAYER\]\[:NAME\] is one on this"):
        read_layer("x" * 5000)


def test_a_colon_may_stand_in_a_path(files: Path, tmp_path: Path) -> None:
    odd = tmp_path / "a:b#c.csv"
    odd.write_bytes((files / "mine.csv").read_bytes())
    assert read_layer(str(odd)).name == "a:b#c"
    assert read_layer(f"{odd}:Mine").name == "Mine"
    with pytest.raises(LayerError, match=r"C:\\no.csv: no such file"):
        read_layer(r"C:\no.csv")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,lon,lat\nA,1,2\nB,x,2\n", "mine.csv, row 3, column lon: 'x': expected a number"),
        ("name,lon,lat\nA,1,95\n", "row 2, column lat: '95': expected a number from -90 to 90"),
        ("name,lon,lat\nA,1,\n", "row 2, column lat: expected a value (a latitude)"),
        ("name\nA\n", "mine.csv, row 1: 'name': expected a column lon and one lat"),
        ("name,wkt\nA,POINT(\n", "row 2, column wkt: 'POINT(': expected a geometry as WKT"),
        ("name,wkt\nA,LINESTRING (5 6)\n", "(point array must contain 0 or >1"),
        ("a,a,lon,lat\n", "row 1: 'a': expected each column once"),
        ("lon,lat\n1,2,3\n", "row 2: expected 2 cells"),
        ("lon,lat\n", "no feature that can be drawn"),
        ("My report\n\nlon,lat\n1,2\n", "row 1: 'My report': expected a column lon and one lat"),
        ("", "the file is empty"),
        ('lon,lat\n"1,2\n', "a well-formed row"),
        ("lon,lat\n\0,1\n", "text encoded as UTF-8"),
    ],
)
def test_a_table_that_cannot_be_used_says_where(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "mine.csv").write_text(text, "utf-8")
    with pytest.raises(LayerError) as found:
        read_layer(str(tmp_path / "mine.csv"))
    assert expected in str(found.value)
    assert "\n" not in str(found.value)


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        (".XLSX", "expected a table that the spreadsheet saved as CSV UTF-8"),
        (".dbf", "expected the .shp that it belongs to"),
        (".txt", "expected a file that ends with .csv, .fgb, .geojson"),
    ],
)
def test_a_file_of_another_kind_says_what_is_read_instead(
    tmp_path: Path, end: str, expected: str
) -> None:
    (tmp_path / f"mine{end}").write_bytes(b"PK")
    with pytest.raises(LayerError, match=f"^mine{end}: '{end}': {expected}"):
        read_layer(str(tmp_path / f"mine{end}"))


def test_a_table_of_a_spreadsheet_may_have_decimal_commas_and_codes(tmp_path: Path) -> None:
    told = "Name;LNG;Lat;size;code;open\nA;-16,5;-32;1,5;007;TRUE\nB;;;;08;false\n"
    (tmp_path / "mine.csv").write_text(told, "utf-8-sig")
    layer = read_layer(str(tmp_path / "mine.csv"))
    assert layer.notes == ["left out without a geometry: 1 of 2 features"]
    told_types = {each.title: (each.type, each.values[0]) for each in layer.cells.values()}
    assert told_types["size"] == ("number", 1.5)
    assert told_types["code"] == ("text", "007")
    assert told_types["open"] == ("boolean", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lon\tlat\tn\n1.5\t2.5\t15,000\n", ("integer", 15000)),
        ('lon,lat,n\n1.5,2.5,"12,34,567"\n', ("integer", 1234567)),
        ("lon;lat;n\n1,5;2,5;1.12.345\n", ("text", "1.12.345")),
        ('lon,lat,n\n1.5,2.5,"1,234,567.5"\n', ("number", 1234567.5)),
        ("lon;lat;n\n1,5;2,5;1.500,25\n", ("number", 1500.25)),
        ("lon;lat;n\n1,5;2,5;1,500\n", ("number", 1.5)),
        ("lon;lat;m;n\n1;2;0,5;1,500\n", ("number", 1.5)),
        ("lon\tlat\tn\n1.5\t2.5\t1,2\n", ("text", "1,2")),
        (
            "lon;lat;n\n1;2;1,500\n",
            "row 2, column n: '1,500': expected a number without marks of t",
        ),
        ("lon;lat;n\n1,5;2;1,500,000\n", ("text", "1,500,000")),
        ("lon;lat;n\n1;2;1.500.000\n", ("integer", 1500000)),
        ("lon;lat;n\n1;2;1.500,5\n", ("number", 1500.5)),
        ("lon;lat;n\n1;2;1\u202f500,5\n", ("number", 1500.5)),
        ("lon,lat,n\n\u22121,2,\u221212'500\n", ("integer", -12500)),
        ("lon,lat,n\n1,2,701 123\n", ("text", "701 123")),
        ("decimalLongitude,decimalLatitude,n\n1,2,5\n", ("integer", 5)),
        ('lon,lat,n\n1,2,"1.500,5"\n', "'1.500,5': expected a number with . before its decimals"),
        ("lon,lat,n\n1,2,9007199254740993\n", ("text", "9007199254740993")),
        ("lon,lat,n\n1,2,+77011234567\n", ("text", "+77011234567")),
        ("lon,lat,n\n1,2,7\n1,2,NA\nNaN,NaN,8\n", ("integer", 7)),
        ("lon,lat,n\n1,2,NA\n1,2,DZ\n", ("text", "NA")),
        ('"n, a, b, c";lon;lat\n7;1;2\n', ("integer", 7)),
        ("n;Долгота;Широта\n7;1;2\n", ("integer", 7)),
        ("n,POINT_X,POINT_Y\n7,1,2\n", ("integer", 7)),
        ('"a"b,lon,lat\n7,1,2\n', "row 1: expected a well-formed row"),
        ('n,wkt\n7,"CIRCULARSTRING (1 2, 2 3"\n', "row 2, column wkt: 'CIRCULARSTRING"),
    ],
)
def test_numbers_of_a_table_are_read_as_they_are_meant_or_refused(
    tmp_path: Path, text: str, expected: str | tuple[str, object]
) -> None:
    (tmp_path / "mine.csv").write_text(text, "utf-8")
    if isinstance(expected, str):
        with pytest.raises(LayerError, match=re.escape(expected)):
            read_layer(str(tmp_path / "mine.csv"))
        return
    layer = read_layer(str(tmp_path / "mine.csv"))
    (cells,) = [cells for title, cells in layer.cells.items() if title.startswith("n")]
    assert (cells.type, cells.values[0]) == expected


def test_numbers_and_answers_stay_what_they_are_in_any_column(tmp_path: Path) -> None:
    answers = pd.array([True, None, False], dtype="boolean")
    moments = ["2024-06-01T02:00:00+05:00", "2024-06-01T22:00:00Z", "2024-06-01T12:00:00+05:30"]
    path = tmp_path / "mine.geojson"
    framed(yes=answers, moment=moments).to_file(path)
    layer = read_layer(str(path), column="yes", time="moment")
    assert (layer.cells["yes"].type, layer.cells["yes"].values) == ("boolean", [True, None, False])
    assert {first for first, _, _ in layer.days} == {dt.date(2024, 6, 1)}
    tons = geo.Layer(framed(n=[Decimal("1.5"), None, Decimal("NaN")]), name="Mine").cells["n"]
    assert (tons.type, tons.values) == ("number", [1.5, None, None])
    codes = pd.Categorical([3, 1, 2], categories=[3, 1, 2], ordered=True)
    classes = geo.Layer(framed(n=codes), name="Mine", column="n", k=np.int64(2)).classes  # type: ignore[arg-type]
    assert classes
    assert classes.keys == ["3", "1", "2"] == [each.key for each in classes.values]


@pytest.mark.parametrize("end", ["fgb", "geojson", "geoparquet", "gpkg", "shp"])
@pytest.mark.parametrize("number", [2**53 + 1, 2**62 + 1])
def test_no_format_takes_digits_from_a_number_unsaid(tmp_path: Path, end: str, number: int) -> None:
    path = tmp_path / f"mine.{end}"
    frame = framed(n=pd.array([number, None, -number], dtype="Int64"))
    if end == "geoparquet":
        frame.to_parquet(path)
        table = parquet.read_table(path)
        plain = {b"geo": table.schema.metadata[b"geo"]}  # as others than pandas write it
        parquet.write_table(table.replace_schema_metadata(plain), path)
    else:
        frame.to_file(path)
    layer = read_layer(str(path))
    if end == "shp" and number > 10**18:  # GDAL has read it as a float
        assert len(layer.notes) == 1
    else:
        assert {*layer.cells["n"].values} == {str(number), None, str(-number)}


def test_digits_that_are_lost_already_are_told() -> None:
    """As those of numbers in a shapefile that 64 bits do not hold."""
    assert geo.Layer(framed(n=[1.0, 2.0**63, math.nan]), name="Mine").notes == [CUT]
    for numbers in ([0.5, 2.0**63, 1], [1e23, 1, 2], [1.0, 2.0, 3.0]):
        assert not geo.Layer(framed(n=numbers), name="Mine").notes


@pytest.mark.parametrize(
    ("numbers", "notes"),
    [
        (["0.1234567890123456789", "2.5", "3"], [CUT]),
        (["12345678901234567890.5", "0.5", "3"], [CUT]),
        (["0.10000000000000000555", "0.10000000000000001", "2.500000000000000000"], []),
    ],
)
def test_digits_that_no_number_keeps_are_told(
    tmp_path: Path, numbers: list[str], notes: list[str]
) -> None:
    """Those that programs write behind what a number keeps are its own."""
    frame = framed(n=[*map(Decimal, numbers)])
    layers = [geo.Layer(frame, name="Mine")]
    for end, written in (
        ("csv", "n,lon,lat\n" + "".join(f"{each},{LON},{LAT}\n" for each in numbers)),
        ("geojson", re.sub(r'"n": "([^"]*)"', r'"n": \1', frame.astype({"n": str}).to_json())),
        ("kml", extended(numbers)),
    ):
        (path := tmp_path / f"mine.{end}").write_text(written, "utf-8")
        layers.append(read_layer(str(path)))
    for layer in layers:
        assert layer.notes == notes
        assert layer.cells["n"].values == [*map(float, numbers)]


def extended(numbers: list[str]) -> str:
    data = '<ExtendedData><Data name="n"><value>{}</value></Data></ExtendedData>'
    point = f"<Point><coordinates>{LON},{LAT}</coordinates></Point>"
    marks = (f"<Placemark>{data.format(each)}{point}</Placemark>" for each in numbers)
    return f'<kml xmlns="{KML}"><Document>{"".join(marks)}</Document></kml>'


def test_infinite_numbers_are_told_to_be_missing() -> None:
    for kind in ("float32", "float64", "Float64"):
        layer = geo.Layer(framed(n=pd.Series([1.5, math.inf, -math.inf]).astype(kind)), name="Mine")
        assert layer.cells["n"].values == [1.5, None, None]
        assert layer.notes == ["infinite numbers are shown as missing: 'n'"]
    for numbers in (
        [Decimal("Infinity"), Decimal("sNaN"), Decimal(2)],
        [-math.inf, "a", 1],
        [Decimal("1E+9999"), 10**5000, 0.5],
        [np.float32("inf"), None, 2],
    ):
        layer = geo.Layer(framed(n=pd.Series(numbers, dtype=object)), name="Mine")
        assert layer.notes == ["infinite numbers are shown as missing: 'n'"]
    assert not geo.Layer(framed(n=pd.array([1.5, None, 2], "Float64")), name="Mine").notes


def test_digits_of_decimals_stay() -> None:
    frame = framed(n=[Decimal(2**63 + 1), None, Decimal("1E+9999")], m=[Decimal("2.00")] * 3)
    cells = geo.Layer(frame.head(2), name="Mine").cells
    assert cells["n"].values == [str(2**63 + 1), None]
    assert (cells["m"].type, cells["m"].values) == ("integer", [2, 2])
    assert geo.Layer(frame.tail(1), name="Mine").cells["n"].values == [None]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (pd.to_timedelta([10, 2, 5], unit="D"), ["2 days", "5 days", "10 days"]),
        (pd.arrays.IntervalArray.from_tuples([(10, 20), (2, 5), (5, 10)]), ["(2", "(5", "(10"]),
    ],
)
def test_the_legend_counts_spans_as_they_follow_each_other(
    toy: Atlas, values: pd.TimedeltaIndex, told: list[str]
) -> None:
    classes = geo.Layer(framed(wait=values), name="Mine", column="wait").classes
    assert classes
    rows = [each.word(toy.spec.words["en"]) for each in classes.values]
    assert [row.startswith(begins) for row, begins in zip(rows, told, strict=True)] == [True] * 3


def test_moments_are_as_exact_as_they_are_told() -> None:
    told = ["2024-05-31 10:00:00", "2024-05-31 10:00:20", "2024-05-31 10:00:00.25"]
    told[1] = "2024-05-31 10:00:20.000000007"
    moments = pd.to_datetime(told, format="ISO8601")
    kept = ["2024-05-31 10:00", told[1], "2024-05-31 10:00:00.25"]
    assert geo.Layer(framed(at=moments), name="Mine").cells["at"].values == kept
    zoned = geo.Layer(framed(at=moments.tz_localize("Asia/Almaty")), name="Mine").cells["at"]
    assert zoned.values == [f"{each} UTC+0500" for each in kept]


@pytest.mark.parametrize("kind", ["float16", "float32", "Float32"])
def test_short_floats_have_no_decimals_that_nobody_wrote(kind: Any) -> None:  # noqa: ANN401
    frame = framed(n=pd.Series([0.1, 2.5, None]).astype(kind))
    assert geo.Layer(frame, name="Mine").cells["n"].values == [0.1, 2.5, None]


@pytest.mark.parametrize(
    ("value", "kept"),
    [("a", "a"), (2, 2), (1.5, 1.5), (True, True), (2**60, str(2**60)), ([1, 2], "1, 2")],
)
def test_a_column_called_geometry_keeps_values_of_any_kind(
    tmp_path: Path,
    value: Any,  # noqa: ANN401
    kept: Any,  # noqa: ANN401
) -> None:
    path = tmp_path / "held.geojson"
    shape = {"type": "Point", "coordinates": [LON, LAT]}
    feature = {"type": "Feature", "properties": {"geometry": value}, "geometry": shape}
    path.write_text(json.dumps(feature), "utf-8")
    assert read_layer(str(path)).cells["geometry_2"].values == [kept]


@pytest.mark.parametrize("end", ["csv", "geojson"])
def test_a_column_called_geometry_is_kept_beside_the_shapes(tmp_path: Path, end: str) -> None:
    path = tmp_path / f"held.{end}"
    shape = {"type": "Point", "coordinates": [LON, LAT]}
    told = {"geometry": "surveyed", "geometry_2": "drawn"}
    feature = {"type": "Feature", "properties": told, "geometry": shape}
    table = f"lon,lat,geometry,geometry_2\n{LON},{LAT},surveyed,drawn\n"
    path.write_text(table if end == "csv" else json.dumps(feature), "utf-8")
    cells = read_layer(str(path)).cells
    assert {title: each.values for title, each in cells.items()} == {
        "geometry_3": ["surveyed"],
        "geometry_2": ["drawn"],
    }


def test_columns_of_kml_that_are_called_as_those_of_globes_are_kept(tmp_path: Path) -> None:
    told = {"visibility": "12", "icon": "cross"}
    data = "".join(
        f'<Data name="{name}"><value>{value}</value></Data>' for name, value in told.items()
    )
    path = tmp_path / "lights.kml"
    path.write_text(
        f'<kml xmlns="{KML}"><Document><Placemark><ExtendedData>{data}</ExtendedData><Point>'
        "<extrude>1</extrude><altitudeMode>absolute</altitudeMode>"
        f"<coordinates>{LON},{LAT}</coordinates></Point></Placemark></Document></kml>",
        "utf-8",
    )
    cells = read_layer(str(path)).cells
    assert {title: each.values for title, each in cells.items()} == {
        "visibility": [12],
        "icon": ["cross"],
    }


def test_one_wrong_shape_takes_no_other_with_it(tmp_path: Path) -> None:
    path = tmp_path / "tracks.gpx"
    points = [f'<trkpt lat="{LAT}" lon="{LON + step}"/>' for step in (0, 1)]
    tracks = "".join(f"<trk><trkseg>{''.join(points[:count])}</trkseg></trk>" for count in (1, 2))
    path.write_text(
        f'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{tracks}</gpx>', "utf-8"
    )
    layer = read_layer(str(path))
    assert repr(layer) == "<Layer 'tracks': 1 lines>"
    assert layer.notes == ["left out without a geometry: 1 of 2 features"]


PARTS = "parts that cannot be drawn, such as lines of one position"
ROUND = shapely.Point(LON, LAT).buffer(1).exterior.coords[:]


def torn_gpx(parts: list[list[tuple[float, ...]]]) -> str:
    points = [
        [f'<trkpt lon="{x}" lat="{y}">{"<ele>9</ele>" * len(z)}</trkpt>' for x, y, *z in part]
        for part in parts
    ]
    track = "".join(f"<trkseg>{''.join(part)}</trkseg>" for part in points)
    return f'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><trk>{track}</trk></gpx>'


def torn_kml(parts: list[list[tuple[float, ...]]]) -> str:
    told = [" ".join(",".join(map(str, at)) for at in part) for part in parts]
    lines = [f"<LineString><coordinates>{each}</coordinates></LineString>" for each in told]
    shape = f"<MultiGeometry>{''.join(lines)}</MultiGeometry>"
    return f'<kml xmlns="{KML}"><Placemark>{shape}</Placemark></kml>'


def torn_geojson(parts: list[list[tuple[float, ...]]]) -> str:
    shape = {"type": "MultiLineString", "coordinates": parts}
    return json.dumps({"type": "Feature", "properties": {}, "geometry": shape})


def torn_csv(parts: list[list[tuple[float, ...]]]) -> str:
    told = [", ".join(" ".join(map(str, at)) for at in part) for part in parts]
    return f'wkt\n"MULTILINESTRING {"Z" * (len(parts[0][0]) - 2)} (({"), (".join(told)}))"\n'


TORN = {"csv": torn_csv, "geojson": torn_geojson, "gpx": torn_gpx, "kml": torn_kml}


@pytest.mark.parametrize("more", [(), (9.5,)])
@pytest.mark.parametrize(("end", "write"), TORN.items())
def test_one_wrong_part_takes_no_other_with_it(
    tmp_path: Path,
    end: str,
    write: Callable[[list[list[tuple[float, ...]]]], str],
    more: tuple[float, ...],
) -> None:
    path = tmp_path / f"mine.{end}"
    places: list[tuple[float, ...]] = [(LON + step, LAT, *more) for step in range(5)]
    path.write_text(write([places[:2], places[2:3], places[3:]]), "utf-8")
    layer = read_layer(str(path))
    (shape,) = layer.parts["lines"].shapes
    assert shapely.get_coordinates(shape)[:, 0].tolist() == [LON, LON + 1, LON + 3, LON + 4]
    assert f"left out of 1 of 1 features: {PARTS}" in layer.notes
    assert len(layer.notes) == 1 + len(more)  # heights are told to be left out


def test_parts_of_any_kind_are_kept_beside_wrong_ones(tmp_path: Path) -> None:
    path = tmp_path / "mine.geojson"
    shapes = [
        {"type": "Point", "coordinates": [LON, LAT]},
        {"type": "MultiPolygon", "coordinates": [[ROUND], [[ROUND[0]]], [ROUND, ROUND[:2]]]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "LineString", "coordinates": [[LON, LAT], [LON + 1, LAT]]},
    ]
    shape = {"type": "GeometryCollection", "geometries": shapes}
    path.write_text(json.dumps({"type": "Feature", "properties": {}, "geometry": shape}), "utf-8")
    layer = read_layer(str(path))
    assert repr(layer) == "<Layer 'mine': 1 points, 1 lines, 1 areas>"
    assert layer.notes == [f"left out of 1 of 1 features: {PARTS}"]


def test_geoparquet_without_its_column_of_geometry_is_refused(tmp_path: Path) -> None:
    path, table = tmp_path / "mine.parquet", pa.table({"n": [1]})
    columns = {"at": {"encoding": "WKB", "geometry_types": []}}
    told = {"version": "1.0.0", "primary_column": "at", "columns": columns}
    for content in (table, table.replace_schema_metadata({"geo": json.dumps(told)})):
        parquet.write_table(content, path)
        with pytest.raises(LayerError, match=r"^mine\.parquet: expected GeoParquet, which says"):
            read_layer(str(path))


@pytest.mark.parametrize("order", [0, 1])
def test_one_wrong_shape_of_geoparquet_takes_no_other_with_it(tmp_path: Path, order: int) -> None:
    """Be the highest byte of each number the first, or the last."""
    path, mark = tmp_path / "mine.parquet", "<" if order else ">"
    at = [(LON, LAT), (LON + 1, LAT)]
    whole = shapely.to_wkb(shapely.LineString(at), byte_order=order)
    stub = struct.pack(f"{mark}BIIdd", order, 2, 1, LON, LAT)
    torn = struct.pack(f"{mark}BII", order, 5, 2) + whole + stub
    open_ring = struct.pack(f"{mark}BIII6d", order, 3, 1, 3, *at[0], *at[1], LON, LAT + 1)
    shapes = [whole, torn, open_ring, stub, whole[:-3], b"wrong", None]
    columns = {"at": {"encoding": "WKB", "geometry_types": []}}
    told = {"version": "1.0.0", "primary_column": "at", "columns": columns}
    table = pa.table({"n": range(len(shapes)), "at": pa.array(shapes, pa.binary())})
    parquet.write_table(table.replace_schema_metadata({"geo": json.dumps(told)}), path)
    layer = read_layer(str(path))
    assert repr(layer) == "<Layer 'mine': 2 lines, 1 areas>"
    assert layer.cells["n"].values == [0, 1, 2]
    assert layer.notes == [
        "left out without a geometry: 4 of 7 features",
        f"left out of 1 of 7 features: {PARTS}",
    ]


def test_wkt_may_have_curves_and_rings_left_open(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    told = "CIRCULARSTRING (-16 -32, -15 -31, -14 -32)", "POLYGON ((-16 -32, -15 -32, -15 -31))"
    path.write_text("".join(f'"{each}"\n' for each in ("wkt", *told)), "utf-8")
    layer = read_layer(str(path))
    assert repr(layer) == "<Layer 'mine': 1 lines, 1 areas>"
    assert shapely.length(layer.parts["lines"].shapes[0]) == pytest.approx(math.pi, abs=0.01)
    assert layer.notes == []


def in_hex(shape: shapely.Geometry, srid: int) -> str:
    return str(shapely.to_wkb(shapely.set_srid(shape, srid), hex=True, include_srid=bool(srid)))


def in_json(shape: shapely.Geometry, _: int) -> str:
    return str(shapely.to_geojson(shape)).replace('"', '""')


@pytest.mark.parametrize(
    ("written", "srid"),
    [
        *itertools.product([in_hex, lambda *told: f"\\x{in_hex(*told).lower()}"], [0, 4326, 3857]),
        *itertools.product([lambda shape, srid: f"SRID={srid};{shape.wkt}"], [4326, 3857]),
        (in_json, 0),
    ],
)
def test_shapes_of_a_table_are_read_however_databases_write_them(
    tmp_path: Path, written: Callable[[shapely.Geometry, int], str], srid: int
) -> None:
    line = shapely.LineString([(LON, LAT), (LON + 1, LAT)])
    shapes = gpd.GeoSeries([ON_MAP, line], crs=4326).to_crs(srid or 4326)
    texts = [written(each, srid) for each in shapes]
    path = tmp_path / "mine.csv"
    path.write_text("a,geom\n" + "".join(f'1,"{each}"\n' for each in [*texts, ""]), "utf-8")
    layer = read_layer(str(path))
    assert {kind: len(each.rows) for kind, each in layer.parts.items()} == {"points": 1, "lines": 1}
    for kind, shape in (("points", ON_MAP), ("lines", line)):
        assert layer.parts[kind].shapes[0].equals_exact(shape, 1e-9)
    assert layer.notes == ["left out without a geometry: 1 of 3 features"]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (in_hex(ON_MAP, 4326)[:-2], "expected a geometry as WKB"),
        (in_hex(ON_MAP, 3857), "expected a geometry with SRID 4326, as others have"),
        (in_hex(ON_MAP, 0), "expected a geometry with SRID 4326, as others have"),
    ],
)
def test_wrong_wkb_says_where(tmp_path: Path, wrong: str, expected: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"geom\n{in_hex(ON_MAP, 4326)}\n{wrong}\n", "utf-8")
    with pytest.raises(LayerError, match=f"row 3, column geom: .*{expected}"):
        read_layer(str(path))


def test_one_shape_with_an_srid_is_refused_among_others_without(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("geom\nPOINT (70 40)\nSRID=32642;POINT (500000 4500000)\n", "utf-8")
    with pytest.raises(LayerError, match=r"row 3, column geom: .*a geometry without an SRID"):
        read_layer(str(path))


def test_a_part_without_a_position_takes_no_other_with_it() -> None:
    nowhere = shapely.Point(math.nan, LAT)
    shapes = [shapely.GeometryCollection([ON_MAP, nowhere]), nowhere, ON_MAP, shapely.Point()]
    layer = geo.Layer(gpd.GeoSeries(shapes, crs=4326), name="Mine")
    assert len(layer.parts["points"].rows) == 2
    assert layer.notes == [
        "left out without a geometry: 2 of 4 features",
        f"left out of 1 of 4 features: {PARTS}",
    ]


def test_heights_are_told_to_be_left_out_where_there_are_some() -> None:
    points = [shapely.Point(LON, LAT, z) for z in (0, 9, math.nan)]
    shapes = [*points, shapely.LineString([(LON, LAT, 1), (LON + 1, LAT, 2)])]
    for count, notes in ((1, []), (4, ["drawn without heights: 2 of 4 features"])):
        assert geo.Layer(gpd.GeoSeries(shapes[:count], crs=4326), name="Mine").notes == notes


def test_measures_are_told_to_be_left_out_where_there_are_some(tmp_path: Path) -> None:
    """Of a file only its kind of geometry tells."""
    texts = [f"POINT M ({LON} {LAT} 7)", f"POINT ZM ({LON} {LAT} 0 7)", f"POINT M ({LON} {LAT} 0)"]
    shapes = gpd.GeoSeries.from_wkt(texts, crs=4326)
    notes = ["drawn without measures (M): 2 of 3 features"]
    assert geo.Layer(shapes, name="Mine").notes == notes
    shapes.to_frame("geometry").to_parquet(tmp_path / "mine.parquet")
    table = "".join(f'"{text}"\n' for text in ["wkt", *texts])
    (tmp_path / "mine.csv").write_text(table, "utf-8")
    for end in ("parquet", "csv"):
        assert read_layer(str(tmp_path / f"mine.{end}")).notes == notes
    pyogrio.write_dataframe(framed(1, n=[1]), tmp_path / "mine.gpkg")
    with sqlite3.connect(tmp_path / "mine.gpkg") as file:
        file.execute("UPDATE gpkg_geometry_columns SET m = 1")
    file.close()
    assert read_layer(str(tmp_path / "mine.gpkg")).notes == ["drawn without measures (M)"]


def test_a_cell_may_hold_the_outline_of_a_country(tmp_path: Path) -> None:
    path = tmp_path / "outline.csv"
    outline = shapely.Point(LON, LAT).buffer(1, quad_segs=1500)
    path.write_text(f'\nid;wkt\na;"{outline.wkt}"\n', "utf-8")
    assert path.stat().st_size > 2**17
    assert repr(read_layer(str(path))) == "<Layer 'outline': 1 areas>"


def test_other_libraries_keep_their_limit_for_cells(tmp_path: Path) -> None:
    usual = csv.field_size_limit()
    for text in (f"lon,lat\n{LON},{LAT}\n", 'lon,lat\n"'):
        (tmp_path / "mine.csv").write_text(text, "utf-8")
        with contextlib.suppress(LayerError):
            read_layer(str(tmp_path / "mine.csv"))
        assert csv.field_size_limit() == usual


@pytest.mark.parametrize("end", ["geoparquet", "gpkg"])
def test_cells_of_bytes_say_what_they_are(tmp_path: Path, end: str) -> None:
    path, told = tmp_path / f"mine.{end}", [b"\x89PNG\r\n\x1a\n\0\0\0\0", "Ош".encode(), b"\0", b""]
    frame = framed(4, scan=told)
    if end == "gpkg":
        table = pa.table(frame.to_arrow())
        pyogrio.write_arrow(
            table, path, geometry_name="geometry", geometry_type="Point", crs="EPSG:4326"
        )
    else:
        frame.to_parquet(path)
    assert read_layer(str(path)).cells["scan"].values == ["12 bytes", "Ош", "1 byte", None]


def test_letters_are_read_as_meant_or_a_word_is_said(tmp_path: Path) -> None:
    names = ["Алматы", "Астана", "Ош"]
    path, says = tmp_path / "mine.shp", tmp_path / "mine.cpg"
    framed(name=names).to_file(path, encoding="UTF-8")
    for told in ("ISO-8859-1", "1252", "1251", "", "UTF-8"):  # as other programs leave it
        says.write_text(told)
        layer = read_layer(str(path))
        assert (layer.cells["name"].values, layer.notes) == (names, [])
    framed(name=names).to_file(path, encoding="CP1251")
    says.write_text("1252")
    (note,) = read_layer(str(path)).notes
    assert note == "letters seem to be read in a wrong encoding, such as 'Àëìàòû' in 'name'"
    says.write_text("UTF-8")
    with pytest.raises(LayerError, match=r"mine\.shp: expected mine\.cpg beside it"):
        read_layer(str(path))
    title = "название".encode().decode("latin-1")
    assert len(geo.Layer(framed().assign(**{title: 1}), name="Mine").notes) == 1
    assert not geo.Layer(framed(name=["КазНТУ", "Ürümqi", "Türkmenbaşy"]), name="Mine").notes


@pytest.mark.parametrize(
    "written", ["2024-05-03", "2024/5/3", "2024.05.03", "3.5.2024", "03.05.2024 10:30", 20240503]
)
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    layer = geo.Layer(framed(when=[written] * 3), name="Mine", time="when")
    assert layer.days[0] == (dt.date(2024, 5, 3), dt.date(2024, 5, 3), "day")


@pytest.mark.parametrize(
    ("written", "others", "month"),
    [
        ("03/05/2024", ["31/12/2024", ""], 5),
        ("03-05-2024", ["31-12-2024", "2024"], 5),
        ("3/5/2024 10:30", ["12/31/2024", "2024-01-01"], 3),
    ],
)
def test_one_day_of_a_column_tells_what_the_others_mean(
    written: str, others: list[str], month: int
) -> None:
    layer = geo.Layer(framed(when=[written, *others]), name="Mine", time="when")
    assert layer.days[0][0].month == month


def test_nobody_guesses_which_number_is_the_month() -> None:
    for others in (["04/05/2024", ""], ["31/12/2024", "12/31/2024"]):
        with pytest.raises(LayerError, match="nobody tells which is the month"):
            geo.Layer(framed(when=["03/05/2024", *others]), name="Mine", time="when")


@pytest.mark.parametrize(
    "written",
    ["03/05/2024", "2024/13/01", "31.02.2024", 44196, [2024], np.datetime64("12020-01-01", "s")],
)
def test_a_day_that_nobody_can_tell_is_refused(written: object) -> None:
    with pytest.raises(LayerError, match=r"row 1, column when: .*expected a day"):
        geo.Layer(framed(when=[written] * 3), name="Mine", time="when")


def test_numbers_that_are_rather_months_are_said_to_be_read_as_years() -> None:
    frame = framed(month=[1, 2, 12], year=[1999, 2000, 2001])
    (note,) = geo.Layer(frame, name="Own", time="month").notes
    assert note.startswith("dated before the year 100: 3 of 3 features")
    assert note.endswith("are there years in 'month'?")
    assert not geo.Layer(frame, name="Own", time="year").notes


def test_days_of_no_calendar_are_text() -> None:
    far = np.array(["-0044-03-15", "12020-01-01", "2020-01-01"], dtype="datetime64[s]")
    assert geo.Layer(framed(when=far), name="Mine").cells["when"].type == "text"


def test_degrees_that_are_said_to_be_metres_are_told() -> None:
    (note,) = geo.Layer(framed().set_crs(3857, allow_override=True), name="Mine").notes
    assert note.endswith("are they degrees?")
    assert not geo.Layer(framed().to_crs(3857), name="Mine").notes


def test_features_of_geojson_keep_their_ids(toy: Atlas, tmp_path: Path) -> None:
    features = json.loads(framed(n=[1, 2, 3]).to_json())
    for number, feature in enumerate(features["features"], start=1):
        feature["id"] = number * 7
    path = tmp_path / "mine.geojson"
    path.write_text(json.dumps(features), "utf-8")
    ids = join(toy, read_layer(str(path)))[0].layers["mine"]["id"].tolist()
    assert ids == ["mine-7", "mine-14", "mine-21"]


@pytest.mark.parametrize("is_sequence", [False, True])
@pytest.mark.parametrize(
    ("ids", "kept"),
    [
        ([None, 14, 21], [None, 14, 21]),
        (["a", None, "c"], ["a", None, "c"]),
        ([0, 1, 2], [0, 1, 2]),
        ([5, "b", 1.5], ["5", "b", "1.5"]),
        ([2**65, 7, 7], [str(2**65), "7", "7"]),
        ([-1, None, -3], [-1, None, -3]),
    ],
)
def test_no_id_of_geojson_is_lost(
    tmp_path: Path, ids: list[object], kept: list[object], *, is_sequence: bool
) -> None:
    features = json.loads(framed(n=[1, 2, 3]).to_json(drop_id=True))["features"]
    for feature, id_ in zip(features, ids, strict=True):
        if id_ is not None:
            feature["id"] = id_
    path = tmp_path / "mine.geojson"

    def cells() -> dict[str, list[Any]]:
        lines = "\n".join(map(json.dumps, features))
        whole = json.dumps({"type": "FeatureCollection", "features": features})
        path.write_text(lines if is_sequence else whole, "utf-8")
        return {title: each.values for title, each in read_layer(str(path)).cells.items()}

    assert cells() == {"id": kept, "n": [1, 2, 3]}
    for feature in features:
        feature["properties"]["id"] = "p{n}".format(**feature["properties"])
    assert cells() == {"id": ["p1", "p2", "p3"], "id_2": kept, "n": [1, 2, 3]}


def test_a_key_of_a_geopackage_is_kept_if_the_user_named_it(tmp_path: Path) -> None:
    for key, kept in (("fid", ["n"]), ("station", ["station", "n"])):
        path = tmp_path / f"{key}.gpkg"
        framed(n=[1, 2, 3]).to_file(path, FID=key)
        assert [*read_layer(str(path)).cells] == kept


@pytest.mark.parametrize(
    "ids",
    [
        [f"https://data.example.org/resource/objects/{number}" for number in range(3)],
        ["Ж1", "Щ1", "Я1"],
        ["W 1", "W/1", "w-1"],
    ],
)
def test_ids_last_however_they_are_written(toy: Atlas, ids: list[str]) -> None:
    first = added(toy, framed(id=ids)).layers["mine"]["id"]
    other = added(toy, framed(id=ids[::-1])).layers["mine"]["id"]
    assert [*first] == [*other[::-1]]
    assert first.is_unique


@pytest.mark.parametrize("ids", [["a", "a", "b"], ["a", "b", None]])
def test_ids_that_do_not_last_are_told(toy: Atlas, ids: list[str | None]) -> None:
    joined, notes = join(toy, geo.Layer(framed(id=ids), name="Mine"))
    assert [*joined.layers["mine"]["id"]] == ["mine-1", "mine-2", "mine-3"]
    assert ["'id' has gaps, or values that stand twice" in note for note in notes] == [True]


def test_columns_that_mean_what_they_do_in_the_atlas_are_in_the_tooltip(toy: Atlas) -> None:
    frame = framed(note=["a", "b", "c"], sources=[toy.tables["sources"]["id"].iloc[0]] * 3)
    layer = geo.Layer(frame, name="Mine", tooltip=["note", "sources"])
    joined, notes = join(toy, layer)
    assert joined.spec.words["en"]["layers.mine.sentences.1.text"] == "Note: {note}"
    assert notes == ["'sources' stands in the details, not in the tooltip"]


def test_a_layer_may_be_called_as_any_table_is(toy: Atlas) -> None:
    for name in {*toy.spec.published, *toy.spec.facts}:
        frame = framed()
        frame.attrs["weight"] = "kg"  # of somebody else
        joined, _ = join(toy, geo.Layer(frame, name=name))
        (part,) = joined.spec.layers.keys() - toy.spec.layers.keys()
        assert part not in {*toy.spec.published, *toy.spec.facts}


def test_a_folder_without_positions_takes_none_from_the_others(tmp_path: Path) -> None:
    folders = [
        f"<Folder><name>{name}</name><Placemark><name>{name}</name>{shape}</Placemark></Folder>"
        for name, shape in (
            ("empty", ""),
            ("full", "<Point><coordinates>-16,-32</coordinates></Point>"),
        )
    ]
    path = tmp_path / "mine.kml"
    path.write_text(f'<kml xmlns="{KML}"><Document>{"".join(folders)}</Document></kml>', "utf-8")
    layer = read_layer(str(path))
    assert len(layer.rows) == 1
    assert layer.notes == ["left out without a geometry: 1 of 2 features"]


def test_what_stands_for_nothing_is_no_geometry(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,wkt\na,POINT (-16 -32)\nb,nan\nc,\n", "utf-8")
    assert len(read_layer(str(path)).rows) == 1


def test_geojson_in_a_crs_that_nobody_knows_is_not_taken_for_degrees(tmp_path: Path) -> None:
    document = json.loads(framed().to_json(drop_id=True))
    path = tmp_path / "mine.geojson"

    def read(crs: object) -> geo.Layer:
        path.write_text(json.dumps({"crs": crs, **document}), "utf-8")
        return read_layer(str(path))

    def named(name: object) -> dict[str, object]:
        return {"type": "name", "properties": {"name": name}}

    for wrong in ("EPSG:32642", {"type": "name"}, named("local grid"), named("EPSG:999999"), 5):
        with pytest.raises(LayerError, match=r"mine\.geojson, column crs: .*EPSG:32642"):
            read(wrong)
    for other in (
        {**document, "crs": named("local grid")},
        {"crs": named("local grid"), "name": "features", **document},
    ):
        path.write_text(json.dumps(other), "utf-8")
        with pytest.raises(LayerError, match="local grid"):
            read_layer(str(path))
    for right in (None, "EPSG:4326", named("urn:ogc:def:crs:OGC:1.3:CRS84"), named("WGS 84")):
        assert len(read(right).rows) == len(framed())


def test_classes_that_fall_together_are_told() -> None:
    few = framed(n=[0, 0, 5])
    assert not geo.Layer(few, name="Mine", column="n").notes  # each value has its own
    many = framed(11, n=[0] * 8 + [1, 2, 3])
    (note,) = geo.Layer(many, name="Mine", column="n", k=3).notes
    assert "falls into 2 classes, not 3" in note


def test_features_that_are_counted_and_not_there_are_told(tmp_path: Path) -> None:
    path, sizes = tmp_path / "mine.fgb", []
    for count in (19, 20):
        framed(count).to_file(path, SPATIAL_INDEX="NO")
        sizes.append(path.stat().st_size)
        assert read_layer(str(path)).notes == []
    lost = 2 * (sizes[1] - sizes[0])
    path.write_bytes(path.read_bytes()[:-lost])
    layer = read_layer(str(path))
    assert layer.notes == ["left out, deleted or unreadable: 2 of 20 features"]
    line = json.loads(framed(1).to_json(drop_id=True))["features"][0]
    lines = [json.dumps(line), "", json.dumps(line)[:-9], json.dumps(line)]
    (tmp_path / "lines.geojson").write_text("\n".join(lines), "utf-8")
    layer = read_layer(str(tmp_path / "lines.geojson"))
    assert layer.notes == ["left out, deleted or unreadable: 1 of 3 features"]


def test_a_shapefile_without_one_of_its_files_is_not_misread(tmp_path: Path) -> None:
    names = ["Алматы", "Астана", "Ош"]
    for encoding in ("UTF-8", "CP1251"):
        framed(name=names).to_file(tmp_path / "mine.shp", encoding=encoding)
        assert [*read_layer(str(tmp_path / "mine.shp")).cells["name"].values] == names
        (tmp_path / "mine.cpg").unlink()
        if encoding == "UTF-8":
            assert [*read_layer(str(tmp_path / "mine.shp")).cells["name"].values] == names
    with pytest.raises(LayerError, match=r"mine\.shp: expected mine\.cpg beside it"):
        read_layer(str(tmp_path / "mine.shp"))
    places = tmp_path / "mine.shx"
    places.rename(tmp_path / "kept")
    with pytest.raises(LayerError, match=r"mine\.shp: expected mine\.shx beside it"):
        read_layer(str(tmp_path / "mine.shp"))
    with zipfile.ZipFile(tmp_path / "several.zip", "w") as archive:
        archive.write(tmp_path / "mine.shp", "mine.shp")
    with pytest.raises(LayerError, match=r"several\.zip: expected mine\.shx beside it"):
        read_layer(str(tmp_path / "several.zip"))
    (tmp_path / "kept").rename(places)
    table = tmp_path / "mine.dbf"
    table.write_bytes(table.read_bytes()[:70])
    with pytest.raises(LayerError, match=r"mine\.shp: expected a file that can be read"):
        read_layer(str(tmp_path / "mine.shp"))
    table.unlink()
    with pytest.raises(LayerError, match=r"mine\.shp: expected mine\.dbf beside it"):
        read_layer(str(tmp_path / "mine.shp"))


def test_archives_hold_what_any_system_puts_there(files: Path, tmp_path: Path) -> None:
    parts = [
        each for each in files.glob("mine.*") if each.suffix in (".shp", ".shx", ".dbf", ".prj")
    ]

    def packed(name: str, named: Callable[[str], list[str]]) -> str:
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for part in parts:
                for inside in named(part.name):
                    archive.write(part, inside)
        return str(tmp_path / name)

    for named in (
        lambda each: [each, f"__MACOSX/._{each}"],
        lambda each: [f"./in/{each}", f"in/._{each}", f"In/__macosx/{each}"],
        lambda each: [each, f"~${each}", f"$RECYCLE.BIN/{each}", f".trash/{each}"],
        lambda each: [each.upper()],
    ):
        assert len(read_layer(packed("one.zip", named)).rows) == 3
    two = packed("two.zip", lambda each: [f"north/{each}", f"south/{each}"])
    with pytest.raises(LayerError, match=r"two\.zip#north/mine, two\.zip#south/mine"):
        read_layer(two)
    assert read_layer(f"{two}#north/mine:A: b").name == "A: b"
    with pytest.raises(LayerError, match="a shapefile in this archive"):
        read_layer(packed("none.zip", lambda each: [f"{each}.txt"]))


def test_a_layer_is_found_whatever_it_is_called_and_tables_are_none(tmp_path: Path) -> None:
    path = tmp_path / "odd.gpkg"
    framed().to_file(path, layer="a#b")
    pyogrio.write_dataframe(pd.DataFrame({"styleName": ["x"]}), path, layer="layer_styles")
    assert read_layer(str(path)).name == "odd"
    framed().to_file(path, layer="c:d")
    for within in ("a#b", "c:d"):
        assert read_layer(f"{path}#{within}").name == within
        assert read_layer(f"{path}#{within}:Mine").name == "Mine"
    with pytest.raises(LayerError, match="'c': expected one of its layers: "):
        read_layer(f"{path}#c:Mine")


def test_the_command_adds_layers_and_leaves_what_is_published(
    toy_folder: Path, files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(toy_folder)]) == 0
    before = {path: path.read_bytes() for path in toy_folder.rglob("*") if path.is_file()}
    told = [f"--add={files / 'mine.csv'}:First", f"--add={files / 'mine.gpkg'}:Second"]
    assert main(["build", str(toy_folder), *told]) == 0
    page = (toy_folder / "my-map.html").read_text("utf-8")
    assert [layer["id"] for layer in page_data(page)["layers"]][:2] == ["second", "first"]
    assert {path: path.read_bytes() for path in before} == before
    capsys.readouterr()
    (toy_folder / "my-map.html").write_text("former")
    for wrong in (f"{files / 'mine.csv'}#x", "no.csv", str(toy_folder / "atlas.toml")):
        assert main(["build", str(toy_folder), f"--add={wrong}"]) == 2
        (error,) = [line for line in capsys.readouterr().err.splitlines() if "error" in line]
        assert error.startswith("error: ")
    assert (toy_folder / "my-map.html").read_text() == "former"


def test_the_command_says_what_colours_a_layer_and_when_it_is(
    toy_folder: Path, files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = tmp_path / ("a:b.csv" if sys.platform != "win32" else "b.csv")
    odd.write_text(
        f"name,lon,lat,kind,from,to\nA,{LON},{LAT},x,2001,2002\nB,{LON},{LAT},y,2001-05,2001-06\n",
        "utf-8",
    )
    whole = [f"--add={odd}:Own", "--column", "kind", "--time=from", "--time", "to"]
    whole += ["--add", str(files / "mine.csv"), "--add", str(files / "mine.gpkg"), "--column=size"]
    assert main(["build", *whole, str(toy_folder)]) == 0
    page = page_data((toy_folder / "my-map.html").read_text("utf-8"))
    mine, plain, own = page["layers"][:3]
    assert [own["id"], own["time"]] == ["own", ["from", "to"]]
    assert [plain["time"], mine["time"]] == [[], []]
    values = page["values"]
    assert [*values["own_class"]] == ["x", "y"]
    assert "mine_class" not in values
    assert [plain["legend"], plain["whole"]] == [[], True]
    assert len(values["mine_2_class"]) == 3
    for told, expected in {
        (
            f"--add={odd}",
            "--column=size",
        ): "column: no column 'size'; there are name, kind, from, to",
        (f"--add={odd}", "--time=kind"): "row 2, column kind: 'x': expected a day",
        (f"--add={odd}", "--column=kind", "--column=to"): "column: kind, to: 2 columns, and it",
        (f"--add={odd}", *("--time=kind", "--time=to", "--time=from")): "and it takes 2 at most",
    }.items():
        capsys.readouterr()
        assert main(["build", str(toy_folder), *told]) == 2
        (error,) = [line for line in capsys.readouterr().err.splitlines() if "error" in line]
        assert expected in error
    with pytest.raises(SystemExit):
        main(["build", "--time=from", f"--add={odd}", str(toy_folder)])
    assert "--time applies to the --add before it, and there is none" in capsys.readouterr().err


def test_the_linter_asks_own_layers_for_no_more_than_they_tell(toy: Atlas) -> None:
    days = ["2001-01-01", None, "2002-02-02"]
    atlas = replace(toy)
    geo.Layer(framed(day=days, as_of=[days[2], None, days[0]]), name="Mine").add_to(atlas)
    own = [each for each in atlas.lint(stale_after=3650) if each.file == "mine.csv"]
    assert {(each.row, each.message) for each in own} == {
        ("mine-1", "last checked on 2002-02-02"),
        ("mine-3", "last checked on 2001-01-01"),
        ("mine-3", "day is 2002-02-02, later than as_of"),
    }


def test_the_pack_holds_what_is_added(toy: Atlas, tmp_path: Path) -> None:
    shapes = [shapely.Point(LON, LAT), shapely.box(LON, LAT, LON + 1, LAT + 1)]
    shapes.append(shapely.LineString([(LON, LAT), (LON + 1, LAT)]))
    frame = gpd.GeoDataFrame({"kind": ["a", HOSTILE, None]}, geometry=shapes, crs=4326)
    atlas = added(toy, frame, name=HOSTILE[:20], column="kind", style_kwds={"weight": 4})
    pack = atlas.write_pack(tmp_path / "pack")
    own = [name for name in atlas.layers if name not in toy.layers]
    for name in own:
        held = gpd.read_file(pack / "layers" / f"{name}.geojson")
        assert len(held) == 1
        assert held["licence"].isna().all()
        assert (pack / "styles" / f"{name}.qml").read_text("utf-8").count("<rule ") >= 3
    described = json.loads((pack / "datapackage.json").read_text("utf-8"))
    by_path = {each["path"]: each for each in described["resources"]}
    assert "licenses" not in by_path[f"layers/{own[0]}.geojson"]
    assert "licenses" in by_path["layers/places.geojson"]


# --- anything at all

TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from([HOSTILE, "", " ", "nan", "{name}", "=1", "<b>", "constructor", "__proto__"]),
    st.sampled_from(["2001-01-01", "2001-13-01", "0000", "12-2001", "1e400", "-", "\ud800", "\0"]),
)
VALUES = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(timezones=st.none() | st.just(dt.UTC)),
    st.timedeltas(),
    st.binary(max_size=4),
    st.complex_numbers(),
    st.lists(st.integers() | TEXTS, max_size=2),
    st.dictionaries(TEXTS, st.integers(), max_size=2),
    st.sampled_from([pd.NA, pd.NaT, np.nan, np.int64(3), np.array([1, 2]), np.array(5)]),
    st.sampled_from([shapely.Point(1, 2), 10**5000, [[], {}]]),
)
PLACES = st.tuples(
    st.one_of(
        st.floats(-25, -5), st.floats(-400, 400), st.sampled_from([180.0, math.inf, math.nan])
    ),
    st.one_of(st.floats(-40, -25), st.floats(-95, 95), st.sampled_from([-90.0, math.nan])),
)


def made(build: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def try_building(places: Any) -> Any:  # noqa: ANN401
        try:
            with np.errstate(all="ignore"):
                return build(places)
        except (ValueError, shapely.errors.ShapelyError):
            return None

    return try_building


SIMPLE = st.one_of(
    st.none(),
    PLACES.map(made(shapely.Point)),
    st.sampled_from([shapely.Point(), shapely.Polygon(), shapely.GeometryCollection()]),
    st.lists(PLACES, max_size=4).map(made(shapely.MultiPoint)),
    st.lists(PLACES, max_size=5).map(made(shapely.LineString)),
    st.lists(PLACES, max_size=6).map(made(shapely.Polygon)),
    st.tuples(PLACES, PLACES).map(made(lambda two: shapely.Point([*two[0], two[1][0]]))),
    st.tuples(PLACES, PLACES).map(made(lambda two: shapely.box(*two[0], *two[1]))),
)
GEOMETRIES = SIMPLE | st.lists(SIMPLE, max_size=3).map(
    made(lambda parts: shapely.GeometryCollection([part for part in parts if part]))
)
NAMES = st.one_of(
    TEXTS.filter(lambda text: text.encode("utf-8", "ignore").decode() == text),
    st.sampled_from(["id", "name", "geometry_2", "sources", "border", "status", "Kind", "kind"]),
)
CRS = [*["EPSG:4326"] * 6, "OGC:CRS84", "EPSG:3857", None]


@st.composite
def asked(draw: st.DrawFn) -> tuple[gpd.GeoDataFrame, dict[str, Any]]:
    """Return a frame, and what is asked of it: mostly of columns that it has."""
    shapes = draw(st.lists(GEOMETRIES, max_size=5)) + draw(
        st.sampled_from([[ON_MAP], [ON_MAP, ON_MAP], []])
    )
    sorts = [VALUES, st.floats(), st.integers(), TEXTS, st.booleans(), st.integers(1900, 2030)]
    columns = {}
    for name in draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)):
        cells = draw(st.sampled_from(sorts)) | st.none()
        listed = draw(st.lists(cells, min_size=len(shapes), max_size=len(shapes)))
        columns[name] = pd.Series(listed, dtype=object)
        with contextlib.suppress(UnicodeEncodeError):
            columns[name] = columns[name].infer_objects() if draw(st.booleans()) else columns[name]
    crs = draw(st.sampled_from(CRS))
    frame = gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=crs))
    named = st.sampled_from([*columns, *columns, *columns, "no"] if columns else [None])
    several = st.lists(named, max_size=3)
    options = st.fixed_dictionaries(
        {"name": TEXTS.map(lambda text: f"Mine {text}") | TEXTS},
        optional={
            "column": named,
            "cmap": st.sampled_from([*palettes.ramps(), None, "no"]),
            "categorical": st.booleans(),
            "scheme": st.sampled_from([None, None, "quantiles", "EqualInterval", "none"]),
            "k": st.integers(1, 9) | st.integers(),
            "time": named | several,
            "tooltip": st.booleans() | st.integers(-1, 3) | named | several,
            "popup": st.booleans() | st.integers(-1, 3) | named | several,
            "legend": st.booleans(),
            "style_kwds": st.dictionaries(st.sampled_from(["color", "weight"]), VALUES, max_size=1),
            "marker_kwds": st.dictionaries(st.sampled_from(["radius", "fill"]), VALUES, max_size=1),
        },
    )
    return frame, draw(options)


def sound(toy: Atlas, atlas: Atlas) -> None:
    """Hold an atlas with own layers to what page, search, table and files ask of every layer."""
    own = {name: frame for name, frame in atlas.layers.items() if name not in toy.layers}
    shapes = {name: atlas.spec.layers[name].shape for name in own}
    features = {"features": payload.pack_layers(own, shapes), "ground": {}, "relief": None}
    block = payload.to_block({**describe(atlas.spec), **features})
    assert "<" not in block
    told = page_data(f"{BEGINS}{block}{ENDS}")
    for name, packed in told["features"].items():
        frame = own[name]
        assert len(packed["shapes"]) == len(frame) > 0
        assert all(packed["shapes"])
        assert frame.geometry.is_valid.all()
        assert frame["name"].str.len().gt(0).all()
        layer = next(each for each in told["layers"] if each["id"] == name)
        assert packed["columns"].keys() == layer["columns"].keys()
        group = group_of(name)
        values = told["values"].get(group, {})
        assert layer["legend"] in ([], [group])
        assert bool(layer.get("whole")) == (not layer["legend"])
        assert set(frame.get(group, [])) == set() or set(frame[group]) <= values.keys()
        wanted = [f"layers.{name}.title", *(f"column.{each}" for each in layer["listed"])]
        wanted += [f"{group}.{value}" for value in values]
        for words in atlas.spec.words.values():
            assert all(words[key].encode() for key in wanted)
        assert json.loads(to_geojson(frame))
    ids = [id_ for frame in atlas.layers.values() for id_ in frame["id"]]
    assert len(set(ids)) == len(ids)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
@settings(max_examples=300, deadline=None, suppress_health_check=[*HealthCheck], derandomize=True)
@given(asked=asked())
def test_any_frame_is_drawn_or_refused_in_one_line(
    toy: Atlas, asked: tuple[gpd.GeoDataFrame, dict[str, Any]]
) -> None:
    frame, options = asked
    refusal = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            layer = geo.Layer(frame, **options)
            atlas, notes = join(toy, layer)
    except LayerError as error:
        refusal = str(error)
    if refusal:
        assert len(refusal.splitlines()) == 1
        return
    assert all(len(note.splitlines()) == 1 for note in [*layer.notes, *notes])
    sound(toy, atlas)


DAMAGED = st.sampled_from([*WRITERS]).flatmap(
    lambda name: st.tuples(
        st.just(name),
        st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=3)), max_size=3),
        st.floats(0.2, 1),
    )
)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[*HealthCheck], derandomize=True)
@given(damaged=DAMAGED)
def test_any_file_is_drawn_or_refused_in_one_line(
    toy: Atlas, files: Path, damaged: tuple[str, list[tuple[float, bytes]], float]
) -> None:
    name, changes, kept = damaged
    data = bytearray((files / name).read_bytes())
    for at, change in changes:
        start = int(at * len(data))
        data[start : start + len(change)] = change
    if kept < 0.6:
        del data[int(kept * len(data)) :]
    path = files / "damaged" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    refusal = ""
    try:
        atlas, _ = join(toy, read_layer(str(path)))
    except AtlasError as error:
        refusal = str(error)
    if refusal:
        assert len(refusal.splitlines()) == 1
        assert path.stem in refusal
        return
    sound(toy, atlas)
