"""The texts of a scene: what its file has in each language, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from geo.errors import Problem
from geo.model.query import Query, pieces, read_request
from geo.model.story import Words

LONGEST = {"heading": 60, "value": 16, "label": 90, "note": 48}
"""Most characters of a heading, of a figure and its label, of a callout, in the usual language."""
MOST_WORDS = 95
"""Most words of the paragraphs of a scene together, in the usual language."""
MOST_PARAGRAPHS = 3
_GROUP = r".,'\N{RIGHT SINGLE QUOTATION MARK}"
_SPACE = r"\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_DIGITS = re.compile(rf"\d+(?:[{_GROUP}{_SPACE}]\d+)*")
"""A number, whatever stands between its groups in a language."""


class SceneText(NamedTuple):
    """One text of a scene as it is written, and the key that it has in the file."""

    key: str
    text: str


Texts = dict[str, SceneText]
"""The texts of a scene in one language, by part: `heading`, `text.1`, `figures.1.value`."""


def scene_texts(document: Mapping[str, Any], language: str) -> Texts:
    """Return the texts in a language; a figure without a value of its own has the shared one."""
    own = document[language]
    parts = {"heading": own["heading"]}
    parts |= {f"text.{number}": text for number, text in enumerate(own["text"], start=1)}
    if "correction" in own:
        parts["correction"] = own["correction"]
    for number, figure in enumerate(own.get("figures", []), start=1):
        parts |= {f"figures.{number}.{name}": text for name, text in figure.items()}
    texts = {part: SceneText(_key(part, language), text) for part, text in parts.items()}
    for number, callout in enumerate(document.get("callouts", []), start=1):
        if language in callout["text"]:
            part = f"callouts.{number}.note"
            texts[part] = SceneText(_key(part, language), callout["text"][language])
    for number, figure in enumerate(document.get("figures", []), start=1):
        if "value" in figure:
            part = f"figures.{number}.value"
            texts.setdefault(part, SceneText(part, figure["value"]))
    return texts


def _key(part: str, language: str) -> str:
    """Return where a file has a part of the texts in a language."""
    if part.startswith("callouts."):
        return f"{part.removesuffix('note')}text.{language}"
    return f"{language}.{part}"


def untold(document: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """Yield texts of callouts in languages that the scene is not told in."""
    for number, callout in enumerate(document.get("callouts", []), start=1):
        for language, text in callout["text"].items():
            if language not in document:
                key = _key(f"callouts.{number}.note", language)
                yield Problem(file, "", key, text, f"a scene that is told in {language} too")


def differences(texts: Mapping[str, Texts], figures: int, file: str) -> Iterator[Problem]:
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


def too_long(parts: Mapping[str, str], language: str, file: str) -> Iterator[Problem]:
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


def put_together(parts: Mapping[str, str]) -> Words:
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
