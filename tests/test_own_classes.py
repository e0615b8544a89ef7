"""What the legend tells apart in a layer of a user's own, and in which colours."""

from __future__ import annotations

import base64
import itertools
import math
import re
import sys
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
from geo.api import Atlas
from geo.design import palettes
from geo.design.marks import hue_of, marks
from geo.design.shades import oklab
from geo.design.strokes import plain_stroke
from geo.design.theme import colours
from geo.errors import LayerError
from geo.model.light import linear
from geo.model.rows import records
from geo.model.spec import Hue
from geo.own.classes import SCHEMES
from geo.pack.formats.kml import to_kml
from geo.pack.maplibre import style
from geo.pack.qgis.renderer import renderer
from geo.pack.styles import layer_styles
from tests.own import added, framed
from tests.test_design import SEEN_BY, look_of


def test_the_legend_has_room_for_long_texts(toy: Atlas) -> None:
    atlas = added(toy, framed(stone=["k" * 5000] * 3), name="n" * 5000, column="stone")
    words = atlas.spec.words["en"]
    long = [word for key, word in words.items() if word[:3] in ("kkk", "nnn")]
    assert len(long) >= 2
    assert {len(word) for word in long} == {80}
    assert atlas.layers["n" * 40]["stone"].tolist() == ["k" * 5000] * 3


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
@pytest.mark.parametrize(
    "shape", [shapely.LineString([(-16.0, -32.0), (-15.0, -31.5)]), shapely.box(-15, -32, -14, -31)]
)
def test_lines_and_outlines_in_hues_of_others_are_dashed_each_time_in_another_way(
    toy: Atlas, column: str | None, shape: shapely.Geometry
) -> None:
    frame = gpd.GeoDataFrame({"kind": ["a", "b"]}, geometry=[shape] * 2, crs="EPSG:4326")
    atlas = added(toy, frame, column=column, name="First")
    for _ in palettes.kinds() * 2:
        atlas = added(atlas, frame, column=column, name="Other")
    found = [
        {
            plain_stroke(atlas.spec, atlas.spec.layers[id_], row).dash
            for row in records(atlas.layers[id_])
        }
        for id_ in ("first", "other-8", "other-16")
    ]
    assert found[0] == {()}
    assert len(found[1] | found[2]) == 2
    assert () not in found[1] | found[2]


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


def test_a_column_without_a_name_may_colour(toy: Atlas) -> None:
    kinds = pd.Categorical(["low", "high", "low"], ["low", "high"])
    atlas = added(toy, framed().assign(**{"": kinds}), column="")
    assert atlas.layers["mine"]["mine_class"].tolist() == ["low", "high", "low"]
    assert [*atlas.spec.values["mine_class"]] == ["low", "high"]


def test_names_with_numbers_in_them_stand_in_the_order_of_these(toy: Atlas) -> None:
    most = "9" * 5000  # more digits than Python reads as a number
    spans = ["10-19", most, "Class 10", "5-9", "Class 9", "100+", "Class"]
    atlas = added(toy, framed(7, kind=spans), column="kind")
    legend = [
        atlas.spec.say(f"mine_class.{each}", "en") for each in atlas.spec.values["mine_class"]
    ]
    assert [*legend[:3], *legend[4:]] == ["5-9", "10-19", "100+", "Class", "Class 9", "Class 10"]


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


def test_classes_that_fall_together_are_told() -> None:
    few = framed(n=[0, 0, 5])
    assert not geo.Layer(few, name="Mine", column="n").notes  # each value has its own
    many = framed(11, n=[0] * 8 + [1, 2, 3])
    (note,) = geo.Layer(many, name="Mine", column="n", k=3).notes
    assert "falls into 2 classes, not 3" in note


@pytest.mark.parametrize(
    "told",
    [
        ["5.5%", "45%"],
        ["$1,200", "$900"],
        ["12 km", "7 km"],
        ["-5 °C", "0 °C"],
        ["1 200,50", "3"],
        ["10", "9"],
        ["9007199254740993", "10"],
    ],
)
def test_numbers_for_people_are_said_to_be_kinds(told: list[str]) -> None:
    frame = framed(n=[*told, None])
    (note,) = geo.Layer(frame, name="Mine", column="n").notes
    classed = "plain numbers of at most 15 digits would have classes"
    assert note == f"'n' holds texts such as {told[0]!r}, which are kinds; {classed}"
    assert geo.Layer(frame, name="Mine", column="n", categorical=True).notes == []
    assert geo.Layer(frame, name="Mine").notes == []


@pytest.mark.parametrize("told", [["#DIV/0!", 1.5, 2], ["3", "4.25", "<5"], ["1", "2", "12*", "7"]])
def test_a_text_among_numbers_is_told(told: list[object]) -> None:
    (note,) = geo.Layer(framed(len(told), n=told), name="Mine", column="n").notes
    text = next(each for each in map(str, told) if not each.replace(".", "").isdigit())
    assert note.startswith(f"'n' holds numbers, and texts such as {text!r}: all are kinds")
    assert not geo.Layer(framed(len(told), n=told), name="Mine", column="n", categorical=True).notes


@pytest.mark.parametrize(
    "told", [["A1", "A2"], ["01", "02"], ["12 km", "7 mi"], ["1.2.3", "4"], ["5-9", "10-19"]]
)
def test_kinds_with_numbers_in_them_are_kinds(told: list[str]) -> None:
    assert geo.Layer(framed(n=[*told, None]), name="Mine", column="n").notes == []
