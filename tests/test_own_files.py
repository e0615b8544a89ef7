"""Files of a user's own: every format is read alike, and nothing of one is lost in silence."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import struct
import sys
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import pytest
import shapely
from pyarrow import parquet

import geo
from geo.__main__ import main
from geo.api import Atlas
from geo.errors import InputError, LayerError
from geo.own.files import read_layer
from geo.own.join import join
from tests.own import CUT, KML, LAT, LON, PARTS, WRITERS, framed
from tests.pages import page_data
from tests.test_output import unprivileged


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
    odd = tmp_path / "file; what#is {it!.zip"
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
    assert layer.notes == ["left out without a geometry that can be drawn: 1 of 2 features"]


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
    others = [told, told | {"primary_column": "geom"}, {"version": "1.0.0", "columns": columns}]
    told_by = [table.replace_schema_metadata({"geo": json.dumps(each)}) for each in others]
    for content in (table, *told_by):
        parquet.write_table(content, path)
        with pytest.raises(
            LayerError, match=r"^mine\.parquet: expected GeoParquet, whose metadata"
        ):
            read_layer(str(path))


@pytest.mark.parametrize("order", ["utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["geojson", "geojsonl"])
def test_letters_of_two_bytes_are_named(tmp_path: Path, end: str, order: str) -> None:
    path = tmp_path / f"mine.{end}"
    shape = {"type": "Point", "coordinates": [LON, LAT]}
    told = json.dumps({"type": "Feature", "properties": {}, "geometry": shape})
    path.write_text(told if order == "utf-16" else f"\ufeff{told}", order)
    with pytest.raises(LayerError, match="expected text encoded as UTF-8, it is UTF-16"):
        read_layer(str(path))


def test_a_folder_is_refused_by_the_formats_that_there_are(tmp_path: Path) -> None:
    (tmp_path / "mine.gdb").mkdir()
    with pytest.raises(LayerError, match=r"^mine\.gdb: '\.gdb': expected a file that ends with"):
        read_layer(str(tmp_path / "mine.gdb"))


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
        "left out without a geometry that can be drawn: 4 of 7 features",
        f"left out of 1 of 7 features: {PARTS}",
    ]


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
    assert layer.notes == ["left out without a geometry that can be drawn: 1 of 2 features"]


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


def test_a_day_of_no_calendar_takes_no_file_with_it(tmp_path: Path) -> None:
    days = dt.date(2024, 5, 31), dt.date(2024, 6, 1), None
    framed(day=days, n=[1, 2, 3]).to_file(tmp_path / "mine.shp", use_arrow=True)
    table = tmp_path / "mine.dbf"
    table.write_bytes(table.read_bytes().replace(b"20240531", b"20241301"))
    layer = read_layer(str(tmp_path / "mine.shp"))
    assert layer.cells["day"].values == ["2024-13-01", "2024-06-01", None]
    assert [*layer.cells] == ["day", "n"]


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
        lambda each: [f"in\\{each}", f"__MACOSX\\._{each}"],
    ):
        assert len(read_layer(packed("one.zip", named)).rows) == 3
    two = packed("two.zip", lambda each: [f"north/{each}", f"south/{each}"])
    with pytest.raises(LayerError, match=r"two\.zip#north/mine, two\.zip#south/mine"):
        read_layer(two)
    assert read_layer(f"{two}#north/mine:A: b").name == "A: b"
    with pytest.raises(LayerError, match="a shapefile in this archive"):
        read_layer(packed("none.zip", lambda each: [f"{each}.txt"]))
    secret = Path(two).read_bytes().replace(b"PK\1\2\x14\3\x14\0\0", b"PK\1\2\x14\3\x14\0\1")
    (tmp_path / "secret.zip").write_bytes(secret)
    with pytest.raises(LayerError, match=r"^secret\.zip: expected an archive that is not"):
        read_layer(str(tmp_path / "secret.zip"))
    with zipfile.ZipFile(packed("odd.zip", lambda each: [each]), "a") as archive:
        archive.writestr("notes", "")
    odd = (tmp_path / "odd.zip").read_bytes()
    at = odd.rindex(b"PK\1\2")  # as if only the notes were encrypted, and in a way nobody knows
    (tmp_path / "odd.zip").write_bytes(odd[: at + 8] + b"\1\0\x61\0" + odd[at + 12 :])
    assert len(read_layer(str(tmp_path / "odd.zip")).rows) == 3


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
