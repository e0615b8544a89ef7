"""Lines: what a status is told by, and how sure a course is."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Opener, Published
from tests.browser.measuring import metres_per_pixel, steps

LOOKS = """() => {
    const { values } = uttarapath.atlas;
    const mark = document.querySelector(".segment.mark").cloneNode(true);
    document.querySelector(".marks").append(mark);
    const told = {};
    for (const mode of Object.keys(values.mode)) {
        for (const [status, { meaning }] of Object.entries(values.status)) {
            mark.setAttribute("class", `mark segment mode-${mode} status-${status}`);
            const look = [...mark.querySelectorAll("path:not(.hit)")].map((path) => {
                const { stroke, ...seen } = getComputedStyle(path);
                const { strokeWidth: width, strokeDasharray: dash, strokeLinecap: cap } = seen;
                return stroke === "none" ? [] : [width, dash, cap];
            });
            told[`${mode} ${status}`] = [meaning, JSON.stringify(look)];
        }
    }
    mark.remove();
    return told;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_status_is_told_by_more_than_colour(open_page: Opener, theme: str) -> None:
    page = open_page(address=f"#tab=about&theme={theme}")
    meanings: dict[tuple[str, str], set[str]] = {}
    for name, (meaning, look) in page.evaluate(LOOKS).items():
        meanings.setdefault((name.split()[0], look), set()).add(meaning)
        widths = [float(width.removesuffix("px")) for width, *_ in filter(None, json.loads(look))]
        assert (max(widths) >= 8) == (meaning == "broken"), name
    assert all(len(told) == 1 for told in meanings.values())


def test_the_band_of_a_line_is_as_wide_as_its_error_on_the_ground(
    page: Page, published: Published
) -> None:
    layers, _ = published
    both = (layers[name][["id", "precision_m"]] for name in ("instc", "ashgabat"))
    precision = {str(name): float(metres) for each in both for name, metres in each.to_numpy()}
    bands = page.locator(".errors > path")
    assert bands.count() == len(precision), "each segment once, whatever networks share it"
    for _ in steps(page, by=2):
        widths = bands.evaluate_all(
            """all => all.map((path) => {
                const { a } = path.getScreenCTM();
                return parseFloat(getComputedStyle(path).strokeWidth) * a;
            })"""
        )
        metres = sorted(width * metres_per_pixel(page) / 2 for width in widths)
        assert metres == pytest.approx(sorted(precision.values()), rel=1e-3)


def test_a_railway_is_as_wide_wherever_it_runs(page: Page) -> None:
    widths = page.locator(".mark.mode-rail.status-operating > .line").evaluate_all(
        "all => [...new Set(all.map((path) => getComputedStyle(path).strokeWidth))]"
    )
    assert widths == ["3px"]
