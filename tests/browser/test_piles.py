"""Signs of events: each stands where the event was, whatever the zoom and whatever is written."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Opener, Published
from tests.browser.measuring import steps
from tests.browser.waiting import SEEN_AT_REST, rest

SIGN_PX = 14.5
FAR = """positions => {
    const { map } = uttarapath;
    const shapes = [...document.querySelectorAll(".country")];
    const within = (x, y) => shapes.filter((shape) => {
        const at = new DOMPoint(x, y).matrixTransform(shape.getScreenCTM().inverse());
        return shape.isPointInFill(at);
    });
    return [...document.querySelectorAll(".piles .mark:not([data-off])")].flatMap((mark) => {
        const { e: x, f: y } = mark.getScreenCTM();
        const [near] = positions[mark.dataset.id].map(([lon, lat]) => {
            const { x: u, y: v } = map.latLngToContainerPoint([lat, lon]);
            return { u, v, px: Math.hypot(u - x, v - y) };
        }).sort((a, b) => a.px - b.px);
        const there = within(x, y);
        // a town on a border, or a port, may lie a little beyond it as that is drawn
        const home = [[0, 0], [-3, 0], [3, 0], [0, -3], [0, 3]].flatMap(([h, v]) => {
            return within(near.u + h, near.v + v);
        });
        const abroad = there.length > 0 && home.length > 0 &&
            !there.some((shape) => home.includes(shape));
        const piled = Number(mark.dataset.piled ?? 1);
        return [{ id: mark.dataset.id, px: near.px, piled, abroad }];
    });
}"""


def test_the_tooltip_of_a_pile_asks_no_more_once_it_is_laid_out(open_page: Opener) -> None:
    page = open_page(address="#tab=explore")
    x, y = page.evaluate(
        """() => [...document.querySelectorAll("[data-piled]")].map((mark) => {
            const { e, f } = mark.getScreenCTM();
            return document.elementFromPoint(e, f)?.closest(".mark") === mark && [e, f];
        }).find(Boolean)"""
    )
    page.mouse.move(x, y)
    expect(page.locator("#tooltip")).to_contain_text("choose to lay them out")
    page.mouse.click(x, y)
    expect(page.locator(".fan")).to_be_visible()
    expect(page.locator("#tooltip")).not_to_contain_text("choose to lay them out")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_sign_is_never_further_off_than_it_is_wide_nor_abroad(
    open_page: Opener, published: Published, size: dict[str, int]
) -> None:
    positions = {
        row.id: [[point.x, point.y] for point in getattr(row.geometry, "geoms", [row.geometry])]
        for name in ("exercises", "dialogues")
        for row in published[0][name].itertuples()
    }
    page = open_page(viewport=size, address="#tab=explore")
    for zoom in steps(page):
        signs = page.evaluate(FAR, positions)
        assert len(signs) >= len(positions)
        for sign in signs:
            # a pile of two is as wide as a sign and a half, one with a number as three
            widths = {1: SIGN_PX, 2: 1.5 * SIGN_PX}.get(sign["piled"], 3 * SIGN_PX)
            assert sign["px"] <= widths, (zoom, sign)
            assert not sign["abroad"], (zoom, sign)


COVERED = """() => {
    const boxes = (names) => [...document.querySelectorAll(names)]
        .map((node) => [node.textContent, node.getBoundingClientRect()]);
    const bodies = boxes(".piles .mark:not([data-off]) .body");
    return boxes(".pile-count").filter(([count, a]) => count.length > 1 && bodies.some(([, b]) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom && b.top < a.bottom))
        .map(([count]) => count);
}"""
"""Numbers of two digits that signs cover."""


@pytest.mark.parametrize("letters", ["16px", "26px"])
def test_the_number_of_a_pile_has_room_beside_its_signs(open_page: Opener, letters: str) -> None:
    page = open_page(address="#tab=about")
    page.evaluate("size => { document.documentElement.style.fontSize = size; }", letters)
    rest(page)
    for zoom in (1, 2, 3):
        page.evaluate("z => uttarapath.map.setView([30, 77], z, { animate: false })", zoom)
        rest(page)
        expect(page.locator(".pile-count", has_text="14")).to_have_count(1)
        assert page.evaluate(COVERED) == []


APART = """() => [...document.querySelectorAll(".label.event")].flatMap((name) => {
    const box = name.getBoundingClientRect();
    const gaps = [...document.querySelectorAll(".piles .mark:not([data-off])")].map((mark) => {
        const { left, right, top, bottom } = mark.getBoundingClientRect();
        const across = Math.max(0, left - box.right, box.left - right);
        return Math.hypot(across, Math.max(0, top - box.bottom, box.top - bottom));
    });
    return Math.min(...gaps) > 4 ? [name.textContent] : [];
})"""


@pytest.mark.parametrize("scene", ["exercises", "trust"])
def test_the_name_of_a_pile_stands_beside_it_though_it_made_way(
    open_page: Opener, scene: str
) -> None:
    page = open_page(address=f"#scene={scene}", reduced_motion="reduce")
    for _ in range(2):
        page.evaluate("uttarapath.map.setZoom(uttarapath.map.getZoom() + 1)")
        rest(page)
        page.evaluate(SEEN_AT_REST)
    expect(page.locator(".label.event").first).to_be_visible()
    assert page.evaluate(APART) == []
