"""The rules in the folder `extraction/` of an atlas: what they may say, and what they need not."""

from __future__ import annotations

from pathlib import Path

from geo.errors import DataError, Problem
from geo.read.schema import ATLAS, MAP
from geo.read.toml import Document, Schema, check, read_toml, verbatim

_NUMBERS = [float]
_TEXTS = [str]
_BY_NAME = {"*": str}
_OUTPUT = {
    **dict.fromkeys(("package", "path", "licence", "attribution", "note"), str),
    "precision_m?": int,
}
GROUND: Schema = {
    "views": _TEXTS,
    "languages": _TEXTS,
    "window?": {"half_width_km?": float, "half_height_km?": float},
    "detail": {
        "centre?": _NUMBERS,
        **dict.fromkeys(
            ("radius_km", "fall_km", "islet_km2", "island_share", "longest_degrees"), float
        ),
        "decimals": int,
    },
    "countries": {"tolerance_km": float},
    "gaps": {"widest_degrees2": float},
    "lakes": {"tolerance_km": float, "smallest_km2": float, "omit?": _TEXTS},
    "rivers": {"tolerance_km": float, "shortest_degrees": float, "reaches?": {"*": [verbatim]}},
    "join?": {"*": _BY_NAME},
    "omit?": {"codes?": _TEXTS},
    "lines?": {"*": {"package": str, "path": str, "layer?": str}},
    "part?": [
        {
            **dict.fromkeys(("code", "of", "lines?"), str),
            "provinces?": _TEXTS,
            "box?": _NUMBERS,
            "cut?": [_NUMBERS],
            "side?": _NUMBERS,
        }
    ],
    "codes?": {"*": _TEXTS},
    "line": _BY_NAME,
    "line_column?": _BY_NAME,
    "border?": [{"between": _TEXTS, "*": str}],
    "area?": [{"id": str, "name": str, "units": _TEXTS, "note": str}],
    "country?": {"*": _BY_NAME},
    "output": dict.fromkeys(("countries", "borders", "areas", "land", "lakes", "rivers"), _OUTPUT),
}
RELIEF: Schema = {
    "picture": {
        **dict.fromkeys(("west_km", "south_km", "east_km", "north_km", "pixel_km"), float),
        "quality": int,
    },
    "fade": {"centre?": _NUMBERS, "full_km": float, "gone_km": float},
    "shading": dict.fromkeys(("reach_km", "water", "threshold", "strong"), float),
    "output": _OUTPUT,
}
TOWNS: Schema = {
    "languages": _TEXTS,
    "output": {"name": str, **_OUTPUT},
    "capitals?": {"numbers?": [int]},
    "towns": {"*": _TEXTS},
}


def read_rules(folder: Path, name: str, schema: Schema) -> Document:
    """Return the rules in a file; lists and tables that it leaves out are empty.

    Raises
    ------
    DataError
        For all that is missing, unknown or of another type.
    """
    file = f"{folder.name}/{name}"
    problems: list[Problem] = []
    rules = read_toml(folder / name, file, problems)
    problems = problems or list(check(rules, schema, file))
    if problems:
        raise DataError(problems)
    return _completed(rules, schema)


def read_window(folder: Path) -> Document:
    """Return the window of the map, for the rules in a folder of an atlas.

    That is its `centre` with `lon` and `lat`, and how far it reaches from there, `half_width_km`
    and `half_height_km`.

    Raises
    ------
    DataError
        If its ``atlas.toml`` does not tell.
    """
    problems: list[Problem] = []
    head = read_toml(folder.parent / "atlas.toml", "atlas.toml", problems)
    told = {key: value for key, value in head.items() if key in ("centre", "map")}
    schema = {"centre": ATLAS["centre"], "map?": ATLAS["map?"]}
    problems = problems or list(check(told, schema, "atlas.toml"))
    if problems:
        raise DataError(problems)
    half = {**MAP, **told.get("map", {})}["window_m"]
    return {
        "centre": told["centre"],
        "half_width_km": half["x"] / 1000,
        "half_height_km": half["y"] / 1000,
    }


def _completed(rules: Document, schema: Schema) -> Document:
    """Return a table with an empty one, or an empty list, for each that may be absent and is."""
    whole = dict(rules)
    for key, own in schema.items():
        name = key.removesuffix("?")
        if key == "*":
            continue
        if isinstance(own, dict):
            whole[name] = _completed(rules.get(name, {}), own)
        elif isinstance(own, list):
            whole.setdefault(name, [])
    return whole
