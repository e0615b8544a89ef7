"""Measuring in a real browser: how a page opens, and how it works under a reader's hand.

Milliseconds are of processor time of the main thread where nothing else is said: a busy machine
changes them little. What a page takes in the same time when nothing is done is taken off gestures.
"""

from __future__ import annotations

import base64
import io
import statistics
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, cast

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageColor
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    Page,
    ViewportSize,
    sync_playwright,
)

from tests.browser.chromium import find_browser
from tests.browser.waiting import until

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
PATIENCE_S = 60
SETTLED_MS = 900
ENOUGH_S = 8
"""A gesture is not made again after so long, nor a drag drawn out."""
TIMES = 8
DRAGS = (1, -1, 1, -1)
LOOK_MS, IDLE_MS = 400, 30
NEAR = 60
"""How far a pixel may be from a colour, all channels together."""
FEW_PX = 40
BLOB_PX, APART_PX = 20, 50
"""How far from its middle a lone feature reaches, and how far the next one is."""
PAINTED = """new Promise((resolve) => requestAnimationFrame(() => {
  const painted = new MessageChannel();
  painted.port1.onmessage = resolve;
  painted.port2.postMessage(0);
}))"""
FRAMES = """() => {
  Object.assign(window, { moved: [], going: true });
  const frame = () => {
    const began = performance.now();
    const painted = new MessageChannel();
    painted.port1.onmessage = () => moved.push([began, performance.now() - began]);
    painted.port2.postMessage(0);
    if (going) requestAnimationFrame(frame);
  };
  frame();
}"""
TOLD = """(tip) => {
  window.told = new Promise((done) => addEventListener("pointermove", ({ timeStamp }) => {
    const isSeen = (each) => each.textContent.trim() && each.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const look = () => {
      if ([...document.querySelectorAll(tip)].some(isSeen)) {
        const painted = new MessageChannel();
        painted.port1.onmessage = () => done(performance.now() - timeStamp);
        painted.port2.postMessage(0);
      } else if (performance.now() - timeStamp < 2000) requestAnimationFrame(look);
      else done(null);
    };
    look();
  }, { capture: true, once: true }));
}"""  # noqa: E501

Picture = npt.NDArray[np.int16]
Act = Callable[[int], object]
Prepare = Callable[[BrowserContext], None]


class NotDrawnError(Exception):
    """A page does not show its data in time."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser of the tests."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        yield browser
        browser.close()


@contextmanager
def tab(
    browser: Browser,
    size: ViewportSize | None = None,
    *,
    slower: int = 1,
    prepare: Prepare | None = None,
) -> Iterator[tuple[Page, CDPSession]]:
    """Open an empty window, with the browser's own meter."""
    context = browser.new_context(viewport=size or DESKTOP)
    context.set_default_timeout(PATIENCE_S * 1000)
    if prepare:
        prepare(context)
    page = context.new_page()
    meter = context.new_cdp_session(page)
    meter.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    meter.send("Performance.enable", {"timeDomain": "threadTicks"})
    yield page, meter
    context.close()


@contextmanager
def opened(
    browser: Browser, address: str, ready: str, prepare: Prepare | None = None
) -> Iterator[tuple[Page, CDPSession]]:
    """Open a page and wait until an expression holds in it and it has come to rest."""
    with tab(browser, prepare=prepare) as (page, meter):
        page.goto(address)
        until(page, ready)
        page.wait_for_timeout(SETTLED_MS)
        yield page, meter


def busy_ms(meter: CDPSession) -> float:
    """Return the time that the main thread has worked."""
    metrics: list[dict[str, Any]] = meter.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


def first_picture(
    page: Page, meter: CDPSession, address: str, colours: Collection[str]
) -> tuple[float, Picture]:
    """Open a page; return the milliseconds from navigation until its data are seen, and the rest.

    They are seen in the first frame that the browser shows in which there are at least half as many
    pixels of their colours as in the picture at rest.
    """
    frames: list[tuple[float, str]] = []

    def keep(frame: dict[str, Any]) -> None:
        frames.append((frame["metadata"]["timestamp"] * 1000, frame["data"]))
        meter.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    meter.on("Page.screencastFrame", keep)
    meter.send("Page.startScreencast", {"format": "png"})
    page.goto(address)
    picture = settled(page, meter, colours)
    enough = pixels_of(picture, colours).sum() / 2
    meter.send("Page.stopScreencast")
    origin = float(page.evaluate("performance.timeOrigin"))
    shown = (
        at - origin
        for at, data in frames
        if pixels_of(_picture(base64.b64decode(data)), colours).sum() >= enough
    )
    if (first := next(shown, None)) is None:
        raise NotDrawnError("seen in no frame")
    return first, picture


def settled(page: Page, meter: CDPSession, colours: Collection[str]) -> Picture:
    """Wait until the main thread has nothing to do and colours are seen; return the picture."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        at_rest(page, meter)
        picture = _picture(page.screenshot())
        if pixels_of(picture, colours).sum() > FEW_PX:
            return picture
    raise NotDrawnError(f"not drawn in {PATIENCE_S} s")


def at_rest(page: Page, meter: CDPSession) -> None:
    """Wait until the main thread has nothing to do, as long as one has patience."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        before = busy_ms(meter)
        page.wait_for_timeout(LOOK_MS)
        if busy_ms(meter) - before < IDLE_MS:
            return


def _picture(data: bytes) -> Picture:
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), np.int16)


def pixels_of(picture: Picture, colours: Collection[str]) -> npt.NDArray[np.bool_]:
    """Return where a picture has one of some colours."""
    wanted = np.array([ImageColor.getrgb(each) for each in colours], np.int16)
    found: npt.NDArray[np.bool_] = np.any(
        [np.abs(picture - each).sum(axis=2) < NEAR for each in wanted], axis=0
    )
    return found


def lone_spots(picture: Picture, colours: Collection[str], count: int) -> list[tuple[float, float]]:
    """Return where features lie that have no other near, the lowest on the screen first."""
    down, right = np.nonzero(pixels_of(picture, colours))
    left = np.ones(len(down), dtype=bool)
    spots: list[tuple[float, float]] = []
    while left.any() and len(spots) < count:
        lowest = int(np.flatnonzero(left)[-1])
        far = np.hypot(down - down[lowest], right - right[lowest])
        blob = far < BLOB_PX
        if not ((far >= BLOB_PX) & (far < APART_PX)).any():
            spots.append((float(right[blob].mean()), float(down[blob].mean())))
        left &= far >= APART_PX
    return spots


def hover_ms(page: Page, spots: list[tuple[float, float]], tip: str) -> float | None:
    """Return the milliseconds of the clock from a move of the pointer to what it tells, painted."""
    taken = []
    for x, y in spots:
        page.mouse.move(5, DESKTOP["height"] - 5)
        page.wait_for_timeout(LOOK_MS)
        page.evaluate(TOLD, tip)
        page.mouse.move(x, y)
        taken.append(page.evaluate("told"))
    told = [each for each in taken if each is not None]
    return statistics.median(told) if told else None


def gesture_ms(
    page: Page, meter: CDPSession, act: str | Act, times: int = TIMES
) -> tuple[float, float]:
    """Return the time of a gesture until it is seen, and until all is at rest."""
    script = act
    does = act if callable(act) else lambda i: page.evaluate(f"i => {{ ({script})(i) }}", i)
    idle = _busy_twice(page, meter, lambda _: None, 1)
    busy = _busy_twice(page, meter, does, times)
    return max(0, busy[0] - idle[0]), max(0, busy[1] - idle[1])


def _busy_twice(page: Page, meter: CDPSession, act: Act, times: int) -> tuple[float, float]:
    seen, rest = [], []
    began = time.monotonic()
    for i in range(times):
        before = busy_ms(meter)
        act(i)
        page.evaluate(PAINTED)
        seen.append(busy_ms(meter) - before)
        page.wait_for_timeout(SETTLED_MS)
        rest.append(busy_ms(meter) - before)
        if time.monotonic() - began > ENOUGH_S:
            break
    return statistics.median(seen), statistics.median(rest)


class Task(NamedTuple):
    """What the main thread does at a time, in milliseconds."""

    clock: float
    busy: float
    """Of processor time."""


@dataclass(frozen=True)
class Drag:
    """The frames of a map that is dragged there and back, twice."""

    busy: tuple[float, ...]
    """The milliseconds that each keeps the main thread, painting included."""
    gaps: tuple[float, ...]
    """Those from the begin of each to that of the next, which the painting of WebGL delays."""

    longest: tuple[Task, ...]
    """The longest of each time there or back, from press to 0.2 s after release."""

    @property
    def late(self) -> float:
        """What 95 in 100 stay below."""
        return self.busy[int(len(self.busy) * 0.95)]

    @property
    def longest_clock(self) -> tuple[float, float]:
        """The milliseconds by the clock of the longest tasks: their median, and the longest."""
        taken = [each.clock for each in self.longest]
        return statistics.median(taken), max(taken)

    @property
    def longest_busy(self) -> tuple[float, float]:
        """The same of processor time."""
        taken = [each.busy for each in self.longest]
        return statistics.median(taken), max(taken)

    @property
    def late_gap(self) -> float:
        """What 95 in 100 gaps stay below."""
        return self.gaps[int(len(self.gaps) * 0.95)]

    def __str__(self) -> str:
        """Return it in one line."""
        middle = statistics.median(self.busy)
        task, most = self.longest_clock
        return f"{middle:.1f} ms, p95 {self.late:.1f}, longest task {task:.1f}, at most {most:.1f}"


def drag(page: Page) -> Drag:
    """Drag the map there and back; what the pointer does before it presses is no part of it."""
    busy: list[float] = []
    gaps: list[float] = []
    longest: list[Task] = []
    for way in DRAGS:
        deadline = time.monotonic() + ENOUGH_S
        page.mouse.move(900, 450)
        page.wait_for_timeout(LOOK_MS)
        page.evaluate(FRAMES)
        with tasks(page) as taken:
            page.mouse.down()
            for step in range(60):
                page.mouse.move(900 - step * 7 * way, 450 - step * 2 * way)
                page.wait_for_timeout(12)
                if time.monotonic() > deadline:
                    break
            page.mouse.up()
            page.wait_for_timeout(200)
        frames = page.evaluate("going = false, moved")
        busy += [each for _, each in frames]
        gaps += [after - began for (began, _), (after, _) in pairwise(frames)]
        longest.append(Task(*map(max, zip(*taken, strict=True))))
    return Drag(tuple(sorted(busy)), tuple(sorted(gaps)), tuple(longest))


@contextmanager
def tasks(page: Page) -> Iterator[list[Task]]:
    """Give all that the main thread does meanwhile, told at the end."""
    meter = cast("Browser", page.context.browser).new_browser_cdp_session()
    events: list[dict[str, Any]] = []
    ended: list[bool] = []
    meter.on("Tracing.dataCollected", lambda told: events.extend(told["value"]))
    meter.on("Tracing.tracingComplete", lambda _: ended.append(True))
    wanted = {"transferMode": "ReportEvents", "traceConfig": {"includedCategories": ["toplevel"]}}
    meter.send("Tracing.start", wanted)
    taken: list[Task] = []
    yield taken
    meter.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(LOOK_MS)
    named = [each for each in events if each["name"] == "thread_name"]
    main = {(x["pid"], x["tid"]) for x in named if x["args"]["name"] == "CrRendererMain"}
    taken += [
        Task(each["dur"] / 1000, each.get("tdur", 0) / 1000)
        for each in events
        if "dur" in each and (each["pid"], each["tid"]) in main
    ]
    meter.detach()
