"""The ground of the pack: claimed areas, lakes and rivers as the atlas has them, with licences."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import pytest

from geo.api import SHIPPED, Atlas, open_atlas
from geo.errors import DataError
from geo.pack.contents import pack_files
from geo.pack.ground import with_ground
from geo.read.spec import read_spec

pytestmark = pytest.mark.slow

FILES = {
    "ground_claimed": "areas",
    "ground_rivers": "rivers",
    "ground_lakes": "lakes",
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


@pytest.mark.parametrize("grown", [0, 1])
def test_land_is_there_where_areas_leave_some_out(toy_folder: Path, grown: int) -> None:
    geometry = toy_folder / "geometry"
    areas = gpd.read_file(geometry / "countries.geojson")
    land = gpd.GeoDataFrame({"id": ["land"]}, geometry=[areas.union_all().buffer(grown)], crs=4326)
    land.to_file(geometry / "land.geojson")
    with (geometry / "provenance.toml").open("a", encoding="utf-8") as file:
        file.write(
            '[[file]]\nname = "land.geojson"\ndate = "2026-01-01"\nprecision_m = 2000\n'
            'licence = "CC-BY-4.0"\n'
        )
    files = pack_files(open_atlas(toy_folder))
    assert ("geojson/ground_land.geojson" in files) == bool(grown)
    style = json.loads(files["maplibre.json"])
    sources = [part.get("source") for part in style["layers"]]
    assert (sources[1] == "ground_land") == bool(grown), "beneath all but the ocean"


def test_what_has_no_licence_stays_out_and_a_wrong_origin_is_named(
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
    path.write_text(known.replace("precision_m = ", "precision_km = "), "utf-8")
    with pytest.raises(DataError, match=r"lakes\.geojson\.precision_m: expected this key"):
        with_ground(own)
    path.write_text(known.replace("name = ", "nam = ", 1), "utf-8")
    with pytest.raises(DataError, match=r"provenance\.toml, key file\.1\.name: expected this key"):
        with_ground(own)
    path.write_text(f"{known}[[file", "utf-8")
    with pytest.raises(DataError, match=r"provenance\.toml: expected TOML that can be read"):
        with_ground(own)
    path.unlink()
    assert with_ground(own).tables.keys() == atlas.tables.keys()
