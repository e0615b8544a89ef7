"""An atlas as one view of the world's borders has it, and nothing of the other views."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd

from geo.errors import ViewError
from geo.model.atlas import Atlas


def in_view(atlas: Atlas, view: str) -> Atlas:
    """Return an atlas as one view of the borders draws it, its usual one by default.

    Its areas are without the polygons of other views, each under the plain id of its country; its
    boundaries without those that are none in this view, with `id`, `border` (what the line is),
    `sources` and geometry alone; the other layers are as they were. Any layer may be missing.

    Raises
    ------
    ViewError
        If there is no such view.
    """
    views = atlas.spec.worldviews
    view = view or views[0]
    if view not in views:
        raise ViewError(f"no worldview {view!r}: it is {' or '.join(views)}")
    seen = {
        name: polygons_in_view(polygons, view) for name, polygons in atlas.of_shape("areas").items()
    }
    for name, lines in atlas.of_shape("lines").items():
        if view in lines:
            shown = lines[lines[view] != "none"].reset_index(drop=True)
            told = shown[["id", view, "sources", "geometry"]]
            seen[name] = told.rename(columns={view: "border"})
    return replace(atlas, layers={**atlas.layers, **seen})


def polygons_in_view(polygons: gpd.GeoDataFrame, view: str) -> gpd.GeoDataFrame:
    """Return the rows whose `worldview` is this one or all, with plain ids.

    Polygons without that column are the same in every view.
    """
    if "worldview" not in polygons:
        return polygons
    shown = polygons[polygons["worldview"].isin(["all", view])].reset_index(drop=True)
    own = shown["worldview"] == view
    return shown.assign(id=shown["id"].mask(own, shown["id"].str.removesuffix(f"-{view}")))
