"""Rules on performance and relations: how fast, how long and how dear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from geo.linter.rule import Found, Rule, segments
from geo.model.atlas import Atlas
from geo.model.cells import show, split_list
from geo.model.rows import rows
from geo.network.performance import COST, HELD, TIME

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
        if row.start > row.end:
            yield file, row.Index, "start is later than end"


def _modes_have_a_speed(atlas: Atlas) -> Found:
    """Yield modes without a speed that holds everywhere, in an atlas that has figures at all."""
    table = atlas.tables["performance"]
    held = table[(table["quantity"] == TIME.along) & table["evidence"].isin(HELD)]
    everywhere = held[held["countries"].isna() & held["place"].isna()]
    if not table.empty and not everywhere["mode"].isna().any():
        for mode in sorted({row.mode for _, row in segments(atlas)} - {*everywhere["mode"]}):
            yield "performance.csv", "mode", f"no speed by {mode} that holds everywhere"


def _ends_differ(atlas: Atlas) -> Found:
    for row in rows(atlas.tables["relations"]):
        if row.from_place == row.to_place:
            yield "relations.csv", row.Index, f"leads from {row.from_place} to itself"


def _promised_for_later(atlas: Atlas) -> Found:
    """Yield promises of what was over when it was told; of some sources the day is not known."""
    printed = atlas.tables["sources"].set_index("id")["date"].dropna().to_dict()
    for file, row in _figures(atlas):
        if row.evidence == "promised":
            told = [printed[each] for each in split_list(row.sources) if show(printed.get(each))]
            if told and row.end <= min(told):
                yield file, row.Index, f"promised until {row.end}, but told on {min(told)}"


RULES = [
    Rule("units-fit", "hours are no kilometres", _units_fit),
    Rule("figures-in-order", "a range and a time run forward", _in_order),
    Rule("modes-have-a-speed", "an answer by time is not empty", _modes_have_a_speed),
    Rule("ends-differ", "a relation leads somewhere", _ends_differ),
    Rule("promised-for-later", "what is over is no promise", _promised_for_later),
]
