"""Texts as they are compared when somebody looks for a name, the same as in the page."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

LETTERS = Path(__file__).with_name("letters.toml")


def fold(text: str) -> str:
    """Return a text without case, accents and apostrophes, with one space between words."""
    known = _letters()
    plain = unicodedata.normalize("NFKD", text).lower()
    plain = re.sub(known["nasal"], known["dot"], re.sub(known["unwritten"], "", plain))
    alike = {word[0]: word[1:] for word in known["alike"].split()}
    letters = map(_in_word, "".join(alike.get(letter, letter) for letter in plain))
    # signs are words, however close they stand to others
    runs = groupby(letters, lambda letter: unicodedata.category(letter) == "So")
    return " ".join(" ".join("".join(run) for _, run in runs).split())


@cache
def _letters() -> dict[str, Any]:
    return tomllib.loads(LETTERS.read_text("utf-8"))


def _in_word(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Nd":
        return str(unicodedata.digit(letter))
    return letter if kind[0] in "LMN" or kind == "So" else " "
