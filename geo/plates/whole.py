"""The plate of the whole content, on A3."""

from __future__ import annotations

from functools import partial

from geo.design.captions import heading, title
from geo.design.legend import event_groups, ground_groups, network_groups
from geo.design.view import whole_view
from geo.model.content import Content
from geo.model.saying import say
from geo.plates.column import TextColumn
from geo.plates.layout import compose
from geo.plates.legend import lay_group
from geo.plates.plate import Plate
from geo.plates.years import write_years


def whole_plate(content: Content) -> Plate:
    """Draw the whole atlas on one sheet."""
    spec = content.spec
    named = ": ".join(filter(None, (title(spec), say(spec, "plate.subtitle"))))
    view, write = partial(whole_view, content), partial(_write, content)
    return compose(content, view, write, title=named)


def _write(content: Content, column: TextColumn, plate: Plate, most: int) -> None:
    """Lay out what the atlas is, the legend and the years."""
    spec = content.spec
    for caption in heading(spec):
        column.text(*caption)
    column.gap(3)
    column.rule(3.6)
    for group in network_groups(content):
        lay_group(column, group, spec=spec, most=most)
    column.rule(3.6)
    ground = ground_groups(plate.shown, claimed=plate.claimed)
    groups = [*event_groups(content), *ground]
    column.side_by_side([partial(lay_group, group=group, spec=spec, most=most) for group in groups])
    column.rule(3.6)
    write_years(column, content)
