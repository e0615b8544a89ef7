"""What validators of others say of the pack; each is shown a damaged copy too, and must object."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import geojson_validator
import geoparquet_validator
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from check_jsonschema import main
from click.testing import CliRunner, Result
from frictionless import Package

from geo.api import SHIPPED
from geo.read.spec import read_spec

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).parent / "schemas"
LAYERS = list(read_spec(SHIPPED).layers)
# polygons may have holes and many vertices; Russia, cut at 180 degrees, reaches it from both sides
NO_FAULTS = {"holes", "excessive_vertices", "crosses_antimeridian"}


@pytest.fixture
def copy(toy_pack: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(toy_pack, tmp_path / "copy"))


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_bytes())
    return document


def no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def check_jsonschema(*arguments: object) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


@pytest.mark.parametrize("layer", LAYERS)
def test_geojson_validator_finds_nothing(pack: Path, layer: str) -> None:
    document = read(pack / "layers" / f"{layer}.geojson")
    assert geojson_validator.validate_structure(document) == {}
    found = geojson_validator.validate_geometries(document)
    assert found["invalid"] == {}
    assert set(found["problematic"]) <= NO_FAULTS


def test_geojson_validator_can_fail(pack: Path) -> None:
    document = read(pack / "layers" / "republics.geojson")
    rings = document["features"][0]["geometry"]["coordinates"][0]
    rings[0].reverse()
    assert "exterior_not_ccw" in geojson_validator.validate_geometries(document)["invalid"]
    del document["features"][0]["geometry"]["type"]
    assert geojson_validator.validate_structure(document)


def test_nothing_crosses_the_antimeridian(pack: Path) -> None:
    for feature in read(pack / "layers" / "countries.geojson")["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for ring in (ring for part in parts for ring in part):
            steps = [abs(a[0] - b[0]) for a, b in pairwise(ring)]
            assert max(steps) < 180, feature["id"]


def faults(text: str) -> list[str]:
    """Return what the validators do not look for."""
    document = json.loads(text, parse_constant=no_constant)
    ids = Counter(feature["id"] for feature in document["features"])
    return ["crs"] * ("crs" in document) + [name for name, count in ids.items() if count > 1]


@pytest.mark.parametrize("layer", LAYERS)
def test_there_is_no_crs_no_id_twice_and_no_nan(pack: Path, layer: str) -> None:
    assert faults((pack / "layers" / f"{layer}.geojson").read_text("utf-8")) == []


def test_these_checks_can_fail(pack: Path) -> None:
    text = (pack / "layers" / "places.geojson").read_text("utf-8")
    document = json.loads(text)
    document["features"].append(document["features"][0])
    document["crs"] = None
    assert faults(json.dumps(document)) == ["crs", document["features"][0]["id"]]
    with pytest.raises(ValueError, match="NaN is no JSON"):
        faults(text.replace('"precision_m":1000', '"precision_m":NaN', 1))


def test_every_layer_keeps_its_json_schema(pack: Path) -> None:
    for layer in LAYERS:
        schema = pack / "schemas" / f"{layer}.schema.json"
        result = check_jsonschema("--schemafile", schema, pack / "layers" / f"{layer}.geojson")
        assert result.exit_code == 0, result.output
    schemas = (pack / "schemas").iterdir()
    assert check_jsonschema("--check-metaschema", *schemas).exit_code == 0


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda d: d["features"][0]["properties"].update(kind="harbour"), "'harbour'"),
        (lambda d: d["features"][0]["properties"].update(as_of="2026-02-30"), "is not a 'date'"),
        (lambda d: d["features"][0]["properties"].update(precision_m=0), "less than the minimum"),
        (lambda d: d["features"][0]["properties"].pop("licence"), "required property"),
        (lambda d: d["features"][0]["properties"].update(mine=1), "'mine' was unexpected"),
        (lambda d: d["features"][0].update(id="Not an id"), "does not match"),
        (lambda d: d["features"][0]["geometry"].update(coordinates=[181, 0]), "not valid under"),
        (lambda d: d.update(crs={}), "'crs' was unexpected"),
    ],
)
def test_the_json_schema_can_fail(
    copy: Path, damage: Callable[[dict[str, Any]], object], message: str
) -> None:
    path = copy / "layers" / "places.geojson"
    document = read(path)
    damage(document)
    path.write_text(json.dumps(document), "utf-8")
    result = check_jsonschema("--schemafile", copy / "schemas" / "places.schema.json", path)
    assert result.exit_code == 1
    assert message in result.output


def test_the_citation_is_valid_and_can_be_wrong(copy: Path) -> None:
    schema = ("--builtin-schema", "vendor.citation-file-format")
    path = copy / "CITATION.cff"
    assert check_jsonschema(*schema, path).exit_code == 0
    whole = path.read_text("utf-8")
    for damaged in (whole.replace("CC-BY-4.0", "CC-BY-4.x"), whole.replace("title:", "titel:")):
        path.write_text(damaged, "utf-8")
        assert check_jsonschema(*schema, path).exit_code == 1


def test_the_deposit_is_what_zenodo_takes_and_can_be_wrong(copy: Path) -> None:
    schema, path = ("--schemafile", SCHEMAS / "zenodo.json"), copy / "zenodo.json"
    assert check_jsonschema(*schema, path).exit_code == 0
    whole = read(path)
    for key in ("creators", "license", "publication_date"):
        path.write_text(json.dumps({**whole, key: None}), "utf-8")
        assert check_jsonschema(*schema, path).exit_code == 1


@pytest.mark.parametrize("layer", LAYERS)
def test_geoparquet_conforms(pack: Path, layer: str) -> None:
    report = geoparquet_validator.check(str(pack / "parquet" / f"{layer}.parquet"))
    assert geoparquet_validator.conformant(report), geoparquet_validator.failed(report)


def test_the_geoparquet_validator_can_fail(copy: Path) -> None:
    path = copy / "parquet" / "places.parquet"
    content = pq.read_table(path)
    position = content.schema.get_field_index("geometry")
    broken = pa.array([b"no well-known binary"] * len(content), pa.binary())
    pq.write_table(content.set_column(position, "geometry", broken), path)
    report = geoparquet_validator.check(str(path))
    assert not geoparquet_validator.conformant(report)


def test_the_data_package_is_valid_and_lists_every_file(pack: Path) -> None:
    report = Package(str(pack / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])
    resources = read(pack / "datapackage.json")["resources"]
    present = {path.relative_to(pack).as_posix() for path in pack.rglob("*") if path.is_file()}
    assert {resource["path"] for resource in resources} | {
        "datapackage.json",
        "SHA256SUMS",
    } == present
    for resource in resources:
        assert resource["licenses"], resource["path"]
    instc = next(resource for resource in resources if resource["path"] == "layers/instc.geojson")
    assert {licence["name"] for licence in instc["licenses"]} >= {"ODbL-1.0", "Apache-2.0"}
    assert all(source["title"] for source in instc["sources"])


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        ("csv/places.csv", "crossing", "crosswalk", "constraint-error"),
        ("csv/fairs.csv", "2024-09-14", "last summer", "type-error"),
        ("csv/claims.csv", "railway-length,", "no-such-quantity,", "foreign-key"),
        ("layers/railway.geojson", "Midway", "midway", "hash-count"),
        ("README.md", "many formats", "very many formats", "byte-count"),
    ],
)
def test_frictionless_can_fail(copy: Path, file: str, old: str, new: str, kind: str) -> None:
    path = copy / file
    damaged = path.read_text("utf-8").replace(old, new)
    assert damaged != path.read_text("utf-8")
    path.write_text(damaged, "utf-8")
    report = Package(str(copy / "datapackage.json")).validate()
    assert kind in {error for (error,) in report.flatten(["type"])}
