"""How to cite: CITATION.cff, which people, GitHub and Zotero read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def to_cff(told: Mapping[str, Any]) -> bytes:
    """Return how to cite a data set, in the Citation File Format 1.2."""
    title, description = told["title"], told["description"]
    listed = [each["name"] for each in told["licenses"] if "Ref" not in each["name"]]
    cited = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it with version and data date.",
        "title": title if description == title else f"{title}: {description}",
        "type": "dataset",
        "version": told["version"],
        "date-released": told["data_date"],
        "authors": [{"name": each["title"]} for each in told["contributors"]],
        "license": listed,
        "keywords": told.get("keywords"),
    }
    return "".join(_lines(name, value) for name, value in cited.items() if value).encode()


def _lines(name: str, value: str | list[Any]) -> str:
    """Return an entry of a file in YAML, which reads JSON."""
    if isinstance(value, str):
        return f"{name}: {_quoted(value)}\n"
    return f"{name}:\n" + "".join(f"  - {_quoted(each)}\n" for each in value)


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
