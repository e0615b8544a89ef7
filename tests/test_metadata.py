"""What validators of others say of the metadata of a pack; each must object to a damaged copy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pystac.errors import STACValidationError
from pystac.validation import JsonSchemaSTACValidator, validate_dict

pytestmark = pytest.mark.slow

SCHEMAS = Path(__file__).parent / "schemas"
DRAFT = "http://json-schema.org/draft-07/schema#"


@pytest.fixture(params=["toy_pack", "pack"])
def any_pack(request: pytest.FixtureRequest) -> Path:
    """Return the pack of the toy, and that of the atlas."""
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
