"""Values and names of a user's own: kept as they are, and no text is ever more than text."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

import geo
from geo.api import Atlas
from geo.errors import LayerError
from geo.own.files import read_layer
from geo.own.join import join
from geo.own.layer import NAMELESS
from geo.page import payload
from tests.own import CUT, HOSTILE, LAT, LON, added, framed
from tests.pages import page_data


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
        wave=np.array([1 + 2j, math.nan, 3]),
    )
    layer = geo.Layer(frame, name="Mine")
    types = {each.title: each.type for each in layer.cells.values()}
    assert [title for title in types if types[title] == "date"] == ["day", "iso", "far"]
    texts = ["moment", "lists", "mixed", "sort", "large", "wave"]
    assert layer.cells["wave"].values == ["(1+2j)", None, "(3+0j)"]
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
    assert names({}, **{"": ["P-1", "P-2", "P-3"]}) == ["P-1", "P-2", "P-3"]


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


def test_no_column_is_lost_to_the_one_that_the_legend_tells_apart(toy: Atlas) -> None:
    atlas = added(toy, framed(road_class=[1.5, 2.5, 30]), name="Road", column="road_class", k=2)
    assert atlas.layers["road"]["road_class"].tolist() == [1.5, 2.5, 30]
    (group,) = (each for each in atlas.spec.values if each not in toy.spec.values)
    assert atlas.layers["road"][group].tolist() == ["class-1", "class-1", "class-2"]
    other = added(toy, framed(road_class=["x", "y", "z"]), name="Other")
    both = added(other, framed(kind=["p", "q", "r"]), name="Road", column="kind")
    assert both.spec.say("column.road_class", "en") == "road_class"
    assert "road_class" not in both.spec.values


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


def test_digits_that_are_lost_already_are_told() -> None:
    """As those of numbers in a shapefile that 64 bits do not hold."""
    assert geo.Layer(framed(n=[1.0, 2.0**63, math.nan]), name="Mine").notes == [CUT]
    for numbers in ([0.5, 2.0**63, 1], [1e23, 1, 2], [1.0, 2.0, 3.0]):
        assert not geo.Layer(framed(n=numbers), name="Mine").notes


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


def test_moments_are_as_exact_as_they_are_told() -> None:
    told = ["2024-05-31 10:00:00", "2024-05-31 10:00:20", "2024-05-31 10:00:00.25"]
    told[1] = "2024-05-31 10:00:20.000000007"
    moments = pd.to_datetime(told, format="ISO8601")
    kept = ["2024-05-31 10:00", told[1], "2024-05-31 10:00:00.25"]
    assert geo.Layer(framed(at=moments), name="Mine").cells["at"].values == kept
    zoned = geo.Layer(framed(at=moments.tz_localize("Asia/Almaty")), name="Mine").cells["at"]
    assert zoned.values == [f"{each} UTC+0500" for each in kept]


@pytest.mark.parametrize("kind", ["float16", "float32", "Float32", "longdouble"])
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
