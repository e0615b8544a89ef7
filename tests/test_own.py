"""Layers of a user's own: taken in the words of geopandas, and drawn like any other layer."""

from __future__ import annotations

import copy
import json
import math
import pickle
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
from geo.api import Atlas
from geo.design import palettes
from geo.errors import LayerError
from geo.own.document import document_of, group_of, name_columns
from geo.own.join import join
from geo.page.description import describe
from geo.read.schema import LAYER, SHAPES
from geo.read.toml import check
from tests.own import HOSTILE, LAT, LON, added, framed
from tests.pages import page_data


def test_a_layer_is_described_as_the_files_of_layers_are(toy: Atlas) -> None:
    frame = framed(kind=["a", "b", "a"], opened=[2001, 2002, 2003])
    layer = geo.Layer(frame, name="Mine", column="kind", time="opened")
    atlas, _ = join(toy, layer)
    (part,) = atlas.spec.layers.keys() - toy.spec.layers.keys()
    named = name_columns(toy, layer)
    document = document_of(
        layer,
        toy.spec,
        part,
        title=dict.fromkeys(toy.spec.languages, "Mine"),
        named=named,
        hues=palettes.kinds()[:2],
    )
    mark = {"body": "disc", "hue": document.pop("hue"), "scale": 1.5}
    document |= {"shape": "points", "facts": part, "mark": mark}
    assert mark["hue"] == group_of(part, named)
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


def test_lines_stay_on_online_tiles_whose_borders_are_their_own(toy: Atlas) -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.box(LON, LAT, LON + 1, LAT + 1)], crs=4326)
    html = added(toy, frame).build_map(tiles="OpenTopoMap").get_root().render()
    shown = page_data(html)["features"]
    assert "mine" in shown
    assert "borders" not in shown


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
        ({"cmap": "Blues", "scheme": "Quantiles", "k": 3}, ["cmap", "scheme", "k"]),
        ({"column": "n", "k": 3, "categorical": True}, ["k"]),
        ({"column": "n", "k": 3}, []),
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
        LayerError,
        match=r"be drawn; left out without a geometry that can be drawn: 1 of 1 features$",
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


def test_geometry_is_found_whatever_it_is_called() -> None:
    frame = framed(kind=list("aba"))
    assert geo.Layer(frame.rename_geometry(0), name="Mine").parts["points"]
    frame.columns = pd.MultiIndex.from_tuples([("a", "kind"), ("geometry", "")])
    several = gpd.GeoDataFrame(frame, geometry=("geometry", ""))
    assert geo.Layer(several, name="Mine").parts["points"]
    renamed = framed(kind=list("aba")).rename(columns={"geometry": "where"})
    with pytest.raises(LayerError, match=r"is active; frame.set_geometry\('where'\)"):
        geo.Layer(renamed, name="Mine")


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


def test_a_layer_may_be_called_as_any_table_is(toy: Atlas) -> None:
    for name in {*toy.spec.published, *toy.spec.facts}:
        frame = framed()
        frame.attrs["weight"] = "kg"  # of somebody else
        joined, _ = join(toy, geo.Layer(frame, name=name))
        (part,) = joined.spec.layers.keys() - toy.spec.layers.keys()
        assert part not in {*toy.spec.published, *toy.spec.facts}


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
