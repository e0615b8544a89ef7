"""Days of any frame as an atlas has them: padded, with how much of each is known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from geo.model.cells import show

EXPECTED = "a day (2024-05-31), a month (2024-05) or a year (2024)"
KNOWN = ("day", "month", "year")
"""How much of a day may be known, the most first."""
UNUSUAL = 100
"""Years before this one are rather months, weeks or ages."""
_CLOCK = (
    r"[T ] ?\d{1,2}([:.h]\d\d(?!\.\d{4})\S*)?( [AaPp]\.?[Mm]\.?)?( [A-Za-z]{1,4}\S*| [+-]\d\d\S*)?"
)
_TIME = rf"( \u0433(\.|\u043e\u0434\u0430)?)?({_CLOCK})?"
"""What may stand behind a day: the year that Russian says there, a clock with its zone."""
_WRITTEN = [
    re.compile(each, re.ASCII)
    for each in (
        rf"(?P<year>\d{{4}})(-(?P<month>\d{{1,2}})(-(?P<day>\d{{1,2}}){_TIME})?)?",
        rf"(?P<year>\d{{4}})([/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){_TIME}",
        rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}){_TIME}",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    )
]
"""What means one day, wherever it was written."""
_UNTOLD = re.compile(rf"(\d{{1,2}})([/-])(\d{{1,2}})\2(?P<year>\d{{4}}){_TIME}", re.ASCII)
"""What may be the day before the month, or behind it: others of its column tell."""
_MONTHS = 12


def is_day(text: str) -> bool:
    """Tell whether a text looks like a day, and no number does."""
    return not text.isdigit() and any(each.fullmatch(text) for each in (*_WRITTEN, _UNTOLD))


def is_month_first(values: Iterable[Any]) -> bool | None:
    """Tell whether days of a column have the month before the day; None if none tells, or both."""
    texts = (value.strip() for value in values if isinstance(value, str))
    found = [match for match in map(_UNTOLD.fullmatch, texts) if match]
    first, second = (any(int(match[part]) > _MONTHS for match in found) for part in (1, 3))
    return None if first == second else second


def read_day(value: Any, *, month_first: bool | None = None) -> tuple[date, str] | None:  # noqa: ANN401 - whatever a cell holds
    """Return the first day of what a cell tells, and how much of it is known; None if it is empty.

    Of a moment the day counts that its own clock shows. Of 05/06/2024 it has to be told whether the
    month comes first.

    Raises
    ------
    ValueError
        If it is no day, no month and no year.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    number = isinstance(value, int | float) and not isinstance(value, bool)
    text = show(value).zfill(4) if number else str(value).strip()
    untold = _UNTOLD.fullmatch(text)
    if untold and month_first is None:
        raise ValueError(f"{EXPECTED}, nobody tells which is the month")
    try:
        if isinstance(value, date):
            return date(value.year, value.month, value.day), "day"
        if untold:
            day, month = (3, 1) if month_first else (1, 3)
            return date(int(untold["year"]), int(untold[month]), int(untold[day])), "day"
        if told := next(filter(None, (each.fullmatch(text) for each in _WRITTEN)), None):
            exact = "day" if told["day"] else "month" if told["month"] else "year"
            return date(*(int(told[part] or 1) for part in KNOWN[::-1])), exact
    except ValueError:
        pass
    raise ValueError(EXPECTED)
