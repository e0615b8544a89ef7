"""The page's own projection, against PROJ, and what is measured on the drawn map."""

from __future__ import annotations

import io
import json

import numpy as np
import numpy.typing as npt
import pyproj
import pytest
from PIL import Image
from playwright.sync_api import FloatRect, Page

from geo.geojson import GEOMETRY
from geo.page.assets import PAGE
from tests.browser.conftest import DESKTOP, PHONE, Opener, Published

VIEW = json.loads((PAGE / "view.json").read_text("utf-8"))
LAEA = pyproj.Proj(
    proj="laea",
    lat_0=VIEW["projection"]["lat"],
    lon_0=VIEW["projection"]["lon"],
    x_0=0,
    y_0=0,
    ellps="WGS84",
)
GEOD = pyproj.Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def grid() -> np.ndarray:
    """Return a grid of positions lon, lat, the centre and odd places among them."""
    lons, lats = np.meshgrid(np.arange(-40, 180, 5.5), np.arange(-35, 86, 4.4))
    odd = np.array([[58, 38], [58, 38.0001], [57.9999, 38], [58, 0], [0, 0], [58, 89.9]])
    return np.vstack([np.column_stack([lons.ravel(), lats.ravel()]), odd])


def test_forward_agrees_with_proj(page: Page, grid: np.ndarray) -> None:
    ours = page.evaluate(
        "grid => grid.map(([lon, lat]) => uttarapath.projection.forward(lon, lat))", grid.tolist()
    )
    theirs = np.column_stack(LAEA(grid[:, 0], grid[:, 1]))
    assert np.abs(np.array(ours) - theirs).max() < 1


def test_inverse_agrees_with_proj(page: Page, grid: np.ndarray) -> None:
    metres = np.column_stack(LAEA(grid[:, 0], grid[:, 1]))
    ours = page.evaluate(
        "grid => grid.map(([x, y]) => uttarapath.projection.inverse(x, y))", metres.tolist()
    )
    assert np.abs(np.array(ours) - grid).max() < 1e-6


def test_distance_is_geodesic(page: Page) -> None:
    rng = np.random.default_rng(7)
    starts = np.column_stack([rng.uniform(20, 100, 60), rng.uniform(5, 65, 60)])
    ends = np.column_stack([rng.uniform(20, 100, 60), rng.uniform(5, 65, 60)])
    ours = page.evaluate(
        "pairs => pairs.map(([a, b]) => uttarapath.map.distance([a[1], a[0]], [b[1], b[0]]))",
        [[a, b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)],
    )
    _, _, theirs = GEOD.inv(*starts.T, *ends.T)
    assert np.abs(np.array(ours) / theirs - 1).max() < 1e-5


def test_areas_keep_their_proportion(page: Page, published: Published) -> None:
    drawn = page.evaluate(
        """ids => ids.map((id) => {
            const shape = document.querySelector(`[data-id="${id}"] path`);
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [1600, 1000];
            const context = canvas.getContext("2d");
            context.setTransform(0.001, 0, 0, 0.001, 800, 500);
            context.fill(new Path2D(shape.getAttribute("d")), "evenodd");
            const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
            let sum = 0;
            for (let i = 3; i < data.length; i += 4) sum += data[i];
            return sum;
        })""",
        ["kaz", "ind"],
    )
    layers = published[0]
    countries = layers["countries"].set_index("id")["geometry"]
    kazakhstan = layers["republics"].set_index("id")["geometry"]["kaz"]
    areas = [abs(GEOD.geometry_area_perimeter(g)[0]) for g in (kazakhstan, countries["ind"])]
    assert drawn[0] / drawn[1] == pytest.approx(areas[0] / areas[1], rel=0.01)


def test_precision_circles_are_geodesic(page: Page, published: Published) -> None:
    """Each corner of a drawn circle lies `precision_m` from its centre."""
    paths = page.eval_on_selector_all(".ring", "rings => rings.map((r) => r.getAttribute('d'))")
    exercises = published[0]["exercises"]
    assert len(paths) == len(exercises)
    for path, exercise in zip(paths, exercises.itertuples(), strict=True):
        start, steps = path[1:-1].split("l")
        numbers = [int(n) for n in steps.replace("-", " -").split()]
        offsets = np.vstack([[0, 0], np.reshape(numbers, (-1, 2)).cumsum(axis=0)])
        corners = (np.array([int(n) for n in start.split()]) + offsets) * [10, -10]
        lons, lats = LAEA(corners[:, 0], corners[:, 1], inverse=True)
        centre = exercise.geometry
        _, _, radii = GEOD.inv(
            np.full(len(lons), centre.x), np.full(len(lons), centre.y), lons, lats
        )
        assert np.abs(radii - exercise.precision_m).max() < 0.006 * exercise.precision_m + 30


def test_relief_lies_where_it_belongs_and_is_for_the_eye_only(page: Page) -> None:
    picture = page.locator(".relief image")
    assert picture.evaluate("image => image.closest('[aria-hidden=true]') !== null")
    assert picture.evaluate("image => getComputedStyle(image.parentNode).pointerEvents") == "none"
    place = json.loads((GEOMETRY / "relief.json").read_text("utf-8"))
    west, south, east, north = place["bounds_m"]
    found = picture.evaluate("i => [i.x, i.y, i.width, i.height].map((a) => 10 * a.baseVal.value)")
    assert found == [west, -north, east - west, north - south]
    size = picture.evaluate(
        """async (image) => {
            const copy = new Image();
            copy.src = image.getAttribute("href");
            await copy.decode();
            return copy.naturalWidth / copy.naturalHeight;
        }"""
    )
    assert size == pytest.approx((east - west) / (north - south), rel=1e-3)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_relief_shades_land_and_leaves_the_sea(open_page: Opener, theme: str) -> None:
    """The Caspian, Karakum and Tien Shan with and without it; from near it is gone."""
    page = open_page(color_scheme=theme, viewport={"width": 900, "height": 900})
    page.add_style_tag(content="body > aside, #foot, .pixels { visibility: hidden; }")
    page.add_style_tag(
        content=".graticule, .borders, .rivers, .country { stroke: none !important; }"
    )

    def shot(lat: float, lon: float, zoom: float) -> npt.NDArray[np.int64]:
        page.evaluate(
            "([lat, lon, zoom]) => uttarapath.map.setView([lat, lon], zoom, {animate: false})",
            [lat, lon, zoom],
        )
        middle = FloatRect(x=410, y=410, width=80, height=80)
        image = Image.open(io.BytesIO(page.screenshot(clip=middle)))
        return np.asarray(image.convert("RGB")).astype(np.int64)

    def change(lat: float, lon: float, zoom: float) -> npt.NDArray[np.int64]:
        page.locator(".relief").evaluate("group => { group.style.display = ''; }")
        shaded = shot(lat, lon, zoom)
        page.locator(".relief").evaluate("group => { group.style.display = 'none'; }")
        return shaded - shot(lat, lon, zoom)

    assert np.abs(change(41.7, 50.6, 3.2)).max() <= 1, "the Caspian"
    assert np.abs(change(39.6, 60.5, 3.2)).max() <= 2, "Karakum"
    mountains = change(42.2, 79.0, 3.2)
    assert mountains.min() < -6
    assert mountains.max() > 2
    assert np.abs(change(42.2, 79.0, 6.5)).max() == 0, "nearer than its pixels can bear"


@pytest.mark.parametrize("zoom", [1, 3, 6])
def test_scale_bar_is_right_at_the_centre(page: Page, zoom: float) -> None:
    page.evaluate("zoom => uttarapath.map.setView([44, 70], zoom, {animate: false})", zoom)
    bar = page.locator("#scale-bar")
    box = bar.bounding_box()
    assert box
    x, y = DESKTOP["width"] / 2, DESKTOP["height"] / 2
    ends = page.evaluate(
        "ends => ends.map((end) => uttarapath.map.containerPointToLatLng(end))",
        [[x - box["width"] / 2, y], [x + box["width"] / 2, y]],
    )
    _, _, metres = GEOD.inv(ends[0]["lng"], ends[0]["lat"], ends[1]["lng"], ends[1]["lat"])
    km = float((bar.text_content() or "").removesuffix(" km").replace(",", ""))
    assert metres / 1000 == pytest.approx(km, rel=0.02)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, {"width": 2560, "height": 1080}])
def test_the_view_stays_inside_the_window(open_page: Opener, viewport: dict[str, int]) -> None:
    page = open_page(viewport=viewport)
    for zoom in ("uttarapath.map.getMinZoom()", "2", "4"):
        for x, y in ((-9e6, 9e6), (9e6, -9e6)):
            corners, pixel = page.evaluate(
                f"""([x, y]) => {{
                    const {{ map }} = uttarapath;
                    map.setView([38, 58], {zoom}, {{animate: false}});
                    map.panBy(map.project([38, 58]).add(L.point(x, -y).multiplyBy(
                        map.options.crs.scale(map.getZoom()))), {{animate: false}});
                    const scale = map.options.crs.scale(map.getZoom());
                    const topLeft = map._getTopLeftPoint();
                    return [[topLeft, topLeft.add(map.getSize())].map(
                        (p) => [p.x / scale, -p.y / scale]), 1 / scale];
                }}""",
                [x, y],
            )
            for corner_x, corner_y in corners:
                assert abs(corner_x) <= VIEW["window_m"]["x"] + pixel
                assert corner_y <= VIEW["window_m"]["y"] + pixel
                assert corner_y >= -VIEW["window_m"]["y"] - 13 * pixel, "a strip under the sheet"


def test_fit_bounds_fits_what_curves(page: Page) -> None:
    page.evaluate("uttarapath.map.fitBounds([[5, 40], [55, 100]], {animate: false})")
    size = page.evaluate("uttarapath.map.getSize()")
    for lat, lon in ((5, 40), (5, 70), (55, 100), (55, 40), (30, 40), (30, 100)):
        point = page.evaluate("at => uttarapath.map.latLngToContainerPoint(at)", [lat, lon])
        assert -1 <= point["x"] <= size["x"] + 1
        assert -1 <= point["y"] <= size["y"] + 1
