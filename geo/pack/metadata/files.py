"""The files of metadata, one for each kind of catalogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from geo.pack.formats.datapackage import Item
from geo.pack.formats.text import to_json
from geo.pack.metadata.citation import to_cff
from geo.pack.metadata.croissant import to_croissant
from geo.pack.metadata.dcat import to_dcat
from geo.pack.metadata.iso import to_iso
from geo.pack.metadata.stac import to_stac
from geo.pack.metadata.zenodo import to_zenodo


def metadata(package: Mapping[str, Any]) -> Iterator[Item]:
    """Yield what a data package says, in the words of each kind of catalogue."""
    for name, document in to_stac(package).items():
        yield Item(f"stac/{name}.json", to_json(document), "STAC, for catalogues of geodata")
    yield Item("CITATION.cff", to_cff(package), "How to cite")
    yield Item("zenodo.json", to_json(to_zenodo(package)), "What Zenodo asks of a deposit")
    found = to_croissant(package)
    yield Item("croissant.json", to_json(found), "Croissant, for tools of machine learning")
    yield Item("iso19139.xml", to_iso(package), "ISO 19115, for catalogues of geodata")
    yield Item("dcat.jsonld", to_json(to_dcat(package)), "DCAT-AP, for catalogues of open data")
