"""The rows of an atlas that a query is about."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

import pandas as pd

from geo.model.atlas import Atlas
from geo.model.cells import show, split_list
from geo.model.history import as_of
from geo.model.known import no_such, some
from geo.model.query import Condition, Query
from geo.model.rows import columns
from geo.model.spec import Column, LayerSpec, Table
from geo.model.story import SceneMap
from geo.read.legend import shown

NUMBERS = ("number", "integer", "year")
_CODES = ("iso_a2", "iso_a2s", "iso_a3")
_DAY = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"
_SHAPES = {
    **dict.fromkeys(NUMBERS, (r"-?\d+(\.\d+)?(e[+-]\d+)?", "a number")),
    "date": (_DAY, "a date, or the year or month of one"),
    "boolean": ("true|false", "true or false"),
}
"""How values of some types are written."""
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


TextRow = dict[str, str]
"""The cells of a row as text, by column; missing ones are empty."""


@dataclass(frozen=True)
class Data:
    """What queries are asked of: an atlas, on its data date, and selections of it by name.

    A query is about a layer, a table, one of the `sets` (selections by name), or the table of facts
    that several layers share, which means all of them, each feature once: as far as the `view` of a
    scene shows them, where there is one. What begins after the data date is announced, and does not
    count. Whatever a query names and the data do not have is a ValueError that says what was
    expected.
    """

    atlas: Atlas
    sets: Mapping[str, Query] = field(default_factory=dict)
    view: SceneMap | None = None
    _read: dict[tuple[str, ...], list[TextRow]] = field(default_factory=dict)

    def rows(self, query: Query) -> tuple[list[TextRow], Table]:
        """Return the rows that a query is about, and the columns that they have."""
        if query.subject in self.sets:
            rows, table = replace(self, sets={}).rows(self.sets[query.subject])
        else:
            rows, table = self._named(query.subject, query.conditions)
        return self.where(rows, table, query.conditions), table

    def where(
        self, rows: list[TextRow], table: Table, conditions: Iterable[Condition]
    ) -> list[TextRow]:
        """Return the rows that are as conditions say."""
        tests = []
        for condition in conditions:
            column = column_of(table, condition.column)
            tests.append((column.name, self._test(condition, column, rows)))
        for name, fits in tests:
            rows = [row for row in rows if fits(row[name])]
        return rows

    def values(self, query: Query) -> tuple[str, ...]:
        """Return the values of the column that a query names, each once, in order."""
        rows, table = self.rows(query)
        return tuple(sorted(_values(rows, column_of(table, query.column))))

    def segments(self, *conditions: Condition) -> tuple[list[TextRow], Table]:
        """Return the segments of all networks that a query about them may mean, each once."""
        networks = self.atlas.spec.of_shape("network")
        if not networks:
            raise ValueError("an atlas with a network")
        return self._together(networks, conditions)

    def ways(self) -> list[str]:
        """Return the ways along the networks that are in view."""
        hidden = self.view.hidden if self.view else []
        return [
            way
            for layer in self.atlas.spec.of_shape("network")
            if f"corridor.{layer.id}" not in hidden
            for way in layer.settings.get("ways", {})
        ]

    @cached_property
    def seen(self) -> frozenset[str]:
        """The ids of all features in view."""
        return frozenset(
            row["id"] for layer in self.atlas.spec.layers.values() for row in self._in_view(layer)
        )

    def _has(self, name: str) -> bool:
        """Tell whether a feature has that id, also one that is announced."""
        return any((layer["id"] == name).any() for layer in self.atlas.layers.values())

    def features(self, names: Iterable[str]) -> list[str]:
        """Return the ids of features in view by their own names, or by those of sets; each once.

        Raises
        ------
        ValueError
            Saying what was expected, if a name is none of these or a feature is not in view.
        """
        found: dict[str, None] = {}
        for name in names:
            if name in self.sets:
                rows, table = self.rows(Query("list", name))
                if not rows or table in self.atlas.spec.tables.values():
                    raise ValueError(f"features, of which the set {name!r} has none")
                found |= dict.fromkeys(row["id"] for row in rows)
            elif name in self.seen or self._has(name):
                found[name] = None
            else:
                raise ValueError(f"features or sets that exist, {no_such(name, self._ids())}")
        if hidden := [name for name in found if name not in self.seen]:
            raise ValueError(f"what the scene shows; it hides {some(hidden, most=3)}")
        return list(found)

    def _ids(self) -> list[str]:
        return [*self.sets, *(id_ for layer in self.atlas.layers.values() for id_ in layer["id"])]

    def _named(self, name: str, conditions: Iterable[Condition]) -> tuple[list[TextRow], Table]:
        layers, tables = self.atlas.spec.layers, self.atlas.tables
        if name in tables:
            return self._once(lambda: _texts(tables[name]), name), self.atlas.spec.tables[name]
        if name in layers:
            return self._features(layers[name]), layers[name].table
        sharing = [layer for layer in layers.values() if layer.facts == name]
        if not sharing:
            known = [*self.sets, *layers, *tables]
            raise ValueError(f"a set, a layer or a table ({some(known)}), {no_such(name, known)}")
        return self._together(sharing, conditions)

    def _together(
        self, layers: Sequence[LayerSpec], conditions: Iterable[Condition]
    ) -> tuple[list[TextRow], Table]:
        """Return the features of layers that share their facts: those in view, or named by id."""
        by_id = any((each.column, each.sign) == ("id", "=") for each in conditions)
        found: dict[str, TextRow] = {}
        for layer in layers:
            for row in self._features(layer) if by_id else self._in_view(layer):
                found.setdefault(row["id"], row)
        if self.view and not found:
            names = ", ".join(layer.id for layer in layers)
            raise ValueError(f"a layer by name: of {names} the scene shows nothing")
        return list(found.values()), layers[0].table

    def _features(self, layer: LayerSpec) -> list[TextRow]:
        return self._once(lambda: _texts(self.atlas.held(layer.id)), "layer", layer.id)

    def _in_view(self, layer: LayerSpec) -> list[TextRow]:
        """Return the features of a layer that a scene shows, segments as they were on its day."""
        view = self.view
        if not view:
            return self._features(layer)
        return self._once(
            lambda: self._shown(layer, view), "view", layer.id, view.date, *view.hidden
        )

    def _shown(self, layer: LayerSpec, view: SceneMap) -> list[TextRow]:
        rows = self._features(layer)
        if layer.shape == "network" and view.date < self.atlas.date:
            then = as_of(view.date, self.atlas.tables).statuses
            rows = [{**row, "status": then[row["id"]]} for row in rows if row["id"] in then]
        if layer.time:
            rows = [row for row in rows if row[layer.time[0]] <= view.date]
        return shown(self.atlas.spec, layer, rows, view.hidden)

    def _once(self, read: Callable[[], list[TextRow]], *name: str) -> list[TextRow]:
        """Return the rows of a name, which are read when they are first asked for."""
        if name not in self._read:
            self._read[name] = read()
        return self._read[name]

    def _test(
        self, condition: Condition, column: Column, rows: list[TextRow]
    ) -> Callable[[str], bool]:
        """Return what tells whether a cell is as a condition says."""
        sign, values = condition.sign, condition.values
        if sign in _ORDER:
            return _ordered(sign, values, column)
        if isinstance(values, Query):
            values = self.values(values)
            if sign != "~" and column.type in _SHAPES:
                self._check(values, column, rows)
        elif values in {("some",), ("none",)} and values[0] not in column.values:
            wanted = (values[0] == "some") == (sign == "=")
            return lambda cell: bool(cell) == wanted
        elif sign != "~":
            self._check(values, column, rows)
        if sign == "~":
            return lambda cell: any(value in cell for value in values)
        is_one = _one_of(values, column)
        # many cells of a column are alike
        return cache(lambda cell: (sign == "=") == any(map(is_one, _items(cell, column))))

    def _check(self, values: Iterable[str], column: Column, rows: list[TextRow]) -> None:
        """Raise ValueError if a column cannot hold one of some values."""
        if column.type in _SHAPES:
            known, (pattern, expected) = set(), _SHAPES[column.type]
            wrong = [value for value in values if not re.fullmatch(pattern, value)]
        else:
            known = set(column.values) or _values(rows, column)
            if column.type in _CODES or column.to == "countries":
                known |= self._codes()
            expected = f"one of {some(column.values)}" if column.values else "a value that it holds"
            wrong = [value for value in values if value not in known]
        if wrong:
            raise ValueError(f"{expected} in {column.name}, {no_such(wrong[0], sorted(known))}")

    def _codes(self) -> set[str]:
        """Return the codes of all countries of the map."""
        rows = [row for layer in self.atlas.spec.of_shape("areas") for row in self._features(layer)]
        return {row[column] for row in rows for column in ("iso_a2", "iso_a3")} - {""}


def _texts(frame: pd.DataFrame) -> list[TextRow]:
    """Return the rows of a frame, their cells as text, without shapes."""
    texts = {name: map(show, each) for name, each in columns(frame).items() if name != "geometry"}
    return [dict(zip(texts, row, strict=True)) for row in zip(*texts.values(), strict=True)]


def column_of(table: Table, name: str, *types: str) -> Column:
    """Return a column of a table, of one of some types if there are any."""
    fitting = [column for column in table.columns if not types or column.type in types]
    for column in fitting:
        if column.name == name:
            return column
    known = [column.name for column in fitting]
    if name in table.names:
        told = f"the type {' or '.join(types)} ({some(known) or 'there is none'})"
        raise ValueError(f"a column of {told}, {name!r} is of the type {table[name].type}")
    raise ValueError(f"one of the columns {some(known)} of {table.name}, {no_such(name, known)}")


def _one_of(values: Iterable[str], column: Column) -> Callable[[str], bool]:
    """Return what tells whether a text is one of some values: a date is, as far as one goes."""
    if column.type in NUMBERS:
        numbers = {*map(float, values)}
        return lambda text: float(text) in numbers
    if column.type == "date":
        return lambda text: text.startswith((*values,))
    return {*values}.__contains__


def _ordered(sign: str, values: tuple[str, ...] | Query, column: Column) -> Callable[[str], bool]:
    """Return what compares a cell with a number, or with a date as far as that goes."""
    value = values[0] if isinstance(values, tuple) and len(values) == 1 else ""
    if column.type not in (*NUMBERS, "date") or not re.fullmatch(_SHAPES[column.type][0], value):
        raise ValueError(f"a number or a date after {column.name}{sign}, which holds such")
    compare = _ORDER[sign]
    if column.type == "date":
        return lambda cell: bool(cell) and compare(cell[: len(value)], value)
    return lambda cell: bool(cell) and compare(float(cell), float(value))


def _items(cell: str, column: Column) -> list[str]:
    """Return the values in a cell, of which only that of a list has several."""
    return split_list(cell) if column.is_list else [cell] if cell else []


def _values(rows: Iterable[TextRow], column: Column) -> set[str]:
    return {item for row in rows for item in _items(row[column.name], column)}
