"""All rules, and an atlas held against them."""

from __future__ import annotations

from geo.linter import lines, network, places, sources, story, time
from geo.linter.rule import Finding
from geo.model.atlas import Atlas

RULES = [*sources.RULES, *places.RULES, *time.RULES, *network.RULES, *lines.RULES, *story.RULES]


def lint(atlas: Atlas) -> list[Finding]:
    """Hold the layers, tables and story of an atlas against every rule.

    Returns
    -------
    list
        Findings in the order of the rules; empty if nothing is wrong.
    """
    return [Finding(rule.name, *found) for rule in RULES for found in rule.check(atlas)]
