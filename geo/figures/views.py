"""What the plates show in a view of the world's borders."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd


def in_view(layers: Mapping[str, gpd.GeoDataFrame], view: str) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers as one view draws them.

    Parameters
    ----------
    layers
        Layers in EPSG:4326 by name, with the columns of `schema.toml`.
    view
        `international` or `india`.

    Returns
    -------
    dict
        `countries` without the polygons of other views; `borders` without lines that are none in
        this view, and with `border`, what the line is; the other layers as they are.
    """
    countries, borders = layers["countries"], layers["borders"]
    shown = borders[borders[view] != "none"]
    return {
        **layers,
        "countries": countries[countries["worldview"].isin(["all", view])],
        "borders": shown.assign(border=shown[view]),
    }
