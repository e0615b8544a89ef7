"""What the data of an atlas answer to a query, and how a text tells it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from geo.model.history import standings
from geo.model.known import no_such, some
from geo.model.manner import SCALES, Manner
from geo.model.query import Condition, Query, Request
from geo.model.spec import MEMBERS
from geo.network.branches import TRACK, breaks_by_way
from geo.read.selections import NUMBERS, Data, TextRow, column_of


@dataclass(frozen=True)
class Number:
    """A number, or from one number to another, with a unit as quantities name it, or none."""

    value: float
    unit: str = ""
    to: float | None = None
    is_year: bool = False


@dataclass(frozen=True)
class Day:
    """A date, and what of it is known: the `date` itself, the `month` or the `year`."""

    iso: str
    known: str


Answer = Number | Day | tuple[str, ...]
"""The last are the values of a column."""


def answer(query: Query, data: Data) -> Answer:
    """Answer a query.

    Raises
    ------
    ValueError
        Saying what was expected, if the data have nothing of what it names.
    """
    if query.verb not in _VERBS:
        raise ValueError(f"one of the verbs {some(_VERBS)}, {no_such(query.verb, _VERBS)}")
    form, find = _VERBS[query.verb]
    given = "S" * bool(query.subject) + "." * bool(query.column) + "C" * bool(query.conditions)
    if not re.fullmatch(_FORMS[form], given):
        raise ValueError(f"it as {query.verb} {form}".strip())
    return find(query, data)


def check_seen(query: Query, data: Data) -> None:
    """Raise ValueError if the answer to a query adds up or lists what the scene hides."""
    rows: list[TextRow] = []
    if query.verb == "gaps":
        rows = _gap_rows(query, data)
    elif query.verb == "km":
        rows = data.where(*data.segments(*query.conditions), query.conditions)
    elif query.verb in ("count", "sum", "list"):
        found, table = data.rows(query)
        rows = [] if table in data.atlas.spec.tables.values() else found
    hidden = [row["id"] for row in rows if row["id"] not in data.seen]
    if query.verb == "breaks" and query.subject not in ("", *data.ways()):
        hidden = [query.subject]
    if hidden:
        raise ValueError(f"what the scene shows; it hides {some(hidden, most=3)}")


def _count(query: Query, data: Data) -> Number:
    return Number(len(data.rows(query)[0]))


def _of_numbers(query: Query, data: Data) -> Number:
    rows, table = data.rows(query)
    column = column_of(table, query.column, *NUMBERS)
    numbers = [float(row[column.name]) for row in rows if row[column.name]]
    if query.verb != "sum" and not numbers:
        raise ValueError("rows that fit, there are none")
    least, most = min(numbers, default=0.0), max(numbers, default=0.0)
    value = {"sum": sum(numbers), "min": least, "max": most}[query.verb]
    return Number(value, column.unit, is_year=column.type == "year")


def _of_dates(query: Query, data: Data) -> Day:
    rows, table = data.rows(query)
    column = column_of(table, query.column, "date")
    dated = [row for row in rows if row[column.name]]
    if not dated:
        raise ValueError("rows that fit, there are none")
    pick = min if query.verb == "first" else max
    row = pick(dated, key=lambda each: each[column.name])
    known = row.get(column.precision)
    return Day(row[column.name], known if known in ("month", "year") else "date")


def _repeats(query: Query, data: Data) -> Number:
    """Count the events at which a value does not take its turn with that of the one before.

    Where events are numbered, those between two numbers took their turns too.
    """
    rows, table = data.rows(query)
    column = column_of(table, query.column).name
    layer = next((each for each in data.atlas.spec.events if each.table == table), None)
    if not layer:
        raise ValueError(f"events, which {table.name} are not")
    number, group = next(iter(layer.settings.get("numbered", {}).items()), ("", ""))
    found = 0
    rows = sorted(rows, key=lambda row: (row.get(group, ""), row[layer.time[0]]))
    for earlier, later in pairwise(rows):
        if earlier.get(group) == later.get(group):
            numbers = [int(row[number]) for row in (earlier, later) if row.get(number)]
            apart = numbers[1] - numbers[0] if len(numbers) == 2 else 1
            found += (earlier[column] == later[column]) == bool(apart % 2)
    return Number(found)


def _members(query: Query, data: Data) -> Number:
    _check(query, "an organisation", data.atlas.spec.bodies)
    standing = standings(data.atlas.date, data.atlas.tables["memberships"]).get(query.subject, {})
    return Number(sum(each in MEMBERS for each in standing.values()))


def _working(query: Query, data: Data) -> Number:
    row = _quantity(query, data)
    return Number(float(row["working"]), row["unit"])


def _claims(query: Query, data: Data) -> Number:
    unit = _quantity(query, data)["unit"]
    own = (Condition("quantity", "=", (query.subject,)),)
    lowest = _of_numbers(Query("min", "claims", "low", own), data)
    return Number(lowest.value, unit, _of_numbers(Query("max", "claims", "high", own), data).value)


def _quantity(query: Query, data: Data) -> TextRow:
    quantities = {row["id"]: row for row in data.rows(Query("list", "quantities"))[0]}
    _check(query, "a quantity", quantities)
    return quantities[query.subject]


def _km(query: Query, data: Data) -> Number:
    found = data.where(*data.segments(*query.conditions), query.conditions)
    return Number(sum(float(row["len_km"]) for row in found), "km")


def _gaps(query: Query, data: Data) -> Number:
    return Number(sum(float(row["len_km"]) for row in _gap_rows(query, data)), "km")


def _gap_rows(query: Query, data: Data) -> list[TextRow]:
    _check(query, "a way", data.atlas.spec.ways)
    own = (Condition("branch", "=", (query.subject,)), Condition("role", "=", ("gap",)))
    named = Condition("id", "=", Query("list", "routes", "segment", own))
    return data.where(*data.segments(named), [named])


def _breaks(query: Query, data: Data) -> Number:
    if query.subject:
        _check(query, "a way", data.atlas.spec.ways)
    tracks = pd.DataFrame(replace(data, view=None).segments()[0])[TRACK]
    places = data.atlas.places
    breaks = breaks_by_way(data.atlas.spec, data.atlas.tables["routes"], tracks, places)
    asked = [query.subject] if query.subject else data.ways()
    return Number(len({at.place for way in asked for at in breaks.get(way, [])}))


def _check(query: Query, what: str, known: Iterable[str]) -> None:
    if query.subject not in known:
        raise ValueError(f"{what} ({some(known)}), {no_such(query.subject, known)}")


_FORMS = {
    "ROWS [CONDITIONS]": "SC?",
    "ROWS.COLUMN [CONDITIONS]": r"S\.C?",
    "NAME": "S",
    "[NAME]": "S?",
    "[CONDITIONS]": "C?",
}
"""What may follow a verb: a subject, a column of it (after a dot), conditions."""
_VERBS: dict[str, tuple[str, Callable[[Query, Data], Answer]]] = {
    "count": ("ROWS [CONDITIONS]", _count),
    "sum": ("ROWS.COLUMN [CONDITIONS]", _of_numbers),
    "min": ("ROWS.COLUMN [CONDITIONS]", _of_numbers),
    "max": ("ROWS.COLUMN [CONDITIONS]", _of_numbers),
    "first": ("ROWS.COLUMN [CONDITIONS]", _of_dates),
    "last": ("ROWS.COLUMN [CONDITIONS]", _of_dates),
    "list": ("ROWS.COLUMN [CONDITIONS]", lambda query, data: data.values(query)),
    "repeats": ("ROWS.COLUMN [CONDITIONS]", _repeats),
    "members": ("NAME", _members),
    "working": ("NAME", _working),
    "claims": ("NAME", _claims),
    "km": ("[CONDITIONS]", _km),
    "gaps": ("NAME", _gaps),
    "breaks": ("[NAME]", _breaks),
}


def tell(request: Request, ask: Callable[[Query], Answer], manner: Manner) -> str:
    """Write what somebody answers to a request, in the manner of a language.

    Raises
    ------
    ValueError
        Saying what was expected, if the data do not answer, or not so.
    """
    found, shown = ask(request.query), request.options.get("as")
    if not isinstance(found, Number):
        asked = [*request.options, *(["words"] if request.style else []), *request.forms]
        senseless = set(asked) - ({"as"} if isinstance(found, Day) else set())
        if senseless:
            raise ValueError(f"a number with {', '.join(sorted(senseless))}, this is none")
    if isinstance(found, tuple):
        return ", ".join(found)
    if isinstance(found, Day):
        if found.known != "date" and shown not in (None, found.known, "year"):
            raise ValueError(f"as=year, no more than the {found.known} is known")
        return manner.date(found.iso, shown or found.known)
    if shown not in (None, "year"):
        raise ValueError(f"a date with as={shown}, this is a number")
    in_digits = shown or found.is_year
    text = str(int(found.value)) if in_digits else _amount(found, request, manner)
    if request.forms:
        text = _form(found.value, request.forms, manner).replace("#", text)
    return text[:1].upper() + text[1:] if request.style == "Words" else text


def _amount(found: Number, request: Request, manner: Manner) -> str:
    """Write a number or a range with its unit, rounded and in words if that is wanted."""
    unit = request.options.get("unit", found.unit)
    step = float(request.options.get("round", 0)) * SCALES.get(unit, 1)
    write = manner.spelled if request.style else manner.number
    ends = [each for each in (found.value, found.to) if each is not None]
    if step:
        ends = [round(each / step) * step for each in ends]
    ends = [each / SCALES.get(unit, 1) for each in ends]
    text = write(ends[0]) if ends[0] == ends[-1] else manner.between(*map(write, ends))
    return manner.amount(text, ends[-1], unit) if unit not in ("", "none") else text


def _form(value: float, forms: Mapping[str, str], manner: Manner) -> str:
    wanted = dict.fromkeys((f"{value:g}", manner.plural(value), "other"))
    for each in wanted:
        if each in forms:
            return forms[each]
    raise ValueError(f"a form for {' or '.join(wanted)}, as other: # times")
