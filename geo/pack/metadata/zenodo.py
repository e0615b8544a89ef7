"""Zenodo: what it asks of a deposit, read from `.zenodo.json` at the top of a repository."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from geo.model.licences import SHARED_ALIKE


def to_zenodo(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata of a deposit; its descriptions are HTML.

    A deposit has one licence: the one that what is made of the whole would bear, if there is such.
    """
    names = [each["name"] for each in told["licenses"]]
    first = next((name for name in names if name in SHARED_ALIKE), names[0])
    each = ", ".join(escape(f"{one['name']} ({one['title']})") for one in told["licenses"])
    return {
        "upload_type": "dataset",
        "title": f"{told['title']} {told['version']}",
        "description": f"<p>{escape(told['description'])}</p>",
        "creators": [{"name": each["title"]} for each in told["contributors"]],
        "version": told["version"],
        "publication_date": told["data_date"],
        **({"keywords": told["keywords"]} if "keywords" in told else {}),
        "access_right": "open",
        "license": first.lower(),
        "notes": f"<p>Each feature bears its licence, one of: {each}.</p>",
    }
