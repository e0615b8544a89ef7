"""Waiting in a page whose policy forbids what Playwright's own `wait_for_function` does.

All waits end as soon as what they wait for holds; how long they last at most only says how busy a
machine may be.
"""

from __future__ import annotations

import time

from playwright.sync_api import Frame, Page

PATIENCE_S = 90.0
_AT_REST = """() => new Promise((done) => {
    const { map } = uttarapath;
    const look = () => JSON.stringify([map.getBounds(), map.getSize(), map._animatingZoom]);
    let before = "";
    let still = 0;
    requestAnimationFrame(function frame() {
        const now = look();
        still = now === before && !map._animatingZoom && !map._panAnim?._inProgress ? still + 1 : 0;
        before = now;
        still < 15 ? requestAnimationFrame(frame) : done();
    });
})"""

_TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


SEEN_AT_REST = f"""new Promise((done, fail) => requestAnimationFrame(() => {{
    let turns = 12;
    const ends = performance.now() + {1000 * PATIENCE_S};
    const isBusy = () => turns-- > 0 || document.querySelector(".labels[aria-busy]");
    const next = () => setTimeout(() => {{
        if (performance.now() > ends) fail(new Error("names are not placed"));
        else isBusy() ? next() : done();
    }});
    next();
}}))"""
"""Holds in a page, for scripts, once all is drawn that follows from a map that was moved.

Each part is drawn in a task of its own, but for the names, which take some and say when they are
done; there are fewer of them than are waited for.
"""


def until(page: Page | Frame, expression: str) -> None:
    """Wait until an expression holds in the page; fail if it does not in time."""
    deadline = time.monotonic() + PATIENCE_S
    while not page.evaluate(expression):
        assert time.monotonic() < deadline, expression
        page.wait_for_timeout(20)


def rest(page: Page | Frame) -> None:
    """Wait until the map has not moved, and is not about to, for fifteen frames."""
    page.evaluate(_AT_REST)


def resize(page: Page, width: int, height: int) -> None:
    """Give the window of a page another size, and wait until the page has taken it.

    Playwright returns as soon as the browser knows of it; a busy one lays the page out later.
    """
    page.set_viewport_size({"width": width, "height": height})
    until(page, f"innerWidth === {width} && innerHeight === {height}")
    page.evaluate(_TWO_FRAMES)
