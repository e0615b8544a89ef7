"""The rows of an atlas that a query is about."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from geo.model.cells import show, split_list
from geo.model.query import Condition, Query
from geo.model.spec import Column, Layer, Spec, Table

NUMBERS = ("number", "integer")
_LISTS = ("texts", "references", "choices", "iso_a2s")
_CODES = ("iso_a2", "iso_a2s", "iso_a3")
_SHAPES = {
    **dict.fromkeys(NUMBERS, (r"-?\d+(\.\d+)?", "a number")),
    "date": (r"\d{4}(-\d{2}){0,2}", "a date, or the year or month of one"),
    "boolean": ("true|false", "true or false"),
}
"""How values of some types are written."""
_SAME: dict[str, Callable[[str, str], bool]] = {
    **dict.fromkeys(NUMBERS, lambda cell, value: float(cell) == float(value)),
    "date": str.startswith,
}
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Data:
    """What queries are asked of: the layers and tables of an atlas, on its data date.

    A query is about a layer, a table, one of the `sets` (selections by name), or the table of facts
    that several layers share, which means all of them, each feature once. What begins after the
    data date is announced, and does not count. Whatever a query names and the data do not have is
    a ValueError that says what was expected.
    """

    spec: Spec
    layers: Mapping[str, pd.DataFrame]
    tables: Mapping[str, pd.DataFrame]
    date: str
    sets: Mapping[str, Query] = field(default_factory=dict)

    def rows(self, query: Query) -> tuple[pd.DataFrame, Table]:
        """Return the rows that a query is about, and the columns that they have."""
        if query.subject in self.sets:
            rows, table = replace(self, sets={}).rows(self.sets[query.subject])
        else:
            rows, table = self._named(query.subject)
        return self.where(rows, table, query.conditions), table

    def where(
        self, rows: pd.DataFrame, table: Table, conditions: Iterable[Condition]
    ) -> pd.DataFrame:
        """Return the rows that are as conditions say."""
        fitting = pd.Series(data=True, index=rows.index)
        for condition in conditions:
            column = column_of(table, condition.column)
            cells = rows[column.name].map(show)
            fitting &= cells.map(self._test(condition, column, cells)).astype(bool)
        return rows[fitting]

    def values(self, query: Query) -> tuple[str, ...]:
        """Return the values of the column that a query names, each once, in order."""
        rows, table = self.rows(query)
        column = column_of(table, query.column)
        return tuple(sorted(_all_items(rows[column.name].map(show), column)))

    def _named(self, name: str) -> tuple[pd.DataFrame, Table]:
        if name in self.tables:
            return self.tables[name], self.spec.tables[name]
        sharing = [layer for layer in self.spec.layers.values() if layer.facts == name]
        asked = [self.spec.layers[name]] if name in self.spec.layers else sharing
        if not asked:
            known = ", ".join([*self.spec.layers, *self.tables, *self.sets])
            raise ValueError(f"a layer, a table or a set ({known}), not {name!r}")
        return self.together(asked)

    def together(self, layers: Sequence[Layer]) -> tuple[pd.DataFrame, Table]:
        """Return the features of layers of the same columns, each once."""
        frames = [self._begun(layer) for layer in layers]
        both = pd.concat(frames).drop_duplicates("id") if len(frames) > 1 else frames[0]
        return both.reset_index(drop=True), layers[0].table

    def _begun(self, layer: Layer) -> pd.DataFrame:
        frame = self.layers[layer.id]
        return frame[~(frame[layer.time[0]] > self.date)] if layer.time else frame

    def _test(
        self, condition: Condition, column: Column, cells: pd.Series
    ) -> Callable[[str], bool]:
        """Return what tells whether a cell is as a condition says."""
        sign, values = condition.sign, condition.values
        if sign in _ORDER:
            return _ordered(sign, values, column)
        if isinstance(values, Query):
            values = self.values(values)
        elif values in {("some",), ("none",)} and values[0] not in column.values:
            wanted = (values[0] == "some") == (sign == "=")
            return lambda cell: bool(cell) == wanted
        elif sign != "~":
            self._check(values, column, cells)
        if sign == "~":
            return lambda cell: any(value in cell for value in values)
        same = _SAME.get(column.type, operator.eq)
        return lambda cell: (
            (sign == "=")
            == any(same(item, value) for item in _items(cell, column) for value in values)
        )

    def _check(self, values: Iterable[str], column: Column, cells: pd.Series) -> None:
        """Raise ValueError if a column cannot hold one of some values."""
        if column.type in _SHAPES:
            pattern, expected = _SHAPES[column.type]
            wrong = [value for value in values if not re.fullmatch(pattern, value)]
        else:
            known = set(column.values) or _all_items(cells, column)
            if column.type in _CODES:
                known |= self._codes()
            expected = (
                f"one of {', '.join(column.values)}" if column.values else "a value that it holds"
            )
            wrong = [value for value in values if value not in known]
        if wrong:
            raise ValueError(f"{expected} in {column.name}, not {wrong[0]!r}")

    def _codes(self) -> set[str]:
        """Return the codes of all countries of the map."""
        areas = [self.layers[layer.id] for layer in self.spec.of_shape("areas")]
        columns = [area[name] for area in areas for name in ("iso_a2", "iso_a3")]
        return {code for column in columns for code in column.dropna()}


def column_of(table: Table, name: str, *types: str) -> Column:
    """Return a column of a table, of one of some types if there are any."""
    fitting = [column for column in table.columns if not types or column.type in types]
    for column in fitting:
        if column.name == name:
            return column
    known = ", ".join(column.name for column in fitting)
    raise ValueError(f"one of the columns {known} of {table.name}, not {name!r}")


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
    return split_list(cell) if column.type in _LISTS else [cell] if cell else []


def _all_items(cells: pd.Series, column: Column) -> set[str]:
    return {item for cell in cells for item in _items(cell, column)}
