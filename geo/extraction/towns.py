"""Towns that are named quietly between the places of the atlas, from GeoNames."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd

from geo.errors import DataError, Problem
from geo.extraction.packages import Output, Packages
from geo.extraction.rules import TOWNS, read_rules, read_window
from geo.model.geodesy import onto_the_map
from geo.publish.geojson import to_geojson
from geo.read.toml import Document

RULES = "towns.toml"


def extract(packages: Packages, decided: Path, out: Path) -> list[Output]:
    """Write the towns of ``towns.toml`` of the folder `decided` as points, the largest first.

    Raises
    ------
    DataError
        If GeoNames does not know one of them, it lies off the map, or lacks a name; if a capital is
        none of them.
    """
    rules = read_rules(decided, RULES, TOWNS)
    print("towns")
    output = Output(**rules["output"])
    known = json.loads((packages.folder(output.package) / output.path).read_text("utf-8"))
    if wrong := [*_misfits(rules, known, read_window(decided))]:
        raise DataError(wrong)
    chosen = rules["towns"]
    columns = ["name", *(f"name_{language}" for language in rules["languages"][1:])]
    rows = sorted(
        (
            {
                "id": f"town-{number}",
                **dict(zip(columns, names, strict=True)),
                "population": known[number]["population"],
                "capital": int(number) in rules["capitals"]["numbers"],
            }
            for number, names in chosen.items()
        ),
        key=lambda row: (-row["population"], row["id"]),
    )
    found = [known[row["id"].removeprefix("town-")] for row in rows]
    points = gpd.points_from_xy(*([at[key] for at in found] for key in ("longitude", "latitude")))
    frame = gpd.GeoDataFrame(rows, geometry=points, crs="EPSG:4326")
    Path(out, output.name).write_bytes(to_geojson(frame))
    return [output]


def _misfits(rules: Document, known: Mapping[str, Any], window: Document) -> Iterator[Problem]:
    """Yield towns that nobody knows, that no reader would see, or that have no name somewhere."""
    file = f"extraction/{RULES}"
    plane = onto_the_map(window["centre"])
    names = f"a name for each of the languages {', '.join(rules['languages'])}"
    for number, told in rules["towns"].items():
        key, name = f"towns.{number}", ", ".join(told)
        if len(told) != len(rules["languages"]):
            yield Problem(file, "", key, name, names)
        if number not in known:
            yield Problem(file, "", key, name, "the number of a town in GeoNames")
            continue
        x, y = plane.transform(known[number]["longitude"], known[number]["latitude"])
        if abs(x) > 1000 * window["half_width_km"] or abs(y) > 1000 * window["half_height_km"]:
            yield Problem(file, "", key, name, "a town on the map, this one lies beyond its window")
    for number in rules["capitals"]["numbers"]:
        if str(number) not in rules["towns"]:
            yield Problem(file, "", "capitals.numbers", str(number), "one of the towns")
