"""Rules on layers as wholes."""

from __future__ import annotations

from geo.linter.rule import Found, Rule
from geo.model.atlas import Atlas


def _layers_hold_features(atlas: Atlas) -> Found:
    for name, layer in atlas.spec.layers.items():
        if atlas.layers[name].empty:
            branches = f" on {', '.join(layer.branches)}" if layer.branches else ""
            facts = f"{layer.facts}.csv" if layer.facts else f"{layer.settings['geometry']}.geojson"
            yield f"layer {name}", facts, f"has no feature{branches}"


RULES = [Rule("layers-hold-features", "what holds nothing is left over", _layers_hold_features)]
