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
    layers = dict(atlas.layers)
    for name in layers.keys() & {layer.id for layer in atlas.spec.of_shape("areas")}:
        layers[name] = polygons_in_view(layers[name], view)
    for name in layers.keys() & {layer.id for layer in atlas.spec.of_shape("lines")}:
        if view not in layers[name]:
            continue
        shown = layers[name][layers[name][view] != "none"].reset_index(drop=True)
        layers[name] = shown[["id", view, "sources", "geometry"]].rename(columns={view: "border"})
    return replace(atlas, layers=layers)


def polygons_in_view(polygons: gpd.GeoDataFrame, view: str) -> gpd.GeoDataFrame:
    """Return the rows whose `worldview` is this one or all, with plain ids.

    Polygons without that column are the same in every view.
    """
    if "worldview" not in polygons:
        return polygons
    shown = polygons[polygons["worldview"].isin(["all", view])].reset_index(drop=True)
    own = shown["worldview"] == view
    return shown.assign(id=shown["id"].mask(own, shown["id"].str.removesuffix(f"-{view}")))
