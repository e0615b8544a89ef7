"""Countries and their borders: open polygons joined with facts."""

from __future__ import annotations

import tomllib

import geopandas as gpd
import pandas as pd

from geo.model.cells import show, split_list
from geo.model.history import as_of
from geo.publish.geojson import GEOMETRY, read_geojson
from geo.read.facts import Facts

BODIES = ["instc", "ashgabat", "eaeu", "csto"]
SOURCE = "natural-earth"
INDIA_SOURCE = "natural-earth-india"
"""What India's own view adds to it."""


def country_shapes() -> gpd.GeoDataFrame:
    """Read the polygons of every country of the map, in EPSG:4326."""
    return read_geojson(GEOMETRY / "countries.geojson")


def all_countries(shapes: gpd.GeoDataFrame, facts: Facts) -> gpd.GeoDataFrame:
    """Join every country of the map with what the facts say of it.

    Parameters
    ----------
    shapes
        Country polygons as of `country_shapes`, one row per view in which a polygon differs.
    facts
        Facts about countries and their memberships. A country without any keeps the names that
        came with its polygon and is a member of nothing.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row per polygon, with the columns of the layers `republics` and `countries`.
    """
    origin = _origin("countries")
    known = facts.countries.set_index("iso_a3").reindex(shapes["iso_a3"])
    known.index = shapes.index
    for column in ("name", "name_hi", "name_ru", "name_local"):
        known[column] = known[column].fillna(shapes[column])
    notes = [
        " ".join(filter(show, pair)) for pair in zip(known["note"], shapes["note"], strict=True)
    ]
    joined = known.assign(
        id=shapes["id"],
        iso_a2=shapes["iso_a2"],
        iso_a3=shapes["iso_a3"],
        worldview=shapes["worldview"],
        note=[note or None for note in notes],
        sources=_sources(shapes, facts),
        confidence=known["confidence"].fillna("medium"),
        as_of=known["as_of"].fillna(origin["date"]),
        precision_m=origin["precision_m"],
        licence="CC-BY-4.0",
        **_standing(shapes["iso_a3"], facts),
    )
    return gpd.GeoDataFrame(joined, geometry=shapes.geometry, crs="EPSG:4326")


def borders() -> gpd.GeoDataFrame:
    """Return the boundary lines, each once, with what they are in each view, in EPSG:4326."""
    origin = _origin("borders")
    lines = read_geojson(GEOMETRY / "borders.geojson")
    own = (lines["international"] == "none") & lines["note"].notna()
    return lines.assign(
        sources=own.map({True: f"{SOURCE};{INDIA_SOURCE}", False: SOURCE}),
        licence=origin["licence"],
        confidence="medium",
        as_of=origin["date"],
        precision_m=origin["precision_m"],
        aliases=None,
    )


def _standing(iso_a3: pd.Series, facts: Facts) -> dict[str, pd.Series]:
    """Return the standing in each organisation on the data date, and the day of joining the SCO."""
    today = as_of(facts.edition.date, facts.published())
    standing = {body: iso_a3.map(today.memberships.get(body, {})) for body in BODIES}
    rows = facts.memberships
    full = rows["status"].isin(["founder", "member"]) & rows["to"].isna() & (rows["body"] == "sco")
    since = rows[full].set_index("iso_a3")["from_earliest"]
    return {
        **{body: column.fillna("none") for body, column in standing.items()},
        "sco_since": iso_a3.map(since),
    }


def _sources(shapes: gpd.GeoDataFrame, facts: Facts) -> list[str]:
    """Return the ids of all sources of what the country features say, each once."""
    stated = pd.concat([facts.countries, facts.memberships]).groupby("iso_a3")["sources"]
    cited = stated.agg(";".join)
    drawn = shapes["worldview"].map({"india": [SOURCE, INDIA_SOURCE]})
    return [
        ";".join(dict.fromkeys([*(own if isinstance(own, list) else [SOURCE]), *split_list(cell)]))
        for own, cell in zip(drawn, shapes["iso_a3"].map(cited), strict=True)
    ]


def _origin(name: str) -> dict[str, object]:
    """Return what `provenance.toml` says of an extracted file."""
    document = tomllib.loads((GEOMETRY / "provenance.toml").read_text("utf-8"))
    return next(entry for entry in document["file"] if entry["name"] == f"{name}.geojson")
