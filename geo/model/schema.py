"""The columns of the tables and layers of the atlas that ships."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo.model.spec import Column, Table

__all__ = ["Column", "Schema", "Table", "load_schema"]


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
    """Read the columns from the folder of the atlas."""
    from geo.read.spec import read_spec  # noqa: PLC0415

    spec = read_spec(Path(__file__).parents[1] / "uttarapath")
    layers = {name: layer.table for name, layer in spec.layers.items()}
    return Schema(facts=dict(spec.facts), layers=layers)
