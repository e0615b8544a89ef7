"""Read the story: scenes, each with its words, its sources and its map."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

from geo.errors import DataError, Problem
from geo.model.atlas import Atlas
from geo.model.cells import ID
from geo.model.manner import PLAIN, Manner
from geo.model.query import Query, pieces, read_request, read_selection
from geo.model.story import Callout, Figure, Hold, Scene, SceneMap
from geo.read.answers import answer, check_seen, tell
from geo.read.legend import legend_of
from geo.read.scene_schema import overfull, scene_schema
from geo.read.scene_texts import (
    SceneText,
    differences,
    put_together,
    scene_texts,
    too_long,
    untold,
)
from geo.read.selections import Data
from geo.read.toml import check, read_toml

_FILE = re.compile(rf"([1-9]\d*)-({ID.pattern})\.toml")


def read_story(atlas: Atlas) -> tuple[Scene, ...]:
    """Read and check the scenes of an atlas, `story/1-name.toml` and so on, if it has any.

    Its layers and tables answer what the scenes ask; what story it has already does not matter.

    Raises
    ------
    DataError
        With all problems of all scenes.
    """
    problems: list[Problem] = []
    reader = _Reader(atlas, problems)
    scenes: dict[int, Scene | None] = {}
    for path in sorted((atlas.spec.folder / "story").glob("*.toml")):
        file, found = f"story/{path.name}", _FILE.fullmatch(path.name)
        if not found or int(found[1]) in scenes:
            expected = "a name made of a number of its own and an id, as 1-name.toml"
            problems.append(Problem(file, "", "", "", expected))
        else:
            before = len(problems)
            document = read_toml(path, file, problems)
            readable = len(problems) == before
            scenes[int(found[1])] = reader.scene(found[2], document, file) if readable else None
    if problems:
        raise DataError(dict.fromkeys(problems))
    return tuple(scene for _, scene in sorted(scenes.items()) if scene)


class _Reader:
    """What scenes are read with: what they may name, and who answers their queries."""

    def __init__(self, atlas: Atlas, problems: list[Problem]) -> None:
        self.spec, self.date, self.problems = atlas.spec, atlas.date, problems
        self.data = Data(atlas)
        self.legend = legend_of(atlas.spec, atlas.layers)
        self.schema = scene_schema(atlas, self.legend)
        self.manners = {name: Manner(words) for name, words in atlas.spec.words.items()}

    def scene(self, name: str, document: dict[str, Any], file: str) -> Scene | None:
        """Return a scene, or nothing if its file is not as it must be."""
        wrong = [*check(document, self.schema, file), *overfull(document, file)]
        self.problems += wrong
        if wrong:
            return None
        texts = {
            language: scene_texts(document, language)
            for language in self.spec.languages
            if language in document
        }
        self.problems += differences(texts, len(document.get("figures", [])), file)
        self.problems += untold(document, file)
        view = self._shown(document)
        data = self._data(document.get("sets", {}), view, file)
        fill = self._filler(data, file)
        told = {
            language: {part: fill(text, self.manners[language]) for part, text in parts.items()}
            for language, parts in texts.items()
        }
        self.problems += too_long(next(iter(told.values())), self.spec.languages[0], file)
        return Scene(
            id=name,
            sources=document["sources"],
            confidence=document["confidence"],
            figures=[
                Figure(figure["sources"], figure.get("quantity"))
                for figure in document.get("figures", [])
            ],
            map=self._pointed(view, document, data, file),
            words={language: put_together(parts) for language, parts in told.items()},
            holds=[*_holds(document, fill)],
            file=file,
            relations=self._relations(document.get("relations"), data, file),
        )

    def _relations(self, name: str | None, data: Data, file: str) -> tuple[int, ...]:
        """Return the numbers of the relations in a set."""
        if name is None:
            return ()
        every, relations = data.rows(Query("list", "relations"))
        number = {id(row): at for at, row in enumerate(every)}
        rows, table = data.rows(Query("list", name)) if name in data.sets else ([], None)
        if not rows or table is not relations:
            self.problems.append(Problem(file, "", "relations", name, "a set of relations"))
            return ()
        return tuple(number[id(row)] for row in rows)

    def _shown(self, document: Mapping[str, Any]) -> SceneMap:
        """Return what of the atlas a scene shows, before anything stands out."""
        return SceneMap(
            focus=[],
            frame=document["map"].get("frame"),
            date=str(document["map"].get("date", self.date)),
            hidden=self.legend.hidden(document["show"])
            if "show" in document
            else [*self.legend.aside],
            highlight=[],
            callouts=[],
        )

    def _data(self, sets: Mapping[str, str], view: SceneMap, file: str) -> Data:
        """Return what a scene asks: its sets, and the atlas as its map shows it.

        Readers compare a total with the map beside it, so it adds up what they see there.
        """
        known = {}
        for name, text in sets.items():
            if name in self.data.atlas.frames:
                expected = "another name than that of a layer or table"
                self.problems.append(Problem(file, "", f"sets.{name}", "", expected))
            try:
                known[name] = read_selection(text)
            except ValueError as error:
                self.problems.append(Problem(file, "", f"sets.{name}", text, str(error)))
        return replace(self.data, sets=known, view=view)

    def _pointed(
        self, view: SceneMap, document: Mapping[str, Any], data: Data, file: str
    ) -> SceneMap:
        """Return a view with what a scene points at: the features that it names, or its sets."""
        callouts = [
            Callout(callout["feature"], callout.get("lens", False))
            for callout in document.get("callouts", [])
        ]
        named = {f"map.{key}": document["map"].get(key, []) for key in ("focus", "highlight")}
        named |= {
            f"callouts.{number}.feature": [callout.feature]
            for number, callout in enumerate(callouts, start=1)
        }
        found = {}
        for key, names in named.items():
            try:
                found[key] = data.features(names)
            except ValueError as error:
                self.problems.append(Problem(file, "", key, ", ".join(names), str(error)))
        focus = found.pop("map.focus", [])
        lit = list(dict.fromkeys(name for names in found.values() for name in names))
        return replace(view, focus=focus, highlight=lit, callouts=callouts)

    def _filler(self, data: Data, file: str) -> Callable[[SceneText, Manner], str]:
        """Return what answers the queries of a text, and complains of those that have no answer."""
        ask, check_told = cache(partial(answer, data=data)), cache(partial(check_seen, data=data))

        def fill(text: SceneText, manner: Manner) -> str:
            told = []
            try:
                parts = list(pieces(text.text))
            except ValueError as error:
                parts = []
                self.problems.append(Problem(file, "", text.key, text.text, str(error)))
            for asked, part in parts:
                try:
                    request = read_request(part) if asked else None
                    told.append(tell(request, ask, manner) if request else part)
                    if request and manner is not PLAIN:
                        check_told(request.query)
                except ValueError as error:
                    query = f"{{{part}}}"
                    self.problems.append(Problem(file, "", text.key, query, str(error)))
            return "".join(told)

        return fill


def _holds(document: Mapping[str, Any], fill: Callable[[SceneText, Manner], str]) -> Iterator[Hold]:
    """Yield what a scene says in words, each with the answer that it states and the true one."""
    for query, stated in document.get("holds", {}).items():
        asked = SceneText(f"holds.{query}", f"{{{query}}}")
        yield Hold(query, _written(stated), fill(asked, PLAIN))


def _written(stated: object) -> str:
    """Return the answer that a scene states as a query would be answered."""
    return ", ".join(map(str, stated)) if isinstance(stated, list) else str(stated)
