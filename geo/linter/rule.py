"""One rule, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from geo.model.atlas import Atlas
from geo.model.rows import rows

Found = Iterator[tuple[str, str, str]]
"""Where something was found, at which feature or row, and what is wrong there."""


@dataclass(frozen=True)
class Finding:
    """What a rule found: in which layer or table, at which feature or row, and what is wrong."""

    rule: str
    where: str
    feature: str
    message: str

    def __str__(self) -> str:
        """Return the finding as one line."""
        return f"{self.where}, {self.feature}: {self.message} [{self.rule}]"


@dataclass(frozen=True)
class Rule:
    """A rule by name, the reason for it in one line, and what checks it."""

    name: str
    reason: str
    check: Callable[[Atlas], Found]


def segments(atlas: Atlas) -> list[tuple[str, Any]]:
    """Return each segment of the networks once, with the first layer that has it."""
    found: dict[str, tuple[str, Any]] = {}
    for layer in atlas.spec.of_shape("network"):
        for row in rows(atlas.layers[layer.id]):
            found.setdefault(row.id, (f"layer {layer.id}", row))
    return list(found.values())
