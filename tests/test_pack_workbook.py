"""The workbook of the pack: every sheet whole, text as text, days as far as they are known."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyogrio
import pytest

from geo.api import Atlas
from geo.pack.formats.spreadsheet import is_pointed, with_position
from geo.pack.formats.workbook import _sheet_names, to_workbook
from tests.conftest import HOSTILE

pytestmark = pytest.mark.slow

TEMPTING = [
    "=1+1",
    "+41",
    "-1",
    "@SUM(A1)",
    "0012",
    "1e5",
    "TRUE",
    "2020-01",
    "https://a",
]
"""Texts that a spreadsheet likes to take for something else."""
_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"


def expected(atlas: Atlas) -> Iterator[tuple[str, pd.DataFrame]]:
    for name, layer in atlas.layers.items():
        yield name, with_position(layer) if is_pointed(atlas.spec.layers[name].table) else layer
    yield from atlas.tables.items()


def read(workbook: Path, sheet: str) -> pd.DataFrame:
    frame: pd.DataFrame = pyogrio.read_dataframe(
        workbook, layer=sheet, HEADERS="FORCE", FIELD_TYPES="STRING"
    )
    return frame


def test_every_layer_and_table_has_its_sheet(pack: Path, atlas: Atlas) -> None:
    path = pack / "uttarapath.xlsx"
    sheets = [name for name, _ in pyogrio.list_layers(path)]
    assert sheets[:2] == ["about", "columns"]
    assert set(atlas.layers) | set(atlas.tables) < set(sheets)
    for name, frame in expected(atlas):
        sheet = read(path, name)
        table = atlas.spec.published[name]
        assert list(sheet)[: len(table.names)] == table.names
        assert len(sheet) == len(frame), name
        first = table.names[0]
        assert list(sheet[first]) == list(frame[first].astype(str)), name
        for column in {"len_km", "lon", "lat"} & set(sheet):
            assert sheet[column].astype(float).sum() == pytest.approx(frame[column].sum())
    told = " ".join(map(str, read(path, "about").to_numpy().ravel()))
    assert all(name in told for name in (*atlas.layers, *atlas.tables))
    assert f"Version {atlas.version}, data of {atlas.date}." in told
    assert "ODbL-1.0" in told


def test_days_are_dates_where_the_day_is_known(toy: Atlas, tmp_path: Path) -> None:
    fairs = toy.layers["fairs"].iloc[[0] * 4].reset_index(drop=True)
    fairs = fairs.assign(
        id=["a", "b", "c", "d"],
        start=["2025-10-01", "2025-10-01", "2025-01-01", "1850-10-01"],
        date_prec=["day", "month", "year", "day"],
    )
    workbook = tmp_path / "toy.xlsx"
    workbook.write_bytes(to_workbook(replace(toy, layers={**toy.layers, "fairs": fairs})))
    sheet = read(workbook, "fairs")
    assert list(sheet["start"]) == ["2025/10/01", "2025-10", "2025", "1850-10-01"]


def test_text_stays_text(toy: Atlas, tmp_path: Path) -> None:
    texts = [*HOSTILE, *TEMPTING]
    places = toy.layers["places"].iloc[[0] * len(texts)].reset_index(drop=True)
    places = places.assign(id=[f"xa-{n}" for n in range(len(texts))], name=texts, note="bell\x07")
    workbook = tmp_path / "toy.xlsx"
    workbook.write_bytes(to_workbook(replace(toy, layers={**toy.layers, "places": places})))
    assert list(read(workbook, "places")["name"]) == texts
    with zipfile.ZipFile(workbook) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_what_no_cell_can_hold_is_cut_and_the_first_sheet_says_so(
    toy: Atlas, tmp_path: Path
) -> None:
    places = toy.layers["places"].assign(note="long" * 10_000)
    workbook = tmp_path / "toy.xlsx"
    workbook.write_bytes(to_workbook(replace(toy, layers={**toy.layers, "places": places})))
    note = read(workbook, "places")["note"][0]
    assert len(note) == 32_767
    assert note.endswith("lo…")
    with zipfile.ZipFile(workbook) as archive:
        assert b"32,767 letters" in archive.read("xl/sharedStrings.xml")


def test_names_of_sheets_are_short_and_differ() -> None:
    names = ["history", "about", "columns", "a" * 40, "a" * 41, "places"]
    sheets = _sheet_names(names)
    assert sheets["places"] == "places"
    assert len({*sheets.values(), "history", "about", "columns"}) == len(names) + 3
    assert max(map(len, sheets.values())) <= 31


@pytest.mark.system("libreoffice-calc-nogui")
def test_libreoffice_reads_it_as_it_is(pack: Path, atlas: Atlas, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", _EVERY_SHEET]
    subprocess.run(
        [*convert, "--outdir", tmp_path, pack / "uttarapath.xlsx"], check=True, capture_output=True
    )
    for name, frame in expected(atlas):
        sheet = pd.read_csv(tmp_path / f"uttarapath-{name}.csv", dtype=str, keep_default_na=False)
        table = atlas.spec.published[name]
        assert len(sheet) == len(frame), name
        for column in table.columns:
            if column.type not in ("date", "number", "boolean"):
                cells, wanted = (
                    each[column.name].fillna("") for each in (sheet, frame.astype(str))
                )
                assert list(cells) == list(wanted), f"{name}.{column.name}"
