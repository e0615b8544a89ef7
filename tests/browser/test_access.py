"""What those who do not see, or do not point, can do."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opener
from tests.browser.waiting import rest, until

RULES = {
    "light": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "dark": ["color-contrast", "link-in-text-block"],
}
"""What is looked at in each theme; nothing but the colours differs."""
STATES = [
    ("#scene=missing", DESKTOP),
    ("#tab=explore", DESKTOP),
    ("#tab=table&layer=exercises", DESKTOP),
    ("#tab=ways&way=instc-west", DESKTOP),
    ("#tab=about&lang=hi", DESKTOP),
    ("#then=2016-11-22&milestone=instc-signed", DESKTOP),
    ("#tab=explore&feature=ir-rasht-astara", DESKTOP),
    ("#tab=explore&feature=ir-rasht-astara", PHONE),
]


def violations(page: Page, theme: str) -> str:
    named = {"label-content-name-mismatch": {"enabled": True}}
    options = {"runOnly": RULES[theme], "rules": named, "resultTypes": ["violations"]}
    result = Axe().run(page, options=options)
    return result.generate_report() if result.violations_count else ""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Opener, theme: str) -> None:
    assert violations(open_page(address="", color_scheme=theme), theme) == ""
    for address, size in STATES if theme == "light" else STATES[::2]:
        page = open_page(address=address, viewport=size, color_scheme=theme)
        page.evaluate("uttarapath.state.set({ panel: 'full' })")
        # the marks are the same in all states: it is enough to look at them once
        page.evaluate("document.querySelectorAll('main svg').forEach((svg) => svg.remove())")
        assert violations(page, theme) == "", address
        page.close()


CONTRAST = """(node) => {
    const seen = { willReadFrequently: true };
    const pen = document.createElement("canvas").getContext("2d", seen);
    const paint = (colour) => {
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
    };
    const light = () => {
        const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((part) => {
            const share = part / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const around = [];
    for (let each = node; each; each = each.parentElement) around.unshift(each);
    around.forEach((each) => paint(getComputedStyle(each).backgroundColor));
    const beneath = light();
    paint(getComputedStyle(node).color);
    const [dark, bright] = [beneath, light()].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
}"""
"""The contrast of a text with what lies beneath it, after WCAG."""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_the_pointer_is_on_can_be_read(open_page: Opener, theme: str) -> None:
    for address in ("#tab=explore", "#tab=story&then=2016-11-22"):
        page = open_page(address=address, viewport=DESKTOP, color_scheme=theme)
        looked_at = 0
        for button in page.query_selector_all("button"):
            if button.is_visible() and button.inner_text().strip():
                button.hover(force=True)
                assert button.evaluate(CONTRAST) > 4, button.inner_text()
                looked_at += 1
        assert looked_at > 20
        page.close()


def test_a_feature_is_reached_and_left_by_tab_alone(page: Page) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        layer = page.evaluate("document.activeElement.dataset.layer ?? ''")
        if layer == "exercises":
            break
    first = page.evaluate("document.activeElement.dataset.id")
    page.keyboard.press("ArrowRight")
    second = page.evaluate("document.activeElement.dataset.id")
    assert second != first
    page.keyboard.press("Enter")
    expect(page.locator("#details-title")).to_be_focused()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.id") == second
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.layer ?? ''") != "exercises"


def test_every_stop_has_a_name(page: Page) -> None:
    for address in ("about", "explore", "ways", "table", "story"):
        page.evaluate("tab => uttarapath.state.set({ tab })", address)
        nameless = page.evaluate(
            """() => [...document.querySelectorAll("button, input, select, a, [tabindex='0']")]
                .filter((node) => node.checkVisibility() && !node.ariaLabel)
                .filter((node) => !node.textContent.trim() && !node.labels?.length)
                .map((node) => node.outerHTML.slice(0, 100))"""
        )
        assert nameless == []


def test_every_stop_of_the_tab_key_is_a_thing_with_a_name(page: Page) -> None:
    for _ in range(140):
        page.keyboard.press("Tab")
        tag, name = page.evaluate(
            """() => {
                const node = document.activeElement;
                const said = node.ariaLabel || node.textContent || node.labels?.[0]?.textContent;
                return [node.localName, said?.trim()];
            }"""
        )
        assert tag != "svg"
        assert name or tag == "body"


ARROWS = {"ArrowRight": (1, 0), "ArrowLeft": (-1, 0), "ArrowDown": (0, 1), "ArrowUp": (0, -1)}


def test_arrow_keys_go_by_place(page: Page) -> None:
    for layer in ("places", "exercises", "instc"):
        go_by_arrows(page, layer)


def go_by_arrows(page: Page, layer: str) -> None:
    """Let each arrow key lead to a mark of a layer that lies on its side, if to any."""
    rest(page)
    spot = """() => {
        const { left, top, right, bottom } = document.activeElement.getBoundingClientRect();
        const { x, y } = uttarapath.map.getPixelBounds().min;
        return [(left + right) / 2 + x, (top + bottom) / 2 + y];
    }"""
    page.evaluate("id => document.querySelector(`[data-layer=${id}][tabindex='0']`).focus()", layer)
    moved = 0
    for key, (h, v) in [*ARROWS.items()] * 2:
        before = page.evaluate(spot)
        page.keyboard.press(key)
        rest(page)
        after = page.evaluate(spot)
        along = (after[0] - before[0]) * h + (after[1] - before[1]) * v
        assert along > -2, key
        moved += along > 0
        assert page.evaluate("document.activeElement.dataset.layer") == layer
    assert moved > 3


def test_the_name_of_what_has_the_focus_tells_what_the_tooltip_does(page: Page) -> None:
    mark = page.locator('[data-id="ir-rasht-astara"]').first
    short = mark.get_attribute("aria-label") or ""
    mark.focus()
    page.keyboard.press("Shift")  # from now on the focus is one to be seen
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    told = page.locator("#tooltip span").first.inner_text()
    name = page.evaluate("document.activeElement.ariaLabel")
    assert told in name
    page.evaluate("uttarapath.state.set({ hover: null })")
    assert mark.get_attribute("aria-label") == short


def test_a_new_scene_is_announced_in_a_line(open_page: Opener) -> None:
    page = open_page(address="")
    live = "#panel-body :is([aria-live], [role=status])"
    page.locator("#story .next").click()
    heading = page.locator("#story h2").inner_text()
    said = page.eval_on_selector_all(
        live, "nodes => nodes.map((node) => node.textContent).join('')"
    )
    assert said.startswith("Scene 2 of ")
    assert said.endswith(heading)


def test_the_chosen_tab_controls_what_is_seen(page: Page) -> None:
    for change in ({}, {"feature": "ir-rasht-astara"}, {"feature": None, "tab": "story"}):
        page.evaluate("change => uttarapath.state.set(change)", change)
        panel = page.locator("#tabs [aria-selected=true]").get_attribute("aria-controls")
        assert page.locator(f"#{panel}").is_visible()
        assert page.locator(f"#{panel}").get_attribute("role") == "tabpanel"


OVERLAPS = """() => {
    const names = ["#panel", "#search", "#legend", "#time", "#zoom"];
    const boxes = names.map((name) => [name, document.querySelector(name).getBoundingClientRect()])
        .filter(([, { width }]) => width);
    const out = boxes.filter(([, { left, top, right, bottom }]) =>
        left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1);
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 &&
        a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const over = boxes.flatMap(([one, a], i) =>
        boxes.slice(i + 1).filter(([, b]) => meet(a, b)).map(([other]) => [one, other]));
    return [...out.map(([name]) => name), ...over];
}"""


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(320, 256, 16), (844, 390, 16), (390, 844, 32), (1440, 900, 32), (1280, 800, 24)],
)
def test_nothing_lies_over_another_however_large_it_is_seen(
    open_page: Opener, width: int, height: int, size: int
) -> None:
    page = open_page(address="", viewport={"width": width, "height": height})
    body = "parseFloat(getComputedStyle(document.querySelector('#story .told')).fontSize)"
    usual = page.evaluate(body)
    page.evaluate("size => document.documentElement.style.fontSize = `${size}px`", size)
    assert page.evaluate(body) == pytest.approx(usual * size / 16)
    for legend in (False, True) if width > 1000 else (False,):
        page.evaluate("legend => uttarapath.state.set({ legend })", legend)
        assert page.evaluate(OVERLAPS) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for switch in ("#panel-switch", "#legend-switch"):
        assert page.locator(switch).is_visible()


def test_forced_colours_tell_what_is_chosen(open_page: Opener) -> None:
    page = open_page(address="#tab=explore", forced_colors="active")
    page.locator("#search input").fill("a")
    page.locator("#search input").press("ArrowDown")
    look = """([chosen, other, style]) => [chosen, other].map((selector) => {
        const [name, pseudo] = selector.split("::");
        return getComputedStyle(document.querySelector(name), pseudo && `::${pseudo}`)[style];
    })"""
    for chosen, other, style in [
        ("#tab-explore", "#tab-table", "borderBottomColor"),
        ("#span [aria-pressed=true]", "#span [aria-pressed=false]", "backgroundColor"),
        ("#languages [aria-pressed=true]", "#languages [aria-pressed=false]", "backgroundColor"),
        ("#found [aria-selected=true]", "#found [aria-selected=false]", "backgroundColor"),
        (".turn.home::before", ".turn.away::before", "backgroundColor"),
    ]:
        one, two = page.evaluate(look, [chosen, other, style])
        assert one != two, chosen


def test_escape_closes_what_lies_on_top_and_nothing_else(open_page: Opener) -> None:
    page = open_page(
        address="#tab=about&then=2015-06-30&feature=birlik-2025&milestone=instc-signed"
    )
    page.locator("#search input").fill("a")
    expect(page.locator("#found")).to_be_visible()
    open_now = ["#found", "#milestone", "#details", "#change"]
    while open_now:
        page.keyboard.press("Escape")
        expect(page.locator(open_now.pop(0))).to_be_hidden()
        for left in open_now[:1]:
            expect(page.locator(left)).to_be_visible()
    expect(page.locator("#about")).to_be_visible()


def test_the_sea_has_no_edge_in_forced_colours(open_page: Opener) -> None:
    page = open_page(forced_colors="active")
    sea, beyond = page.evaluate(
        """[getComputedStyle(document.querySelector(".ocean")).fill,
            getComputedStyle(uttarapath.map.getContainer()).backgroundColor]"""
    )
    assert sea == beyond


def test_less_motion_is_heard_of_while_the_page_is_open(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.evaluate("uttarapath.map.setZoom(uttarapath.map.getZoom() + 1)")
    assert not page.evaluate("Boolean(uttarapath.map._animatingZoom)")
    until(page, "!uttarapath.map.options.inertia")
    page.emulate_media(reduced_motion="no-preference")
    until(page, "uttarapath.map.options.inertia")


def test_targets_are_large_enough_for_fingers(open_page: Opener) -> None:
    page = open_page(address="", viewport=PHONE, has_touch=True)
    for tab in ("story", "explore", "ways", "about"):
        page.evaluate("tab => uttarapath.state.set({ tab, panel: 'full' })", tab)
        small = page.evaluate(
            """() => [...document.querySelectorAll(
                ":is(#panel, #time, #zoom) :is(button, summary)")]
                .filter((node) => node.checkVisibility() && !node.matches("li .link"))
                .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
                .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 23.5))
                .map(([html]) => html)"""
        )
        assert small == []


def test_it_can_be_read_at_twice_the_size(open_page: Opener) -> None:
    page = open_page(address="", viewport={"width": 720, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth") <= 720
    expect(page.locator("#story h2")).to_be_visible()
    expect(page.locator("#story .next")).to_be_visible()


def test_changes_are_spoken(page: Page) -> None:
    live = page.eval_on_selector_all(
        "[aria-live], [role=status]", "nodes => nodes.map((node) => node.id || node.className)"
    )
    assert len(live) >= 3


def test_the_sheet_has_three_heights(open_page: Opener) -> None:
    page = open_page(address="", viewport=PHONE, has_touch=True)
    heights = []
    for height in ("peek", "half", "full"):
        page.evaluate("panel => uttarapath.state.set({ panel })", height)
        box = page.locator("#panel").bounding_box()
        assert box
        heights.append(box["height"])
    assert heights == sorted(heights)
    assert heights[0] < 200
    assert heights[2] > 700
    page.evaluate("uttarapath.state.set({ panel: 'peek' })")
    head = page.locator("#panel > header").bounding_box()
    assert head
    page.mouse.move(head["x"] + 60, head["y"] + 10)
    page.mouse.down()
    page.mouse.move(head["x"] + 60, head["y"] - 120)
    page.mouse.up()
    assert page.evaluate("uttarapath.state.get().panel") == "half"


def test_inside_a_frame_of_its_own_the_page_around_hears_of_the_wheel(
    open_page: Opener, page_file: Path, tmp_path: Path
) -> None:
    around = tmp_path / "around.html"
    around.write_text(
        f'<iframe srcdoc="{escape(page_file.read_text("utf-8"))}" width="1200" height="700">'
        "</iframe><script>heard = []; addEventListener('wheel', ({ deltaY, wheelDeltaY }) =>"
        " heard.push([deltaY, wheelDeltaY]));</script>",
        "utf-8",
    )
    page = open_page(around, address="")
    page.frames[1].locator(".labels").wait_for(state="attached")
    page.mouse.move(600, 350)
    page.mouse.wheel(0, 120)
    until(page, "heard.length")
    assert page.evaluate("heard") == [[120, -120]]
    frame = page.frames[1]
    for panel in ("#legend-body", "#panel-body"):
        end = frame.locator(panel).evaluate(
            "(node) => { node.scrollTo(0, node.scrollHeight); return node.scrollTop; }"
        )
        page.evaluate("heard = []")
        frame.locator(panel).hover()
        page.mouse.wheel(0, 60)
        until(page, "heard.length")
    page.evaluate("heard = []")
    page.mouse.wheel(0, -20)
    until(frame, f"document.getElementById('panel-body').scrollTop < {end}")
    assert page.evaluate("heard") == [], "what scrolls itself keeps the wheel"


def test_inside_a_frame_the_wheel_belongs_to_the_page_around(
    open_page: Opener, page_file: Path, tmp_path: Path
) -> None:
    around = tmp_path / "around.html"
    around.write_text(f'<iframe src="{page_file.as_uri()}" width="900" height="600"></iframe>')
    page = open_page(around, address="")
    frame = page.frames[1]
    frame.locator(".labels").wait_for(state="attached")
    zoom = "uttarapath.map.getZoom()"
    before = frame.evaluate(zoom)
    page.mouse.move(450, 300)
    page.mouse.wheel(0, -300)
    expect(page.frame_locator("iframe").locator("#notice")).to_contain_text("Ctrl")
    assert frame.evaluate(zoom) == before
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    until(frame, f"{zoom} > {before}")


def test_inside_a_frame_one_finger_is_told_that_it_takes_two(
    open_page: Opener, page_file: Path, tmp_path: Path
) -> None:
    around = tmp_path / "around.html"
    around.write_text(
        '<meta name="viewport" content="width=device-width">'
        f'<iframe src="{page_file.as_uri()}" width="370" height="700"></iframe>'
    )
    page = open_page(around, address="", viewport=PHONE, has_touch=True, is_mobile=True)
    frame = page.frames[1]
    frame.locator(".labels").wait_for(state="attached")
    at = "JSON.stringify(uttarapath.map.getCenter())"
    before = frame.evaluate(at)
    touch = page.context.new_cdp_session(page)
    for x in (200, 170, 140, 110):
        kind = "touchStart" if x == 200 else "touchMove"
        point = {"x": x, "y": 200}
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.frame_locator("iframe").locator("#notice")).to_contain_text("two fingers")
    assert frame.evaluate(at) == before
