"""The licences that data may have."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SHARED_ALIKE = frozenset({"ODbL-1.0", "CC-BY-SA-4.0", "CC-BY-SA-3.0"})
"""Licences that what is made of the data bears too."""


@cache
def licences() -> Mapping[str, Mapping[str, str]]:
    """Return title and path of each licence, by SPDX id."""
    return tomllib.loads(Path(__file__).with_name("licences.toml").read_text("utf-8"))
