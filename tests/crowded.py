"""The toy with layers of many features: sites with days, pipes that are lines."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from geo.new import new_atlas
from tests.changing import change

SORTS = {
    "farm": ("#3b6fb6", "#86b4f0", "plus"),
    "mill": ("#c4462d", "#f4704f", "peak"),
    "quarry": ("#2f8f5b", "#66cd93", "star"),
}
SITES = """
shape = "points"
facts = "sites"
name = { en = "Sites" }
doc = "sites with their days"
columns = ["id", "name", "sort", "opened", "closed", "tonnes", "owner"]
time = ["opened", "closed"]
legend = ["sort"]
table = ["opened", "sort", "tonnes", "owner", "confidence"]
details = ["sort", "tonnes", "owner"]
search = ["owner"]
counted = { en = { one = "site", other = "sites" } }

[mark]
body = "disc"
hue = "sort"
token = "sort"

[column.sort]
type = "choice"
required = true
doc = "sort of site"
title = { en = "Sort" }

[column.opened]
type = "date"
required = true
doc = "first day"
title = { en = "Opened" }

[column.closed]
type = "date"
required = true
doc = "last day"
title = { en = "Closed" }

[column.tonnes]
type = "number"
doc = "tonnes a year"
title = { en = "Tonnes" }

[column.owner]
type = "text"
doc = "who owns it"
title = { en = "Owner" }
"""
PIPES = """
shape = "lines"
geometry = "pipes"
name = { en = "Pipes" }
doc = "pipelines"
columns = ["id", "name", "carries"]
sources = "island-survey"
legend = ["carries"]

[column.carries]
type = "choice"
required = true
doc = "what it carries"
title = { en = "Carries" }
"""
ORIGIN = """
[[file]]
name = "pipes.geojson"
licence = "CC-BY-4.0"
attribution = "Invented"
date = "2025-12-31"
precision_m = 1000
note = "Drawn by chance."
"""
FIRST_DAY = pd.Timestamp("1990-01-01")
DAYS = 12_000
WINDOW = (-19.5, -33.2, -13.0, -30.5)


def crowded_toy(folder: Path, *, points: int, lines: int = 0, corners: int = 50) -> Path:
    """Write the toy with so many sites and pipes into a folder; the same each time."""
    new_atlas(folder)
    layers = {}
    if points:
        layers["sites"] = SITES + _values("sort", SORTS)
        _sites(points).to_csv(folder / "facts" / "sites.csv", index=False)
    if lines:
        layers["pipes"] = PIPES + _values("carries", SORTS, sign=False)
        (folder / "geometry" / "pipes.geojson").write_text(_pipes(lines, corners), "utf-8")
        origins = folder / "geometry" / "provenance.toml"
        origins.write_text(origins.read_text("utf-8") + ORIGIN, "utf-8")
    for name, text in layers.items():
        (folder / "layers" / f"{name}.toml").write_text(text, "utf-8")
    head = folder / "atlas.toml"
    names = "".join(f'"{name}", ' for name in layers)
    change(head, '"railway", ', f'{names}"railway", ')
    return folder


def _values(column: str, values: dict[str, tuple[str, str, str]], *, sign: bool = True) -> str:
    return "".join(
        f'[values.{column}.{name}]\nname = {{ en = "{name.title()}" }}\n'
        f'hue = ["{light}", "{dark}"]\n' + (f'sign = "{shape}"\n' if sign else "")
        for name, (light, dark, shape) in values.items()
    )


def _sites(count: int) -> pd.DataFrame:
    chance = np.random.default_rng(1)
    west, south, east, north = WINDOW
    centres = chance.uniform((west, south), (east, north), (40, 2))
    at = (centres[chance.integers(40, size=count)] + chance.normal(0, 0.3, (count, 2))).round(5)
    first = FIRST_DAY + pd.to_timedelta(chance.integers(0, DAYS, count), "D")
    last = first + pd.to_timedelta(chance.integers(0, 900, count), "D")
    return pd.DataFrame(
        {
            "id": [f"site-{n}" for n in range(count)],
            "name": [f"Site {n}" for n in range(count)],
            "sort": chance.choice(list(SORTS), count),
            "opened": first.strftime("%Y-%m-%d"),
            "closed": last.strftime("%Y-%m-%d"),
            "tonnes": chance.gamma(2, 500, count).round(1),
            "owner": [f"Owner {n}" for n in chance.integers(0, 200, count)],
            "lon": at[:, 0],
            "lat": at[:, 1],
            "precision_m": 1000,
            "sources": "island-survey",
            "licence": "CC-BY-4.0",
            "confidence": chance.choice(["high", "low"], count, p=[0.9, 0.1]),
            "as_of": "2025-12-31",
        }
    )


def _pipes(count: int, corners: int) -> str:
    chance = np.random.default_rng(2)
    west, south, east, north = WINDOW
    starts = chance.uniform((west, south), (east, north), (count, 1, 2))
    steps = chance.normal(chance.normal(0, 0.005, (count, 1, 2)), 0.01, (count, corners, 2))
    features = [
        {
            "type": "Feature",
            "id": f"pipe-{n}",
            "properties": {
                "id": f"pipe-{n}",
                "name": f"Pipe {n}",
                "carries": list(SORTS)[n % len(SORTS)],
            },
            "geometry": {"type": "LineString", "coordinates": line.tolist()},
        }
        for n, line in enumerate((starts + steps.cumsum(axis=1)).round(5))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})
