"""Tables of TOML, taken key by key: what one value may hold, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from geo.errors import Problem
from geo.model.cells import parse
from geo.model.schema import Column

Check = Callable[[object], Any]
"""Returns a value as it is to be used, or raises ValueError saying what was expected instead."""


class Keys:
    """One table, of which each key is taken once.

    Parameters
    ----------
    file
        Name to put into the problems.
    table
        The table as read; anything else is a problem.
    problems
        Where everything that is wrong is added.
    inside
        Keys of the tables around this one, joined by dots.
    """

    def __init__(self, file: str, table: object, problems: list[Problem], inside: str = "") -> None:
        self.file, self.problems, self.inside = file, problems, inside
        self.table: dict[str, object] = {}
        if isinstance(table, dict):
            self.table = dict(table)
        else:
            self.complain("", table, "a table")

    def __contains__(self, key: str) -> bool:
        return key in self.table

    def complain(self, key: str, value: object, expected: str) -> None:
        """Add a problem of one key."""
        self.problems.append(Problem(self.file, "", self._path(key), str(value), expected))

    def take(self, key: str, check: Check, *, required: bool = True) -> Any:  # noqa: ANN401
        """Return what the check makes of a value, or None if it is absent or wrong."""
        if key not in self.table:
            if required:
                self.complain(key, "", "this key, it is missing")
            return None
        value = self.table.pop(key)
        try:
            return check(value)
        except ValueError as error:
            self.complain(key, value, str(error))
            return None

    def within(self, key: str) -> Keys:
        """Return the table of a key; an absent one is empty."""
        return Keys(self.file, self.table.pop(key, {}), self.problems, self._path(key))

    def each(self, key: str) -> list[Keys]:
        """Return the tables of an array, which may be absent."""
        items = self.table.pop(key, [])
        if not isinstance(items, list):
            self.complain(key, items, "an array of tables")
            return []
        return [
            Keys(self.file, item, self.problems, self._path(key, str(number)))
            for number, item in enumerate(items, start=1)
        ]

    def finish(self) -> None:
        """Complain of the keys that nobody took."""
        for key, value in self.table.items():
            self.complain(key, value, "no such key")

    def _path(self, *keys: str) -> str:
        return ".".join(filter(None, (self.inside, *keys)))


def cell(column: Column) -> Check:
    """Check a value like a cell of a column; dates may stand without quotation marks."""
    return lambda value: parse(str(value), column)


def line(most: int | None = None) -> Check:
    """Check text of one line, with at most so many characters."""

    def check(value: object) -> str:
        if not isinstance(value, str) or not value.strip() or "\n" in value:
            raise ValueError("one line of text")
        if most is not None and len(value) > most:
            raise ValueError(f"at most {most} characters, these are {len(value)}")
        return value

    return check


def paragraphs(most: int, words: tuple[int, int] | None = None) -> Check:
    """Check a list of lines: at most so many, with so many words together."""

    def check(value: object) -> list[str]:
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            raise ValueError(f"a list of 1 to {most} paragraphs")
        lines = [line()(item) for item in value]
        count = len(" ".join(lines).split())
        if words is not None and not words[0] <= count <= words[1]:
            raise ValueError(f"{words[0]} to {words[1]} words, these are {count}")
        return lines

    return check


def ids(what: str, known: Collection[str] | None) -> Check:
    """Check a list of ids; where nothing is known, any may pass."""

    def check(value: object) -> list[str]:
        if not isinstance(value, list) or not value:
            raise ValueError(f"a list of {what}")
        for item in value:
            if not isinstance(item, str) or (known is not None and item not in known):
                raise ValueError(f"{what} that exist, not {item!r}")
        return value

    return check


def frame(value: object) -> list[float]:
    """Check west, south, east and north in degrees."""
    expected = "west, south, east, north in degrees"
    if not isinstance(value, list) or len(value) != 4:
        raise ValueError(expected)
    if not all(isinstance(number, int | float) for number in value):
        raise ValueError(expected)
    west, south, east, north = value
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise ValueError(expected)
    return value
