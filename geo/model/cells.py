"""Parse and check one cell; columns typed as their description says."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import geopandas as gpd
import pandas as pd
from pandas.api.extensions import ExtensionArray

from geo.model.spec import Column, Table
from geo.model.text import clean, flaw

Value = str | int | float | bool | None

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}((?P<mark>[.,'’\s])\d{2,3})((?P=mark)\d{2,3})*([.,]\d+)?")
_WHOLE = re.compile(r"[+-]?\d{1,15}(\.0)?", re.ASCII)  # `.0` is what a table of floats makes of it
_DAY = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?P<time>[T ].*)?", re.ASCII)
_MIDNIGHT = re.compile(r"[T ]00:00(:00([.,]0+)?)? ?(Z|UTC|[+-]\d\d(:?\d\d)?)?", re.ASCII)

TEXT = pd.StringDtype("python", na_value=math.nan)
"""Text as it is where pyarrow, an extra, is missing: of short tables it gives cells at once."""
DTYPES = {"integer": "Int64", "year": "Int64", "number": "float64", "boolean": "boolean"}


def split_list(text: object) -> list[str]:
    """Return the items of a `;`-joined cell; a missing cell has none."""
    items = text.split(";") if isinstance(text, str) else []
    return [*filter(None, map(str.strip, items))]


def parse(text: str, column: Column) -> Value:
    """Return the value of a cell, or None if it is empty.

    Letters are composed, space around the text is left out, a day may have a midnight behind it.

    Raises
    ------
    ValueError
        Saying what was expected instead.
    """
    text = clean(text)
    if not text:
        if column.required:
            raise ValueError(f"a value ({column.doc})")
        return None
    return _PARSERS[column.type](text, column)


def show(value: object) -> str:
    """Return a typed value as the text of a cell; missing values are empty."""
    if isinstance(value, str):
        return value
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def as_whole(value: object) -> object:
    """Return a value, a whole number without decimals: nobody measured them."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def within(value: float, column: Column) -> bool:
    """Tell whether a number is one that a column may hold."""
    low = -math.inf if column.minimum is None else column.minimum
    high = math.inf if column.maximum is None else column.maximum
    return math.isfinite(value) and low <= value <= high


def typed(cells: Sequence[Any] | pd.Series, column: Column) -> ExtensionArray:
    """Return the cells of a column as it is typed."""
    dtype: Any = DTYPES.get(column.type, TEXT)
    array: ExtensionArray = pd.array(cells, dtype=dtype)
    return array


def conform(frame: gpd.GeoDataFrame, table: Table) -> gpd.GeoDataFrame:
    """Return a frame with exactly the columns of a layer, in order and typed, geometry last.

    Columns that the frame lacks are filled with missing values.
    """
    missing = [None] * len(frame)
    columns = {
        column.name: typed(frame.get(column.name, missing), column) for column in table.columns
    }
    shapes = frame.geometry.to_numpy()
    return gpd.GeoDataFrame(columns, frame.index, geometry=shapes, crs="EPSG:4326")


def _text(text: str, column: Column) -> str:
    if expected := flaw(text):
        raise ValueError(expected)
    if column.longest is not None and len(text) > column.longest:
        raise ValueError(f"at most {column.longest} characters, these are {len(text)}")
    return text


def _id(text: str, _: Column) -> str:
    if not ID.fullmatch(text):
        raise ValueError("an id of lower-case letters a-z, digits and single hyphens")
    return text


def _listed(parse_one: Callable[[str, Column], Value]) -> Callable[[str, Column], str]:
    """Return the parser of a list, of which `parse_one` parses each item."""

    def parse_list(text: str, column: Column) -> str:
        items = split_list(text)
        for item in items:
            parse_one(item, column)
        if not items or len(set(items)) < len(items):
            raise ValueError("items joined by ;, each once")
        return ";".join(items)

    return parse_list


def _choice(text: str, column: Column) -> str:
    if text not in column.values:
        raise ValueError(
            f"one of {', '.join(column.values)}"
            if column.values
            else "nothing, no value has a name"
        )
    return text


def _iso(length: int) -> Callable[[str, Column], str]:
    def check(text: str, _: Column) -> str:
        if not re.fullmatch(rf"[A-Z]{{{length}}}", text):
            raise ValueError(f"an ISO 3166-1 alpha-{length} code in capital letters")
        return text

    return check


def _date(text: str, _: Column) -> str:
    if (match := _DAY.fullmatch(text)) is not None:
        if match["time"] and not _MIDNIGHT.fullmatch(match["time"]):
            raise ValueError("a day without a time of day, written YYYY-MM-DD")
        try:
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat()
        except ValueError:
            pass
    raise ValueError("a date that exists, written YYYY-MM-DD")


def _number(text: str, column: Column) -> float:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"a number{_span(column)}{_hint(text)}")
    return _within(float(text), column)


def _integer(text: str, column: Column) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"a whole number{_span(column)}{_hint(text)}")
    return int(_within(float(text), column))


def _hint(text: str) -> str:
    plain = re.sub(r"[.,'’\s]", "", text)
    return f", without marks of thousands ({plain}?)" if _THOUSANDS.fullmatch(text) else ""


def _year(text: str, column: Column) -> int:
    if not re.fullmatch(r"\d{1,4}(\.0)?", text, re.ASCII) or not float(text):
        raise ValueError("a year from 1 to 9999")
    return int(_within(float(text), column))


def _within(value: float, column: Column) -> float:
    if not within(value, column):
        raise ValueError(f"a{'' if math.isfinite(value) else ' finite'} number{_span(column)}")
    return value


def _span(column: Column) -> str:
    if column.minimum is not None and column.maximum is not None:
        return f" from {column.minimum:g} to {column.maximum:g}"
    return f" of at least {column.minimum:g}" if column.minimum is not None else ""


def _boolean(text: str, _: Column) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError("true or false")
    return text.lower() == "true"


def _url(text: str, _: Column) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address that begins with http:// or https://")
    if not text.isprintable() or " " in text:
        raise ValueError("an address without spaces and invisible characters")
    if "@" in parts.netloc:
        raise ValueError("an address without a user before its host")
    return text


_PARSERS: dict[str, Callable[[str, Column], Value]] = {
    "text": _text,
    "texts": _listed(_text),
    "id": _id,
    "reference": lambda text, column: (
        _iso(3)(text, column) if column.to == "countries" else _id(text, column)
    ),
    "references": _listed(_id),
    "choice": _choice,
    "choices": _listed(_choice),
    "iso_a2": _iso(2),
    "iso_a2s": _listed(_iso(2)),
    "iso_a3": _iso(3),
    "date": _date,
    "number": _number,
    "integer": _integer,
    "year": _year,
    "boolean": _boolean,
    "url": _url,
}
