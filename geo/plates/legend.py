"""The legend: the strokes and signs of the map, and how many or how long they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.design.areas import Fill, closed_fill
from geo.design.marks import CONDITIONS
from geo.design.strokes import Stroke, border_strokes, plain_stroke
from geo.design.theme import layer_hue, segment_hue
from geo.model.spec import Layer, Spec
from geo.plates.column import Column, Draw
from geo.plates.content import Content, Feature
from geo.plates.ground import HUED, area_hue, draw_hatch
from geo.plates.network import sample_strokes
from geo.plates.places import place_layers
from geo.plates.sheet import Sheet, Spot
from geo.plates.signs import draw_point
from geo.plates.words import kilometres, number, say, value_word

Swatch = Callable[[Spec, str, list[Feature]], Draw | None]
"""Returns what draws features that have one value in a column, if it can be drawn."""
SWATCH_MM = 10.0
SOME = 3
"""So many signs tell of a layer that the legend does not tell apart."""
INDENT_MM = 13.0
LINE_MM = 1.7


@dataclass(frozen=True)
class Row:
    """A row of the legend: what is drawn before its name, and how much there is of it."""

    name: str
    draw: Draw | None
    amount: str = ""


@dataclass(frozen=True)
class Group:
    """Rows of the legend that belong together."""

    title: str
    rows: list[Row]
    note: str = ""

    def bare(self) -> Group:
        """Return the group without amounts, for a map of a part."""
        return replace(self, rows=[replace(row, amount="") for row in self.rows])

    def lay(self, column: Column, *, spec: Spec, most: int) -> None:
        """Lay it out, so many rows at most."""
        column.heading(self.title, 0.4)
        for row in self.rows[:most]:
            column.row(row.name, row.amount, draw=row.draw, indent=INDENT_MM)
        if more := len(self.rows[most:]):
            column.row(say(spec, "plate.more", n=number(spec, more)), indent=INDENT_MM)
        column.text(self.note, "note")
        column.gap(2.6)


def network_groups(content: Content, told: Collection[str] = ()) -> list[Group]:
    """Return what the legend says of networks and their lines; each segment counts once.

    Those are left out whose names are `told` already, by their keys; so is the note on them.
    """
    spec, segments = content.spec, content.segments
    networks = {
        f"layers.{layer.id}.name": ([sample_strokes(spec, layer_hue(layer))], found)
        for layer in spec.of_shape("network")
        if (found := content.of(layer))
    }
    branches = {
        _branch_key(spec, branch): ([sample_strokes(spec, segment_hue(layer, [branch]))], found)
        for layer in spec.of_shape("network")
        for branch in (layer.branches if len(layer.branches) > 1 else ())
        if (found := [each for each in content.of(layer) if branch in each.items("branch")])
    }
    statuses = {
        f"status.{status}": (status_looks(spec, status, found), found)
        for status, found in by_value(spec, segments, "status")
    }
    rows = {"corridor": networks, "branch": branches, "status": statuses} | {
        column: {
            f"{column}.{value}": ([sample_strokes(spec, **{column: value})], found)
            for value, found in by_value(spec, segments, column)
        }
        for column in ("mode", "course")
    }
    return [
        Group(
            say(spec, f"group.{group}"),
            [
                Row(say(spec, key), line_swatch(*looks), _length(spec, found))
                for key, (looks, found) in named.items()
                if key not in told
            ],
            "" if named.keys() & set(told) else say(spec, f"print_hint.{group}"),
        )
        for group, named in rows.items()
        if named.keys() - set(told)
    ]


def status_looks(spec: Spec, status: str, segments: list[Feature]) -> list[list[Stroke]]:
    """Return how segments of one status are drawn, by mode; what runs looks as its modes do."""
    modes = [mode for mode, _ in by_value(spec, segments, "mode")]
    looks = dict.fromkeys(tuple(sample_strokes(spec, mode=each, status=status)) for each in modes)
    return [list(look) for look in looks][: 1 if status == spec.statuses("runs")[0] else None]


def _branch_key(spec: Spec, branch: str) -> str:
    """Return the key of the fullest name of a branch."""
    full = f"branch_full.{branch}"
    return full if say(spec, full) else f"branch.{branch}"


def event_groups(content: Content, told: Iterable[Feature] = ()) -> list[Group]:
    """Return what the legend says of events, without the categories of those that are told."""
    known = {(event.layer.id, event.category) for event in told}
    groups: list[Group] = []
    for layer in content.spec.events:
        new = [each for each in content.of(layer) if (layer.id, each.category) not in known]
        found = layer_groups(content.spec, layer, new, point_swatch)
        groups += [group for group in found if group.rows or (group.note and content.of(layer))]
    return groups


def ground_groups(shown: Content, *, claimed: bool) -> list[Group]:
    """Return what the legend says of the places, areas and borders that a map shows."""
    spec = shown.spec
    groups: list[Group] = []
    for layers, swatch in (
        (place_layers(spec), point_swatch),
        (spec.of_shape("areas"), area_swatch),
    ):
        for layer in layers:
            found = layer_groups(spec, layer, shown.of(layer), swatch)
            groups += [group for group in found if group.rows]
    return [*groups, *border_groups(shown, claimed=claimed)]


def layer_groups(
    spec: Spec, layer: Layer, features: list[Feature], swatch: Swatch
) -> Iterator[Group]:
    """Yield what the legend says of a layer of points or areas: a group for each of its columns.

    A layer without any is one row, with some of its signs.
    """
    title = say(spec, f"layers.{layer.id}.title")
    for column in layer.legend or ("",):
        rows = [
            Row(
                value_word(spec, layer, column, value) if column else title,
                swatch(spec, column, found) if column else _whole(spec, layer, found, swatch),
                number(spec, len(found)) if layer.time else "",
            )
            for value, found in by_value(spec, features, column)
        ]
        heading = title if column in layer.legend[:1] else say(spec, f"column.{column}")
        yield Group(heading, rows, _hint(spec, layer, column))


def _whole(spec: Spec, layer: Layer, features: list[Feature], swatch: Swatch) -> Draw | None:
    """Return what draws some of the signs that a layer has, side by side."""
    mark = layer.settings.get("mark", {})
    named = (layer.look, mark.get("body"), mark.get("hue"))
    column = next((each for each in named if isinstance(each, str) and each in spec.values), "")
    signs = [
        draw
        for _, found in by_value(spec, features, column)[:SOME]
        if (draw := swatch(spec, column, found))
    ]

    right, down = (SWATCH_MM / SOME, 0.0) if layer.shape == "points" else (0.0, LINE_MM)

    def draw_all(sheet: Sheet, spot: Spot) -> None:
        for place, draw in enumerate(signs):
            aside = place - (len(signs) - 1) / 2
            draw(sheet, (spot[0] + aside * right, spot[1] - aside * down))

    return draw_all if signs else None


def _hint(spec: Spec, layer: Layer, column: str) -> str:
    """Return what the signs of a column say besides its value, on paper if that differs."""
    return say(spec, *(f"layers.{layer.id}.{kind}.{column}" for kind in ("print_hints", "hints")))


def border_groups(content: Content, *, claimed: bool) -> Iterator[Group]:
    """Yield what the legend says of lines, and of areas that more than one claims."""
    spec, strokes = content.spec, border_strokes(content.spec)
    for layer in spec.plain_lines:
        yield from layer_groups(spec, layer, content.of(layer), plain_swatch)
    for layer in [each for each in spec.of_shape("lines") if each not in spec.plain_lines]:
        kinds = [kind for kind, _ in by_value(spec, content.of(layer), "border")]
        rows = [
            Row(say(spec, f"border.{kind}"), line_swatch([strokes[kind]]))
            for kind in kinds
            if kind in strokes
        ]
        if claimed:
            rows.append(Row(say(spec, "border.claimed"), hatch_swatch))
        if rows:
            yield Group(say(spec, f"layers.{layer.id}.title"), rows)


def by_value(spec: Spec, features: list[Feature], column: str) -> list[tuple[str, list[Feature]]]:
    """Return features by their values in a column, in the order of the rows of the values."""
    found: dict[str, list[Feature]] = {value: [] for value in spec.values.get(column, {})}
    for feature in features:
        found.setdefault(feature.text(column), []).append(feature)
    return [(value, those) for value, those in found.items() if those]


def line_swatch(*lines: list[Stroke]) -> Draw:
    """Return what draws the strokes of lines at the left edge of a row, above each other."""

    def draw(sheet: Sheet, spot: Spot) -> None:
        for i, strokes in enumerate(lines):
            y = spot[1] + ((len(lines) - 1) / 2 - i) * LINE_MM
            for stroke in strokes:
                sheet.line(
                    np.array([(spot[0], y), (spot[0] + SWATCH_MM, y)]), stroke, clipped=False
                )

    return draw


def plain_swatch(spec: Spec, column: str, found: list[Feature]) -> Draw | None:
    """Return what draws lines of some kind, or what they enclose, if it tells of the column."""
    line = found[0]
    if column != line.layer.look and column:
        return None
    if not line.layer.closed:
        return line_swatch([plain_stroke(spec, line.layer, line.cells)])
    fill = closed_fill(spec, line.layer, line.cells)
    return lambda sheet, spot: sheet.fill(_box(spot), fill, opacity=fill.opacity, clipped=False)


def hatch_swatch(sheet: Sheet, spot: Spot) -> None:
    """Draw the hatch at the left edge of a row."""
    draw_hatch(sheet, _box(spot), clipped=False)


def area_swatch(spec: Spec, column: str, found: list[Feature]) -> Draw | None:
    """Return what draws the fill of areas at the left edge of a row, if it tells of the column."""
    if column not in found[0].layer.legend[:1]:
        return None
    fill = Fill(area_hue(spec, found[0]))
    return lambda sheet, spot: sheet.fill(_box(spot), fill, opacity=HUED, clipped=False)


def point_swatch(spec: Spec, column: str, found: list[Feature]) -> Draw | None:
    """Return what draws the sign of points, in no particular state, if it tells of the column."""
    point, mark = found[0], found[0].layer.settings["mark"]
    if column and column not in (mark["body"], mark["hue"], mark.get("token")):
        return None
    conditions = {name for state in CONDITIONS for name in mark.get(state, {})} - {column}
    plain = replace(point, cells={**point.cells, **dict.fromkeys(conditions)})
    return sign(spec, plain, SWATCH_MM / 2)


def sign(spec: Spec, point: Feature, indent: float) -> Draw:
    """Return what draws the sign of a point so far from the left edge of a row."""
    return lambda sheet, spot: draw_point(
        sheet, spec, (spot[0] + indent, spot[1]), point, clipped=False
    )


def _box(spot: Spot) -> shapely.Polygon:
    return shapely.box(spot[0], spot[1] - 1, spot[0] + SWATCH_MM, spot[1] + 1)


def _length(spec: Spec, segments: list[Feature]) -> str:
    return kilometres(spec, sum(segment.number("len_km") for segment in segments))
