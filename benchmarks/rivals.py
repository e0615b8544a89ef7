"""Compare this toolkit with others that draw the same own data, and write `docs/benchmarks.md`.

Run it with an interpreter that has them; it takes half an hour and nobody's hand:

    pip install -e '.[test]' mapclassify pydeck maplibre 'lonboard<0.17'
    python benchmarks/rivals.py

(The page of lonboard 0.17 asks for parquet-wasm 0.9.0, which npm does not have.) One that is not
installed, or does not draw, is named with the reason. Each page is built in a process of its own
and opened in a real browser; what it loads from elsewhere is served from disk (npm fetches it
once). `--counts 1000 --only geo` measures less and prints only.
"""

from __future__ import annotations

import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks import report
from benchmarks.arguments import parser, whole_number
from benchmarks.browser import (
    NotDrawnError,
    at_rest,
    chromium,
    drag,
    first_picture,
    gesture_ms,
    hover_ms,
    lone_spots,
    tab,
)
from benchmarks.build import timed
from benchmarks.crowd import write_crowd
from benchmarks.libraries import LIBRARIES, OURS, Library
from benchmarks.page import first_pictures, plain_folium
from benchmarks.report import MANY, VERY_MANY, Measurement
from benchmarks.shelf import Shelf
from geo.api import open_atlas

COUNTS = {"points": (1_000, 10_000, MANY), "lines": (1_000, 10_000)}
LOADS, SLOW_MS = 3, 4_000
"""So often a page is opened, and when it is slower but once."""
SPOTS, ZOOMS, BUILDS = 4, 7, 5
FOCUS = "document.querySelector('.leaflet-container')?.focus()"
"""What was dragged may have the focus, and then Leaflet's own keys do nothing."""


@dataclass(frozen=True)
class Built:
    """A page, and what it took to make it."""

    page: Path
    seconds: float
    memory_mb: float


def built(library: Library, crowd: Path, page: Path) -> Built:
    """Build a page in a process of its own."""
    told = [sys.executable, __file__, "--make", library.name, str(crowd), str(page)]
    run = subprocess.run(told, capture_output=True, text=True, check=False)
    if run.returncode:
        raise NotDrawnError(f"not built: {run.stderr.strip().splitlines()[-1]}")
    seconds, memory_kb = run.stdout.split()[-2:]
    return Built(page, float(seconds), int(memory_kb) / 1024)


def make(name: str, crowd: str, page: str) -> None:
    """Build a page, and print the processor time and the peak memory that it took."""
    Path(page).write_text(LIBRARIES[name].draw(Path(crowd)), "utf-8")
    # rusage would tell what the parent had, where that is more
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text("utf-8"))
    print(time.process_time(), peak[1] if peak else 0)


def measured(
    browser: Browser, library: Library, shape: str, count: int, made: Built
) -> Measurement:
    """Open a page some times, and use it as a reader does."""
    firsts = []
    while True:
        shelf = Shelf()
        with tab(browser, prepare=shelf.stand_in) as (page, meter):
            first, picture = first_picture(page, meter, made.page.as_uri(), library.colours)
            firsts.append(first)
            if len(firsts) < LOADS and first < SLOW_MS:
                continue
            spots = lone_spots(picture, library.colours, SPOTS)
            told = hover_ms(page, spots, library.tip) if library.tip else None
            dragged = drag(page)
            page.mouse.move(720, 5)
            page.evaluate(FOCUS)
            at_rest(page, meter)
            _, zoom = gesture_ms(page, meter, lambda i: page.keyboard.press("+-"[i % 2]), ZOOMS)
        return Measurement(
            library=library.name,
            shape=shape,
            count=count,
            seconds=made.seconds,
            memory_mb=made.memory_mb,
            size=made.page.stat().st_size,
            packed=len(gzip.compress(made.page.read_bytes())),
            asked=shelf.asked,
            served=shelf.served,
            missing=tuple(sorted(shelf.missing)),
            first_ms=statistics.median(firsts),
            pan_ms=dragged.late,
            longest_ms=dragged.longest_clock,
            busy_ms=dragged.longest_busy,
            gap_ms=dragged.late_gap,
            zoom_ms=zoom,
            hover_ms=told,
        )


def measurement_of(
    browser: Browser, library: Library, shape: str, count: int, folder: Path
) -> Measurement:
    """Build and measure one page; where that cannot be, tell why."""
    crowd = folder / f"{shape}-{count}.parquet"
    why = "" if library.is_installed else "not installed"
    why = why or ("" if library.lines or shape == "points" else "draws points only")
    if why:
        return Measurement(library=library.name, shape=shape, count=count, why=why)
    if not crowd.exists():
        write_crowd(shape, count, crowd)
    try:
        made = built(library, crowd, folder / "page.html")
        return measured(browser, library, shape, count, made)
    except (NotDrawnError, PlaywrightError) as error:
        why = str(error).strip().splitlines()[0]
        return Measurement(library=library.name, shape=shape, count=count, why=why)


def main() -> None:
    """Measure all, and write what was found."""
    options = parser(__doc__)
    options.add_argument("--counts", type=whole_number, nargs="+", help="of points and lines")
    options.add_argument("--only", nargs="+", choices=[*LIBRARIES], help="libraries")
    options.add_argument("--make", nargs=3, help="what a process of its own builds")
    told = options.parse_args()
    if told.make:
        make(*told.make)
        return
    wanted = [
        (each, shape, count)
        for shape, counts in COUNTS.items()
        for count in told.counts or counts
        for each in LIBRARIES
        if not told.only or each in told.only
    ]
    is_part = told.counts or told.only
    if not is_part:
        wanted.append((OURS, "points", VERY_MANY))
    load = os.getloadavg()
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        rows = []
        for name, shape, count in wanted:
            rows.append(measurement_of(browser, LIBRARIES[name], shape, count, Path(folder)))
            print(rows[-1], flush=True)
        if is_part:
            return
        plain = plain_folium(Path(folder))
        atlas = Path(folder, "map.html")
        open_atlas().build_map().save(str(atlas))
        pictures = first_pictures(browser, atlas, plain)
        report.write(rows, pictures, timed(BUILDS)[0], load, browser.version)


if __name__ == "__main__":
    main()
