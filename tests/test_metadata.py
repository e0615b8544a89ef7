"""What validators of others say of the metadata of a pack; each must object to a damaged copy."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import mlcroissant
import pandas as pd
import pyshacl
import pytest
from lxml import etree
from pystac.errors import STACValidationError
from pystac.validation import JsonSchemaSTACValidator, validate_dict
from rdflib import Graph
from ruamel.yaml import YAML

from geo.api import Atlas
from geo.model.dataset import dataset, to_schema_org
from geo.pack.metadata.citation import to_cff
from geo.pack.metadata.iso import to_iso
from geo.pack.metadata.zenodo import to_zenodo
from geo.page.document import draw_page
from tests.changing import change
from tests.conftest import HOSTILE

pytestmark = [
    pytest.mark.slow,
    # what rdflib says of itself
    pytest.mark.filterwarnings("ignore:.*is deprecated, use Dataset:DeprecationWarning"),
]

SCHEMAS = Path(__file__).parent / "schemas"
EUROPE = Graph().parse(SCHEMAS / "dcat-ap.ttl")
SCHEMA_ORG = {
    "@vocab": "http://schema.org/",
    "datePublished": {"@type": "http://www.w3.org/2001/XMLSchema#date"},
    "license": {"@type": "@id"},
}
"""What https://schema.org/ says of these terms, which nothing is asked for here."""
DRAFT = "http://json-schema.org/draft-07/schema#"


@pytest.fixture(scope="session")
def empty_pack(toy: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the pack of a toy whose layers have no features: nowhere, and never."""
    layers = {name: layer.iloc[:0] for name, layer in toy.layers.items()}
    tables = {name: table.iloc[:0] for name, table in toy.tables.items()}
    return replace(toy, layers=layers, tables=tables).write_pack(
        tmp_path_factory.mktemp("empty") / "pack"
    )


@pytest.fixture(params=["toy_pack", "empty_pack", "pack"])
def any_pack(request: pytest.FixtureRequest) -> Path:
    """Return the pack of the toy, of one in which nothing is, and that of the atlas."""
    made: Path = request.getfixturevalue(request.param)
    return made


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_bytes())
    return document


def stac() -> JsonSchemaSTACValidator:
    """Return PySTAC's validator with its own schemas and, as it has none of extensions, ours.

    They ask for what https://stac-extensions.github.io says of the fields that the pack uses.
    """
    validator = JsonSchemaSTACValidator()
    for address, schema in read(SCHEMAS / "stac.json").items():
        validator.schema_cache[address] = {"$schema": DRAFT, "$id": address, **schema}
    return validator


def test_stac_is_valid_and_leads_from_the_collection_to_every_file(any_pack: Path) -> None:
    folder, validator = any_pack / "stac", stac()
    documents = {path.name: read(path) for path in folder.iterdir()}
    for document in documents.values():
        validate_dict(document, validator=validator)
    collection = documents["collection.json"]
    links = [link["href"] for link in collection["links"] if link["rel"] == "item"]
    assert {"./collection.json", *links} == {f"./{name}" for name in documents}
    found = {
        (folder / asset["href"]).resolve().relative_to(any_pack.resolve()).as_posix(): asset
        for document in documents.values()
        for asset in document["assets"].values()
    }
    resources = {each["path"]: each for each in read(any_pack / "datapackage.json")["resources"]}
    assert found.keys() >= {path for path, each in resources.items() if "holds" in each}
    for path, asset in found.items():
        assert f"sha256:{asset['file:checksum'][4:]}" == resources[path]["hash"]


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("collection", lambda d: d.pop("license")),
        ("collection", lambda d: d["extent"].pop("temporal")),
        ("collection", lambda d: d.pop("version")),
        ("fairs", lambda d: d["properties"].pop("datetime")),
        ("fairs", lambda d: d["properties"].pop("proj:code")),
        ("fairs", lambda d: d["properties"]["table:columns"][0].pop("name")),
        ("fairs", lambda d: d["assets"]["parquet-fairs-parquet"].pop("file:checksum")),
        ("places", lambda d: d["properties"].update(datetime="last summer")),
    ],
)
def test_the_validator_of_stac_can_fail(
    toy_pack: Path, name: str, damage: Callable[[dict[str, Any]], object]
) -> None:
    document = read(toy_pack / "stac" / f"{name}.json")
    damage(document)
    with pytest.raises(STACValidationError):
        validate_dict(document, validator=stac())


def conforms(document: dict[str, Any], shapes: Graph) -> bool:
    """Tell what SHACL says of JSON-LD that was put somewhere on the web."""
    where = "https://example.org/pack/document.jsonld"
    data = Graph().parse(data=json.dumps(document), format="json-ld", publicID=where)
    found, _, _ = pyshacl.validate(data, shacl_graph=shapes, ont_graph=shapes)
    return bool(found)


def test_dcat_conforms_to_the_profile_of_europe(any_pack: Path) -> None:
    document = read(any_pack / "dcat.jsonld")
    assert conforms(document, EUROPE)
    found = {each["dcat:downloadURL"]["@id"]: each for each in document["dcat:distribution"]}
    resources = read(any_pack / "datapackage.json")["resources"]
    assert found.keys() == {each["path"] for each in resources if "holds" in each}
    assert all((any_pack / path).is_file() for path in found)


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d.pop("dct:title"),
        lambda d: d["dct:publisher"].pop("foaf:name"),
        lambda d: d.update({"dct:issued": "last summer"}),
        lambda d: d["dcat:distribution"][0].pop("dcat:accessURL"),
        lambda d: d["dcat:distribution"][0]["spdx:checksum"].pop("spdx:checksumValue"),
        lambda d: d["dcat:distribution"][0].update({"dct:license": "free for all"}),
    ],
)
def test_the_profile_of_europe_can_be_missed(
    toy_pack: Path, damage: Callable[[dict[str, Any]], object]
) -> None:
    document = read(toy_pack / "dcat.jsonld")
    damage(document)
    assert not conforms(document, EUROPE)


def shapes_of_schema_org() -> Graph:
    """Return the shapes of schema.org that pySHACL brings."""
    found = importlib.util.find_spec("pyshacl")
    assert found
    assert found.origin
    return Graph().parse(Path(found.origin).parent / "assets" / "schema.ttl")


def test_what_search_engines_read_of_the_page_is_a_dataset_and_that_of_the_pack(
    toy: Atlas, toy_pack: Path, atlas: Atlas, pack: Path
) -> None:
    shapes = shapes_of_schema_org()
    for each, home in ((toy, toy_pack), (atlas, pack)):
        page = draw_page(each).get_root().render()
        block = re.search(r'"application/ld\+json">(.+?)</script>', page)
        assert block
        assert len(block[1]) < 2_000
        told = json.loads(block[1])
        assert told == to_schema_org(read(home / "datapackage.json"))
        document = {**told, "@context": SCHEMA_ORG}
        assert conforms(document, shapes)
        assert not conforms({**document, "datePublished": "last summer"}, shapes)
        assert not conforms({**document, "spatialCoverage": {"@type": "Person"}}, shapes)


def test_croissant_reads_every_table_row_by_row(any_pack: Path) -> None:
    found = mlcroissant.Dataset(jsonld=any_pack / "croissant.json")
    assert found.metadata.issues.report() == ""
    tables = {
        each.id: sum(1 for _ in found.records(each.id)) for each in found.metadata.record_sets
    }
    files = {path.stem: path for path in (any_pack / "csv").iterdir()}
    assert tables == {name: len(pd.read_csv(path)) for name, path in files.items()}


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d["distribution"][0].pop("contentUrl"),
        lambda d: d["distribution"][0].pop("encodingFormat"),
        lambda d: d["recordSet"][0]["field"][0].pop("dataType"),
        lambda d: d["recordSet"][0]["field"][0]["source"]["fileObject"].update({"@id": "none"}),
    ],
)
def test_the_reader_of_croissant_can_object(
    toy_pack: Path, tmp_path: Path, damage: Callable[[dict[str, Any]], object]
) -> None:
    document, file = read(toy_pack / "croissant.json"), tmp_path / "croissant.json"
    damage(document)
    file.write_text(json.dumps(document), "utf-8")
    with pytest.raises(mlcroissant.ValidationError):
        mlcroissant.Dataset(jsonld=file)


def test_the_reader_of_croissant_takes_no_other_file(toy_pack: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(toy_pack, tmp_path / "copy"))
    change(copy / "csv" / "places.csv", "Midway", "Midwey")
    found = mlcroissant.Dataset(jsonld=copy / "croissant.json")
    with pytest.raises(mlcroissant.GenerationError) as told:
        list(found.records("places"))
    assert "Hash of downloaded file" in str(told.value.__cause__)


@pytest.fixture(scope="module")
def iso() -> etree.XMLSchema:
    """Return the XML Schema of ISO 19139 with GML 3.2.1, which pycsw carries."""
    found = importlib.util.find_spec("pycsw")
    assert found
    assert found.origin
    schemas = Path(found.origin).parent / "plugins" / "profiles" / "apiso" / "schemas"
    parser = etree.XMLParser(no_network=True)
    return etree.XMLSchema(etree.parse(schemas / "ogc/iso/19139/20070417/gmd/gmd.xsd", parser))


def test_the_record_of_iso_is_valid_and_leads_to_every_file(
    any_pack: Path, iso: etree.XMLSchema
) -> None:
    record = etree.parse(any_pack / "iso19139.xml")
    iso.assertValid(record)
    named = {each.text for each in record.iterfind(".//{*}CI_OnlineResource/{*}linkage/{*}URL")}
    resources = read(any_pack / "datapackage.json")["resources"]
    assert named == {each["path"] for each in resources if "holds" in each}


@pytest.mark.parametrize(
    "damage",
    ["contact", "dateStamp", "title", "abstract", "role", "westBoundLongitude", "beginPosition"],
)
def test_the_schema_of_iso_can_fail(toy_pack: Path, iso: etree.XMLSchema, damage: str) -> None:
    record = etree.parse(toy_pack / "iso19139.xml")
    for each in record.findall(f".//{{*}}{damage}"):
        each.getparent().remove(each)
    assert not iso.validate(record)


def test_no_text_of_an_atlas_becomes_markup_in_a_catalogue(
    toy: Atlas, iso: etree.XMLSchema
) -> None:
    text = "".join(HOSTILE)
    spec = replace(toy.spec, title=text, description=text, authors=(text,), keywords=(text,))
    told = {**dataset(replace(toy, spec=spec)), "sources": [], "layers": [], "resources": []}
    record = etree.fromstring(to_iso(told))
    iso.assertValid(record)
    assert record.findtext(".//{*}abstract/{*}CharacterString") == text
    assert YAML().load(to_cff(told))["authors"] == [{"name": text}]
    assert to_zenodo(told)["description"] == f"<p>{escape(text)}</p>"
