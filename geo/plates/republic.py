"""The plate of one republic, on A4."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.model.geodesy import length_km
from geo.model.schema import Edition
from geo.plates.column import Column
from geo.plates.legend import INDENT_MM, swatch, write_legend
from geo.plates.plate import Layers, Plate, draw_map, new_sheet, write_imprint
from geo.plates.sheet import Sheet, View
from geo.plates.signs import draw_dialogue, draw_exercise
from geo.plates.theme import print_design
from geo.plates.words import date, kilometres, number, say

SCALE_STEP = 250_000
BODIES = ("instc", "ashgabat", "eaeu", "csto")
SIGN_MM, SIGN_INDENT_MM = 2.2, 6.0


def republic_plate(layers: Layers, edition: Edition, worldview: str, republic: str) -> Plate:
    """Draw one republic with what the atlas holds of it.

    Parameters
    ----------
    layers
        Layers in EPSG:4326 by name.
    edition
        Version and data date.
    worldview
        Whose borders to draw.
    republic
        Its id.
    """
    design = print_design()["republic"]
    row = next(row for row in layers["republics"].itertuples() if row.id == republic)
    sheet, column = new_sheet(design, _fitting(row.geometry, design))
    labels, shown = draw_map(sheet, layers, worldview, hero=republic)
    column.text(say("plate.brand"), "brand")
    column.gap(1.5)
    column.text(row.name, "republic-title")
    column.gap(0.5)
    column.text(row.name_local, "local-name")
    column.gap(3)
    column.rule()
    column.gap(2.5)
    for name, value in _facts(row):
        column.row(name, value)
    column.gap(2.5)
    column.rule()
    column.gap(2.5)
    _write_corridors(column, layers, row.geometry)
    _write_events(column, layers, row.iso_a2)
    column.gap(2.5)
    column.rule()
    column.gap(2.5)
    left, right = column.halves()
    write_legend(left, shown, ["status", "mode"], small=True)
    write_legend(right, shown, ["kind", "border"], small=True)
    write_imprint(column, edition, worldview, design["margin_mm"])
    return Plate(row.name, sheet, labels)


def _fitting(shape: shapely.Geometry, design: dict[str, Any]) -> View:
    """Return the view that shows a country with some room around it, at a round scale."""
    west, south, east, north = shape.bounds
    centre = (round((west + east) / 2, 1), round((south + north) / 2, 1))
    trial, _ = new_sheet(design, View(centre, 1000.0))  # a millimetre is a metre
    flat = shapely.transform(shape, trial.project)
    x0, y0, x1, y1 = flat.bounds
    left, foot, right, top = trial.frame
    needed = max((x1 - x0) / (right - left), (y1 - y0) / (top - foot)) * 1000 * design["room"]
    middle = ((x0 + x1) / 2 - trial.middle[0], (y0 + y1) / 2 - trial.middle[1])
    return View(centre, ceil(needed / SCALE_STEP) * SCALE_STEP, middle)


def _facts(row: Any) -> Iterator[tuple[str, str]]:
    """Yield what the column says of a republic."""
    yield say("column.capital"), row.capital
    population = say("country.population", n=number(row.population), year=row.pop_year)
    yield say("column.population"), population
    yield say("column.area_km2"), say("unit.km2", n=number(row.area_km2))
    border = kilometres(row.afghan_border_km) if row.afghan_border_km else say("country.no_border")
    yield say("column.afghan_border_km"), border
    yield say("republic.relations"), say("republic.since", date=date(row.diplo_on))
    since, none = say("republic.no_partnership"), say("standing.none")
    if not pd.isna(row.partnership_year):
        since = say("republic.since", date=row.partnership_year)
    yield say("republic.partnership"), since
    joined = none if pd.isna(row.sco_since) else say("republic.since", date=date(row.sco_since))
    yield say("republic.sco"), joined
    for body in BODIES:
        yield say(f"column.{body}"), say(f"standing.{getattr(row, body)}")


def km_within(layers: Layers, shape: shapely.Geometry) -> pd.DataFrame:
    """Return the segments that lie in a country, each once, with the km of them that do.

    The working length is shared out by the drawn line, cut at the border.

    Returns
    -------
    DataFrame
        The columns of the corridor layers, `km`, and `instc` and `ashgabat`: whether the segment
        belongs to that corridor.
    """
    both = pd.concat([layers["instc"], layers["ashgabat"]]).drop_duplicates("id")
    both = both[both.intersects(shape) & (both["mode"] != "sea")]
    km = [
        row.len_km * length_km(shapely.intersection(row.geometry, shape)) / length_km(row.geometry)
        for row in both.itertuples()
    ]
    found = both.drop(columns="geometry").assign(
        km=km, **{name: both["id"].isin(layers[name]["id"]) for name in ("instc", "ashgabat")}
    )
    return found[found["km"] >= 1]


def _write_corridors(column: Column, layers: Layers, shape: shapely.Geometry) -> None:
    """Write how many km of each corridor, and of each status, lie in the country."""
    inside = km_within(layers, shape)
    column.text(say("republic.corridors"), "group")
    if inside.empty:
        column.text(say("republic.none"), "row")
    for group in ("corridor", "status"):
        for value in print_design()["legend"][group]:
            of_value = inside[value] if group == "corridor" else inside["status"] == value
            km = float(np.sum(inside["km"][of_value]))
            if km:
                draw = swatch(column.sheet, group, value)
                column.row(say(f"{group}.{value}"), kilometres(km), draw=draw, indent=INDENT_MM)
    column.gap(2.5)


def _write_events(column: Column, layers: Layers, iso: str) -> None:
    """Write the exercises and the meetings that were held in the country."""
    exercises = layers["exercises"]
    held = exercises[exercises["host"] == iso].sort_values(["start", "id"])
    column.text(say("republic.exercises"), "group")
    for row in held.itertuples():
        words = say("republic.exercise", name=say(f"series.{row.series}"), place=row.place)
        if not row.india:
            words = say("republic.without_india", name=words)
        draw = _sign(column.sheet, row)
        column.row(words, row.start[:4], draw=draw, indent=SIGN_INDENT_MM)
    if held.empty:
        column.text(say("republic.none_held"), "row")
    column.gap(2.5)
    dialogues = layers["dialogues"]
    met = dialogues[dialogues["host"] == iso].sort_values(["start", "id"])
    column.text(say("republic.dialogues"), "group")
    for row in met.itertuples():
        words = say("republic.exercise", name=say(f"format.{row.format}"), place=row.place)
        column.row(words, row.start[:4], draw=_sign(column.sheet, row), indent=SIGN_INDENT_MM)
    if met.empty:
        column.text(say("republic.none_held"), "row")


def _sign(sheet: Sheet, row: Any) -> Any:
    def draw(spot: tuple[float, float]) -> None:
        at = (spot[0] + SIGN_MM, spot[1])
        if hasattr(row, "series"):
            draw_exercise(sheet, at, row.series, sure=row.confidence != "low", clipped=False)
        else:
            draw_dialogue(sheet, at, row.format, virtual=bool(row.virtual), clipped=False)

    return draw
