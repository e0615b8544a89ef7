"""Rules on places: where features are."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import shapely

from geo.linter.rule import Found, Rule
from geo.model.atlas import Atlas
from geo.model.positions import CountryFinder


def _inside_country(atlas: Atlas) -> Found:
    areas = [atlas.layers[layer.id] for layer in atlas.spec.of_shape("areas")]
    shapes = pd.concat([area[["iso_a2", "geometry"]] for area in areas])
    finder = CountryFinder(gpd.GeoDataFrame(shapes, geometry="geometry", crs="EPSG:4326"))
    for layer in atlas.spec.of_shape("points"):
        column = layer.settings.get("country") or layer.settings.get("host")
        for _, row in atlas.layers[layer.id].iterrows() if column else ():
            iso = row[column]
            for lon, lat in shapely.get_coordinates(row.geometry):
                objection = (
                    finder.objection(lon, lat, iso, row["precision_m"])
                    if iso in finder
                    else "a country of the map"
                )
                if objection:
                    yield f"layer {layer.id}", row["id"], f"expected {objection}"


RULES = [Rule("inside-country", "a place lies in the country that it names", _inside_country)]
