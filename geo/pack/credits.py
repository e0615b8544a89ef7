"""Licences of what a file holds, and whom a map names for them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from geo.model.atlas import Atlas

TABLES = "CC-BY-4.0"
"""The licence of the tables, which are our own."""


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
    return [{"name": name, **_licences()[name]} for name in ids]


def credit(atlas: Atlas, licence: str) -> str:
    """Return whom a map names for the features of a licence; its title if the atlas is silent."""
    text = atlas.spec.credits.get(licence, _licences()[licence]["title"])
    known = {"title": atlas.spec.title, "version": atlas.version, "date": atlas.date}
    for name, value in known.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def attribution(atlas: Atlas, licences: Iterable[str]) -> str:
    """Return the line that names whom the data of some licences come from."""
    return "; ".join(credit(atlas, licence) for licence in licences)


def credits_list(atlas: Atlas) -> str:
    """Return whom to name for each licence of an atlas, as a list in Markdown."""
    return "\n".join(
        f"- `{licence['name']}`, [{licence['title']}]({licence['path']}):"
        f" {credit(atlas, licence['name'])}"
        for licence in described(licence_ids(*atlas.layers.values(), *atlas.tables.values()))
    )


@cache
def _licences() -> Mapping[str, dict[str, str]]:
    """Return title and path of each licence that a feature may have, by SPDX id."""
    return tomllib.loads(Path(__file__).with_name("licences.toml").read_text("utf-8"))
