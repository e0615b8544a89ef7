"""The rules by which a GIS draws the features of a layer, from the lowest shape to the topmost."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from geo.design.areas import Fill, closed_fill, fills
from geo.design.marks import BARE, STATES, Mark, hue_of, marks
from geo.design.strokes import border_strokes, cases, error_stroke, plain_stroke
from geo.design.theme import layer_hue
from geo.model.spec import LayerSpec, Spec
from geo.pack.layer_style import LINE, StyleRule, drawn_here, of_subject

_STEM = Mark("stem", "", "ink", 1, sign="stem")
_SHORE = Fill("land", "coast", 1.8)
_SEAM_PX = 0.5
"""How far an area reaches across its edge, so that no gap shows between neighbours."""


def style_rules(spec: Spec, layer: LayerSpec) -> Iterator[tuple[StyleRule, str]]:
    """Yield the rules of a layer, each with its hue; colours of shapes are names."""
    rules = {"points": _points, "network": _segments, "lines": _borders, "areas": _areas}
    return rules[layer.shape](spec, layer)


def _points(spec: Spec, layer: LayerSpec) -> Iterator[tuple[StyleRule, str]]:
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
                shapes=(*([_STEM] if lifted(layer) else []), *marks(spec, layer, row)),
                where={**values, **when},
                unless=tuple(others),
                below=minor if any("shown" in settings for settings in known) else None,
                level=0 if layer.time else len(mixes) - number,
            )
            yield rule, hue_of(layer, row)


def lifted(layer: LayerSpec) -> bool:
    """Tell whether the points of a layer are those of another, whose marks stand there."""
    return "located" in layer.settings


def _said(spec: Spec, column: str, value: object) -> str:
    """Return what a condition asks for, in words."""
    text = str(value).lower() if isinstance(value, bool) else value
    group = "boolean" if isinstance(value, bool) else column
    return f"{spec.say(f'column.{column}')}: {spec.say(f'{group}.{text}')}"


def _segments(spec: Spec, layer: LayerSpec) -> Iterator[tuple[StyleRule, str]]:
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


def _borders(spec: Spec, layer: LayerSpec) -> Iterator[tuple[StyleRule, str]]:
    if layer in spec.plain_lines:
        yield from _plain(spec, layer)
        return
    for name, stroke in border_strokes(spec).items():
        yield StyleRule(spec.say(f"border.{name}"), (stroke,), {LINE: name}), layer_hue(layer)


def _plain(spec: Spec, layer: LayerSpec) -> Iterator[tuple[StyleRule, str]]:
    """Yield a rule for each look that lines of some kind, or what they enclose, have."""
    column, draw = layer.look, closed_fill if layer.closed else plain_stroke
    for value in spec.values[column] if column else [""]:
        where = {column: value} if column else {}
        shape = draw(spec, layer, where)
        title = spec.say(f"{column}.{value}") if column else layer.table.label
        yield StyleRule(title, (shape,), where), shape.colour


def _areas(spec: Spec, layer: LayerSpec) -> Iterator[tuple[StyleRule, str]]:
    """Yield rules of countries; shores lie beneath all land, whose edges are the borders."""
    known, drawn = fills(), drawn_here(layer)
    if layer.settings.get("partners"):
        yield StyleRule(layer.table.label, (known["partner"],), drawn), layer_hue(layer)
        return
    subject = of_subject(spec, layer)
    for title, kind, where, unless in (
        (spec.say("area.subject"), "subject", subject, ()),
        (layer.table.label, "quiet", {}, (subject,) if subject else ()),
    ):
        if kind == "subject" and not subject:
            continue
        land = replace(known[kind], edge=known[kind].colour, width=_SEAM_PX)
        yield StyleRule(title, (_SHORE, land), {**drawn, **where}, unless), layer_hue(layer)
