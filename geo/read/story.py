"""The story: scenes told from the commissioning article, each with its sources and its map."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from geo.errors import DataError, Problem
from geo.model.schema import load_schema
from geo.model.story import Figure, Scene, View, Words
from geo.read.facts import FACTS, read_edition
from geo.read.keys import Check, Keys, cell, frame, ids, line, paragraphs

STORY = FACTS.parent / "story"
LANGUAGES = ("hi", "ru")
LONGEST_HEADING, LONGEST_VALUE, LONGEST_LABEL = 60, 16, 90
"""Most characters, in English."""
WORDS = (60, 95)
"""Fewest and most words of the paragraphs of a scene together, in English."""
MOST_PARAGRAPHS = 3
MOST_FIGURES = 2

_FILE = re.compile(r"([1-9]\d*)-(.+)\.toml")
_COLUMNS = {column.name: column for column in load_schema().facts["milestones"].columns}
"""Columns that scenes have in common with milestones: id, date, confidence."""
_LEGEND = {
    "mode": ("instc", "mode"),
    "status": ("instc", "status"),
    "series": ("exercises", "series"),
    "format": ("dialogues", "format"),
    "kind": ("places", "kind"),
    "border": ("borders", "international"),
}
"""Groups of the legend, each with the layer and the column of its values."""


def read_story(
    layers: Mapping[str, pd.DataFrame] | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    folder: Path = STORY,
) -> list[Scene]:
    """Read and check the scenes, `1-name.toml` and so on, in the order of their numbers.

    Parameters
    ----------
    layers
        Layers by name, whose features the scenes may show; without them any id passes.
    tables
        `sources` and `quantities`, which the scenes may name; without them any id passes.
    folder
        Where the scenes lie, inside that of the edition whose data date is their last day.

    Raises
    ------
    DataError
        With all problems of all scenes, or if there is none.
    """
    known = _Known(
        None if tables is None else set(tables["sources"]["id"]),
        None if tables is None else set(tables["quantities"]["id"]),
        None if layers is None else {name for layer in layers.values() for name in layer["id"]},
        read_edition(folder.parent / "facts").date,
    )
    problems: list[Problem] = []
    scenes: dict[int, Scene] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            document = tomllib.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            expected = f"TOML that can be read ({error})"
            problems.append(Problem(path.name, "", "", "", expected))
            continue
        scene = _scene(Keys(path.name, document, problems), known)
        found = _FILE.fullmatch(path.name)
        if not found or found[2] != scene.id or int(found[1]) in scenes:
            expected = "a name made of a number of its own and the id, as 1-name.toml"
            problems.append(Problem(path.name, "", "id", str(scene.id), expected))
        else:
            scenes[int(found[1])] = scene
    if not scenes and not problems:
        problems.append(Problem("story", "", "", "", f"scenes as 1-name.toml in {folder}"))
    if problems:
        raise DataError(problems)
    return [scenes[number] for number in sorted(scenes)]


def cited(scenes: Iterable[Scene]) -> Iterator[str]:
    """Yield the ids of the sources that scenes and their figures name."""
    for scene in scenes:
        yield from scene.sources
        for figure in scene.figures:
            yield from figure.sources


class _Known(NamedTuple):
    """Ids that scenes may name, None where any passes, and the data date."""

    sources: set[str] | None
    quantities: set[str] | None
    features: set[str] | None
    date: str


def _scene(keys: Keys, known: _Known) -> Scene:
    sources = ids("sources", known.sources)
    figures = keys.each("figures")
    if len(figures) > MOST_FIGURES:
        keys.complain("figures", len(figures), f"at most {MOST_FIGURES} figures")
    scene = Scene(
        id=keys.take("id", cell(_COLUMNS["id"])),
        heading=keys.take("heading", line(LONGEST_HEADING)),
        text=keys.take("text", paragraphs(MOST_PARAGRAPHS, WORDS)) or [],
        correction=keys.take("correction", line(), required=False),
        sources=keys.take("sources", sources) or [],
        confidence=keys.take("confidence", cell(_COLUMNS["confidence"])),
        figures=[
            _figure(figure, sources, ids("quantities", known.quantities)) for figure in figures
        ],
        map=_view(keys.within("map"), known),
        **{
            language: _words(keys.within(language)) if language in keys else None
            for language in LANGUAGES
        },
    )
    for language in LANGUAGES:
        _compare(keys, scene, language)
    keys.finish()
    return scene


def _figure(keys: Keys, sources: Check, quantities: Check) -> Figure:
    figure = Figure(
        value=keys.take("value", line(LONGEST_VALUE)),
        label=keys.take("label", line(LONGEST_LABEL)),
        sources=keys.take("sources", sources) or [],
        quantity=keys.take("quantity", lambda value: quantities([value])[0], required=False),
    )
    keys.finish()
    return figure


def _view(keys: Keys, known: _Known) -> View:
    if ("focus" in keys) == ("frame" in keys):
        keys.complain("", "", "either focus or frame")
    features, legend = ids("features", known.features), ids("keys of the legend", legend_keys())
    view = View(
        focus=keys.take("focus", features, required=False) or [],
        frame=keys.take("frame", frame, required=False),
        date=keys.take("date", cell(_COLUMNS["date"])) or "",
        hidden=keys.take("hidden", legend, required=False) or [],
        highlight=keys.take("highlight", features, required=False) or [],
    )
    if view.date > known.date:
        keys.complain("date", view.date, f"no day after the data date, {known.date}")
    keys.finish()
    return view


def _words(keys: Keys) -> Words:
    figures = [
        {name: figure.take(name, line()) for name in ("value", "label")}
        for figure in keys.each("figures")
    ]
    words = Words(
        heading=keys.take("heading", line()),
        text=keys.take("text", paragraphs(MOST_PARAGRAPHS)) or [],
        correction=keys.take("correction", line(), required=False),
        figures=figures,
    )
    keys.finish()
    return words


def _compare(keys: Keys, scene: Scene, language: str) -> None:
    """Complain of a translation that says less or more than the scene."""
    words: Words | None = getattr(scene, language)
    if words is None:
        return
    for name in ("text", "figures"):
        told, wanted = len(getattr(words, name)), len(getattr(scene, name))
        if told != wanted:
            keys.complain(f"{language}.{name}", told, f"{wanted}, as in English")
    if (words.correction is None) != (scene.correction is None):
        keys.complain(f"{language}.correction", "", "a correction just where English has one")


def legend_keys() -> set[str]:
    """Return every key of the page's legend, as `group.value`."""
    layers = load_schema().layers
    return {f"corridor.{name}" for name in ("instc", "ashgabat")} | {
        f"{group}.{value}"
        for group, (layer, name) in _LEGEND.items()
        for column in layers[layer].columns
        if column.name == name
        for value in column.values
    }
