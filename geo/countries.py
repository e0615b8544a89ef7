"""Countries and their borders: open polygons joined with facts."""

from __future__ import annotations

import tomllib
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.cells import split_list
from geo.facts import Facts
from geo.geojson import read_geojson

GEOMETRY = Path(__file__).parent / "geometry"
BODIES = ["instc", "ashgabat", "eaeu", "csto"]
SOURCE = "natural-earth"


def country_shapes() -> gpd.GeoDataFrame:
    """Read the polygons of every country of the map, in EPSG:4326."""
    return read_geojson(GEOMETRY / "countries.geojson")


def republics(shapes: gpd.GeoDataFrame, facts: Facts) -> gpd.GeoDataFrame:
    """Return the five republics: those countries whose relations with India are dated.

    Parameters
    ----------
    shapes
        Country polygons as of `country_shapes`.
    facts
        Facts about countries and their memberships.

    Returns
    -------
    GeoDataFrame
        One row per republic, EPSG:4326, with the columns of the layer `republics` and maybe more.
    """
    named = shapes[["iso_a3", "geometry"]].merge(_partners(facts), on="iso_a3")
    return _with_standing(named, facts).assign(
        id=named["iso_a3"].str.lower(),
        precision_m=_origin("countries")["precision_m"],
        licence="CC-BY-4.0",
    )


def countries(shapes: gpd.GeoDataFrame, facts: Facts) -> gpd.GeoDataFrame:
    """Return every other country of the map, one row per view in which its polygon differs.

    Parameters
    ----------
    shapes
        Country polygons as of `country_shapes`.
    facts
        Facts about countries and their memberships; countries without any keep the names that
        came with the polygons.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, with the columns of the layer `countries` and maybe more.
    """
    origin = _origin("countries")
    others = shapes[~shapes["iso_a3"].isin(_partners(facts)["iso_a3"])].copy()
    known = facts.countries.set_index("iso_a3")
    for column in ("name", "name_hi", "name_ru", "name_local"):
        others[column] = others["iso_a3"].map(known[column]).fillna(others[column])
    return _with_standing(others, facts).assign(
        aliases=others["iso_a3"].map(known["aliases"]),
        confidence="medium",
        as_of=origin["date"],
        precision_m=origin["precision_m"],
        licence="CC-BY-4.0",
    )


def borders() -> gpd.GeoDataFrame:
    """Return the boundary lines, each once, with what they are in each view, in EPSG:4326."""
    origin = _origin("borders")
    return read_geojson(GEOMETRY / "borders.geojson").assign(
        sources=SOURCE,
        licence=origin["licence"],
        confidence="medium",
        as_of=origin["date"],
        precision_m=origin["precision_m"],
        aliases=None,
    )


def _partners(facts: Facts) -> pd.DataFrame:
    return facts.countries[facts.countries["diplo_on"].notna()]


def _with_standing(frame: gpd.GeoDataFrame, facts: Facts) -> gpd.GeoDataFrame:
    """Add today's standing in each organisation, the day of joining the SCO, and all sources."""
    current = facts.memberships[facts.memberships["to"].isna()]
    standing = current.pivot(index="iso_a3", columns="body", values="status").reindex(
        columns=[*BODIES, "sco"]
    )
    standing["sco_since"] = (
        current[(current["body"] == "sco") & current["status"].isin(["founder", "member"])]
        .set_index("iso_a3")["from_earliest"]
        .reindex(standing.index)
    )
    columns = {body: frame["iso_a3"].map(standing[body]).fillna("none") for body in BODIES}
    return frame.assign(
        **columns,
        sco_since=frame["iso_a3"].map(standing["sco_since"]),
        sources=[_sources(iso, facts) for iso in frame["iso_a3"]],
    )


def _sources(iso_a3: str, facts: Facts) -> str:
    """Return the ids of all sources of what a country feature says, each once."""
    cited = [
        table.loc[table["iso_a3"] == iso_a3, "sources"]
        for table in (facts.countries, facts.memberships)
    ]
    ids = [source for cells in cited for cell in cells for source in split_list(cell)]
    return ";".join(dict.fromkeys([SOURCE, *ids]))


def _origin(name: str) -> dict[str, object]:
    """Return what `provenance.toml` says of an extracted file."""
    document = tomllib.loads((GEOMETRY / "provenance.toml").read_text("utf-8"))
    return next(entry for entry in document["file"] if entry["name"] == f"{name}.geojson")
