"""Styles of QGIS (QML), written from the style of each layer, without QGIS."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from geo.model.atlas import Atlas
from geo.model.spec import Spec
from geo.pack.layer_style import LayerStyle
from geo.pack.qgis.expressions import VERSION, constants
from geo.pack.qgis.labelling import labelling
from geo.pack.qgis.renderer import renderer
from geo.pack.qgis.tips import map_tip
from geo.pack.styles import ground_styles, layer_styles, segment_styles

_CATEGORIES = "Symbology|Labeling|Temporal|MapTips"
_GEOMETRIES = {"points": "0", "network": "1", "lines": "1", "areas": "2"}
_ONE_DAY, _FIRST_TO_LAST = "1", "2"


def styles(atlas: Atlas) -> dict[str, str]:
    """Return the QML of each layer: text of `<layer>.qml` by layer.

    Each bears version and data date as `edition`. The views of the world follow the project
    variable `<atlas>_worldview`; where there is none, the usual view is shown.
    """
    texts = {}
    edition = f"{atlas.spec.title} {atlas.version}, data as of {atlas.date}"
    spec = atlas.spec
    drawn = {**layer_styles(spec), **segment_styles(spec), **ground_styles(spec)}
    for name, style in drawn.items():
        attributes = {"version": VERSION, "styleCategories": _CATEGORIES, "edition": edition}
        root = ET.Element("qgis", {**attributes, **labelled(style)})
        root.extend(drawing(style, atlas.spec))
        ET.SubElement(root, "layerGeometryType").text = _GEOMETRIES[style.shape]
        texts[name] = to_text(root)
    return texts


def drawing(style: LayerStyle, spec: Spec) -> list[ET.Element]:
    """Return the elements that say how a layer is drawn, the same in QML and in a project."""
    preview = ET.Element("previewExpression")
    preview.text = '"name"'
    tip = ET.Element("mapTip")
    tip.text = map_tip(style.layer, spec)
    return [_temporal(style), renderer(style, spec), labelling(style, spec), preview, tip]


def labelled(style: LayerStyle) -> dict[str, str]:
    """Return the attribute that switches names on, for the element around those of `drawing`."""
    return {"labelsEnabled": str(int(bool(style.labels)))}


def to_text(root: ET.Element) -> str:
    """Return a document of QGIS as indented text."""
    ET.indent(root)
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return f"{head}{ET.tostring(root, encoding='unicode')}\n"


def _temporal(style: LayerStyle) -> ET.Element:
    """Return when features hold: from first to last day, or from one day on for good."""
    start, end = (*style.time, "", "")[:2]
    when = {
        "enabled": str(int(bool(style.time))),
        "mode": _FIRST_TO_LAST if end else _ONE_DAY,
        "startField": start,
        "endField": end,
        "accumulate": str(int(not end)),
    }
    return ET.Element("temporal", {**constants()["temporal"], **when})
