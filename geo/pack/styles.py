"""How a GIS draws each layer and the ground: rules with their shapes, and names, in map order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from geo.design.areas import Fill
from geo.design.legend import Shape
from geo.design.strokes import Stroke, abreast_px
from geo.design.theme import layer_hue, light_colours, px, value_hue
from geo.model.atlas import Atlas
from geo.model.spec import LayerSpec, Spec
from geo.pack.ground import LAND
from geo.pack.label_styles import label_styles
from geo.pack.layer_style import (
    DATED,
    Abreast,
    LayerStyle,
    StyleRule,
    Tint,
    drawn_here,
    painted,
)
from geo.pack.style_rules import lifted, style_rules


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
    light = light_colours(spec)
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
    light = light_colours(spec)
    drawn = {name: shape for name, shape in _ground().items() if name in spec.registers}
    return {
        name: LayerStyle(
            layer=(layer := LayerSpec(name, "lines", spec.registers[name])),
            title=layer.table.label,
            group=spec.say("shape.areas" if name == LAND else "shape.ground"),
            rules=(_painted(StyleRule(layer.table.label, (shape,), drawn_here(layer)), "", light),),
            labels=(),
        )
        for name, shape in drawn.items()
    }


def on_ground(styles: Mapping[str, LayerStyle], atlas: Atlas) -> dict[str, LayerStyle]:
    """Return styles of the layers that an atlas has, the ground among them, beneath areas land."""
    known = {name: style for name, style in styles.items() if name in atlas.layers}
    on_top = {name: style for name, style in known.items() if style.layer.shape != "areas"}
    ground = ground_styles(atlas.spec)
    land = {name: ground.pop(name) for name in [*ground] if name == LAND}
    return {**on_top, **ground, **known, **land}


def _ground() -> dict[str, Shape]:
    return {
        "ground_claimed": Fill("hatch", hatched=True),
        "ground_rivers": Stroke(px("line-river"), colour="river"),
        "ground_lakes": Fill("ocean", "coast", px("line-coast")),
        LAND: Fill("land", "coast", px("line-coast")),
    }


def _over_time(layer: LayerSpec, spec: Spec) -> LayerStyle:
    """Return how the periods of a network are drawn: those of the time that is shown."""
    style = _style(spec, layer, spec.say("shape.network"))
    return replace(
        style,
        time=("valid_from", "valid_to"),
        rules=tuple(replace(each, where={**each.where, DATED: True}) for each in style.rules),
        labels=tuple(replace(each, where={**each.where, DATED: True}) for each in style.labels),
    )


def _style(spec: Spec, layer: LayerSpec, group: str) -> LayerStyle:
    light = light_colours(spec)
    return LayerStyle(
        layer=layer,
        title=layer.table.label,
        group=group,
        rules=tuple(_painted(rule, hue, light) for rule, hue in style_rules(spec, layer)),
        labels=tuple(
            replace(label, colour=light[label.colour], halo=light[label.halo])
            for label in label_styles(spec, layer)
        ),
        time=layer.time,
        abreast=_abreast(spec, layer),
        hue=light.get(layer_hue(layer), ""),
        tints=_tints(layer, light),
        lifted=lifted(layer),
        pile_px=5 if layer in spec.events else 0,
    )


def _painted(rule: StyleRule, hue: str, light: Mapping[str, str]) -> StyleRule:
    """Return a rule with the colours of its shapes for their names."""
    known = {**light, "hue": light.get(hue, "")}
    return replace(rule, shapes=tuple(painted(shape, known) for shape in rule.shapes))


def _tints(layer: LayerSpec, light: Mapping[str, str]) -> tuple[Tint, ...]:
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


def _abreast(spec: Spec, layer: LayerSpec) -> tuple[Abreast, ...]:
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
