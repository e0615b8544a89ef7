"""Measure the page in a real browser, and plain folium with the same layers beside it.

Run it after a build: `.venv/bin/python benchmarks/page.py [PAGE]`. All but the moments and the
frames of a drag are milliseconds of processor time of the main thread, which a busy machine
changes little: the median of some gestures, first until the picture has changed, then with all that
follows, such as animations, names that are found anew and the address.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import folium
import geopandas as gpd
from playwright.sync_api import Browser, ViewportSize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.arguments import existing_file, parser
from benchmarks.browser import (
    DESKTOP,
    busy_ms,
    chromium,
    drag,
    first_picture,
    gesture_ms,
    opened,
    tab,
)
from benchmarks.shelf import Shelf
from tests.browser.waiting import until

PHONE: ViewportSize = {"width": 390, "height": 844}
SLOWER = 4
"""How many times slower than this machine a cheap phone is."""
TIMES, PAIRS = 9, 25
READY = "document.querySelector('.labels text')"
READY_FOLIUM = "document.querySelector('.leaflet-interactive')"
REPUBLICS, LINES = ("#f4e5bf",), ("#3388ff",)
"""Colours that are seen when the layers are: those of the atlas, those of folium."""
USABLE = f"""(() => {{
  const look = () => {{
    if (!{READY}) return requestAnimationFrame(look);
    window.usable = performance.now();
  }};
  requestAnimationFrame(look);
}})()"""
EXPLORE = "#tab=explore"
TIME_STEP = "i => uttarapath.state.set({ date: `${2010 + i}-06-30` })"
GESTURES = {
    "time step, story": ("", TIME_STEP),
    "time step, explore": (EXPLORE, TIME_STEP),
    "time step, table": ("#tab=table", TIME_STEP),
    "scene": ("", "i => uttarapath.state.set({ scene: uttarapath.atlas.story[i].id })"),
    "table": ("", "i => uttarapath.state.set({ tab: i % 2 ? 'story' : 'table' })"),
    "table, explore": (
        EXPLORE,
        "i => uttarapath.state.set({ tab: i % 2 ? 'explore' : 'table' })",
    ),
    "legend row": (
        EXPLORE,
        "i => document.querySelector('#legend input[type=checkbox]').click()",
    ),
    "legend row, places": (
        EXPLORE,
        "i => document.querySelector('[data-key=\"kind.city\"]').click()",
    ),
    "zoom": (
        "#tab=about",
        "i => uttarapath.map.setZoom(uttarapath.map.getZoom() + (i % 2 ? -1 : 1))",
    ),
    "feature": (
        EXPLORE,
        "i => uttarapath.state.set({ feature: i % 2 ? null : 'uzbekistan' })",
    ),
}
LEAFLET = "Object.values(window).find((each) => each instanceof L.Map)"
ZOOM_FOLIUM = f"i => {{ const map = {LEAFLET}; map.setZoom(map.getZoom() + (i % 2 ? -1 : 1)); }}"


def plain_folium(folder: Path) -> Path:
    """Draw all layers with folium alone, and return the page."""
    chart = folium.Map([38, 62], zoom_start=4, tiles=None)
    for file in sorted((ROOT / "layers").glob("*.geojson")):
        frame = gpd.read_file(file)
        columns = [name for name in ("id", "name") if name in frame]
        frame = frame[[*columns, "geometry"]]
        folium.GeoJson(frame, tooltip=folium.GeoJsonTooltip(columns)).add_to(chart)
    target = folder / "folium.html"
    chart.save(str(target))
    return target


def first_pictures(browser: Browser, page: Path, plain: Path) -> tuple[float, float]:
    """Return when the layers are seen, in the atlas and with plain folium, its files on disk."""

    def once(file: Path, colours: tuple[str, ...]) -> float:
        with tab(browser, prepare=Shelf().stand_in) as (empty, meter):
            return first_picture(empty, meter, file.as_uri(), colours)[0]

    pairs = [(once(page, REPUBLICS), once(plain, LINES)) for _ in range(PAIRS)]
    ours, others = zip(*pairs, strict=True)
    return statistics.median(ours), statistics.median(others)


def usable_ms(browser: Browser, address: str, size: ViewportSize, slower: int) -> float:
    """Return the milliseconds from navigation until the names are on the map."""

    def once() -> float:
        with tab(browser, size, slower=slower) as (page, _):
            page.add_init_script(USABLE)
            page.goto(address)
            until(page, "window.usable")
            return float(page.evaluate("usable"))

    return statistics.median(once() for _ in range(TIMES))


def measure(
    browser: Browser, name: str, address: str, ready: str, gestures: dict[str, tuple[str, str]]
) -> None:
    """Print how a page loads and moves, what it asks of the network served from disk."""
    prepare = Shelf().stand_in
    with opened(browser, address, ready, prepare) as (page, meter):
        print(f"{f'load, {name}':32}{busy_ms(meter):8.0f} ms of processor time")
        print(f"{f'drag frame, {name}':32}{drag(page)!s:>8}")
    for title, (where, script) in gestures.items():
        with opened(browser, address + where, ready, prepare) as (page, meter):
            seen, rest = gesture_ms(page, meter, script)
        print(f"{f'{title}, {name}':32}{seen:8.1f} until seen{rest:8.1f} in all")


def main() -> None:
    """Print the figures."""
    options = parser(__doc__)
    options.add_argument("page", nargs="?", type=existing_file, default=str(ROOT / "map.html"))
    atlas = Path(options.parse_args().page).resolve()
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        plain = plain_folium(Path(folder))
        ours, others = first_pictures(browser, atlas, plain)
        print(f"first picture {ours:.0f} ms, plain folium {others:.0f} ms")
        for name, size, slower in (
            ("desktop", DESKTOP, 1),
            (f"phone, {SLOWER} times slower", PHONE, SLOWER),
        ):
            print(f"usable, {name} {usable_ms(browser, atlas.as_uri(), size, slower):.0f} ms")
        measure(browser, "atlas", atlas.as_uri(), READY, GESTURES)
        measure(browser, "folium", plain.as_uri(), READY_FOLIUM, {"zoom": ("", ZOOM_FOLIUM)})


if __name__ == "__main__":
    main()
