"""What the file of a scene may say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from geo.errors import Problem
from geo.model.atlas import Atlas
from geo.model.known import no_such
from geo.read.legend import Legend
from geo.read.toml import Schema, among, any_value, day, line, one_of

MOST_FIGURES = 2
MOST_CALLOUTS = 6


def scene_schema(atlas: Atlas, legend: Legend) -> Schema:
    """Return the schema of the scenes of an atlas, whose ids and legend they name."""
    sources = _ids("sources", set(atlas.tables["sources"]["id"]))
    quantity = one_of(*atlas.tables["quantities"]["id"])
    told = {
        "heading": line,
        "text": [line],
        "correction?": line,
        "figures?": [{"value?": line, "label": line}],
    }
    usual, *others = atlas.spec.languages
    return {
        "sources": sources,
        "confidence": one_of("high", "medium", "low"),
        "show?": _ids("layers or keys of the legend", legend.names),
        "sets?": {"*": line},
        "holds?": {"*": any_value},
        "relations?": line,
        "figures?": [{"value?": line, "sources": sources, "quantity?": quantity}],
        "map": {
            "focus?": [line],
            "frame?": _frame,
            "date?": partial(_day, latest=atlas.date),
            "highlight?": [line],
        },
        "callouts?": [
            {
                "feature": line,
                "lens?": bool,
                "text": {usual: line, **{f"{language}?": line for language in others}},
            }
        ],
        usual: told,
        **{f"{language}?": told for language in others},
    }


def overfull(document: Mapping[str, Any], file: str) -> Iterator[Problem]:
    """Yield where a scene says more than it has room for."""
    seen = document.get("map")
    if isinstance(seen, dict) and "focus" in seen and "frame" in seen:
        yield Problem(file, "", "map", "", "either focus or frame")
    for key, most in {"figures": MOST_FIGURES, "callouts": MOST_CALLOUTS}.items():
        some = document.get(key, [])
        if isinstance(some, list) and len(some) > most:
            yield Problem(file, "", key, str(len(some)), f"at most {most} {key}")


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
        if -180 <= west < east <= west + 360 <= 540 and -90 <= south < north <= 90:
            return
    raise ValueError("west, south, east, north in degrees, east beyond 180 if it lies across")


def _day(value: object, latest: str) -> None:
    day(value)
    if str(value) > latest:
        raise ValueError(f"no day after the data date, {latest}")
