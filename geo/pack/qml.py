"""Styles of QGIS (QML), written from the symbols of each layer, without QGIS."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from geo.model.schema import Edition
from geo.pack.labelling import labelling
from geo.pack.qgis import VERSION, constants
from geo.pack.renderer import renderer
from geo.pack.symbols import Symbols, load_symbols

_CATEGORIES = "Symbology|Labeling|Temporal|MapTips"
_GEOMETRIES = {"mark": "0", "line": "1", "fill": "2"}
_ONE_DAY, _FIRST_TO_LAST = "1", "2"


def styles(theme: Mapping[str, Any], edition: Edition) -> dict[str, str]:
    """Return the QML of each layer.

    Parameters
    ----------
    theme
        The tokens of the page: colours, widths, dashes and text sizes.
    edition
        Version and data date, which each style bears as `edition`.

    Returns
    -------
    dict
        Text of `<layer>.qml` by layer. The views of the world follow the project variable
        `uttarapath_worldview`; where there is none, the international view is shown.
    """
    texts, told = {}, f"{edition.title} {edition.version}, data as of {edition.date}"
    for name, symbols in load_symbols(theme).items():
        attributes = {"version": VERSION, "styleCategories": _CATEGORIES, "edition": told}
        root = ET.Element("qgis", {**attributes, **labelled(symbols)})
        root.extend(style(symbols))
        ET.SubElement(root, "layerGeometryType").text = _GEOMETRIES[symbols.kind]
        texts[name] = to_text(root)
    return texts


def style(symbols: Symbols) -> list[ET.Element]:
    """Return the elements that say how a layer is drawn, the same in QML and in a project."""
    preview = ET.Element("previewExpression")
    preview.text = '"name"'
    return [_temporal(symbols), renderer(symbols), labelling(symbols), preview]


def labelled(symbols: Symbols) -> dict[str, str]:
    """Return the attribute that switches names on, for the element around those of `style`."""
    return {"labelsEnabled": str(int(bool(symbols.labels)))}


def to_text(root: ET.Element) -> str:
    """Return a document of QGIS as indented text."""
    ET.indent(root)
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return f"{head}{ET.tostring(root, encoding='unicode')}\n"


def _temporal(symbols: Symbols) -> ET.Element:
    """Return when features hold: from first to last day, or from one day on for good."""
    start, end = (*symbols.time, "", "")[:2]
    when = {
        "enabled": str(int(bool(symbols.time))),
        "mode": _FIRST_TO_LAST if end else _ONE_DAY,
        "startField": start,
        "endField": end,
        "accumulate": str(int(not end)),
    }
    return ET.Element("temporal", {**constants()["temporal"], **when})
