"""Measure what a reader does with a page of many points or lines: the toy with sites and pipes.

Run it with the interpreter of the environment: `.venv/bin/python benchmarks/field.py`, perhaps with
`--points 10000` or `--lines 10000`. All but the frames of a drag are milliseconds of processor time
of the main thread. Others that draw as many are beside it in `benchmarks/rivals.py`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.arguments import parser, whole_number
from benchmarks.browser import busy_ms, chromium, drag, gesture_ms, opened
from benchmarks.page import READY
from geo.api import open_atlas
from geo.page.document import draw_page
from tests.crowded import crowded_toy

GESTURES = {
    "zoom": "i => uttarapath.map.setZoom(uttarapath.map.getZoom() + (i % 2 ? -1 : 1))",
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


def main() -> None:
    """Build the page and print the figures."""
    options = parser(__doc__)
    options.add_argument("--points", type=whole_number, default=0)
    options.add_argument("--lines", type=whole_number, default=0)
    told = options.parse_args()
    points = told.points or (0 if told.lines else 100_000)
    with chromium() as browser, tempfile.TemporaryDirectory() as place:
        folder = crowded_toy(Path(place) / "atlas", points=points, lines=told.lines)
        target = Path(place) / "map.html"
        draw_page(open_atlas(folder)).save(str(target))
        print(f"{points:,} points, {told.lines:,} lines, {target.stat().st_size:,} bytes")
        address, layer = f"{target.as_uri()}#tab=about", "sites" if points else "pipes"
        with opened(browser, address, READY) as (page, meter):
            heap = page.evaluate("performance.memory.usedJSHeapSize") / 1e6
            print(f"load {busy_ms(meter):.0f} ms, heap {heap:.0f} MB")
            print(f"what is under the pointer {page.evaluate(HITS):.2f} ms")
            print(f"drag frame {drag(page)}")
        for title, script in GESTURES.items():
            with opened(browser, address, READY) as (page, meter):
                seen, rest = gesture_ms(page, meter, script.replace("LAYER", repr(layer)))
            print(f"{title} {seen:.0f} ms until seen, {rest:.0f} in all")


if __name__ == "__main__":
    main()
