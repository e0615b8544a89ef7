"""What the script of the page is told of an atlas: layers, columns, values; words are apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from geo.design.marks import CONDITIONS
from geo.design.signs import load_signs
from geo.design.strokes import modes_alike, parts_above
from geo.design.theme import dash, layer_hue, value_hue
from geo.model.spec import Column, LayerSpec, Spec, ValueSpec

_COLUMN = ("standing", "member_since", "begins", "unit", "with_year", "precision", "names_a")
_POINTS = ("country", "host", "partners", "subject", "technical", "weight")
_VALUE = ("meaning", "on", "ships", "solid", "line_px", "label", "shown", "keeps", "role")


def describe(spec: Spec) -> dict[str, Any]:
    """Return the description of an atlas as plain values, without what is empty.

    Hues are names of custom properties, signs are paths. `sentences` and `cards` say under which
    conditions and how many; their texts, as all others, are in `Spec.words`.
    """
    return {
        "subject": spec.subject,
        "bodies": list(spec.bodies),
        "layers": [_layer(spec, layer) for layer in spec.layers.values()],
        "values": {
            column: {
                name: _value(column, name, value) | _lines(spec, column, name)
                for name, value in rows.items()
            }
            for column, rows in spec.values.items()
        },
    }


def untold(layer: LayerSpec) -> set[str]:
    """Return the columns, computed from other tables, that its file names as published alone."""
    told = str({key: each for key, each in layer.settings.items() if key != "columns"})
    computed = (column.name for column in layer.table.columns if column.computed)
    return {name for name in computed if not re.search(rf"\b{name}\b", told)}


def _lines(spec: Spec, column: str, name: str) -> dict[str, Any]:
    """Return, of a status, the modes whose lines look alike in it, and what lies on those."""
    if column != "status":
        return {}
    above = parts_above(spec, status=name)
    return {"looks": modes_alike(spec, status=name), **({"above": above} if above else {})}


def _layer(spec: Spec, layer: LayerSpec) -> dict[str, Any]:
    settings, left_out = layer.settings, untold(layer)
    roles = {
        name: settings[name] for name in _POINTS if layer.shape == "points" and name in settings
    }
    told = {
        "partner": bool(settings.get("partners")) and layer.shape == "areas",
        "hue": layer_hue(layer) if layer.hue else "",
        "look": layer.look if layer.shape == "lines" else "",
        "line_px": settings.get("line_px"),
        **_dash(settings),
        "whole": spec.is_whole(layer),
        "added": settings.get("added"),
        "nameless": settings.get("nameless"),
        "branches": list(layer.branches),
        "on_request": layer.on_request,
        "mark": _mark(layer),
        "rhythm": settings.get("rhythm", {}).get("rows"),
        "of_subject": settings.get("of_subject", {}).get("column"),
        "tips": settings.get("tips"),
        "cards": len(settings.get("cards", {}).get("lines", [])),
        "sentences": [sentence.get("when", {}) for sentence in settings.get("sentences", [])],
    }
    return {
        "id": layer.id,
        "shape": layer.shape,
        "columns": {
            column.name: _column(column)
            for column in layer.table.columns
            if column.name not in left_out
        },
        **{
            name: list(getattr(layer, name))
            for name in ("time", "legend", "listed", "details", "search")
        },
        **roles,
        **{name: value for name, value in told.items() if value},
    }


def _column(column: Column) -> dict[str, Any]:
    told = {name: getattr(column, name) for name in _COLUMN}
    return {"type": column.type, **{name: value for name, value in told.items() if value}}


def _value(column: str, name: str, value: ValueSpec) -> dict[str, Any]:
    hue = {"hue": value_hue(column, name)} if value.hue else {}
    sign = {"sign": load_signs()[value.sign].path} if value.sign else {}
    return {
        **hue,
        **sign,
        **_dash(value.settings),
        **{key: value.settings[key] for key in _VALUE if key in value.settings},
    }


def _dash(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {"dash": dash(settings["dash"])} if "dash" in settings else {}


def _mark(layer: LayerSpec) -> dict[str, Any]:
    """Return the mark of points: its body is a path, or the column that names one."""
    mark = layer.settings.get("mark")
    if not mark:
        return {}
    sign = load_signs().get(mark["body"])
    hue = mark["hue"] if isinstance(mark["hue"], str) else ""
    states = {name: mark[name] for name in CONDITIONS if name in mark}
    own = {name: mark.get(name) for name in ("token", "ring", "scale")}
    told = {"body": sign.path if sign else "", **own}
    return {
        **{name: value for name, value in told.items() if value},
        **({} if sign else {"kinds": mark["body"]}),
        **({"hue": hue} if hue else {"own_hue": layer_hue(layer)}),
        "states": states,
    }
