"""Rules on time: days, histories, memberships."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from geo.linter.rule import Found, Rule, segments
from geo.model.atlas import Atlas
from geo.model.cells import show
from geo.model.history import last_day
from geo.model.spec import Table


def _events_in_order(atlas: Atlas) -> Found:
    for layer in atlas.spec.events:
        first, last = layer.time[0], layer.time[-1]
        for _, row in atlas.layers[layer.id].dropna(subset=[first, last]).iterrows():
            precision = row.get("date_prec", "day")
            if row[first] > row[last]:
                yield f"layer {layer.id}", row["id"], f"{first} is later than {last}"
            elif first != last and row[last] < last_day(row[first], precision):
                told = f"known to the {precision}, but ends before it is over"
                yield f"layer {layer.id}", row["id"], told


def _checked_in_time(atlas: Atlas) -> Found:
    for where, table, rows in _checked(atlas):
        for name, day in zip(rows[table.key or table.names[0]], rows["as_of"], strict=True):
            if day > atlas.date:
                yield where, name, f"checked on {day}, the data date is {atlas.date}"


def _checked_after_it_began(atlas: Atlas) -> Found:
    events = [f"layer {layer.id}" for layer in atlas.spec.events]
    for where, table, rows in _checked(atlas):
        named = [column.name for column in table.columns if column.type == "date"]
        begun = set(named) - {"as_of"} if where.startswith("layer") else {"date"} & set(named)
        for column in sorted(begun) if where not in events else ():
            late = rows[rows[column].fillna("") > rows["as_of"]]
            for name, day in zip(late[table.key or table.names[0]], late[column], strict=True):
                yield where, name, f"{column} {day} is later than as_of"


def _checked(atlas: Atlas) -> Iterator[tuple[str, Table, pd.DataFrame]]:
    """Yield the layers and tables that say when they were checked."""
    for name, layer in atlas.layers.items():
        yield f"layer {name}", atlas.spec.layers[name].table, layer
    for name, rows in atlas.tables.items():
        if "as_of" in rows:
            yield f"{name}.csv", atlas.spec.tables[name], rows


def _editions_in_order(atlas: Atlas) -> Found:
    for layer in atlas.spec.events:
        for number, group in layer.settings.get("numbered", {}).items():
            numbered = atlas.layers[layer.id].dropna(subset=[number]).sort_values(layer.time[0])
            for name, rows in numbered.groupby(group):
                for earlier, later in pairwise(rows[["id", number]].itertuples(index=False)):
                    if later[1] <= earlier[1]:
                        told = f"{number} {later[1]} of {name} begins after {number} {earlier[1]}"
                        yield f"layer {layer.id}", later[0], told


def _history_in_order(atlas: Atlas) -> Found:
    present = {segment.id: segment for _, segment in segments(atlas)}
    for name, steps in atlas.tables["status_history"].groupby("segment", sort=False):
        for earlier, later in pairwise(steps["from"]):
            if later <= earlier:
                yield "status_history.csv", name, f"{later} stands after {earlier}"
        if name not in present:
            yield "status_history.csv", name, "no such segment"
            continue
        last, segment = steps.iloc[-1], present[name]
        stated = (segment.status, show(segment.status_on))
        if (last["status"], last["from"]) != stated:
            told = f"ends with {last['status']} {last['from']}, the segment is {' '.join(stated)}"
            yield "status_history.csv", name, told


def _memberships_agree(atlas: Atlas) -> Found:
    standings = defaultdict(list)
    for row in atlas.tables["memberships"].sort_values("from_earliest").itertuples():
        standings[row.iso_a3, row.body].append(row)
    for (country, body), rows in sorted(standings.items()):
        for earlier, later in pairwise(rows):
            if not isinstance(earlier.to, str) or earlier.to >= later.from_earliest:
                told = f"{earlier.status} and {later.status} of {body} overlap"
                yield "memberships.csv", country, told
        for row in rows:
            dates = [row.from_earliest, row.from_latest, row.to]
            known = [day for day in dates if isinstance(day, str)]
            if known != sorted(known):
                yield "memberships.csv", country, f"dates of {body} are out of order"


RULES = [
    Rule("events-in-order", "nothing ends before it begins", _events_in_order),
    Rule("checked-in-time", "nobody checks after the data date", _checked_in_time),
    Rule(
        "checked-after-it-began",
        "what was checked before it began is a forecast",
        _checked_after_it_began,
    ),
    Rule("editions-in-order", "a later edition has a higher number", _editions_in_order),
    Rule("history-in-order", "steps follow each other and end today", _history_in_order),
    Rule("memberships-agree", "a country has one standing at a time", _memberships_agree),
]
