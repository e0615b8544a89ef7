"""How QGIS draws the features of a layer: rules, their symbols, what moves aside."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Mapping, Sequence
from xml.etree import ElementTree as ET

from geo.design.areas import Fill
from geo.design.legend import Look, Shape
from geo.design.marks import Mark
from geo.design.strokes import EAST, ERROR, ERROR_COLUMN, Stroke
from geo.model.spec import Spec
from geo.pack.layer_style import STEM_PX, Abreast, LayerStyle, StyleRule
from geo.pack.qgis.expressions import (
    condition,
    constants,
    inert,
    key,
    literal,
    options,
    points,
    rgba,
)

_SYMBOLS = {"points": "marker", "network": "line", "lines": "line", "areas": "fill"}
_CAPS = {"round": "round", "butt": "flat"}
_EXPRESSION = 3  # kind of a data-defined property
_REACH_PX = 8  # of a sign, from its middle
_APART_PX = 6.4
"""How far looks above each other are apart in a legend."""
_UNSEEN = Stroke(0.1, colour="#ffffff00")
_ON_THE_GROUND = {"line_width_unit": "RenderMetersInMapUnits"}


def renderer(style: LayerStyle, spec: Spec) -> ET.Element:
    """Return the element `renderer-v2` of a layer: every rule that holds draws its symbol."""
    element = ET.Element("renderer-v2", {"type": "RuleRenderer", "symbollevels": "1"})
    rules = ET.SubElement(element, "rules", {"key": key(spec, style.name, "rules")})
    drawn = ET.SubElement(element, "symbols")
    for number, rule in enumerate(style.rules):
        name = {
            "key": key(spec, style.name, f"rule {number}"),
            "label": inert(rule.title),
            "symbol": str(number),
        }
        ET.SubElement(rules, "rule", {**name, **condition(rule, spec)})
        attributes = {"type": _SYMBOLS[style.shape], "name": str(number), "alpha": "1"}
        symbol = ET.SubElement(drawn, "symbol", attributes)
        symbol.extend(_symbol_layers(rule, style))
    if style.pile_px:
        element.set("enableorderby", "1")
        order = ET.SubElement(element, "orderby")
        first = f'"{style.time[0]}"'
        ET.SubElement(order, "orderByClause", {"asc": "1", "nullsFirst": "0"}).text = first
    return element


def sample(looks: Sequence[Look]) -> ET.Element:
    """Return the symbol of a row of a legend: looks above each other, colours as `#rrggbb`.

    Without any it is one that is not seen.
    """
    looks = looks or ((_UNSEEN,),)
    kind = {Stroke: "line", Mark: "marker", Fill: "fill"}[type(looks[0][0])]
    symbol = ET.Element("symbol", {"type": kind, "name": "", "alpha": "1"})
    for number, look in enumerate(looks):
        down = {"offset": points((number - (len(looks) - 1) / 2) * _APART_PX)}
        for shape in look:
            if isinstance(shape, Stroke):
                symbol.append(_element("SimpleLine", {**_line(shape), **down}, 0))
            elif isinstance(shape, Fill):
                symbol.append(_element("SimpleFill", _fill(shape), 0))
            else:
                symbol.append(_element("SvgMarker", _sign(shape, 0), 0))
    return symbol


def _symbol_layers(rule: StyleRule, style: LayerStyle) -> Iterable[ET.Element]:
    for number, shape in enumerate(rule.shapes):
        level = shape.level if isinstance(shape, Stroke) else rule.level
        yield _symbol_layer(shape, style, level if style.shape != "areas" else number)


def _symbol_layer(shape: Shape, style: LayerStyle, level: int) -> ET.Element:
    if isinstance(shape, Stroke):
        if shape.part == ERROR:
            width = {"outlineWidth": f'2 * "{ERROR_COLUMN}"'}
            look = {**_line(shape), **_ON_THE_GROUND}
            return _element("SimpleLine", look, level, {**width, **_hue(shape, style)})
        defined = {**_offset(_beside(style.abreast)), **_hue(shape, style)}
        return _element("SimpleLine", _line(shape), level, defined)
    if isinstance(shape, Fill):
        return _element("SimpleFill", _fill(shape), level)
    if shape.part == "stem":
        unseen = "0,0,0,0"  # in a legend
        look = {**_sign(shape, STEM_PX / 2), "outline_color": unseen}
        seen = f"if(\"id\" IS NULL, '{unseen}', '{rgba(shape.edge)}')"
        return _element("SvgMarker", look, level, {"outlineColor": seen})
    lift = STEM_PX if style.lifted else 0
    return _element("SvgMarker", _sign(shape, 0), level, _offset(_placed(style, lift)))


def _element(
    name: str,
    properties: dict[str, str],
    level: int,
    defined: Mapping[str, str] | None = None,
) -> ET.Element:
    """Return a symbol layer; `defined` are properties that are expressions."""
    layer = ET.Element("layer", {"class": name, "enabled": "1", "pass": str(level)})
    layer.append(options({**constants()[name], **properties}))
    if defined:
        each = {
            key: {"active": True, "expression": expression, "type": _EXPRESSION}
            for key, expression in defined.items()
        }
        collection = {"name": "", "properties": each, "type": "collection"}
        ET.SubElement(layer, "data_defined_properties").append(options(collection))
    return layer


def _hue(stroke: Stroke, style: LayerStyle) -> dict[str, str]:
    """Return the colour by the branch of a segment, if a stroke is in the hue of its layer."""
    if stroke.colour != style.hue or not style.tints:
        return {}
    cases = "".join(
        f" WHEN {_names(tint.branch)}"
        f"{''.join(f' AND NOT {_names(other)}' for other in tint.others)}"
        f" THEN {literal(rgba(tint.colour, stroke.opacity))}"
        for tint in style.tints
    )
    return {"outlineColor": f"CASE{cases} ELSE {literal(rgba(stroke.colour, stroke.opacity))} END"}


def _offset(expression: str) -> dict[str, str]:
    return {"offset": expression} if expression else {}


def _sign(mark: Mark, lift: float) -> dict[str, str]:
    svg = _svg(mark.shape.path, mark)
    return {
        "name": f"base64:{base64.b64encode(svg.encode()).decode()}",
        "color": rgba(mark.fill) if mark.fill else "0,0,0,0",
        "offset": f"0,{points(-lift)}",
        "outline_color": rgba(mark.edge) if mark.edge else "0,0,0,0",
        "outline_width": points(mark.width),
        "size": points(2 * _reach(mark)),
    }


def _svg(path: str, mark: Mark) -> str:
    """Return a sign as a picture whose colours and width of line QGIS fills in."""
    edge = ""
    if mark.edge:
        edge = (
            ' stroke="param(outline)" stroke-width="param(outline-width)" stroke-linejoin="round"'
        )
    if mark.dash:
        edge += f' stroke-dasharray="{" ".join(f"{part:g}" for part in mark.dash)}"'
    reach = _reach(mark)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * reach}" height="{2 * reach}"'
        f' viewBox="{-reach} {-reach} {2 * reach} {2 * reach}">'
        f'<path d="{path}" fill="param(fill)"{edge}/></svg>'
    )


def _reach(mark: Mark) -> int:
    """Return the half of what a sign and its edge take."""
    return math.ceil(_REACH_PX * max(1, mark.scale))


def _line(stroke: Stroke) -> dict[str, str]:
    return {
        "line_color": rgba(stroke.colour, stroke.opacity),
        "line_width": points(stroke.width),
        "capstyle": _CAPS[stroke.cap],
        "use_custom_dash": str(int(bool(stroke.dash))),
        "customdash": ";".join(map(points, stroke.dash)),
    }


def _fill(fill: Fill) -> dict[str, str]:
    return {
        "color": rgba(fill.colour, fill.opacity),
        **({"style": "b_diagonal"} if fill.hatched else {}),
        **({"outline_color": rgba(fill.edge)} if fill.edge else {"outline_style": "no"}),
        "outline_width": points(fill.width),
    }


def _beside(abreast: Iterable[Abreast]) -> str:
    """Return how far a line moves beside the networks that share it; nothing if there are none.

    As on the page, sides are those of the way north-east.
    """
    terms = [
        f"if({' OR '.join(_names(branch) for branch in other.branches)}, {points(other.px)}, 0)"
        for other in abreast
    ]
    if not terms:
        return ""
    east = "x(end_point($geometry)) - x(start_point($geometry))"
    north = "y(end_point($geometry)) - y(start_point($geometry))"
    return f"if({EAST} * ({east}) + {north} >= 0, 1, -1) * ({' + '.join(terms)})"


def _names(branch: str) -> str:
    """Return the condition that a segment belongs to a branch."""
    return f"(strpos(';' || \"branch\" || ';', {literal(f';{branch};')}) > 0)"


def _placed(style: LayerStyle, lift: float) -> str:
    """Return how far a mark moves that is not alone on its spot: a row, the earliest first.

    It depends on the feature, so that in a legend, which has none, each mark is beside its words.
    """
    if not style.pile_px:
        return f"if(\"id\" IS NULL, '0,0', '0,{points(-lift)}')" if lift else ""
    spot = "group_by:=geom_to_wkt($geometry, 4)"
    rank = f'array_find(array_agg("id", {spot}, order_by:="{style.time[0]}"), "id")'
    return f"to_string({points(style.pile_px)} * {rank}) || ',{points(-lift)}'"
