"""Croissant 1.0: the tables as record sets, for tools of machine learning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.model.dataset import to_schema_org
from geo.pack.metadata.package import Resource, address, data_resources, sha256

_TERMS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty"),
    *("fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField"),
    *("path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate"),
    *("separator", "source", "subField", "transform"),
)
"""What the format calls its own: all of it, as its readers ask for."""
_CONTEXT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _TERMS},
}
_TYPES = {
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "integer": "sc:Integer",
    "number": "sc:Float",
    "string": "sc:Text",
}


def to_croissant(package: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Dataset of schema.org with all data files, and a record set for each CSV file."""
    tables = [each for each in package["resources"] if "schema" in each]
    return {
        **to_schema_org(package),
        "@context": {**_CONTEXT, "@language": package["languages"][0]},
        "@type": "sc:Dataset",
        "citeAs": _citation(package),
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "distribution": [_file(each) for each in data_resources(package)],
        "recordSet": [_records(each) for each in tables],
    }


def _citation(package: Mapping[str, Any]) -> str:
    authors = ", ".join(each["title"] for each in package["contributors"])
    return f"{authors}: {package['title']} {package['version']}, data as of {package['data_date']}"


def _file(resource: Resource) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": resource["name"],
        "name": resource["path"],
        "description": resource.get("description", resource["title"]),
        "contentUrl": address(resource),
        "contentSize": f"{resource['bytes']} B",
        "encodingFormat": resource["mediatype"],
        "sha256": sha256(resource),
    }


def _records(table: Resource) -> dict[str, Any]:
    (name,) = table["holds"]
    schema = table["schema"]
    key = schema.get("primaryKey")
    references = {each["fields"]: each["reference"] for each in schema.get("foreignKeys", ())}
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": table["title"],
        "description": table["description"],
        **({"key": {"@id": f"{name}/{key}"}} if key else {}),
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{field['name']}",
                "name": field["name"],
                "description": field["description"],
                "dataType": _TYPES[field["type"]],
                "source": _column(table["name"], field["name"]),
                **_referred(field, references),
            }
            for field in schema["fields"]
        ],
    }


def _referred(field: Mapping[str, Any], references: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a field refers to if it always does: readers cannot join an empty column."""
    if field["name"] not in references or not field.get("constraints", {}).get("required"):
        return {}
    to = references[field["name"]]
    return {"references": _column(to["resource"], to["fields"])}


def _column(file: str, column: str) -> dict[str, Any]:
    return {"fileObject": {"@id": file}, "extract": {"column": column}}
