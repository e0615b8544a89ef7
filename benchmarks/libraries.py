"""How each library draws the same file of points or lines: one function that returns its page.

All draw discs with a radius of four pixels, or lines of two, in one colour, and tell the name where
one is pointed at, as far as they can; all begin with the same part of the world, on no tiles.
"""

# The types of folium and geopandas say less than their documentation.
# mypy: disable-error-code="no-untyped-call,arg-type"

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.crowd import COLOUR, MIDDLE

RADIUS_PX, LINE_PX = 4, 2
LON, LAT = MIDDLE
ZOOM = 5
"""As Leaflet counts; those that draw tiles of 512 pixels count one less."""
CLUSTERS = ("#91d467", "#edca40", "#f1964d")
"""Of few, many and very many, as they lie on the grey of the page."""
RGB = [int(COLOUR[i : i + 2], 16) for i in (1, 3, 5)]


@dataclass(frozen=True)
class Library:
    """One of those that are compared."""

    name: str
    module: str
    draw: Callable[[Path], str]
    tip: str
    """What tells of a feature: a selector. Empty where nothing does."""
    colours: tuple[str, ...] = (COLOUR,)
    """Those of its discs or lines on the screen."""
    webgl: bool = False
    lines: bool = True

    @property
    def is_installed(self) -> bool:
        """Tell whether it can be imported."""
        return find_spec(self.module) is not None


def _toolkit(file: Path, *, panels: bool) -> str:
    import geopandas as gpd

    import geo
    from geo.own.counts import WEIGHT, count_points

    counted = count_points(file)
    frame = gpd.read_parquet(file) if counted is None else counted
    style = {"color": COLOUR, "weight": LINE_PX}
    atlas = geo.open_atlas()
    geo.Layer(frame, name="Own", tooltip=frame.attrs.get(WEIGHT), style_kwds=style).add_to(atlas)
    return str(atlas.build_map(panels=panels).get_root().render())


def _folium(file: Path, *, canvas: bool) -> str:
    import folium
    import geopandas as gpd

    frame = gpd.read_parquet(file)
    chart = folium.Map([LAT, LON], zoom_start=ZOOM, tiles=None, prefer_canvas=canvas)
    for name, shape in zip(frame["name"], frame.geometry, strict=True):
        at = [(lat, lon) for lon, lat in shape.coords]
        mark = (
            folium.CircleMarker(
                at[0],
                radius=RADIUS_PX,
                stroke=False,
                fill=True,
                fill_color=COLOUR,
                fill_opacity=1,
                tooltip=name,
            )
            if shape.geom_type == "Point"
            else folium.PolyLine(at, weight=LINE_PX, color=COLOUR, tooltip=name)
        )
        mark.add_to(chart)
    return str(chart.get_root().render())


def _cluster(file: Path) -> str:
    import folium
    import geopandas as gpd
    from folium.plugins import FastMarkerCluster

    at = gpd.read_parquet(file).geometry
    chart = folium.Map([LAT, LON], zoom_start=ZOOM, tiles=None, maxZoom=18)
    FastMarkerCluster(list(zip(at.y, at.x, strict=True))).add_to(chart)
    return str(chart.get_root().render())


def _explore(file: Path) -> str:
    import geopandas as gpd

    chart = gpd.read_parquet(file).explore(
        color=COLOUR,
        tooltip="name",
        tiles=None,
        location=[LAT, LON],
        zoom_start=ZOOM,
        marker_kwds={"radius": RADIUS_PX, "fill": True},
        style_kwds={"weight": LINE_PX, "opacity": 1, "fillOpacity": 1},
    )
    return str(chart.get_root().render())


def _pydeck(file: Path) -> str:
    import geopandas as gpd
    import pandas as pd
    import pydeck

    frame = gpd.read_parquet(file)
    paint: dict[str, Any] = {"pickable": True, "auto_highlight": False}
    if frame.geom_type.iloc[0] == "Point":
        rows = pd.DataFrame(
            {"name": frame["name"], "lon": frame.geometry.x, "lat": frame.geometry.y}
        )
        paint |= {"get_position": ["lon", "lat"], "get_fill_color": RGB}
        paint |= {"radius_min_pixels": RADIUS_PX, "radius_max_pixels": RADIUS_PX}
        layer = pydeck.Layer("ScatterplotLayer", rows, **paint)
    else:
        paths = [list(map(list, shape.coords)) for shape in frame.geometry]
        rows = pd.DataFrame({"name": frame["name"], "path": paths})
        paint |= {"get_path": "path", "get_color": RGB}
        paint |= {"width_min_pixels": LINE_PX, "width_max_pixels": LINE_PX}
        layer = pydeck.Layer("PathLayer", rows, **paint)
    view = pydeck.ViewState(longitude=LON, latitude=LAT, zoom=ZOOM - 1)
    deck = pydeck.Deck(
        [layer],
        initial_view_state=view,
        map_provider=None,
        map_style=None,
        tooltip={"text": "{name}"},
    )
    return str(deck.to_html(as_string=True, offline=True))


def _maplibre(file: Path) -> str:
    import geopandas as gpd
    from maplibre import Layer, Map, MapOptions

    frame = gpd.read_parquet(file)
    style = {"version": 8, "sources": {}, "layers": []}
    chart = Map(MapOptions(style=style, center=MIDDLE, zoom=ZOOM - 1))
    chart.add_source("own", frame)
    if frame.geom_type.iloc[0] == "Point":
        paint = {"circle-color": COLOUR, "circle-radius": RADIUS_PX}
        chart.add_layer(Layer(type="circle", id="own", source="own", paint=paint))
    else:
        paint = {"line-color": COLOUR, "line-width": LINE_PX}
        chart.add_layer(Layer(type="line", id="own", source="own", paint=paint))
    chart.add_tooltip("own", "name")
    return str(chart.to_html(style="height:100vh;"))


def _lonboard(file: Path) -> str:
    import geopandas as gpd
    import lonboard

    frame = gpd.read_parquet(file)
    if frame.geom_type.iloc[0] == "Point":
        layer = lonboard.ScatterplotLayer.from_geopandas(
            frame,
            get_fill_color=RGB,
            radius_min_pixels=RADIUS_PX,
            radius_max_pixels=RADIUS_PX,
        )
    else:
        layer = lonboard.PathLayer.from_geopandas(
            frame, get_color=RGB, width_min_pixels=LINE_PX, width_max_pixels=LINE_PX
        )
    view = {"longitude": LON, "latitude": LAT, "zoom": ZOOM - 1}
    chart = lonboard.Map([layer], basemap=None, view_state=view, show_tooltip=True, height="100vh")
    # on the shelf stands a file of the same release with other line breaks
    return re.sub(r' integrity="[^"]*"', "", str(chart.to_html()))


OURS = "geo"
LIBRARIES = {
    each.name: each
    for each in (
        Library(OURS, "geo", partial(_toolkit, panels=True), "#tooltip"),
        Library("geo, bare map", "geo", partial(_toolkit, panels=False), "#tooltip"),
        Library("folium, SVG", "folium", partial(_folium, canvas=False), ".leaflet-tooltip"),
        Library("folium, canvas", "folium", partial(_folium, canvas=True), ".leaflet-tooltip"),
        Library("FastMarkerCluster", "folium", _cluster, "", CLUSTERS, lines=False),
        Library("explore", "mapclassify", _explore, ".leaflet-tooltip"),
        Library("pydeck", "pydeck", _pydeck, ".deck-tooltip", webgl=True),
        Library("MapLibre", "maplibre", _maplibre, ".maplibregl-popup", webgl=True),
        Library("lonboard", "lonboard", _lonboard, "", webgl=True),
    )
}
