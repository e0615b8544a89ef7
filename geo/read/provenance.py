"""Read where the geometry of an atlas comes from, and check that it is what came from there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from geo.errors import DataError, Problem
from geo.input import is_there, read_bytes
from geo.model.spec import Spec
from geo.read.toml import any_value, check, day, file_name, read_toml

_FILE = "provenance.toml"
_ORIGIN = {"date": day, "precision_m": int, "licence": str, "*": any_value}


@dataclass(frozen=True)
class Origin:
    """What is known of a file of geometry: the day it is of, how precise it is, its licence."""

    date: str
    precision_m: int
    licence: str


def read_origins(spec: Spec, names: Iterable[str], problems: list[Problem]) -> dict[str, Origin]:
    """Return the origins of files of geometry, given without ending, that layers are made of.

    Every file whose sum stands in the list has to have it, whatever it is for. An atlas need not
    list sums, nor anything if no layer is made of geometry.
    """
    path, names = spec.folder / "geometry" / _FILE, list(names)
    if not names and not is_there(path):
        return {}
    document = read_toml(path, _FILE, problems)
    known = {"name": file_name, "file_sha256?": str, "*": any_value}
    wrong = list(check(document, {"file": [known]}, _FILE)) if document else []
    if wrong or not document:
        problems += wrong
        return {}
    entries = {entry["name"]: entry for entry in document["file"]}
    for name, entry in entries.items():
        problems += _changes(spec, name, entry.get("file_sha256"))
    origins = {}
    for name in names:
        file = f"{name}.geojson"
        if file not in entries:
            problems.append(Problem(_FILE, "", "file", "", f"an entry named {file}"))
            continue
        entry = entries[file]
        if found := list(check(entry, _ORIGIN, _FILE, f"file {file}")):
            problems += found
        else:
            origins[name] = Origin(str(entry["date"]), entry["precision_m"], entry["licence"])
    return origins


def _changes(spec: Spec, name: str, recorded: str | None) -> list[Problem]:
    """Return what is wrong with a file that should have the sum recorded for it."""
    file = f"geometry/{name}"
    if recorded is None:
        return []
    try:
        if recorded == hashlib.sha256(read_bytes(spec.folder / file, file)).hexdigest():
            return []
    except DataError as error:
        return error.problems
    expected = f"the file as it was: its sum is not the file_sha256 in {_FILE}"
    return [Problem(file, "", "", "", expected)]
