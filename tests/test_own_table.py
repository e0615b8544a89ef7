"""Tables of a user's own that say where each row lies."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import itertools
import math
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
from geo.errors import LayerError
from geo.own.files import read_layer
from tests.own import LAT, LON, ON_MAP, framed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name,lon,lat\nA,1,2\nB,x,2\n", "mine.csv, row 3, column lon: 'x': expected a number"),
        ("name,lon,lat\nA,1,95\n", "row 2, column lat: '95': expected a number from -90 to 90"),
        ("name,lon,lat\nA,1,\n", "row 2, column lat: expected a value (a latitude)"),
        ("name\nA\n", "mine.csv, row 1: 'name': expected a header with a column lon and one lat"),
        ("A,POINT (1 2)\nB,POINT (1 2)\n", "row 1: 'A, POINT (1 2)': expected a header, the"),
        ("name,wkt\nA,POINT(\n", "row 2, column wkt: 'POINT(': expected a geometry as WKT"),
        ("name,wkt\nA,LINESTRING (5 6)\n", "(point array must contain 0 or >1"),
        ("a,a,lon,lat\n", "row 1: 'a': expected each column once"),
        ("lon,lat\n1,2,3\n", "row 2: expected 2 cells"),
        ("lon,lat\n", "no feature that can be drawn"),
        ("My report\n\nlon,lat\n1,2\n", "row 1: 'My report': expected a header with a column"),
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


def test_a_table_of_a_spreadsheet_may_have_decimal_commas_and_codes(tmp_path: Path) -> None:
    told = "Name;LNG;Lat;size;code;open\nA;-16,5;-32;1,5;007;TRUE\nB;;;;08;false\n"
    (tmp_path / "mine.csv").write_text(told, "utf-8-sig")
    layer = read_layer(str(tmp_path / "mine.csv"))
    assert layer.notes == ["left out without a geometry that can be drawn: 1 of 2 features"]
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
        ('lon,lat,n\n"1,5","2,5","1,500"\n', ("number", 1.5)),
        ('lon,lat,n\n1,2,"12,5"\n', ("number", 12.5)),
        ('lon,lat,n,m\n1,2,"15,000",2.5\n', ("integer", 15000)),
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
        ("n,lon,lat\n7.5,1,2\n..,1,2\n", ("number", 7.5)),
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
    assert layer.notes == ["left out without a geometry that can be drawn: 1 of 3 features"]


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


@pytest.mark.parametrize("told", [f"POINT ({LON} {LAT})", in_hex(ON_MAP, 0), in_hex(ON_MAP, 4326)])
@pytest.mark.parametrize("title", ["", "where_it_is"])
def test_shapes_may_stand_in_a_column_of_any_name(tmp_path: Path, title: str, told: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"code,{title},name\n{'01' * 21},{told},A\n", "utf-8")
    layer = read_layer(str(path))
    assert layer.parts["points"].shapes[0].equals(ON_MAP)
    assert [*layer.cells] == ["code", "name"]


def test_an_srid_that_nobody_knows_says_where(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("geom\n\nSRID=999999;POINT (70 40)\n", "utf-8")
    with pytest.raises(LayerError, match=r"row 3, column geom: .*expected an SRID that EPSG has"):
        read_layer(str(path))


@pytest.mark.parametrize(("shape", "notes"), [("POINT (1 2)", 1), ("", 0)])
def test_shapes_beside_positions_are_told_to_be_none(
    tmp_path: Path, shape: str, notes: int
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"lon,lat,WKT\n{LON},{LAT},{shape}\n", "utf-8")
    told = ["drawn at 'lon' and 'lat', not as the shapes in 'WKT'"]
    assert read_layer(str(path)).notes == told[:notes]


@pytest.mark.parametrize(
    "header",
    ["_place_latitude,_place_longitude", "location-lat,location-long", "Stop Lat,stop lon"],
)
def test_positions_may_be_called_after_what_lies_there(tmp_path: Path, header: str) -> None:
    """As in exports of Kobo, Movebank and GTFS; of two places nobody tells which is meant."""
    path = tmp_path / "mine.csv"
    path.write_text(f"{header},flat\n{LAT},{LON},1\n", "utf-8")
    layer = read_layer(str(path))
    assert layer.parts["points"].shapes[0] == ON_MAP
    assert [*layer.cells] == ["flat"]
    path.write_text(f"{header},end_lat,end_lon\n{LAT},{LON},1,2\n", "utf-8")
    with pytest.raises(LayerError, match="expected a header with a column lon and one"):
        read_layer(str(path))


@pytest.mark.parametrize("words", ["S N W E", "south North west EAST"])
def test_degrees_have_the_signs_that_columns_beside_them_tell(tmp_path: Path, words: str) -> None:
    south, north, west, east = words.split()
    path = tmp_path / "mine.csv"
    told = f"32.5,{south},16,{west}\n32,{north},0.5,{east}\n,,,\n"
    path.write_text(f"lat,ns,lon,ew\n{told}", "utf-8")
    layer = read_layer(str(path))
    at = shapely.get_coordinates(layer.parts["points"].shapes)
    assert at.tolist() == [[-16, -32.5], [0.5, 32]]
    half = "tells in which half of the world it lies"
    for name, side in (("lon", "ew"), ("lat", "ns")):
        assert f"{name!r} has no minus; {side!r} {half}" in layer.notes
    for header, row in (
        ("lat,bank,lon", f"2,{south},1"),
        ("lat,a,lon,b", f"2,{south},-1,{east}"),
        ("lat,a,lon,b", f"2,{south},1,{east}\n2,,1,"),
    ):
        path.write_text(f"{header}\n{row}\n", "utf-8")
        layer = read_layer(str(path))
        assert {*shapely.get_y(layer.parts["points"].shapes)} == {2}
        assert layer.notes[0].startswith("'lat' has no minus; does")
    path.write_text(f"lat,a,b,lon\n1,{north},{east},2\n", "utf-8")
    assert read_layer(str(path)).notes == []


@pytest.mark.parametrize(
    "told", [f"lat,lon_wgs,x,y\n{LAT},{LON},{LON},{LAT}\n", "lat,lon_wgs,x\n1,2,3\n"]
)
def test_no_longitude_is_paired_with_a_latitude_of_another_sort(tmp_path: Path, told: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(told, "utf-8")
    if ",y" in told:
        assert read_layer(str(path)).parts["points"].shapes[0] == ON_MAP
    else:
        with pytest.raises(LayerError, match="expected a header with a column lon and one"):
            read_layer(str(path))


@pytest.mark.parametrize(
    "shape", [ON_MAP.wkt, f"SRID=4326;{ON_MAP.wkt}", shapely.to_geojson(ON_MAP).replace('"', '""')]
)
def test_a_column_of_shapes_may_be_called_anything(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f'note,wkt_geom\n,\nPoint (see below),"{shape}"\n', "utf-8")
    layer = read_layer(str(path))
    assert layer.parts["points"].shapes[0] == ON_MAP
    assert [*layer.cells] == ["note"]


def test_columns_without_a_name_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f",lon,,lat\nA,{LON},B,{LAT}\nC,{LON},,{LAT}\n", "utf-8")
    held = [(each.title, each.values) for each in read_layer(str(path)).cells.values()]
    dash = "\N{EN DASH}"
    assert held == [(dash, ["A", "C"]), (dash, ["B", None])]


def test_tags_below_the_titles_are_no_row(tmp_path: Path) -> None:
    """The United Nations publish tables like that."""
    path = tmp_path / "mine.csv"
    path.write_text(
        f"Town,Affected,Latitude,Longitude\n#adm2 +name,#affected+f,#geo+lat,\nA,12,{LAT},{LON}\n",
        "utf-8",
    )
    layer = read_layer(str(path))
    assert layer.notes == ["left out, tags of its columns: row 2"]
    assert layer.cells["Affected"].type == "integer"
    assert layer.rows.tolist() == [1]


def test_nothing_stands_for_a_day_that_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        f"from,code,lon,lat\n2024-05-31 10:00,IN,{LON},{LAT}\nNA,NA,{LON},{LAT}\n", "utf-8"
    )
    layer = read_layer(str(path))
    assert layer.cells["from"].values == ["2024-05-31 10:00", None]
    assert layer.cells["code"].values == ["IN", "NA"]


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
