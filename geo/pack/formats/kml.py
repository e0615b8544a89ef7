"""KML for those who read the map in a globe: plain names, full sentences of what is known."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geo.design.areas import closed_fill, fills, kind_of
from geo.design.marks import hue_of, scale_of, state_of
from geo.design.strokes import border_strokes, plain_stroke, strokes
from geo.design.theme import light_colours, segment_hue
from geo.model.atlas import Atlas
from geo.model.cells import show, split_list
from geo.model.history import known_part
from geo.model.licences import described, licence_ids
from geo.model.manner import Manner
from geo.model.rows import Row, records
from geo.model.spec import Column, LayerSpec, Spec, Table
from geo.pack.credits import named
from geo.pack.write import zipped

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_UNKNOWN_TO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES = {"integer": "int", "year": "int", "number": "double", "boolean": "bool"}
"""What KML calls the types of columns; all others are text."""
_SURE = {"runs": 1.0, "building": 0.75, "promised": 0.45, "broken": 0.6, "unknown": 0.3}
"""How opaque a line is by what its status means, for KML has no dashes."""
_FAINT = 0.5
"""How opaque the icon of a point is whose mark is hollow or dashed."""
_LIT = 0.35
"""How opaque the fill of an area is that is not quiet; the globe shines through."""


@dataclass(frozen=True)
class _Look:
    """How features look, and of what they look so: colours as `#rrggbb`, opacities from 0 to 1."""

    name: str
    line: str
    width: float = 1.0
    opacity: float = 1.0
    fill: str = "#ffffff"
    fill_opacity: float = 0.0
    scale: float = 1.0


def to_kml(atlas: Atlas) -> bytes:
    """Return a KML document (OGC KML 2.2): a folder for each layer, a style for each look.

    Every feature has its name, a description that lists what is known, its sources by title
    with their addresses, and all its columns as typed data. Text is text: mark-up in a cell is
    shown letter by letter. Characters that XML does not know are left out. A layer without
    features gives an empty folder.

    Events stand in the time that they took, as far as it is known: KML has days, months and years.
    Segments stand in that since which they are as they are; a folder of its own has what they were
    before, each period once. KML knows no dashes: hue, width and opacity tell what a line is.
    """
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    _add(document, "name", f"{atlas.spec.title} {atlas.version}")
    words, light = _Words(atlas), light_colours(atlas.spec)
    _add(document, "description", _about(atlas, words))
    looks: dict[_Look, str] = {}
    schemas, folders = [], []
    for table, rows in _parts(atlas):
        schemas.append(_schema(table))
        folders.append(_folder(table))
        for row, layer in rows:
            look = _look(atlas.spec, layer, row, light)
            style = looks.setdefault(look, f"look-{len(looks) + 1}")
            folders[-1].append(_placemark(row, layer, words, style))
    document.extend([*(_style(*each) for each in looks.items()), *schemas, *folders])
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return text + b"\n"


def to_kmz(document: bytes) -> bytes:
    """Return a KML document as one compressed file."""
    return zipped({"doc.kml": document}, method=zipfile.ZIP_DEFLATED)


def _parts(atlas: Atlas) -> Iterator[tuple[Table, list[tuple[Row, LayerSpec]]]]:
    """Yield what each folder shows, by table, and the layer that each row is drawn as."""
    spec = atlas.spec
    earlier, since = _periods(atlas)
    if earlier:
        yield spec.registers["segment_periods"], earlier
    for name, frame in atlas.layers.items():
        layer, rows = spec.layers[name], records(shown(frame, spec.worldviews[0]))
        if layer.shape == "network":
            rows = [{**row, "valid_from": since.get(row["id"])} for row in rows]
        yield layer.table, [(row, layer) for row in rows]


def shown(layer: gpd.GeoDataFrame, view: str) -> gpd.GeoDataFrame:
    """Return the features that a globe shows: polygons and lines of one view of the borders."""
    if "worldview" in layer:
        return layer[layer["worldview"].isin(["all", view])]
    return layer[layer[view] != "none"] if view in layer else layer


class _Words:
    """What columns, values, sources and countries are called."""

    def __init__(self, atlas: Atlas) -> None:
        self.spec, self.words = atlas.spec, atlas.spec.words[atlas.spec.languages[0]]
        self.sources = {row["id"]: _titled(row) for row in records(atlas.tables["sources"])}
        self.countries = {
            code: name
            for layer in atlas.of_shape("areas").values()
            if "iso_a2" in layer
            for code, name in zip(layer["iso_a2"], layer["name"], strict=True)
        }

    def heading(self, column: Column, layer: LayerSpec) -> str:
        """Return the heading of a column that readers meet, or nothing."""
        if layer.shape == "lines" and column.name in self.spec.worldviews:
            return self.view(column.name)
        return (
            ""
            if column.name in ("name", "sources")
            else self.words.get(f"column.{column.name}", "")
        )

    def view(self, name: str) -> str:
        """Return what a view of the borders is called."""
        return self.words.get(f"worldview.{name}", name)

    def cell(self, row: Row, column: Column) -> str:
        """Return the value of a cell as people say it."""
        text = show(row[column.name])
        if text and column.type == "date":
            return Manner(self.words).padded(text, show(row.get(column.precision)))
        if column.type == "boolean":
            return self.words[f"boolean.{text}"] if text else ""
        if column.type in ("iso_a2", "iso_a2s"):
            return ", ".join(self.countries.get(code, code) for code in split_list(text))
        if column.type in ("choice", "choices"):
            return ", ".join(self._value(column.group, each) for each in split_list(text))
        return text.replace(";", "; ") if column.type == "texts" else text

    def _value(self, group: str, value: str) -> str:
        borders = self.words.get(f"border.{value}", value.replace("_", " "))
        return self.words.get(f"{group}.{value}", borders)


def _periods(atlas: Atlas) -> tuple[list[tuple[Row, LayerSpec]], dict[str, str]]:
    """Return what segments were before, each with its network, and since when they are as now."""
    spec = atlas.spec
    earlier: list[tuple[Row, LayerSpec]] = []
    since: dict[str, str] = {}
    for row in records(atlas.tables.get("segment_periods", pd.DataFrame())):
        if row["valid_to"]:
            network = spec.layers[split_list(row["networks"])[0]]
            earlier.append((row, replace(network, table=spec.registers["segment_periods"])))
        else:
            since[row["segment"]] = row["valid_from"]
    return earlier, since


def _schema(table: Table) -> ET.Element:
    """Return what the columns are called and hold; KML has no dates among its types."""
    schema = ET.Element("Schema", name=table.name, id=_schema_id(table))
    for column in table.columns:
        kind = _TYPES.get(column.type, "string")
        ET.SubElement(schema, "SimpleField", name=column.name, type=kind)
    return schema


def _schema_id(table: Table) -> str:
    return f"columns.{table.name}"


def _folder(table: Table) -> ET.Element:
    folder = ET.Element("Folder")
    _add(folder, "name", table.label)
    _add(folder, "description", html.escape(table.doc))
    return folder


def _placemark(row: Row, layer: LayerSpec, words: _Words, style: str) -> ET.Element:
    """Return a feature; several layers may have one of its id, a file has each once."""
    mark = ET.Element("Placemark", id=f"{layer.table.name}.{row['id']}")
    _add(mark, "name", show(row["name"]))
    _add(mark, "description", _description(row, layer, words))
    if any(days := _days(row, layer)):
        span = ET.SubElement(mark, "TimeSpan")
        for tag, day in zip(("begin", "end"), days, strict=True):
            if day:
                _add(span, tag, day)
    _add(mark, "styleUrl", f"#{style}")
    data = ET.SubElement(ET.SubElement(mark, "ExtendedData"), "SchemaData")
    data.set("schemaUrl", f"#{_schema_id(layer.table)}")
    for column in layer.table.columns:
        if cell := show(row[column.name]):
            _add(data, "SimpleData", cell, name=column.name)
    mark.append(_geometry(row["geometry"]))
    return mark


def _days(row: Row, layer: LayerSpec) -> tuple[str, str]:
    """Return the first and the last day on which a feature is there, or is as the row says.

    Those of periods are days, for the time that nobody knows is a period of its own.
    """
    if layer.shape == "network":
        return show(row["valid_from"]), show(row.get("valid_to"))
    if not layer.time:
        return "", ""
    first, last = (_known(row, layer.table[name]) for name in (layer.time[0], layer.time[-1]))
    return first, last


def _known(row: Row, column: Column) -> str:
    """Return as much of a padded day as is known."""
    return known_part(show(row[column.name]), show(row.get(column.precision)))


def _description(row: Row, layer: LayerSpec, words: _Words) -> str:
    """Return lines of heading and value; they are HTML to a reader of KML, so text is escaped."""
    lines = []
    for column in layer.table.columns:
        heading = words.heading(column, layer)
        value = words.cell(row, column) if heading else ""
        if value:
            lines.append(f"<b>{html.escape(heading)}:</b> {html.escape(value)}")
    source_word = html.escape(words.words["column.source"])
    lines += [
        f"<b>{source_word}:</b> {words.sources.get(source, html.escape(source))}"
        for source in split_list(row["sources"])
    ]
    return "<br/>\n".join(lines)


def _titled(row: Row) -> str:
    """Return a source as HTML: publisher and title, linked if it has an address."""
    text = html.escape(f"{row['publisher']}: {row['title']}")
    address = show(row["url"])
    return f'<a href="{html.escape(address)}">{text}</a>' if address else text


def _about(atlas: Atlas, words: _Words) -> str:
    licences = described(licence_ids(*atlas.layers.values()))
    view = words.view(atlas.spec.worldviews[0])
    lines = [
        f"Version {atlas.version}, data of {atlas.date}.",
        f"Borders: {view}; no line is a statement about sovereignty.",
        "Lines are paler where nothing runs, or not as it should: KML has no dashes.",
        *(f"{each['title']} ({each['name']}){named(atlas, each['name'])}" for each in licences),
    ]
    return "<br/>\n".join(map(html.escape, lines))


def _look(spec: Spec, layer: LayerSpec, row: Row, light: Mapping[str, str]) -> _Look:
    if layer.shape == "points":
        hue, state = hue_of(layer, row), state_of(layer, row)
        return _Look(
            f"{layer.id} {hue} {state}",
            light[hue],
            opacity=_FAINT if state else 1.0,
            scale=scale_of(layer),
        )
    if layer.shape == "network":
        mode, status = (show(row[name]) for name in ("mode", "status"))
        drawn = strokes(spec, mode=mode, status=status)
        (width,) = (stroke.width for stroke in drawn if stroke.part == "line")
        opacity = _SURE[spec.values["status"][status].settings["meaning"]]
        hue = segment_hue(layer, split_list(show(row["branch"])))
        return _Look(f"{hue}-{status}-{width:g}px", light[hue], width, opacity)
    if layer.shape == "areas":
        kind = kind_of(spec, layer, row.get("iso_a2"))
        fill = fills()[kind]
        opacity = 0.0 if kind == "quiet" else _LIT
        edge = light[fill.edge or "border"]
        return _Look(kind, edge, fill=light[fill.colour], fill_opacity=opacity)
    if layer in spec.plain_lines:
        line = plain_stroke(spec, layer, row)
        filled = closed_fill(spec, layer, row).opacity if layer.closed else 0.0
        hue = light[line.colour]
        return _Look(f"{layer.id}-{line.colour}", hue, line.width, fill=hue, fill_opacity=filled)
    kind = show(row.get(spec.worldviews[0])) or next(iter(border_strokes(spec)))
    stroke = border_strokes(spec)[kind]
    return _Look(f"{layer.id}-{kind}", light[stroke.colour], stroke.width)


def _style(look: _Look, name: str) -> ET.Element:
    style = ET.Element("Style", id=name)
    icon, line, area = (ET.SubElement(style, f"{kind}Style") for kind in ("Icon", "Line", "Poly"))
    _add(icon, "color", _kml_colour(look.line, look.opacity))
    if look.scale != 1:
        _add(icon, "scale", f"{look.scale:.3g}")
    _add(line, "color", _kml_colour(look.line, look.opacity))
    _add(line, "width", f"{look.width:g}")
    _add(area, "color", _kml_colour(look.fill, look.fill_opacity))
    return style


def _kml_colour(colour: str, opacity: float) -> str:
    """Return `#rrggbb` as KML writes it: alpha, blue, green, red."""
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    return f"{round(opacity * 255):02x}{blue}{green}{red}"


def _geometry(shape: BaseGeometry) -> ET.Element:
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


def _positions(shape: BaseGeometry) -> str:
    return " ".join(f"{lon!r},{lat!r}" for lon, lat in shapely.get_coordinates(shape).tolist())


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, attributes).text = _UNKNOWN_TO_XML.sub("", text)
