"""The legend of a sheet: what is drawn on its map, in which groups, and how much there is of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from geo.design.areas import HUED, Fill, area_hue, closed_fill
from geo.design.marks import CONDITIONS, Mark, point_marks
from geo.design.strokes import (
    Stroke,
    border_strokes,
    error_stroke,
    in_hue,
    plain_stroke,
    strokes,
)
from geo.design.theme import layer_hue, segment_hue
from geo.model.content import Content, Feature
from geo.model.saying import kilometres, number, say, value_word
from geo.model.spec import LayerSpec, Spec

Shape = Stroke | Mark | Fill
Look = tuple[Shape, ...]
"""Shapes that are drawn on each other, the lowest first; colours by their names."""
Looks = Callable[[Spec, str, list[Feature]], tuple[Look, ...]]
"""Returns how features are drawn that have one value in a column, if they tell of it."""
_Found = dict[str, tuple[tuple[Look, ...], list[Feature]]]
"""How what has a name is drawn, and what of it there is, by the key of its name."""
_SOME = 3
"""So many looks tell of a layer that the legend does not tell apart."""
_BAND_PX = 9
"""The widest band of the legend."""


@dataclass(frozen=True)
class LegendEntry:
    """An entry of the legend: what is drawn before its name, one above the other, and how much."""

    name: str
    looks: tuple[Look, ...] = ()
    amount: str = ""


@dataclass(frozen=True)
class Group:
    """Entries of the legend that belong together, and the layer that they tell of, if it is one."""

    title: str
    entries: list[LegendEntry]
    note: str = ""
    layer: str = ""

    def cut(self, spec: Spec, most: int) -> Group:
        """Return the group with so many entries at most; one more tells how many it lacks."""
        entries = self.entries[:most]
        if more := len(self.entries[most:]):
            entries.append(LegendEntry(say(spec, "plate.more", n=number(spec, more))))
        return replace(self, entries=entries)

    def bare(self) -> Group:
        """Return the group without amounts, for a map of a part."""
        return replace(self, entries=[replace(each, amount="") for each in self.entries])


def network_groups(content: Content, told: Collection[str] = ()) -> list[Group]:
    """Return what the legend says of networks and their lines; each segment counts once.

    Those are left out whose names are `told` already, by their keys; so is the note on them.
    """
    spec = content.spec
    return [
        Group(
            say(spec, f"group.{group}"),
            [
                LegendEntry(say(spec, key), looks, _length(spec, found))
                for key, (looks, found) in named.items()
                if key not in told
            ],
            "" if named.keys() & set(told) else say(spec, f"print_hint.{group}"),
        )
        for group, named in _segments_by_group(content).items()
        if named.keys() - set(told)
    ]


def _segments_by_group(content: Content) -> dict[str, _Found]:
    spec, segments = content.spec, content.segments
    networks: _Found = {
        f"layers.{layer.id}.name": ((sample_strokes(spec, layer_hue(layer)),), found)
        for layer in spec.of_shape("network")
        if (found := content.of(layer))
    }
    branches: _Found = {
        _branch_key(spec, branch): ((sample_strokes(spec, segment_hue(layer, [branch])),), found)
        for layer in spec.of_shape("network")
        for branch in (layer.branches if len(layer.branches) > 1 else ())
        if (found := [each for each in content.of(layer) if branch in each.items("branch")])
    }
    statuses: _Found = {
        f"status.{status}": (status_looks(spec, status, found), found)
        for status, found in by_value(spec, segments, "status")
    }
    return {"corridor": networks, "branch": branches, "status": statuses} | {
        column: {
            f"{column}.{value}": ((sample_strokes(spec, **{column: value}),), found)
            for value, found in by_value(spec, segments, column)
        }
        for column in ("mode", "course")
    }


def status_looks(spec: Spec, status: str, segments: list[Feature]) -> tuple[Look, ...]:
    """Return how segments of one status are drawn, by mode; what runs looks as its modes do."""
    modes = [mode for mode, _ in by_value(spec, segments, "mode")]
    looks = dict.fromkeys(sample_strokes(spec, mode=each, status=status) for each in modes)
    return tuple(looks)[: 1 if status == spec.statuses("runs")[0] else None]


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
        found = layer_groups(content.spec, layer, new, point_looks)
        groups += [group for group in found if group.entries or (group.note and content.of(layer))]
    return groups


def ground_groups(shown: Content, *, claimed: bool) -> list[Group]:
    """Return what the legend says of the places, areas and borders that a map shows."""
    spec = shown.spec
    groups: list[Group] = []
    for layers, looks in (
        (place_layers(spec), point_looks),
        (spec.of_shape("areas"), area_looks),
    ):
        for layer in layers:
            groups += layer_groups(spec, layer, shown.of(layer), looks)
    groups += border_groups(shown, claimed=claimed)
    return [group for group in groups if group.entries]


def layer_groups(
    spec: Spec, layer: LayerSpec, features: list[Feature], looks: Looks
) -> Iterator[Group]:
    """Yield what the legend says of a layer of points or areas: a group for each of its columns.

    A layer without any is one row, with some of its signs.
    """
    title = say(spec, f"layers.{layer.id}.title")
    for column in layer.legend or ("",):
        rows = [
            LegendEntry(
                value_word(spec, layer, column, value) if column else title,
                looks(spec, column, found) if column else _some(spec, layer, found, looks),
                number(spec, len(found)) if layer.time else "",
            )
            for value, found in by_value(spec, features, column)
        ]
        heading = title if column in layer.legend[:1] else say(spec, f"column.{column}")
        yield Group(heading, rows, _hint(spec, layer, column), layer.id)


def _some(spec: Spec, layer: LayerSpec, features: list[Feature], looks: Looks) -> tuple[Look, ...]:
    """Return some of the ways in which a layer is drawn."""
    mark = layer.settings.get("mark", {})
    named = (layer.look, mark.get("body"), mark.get("hue"))
    column = next((each for each in named if isinstance(each, str) and each in spec.values), "")
    values = by_value(spec, features, column)[:_SOME]
    return tuple(look for _, found in values for look in looks(spec, column, found))


def _hint(spec: Spec, layer: LayerSpec, column: str) -> str:
    """Return what the signs of a column say besides its value, on paper if that differs."""
    return say(spec, *(f"layers.{layer.id}.{kind}.{column}" for kind in ("print_hints", "hints")))


def border_groups(content: Content, *, claimed: bool) -> Iterator[Group]:
    """Yield what the legend says of lines, and of areas that more than one claims."""
    spec, known = content.spec, border_strokes(content.spec)
    for layer in spec.plain_lines:
        yield from layer_groups(spec, layer, content.of(layer), plain_looks)
    for layer in [each for each in spec.of_shape("lines") if each not in spec.plain_lines]:
        kinds = [kind for kind, _ in by_value(spec, content.of(layer), "border")]
        rows = [
            LegendEntry(say(spec, f"border.{kind}"), ((known[kind],),))
            for kind in kinds
            if kind in known
        ]
        if claimed:
            rows.append(LegendEntry(say(spec, "border.claimed"), ((Fill("hatch", hatched=True),),)))
        yield Group(say(spec, f"layers.{layer.id}.title"), rows, layer=layer.id)


def place_layers(spec: Spec) -> list[LayerSpec]:
    """Return the layers of points without time."""
    return [layer for layer in spec.of_shape("points") if not layer.time]


def by_value(spec: Spec, features: list[Feature], column: str) -> list[tuple[str, list[Feature]]]:
    """Return features by their values in a column, in the order of the rows of the values."""
    found: dict[str, list[Feature]] = {value: [] for value in spec.values.get(column, {})}
    for feature in features:
        found.setdefault(feature.text(column), []).append(feature)
    return [(value, those) for value, those in found.items() if those]


def sample_strokes(
    spec: Spec, hue: str = "ink", *, mode: str = "", status: str = "", course: str = ""
) -> Look:
    """Return strokes for the legend: of one value of a column, and what is usual in all else."""
    mode = mode or next(iter(spec.values["mode"]))
    status = status or spec.statuses("runs")[0]
    _, *above = strokes(spec, mode=mode, status=status)
    classes = list(spec.values["course"])
    if course:
        above.insert(0, error_stroke(_BAND_PX * (classes.index(course) + 1) / len(classes)))
    return tuple(in_hue(above, hue))


def plain_looks(spec: Spec, column: str, found: list[Feature]) -> tuple[Look, ...]:
    """Return how lines of some kind are drawn, or what they enclose, if it tells of the column."""
    line = found[0]
    if column != line.layer.look:
        return ()
    draw = closed_fill if line.layer.closed else plain_stroke
    return ((draw(spec, line.layer, line.cells),),)


def area_looks(spec: Spec, column: str, found: list[Feature]) -> tuple[Look, ...]:
    """Return how areas are filled, if it tells of the column."""
    if column not in found[0].layer.legend[:1]:
        return ()
    return ((Fill(area_hue(spec, found[0].layer, found[0].cells), opacity=HUED),),)


def point_looks(spec: Spec, column: str, found: list[Feature]) -> tuple[Look, ...]:
    """Return the sign of points, in no particular state, if it tells of the column."""
    point, mark = found[0], found[0].layer.settings["mark"]
    if column and column not in (mark["body"], mark["hue"], mark.get("token")):
        return ()
    conditions = {name for state in CONDITIONS for name in mark.get(state, {})} - {column}
    plain = {**point.cells, **dict.fromkeys(conditions)}
    return (tuple(point_marks(spec, point.layer, plain)),)


def _length(spec: Spec, segments: list[Feature]) -> str:
    return kilometres(spec, sum(segment.number("len_km") for segment in segments))
