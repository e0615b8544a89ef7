"""The world of a day: what was a member of what, and what ran, on that day."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from geo.model.rows import records, rows
from geo.model.shown import show_amounts, show_table

UNKNOWN = "unknown"


@dataclass(frozen=True, repr=False)
class AsOf:
    """Memberships and statuses on one day.

    `memberships` maps an organisation and a country (ISO alpha-3) to the country's standing on
    that day; countries without one are left out. `statuses` maps the id of a segment to its status;
    segments whose history begins later, or is not known at all, are left out. If the sources leave
    the value on that day open, it is `unknown`.
    """

    date: str
    memberships: dict[str, dict[str, str]]
    statuses: dict[str, str]

    def __repr__(self) -> str:
        """Return the day, and of how many standings and segments it knows, in a line."""
        standings = sum(map(len, self.memberships.values()))
        return f"<{self.date}, standings: {standings or 'none known'}, {self._counted()}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: segments by status, countries by organisation."""
        table = [
            {"organisation": body, "standing": standing, "countries": " ".join(sorted(countries))}
            for body, standings in self.memberships.items()
            for standing, countries in (_swapped(standings) or {"": ["nobody"]}).items()
        ]
        none = [] if table else ["standings: none known"]
        return show_table([self.date, self._counted(), *none], pd.DataFrame(table))

    def _counted(self) -> str:
        if not self.statuses:
            return "segments: none known"
        by_status = show_amounts(Counter(self.statuses.values()))
        return f"segments: {len(self.statuses)} ({by_status})"


def _swapped(standings: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the countries that have each standing."""
    found: dict[str, list[str]] = {}
    for country, standing in standings.items():
        found.setdefault(standing, []).append(country)
    return found


def as_of(day: str, tables: Mapping[str, pd.DataFrame]) -> AsOf:
    """Return the memberships and statuses of a day (`YYYY-MM-DD`), from the tables of these facts.

    A standing holds from the latest to the last day that its row names; between the earliest and
    the latest day on which it can have begun it is unknown. A status holds from its first day until
    the next one; if only the month or year of the change is known, it is unknown within it.
    """
    steps = steps_on(day, tables["status_history"])
    statuses = {segment: step["status"] for segment, step in steps.items()}
    return AsOf(day, standings(day, tables["memberships"]), statuses)


def standings(day: str, memberships: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the standing of each country in each organisation on a day, as `AsOf` has it."""
    standing: dict[str, dict[str, str]] = {body: {} for body in memberships["body"].unique()}
    begun = memberships[
        (memberships["from_earliest"].fillna("") <= day)
        & (memberships["until"].isna() | (memberships["until"] >= day))
    ]
    for row in rows(begun):
        certain = isinstance(row.from_latest, str) and row.from_latest <= day
        standing[row.body][row.iso_a3] = row.status if certain else UNKNOWN
    return standing


def steps_on(
    day: str, history: pd.DataFrame, broken: Sequence[str] = ()
) -> dict[str, dict[str, Any]]:
    """Return the step that each segment with a history by then had reached on a day.

    Within the month or year in which it changed, if no more is known, its status is unknown. What
    is `broken` is so since the day since which it was no better, see `since`.
    """
    taken: dict[str, list[dict[str, Any]]] = {}
    for step in records(history.sort_values(["segment", "valid_from"], kind="stable")):
        if step["valid_from"] <= day:
            taken.setdefault(step["segment"], []).append(step)
    reached = {}
    for segment, steps in taken.items():
        last = steps[-1]
        certain = last_day(last["valid_from"], last["date_prec"]) <= day
        status = last["status"] if certain else UNKNOWN
        reached[segment] = {**since(steps, broken), "status": status}
    return reached


def since(steps: Sequence[Mapping[str, Any]], broken: Sequence[str]) -> Mapping[str, Any]:
    """Return the step since which holds what the last one says.

    Statuses that mean `broken`, from bad to worse, are degrees of one state: one holds since it was
    no better.
    """
    first = len(steps) - 1
    status = steps[first]["status"]
    as_bad = broken[broken.index(status) :] if status in broken else []
    while first and steps[first - 1]["status"] in as_bad:
        first -= 1
    return steps[first]


def precision(earliest: str, latest: object) -> str:
    """Return how much is known of a day that lies between two."""
    if earliest == latest:
        return "day"
    return "month" if earliest[:7] == str(latest)[:7] else "year"


def last_day(day: str, precision: str) -> str:
    """Return the last day of the month or year that a padded date stands for, or the day itself."""
    return last_of(date.fromisoformat(day), precision).isoformat()


def last_of(day: date, precision: str) -> date:
    """Return the last day of the month or year that a first one stands for, or the day itself."""
    if precision == "day":
        return day
    month = 12 if precision == "year" else day.month
    return day.replace(month=month, day=calendar.monthrange(day.year, month)[1])


def known_part(day: str, precision: str) -> str:
    """Return as much of a padded date as is known."""
    return day[: {"year": len("2025"), "month": len("2025-10")}.get(precision)]
