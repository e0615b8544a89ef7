"""How QGIS draws the features of a layer: rules, their symbols, what moves aside."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from geo.pack.qgis import condition, constants, key, literal, options, points, rgba
from geo.pack.symbols import Aside, Sign, Symbols

_SYMBOLS = {"mark": "marker", "line": "line", "fill": "fill"}
_LAYERS = {"mark": "SimpleMarker", "line": "SimpleLine", "fill": "SimpleFill"}
_CAPS = {"round": "round", "butt": "flat"}
_EXPRESSION = 3  # kind of a data-defined property


def renderer(symbols: Symbols) -> ET.Element:
    """Return the element `renderer-v2` of a layer: every rule that holds draws its symbol."""
    element = ET.Element("renderer-v2", {"type": "RuleRenderer", "symbollevels": "1"})
    rules = ET.SubElement(element, "rules", {"key": key(symbols.layer, "rules")})
    drawn = ET.SubElement(element, "symbols")
    for number, rule in enumerate(symbols.rules):
        name = {"key": key(symbols.layer, rule.title), "label": rule.title, "symbol": str(number)}
        ET.SubElement(rules, "rule", {**name, **condition(rule)})
        attributes = {"type": _SYMBOLS[symbols.kind], "name": str(number), "alpha": "1"}
        symbol = ET.SubElement(drawn, "symbol", attributes)
        symbol.extend(_symbol_layer(sign, symbols) for sign in rule.signs)
    if symbols.pile_px:
        element.set("enableorderby", "1")
        order = ET.SubElement(element, "orderby")
        ET.SubElement(order, "orderByClause", {"asc": "1", "nullsFirst": "0"}).text = '"start"'
    return element


def _symbol_layer(sign: Sign, symbols: Symbols) -> ET.Element:
    name = _LAYERS[sign.kind]
    layer = ET.Element("layer", {"class": name, "enabled": "1", "pass": str(sign.level)})
    properties = {"mark": _mark, "line": _line, "fill": _fill}[sign.kind](sign)
    layer.append(options({**constants()[name], **properties}))
    if offset := _offset(sign, symbols):
        defined = {"active": True, "expression": offset, "type": _EXPRESSION}
        collection = {"name": "", "properties": {"offset": defined}, "type": "collection"}
        ET.SubElement(layer, "data_defined_properties").append(options(collection))
    return layer


def _mark(sign: Sign) -> dict[str, str]:
    outline = "dash" if sign.dash else "solid"
    return {
        "name": sign.shape,
        "color": "0,0,0,0" if sign.hole else rgba(sign.colour, sign.opacity),
        "offset": f"{points(sign.aside)},{points(-sign.lift)}",
        "outline_color": rgba(sign.edge or sign.colour),
        "outline_style": outline if sign.edge else "no",
        "outline_width": points(sign.width),
        "size": points(sign.size),
    }


def _line(sign: Sign) -> dict[str, str]:
    return {
        "line_color": rgba(sign.colour, sign.opacity),
        "line_width": points(sign.width),
        "capstyle": _CAPS[sign.cap],
        "use_custom_dash": str(int(bool(sign.dash))),
        "customdash": ";".join(map(points, sign.dash)),
    }


def _fill(sign: Sign) -> dict[str, str]:
    return {
        "color": rgba(sign.colour, sign.opacity),
        "outline_color": rgba(sign.edge),
        "outline_width": points(sign.width),
    }


def _offset(sign: Sign, symbols: Symbols) -> str:
    """Return the expression of what a sign moves by, in points; nothing if it stays."""
    if symbols.aside:
        return _aside(symbols.aside)
    if symbols.pile_px and not sign.still:
        return _pile(sign, symbols.pile_px)
    return ""


def _aside(aside: Aside) -> str:
    """Move a line to one side; as on the page, sides are those of the way north-east."""
    east = "x(end_point($geometry)) - x(start_point($geometry))"
    north = "y(end_point($geometry)) - y(start_point($geometry))"
    return (
        f'if(strpos("{aside.column}", {literal(aside.text)}) > 0, '
        f"if(0.6 * ({east}) + {north} >= 0, 1, -1) * {points(aside.side * aside.gap / 2)}, 0)"
    )


def _pile(sign: Sign, step: float) -> str:
    """Lay what stands on one spot in a row, the earliest first."""
    spot = "group_by:=geom_to_wkt($geometry, 4)"
    rank = f'array_find(array_agg("id", {spot}, order_by:="start"), "id")'
    return f"to_string({points(sign.aside)} + {points(step)} * {rank}) || ',{points(-sign.lift)}'"
