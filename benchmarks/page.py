"""Measure the page in a real browser, and plain folium with the same layers beside it.

Run it after a build: `.venv/bin/python benchmarks/page.py [PAGE]`. All but the first picture and
the frames of a drag are milliseconds of processor time of the main thread, which a busy machine
changes little: the median of some gestures, first until the picture has changed, then with all that
follows, such as animations, names that are found anew and the address. What the page takes in the
same time when nothing is done is taken off both.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import folium
import geopandas as gpd
from playwright.sync_api import Browser, CDPSession, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.arguments import existing_file, parser
from geo.page import assets
from tests.browser.chromium import find_browser
from tests.browser.waiting import until

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SLOWER = 4
"""How many times slower than this machine a cheap phone is."""
TIMES = 8
SETTLED_MS = 900
READY = "document.querySelector('.labels text')"
FIRST = """(() => {
  const look = () => {
    const drawn = document.querySelector(".country, .leaflet-interactive, canvas");
    if (!drawn) return requestAnimationFrame(look);
    const painted = new MessageChannel();
    painted.port1.onmessage = () => { window.first = performance.now(); };
    painted.port2.postMessage(0);
  };
  requestAnimationFrame(look);
})()"""
USABLE = f"""(() => {{
  const look = () => {{
    if (!{READY}) return requestAnimationFrame(look);
    window.usable = performance.now();
  }};
  requestAnimationFrame(look);
}})()"""
FRAMES = """() => {
  window.busy = [];
  window.going = true;
  const frame = () => {
    const began = performance.now();
    const painted = new MessageChannel();
    painted.port1.onmessage = () => busy.push(performance.now() - began);
    painted.port2.postMessage(0);
    if (going) requestAnimationFrame(frame);
  };
  frame();
}"""
PAINTED = """new Promise((resolve) => requestAnimationFrame(() => {
  const painted = new MessageChannel();
  painted.port1.onmessage = resolve;
  painted.port2.postMessage(0);
}))"""
NOTHING = "() => {}"
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
FOLIUM_ZOOM = "i => theMap.setZoom(theMap.getZoom() + (i % 2 ? -1 : 1))"


@contextmanager
def opened(
    browser: Browser, address: str, size: ViewportSize | None = None, slower: int = 1
) -> Iterator[tuple[Page, CDPSession]]:
    """Open a page in a window of its own, with the browser's own meter."""
    context = browser.new_context(viewport=size or DESKTOP)
    context.add_init_script(FIRST)
    context.add_init_script(USABLE)
    page = context.new_page()
    meter = context.new_cdp_session(page)
    meter.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    yield page, meter
    context.close()


def busy_ms(meter: CDPSession) -> float:
    """Return the time that the main thread has worked."""
    metrics: list[dict[str, Any]] = meter.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


def until_seen(
    browser: Browser, address: str, name: str, size: ViewportSize, slower: int = 1
) -> float:
    """Return the milliseconds from navigation until the window has a moment of that name."""
    with opened(browser, address, size, slower) as (page, _):
        until(page, f"window.{name}")
        return float(page.evaluate(name))


def load_ms(browser: Browser, address: str, ready: str) -> float:
    """Return the processor time until a page is at rest."""
    with opened(browser, address) as (page, meter):
        until(page, ready)
        page.wait_for_timeout(SETTLED_MS)
        return busy_ms(meter)


def gesture_ms(browser: Browser, address: str, ready: str, script: str) -> tuple[float, float]:
    """Return the processor time of a gesture until it is seen, and until all is at rest."""
    with opened(browser, address) as (page, meter):
        until(page, ready)
        page.wait_for_timeout(SETTLED_MS)
        idle, busy = (_busy_twice(page, meter, each) for each in (NOTHING, script))
        return busy[0] - idle[0], busy[1] - idle[1]


def _busy_twice(page: Page, meter: CDPSession, script: str) -> tuple[float, float]:
    seen, rest = [], []
    for i in range(TIMES):
        before = busy_ms(meter)
        page.evaluate(f"async i => {{ ({script})(i); await {PAINTED}; }}", i)
        seen.append(busy_ms(meter) - before)
        page.wait_for_timeout(SETTLED_MS)
        rest.append(busy_ms(meter) - before)
    return statistics.median(seen), statistics.median(rest)


def drag_frames(browser: Browser, address: str, ready: str) -> list[float]:
    """Return the milliseconds that each frame of a drag keeps the page busy, paint included."""
    with opened(browser, address) as (page, _):
        until(page, ready)
        page.wait_for_timeout(SETTLED_MS)
        page.evaluate(FRAMES)
        for way in (1, -1, 1, -1):
            page.mouse.move(900, 450)
            page.mouse.down()
            for step in range(60):
                page.mouse.move(900 - step * 7 * way, 450 - step * 2)
                page.wait_for_timeout(12)
            page.mouse.up()
            page.wait_for_timeout(200)
        page.evaluate("going = false")
        return sorted(page.evaluate("busy"))


def plain_folium(folder: Path) -> Path:
    """Draw all layers with folium alone, its files beside it, and return the page."""
    chart = folium.Map([38, 62], zoom_start=4, tiles=None)
    for file in sorted((ROOT / "layers").glob("*.geojson")):
        frame = gpd.read_file(file)
        columns = [name for name in ("id", "name") if name in frame]
        frame = frame[[*columns, "geometry"]]
        folium.GeoJson(frame, tooltip=folium.GeoJsonTooltip(columns)).add_to(chart)
    page = chart.get_root().render()
    page = page.replace(f"var {chart.get_name()} = ", f"var {chart.get_name()} = window.theMap = ")
    head, _, body = page.partition("</head>")
    own = f"<style>{assets.style('')}</style><script>{assets.leaflet_script()}</script>"
    # what it would load from elsewhere is left out: there is no network here
    style = head[head.index("<style") :] if "<style" in head else ""
    target = folder / "folium.html"
    target.write_text(f"<!DOCTYPE html><html><head>{own}{style}</head>{body}", "utf-8")
    return target


def report(title: str, times: tuple[float, float]) -> None:
    """Print the time of a gesture until it is seen, and in all."""
    seen, rest = times
    print(f"{title:32}{seen:8.1f} until seen{rest:8.1f} in all")


def main() -> None:
    """Print the figures."""
    options = parser(__doc__)
    options.add_argument("page", nargs="?", type=existing_file, default=str(ROOT / "map.html"))
    atlas = options.parse_args().page.resolve().as_uri()
    ready_folium = "document.querySelector('.leaflet-interactive')"
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        plain = plain_folium(Path(folder)).as_uri()
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        moments = [
            ("first picture", atlas, "first", DESKTOP, 1),
            ("usable", atlas, "usable", DESKTOP, 1),
            (f"usable, phone {SLOWER} times slower", atlas, "usable", PHONE, SLOWER),
            ("first picture, folium", plain, "first", DESKTOP, 1),
        ]
        for title, address, name, size, slower in moments:
            found = [until_seen(browser, address, name, size, slower) for _ in range(5)]
            print(f"{title:32}{statistics.median(found):8.0f} ms")
        print(f"{'load':32}{load_ms(browser, atlas, READY):8.0f} ms of processor time")
        print(f"{'load, folium':32}{load_ms(browser, plain, ready_folium):8.0f}")
        for title, (where, script) in GESTURES.items():
            report(title, gesture_ms(browser, atlas + where, READY, script))
        report("zoom, folium", gesture_ms(browser, plain, ready_folium, FOLIUM_ZOOM))
        for title, address, ready in (
            ("drag frame", atlas, READY),
            ("drag frame, folium", plain, ready_folium),
        ):
            frames = drag_frames(browser, address, ready)
            middle, late = statistics.median(frames), frames[int(len(frames) * 0.95)]
            print(f"{title:32}{middle:8.1f} ms, p95 {late:.1f}, longest {frames[-1]:.1f}")
        browser.close()


if __name__ == "__main__":
    main()
