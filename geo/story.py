"""The story: scenes told from the commissioning article, each with its sources and its map."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from geo.cells import parse
from geo.errors import DataError, Problem
from geo.facts import FACTS, read_edition
from geo.schema import load_schema

STORY = FACTS / "story"
LANGUAGES = ("hi", "ru")
MOST_CHARACTERS = {"heading": 60, "value": 16, "label": 90}
WORDS = (60, 95)
"""Fewest and most words of the paragraphs of a scene together, in English."""
MOST_PARAGRAPHS = 3
MOST_FIGURES = 2

_FILE = re.compile(r"([1-9]\d*)-(.+)\.toml")
_LEGEND = {
    "mode": "instc",
    "status": "instc",
    "series": "exercises",
    "format": "dialogues",
    "kind": "places",
}
"""Groups of the legend that are columns of a layer."""

Check = Callable[[object], Any]


@dataclass(frozen=True)
class Figure:
    """A number that a scene shows large, with one line of explanation.

    `quantity` is the id of the disputed quantity whose claims are plotted beneath, or None.
    """

    value: str
    label: str
    sources: list[str]
    quantity: str | None


@dataclass(frozen=True)
class View:
    """What the map shows: either the features of `focus` or a `frame` in view.

    `frame` is west, south, east, north in degrees, or None. `hidden` are keys of the legend, as
    `group.value`; `highlight` are ids of features.
    """

    focus: list[str]
    frame: list[float] | None
    date: str
    hidden: list[str]
    highlight: list[str]


@dataclass(frozen=True)
class Words:
    """The words of a scene in another language; `figures` are pairs of `value` and `label`."""

    heading: str
    text: list[str]
    correction: str | None
    figures: list[dict[str, str]]


@dataclass(frozen=True)
class Scene:
    """One scene. `correction` says where the sources contradict the article, or is None."""

    id: str
    heading: str
    text: list[str]
    correction: str | None
    sources: list[str]
    confidence: str
    figures: list[Figure]
    map: View
    hi: Words | None
    ru: Words | None


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
        read_edition(folder.parent).date,
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
        scene = _scene(_Keys(path.name, document, problems), known)
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


def cited(scenes: Collection[Scene]) -> Iterator[str]:
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


class _Keys:
    """One table of a scene, taken key by key; what is wrong or left over becomes a problem."""

    def __init__(self, file: str, table: object, problems: list[Problem], inside: str = "") -> None:
        self.file, self.problems, self.inside = file, problems, inside
        self.table: dict[str, object] = {}
        if isinstance(table, dict):
            self.table = dict(table)
        else:
            self.complain("", table, "a table")

    def complain(self, key: str, value: object, expected: str) -> None:
        """Note a problem of a key, named with the tables around it."""
        self.problems.append(Problem(self.file, "", self.named(key), str(value), expected))

    def named(self, *parts: object) -> str:
        return ".".join(str(part) for part in (self.inside, *parts) if part)

    def take(self, key: str, check: Check, *, required: bool = True) -> Any:  # noqa: ANN401
        """Return what the check makes of a value, or None if it is absent or wrong."""
        if key not in self.table:
            if required:
                self.complain(key, "", "this key, it is missing")
            return None
        value = self.table.pop(key)
        try:
            return check(value)
        except ValueError as error:
            self.complain(key, value, str(error))
            return None

    def tables(self, key: str) -> list[_Keys]:
        """Return the tables of an array, which may be absent."""
        items = self.table.pop(key, [])
        if not isinstance(items, list):
            self.complain(key, items, "an array of tables")
            return []
        return [
            _Keys(self.file, item, self.problems, self.named(key, number))
            for number, item in enumerate(items, start=1)
        ]

    def done(self) -> None:
        """Complain of the keys that nobody took."""
        for key, value in self.table.items():
            self.complain(key, value, "no such key")


def _scene(keys: _Keys, known: _Known) -> Scene:
    sources = _ids("sources", known.sources)
    quantities = _ids("quantities", known.quantities)
    figures = keys.tables("figures")
    if len(figures) > MOST_FIGURES:
        keys.complain("figures", len(figures), f"at most {MOST_FIGURES} figures")
    scene = Scene(
        id=keys.take("id", _cell("id")),
        heading=keys.take("heading", _line("heading")),
        text=keys.take("text", _paragraphs(WORDS)) or [],
        correction=keys.take("correction", _line(), required=False),
        sources=keys.take("sources", sources) or [],
        confidence=keys.take("confidence", _cell("confidence")),
        figures=[_figure(figure, sources, quantities) for figure in figures],
        map=_view(keys, known),
        **{language: _words(keys, language) for language in LANGUAGES},
    )
    for language in LANGUAGES:
        _compare(keys, scene, language)
    keys.done()
    return scene


def _figure(keys: _Keys, sources: Check, quantities: Check) -> Figure:
    quantity = keys.take("quantity", lambda value: quantities([value]), required=False)
    figure = Figure(
        value=keys.take("value", _line("value")),
        label=keys.take("label", _line("label")),
        sources=keys.take("sources", sources) or [],
        quantity=quantity[0] if quantity else None,
    )
    keys.done()
    return figure


def _view(scene: _Keys, known: _Known) -> View:
    keys = _Keys(scene.file, scene.table.pop("map", {}), scene.problems, "map")
    features = _ids("features", known.features)
    if ("focus" in keys.table) == ("frame" in keys.table):
        keys.complain("", "", "either focus or frame")
    view = View(
        focus=keys.take("focus", features, required=False) or [],
        frame=keys.take("frame", _frame, required=False),
        date=keys.take("date", _day(known.date)),
        hidden=keys.take("hidden", _ids("keys of the legend", legend_keys()), required=False) or [],
        highlight=keys.take("highlight", features, required=False) or [],
    )
    keys.done()
    return view


def _words(scene: _Keys, language: str) -> Words | None:
    if language not in scene.table:
        return None
    keys = _Keys(scene.file, scene.table.pop(language), scene.problems, language)
    words = Words(
        heading=keys.take("heading", _line()),
        text=keys.take("text", _paragraphs()) or [],
        correction=keys.take("correction", _line(), required=False),
        figures=[
            {name: figure.take(name, _line()) for name in ("value", "label")}
            for figure in keys.tables("figures")
        ],
    )
    keys.done()
    return words


def _compare(keys: _Keys, scene: Scene, language: str) -> None:
    """Complain of a translation that says less or more than the scene."""
    words: Words | None = getattr(scene, language)
    if words is None:
        return
    for name in ("text", "figures"):
        told, wanted = len(getattr(words, name)), len(getattr(scene, name))
        if told != wanted:
            keys.complain(f"{language}.{name}", told, f"{wanted}, as in English")
    if (words.correction is None) != (scene.correction is None):
        keys.complain(f"{language}.correction", "", "a correction where English has one")


def legend_keys() -> set[str]:
    """Return every key of the page's legend, as `group.value`."""
    layers = load_schema().layers
    columns = {group: (layer, group) for group, layer in _LEGEND.items()}
    columns["border"] = ("borders", "international")
    return {f"corridor.{name}" for name in ("instc", "ashgabat")} | {
        f"{group}.{value}"
        for group, (layer, name) in columns.items()
        for column in layers[layer].columns
        if column.name == name
        for value in column.values
    }


def _cell(name: str) -> Check:
    """Check a value as a cell of the column of that name."""
    columns = {column.name: column for column in load_schema().facts["milestones"].columns}

    def check(value: object) -> object:
        return parse(value if isinstance(value, str) else str(value), columns[name])

    return check


def _day(last: str) -> Check:
    def check(value: object) -> str:
        day = str(_cell("date")(value))
        if day > last:
            raise ValueError(f"no day after the data date, {last}")
        return day

    return check


def _line(name: str = "") -> Check:
    most = MOST_CHARACTERS.get(name)

    def check(value: object) -> str:
        if not isinstance(value, str) or not value.strip() or "\n" in value:
            raise ValueError("one line of text")
        if most and len(value) > most:
            raise ValueError(f"at most {most} characters, these are {len(value)}")
        return value

    return check


def _paragraphs(words: tuple[int, int] | None = None) -> Check:
    def check(value: object) -> list[str]:
        if not isinstance(value, list) or not 1 <= len(value) <= MOST_PARAGRAPHS:
            raise ValueError(f"a list of 1 to {MOST_PARAGRAPHS} paragraphs")
        paragraphs = [_line()(paragraph) for paragraph in value]
        count = len(" ".join(paragraphs).split())
        if words and not words[0] <= count <= words[1]:
            raise ValueError(f"{words[0]} to {words[1]} words, these are {count}")
        return paragraphs

    return check


def _ids(what: str, known: Collection[str] | None) -> Check:
    """Check a list of ids; None for what is known lets any pass."""

    def check(value: object) -> list[str]:
        if not isinstance(value, list) or not value:
            raise ValueError(f"a list of {what}")
        for item in value:
            if not isinstance(item, str) or (known is not None and item not in known):
                raise ValueError(f"{what} that exist, not {item!r}")
        return value

    return check


def _frame(value: object) -> list[float]:
    if isinstance(value, list) and len(value) == 4:
        numbers = [float(item) for item in value if isinstance(item, int | float)]
        if len(numbers) == 4:
            west, south, east, north = numbers
            if -180 <= west < east <= 180 and -90 <= south < north <= 90:
                return numbers
    raise ValueError("west, south, east, north in degrees")
