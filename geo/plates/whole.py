"""The plate of the whole content, on A3."""

from __future__ import annotations

from functools import partial

from geo.model.spec import Spec
from geo.plates.column import Column
from geo.plates.content import Content
from geo.plates.ground import lit_areas
from geo.plates.imprint import write_column
from geo.plates.legend import (
    event_groups,
    ground_groups,
    network_groups,
    write_groups,
    write_side_by_side,
)
from geo.plates.paper import Format, sheet_format
from geo.plates.plate import Plate, draw_map, fitting_view, new_sheet
from geo.plates.sheet import View
from geo.plates.words import say
from geo.plates.years import write_years


def whole_plate(content: Content) -> Plate:
    """Draw the whole atlas on one sheet."""
    spec, form = content.spec, sheet_format("whole")
    sheet, column = new_sheet(spec, form, _view(content, form))
    title = ": ".join(filter(None, (_title(spec), say(spec, "plate.subtitle"))))
    plate = draw_map(sheet, content, title=title)
    write_column(column, content, partial(_write, content, plate))
    return plate


def _write(content: Content, plate: Plate, column: Column, terse: int) -> None:
    """Write what the atlas is, the legend and the years; tersely: in small type, without prose."""
    spec = content.spec
    column.text(say(spec, "plate.brand", "brand"), "brand", 2.5)
    column.text(_title(spec), "title", 2)
    column.text(say(spec, "plate.subtitle"), "subtitle", 4.5)
    if terse < 3:
        column.text(say(spec, "plate.text"), "body", 2)
        column.text(say(spec, "plate.reality"), "body", 2)
    column.gap(3)
    column.rule(3.6)
    write_groups(column, network_groups(content), small=terse > 1)
    column.rule(3.6)
    ground = ground_groups(content, plate.places, claimed=plate.claimed)
    write_side_by_side(column, [*event_groups(content), *ground], small=terse > 0)
    column.rule(3.6)
    write_years(column, content)


def _title(spec: Spec) -> str:
    return say(spec, "plate.title") or spec.title


def _view(content: Content, form: Format) -> View:
    """Return what the map shows: as the atlas says, else all that it is about."""
    spec = content.spec
    layers = [*spec.of_shape("network"), *spec.of_shape("points")]
    shapes = [feature.shape for layer in layers for feature in content.of(layer)]
    shapes += [area.shape for area in lit_areas(content)]
    centre = (spec.settings["centre"]["lon"], spec.settings["centre"]["lat"])
    fitting = fitting_view(spec, form, centre, shapes)
    x, y = spec.settings["plate"].get("middle_m", fitting.middle)
    return View(centre, spec.settings["plate"].get("scale", fitting.scale), (x, y))
