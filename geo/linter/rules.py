"""All rules, and an atlas held against them."""

from __future__ import annotations

from geo.linter import (
    flows,
    layers,
    lines,
    network,
    performance,
    phrases,
    places,
    promises,
    sources,
    story,
    time,
)
from geo.linter.rule import Finding, Findings, Linted
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
    *performance.RULES,
    *story.RULES,
]


def lint(atlas: Atlas, *, stale_after: int | None = None) -> Findings:
    """Return what the rules find in the layers, tables and story of an atlas, rule by rule.

    With `stale_after` also what was last checked more than so many days before the data date, and
    translations of what no table tells any more.
    """
    stale = [] if stale_after is None else [time.stale(stale_after), phrases.LEFT_OVER]
    rules = [*RULES, *stale]
    linted = Linted.of(atlas)
    return Findings(
        Finding(rule.name, *found, rule.reason) for rule in rules for found in rule.check(linted)
    )
