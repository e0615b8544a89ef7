"""Days of any frame as an atlas has them: padded, with how much of each is known."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Any

EXPECTED = "a day (2024-05-31), a month (2024-05) or a year (2024)"
KNOWN = ("day", "month", "year")
"""How much of a day may be known, the most first."""
_WRITTEN = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d{1,2})(-(?P<day>\d{1,2})([T ].*)?)?)?", re.ASCII
)


def read_day(value: Any) -> tuple[date, str] | None:  # noqa: ANN401 - whatever a cell holds
    """Return the first day of what a cell tells, and how much of it is known; None if it is empty.

    Of a moment the day counts that its own clock shows.

    Raises
    ------
    ValueError
        If it is no day, no month and no year.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, date):
        return date(value.year, value.month, value.day), "day"
    number = isinstance(value, int | float) and not isinstance(value, bool)
    text = f"{value:g}".zfill(4) if number else str(value).strip()
    if (told := _WRITTEN.fullmatch(text)) is None:
        raise ValueError(EXPECTED)
    exact = "day" if told["day"] else "month" if told["month"] else "year"
    try:
        return date(*(int(told[part] or 1) for part in ("year", "month", "day"))), exact
    except ValueError:
        raise ValueError(EXPECTED) from None


def last_day(day: date, exact: str) -> date:
    """Return the last day of the month or the year that a padded day stands for, or the day."""
    if exact == "day":
        return day
    month = 12 if exact == "year" else day.month
    return date(day.year, month, monthrange(day.year, month)[1])


def coarsest(known: Iterable[str]) -> str:
    """Return the least of how much is known."""
    return max(known, key=KNOWN.index)
