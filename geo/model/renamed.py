"""Layers and tables that know what their columns were called before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.model.spec import Table


class _Renamed:
    """A frame that says what a column is called now, if one asks for it by the name of before."""

    was: Mapping[str, str] = {}

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - as pandas has it
        try:
            return super().__getitem__(key)  # type: ignore[misc]
        except KeyError:
            asked = key if isinstance(key, list) else [key]
            told = [
                f"{name!r} is called {self.was[name]!r} now" for name in asked if name in self.was
            ]
            if not told:
                raise
            raise KeyError(", ".join(told)) from None


class _Table(_Renamed, pd.DataFrame):
    _metadata = ["was"]  # noqa: RUF012 - as pandas has it


class _Layer(_Renamed, gpd.GeoDataFrame):  # type: ignore[misc]
    _metadata = ["_geometry_column_name", "was"]  # noqa: RUF012 - as geopandas has it


def copied(frame: Any, table: Table) -> Any:  # noqa: ANN401 - a layer for a layer
    """Return a copy of a layer or table, one that knows the names of before if it had others."""
    was = {column.was: column.name for column in table.columns if column.was}
    if not was:
        return frame.copy()
    copy = (_Layer if isinstance(frame, gpd.GeoDataFrame) else _Table)(frame.copy())
    copy.was = was
    return copy
