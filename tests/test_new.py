"""A new atlas: whole and sound from the first day, and never in the place of anything else."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from geo.api import open_atlas
from geo.errors import DataError, OutputError
from geo.new import TEMPLATE, new_atlas
from geo.read.spec import read_spec
from tests.changing import contents, rework


def test_a_new_atlas_is_read_without_a_complaint(toy_folder: Path) -> None:
    spec = read_spec(toy_folder)
    assert spec.name == "toy"
    assert {layer.shape for layer in spec.layers.values()} == {
        "areas",
        "lines",
        "network",
        "points",
    }


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    new_atlas(tmp_path)
    assert contents(tmp_path) == contents(TEMPLATE)


@pytest.mark.parametrize("there", ["atlas/notes.txt", "atlas"])
def test_nothing_is_overwritten(there: str, tmp_path: Path) -> None:
    present = tmp_path / there
    present.parent.mkdir(exist_ok=True)
    present.write_bytes(b"mine")
    with pytest.raises(OutputError, match="atlas: is there already and not empty"):
        new_atlas(tmp_path / "atlas")
    assert contents(tmp_path) == {there: b"mine"}


def test_what_is_invented_is_removed_as_the_document_says(tmp_path: Path) -> None:
    new_atlas(tmp_path)
    named = [
        tmp_path / name for name in ("layers/fairs.toml", "layers/railway.toml", "words/fr.toml")
    ]
    for path in (*named, *tmp_path.glob("story/*"), *tmp_path.glob("geometry/*")):
        path.unlink()
    for path in (tmp_path / "facts").iterdir():
        with path.open(newline="", encoding="utf-8") as file:
            header = next(csv.reader(file))
        own = (name for name in header if not name.endswith("_fr"))
        path.write_text(",".join(own) + "\n", "utf-8")
    rework(
        tmp_path / "atlas.toml",
        (', "railway"|, "fairs"|, "fr"|, "alderland"', ""),
        (r"^\[bodies\.league\].*", ""),
    )
    rework(
        tmp_path / "layers/borders.toml", (', "alderland"', ""), (r"^\[column\.alderland\].*", "")
    )
    rework(tmp_path / "layers/countries.toml", (', "league"', ""), (r"^\[column\.league\].*", ""))
    rework(tmp_path / "words/en.toml", (r'^"worldview\.alderland"[^\n]*\n', ""))
    with pytest.raises(DataError) as told:
        open_atlas(tmp_path)
    missing = {(each.file, each.expected) for each in told.value.problems}
    assert missing == {
        ("countries.geojson", f"this file in {tmp_path / 'geometry'}"),
        ("borders.geojson", f"this file in {tmp_path / 'geometry'}"),
        ("places.csv", "a row below the header, for its layer"),
        ("layers/countries.toml", "an id of sources"),
        ("layers/borders.toml", "an id of sources"),
    }
