"""The pack opened for real: what every program counts, bounds and adds up is the same."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import duckdb
import geopandas as gpd
import pytest

from geo.api import SHIPPED, Atlas, open_atlas
from geo.pack.formats.kml import shown
from geo.publish.files import data_files
from geo.read.spec import read_spec
from tests.system import SYSTEM_PYTHON
from tests.vector_tiles import read_tiles

SCRIPTS = Path(__file__).parent / "programs"
SPEC = read_spec(SHIPPED)
LAYERS = list(SPEC.layers)
Layers = dict[str, gpd.GeoDataFrame]


class Figures(NamedTuple):
    """What a program says of one layer."""

    features: int
    bounds: tuple[float, ...]
    km: float


def run(*command: object) -> str:
    return subprocess.run(
        list(map(str, command)), check=True, capture_output=True, text=True
    ).stdout


def seen(frame: gpd.GeoDataFrame) -> Figures:
    km = float(frame["len_km"].sum()) if "len_km" in frame else 0.0
    return Figures(len(frame), tuple(map(float, frame.total_bounds)), km)


@pytest.fixture(scope="session")
def expected(layers: Layers) -> dict[str, Figures]:
    return {name: seen(layer) for name, layer in layers.items()}


def same(found: dict[str, Figures], expected: dict[str, Figures]) -> bool:
    assert list(found) == list(expected)
    for name, figures in expected.items():
        assert found[name].features == figures.features, name
        assert found[name].bounds == pytest.approx(figures.bounds, abs=2e-6), name
        assert found[name].km == pytest.approx(figures.km, abs=1e-3), name
    return True


def test_geopandas(pack: Path, expected: dict[str, Figures]) -> None:
    package = pack / "uttarapath.gpkg"
    assert same({name: seen(gpd.read_file(package, layer=name)) for name in LAYERS}, expected)
    parquet = {
        name: seen(gpd.read_parquet(pack / "parquet" / f"{name}.parquet")) for name in LAYERS
    }
    assert same(parquet, expected)
    geojson = {name: seen(gpd.read_file(pack / "layers" / f"{name}.geojson")) for name in LAYERS}
    assert same(geojson, expected)
    buffers = {name: seen(gpd.read_file(pack / "flatgeobuf" / f"{name}.fgb")) for name in LAYERS}
    assert same(buffers, expected)


@pytest.mark.parametrize("form", ["parquet", "gpkg"])
def test_duckdb(pack: Path, expected: dict[str, Figures], form: str, spatial: Path) -> None:
    database = duckdb.connect(config={"extension_directory": str(spatial)})
    database.execute("LOAD spatial")
    found = {}
    for name in LAYERS:
        column, source = (
            ("geometry", f"read_parquet('{pack}/parquet/{name}.parquet')")
            if form == "parquet"
            else ("geom", f"ST_Read('{pack}/uttarapath.gpkg', layer = '{name}')")
        )
        km = "sum(len_km)" if "len_km" in SPEC.layers[name].table.names else "0"
        count, total, *bounds = database.execute(
            f"SELECT count(*), {km}, min(ST_XMin({column})), min(ST_YMin({column})),"  # noqa: S608
            f" max(ST_XMax({column})), max(ST_YMax({column})) FROM {source}"
        ).fetchall()[0]
        found[name] = Figures(count, tuple(bounds), float(total))
    assert same(found, expected)


@pytest.mark.system("gdal-bin")
def test_gdal(pack: Path, expected: dict[str, Figures]) -> None:
    found = {}
    for name in LAYERS:
        summary = run("ogrinfo", "-so", pack / "uttarapath.gpkg", name)
        count = re.search(r"Feature Count: (\d+)", summary)
        extent = re.search(r"Extent: \((.+), (.+)\) - \((.+), (.+)\)", summary)
        assert count
        assert extent
        assert "version=" in summary
        km = 0.0
        if "len_km" in SPEC.layers[name].table.names:
            query = f"SELECT sum(len_km) AS km FROM {name}"  # noqa: S608
            told = re.search(
                r"km \(Real\) = (.+)", run("ogrinfo", pack / "uttarapath.gpkg", "-sql", query)
            )
            assert told
            km = float(told[1])
        found[name] = Figures(int(count[1]), tuple(map(float, extent.groups())), km)
    assert same(found, expected)
    assert not list(pack.glob("*.aux.xml"))


@pytest.mark.system("gdal-bin")
def test_gdal_reads_the_kml(pack: Path, atlas: Atlas) -> None:
    for name, layer in atlas.layers.items():
        label = atlas.spec.layers[name].table.label
        summary = run("ogrinfo", "-so", pack / "uttarapath.kml", label)
        assert f"Feature Count: {len(shown(layer, atlas.spec.worldviews[0]))}" in summary


@pytest.mark.system("gdal-bin")
def test_what_gdal_exports_is_read_back_as_it_was(pack: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(pack / "layers", tmp_path / "layers"))
    for name in LAYERS:
        (folder / f"{name}.geojson").unlink()
        run(
            "ogr2ogr",
            "-lco",
            "COORDINATE_PRECISION=7",
            folder / f"{name}.geojson",
            pack / "uttarapath.gpkg",
            name,
        )
    assert '"crs"' in (folder / "places.geojson").read_text("utf-8")
    assert data_files(open_atlas(SHIPPED, layers=folder)) == {
        path.name: path.read_bytes() for path in (pack / "layers").iterdir()
    }


@pytest.mark.system("python3-gdal")
def test_the_geopackage_is_valid_and_the_validator_can_fail(pack: Path, tmp_path: Path) -> None:
    copy = shutil.copy(pack / "uttarapath.gpkg", tmp_path)
    validate = [
        SYSTEM_PYTHON,
        "-m",
        "osgeo_utils.samples.validate_gpkg",
        "--extra",
        "--warning-as-error",
    ]
    assert subprocess.run([*validate, copy], check=False).returncode == 0
    data = bytearray(Path(copy).read_bytes())
    data[68:72] = b"MINE"
    Path(copy).write_bytes(data)
    assert subprocess.run([*validate, copy], capture_output=True, check=False).returncode == 1


@pytest.mark.system("r-cran-sf")
def test_r(pack: Path, expected: dict[str, Figures]) -> None:
    found = {}
    for line in run(
        "Rscript", SCRIPTS / "figures.R", pack / "uttarapath.gpkg", *LAYERS
    ).splitlines():
        name, count, *bounds, km = line.split("\t")
        found[name] = Figures(int(count), tuple(map(float, bounds)), float(km))
    assert same(found, expected)


@pytest.mark.system("postgresql-postgis", "gdal-bin")
def test_postgis(pack: Path, expected: dict[str, Figures], postgis: str) -> None:
    run("ogr2ogr", "-f", "PostgreSQL", postgis, pack / "uttarapath.gpkg", *LAYERS)
    found = {}
    for name in LAYERS:
        km = "sum(len_km)" if "len_km" in SPEC.layers[name].table.names else "0"
        query = (
            f"SELECT count(*), ST_XMin(ST_Extent(geom)), ST_YMin(ST_Extent(geom)),"  # noqa: S608
            f" ST_XMax(ST_Extent(geom)), ST_YMax(ST_Extent(geom)), {km} FROM {name}"
        )
        count, *bounds, total = (
            run("psql", postgis.removeprefix("PG:"), "-Atc", query).strip().split("|")
        )
        found[name] = Figures(int(count), tuple(map(float, bounds)), float(total))
    assert same(found, expected)


def test_a_difference_would_be_seen(expected: dict[str, Figures]) -> None:
    other = {**expected, "instc": expected["instc"]._replace(km=expected["instc"].km + 0.1)}
    with pytest.raises(AssertionError, match="instc"):
        same(other, expected)


def test_a_reader_of_pmtiles(pack: Path, atlas: Atlas) -> None:
    for name, layer in atlas.layers.items():
        path = pack / "pmtiles" / f"{name}.pmtiles"
        header, about, first = read_tiles(path.read_bytes())
        assert (header["min_zoom"], header["max_zoom"]) == (0, 6)
        assert about["name"].startswith(f"{atlas.spec.title} {atlas.version}")
        assert first
        tiles = gpd.read_file(path)  # a feature lies in several
        once = tiles.drop_duplicates("id")
        assert set(once["id"]) == set(layer["id"])
        west_to_north = tiles.to_crs(4326).total_bounds
        assert west_to_north == pytest.approx(layer.total_bounds, abs=0.01)
        if "len_km" in layer:
            assert once["len_km"].sum() == pytest.approx(layer["len_km"].sum())
