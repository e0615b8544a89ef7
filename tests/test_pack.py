"""The GIS pack: whole, the same on every run, documented, and never at the cost of other files."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

import geo
from geo.api import SHIPPED, Atlas, open_atlas
from geo.build import Order, build
from geo.errors import DataError, MissingExtraError, OutputError
from geo.model.spec import Column
from geo.new import new_atlas
from geo.output import write_files
from geo.own.join import join
from geo.pack.contents import pack_files
from geo.pack.formats.columns import table_field
from geo.pack.formats.geoparquet import to_geoparquet
from geo.pack.formats.kml import shown
from geo.pack.formats.pmtiles import to_pmtiles
from geo.pack.formats.spreadsheet import points_csv
from geo.publish.files import SUMS, data_files
from geo.publish.geojson import to_geojson
from geo.read.geojson import read_geojson
from geo.read.spec import read_spec
from tests.changing import change, contents
from tests.conftest import HOSTILE
from tests.pages import page_text
from tests.toy import rename_column
from tests.vector_tiles import read_tiles

pytestmark = pytest.mark.slow

SPEC = read_spec(SHIPPED)
TABLES = {name: layer.table for name, layer in SPEC.layers.items()}
ROOT = Path(__file__).resolve().parent.parent
LONG = ["note", "dates_note", "sources", "aliases"]
"""Columns that may be longer than a Shapefile takes."""
KML = {"kml": "http://www.opengis.net/kml/2.2"}
Layers = dict[str, gpd.GeoDataFrame]


@pytest.fixture
def copy(toy_pack: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(toy_pack, tmp_path / "copy"))


def test_it_holds_every_layer_in_every_form(pack: Path) -> None:
    names = set(contents(pack))
    for layer, table in TABLES.items():
        assert {f"layers/{layer}.geojson", f"parquet/{layer}.parquet"} <= names
        assert {f"flatgeobuf/{layer}.fgb", f"pmtiles/{layer}.pmtiles"} <= names
        assert f"schemas/{layer}.schema.json" in names
        assert (f"csv/{layer}.csv" in names) == (table.geometry <= {"Point", "MultiPoint"})
    for beside in SPEC.tables:
        assert {f"layers/{beside}.csv", f"csv/{beside}.csv"} <= names
    assert {"uttarapath.gpkg", "uttarapath.kml", "datapackage.json", "CITATION.cff"} <= names
    assert {"README.md", "DICTIONARY.md", "shapefile_columns.csv", SUMS} <= names


def test_layers_lie_in_it_as_published(pack: Path, atlas: Atlas) -> None:
    assert contents(pack / "layers") == dict(sorted(data_files(atlas).items()))


def test_every_sum_is_right_and_none_is_missing(pack: Path) -> None:
    found = contents(pack)
    lines = found.pop(SUMS).decode().splitlines()
    assert lines == [
        f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in sorted(found.items())
    ]


@pytest.mark.slow
def test_a_run_in_another_process_gives_the_same_bytes(
    toy: Atlas, toy_pack: Path, tmp_path: Path
) -> None:
    paths = [str(toy.spec.folder), str(tmp_path / "again")]
    script = f"import geo; geo.open_atlas({paths[0]!r}).write_pack({paths[1]!r})"
    environment = {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kolkata", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, cwd=tmp_path)
    assert contents(tmp_path / "again") == contents(toy_pack)


def test_a_zip_holds_the_same_with_nothing_of_the_machine(
    toy: Atlas, toy_pack: Path, tmp_path: Path
) -> None:
    first = toy.write_pack(tmp_path / "a.zip")
    second = toy.write_pack(tmp_path / "b.ZIP")
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == contents(toy_pack)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_every_file_bears_version_and_data_date(toy: Atlas) -> None:
    edition = replace(toy, version="7.8.9", date="2031-05-06")
    for name, data in pack_files(edition).items():
        if name == SUMS or (name.startswith("layers/") and name.endswith((".csv", SUMS))):
            continue  # sums, and the tables as published: datapackage.json speaks for them
        if name.endswith(".csv") and data.count(b"\n") == 1:
            continue  # a table without rows has nothing to bear it
        text = told(name, data)
        assert b"7.8.9" in text, name
        assert b"2031-05-06" in text, name


def told(name: str, data: bytes) -> bytes:
    """Return what a file says, whatever it is compressed by."""
    if name.endswith(".pmtiles"):
        return str(read_tiles(data).metadata).encode()
    if not name.endswith((".kmz", ".xlsx")):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(map(archive.read, archive.namelist()))


def test_no_name_in_the_geopackage_is_that_of_something_else(
    toy_folder: Path, tmp_path: Path
) -> None:
    choices = {"fairs": "x_y", "fairs_x": "y", "sources_id": "z"}
    for layer, column in reversed(choices.items()):
        for kind in ("layers/{}.toml", "facts/{}.csv"):
            text = (toy_folder / kind.format("fairs")).read_text("utf-8")
            text = text.replace('facts = "fairs"', f'facts = "{layer}"')
            text = re.sub(r"(?m)^((harvest|regatta)-\d)", rf"{column.replace('_', '-')}-\1", text)
            (toy_folder / kind.format(layer)).write_text(text, "utf-8")
        rename_column(toy_folder, layer, "series", column)
    change(toy_folder / "atlas.toml", '"fairs"]', '"fairs", "fairs_x", "sources_id"]')
    pack = open_atlas(toy_folder).write_pack(tmp_path / "pack")
    with closing(sqlite3.connect(pack / "toy.gpkg")) as database:
        for layer, column in choices.items():
            values = database.execute(
                "SELECT value FROM gpkg_data_columns JOIN gpkg_data_column_constraints"
                " USING (constraint_name) WHERE table_name = ? AND column_name = ?",
                (layer, column),
            )
            assert values.fetchall() == [("harvest",), ("regatta",)]
            assert len(gpd.read_file(pack / "toy.gpkg", layer=layer)) == 3


def test_the_geopackage_says_what_it_holds(pack: Path, layers: Layers) -> None:
    with closing(sqlite3.connect(pack / "uttarapath.gpkg")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        described = dict(database.execute("SELECT table_name, description FROM gpkg_contents"))
        columns = database.execute(
            "SELECT table_name, column_name, description, constraint_name FROM gpkg_data_columns"
        ).fetchall()
        kinds = database.execute(
            "SELECT value FROM gpkg_data_column_constraints WHERE constraint_name = 'places.kind'"
        ).fetchall()
        ids = database.execute("SELECT id FROM places ORDER BY fid").fetchall()
        indexed = database.execute("SELECT count(*) FROM rtree_borders_geom").fetchone()
    known = SPEC.published
    assert {name: table.doc for name, table in known.items()}.items() <= described.items()
    assert [
        (name, column.name, column.doc) for name, table in known.items() for column in table.columns
    ] == [row[:3] for row in columns if not row[0].startswith("ground_")]
    assert ("places", "kind") in {row[:2] for row in columns if row[3] == "places.kind"}
    assert ("gauge_break",) in kinds
    assert [name for (name,) in ids] == list(layers["places"]["id"])
    assert indexed == (len(layers["borders"]),)


def test_the_geopackage_has_real_dates_and_whole_tables(pack: Path, atlas: Atlas) -> None:
    exercises = gpd.read_file(pack / "uttarapath.gpkg", layer="exercises")
    assert exercises["start"].dtype.kind == "M"
    sources = gpd.read_file(pack / "uttarapath.gpkg", layer="sources")
    assert list(sources["id"]) == list(atlas.tables["sources"]["id"])


def test_geoparquet_and_flatgeobuf_read_a_window_alone(pack: Path, layers: Layers) -> None:
    for name, layer in layers.items():
        path = pack / "parquet" / f"{name}.parquet"
        whole = gpd.read_parquet(path)
        assert to_geojson(whole.drop(columns="bbox", errors="ignore")[["id", "geometry"]]) == (
            to_geojson(layer[["id", "geometry"]])
        )
        about = json.loads((pq.read_metadata(path).metadata or {})[b"uttarapath"])
        assert set(about["licence"].split(" AND ")) == set(layer["licence"])
    window = gpd.read_file(pack / "flatgeobuf" / "places.fgb", bbox=(46, 36, 55, 47))
    caspian = gpd.read_parquet(pack / "parquet" / "places.parquet", bbox=(46, 36, 55, 47))
    assert 0 < len(caspian) < len(layers["places"])
    assert "Aktau" in set(caspian["name"])
    assert set(window["id"]) == set(caspian["id"])


def test_points_open_in_a_spreadsheet(pack: Path, layers: Layers) -> None:
    table = pd.read_csv(pack / "csv" / "places.csv")
    assert list(table["id"]) == list(layers["places"]["id"])
    assert table["lon"].round(6).tolist() == layers["places"].geometry.x.round(6).tolist()
    assert table["lat"].round(6).tolist() == layers["places"].geometry.y.round(6).tolist()


def test_a_meeting_in_two_cities_has_two_rows_and_one_id(atlas: Atlas) -> None:
    layers = atlas.layers
    both = shapely.union_all(layers["places"].geometry.to_numpy()[:2])
    dialogues = layers["dialogues"].iloc[:2].copy()
    dialogues.geometry = [both, shapely.get_parts(both)[0]]
    changed = replace(atlas, layers={**layers, "dialogues": dialogues})
    rows = pd.read_csv(io.BytesIO(points_csv("dialogues", atlas=changed)))
    assert list(rows["id"]) == [dialogues["id"].iloc[0]] * 2 + [dialogues["id"].iloc[1]]
    assert rows["lon"].iloc[0] != rows["lon"].iloc[1]


def test_kml_is_for_reading(pack: Path, atlas: Atlas) -> None:
    layers, usual = atlas.layers, atlas.spec.worldviews[0]
    root = ET.parse(pack / "uttarapath.kml").getroot()  # noqa: S314  our own file
    folders = root.findall(".//kml:Folder", KML)
    assert [folder.findtext("kml:name", None, KML) for folder in folders] == [
        SPEC.registers["segment_periods"].label,
        *(table.label for table in TABLES.values()),
    ]
    for folder, layer in zip(folders[1:], layers.values(), strict=True):
        assert len(folder.findall("kml:Placemark", KML)) == len(shown(layer, usual))
    styles = {f"#{style.get('id')}" for style in root.iterfind(".//kml:Style", KML)}
    assert {used.text for used in root.iterfind(".//kml:styleUrl", KML)} <= styles
    birlik = next(
        mark
        for mark in root.iterfind(".//kml:Placemark", KML)
        if mark.get("id") == "exercises.birlik-2025"
    ).findtext("kml:description", "", KML)
    assert "<b>India took part:</b> no" in birlik
    assert "<b>Partners:</b> Uzbekistan, Kazakhstan" in birlik
    assert "<b>Series:</b> Birlik" in birlik, "values are told in words"
    assert "<b>Source:</b> <a href=" in birlik


def test_hostile_text_stays_text_in_every_form(toy: Atlas, tmp_path: Path) -> None:
    ids = [f"xa-{n}" for n in range(len(HOSTILE))]
    places = toy.layers["places"].iloc[[0] * len(ids)].reset_index(drop=True)
    places = places.assign(id=ids, name=HOSTILE, note=HOSTILE)
    changed = replace(toy, layers={**toy.layers, "places": places})
    written = changed.write_pack(tmp_path / "p")
    assert list(gpd.read_file(written / "toy.gpkg", layer="places")["name"]) == HOSTILE
    assert list(gpd.read_parquet(written / "parquet" / "places.parquet")["name"]) == HOSTILE
    assert list(pd.read_csv(written / "csv" / "places.csv")["name"]) == HOSTILE
    marks = ET.parse(written / "toy.kml").getroot().iterfind(".//kml:Placemark", KML)  # noqa: S314
    told = {mark.findtext("kml:name", "", KML): mark for mark in marks}
    assert set(HOSTILE) <= set(told)
    assert "<img" not in told[HOSTILE[0]].findtext("kml:description", "", KML)


def test_what_xml_cannot_hold_does_not_break_the_kml(toy: Atlas) -> None:
    places = toy.layers["places"].assign(note="bell\x07 and \ufffe")
    files = pack_files(replace(toy, layers={**toy.layers, "places": places}))
    assert "bell and" in "".join(ET.fromstring(files["toy.kml"]).itertext())  # noqa: S314


def test_layers_without_features_can_be_packed(toy: Atlas, tmp_path: Path) -> None:
    files = pack_files(replace(toy, layers={**toy.layers, "fairs": toy.layers["fairs"].iloc[:0]}))
    (tmp_path / "fairs.parquet").write_bytes(files["parquet/fairs.parquet"])
    assert gpd.read_parquet(tmp_path / "fairs.parquet").empty
    (tmp_path / "fairs.fgb").write_bytes(files["flatgeobuf/fairs.fgb"])
    assert gpd.read_file(tmp_path / "fairs.fgb").empty
    assert "pmtiles/fairs.pmtiles" not in files
    assert files["csv/fairs.csv"].count(b"\n") == 1


def test_shapefile_names_fit_and_keep_every_column(pack: Path, tmp_path: Path) -> None:
    names = pd.read_csv(pack / "shapefile_columns.csv").set_index("column")["shapefile"]
    assert set(names.index) == {
        column.name
        for table in TABLES.values()
        for column in table.columns
        if len(column.name) > 10
    }
    for name, table in TABLES.items():
        layer, _ = read_geojson(pack / "layers" / f"{name}.geojson", table)
        short = layer.rename(columns=dict(names)).drop(columns=LONG, errors="ignore")
        short.to_file(tmp_path / f"{name}.shp", index=False, encoding="utf-8")
        read = gpd.read_file(tmp_path / f"{name}.shp")
        assert list(read) == list(short)
        assert (tmp_path / f"{name}.cpg").read_text() == "UTF-8"
        for column in map(str, short.select_dtypes("str")):
            assert list(read[column].fillna("")) == list(short[column].fillna("")), column


def test_the_dictionary_explains_every_column(pack: Path) -> None:
    for document in (pack / "DICTIONARY.md", ROOT / "layers" / "README.md"):
        text = document.read_text("utf-8")
        for table in (*TABLES.values(), *SPEC.tables.values()):
            assert f"## `{table.name}`: {table.label}" in text
            for column in table.columns:
                assert f"| `{column.name}` | " in text
                assert f" | {column.doc} |" in text


def test_an_older_pack_is_replaced_whole(copy: Path, toy: Atlas, toy_pack: Path) -> None:
    replace(toy, version="9.9.9").write_pack(copy)
    assert b"9.9.9" in (copy / "README.md").read_bytes()
    toy.write_pack(copy)
    assert contents(copy) == contents(toy_pack)
    assert [path.name for path in copy.parent.iterdir()] == ["copy"]


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "build_map.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_command_packs_layers_that_were_edited_and_says_so(pack: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(pack / "layers", tmp_path / "layers"))
    places = folder / "places.geojson"
    change(places, '"name":"Bafq"', '"name":"Bafgh by hand"')
    page, target = tmp_path / "map.html", tmp_path / "mine.zip"
    result = command("--from-layers", "--layers", folder, "--out", page, "--pack", target)
    assert result.returncode == 0, result.stderr
    assert f"pack:   {target} (version {SPEC.version}+edited)" in result.stdout
    with zipfile.ZipFile(target) as archive:
        assert b"Bafgh by hand" in archive.read("csv/places.csv")
        assert b"+edited" in archive.read("README.md")
    assert "Bafgh by hand" in page_text(page.read_text("utf-8"))


@pytest.mark.slow
def test_the_command_looks_at_the_target_before_it_builds(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.odt").write_text("years of work")
    result = command(
        "--pack", mine, "--layers", tmp_path / "layers", "--out", tmp_path / "map.html"
    )
    assert result.returncode == 3
    assert result.stderr.startswith(f"error: {mine}: holds files that are no pack")
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "thesis.odt"]
    assert command("--check", "--pack", tmp_path / "new").returncode == 2


@pytest.mark.slow
def test_a_pack_that_cannot_be_made_leaves_layers_and_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files({tmp_path / "map.html": b"old", tmp_path / "layers" / "places.geojson": b"old"})
    before = contents(tmp_path)

    def fail(*_: object) -> None:
        raise DataError([])

    monkeypatch.setattr("geo.pack.contents.pack_files", fail)
    page, layers, target = (tmp_path / name for name in ("map.html", "layers", "pack"))
    with pytest.raises(DataError):
        build(Order(SHIPPED, layers, page, pack=target, force=True))
    assert contents(tmp_path) == before


@pytest.mark.slow
def test_the_command_writes_the_pack_with_layers_and_page(
    pack: Path, atlas: Atlas, tmp_path: Path
) -> None:
    page, folder, target = (tmp_path / name for name in ("map.html", "layers", "pack"))
    result = command("--layers", folder, "--out", page, "--pack", target)
    assert result.returncode == 0, result.stderr
    assert f"pack:   {target} (version {atlas.version})" in result.stdout
    assert contents(target) == contents(pack)
    assert contents(target / "layers") == contents(folder)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["layers", "map.html", "pack"]


@pytest.mark.parametrize("name", ["thesis.odt", SUMS])
def test_a_folder_that_is_no_pack_is_left_alone(toy: Atlas, tmp_path: Path, name: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / name).write_text("years of work")
    with pytest.raises(OutputError, match="holds files that are no pack"):
        toy.write_pack(tmp_path / "mine", force=True)
    assert contents(tmp_path) == {f"mine/{name}": b"years of work"}


def test_a_file_that_is_no_zipped_pack_is_left_alone(toy: Atlas, tmp_path: Path) -> None:
    for name, data in (("a.zip", b"not a zip"), ("b", b"a file")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(OutputError, match=r"is no zipped pack|is no folder"):
            toy.write_pack(tmp_path / name)
        assert (tmp_path / name).read_bytes() == data


@pytest.mark.parametrize("name", ["atlas.tar", "atlas.tgz", "atlas.gpkg", "atlas.7z"])
def test_a_pack_is_no_other_kind_of_file(toy: Atlas, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"a pack is a folder, or a file named \.zip"):
        toy.write_pack(tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("option", ["--out", "--layers", "--plates"])
def test_nothing_else_is_written_into_a_pack(tmp_path: Path, option: str) -> None:
    result = command(
        "--pack", tmp_path / "pack", option, tmp_path / "pack" / "deep" / "x", "--force"
    )
    assert result.returncode == 2
    assert f"{option} lies in the pack" in result.stderr


@pytest.mark.parametrize("kind", ["link", "pipe", "empty folder", "link to a folder"])
def test_what_is_no_file_in_a_pack_is_kept_unless_forced(
    copy: Path, toy: Atlas, tmp_path: Path, kind: str
) -> None:
    mine = copy / "layers" / "mine"
    if kind == "pipe":
        os.mkfifo(mine)
    elif kind == "empty folder":
        mine.mkdir()
    else:
        mine.symlink_to(tmp_path if kind == "link to a folder" else copy / "README.md")
    with pytest.raises(
        OutputError, match="edited or added since the pack was written: layers/mine"
    ):
        toy.write_pack(copy)
    assert os.path.lexists(mine)


def test_a_zipped_pack_that_somebody_edited_is_kept_unless_forced(
    toy: Atlas, tmp_path: Path
) -> None:
    target = tmp_path / "pack.zip"
    toy.write_pack(target)
    whole = target.read_bytes()
    toy.write_pack(target)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("mine.qgz", "my project")
    with pytest.raises(OutputError, match=r"mine\.qgz"):
        toy.write_pack(target)
    toy.write_pack(target, force=True)
    assert target.read_bytes() == whole


def test_a_pack_that_somebody_edited_is_kept_unless_forced(
    copy: Path, toy: Atlas, toy_pack: Path
) -> None:
    (copy / "README.md").write_text("my remarks")
    (copy / "mine.qgz").write_text("my project")
    with pytest.raises(OutputError, match=r"README\.md, mine\.qgz"):
        toy.write_pack(copy)
    assert (copy / "mine.qgz").read_text() == "my project"
    toy.write_pack(copy, force=True)
    assert contents(copy) == {**contents(toy_pack), "mine.qgz": b"my project"}


def test_own_layers_take_nothing_from_the_formats_and_lose_nothing_to_them(toy: Atlas) -> None:
    told = {
        "version": ["7", "8"],
        "bbox": ["wide", "narrow"],
        "valid_from": ["2001", "2002"],
        "words": ["=1+1", "-5 to 3"],
    }
    frame = gpd.GeoDataFrame(
        told, geometry=[shapely.Point(-16, -32), shapely.Point(-16, -90)], crs="EPSG:4326"
    )
    joined, _ = join(toy, geo.Layer(frame.iloc[:1], name="Collection"))
    (name,) = joined.layers.keys() - toy.layers.keys()
    files = pack_files(joined)
    assert json.loads(files["stac/collection.json"])["type"] == "Collection"
    table = pd.read_csv(io.BytesIO(files[f"csv/{name}.csv"]), dtype=str)
    held = {cell for cell in table.iloc[0] if isinstance(cell, str)}
    assert {"7", "wide", "2001", "'=1+1"} <= held
    assert ">2001<" in files[f"{toy.spec.name}.kml"].decode()


def test_what_lies_beyond_the_tiles_has_none(toy: Atlas) -> None:
    layer = toy.layers["fairs"]
    poles = layer.set_geometry([shapely.Point(0, 89.9)] * len(layer), crs=layer.crs)
    layers = {**toy.layers, "fairs": poles}
    assert to_pmtiles("fairs", atlas=replace(toy, layers=layers)) == b""


@pytest.mark.parametrize("name", ["geo", "pandas"])
def test_an_atlas_called_as_a_key_of_the_format_takes_no_key_from_it(
    toy: Atlas, tmp_path: Path, name: str
) -> None:
    folder = toy.spec.folder.with_name(name)
    renamed = replace(toy, spec=replace(toy.spec, folder=folder))
    path = tmp_path / "fairs.parquet"
    path.write_bytes(to_geoparquet("fairs", atlas=renamed))
    assert len(gpd.read_parquet(path)) == len(toy.layers["fairs"])
    metadata = pq.read_metadata(path).metadata or {}
    assert json.loads(metadata[f"atlas-{name}".encode()])["layer"] == "fairs"


def test_values_of_a_list_are_told_as_they_are_written() -> None:
    values = ("C++", "(open", "a.b", "x|y", "a-b c")
    column = Column("kinds", "choices", "kinds", values=values)
    pattern = table_field(column)["constraints"]["pattern"]
    assert all(re.search(pattern, value) for value in (*values, ";".join(values)))
    assert not re.search(pattern, "aXb")
    assert r"\-" not in pattern  # no escape that other languages refuse
    assert r"\ " not in pattern


def test_a_project_that_publishes_layers_is_no_pack(toy: Atlas, tmp_path: Path) -> None:
    files = {f"layers/{SUMS}": b"", "layers/a.geojson": b"{}", ".git/HEAD": b"ref", SUMS: b""}
    for name, data in files.items():
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "mine" / name).write_bytes(data)
    with pytest.raises(OutputError, match="holds files that are no pack"):
        toy.write_pack(tmp_path / "mine", force=True)
    assert contents(tmp_path / "mine") == files


def test_a_failure_on_the_way_leaves_the_former_pack(
    copy: Path, toy_pack: Path, toy: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced, newer = Path.replace, replace(toy, version="9.9.9")

    def refuse(path: Path, target: Path) -> Path:
        if target.name == "README.md" and path.name.endswith(".part"):
            raise OSError(28, "No space left on device")
        return replaced(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"README\.md: No space left.*nothing was replaced"):
        newer.write_pack(copy)
    assert contents(copy) == contents(toy_pack)
    assert [path.name for path in copy.parent.iterdir()] == ["copy"]


def test_what_an_older_pack_held_beyond_goes(copy: Path, toy: Atlas, toy_pack: Path) -> None:
    (copy / "shp").mkdir()
    (copy / "shp" / "old.shp").write_bytes(b"of another version")
    (copy / "thesis.odt").write_bytes(b"years of work")
    with (copy / SUMS).open("a", encoding="utf-8") as sums:
        sums.writelines(f"{'0' * 64}  {name}\n" for name in ("shp/old.shp", "../thesis.odt"))
    (copy.parent / "thesis.odt").write_bytes(b"years of work")
    toy.write_pack(copy, force=True)
    assert (copy.parent / "thesis.odt").is_file()
    assert contents(copy) == {**contents(toy_pack), "thesis.odt": b"years of work"}
    assert not (copy / "shp").exists()


def test_without_the_extra_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install .* '\.\[pack\]'"):
        geo.write_pack(tmp_path / "p")
    assert list(tmp_path.iterdir()) == []


def test_an_atlas_may_have_any_licence_of_the_list_and_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "two lands-1"
    new_atlas(folder)
    for path in folder.rglob("*.toml"):
        path.write_text(path.read_text("utf-8").replace("CC-BY-4.0", "CC0-1.0"), "utf-8")
    files = pack_files(open_atlas(folder))
    readme = files["README.md"].decode()
    assert "\n\n\n" not in readme
    assert "- `CC0-1.0`, [Creative Commons Zero v1.0 Universal](https://creativecommons" in readme
    assert readme.count("Creative Commons Zero") == 1
    assert json.loads(files["datapackage.json"])["name"] == "two-lands-1"
    assert "coalesce(@two_lands_1_worldview, 'international')" in files["two lands-1.qgs"].decode()
