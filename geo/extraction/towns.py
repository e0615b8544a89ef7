"""Towns that are named quietly between the places of the atlas, from GeoNames."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd

from geo.extraction.packages import ExtractionError, Output, Packages
from geo.extraction.rules import TOWNS, read_rules
from geo.publish.geojson import to_geojson

RULES = "towns.toml"


def extract(packages: Packages, decided: Path, out: Path) -> list[Output]:
    """Write the towns of ``towns.toml`` of the folder `decided` as points, the largest first.

    Raises
    ------
    ExtractionError
        If GeoNames does not know one of them.
    """
    rules = read_rules(decided, RULES, TOWNS)
    print("towns")
    output = Output(**rules["output"])
    known = json.loads((packages.folder(output.package) / output.path).read_text("utf-8"))
    chosen = rules["towns"]
    columns = ["name", *(f"name_{language}" for language in rules["languages"][1:])]
    if missing := sorted(chosen.keys() - known.keys()):
        raise ExtractionError(f"{output.path}: no town numbered {', '.join(missing)}")
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
