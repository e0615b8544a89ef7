"""Measure the page in a real browser: time to the first picture, and frames while it is dragged.

Run it after a build: `.venv/bin/python benchmarks/page.py [PAGE]`.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests.browser.chromium import find_browser
from tests.browser.waiting import until

WINDOW = {"width": 1440, "height": 900}
FIRST = """(() => {
  const look = () => {
    if (!document.querySelector(".country")) return requestAnimationFrame(look);
    const painted = new MessageChannel();
    painted.port1.onmessage = () => { window.first = performance.now(); };
    painted.port2.postMessage(0);
  };
  requestAnimationFrame(look);
})()"""
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


def first_picture(browser: Browser, address: str) -> float:
    """Return the milliseconds from navigation until the first countries are painted."""
    context = browser.new_context(viewport=WINDOW)
    context.add_init_script(FIRST)
    page = context.new_page()
    page.goto(address)
    until(page, "window.first")
    first = float(page.evaluate("first"))
    context.close()
    return first


def drag_frames(browser: Browser, address: str) -> list[float]:
    """Return the milliseconds that each frame of a drag keeps the page busy, paint included."""
    page = browser.new_page(viewport=WINDOW)
    page.goto(address)
    page.locator(".labels").wait_for(state="attached")
    page.wait_for_timeout(500)
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


def main() -> None:
    """Print the figures."""
    root = Path(__file__).resolve().parent.parent
    address = Path(sys.argv[1] if len(sys.argv) > 1 else root / "map.html").resolve().as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        firsts = [first_picture(browser, address) for _ in range(9)]
        frames = drag_frames(browser, address)
        browser.close()
    print(f"first picture: {statistics.median(firsts):.0f} ms")
    middle, late = statistics.median(frames), frames[int(len(frames) * 0.95)]
    print(f"drag frame: median {middle:.1f}, p95 {late:.1f}, longest {frames[-1]:.1f} ms")


if __name__ == "__main__":
    main()
