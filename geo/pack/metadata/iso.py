"""ISO 19115, for catalogues of geodata: written as ISO 19139, which most of them read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from geo.pack.metadata.package import Resource, address, data_resources

_SPACES = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gml": "http://www.opengis.net/gml/3.2",
}
for _prefix, _space in _SPACES.items():
    ET.register_namespace(_prefix, _space)
_LISTS = "http://standards.iso.org/iso/19139/resources/gmxCodelists.xml"
_TOPICS = {
    "areas": "boundaries",
    "lines": "location",
    "network": "transportation",
    "points": "location",
}
"""What a layer of each shape is about, as ISO 19115 sorts subjects."""


def to_iso(package: Mapping[str, Any]) -> bytes:
    """Return the record of a pack in XML."""
    root = ET.Element(_tag("gmd:MD_Metadata"))
    _text(root, "gmd:fileIdentifier", package["name"])
    _text(root, "gmd:language", package["languages"][0])
    _code(root, "gmd:characterSet/gmd:MD_CharacterSetCode", "utf8")
    _code(root, "gmd:hierarchyLevel/gmd:MD_ScopeCode", "dataset")
    _party(root, "gmd:contact", package)
    _leaf(root, "gmd:dateStamp/gco:Date", package["data_date"])
    _text(root, "gmd:metadataStandardName", "ISO 19115:2003/19139")
    _text(root, "gmd:metadataStandardVersion", "1.0")
    system = _down(
        root, "gmd:referenceSystemInfo/gmd:MD_ReferenceSystem/gmd:referenceSystemIdentifier"
    )
    identifier = _down(system, "gmd:RS_Identifier")
    _text(identifier, "gmd:code", "4326")
    _text(identifier, "gmd:codeSpace", "EPSG")
    _identification(_down(root, "gmd:identificationInfo/gmd:MD_DataIdentification"), package)
    _distribution(_down(root, "gmd:distributionInfo/gmd:MD_Distribution"), package)
    _quality(_down(root, "gmd:dataQualityInfo/gmd:DQ_DataQuality"), package)
    ET.indent(root, " ")
    record: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return record + b"\n"


def _identification(node: ET.Element, package: Mapping[str, Any]) -> None:
    citation = _down(node, "gmd:citation/gmd:CI_Citation")
    _text(citation, "gmd:title", package["title"])
    date = _down(citation, "gmd:date/gmd:CI_Date")
    _leaf(date, "gmd:date/gco:Date", package["data_date"])
    _code(date, "gmd:dateType/gmd:CI_DateTypeCode", "publication")
    _text(citation, "gmd:edition", package["version"])
    _text(node, "gmd:abstract", package["description"])
    _party(node, "gmd:pointOfContact", package)
    if "keywords" in package:
        keywords = _down(node, "gmd:descriptiveKeywords/gmd:MD_Keywords")
        for word in package["keywords"]:
            _text(keywords, "gmd:keyword", word)
    rights = _down(node, "gmd:resourceConstraints/gmd:MD_LegalConstraints")
    _code(rights, "gmd:useConstraints/gmd:MD_RestrictionCode", "license")
    for licence in package["licenses"]:
        _text(rights, "gmd:otherConstraints", f"{licence['title']}: {licence['path']}")
    _code(node, "gmd:spatialRepresentationType/gmd:MD_SpatialRepresentationTypeCode", "vector")
    for language in package["languages"]:
        _text(node, "gmd:language", language)
    _code(node, "gmd:characterSet/gmd:MD_CharacterSetCode", "utf8")
    for topic in sorted({_TOPICS[layer["shape"]] for layer in package["layers"]}):
        _leaf(node, "gmd:topicCategory/gmd:MD_TopicCategoryCode", topic)
    _extent(_down(node, "gmd:extent/gmd:EX_Extent"), package)


def _extent(node: ET.Element, package: Mapping[str, Any]) -> None:
    if "bbox" in package:
        box = _down(node, "gmd:geographicElement/gmd:EX_GeographicBoundingBox")
        west, south, east, north = package["bbox"]
        for name, edge in (
            ("westBoundLongitude", west),
            ("eastBoundLongitude", east),
            ("southBoundLatitude", south),
            ("northBoundLatitude", north),
        ):
            _leaf(box, f"gmd:{name}/gco:Decimal", str(edge))
    period = _down(node, "gmd:temporalElement/gmd:EX_TemporalExtent/gmd:extent/gml:TimePeriod")
    period.set(_tag("gml:id"), "time")
    _leaf(period, "gml:beginPosition", package["temporal"]["start"])
    _leaf(period, "gml:endPosition", package["temporal"]["end"])


def _distribution(node: ET.Element, package: Mapping[str, Any]) -> None:
    files = data_resources(package)
    for kind in sorted({each["mediatype"] for each in files}):
        form = _down(node, "gmd:distributionFormat/gmd:MD_Format")
        _text(form, "gmd:name", kind)
        _down(form, "gmd:version").set(_tag("gco:nilReason"), "inapplicable")
    options = _down(node, "gmd:transferOptions/gmd:MD_DigitalTransferOptions")
    for each in files:
        _file(_down(options, "gmd:onLine/gmd:CI_OnlineResource"), each)


def _file(node: ET.Element, resource: Resource) -> None:
    _leaf(node, "gmd:linkage/gmd:URL", address(resource))
    _text(node, "gmd:name", resource["path"])
    _text(node, "gmd:description", f"{resource['title']}; {resource['hash']}")
    _code(node, "gmd:function/gmd:CI_OnLineFunctionCode", "download")


def _quality(node: ET.Element, package: Mapping[str, Any]) -> None:
    _code(node, "gmd:scope/gmd:DQ_Scope/gmd:level/gmd:MD_ScopeCode", "dataset")
    lineage = _down(node, "gmd:lineage/gmd:LI_Lineage")
    for each in package["sources"]:
        source = _down(lineage, "gmd:source/gmd:LI_Source")
        place = f", {each['path']}" if "path" in each else ""
        _text(source, "gmd:description", f"{each['title']}{place}")


def _party(node: ET.Element, role: str, package: Mapping[str, Any]) -> None:
    for each in package["contributors"]:
        party = _down(node, f"{role}/gmd:CI_ResponsibleParty")
        _text(party, "gmd:organisationName", each["title"])
        _code(party, "gmd:role/gmd:CI_RoleCode", each["role"])


def _down(node: ET.Element, path: str) -> ET.Element:
    """Return a new element below others, all of them new, by their names."""
    for name in path.split("/"):
        node = ET.SubElement(node, _tag(name))
    return node


def _leaf(node: ET.Element, path: str, text: str) -> None:
    _down(node, path).text = text


def _text(node: ET.Element, name: str, text: str) -> None:
    _leaf(node, f"{name}/gco:CharacterString", text)


def _code(node: ET.Element, path: str, value: str) -> None:
    """Add a value of one of the lists of ISO, which is the last name of the path."""
    code = _down(node, path)
    kind = path.rpartition(":")[2]
    code.set("codeList", f"{_LISTS}#{kind}")
    code.set("codeListValue", value)
    code.text = value


def _tag(name: str) -> str:
    space, _, local = name.partition(":")
    return f"{{{_SPACES[space]}}}{local}"
