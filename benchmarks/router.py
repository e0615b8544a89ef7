"""Measure one question for the best way, in Python (processor time) and in the page (clock), in ms.

Run it after a build: `.venv/bin/python benchmarks/router.py [PAGE]`. Two hundred questions between
any two places, the same in each run, are asked one after the other, after a first one, which cuts
all lines at the borders. In Python an answer is all that `geo.route` gives; in the page it is what
the panel lists of a question: each way that leads there, with its parts.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.arguments import existing_file, parser
from geo.api import PUBLISHED, SHIPPED, Atlas, open_atlas
from geo.errors import NoWayError
from tests.browser.chromium import find_browser

TIMES = 200
ASK = """questions => questions.map(([from, to, by]) => {
  const { courses, state } = uttarapath;
  const began = performance.now();
  courses.between({ ...state.get(), tab: "ways", from, to, by });
  return performance.now() - began;
})"""
Asked = tuple[str, str, str]


def questions(atlas: Atlas) -> list[Asked]:
    """Return pairs of places, and what the way between them is to be best by."""
    dice = random.Random(7)
    ends = sorted({*atlas.segments[["from_place", "to_place"]].to_numpy().flat})
    by = ("distance", "time", "cost")
    return [(*dice.sample(ends, 2), dice.choice(by)) for _ in range(TIMES)]  # type: ignore[misc]


def python_ms(atlas: Atlas, asked: list[Asked]) -> list[float]:
    """Return what each question takes in Python."""
    taken = []
    every = [*atlas.spec.values["status"]]
    for start, end, by in asked:
        began = time.process_time()
        try:
            atlas.route(start, end, by=by, allow=every)
        except NoWayError:
            continue
        taken.append((time.process_time() - began) * 1000)
    return taken


def page_ms(file: Path, asked: list[Asked]) -> list[float]:
    """Return what each question takes in the page."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        page = browser.new_page()
        page.goto(file.as_uri())
        page.locator(".labels").wait_for(state="attached")
        taken: list[float] = page.evaluate(ASK, asked)
        browser.close()
    return taken


def told(name: str, taken: list[float]) -> str:
    """Return the first, the median, and what nine in ten stay below."""
    first, *rest = taken
    deciles = statistics.quantiles(rest, n=10)
    return f"{name:8}{first:8.1f}{statistics.median(rest):8.1f}{deciles[-1]:8.1f}"


def main() -> None:
    """Print a line for Python and one for the page."""
    arguments = parser(str(__doc__))
    arguments.add_argument("page", type=existing_file, nargs="?", default=ROOT / "map.html")
    file: Path = arguments.parse_args().page
    atlas = open_atlas(SHIPPED, layers=PUBLISHED)
    asked = questions(atlas)
    print(f"{'ms':8}{'first':>8}{'median':>8}{'9 in 10':>8}")
    print(told("Python", python_ms(atlas, asked)))
    print(told("page", page_ms(file.resolve(), asked)))


if __name__ == "__main__":
    main()
