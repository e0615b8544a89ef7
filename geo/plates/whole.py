"""The plate of the whole atlas, on A3."""

from __future__ import annotations

from functools import partial

from geo.model.atlas import Atlas
from geo.model.spec import Spec
from geo.model.worldviews import in_view
from geo.plates.column import Column
from geo.plates.features import features_of
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


def whole_plate(atlas: Atlas, worldview: str) -> Plate:
    """Draw the whole atlas on one sheet.

    Parameters
    ----------
    atlas
        The atlas.
    worldview
        Whose borders to draw.
    """
    atlas = in_view(atlas, worldview)
    spec, form = atlas.spec, sheet_format("whole")
    sheet, column = new_sheet(spec, form, _view(atlas, form))
    title = ": ".join(filter(None, (_title(spec), say(spec, "plate.subtitle"))))
    plate = draw_map(sheet, atlas, worldview, title=title)
    write_column(column, atlas, worldview, partial(_write, atlas, plate))
    return plate


def _write(atlas: Atlas, plate: Plate, column: Column, terse: int) -> None:
    """Write what the atlas is, the legend and the years; tersely: in small type, no prose."""
    spec = atlas.spec
    column.text(say(spec, "plate.brand", "brand"), "brand", 2.5)
    column.text(_title(spec), "title", 2)
    column.text(say(spec, "plate.subtitle"), "subtitle", 4.5)
    if terse < 2:
        column.text(say(spec, "plate.text"), "body", 2)
        column.text(say(spec, "plate.reality"), "body", 2)
    column.gap(3)
    column.rule(4)
    write_groups(column, network_groups(atlas), small=terse > 0)
    column.rule(4)
    ground = ground_groups(atlas, plate.places, claimed=plate.claimed)
    write_side_by_side(column, [*event_groups(atlas), *ground], small=terse > 0)
    column.rule(4)
    write_years(column, atlas)


def _title(spec: Spec) -> str:
    return say(spec, "plate.title") or spec.title


def _view(atlas: Atlas, form: Format) -> View:
    """Return what the map shows: as the atlas says, else all that it is about."""
    spec = atlas.spec
    layers = [*spec.of_shape("network"), *spec.of_shape("points")]
    shapes = [feature.shape for layer in layers for feature in features_of(atlas, layer)]
    shapes += [area.shape for area in lit_areas(atlas)]
    centre = (spec.settings["centre"]["lon"], spec.settings["centre"]["lat"])
    fitting = fitting_view(spec, form, centre, shapes)
    x, y = spec.settings["plate"].get("middle_m", fitting.middle)
    return View(centre, spec.settings["plate"].get("scale", fitting.scale), (x, y))
