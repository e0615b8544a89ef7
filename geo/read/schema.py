"""What the files of an atlas may say, key by key."""

from __future__ import annotations

import re
from typing import Any

from geo.design.signs import load_signs
from geo.model.licences import licences
from geo.read.toml import any_value, day, one_of, words


def hue(value: object) -> None:
    """Check a pair of colours."""
    pair = value if isinstance(value, list) else []
    if len(pair) != 2 or not all(re.fullmatch(r"#[0-9a-f]{6}", str(each)) for each in pair):
        raise ValueError('two colours, for light and dark paper, as ["#3b6fb6", "#86b4f0"]')


def hue_or_column(value: object) -> None:
    """Check a pair of colours, or the name of the column whose values have one each."""
    if not isinstance(value, str):
        hue(value)


def sign(value: object) -> None:
    """Check the name of a sign."""
    if value not in load_signs():
        raise ValueError(f"one of the signs {', '.join(load_signs())}")


def licence(value: object) -> None:
    """Check the SPDX id of a licence."""
    if value not in licences():
        raise ValueError(f"one of {', '.join(licences())}")


def names(value: object) -> None:
    """Check a list of names: at least one, and each once."""
    listed = value if isinstance(value, list) else []
    if not listed or not all(isinstance(name, str) for name in listed):
        raise ValueError("a list of names, at least one")
    if len(set(listed)) < len(listed):
        raise ValueError("each name once")


def plural(value: object) -> None:
    """Check the forms of a word for each plural category, by language."""
    if not isinstance(value, dict) or not all(isinstance(forms, dict) for forms in value.values()):
        raise ValueError('forms by language, as { en = { one = "...", other = "..." } }')
    for forms in value.values():
        words(forms)


VALUE = {
    "hue?": hue,
    "sign?": sign,
    "solid?": bool,
    "line_px?": float,
    "label?": one_of("strong", "medium", "plain"),
    "shown?": one_of("close", "junction"),
    "role?": one_of("gauge", "border", "stop"),
    "*": words,
}
"""What the row of a value says; all else are its words, of which `name` is one."""
COLUMN = {
    "type": one_of(
        *("text", "texts", "choice", "choices", "date", "number", "integer", "boolean", "url"),
        *("iso_a2", "iso_a2s", "iso_a3", "reference", "references"),
    ),
    "doc": str,
    "title?": words,
    "required?": bool,
    "values?": [str],
    "to?": str,
    "minimum?": float,
    "maximum?": float,
    "longest?": int,
    "short?": str,
    "standing?": str,
    "member_since?": str,
    "begins?": bool,
    "unit?": one_of("km", "km2", "mm"),
    "zero?": words,
    "with_year?": str,
    "names_a?": str,
}
SENTENCE = {"when?": {"*": any_value}, "text": words}
LAYER = {
    "shape": one_of("points", "network", "areas", "lines"),
    "facts?": str,
    "name": words,
    "title?": words,
    "doc": str,
    "columns?": [str],
    "legend?": [str],
    "table?": [str],
    "details?": [str],
    "search?": [str],
    "label?": words,
    "hints?": {"*": words},
    "print_hints?": {"*": words},
    "sentences?": [SENTENCE],
    "column?": {"*": COLUMN},
    "values?": {"*": {"*": VALUE}},
}
SHAPES: dict[str, dict[str, Any]] = {
    "points": {
        "facts": str,
        "columns": [str],
        "located?": str,
        "time?": [str],
        "country?": str,
        "host?": str,
        "partners?": [str],
        "absent?": str,
        "subject?": str,
        "counted?": plural,
        "technical?": [str],
        "numbered?": {"*": str},
        "mark": {
            "body": str,
            "hue": hue_or_column,
            "token?": str,
            "hollow?": {"*": any_value},
            "outline?": {"*": any_value},
            "dashed?": {"*": any_value},
            "ring?": bool,
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
    },
    "areas": {
        "facts": str,
        "columns": [str],
        "geometry": str,
        "where?": {"*": bool},
        "partners?": bool,
        "sources": str,
        "worldview_sources?": {"*": str},
        "licence": licence,
        "cards?": {"title": words, "lines": [words]},
        "of_subject?": {"column": str, "title": words, "text": words, "each": words},
        "plate?": {"rows": [str]},
    },
    "lines": {"columns": [str], "geometry": str, "sources": str, "noted_sources?": str},
}
"""What the file of a layer says, by shape, beside what those of every shape do."""
ATLAS = {
    "title": str,
    "version": str,
    "date": day,
    "languages": names,
    "layers": names,
    "description?": str,
    "authors?": [str],
    "keywords?": [str],
    "credits?": {"*": str},
    "subject?": str,
    "worldviews?": names,
    "bodies?": {"*": {"name": words, "phrase": words}},
    "centre": {"lon": float, "lat": float},
    "map?": {
        "window_m?": {"x": float, "y": float},
        "tiles_window?": [[float]],
        "finest_m_per_px?": float,
        "relief_m_per_px?": {"full": float, "gone": float},
        "stations_m_per_px?": float,
        "minor_places_m_per_px?": float,
        "technical_places_m_per_px?": float,
    },
    "plate?": {"scale?": float, "middle_m?": [float]},
}
MAP = {
    "window_m": {"x": 8_000_000, "y": 5_600_000},
    "tiles_window": [[-25, -20], [78, 150]],
    "finest_m_per_px": 150,
    "relief_m_per_px": {"full": 2200, "gone": 500},
    "stations_m_per_px": 8000,
    "minor_places_m_per_px": 3200,
    "technical_places_m_per_px": 1200,
}
"""How far the map reaches and what it shows from how close, where the atlas does not say."""
