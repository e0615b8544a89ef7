"""All texts of an atlas by language and key: those of its files, and those of the interface."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from geo.design.tokens import DESIGN, read_design
from geo.errors import Problem
from geo.read.schema import COLUMN, LAYER, PLURALS, SHAPES, VALUE, plural
from geo.read.toml import Document, Schema, check, is_tag, read_toml, schema_of, words

ENGLISH = "en"
"""The language that every text of the toolkit has."""

PLACEHOLDER = re.compile(r"\{(\w+)(?:\.(\w+))?\}")
"""A place in a text that is filled: a column, perhaps a form of its value, or something told."""
_NAMED = ("language.name", "language.short", "language.english")
"""What a language is called: in itself, on its button, and in English."""
_SPELLED = "number.words"
"""Words within a sentence: a language that has none of its own writes numbers in digits."""
_COUNTED = (_SPELLED, "date.months")
"""Texts that are as many words in every language."""
_FIRST = "a text in the first language of the atlas"


def read_words(
    folder: Path, head: Document, files: Mapping[str, Document], problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """Return all texts by language and key; what one language lacks, the usual one has.

    They are those of `atlas.toml` and the files of the layers; in the folder `words` of the atlas
    there may be words by language that override others. Everything wrong is added to `problems`.
    """
    inline: dict[str, dict[str, str]] = {}
    for key, text in told_texts(head, files):
        for language, told in text.items():
            inline.setdefault(language, {})[key] = told
    own = _own_words(folder, head["languages"], problems)
    usual = head["languages"][0]
    order = {
        language: [*dict.fromkeys([language, usual, ENGLISH])][::-1]
        for language in head["languages"]
    }
    problems += _nameless(head["languages"], own)
    has_own = {
        language: _SPELLED in interface(language) | own.get(language, {})
        for language in head["languages"]
    }
    texts = {
        language: {
            key: text
            for fallback in fallbacks
            for source in (interface(fallback), inline.get(fallback, {}), own.get(fallback, {}))
            for key, text in source.items()
        }
        | ({} if has_own[language] else {_SPELLED: ""})
        for language, fallbacks in order.items()
    }
    for language in (each for each in own if each in texts):
        known = {**texts[usual], **interface(ENGLISH), **inline.get(usual, {})}
        problems += _strange(f"words/{language}.toml", own[language], known)
    problems += _unsaid(inline, usual, texts[usual])
    return texts


def _own_words(
    folder: Path, languages: Collection[str], problems: list[Problem]
) -> dict[str, dict[str, str]]:
    """Return the texts of the folder `words` by language and key."""
    own = {}
    for path in sorted((folder / "words").glob("*.toml")):
        file = f"words/{path.name}"
        document = read_toml(path, file, problems)
        problems += check(document, {"*": str}, file)
        own[path.stem] = {key: text for key, text in document.items() if isinstance(text, str)}
        if path.stem not in languages:
            expected = f"{path.stem!r} among the languages in atlas.toml, or no such file"
            problems.append(Problem(file, "", "", "", expected))
    return own


def _unsaid(
    inline: Mapping[str, Mapping[str, str]], usual: str, known: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield texts that the first language lacks, and so do all that fall back on it."""
    for key in dict.fromkeys(chain.from_iterable(inline.values())):
        kind, _, rest = key.partition(".")
        is_name = key.endswith(".title") and f"{key.removesuffix('title')}name" not in known
        if key not in known and not is_name and rest.rpartition(".")[2] not in PLURALS:
            name, _, inner = rest.partition(".")
            if kind == "layers":
                yield Problem(f"layers/{name}.toml", "", f"{inner}.{usual}", "", _FIRST)
            elif kind in ("body", "body_phrase"):
                yield Problem("atlas.toml", "", f"bodies.{name}", "", _FIRST)


def _nameless(languages: Iterable[str], own: Mapping[str, Document]) -> Iterator[Problem]:
    """Yield languages that the toolkit has no words in, and the atlas does not name itself."""
    for language in languages:
        if (DESIGN / "words" / f"{language}.json").exists():
            continue
        file = f"words/{language}.toml"
        if language not in own:
            expected = f"this file, with {', '.join(_NAMED)} at least"
            yield Problem(file, "", "", "", expected)
            continue
        for key in _NAMED:
            if key not in own[language]:
                yield Problem(file, "", key, "", "this key, it is missing")


def _strange(file: str, own: Document, known: Mapping[str, str]) -> Iterator[Problem]:
    """Yield words under keys that no text has, or with places to fill that its text has not."""
    for key, text in own.items():
        group, _, form = key.rpartition(".")
        replaced = known.get(key, known.get(f"{group}.other") if form in PLURALS else None)
        if replaced is None:
            yield Problem(file, "", key, "", "a key that the words in the first language have")
            continue
        if key in _COUNTED and len(str(text).split()) != len(replaced.split()):
            yield Problem(file, "", key, str(text), f"{len(replaced.split())} words")
        if key == "locale" and not is_tag(text):
            yield Problem(file, "", key, str(text), "a language tag, such as kk, pt-BR or zh-Hant")
        places = _places(replaced)
        for place in _places(text):
            if place not in places:
                expected = f"only {', '.join(places)}" if places else "a text without places"
                yield Problem(file, "", key, place, expected)


def _places(text: object) -> list[str]:
    """Return what a text has to fill, each once."""
    return list(dict.fromkeys(found[0] for found in PLACEHOLDER.finditer(str(text))))


@cache
def interface(language: str) -> dict[str, str]:
    """Return the words of the interface in a language; of one without any, its locale."""
    if (DESIGN / "words" / f"{language}.json").exists():
        return read_design(f"words/{language}.json")
    return {"locale": language}


def told_texts(
    head: Document, files: Mapping[str, Document]
) -> Iterator[tuple[str, Mapping[str, str]]]:
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
                for form in (each for each in row if f"{each}?" not in VALUE):
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
            yield from _texts_in(item, schema_of(name, schema), f"{key}.{name}")
