"""The best way between two places: the page finds the same as the toolkit."""

from __future__ import annotations

import random
from typing import Any

import pytest
from playwright.sync_api import expect

from geo.api import Atlas
from geo.errors import NoWayError
from geo.model.span import total
from geo.network.question import Question
from geo.network.router import Router
from tests.browser.conftest import Opener
from tests.browser.waiting import until

ASK = """questions => questions.map(({ start, end, by, day, allow, without }) => {
    const { worlds, router } = uttarapath;
    const world = worlds(day);
    const mayUse = ({ id, passages, feature }) =>
        ![id, ...passages].some((each) => without.includes(each))
        && allow.includes(world.at(feature)?.is.status);
    const began = performance.now();
    const way = router.search(start, end, { by, mayUse });
    const ms = performance.now() - began;
    const spans = Object.fromEntries(["time", "cost"].map((measure) => {
        const spans = router.parts(way, measure).map(({ span }) => span);
        const add = (end) => spans.reduce((sum, span) => sum + span[end], 0);
        return [measure, [add("low"), Math.min(add("high"), 1e12)]];
    }));
    return { segments: way.map(({ id }) => id), ...spans, ms };
})"""

SHOWN = """() => {
    const scene = uttarapath.state.get();
    const { steps } = uttarapath.courses.open(scene);
    return { segments: steps.map(({ feature }) => feature.id), date: scene.date };
}"""


def questions(router: Router, atlas: Atlas) -> list[dict[str, Any]]:
    """Return 200 questions, the same in each run."""
    dice = random.Random(7)  # noqa: S311
    running = atlas.spec.statuses("runs")
    asked = []
    for _ in range(200):
        start, end = dice.sample(sorted(router.ends), 2)
        asked.append(
            {
                "start": start,
                "end": end,
                "by": dice.choice(["distance", "time", "cost"]),
                "day": dice.choice(["2005-07-01", "2015-01-01", "2025-06-01", atlas.date]),
                "allow": dice.choice([running, [*atlas.spec.values["status"]]]),
                "without": dice.sample([*atlas.tables["passages"]["id"], *router.legs], 3),
            }
        )
    return asked


def test_page_and_toolkit_agree(open_page: Opener, atlas: Atlas) -> None:
    router = Router(atlas)
    asked = questions(router, atlas)
    page = open_page()
    for question, told in zip(asked, page.evaluate(ASK, asked), strict=True):
        allow, without = (frozenset(question[name]) for name in ("allow", "without"))
        try:
            legs = router.search(
                question["start"],
                question["end"],
                Question(question["by"], question["day"], allow, without),
            )
        except NoWayError:
            legs = []
        assert told["segments"] == [leg.id for leg in legs], question
        for by in ("time", "cost"):
            low, high = total(part.span for part in router.parts(legs, by))
            assert told[by] == pytest.approx([low, min(high, 1e12)], rel=1e-4), question


def test_a_way_found_in_python_is_shown_on_the_atlas(open_page: Opener, shipped: Atlas) -> None:
    routes = [
        shipped.route("Bandar Abbas port", "Tashkent", by="time"),
        shipped.route("Nhava Sheva", "Moscow", on="2025-06-01", without=["ir-rasht-astara-road"]),
        shipped.route("Nhava Sheva", "Moscow", allow=["operating", "disrupted"]),
        *shipped.ways("Nhava Sheva", "Moscow", opened=["ir-rasht-astara"]).values(),
        shipped.route("Delhi", "Nhava Sheva", on="2000-01-01", opened=["in-delhi-nhava-sheva"]),
    ]
    for route in routes:
        page = open_page(route.explore(), address="")
        expect(page.locator(".strip")).to_have_count(1)
        told = page.evaluate(SHOWN)
        assert told == {"segments": [*route.segments["id"]], "date": route.on}
        page.close()


def test_the_story_of_a_page_that_opens_at_a_way_has_a_link_and_back_leads_to_the_way(
    open_page: Opener, shipped: Atlas
) -> None:
    page = open_page(shipped.route("Nhava Sheva", "Moscow").explore(), address="")
    tab = page.get_by_role("tab", selected=True)
    expect(page.locator(".strip")).to_have_count(1)
    way = tab.inner_text()
    page.get_by_role("tab", name="Story").click()
    until(page, "location.hash")
    page.reload()
    expect(tab).to_have_text("Story")
    page.go_back()
    expect(tab).to_have_text(way)
    expect(page.locator(".strip")).to_have_count(1)
