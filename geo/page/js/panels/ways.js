// @ts-check
import { byId, element, isPlainKey, renew, svg } from "../dom.js";
import { listed } from "../data/read.js";
import { kmByStatus } from "../data/courses.js";
import { flowTables } from "./flows.js";
import { segmentLine, strip, strokeOf } from "./strip.js";

const WIDE_PX = 324;
const UNBUILT = ["building", "promised"];

/**
 * The ways from one place to another, each as a line to scale; one of them open, stop by stop, and
 * bound to the map: what is pointed at here is lit there, and the other way round.
 * @param {import("../page.js").Page} page
 */
export function addWays(page) {
  const { atlas, texts, state, courses, sheet, wayTexts } = page;
  if (!atlas.ways.length) return;
  const [sum, hint, list, status] = [element("p", { class: "hint" }), element("p", { class: "hint" }), element("ul", { class: "courses" }), element("p", { class: "unseen", role: "status" })];
  const ends = /** @type {const} */ (["from", "to"]).map((end) => {
    const select = /** @type {HTMLSelectElement} */ (element("select", { id: `ways-${end}` }));
    select.addEventListener("change", () => state.set({ [end]: select.value || null, view: null, sought: null }));
    return { end, select, word: element("span") };
  });
  byId("ways").append(...ends.map(({ word, select }) => element("label", {}, [word, select])), sum, list, hint, status);

  const say = () => {
    const places = [...new Set(atlas.ways.flatMap(({ stops }) => stops))].map((id) => {
      return { id, name: wayTexts.stop(id), country: texts.country(atlas.byId.get(id)?.[0].is.iso_a2) };
    });
    const inOrder = (/** @type {string} */ a, /** @type {string} */ b) => a.localeCompare(b, texts.lang);
    const countries = [...new Set(places.map(({ country }) => country))].sort(inOrder);
    places.sort((a, b) => inOrder(a.name, b.name));
    ends.forEach(({ end, select, word }) => {
      word.textContent = texts.say(`ways.${end}`);
      select.replaceChildren(
        element("option", { value: "" }, [texts.say(`ways.any_${end}`)]),
        ...countries.map((label) => element("optgroup", { label }, places.filter(({ country }) => country === label)
          .map(({ id, name }) => element("option", { value: id }, [name])))),
      );
    });
  };

  /** The cards as they were last drawn: most days change few of them.
   * @type {Map<string, {told: string, node: HTMLElement}>} */
  const drawn = new Map();
  let shown = "";
  const draw = () => {
    const { tab, date, lang, from, to } = state.get();
    if (tab !== "ways") return;
    ends.forEach(({ end, select }) => (select.value = state.get()[end] ?? ""));
    sum.textContent = texts.say("ways.km");
    hint.textContent = texts.say("ways.hint", { date: texts.day(date) });
    const all = courses.between({ from, to });
    const most = Math.max(...all.map(({ km }) => km));
    const open = courses.open(state.get());
    const carried = atlas.flows.filter(({ end }) => end <= date).length;
    const nodes = all.map((course) => {
      const { key, steps, km } = course;
      const told = [lang, from, to, km / most, course === open && carried, ...steps.map(({ feature }) => wayTexts.status(feature))].join();
      if (drawn.get(key)?.told !== told) drawn.set(key, { told, node: card(course, most) });
      return /** @type {{told: string, node: HTMLElement}} */ (drawn.get(key));
    });
    const told = [lang, ...nodes.map((each) => each.told)].join(";");
    if (told === shown) return;
    shown = told;
    status.textContent = texts.say("search.found", { n: texts.number(all.length) });
    renew(list, all.length ? nodes.map(({ node }) => node) : [element("li", {}, [texts.say("ways.none")])]);
    // What was there before stays, and is amended.
    nodes.forEach((each, i) => (each.node = /** @type {HTMLElement} */ (list.children[i])));
    light();
  };

  /** @param {import("../data/courses.js").Course} course @param {number} most */
  const card = (course, most) => {
    const { key, steps, km } = course;
    const isOpen = courses.open(state.get()) === course;
    const { from, to } = state.get();
    const meaning = (/** @type {string[]} */ ...wanted) => steps.filter(({ feature }) => wanted.includes(wayTexts.meaning(feature)));
    const counts = {
      borders: steps.flatMap(({ crossings }) => crossings), breaks: steps.flatMap(({ breaks }) => breaks),
      gaps: steps.flatMap(({ gaps }) => gaps), unbuilt: meaning(...UNBUILT), broken: meaning("broken"),
    };
    const told = Object.entries(counts).filter(([, all]) => all.length).map(([what, all]) => texts.count(`ways.${what}`, all.length));
    const head = element("button", { type: "button", "aria-expanded": String(isOpen), "data-key": key, "data-way": key }, [
      element("strong", {}, [wayTexts.course(course)]),
      element("strong", {}, [wayTexts.km(km)]),
      ...(from && to ? [] : [element("span", {}, [`${wayTexts.stop(steps[0].start)} – ${wayTexts.stop(steps[steps.length - 1].end)}`])]),
    ]);
    return element("li", {}, [
      element("h3", {}, [head]),
      toScale(course, most),
      element("p", {}, [amounts(course.kmByMode, (mode) => texts.word("mode", mode))]),
      element("p", {}, [told.join(" · ")]),
      ...(isOpen ? inFull(course) : []),
    ]);
  };

  /** @param {Map<string, number>} kms @param {(key: string) => string} name */
  const amounts = (kms, name) => [...kms].map(([key, km]) => `${name(key)} ${wayTexts.km(km)}`).join(" · ");

  /** The course as one line, drawn as on the map. @param {import("../data/courses.js").Course} course @param {number} most */
  const toScale = ({ steps }, most) => {
    const x = (/** @type {number} */ km) => (1 + (km * (WIDE_PX - 2)) / most).toFixed(1);
    const [lines, signs] = [/** @type {SVGElement[]} */ ([]), /** @type {SVGElement[]} */ ([])];
    const sign = (/** @type {string} */ kind, /** @type {string} */ d) => signs.push(svg("path", { class: kind, d }));
    let at = 0;
    for (const { feature, crossings, gaps, breaks } of steps) {
      const { len_km: km } = feature.is;
      lines.push(strokeOf(feature, wayTexts.status(feature), atlas, `M${x(at)} 10H${x(at + km)}`));
      crossings.forEach((border) => sign("tick", `M${x(at + border.km)} 4V16`));
      if (gaps.length) sign("gap", `M${x(at)} 2H${x(at + km)}`);
      if (breaks.length) sign("diamond", `M${x(at)} 5l5 5-5 5-5-5z`);
      at += km;
    }
    return svg("svg", { viewBox: `0 0 ${WIDE_PX} 20`, "aria-hidden": "true" }, [...lines, ...signs]);
  };

  /** Totals, the strip, what is carried, and the other lines. @param {import("../data/courses.js").Course} course */
  const inFull = (course) => {
    const totals = [
      ["column.iso_a2", amounts(course.kmByCountry, wayTexts.country)],
      ["column.status", amounts(kmByStatus(course, wayTexts.status), wayTexts.statusWord)],
    ].flatMap(([title, told]) => [element("dt", {}, [texts.say(title)]), element("dd", {}, [told])]);
    const carried = atlas.flows.filter(({ branch }) => course.ways.some((way) => listed(branch).includes(way.branch)));
    const others = course.ways.flatMap((way) => way.others);
    const key = `others-${course.key}`;
    return [
      element("dl", {}, totals),
      strip(course, page),
      ...(carried.length ? [flowTables(carried, page)] : []),
      ...(others.length ? [element("details", { "data-list": key }, [
        element("summary", { "data-key": key }, [texts.say("ways.others", { n: texts.number(others.length) })]),
        ...others.map((feature) => segmentLine(feature, page, true)),
      ])] : []),
    ];
  };

  const buttonOf = (/** @type {Event} */ { target }) => /** @type {Element} */ (target).closest("button");
  list.addEventListener("click", (event) => {
    const { way, id } = buttonOf(event)?.dataset ?? {};
    const { key } = courses.open(state.get()) ?? {};
    if (way) state.set({ way: key === way ? null : way, view: null, sought: null });
    if (id) state.set({ feature: id });
  });
  const point = (/** @type {Event} */ event) => state.set({ hover: buttonOf(event)?.dataset.id ?? null });
  list.addEventListener("pointerover", (event) => event.pointerType === "touch" || point(event));
  list.addEventListener("focusin", point);
  ["pointerleave", "focusout"].forEach((leave) => list.addEventListener(leave, () => state.set({ hover: null })));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = [...list.querySelectorAll("button")];
    const next = step && buttons[buttons.findIndex((each) => each === event.target) + step];
    if (!next || !isPlainKey(event)) return;
    event.preventDefault();
    next.focus();
  });
  const light = () => {
    const { tab, hover } = state.get();
    if (tab !== "ways") return;
    list.querySelectorAll(".hovered").forEach((each) => each.classList.remove("hovered"));
    const own = hover ? list.querySelectorAll(`[data-id="${CSS.escape(hover)}"]`) : [];
    own.forEach((each) => each.classList.add("hovered"));
    if (sheet.root.matches(":hover")) own[0]?.scrollIntoView({ block: "nearest" });
  };
  state.on("lang", say);
  state.on("hover", light);
  state.on(["tab", "lang", "date", "from", "to", "way"], draw);
  say();
  draw();
}
