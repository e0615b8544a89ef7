"""Read TOML and hold it against a schema: which keys there are, and what each may hold."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from geo.errors import DataError, Problem
from geo.input import read_text
from geo.model.known import no_such
from geo.model.text import illegible

Document = dict[str, Any]
"""A document of TOML, or a table of it."""
Schema = Any
"""What a value may be: a type; a function that raises ValueError saying what it expected; a list of
one schema, for lists; or a dict of schemas by key, of which those that end with `?` may be absent
and `*` stands for any other."""

_TAG = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
)
"""A language tag after BCP 47 as browsers know it, in the usual case, for it names files too."""
_LONGEST_NAME = 60
_FILE_NAME = re.compile(rf'(?!\.)[^/\\:*?"<>|\x00-\x1f]{{1,{_LONGEST_NAME}}}')
_NAMES = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


def read_toml(path: Path, name: str, problems: list[Problem]) -> Document:
    """Return the tables of a file; an empty one, and a problem, if it cannot be read."""
    try:
        return tomllib.loads(read_text(path, name))
    except DataError as error:
        problems += error.problems
    except (ValueError, RecursionError) as error:
        problems.append(Problem(name, "", "", "", f"TOML that can be read ({error})"))
    return {}


def check(value: object, schema: Schema, file: str, key: str = "") -> Iterator[Problem]:
    """Yield everything in a value that is not as the schema says, and text that nobody can read."""
    if schema is verbatim and isinstance(value, str):
        return
    if expected := _flaw(value):
        yield Problem(file, "", key, str(value), expected)
    elif isinstance(schema, dict):
        yield from _check_table(value, schema, file, key)
    elif isinstance(schema, list):
        if not isinstance(value, list):
            yield Problem(file, "", key, str(value), "a list")
            return
        for number, item in enumerate(value, start=1):
            yield from check(item, schema[0], file, f"{key}.{number}")
    elif isinstance(schema, type):
        right = isinstance(value, schema) and (schema is bool or not isinstance(value, bool))
        if not (right or (schema is float and type(value) is int)):
            yield Problem(file, "", key, str(value), _NAMES[schema])
    else:
        try:
            schema(value)
        except ValueError as error:
            yield Problem(file, "", key, str(value), str(error))


def _flaw(value: object) -> str:
    """Return what a value should be that nobody can read, or that is no number; or nothing."""
    if isinstance(value, str):
        return illegible(value.replace("\n", " "))
    return "a finite number" if isinstance(value, float) and not math.isfinite(value) else ""


def _check_table(
    value: object, schema: Mapping[str, Schema], file: str, key: str
) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(file, "", key, str(value), "a table")
        return
    inside = f"{key}." if key else ""
    for name in schema:
        if name != "*" and not name.endswith("?") and name not in value:
            yield Problem(file, "", f"{inside}{name}", "", "this key, it is missing")
    for name, item in value.items():
        own = schema_of(name, schema)
        if own is None:
            known = sorted({other.rstrip("?") for other in schema})
            expected = f"one of the keys {', '.join(known)}, {no_such(name, known)}"
            yield Problem(file, "", f"{inside}{name}", "", expected)
        else:
            yield from check(item, own, file, f"{inside}{name}")


def schema_of(name: str, schema: Mapping[str, Schema]) -> Schema:
    """Return what a key of a table may hold; None if there may be no such key."""
    return schema.get(name, schema.get(f"{name}?", schema.get("*")))


def verbatim(_: object) -> None:
    """Take a text as somebody else has it, even with letters that were lost there."""
    raise ValueError("text")


def line(value: object) -> None:
    """Check a line of text."""
    if not isinstance(value, str) or not value.strip() or len(value.splitlines()) > 1:
        raise ValueError("a line of text")


def any_value(_: object) -> None:
    """Take a value as it is."""


def day(value: object) -> None:
    """Check a date, as text or as TOML has it."""
    try:
        date.fromisoformat(str(value))
    except ValueError:
        raise ValueError("a date that exists, written YYYY-MM-DD") from None


def between(low: float, high: float) -> Callable[[object], None]:
    """Return a check for a number that is no less and no more."""

    def check_number(value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError("a number")  # noqa: TRY004 - checks raise ValueError
        if not low <= value <= high:
            raise ValueError(f"a number from {low:g} to {high:g}")

    return check_number


def positive(value: object) -> None:
    """Check a number above 0."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise ValueError("a number above 0")


def among(value: object, known: Collection[str]) -> bool:
    """Tell whether something is one of some texts; a list is none, and no key of a dictionary."""
    return isinstance(value, str) and value in known


def one_of(*values: str, what: str = "one of") -> Callable[[object], None]:
    """Return a check for one of some texts, and `what` they are."""

    def check_choice(value: object) -> None:
        if not among(value, values):
            raise ValueError(f"{what} {', '.join(values)}")

    return check_choice


def is_file_name(value: object) -> bool:
    """Tell whether something may name a file in a folder, on any system."""
    return isinstance(value, str) and bool(_FILE_NAME.fullmatch(value)) and value == value.strip()


def file_name(value: object) -> None:
    """Check the name of a file, which names no folder."""
    if not is_file_name(value):
        raise ValueError(f"a plain name for a file, of at most {_LONGEST_NAME} characters")


def is_tag(value: object) -> bool:
    """Tell whether something is a language tag."""
    return isinstance(value, str) and bool(_TAG.fullmatch(value))


def language(value: object) -> None:
    """Check a language tag."""
    if not is_tag(value):
        raise ValueError("a language tag, such as kk, pt-BR or zh-Hant")


def words(value: object) -> None:
    """Check a text in several languages, by language tag."""
    if not isinstance(value, dict) or not value:
        raise ValueError('a text by language, as { en = "..." }')
    for tag, text in value.items():
        language(tag)
        if not isinstance(text, str) or not text.strip() or "\n" in text:
            raise ValueError(f"one line of text for {tag}")
        if expected := illegible(text):
            raise ValueError(f"{expected}, for {tag}")
