"""Rules on flows: what was carried in a year."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import Any

from geo.linter.rule import Found, Rule
from geo.model.atlas import Atlas
from geo.model.cells import split_list
from geo.model.rows import grouped, rows

ROUNDED = 1.02
"""How much more the parts may make than the whole, for both are printed in round numbers."""


def _of_something(atlas: Atlas) -> Found:
    for flow in rows(atlas.tables["flows"]):
        if bool(split_list(flow.features)) == bool(split_list(flow.branch)):
            yield "flows.csv", flow.Index, "of features or of branches, one of the two"


def _run_forward(atlas: Atlas) -> Found:
    for flow in rows(atlas.tables["flows"]):
        if flow.start > flow.finish:
            yield "flows.csv", flow.Index, "start is later than finish"


def _forecasts_named(atlas: Atlas) -> Found:
    """Yield figures that nobody can have counted when they were printed, or yet."""
    printed = atlas.tables["sources"].set_index("id")["date"].fillna(atlas.date).to_dict()
    for flow in rows(atlas.tables["flows"]):
        known = max((printed[source] for source in split_list(flow.sources)), default=atlas.date)
        if flow.basis == "counted" and flow.finish > min(known, atlas.date):
            told = f"counted until {flow.finish}, but told by {min(known, atlas.date)}: a forecast"
            yield "flows.csv", flow.Index, told


def _carried_once_open(atlas: Atlas) -> Found:
    """Yield figures counted on a segment before its history has it open, be it for a trial."""
    open_ = atlas.spec.statuses("runs", "broken")
    steps = grouped(atlas.tables["status_history"], "segment")
    for flow in rows(atlas.tables["flows"]):
        for feature in split_list(flow.features) if flow.basis == "counted" else ():
            own = [step.valid_from for step in steps.get(feature, ()) if step.status in open_]
            if feature in steps and not any(day <= flow.finish for day in own):
                told = f"counted on {feature}, which was not open by {flow.finish}"
                yield "flows.csv", flow.Index, told


def _parts_fit(atlas: Atlas) -> Found:
    """Yield what is told as a whole, and is less than its parts by the same sources.

    A part goes one way where the whole goes both, or takes some of its branches or features.
    """
    alike = defaultdict(list)
    for flow in rows(atlas.tables["flows"]):
        alike[flow.start, flow.finish, flow.unit, flow.counts, flow.sources].append(flow)
    for told in alike.values():
        for whole in told:
            own = [part for part in told if _is_part(part, whole)]
            apart = all(_are_apart(*pair) for pair in combinations(own, 2))
            total = sum(part.amount for part in own)
            if apart and total > whole.amount * ROUNDED:
                more = f"its parts make {total:g} {whole.unit}, it is {whole.amount:g}"
                yield "flows.csv", whole.Index, more


def _carriers(flow: Any) -> set[str]:  # noqa: ANN401 - a row
    return {*split_list(flow.features), *split_list(flow.branch)}


def _is_part(part: Any, whole: Any) -> bool:  # noqa: ANN401 - rows
    if part.direction == whole.direction:
        return _carriers(part) < _carriers(whole)
    return whole.direction == "both" and _carriers(part) == _carriers(whole)


def _are_apart(one: Any, other: Any) -> bool:  # noqa: ANN401 - rows
    return one.direction != other.direction or _carriers(one).isdisjoint(_carriers(other))


RULES = [
    Rule("flows-of-something", "a figure is drawn beside what it is of", _of_something),
    Rule("flows-run-forward", "no time ends before it begins", _run_forward),
    Rule("forecasts-named", "nobody counts before the time is over", _forecasts_named),
    Rule("carried-once-open", "nobody carries over what is not there yet", _carried_once_open),
    Rule("parts-fit", "the parts are no more than the whole", _parts_fit),
]
