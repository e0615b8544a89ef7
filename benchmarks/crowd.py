"""A user's own data, invented: many points or lines, and a few that lie alone."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

COLOUR = "#d5006d"
"""In which all libraries draw them: no map has it otherwise."""
WINDOW = (50, 41, 82, 53)
MIDDLE = (66, 45)
LONE = tuple((lon, 35.5) for lon in range(52, 83, 6))
"""Where those lie that have no others near, south of these."""
CORNERS = 50


def write_crowd(shape: str, count: int, file: Path) -> Path:
    """Write so many `points` or `lines` into a GeoParquet file; the same each time."""
    chance = np.random.default_rng(1)
    west, south, east, north = WINDOW
    centres = chance.uniform((west, south), (east, north), (60, 2))
    at = centres[chance.integers(len(centres), size=count)] + chance.normal(0, 1, (count, 2))
    at = at.clip((west, south), (east, north))
    at[: len(LONE)] = LONE
    if shape == "lines":
        steps = chance.normal(chance.normal(0, 0.01, (count, 1, 2)), 0.03, (count, CORNERS, 2))
        drawn = shapely.linestrings((at[:, np.newaxis] + steps.cumsum(axis=1)).round(5))
    else:
        drawn = shapely.points(at.round(5))
    frame = gpd.GeoDataFrame(
        {
            "name": [f"Site {n}" for n in range(count)],
            "tonnes": chance.gamma(2, 500, count).round(1),
        },
        geometry=drawn,
        crs="EPSG:4326",
    )
    frame.to_parquet(file)
    return file
