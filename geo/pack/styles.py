"""How a GIS draws each layer: rules with their shapes, and names, in order of the map."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from geo.design.areas import Fill, closed_fill, fills
from geo.design.legend import Shape
from geo.design.marks import BARE, STATES, Mark, hue_of, marks
from geo.design.signs import load_signs
from geo.design.strokes import (
    Stroke,
    abreast_px,
    border_strokes,
    cases,
    error_stroke,
    plain_stroke,
)
from geo.design.theme import colours, layer_hue, px, value_hue
from geo.model.spec import Layer, Spec
from geo.pack.ground import LAND

Where = Mapping[str, str | bool | list[str]]
"""A condition: of each column the value, or one of a list of values.

What begins with @ is no column, for no column has such a name, but depends on what is shown.
"""
LINE = "@line"
"""In a condition: what a border is in the view of the world that is shown."""
DATED = "@dated"
"""In a condition: whether a period is of the time that is shown, or lasts where none is."""
DRAWN = "@drawn"
"""In a condition: whether a polygon belongs to the view of the world that is shown."""
STEM_PX = 15
"""How high above its place a mark stands that shares it with another layer."""
_STEM = Mark("stem", "", "ink", 1, sign="stem")
_EVENTS_M_PER_PX = 1200
_SEGMENTS_M_PER_PX = 600
"""From how close names of events and segments are shown."""
_PRIORITIES = {"strong": 9, "medium": 8, "plain": 7}
_SHORE = Fill("land", "coast", 1.8)
_SEAM_PX = 0.5
"""How far an area reaches across its edge, so that no gap shows between neighbours."""


@dataclass(frozen=True)
class StyleRule:
    """What is drawn for the features that a condition holds for, the lowest shape first.

    None of the conditions `unless` may hold. `below`: only where a pixel is less than so many
    metres. Rules of a higher `level` are drawn later. Colours of shapes are `#rrggbb`.
    """

    title: str
    shapes: tuple[Shape, ...]
    where: Where = field(default_factory=dict)
    unless: tuple[Where, ...] = ()
    below: float | None = None
    level: int = 0


@dataclass(frozen=True)
class LabelStyle:
    """How the names of the features that a condition holds for are written; sizes in CSS pixels.

    The name stands beside a point, along a line, in the middle of a polygon or, if it may stand
    `anywhere`, wherever there is room in it; not in one smaller than `smallest`.
    """

    size: float
    colour: str
    halo: str
    priority: int
    bold: bool = False
    capitals: bool = False
    spacing: float = 0.0
    smallest: float = 0.0
    anywhere: bool = False
    where: Where = field(default_factory=dict)
    unless: tuple[Where, ...] = ()
    below: float | None = None


@dataclass(frozen=True)
class Abreast:
    """Another network whose segments this one shares: the side that it leaves to this one.

    A segment is shared if its column `branch` names one of `branches`; `px` is how far this
    network then moves, to the right of the way north-east.
    """

    branches: tuple[str, ...]
    px: float


@dataclass(frozen=True)
class Tint:
    """The colour of segments that belong to one branch of their network and to no other of them."""

    branch: str
    others: tuple[str, ...]
    colour: str


@dataclass(frozen=True)
class LayerStyle:
    """How one layer is drawn.

    `time` names the columns of its first and last day. What is drawn in `hue`, that of the layer,
    is drawn in that of its branch where `tints` say so. Marks that are `lifted` stand on a stem;
    where several stand on one spot, each is `pile_px` to the right of the one before.
    """

    layer: Layer
    title: str
    group: str
    rules: tuple[StyleRule, ...]
    labels: tuple[LabelStyle, ...]
    time: tuple[str, ...] = ()
    abreast: tuple[Abreast, ...] = ()
    hue: str = ""
    tints: tuple[Tint, ...] = ()
    lifted: bool = False
    pile_px: float = 0.0

    @property
    def name(self) -> str:
        """Its name in files."""
        return self.layer.id

    @property
    def shape(self) -> str:
        """Its shape to a GIS: `points`, `network`, `lines` or `areas`."""
        return "areas" if self.layer.closed else self.layer.shape


def layer_styles(spec: Spec) -> dict[str, LayerStyle]:
    """Return how each layer of an atlas is drawn, from the topmost to the lowest."""
    points = spec.of_shape("points")
    groups = {
        "events": spec.events,
        "points": [layer for layer in points if not layer.time],
        "network": spec.of_shape("network"),
        "plain": spec.plain_lines,
        "lines": [each for each in spec.of_shape("lines") if each not in spec.plain_lines],
        "areas": spec.of_shape("areas"),
    }
    return {
        layer.id: _style(spec, layer, spec.say(f"shape.{group}"))
        for group, layers in groups.items()
        for layer in layers
    }


def period_styles(spec: Spec) -> dict[str, LayerStyle]:
    """Return how each network is drawn over time, from the periods of its segments."""
    table = spec.registers.get("segment_periods")
    return {
        layer.id: _over_time(replace(layer, table=replace(table, label=layer.table.label)), spec)
        for layer in spec.of_shape("network")
        if table
    }


def segment_styles(spec: Spec) -> dict[str, LayerStyle]:
    """Return how the segments of all networks are drawn together, today's and their periods."""
    networks = spec.of_shape("network")
    if not networks:
        return {}
    light = _on_light(spec)
    one, periods = (
        replace(networks[0], table=spec.registers[name]) for name in ("segments", "segment_periods")
    )
    drawn = [_style(spec, one, spec.say("shape.network")), _over_time(periods, spec)]
    tints = [
        tint
        for layer in networks
        for tint in _tints(layer, light)
        or [Tint(branch, (), light[layer_hue(layer)]) for branch in layer.branches]
    ]
    return {
        style.layer.table.name: replace(
            style,
            layer=replace(style.layer, id=style.layer.table.name),
            abreast=(),
            tints=tuple(tints),
        )
        for style in drawn
    }


def ground_styles(spec: Spec) -> dict[str, LayerStyle]:
    """Return how the ground is drawn, from the topmost to the lowest."""
    light = _on_light(spec)
    drawn = {name: shape for name, shape in _ground().items() if name in spec.registers}
    return {
        name: LayerStyle(
            layer=(layer := Layer(name, "lines", spec.registers[name])),
            title=layer.table.label,
            group=spec.say("shape.areas" if name == LAND else "shape.ground"),
            rules=(_painted(StyleRule(layer.table.label, (shape,), _drawn(layer)), "", light),),
            labels=(),
        )
        for name, shape in drawn.items()
    }


def on_ground(styles: Mapping[str, LayerStyle], spec: Spec) -> dict[str, LayerStyle]:
    """Return styles with the ground among them: land beneath areas, the rest above them."""
    on_top = {name: style for name, style in styles.items() if style.layer.shape != "areas"}
    ground = ground_styles(spec)
    land = {name: ground.pop(name) for name in [*ground] if name == LAND}
    return {**on_top, **ground, **styles, **land}


def _ground() -> dict[str, Shape]:
    return {
        "ground_claimed": Fill("hatch", hatched=True),
        "ground_rivers": Stroke(px("line-river"), colour="river"),
        "ground_lakes": Fill("ocean", "coast", px("line-coast")),
        LAND: Fill("land", "coast", px("line-coast")),
    }


def _over_time(layer: Layer, spec: Spec) -> LayerStyle:
    """Return how the periods of a network are drawn: those of the time that is shown."""
    style = _style(spec, layer, spec.say("shape.network"))
    return replace(
        style,
        time=("valid_from", "valid_to"),
        rules=tuple(replace(each, where={**each.where, DATED: True}) for each in style.rules),
        labels=tuple(replace(each, where={**each.where, DATED: True}) for each in style.labels),
    )


def _on_light(spec: Spec) -> dict[str, str]:
    """Return all colours by name, as they are on light paper."""
    return {name: light for name, (light, _) in colours(spec).items()}


def _style(spec: Spec, layer: Layer, group: str) -> LayerStyle:
    light = _on_light(spec)
    rules = {"points": _points, "network": _segments, "lines": _borders, "areas": _areas}
    return LayerStyle(
        layer=layer,
        title=layer.table.label,
        group=group,
        rules=tuple(_painted(rule, hue, light) for rule, hue in rules[layer.shape](spec, layer)),
        labels=tuple(
            replace(label, colour=light[label.colour], halo=light[label.halo])
            for label in _labels(spec, layer)
        ),
        time=layer.time,
        abreast=_abreast(spec, layer),
        hue=light.get(layer_hue(layer), ""),
        tints=_tints(layer, light),
        lifted=_lifted(layer),
        pile_px=5 if layer in spec.events else 0,
    )


def _painted(rule: StyleRule, hue: str, light: Mapping[str, str]) -> StyleRule:
    """Return a rule with the colours of its shapes for their names."""
    known = {**light, "hue": light.get(hue, "")}
    return replace(rule, shapes=tuple(painted(shape, known) for shape in rule.shapes))


def painted(shape: Shape, hues: Mapping[str, str]) -> Shape:
    """Return a shape with its colours for their names."""
    known = {**hues, "": ""}
    if isinstance(shape, Stroke):
        return replace(shape, colour=known[shape.colour])
    if isinstance(shape, Mark):
        return replace(shape, fill=known[shape.fill], edge=known[shape.edge])
    return replace(shape, colour=known[shape.colour], edge=known[shape.edge])


def _points(spec: Spec, layer: Layer) -> Iterator[tuple[StyleRule, str]]:
    """Yield a rule for each mix of values and each state that marks tell apart, with its hue."""
    mark = layer.settings["mark"]
    named = [mark["body"], mark.get("token"), mark["hue"]]
    columns = dict.fromkeys(name for name in named if isinstance(name, str) and name in spec.values)
    states = [state for state in STATES if state in mark]
    bare = mark.get(BARE, {})
    tested = {column: None for each in (*map(mark.get, states), bare) for column in each}
    minor = spec.settings["map"]["minor_places_m_per_px"]
    mixes = list(itertools.product(*(spec.values[column] for column in columns)))
    for number, mix in enumerate(mixes):
        values = dict(zip(columns, mix, strict=True))
        words = ", ".join(spec.say(f"{column}.{value}") for column, value in values.items())
        known = [spec.values[column][value].settings for column, value in values.items()]
        for state, inside in itertools.product(("", *states), (True, False) if bare else (True,)):
            when = {**mark.get(state, {}), **({} if inside else bare)}
            later = states[states.index(state) + 1 :] if state else states
            others = [*map(mark.get, later), *([bare] if inside and bare else [])]
            row = {**tested, **when, **values}
            condition = ", ".join(_said(spec, column, value) for column, value in when.items())
            rule = StyleRule(
                title="; ".join(filter(None, [words or layer.table.label, condition])),
                shapes=(*([_STEM] if _lifted(layer) else []), *marks(spec, layer, row)),
                where={**values, **when},
                unless=tuple(others),
                below=minor if any("shown" in settings for settings in known) else None,
                level=0 if layer.time else len(mixes) - number,
            )
            yield rule, hue_of(layer, row)


def _lifted(layer: Layer) -> bool:
    """Tell whether the points of a layer are those of another, whose marks stand there."""
    return "located" in layer.settings


def _said(spec: Spec, column: str, value: object) -> str:
    """Return what a condition asks for, in words."""
    text = str(value).lower() if isinstance(value, bool) else value
    group = "boolean" if isinstance(value, bool) else column
    return f"{spec.say(f'column.{column}')}: {spec.say(f'{group}.{text}')}"


def _segments(spec: Spec, layer: Layer) -> Iterator[tuple[StyleRule, str]]:
    statuses, modes = (layer.table[name].values for name in ("status", "mode"))
    for case in cases(spec):
        kept = [status for status in case.statuses if status in statuses]
        if not kept:
            continue
        said = [
            " / ".join(spec.say(f"mode.{mode}") for mode in case.modes),
            " / ".join(spec.say(f"status.{status}") for status in kept),
        ]
        where = {"mode": list(case.modes), "status": kept}
        every = {"mode": len(modes), "status": len(statuses)}
        where = {name: values for name, values in where.items() if len(values) < every[name]}
        rule = StyleRule(
            title=": ".join(said),
            shapes=(error_stroke(), *case.strokes),
            where=where,
        )
        yield rule, layer_hue(layer)


def _borders(spec: Spec, layer: Layer) -> Iterator[tuple[StyleRule, str]]:
    if layer in spec.plain_lines:
        yield from _plain(spec, layer)
        return
    for name, stroke in border_strokes(spec).items():
        yield StyleRule(spec.say(f"border.{name}"), (stroke,), {LINE: name}), layer_hue(layer)


def _plain(spec: Spec, layer: Layer) -> Iterator[tuple[StyleRule, str]]:
    """Yield a rule for each look that lines of some kind, or what they enclose, have."""
    column, draw = layer.look, closed_fill if layer.closed else plain_stroke
    for value in spec.values[column] if column else [""]:
        where = {column: value} if column else {}
        shape = draw(spec, layer, where)
        title = spec.say(f"{column}.{value}") if column else layer.table.label
        yield StyleRule(title, (shape,), where), shape.colour


def _areas(spec: Spec, layer: Layer) -> Iterator[tuple[StyleRule, str]]:
    """Yield rules of countries; shores lie beneath all land, whose edges are the borders."""
    known, drawn = fills(), _drawn(layer)
    if layer.settings.get("partners"):
        yield StyleRule(layer.table.label, (known["partner"],), drawn), layer_hue(layer)
        return
    subject = _subject(spec, layer)
    for title, kind, where, unless in (
        (spec.say("area.subject"), "subject", subject, ()),
        (layer.table.label, "quiet", {}, (subject,) if subject else ()),
    ):
        if kind == "subject" and not subject:
            continue
        land = replace(known[kind], edge=known[kind].colour, width=_SEAM_PX)
        yield StyleRule(title, (_SHORE, land), {**drawn, **where}, unless), layer_hue(layer)


def _drawn(layer: Layer) -> Where:
    return {DRAWN: True} if "worldview" in layer.table.names else {}


def _subject(spec: Spec, layer: Layer) -> Where:
    """Return the condition for the country that the atlas is about, if the layer can tell it."""
    return {"iso_a2": spec.subject} if spec.subject and "iso_a2" in layer.table.names else {}


def _labels(spec: Spec, layer: Layer) -> Iterator[LabelStyle]:
    small = LabelStyle(px("size-tiny"), "ink", "halo", priority=5)
    if layer.shape == "network":
        yield replace(small, priority=3, below=_SEGMENTS_M_PER_PX)
    elif layer in spec.events:
        yield replace(small, below=_EVENTS_M_PER_PX)
    elif layer.shape == "points":
        yield from _place_labels(spec, layer, small)
    elif layer.shape == "areas":
        yield from _area_labels(spec, layer, small)


def _place_labels(spec: Spec, layer: Layer, small: LabelStyle) -> Iterator[LabelStyle]:
    body = layer.settings["mark"]["body"]
    for value, drawn in spec.values.get(body, {}).items():
        rank = drawn.settings.get("label", "plain")
        label = replace(small, priority=_PRIORITIES[rank], where={body: value})
        if rank != "plain":
            label = replace(label, size=px("size-small"), bold=True)
        if "shown" in drawn.settings:
            near = spec.settings["map"]["minor_places_m_per_px"]
            label = replace(label, priority=4, below=near)
        yield label
    if body in load_signs():
        yield replace(small, priority=_PRIORITIES["plain"])


def _area_labels(spec: Spec, layer: Layer, small: LabelStyle) -> Iterator[LabelStyle]:
    drawn, subject = _drawn(layer), _subject(spec, layer)
    lit = replace(small, size=px("size-small"), bold=True, capitals=True, spacing=0.18, priority=10)
    if layer.settings.get("partners"):
        yield replace(lit, where=drawn)
        return
    if subject:
        yield replace(lit, where={**drawn, **subject})
    # what no country owns has no name of its own
    nameless = {"iso_a3": ""} if "iso_a3" in layer.table.names else {}
    yield replace(
        small,
        colour="soft-ink",
        capitals=True,
        spacing=0.16,
        smallest=60,
        anywhere=True,
        priority=2,
        where=drawn,
        unless=tuple(filter(None, (nameless, subject))),
    )


def _tints(layer: Layer, light: Mapping[str, str]) -> tuple[Tint, ...]:
    if layer.shape != "network" or len(layer.branches) < 2:
        return ()
    return tuple(
        Tint(
            branch,
            tuple(other for other in layer.branches if other != branch),
            light[value_hue("branch", branch)],
        )
        for branch in layer.branches
    )


def _abreast(spec: Spec, layer: Layer) -> tuple[Abreast, ...]:
    """Return the networks beside which a network is drawn, half a gap away for each."""
    networks = spec.of_shape("network")
    if layer not in networks:
        return ()
    half = abreast_px() / 2
    own = networks.index(layer)
    return tuple(
        Abreast(other.branches, half if number < own else -half)
        for number, other in enumerate(networks)
        if number != own
    )
