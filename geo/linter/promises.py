"""Rules on promises: days that were announced."""

from __future__ import annotations

from geo.linter.rule import Found, Rule
from geo.model.atlas import Atlas
from geo.model.cells import show, split_list
from geo.model.history import last_day
from geo.model.rows import grouped, rows


def _promised_ahead(atlas: Atlas) -> Found:
    for promise in rows(atlas.tables["promises"]):
        if show(promise.announced) > promise.promised:
            told = f"promised for {promise.promised}, but announced on {promise.announced}"
            yield "promises.csv", promise.Index, told


def _not_yet_there(atlas: Atlas) -> Found:
    """Yield promises of what had surely come already, for each segment that they are about."""
    steps = grouped(atlas.tables["status_history"], "segment")
    statuses = atlas.spec.values.get("status", {}).items()
    kept = {name: status.settings.get("keeps", ()) for name, status in statuses}
    for promise in rows(atlas.tables["promises"]):
        reached = [name for name, keeps in kept.items() if promise.what in keeps]
        for feature in split_list(promise.features):
            own = [step for step in steps.get(feature, ()) if step.status in reached]
            there = min((last_day(s.valid_from, s.date_prec) for s in own), default="")
            if there and there < show(promise.announced):
                told = f"promises the {promise.what} of {feature}, there by {there}"
                yield "promises.csv", promise.Index, told


RULES = [
    Rule("promised-ahead", "a promise is made before its day", _promised_ahead),
    Rule("promised-not-yet-there", "nobody promises what is there", _not_yet_there),
]
