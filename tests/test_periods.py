"""Time that holds in every tool: what a segment is on a day by SQL, in QGIS, in KML, in Python."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import duckdb
import pandas as pd
import pytest

from geo.api import Atlas
from geo.model.history import last_day
from tests.system import SYSTEM_PYTHON

SCRIPTS = Path(__file__).parent / "programs"
KML = {"kml": "http://www.opengis.net/kml/2.2"}
DAYS = ["2005-06-01", "2013-06-01"]
"""Days of the past; the day of the data comes to them."""
CHANGED = "in-ir-nhava-sheva-bandar-abbas"
Statuses = dict[str, str]


def told(atlas: Atlas, day: str, segments: pd.DataFrame | None = None) -> Statuses:
    """Return what each segment is on a day, of those without a history what is known today."""
    known = atlas.load_table("segments") if segments is None else segments
    dated = set(atlas.tables["status_history"]["segment"])
    plain: Statuses = {
        str(name): str(status) if day == atlas.date else "unknown"
        for name, status in zip(known["id"], known["status"], strict=True)
        if name not in dated
    }
    return {**plain, **atlas.as_of(day).statuses}


def in_sql(atlas: Atlas) -> duckdb.DuckDBPyConnection:
    """Return a database that holds the table of periods."""
    database = duckdb.connect()
    database.register("periods", atlas.load_table("segment_periods").drop(columns="geometry"))
    database.execute("CREATE TABLE segment_periods AS SELECT * FROM periods")
    return database


def by_sql(database: duckdb.DuckDBPyConnection, day: str) -> Statuses:
    rows = database.execute(
        "SELECT segment, status FROM segment_periods WHERE coalesce(valid_from, '') <= $day"
        " AND coalesce(valid_to, '9999') >= $day",
        {"day": day},
    ).fetchall()
    assert len(dict(rows)) == len(rows)
    return dict(rows)


def changing_days(atlas: Atlas) -> Iterator[str]:
    """Yield the days on which something changes or may, and those around them."""
    steps = atlas.tables["status_history"]
    for day, exact in zip(steps["valid_from"], steps["date_prec"], strict=True):
        for each in (day, last_day(day, exact)):
            for shift in (-1, 0, 1):
                near = (date.fromisoformat(each) + timedelta(days=shift)).isoformat()
                if near <= atlas.date:
                    yield near


def test_a_day_in_sql_is_that_day_in_the_library(any_atlas: Atlas) -> None:
    days = {*DAYS, any_atlas.date, *sorted(changing_days(any_atlas))[::7]}
    database, segments = in_sql(any_atlas), any_atlas.load_table("segments")
    for day in days:
        assert by_sql(database, day) == told(any_atlas, day, segments), day


def test_no_day_is_left_out_and_none_is_told_twice(any_atlas: Atlas) -> None:
    periods = any_atlas.load_table("segment_periods")
    for _, own in periods.groupby("segment"):
        rows = list(own.itertuples())
        assert isinstance(rows[-1].valid_to, float), "the last one lasts"
        for earlier, later in pairwise(rows):
            after = date.fromisoformat(str(earlier.valid_to)) + timedelta(days=1)
            assert later.valid_from == after.isoformat()


def test_each_segment_stands_once_with_its_networks(any_atlas: Atlas) -> None:
    segments = any_atlas.load_table("segments")
    assert segments["id"].is_unique
    for layer in any_atlas.spec.of_shape("network"):
        own = segments[[layer.id in cell.split(";") for cell in segments["networks"]]]
        view = any_atlas.layers[layer.id]
        assert list(own["id"]) == list(view["id"])
        assert list(own.geometry.to_wkb()) == list(view.geometry.to_wkb())
        for column in view.columns.drop("geometry"):
            assert list(own[column].fillna("")) == list(view[column].fillna("")), column


def in_kml(path: Path, atlas: Atlas, day: str) -> Statuses:
    """Return what the segments are whose time in a KML file holds a day."""
    root = ET.parse(path).getroot()  # noqa: S314  our own file
    words = {atlas.spec.say(f"status.{each}"): each for each in atlas.spec.values["status"]}
    names = atlas.load_table("segments").set_index("name")["id"]
    labels = {layer.table.label for layer in atlas.spec.of_shape("network")}
    labels.add(atlas.spec.registers["segment_periods"].label)
    found: Statuses = {}
    for folder in root.iterfind(".//kml:Folder", KML):
        if folder.findtext("kml:name", "", KML) not in labels:
            continue
        for mark in folder.iterfind("kml:Placemark", KML):
            first = mark.findtext("kml:TimeSpan/kml:begin", "", KML)
            if not first <= day <= mark.findtext("kml:TimeSpan/kml:end", "9999", KML):
                continue
            lines = mark.findtext("kml:description", "", KML).split("<br/>\n")
            (status,) = (each[15:] for each in lines if each.startswith("<b>Status:</b> "))
            segment = names[mark.findtext("kml:name", "", KML)]
            assert found.setdefault(segment, words[status]) == words[status]
    return found


def test_a_day_in_kml_is_that_day_in_the_library(atlas: Atlas, pack: Path) -> None:
    for day in (*DAYS, atlas.date):
        assert in_kml(pack / "uttarapath.kml", atlas, day) == told(atlas, day), day


def test_the_ids_of_the_kml_are_unique(pack: Path) -> None:
    root = ET.parse(pack / "uttarapath.kml").getroot()  # noqa: S314  our own file
    ids = [mark.get("id") for mark in root.iterfind(".//kml:Placemark", KML) if mark.get("id")]
    assert len(set(ids)) == len(ids)


@pytest.mark.system("postgresql-postgis", "gdal-bin")
def test_a_day_in_postgis_is_that_day_in_the_library(
    atlas: Atlas, pack: Path, postgis: str
) -> None:
    load = ["ogr2ogr", "-f", "PostgreSQL", "-overwrite", postgis, str(pack / "uttarapath.gpkg")]
    subprocess.run([*load, "segments", "segment_periods"], check=True, capture_output=True)
    for day in (*DAYS, atlas.date):
        query = (
            "SELECT s.id, p.status FROM segments s JOIN segment_periods p ON p.segment = s.id"  # noqa: S608
            f" WHERE coalesce(p.valid_from <= '{day}', true)"
            f" AND coalesce(p.valid_to >= '{day}', true)"
        )
        command = ["psql", postgis.removeprefix("PG:"), "-AtF,", "-c", query]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        assert dict(line.split(",") for line in done.stdout.splitlines()) == told(atlas, day), day


@pytest.mark.system("python3-qgis")
def test_a_day_in_qgis_is_that_day_in_the_library(atlas: Atlas, pack: Path) -> None:
    networks = [layer.id for layer in atlas.spec.of_shape("network")]
    days = [*DAYS, atlas.date]
    command = [SYSTEM_PYTHON, str(SCRIPTS / "qgis_time.py"), str(pack / "uttarapath.qgs")]
    done = subprocess.run(
        [*command, ",".join(networks), *days], check=True, capture_output=True, text=True
    )
    seen = json.loads(done.stdout)
    for day in days:
        assert seen[day] == told(atlas, day), day
    assert seen["now"] == dict(atlas.load_table("segments").set_index("id")["status"])
    assert (seen["2013-06-01"].get(CHANGED), seen["now"][CHANGED]) == (None, "disrupted")
