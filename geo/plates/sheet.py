"""A sheet of paper with a map on it; all positions on it are in millimetres, from its foot."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.patheffects import Stroke as Outline
from matplotlib.text import Text
from matplotlib.typing import CapStyleType
from shapely.geometry.base import BaseGeometry

from geo.design.areas import Fill
from geo.design.paper import MM_PER_INCH, MM_PER_PT, Box, pt
from geo.design.strokes import Stroke
from geo.design.view import View
from geo.model.geodesy import Position, distance_km
from geo.model.window import degrees_within
from geo.plates.type import DESCENT, MIDDLE, Style, lacking

Spot = tuple[float, float]
Points = npt.NDArray[np.float64]
_Part = TypeVar("_Part", bound=BaseGeometry)


class Sheet:
    """A sheet: a figure, the frame of its map, and the projection of the map.

    The projection is Lambert's azimuthal equal-area on WGS 84. What is added later lies on top.
    `palette` are colours by name.
    """

    def __init__(
        self, size: tuple[float, float], frame: Box, view: View, palette: Mapping[str, str]
    ) -> None:
        self.frame, self.view, self.palette = frame, view, palette
        width, height = size
        self.figure = Figure(
            figsize=(width / MM_PER_INCH, height / MM_PER_INCH), facecolor=palette["paper"]
        )
        self.axes = self.figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height))
        self.axes.set_axis_off()
        self.texts: list[tuple[str, Style]] = []
        self._window = Rectangle(
            frame[:2], frame[2] - frame[0], frame[3] - frame[1], transform=self.axes.transData
        )
        self._count = 0

    @property
    def middle(self) -> Spot:
        """The middle of the frame."""
        left, foot, right, top = self.frame
        return (left + right) / 2, (foot + top) / 2

    def project(self, lonlat: Points) -> Points:
        """Return positions on the sheet of positions lon/lat."""
        east, north = self.view.transformer.transform(lonlat[:, 0], lonlat[:, 1])
        (x, y), (x0, y0), mm_per_m = self.middle, self.view.middle, 1000 / self.view.scale
        return np.column_stack([x + (east - x0) * mm_per_m, y + (north - y0) * mm_per_m])

    def spot(self, lon: float, lat: float) -> Spot:
        """Return the place of one position."""
        x, y = self.project(np.array([[lon, lat]]))[0]
        return float(x), float(y)

    def positions(self, spots: Points) -> Points:
        """Return longitude and latitude of places on the sheet."""
        (x, y), (x0, y0) = self.middle, self.view.middle
        m_per_mm = self.view.scale / 1000
        lon, lat = self.view.transformer.transform(
            x0 + (spots[:, 0] - x) * m_per_mm,
            y0 + (spots[:, 1] - y) * m_per_mm,
            direction="INVERSE",
        )
        return np.column_stack([lon, lat])

    def position(self, x: float, y: float) -> Position:
        """Return longitude and latitude of one place."""
        lon, lat = self.positions(np.array([[x, y]]))[0]
        return float(lon), float(lat)

    def km_across(self, width_mm: float) -> float:
        """Return the geodesic length of a level line of that width in the middle of the map."""
        x, y = self.middle
        west, east = self.position(x - width_mm / 2, y), self.position(x + width_mm / 2, y)
        return distance_km(west, east)

    @property
    def boxes(self) -> list[str]:
        """The scripts of which letters are boxes, for no face here has them."""
        return sorted(set().union(*(lacking(text, style) for text, style in self.texts)))

    def shows(self, shape: BaseGeometry) -> bool:
        """Tell whether some of what lies on the sheet lies in the frame."""
        return bool(shape.intersects(shapely.box(*self.frame)))

    def shape(self, geometry: BaseGeometry, around_mm: float = 3.0) -> BaseGeometry:
        """Return a geometry in EPSG:4326 as it lies on the sheet, cut a little beyond the frame."""
        near = shapely.intersection(geometry, self._degrees)
        flat = shapely.transform(shapely.segmentize(near, 0.5), self.project)
        left, foot, right, top = self.frame
        paper = shapely.box(left, foot, right, top).buffer(around_mm, join_style="mitre")
        if not flat.is_valid:  # rounding may let two edges touch
            flat = shapely.make_valid(flat, method="structure")
        return shapely.intersection(flat, paper)

    @cached_property
    def _degrees(self) -> BaseGeometry:
        """The degrees that the frame can show."""
        (left, foot, right, top), (x, y), (x0, y0) = self.frame, self.middle, self.view.middle
        m_per_mm, (lon, lat) = self.view.scale / 1000, self.view.centre
        west, east = (x0 + (edge - x) * m_per_mm for edge in (left - 5, right + 5))
        south, north = (y0 + (edge - y) * m_per_mm for edge in (foot - 5, top + 5))
        return degrees_within({"lon": lon, "lat": lat}, west, south, east, north)

    def add(
        self, artist: Artist, *, clipped: bool = True, within: BaseGeometry | None = None
    ) -> None:
        """Put an artist on top, cut at the frame of the map if `clipped`, or at polygons."""
        self._count += 1
        artist.set_zorder(self._count)
        self.axes.add_artist(artist)
        if within is not None and (path := polygon_path(within)):
            artist.set_clip_path(path, self.axes.transData)
        elif clipped:
            artist.set_clip_path(self._window)
        else:
            artist.set_clip_on(False)

    def fill(
        self,
        geometry: BaseGeometry,
        fill: Fill,
        *,
        opacity: float | None = None,
        clipped: bool = True,
    ) -> None:
        """Draw polygons of the sheet."""
        if path := polygon_path(geometry):
            patch = PathPatch(
                path,
                facecolor=self.palette[fill.colour] if fill.colour else "none",
                edgecolor=self.palette[fill.edge] if fill.edge else "none",
                linewidth=pt(fill.width),
                joinstyle="round",
                alpha=opacity,
            )
            self.add(patch, clipped=clipped)

    def line(self, points: Points, stroke: Stroke, *, clipped: bool = True) -> None:
        """Draw a line through points of the sheet."""
        cap: CapStyleType = "round" if stroke.cap == "round" else "butt"
        line = Line2D(
            points[:, 0],
            points[:, 1],
            color=self.palette[stroke.colour],
            linewidth=pt(stroke.width),
            linestyle=(0, [pt(length) for length in stroke.dash]) if stroke.dash else "solid",
            alpha=stroke.opacity if stroke.opacity < 1 else None,  # 1 would undo that of a colour
            dash_capstyle=cap,
            solid_capstyle=cap,
            dash_joinstyle="round",
            solid_joinstyle="round",
        )
        self.add(line, clipped=clipped)

    def lines(self, geometry: BaseGeometry, stroke: Stroke, *, clipped: bool = True) -> None:
        """Draw every line of a geometry of the sheet."""
        for part in parts_of(geometry, shapely.LineString):
            self.line(shapely.get_coordinates(part), stroke, clipped=clipped)

    def write(
        self,
        text: str,
        spot: Spot,
        style: Style,
        *,
        side: str = "left",
        halo: float = 0,
    ) -> None:
        """Write one line of text letter by letter, its middle at the height of the spot.

        The spot is where it begins, ends or has its middle: `side` is `left`, `right` or `center`.
        `halo` is the width of a halo around the letters, in points.
        """
        shown = style.cased(text)
        x, y = spot[0], spot[1] - MIDDLE * style.size * MM_PER_PT
        if halo:
            glow = Text(x, y, shown, fontproperties=style.font, ha=side, parse_math=False)
            # An effect of its own: letters under an effect would no longer be text in the file.
            edge = Outline(
                linewidth=halo,
                foreground=self.palette["halo"][:7],
                alpha=0.85,
                joinstyle="round",
            )
            glow.set_path_effects([edge])
            self.add(glow, clipped=False)
        ink = self.palette[style.colour]
        line = Text(x, y, shown, color=ink, fontproperties=style.font, ha=side, parse_math=False)
        self.add(line, clipped=False)
        self.texts.append((shown, style))


def text_box(text: str, spot: Spot, style: Style) -> Box:
    """Return what a line of text takes that has its middle on a spot, as `Sheet.write` sets it."""
    width = style.width_mm(text)
    half = (MIDDLE + DESCENT) * style.size * MM_PER_PT
    left = spot[0] - width / 2
    return left, spot[1] - half, left + width, spot[1] + half


def parts_of(geometry: BaseGeometry, kind: type[_Part]) -> list[_Part]:
    """Return the parts of a geometry that are of one kind and not empty."""
    parts = shapely.get_parts(geometry)
    return [part for part in parts if isinstance(part, kind) and not part.is_empty]


def polygon_path(geometry: BaseGeometry) -> Path | None:
    """Return polygons, holes and all, as one path; None if there are none."""
    rings = [
        shapely.get_coordinates(ring)
        for part in parts_of(geometry, shapely.Polygon)
        for ring in shapely.get_rings(part)
    ]
    if not rings:
        return None
    codes = [[Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY] for ring in rings]
    return Path(np.concatenate(rings), np.concatenate(codes))
