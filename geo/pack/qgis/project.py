"""The QGIS project of the pack, written without QGIS: groups, styles, time, views of the world."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd

from geo.design.theme import light_colours
from geo.model.atlas import Atlas
from geo.model.geodesy import PROJECTION
from geo.model.licences import licence_ids
from geo.model.spec import Spec
from geo.pack.credits import attribution
from geo.pack.layer_style import LayerStyle
from geo.pack.qgis.expressions import (
    VERSION,
    inert,
    layer_id,
    spatialrefsys,
    variable,
    wgs84,
)
from geo.pack.qgis.layout import layouts
from geo.pack.qgis.qml import drawing, labelled, to_text
from geo.pack.qgis.relations import relations
from geo.pack.styles import layer_styles, on_ground, period_styles, segment_styles
from geo.pack.view import opening_extent
from geo.pack.write import zipped

_GEOMETRIES = {"points": "Point", "network": "Line", "lines": "Line", "areas": "Polygon"}
_CORNERS = ("xmin", "ymin", "xmax", "ymax")
_OPEN_LEGEND = 8
"""A legend of more rules is folded."""


def project(atlas: Atlas) -> bytes:
    """Return a project to lie beside the GeoPackage, as XML in UTF-8.

    Each layer of the atlas is a table of its name in the GeoPackage; one that is missing is left
    out. The map is drawn in the page's equal-area projection (Lambert azimuthal), and opens with
    the usual view of the world.
    """
    document = tomllib.loads(Path(__file__).with_name("project.toml").read_text("utf-8"))
    spec = atlas.spec
    shown = on_ground({**layer_styles(spec), **period_styles(spec)}, atlas)
    tables = [name for name in atlas.tables if name not in shown]
    crs = _own_crs(document["crs"], spec)
    root = ET.Element("qgis", {"version": VERSION, "projectname": spec.title})
    ET.SubElement(root, "title").text = spec.title
    ET.SubElement(root, "projectCrs").append(crs)
    root.append(_tree(shown.values(), tables, atlas))
    maps = ET.SubElement(root, "projectlayers")
    for name, style in shown.items():
        maps.append(_map_layer(style, atlas.frames[name], atlas))
    together = segment_styles(spec)
    maps.extend(_table(name, together.get(name), atlas) for name in tables)
    root.append(relations(atlas))
    order = ET.SubElement(root, "layerorder")
    for name in shown:
        ET.SubElement(order, "layer", {"id": layer_id(name, spec)})
    root.append(_properties(light_colours(spec)["ocean"], spec))
    root.append(_about(document["abstract"], atlas))
    root.append(_view(opening_extent(atlas), crs))
    root.append(_time(atlas))
    root.append(layouts(shown, atlas))
    return to_text(root).encode()


def stored(document: bytes, name: str) -> str:
    """Return a project as QGIS keeps it inside a GeoPackage: a zip, in hexadecimal digits."""
    return zipped({f"{name}.qgs": document}).hex()


def _own_crs(texts: Mapping[str, str], spec: Spec) -> ET.Element:
    name = string.Template(texts["name"]).substitute(title=spec.title)
    centre = spec.settings["centre"]
    quoted = name.replace('"', '""')
    wkt = string.Template(texts["wkt"]).substitute(centre, name=quoted)
    proj = PROJECTION.format_map(centre)
    return spatialrefsys(wkt=wkt, proj4=proj, description=name, geographicflag="false")


def _write(element: ET.Element, texts: Mapping[str, str]) -> None:
    """Put texts into an element, each in one of its own name."""
    for name, text in texts.items():
        ET.SubElement(element, name).text = text


def _source(name: str, spec: Spec) -> str:
    """Return where a layer or table is; a network is drawn from the periods of its segments."""
    package = f"./{spec.name}.gpkg|layername="
    if name in spec.layers and spec.layers[name].shape == "network":
        listed = f"';' || \"networks\" || ';' LIKE '%;{name};%'"
        return f"{package}segment_periods|subset={listed}"
    return f"{package}{name}"


def _tree(styles: Iterable[LayerStyle], names: Iterable[str], atlas: Atlas) -> ET.Element:
    tree, spec = ET.Element("layer-tree-group"), atlas.spec
    groups: dict[str, ET.Element] = {}
    for style in styles:
        if style.group not in groups:
            attributes = {"name": inert(style.group), "expanded": "1", "checked": "Qt::Checked"}
            groups[style.group] = ET.SubElement(tree, "layer-tree-group", attributes)
        ET.SubElement(
            groups[style.group],
            "layer-tree-layer",
            {
                "id": layer_id(style.name, spec),
                "name": inert(style.title),
                "source": _source(style.name, spec),
                "providerKey": "ogr",
                "expanded": str(int(len(style.rules) <= _OPEN_LEGEND)),
                "checked": "Qt::Unchecked" if style.layer.on_request else "Qt::Checked",
            },
        )
    folded = {"name": inert(spec.say("shape.tables")), "expanded": "0", "checked": "Qt::Checked"}
    tables = ET.SubElement(tree, "layer-tree-group", folded)
    for name in names:
        told = {
            "id": layer_id(name, spec),
            "name": inert(spec.published[name].label),
            "source": _source(name, spec),
            "providerKey": "ogr",
            "checked": "Qt::Unchecked",
        }
        ET.SubElement(tables, "layer-tree-layer", told)
    return tree


def _map_layer(style: LayerStyle, frame: pd.DataFrame, atlas: Atlas) -> ET.Element:
    attributes = {"type": "vector", "geometry": _GEOMETRIES[style.shape], "readOnly": "0"}
    layer = ET.Element("maplayer", {**attributes, **labelled(style)})
    if isinstance(frame, gpd.GeoDataFrame) and len(frame):
        extent = ET.SubElement(layer, "extent")
        bounds = (str(float(value)) for value in frame.total_bounds)
        _write(extent, dict(zip(_CORNERS, bounds, strict=True)))
    licences = licence_ids(frame)
    texts = {
        "id": layer_id(style.name, atlas.spec),
        "datasource": _source(style.name, atlas.spec),
        "layername": inert(style.title),
        "attribution": attribution(atlas, licences),
    }
    _write(layer, texts)
    ET.SubElement(layer, "srs").append(wgs84())
    layer.append(_layer_metadata(style, atlas, licences))
    ET.SubElement(layer, "provider", {"encoding": "UTF-8"}).text = "ogr"
    layer.extend(drawing(style, atlas.spec))
    return layer


def _table(name: str, style: LayerStyle | None, atlas: Atlas) -> ET.Element:
    """Return a table of the GeoPackage, to look at and to join; of some rows there are lines."""
    geometry = _GEOMETRIES[style.shape] if style else "No geometry"
    layer = ET.Element("maplayer", {"type": "vector", "geometry": geometry, "readOnly": "0"})
    title = atlas.spec.published[name].label
    source = {"id": layer_id(name, atlas.spec), "datasource": _source(name, atlas.spec)}
    _write(layer, {**source, "layername": inert(title)})
    ET.SubElement(layer, "provider", {"encoding": "UTF-8"}).text = "ogr"
    layer.extend(drawing(style, atlas.spec) if style else ())
    return layer


def _layer_metadata(style: LayerStyle, atlas: Atlas, licences: list[str]) -> ET.Element:
    metadata = ET.Element("resourceMetadata")
    texts = {
        "identifier": style.name,
        "language": atlas.spec.languages[0],
        "type": "dataset",
        "title": style.title,
        "abstract": f"{atlas.spec.title} {atlas.version}, data as of {atlas.date}",
        "rights": attribution(atlas, licences),
    }
    _write(metadata, texts)
    for licence in licences:
        ET.SubElement(metadata, "license").text = licence
    return metadata


def _properties(background: str, spec: Spec) -> ET.Element:
    properties = ET.Element("properties")
    gui = ET.SubElement(properties, "Gui")
    for part, value in zip(("Red", "Green", "Blue"), bytes.fromhex(background[1:7]), strict=True):
        ET.SubElement(gui, f"CanvasColor{part}Part", {"type": "int"}).text = str(value)
    paths = ET.SubElement(properties, "Paths")
    ET.SubElement(paths, "Absolute", {"type": "bool"}).text = "false"
    projections = ET.SubElement(properties, "SpatialRefSys")
    ET.SubElement(projections, "ProjectionsEnabled", {"type": "int"}).text = "1"
    variables = ET.SubElement(properties, "Variables")
    chosen = {variable(spec): spec.worldviews[0], variable(spec, "language"): spec.languages[0]}
    for name, texts in (("variableNames", chosen), ("variableValues", chosen.values())):
        values = ET.SubElement(variables, name, {"type": "QStringList"})
        for text in texts:
            ET.SubElement(values, "value").text = text
    return properties


def _about(abstract: str, atlas: Atlas) -> ET.Element:
    spec, metadata = atlas.spec, ET.Element("projectMetadata")
    licences = licence_ids(*atlas.layers.values())
    filled = string.Template(abstract).substitute(
        title=spec.title,
        version=atlas.version,
        date=atlas.date,
        description=spec.description and f"{spec.description}.",
        variable=variable(spec),
        language=variable(spec, "language"),
        licences=", ".join(licences),
        attributions=attribution(atlas, licences),
    )
    texts = {
        "identifier": f"{spec.name}-{atlas.version}",
        "language": spec.languages[0],
        "type": "dataset",
        "title": f"{spec.title} {atlas.version}",
        "abstract": filled.strip(),
        "author": ", ".join(spec.authors),
        "creation": f"{atlas.date}T00:00:00",
    }
    _write(metadata, texts)
    keywords = ET.SubElement(metadata, "keywords", {"vocabulary": "keywords"})
    for keyword in spec.keywords:
        ET.SubElement(keywords, "keyword").text = keyword
    return metadata


def _view(extent_m: Iterable[int], crs: ET.Element) -> ET.Element:
    settings = ET.Element("ProjectViewSettings", {"UseProjectScales": "0"})
    corners = dict(zip(_CORNERS, map(str, extent_m), strict=True))
    ET.SubElement(settings, "DefaultViewExtent", corners).append(crs)
    return settings


def _time(atlas: Atlas) -> ET.Element:
    """Return the range of the temporal controller: first event to data date, year by year."""
    settings = ET.Element(
        "ProjectTimeSettings",
        {"timeStep": "1", "timeStepUnit": "y", "frameRate": "1", "cumulativeTemporalRange": "0"},
    )
    events = [layer for layer in atlas.spec.events if layer.id in atlas.layers]
    days = [str(day) for layer in events for day in atlas.layers[layer.id][layer.time[0]]]
    between = ET.SubElement(settings, "TemporalRange")
    first = min(days, default=atlas.date)[:4]
    _write(between, {"start": f"{first}-01-01T00:00:00Z", "end": f"{atlas.date}T00:00:00Z"})
    return settings
