"""Rows and cells of tables; what they hold depends on columns that only the atlas knows.

Cells are taken all at once: pandas gives single ones, and single columns, slowly.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from geo.model.cells import as_whole

Row = Mapping[str, Any]
"""The cells of a row, by column."""


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows, a cell an attribute; `Index` is the line in the file, or the number."""
    names = [*map(str, frame)]
    for index, row in zip(frame.index, frame.to_numpy(object).tolist(), strict=True):
        each = SimpleNamespace(Index=index)
        vars(each).update(zip(names, row, strict=True))
        yield each


def grouped(frame: pd.DataFrame, column: str) -> dict[str, list[Any]]:
    """Return the rows as `rows` yields them, by their cells in a column, in order."""
    groups = defaultdict(list)
    for row in rows(frame):
        groups[getattr(row, column)].append(row)
    return groups


def columns(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the cells by column; what is missing is None, whole numbers have no decimals."""
    missing: Any = None
    cells = frame.to_numpy(object, copy=True, na_value=missing)
    of_any = [isinstance(dtype, np.dtype) and dtype.kind in "fO" for dtype in frame.dtypes]
    return {
        str(name): [*map(as_whole, each)] if may_be else each
        for name, each, may_be in zip(frame, cells.T.tolist(), of_any, strict=True)
    }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows, their cells by column, as `columns` gives them."""
    by_column = columns(frame)
    return [dict(zip(by_column, row, strict=True)) for row in zip(*by_column.values(), strict=True)]


def cells(column: pd.Series) -> Iterator[tuple[Any, Any]]:
    """Yield the cells of a column with their labels: the line in the file, or an id."""
    yield from zip(column.index, column.to_numpy(object), strict=True)
