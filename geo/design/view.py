"""What the map of a sheet shows: the centre of the projection, and how the paper lies on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.design.areas import kind_of
from geo.design.paper import Format, sheet_format
from geo.model.content import Content, Feature
from geo.model.geodesy import Position, onto_the_map
from geo.model.spec import Spec

SCALE_STEP = 250_000


@dataclass(frozen=True)
class View:
    """What the map of a sheet shows, in Lambert's azimuthal equal-area projection on WGS 84.

    `scale` is the denominator; `middle` is the point in metres of the projection that lies in the
    middle of the frame.
    """

    centre: Position
    scale: float
    middle: Position = (0.0, 0.0)

    @cached_property
    def transformer(self) -> Transformer:
        """What turns longitude and latitude into metres of the projection."""
        lon, lat = self.centre
        return onto_the_map({"lon": lon, "lat": lat})


def fitting_view(
    spec: Spec, form: Format, centre: Position, shapes: Iterable[BaseGeometry]
) -> View:
    """Return the view that shows some shapes with a little room around them, at a round scale.

    Without shapes it shows as much as the page.
    """
    reach, project = spec.settings["map"]["window_m"], View(centre, 1).transformer.transform
    window = shapely.box(-reach["x"], -reach["y"], reach["x"], reach["y"])
    flat = [
        shapely.transform(shape, lambda lonlat: np.column_stack(project(*lonlat.T)))
        for shape in shapes
    ]
    west, south, east, north = shapely.total_bounds(flat or window)
    left, foot, right, top = form.frame
    needed = max((east - west) / (right - left), (north - south) / (top - foot)) * 1000 * form.room
    middle = ((west + east) / 2, (south + north) / 2)
    return View(centre, ceil(needed / SCALE_STEP) * SCALE_STEP, middle)


def whole_view(content: Content, form: Format) -> View:
    """Return what the map of the whole shows: as the atlas says, else all that it is about."""
    spec = content.spec
    layers = [*spec.of_shape("network"), *spec.of_shape("points")]
    shapes = [feature.shape for layer in layers for feature in content.of(layer)]
    shapes += [area.shape for area in lit_areas(content)]
    centre = (spec.settings["centre"]["lon"], spec.settings["centre"]["lat"])
    fitting = fitting_view(spec, form, centre, shapes)
    x, y = spec.settings["plate"].get("middle_m", fitting.middle)
    if not (scale := spec.settings["plate"].get("scale")):
        return View(centre, fitting.scale, (x, y))
    (left, _, right, _), (start, _, end, _) = sheet_format("whole").frame, form.frame
    return View(centre, scale * (right - left) / (end - start), (x, y))


def lit_areas(content: Content) -> list[Feature]:
    """Return the areas of the subject of the atlas and of its partners."""
    return [
        area
        for layer in content.spec.of_shape("areas")
        for area in content.of(layer)
        if kind_of(content.spec, layer, area.text("iso_a2")) != "quiet"
    ]


def graticule_step(scale: float) -> int:
    """Return how many degrees the lines of the graticule are apart at a scale."""
    return next((step for step, least in ((2, 6e6), (5, 14e6)) if scale <= least), 10)
