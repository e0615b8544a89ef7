"""Whom a map names."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable
from pathlib import Path

from geo.model.schema import Edition


def attribution(edition: Edition, licences: Iterable[str] | None = None) -> str:
    """Return the line that names whom the data come from.

    Parameters
    ----------
    edition
        Version and data date, which the line holds.
    licences
        SPDX ids of the licences of the features; by default all that the atlas uses.
    """
    path = Path(__file__).with_name("attributions.toml")
    texts = tomllib.loads(path.read_text("utf-8"))
    named = texts if licences is None else licences
    return "; ".join(string.Template(texts[name]).substitute(vars(edition)) for name in named)
