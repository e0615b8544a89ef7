"""Whatever a frame or a file holds, it is drawn as asked or refused in one line."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import math
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geo
from geo.api import Atlas
from geo.design import palettes
from geo.errors import AtlasError, LayerError
from geo.own.files import read_layer
from geo.own.join import join
from geo.page import payload
from geo.page.description import describe
from geo.publish.geojson import to_geojson
from tests.own import HOSTILE, ON_MAP, WRITERS
from tests.pages import BEGINS, ENDS, page_data

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
        group = next(
            (each for each in told["values"].keys() - toy.spec.values if each in frame), ""
        )
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
