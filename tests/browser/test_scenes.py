"""Each scene shows its subject: in free sight, by name, and the rest steps back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo.api import PUBLISHED, SHIPPED, open_atlas
from tests.browser.conftest import DESKTOP, PHONE, Opener
from tests.browser.waiting import SEEN_AT_REST, resize, rest

EXAMPLE = Path(__file__).parents[2] / "examples" / "middle-corridor"
TABLET = {"width": 820, "height": 1180}
SMALL = [(320, 568), (320, 640), (667, 375), (844, 390)]
SCENES = open_atlas(SHIPPED, layers=PUBLISHED).story

FAULTS = """({ highlight, callouts }) => {
    const { atlas, state } = uttarapath;
    const faults = [];
    const isFree = ([x, y]) => Boolean(document.elementFromPoint(x, y)?.closest(".map"));
    const boxOf = (node) => {
        const { left, top, right, bottom } = node.getBoundingClientRect();
        return [left, top, right, bottom];
    };
    const spotsOf = ([x0, y0, x1, y1]) =>
        [x0, (x0 + x1) / 2, x1].flatMap((x) => [[x, y0], [x, y1]]);
    const along = (path) => {
        const [length, matrix] = [path.getTotalLength(), path.getScreenCTM()];
        return Array.from({ length: 21 }, (_, i) => {
            const { x, y } = path.getPointAtLength((length * i) / 20).matrixTransform(matrix);
            return [x, y];
        });
    };
    const labels = [...document.querySelectorAll(".labels text.label")];
    const read = labels.filter((label) => spotsOf(boxOf(label)).every(isFree));
    const notes = [...document.querySelectorAll(".labels > svg.callout")];
    const named = new Set(read.map((label) => label.textContent));
    // A country too small for its name has a shorter one, or its callout tells it; one so small
    // that its signs fill it has none.
    const isCalled = ({ id, is: { name } }) =>
        [name, atlas.spots.short[id]?.en].some((form) => named.has(form)) ||
        notes.some((note) => note.textContent.startsWith(name));
    const isTiny = (mark) => {
        const { width, height } = mark.getBoundingClientRect();
        return Math.min(width / 100, height / 60) < 1;
    };
    const told = new Set(callouts.map(({ feature }) => feature));
    const subject = [];
    for (const id of highlight) {
        const [feature] = atlas.byId.get(id);
        const { shape, time } = feature.layer;
        const drawn = document.querySelectorAll(`.atlas-sheet [data-id="${id}"]:not([data-off])`);
        if (![...drawn].some((mark) => mark.matches(".lit"))) faults.push(`${id} is not lit`);
        const isLine = shape === "network" || shape === "lines";
        const points = [...drawn].slice(0, 1).flatMap((mark) => {
            if (shape === "areas") return along(mark.querySelector("path"));
            if (isLine) return along(mark.matches("path") ? mark : mark.querySelector("path"));
            const [x0, y0, x1, y1] = boxOf(mark.querySelector("circle"));
            return [[(x0 + x1) / 2, (y0 + y1) / 2]];
        });
        const covered = points.filter((point) => !isFree(point));
        // The largest countries go beyond any window; what little is seen of one has its name.
        const isSeen = covered.length < points.length;
        const isNamed = shape === "areas" || (shape === "points" && !time.length);
        const isLeft = shape === "areas" && !told.has(id) && isTiny(drawn[0]);
        if (isNamed && isSeen && !isCalled(feature) && !isLeft) faults.push(`${id} has no name`);
        if (shape === "areas") continue;
        if (covered.length) faults.push(`${id} is covered at ${covered[0]}`);
        subject.push(...points);
    }
    if (notes.length !== callouts.length) faults.push(`only ${notes.length} callouts`);
    const lenses = document.querySelectorAll(".lens").length;
    if (lenses !== callouts.filter(({ lens }) => lens).length) faults.push(`${lenses} lenses`);
    for (const note of notes) {
        const box = boxOf(note.querySelector(".note"));
        if (!spotsOf(box).every(isFree)) faults.push(`${note.textContent} is covered`);
        const [x0, y0, x1, y1] = box;
        const over = subject.find(([x, y]) => x > x0 && x < x1 && y > y0 && y < y1);
        if (over) faults.push(`${note.textContent} covers the subject at ${over}`);
    }
    const others = [...document.querySelectorAll(".atlas-sheet .mark:not(.lit, [data-off])")];
    const bright = others.filter((mark) => getComputedStyle(mark).opacity > 0.5);
    if (bright.length) faults.push(`${bright[0].dataset.id} does not step back`);
    return faults;
}"""


def test_each_scene_shows_and_names_its_subject_at_every_size(open_page: Opener) -> None:
    page = open_page(address="", reduced_motion="reduce")
    faults = []
    for size in (DESKTOP, TABLET, PHONE):
        resize(page, size["width"], size["height"])
        rest(page)
        for scene in SCENES:
            page.evaluate("address => { location.hash = address; }", f"scene={scene.id}")
            expect(page.locator("#story h2")).to_have_text(scene.words["en"].heading)
            told = {
                "highlight": scene.map.highlight,
                "callouts": [
                    {"feature": callout.feature, "lens": callout.lens}
                    for callout in scene.map.callouts
                ],
            }
            faults += [(size["width"], scene.id, fault) for fault in page.evaluate(FAULTS, told)]
    assert not faults, "\n".join(map(str, faults))


LENS = """() => [...document.querySelectorAll(".labels .lens")].map((lens) => {
    const frame = lens.getBoundingClientRect();
    const names = [...lens.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
    return names.filter(({ left, right, top, bottom }) =>
        left >= frame.left && right <= frame.right && top >= frame.top && bottom <= frame.bottom
    ).length;
})"""


@pytest.mark.parametrize(("width", "height"), SMALL)
def test_the_missing_link_has_its_lens_on_the_smallest_windows(
    open_page: Opener, width: int, height: int
) -> None:
    size = {"width": width, "height": height}
    page = open_page(address="#scene=missing", viewport=size, reduced_motion="reduce")
    expect(page.locator(".labels .lens")).to_have_count(1)
    assert page.evaluate(LENS) == [2], "both ends by name, whole"


def test_a_lens_has_the_text_of_its_own_scene_alone(open_page: Opener) -> None:
    page = open_page(address="#scene=missing", reduced_motion="reduce")
    for scene, text in (("cargo", "Promised for 2019"), ("missing", "No railway: 162 km")):
        page.evaluate("address => { location.hash = address; }", f"scene={scene}")
        rest(page)
        page.evaluate(SEEN_AT_REST)
        notes = page.locator(".callout:has(> .lens) > .callout")
        expect(notes).to_have_count(1)
        expect(notes).to_contain_text(text)


def test_a_port_where_trains_meet_ships_is_no_mere_stop(open_page: Opener, tmp_path: Path) -> None:
    """Both ends of the line that a callout tells of stand out, though other lines go on there."""
    out = tmp_path / "map.html"
    open_atlas(EXAMPLE).build_map().save(out)
    page = open_page(out, "#scene=route", reduced_motion="reduce")
    for port in ("Aktau", "Alat"):
        expect(page.locator(".label.told", has_text=port)).to_have_count(1)
    expect(page.locator(".label.told", has_text="Tbilisi")).to_have_count(0)


def test_a_line_to_a_segment_ends_on_it_whatever_was_shown_before(open_page: Opener) -> None:
    """Another network, hidden here, draws the segment too: its line is that of another zoom."""
    page = open_page(address="#scene=exercises", viewport=PHONE, reduced_motion="reduce")
    rest(page)
    for name in ("Next", "Next", "Back"):
        page.get_by_role("button", name=name, exact=True).first.dblclick()
        rest(page)
    assert page.url.endswith("scene=ashgabat")
    segment = page.locator("[data-id='tm-kz-serhetyaka-border-uzen']:not([data-off]).mark").first
    ends, drawn = page.locator(".ends").bounding_box(), segment.bounding_box()
    assert ends
    assert drawn
    assert ends["x"] > drawn["x"] - 8  # no line to a text ends farther to the left


FROM_AN_END = """ids => {
    const ends = document.querySelector(".ends");
    const spots = ends.getAttribute("d").split("M").slice(1).map((line) => {
        const [x, y] = line.split("h")[0].split(",").map(Number);
        return new DOMPoint(x, y).matrixTransform(ends.getScreenCTM());
    });
    return ids.map((id) => {
        const { e, f } = document.querySelector(`.piles [data-id="${id}"]`).getScreenCTM();
        return Math.min(...spots.map(({ x, y }) => Math.hypot(x - e, y - f)));
    });
}"""


@pytest.mark.parametrize(
    "steps", [("series.khanjar", "kind.capital"), ("kind.capital", "series.kazind", "kind.port")]
)
def test_a_line_to_an_event_follows_its_sign_that_gives_way(
    open_page: Opener, steps: tuple[str, ...]
) -> None:
    page = open_page(address="#scene=exercises", viewport=PHONE, reduced_motion="reduce")
    ids = ["kazind-2016", "khanjar-2011", "dustlik-2019"]
    for key in steps:
        page.evaluate("key => uttarapath.state.set({ hidden: new Set([key]) })", key)
        page.evaluate(SEEN_AT_REST)
    assert max(page.evaluate(FROM_AN_END, ids)) < 2
