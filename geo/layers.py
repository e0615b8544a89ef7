"""The layers of the atlas, built from facts and open geometry."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd

from geo.cells import dtype
from geo.countries import all_countries, borders, country_shapes
from geo.facts import Facts, read_facts
from geo.schema import Table, load_schema
from geo.segments import segment_lines


def build_layers(facts: Facts | None = None) -> dict[str, gpd.GeoDataFrame]:
    """Build every layer from the facts and the open geometry of the package.

    Parameters
    ----------
    facts
        Checked facts; by default those of the package are read.

    Returns
    -------
    dict
        Layers by name, in EPSG:4326 (lon/lat), each with the columns of `schema.toml` in order and
        sorted by id: `republics`, `countries`, `borders`, `instc`, `ashgabat`, `places`,
        `exercises`.

    Raises
    ------
    DataError
        If facts are wrong, or a segment cannot follow its waypoints.
    """
    shapes = country_shapes()
    facts = facts or read_facts(shapes)
    segments = segment_lines(facts.segments, facts.waypoints, facts.places)
    is_ashgabat = segments["branch"].str.split(";").map(lambda names: "ashgabat" in names)
    is_instc = segments["branch"] != "ashgabat"
    countries = all_countries(shapes, facts)
    is_republic = countries["diplo_on"].notna()
    frames = {
        "republics": countries[is_republic],
        "countries": countries[~is_republic],
        "borders": borders(),
        "instc": segments[is_instc],
        "ashgabat": segments[is_ashgabat],
        "places": _points(facts.places),
        "exercises": _points(facts.exercises),
    }
    return {
        name: shaped(frames[name], table).sort_values("id", ignore_index=True)
        for name, table in load_schema().layers.items()
    }


def shaped(frame: gpd.GeoDataFrame, table: Table) -> gpd.GeoDataFrame:
    """Return a frame with exactly the columns of a layer, in order and typed, geometry last.

    Columns that the frame lacks are filled with missing values.
    """
    columns = {
        column.name: pd.Series(frame.get(column.name), index=frame.index, dtype=dtype(column))
        for column in table.columns
    }
    return gpd.GeoDataFrame(columns, geometry=frame.geometry.to_numpy(), crs="EPSG:4326")


def _points(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        frame, geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs="EPSG:4326"
    )
