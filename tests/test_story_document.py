"""`docs/story.md` names every key that the file of a scene may have, and every verb of queries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from geo.api import Atlas
from geo.read.answers import _VERBS
from geo.read.scene_schema import scene_schema

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "story.md"
SECTION = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| (\*\*)?`(\w+)`(?:\*\*)? \|", re.MULTILINE)
TEXTS = SECTION.findall(DOCUMENT.read_text("utf-8"))


@pytest.fixture(scope="module")
def known(toy: Atlas) -> dict[str, Mapping[str, Any]]:
    """Return the keys of each section, as they are checked."""
    schema: Mapping[str, Any] = scene_schema(toy, SimpleNamespace(names=set()))  # type: ignore[arg-type]
    languages = {f"{language}{mark}" for language in toy.spec.languages for mark in ("", "?")}
    return {
        "A scene": {key: told for key, told in schema.items() if key not in languages},
        "Texts": schema[toy.spec.languages[0]],
        "Figures": schema["figures?"][0],
        "Map": schema["map"],
        "Callouts": schema["callouts?"][0],
    }


def test_every_key_is_explained(known: Mapping[str, Mapping[str, Any]]) -> None:
    told = {title: {key: bool(bold) for bold, key in ROW.findall(text)} for title, text in TEXTS}
    for section, keys in known.items():
        assert told[section] == {key.rstrip("?"): not key.endswith("?") for key in keys}, section


def test_every_verb_is_explained() -> None:
    table = dict(TEXTS)["Queries"].split("| after the verb |")[0]
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", table, re.MULTILINE)
    assert {verb for row in rows for verb in re.findall(r"\w+", row)} == set(_VERBS)
