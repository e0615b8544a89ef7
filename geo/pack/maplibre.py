"""A MapLibre style over the GeoJSON files, from the same symbols as the styles of QGIS."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd

from geo.design.tokens import read_json
from geo.model.schema import Edition
from geo.pack.attribution import attribution
from geo.pack.symbols import (
    DRAWN,
    LINE,
    Label,
    Rule,
    Sign,
    Symbols,
    glyphs,
    load_symbols,
    worldviews,
)
from geo.page.payload import name_spots

_FOLDER = "layers"
_VIEW = ["global-state", "worldview"]
_TILE_M_PER_PX = 40_075_016.686 / 512  # at the equator, zoom 0
_CIRCLE = 0.5  # of the side of a square as large as the area: about what a circle inside spans
_KM_PER_PX = round(_TILE_M_PER_PX / 1000)
_OPENING_M_PER_PX = 7000
_GLYPH_SCALE = 1.4  # of a character to the shape in it
_ANCHORS = ["left", "right", "top-left", "bottom-left", "top-right", "bottom-right"]
_NAMED = re.compile(r"[^a-z]+")


def style(
    layers: Mapping[str, gpd.GeoDataFrame], edition: Edition, theme: Mapping[str, Any]
) -> dict[str, Any]:
    """Return a style for MapLibre GL JS 5.11 or later.

    The GeoJSON files are looked for in the folder `layers` beside the page that shows the map. It
    asks the network for nothing else: text and marks are drawn with fonts of the reader's machine.
    The state `worldview` chooses the view of borders and countries.

    Parameters
    ----------
    layers
        Layers in EPSG:4326 by name. One that is missing is left out. Of areas the style holds the
        names itself, each once, in the middle of the largest circle inside.
    edition
        Version and data date, for the name and the attribution.
    theme
        The tokens of the page: colours, widths, dashes and text sizes.
    """
    shown = {name: signs for name, signs in load_symbols(theme).items() if name in layers}
    areas = [name for name, signs in shown.items() if signs.kind == "fill"]
    centre = read_json("view.json")["projection"]
    views = worldviews()
    return {
        "version": 8,
        "name": f"{edition.title} {edition.version}, data as of {edition.date}",
        "metadata": {"version": edition.version, "data_date": edition.date},
        "projection": {"type": "globe"},
        "center": [centre["lon"], centre["lat"]],
        "zoom": _zoom(_OPENING_M_PER_PX),
        "state": {"worldview": {"default": views[0]}},
        "sources": {
            **{name: _source(name, edition) for name in shown},
            **{f"{name}-names": _spots(layers[name]) for name in areas},
        },
        "layers": [
            _background(theme["colours"]["ocean"][0]),
            *(part for symbols in reversed(shown.values()) for part in _drawn(symbols)),
            *_names(list(shown.values())),
        ],
    }


def _source(layer: str, edition: Edition) -> dict[str, Any]:
    return {
        "type": "geojson",
        "data": f"{_FOLDER}/{layer}.geojson",
        "promoteId": "id",
        "attribution": attribution(edition),
    }


def _spots(frame: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return a source of points that bear the names of areas, and how many km wide each is."""
    kept = frame[["name", "iso_a3", *frame.columns.intersection(["worldview"])]].astype(object)
    rows = kept.where(kept.notna(), None).to_dict("records")
    features = [
        {
            "type": "Feature",
            "properties": {**row, "km": km},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for row, (lon, lat, km) in zip(rows, name_spots(frame.geometry.to_numpy()), strict=True)
    ]
    return {"type": "geojson", "data": {"type": "FeatureCollection", "features": features}}


def _background(colour: str) -> dict[str, Any]:
    return {"id": "ocean", "type": "background", "paint": {"background-color": colour}}


def _drawn(symbols: Symbols) -> Iterator[dict[str, Any]]:
    """Yield the style layers of one layer of the atlas, those of a lower level first."""
    parts = [(sign, rule) for rule in symbols.rules for sign in rule.signs]
    for sign, rule in sorted(parts, key=lambda part: part[0].level):
        for number, painted in enumerate(_painted(sign, symbols)):
            title = _NAMED.sub("-", rule.title.lower()).strip("-")
            name = "-".join([symbols.layer, title, sign.name, *(["edge"] if number else [])])
            yield {"id": name, "source": symbols.layer, **_condition(rule), **painted}


def _painted(sign: Sign, symbols: Symbols) -> list[dict[str, Any]]:
    if sign.kind == "fill":
        edge = {"line-color": sign.edge, "line-width": sign.width}
        fill = {"fill-color": sign.colour, "fill-antialias": False}
        return [
            {"type": "fill", "paint": fill},
            {"type": "line", "layout": {"line-join": "round"}, "paint": edge},
        ]
    if sign.kind == "line":
        return [_line(sign, symbols)]
    return [_circle(sign) if sign.shape == "circle" else _character(sign)]


def _line(sign: Sign, symbols: Symbols) -> dict[str, Any]:
    paint: dict[str, Any] = {
        "line-color": sign.colour,
        "line-opacity": sign.opacity,
        "line-width": sign.width,
    }
    if sign.dash:  # counted in widths of the line
        paint["line-dasharray"] = [round(part / sign.width, 3) for part in sign.dash]
    if aside := symbols.aside:
        has_text = ["in", aside.text, ["get", aside.column]]
        paint["line-offset"] = ["case", has_text, aside.side * aside.gap / 2, 0]
    layout = {"line-cap": sign.cap, "line-join": "round"}
    return {"type": "line", "layout": layout, "paint": paint}


def _circle(sign: Sign) -> dict[str, Any]:
    paint = {
        "circle-radius": sign.size / 2,
        "circle-color": sign.colour,
        "circle-opacity": 0 if sign.hole else 1,
        "circle-stroke-color": sign.edge or sign.colour,
        "circle-stroke-width": sign.width,
        "circle-translate": [sign.aside, -sign.lift],
    }
    return {"type": "circle", "paint": paint}


def _character(sign: Sign) -> dict[str, Any]:
    size = sign.size * _GLYPH_SCALE
    outlined = sign.edge and sign.shape != "line"
    layout = {
        "text-field": glyphs()[sign.shape],
        "text-size": size,
        "text-allow-overlap": True,
        "text-ignore-placement": True,
    }
    paint = {
        "text-color": sign.edge if sign.shape == "line" else sign.colour,
        "text-halo-color": sign.edge if outlined else "transparent",
        "text-halo-width": sign.width if outlined else 0,
        "text-translate": [sign.aside, -sign.lift],
    }
    return {"type": "symbol", "layout": layout, "paint": paint}


def _names(layers: list[Symbols]) -> list[dict[str, Any]]:
    """Return the style layers of all names; what stands last gets its place first."""
    found = [
        (label.priority, f"{symbols.layer}-name-{number}", label, symbols)
        for symbols in layers
        for number, label in enumerate(symbols.labels, start=1)
    ]
    return [
        {"id": name, **_condition(label), **_name(label, symbols)}
        for _, name, label, symbols in sorted(found, key=lambda item: item[:2])
    ]


def _name(label: Label, symbols: Symbols) -> dict[str, Any]:
    source = f"{symbols.layer}-names" if symbols.kind == "fill" else symbols.layer
    layout: dict[str, Any] = {
        "text-field": ["get", "name"],
        "text-font": [f"{label.family} {'Bold' if label.bold else 'Regular'}"],
        "text-size": label.size,
        "text-letter-spacing": label.spacing,
        "text-transform": "uppercase" if label.capitals else "none",
    }
    if symbols.kind == "line":
        layout["symbol-placement"] = "line"
    if symbols.kind == "mark":
        layout |= {"text-variable-anchor": _ANCHORS, "text-radial-offset": 0.7}
    paint = {
        "text-color": label.colour,
        "text-halo-color": label.halo,
        "text-halo-width": 1.5,
    }
    return {"type": "symbol", "source": source, "layout": layout, "paint": paint}


def _condition(rule: Rule | Label) -> dict[str, Any]:
    """Return for which features and from which zoom a rule holds."""
    tests = [_test(column, value) for column, value in rule.where.items()]
    tests += [["!", _test(column, value)] for column, value in rule.unless.items()]
    if isinstance(rule, Label) and rule.smallest:
        px = ["/", ["*", ["get", "km"], ["^", 2, ["zoom"]]], _KM_PER_PX]
        tests.append([">", px, rule.smallest * _CIRCLE])
    found: dict[str, Any] = {"filter": ["all", *tests]} if tests else {}
    return {**found, "minzoom": _zoom(rule.below)} if rule.below else found


def _test(column: str, value: Any) -> list[Any]:  # noqa: ANN401 - text, a boolean or a list of texts
    if column == DRAWN:
        drawn = ["get", "worldview"]
        return ["any", ["==", drawn, "all"], ["==", drawn, _VIEW]]
    if column == LINE:
        return ["==", ["get", _VIEW], value]
    if isinstance(value, bool):
        return ["==", ["get", column], value]
    values = value if isinstance(value, list) else [value]
    return ["in", ["coalesce", ["get", column], ""], ["literal", values]]


def _zoom(m_per_px: float) -> float:
    """Return the zoom at which a pixel is so many metres wide in the middle of the map."""
    middle = math.cos(math.radians(read_json("view.json")["projection"]["lat"]))
    return round(math.log2(_TILE_M_PER_PX * middle / m_per_px), 2)
