"""The plate of one partner country, on A4."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from geo.design.legend import (
    Look,
    by_value,
    event_groups,
    ground_groups,
    network_groups,
    sample_strokes,
    status_looks,
)
from geo.design.theme import layer_hue
from geo.design.view import fitting_view
from geo.model.content import Content, Feature
from geo.model.saying import date, kilometres, number, say, value_word
from geo.model.shares import start_share
from geo.model.spec import Column, LayerSpec, Spec
from geo.plates.column import Draw, TextColumn
from geo.plates.labels import event_word
from geo.plates.layout import compose
from geo.plates.legend import INDENT_MM, lay_group, swatch
from geo.plates.piles import events_of
from geo.plates.plate import Plate
from geo.plates.signs import draw_sample

SIGN_MM, SIGN_INDENT_MM = 2.2, 6.0
LEGEND = 0.8
"""How large the legend is set beside the rest."""


def partner_plate(content: Content, partner: Feature) -> Plate:
    """Draw one partner with what the atlas holds of it."""
    west, south, east, north = partner.shape.bounds
    centre = (round((west + east) / 2, 1), round((south + north) / 2, 1))
    view = partial(fitting_view, content.spec, centre=centre, shapes=[partner.shape])
    write = partial(_write, content, partner)
    return compose(content, view, write, title=partner.name, focus=partner.id)


def _write(content: Content, partner: Feature, column: TextColumn, plate: Plate, most: int) -> None:
    """Lay out what the atlas holds of a partner, and the legend of what else the map shows."""
    spec, shown, iso_a2 = content.spec, plate.shown, partner.text("iso_a2")
    column.text(say(spec, "plate.brand", "brand"), "brand", 1.5)
    column.text(partner.name, "partner-title", 0.5)
    column.text(partner.text("name_local"), "local-name", 3)
    column.rule(2.5)
    for name, value in _facts(content, partner):
        column.row(name, value)
    column.gap(2.5)
    column.rule(2.5)
    lengths = _write_networks(column, content, partner)
    told = [*plate.named]
    for layer in spec.events:
        if layer.country:
            held = [
                each for each in events_of(content, layer) if each.text(layer.country) == iso_a2
            ]
            _write_events(column, content, layer, held, most=most)
            told += held[-most:]
    column.rule(2.5)
    groups = [
        *network_groups(shown, lengths),
        *event_groups(shown, told),
        *ground_groups(shown, claimed=plate.claimed),
    ]
    blocks = [partial(lay_group, group=group.bare(), spec=spec, most=most) for group in groups]
    column.side_by_side(blocks, scale=LEGEND)


def _facts(content: Content, partner: Feature) -> Iterator[tuple[str, str]]:
    """Yield what the column says of a partner: headings and values."""
    spec, layer = content.spec, partner.layer
    for name in layer.settings.get("plate", {}).get("rows", layer.details):
        heading = say(spec, f"partner.column.{name}", f"column.{name}")
        yield heading, _cell_text(content, partner, layer.table[name])


def _cell_text(content: Content, feature: Feature, column: Column) -> str:
    """Return the value of a cell in words."""
    spec, text = content.spec, feature.text(column.name)
    zero = say(spec, f"zero.{column.name}")
    if not text:
        return say(spec, "standing.none" if column.member_since else "partner.unknown")
    if text == "0" and zero:
        return zero
    if column.type == "date":
        return date(spec, text, feature.text(column.precision))
    if column.type in ("number", "integer"):
        amount = number(spec, float(text))
        if column.with_year:
            year = feature.text(column.with_year)
            return say(spec, "country.population", n=amount, year=year)
        return say(spec, f"unit.{column.unit}", n=amount) or amount
    items = [text] if column.type == "text" else feature.items(column.name)
    names = content.country_names if column.type in ("iso_a2", "iso_a2s") else {}
    if column.type in ("choice", "choices"):
        names = {item: value_word(spec, feature.layer, column.name, item) for item in items}
    return ", ".join(names.get(item, item) for item in items)


def km_within(content: Content, partner: Feature) -> list[tuple[Feature, float]]:
    """Return the segments that lie in a country, each once, with the km of them that do.

    The working length is shared out between the countries of its ends; what runs on water runs in
    no country.
    """
    iso_a2, ashore = partner.text("iso_a2"), content.spec.modes_on("land")
    found = []
    for segment in content.segments:
        ends = segment.text("iso_from"), segment.text("iso_to")
        if iso_a2 in ends and segment.text("mode") in ashore:
            share = start_share(segment.shape, *ends, content.countries)
            km = segment.number("len_km") * (share if iso_a2 == ends[0] else 1 - share)
            found.append((segment, km))
    return found


def _write_networks(column: TextColumn, content: Content, partner: Feature) -> set[str]:
    """Write how many km of each network and status lie in the country; return the keys of these."""
    spec = content.spec
    networks = [layer for layer in spec.of_shape("network") if not layer.on_request]
    if not networks:
        return set()
    inside = km_within(content, partner)
    run = spec.statuses("runs", "broken")
    column.heading(say(spec, "partner.corridors"))
    if not inside:
        column.text(say(spec, "partner.no_corridors"), "row")
    rows: list[tuple[str, tuple[Look, ...], float]] = []
    for layer in networks:
        own = {segment.id for segment in content.of(layer)}
        name, line = f"layers.{layer.id}.name", sample_strokes(spec, layer_hue(layer))
        ran = (km for segment, km in inside if segment.id in own and segment.text("status") in run)
        rows.append((name, (line,), sum(ran)))
    for status, found in by_value(spec, content.segments, "status"):
        km = sum(km for segment, km in inside if segment.text("status") == status)
        rows.append((f"status.{status}", status_looks(spec, status, found), km))
    rows = [row for row in rows if row[2]]
    for name, looks, km in rows:
        column.row(say(spec, name), kilometres(spec, km), draw=swatch(*looks), indent=INDENT_MM)
    if rows:
        column.text(say(spec, "print_hint.corridor"), "note")
    column.gap(2.5)
    return {name for name, _, _ in rows}


def _write_events(
    column: TextColumn, content: Content, layer: LayerSpec, held: list[Feature], *, most: int
) -> None:
    """Write the events of a layer in a country, so many at most: the latest, and first of all."""
    spec = content.spec
    title = say(spec, f"layers.{layer.id}.title")
    column.heading(say(spec, "partner.held", layer=title))
    for event in reversed(held[-most:]):
        draw, year = _sign(spec, event), event.text(layer.time[0])[:4]
        column.row(_event_text(content, event), year, draw=draw, indent=SIGN_INDENT_MM)
    if earlier := len(held[:-most]):
        text = say(spec, "partner.earlier", n=number(spec, earlier))
        column.row(text, indent=SIGN_INDENT_MM)
    if not held:
        column.text(say(spec, "partner.none_held"), "row")
    column.gap(2.5)


def _sign(spec: Spec, event: Feature) -> Draw:
    """Return what draws the sign of an event at the left edge of a row."""
    return lambda sheet, spot: draw_sample(sheet, spec, (spot[0] + SIGN_MM, spot[1]), event)


def _event_text(content: Content, event: Feature) -> str:
    """Return what a row says of an event: what and where, and whether without the subject."""
    spec = content.spec
    words = ", ".join(filter(None, (event_word(spec, event), event.text("place"))))
    if event.cells.get(event.layer.settings.get("subject", "")) is False:
        country = content.country_names.get(spec.subject, spec.subject)
        return say(spec, "partner.without", name=words, country=country)
    return words
