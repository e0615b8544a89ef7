"""Rules on time: days, histories, memberships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from geo.linter.rule import HISTORY, Found, Linted, Rule, frames
from geo.model.atlas import Atlas
from geo.model.cells import show
from geo.model.history import known_part, last_day, since
from geo.model.rows import grouped, records, rows
from geo.model.spec import Column, Table

_FIRST = {"day": "", "month": "-01", "year": "-01-01"}
"""By precision, what a date is padded with to its first day."""


def _events_in_order(atlas: Atlas) -> Found:
    for layer in atlas.spec.events:
        first, last = layer.time[0], layer.time[-1]
        known, of_last = (layer.table[each].precision for each in (first, last))
        for row in records(atlas.layers[layer.id].dropna(subset=[first, last])):
            precision = row.get(known, "day")
            if row[first] > row[last]:
                yield atlas.file_of(layer.id), row["id"], f"{first} is later than {last}"
            elif first != last and known == of_last and row[last] < last_day(row[first], precision):
                told = f"known to the {precision}, but ends before it is over"
                yield atlas.file_of(layer.id), row["id"], told


def _come_by_now(atlas: Atlas) -> Found:
    for where, row, column, day, _ in _past(atlas):
        if day > atlas.date:
            yield where, row, f"{column} is {day}, the data date is {atlas.date}"


def _checked_since(atlas: Atlas) -> Found:
    for where, row, column, day, checked in _past(atlas):
        if checked and day > checked:
            yield where, row, f"{column} is {day}, later than as_of"


def _past(atlas: Atlas) -> Iterator[tuple[str, int | str, str, str, str]]:
    """Yield days that have come when an atlas is made: where, row, column, day, when checked.

    Events may be announced, and some days foreseen.
    """
    for name, layer in atlas.spec.layers.items():
        features = atlas.layers[name]
        yield from _days(atlas.file_of(name), features["id"], features, layer.table, but=layer.time)
    for name, table in atlas.spec.tables.items():
        frame = atlas.tables[name]
        yield from _days(f"{name}.csv", frame.index, frame, table)


def _days(
    where: str,
    labels: Iterable[int | str],
    frame: pd.DataFrame,
    table: Table,
    *,
    but: Collection[str] = (),
) -> Iterator[tuple[str, int | str, str, str, str]]:
    """Yield the days in a frame, as `_past` does, but for those of some columns."""
    checked = frame["as_of"].fillna("").tolist() if "as_of" in frame else [""] * len(frame)
    for column in table.columns:
        if column.type == "date" and not column.foreseen and column.name not in but:
            for row, day, on in zip(labels, frame[column.name].tolist(), checked, strict=True):
                if isinstance(day, str):
                    yield where, row, column.name, day, on


def _padded(atlas: Atlas) -> Found:
    networks = {f"{layer.facts}.csv" for layer in atlas.spec.of_shape("network")}
    for where, label, column, row in _dated(atlas):
        day, known = row[column.name], row[column.precision]
        if known is None:
            if day.endswith("-01"):
                none = f"no row of {HISTORY} says"
                told = none if where in networks else f"{column.precision} does not say"
                yield where, label, f"{column.name} is {day}, {told} whether to the day"
        elif day not in (known_part(day, known) + _FIRST[known], last_day(day, known)):
            told = f"known to the {known}, but {column.name} is {day}"
            yield where, label, f"{told}, neither its first day nor its last"


def _dated(atlas: Atlas) -> Iterator[tuple[str, int | str, Column, dict[str, Any]]]:
    """Yield the days whose precision is told: file, row, column, and the row itself.

    A table that tells the precision of one day tells that of all.
    """
    for where, table, frame in frames(atlas):
        dated = [each for each in table.columns if each.precision in table.names]
        told = [each for each in dated if frame[each.precision].notna().any()]
        found = list(zip(frame.index, records(frame), strict=True)) if told else []
        for column in told:
            for label, row in found:
                if row[column.name] is not None:
                    yield where, row.get("id", label), column, row


def _held_or_announced(atlas: Atlas) -> Found:
    for layer in atlas.spec.events:
        for row in records(atlas.layers[layer.id]):
            if row["confidence"] == "high" and (day := row[layer.time[0]]) > atlas.date:
                told = f"high, but {layer.time[0]} is {day}, the data date is {atlas.date}"
                yield atlas.file_of(layer.id), row["id"], told


def stale(days: int) -> Rule:
    """Return the rule that names what was not looked at for some days before the data date."""

    def check(atlas: Atlas) -> Found:
        first = max(1, date.fromisoformat(atlas.date).toordinal() - days)
        oldest = date.fromordinal(first).isoformat()
        for where, table, frame in frames(atlas):
            for row in rows(frame) if "as_of" in table.names else ():
                if isinstance(row.as_of, str) and row.as_of < oldest:
                    yield where, getattr(row, "id", row.Index), f"last checked on {row.as_of}"

    return Rule("looked-at", f"what nobody looked at for {days} days may have changed", check)


def _editions_in_order(atlas: Atlas) -> Found:
    for layer in atlas.spec.events:
        for number, group in layer.settings.get("numbered", {}).items():
            numbered = atlas.layers[layer.id].dropna(subset=[number]).sort_values(layer.time[0])
            for name, own in numbered.groupby(group):
                for earlier, later in pairwise(zip(own["id"], own[number], strict=True)):
                    if later[1] <= earlier[1]:
                        told = f"{number} {later[1]} of {name} begins after {number} {earlier[1]}"
                        yield atlas.file_of(layer.id), later[0], told


def _history_in_order(atlas: Linted) -> Found:
    present = {segment.id: segment for _, segment in atlas.segment_rows}
    broken = atlas.spec.statuses("broken")
    for name, steps in grouped(atlas.tables["status_history"], "segment").items():
        dated = [vars(step) for step in steps]
        for earlier, later in pairwise(dated):
            if later["valid_from"] == earlier["valid_from"]:
                told = f"two steps of {name} begin on {later['valid_from']}"
                yield HISTORY, later["Index"], told
        last, segment = dated[-1], present[name]
        begun = since(dated, broken)["valid_from"]
        stated = (segment.status, show(segment.status_on))
        if (last["status"], begun) != stated:
            ends = f"{name} is {last['status']} since {begun}"
            told = f"{ends}, the segment is {' '.join(stated)}"
            yield HISTORY, last["Index"], told


def _memberships_agree(atlas: Atlas) -> Found:
    standings = defaultdict(list)
    for row in rows(atlas.tables["memberships"].sort_values("from_earliest")):
        standings[row.iso_a3, row.body].append(row)
    for (country, body), standing in sorted(standings.items()):
        for earlier, later in pairwise(standing):
            if not isinstance(earlier.until, str) or earlier.until >= later.from_earliest:
                told = f"{country} is {earlier.status} and {later.status} of {body} at a time"
                yield "memberships.csv", later.Index, told
        for row in standing:
            dates = [row.from_earliest, row.from_latest, row.until]
            known = [day for day in dates if isinstance(day, str)]
            if known != sorted(known):
                told = f"the dates of {country} in {body} are out of order"
                yield "memberships.csv", row.Index, told


RULES = [
    Rule("events-in-order", "nothing ends before it begins", _events_in_order),
    Rule("come-by-now", "nobody knows what is after the data date", _come_by_now),
    Rule("checked-since", "what was checked before it was is a forecast", _checked_since),
    Rule("padded", "a date tells no more than is known", _padded),
    Rule("held-or-announced", "what is announced may yet be put off", _held_or_announced),
    Rule("editions-in-order", "a later edition has a higher number", _editions_in_order),
    Rule("history-in-order", "one step at a time, the last one holds today", _history_in_order),
    Rule("memberships-agree", "a country has one standing at a time", _memberships_agree),
]
