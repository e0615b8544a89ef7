"""The licences that data may have."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

OF_TABLES = "CC-BY-4.0"
"""The licence of the tables, which are our own."""
SHARED_ALIKE = frozenset({"ODbL-1.0", "CC-BY-SA-4.0", "CC-BY-SA-3.0"})
"""Licences that what is made of the data bears too."""


@cache
def licences() -> Mapping[str, Mapping[str, str]]:
    """Return title and path of each licence, by SPDX id."""
    return tomllib.loads(Path(__file__).with_name("licences.toml").read_text("utf-8"))


def licence_ids(*frames: pd.DataFrame) -> list[str]:
    """Return the SPDX ids in layers and tables, sorted; our own where a table names none."""
    ids: set[str] = set()
    for frame in frames:
        ids.update(frame["licence"].dropna() if "licence" in frame else [OF_TABLES])
    return sorted(ids)


def spdx(frame: pd.DataFrame) -> str:
    """Return the licences of a layer or table as one SPDX expression."""
    return " AND ".join(licence_ids(frame))


def described(ids: Iterable[str]) -> list[dict[str, str]]:
    """Return licences as Frictionless describes them: name, title and path."""
    return [{"name": name, **licences()[name]} for name in ids]
