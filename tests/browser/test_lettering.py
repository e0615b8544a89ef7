"""What a name says by where it stands: on its own ground, beside its own sign."""

from __future__ import annotations

from itertools import cycle

import pytest
from playwright.sync_api import Page

from geo.api import PUBLISHED, SHIPPED, open_atlas
from tests.browser.conftest import PHONE, Opener
from tests.browser.measuring import steps
from tests.browser.waiting import SEEN_AT_REST, rest

SIZES = [(320, 700), (390, 844), (844, 390), (1440, 900), (1920, 1080)]
SCENES = [f"scene={scene.id}" for scene in open_atlas(SHIPPED, layers=PUBLISHED).story]
VIEWS = [*SCENES, "tab=explore", "tab=ways", "tab=ways&way=instc-west", "tab=ways&way=instc-east"]

MISLEADING = """() => {
    const { atlas, state } = uttarapath;
    const { tab, scene, lang } = state.get();
    const faults = [];
    const all = atlas.layers.flatMap(({ features }) => features);
    const areas = all.filter(({ layer }) => layer.shape === "areas");
    const nameOf = ({ is }) => is[`name_${lang}`] ?? is.name;
    const forms = (area) => [nameOf(area), atlas.spots.short[area.id]?.[lang]];
    const boxOf = (node) => {
        const { left, top, right, bottom } = node.getBoundingClientRect();
        return [left, top, right, bottom];
    };
    const shapes = new Map(areas.flatMap(({ id, is }) => {
        const shape = document.querySelector(`.atlas-sheet [data-id="${id}"] .country`);
        return shape ? [[id, { shape, matrix: shape.getScreenCTM().inverse(), is }]] : [];
    }));
    const lies = (id, x, y) => {
        const { shape, matrix } = shapes.get(id);
        return shape.isPointInFill(new DOMPoint(x, y).matrixTransform(matrix));
    };
    const along = (from, to, count) =>
        Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.5)) / count);
    const labels = [...document.querySelectorAll(".labels text.label:not(.led)")];
    for (const label of labels.filter((node) => node.matches(".area"))) {
        const area = areas.find((each) => forms(each).includes(label.textContent));
        const [x0, y0, x1, y1] = boxOf(label);
        const spots = along(y0, y1, 3).flatMap((y) => along(x0, x1, 30).map((x) => [x, y]));
        const share = spots.filter(([x, y]) => lies(area.id, x, y)).length / spots.length;
        const isOn = [-3, 0, 3].some((by) => lies(area.id, (x0 + x1) / 2 + by, (y0 + y1) / 2));
        if (share < 0.6 || !isOn) faults.push(`${label.textContent} is on other ground: ${share}`);
    }
    const marks = document.querySelectorAll(".marks .mark:not([data-off], .crowded)");
    const signs = [...marks].filter((mark) => mark.querySelector(".sign")).map((mark) => {
        const { e, f } = mark.getScreenCTM();
        const [feature] = atlas.byId.get(mark.dataset.id);
        return { at: [e, f], feature, look: feature.is.kind };
    });
    const far = ([x0, y0, x1, y1], [x, y]) =>
        Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1));
    for (const label of labels.filter((node) => node.matches(".place"))) {
        const box = boxOf(label);
        const [own] = signs.filter(({ feature }) => nameOf(feature) === label.textContent)
            .sort((a, b) => far(box, a.at) - far(box, b.at));
        if (!own) continue;
        const nearer = signs.find(({ look, at }) =>
            look === own.look && far(box, at) < far(box, own.at) - 0.5);
        if (nearer) faults.push(`${label.textContent} is nearer to ${nearer.feature.is.name}`);
        const ground = along(box[0], box[2], 20).map((x) => {
            const there = [...shapes].find(([id]) => lies(id, x, (box[1] + box[3]) / 2));
            return there?.[1].is.iso_a2 ?? "water";
        });
        const [water, foreign] = [true, false].map((isWater) => ground.filter((iso) =>
            isWater ? iso === "water" : iso !== "water" && iso !== own.feature.is.iso_a2).length);
        if (water > 4 && foreign > 3) faults.push(`${label.textContent} leads to another shore`);
    }
    const isSeen = ({ feature }) => {
        const mark = document.querySelector(`.piles .mark[data-id="${feature}"]`);
        if (!mark) return true;
        const { e, f } = mark.getScreenCTM();
        return Boolean(document.elementFromPoint(e, f)?.closest(".map"));
    };
    const told = tab === "story" ? atlas.story.find(({ id }) => id === scene).map.callouts : [];
    const notes = document.querySelectorAll(".labels > svg.callout").length;
    const seen = told.filter(isSeen).length;
    if (notes < seen) faults.push(`${notes} of ${seen} callouts`);
    return faults;
}"""


def show(page: Page, address: str, language: str) -> None:
    """Go somewhere in a language."""
    page.evaluate(
        """([address, lang]) => new Promise((done) => {
            location.hash = address;
            addEventListener("hashchange", () => requestAnimationFrame(() => {
                uttarapath.state.set({ lang });
                requestAnimationFrame(done);
            }), { once: true });
        })""",
        [address, language],
    )


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_name_misleads_and_all_that_a_scene_tells_is_in_sight(
    open_page: Opener, size: tuple[int, int]
) -> None:
    viewport = {"width": size[0], "height": size[1]}
    page = open_page(viewport=viewport, reduced_motion="reduce")
    languages = cycle(["en", "hi", "ru"])
    for _ in range(SIZES.index(size)):
        next(languages)
    faults = []
    for view, language in zip(VIEWS, languages, strict=False):
        show(page, view, language)
        faults += [(view, language, fault) for fault in page.evaluate(MISLEADING)]
    assert not faults, "\n".join(map(str, faults))


AGAIN = """async () => {
    const look = () => [...document.querySelectorAll(".labels > *")].map((node) =>
        [node.textContent, node.className.baseVal, ...["x", "y", "d"].map((name) => node.getAttribute(name))].join(" "));
    const before = look();
    uttarapath.map.fire("moveend");
    await SEEN_AT_REST;
    const now = look();
    return [before.filter((each) => !now.includes(each)), now.filter((each) => !before.includes(each))];
}""".replace("SEEN_AT_REST", SEEN_AT_REST)  # noqa: E501


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_names_set_again_stand_where_they_stood(open_page: Opener, size: tuple[int, int]) -> None:
    viewport = {"width": size[0], "height": size[1]}
    page = open_page(viewport=viewport, reduced_motion="reduce")
    differing = []
    for view in VIEWS:
        show(page, view, "en")
        rest(page)
        differing += [(view, *page.evaluate(AGAIN))]
    assert [each for each in differing if each[1:] != ([], [])] == []


def test_no_name_misleads_on_either_shore_of_a_sea_at_any_zoom(open_page: Opener) -> None:
    page = open_page(address="#tab=explore", reduced_motion="reduce")
    for lat, lon in ((40, 51), (26, 57)):
        for zoom in steps(page, lat, lon):
            assert page.evaluate(MISLEADING) == [], (lat, lon, zoom)


@pytest.mark.parametrize("language", ["en", "hi", "ru"])
def test_the_first_view_on_a_phone_names_the_capitals(open_page: Opener, language: str) -> None:
    page = open_page(address=f"#lang={language}", viewport=PHONE)
    assert page.evaluate(MISLEADING) == []
    missing = page.evaluate("""() => {
        const { atlas, state } = uttarapath;
        const { lang } = state.get();
        const { features } = atlas.layers.find(({ partner }) => partner);
        const named = [...document.querySelectorAll(".label.strong:not(.led)")];
        const texts = new Set(named.map((label) => label.textContent));
        return atlas.layers.flatMap(({ features }) => features)
            .filter(({ is }) => features.some((area) => area.is.capital === is.name))
            .map(({ is }) => is[`name_${lang}`] ?? is.name).filter((name) => !texts.has(name));
    }""")
    assert missing == []


def test_capitals_among_the_towns_have_the_sign_of_capitals(open_page: Opener) -> None:
    page = open_page(address="#tab=explore&at=69.2,34.5,3.5")
    assert page.locator(".labels .town-capital").count() > 0
    assert page.locator(".label.town", has_text="Kabul").count() == 1
    assert page.locator(".labels .town-dot").count() > 1


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_first_view_on_a_phone_names_each_partner(
    open_page: Opener, size: tuple[int, int]
) -> None:
    page = open_page(address="", viewport={"width": size[0], "height": size[1]})
    for language in ("en", "hi", "ru"):
        unnamed = page.evaluate(
            """(lang) => new Promise((done) => {
            uttarapath.state.set({ lang });
            requestAnimationFrame(() => requestAnimationFrame(done));
        }).then(() => {
            const { atlas } = uttarapath;
            const { features } = atlas.layers.find(({ partner }) => partner);
            const labels = [...document.querySelectorAll(".labels text")];
            const texts = labels.map((label) => label.textContent);
            return features.filter(({ id, is }) => {
                const short = atlas.spots.short[id]?.[lang];
                const name = is[`name_${lang}`] ?? is.name;
                return !texts.some((text) => text === short || text.includes(name));
            }).map(({ id }) => id);
        })""",
            language,
        )
        assert unnamed == [], language
