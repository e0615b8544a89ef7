"""Measure a page of many points or lines, and the same with plain folium's canvas beside it.

Run it with the interpreter of the environment: `.venv/bin/python benchmarks/field.py`, perhaps with
`--points 10000` or `--lines 10000`. Building is measured in processes of its own, the pages in a
real browser: all but the first picture and the frames of a drag are milliseconds of processor time
of the main thread.
"""

from __future__ import annotations

import gzip
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import folium
import geopandas as gpd
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.arguments import parser, whole_number
from benchmarks.page import DESKTOP, drag_frames, gesture_ms, load_ms, opened, until_seen
from geo.api import open_atlas
from geo.page import assets
from geo.page.document import draw_page
from tests.browser.chromium import find_browser
from tests.crowded import SORTS, WINDOW, crowded_toy

TOLD = {
    "sites": ["name", "sort", "opened", "closed", "tonnes", "owner"],
    "pipes": ["name", "carries"],
}
"""What folium tells of each feature, by layer."""
READY = {
    "this page": "document.querySelector('.labels text')",
    "folium": "document.querySelector('.leaflet-overlay-pane canvas')",
}
ZOOM = "i => theMap.setZoom(theMap.getZoom() + (i % 2 ? -1 : 1))"
GESTURES = {
    "zoom": ZOOM.replace("theMap", "uttarapath.map"),
    "day": "i => uttarapath.state.set({ date: `${2000 + i}-06-30` })",
    "year alone": "i => uttarapath.state.set({ span: 'year', date: `${2000 + i}-06-30` })",
    "legend row": "i => document.querySelector('#legend [data-key$=\".farm\"]').click()",
    "table": "i => uttarapath.state.set({ layer: LAYER, tab: i % 2 ? 'about' : 'table' })",
    "search": """i => {
        const input = document.querySelector("#search input");
        input.value = `${i + 12}`;
        input.dispatchEvent(new Event("input"));
    }""",
}
HITS = """() => {
    const { map } = uttarapath;
    const pane = document.querySelector(".leaflet-atlas-pane");
    const began = performance.now();
    for (let i = 0; i < 200; i += 1) {
        const at = { clientX: 450 + (i % 20) * 30, clientY: 200 + Math.floor(i / 20) * 40 };
        pane.dispatchEvent(new PointerEvent("pointermove", { ...at, bubbles: true }));
    }
    return (performance.now() - began) / 200;
}"""


def this_page(folder: Path, target: Path) -> None:
    """Build the page of an atlas."""
    target.write_text(draw_page(open_atlas(folder)).get_root().render(), "utf-8")


def folium_page(folder: Path, target: Path) -> None:
    """Draw the many features with folium alone, on a canvas, Leaflet beside it."""
    west, south, east, north = WINDOW
    middle = [(south + north) / 2, (west + east) / 2]
    chart = folium.Map(middle, zoom_start=7, tiles=None, prefer_canvas=True)
    atlas = open_atlas(folder)
    for name, told in TOLD.items():
        if name not in atlas.layers:
            continue
        frame: gpd.GeoDataFrame = atlas.layers[name]
        colours = [SORTS[sort][0] for sort in frame[told[1]]]
        for row, colour, shape in zip(frame[told].values, colours, frame.geometry, strict=True):
            tooltip = "<br>".join(map(str, row))
            at = [(lat, lon) for lon, lat in shape.coords]
            mark = (
                folium.CircleMarker(at[0], radius=5, color=colour, tooltip=tooltip)
                if name == "sites"
                else folium.PolyLine(at, weight=1.5, color=colour, tooltip=tooltip)
            )
            mark.add_to(chart)
    page = chart.get_root().render()
    page = page.replace(f"var {chart.get_name()} = ", f"var {chart.get_name()} = window.theMap = ")
    head, _, body = page.partition("</head>")
    own = f"<style>{assets.style('')}</style><script>{assets.leaflet_script()}</script>"
    target.write_text(
        f"<!DOCTYPE html><html><head>{own}{head[head.index('<style') :]}</head>{body}", "utf-8"
    )


MAKERS: dict[str, Callable[[Path, Path], None]] = {"this page": this_page, "folium": folium_page}


def built(name: str, folder: Path, target: Path) -> str:
    """Build a page in a process of its own; return what that took."""
    process = subprocess.Popen([sys.executable, __file__, "--make", name, str(folder), str(target)])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{name} was not built")
    size, packed = target.stat().st_size, len(gzip.compress(target.read_bytes()))
    seconds, memory = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    return f"{seconds:6.1f} s {memory:6.0f} MB {size / 1e6:6.2f} MB, gzip {packed / 1e6:.2f}"


def measure(browser: Browser, name: str, page: str, layer: str) -> None:
    """Print how a page loads and moves."""
    first = [until_seen(browser, page, "first", DESKTOP) for _ in range(3)]
    print(f"{name}: first picture {statistics.median(first):.0f} ms")
    print(f"{name}: load {load_ms(browser, page, READY[name]):.0f} ms")
    with opened(browser, page) as (shown, _):
        shown.wait_for_timeout(3000)
        heap = shown.evaluate("performance.memory.usedJSHeapSize") / 1e6
        print(f"{name}: heap {heap:.0f} MB")
        if name == "this page":
            print(f"{name}: what is under the pointer {shown.evaluate(HITS):.2f} ms")
    gestures = GESTURES if name == "this page" else {"zoom": ZOOM}
    for title, script in gestures.items():
        told = script.replace("LAYER", repr(layer))
        seen, rest = gesture_ms(browser, page, READY[name], told)
        print(f"{name}: {title} {seen:.0f} ms until seen, {rest:.0f} in all")
    frames = drag_frames(browser, page, READY[name])
    late = frames[int(len(frames) * 0.95)]
    print(
        f"{name}: drag frame {statistics.median(frames):.1f} ms, p95 {late:.1f}, {frames[-1]:.1f}"
    )


def main() -> None:
    """Build both pages and print the figures."""
    options = parser(__doc__)
    options.add_argument("--points", type=whole_number, default=0)
    options.add_argument("--lines", type=whole_number, default=0)
    options.add_argument("--alone", action="store_true", help="without folium")
    options.add_argument("--make", nargs=3, help="what a process of its own builds")
    told = options.parse_args()
    if told.make:
        name, folder, target = told.make
        MAKERS[name](Path(folder), Path(target))
        return
    points = told.points or (0 if told.lines else 100_000)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as place:
        folder = crowded_toy(Path(place) / "atlas", points=points, lines=told.lines)
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        print(f"{points:,} points, {told.lines:,} lines")
        for name in ["this page"] if told.alone else MAKERS:
            target = Path(place) / f"{name.replace(' ', '-')}.html"
            print(f"{name}: {built(name, folder, target)}", flush=True)
            address = target.as_uri() + ("#tab=about" if name == "this page" else "")
            measure(browser, name, address, "sites" if points else "pipes")
        browser.close()


if __name__ == "__main__":
    main()
