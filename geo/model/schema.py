"""The columns of tables and layers, read from `schema.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Column:
    """One column: its type, what it may hold, and what it says.

    `short` is its name in a Shapefile, where names have ten characters at most.
    """

    name: str
    type: str
    doc: str
    required: bool = False
    values: tuple[str, ...] = ()
    to: str = ""
    minimum: float | None = None
    maximum: float | None = None
    longest: int | None = None
    short: str = ""


@dataclass(frozen=True)
class Table:
    """A table of facts or a layer: its columns in order, and the column that identifies a row.

    What is published has a label and says what it holds.
    """

    name: str
    columns: tuple[Column, ...]
    key: str = "id"
    geometry: frozenset[str] = field(default_factory=frozenset)
    published: bool = False
    label: str = ""
    doc: str = ""

    @property
    def names(self) -> list[str]:
        """Names of the columns in order."""
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class Schema:
    """Every table of facts and every layer, by name."""

    facts: dict[str, Table]
    layers: dict[str, Table]

    @property
    def tables(self) -> dict[str, Table]:
        """The tables of facts that stand beside the layers."""
        return {name: table for name, table in self.facts.items() if table.published}


@cache
def load_schema() -> Schema:
    """Read `schema.toml` of the package."""
    document = tomllib.loads(Path(__file__).with_name("schema.toml").read_text("utf-8"))
    shared, common = document["columns"], document["common"]["columns"]
    return Schema(
        facts={name: _table(name, spec, shared, []) for name, spec in document["facts"].items()},
        layers={
            name: _table(name, spec, shared, common) for name, spec in document["layers"].items()
        },
    )


def _table(name: str, spec: dict[str, Any], shared: dict[str, Any], common: list[str]) -> Table:
    return Table(
        name=name,
        columns=tuple(
            _column(column, spec.get(column) or shared[column])
            for column in [*spec["columns"], *common]
        ),
        key=spec.get("key", "id"),
        geometry=frozenset(spec.get("geometry", [])),
        published=spec.get("published", False),
        label=spec.get("label", ""),
        doc=spec.get("doc", ""),
    )


def _column(name: str, spec: dict[str, Any]) -> Column:
    return Column(name=name, **{**spec, "values": tuple(spec.get("values", ()))})
