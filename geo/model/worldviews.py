"""What the map shows in a view of the world's borders, and nothing of the other."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd

VIEWS = ("international", "india")
"""The views that `build_map` knows; the first is the usual one."""


def in_view(layers: Mapping[str, gpd.GeoDataFrame], view: str) -> dict[str, gpd.GeoDataFrame]:
    """Return the layers as one view draws them.

    Parameters
    ----------
    layers
        Layers in EPSG:4326 by name, with the columns of `schema.toml`; any may be missing.
    view
        One of `VIEWS`.

    Returns
    -------
    dict
        `countries` without the polygons of the other view, each under the plain id of its country;
        `borders` without lines that are none in this view, with `id`, `border` (what the line is)
        and geometry alone; the other layers as they are.

    Raises
    ------
    ValueError
        If there is no such view.
    """
    if view not in VIEWS:
        raise ValueError(f"no worldview {view!r}: it is {' or '.join(VIEWS)}")
    changed = dict(layers)
    if "countries" in layers:
        changed["countries"] = polygons_in_view(layers["countries"], view)
    if "borders" in layers:
        lines = layers["borders"]
        shown = lines[lines[view] != "none"].reset_index(drop=True)
        changed["borders"] = shown[["id", view, "geometry"]].rename(columns={view: "border"})
    return changed


def polygons_in_view(polygons: gpd.GeoDataFrame, view: str) -> gpd.GeoDataFrame:
    """Return the rows whose `worldview` is this one or all, with plain ids."""
    shown = polygons[polygons["worldview"].isin(["all", view])].reset_index(drop=True)
    own = shown["worldview"] == view
    return shown.assign(id=shown["id"].mask(own, shown["id"].str.removesuffix(f"-{view}")))
