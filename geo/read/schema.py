"""What the files of an atlas may say, key by key."""

from __future__ import annotations

import re
from typing import Any

from geo.design.signs import load_signs
from geo.design.theme import dashes
from geo.model.licences import licences
from geo.read.toml import (
    any_value,
    between,
    day,
    file_name,
    language,
    line,
    one_of,
    positive,
    words,
)

PLURALS = ("zero", "one", "two", "few", "many")
"""Plural categories of CLDR besides `other`; another language may have more than the usual one."""
sign = one_of(*load_signs(), what="one of the signs")
dash = one_of(*dashes(), what="one of the dashes")


def hue(value: object) -> None:
    """Check a pair of colours."""
    pair = value if isinstance(value, list) else []
    if len(pair) != 2 or not all(re.fullmatch(r"#[0-9a-f]{6}", str(each)) for each in pair):
        raise ValueError('two colours, for light and dark paper, as ["#3b6fb6", "#86b4f0"]')


def hue_or_column(value: object) -> None:
    """Check a pair of colours, or the name of the column whose values have one each."""
    if not isinstance(value, str):
        hue(value)


def names(value: object) -> list[str]:
    """Check a list of names, and return it: at least one, and each once."""
    listed = value if isinstance(value, list) else []
    if not listed or not all(isinstance(name, str) for name in listed):
        raise ValueError("a list of names, at least one")
    if len(set(listed)) < len(listed):
        raise ValueError("each name once")
    return listed


def file_names(value: object) -> None:
    """Check a list of names of files: at least one, and each once."""
    for name in names(value):
        try:
            file_name(name)
        except ValueError as error:
            raise ValueError(f"{error}, in place of {name!r}") from None


def columns(value: object) -> None:
    """Check a list of columns: each once, or none."""
    if value != []:
        names(value)


def days(value: object) -> None:
    """Check the columns of the first and the last day."""
    columns(value)
    if isinstance(value, list) and len(value) not in (1, 2):
        raise ValueError("the column of the first day, and that of the last one")


def code(value: object) -> None:
    """Check the code of a country."""
    if not re.fullmatch(r"[A-Z]{2}", str(value)):
        raise ValueError("an ISO 3166-1 alpha-2 code in capital letters")


def pattern(value: object) -> None:
    """Check a regular expression."""
    try:
        re.compile(value if isinstance(value, str) else "(")
    except re.error as error:
        raise ValueError(f"a regular expression, as [0-9]+ ({error})") from None


def leads(value: object) -> None:
    """Check the address where a code leads."""
    if not re.fullmatch(r"https?://[^\s<>|]*CODE[^\s<>|]*", str(value)):
        raise ValueError("an address with CODE in place of the code, as https://example.org/CODE")


def short(value: object) -> None:
    """Check the name of a column in a Shapefile."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{,9}", str(value)):
        raise ValueError("ten characters at most, of a-z, 0-9 and _")


def languages(value: object) -> None:
    """Check a list of language tags."""
    for tag in names(value):
        language(tag)


def form(value: object) -> None:
    """Check a word for a value, under a key that is none of its others."""
    is_word = isinstance(value, dict)
    if not is_word:
        keys = ", ".join(sorted(key.rstrip("?") for key in VALUE if key != "*"))
        raise ValueError(f'one of the keys {keys}, or a word by language, as {{ en = "..." }}')
    words(value)


def plural(value: object) -> None:
    """Check the forms of a word for each plural category, by language."""
    if not isinstance(value, dict) or not all(isinstance(forms, dict) for forms in value.values()):
        raise ValueError('forms by language, as { en = { one = "...", other = "..." } }')
    for tag, forms in value.items():
        language(tag)
        if "other" not in forms:
            raise ValueError(f"the form other for {tag}")
        for category, text in forms.items():
            if category not in (*PLURALS, "other"):
                raise ValueError(f"one of {', '.join(PLURALS)} or other, not {category}")
            words({tag: text})


VALUE = {
    "hue?": hue,
    "sign?": sign,
    "solid?": bool,
    "line_px?": float,
    "dash?": dash,
    "label?": one_of("strong", "medium", "plain"),
    "shown?": one_of("close", "junction"),
    "role?": one_of("gauge", "border", "stop"),
    "*": form,
}
"""What the row of a value says; all else are its words, of which `name` is one."""
TYPES = (
    *("text", "texts", "choice", "choices", "date", "number", "integer", "year", "boolean"),
    *("url", "iso_a2", "iso_a2s", "iso_a3", "reference", "references"),
)
"""What a column may hold."""
COLUMN = {
    "type": one_of(*TYPES),
    "doc": str,
    "title?": words,
    "required?": bool,
    "values?": [str],
    "to?": str,
    "minimum?": float,
    "maximum?": float,
    "longest?": int,
    "short?": short,
    "standing?": str,
    "member_since?": str,
    "begins?": bool,
    "unit?": one_of("km", "km2", "mm"),
    "zero?": words,
    "with_year?": str,
    "precision?": str,
    "names_a?": str,
}
SCHEME = {"name": str, "code": pattern, "url?": leads}
"""What is said of another data set whose codes features have."""
SENTENCE = {"when?": {"*": any_value}, "text": words}
LAYER = {
    "shape": one_of("points", "network", "areas", "lines"),
    "facts?": file_name,
    "name": words,
    "title?": words,
    "doc": str,
    "columns?": columns,
    "legend?": columns,
    "table?": columns,
    "details?": columns,
    "search?": columns,
    "label?": words,
    "hints?": {"*": words},
    "print_hints?": {"*": words},
    "sentences?": [SENTENCE],
    "tips?": int,
    "column?": {"*": COLUMN},
    "values?": {"*": {"*": VALUE}},
}
SHAPES: dict[str, dict[str, Any]] = {
    "points": {
        "facts": file_name,
        "columns": columns,
        "located?": str,
        "time?": days,
        "country?": str,
        "host?": str,
        "partners?": columns,
        "levels?": {"*": [str]},
        "subject?": str,
        "counted?": plural,
        "technical?": [str],
        "numbered?": {"*": str},
        "mark": {
            "body": str,
            "hue": hue_or_column,
            "token?": str,
            "hollow?": {"*": any_value},
            "bare?": {"*": any_value},
            "dashed?": {"*": any_value},
            "ring?": bool,
            "scale?": positive,
        },
        "rhythm?": {
            "rows": str,
            "title": words,
            "turn": words,
            "home": words,
            "away": words,
            "without": words,
        },
    },
    "network": {
        "facts": one_of("segments"),
        "hue": hue,
        "part": words,
        "parts?": words,
        "ways?": {"*": str},
        "on_request?": bool,
    },
    "areas": {
        "facts": file_name,
        "columns": columns,
        "geometry": file_name,
        "where?": {"*": bool},
        "partners?": bool,
        "sources": str,
        "worldview_sources?": {"*": str},
        "licence": one_of(*licences()),
        "cards?": {"title": words, "lines": [words]},
        "of_subject?": {"column": str, "title": words, "text": words, "each": words},
        "plate?": {"rows": columns},
    },
    "lines": {
        "columns": columns,
        "geometry": file_name,
        "sources": str,
        "noted_sources?": str,
        "hue?": hue_or_column,
        "line_px?": positive,
        "dash?": dash,
    },
}
"""What the file of a layer says, by shape, beside what those of every shape do."""
ATLAS = {
    "title": line,
    "version": line,
    "date": day,
    "languages": languages,
    "layers": file_names,
    "description?": str,
    "authors?": [line],
    "keywords?": [line],
    "credits?": {"*": str},
    "subject?": code,
    "worldviews?": names,
    "bodies?": {"*": {"name": words, "phrase": words}},
    "schemes?": {"*": SCHEME},
    "centre": {"lon": between(-180, 180), "lat": between(-90, 90)},
    "map?": {
        "window_m?": {"x": positive, "y": positive},
        "tiles_window?": [[float]],
        "finest_m_per_px?": positive,
        "relief_m_per_px?": {"full": positive, "gone": positive},
        "stations_m_per_px?": positive,
        "minor_places_m_per_px?": positive,
        "technical_places_m_per_px?": positive,
    },
    "plate?": {"scale?": positive, "middle_m?": [float]},
}
MAP = {
    "window_m": {"x": 8_000_000, "y": 5_600_000},
    "finest_m_per_px": 150,
    "relief_m_per_px": {"full": 2200, "gone": 500},
    "stations_m_per_px": 8000,
    "minor_places_m_per_px": 3200,
    "technical_places_m_per_px": 1200,
}
"""How far the map reaches and what it shows from how close, where the atlas does not say."""
