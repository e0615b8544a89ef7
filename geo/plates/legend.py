"""The legend: the strokes and signs of the map, and how many or how long they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.plates.column import Column, Draw
from geo.plates.corridors import CORRIDORS, strokes
from geo.plates.ground import border_strokes, draw_hatch
from geo.plates.sheet import Sheet, Spot
from geo.plates.signs import draw_dialogue, draw_exercise, draw_place
from geo.plates.theme import colour, print_design
from geo.plates.words import kilometres, number, say, texts

Layers = Mapping[str, gpd.GeoDataFrame]
SWATCH_MM = 10.0
INDENT_MM = 13.0


def write_legend(
    column: Column,
    layers: Layers,
    groups: Iterable[str],
    *,
    small: bool = False,
) -> None:
    """Write groups of the legend, each with those of its values that the layers hold.

    Parameters
    ----------
    column
        Where to write.
    layers
        Layers by name, with nothing in them that the map does not show.
    groups
        Names of groups, such as `status`.
    small
        For a map of a part: say neither how long nor how many.
    """
    for group in groups:
        amounts = _amounts(group, layers)
        values = [value for value in print_design()["legend"][group] if value in amounts]
        if not values:
            continue
        column.text(say(f"group.{group}"), "group")
        column.gap(0.4)
        for value in values:
            column.row(
                say(f"{group}.{value}"),
                "" if small else amounts[value],
                draw=swatch(column.sheet, group, value),
                indent=INDENT_MM,
                kind="small-row" if small else "row",
            )
        if f"print_hint.{group}" in texts() and not small:
            column.text(say(f"print_hint.{group}"), "note")
        column.gap(1.5 if small else 2.6)


def segments(layers: Layers) -> pd.DataFrame:
    """Return the segments of both corridors, each once."""
    both = pd.concat([layers[name].drop(columns="geometry") for name in CORRIDORS])
    return both.drop_duplicates("id")


def _amounts(group: str, layers: Layers) -> dict[str, str]:
    """Return what the legend says of each value of a group."""
    if group == "corridor":
        return {
            name: kilometres(layers[name]["len_km"].sum())
            for name in CORRIDORS
            if len(layers[name])
        }
    if group in ("status", "mode"):
        return {
            str(value): kilometres(km)
            for value, km in segments(layers).groupby(group)["len_km"].sum().items()
        }
    if group == "border":
        return dict.fromkeys([*layers["borders"]["border"], *layers["areas"]["border"]], "")
    if group == "kind":
        return dict.fromkeys(layers["places"]["kind"], "")
    layer = {"series": "exercises", "format": "dialogues"}[group]
    return {str(value): number(n) for value, n in layers[layer][group].value_counts().items()}


def swatch(sheet: Sheet, group: str, value: str) -> Draw:
    """Return what draws the sign of a value at the left edge of a row."""
    signs: dict[str, Callable[..., Any]] = {
        "series": draw_exercise,
        "format": draw_dialogue,
        "kind": draw_place,
    }
    if group in signs:
        return lambda spot: signs[group](
            sheet, (spot[0] + SWATCH_MM / 2, spot[1]), value, clipped=False
        )
    if value == "claimed":
        return lambda spot: draw_hatch(
            sheet,
            shapely.box(spot[0], spot[1] - 1, spot[0] + SWATCH_MM, spot[1] + 1),
            clipped=False,
        )
    if group == "border":
        return lambda spot: _line(sheet, spot, [border_strokes()[value]], "border")
    if group == "corridor":
        return lambda spot: _line(sheet, spot, strokes("rail", "operating"), value)
    mode, status = ("rail", value) if group == "status" else (value, "operating")
    return lambda spot: _line(sheet, spot, strokes(mode, status), "ink")


def _line(sheet: Sheet, spot: Spot, styles: list[dict[str, Any]], tone: str) -> None:
    course = np.array([spot, (spot[0] + SWATCH_MM, spot[1])])
    for style in styles:
        own = {name: value for name, value in style.items() if name != "tone"}
        sheet.line(course, clipped=False, color=colour(style.get("tone", tone)), **own)
