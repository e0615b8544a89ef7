"""All texts of an atlas by language and key: those of its files, and those of the interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from geo.design.tokens import DESIGN, read_json
from geo.errors import Problem
from geo.read.schema import COLUMN, LAYER, SHAPES, VALUE, plural
from geo.read.toml import Document, Schema, check, read_toml, words

ENGLISH = "en"
"""The language that every text of the toolkit has."""
PLURALS = ("zero", "one", "two", "few", "many")
"""Plural categories of CLDR besides `other`; another language may have more than the usual one."""


def read_words(
    folder: Path, head: Document, files: Mapping[str, Document], problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """Return all texts by language and key; what one language lacks, the usual one has.

    They are those of `atlas.toml` and the files of the layers; in the folder `words` of the atlas
    there may be words by language that override others. Everything wrong is added to `problems`.
    """
    inline: dict[str, dict[str, str]] = {}
    for key, text in _told(head, files):
        for language, told in text.items():
            inline.setdefault(language, {})[key] = told
    own = {}
    for path in sorted((folder / "words").glob("*.toml")):
        file = f"words/{path.name}"
        own[path.stem] = read_toml(path, file, problems)
        problems += check(own[path.stem], {"*": str}, file)
        if path.stem not in head["languages"]:
            expected = f"{path.stem!r} among the languages in atlas.toml, or no such file"
            problems.append(Problem(file, "", "", "", expected))
    usual = head["languages"][0]
    order = {
        language: [*dict.fromkeys([language, usual, ENGLISH])][::-1]
        for language in head["languages"]
    }
    texts = {
        language: {
            key: text
            for fallback in chain
            for source in (_interface(fallback), inline.get(fallback, {}), own.get(fallback, {}))
            for key, text in source.items()
        }
        for language, chain in order.items()
    }
    for language in own.keys() & texts.keys() - {usual}:
        for key in own[language]:
            group, _, form = key.rpartition(".")
            counted = form in PLURALS and f"{group}.other" in texts[usual]
            if key not in texts[usual] and not counted:
                expected = f"a key that the words in {usual} have"
                problems.append(Problem(f"words/{language}.toml", "", key, "", expected))
    return texts


@cache
def _interface(language: str) -> dict[str, str]:
    """Return the words of the interface in a language; of one without any, how it is called."""
    if (DESIGN / "words" / f"{language}.json").exists():
        return read_json(f"words/{language}.json")
    own = dict.fromkeys(("locale", "language.english", "language.name"), language)
    return {**own, "language.short": language.upper()}


def _told(head: Document, files: Mapping[str, Document]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the texts of the files of the atlas, each with its key."""
    for body, texts in head["bodies"].items():
        yield f"body.{body}", texts["name"]
        yield f"body_phrase.{body}", texts["phrase"]
    for name, spec in files.items():
        yield f"layers.{name}.title", spec.get("title") or spec["name"]
        schema = {**LAYER, **SHAPES[spec["shape"]]}
        yield from _texts_in(spec, schema, f"layers.{name}")
        for column, described in spec.get("column", {}).items():
            if "title" in described:
                yield f"column.{column}", described["title"]
            if "zero" in described:
                yield f"zero.{column}", described["zero"]
        for column, rows in spec.get("values", {}).items():
            for value, row in rows.items():
                for form in row.keys() - {key.rstrip("?") for key in VALUE}:
                    key = column if form == "name" else f"{column}_{form}"
                    yield f"{key}.{value}", row[form]


def _texts_in(
    value: Any,  # noqa: ANN401 - any part of a document, and what is said of it
    schema: Schema,
    key: str,
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the texts of a document, each with its path as the key; those of columns are apart."""
    if schema is words:
        yield key, value
    elif schema is plural:
        forms = {form for told in value.values() for form in told}
        for form in sorted(forms):
            yield (
                f"{key}.{form}",
                {lang: told[form] for lang, told in value.items() if form in told},
            )
    elif isinstance(schema, list):
        for number, item in enumerate(value, start=1):
            yield from _texts_in(item, schema[0], f"{key}.{number}")
    elif isinstance(schema, dict) and schema is not VALUE and schema is not COLUMN:
        for name, item in value.items():
            own = schema.get(name, schema.get(f"{name}?", schema.get("*")))
            yield from _texts_in(item, own, f"{key}.{name}")
