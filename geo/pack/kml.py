"""KML for those who read the map in a globe: plain names, full sentences of what is known."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import shapely

from geo.design.tokens import read_json
from geo.model.cells import show, split_list
from geo.model.schema import Column, Edition, Table, load_schema
from geo.pack.licences import licence_ids, load_licences

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_UNKNOWN_TO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_kml(
    layers: Mapping[str, gpd.GeoDataFrame], sources: pd.DataFrame, edition: Edition
) -> bytes:
    """Return a KML document (OGC KML 2.2), a styled folder per layer.

    Every feature has its name and a description that lists what is known, its sources by title
    with their addresses. Text is text: mark-up in a cell is shown letter by letter. Characters
    that XML does not know are left out. A layer without features gives an empty folder.

    Parameters
    ----------
    layers
        Layers in EPSG:4326 (lon/lat) by name.
    sources
        The table of sources.
    edition
        Title, version and data date, for the description of the document.
    """
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    _add(document, "name", f"{edition.title} {edition.version}")
    _add(document, "description", _about(layers, edition))
    for name in layers:
        document.append(_style(name))
    words = _Words(sources, layers)
    for name, layer in layers.items():
        table = load_schema().layers[name]
        folder = ET.SubElement(document, "Folder")
        _add(folder, "name", table.label)
        _add(folder, "description", html.escape(table.doc))
        for row in shown(layer).to_dict("records"):
            folder.append(_placemark(row, table, words))
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"


def shown(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the features that a globe shows: polygons and lines of one view of the borders."""
    view = _wording()["worldview"]
    if "worldview" in layer:
        return layer[layer["worldview"].isin(["all", view])]
    return layer[layer[view] != "none"] if view in layer else layer


class _Words:
    """What sources and countries are called."""

    def __init__(self, sources: pd.DataFrame, layers: Mapping[str, gpd.GeoDataFrame]) -> None:
        self.sources = {row["id"]: _titled(row) for row in sources.to_dict("records")}
        named = [layer for name, layer in layers.items() if name in ("republics", "countries")]
        self.countries = {
            code: name
            for layer in named
            for code, name in zip(layer["iso_a2"], layer["name"], strict=True)
        }

    def told(self, value: object, column: Column) -> str:
        """Return the value of a cell as people say it."""
        text = show(value)
        if column.type == "boolean":
            return {"true": "yes", "false": "no"}.get(text, "")
        if column.type in ("iso_a2", "iso_a2s"):
            return ", ".join(self.countries.get(code, code) for code in split_list(text))
        if column.type == "choice":
            return text.replace("_", " ")
        return text.replace(";", "; ") if column.type in ("choices", "texts") else text


@cache
def _wording() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("kml.toml").read_text("utf-8"))


def _placemark(row: Mapping[str, Any], table: Table, words: _Words) -> ET.Element:
    mark = ET.Element("Placemark", id=row["id"])
    _add(mark, "name", row["name"])
    _add(mark, "description", _description(row, table, words))
    _add(mark, "styleUrl", f"#{table.name}")
    mark.append(_geometry(row["geometry"]))
    return mark


def _description(row: Mapping[str, Any], table: Table, words: _Words) -> str:
    """Return lines of heading and value; they are HTML to a reader of KML, so text is escaped."""
    wording = _wording()
    headings = {**wording["headings"], **wording["headings_of"].get(table.name, {})}
    lines = []
    for column in table.columns:
        value = words.told(row[column.name], column)
        if value and column.name not in (*wording["left_out"], "sources"):
            heading = headings.get(column.name, column.name.replace("_", " ").capitalize())
            lines.append(f"<b>{html.escape(heading)}:</b> {html.escape(value)}")
    lines += [
        f"<b>Source:</b> {words.sources.get(source, source)}"
        for source in split_list(row["sources"])
    ]
    return "<br/>\n".join(lines)


def _titled(row: Mapping[str, Any]) -> str:
    """Return a source as HTML: publisher and title, linked if it has an address."""
    text = html.escape(f"{row['publisher']}: {row['title']}")
    address = show(row["url"])
    return f'<a href="{html.escape(address)}">{text}</a>' if address else text


def _about(layers: Mapping[str, gpd.GeoDataFrame], edition: Edition) -> str:
    known = load_licences()
    lines = [f"Version {edition.version}, data of {edition.date}."]
    lines.append(
        f"Borders in the {_wording()['worldview']} view; no line is a statement about sovereignty."
    )
    lines += [
        f"{known[name]['title']} ({name}): {known[name]['credit']}"
        for name in licence_ids(*layers.values())
    ]
    return "<br/>\n".join(map(html.escape, lines))


def _style(layer: str) -> ET.Element:
    wording = _wording()
    colour = read_json("theme.json")["colours"][wording["colours"][layer]][0]
    style = ET.Element("Style", id=layer)
    icon, line, fill = (ET.SubElement(style, f"{kind}Style") for kind in ("Icon", "Line", "Poly"))
    _add(icon, "color", _kml_colour(colour))
    _add(line, "color", _kml_colour(colour))
    _add(line, "width", str(wording["line_px"]))
    _add(fill, "color", _kml_colour(colour, wording["fills"].get(layer, 0.0)))
    return style


def _kml_colour(colour: str, opacity: float = 1.0) -> str:
    """Return `#rrggbb` as KML writes it: alpha, blue, green, red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{round(opacity * 255):02x}{blue}{green}{red}"


def _geometry(shape: shapely.Geometry) -> ET.Element:
    if hasattr(shape, "geoms"):
        element = ET.Element("MultiGeometry")
        element.extend(_geometry(part) for part in shape.geoms)
        return element
    element = ET.Element(shape.geom_type)
    if isinstance(shape, shapely.Polygon):
        for ring, boundary in [
            (shape.exterior, "outerBoundaryIs"),
            *((ring, "innerBoundaryIs") for ring in shape.interiors),
        ]:
            linear = ET.SubElement(ET.SubElement(element, boundary), "LinearRing")
            _add(linear, "coordinates", _positions(ring))
    else:
        if isinstance(shape, shapely.LineString):
            _add(element, "tessellate", "1")
        _add(element, "coordinates", _positions(shape))
    return element


def _positions(shape: shapely.Geometry) -> str:
    return " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(shape).tolist())


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = _UNKNOWN_TO_XML.sub("", text)
