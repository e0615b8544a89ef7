"""Two days compared: what is new, lost, changed, unchanged, and what nobody knows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geo.api import Atlas
from geo.model.history import as_of
from tests.browser.conftest import DESKTOP, PHONE, Opener, Published
from tests.browser.waiting import until

DAYS = ("2016-11-22", "2026-11-22")
RUNS = {"operating", "trial"}


def became(before: str | None, after: str | None) -> str | None:
    """Return what the page is to say of a segment that had one status, and has another."""
    if "unknown" in (before, after):
        return "unknown"
    if before == after:
        return "same" if before else None
    if after in RUNS and before not in RUNS:
        return "new"
    return "lost" if after is None or before in RUNS else "changed"


@pytest.mark.parametrize("then", ["1992-06-01", DAYS[0], "2026-02-28"])
def test_the_map_shows_what_became_of_each_segment(
    page: Page, published: Published, then: str
) -> None:
    page.evaluate("then => uttarapath.state.set({ then })", then)
    layers, tables = published
    dated = set(tables["status_history"]["segment"])
    days = [as_of(day, tables).statuses for day in (then, DAYS[1])]
    seen = set()
    for layer in ("instc", "ashgabat"):
        shown = page.evaluate(
            """layer => Object.fromEntries([...document.querySelectorAll(`[data-layer=${layer}]`)]
                .map((mark) => [mark.dataset.id, mark.dataset.change ?? null]))""",
            layer,
        )
        for segment in layers[layer]["id"]:
            status = [day.get(segment) if segment in dated else "unknown" for day in days]
            assert shown[segment] == became(*status), segment
            seen.add(shown[segment])
    assert seen & {"new", "lost"}


def test_it_is_told_in_a_sentence_and_a_list_that_opens(open_page: Opener) -> None:
    page = open_page(address="")
    page.locator("#compare").click()
    change = page.locator("#change")
    expect(page.locator("#change-title")).to_be_visible()
    until(page, "location.hash.includes('then=')")
    then = page.evaluate("uttarapath.state.get().then")
    assert int(then[:4]) == int(page.evaluate("uttarapath.state.get().date")[:4]) - 1
    hidden = "[...uttarapath.state.get().hidden].filter((key) => !key.startsWith('corridor.'))"
    assert page.evaluate(hidden) == [], "as it is in a scene"
    page.evaluate("uttarapath.state.set({ then: '2016-11-22' })")
    told = change.locator(".told")
    expect(told).to_contain_text(" km new")
    expect(told).to_contain_text("Exercises (")
    expect(told).to_contain_text("Memberships (")
    expect(change.locator("[data-list=new]")).to_have_attribute("open", "")
    change.get_by_role("button", name="Aktau", exact=False).first.click()
    expect(page.locator("#details-title")).to_contain_text("Aktau")
    page.keyboard.press("Escape")
    expect(told).to_be_visible()
    page.locator("#change-close").click()
    expect(page.locator("#explore h2").first).to_be_visible()
    expect(page.locator("#compare")).to_be_focused()
    assert page.locator("main [data-change]").count() == 0


def test_memberships_and_events_are_compared_too(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ then: '2016-11-22' })")
    new = page.locator("#change [data-list=new]")
    joined = new.locator("li", has_text="SCO: ").filter(has_text="India")
    expect(joined).to_contain_text("member")
    expect(new.locator("li", has_text="Birlik 2025")).to_have_count(1)
    expect(page.locator("[data-id=birlik-2025]").first).to_have_attribute("data-change", "new")
    expect(page.locator("[data-id=ind]")).to_have_attribute("data-change", "new")


def test_what_is_the_same_steps_back_until_it_is_chosen(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ then: '2024-11-22' })")
    mark = page.locator(".mark[data-id=dustlik-2019]")
    expect(mark).to_have_attribute("data-change", "same")
    expect(mark).to_have_css("opacity", "0.35")
    page.evaluate("uttarapath.state.set({ feature: 'dustlik-2019' })")
    expect(mark).to_have_css("opacity", "1")


def test_what_is_not_known_is_said_so_and_is_no_change(page: Page, published: Published) -> None:
    layers, tables = published
    shown = [*layers["instc"]["id"], *layers["ashgabat"]["id"]]
    steps = tables["status_history"]
    steps = steps[steps["segment"].isin(shown)]
    vague = steps[(steps["date_prec"] == "year") & (steps["valid_from"] > "2000")].iloc[0]
    inside = f"{vague['valid_from'][:4]}-06-15"
    page.evaluate("then => uttarapath.state.set({ then })", inside)
    mark = page.locator(f"[data-id='{vague['segment']}']").first
    expect(mark).to_have_attribute("data-change", "unknown")
    expect(page.locator("#change .told")).to_contain_text("not known")
    row = page.locator(f"#change [data-list=unknown] [data-key^='{vague['segment']} ']")
    expect(row).to_have_count(1)


def test_a_link_tells_both_days_in_any_order(open_page: Opener) -> None:
    page = open_page(address="#tab=explore&date=2015-01-01&then=2020-06-30")
    expect(page.locator("#change .told")).to_contain_text("From 1 January 2015 to 30 June 2020")
    assert page.evaluate("uttarapath.state.get().date") == "2020-06-30"
    page.locator("#change input").first.fill("2018-03-04")
    expect(page.locator("#change .told")).to_contain_text("From 4 March 2018")
    until(page, "location.hash.includes('then=2018-03-04')")
    page.get_by_role("tab", name="Table").click()
    expect(page.locator("#table")).to_be_visible()
    assert page.evaluate("uttarapath.state.get().then") is None


def test_it_is_begun_and_ended_as_fast_as_one_can_press(page: Page) -> None:
    page.locator("#compare").focus()
    for _ in range(7):
        page.keyboard.press("Enter")
    expect(page.locator("#change .told")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#about h2")).to_be_visible()
    assert page.locator("main [data-change]").count() == 0


def test_both_handles_are_moved(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ date: '2022-11-22', then: '2012-11-22' })")
    other, then = page.locator("#then"), "uttarapath.state.get().then"
    other.focus()
    page.keyboard.press("PageUp")
    assert page.evaluate(then) == "2013-11-22"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(then) == "2013-12-31"
    expect(other).to_have_attribute("aria-valuetext", "31 December 2013")
    grip = page.locator("#time .other-grip").bounding_box()
    assert grip
    x, y = grip["x"] + grip["width"] / 2, grip["y"] - 10
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 90, y)
    page.mouse.up()
    assert page.evaluate(then) < "2012"
    assert page.evaluate("uttarapath.state.get().date") == "2022-11-22"
    page.mouse.click(x + 150, y)
    assert "2014" < page.evaluate("uttarapath.state.get().date") < "2022"


BOTH_DAYS = "(() => { const { then, date } = uttarapath.state.get(); return [then, date]; })()"


def test_neither_handle_goes_past_the_other(open_page: Opener) -> None:
    page = open_page(address="#tab=about&then=2015-06-30&date=2020-06-30")
    for handle, keys, day in (
        ("#date", ["Home"], "2015-06-30"),
        ("#then", ["End"], "2020-06-30"),
        ("#date", 6 * ["PageDown"], "2015-06-30"),
        ("#then", 6 * ["PageUp"], "2020-06-30"),
    ):
        page.evaluate("uttarapath.state.set({ then: '2015-06-30', date: '2020-06-30' })")
        for key in keys:
            page.locator(handle).press(key)
        assert page.evaluate(BOTH_DAYS) == [day, day]
    page.evaluate("uttarapath.state.set({ then: '2015-06-30', date: '2020-06-30' })")
    page.locator("#date").press("ArrowLeft")
    assert page.evaluate(BOTH_DAYS) == ["2015-06-30", "2020-05-31"], "a month at a time"
    grip, other = (page.locator(f"#time-line .{name}").bounding_box() for name in GRIPS)
    assert grip
    assert other
    page.mouse.move(grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2)
    page.mouse.down()
    page.mouse.move(other["x"] - 100, grip["y"], steps=5)
    page.mouse.up()
    assert page.evaluate(BOTH_DAYS) == ["2015-06-30", "2015-06-30"]


GRIPS = ("grip", "other-grip")


def test_the_year_that_was_seen_alone_is_so_again(open_page: Opener) -> None:
    page = open_page(address="#tab=about&span=year&date=2020-06-30")
    events = '.mark[data-layer="exercises"]:not([data-off])'
    alone = page.locator(events).count()
    page.locator("#compare").click()
    expect(page.locator("#span")).to_be_hidden()
    assert page.locator(events).count() > alone
    page.locator("#compare").click()
    expect(page.locator(events)).to_have_count(alone)
    expect(page.locator("#span [aria-pressed=true]")).to_have_text("This year alone")


def test_the_legend_hides_nothing_in_silence(open_page: Opener) -> None:
    page = open_page(address="#scene=missing&then=2016-11-22")
    more = page.locator("#change .more")
    expect(more).to_contain_text("hidden by the legend")
    more.get_by_role("button", name="Show all").click()
    expect(more).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("lang", ["hi", "ru"])
def test_it_is_told_in_every_language_and_size(
    open_page: Opener, size: dict[str, int], lang: str
) -> None:
    page = open_page(address=f"#tab=about&lang={lang}", viewport=size, has_touch=size is PHONE)
    page.locator("#compare").click()
    told = page.locator("#change .told")
    expect(told).to_be_visible()
    expect(page.locator("#change [data-list]").first).to_be_visible()
    text = page.locator("#change").inner_text() + page.locator("#compare").inner_text()
    assert "change." not in text
    assert "From" not in text
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_paper_tells_what_the_map_compares(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ then: '2016-11-22' })")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#print-text")).to_contain_text("From 22 November 2016")
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_paper_tells_of_the_list_that_lies_over_the_tab(open_page: Opener) -> None:
    page = open_page(address="#scene=claims&near=series.birlik")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#print-text h2")).to_contain_text("Birlik")
    expect(page.locator("#print-text .told")).to_contain_text("22 November 2026")
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_any_atlas_compares(toy: Atlas, open_page: Opener) -> None:
    page = open_page(toy, address="")
    page.locator("#compare").click()
    expect(page.locator("#change .told")).to_contain_text("From ")
    assert "change." not in page.locator("#change").inner_text()
