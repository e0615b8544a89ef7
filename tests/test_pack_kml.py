"""The KML of the pack, as programs of others read it: all columns, days as far as known, looks."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from fastkml import KML, Folder, Placemark, Style
from fastkml.utils import find_all

from geo.api import Atlas
from geo.model.cells import show
from geo.model.rows import records
from geo.pack.formats.kml import shown, to_kml, to_kmz

pytestmark = pytest.mark.slow


def each(kind: type | tuple[type, ...], *, of: KML) -> list[Any]:
    return list(find_all(of, of_type=kind))


@pytest.fixture(scope="module")
def parsed(pack: Path) -> KML:
    return KML.parse(pack / "uttarapath.kml")


def test_it_is_as_the_schema_of_ogc_wants_it_and_the_validator_can_fail(
    parsed: KML, pack: Path, tmp_path: Path
) -> None:
    assert parsed.validate()
    text = (pack / "uttarapath.kml").read_text("utf-8")
    damaged = tmp_path / "damaged.kml"
    damaged.write_text(text.replace('id="exercises.', 'id="ex ercises.'), "utf-8")
    with pytest.raises(AssertionError):
        KML.parse(damaged, validate=True)


def test_every_id_stands_once(parsed: KML) -> None:
    ids = Counter(mark.id for mark in each((Placemark, Style), of=parsed))
    assert ids.most_common(1)[0][1] == 1


def test_each_feature_has_all_its_columns(parsed: KML, atlas: Atlas) -> None:
    folders = {str(folder.name): folder for folder in each(Folder, of=parsed)}
    for name, layer in atlas.layers.items():
        table = atlas.spec.layers[name].table
        rows = records(shown(layer, atlas.spec.worldviews[0]))
        told = {
            (item := mark.extended_data.elements[0]).schema_url
            + str({cell.name: cell.value for cell in item.data})
            for mark in folders[table.label].features
        }
        wanted = [{key: show(row[key]) for key in table.names} for row in rows]
        assert told == {
            f"#columns.{name}{ {key: cell for key, cell in row.items() if cell} }" for row in wanted
        }


def test_gdal_reads_all_columns_with_their_types(pack: Path, atlas: Atlas) -> None:
    for name, layer in atlas.layers.items():
        table = atlas.spec.layers[name].table
        rows = shown(layer, atlas.spec.worldviews[0])
        read = gpd.read_file(pack / "uttarapath.kml", layer=table.label)
        zipped = gpd.read_file(f"/vsizip/{pack}/uttarapath.kmz/doc.kml", layer=table.label)
        assert read.equals(zipped)
        assert list(read["id2"]) == list(rows["id"])
        assert list(read["Name"]) == list(rows["name"])
        assert set(table.names) <= {*read, "id", "name"}
        assert read.total_bounds == pytest.approx(rows.total_bounds)
        if "len_km" in read:
            assert read["len_km"].sum() == pytest.approx(rows["len_km"].sum())


def test_days_are_told_as_far_as_they_are_known(toy: Atlas, tmp_path: Path) -> None:
    fairs = toy.layers["fairs"].iloc[[0, 0, 0]].reset_index(drop=True)
    fairs = fairs.assign(
        id=["a", "b", "c"],
        start="2025-10-01",
        finish="2025-12-31",
        date_prec=["day", "month", "year"],
    )
    path = tmp_path / "toy.kml"
    path.write_bytes(to_kml(replace(toy, layers={**toy.layers, "fairs": fairs})))
    root = KML.parse(path)
    marks = {mark.id: mark for mark in each(Placemark, of=root)}
    assert [
        (str(marks[f"fairs.{name}"].times.begin), str(marks[f"fairs.{name}"].times.end))
        for name in "abc"
    ] == [("2025-10-01", "2025-12-31"), ("2025-10", "2025-12"), ("2025", "2025")]


def test_a_kmz_holds_the_same_and_is_small(pack: Path) -> None:
    document, zipped = ((pack / f"uttarapath.{end}").read_bytes() for end in ("kml", "kmz"))
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.namelist() == ["doc.kml"]
        assert archive.read("doc.kml") == document
    assert len(zipped) < len(document) / 4
    assert to_kmz(document) == zipped
