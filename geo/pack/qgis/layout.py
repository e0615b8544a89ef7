"""The sheet of the QGIS project, ready to print: map, title, legend, scale and credit on A3."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from geo.design.theme import colours
from geo.model.atlas import Atlas
from geo.model.licences import licence_ids
from geo.pack.credits import attribution
from geo.pack.qgis.expressions import constants, key, layer_id, options
from geo.pack.styles import LayerStyle
from geo.pack.view import opening_extent

_SHEET = (420, 297)
_MAP = (12, 34, 300, 240)
_TITLE, _ABOUT, _LEGEND = (12, 8, 396, 14), (12, 22, 396, 8), (318, 34, 90, 240)
_SCALE, _CREDIT = (12, 277, 100, 12), (120, 277, 288, 14)
"""Where each part lies on the sheet: left, top, width and height in millimetres."""
_KINDS = {"page": "65638", "map": "65639", "label": "65641", "legend": "65642", "scale": "65646"}
_FAMILY = "Noto Sans"
_TYPE = (
    ("title", 9, "0", "0"),
    ("group", 8, "0", "0"),
    ("subgroup", 8, "3", "2"),
    ("symbol", 7, "1", "0"),
    ("symbolLabel", 7, "1", "0"),
)
"""Of each part of the legend the size of its type in points, and the room around it in mm."""


def layouts(styles: Iterable[LayerStyle], atlas: Atlas) -> ET.Element:
    """Return the element `Layouts` of a project: one sheet that shows what the project shows."""
    spec = atlas.spec
    root = ET.Element("Layouts")
    sheet = ET.SubElement(root, "Layout", {**constants()["layout"], "name": spec.title})
    pages = ET.SubElement(sheet, "PageCollection")
    pages.append(_item("page", atlas, (0, 0, *_SHEET)))
    sheet.extend([_legend(styles, atlas), _scale(atlas), *_texts(atlas), _map(atlas)])
    return root


def _item(
    kind: str, atlas: Atlas, box: tuple[int, ...], *, name: str = "", **own: str
) -> ET.Element:
    """Return a part of the sheet."""
    left, top, width, height = box
    where = {"position": f"{left},{top},mm", "positionOnPage": f"{left},{top},mm"}
    identifier = key(atlas.spec, "layout", name or kind)
    told = {
        "type": _KINDS[kind],
        "id": name or kind,
        "uuid": identifier,
        "templateUuid": identifier,
        "size": f"{width},{height},mm",
        **where,
    }
    return ET.Element("LayoutItem", {**constants()["layout-item"], **told, **own})


def _map(atlas: Atlas) -> ET.Element:
    """Return the map, on which all that the project opens with is seen."""
    west, south, east, north = opening_extent(atlas)
    _, _, width, height = _MAP
    scale = max((east - west) / width, (north - south) / height)
    item = _item("map", atlas, _MAP, frame="true", background="true", drawCanvasItems="false")
    middle = {"x": (west + east) / 2, "y": (south + north) / 2}
    half = {"x": scale * width / 2, "y": scale * height / 2}
    corners = {f"{axis}min": f"{middle[axis] - half[axis]:.0f}" for axis in middle}
    corners |= {f"{axis}max": f"{middle[axis] + half[axis]:.0f}" for axis in middle}
    ET.SubElement(item, "Extent", corners)
    sea = bytes.fromhex(colours(atlas.spec)["ocean"][0][1:7])
    hue = dict(zip(("red", "green", "blue"), map(str, sea), strict=True))
    ET.SubElement(item, "BackgroundColor", {**hue, "alpha": "255"})
    return item


def _legend(styles: Iterable[LayerStyle], atlas: Atlas) -> ET.Element:
    """Return what is seen on the map, by layer; a sign that is alone needs no heading."""
    own = {"map_uuid": key(atlas.spec, "layout", "map"), **constants()["legend"]}
    item = _item("legend", atlas, _LEGEND, **own)
    looks = ET.SubElement(item, "styles")
    for name, size, above, below in _TYPE:
        space = {"marginTop": above, "marginBottom": below, "marginLeft": "1"}
        look = ET.SubElement(looks, "style", {"name": name, **space})
        font = _font(size, bold=name == "subgroup")
        ET.SubElement(look, "styleFont", {"description": font, "style": ""})
    tree = ET.SubElement(item, "layer-tree-group")
    for style in styles:
        if not style.layer.on_request:
            known = {"id": layer_id(style.name, atlas.spec), "name": style.title}
            layer = ET.SubElement(tree, "layer-tree-layer", {**known, "checked": "Qt::Checked"})
            heading = "hidden" if len(style.rules) == 1 else "subgroup"
            properties = ET.SubElement(layer, "customproperties")
            properties.append(options({"legend/title-style": heading}))
    return item


def _scale(atlas: Atlas) -> ET.Element:
    own = {"mapUuid": key(atlas.spec, "layout", "map"), **constants()["scale"]}
    item = _item("scale", atlas, _SCALE, **own)
    ET.SubElement(item, "text-style", constants()["scale-style"])
    return item


def _texts(atlas: Atlas) -> list[ET.Element]:
    """Return title, what this is, and whom to name."""
    spec, licences = atlas.spec, licence_ids(*atlas.layers.values())
    credit = f"{attribution(atlas, licences)}. No line here is a statement about sovereignty."
    edition = f"Version {atlas.version}, data as of {atlas.date}."
    about = f"{spec.description}. {edition}" if spec.description else edition
    return [
        _label(atlas, "title", spec.title, _TITLE, 26),
        _label(atlas, "about", about, _ABOUT, 10),
        _label(atlas, "credit", credit, _CREDIT, 6),
    ]


def _label(atlas: Atlas, name: str, text: str, box: tuple[int, ...], size: int) -> ET.Element:
    """Return a text; what would be an expression in it stays text."""
    item = _item("label", atlas, box, name=name, labelText=text.replace("[%", "[ %"))
    font = _font(size, bold=name == "title")
    ET.SubElement(item, "LabelFont", {"description": font})
    return item


def _font(size: int, *, bold: bool = False) -> str:
    """Return a font as Qt writes it."""
    return f"{_FAMILY},{size},-1,5,{75 if bold else 50},0,0,0,0,0"
