"""The layers of the atlas, built from facts and open geometry."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geo.model.cells import split_list
from geo.model.schema import load_schema
from geo.network.segments import segment_lines
from geo.publish.countries import all_countries, borders, country_shapes
from geo.publish.files import shaped
from geo.read.facts import Facts, read_facts


def build_layers(
    facts: Facts | None = None, shapes: gpd.GeoDataFrame | None = None
) -> dict[str, gpd.GeoDataFrame]:
    """Build every layer from the facts and the open geometry of the package.

    Parameters
    ----------
    facts
        Checked facts; by default those of the package are read.
    shapes
        Country polygons as of `country_shapes`; by default those of the package are read.

    Returns
    -------
    dict
        Layers by name, in EPSG:4326 (lon/lat), each with the columns of `schema.toml` in order and
        sorted by id: `republics`, `countries`, `borders`, `instc`, `ashgabat`, `places`,
        `exercises`, `dialogues`.

    Raises
    ------
    DataError
        If facts are wrong, or a segment cannot follow its waypoints.
    """
    shapes = country_shapes() if shapes is None else shapes
    facts = facts or read_facts(shapes)
    segments = segment_lines(facts.segments, facts.waypoints, facts.places)
    is_ashgabat = segments["branch"].str.split(";").map(lambda names: "ashgabat" in names)
    is_instc = segments["branch"] != "ashgabat"
    countries = all_countries(shapes, facts)
    is_republic = countries["republic"].astype("boolean").fillna(value=False)
    frames = {
        "republics": countries[is_republic],
        "countries": countries[~is_republic],
        "borders": borders(),
        "instc": segments[is_instc],
        "ashgabat": segments[is_ashgabat],
        "places": _points(facts.places),
        "exercises": _points(facts.exercises),
        "dialogues": _dialogues(facts),
    }
    return {
        name: shaped(frames[name], table).sort_values("id", ignore_index=True)
        for name, table in load_schema().layers.items()
    }


def _dialogues(facts: Facts) -> gpd.GeoDataFrame:
    """Put each meeting where it was held: on one point, or on several if in several cities."""
    home = facts.places.set_index("id")
    names, shapes = [], []
    for cell in facts.dialogues["places"]:
        places = home.loc[split_list(cell)]
        points = gpd.points_from_xy(places["lon"], places["lat"])
        names.append(", ".join(places["name"]))
        shapes.append(points[0] if len(points) == 1 else shapely.MultiPoint(list(points)))
    return gpd.GeoDataFrame(facts.dialogues.assign(place=names), geometry=shapes, crs="EPSG:4326")


def _points(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        frame, geometry=gpd.points_from_xy(frame["lon"], frame["lat"]), crs="EPSG:4326"
    )
