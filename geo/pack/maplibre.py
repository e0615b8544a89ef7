"""A MapLibre style over the GeoJSON files, from the same rules as the styles of QGIS."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import geopandas as gpd

from geo.design.areas import Fill
from geo.design.marks import Mark, scale_of
from geo.design.paper import print_design
from geo.design.spots import name_spots
from geo.design.strokes import ERROR, ERROR_COLUMN, PARTS, Stroke
from geo.design.theme import light_colours
from geo.model.atlas import Atlas
from geo.model.licences import licence_ids
from geo.model.rows import records
from geo.model.spec import Spec
from geo.pack.credits import attribution
from geo.pack.layer_style import DRAWN, LINE, STEM_PX, LabelStyle, LayerStyle, StyleRule
from geo.pack.styles import layer_styles, on_ground
from geo.pack.view import opening_extent
from geo.read.extras import read_labels

_FAMILY = "Noto Sans"
_VIEW = ["global-state", "worldview"]
_TOLD = ["coalesce", ["get", ["concat", "name_", ["global-state", "language"]]], ["get", "name"]]
"""A name in the language that is chosen, as far as there is one."""
_SEAS = "seas/names"
"""The sign / parts ids from what no layer is called."""
_PALE = 0.5
"""How opaque a fill is that stands for a hatch."""
_TILE_M_PER_PX = 40_075_016.686 / 512  # at the equator, zoom 0
_FINEST = 22  # zoom
_CIRCLE = 0.5  # of the side of a square as large as the area: about what a circle inside spans
_KM_PER_PX = round(_TILE_M_PER_PX / 1000)
_WINDOW_PX = 1000  # of the reader, for the zoom to begin with
_GLYPH_SCALE = 1.4  # of a character to the shape in it
_ANCHORS = ["left", "right", "top-left", "bottom-left", "top-right", "bottom-right"]


def style(atlas: Atlas) -> dict[str, Any]:
    """Return a style for MapLibre GL JS 5.11 or later.

    The GeoJSON files are looked for in the folders `layers` and `geojson` beside the page that
    shows the map. It asks the network for nothing else: text and marks are drawn with fonts of the
    reader's machine. The state `worldview` chooses the view of borders and countries, `language`
    the language of names. What is hatched elsewhere is a pale fill. Of areas the style holds the
    names itself, each once, in the middle of the largest circle inside.
    """
    spec = atlas.spec
    shown = on_ground(layer_styles(spec), atlas)
    areas = [name for name, style in shown.items() if style.shape == "areas" and style.labels]
    west, _, east, _ = opening_extent(atlas)
    centre, sea = spec.settings["centre"], light_colours(spec)["ocean"]
    rights = attribution(atlas, licence_ids(*(atlas.frames[name] for name in shown)))
    return {
        "version": 8,
        "name": f"{spec.title} {atlas.version}, data as of {atlas.date}",
        "metadata": {"version": atlas.version, "data_date": atlas.date},
        "projection": {"type": "globe"},
        "center": [centre["lon"], centre["lat"]],
        "zoom": _zoom((east - west) / _WINDOW_PX, spec),
        "state": {
            "worldview": {"default": spec.worldviews[0]},
            "language": {"default": spec.languages[0]},
        },
        "sources": {
            **{name: _source(name, atlas, rights) for name in shown},
            **{f"{name}/names": _spots(atlas.layers[name], spec) for name in areas},
            _SEAS: _collection(_seas(spec)),
        },
        "layers": [
            {"id": "ocean", "type": "background", "paint": {"background-color": sea}},
            *(part for style in reversed(shown.values()) for part in _drawn(style, spec)),
            *_sea_names(spec),
            *_names(list(shown.values()), spec),
        ],
    }


def _source(name: str, atlas: Atlas, rights: str) -> dict[str, Any]:
    folder = "layers" if name in atlas.layers else "geojson"
    return {
        "type": "geojson",
        "data": f"{folder}/{name}.geojson",
        "promoteId": "id",
        "attribution": rights,
    }


def _spots(frame: gpd.GeoDataFrame, spec: Spec) -> dict[str, Any]:
    """Return a source of points that bear the names of areas, and how many km wide each is."""
    named = ["name", *(f"name_{language}" for language in spec.languages)]
    columns = frame.columns.intersection([*named, "iso_a2", "iso_a3", "worldview"])
    spots = name_spots(frame.geometry.to_numpy())
    return _collection(
        ({**row, "km": km}, [lon, lat])
        for row, (lon, lat, km) in zip(records(frame[columns]), spots, strict=True)
    )


def _seas(spec: Spec) -> Iterator[tuple[dict[str, Any], list[float]]]:
    """Yield the names of seas, and where each stands."""
    for sea in read_labels(spec).get("seas", []):
        key = f"sea.{sea['key']}"
        names = {f"name_{language}": spec.say(key, language) for language in spec.languages}
        yield {"name": spec.say(key), **names, "rank": sea["rank"]}, sea["at"][0]


def _collection(points: Iterable[tuple[dict[str, Any], list[float]]]) -> dict[str, Any]:
    """Return a source of points that stands in the style itself."""
    features = [
        {
            "type": "Feature",
            "properties": row,
            "geometry": {"type": "Point", "coordinates": position},
        }
        for row, position in points
    ]
    return {"type": "geojson", "data": {"type": "FeatureCollection", "features": features}}


def _sea_names(spec: Spec) -> Iterator[dict[str, Any]]:
    """Yield the style layers of the names of seas, the great ones last."""
    hues, design = light_colours(spec), print_design()["styles"]
    for rank, kind in ((2, "small-sea"), (1, "sea")):
        yield {
            "id": f"{_SEAS}/{rank}",
            "type": "symbol",
            "source": _SEAS,
            "filter": ["==", ["get", "rank"], rank],
            "layout": {
                "text-field": _TOLD,
                "text-font": ["Noto Serif Italic"],
                "text-size": design[kind]["size"],
                "text-max-width": 6,
            },
            "paint": {"text-color": hues[design[kind]["colour"]]},
        }


def _drawn(style: LayerStyle, spec: Spec) -> Iterator[dict[str, Any]]:
    """Yield the style layers of one layer of the atlas, the lowest first."""
    layers = {"network": _lines, "lines": _lines, "areas": _fills, "points": _marks}
    for number, (rules, painted) in enumerate(layers[style.shape](style, spec)):
        name = f"{style.name}/{number}"
        part = {"id": name, "source": style.name, **_condition(rules, spec), **painted}
        yield _asked_for(part, style)


def _asked_for(part: dict[str, Any], style: LayerStyle) -> dict[str, Any]:
    """Return a style layer, unseen at first if it is of a layer on request."""
    if not style.layer.on_request:
        return part
    return {**part, "layout": {**part.get("layout", {}), "visibility": "none"}}


Painted = Iterator[tuple[list[StyleRule], dict[str, Any]]]
"""What stands in style layers beside their names, each with the rules that it serves."""


def _lines(style: LayerStyle, spec: Spec) -> Painted:
    """Yield each stroke once, part by part, so that no line lies beneath the casing of another."""
    found: dict[Stroke, list[StyleRule]] = {}
    for part in PARTS:
        for rule in style.rules:
            for stroke in rule.shapes:
                if isinstance(stroke, Stroke) and stroke.part == part:
                    found.setdefault(stroke, []).append(rule)
    for stroke, rules in found.items():
        yield rules, _line(stroke, style, spec)


def _fills(style: LayerStyle, _: Spec) -> Painted:
    """Yield fills and their edges, the lowest of all rules first."""
    for fills in zip(*(rule.shapes for rule in style.rules), strict=True):
        for rule, fill in zip(style.rules, fills, strict=True):
            if isinstance(fill, Fill):
                paint: dict[str, Any] = {"fill-color": fill.colour, "fill-antialias": False}
                if (opacity := fill.opacity * (_PALE if fill.hatched else 1)) < 1:
                    paint["fill-opacity"] = opacity
                yield [rule], {"type": "fill", "paint": paint}
                if fill.edge:
                    edge = {"line-color": fill.edge, "line-width": fill.width}
                    yield [rule], {"type": "line", "layout": {"line-join": "round"}, "paint": edge}


def _marks(style: LayerStyle, _: Spec) -> Painted:
    """Yield marks whole, one after the other, so that each hides what it lies on."""
    for rule in sorted(style.rules, key=lambda rule: rule.level):
        for mark in rule.shapes:
            if isinstance(mark, Mark):
                lift = (STEM_PX / 2 if mark.part == "stem" else STEM_PX) if style.lifted else 0
                round_ = mark.shape.glyph == "●"
                yield [rule], (_circle if round_ else _character)(mark, lift)


def _hue(stroke: Stroke, style: LayerStyle) -> str | list[Any]:
    """Return the colour of a stroke; in the hue of its layer it is that of its branch."""
    if stroke.colour != style.hue or not style.tints:
        return stroke.colour
    alone = (
        (
            [
                "all",
                _names_branch(tint.branch),
                *(["!", _names_branch(other)] for other in tint.others),
            ],
            tint.colour,
        )
        for tint in style.tints
    )
    return ["case", *(part for pair in alone for part in pair), stroke.colour]


def _names_branch(branch: str) -> list[Any]:
    """Return the condition that a segment belongs to a branch."""
    return ["in", f";{branch};", ["concat", ";", ["get", "branch"], ";"]]


def _error_px(spec: Spec) -> list[Any]:
    """Return the width of a band that is as wide as the error on the ground at every zoom."""
    error = ["get", ERROR_COLUMN]
    stops = ((zoom, 2 / _m_per_px(zoom, spec)) for zoom in (0, _FINEST))
    widths = [each for zoom, px_per_m in stops for each in (zoom, ["*", error, px_per_m])]
    return ["interpolate", ["exponential", 2], ["zoom"], *widths]


def _line(stroke: Stroke, style: LayerStyle, spec: Spec) -> dict[str, Any]:
    paint: dict[str, Any] = {
        "line-color": _hue(stroke, style),
        "line-opacity": stroke.opacity,
        "line-width": _error_px(spec) if stroke.part == ERROR else stroke.width,
    }
    if stroke.dash:  # counted in widths of the line
        paint["line-dasharray"] = [round(part / stroke.width, 3) for part in stroke.dash]
    if style.abreast:
        paint["line-offset"] = [
            "+",
            *(
                [
                    "case",
                    ["any", *map(_names_branch, other.branches)],
                    other.px,
                    0,
                ]
                for other in style.abreast
            ),
        ]
    layout = {"line-cap": stroke.cap, "line-join": "round"}
    return {"type": "line", "layout": layout, "paint": paint}


def _circle(mark: Mark, lift: float) -> dict[str, Any]:
    paint = {
        "circle-radius": mark.shape.size / 2,
        "circle-color": mark.fill,
        "circle-stroke-color": mark.edge or mark.fill,
        "circle-stroke-width": mark.width,
        "circle-translate": [0, -lift],
    }
    return {"type": "circle", "paint": paint}


def _character(mark: Mark, lift: float) -> dict[str, Any]:
    sign = mark.shape
    outlined = mark.edge and sign.closed
    layout = {
        "text-field": sign.glyph,
        "text-size": sign.size * _GLYPH_SCALE,
        "text-allow-overlap": True,
        "text-ignore-placement": True,
    }
    paint = {
        "text-color": mark.fill if sign.closed else mark.edge,
        "text-halo-color": mark.edge if outlined else "transparent",
        "text-halo-width": mark.width if outlined else 0,
        "text-translate": [0, -lift],
    }
    return {"type": "symbol", "layout": layout, "paint": paint}


def _names(styles: list[LayerStyle], spec: Spec) -> list[dict[str, Any]]:
    """Return the style layers of all names; what stands last gets its place first."""
    found = [
        (label.priority, f"{style.name}/names/{number}", label, style)
        for style in styles
        for number, label in enumerate(style.labels, start=1)
    ]
    return [
        _asked_for({"id": name, **_condition([label], spec), **_name(label, style)}, style)
        for _, name, label, style in sorted(found, key=lambda item: item[:2])
    ]


def _name(label: LabelStyle, style: LayerStyle) -> dict[str, Any]:
    source = f"{style.name}/names" if style.shape == "areas" else style.name
    layout: dict[str, Any] = {
        "text-field": _TOLD,
        "text-font": [f"{_FAMILY} {'Bold' if label.bold else 'Regular'}"],
        "text-size": label.size,
        "text-letter-spacing": label.spacing,
        "text-transform": "uppercase" if label.capitals else "none",
    }
    if style.shape == "network":
        layout["symbol-placement"] = "line"
    if style.shape == "points":
        offset = 0.7 * max(1, scale_of(style.layer))
        layout |= {"text-variable-anchor": _ANCHORS, "text-radial-offset": offset}
    paint = {
        "text-color": label.colour,
        "text-halo-color": label.halo,
        "text-halo-width": 1.5,
    }
    return {"type": "symbol", "source": source, "layout": layout, "paint": paint}


def _condition(rules: list[StyleRule] | list[LabelStyle], spec: Spec) -> dict[str, Any]:
    """Return for which features and from which zoom one of some rules holds, all equally close."""
    tests = [_tests(rule) for rule in rules]
    found: dict[str, Any] = {}
    if all(tests):
        found["filter"] = (
            ["any", *(["all", *test] for test in tests)] if len(tests) > 1 else ["all", *tests[0]]
        )
    below = rules[0].below
    return {**found, "minzoom": _zoom(below, spec)} if below else found


def _tests(rule: StyleRule | LabelStyle) -> list[list[Any]]:
    tests = [_test(column, value) for column, value in rule.where.items()]
    tests += [
        ["!", ["all", *(_test(column, value) for column, value in where.items())]]
        for where in rule.unless
    ]
    if isinstance(rule, LabelStyle) and rule.smallest:
        px = ["/", ["*", ["get", "km"], ["^", 2, ["zoom"]]], _KM_PER_PX]
        tests.append([">", px, rule.smallest * _CIRCLE])
    return tests


def _test(column: str, value: str | bool | list[str]) -> list[Any]:  # noqa: FBT001
    if column == DRAWN:
        drawn = ["get", "worldview"]
        return ["any", ["==", drawn, "all"], ["==", drawn, _VIEW]]
    if column == LINE:
        return ["==", ["get", _VIEW], value]
    if isinstance(value, bool):
        return ["==", ["get", column], value]
    values = value if isinstance(value, list) else [value]
    return ["in", ["coalesce", ["get", column], ""], ["literal", values]]


def _zoom(m_per_px: float, spec: Spec) -> float:
    """Return the zoom at which a pixel is so many metres wide in the middle of the map."""
    return round(math.log2(_m_per_px(0, spec) / m_per_px), 2)


def _m_per_px(zoom: int, spec: Spec) -> float:
    """Return how many metres wide a pixel is in the middle of the map."""
    middle = math.cos(math.radians(spec.settings["centre"]["lat"]))
    return float(_TILE_M_PER_PX * middle / 2**zoom)
