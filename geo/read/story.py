"""Read the story: scenes, each with its words, its sources and its map."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple

from geo.errors import DataError, Problem
from geo.model.atlas import Atlas
from geo.model.cells import ID
from geo.model.known import no_such
from geo.model.manner import PLAIN, Manner
from geo.model.query import Query, pieces, read_request, read_selection
from geo.model.story import Callout, Figure, Hold, Scene, SceneMap, Words
from geo.read.answers import answer, check_seen, tell
from geo.read.legend import Legend, legend_of
from geo.read.selections import Data
from geo.read.toml import Schema, among, any_value, check, day, one_of, read_toml

LONGEST = {"heading": 60, "value": 16, "label": 90, "note": 48}
"""Most characters of a heading, of a figure and its label, of a callout, in the usual language."""
MOST_WORDS = 95
"""Most words of the paragraphs of a scene together, in the usual language."""
MOST_PARAGRAPHS = 3
MOST_FIGURES = 2
MOST_CALLOUTS = 6

_FILE = re.compile(rf"([1-9]\d*)-({ID.pattern})\.toml")
_GROUP = r".,'\N{RIGHT SINGLE QUOTATION MARK}"
_SPACE = r"\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_DIGITS = re.compile(rf"\d+(?:[{_GROUP}{_SPACE}]\d+)*")
"""A number, whatever stands between its groups in a language."""


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


class _Text(NamedTuple):
    """One text of a scene as it is written, and the key that it has in the file."""

    key: str
    text: str


Texts = dict[str, _Text]
"""The texts of a scene in one language, by part: `heading`, `text.1`, `figures.1.value`."""


class _Reader:
    """What scenes are read with: what they may name, and who answers their queries."""

    def __init__(self, atlas: Atlas, problems: list[Problem]) -> None:
        self.spec, self.date, self.problems = atlas.spec, atlas.date, problems
        self.data = Data(atlas)
        self.legend = legend_of(atlas.spec, atlas.layers)
        self.schema = _schema(atlas, self.legend)
        self.manners = {name: Manner(words) for name, words in atlas.spec.words.items()}

    def scene(self, name: str, document: dict[str, Any], file: str) -> Scene | None:
        """Return a scene, or nothing if its file is not as it must be."""
        wrong = [*check(document, self.schema, file), *_overfull(document, file)]
        self.problems += wrong
        if wrong:
            return None
        texts = {
            language: _texts(document, language)
            for language in self.spec.languages
            if language in document
        }
        self.problems += _differences(texts, len(document.get("figures", [])), file)
        self.problems += _untold(document, file)
        view = self._shown(document)
        data = self._data(document.get("sets", {}), view, file)
        fill = self._filler(data, file)
        told = {
            language: {part: fill(text, self.manners[language]) for part, text in parts.items()}
            for language, parts in texts.items()
        }
        self.problems += _too_long(next(iter(told.values())), self.spec.languages[0], file)
        return Scene(
            id=name,
            sources=document["sources"],
            confidence=document["confidence"],
            figures=[
                Figure(figure["sources"], figure.get("quantity"))
                for figure in document.get("figures", [])
            ],
            map=self._pointed(view, document, data, file),
            words={language: _words(parts) for language, parts in told.items()},
            holds=[
                Hold(query, _written(stated), fill(_Text(f"holds.{query}", f"{{{query}}}"), PLAIN))
                for query, stated in document.get("holds", {}).items()
            ],
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

    def _filler(self, data: Data, file: str) -> Callable[[_Text, Manner], str]:
        """Return what answers the queries of a text, and complains of those that have no answer."""
        ask, check_told = cache(partial(answer, data=data)), cache(partial(check_seen, data=data))

        def fill(text: _Text, manner: Manner) -> str:
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


def _overfull(document: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """Yield where a scene says more than it has room for."""
    seen = document.get("map")
    if isinstance(seen, dict) and "focus" in seen and "frame" in seen:
        yield Problem(file, "", "map", "", "either focus or frame")
    for key, most in {"figures": MOST_FIGURES, "callouts": MOST_CALLOUTS}.items():
        some = document.get(key, [])
        if isinstance(some, list) and len(some) > most:
            yield Problem(file, "", key, str(len(some)), f"at most {most} {key}")


def _texts(document: Mapping[str, Any], language: str) -> Texts:
    """Return the texts in a language; a figure without a value of its own has the shared one."""
    own = document[language]
    parts = {"heading": own["heading"]}
    parts |= {f"text.{number}": text for number, text in enumerate(own["text"], start=1)}
    if "correction" in own:
        parts["correction"] = own["correction"]
    for number, figure in enumerate(own.get("figures", []), start=1):
        parts |= {f"figures.{number}.{name}": text for name, text in figure.items()}
    texts = {part: _Text(_key(part, language), text) for part, text in parts.items()}
    for number, callout in enumerate(document.get("callouts", []), start=1):
        if language in callout["text"]:
            part = f"callouts.{number}.note"
            texts[part] = _Text(_key(part, language), callout["text"][language])
    for number, figure in enumerate(document.get("figures", []), start=1):
        if "value" in figure:
            part = f"figures.{number}.value"
            texts.setdefault(part, _Text(part, figure["value"]))
    return texts


def _key(part: str, language: str) -> str:
    """Return where a file has a part of the texts in a language."""
    if part.startswith("callouts."):
        return f"{part.removesuffix('note')}text.{language}"
    return f"{language}.{part}"


def _untold(document: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """Yield texts of callouts in languages that the scene is not told in."""
    for number, callout in enumerate(document.get("callouts", []), start=1):
        for language, text in callout["text"].items():
            if language not in document:
                key = _key(f"callouts.{number}.note", language)
                yield Problem(file, "", key, text, f"a scene that is told in {language} too")


def _differences(texts: Mapping[str, Texts], figures: int, file: str) -> Iterator[Problem]:
    """Yield where a language says less or more than the usual one, or something else."""
    usual, own = next(iter(texts.items()))
    wanted = {part for part in own if not part.startswith("figures.")}
    for number in range(1, figures + 1):
        wanted |= {f"figures.{number}.value", f"figures.{number}.label"}
    for language, parts in texts.items():
        for part in sorted(wanted - parts.keys()):
            yield Problem(file, "", _key(part, language), "", "this text, it is missing")
        for part, text in parts.items():
            if part not in wanted:
                yield Problem(file, "", text.key, text.text, f"no text that {usual} does not have")
            elif part in own and _substance(text.text) != _substance(own[part].text):
                expected = f"the numbers and queries of {usual}: {own[part].text}"
                yield Problem(file, "", text.key, text.text, expected)


def _substance(text: str) -> tuple[list[int], set[Query]] | None:
    """Return the numbers that a text gives, and what it asks; nothing if that cannot be read."""
    numbers: list[int] = []
    queries: set[Query] = set()
    try:
        for asked, part in pieces(text):
            if asked:
                request = read_request(part)
                queries |= {request.query} if request.told else set()
            else:
                numbers += [int(re.sub(r"\D", "", found)) for found in _DIGITS.findall(part)]
    except ValueError:
        return None
    return sorted(numbers), queries


def _too_long(parts: Mapping[str, str], language: str, file: str) -> Iterator[Problem]:
    """Yield texts that do not fit where the page puts them."""
    for part, text in parts.items():
        most = LONGEST.get(part.rpartition(".")[2])
        if most and len(text) > most:
            expected = f"at most {most} characters, these are {len(text)}"
            yield Problem(file, "", _key(part, language), text, expected)
    told = [text for part, text in parts.items() if part.startswith("text.")]
    words = len(" ".join(told).split())
    if len(told) > MOST_PARAGRAPHS or words > MOST_WORDS:
        expected = (
            f"at most {MOST_PARAGRAPHS} paragraphs and {MOST_WORDS} words,"
            f" these are {len(told)} and {words}"
        )
        yield Problem(file, "", f"{language}.text", "", expected)


def _words(parts: Mapping[str, str]) -> Words:
    """Put the texts of a scene together, as far as they are there."""
    figures: dict[str, dict[str, str]] = {}
    for part, text in parts.items():
        if part.startswith("figures."):
            _, number, name = part.split(".")
            figures.setdefault(number, {})[name] = text
    return Words(
        heading=parts["heading"],
        text=[text for part, text in parts.items() if part.startswith("text.")],
        correction=parts.get("correction"),
        figures=[figures[number] for number in sorted(figures)],
        callouts=[text for part, text in parts.items() if part.startswith("callouts.")],
    )


def _schema(atlas: Atlas, legend: Legend) -> Schema:
    """Return what the file of a scene may say."""
    sources = _ids("sources", set(atlas.tables["sources"]["id"]))
    quantity = one_of(*atlas.tables["quantities"]["id"])
    told = {
        "heading": _line,
        "text": [_line],
        "correction?": _line,
        "figures?": [{"value?": _line, "label": _line}],
    }
    usual, *others = atlas.spec.languages
    return {
        "sources": sources,
        "confidence": one_of("high", "medium", "low"),
        "show?": _ids("layers or keys of the legend", legend.names),
        "sets?": {"*": _line},
        "holds?": {"*": any_value},
        "relations?": _line,
        "figures?": [{"value?": _line, "sources": sources, "quantity?": quantity}],
        "map": {
            "focus?": [_line],
            "frame?": _frame,
            "date?": partial(_day, latest=atlas.date),
            "highlight?": [_line],
        },
        "callouts?": [
            {
                "feature": _line,
                "lens?": bool,
                "text": {usual: _line, **{f"{language}?": _line for language in others}},
            }
        ],
        usual: told,
        **{f"{language}?": told for language in others},
    }


def _written(stated: object) -> str:
    """Return the answer that a scene states as a query would be answered."""
    return ", ".join(map(str, stated)) if isinstance(stated, list) else str(stated)


def _line(value: object) -> None:
    if not isinstance(value, str) or not value.strip() or "\n" in value:
        raise ValueError("one line of text")


def _ids(what: str, known: Collection[str]) -> Callable[[object], None]:
    """Return a check for a list of ids, with one at least."""

    def check_ids(value: object) -> None:
        if not isinstance(value, list) or not value:
            raise ValueError(f"a list of {what}")
        for item in value:
            if not among(item, known):
                raise ValueError(f"{what} that exist, {no_such(item, known)}")

    return check_ids


def _frame(value: object) -> None:
    if isinstance(value, list) and [type(each) in (int, float) for each in value] == [True] * 4:
        west, south, east, north = value
        if -180 <= west < east <= 180 and -90 <= south < north <= 90:
            return
    raise ValueError("west, south, east, north in degrees")


def _day(value: object, latest: str) -> None:
    day(value)
    if str(value) > latest:
        raise ValueError(f"no day after the data date, {latest}")
