"""What is handed over to the public functions, read as their annotations say."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from inspect import signature
from operator import index
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np

from geo.errors import clipped

P = ParamSpec("P")
T = TypeVar("T")


def switch(given: object) -> bool:
    """Return what is answered with True or False.

    Raises
    ------
    ValueError
        With what was expected, as all readers.
    """
    if not isinstance(given, bool | np.bool_):
        raise ValueError("True or False")  # noqa: TRY004 - one kind for all that cannot be read
    return bool(given)


def _count(given: Any) -> int:  # noqa: ANN401 - whatever a user hands over, as below
    is_whole = isinstance(given, float) and given.is_integer()
    try:
        count = int(given) if is_whole else index(given)
    except TypeError:
        count = -1
    if count < 0 or isinstance(given, bool):
        raise ValueError("a whole number, 0 or more")
    return count


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise ValueError("text")  # noqa: TRY004
    return given


def _texts(given: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return a text by itself, or all those of a list of any kind."""
    try:
        texts = (given,) if isinstance(given, str | Mapping) else tuple(given)
    except TypeError:
        texts = (given,)
    if not all(isinstance(each, str) for each in texts):
        raise ValueError("text, or a list of texts")
    return texts


def _day(given: Any) -> str:  # noqa: ANN401
    """Return a day as text, `YYYY-MM-DD`."""
    if isinstance(given, np.datetime64):
        given = given.astype("datetime64[D]").item()
    try:
        if isinstance(given, date):  # or a moment of it
            return date(given.year, given.month, given.day).isoformat()
        return date.fromisoformat(given).isoformat()
    except (TypeError, ValueError):
        raise ValueError("a date, or text such as '2025-12-31'") from None


def _path(given: object) -> Path:
    told = os.fspath(given) if isinstance(given, str | os.PathLike) else ""
    if not told or isinstance(told, bytes) or "\0" in told:
        raise ValueError("a path")
    return Path(told)


def _tiles(given: object) -> object:
    if not isinstance(given, str) and not hasattr(given, "requires_token"):
        raise ValueError("a tile provider of xyzservices, or its name")
    return given


READERS: Mapping[str, Callable[[Any], object]] = {
    "bool": switch,
    "int": _count,
    "str": _text,
    "Collection[str]": _texts,
    "str | date": _day,
    "str | Path": _path,
    "str | TileProvider": _tiles,
}
"""What reads an argument, by its annotation."""


def checked(function: Callable[P, T]) -> Callable[P, T]:
    """Return a function that is handed what can be read as its annotations say, see `READERS`.

    None is as if nothing were given, where nothing need be.

    Raises
    ------
    ValueError
        If an argument cannot be read, see `read`.
    TypeError
        If there is no such argument, or one is missing; it names those that there are.
    """
    form = signature(function)
    own = [each for name, each in form.parameters.items() if name != "self"]
    readers = {each.name: READERS[each.annotation.removesuffix(" | None")] for each in own}
    optional = {each.name for each in own if each.default is not each.empty}
    bare = [each.replace(annotation=each.empty, default=each.empty) for each in own]
    shown = f"{function.__name__}{form.replace(parameters=bare, return_annotation=form.empty)}"

    @wraps(function)
    def call(*given: P.args, **named: P.kwargs) -> T:
        try:
            bound = form.bind(*given, **named)
        except TypeError as error:
            raise TypeError(f"{shown}: {error}") from None
        for name, value in dict(bound.arguments).items():
            if value is None and name in optional:
                del bound.arguments[name]
            elif name in readers:
                bound.arguments[name] = read(readers[name], value, name)
        return function(*bound.args, **bound.kwargs)

    return call


def read(
    reader: Callable[[Any], T], given: object, name: str, error: type[ValueError] = ValueError
) -> T:
    """Return what a reader makes of a value that is handed over under a name.

    Raises
    ------
    ValueError
        If it cannot be read: `error`, with the name, the value and what was expected.
    """
    try:
        return reader(given)
    except ValueError as expected:
        raise error(f"{name}: {brief(given)}, expected {expected}") from None


def brief(value: object) -> str:
    """Return how a value is written, in one line that is not too long for a message."""
    return clipped(" ".join(repr(value).split()))
