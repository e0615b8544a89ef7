"""Rows and cells of tables; what they hold depends on columns that only the atlas knows.

Cells are taken a column at a time: from most columns pandas gives single ones slowly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pandas as pd


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows, a cell an attribute; `Index` is the line in the file, or the number."""
    by_column = {str(name): column.to_numpy(object) for name, column in frame.items()}
    for index, *row in zip(frame.index, *by_column.values(), strict=True):
        yield SimpleNamespace(Index=index, **dict(zip(by_column, row, strict=True)))


def grouped(frame: pd.DataFrame, column: str) -> dict[str, list[Any]]:
    """Return the rows as `rows` yields them, by their cells in a column, in order."""
    groups = defaultdict(list)
    for row in rows(frame):
        groups[getattr(row, column)].append(row)
    return groups


def columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the cells by column; what is missing is None."""
    return {
        str(name): [
            None if is_missing else cell
            for cell, is_missing in zip(column.to_numpy(object), column.isna(), strict=True)
        ]
        for name, column in frame.items()
    }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows, their cells by column; what is missing is None."""
    by_column = columns(frame)
    return [dict(zip(by_column, row, strict=True)) for row in zip(*by_column.values(), strict=True)]


def cells(column: pd.Series) -> Iterator[tuple[Any, Any]]:
    """Yield the cells of a column with their labels: the line in the file, or an id."""
    yield from zip(column.index, column.to_numpy(object), strict=True)
