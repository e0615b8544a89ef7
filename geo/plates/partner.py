"""The plate of one partner country, on A4."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import shapely
from shapely.geometry.base import BaseGeometry

from geo.design.theme import layer_hue
from geo.model.atlas import Atlas
from geo.model.geodesy import length_km
from geo.model.spec import Column as Field
from geo.model.spec import Layer
from geo.model.worldviews import in_view
from geo.plates.column import Column
from geo.plates.features import Feature, country_names, features_of, segments_of
from geo.plates.imprint import write_column
from geo.plates.labels import event_word
from geo.plates.legend import (
    INDENT_MM,
    ground_groups,
    line_swatch,
    network_groups,
    sign,
    write_side_by_side,
)
from geo.plates.network import sample_strokes
from geo.plates.paper import sheet_format
from geo.plates.piles import events_of
from geo.plates.plate import Plate, draw_map, fitting_view, new_sheet
from geo.plates.words import date, kilometres, number, say, value_word

SIGN_MM, SIGN_INDENT_MM = 2.2, 6.0
MOST = (1000, 12, 8, 5, 3, 1)
"""How many events of a layer are listed, by how terse the plate has to be."""
LEAST_KM = 1.0
"""A segment that is in a country for less only touches it."""


def partner_plate(atlas: Atlas, worldview: str, partner_id: str) -> Plate:
    """Draw one partner with what the atlas holds of it.

    Parameters
    ----------
    atlas
        The atlas, which has a layer of partners.
    worldview
        Whose borders to draw.
    partner_id
        Id of the partner.
    """
    atlas = in_view(atlas, worldview)
    spec, form = atlas.spec, sheet_format("partner")
    partner = next(each for each in partners_of(atlas) if each.id == partner_id)
    west, south, east, north = partner.shape.bounds
    centre = (round((west + east) / 2, 1), round((south + north) / 2, 1))
    sheet, column = new_sheet(spec, form, fitting_view(spec, form, centre, [partner.shape]))
    plate = draw_map(sheet, atlas, worldview, title=partner.name, focus=partner_id)
    write_column(column, atlas, worldview, partial(_write, atlas, plate, partner))
    return plate


def _write(atlas: Atlas, plate: Plate, partner: Feature, column: Column, terse: int) -> None:
    """Write what the atlas holds of a partner; tersely: the latest events alone."""
    spec = atlas.spec
    column.text(say(spec, "plate.brand", "brand"), "brand", 1.5)
    column.text(partner.name, "partner-title", 0.5)
    column.text(partner.text("name_local"), "local-name", 3)
    column.rule(2.5)
    for name, value in _facts(atlas, partner):
        column.row(name, value)
    column.gap(2.5)
    column.rule(2.5)
    _write_networks(column, atlas, partner)
    for layer in spec.events:
        if layer.country:
            _write_events(column, atlas, layer, partner.text("iso_a2"), most=MOST[terse])
    column.rule(2.5)
    networks = network_groups(atlas)[1:]  # which networks there are is said above
    ground = ground_groups(atlas, plate.places, claimed=plate.claimed)
    write_side_by_side(column, [group.bare() for group in (*networks, *ground)], small=True)


def partners_of(atlas: Atlas) -> list[Feature]:
    """Return the partners of the subject of the atlas, of which each has a plate."""
    return features_of(atlas, atlas.spec.partners) if atlas.spec.partners else []


def _facts(atlas: Atlas, partner: Feature) -> Iterator[tuple[str, str]]:
    """Yield what the column says of a partner: headings and values."""
    spec, layer = atlas.spec, partner.layer
    for name in layer.settings.get("plate", {}).get("rows", layer.details):
        heading = say(spec, f"partner.column.{name}", f"column.{name}")
        yield heading, _cell_text(atlas, partner, layer.table[name])


def _cell_text(atlas: Atlas, feature: Feature, column: Field) -> str:
    """Return the value of a cell in words."""
    spec, text = atlas.spec, feature.text(column.name)
    zero = say(spec, f"zero.{column.name}")
    if not text:
        return say(spec, "standing.none" if column.member_since else "partner.unknown")
    if text == "0" and zero:
        return zero
    if column.type == "date":
        return date(spec, text)
    if column.type in ("number", "integer") and not column.begins:  # which is a year
        amount = number(spec, float(text))
        if column.with_year:
            year = feature.text(column.with_year)
            return say(spec, "country.population", n=amount, year=year)
        return say(spec, f"unit.{column.unit}", n=amount) or amount
    items = [text] if column.type == "text" else feature.items(column.name)
    names = country_names(atlas) if column.type in ("iso_a2", "iso_a2s") else {}
    if column.type in ("choice", "choices"):
        names = {item: value_word(spec, feature.layer, column.name, item) for item in items}
    return ", ".join(names.get(item, item) for item in items)


def km_within(atlas: Atlas, country: BaseGeometry) -> list[tuple[Feature, float]]:
    """Return the segments that lie in a country, each once, with the km of them that do.

    The working length is shared out by the drawn line, cut at the border; what runs at sea runs
    in no country.
    """
    modes = atlas.spec.values.get("mode", {})
    found = []
    for segment in segments_of(atlas):
        at_sea = modes[segment.text("mode")].settings["on"] == "sea"
        if not at_sea and segment.shape.intersects(country):
            inside = length_km(shapely.intersection(segment.shape, country))
            km = segment.number("len_km") * inside / length_km(segment.shape)
            found.append((segment, km))
    return [(segment, km) for segment, km in found if km >= LEAST_KM]


def _write_networks(column: Column, atlas: Atlas, partner: Feature) -> None:
    """Write how many km of each network, and of each status, lie in the country."""
    spec = atlas.spec
    networks = spec.of_shape("network")
    if not networks:
        return
    inside = km_within(atlas, partner.shape)
    column.text(say(spec, "partner.corridors"), "group")
    if not inside:
        column.text(say(spec, "partner.no_corridors"), "row")
    rows = []
    for layer in networks:
        own = {segment.id for segment in features_of(atlas, layer)}
        name, strokes = f"layers.{layer.id}.name", sample_strokes(spec, layer_hue(layer))
        rows.append((name, strokes, sum(km for segment, km in inside if segment.id in own)))
    for status in spec.values["status"]:
        km = sum(km for segment, km in inside if segment.text("status") == status)
        rows.append((f"status.{status}", sample_strokes(spec, status=status), km))
    for name, strokes, km in rows:
        if km:
            draw = line_swatch(strokes)
            column.row(say(spec, name), kilometres(spec, km), draw=draw, indent=INDENT_MM)
    column.gap(2.5)


def _write_events(column: Column, atlas: Atlas, layer: Layer, iso_a2: str, *, most: int) -> None:
    """Write the events of a layer in a country, so many at most: the latest."""
    spec = atlas.spec
    held = [event for event in events_of(atlas, layer) if event.text(layer.country) == iso_a2]
    title = say(spec, f"layers.{layer.id}.title")
    column.text(say(spec, "partner.held", layer=title), "group")
    if len(held) > most:
        column.row(
            say(spec, "partner.earlier", n=number(spec, len(held) - most)), indent=SIGN_INDENT_MM
        )
    for event in held[-most:]:
        draw, year = sign(spec, event, SIGN_MM), event.text(layer.time[0])[:4]
        column.row(_event_text(atlas, event), year, draw=draw, indent=SIGN_INDENT_MM)
    if not held:
        column.text(say(spec, "partner.none_held"), "row")
    column.gap(2.5)


def _event_text(atlas: Atlas, event: Feature) -> str:
    """Return what a row says of an event: what and where, and whether without the subject."""
    spec = atlas.spec
    words = ", ".join(filter(None, (event_word(spec, event), event.text("place"))))
    if event.cells.get(event.layer.settings.get("subject", "")) is False:
        country = country_names(atlas).get(spec.subject, spec.subject)
        return say(spec, "partner.without", name=words, country=country)
    return words
