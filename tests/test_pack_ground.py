"""The ground of the pack: claimed areas, lakes and rivers as the atlas has them, with licences."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest

from geo.api import SHIPPED, Atlas
from geo.errors import DataError
from geo.pack.contents import pack_files
from geo.pack.ground import with_ground
from geo.read.spec import read_spec

pytestmark = pytest.mark.slow

FILES = {
    "ground_claimed": "areas",
    "ground_rivers": "rivers",
    "ground_lakes": "lakes",
    "ground_land": "land",
}


@pytest.mark.parametrize(("name", "file"), FILES.items())
def test_it_is_in_every_form_with_its_licence(pack: Path, name: str, file: str) -> None:
    drawn = gpd.read_file(SHIPPED / "geometry" / f"{file}.geojson")
    forms = [
        gpd.read_file(pack / "uttarapath.gpkg", layer=name),
        gpd.read_parquet(pack / "parquet" / f"{name}.parquet"),
        gpd.read_file(pack / "flatgeobuf" / f"{name}.fgb"),
        gpd.read_file(pack / "geojson" / f"{name}.geojson"),
    ]
    for form in forms:
        assert sorted(form["id"]) == sorted(drawn["id"])
        assert form.total_bounds == pytest.approx(drawn.total_bounds, abs=1e-6)
        assert set(form["licence"]) == {"LicenseRef-Natural-Earth-PD"}
        assert form["precision_m"].min() > 0
    assert f"## `{name}`" in (pack / "DICTIONARY.md").read_text("utf-8")


def test_what_an_atlas_has_not_is_absent(toy: Atlas) -> None:
    files = pack_files(toy)
    assert "styles/ground_claimed.qml" in files
    assert not [name for name in files if "ground_lakes" in name]
    assert b"ground_lakes" not in files["toy.qgs"]


def test_what_has_no_licence_stays_out_and_a_wrong_one_is_named(
    atlas: Atlas, tmp_path: Path
) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "atlas")
    path = folder / "geometry" / "provenance.toml"
    known = path.read_text("utf-8")
    own = replace(atlas, spec=read_spec(folder))
    path.write_text(known.replace('name = "lakes.geojson"', 'name = "ponds.geojson"'), "utf-8")
    assert "ground_lakes" not in with_ground(own).tables
    path.write_text(known.replace('licence = "LicenseRef-', 'licence = "LicenceRef-'), "utf-8")
    with pytest.raises(DataError, match=r"areas\.geojson\.licence: 'LicenceRef-"):
        with_ground(own)
