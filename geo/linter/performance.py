"""Rules on performance and relations: how fast, how long and how dear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo.linter.rule import Found, Rule
from geo.model.atlas import Atlas
from geo.model.cells import show, split_list
from geo.model.rows import rows
from geo.network.performance import COST, TIME
from geo.network.relations import LESS

UNITS = {
    **dict.fromkeys(TIME, "h"),
    **dict.fromkeys(COST, "USD/TEU"),
    TIME.along: "km/h",
    COST.along: "USD/TEU-km",
}
"""The unit of each quantity."""


def _figures(atlas: Atlas) -> Iterator[tuple[str, Any]]:
    for table in ("performance", "relations"):
        for row in rows(atlas.tables[table]):
            yield f"{table}.csv", row


def _units_fit(atlas: Atlas) -> Found:
    for row in rows(atlas.tables["performance"]):
        if row.unit != UNITS[row.quantity]:
            told = f"a {row.quantity} in {row.unit}, expected {UNITS[row.quantity]}"
            yield "performance.csv", row.Index, told


def _in_order(atlas: Atlas) -> Found:
    for file, row in _figures(atlas):
        if not 0 <= row.low <= row.high:
            yield file, row.Index, f"{row.low:g} to {row.high:g} is no range"
        if row.unit == UNITS[TIME.along] and not row.high:
            yield file, row.Index, f"{row.high:g} {row.unit} leads nowhere"
        if row.start > row.finish:
            yield file, row.Index, "start is later than finish"


def _ends_differ(atlas: Atlas) -> Found:
    for row in rows(atlas.tables["relations"]):
        if row.from_place == row.to_place:
            yield "relations.csv", row.Index, f"leads from {row.from_place} to itself"


def _compared(atlas: Atlas) -> Found:
    for row in rows(atlas.tables["relations"]):
        if row.unit.startswith(LESS) != bool(split_list(row.against)):
            yield "relations.csv", row.Index, "percents are of ways in against, and nothing else is"


def _promised_for_later(atlas: Atlas) -> Found:
    """Yield promises of what was over when it was told; of some sources the day is not known."""
    printed = atlas.tables["sources"].set_index("id")["date"].dropna().to_dict()
    for file, row in _figures(atlas):
        if row.evidence == "promised":
            told = [printed[each] for each in split_list(row.sources) if show(printed.get(each))]
            if told and row.finish <= min(told):
                yield file, row.Index, f"promised until {row.finish}, but told on {min(told)}"


RULES = [
    Rule("units-fit", "hours are no kilometres", _units_fit),
    Rule("figures-in-order", "a range and a time run forward", _in_order),
    Rule("ends-differ", "a relation leads somewhere", _ends_differ),
    Rule("percents-of-something", "less is less than something", _compared),
    Rule("promised-for-later", "what is over is no promise", _promised_for_later),
]
