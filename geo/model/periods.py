"""The time of segments: what each was, from which day to which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import geopandas as gpd
import pandas as pd

from geo.model.history import UNKNOWN, last_day
from geo.model.rows import Row, grouped, records


def periods(segments: gpd.GeoDataFrame, history: pd.DataFrame, today: str) -> Iterator[Row]:
    """Yield what each segment was in each time, the earliest first; no day has two of them.

    Between the first and the last day on which a change can have come, the status is unknown, as
    `as_of` has it. Of a segment without a history only the status of today is known.
    """
    steps = grouped(history, "segment")
    for segment in records(segments):
        own = [vars(step) for step in steps.get(segment["id"], ())]
        for period in _held(own) if own else _untold(segment, today):
            yield {**segment, "segment": segment["id"], **period}


def _held(steps: Sequence[Row]) -> Iterator[Row]:
    for number, step in enumerate(steps):
        told = {name: step[name] for name in ("sources", "confidence", "note")}
        begun, exact = step["valid_from"], step["date_prec"]
        known, end, until = last_day(begun, exact), "9999", _to(None, None)
        for later in steps[number + 1 : number + 2]:
            end = _day_before(later["valid_from"])
            until = _to(end, later["date_prec"])
        if begun < known and begun <= end:
            sure = _day_before(known)
            cut = until if end < sure else _to(sure, exact)
            yield {**told, "status": UNKNOWN, **_from(begun, exact), **cut}
        if known <= end:
            yield {**told, "status": step["status"], **_from(known, exact), **until}


def _untold(segment: Row, today: str) -> Iterator[Row]:
    yield {"status": UNKNOWN, **_from(None, None), **_to(_day_before(today), None)}
    yield {"status": segment["status"], **_from(today, None), **_to(None, None)}


def _from(day: str | None, exact: str | None) -> Row:
    return {"valid_from": day, "from_prec": exact}


def _to(day: str | None, exact: str | None) -> Row:
    return {"valid_to": day, "to_prec": exact}


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
