"""DCAT-AP 3: the pack as a dataset, each of its files a distribution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from geo.pack.metadata.package import Resource, address, data_resources, sha256

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def to_dcat(package: Mapping[str, Any]) -> dict[str, Any]:
    """Return the dataset as JSON-LD, with all prefixes in it; its addresses are relative."""
    language = package["languages"][0]
    agents = [
        {"@type": "foaf:Agent", "foaf:name": each["title"]} for each in package["contributors"]
    ]
    days = package["temporal"]
    return {
        "@context": _CONTEXT,
        "@id": f"#{package['name']}",
        "@type": "dcat:Dataset",
        "dct:title": _text(package["title"], language),
        "dct:description": _text(package["description"], language),
        "dcat:keyword": [_text(word, language) for word in package.get("keywords", ())],
        "dct:identifier": package["name"],
        "dcat:version": package["version"],
        "dct:issued": _day(package["data_date"]),
        "dct:creator": agents,
        "dct:publisher": agents[0],
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(days["start"]),
            "dcat:endDate": _day(days["end"]),
        },
        **({"dct:spatial": _place(*package["bbox"])} if "bbox" in package else {}),
        "dcat:distribution": [_distribution(each, language) for each in data_resources(package)],
    }


def _distribution(resource: Resource, language: str) -> dict[str, Any]:
    where = {"@id": address(resource)}
    about = resource.get("description")
    return {
        "@type": "dcat:Distribution",
        "dct:title": _text(resource["title"], language),
        **({"dct:description": _text(about, language)} if about else {}),
        "dcat:accessURL": where,
        "dcat:downloadURL": where,
        "dcat:mediaType": {"@id": _MEDIA + resource["mediatype"], "@type": "dct:MediaType"},
        "dcat:byteSize": {"@value": str(resource["bytes"]), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": _SHA256, "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": {"@value": sha256(resource), "@type": "xsd:hexBinary"},
        },
        # a file without features bears none
        **({"dct:license": _licence(resource["licenses"])} if "licenses" in resource else {}),
    }


def _licence(licences: list[Mapping[str, str]]) -> dict[str, Any]:
    """Return the licence; several are one document that leads to each, for one is allowed."""
    if len(licences) == 1:
        (one,) = licences
        return {"@id": one["path"], "@type": "dct:LicenseDocument", "dct:title": one["title"]}
    return {
        "@type": "dct:LicenseDocument",
        "dct:title": " AND ".join(each["name"] for each in licences),
        "rdfs:seeAlso": [{"@id": each["path"]} for each in licences],
    }


def _place(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = ", ".join(f"{lon} {lat}" for lon, lat in corners)
    box = {"@value": f"POLYGON(({ring}))", "@type": "geo:wktLiteral"}
    return {"@type": "dct:Location", "dcat:bbox": box}


def _text(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _day(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"}
