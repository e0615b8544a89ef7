"""Rules on layers as wholes."""

from __future__ import annotations

from geo.linter.rule import Found, Rule
from geo.model.atlas import Atlas


def _layers_hold_features(atlas: Atlas) -> Found:
    for name, layer in atlas.spec.layers.items():
        if atlas.layers[name].empty:
            branches = f" on {', '.join(layer.branches)}" if layer.branches else ""
            key = "facts" if layer.facts else "geometry"
            told = f"the layer has no feature{branches} in {atlas.file_of(name)}"
            yield f"layers/{name}.toml", key, told


RULES = [Rule("layers-hold-features", "what holds nothing is left over", _layers_hold_features)]
