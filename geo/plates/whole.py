"""The plate of the whole content, on A3."""

from __future__ import annotations

from functools import partial

from geo.model.spec import Spec
from geo.plates.column import Column
from geo.plates.content import Content
from geo.plates.ground import lit_areas
from geo.plates.layout import compose
from geo.plates.legend import (
    event_groups,
    ground_groups,
    network_groups,
)
from geo.plates.paper import Format, sheet_format
from geo.plates.plate import Plate, fitting_view
from geo.plates.sheet import View
from geo.plates.words import say
from geo.plates.years import write_years


def whole_plate(content: Content) -> Plate:
    """Draw the whole atlas on one sheet."""
    spec = content.spec
    title = ": ".join(filter(None, (_title(spec), say(spec, "plate.subtitle"))))
    view, write = partial(_view, content), partial(_write, content)
    return compose(content, view, write, title=title)


def _write(content: Content, column: Column, plate: Plate, most: int) -> None:
    """Lay out what the atlas is, the legend and the years."""
    spec = content.spec
    column.text(say(spec, "plate.brand", "brand"), "brand", 2.5)
    column.text(_title(spec), "title", 2)
    column.text(say(spec, "plate.subtitle"), "subtitle", 4.5)
    column.text(say(spec, "plate.text"), "body", 2)
    column.text(say(spec, "plate.reality"), "body", 2)
    column.gap(3)
    column.rule(3.6)
    for group in network_groups(content):
        group.lay(column, spec=spec, most=most)
    column.rule(3.6)
    ground = ground_groups(plate.shown, claimed=plate.claimed)
    groups = [*event_groups(content), *ground]
    column.side_by_side([partial(group.lay, spec=spec, most=most) for group in groups])
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
    if not (scale := spec.settings["plate"].get("scale")):
        return View(centre, fitting.scale, (x, y))
    (left, _, right, _), (start, _, end, _) = sheet_format("whole").frame, form.frame
    return View(centre, scale * (right - left) / (end - start), (x, y))
