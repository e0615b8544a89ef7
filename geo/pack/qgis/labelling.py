"""How QGIS writes the names of the features of a layer."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from geo.model.spec import LayerSpec, Spec
from geo.pack.layer_style import LabelStyle, LayerStyle, StyleRule
from geo.pack.qgis.expressions import condition, constants, key, points, rgba, variable

_AROUND_POINT, _ALONG_LINE, _OVER_POINT, _IN_POLYGON = "6", "3", "1", "4"
_PLACEMENTS = {"points": _AROUND_POINT, "network": _ALONG_LINE, "areas": _OVER_POINT}
_FAMILY = "Noto Sans"
_WRAP = "16"  # letters to the line, for names in capitals


def labelling(style: LayerStyle, spec: Spec) -> ET.Element:
    """Return the element `labeling` of a layer, without rules if it shows no names."""
    element = ET.Element("labeling", {"type": "rule-based"})
    rules = ET.SubElement(element, "rules", {"key": key(spec, style.name, "labels")})
    if style.labels and style.shape != "areas":
        rules.extend(_obstacles(style, spec))
    for number, label in enumerate(style.labels):
        attributes = {"key": key(spec, style.name, f"label {number}"), **condition(label, spec)}
        ET.SubElement(rules, "rule", attributes).append(_settings(label, style, spec))
    return element


def _obstacles(style: LayerStyle, spec: Spec) -> list[ET.Element]:
    """Return rules that keep names off what is drawn, at scales where it has no name itself."""
    found, same = [], constants()
    near = any(rule.below for rule in style.rules)
    for number, rule in enumerate(style.rules if near else [StyleRule("", ())]):
        attributes = {"key": key(spec, style.name, f"obstacle {number}"), **condition(rule, spec)}
        element = ET.Element("rule", attributes)
        settings = ET.SubElement(element, "settings")
        ET.SubElement(settings, "text-style", same["text-style"])
        ET.SubElement(
            settings, "rendering", {**same["rendering"], "drawLabels": "0", "obstacle": "1"}
        )
        found.append(element)
    return found


def _name(layer: LayerSpec, spec: Spec) -> str:
    """Return the expression of a name in the language that is chosen, as far as it has one."""
    columns = {tag: f"name_{tag}" for tag in spec.languages if f"name_{tag}" in layer.table.names}
    cases = "".join(
        f' WHEN @{variable(spec, "language")} = \'{tag}\' THEN coalesce("{column}", "name")'
        for tag, column in columns.items()
    )
    return f'CASE{cases} ELSE "name" END' if cases else '"name"'


def _settings(label: LabelStyle, style: LayerStyle, spec: Spec) -> ET.Element:
    settings, same = ET.Element("settings"), constants()
    font = {
        "fontFamily": _FAMILY,
        "namedStyle": "Bold" if label.bold else "Regular",
        "fontWeight": "75" if label.bold else "50",
        "fontSize": points(label.size),
        "fontLetterSpacing": points(label.spacing * label.size),
        "capitalization": str(int(label.capitals)),
        "textColor": rgba(label.colour),
    }
    font["fieldName"] = _name(style.layer, spec)
    text = ET.SubElement(settings, "text-style", {**same["text-style"], **font})
    ET.SubElement(text, "text-buffer", {**same["text-buffer"], "bufferColor": rgba(label.halo)})
    wrapped = {"autoWrapLength": _WRAP if label.capitals else "0", "multilineAlign": "1"}
    ET.SubElement(settings, "text-format", wrapped)
    where = {"placement": _PLACEMENTS[style.shape], "priority": str(label.priority)}
    if label.anywhere:
        where["placement"] = _IN_POLYGON
    elif style.shape == "areas":
        where |= same["placement-in-area"]
    ET.SubElement(settings, "placement", {**same["placement"], **where})
    ET.SubElement(settings, "rendering", {**same["rendering"], "drawLabels": "1", "obstacle": "0"})
    return settings
