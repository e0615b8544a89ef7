"""A new atlas: whole and sound from the first day, and never in the place of anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import OutputError
from geo.new import TEMPLATE, new_atlas
from geo.read.spec import read_spec


def files(folder: Path) -> dict[Path, bytes]:
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


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
    assert files(tmp_path) == files(TEMPLATE)


@pytest.mark.parametrize("there", ["atlas/notes.txt", "atlas"])
def test_nothing_is_overwritten(there: str, tmp_path: Path) -> None:
    present = tmp_path / there
    present.parent.mkdir(exist_ok=True)
    present.write_bytes(b"mine")
    with pytest.raises(OutputError, match="atlas: is there already and not empty"):
        new_atlas(tmp_path / "atlas")
    assert files(tmp_path) == {Path(there): b"mine"}
