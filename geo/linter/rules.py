"""All rules, and an atlas held against them."""

from __future__ import annotations

from geo.linter import flows, layers, lines, network, places, promises, sources, story, time
from geo.linter.rule import Finding
from geo.model.atlas import Atlas

RULES = [
    *layers.RULES,
    *sources.RULES,
    *places.RULES,
    *time.RULES,
    *network.RULES,
    *lines.RULES,
    *flows.RULES,
    *promises.RULES,
    *story.RULES,
]


def lint(atlas: Atlas) -> list[Finding]:
    """Return what the rules find in the layers, tables and story of an atlas, rule by rule."""
    return [Finding(rule.name, *found) for rule in RULES for found in rule.check(atlas)]
