"""The QGIS project of the pack, written without QGIS: groups, styles, time, views of the world."""

from __future__ import annotations

import io
import string
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd

from geo.design.tokens import read_json
from geo.model.schema import Edition
from geo.pack.attribution import attribution
from geo.pack.qgis import VARIABLE, VERSION
from geo.pack.qml import labelled, style, to_text
from geo.pack.symbols import Symbols, load_symbols

_TIMED = ("exercises", "dialogues")


def project(
    layers: Mapping[str, gpd.GeoDataFrame],
    edition: Edition,
    theme: Mapping[str, Any],
    worldview: str,
) -> bytes:
    """Return `uttarapath.qgs`, a project to lie beside `uttarapath.gpkg`.

    Parameters
    ----------
    layers
        Layers in EPSG:4326 by name, each a table of that name in the GeoPackage. One that is
        missing is left out.
    edition
        Version and data date for the metadata.
    theme
        The tokens of the page.
    worldview
        The view of the world that the project opens with, `"international"` for one.

    Returns
    -------
    bytes
        XML in UTF-8. The map is drawn in the page's equal-area projection (Lambert azimuthal).
    """
    document = tomllib.loads(Path(__file__).with_name("project.toml").read_text("utf-8"))
    shown = {name: signs for name, signs in load_symbols(theme).items() if name in layers}
    licences = {name: sorted(set(layers[name]["licence"])) for name in shown}
    crs = _own_crs(document["crs"])
    root = ET.Element("qgis", {"version": VERSION, "projectname": edition.title})
    ET.SubElement(root, "title").text = edition.title
    ET.SubElement(root, "projectCrs").append(crs)
    root.append(_tree(shown, document["file"]))
    maps = ET.SubElement(root, "projectlayers")
    for name, symbols in shown.items():
        maps.append(_map_layer(symbols, layers[name], document["file"], edition, licences[name]))
    order = ET.SubElement(root, "layerorder")
    for name in shown:
        ET.SubElement(order, "layer", {"id": _id(name)})
    root.append(_properties(theme["colours"][document["background"]][0], worldview))
    root.append(_about(document, edition, sorted(set().union(*licences.values()))))
    root.append(_view(document["extent_m"], crs))
    root.append(_time(layers, edition))
    return to_text(root).encode()


def stored(document: bytes) -> str:
    """Return a project as QGIS keeps it inside a GeoPackage: a zip, in hexadecimal digits.

    It is not deflated: what deflate gives depends on the zlib of the machine.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        entry = zipfile.ZipInfo("uttarapath.qgs", (1980, 1, 1, 0, 0, 0))
        entry.create_system = 3  # Unix, wherever it is written
        archive.writestr(entry, document)
    return buffer.getvalue().hex()


def _own_crs(spec: Mapping[str, str]) -> ET.Element:
    centre = {name: str(value) for name, value in read_json("view.json")["projection"].items()}
    wkt, proj = (string.Template(spec[name]).substitute(centre) for name in ("wkt", "proj"))
    return _crs(wkt=wkt, proj4=proj, description=spec["name"], geographicflag="false")


def _crs(**parts: str) -> ET.Element:
    element = ET.Element("spatialrefsys")
    for name, value in parts.items():
        ET.SubElement(element, name).text = value
    return element


def _source(file: str, layer: str) -> str:
    return f"./{file}|layername={layer}"


def _id(layer: str) -> str:
    """Return what QGIS calls a layer; it would replace a name of ten letters or fewer."""
    return f"uttarapath_{layer}"


def _tree(shown: Mapping[str, Symbols], file: str) -> ET.Element:
    tree = ET.Element("layer-tree-group")
    groups: dict[str, ET.Element] = {}
    for name, symbols in shown.items():
        if symbols.group not in groups:
            attributes = {"name": symbols.group, "expanded": "1", "checked": "Qt::Checked"}
            groups[symbols.group] = ET.SubElement(tree, "layer-tree-group", attributes)
        ET.SubElement(
            groups[symbols.group],
            "layer-tree-layer",
            {
                "id": _id(name),
                "name": symbols.title,
                "source": _source(file, name),
                "providerKey": "ogr",
                "expanded": str(int(symbols.group != "Ground")),
                "checked": "Qt::Checked",
            },
        )
    return tree


def _map_layer(
    symbols: Symbols, frame: gpd.GeoDataFrame, file: str, edition: Edition, licences: list[str]
) -> ET.Element:
    kind = {"mark": "Point", "line": "Line", "fill": "Polygon"}[symbols.kind]
    layer = ET.Element(
        "maplayer", {"type": "vector", "geometry": kind, **labelled(symbols), "readOnly": "0"}
    )
    if len(frame):
        extent = ET.SubElement(layer, "extent")
        for name, value in zip(("xmin", "ymin", "xmax", "ymax"), frame.total_bounds, strict=True):
            ET.SubElement(extent, name).text = str(float(value))
    texts = {
        "id": _id(symbols.layer),
        "datasource": _source(file, symbols.layer),
        "layername": symbols.title,
        "attribution": attribution(edition, licences),
    }
    for name, text in texts.items():
        ET.SubElement(layer, name).text = text
    wgs84 = _crs(proj4="+proj=longlat +datum=WGS84 +no_defs", srid="4326", authid="EPSG:4326")
    ET.SubElement(layer, "srs").append(wgs84)
    layer.append(_layer_metadata(symbols, edition, licences))
    ET.SubElement(layer, "provider", {"encoding": "UTF-8"}).text = "ogr"
    layer.extend(style(symbols))
    return layer


def _layer_metadata(symbols: Symbols, edition: Edition, licences: list[str]) -> ET.Element:
    metadata = ET.Element("resourceMetadata")
    texts = {
        "identifier": symbols.layer,
        "language": "en",
        "type": "dataset",
        "title": symbols.title,
        "abstract": f"{edition.title} {edition.version}, data as of {edition.date}",
        "rights": attribution(edition, licences),
    }
    for name, text in texts.items():
        ET.SubElement(metadata, name).text = text
    for licence in licences:
        ET.SubElement(metadata, "license").text = licence
    return metadata


def _properties(background: str, worldview: str) -> ET.Element:
    properties = ET.Element("properties")
    gui = ET.SubElement(properties, "Gui")
    for part, value in zip(("Red", "Green", "Blue"), bytes.fromhex(background[1:7]), strict=True):
        ET.SubElement(gui, f"CanvasColor{part}Part", {"type": "int"}).text = str(value)
    paths = ET.SubElement(properties, "Paths")
    ET.SubElement(paths, "Absolute", {"type": "bool"}).text = "false"
    projections = ET.SubElement(properties, "SpatialRefSys")
    ET.SubElement(projections, "ProjectionsEnabled", {"type": "int"}).text = "1"
    variables = ET.SubElement(properties, "Variables")
    for name, text in (("variableNames", VARIABLE), ("variableValues", worldview)):
        values = ET.SubElement(variables, name, {"type": "QStringList"})
        ET.SubElement(values, "value").text = text
    return properties


def _about(document: Mapping[str, Any], edition: Edition, licences: list[str]) -> ET.Element:
    metadata = ET.Element("projectMetadata")
    abstract = string.Template(document["abstract"]).substitute(
        vars(edition),
        licences=", ".join(licences),
        attributions=attribution(edition, licences),
    )
    texts = {
        "identifier": f"uttarapath-{edition.version}",
        "language": "en",
        "type": "dataset",
        "title": f"{edition.title} {edition.version}",
        "abstract": abstract.strip(),
        "author": document["author"],
        "creation": f"{edition.date}T00:00:00",
    }
    for name, text in texts.items():
        ET.SubElement(metadata, name).text = text
    keywords = ET.SubElement(metadata, "keywords", {"vocabulary": "keywords"})
    for keyword in document["keywords"]:
        ET.SubElement(keywords, "keyword").text = keyword
    return metadata


def _view(extent_m: list[int], crs: ET.Element) -> ET.Element:
    settings = ET.Element("ProjectViewSettings", {"UseProjectScales": "0"})
    corners = dict(zip(("xmin", "ymin", "xmax", "ymax"), map(str, extent_m), strict=True))
    ET.SubElement(settings, "DefaultViewExtent", corners).append(crs)
    return settings


def _time(layers: Mapping[str, gpd.GeoDataFrame], edition: Edition) -> ET.Element:
    """Return the range of the temporal controller: first event to data date, year by year."""
    settings = ET.Element(
        "ProjectTimeSettings",
        {"timeStep": "1", "timeStepUnit": "y", "frameRate": "1", "cumulativeTemporalRange": "0"},
    )
    days = [day for name in _TIMED if name in layers for day in layers[name]["start"]]
    between = ET.SubElement(settings, "TemporalRange")
    ET.SubElement(
        between, "start"
    ).text = f"{min(map(str, days), default=edition.date)[:4]}-01-01T00:00:00Z"
    ET.SubElement(between, "end").text = f"{edition.date}T00:00:00Z"
    return settings
