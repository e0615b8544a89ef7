"""The licences of what a file holds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

TABLES = "CC-BY-4.0"
"""The licence of the tables, which are our own."""


@cache
def load_licences() -> Mapping[str, Mapping[str, str]]:
    """Read `licences.toml`: title, path and credit by SPDX id."""
    return tomllib.loads(Path(__file__).with_name("licences.toml").read_text("utf-8"))


def licence_ids(*frames: pd.DataFrame) -> list[str]:
    """Return the SPDX ids in layers and tables, sorted; our own where a table names none."""
    ids: set[str] = set()
    for frame in frames:
        ids.update(frame.get("licence", [TABLES]))
    return sorted(ids)


def spdx(*frames: pd.DataFrame) -> str:
    """Return the licences of layers or tables as one SPDX expression."""
    return " AND ".join(licence_ids(*frames))


def described(ids: Iterable[str]) -> list[dict[str, str]]:
    """Return licences as Frictionless describes them: name, title and path."""
    known = load_licences()
    return [
        {"name": name, "title": known[name]["title"], "path": known[name]["path"]} for name in ids
    ]


def credits_list() -> str:
    """Return whom to name for each licence, as a list in Markdown."""
    return "\n".join(
        f"- `{name}`, [{licence['title']}]({licence['path']}): {licence['credit']}."
        for name, licence in load_licences().items()
    )
