"""Who moves the map: the reader by gestures, which the link keeps, and the page by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from geo.api import PUBLISHED, SHIPPED, open_atlas
from tests.browser.conftest import PHONE, Journal, Opener
from tests.browser.waiting import resize, rest, until

SCENES = open_atlas(SHIPPED, layers=PUBLISHED).story
VIEW = "uttarapath.state.get().view"
WHERE = "(() => { const { lat, lng } = uttarapath.map.getCenter();"
WHERE += " return [lat, lng, uttarapath.map.getZoom()]; })()"


def place(page: Page) -> list[float]:
    """Return where the map has come to rest: latitude, longitude, zoom."""
    rest(page)
    at: list[float] = page.evaluate(WHERE)
    return at


def rests_at(page: Page, wanted: list[float]) -> None:
    """Wait until the map is where it should be, to a part of a pixel."""
    within = f"Math.abs(value - {wanted}[i]) < (i < 2 ? 0.1 : 0.01)"
    near = f"{WHERE}.every((value, i) => {within})"
    until(page, near)
    rest(page)
    assert page.evaluate(near)


def test_quick_turns_end_at_the_last_scene(open_page: Opener) -> None:
    wanted = place(open_page(address=f"#scene={SCENES[2].id}"))
    page = open_page(address="")
    first = place(page)
    for pause_ms in (0, 60, 100, 150):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(pause_ms)
        page.keyboard.press("ArrowRight")
        expect(page.locator("#story h2")).to_have_text(SCENES[2].words["en"].heading)
        rests_at(page, wanted)
        page.wait_for_timeout(400)  # past the end of every motion, and of what it sets off
        rests_at(page, wanted)
        assert page.evaluate(VIEW) is None, pause_ms
        assert page.url.endswith(f"#scene={SCENES[2].id}")
        page.evaluate("id => { location.hash = `scene=${id}`; }", SCENES[0].id)
        rests_at(page, first)


def drag(page: Page) -> None:
    page.mouse.move(720, 300)
    page.mouse.down()
    page.mouse.move(820, 360, steps=4)
    page.mouse.up()


def wheel(page: Page) -> None:
    page.mouse.move(720, 300)
    page.mouse.wheel(0, -300)


def key(page: Page) -> None:
    page.locator(".map").focus()
    page.keyboard.press("ArrowUp")


def zoom_key(page: Page) -> None:
    page.locator(".map").focus()
    page.keyboard.press("+")


def zoom_key_on_a_mark(page: Page) -> None:
    page.locator(".mark[tabindex='0']").first.evaluate("mark => mark.focus()")
    page.keyboard.press("+")


def box_zoom(page: Page) -> None:
    page.keyboard.down("Shift")
    page.mouse.move(600, 200)
    page.mouse.down()
    page.mouse.move(800, 400, steps=4)
    page.mouse.up()
    page.keyboard.up("Shift")


def pinch(page: Page) -> None:
    touch = page.context.new_cdp_session(page)
    for apart in (40, 60, 80, 100):
        points = [{"x": 195 + side * apart, "y": 250, "id": side} for side in (-1, 1)]
        kind = "touchStart" if apart == 40 else "touchMove"
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


GESTURES = {
    "drag": drag,
    "wheel": wheel,
    "double click": lambda page: page.mouse.dblclick(720, 300),
    "arrow": key,
    "plus": zoom_key,
    "plus on a mark": zoom_key_on_a_mark,
    "button": lambda page: page.get_by_role("button", name="Zoom in").click(),
    "box": box_zoom,
    "pinch": pinch,
}


@pytest.mark.parametrize("finger", [False, True], ids=["mouse", "finger"])
@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_gesture_sets_the_view(open_page: Opener, motion: str, finger: bool) -> None:  # noqa: FBT001
    options = {"viewport": PHONE, "has_touch": True} if finger else {}
    page = open_page(address="", reduced_motion=motion, **options)
    for gesture, make in GESTURES.items():
        if (gesture == "pinch") != finger:
            continue
        before = place(page)
        assert page.evaluate(VIEW) is None
        make(page)
        until(page, f"{VIEW} !== null")
        after = place(page)
        assert after != before, gesture
        told = [page.evaluate(VIEW)[name] for name in ("lat", "lon", "zoom")]
        assert told == pytest.approx(after, abs=0.01), gesture
        until(page, "location.hash.includes('at=')")
        # What the reader chose stays while the panels change, until the next scene.
        page.locator("#legend-switch").click()
        rests_at(page, after)
        page.locator("#legend-switch").click()
        rests_at(page, after)
        page.locator("#story .next").dispatch_event("click")
        until(page, f"{VIEW} === null && !location.hash.includes('at=')")


WATCH_START = "uttarapath.map.once('movestart', () => (window.hasBegun = true)) && 0"


@pytest.mark.parametrize("name", ["wheel", "double click", "arrow", "plus", "button"])
def test_a_gesture_while_the_map_moves_counts(open_page: Opener, name: str) -> None:
    page = open_page()
    last = place(page)
    for _ in range(2):
        GESTURES[name](page)
        until(page, f"String({WHERE}) !== '{','.join(map(str, last))}'")
        last = place(page)
    page = open_page()
    place(page)
    page.evaluate(WATCH_START)
    GESTURES[name](page)
    until(page, "window.hasBegun")
    GESTURES[name](page)
    rests_at(page, last)


def test_a_drag_takes_a_map_that_zooms(open_page: Opener) -> None:
    page = open_page()
    before = place(page)
    page.evaluate(WATCH_START)
    zoom_key(page)
    until(page, "window.hasBegun")
    drag(page)
    after = place(page)
    assert after[2] == pytest.approx(before[2] + 0.5)
    moved = page.evaluate(
        "at => uttarapath.map.latLngToContainerPoint(at).subtract("
        "uttarapath.map.getSize().divideBy(2))",
        before[:2],
    )
    assert moved["x"] > 50


def test_two_fingers_take_a_map_that_moves(open_page: Opener) -> None:
    page = open_page(viewport=PHONE, has_touch=True)
    place(page)
    page.evaluate(WATCH_START)
    page.get_by_role("button", name="Zoom in").click()
    until(page, "window.hasBegun")
    going = page.evaluate("uttarapath.map.getZoom()")
    pinch(page)
    until(page, f"{VIEW}?.zoom > {going} + 0.5")


def test_a_drag_styles_nothing_on_the_map_anew(open_page: Opener) -> None:
    page = open_page()
    page.evaluate("uttarapath.map.options.inertia = false")
    under = "document.elementFromPoint(720, 300)"
    cursors = """[...document.querySelectorAll(".leaflet-pane *")]
        .map((each) => getComputedStyle(each).cursor).join()"""
    before = page.evaluate(cursors)
    page.mouse.move(720, 300)
    page.mouse.down()
    page.mouse.move(760, 340, steps=4)
    assert page.evaluate(cursors) == before
    assert page.evaluate(f"getComputedStyle({under}, '::after').cursor") == "grabbing"
    page.mouse.up()
    assert page.evaluate(f"Boolean({under}.closest('.leaflet-pane'))")
    assert page.evaluate("uttarapath.state.get().feature") is None


def test_whoever_drags_again_at_once_keeps_the_map_in_whole_pixels(open_page: Opener) -> None:
    """The first drag is not over then: the map still glides, and is between two pixels."""
    page = open_page(address="#tab=about&at=84,30,6")
    at = "Object.values(L.DomUtil.getPosition(uttarapath.map.getPane('mapPane')))"
    found = []
    for turn in range(12):
        there, back = ((1000, 650), (500, 150))[:: 1 if turn % 4 < 2 else -1]
        page.mouse.move(*there)
        page.mouse.down()
        page.mouse.move(*back, steps=3)
        found.append(page.evaluate(at))
        page.mouse.up()
    rest(page)
    found.append(page.evaluate(at))
    assert all(float(px).is_integer() for each in found for px in each), found


def test_what_a_script_does_is_no_gesture(open_page: Opener) -> None:
    page = open_page(address="")
    for move in (
        "map.setView([41, 69], 4, { animate: false })",
        "map.setView([42, 66], 4.5)",
        "map.fitBounds([[35, 60], [45, 75]])",
        "map.panBy([80, 80], { animate: false })",
        "map.setZoom(map.getZoom() + 0.5)",
        "map.setMinZoom(map.getZoom() + 0.5)",
    ):
        before = place(page)
        page.evaluate(f"(() => {{ const {{ map }} = uttarapath; {move}; }})()")
        until(page, f"{WHERE}.join() !== '{','.join(str(value) for value in before)}'")
        place(page)
        page.wait_for_timeout(400)
        assert page.evaluate(VIEW) is None, move
        assert "at=" not in page.url, move


IN_SIGHT = """id => {
  const at = document.querySelector(`.mark[data-id="${id}"]`).getBoundingClientRect();
  const [x, y] = [(at.left + at.right) / 2, (at.top + at.bottom) / 2];
  const top = document.elementFromPoint(x, y);
  return Boolean(top?.closest(".leaflet-container")) && !top.closest("#panel, #time, #legend");
}"""


@pytest.mark.parametrize("way", ["key", "button"])
@pytest.mark.parametrize("size", [PHONE, {"width": 1440, "height": 900}])
def test_what_is_chosen_stays_in_sight_when_the_map_is_zoomed_and_turned(
    open_page: Opener, size: ViewportSize, way: str
) -> None:
    address = "#tab=explore&near=birlik-2025"
    page = open_page(address=address, viewport=size, has_touch=size == PHONE)
    page.locator(".mark[data-id=birlik-2025]").dispatch_event("click")
    for _ in range(4):
        before = place(page)[2]
        if way == "key":
            page.locator(".leaflet-container").press("+")
        else:
            page.locator("#zoom button").first.dispatch_event("click")
        until(page, f"{VIEW}?.zoom > {before}")
        place(page)
        assert page.evaluate(IN_SIGHT, "birlik-2025")
    for width, height in ((size["height"], size["width"]), (size["width"], size["height"])):
        resize(page, width, height)
        until(page, f"uttarapath.map.getSize().x === {width}")
        place(page)
        until(page, f"({IN_SIGHT})('birlik-2025')")


@pytest.mark.parametrize("address", ["", "#at=69,41,3"])
def test_a_phone_that_is_turned_and_turned_back_shows_the_same(
    open_page: Opener, address: str
) -> None:
    page = open_page(address=address, viewport=PHONE, has_touch=True)
    before, told = place(page), page.evaluate(VIEW)
    for width, height in ((844, 390), (390, 844)):
        resize(page, width, height)
        until(page, f"uttarapath.map.getSize().x === {width}")
        place(page)
    rests_at(page, before)
    assert page.evaluate(VIEW) == told
    assert ("at=" in page.url) == bool(address)


@pytest.mark.parametrize("move", [drag, wheel, zoom_key])
def test_a_reader_is_not_led_back_to_what_a_script_asked_for(
    open_page: Opener, move: Callable[[Page], None]
) -> None:
    page = open_page(reduced_motion="reduce")
    page.evaluate("uttarapath.map.fitBounds([[30, 50], [45, 75]])")
    move(page)
    until(page, f"{VIEW} !== null")
    before = place(page)
    for width in (900, 1440):
        resize(page, width, 900)
        until(page, f"uttarapath.map.getSize().x === {width}")
    rests_at(page, before)


def test_what_was_searched_is_in_the_link_and_stays_in_sight(open_page: Opener) -> None:
    page = open_page(address="#tab=about", reduced_motion="reduce")
    page.locator("#search [role=combobox]").fill("Mashhad")
    page.keyboard.press("Enter")
    until(page, "location.hash.includes('feature=')")
    before = place(page)
    assert page.evaluate(VIEW) is None
    page.locator("#details-close").click()
    rests_at(page, before)
    until(page, "location.hash.includes('near=')")
    assert place(open_page(address="#" + page.url.split("#")[1]))[:2] == pytest.approx(
        before[:2], abs=0.5
    )
    for _ in range(2):
        page.go_back()
    until(page, "location.hash === '#tab=about'")
    page.go_forward()
    until(page, "location.hash.includes('feature=')")
    rests_at(page, before)


@pytest.mark.parametrize(
    "address",
    ["#at=-122,-38,3", "#at=0,999,3", "#at=58,38,99", "#date=2023-02-30", "#near=nowhere"],
)
def test_a_strange_address_leaves_a_page_that_works(open_page: Opener, address: str) -> None:
    page = open_page(address=address)
    expect(page.locator("#zoom button")).to_have_count(2)
    assert all(abs(value) < 181 for value in place(page))
    assert page.evaluate("uttarapath.state.get().date") != "2023-02-30"


def test_any_id_may_stand_in_an_address(open_page: Opener) -> None:
    page = open_page()
    ids = page.evaluate(
        """() => {
            const { layers, ground } = uttarapath.atlas;
            const all = [...layers.map(({ features }) => features), ...Object.values(ground)];
            return all.flatMap(([first]) => first?.id ?? []);
        }"""
    )
    for identity in ids:
        page.evaluate(
            """id => new Promise((done) => {
                addEventListener("hashchange", () => requestAnimationFrame(done), { once: true });
                location.hash = `tab=about&feature=${id}`;
            })""",
            identity,
        )
    for identity in (ids[0], ids[-1]):
        open_page(address=f"#tab=about&feature={identity}").close()


def test_one_part_that_fails_takes_no_other_along(
    open_page: Opener, page_file: Path, tmp_path: Path, journal: Journal
) -> None:
    broken = tmp_path / "broken.html"
    text = page_file.read_text("utf-8").replace('<div id="downloads"></div>', "", 1)
    broken.write_text(text, "utf-8")
    page = open_page(broken)
    expect(page.locator("#failed")).to_be_visible()
    expect(page.locator("#failed")).to_contain_text("could not be shown")
    expect(page.locator("#zoom button")).to_have_count(2)
    expect(page.locator("#search [role=combobox]")).to_be_visible()
    assert any("#downloads" in error for error in journal.errors)
    journal.errors.clear()


def test_a_page_without_its_data_says_so(
    browser: object, page_file: Path, tmp_path: Path, journal: Journal
) -> None:
    broken = tmp_path / "broken.html"
    text = page_file.read_text("utf-8").replace('id="atlas-data"', 'id="other"', 1)
    broken.write_text(text, "utf-8")
    page = browser.new_context().new_page()  # type: ignore[attr-defined]
    journal.watch(page)
    page.goto(broken.as_uri())
    expect(page.locator("#failed")).to_be_visible()
    assert any("#atlas-data" in error for error in journal.errors)
    page.context.close()
