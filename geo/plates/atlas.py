"""The plate of the whole atlas, on A3."""

from __future__ import annotations

from geo.design.tokens import read_json
from geo.model.schema import Edition
from geo.plates.legend import write_legend
from geo.plates.plate import Layers, Plate, draw_map, new_sheet, write_imprint
from geo.plates.sheet import View
from geo.plates.theme import print_design
from geo.plates.words import say
from geo.plates.years import write_years


def atlas_plate(layers: Layers, edition: Edition, worldview: str) -> Plate:
    """Draw the whole atlas on one sheet.

    Parameters
    ----------
    layers
        Layers in EPSG:4326 by name.
    edition
        Version and data date.
    worldview
        Whose borders to draw.
    """
    design, projection = print_design()["plate"], read_json("view.json")["projection"]
    view = View((projection["lon"], projection["lat"]), design["scale"], tuple(design["middle_m"]))
    sheet, column = new_sheet(design, view)
    labels, shown = draw_map(sheet, layers, worldview)
    column.text(say("plate.brand"), "brand")
    column.gap(2.5)
    column.text(say("plate.title"), "title")
    column.gap(2)
    column.text(say("plate.subtitle"), "subtitle")
    column.gap(4.5)
    column.text(say("plate.text"), "body")
    column.gap(2)
    column.text(say("plate.reality"), "body")
    column.gap(5)
    column.rule()
    column.gap(4)
    for groups in (["corridor"], ["status"], ["mode"]):
        write_legend(column, shown, groups)
    column.rule()
    column.gap(4)
    left, right = column.halves()
    write_legend(left, shown, ["series", "border"])
    write_legend(right, shown, ["format", "kind"])
    column.y = min(left.y, right.y)
    column.rule()
    column.gap(4)
    write_years(column, layers)
    write_imprint(column, edition, worldview, design["margin_mm"])
    title = f"{say('plate.title')}: {say('plate.subtitle')}"
    return Plate(title, sheet, labels)
