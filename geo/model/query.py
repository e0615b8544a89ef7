"""What a text asks of the data, in braces: `{count fairs series=harvest|regatta}`.

A query is a verb, what it is about, and conditions. `count` is about rows of a layer, a table or a
set; `sum`, `min` and `max` about a column of numbers, `first` and `last` of dates, `list` of any
(`sum countries.population`); `repeats` counts the events at which a column does not take turns, as
hosts do. `members` is about an organisation, `working` and `claims` about a quantity, `km` about
segments, `gaps` and `breaks` (of gauge) about a way. What names no layer is about what the scene
shows, and no total may count what the scene hides.

A condition is `COLUMN=VALUE`, with `|` between values of which one will do. For `=` there may stand
`!=`, `<`, `<=`, `>`, `>=` (of numbers, and of dates as far as the value goes) or `~` (contains).
`some` and `none` mean a filled and an empty cell. A value with spaces stands in single quotes; the
values may be those of another column, in parentheses: `id=(routes.segment role=gap)`.

`round=100`, `unit=million` and `as=year` say how the answer is written; `unit=none` leaves the unit
out. A query that begins with `words` is answered by a word where there is one, and with `Words` by
a word with a capital. After ` | ` stand forms for numbers and plural categories, in which `#` is
the answer: `{count fairs | 1: once | other: # times}`. `{{` and `}}` are braces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from geo.model.manner import SCALES

_OPTIONS = {
    "round": (r"\d*\.?\d*[1-9]\d*", "a number"),
    "unit": ("|".join(["none", *SCALES]), f"one of none, {', '.join(SCALES)}"),
    "as": ("date|month|year|day|day-month", "one of date, month, year, day, day-month"),
}
"""How an answer may be written, and what each of these may be."""
_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[^{}]+|.", re.DOTALL)
_TOKEN = re.compile(r"(?:'[^']*'|\([^()]*\)|[^\s'()])+|\S")
_CONDITION = re.compile(r"(\w+)(!=|<=|>=|[=<>~])(.+)", re.DOTALL)
_VALUE = re.compile(r"'([^']+)'|([^'|()]+)")
_VALUES = re.compile(rf"({_VALUE.pattern})(\|({_VALUE.pattern}))*")
_FORM = re.compile(r"([a-z]+|\d+):\s*(\S.*)", re.DOTALL)


@dataclass(frozen=True)
class Condition:
    """What a cell must be: one of some values, or one of those that another query lists."""

    column: str
    sign: str
    values: tuple[str, ...] | Query


@dataclass(frozen=True)
class Query:
    """What is asked: a verb, its subject and perhaps a column of it, and which rows count."""

    verb: str
    subject: str = ""
    column: str = ""
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Request:
    """A query, and how its answer is to be written; `style` is empty, `words` or `Words`."""

    query: Query
    options: Mapping[str, str]
    forms: Mapping[str, str]
    style: str = ""

    @property
    def told(self) -> bool:
        """Whether the answer itself is told, rather than a word that agrees with it."""
        return not self.forms or any(
            name.isdigit() or "#" in form for name, form in self.forms.items()
        )


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """Split a text into what stands as it is and, marked as true, what stands in braces.

    Raises
    ------
    ValueError
        If a brace stands alone.
    """
    for piece in _PIECE.finditer(text):
        if piece[1] is not None:
            yield True, piece[1]
        elif piece[0] in "{}":
            raise ValueError("a query between braces; a brace itself is written twice")
        else:
            yield False, {"{{": "{", "}}": "}"}.get(piece[0], piece[0])


@cache
def read_request(text: str) -> Request:
    """Read what stands in braces; every language of a story asks the same.

    Raises
    ------
    ValueError
        Saying what was expected of it.
    """
    asked, *forms = re.split(r"\s\|\s", text)
    tokens = _TOKEN.findall(asked)
    style = tokens.pop(0) if tokens and tokens[0] in ("words", "Words") else ""
    options = {}
    for token in list(tokens):
        name, sign, value = token.partition("=")
        if sign and name in _OPTIONS:
            pattern, expected = _OPTIONS[name]
            if not re.fullmatch(pattern, value):
                raise ValueError(f"{expected} after {name}=, not {value!r}")
            if name in options:
                raise ValueError(f"{name}= once")
            options[name] = value
            tokens.remove(token)
    named = [_form(form) for form in forms]
    if len(dict(named)) < len(named):
        raise ValueError("each form once")
    return Request(_query(tokens), options, dict(named), style)


def read_selection(text: str) -> Query:
    """Read what a query may be about: a name, perhaps with a column, and conditions.

    Raises
    ------
    ValueError
        Saying what was expected of it.
    """
    return _query(["list", *_TOKEN.findall(text)])


def _query(tokens: list[str]) -> Query:
    if not tokens or not re.fullmatch(r"\w+", tokens[0]):
        raise ValueError("a verb and what it is about, as count fairs")
    verb, *rest = tokens
    named = rest.pop(0) if rest and not _CONDITION.fullmatch(rest[0]) else ""
    subject, _, column = named.partition(".")
    return Query(verb, subject, column, tuple(map(_condition, rest)))


def _condition(token: str) -> Condition:
    found = _CONDITION.fullmatch(token)
    if not found:
        raise ValueError(f"conditions as series=harvest, without spaces, not {token!r}")
    column, sign, told = found.groups()
    if told.startswith("(") and told.endswith(")"):
        return Condition(column, sign, read_selection(told[1:-1]))
    if not _VALUES.fullmatch(told):
        raise ValueError(f"values as {column}{sign}one|'the other', not {told!r}")
    values = tuple(quoted or bare for quoted, bare in _VALUE.findall(told))
    return Condition(column, sign, values)


def _form(text: str) -> tuple[str, str]:
    found = _FORM.fullmatch(text.strip())
    if not found:
        raise ValueError(f"forms as other: # times, not {text.strip()!r}")
    return found[1], found[2]
