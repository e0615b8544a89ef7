"""The page's own projection, against PROJ, and what is measured on the drawn map."""

from __future__ import annotations

import io
import json

import numpy as np
import numpy.typing as npt
import pyproj
import pytest
from PIL import Image
from playwright.sync_api import FloatRect, Page, expect

from geo.api import SHIPPED
from geo.read.spec import read_spec
from tests.browser.conftest import DESKTOP, PHONE, Opener, Published
from tests.browser.measuring import (
    GEOD,
    assert_scale_bar,
    metres_per_pixel,
    rings,
    shoelace,
    steps,
)
from tests.browser.waiting import rest, until

CENTRE, VIEW = (read_spec(SHIPPED).settings[name] for name in ("centre", "map"))
LAEA = pyproj.Proj(
    proj="laea",
    lat_0=CENTRE["lat"],
    lon_0=CENTRE["lon"],
    x_0=0,
    y_0=0,
    ellps="WGS84",
)


@pytest.fixture(scope="module")
def grid() -> np.ndarray:
    """Return a grid of positions lon, lat, the centre and odd places among them."""
    lons, lats = np.meshgrid(np.arange(-40, 180, 5.5), np.arange(-35, 86, 4.4))
    odd = np.array([[58, 38], [58, 38.0001], [57.9999, 38], [58, 0], [0, 0], [58, 89.9]])
    return np.vstack([np.column_stack([lons.ravel(), lats.ravel()]), odd])


def test_forward_agrees_with_proj(still: Page, grid: np.ndarray) -> None:
    ours = still.evaluate(
        "grid => grid.map(([lon, lat]) => uttarapath.projection.forward(lon, lat))", grid.tolist()
    )
    theirs = np.column_stack(LAEA(grid[:, 0], grid[:, 1]))
    assert np.abs(np.array(ours) - theirs).max() < 1


def test_inverse_agrees_with_proj(still: Page, grid: np.ndarray) -> None:
    metres = np.column_stack(LAEA(grid[:, 0], grid[:, 1]))
    ours = still.evaluate(
        "grid => grid.map(([x, y]) => uttarapath.projection.inverse(x, y))", metres.tolist()
    )
    assert np.abs(np.array(ours) - grid).max() < 1e-6


def test_distance_is_geodesic(still: Page) -> None:
    rng = np.random.default_rng(7)
    starts = np.column_stack([rng.uniform(20, 100, 60), rng.uniform(5, 65, 60)])
    ends = np.column_stack([rng.uniform(20, 100, 60), rng.uniform(5, 65, 60)])
    ours = still.evaluate(
        "pairs => pairs.map(([a, b]) => uttarapath.map.distance([a[1], a[0]], [b[1], b[0]]))",
        [[a, b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)],
    )
    _, _, theirs = GEOD.inv(*starts.T, *ends.T)
    assert np.abs(np.array(ours) / theirs - 1).max() < 1e-5


def test_areas_are_drawn_true(page: Page, published: Published) -> None:
    """The pixels within an outline, at every zoom, against the square metres within the border."""
    layers = published[0]
    shapes = {
        "kaz": layers["republics"].set_index("id")["geometry"]["kaz"],
        "ind": layers["countries"].set_index("id")["geometry"]["ind"],
    }
    on_earth = {name: abs(GEOD.geometry_area_perimeter(g)[0]) for name, g in shapes.items()}
    for _ in steps(page):
        drawn = {}
        for name in shapes:
            path, scale_x, scale_y = page.locator(f'[data-id="{name}"] path').evaluate(
                """shape => {
                    const { a, b, c, d } = shape.getScreenCTM();
                    if (b || c) throw new Error("turned");
                    return [shape.getAttribute("d"), a, d];
                }"""
            )
            drawn[name] = sum(map(shoelace, rings(path))) * scale_x * scale_y
        assert drawn["kaz"] / drawn["ind"] == pytest.approx(
            on_earth["kaz"] / on_earth["ind"], rel=0.01
        )
        assert abs(drawn["kaz"]) * metres_per_pixel(page) ** 2 == pytest.approx(
            on_earth["kaz"], rel=0.01
        )


def test_coast_follows_land_and_lakes_all_around(still: Page) -> None:
    """The edges of what is filled and those of the coast are the same."""

    def edges(selector: str, *, closed: bool) -> set[frozenset[tuple[float, ...]]]:
        paths = still.eval_on_selector_all(
            selector, "all => all.map((path) => path.attributes.d.value)"
        )
        parts = [part for path in paths for part in rings(path)]
        whole = [np.vstack([part, part[:1]]) if closed else part for part in parts]
        assert max(map(len, whole)) > 2
        ends = [zip(map(tuple, part), map(tuple, part[1:]), strict=False) for part in whole]
        return {frozenset(pair) for some in ends for pair in some}

    filled = edges(".land path, .lakes path", closed=True)
    assert len(filled) > 5000
    assert edges(".coast path", closed=False) == filled


def test_precision_circles_are_geodesic(still: Page, published: Published) -> None:
    """Each corner of a drawn circle lies `precision_m` from its centre."""
    paths = still.eval_on_selector_all(".ring", "rings => rings.map((r) => r.getAttribute('d'))")
    exercises = published[0]["exercises"]
    assert len(paths) == len(exercises)
    columns = exercises.geometry.x, exercises.geometry.y, exercises["precision_m"]
    for path, lon, lat, metres in zip(paths, *columns, strict=True):
        (ring,) = rings(path)
        corners = ring * [10, -10]
        lons, lats = LAEA(corners[:, 0], corners[:, 1], inverse=True)
        _, _, radii = GEOD.inv(np.full(len(lons), lon), np.full(len(lons), lat), lons, lats)
        assert np.abs(radii - metres).max() < 0.006 * metres + 30


def test_relief_lies_where_it_belongs_and_is_for_the_eye_only(still: Page) -> None:
    picture = still.locator(".relief image")
    assert picture.evaluate("image => image.closest('[aria-hidden=true]') !== null")
    assert picture.evaluate("image => getComputedStyle(image.parentNode).pointerEvents") == "none"
    place = json.loads((SHIPPED / "geometry" / "relief.json").read_text("utf-8"))
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


def test_scale_bar_is_right_at_the_middle(page: Page) -> None:
    for place in ((44, 70), (12, 74), (66, 30)):
        for _ in steps(page, *place, by=1.5):
            assert_scale_bar(page)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE, {"width": 2560, "height": 1080}])
def test_the_view_stays_inside_the_window(open_page: Opener, viewport: dict[str, int]) -> None:
    page = open_page(viewport=viewport)
    for zoom in steps(page, by=1 if viewport == DESKTOP else 3):
        for x, y in ((-9e6, 9e6), (9e6, -9e6)):
            corners, pixel = page.evaluate(
                f"""([x, y]) => {{
                    const {{ map }} = uttarapath;
                    map.setView([38, 58], {zoom}, {{ animate: false }});
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
    size = page.evaluate("uttarapath.map.getSize()")
    for south, west, north, east in ((5, 40, 55, 100), (36, 56, 44, 75), (38, 67, 39, 71)):
        page.evaluate(
            "box => uttarapath.map.fitBounds(box, {animate: false})", [[south, west], [north, east]]
        )
        points = [
            page.evaluate("at => uttarapath.map.latLngToContainerPoint(at)", [lat, lon])
            for lat in (south, (south + north) / 2, north)
            for lon in (west, (west + east) / 2, east)
        ]
        xs, ys = [point["x"] for point in points], [point["y"] for point in points]
        assert min(xs) >= -1
        assert max(xs) <= size["x"] + 1
        assert min(ys) >= -1
        assert max(ys) <= size["y"] + 1
        assert max(np.ptp(xs) / size["x"], np.ptp(ys) / size["y"]) > 0.9, "no closer than needed"


def test_graticule_is_labelled_where_its_lines_meet_the_edge(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ panel: 'peek', legend: false })")
    rest(page)  # it fits itself to the room
    seen = set()
    for _ in steps(page, 41, 66):
        tolerance = 1.5e-5 * metres_per_pixel(page) + 0.01
        for text, x, y, half in degrees(page):
            value, letter = float(text.split("°")[0]), text[-1]
            value = -value if letter in "SW" else value
            seen.add(text)
            if text == "0°":
                continue  # the equator or Greenwich
            if letter in "EW":
                lon, _ = position(page, x, 0)
                assert lon == pytest.approx(value, abs=tolerance)
            else:
                edge = 0 if x < DESKTOP["width"] / 2 else DESKTOP["width"]
                assert abs(x - edge) - half < 8, "at the edge"
                _, lat = position(page, edge, y)
                assert lat == pytest.approx(value, abs=tolerance)
    assert {"60° E", "62° E"} <= seen
    assert any(text.endswith("N") for text in seen)
    assert any(int(text.split("°")[0]) % 2 for text in seen), "finer the closer"


@pytest.mark.parametrize(
    ("viewport", "letters"), [(DESKTOP, "16px"), (PHONE, "16px"), (DESKTOP, "26px")]
)
def test_degrees_meet_nothing(open_page: Opener, viewport: dict[str, int], letters: str) -> None:
    page = open_page(address="#tab=about&lang=ru", viewport=viewport)
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", letters)
    rest(page)  # what lies over the map grows with its letters
    for _ in steps(page, 41, 66, by=0.5 if viewport == DESKTOP else 1):
        until(page, "document.querySelector('.degree')")
        clashes = page.evaluate(
            """() => {
                const box = (node) => node.getBoundingClientRect();
                const meet = (a, b) =>
                    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
                const others = document.querySelectorAll(
                    ".label, .degree, .sign, .body, #panel, #legend, #zoom, #scale-bar");
                return [...document.querySelectorAll(".degree")].flatMap((degree) =>
                    [...others].filter((other) => other !== degree && box(other).width &&
                        meet(box(degree), box(other))).map((other) =>
                        `${degree.textContent} meets ${other.textContent || other.className}`));
            }"""
        )
        assert clashes == []


def test_graticule_lines_stand_at_whole_degrees(page: Page) -> None:
    for _ in steps(page, 41, 66):
        lines = rings(page.locator(".graticule").get_attribute("d") or "")
        assert len(lines) > 4
        for line in lines:
            lons, lats = LAEA(line[:, 0] * 10, line[:, 1] * -10, inverse=True)
            lons = (lons + 117.5) % 360 - 117.5
            off = min(np.abs(values - np.round(values)).max() for values in (lons, lats))
            steady = min(np.ptp(lons), np.ptp(lats))
            assert max(off, steady) < 0.002


def test_foot_says_where_the_pointer_is(page: Page) -> None:
    for _ in steps(page, 41, 66, by=1):
        for x, y in ((600, 300), (1000, 640)):
            page.mouse.move(x, y)
            lon, lat = position(page, x, y)
            decimals = 2 if metres_per_pixel(page) < 1000 else 1
            said = f"{lat:.{decimals}f}° N {lon:.{decimals}f}° E"
            expect(page.locator("#pointer")).to_have_text(said)
    assert page.locator("#pointer").get_attribute("aria-hidden") == "true"
    page.mouse.move(100, 100)
    expect(page.locator("#pointer")).to_have_text("")


def test_a_phone_has_no_pointer_to_speak_of(phone: Page) -> None:
    expect(phone.locator("#pointer")).to_be_hidden()


def position(page: Page, x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a pixel, by PROJ."""
    metres = page.evaluate(
        """([x, y]) => {
            const { map } = uttarapath;
            const scale = map.options.crs.scale(map.getZoom());
            const at = map._getTopLeftPoint().add([x, y]).divideBy(scale);
            return [at.x, -at.y];
        }""",
        [x, y],
    )
    x, y = metres
    lon, lat = LAEA(x, y, inverse=True)
    return lon, lat


def degrees(page: Page) -> list[tuple[str, float, float, float]]:
    """Return the labels of the graticule: text, middle and half width."""
    found: list[tuple[str, float, float, float]] = page.eval_on_selector_all(
        ".degree",
        """labels => labels.map((label) => {
            const { left, right, top, bottom } = label.getBoundingClientRect();
            return [label.textContent, (left + right) / 2, (top + bottom) / 2, (right - left) / 2];
        })""",
    )
    return found
