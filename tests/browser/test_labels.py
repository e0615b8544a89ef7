"""Names on the map: where they stand, and what they leave free."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Opener
from tests.browser.waiting import SEEN_AT_REST, resize, rest, until

CENTRES = [[60, 39], [72, 40], [52, 43], [76, 24]]
SWEEP = """async ([choice, centres]) => {
    const { map, state, atlas } = uttarapath;
    state.set(choice === "local" ? { lang: "en", names: choice } : { lang: choice, names: null });
    const boxOf = (node) => {
        const { left, top, right, bottom } = node.getBoundingClientRect();
        const name = node.textContent || node.className.baseVal || node.id;
        return { name, left, top, right, bottom };
    };
    const boxes = (selector) => [...document.querySelectorAll(selector)]
        .filter((node) => node.checkVisibility()).map(boxOf);
    const meet = (a, b) =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const within = (a, b) =>
        a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
    const signs = ".atlas-sheet :is(.body, .sign, .pile-count)";
    const partners = atlas.layers.flatMap(({ features }) => features)
        .filter(({ layer }) => layer.shape === "areas")
        .filter(({ is }) => is.iso_a3 === "IND" || "capital" in is);
    const shapeOf = (id) => document.querySelector(`.atlas-sheet [data-id="${id}"] .country`);
    const zooms = [map.getMaxZoom()];
    for (let zoom = map.getMinZoom(); zoom < map.getMaxZoom(); zoom += 0.5) zooms.push(zoom);
    const faults = [];
    let count = 0;
    for (const zoom of zooms) for (const [lon, lat] of centres) {
        map.setView([lat, lon], zoom, { animate: false });
        await SEEN_AT_REST;
        const labels = boxes(".label");
        const things = boxes(signs);
        const [main, ...panels] = ["main", "#panel, #search, #legend, #time",
            "#zoom, #scale-bar, #foot .credit"].flatMap(boxes);
        const report = (kind, a, b) =>
            faults.push(`${kind}: ${a} / ${b} (zoom ${zoom} at ${lon} ${lat})`);
        count += labels.length;
        labels.forEach((a, i) => {
            labels.slice(i + 1).filter((b) => meet(a, b))
                .forEach((b) => report("meet", a.name, b.name));
            things.filter((b) => meet(a, b)).forEach((b) => report("covered", a.name, b.name));
            [main, ...panels].filter((b) => meet(a, b) && !within(a, b))
                .forEach((b) => report("cut", a.name, b.name));
        });
        const free = (a) => within(a, main) && !panels.some((b) => meet(a, b));
        const seen = labels.filter(free).map(({ name }) => name);
        // A country so small that its signs fill it has no name: that would stand on another.
        for (const { is, id } of partners) {
            const { width, height } = shapeOf(id).getBoundingClientRect();
            if (width < 110 || height < 66) continue;
            const { x, y } = map.latLngToContainerPoint([is.spot[1], is.spot[0]]);
            const spot = { left: x - 90, right: x + 90, top: y - 10, bottom: y + 10 };
            const name = choice === "en" ? is.name : is[`name_${choice}`];
            const short = atlas.spots.short[id]?.[choice];
            const times = seen.filter((other) => other === name || other === short).length;
            if (times > 1 || (free(spot) && !times)) report(`${times} times`, name, "");
        }
    }
    return { faults, count };
}""".replace("SEEN_AT_REST", SEEN_AT_REST)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_label_meets_another_covers_a_sign_or_is_cut(
    open_page: Opener, size: dict[str, int]
) -> None:
    page = open_page(viewport=size)
    for language in ("en", "hi", "ru", "local"):
        found = page.evaluate(SWEEP, [language, CENTRES])
        assert found["faults"] == [], language
        assert found["count"] > 500, "names were drawn at all"


PANNED = """async (pauses) => {
    const { map } = uttarapath;
    for (const [i, pause] of pauses.entries()) {
        map.panBy([i % 2 ? 310 : -170, i % 3 ? -60 : 140], { animate: false });
        await new Promise((done) => setTimeout(done, pause));
    }
    await SEEN_AT_REST;
}""".replace("SEEN_AT_REST", SEEN_AT_REST)
WRITTEN = """() => [...document.querySelectorAll(".labels > *")].map((node) => {
    const { left, top } = node.getBoundingClientRect();
    return `${node.textContent} ${node.getAttribute("class")} ${left.toFixed(1)} ${top.toFixed(1)}`;
})"""


@pytest.mark.parametrize("address", ["#tab=explore", "#scene=exercises"])
def test_a_map_moved_time_and_again_has_the_names_of_one_that_was_drawn_there(
    open_page: Opener, address: str
) -> None:
    page = open_page(address=address)
    rest(page)
    for pauses in ([0], [40], [17, 1, 18, 2, 20, 22, 25, 30], [0, 0, 60, 5, 5]):
        page.evaluate(PANNED, pauses)
        in_parts = page.evaluate(WRITTEN)
        assert len(in_parts) > 20
        page.evaluate("uttarapath.state.set({ lang: 'hi' })")
        page.evaluate("uttarapath.state.set({ lang: 'en' })")
        rest(page)
        assert page.evaluate(WRITTEN) == in_parts, pauses


LETTERING = """() => {
    const { map, atlas } = uttarapath;
    const partners = atlas.layers.find(({ partner }) => partner).features;
    const { short } = atlas.spots;
    const own = ({ textContent }) => partners
        .find(({ id, is }) => [is.name, short[id].en].includes(textContent));
    const drawn = [...document.querySelectorAll(".label.area.lit")];
    const found = drawn.filter(own).map((label) => {
        const { left, top, width, height } = label.getBoundingClientRect();
        const { id } = own(label);
        const shape = document.querySelector(`[data-id="${id}"] > .country`);
        const matrix = shape.getScreenCTM().inverse();
        const steps = Array.from({ length: 21 }, (_, i) => left + (width * i) / 20);
        const inside = steps.filter((x) => {
            return shape.isPointInFill(new DOMPoint(x, top + height / 2).matrixTransform(matrix));
        });
        const { fontSize, textTransform, letterSpacing } = getComputedStyle(label);
        const style = [fontSize, textTransform, letterSpacing].join();
        return { share: inside.length / 21, style };
    });
    const capitals = [...document.querySelectorAll(".label.strong")].map((n) => n.textContent);
    return { found, capitals };
}"""


@pytest.mark.parametrize("address", ["", "#tab=explore", "#scene=exercises"])
def test_the_five_republics_are_lettered_alike_on_their_own_ground(
    open_page: Opener, address: str
) -> None:
    read = open_page(address=address).evaluate(LETTERING)
    assert len(read["found"]) == 5
    assert len({name["style"] for name in read["found"]}) == 1
    # Events stay where they were held, and names make way for them.
    own = {"Astana", "Ashgabat", "Bishkek", "Dushanbe", "Tashkent", "New Delhi"}
    least, capitals = (0.2, {"Astana", "Ashgabat", "New Delhi"}) if address else (0.45, own)
    assert all(name["share"] > least for name in read["found"]), read["found"]
    assert capitals <= set(read["capitals"])


def test_a_step_in_time_draws_no_line_anew(page: Page) -> None:
    rewritten = page.evaluate("""async () => {
        const { state } = uttarapath;
        state.set({ date: "2021-03-01" });
        let count = 0;
        const watch = new MutationObserver((changes) => (count += changes.length));
        const lines = document.querySelectorAll(".casings path");
        lines.forEach((line) => watch.observe(line, { attributeFilter: ["d"] }));
        state.set({ date: "2021-03-02" });
        await new Promise(requestAnimationFrame);
        return count;
    }""")
    assert rewritten == 0


def test_a_junction_of_the_railway_alone_is_named_last(page: Page) -> None:
    name = page.locator(".label", has_text="Jiguli")
    town = page.locator(".label", has_text="Zahedan")
    show = "zoom => uttarapath.map.setView([29.3, 60.8], zoom, { animate: false })"
    page.evaluate(show, 3.5)
    expect(town).to_have_count(1)
    expect(name).to_have_count(0)
    page.evaluate(show, 6)
    expect(name).to_have_count(1)


def test_scripts_that_join_are_not_spaced_and_run_their_own_way(page: Page) -> None:
    page.evaluate("uttarapath.state.set({ names: 'local' })")
    styles = {
        name: page.locator(".label.area", has_text=name).evaluate(
            'label => [label.getAttribute("lang"), getComputedStyle(label).direction,'
            " parseFloat(getComputedStyle(label).letterSpacing) || 0]"
        )
        for name in ("ایران", "भारत", "Қазақстан")
    }
    assert styles["ایران"] == ["fa", "rtl", 0]
    assert styles["भारत"] == ["hi", "ltr", 0]
    assert styles["Қазақстан"][:2] == ["kk", "ltr"]
    assert styles["Қазақстан"][2] > 0


FARTHEST_PX = 14
WATCH = """most => {
    const { atlas, map } = uttarapath;
    const all = atlas.layers.flatMap(({ features }) => features);
    const named = Map.groupBy(all, ({ is }) => is.name);
    const sheet = document.querySelector(".atlas-sheet");
    const isBound = (label, stretch) => {
        const { left, right, top, bottom } = label.getBoundingClientRect();
        const isPlace = label.classList.contains("place");
        const own = (named.get(label.textContent) ?? [])
            .filter(({ layer }) => (layer.shape === "points") === isPlace)
            .flatMap(({ id }) => [...document.querySelectorAll(`.mark[data-id="${id}"]`)]);
        return !own.length || own.some((mark) => {
            if (!isPlace) {
                const shape = mark.querySelector(".country");
                const matrix = shape.getScreenCTM().inverse();
                return Array.from({ length: 21 }, (_, i) => left + ((right - left) * i) / 20)
                    .some((x) => shape.isPointInFill(
                        new DOMPoint(x, (top + bottom) / 2).matrixTransform(matrix)));
            }
            const { e: x, f: y } = mark.getScreenCTM();
            const [dx, dy] = [Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)];
            return Math.hypot(dx, dy) < most * stretch;
        });
    };
    const seen = (window.seen = { far: new Set(), frames: 0, moving: 0 });
    requestAnimationFrame(function look() {
        const stretch = sheet.getBoundingClientRect().width / sheet.getAttribute("width");
        const isMoving = Math.abs(stretch - 1) > 0.01;
        seen.frames += 1;
        seen.moving += isMoving;
        if (isMoving || seen.frames % 10 === 0) {
            // a line leads from the others to what they name
            [...document.querySelectorAll(".label:not(.led)")]
                .filter((label) => !isBound(label, stretch))
                .forEach(({ textContent }) => seen.far.add(textContent));
        }
        requestAnimationFrame(look);
    });
}"""
SEEN = """() => {
    const { far, moving } = window.seen;
    Object.assign(window.seen, { far: new Set(), frames: 0, moving: 0 });
    return { far: [...far], moving };
}"""


def find(name: str) -> Callable[[Page], None]:
    def way(page: Page) -> None:
        page.locator("#search [role=combobox]").fill(name)
        page.keyboard.press("Enter")

    return way


def press(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(selector).first.dispatch_event("click")


def say(script: str) -> Callable[[Page], None]:
    told = (
        "const { map, state } = uttarapath; const press = (s) => document.querySelector(s).click();"
    )
    return lambda page: page.evaluate(f"() => {{ {told} {script} }}")


def turn(page: Page) -> None:
    size = page.viewport_size
    assert size
    resize(page, size["height"], size["width"])


def wheel(page: Page) -> None:
    page.mouse.move(700, 300)
    page.mouse.wheel(0, -240)


def zoom_key(page: Page) -> None:
    page.locator(".map").focus()
    page.keyboard.press("+")


WAYS = {
    "searched": find("Astana"),
    "turned": turn,
    "turned back": turn,
    "searched on": find("Bishkek"),
    "wheeled": wheel,
    "a country": find("Uzbekistan"),
    "years play on meanwhile": say("map.zoomIn(1); state.set({ date: '2019-05-31' })"),
    "closed": press("#details-close"),
    "explored": press('#explore [data-key="kaz"]'),
    "a list": say("document.querySelector('#explore details').open = true"),
    "an event": press("#explore details button"),
    "a pile": press("[data-piled]"),
    "zoomed a pile": press("#zoom button"),
    "by a key": zoom_key,
    "by a script": say("map.setZoom(map.getZoom() - 1.5)"),
    "a row": say("['#tab-table', '#table tbody button'].forEach(press);"),
    "two steps": say(
        "for (const one of ['#tab-story', '#story .next', '#story .next']) press(one);"
    ),
    "an address": say("location.hash = '#tab=explore&feature=uz-tashkent';"),
}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_names_stay_with_their_signs_however_the_map_is_moved(
    open_page: Opener, size: dict[str, int]
) -> None:
    page = open_page(address="#tab=explore", viewport=size)
    page.evaluate(WATCH, FARTHEST_PX)
    frames = 0
    for way, go in WAYS.items():
        go(page)
        rest(page)
        seen = page.evaluate(SEEN)
        assert seen["far"] == [], way
        frames += seen["moving"]
    assert frames > 20, "names were looked at while the map moved"


@pytest.mark.parametrize(("width", "height"), [(1138, 683), (1280, 720)])
def test_a_name_at_the_end_of_a_line_stands_beside_its_own_country(
    open_page: Opener, width: int, height: int
) -> None:
    page = open_page(address="", viewport={"width": width, "height": height})
    rest(page)
    label = page.locator(".label.led", has_text="Tajikistan")
    expect(label).to_have_count(1)
    on_india = label.evaluate("""(label) => {
        const india = document.querySelector('.atlas-sheet [data-id="ind"] .country');
        const { left, right, top, bottom } = label.getBoundingClientRect();
        const toShape = india.getScreenCTM().inverse();
        const isOn = (part) => {
            const at = new DOMPoint(left + (right - left) * part / 20, (top + bottom) / 2);
            return india.isPointInFill(at.matrixTransform(toShape));
        };
        return Array.from({ length: 21 }, (_, part) => isOn(part)).filter(Boolean).length / 21;
    }""")
    assert on_india < 0.25


NAMES = """() => JSON.stringify([uttarapath.map.getBounds(), uttarapath.map.getZoom(),
    ...[...document.querySelectorAll(".label, .degree")].map((name) => [
        name.textContent, name.getAttribute("x"), name.getAttribute("y"),
    ])])"""


@pytest.mark.parametrize("address", ["#tab=explore", "#tab=explore&at=69,41,3", "#scene=instc"])
def test_names_take_the_room_of_letters_that_were_enlarged(open_page: Opener, address: str) -> None:
    page = open_page(address=address)
    rest(page)
    for size in ("24px", "16px"):
        before = page.evaluate(NAMES)
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        until(page, f"({NAMES})() !== {json.dumps(before)}")
        rest(page)
        laid = page.evaluate(NAMES)
        page.evaluate("uttarapath.map.fire('resize')")
        rest(page)
        assert page.evaluate(NAMES) == laid
