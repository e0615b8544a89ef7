"""Towns that are named quietly between the places of the atlas, from GeoNames."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import geopandas as gpd

from geo.extraction.packages import ExtractionError, Output, Packages
from geo.publish.geojson import to_geojson

RULES = Path(__file__).with_name("towns.toml")


def extract(packages: Packages, out: Path) -> list[Output]:
    """Write the towns of ``towns.toml`` as points, the largest first.

    Raises
    ------
    ExtractionError
        If GeoNames does not know one of them.
    """
    rules = tomllib.loads(RULES.read_text("utf-8"))
    print("towns")
    output = Output(**rules["output"])
    known = json.loads((packages.folder(output.package) / output.path).read_text("utf-8"))
    chosen = rules["towns"]
    if missing := sorted(chosen.keys() - known.keys()):
        raise ExtractionError(f"{output.path}: no town numbered {', '.join(missing)}")
    rows = sorted(
        (
            {
                "id": f"town-{number}",
                **dict(zip(("name", "name_hi", "name_ru"), names, strict=True)),
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
