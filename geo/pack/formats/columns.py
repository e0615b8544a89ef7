"""What a column of the schema is called in JSON Schema, in Table Schema and in Arrow."""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from geo.model.cells import ID
from geo.model.spec import Column, Table

_PATTERNS = {"id": ID.pattern, "iso_a2": "[A-Z]{2}", "iso_a3": "[A-Z]{3}", "url": "https?://.+"}
_SYNTAX = re.compile(r"[\^$\\.*+?()\[\]{}|/]")
"""What means something in regular expressions of ECMAScript, and may be told to mean itself."""
_LISTS = {"references": "id", "iso_a2s": "iso_a2"}
_JSON_TYPES = {"integer": "integer", "year": "integer", "number": "number", "boolean": "boolean"}
_DATE = pd.ArrowDtype(pa.date32())

EDITION = (
    Column("version", "text", "version of the data set", required=True),
    Column("data_date", "date", "data date of the data set", required=True),
)
"""Columns that the files bear which have no place of their own for version and date."""


def property_schema(column: Column) -> dict[str, Any]:
    """Return the JSON Schema of a property of a feature; what need not be there may be null."""
    kind = _JSON_TYPES.get(column.type, "string")
    schema: dict[str, Any] = {
        "description": column.doc,
        "type": kind if column.required else [kind, "null"],
    }
    if column.type == "choice":
        schema["enum"] = [*column.values] if column.required else [*column.values, None]
    if column.type == "date":
        schema["format"] = "date"
    schema |= _limits(column)
    return schema


def table_field(column: Column, *, unique: bool = False) -> dict[str, Any]:
    """Return the Frictionless field of a column."""
    kind = "date" if column.type == "date" else _JSON_TYPES.get(column.type, "string")
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if unique:
        constraints["unique"] = True
    if column.type == "choice":
        constraints["enum"] = [*column.values]
    constraints |= _limits(column)
    field = {"name": column.name, "type": kind, "description": column.doc}
    return {**field, "constraints": constraints} if constraints else field


def dated(frame: pd.DataFrame | gpd.GeoDataFrame, table: Table) -> Any:  # noqa: ANN401
    """Return a table or layer in which dates are dates, not text.

    Of a kind with what came in; missing dates stay missing.
    """
    dates = {
        column.name: pd.Series(
            [None if pd.isna(day) else pd.Timestamp(day).date() for day in frame[column.name]],
            index=frame.index,
            dtype=_DATE,
        )
        for column in table.columns
        if column.type == "date"
    }
    return frame.assign(**dates)


def geometry_options(table: Table) -> dict[str, object]:
    """Return what GDAL is told of the geometry; where some are multiple, all are."""
    multiple = len(table.geometry) > 1
    return {"geometry_type": max(table.geometry, key=len), "promote_to_multi": multiple}


def _limits(column: Column) -> dict[str, Any]:
    """Return what bounds the values of a column, in the words that both kinds of schema share."""
    limits = {
        "pattern": _pattern(column),
        "minimum": column.minimum,
        "maximum": column.maximum,
        "maxLength": column.longest,
    }
    return {name: limit for name, limit in limits.items() if limit is not None and limit != ""}


def _pattern(column: Column) -> str:
    if column.type == "choices":
        values = (_SYNTAX.sub(r"\\\g<0>", value) for value in column.values)
        item = f"({'|'.join(values)})"
    elif column.type in ("reference", "references") and column.to == "countries":
        item = _PATTERNS["iso_a3"]
    else:
        kind = _LISTS.get(column.type, "id" if column.type == "reference" else column.type)
        item = _PATTERNS.get(kind, "")
    if column.type == "choices" or column.type in _LISTS:
        return f"^{item}(;{item})*$"
    return f"^{item}$" if item else ""
