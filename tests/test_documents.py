"""What the files of layers and scenes may say is explained in `docs`: every key, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from geo.api import Atlas
from geo.read.answers import _VERBS
from geo.read.scene_schema import scene_schema
from geo.read.schema import COLUMN, LAYER, SENTENCE, SHAPES, TYPES, VALUE

DOCUMENTS = Path(__file__).resolve().parent.parent / "docs"
SECTION = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| (\*\*)?`(\w+)`(?:\*\*)? \|", re.MULTILINE)
EVERY = {key.rstrip("?") for key in LAYER}

OF_LAYERS: dict[str, Mapping[str, object]] = {
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


def sections(name: str) -> dict[str, str]:
    """Return the sections of a document by their headings."""
    return dict(SECTION.findall((DOCUMENTS / name).read_text("utf-8")))


def documented(text: str) -> dict[str, bool]:
    """Return the keys of a section, and whether they must be there."""
    return {key: bool(bold) for bold, key in ROW.findall(text)}


def asked(schema: Iterable[str]) -> dict[str, bool]:
    """Return the keys of a schema, and whether they must be there."""
    return {key.rstrip("?"): not key.endswith("?") for key in schema}


@pytest.mark.parametrize("section", OF_LAYERS)
def test_every_key_of_a_layer_is_explained(section: str) -> None:
    assert documented(sections("layers.md")[section]) == asked(OF_LAYERS[section])


def test_every_type_is_explained() -> None:
    told = sections("layers.md")
    assert list(told) == [*list(OF_LAYERS)[:-1], "Types", "Values"]
    assert set(documented(told["Types"])) == set(TYPES)


def test_every_key_of_a_scene_is_explained(toy: Atlas) -> None:
    schema: Mapping[str, Any] = scene_schema(toy, SimpleNamespace(names=set()))  # type: ignore[arg-type]
    languages = {f"{language}{mark}" for language in toy.spec.languages for mark in ("", "?")}
    told = sections("story.md")
    for section, keys in {
        "A scene": schema.keys() - languages,
        "Texts": schema[toy.spec.languages[0]],
        "Figures": schema["figures?"][0],
        "Map": schema["map"],
        "Callouts": schema["callouts?"][0],
    }.items():
        assert documented(told[section]) == asked(keys), section


def test_every_verb_is_explained() -> None:
    table = sections("story.md")["Queries"].split("| after the verb |")[0]
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", table, re.MULTILINE)
    assert {verb for row in rows for verb in re.findall(r"\w+", row)} == set(_VERBS)
