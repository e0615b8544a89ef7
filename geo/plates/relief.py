"""The relief of the page, laid into the projection of a sheet."""

from __future__ import annotations

import io
import math

import numpy as np
from matplotlib.image import AxesImage
from PIL import Image
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geo.design.paper import mm
from geo.design.theme import strengths
from geo.model.spec import Spec
from geo.plates.sheet import Points, Sheet
from geo.read.extras import Relief, read_relief

CELL_MM = 0.254
LEVELS = 96
"""Steps of opacity: few enough for a small file, too many to be seen."""


def draw_relief(sheet: Sheet, spec: Spec, land: BaseGeometry) -> None:
    """Lay light and shadow over land, fainter where the scale shows more than the relief holds.

    The page blends it as hard light; that is black, or white, as far as the relief is darker or
    lighter than middle grey. `land` are polygons of the sheet, beyond which nothing is drawn. An
    atlas without relief in its geometry has none.
    """
    relief = read_relief(spec)
    if not relief:
        return
    shade = _sampled(sheet, relief)
    picture = np.zeros((*shade.shape, 4))
    picture[..., :3] = (shade > 0)[..., None]
    opacity = np.abs(shade) * strengths()["relief"][0] * _bearable(sheet, spec)
    picture[..., 3] = np.round(opacity * LEVELS) / LEVELS
    picture[picture[..., 3] == 0] = 0
    left, foot, right, top = sheet.frame
    image = AxesImage(sheet.axes, interpolation="none", origin="upper")
    image.set_data(picture)
    image.set_extent((left, right, foot, top))
    sheet.add(image, within=land)


def _bearable(sheet: Sheet, spec: Spec) -> float:
    """Return the share of full strength, by how much of the ground a pixel of the page shows."""
    limits = spec.settings["map"]["relief_m_per_px"]
    metres = sheet.view.scale * mm(1) / 1000
    share = math.log(metres / limits["gone"]) / math.log(limits["full"] / limits["gone"])
    return max(0.0, min(1.0, share))


def _sampled(sheet: Sheet, relief: Relief) -> Points:
    """Return the relief in cells of the sheet from its top: -1 is dark, 1 is light, 0 is level."""
    with Image.open(io.BytesIO(relief.picture)) as file:
        grey = np.asarray(file.convert("L"), dtype=float)
    left, foot, right, top = sheet.frame
    x, y = np.meshgrid(np.arange(left, right, CELL_MM), np.arange(top, foot, -CELL_MM))
    lonlat = sheet.positions(np.column_stack([x.ravel() + CELL_MM / 2, y.ravel() - CELL_MM / 2]))
    onto = Transformer.from_crs("EPSG:4326", relief.projection, always_xy=True)
    east, north = onto.transform(lonlat[:, 0], lonlat[:, 1])
    west, south, far_east, far_north = relief.bounds_m
    rows, columns = grey.shape
    column = (east - west) / (far_east - west) * columns - 0.5
    row = (far_north - north) / (far_north - south) * rows - 0.5
    outside = (column < 0) | (row < 0) | (column > columns - 1) | (row > rows - 1)
    shade = np.where(outside, 0.0, _between(grey, row, column) / 127.5 - 1)
    return np.where(np.abs(shade) < 0.01, 0.0, shade).reshape(x.shape)


def _between(grid: Points, row: Points, column: Points) -> Points:
    """Return the values of a grid between its cells, linear in both directions."""
    top = np.clip(row.astype(int), 0, grid.shape[0] - 2)
    left = np.clip(column.astype(int), 0, grid.shape[1] - 2)
    down, right = np.clip(row - top, 0, 1), np.clip(column - left, 0, 1)
    upper = grid[top, left] * (1 - right) + grid[top, left + 1] * right
    lower = grid[top + 1, left] * (1 - right) + grid[top + 1, left + 1] * right
    return np.asarray(upper * (1 - down) + lower * down)
