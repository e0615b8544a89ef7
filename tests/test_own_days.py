"""Days of a user's own, however they are written."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import geo
from geo.api import Atlas
from geo.errors import LayerError
from tests.own import added, framed


@pytest.mark.parametrize(
    "written",
    [
        *("2024-05-03", "2024/5/3", "2024.05.03", "3.5.2024", 20240503),
        *("03.05.2024 10:30", "2024-05-03T10:30:05.25Z", "2024/05/03 10:30:05+05", "2024-05-03T10"),
        *("03.05.2024 года", "2024-05-03 10:30 Z"),
        *("2024-05-03 10:30 PM", "2024-05-03 3:30:00 p.m. GMT+0500", "2024-05-03 10:30 -05:00"),
    ],
)
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    layer = geo.Layer(framed(when=[written] * 3), name="Mine", time="when")
    assert layer.days[0] == (dt.date(2024, 5, 3), dt.date(2024, 5, 3), ("day", "day"))


@pytest.mark.parametrize(
    ("written", "others", "month"),
    [
        ("03/05/2024", ["31/12/2024", ""], 5),
        ("03-05-2024", ["31-12-2024", "2024"], 5),
        ("3/5/2024 10:30", ["12/31/2024", "2024-01-01"], 3),
    ],
)
def test_one_day_of_a_column_tells_what_the_others_mean(
    written: str, others: list[str], month: int
) -> None:
    layer = geo.Layer(framed(when=[written, *others]), name="Mine", time="when")
    assert layer.days[0][0].month == month


def test_nobody_guesses_which_number_is_the_month() -> None:
    for others in (["04/05/2024", ""], ["31/12/2024", "12/31/2024"]):
        with pytest.raises(LayerError, match="nobody tells which is the month"):
            geo.Layer(framed(when=["03/05/2024", *others]), name="Mine", time="when")


@pytest.mark.parametrize(
    "written",
    [
        *("03/05/2024", "2024/13/01", "31.02.2024", 44196, [2024]),
        *("2024-05-31 - 2024-06-02", "31.05.2024 02.06.2024", np.datetime64("12020-01-01", "s")),
    ],
)
def test_a_day_that_nobody_can_tell_is_refused(written: object) -> None:
    with pytest.raises(LayerError, match=r"row 1, column when: .*expected a day"):
        geo.Layer(framed(when=[written] * 3), name="Mine", time="when")


def test_numbers_that_are_rather_months_are_said_to_be_read_as_years() -> None:
    frame = framed(month=[1, 2, 12], year=[1999, 2000, 2001])
    (note,) = geo.Layer(frame, name="Own", time="month").notes
    assert note.startswith("dated before the year 100: 3 of 3 features")
    assert note.endswith("are there years in 'month'?")
    assert not geo.Layer(frame, name="Own", time="year").notes


def test_days_of_no_calendar_are_text() -> None:
    far = np.array(["-0044-03-15", "12020-01-01", "2020-01-01"], dtype="datetime64[s]")
    assert geo.Layer(framed(when=far), name="Mine").cells["when"].type == "text"


def test_what_has_no_last_day_is_told_to_be_shown_at_its_first() -> None:
    frame = framed(begins=["2015", "2016", "2017"], ends=[None, "2020", ""])
    layer = geo.Layer(frame, name="Mine", time=["begins", "ends"])
    assert layer.notes == ["shown at their first day, without one in 'ends': 2 of 3 features"]
    assert layer.days[0][:2] == (dt.date(2015, 1, 1), dt.date(2015, 12, 31))


def test_each_day_keeps_what_is_known_of_it(toy: Atlas) -> None:
    frame = framed(begins=["2003", "2004-05-17", "2003"], ends=["2005-03", "2006", "2003-05"])
    atlas = added(toy, frame, time=["begins", "ends"])
    told = atlas.layers["mine"]
    assert told["begins"].tolist() == ["2003-01-01", "2004-05-17", "2003-01-01"]
    assert told["begins_prec"].tolist() == ["year", "day", "year"]
    assert told["ends"].tolist() == ["2005-03-31", "2006-12-31", "2003-05-31"]
    assert told["ends_prec"].tolist() == ["month", "year", "month"]
    assert not [each for each in atlas.lint() if "mine" in str(each)]
