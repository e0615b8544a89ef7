"""`docs/layers.md` names every key and type that the files of layers may have, and no other."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from geo.read.schema import COLUMN, LAYER, SENTENCE, SHAPES, TYPES, VALUE

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "layers.md"
SECTION = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| (\*\*)?`(\w+)`(?:\*\*)? \|", re.MULTILINE)
EVERY = {key.rstrip("?") for key in LAYER}

KNOWN: dict[str, Mapping[str, object]] = {
    "Every layer": LAYER,
    **{
        shape.capitalize(): {key: told for key, told in keys.items() if key not in EVERY}
        for shape, keys in SHAPES.items()
    },
    "Marks": SHAPES["points"]["mark"],
    "Sentences": SENTENCE,
    "Columns": COLUMN,
    "Values": {key: told for key, told in VALUE.items() if key != "*"},
}


def documented() -> dict[str, dict[str, bool]]:
    """Return the keys of each section, and whether they must be there."""
    sections = SECTION.findall(DOCUMENT.read_text("utf-8"))
    return {title: {key: bool(bold) for bold, key in ROW.findall(text)} for title, text in sections}


@pytest.mark.parametrize("section", KNOWN)
def test_every_key_is_explained(section: str) -> None:
    known = {key.rstrip("?"): not key.endswith("?") for key in KNOWN[section]}
    assert documented()[section] == known


def test_every_type_is_explained() -> None:
    assert list(documented()) == [*list(KNOWN)[:-1], "Types", "Values"]
    assert set(documented()["Types"]) == set(TYPES)
