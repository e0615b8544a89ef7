"""Cells of any frame as an atlas has them: typed by what they hold, and text that is text."""

from __future__ import annotations

import cmath
import json
import math
import re
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, datetime
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype

from geo.model.cells import show
from geo.model.manner import PLAIN
from geo.model.text import clean
from geo.model.text import slug as text_slug

LARGEST = 2**53
"""Whole numbers beyond this are not exact in a browser."""
SMALLEST = 1e-9
"""Numbers nearer to 0, and beyond the largest, are written with a power of ten."""
_MOST_DIGITS = 40
_KEPT_DIGITS = 17
"""So many digits tell any float from all others."""
_DOUBLE = 8
"""So many bytes has a float of Python; in it, others seem to have more decimals."""
_LONGEST = 40
"""So many letters has a name at most."""
_LONGEST_CODE = 10**20
_YEARS = range(1000, 3000)
"""Numbers that read well as they stand, be they years or not: 2009, never 2,009."""
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_OWN = {str, int, bool, type(None)}
_UNSEEN = ("Cc", "Cs", "Cn", "Zl", "Zp")
"""Kinds of characters that no reader sees and no file of text can hold."""
_ENDS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
"""Marks that turn the direction of a text, and what ends each."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ROOM = 80
_PLACE = re.compile(r"\{(?=\w+(\.\w+)?\})")


@dataclass(frozen=True)
class Cells:
    """A column: what it is called, of which type of the schema it is, and a value for each row."""

    title: str
    type: str
    values: list[Any] = field(repr=False)


def cells_of(title: str, column: pd.Series) -> Cells:
    """Return a column with the narrowest type that all its values have; what is missing is None."""
    values = _plain(_values(column))
    there = [value for value in values if value is not None]
    kinds = set(map(type, there))
    if not there or kinds == {bool}:
        return Cells(title, "boolean" if there else "text", values)
    if all(issubclass(kind, int | float) and kind is not bool for kind in kinds):
        if _are_whole(there):
            is_year = _YEARS.start <= min(there) <= max(there) < _YEARS.stop
            whole = [None if value is None else int(value) for value in values]
            return Cells(title, "year" if is_year else "integer", whole)
        if any(issubclass(kind, float) for kind in kinds):
            return Cells(title, "number", [None if v is None else _number(v) for v in values])
    if all(issubclass(kind, date) for kind in kinds):
        if all(map(_is_day, there)):
            return Cells(title, "date", [None if v is None else _day(v) for v in values])
        return Cells(title, "text", [None if v is None else _moment(v) for v in values])
    texts = _lines(values, kinds)
    told = {text for text in texts if text}
    return Cells(title, "date" if told and all(map(_real_day, told)) else "text", texts)


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
    """Return a value as one of Python's own; what stands for none, or is infinite, is None."""
    if isinstance(value, np.ndarray) and not value.ndim:
        value = value[()]  # the one that it holds
    if isinstance(value, np.generic):
        value = value.item() if not isinstance(value, np.datetime64) else pd.Timestamp(value)
    if isinstance(value, Decimal):
        value = _undecimal(value) if value.is_finite() else None
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    return None if isinstance(value, float | complex) and not cmath.isfinite(value) else value


def text_of(value: object) -> str:
    """Return any value as one line of text that every file and every page can hold.

    Of one that has no text, such as a list that holds itself, it is what kind of value it is.
    """
    if isinstance(value, str):
        return _line(value)
    try:
        return _text(value)
    except Exception:  # noqa: BLE001 - objects of a user's own may raise anything
        return f"<{type(value).__name__}>"


def _text(value: object) -> str:
    if isinstance(value, bytes | bytearray | memoryview):
        return _of_bytes(bytes(value))
    if isinstance(value, dict):
        try:
            return _line(json.dumps(value, ensure_ascii=False, default=_in_json))
        except (TypeError, ValueError):  # of keys that JSON has not, or of one that holds itself
            return _line(str(value))
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        return ", ".join(filter(None, map(text_of, _items(value))))
    if isinstance(value, float):
        value = float(f"{value:.15g}")  # without what binary fractions add
    return _line(_moment(value) if isinstance(value, date) else show(value))


def written(value: object) -> str:
    """Return a value as text, a number with no more decimals than the page shows of any."""
    if not isinstance(value, float):
        return show(value)
    is_long = value and not SMALLEST <= abs(value) < LARGEST
    return f"{value:.3g}" if is_long else PLAIN.number(value)


def row_name(index: pd.Index, row: int) -> int | str:
    """Return what a row is called in messages: its label or the line in its file, or its number."""
    if isinstance(index, pd.RangeIndex):
        return row + 1
    label = plain(index[row])
    return label if isinstance(label, int) else text_of(label)


def as_words(text: str) -> str:
    """Return a text of a user's own as one of the words of an atlas, where `{name}` is filled.

    What looks like a place to fill is parted by a mark that nobody sees, and stays as it is. Of a
    long text the legend has room for the beginning.
    """
    brief = text if len(text) <= _ROOM else f"{text[: _ROOM - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
    return _PLACE.sub("{\u2060", _closed(brief))


def has_infinite(cells: Cells, column: pd.Series) -> bool:
    """Tell whether a column holds numbers that are infinite, or larger than any float."""
    if is_float_dtype(column):
        return bool(np.isinf(column).any())
    return any(
        value is None and _is_number(each)
        for each, value in zip(_objects(column), cells.values, strict=False)
    )


def lost_digits(cells: Cells, column: pd.Series) -> bool:
    """Tell whether numbers seem to be codes, or are longer, than that a float keeps all digits."""
    if cells.type != "number":
        return False
    there = [value for value in cells.values if value is not None]
    are_codes = all(value.is_integer() for value in there)
    if are_codes and LARGEST <= max(map(abs, there)) < _LONGEST_CODE:
        return True
    shown = zip(_objects(column), cells.values, strict=False)
    numbers = (each for each, told in shown if told is not None)
    longest = (str(each) for each in numbers if isinstance(each, int | Decimal))
    return any(isinstance(exact(each), Decimal) for each in longest if len(each) > _KEPT_DIGITS)


def exact(text: str) -> float | Decimal:
    """Return a number as a float, or as a decimal if that keeps not all of its digits.

    What a float is, to however many digits, it keeps.
    """
    number = float(text)
    if len(text) <= _KEPT_DIGITS or not math.isfinite(number):
        return number
    told = Decimal(text)
    digits = len(told.as_tuple().digits)
    return number if Decimal(f"{number:.{digits - 1}e}") == told else told


def slug(text: str, mark: str = "-") -> str:
    """Return a text as a name that is not too long for one; nothing if it has no such letters."""
    return text_slug(text, mark)[:_LONGEST].strip(mark)


def unique(name: str, taken: Iterable[str], mark: str = "-") -> str:
    """Return a name that is not taken, with a number behind it if need be."""
    known = set(taken)
    if name not in known:
        return name
    number = 2
    while f"{name}{mark}{number}" in known:
        number += 1
    return f"{name}{mark}{number}"


def _values(column: pd.Series) -> list[Any]:
    """Return what a column holds; unusual floats with the decimals that they were written with."""
    kind, size = (getattr(column.dtype, each, None) for each in ("kind", "itemsize"))
    if kind == "f" and size and size != _DOUBLE:
        return [float(str(each)) for each in column.to_numpy(f"f{size}", na_value=np.nan)]
    return list(column.astype(object))


def _objects(column: pd.Series) -> Iterable[Any]:
    """Return what a column holds if that may be numbers of any kind; of one of texts nothing."""
    is_any = column.dtype.kind == "O" and not isinstance(column.dtype, pd.StringDtype)
    return column.astype(object) if is_any else ()


def _is_number(value: object) -> bool:
    """Tell whether a value is a number, be it infinite; what is called none is none."""
    if isinstance(value, Decimal):
        return not value.is_nan()
    return isinstance(value, int) or (isinstance(value, Real) and not math.isnan(value))


def _plain(values: list[Any]) -> list[Any]:
    """Return values as `plain` does, at once where they are Python's own."""
    return values if set(map(type, values)) <= _OWN else list(map(plain, values))


def _are_whole(numbers: list[Any]) -> bool:
    """Tell whether numbers are whole, and exact in a browser."""
    return (
        min(numbers) >= -LARGEST
        and max(numbers) <= LARGEST
        and all(value == int(value) for value in numbers)
    )


def _lines(values: list[Any], kinds: set[type]) -> list[str | None]:
    """Return values as text; texts that are many times there are looked at once."""
    if kinds != {str}:
        return [None if value is None else text_of(value) or None for value in values]
    lines = {text: text_of(text) or None for text in dict.fromkeys(values) if text is not None}
    return [None if value is None else lines[value] for value in values]


def _undecimal(value: Decimal) -> int | float:
    """Return a whole number with all its digits, of which a float keeps not all."""
    is_whole = value.adjusted() < _MOST_DIGITS and value == value.to_integral_value()
    return int(value) if is_whole else float(value)


def _number(value: float) -> float | None:
    try:
        return float(value)
    except OverflowError:
        return None


def _is_day(value: date) -> bool:
    if not MINYEAR <= value.year <= MAXYEAR:  # numpy has others too
        return False
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return moment.time() == datetime.min.time()


def _day(value: date) -> str:
    return f"{value.year:04}-{value.month:02}-{value.day:02}"


def _moment(value: date) -> str:
    """Return a day, with its time if it has one: on the clock where it was read, and of which."""
    if not isinstance(value, datetime) or _is_day(value):
        return _day(value)
    if not MINYEAR <= value.year <= MAXYEAR:
        return str(value)
    zone, clock = value.strftime("%z"), value.time().isoformat()
    if finer := getattr(value, "nanosecond", 0):
        clock = f"{value.time().isoformat('microseconds')}{finer:03}"
    exact = clock.rstrip("0") if "." in clock else clock.removesuffix(":00")
    return f"{_day(value)} {exact}{' UTC' + zone if zone else ''}"


def _real_day(text: str) -> bool:
    try:
        return bool(_ISO_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _in_json(value: object) -> object:
    """Return what JSON has for a value of a kind that it has not."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    return [*_items(value)] if isinstance(value, set | frozenset) else text_of(value)


def _items(value: Any) -> Iterable[Any]:  # noqa: ANN401 - any of several kinds of lists
    return sorted(value, key=str) if isinstance(value, set | frozenset) else value


def _line(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text.strip()
    seen = (" " if unicodedata.category(letter) in _UNSEEN else letter for letter in text)
    return _closed(clean(" ".join("".join(seen).split())))


def _of_bytes(value: bytes) -> str:
    """Return the text that bytes are, as some programs save it; of others, how many they are."""
    with suppress(UnicodeDecodeError):
        text = value.decode()
        if not any(unicodedata.category(each) in _UNSEEN for each in text if not each.isspace()):
            return _line(text)
    return f"{len(value):,} byte{'' if len(value) == 1 else 's'}"


def _closed(text: str) -> str:
    """Return a text that ends in the direction in which it began: none turns what follows."""
    opened: list[str] = []
    for mark in _TURNING.findall(text):
        if mark in _ENDS:
            opened.append(_ENDS[mark])
        elif mark in opened:
            del opened[len(opened) - 1 - opened[::-1].index(mark) :]
    return text + "".join(reversed(opened))
