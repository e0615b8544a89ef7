"""What is measured on a drawn map, equal-area or not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyproj
import pytest
from playwright.sync_api import Page

GEOD = pyproj.Geod(ellps="WGS84")


def steps(page: Page, lat: float = 38, lon: float = 58, by: float = 0.5) -> Iterator[float]:
    """Show a position at each zoom that the buttons reach, the farthest first."""
    lowest, highest = page.evaluate("[uttarapath.map.getMinZoom(), uttarapath.map.getMaxZoom()]")
    for zoom in [*np.arange(lowest, highest, by), highest]:
        page.evaluate(
            "([at, zoom]) => uttarapath.map.setView(at, zoom, { animate: false })",
            [[lat, lon], float(zoom)],
        )
        yield float(zoom)


def metres_per_pixel(page: Page) -> float:
    """Return metres of the projection to the pixel now."""
    metres: float = page.evaluate("1 / uttarapath.map.options.crs.scale(uttarapath.map.getZoom())")
    return metres


def assert_scale_bar(page: Page) -> None:
    """Hold the scale bar against the geodesic at the middle of the map."""
    width, text, ends = page.evaluate(
        """() => {
            const { map } = uttarapath;
            const bar = document.querySelector("#scale-bar");
            const { width } = bar.getBoundingClientRect();
            const middle = map.getSize().divideBy(2);
            const ends = [-width / 2, width / 2].map((x) =>
                map.containerPointToLatLng(middle.add([x, 0])));
            return [width, bar.textContent, ends];
        }"""
    )
    _, _, metres = GEOD.inv(ends[0]["lng"], ends[0]["lat"], ends[1]["lng"], ends[1]["lat"])
    km = float(text.removesuffix(" km").replace(",", ""))
    assert metres / 1000 == pytest.approx(km, rel=0.01)
    assert 40 < width <= 120


def rings(path: str) -> list[npt.NDArray[np.float64]]:
    """Return the corners of each part of a path, in its own steps."""
    parts = path.removeprefix("M").split("M")
    return [np.array(part.rstrip("z").split(), float).reshape(-1, 2) for part in parts]


def shoelace(ring: npt.NDArray[np.float64]) -> float:
    """Return the signed area within a ring."""
    x, y = ring.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum() / 2)
