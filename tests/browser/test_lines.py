"""Lines: what a status is told by, and how sure a course is."""

from __future__ import annotations

import io
import itertools
import json

import numpy as np
import pytest
import shapely
from PIL import Image
from playwright.sync_api import FloatRect, Page, expect

from geo.api import Atlas
from tests.browser.conftest import Opener, Published, press_row, unfold_legend
from tests.browser.measuring import metres_per_pixel, steps
from tests.browser.waiting import rest, until

NETWORKS = ("instc", "ashgabat", "feeders", "sea")
LOOKS = """() => {
    const { values } = uttarapath.atlas;
    const mark = document.querySelector(".segment.mark").cloneNode(false);
    for (const name of ["line", "core", "bars"]) {
        const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
        path.setAttribute("class", name);
        mark.append(path);
    }
    document.querySelector(".marks").append(mark);
    const told = {};
    for (const mode of Object.keys(values.mode)) {
        for (const [status, { meaning, above }] of Object.entries(values.status)) {
            mark.setAttribute("class", `mark segment mode-${mode} status-${status}`);
            const strokes = [...mark.children].flatMap((path) => {
                const { stroke, strokeWidth, strokeDasharray, ...seen } = getComputedStyle(path);
                const look = [strokeWidth, strokeDasharray, seen.strokeLinecap];
                return stroke === "none" ? [] : [{ part: path.getAttribute("class"), look }];
            });
            const look = strokes.map((stroke) => stroke.look);
            const drawn = strokes.map(({ part }) => part).join();
            const isDrawn = drawn === ["line", ...(above?.[mode] ?? [])].join();
            told[`${mode} ${status}`] = [meaning, JSON.stringify(look), isDrawn];
        }
    }
    mark.remove();
    return told;
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_status_is_told_by_more_than_colour(open_page: Opener, theme: str) -> None:
    page = open_page(address=f"#tab=about&theme={theme}")
    meanings: dict[tuple[str, str], set[str]] = {}
    for name, (meaning, look, is_drawn) in page.evaluate(LOOKS).items():
        assert is_drawn, name
        meanings.setdefault((name.split()[0], look), set()).add(meaning)
        widths = [float(width.removesuffix("px")) for width, *_ in json.loads(look)]
        assert (max(widths) >= 8) == (meaning == "broken"), name
    assert all(len(told) == 1 for told in meanings.values())


KEYS = """() => {
    const looks = (nodes) => new Map([...nodes].map((node) => {
        const paths = [...node.querySelectorAll(".line, .core, .bars")];
        const all = paths.map((path) => getComputedStyle(path));
        const seen = all.filter((is) => is.stroke !== "none");
        return [JSON.stringify(seen.map((is) => [
            is.strokeWidth, is.strokeDasharray, is.strokeLinecap, is.strokeOpacity,
        ])), node.getAttribute("class")];
    }));
    const keys = looks(document.querySelectorAll("#legend fieldset:not([hidden]) .segment"));
    const drawn = looks(document.querySelectorAll(".segment.mark:not([data-off])"));
    const unknown = [...drawn].filter(([look]) => !keys.has(look)).map(([, name]) => name);
    const bare = document.querySelectorAll(".segment:not([data-off]) > path:not([d])");
    return [drawn.size, unknown, bare.length];
}"""


def test_every_stroke_in_sight_has_a_key_in_the_legend(page: Page, shipped: Atlas) -> None:
    for year in range(1992, 2027):
        page.evaluate("date => uttarapath.state.set({ date })", f"{year}-11-22")
        assert page.evaluate(KEYS)[1:] == [[], 0], year
    assert page.evaluate(KEYS)[0] > 6
    for scene in shipped.story:
        page.evaluate("address => { location.hash = address; }", f"scene={scene.id}")
        until(page, f"uttarapath.state.get().scene === '{scene.id}'")
        assert page.evaluate(KEYS)[1:] == [[], 0], scene.id


def test_the_legend_says_which_stroke_is_which_mode_beside_the_statuses(page: Page) -> None:
    keys = page.locator("#legend [data-group=status] .key > span")
    expect(keys).to_have_text(["Rail", "Road", "Sea", "River"])
    expect(keys.first).to_be_visible()
    page.locator("#legend [data-group=mode] legend button").click()
    expect(keys.first).to_be_hidden()


def test_the_band_of_a_line_is_as_wide_as_its_error_on_the_ground(
    page: Page, published: Published
) -> None:
    layers, _ = published
    every = (layers[name][["id", "precision_m"]] for name in NETWORKS)
    precision = {str(name): float(metres) for each in every for name, metres in each.to_numpy()}
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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_bands_of_lanes_that_cross_are_told_apart_and_grow_no_darker(
    open_page: Opener, theme: str
) -> None:
    page = open_page(address=f"#tab=explore&at=51,41,4.5&theme={theme}")
    page.locator(".marks, .casings, .labels, .graticule, .borders").evaluate_all(
        "all => all.forEach((node) => (node.style.display = 'none'))"
    )
    open_water: FloatRect = {"x": 660, "y": 210, "width": 130, "height": 270}
    sea = Image.open(io.BytesIO(page.screenshot(clip=open_water))).convert("L")
    often = 0.02 * sea.width * sea.height
    shades = sorted(
        (shade for shade, n in enumerate(sea.histogram()) if n > often), reverse=theme == "light"
    )
    assert len(shades) > 2, "the water, one band, and more of them"
    bands = page.locator(".errors")
    most = float(bands.first.evaluate("group => getComputedStyle(group).opacity"))
    assert most < 0.2
    water, darkest = shades[0], shades[-1]
    assert abs(darkest - water) <= most * 255


def test_a_railway_is_as_wide_wherever_it_runs(still: Page) -> None:
    widths = still.locator(".mark.mode-rail.status-operating > .line").evaluate_all(
        "all => [...new Set(all.map((path) => getComputedStyle(path).strokeWidth))]"
    )
    assert widths == ["3px"]


LANES = """() => {
    const step = 4;
    const lanes = document.querySelectorAll(".mark.mode-sea:not([data-off]) > .line");
    return [...lanes].map((line) => {
        const parts = line.getAttribute("d").split("M").filter(Boolean).map((part) => "M" + part);
        return parts.map((d) => {
            const path = line.cloneNode();
            path.setAttribute("d", d);
            const count = Math.floor(path.getTotalLength() / step);
            const points = Array.from({ length: count }, (_, i) => path.getPointAtLength(i * step));
            return points.map(({ x, y }) => [x, y]);
        });
    });
}"""


@pytest.mark.parametrize("date", ["2026-11-22", "2024-12-01"])
def test_no_two_lanes_run_into_one(open_page: Opener, date: str) -> None:
    page = open_page(address=f"#tab=about&date={date}")
    for _ in steps(page, lat=40, lon=51, by=1.5):
        lanes = [
            [np.array(part) for part in lane if len(part) > 1] for lane in page.evaluate(LANES)
        ]
        assert sum(map(len, lanes)) > 5
        for one, other in itertools.combinations(lanes, 2):
            for part, its_part in itertools.product(one, other):
                line = shapely.LineString(its_part)
                away = shapely.distance(shapely.points(part), line)
                runs = itertools.groupby(np.atleast_1d(away).tolist(), key=lambda far: far < 3.2)
                longest = max((len(list(run)) for is_near, run in runs if is_near), default=0)
                assert longest * 4 < 40, "for so many pixels"


ENDS = """() => {
    const lines = new Map();
    const marks = [...document.querySelectorAll(".segment.mark:not([data-off])")];
    const lookOf = (mark) => mark.getAttribute("class") + mark.style.getPropertyValue("--hue");
    for (const mark of marks) {
        const d = mark.querySelector(".line").getAttribute("d");
        const parts = d.split("M").filter(Boolean).map((part) =>
            part.split("L").map((point) => point.split(" ").map(Number)));
        lines.set(lookOf(mark), [...(lines.get(lookOf(mark)) ?? []), ...parts]);
    }
    const far = (points, [x, y]) => Math.min(...points.slice(1).map(([x1, y1], i) => {
        const [[x0, y0], dx, dy] = [points[i], x1 - points[i][0], y1 - points[i][1]];
        const share = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1);
        const along = Math.min(1, Math.max(0, share));
        return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
    }));
    return marks.flatMap((mark) => {
        const { is } = uttarapath.atlas.byId.get(mark.dataset.id)[0];
        return [is.from_place, is.to_place].flatMap((end) => {
            const sign = document.querySelector(`.mark[data-id="${end}"]:not([data-off])`);
            if (!sign) return [];
            const at = sign.getAttribute("transform").match(/[-\\d.]+/g).map(Number);
            const parts = lines.get(lookOf(mark)); // those of one look share a line
            return [[mark.dataset.id, end, Math.min(...parts.map((part) => far(part, at)))]];
        });
    });
}"""


@pytest.mark.parametrize("date", ["2026-11-22", "2024-12-01"])
def test_every_line_ends_at_its_signs(open_page: Opener, date: str) -> None:
    page = open_page(address=f"#tab=about&date={date}")
    for zoom in steps(page):
        ends = page.evaluate(ENDS)
        assert len(ends) > 40
        assert [end for end in ends if end[-1] > 2] == [], zoom


def test_the_legend_tells_branches_as_the_layers_do(page: Page, published: Published) -> None:
    frame = published[0]["instc"]
    unfold_legend(page)
    rows = page.locator("#legend [data-group=branch] .row:has([data-key^='branch.'])")
    branches = [
        str(each.get_attribute("data-key")).split(".")[1] for each in rows.locator("input").all()
    ]
    for branch, row in zip(branches, rows.all(), strict=True):
        own = frame[[branch in names.split(";") for names in frame["branch"]]]
        assert row.locator(".count").inner_text() == f"{round(own['len_km'].sum()):,} km"
        stroke = row.locator(".line").evaluate("path => getComputedStyle(path).stroke")
        mark = page.locator(f'[data-layer=instc][data-id="{ALONE[branch]}"] > .line')
        assert mark.evaluate("path => getComputedStyle(path).stroke") == stroke


ALONE = {
    "west": "az-ru-bilajari-samur",
    "caspian": "ir-kz-amirabad-aktau",
    "east": "tm-kz-serhetyaka-border-uzen",
    "chabahar": "ir-chabahar-khash",
}


def test_a_segment_goes_with_the_last_of_its_branches(page: Page) -> None:
    shared = page.locator('.mark[data-layer=instc][data-id="ir-tehran-qazvin"]')
    for branch, left in (("west", True), ("caspian", False)):
        press_row(page, f"branch.{branch}")
        expect(page.locator(f'.mark[data-layer=instc][data-id="{ALONE[branch]}"]')).to_be_hidden()
        assert shared.evaluate("mark => !mark.hasAttribute('data-off')") == left
    until(page, "location.hash.includes('off=branch.caspian,branch.west')")


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_branches_are_named_along_their_lines(open_page: Opener, language: str) -> None:
    page = open_page(address=f"#tab=story&scene=instc&lang={language}")
    rest(page)
    away = page.evaluate(
        """() => [...document.querySelectorAll(".label.branch.told")].map((label) => {
            const box = label.getBoundingClientRect();
            const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
            const hue = label.style.getPropertyValue("--hue");
            const lines = [...document.querySelectorAll(".segment.mark:not([data-off])")]
                .filter((mark) => mark.style.getPropertyValue("--hue") === hue)
                .map((mark) => mark.querySelector(".line"));
            const points = lines.flatMap((line) => {
                const matrix = line.getScreenCTM();
                const count = Math.ceil(line.getTotalLength() / 4);
                return Array.from({ length: count }, (_, i) =>
                    line.getPointAtLength(i * 4).matrixTransform(matrix));
            });
            return Math.min(...points.map((point) => Math.hypot(point.x - x, point.y - y)))
                - label.getComputedTextLength() / 2;
        })"""
    )
    assert len(away) == 3, "those that the scene tells of"
    assert max(away) < 24
