"""How QGIS writes the names of the features of a layer."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from geo.pack.qgis import condition, constants, key, points, rgba
from geo.pack.symbols import Label, Symbols

_AROUND_POINT, _ALONG_LINE, _OVER_POINT, _IN_POLYGON = "6", "3", "1", "4"
_PLACEMENTS = {"mark": _AROUND_POINT, "line": _ALONG_LINE, "fill": _OVER_POINT}
_WRAP = "16"  # letters to the line, for names in capitals


def labelling(symbols: Symbols) -> ET.Element:
    """Return the element `labeling` of a layer, without rules if it shows no names."""
    element = ET.Element("labeling", {"type": "rule-based"})
    rules = ET.SubElement(element, "rules", {"key": key(symbols.layer, "labels")})
    if symbols.labels and symbols.kind != "fill":
        rules.extend(_obstacles(symbols))
    for number, label in enumerate(symbols.labels):
        attributes = {"key": key(symbols.layer, f"label {number}"), **condition(label)}
        ET.SubElement(rules, "rule", attributes).append(_settings(label, symbols))
    return element


def _obstacles(symbols: Symbols) -> list[ET.Element]:
    """Return rules that keep names off what is drawn, at scales where it has no name itself."""
    found = []
    for number, rule in enumerate(symbols.rules):
        attributes = {"key": key(symbols.layer, f"obstacle {number}"), **condition(rule)}
        element = ET.Element("rule", attributes)
        settings = ET.SubElement(element, "settings")
        same = constants()
        ET.SubElement(settings, "text-style", same["text-style"])
        ET.SubElement(
            settings, "rendering", {**same["rendering"], "drawLabels": "0", "obstacle": "1"}
        )
        found.append(element)
    return found


def _settings(label: Label, symbols: Symbols) -> ET.Element:
    settings, same = ET.Element("settings"), constants()
    font = {
        "fontFamily": label.family,
        "namedStyle": "Bold" if label.bold else "Regular",
        "fontWeight": "75" if label.bold else "50",
        "fontSize": points(label.size),
        "fontLetterSpacing": points(label.spacing * label.size),
        "capitalization": str(int(label.capitals)),
        "textColor": rgba(label.colour),
    }
    text = ET.SubElement(settings, "text-style", {**same["text-style"], **font})
    ET.SubElement(text, "text-buffer", {**same["text-buffer"], "bufferColor": rgba(label.halo)})
    wrapped = {"autoWrapLength": _WRAP if label.capitals else "0", "multilineAlign": "1"}
    ET.SubElement(settings, "text-format", wrapped)
    where = {"placement": _PLACEMENTS[symbols.kind], "priority": str(label.priority)}
    if label.roams:
        where["placement"] = _IN_POLYGON
    elif symbols.kind == "fill":
        where |= same["placement-in-area"]
    ET.SubElement(settings, "placement", {**same["placement"], **where})
    ET.SubElement(settings, "rendering", {**same["rendering"], "drawLabels": "1", "obstacle": "0"})
    return settings
