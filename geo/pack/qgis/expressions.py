"""The language of QGIS: its expressions, options, units and keys."""

from __future__ import annotations

import re
import tomllib
import uuid
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from geo.model.spec import Spec
from geo.pack.layer_style import DATED, DRAWN, LINE, LabelStyle, StyleRule, Where

VERSION = "3.22.0"
"""The version whose format is written; later ones read it."""
_SHORTEST_ID = 11
"""QGIS would replace an id of fewer letters."""
_POINTS_PER_PX = 0.75
M_PER_PX = 0.0254 / 96
_SIDE_M = "111320 * sqrt(area($geometry) * cos(radians(y(centroid($geometry)))))"
"""The side of a square as large as an area."""
_MARKS = re.compile(r"(?<=\[)(?=%)|(?<=%)(?=\])")
"""The middle of the marks around an expression in a text, which QGIS finds even in quotes."""


@cache
def constants() -> dict[str, dict[str, str]]:
    """Return what is the same in every style, by element or class of symbol layer."""
    return tomllib.loads(Path(__file__).with_name("qgis.toml").read_text("utf-8"))


def layer_id(name: str, spec: Spec) -> str:
    """Return what QGIS calls a layer or table."""
    return f"{spec.name}_{name}".ljust(_SHORTEST_ID, "_")


def variable(spec: Spec, what: str = "worldview") -> str:
    """Return the name of the variable that chooses the view of the world, or the `language`.

    An expression takes no name that begins with a digit for a variable.
    """
    return re.sub(r"\W|^(?=\d)", "_", f"{spec.name}_{what}")


def condition(rule: StyleRule | LabelStyle, spec: Spec) -> dict[str, str]:
    """Return the attributes of a rule that say for which features and at which scales it holds."""
    attributes = {}
    tests = _tests(rule.where, spec)
    tests += [f"NOT ({' AND '.join(_tests(where, spec))})" for where in rule.unless]
    if isinstance(rule, LabelStyle) and rule.smallest:
        tests.append(f"{_SIDE_M} > {rule.smallest * M_PER_PX:.5f} * @map_scale")
    if tests:
        attributes["filter"] = " AND ".join(tests)
    if rule.below:
        attributes["scalemaxdenom"] = str(round(rule.below / M_PER_PX))
    return attributes


def _tests(where: Where, spec: Spec) -> list[str]:
    return [_test(column, value, spec) for column, value in where.items()]


def _test(column: str, value: str | bool | list[str], spec: Spec) -> str:  # noqa: FBT001
    usual, *others = spec.worldviews
    if column == DATED:
        return '(@map_start_time IS NOT NULL OR "valid_to" IS NULL)'
    if column == DRAWN:
        return f"\"worldview\" IN ('all', coalesce(@{variable(spec)}, {literal(usual)}))"
    if column == LINE:
        cases = "".join(
            f' WHEN @{variable(spec)} = {literal(view)} THEN "{view}"' for view in others
        )
        shown = f'CASE{cases} ELSE "{usual}" END' if others else f'"{usual}"'
        return f"{shown} = {literal(str(value))}"
    if isinstance(value, bool):
        return f'"{column}"' if value else f'NOT "{column}"'
    # without coalesce a missing value would be neither this value nor another
    values = value if isinstance(value, list) else [value]
    return f"coalesce(\"{column}\", '') IN ({', '.join(map(literal, values))})"


def literal(text: str) -> str:
    """Return a text as a constant in an expression, which may stand within `[% ... %]`."""
    quoted = text.replace("\\", r"\\").replace("'", "''")
    parts = [f"'{part}'" for part in _MARKS.split(quoted)]
    return parts[0] if len(parts) == 1 else f"concat({', '.join(parts)})"


def inert(text: str) -> str:
    """Return a text of which QGIS takes no part for an expression."""
    return text.replace("[%", "[ %")


def options(values: Mapping[str, Any], name: str = "") -> ET.Element:
    """Return a table as QGIS writes it, each value with its type."""
    table = ET.Element("Option", {"type": "Map", **({"name": name} if name else {})})
    for key, value in values.items():
        if isinstance(value, Mapping):
            table.append(options(value, key))
            continue
        if isinstance(value, list):
            listed = ET.SubElement(table, "Option", {"type": "StringList", "name": key})
            for each in value:
                ET.SubElement(listed, "Option", {"type": "QString", "value": each})
            continue
        kind = {bool: "bool", int: "int"}.get(type(value), "QString")
        text = str(value).lower() if kind == "bool" else str(value)
        ET.SubElement(table, "Option", {"type": kind, "name": key, "value": text})
    return table


def key(spec: Spec, layer: str, what: str) -> str:
    """Return an identifier of the form that QGIS gives to rules, the same in every run."""
    return f"{{{uuid.uuid5(uuid.NAMESPACE_URL, f'{spec.name}/{layer}/{what}')}}}"


def rgba(colour: str, opacity: float = 1.0) -> str:
    """Return a colour `#rrggbb` or `#rrggbbaa` as QGIS writes it."""
    red, green, blue, alpha = bytes.fromhex(f"{colour[1:]}ff"[:8])
    return f"{red},{green},{blue},{round(alpha * opacity)}"


def spatialrefsys(**parts: str) -> ET.Element:
    """Return a reference system, of which parts are told."""
    element = ET.Element("spatialrefsys")
    for name, text in parts.items():
        ET.SubElement(element, name).text = text
    return element


def wgs84() -> ET.Element:
    """Return the reference system of all positions."""
    return spatialrefsys(
        proj4="+proj=longlat +datum=WGS84 +no_defs", srid="4326", authid="EPSG:4326"
    )


def points(px: float) -> str:
    """Return CSS pixels as points, of which there are 72 to the inch and not 96."""
    return f"{px * _POINTS_PER_PX:.4f}".rstrip("0").rstrip(".")
