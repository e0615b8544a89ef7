"""Rows and cells of tables; what they hold depends on columns that only the atlas knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows as named tuples; `Index` is the line in the file, or the number."""
    yield from frame.itertuples()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows by column."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def cells(column: pd.Series) -> Iterator[tuple[Any, Any]]:
    """Yield the cells of a column with their labels: the line in the file, or an id."""
    yield from column.items()
