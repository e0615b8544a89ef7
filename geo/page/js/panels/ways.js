// @ts-check
import { bdi, byId, element, isPlainKey, renew, svg } from "../dom.js";
import { meaningOf } from "../data/layers.js";
import { listed } from "../data/read.js";
import { kmByStatus } from "../data/ways.js";
import { networkSign } from "../marks/network.js";
import { cell } from "../text/cells.js";
import { flowTables } from "./flows.js";

const SCALE_PX = 324;
/** A length shorter than this has a decimal. */
const SHORT_KM = 10;

/**
 * The ways from one place to another, each as a line to scale; one of them open, stop by stop, and
 * bound to the map: what is pointed at here is lit there, and the other way round.
 * @param {import("../page.js").Page} page
 */
export function addWays(page) {
  const { atlas, texts, state, courses, worlds, sheet, wayNames: names } = page;
  if (!atlas.ways.length) return;
  const section = byId("ways");
  const ends = /** @type {const} */ (["from", "to"]).map((end) => {
    const select = /** @type {HTMLSelectElement} */ (element("select", { id: `ways-${end}` }));
    select.addEventListener("change", () => state.set({ [end]: select.value || null, view: null, sought: null }));
    return { end, select, word: element("span") };
  });
  const hint = element("p", { class: "hint" });
  const list = element("ul", { class: "courses" });
  section.append(
    ...ends.map(({ word, select }) => element("label", {}, [word, select])),
    hint, element("div", { role: "status", class: "unseen" }), list,
  );
  const ids = [...new Set(atlas.ways.flatMap(({ stops }) => stops))];

  const say = () => {
    const places = ids.map((id) => ({ id, name: names.stop(id), iso: atlas.byId.get(id)?.[0].is.iso_a2 ?? "" }));
    const countries = [...new Set(places.map(({ iso }) => iso))].map((iso) => ({ iso, name: iso && texts.country(iso) }));
    const inOrder = (/** @type {{name: string}} */ a, /** @type {{name: string}} */ b) => a.name.localeCompare(b.name, texts.lang);
    ends.forEach(({ end, select, word }) => {
      word.textContent = texts.say(`ways.${end}`);
      const groups = countries.sort(inOrder).map(({ iso, name }) => {
        const own = places.filter((each) => each.iso === iso).sort(inOrder);
        return element("optgroup", { label: name }, own.map((each) => element("option", { value: each.id }, [each.name])));
      });
      select.replaceChildren(element("option", { value: "" }, [texts.say(`ways.any_${end}`)]), ...groups);
    });
  };
  const statusOf = (/** @type {import("../data/read.js").Feature} */ segment) => {
    return worlds(state.get().date).at(segment)?.is.status ?? "absent";
  };

  let drawn = "";
  const draw = () => {
    const { tab, date, lang, from, to, way } = state.get();
    if (tab !== "ways") return;
    ends.forEach(({ end, select }) => (select.value = state.get()[end] ?? ""));
    hint.textContent = texts.say("ways.hint", { date: texts.brief(date) });
    const all = courses.between({ from, to });
    // Most days change nothing here.
    const carried = atlas.flows.filter(({ end }) => end <= date).length;
    const told = [lang, from, to, way, carried, ...all.flatMap(({ steps }) => steps.map(({ feature }) => statusOf(feature)))].join();
    if (told === drawn) return;
    drawn = told;
    const most = Math.max(...all.map(({ km }) => km));
    const found = texts.say("search.found", { n: texts.number(all.length) });
    section.querySelector("[role=status]")?.replaceChildren(from || to ? found : "");
    renew(list, all.length ? all.map((course) => card(course, most)) : [element("li", {}, [texts.say("ways.none")])]);
    light();
  };

  /** @param {import("../data/ways.js").Course} course @param {number} most */
  const card = (course, most) => {
    const { key, steps, km } = course;
    const open = state.get().way === key;
    const broken = steps.filter(({ feature }) => meaningOf(atlas, statusOf(feature)) === "broken");
    const counts = Object.entries({
      borders: steps.flatMap(({ crossings }) => crossings), breaks: steps.flatMap(({ breaks }) => breaks),
      gaps: steps.flatMap(({ gaps }) => gaps), broken,
    }).filter(([, all]) => all.length);
    const head = element("button", { type: "button", class: "head", "aria-expanded": open, "data-key": key, "data-way": key }, [
      element("strong", {}, [names.course(course)]),
      element("span", { class: "km", "data-km": km }, [kilometres(km)]),
      element("span", { class: "ends" }, [texts.say("ways.between", { from: names.stop(steps[0].start), to: names.stop(steps[steps.length - 1].end) })]),
    ]);
    return element("li", {}, [
      element("h3", {}, [head]),
      toScale(course, most),
      element("p", { class: "modes" }, [amounts(course.kmByMode, (mode) => texts.word("mode", mode))]),
      element("p", { class: "counts" }, [counts.map(([what, all]) => texts.count(`ways.${what}`, all.length)).join(" · ")]),
      ...(open ? [inFull(course)] : []),
    ]);
  };

  /** @param {Map<string, number>} kms @param {(key: string) => string} name */
  const amounts = (kms, name) => [...kms].map(([key, km]) => `${name(key)} ${kilometres(km)}`).join(" · ");
  const kilometres = (/** @type {number} */ km) => texts.kilometres(km < SHORT_KM ? Math.round(km * 10) / 10 : Math.round(km));
  const countryOf = (/** @type {string} */ code) => (code === "sea" ? texts.say("ways.sea") : texts.country(code));
  const statusWord = (/** @type {string} */ status) => (status === "absent" ? texts.say("ways.absent") : texts.word("status", status));

  /** The course as one line, drawn as on the map. @param {import("../data/ways.js").Course} course @param {number} most */
  const toScale = ({ steps }, most) => {
    const scale = (SCALE_PX - 2) / most;
    let at = 1;
    const [lines, signs] = [/** @type {SVGElement[]} */ ([]), /** @type {SVGElement[]} */ ([])];
    for (const { feature, crossings, gaps, breaks } of steps) {
      const { layer, is } = feature;
      const end = at + is.len_km * scale;
      const status = statusOf(feature);
      if (status !== "absent") lines.push(networkSign({ layer, mode: is.mode, status, course: is.course }, atlas, `M${at.toFixed(1)} 10H${end.toFixed(1)}`));
      if (gaps.length) signs.push(svg("path", { class: "gap", d: `M${at.toFixed(1)} 3H${Math.max(at + 3, end).toFixed(1)}` }));
      if (breaks.length) signs.push(svg("path", { class: "break", d: `M${at.toFixed(1)} 5l5 5-5 5-5-5z` }));
      crossings.forEach(({ km }) => signs.push(svg("path", { class: "border-tick", d: `M${(at + km * scale).toFixed(1)} 4V16` })));
      at = end;
    }
    return svg("svg", { class: "to-scale", viewBox: `0 0 ${SCALE_PX} 20`, "aria-hidden": "true" }, [...lines, ...signs]);
  };

  /** Totals, the strip, what is carried, and the other lines. @param {import("../data/ways.js").Course} course */
  const inFull = (course) => {
    const branches = course.ways.map(({ branch }) => branch);
    const carried = atlas.flows.filter(({ branch }) => listed(branch).some((each) => branches.includes(each)));
    const others = course.ways.flatMap((way) => way.others);
    const rows = [
      ["column.iso_a2", amounts(course.kmByCountry, countryOf)],
      ["column.status", amounts(kmByStatus(course, statusOf), statusWord)],
    ].flatMap(([title, told]) => [element("dt", {}, [texts.say(title)]), element("dd", {}, [told])]);
    return element("div", {}, [
      element("dl", {}, rows),
      strip(course),
      ...(carried.length ? [flowTables(carried, page)] : []),
      ...(others.length ? [element("details", { "data-list": `others-${course.key}` }, [
        element("summary", { "data-key": `others-${course.key}` }, [texts.say("ways.others", { n: texts.number(others.length) })]),
        element("ul", { class: "others" }, others.map((feature) => element("li", {}, [line(feature, true)]))),
      ])] : []),
    ]);
  };

  /** Stop by stop. @param {import("../data/ways.js").Course} course */
  const strip = ({ steps }) => {
    let country = "";
    let odd = false;
    let shown = "";
    const inMm = (/** @type {string} */ gauges) => listed(gauges).map((n) => texts.say("unit.mm", { n })).join(" / ");
    const rows = steps.flatMap((step, i) => {
      const items = [stop(step.start)];
      if (step.breaks.length) items.push(item("break", step.breaks.map(([before, after]) => texts.say("ways.break", { before: inMm(before), after: inMm(after) })).join()));
      items.push(segment(step));
      items.push(...step.gaps.map((gap) => element("li", { class: "gap" }, [
        element("span", { class: "note" }, [texts.say("ways.gap")]), " ", line(gap, true),
      ])));
      if (i === steps.length - 1) items.push(stop(step.end));
      return items;
    });
    /** @param {string} kind @param {string} text */
    function item(kind, text) {
      return element("li", { class: kind }, [text]);
    }
    /** @param {string} id */
    function stop(id) {
      const [place] = atlas.byId.get(id) ?? [];
      const iso = place?.is.iso_a2 ?? "";
      if (iso !== country) odd = !odd;
      const entered = iso && iso !== country ? [element("span", { class: "country" }, [texts.country(iso)])] : [];
      country = iso;
      shown = "";
      return element("li", { class: `stop ${odd ? "odd" : ""}` }, [
        ...entered, element("button", { type: "button", class: "link", "data-id": id, "data-key": `stop-${id}` }, [bdi(names.stop(id))]), ...cargo(id),
      ]);
    }
    /** @param {import("../data/ways.js").Step} step */
    function segment({ feature, crossings }) {
      const { layer, is } = feature;
      const status = statusOf(feature);
      const stroke = networkSign({ layer, mode: is.mode, status, course: is.course }, atlas, "M8 0V400");
      return element("li", { class: `step ${odd ? "odd" : ""}` }, [
        svg("svg", { "aria-hidden": "true", class: status }, status === "absent" ? [] : [stroke]),
        line(feature, false),
        ...crossings.map(({ country: left, into, place }) => element("span", { class: "border-row" }, [
          texts.say("ways.border", { from: texts.country(left), to: texts.country(into), place: place ? names.stop(place) : "–" }),
        ])),
        ...cargo(feature.id),
      ]);
    }
    /** The last figure of what is carried, once where it holds for several. @param {string} id */
    function cargo(id) {
      const last = atlas.flows.filter(({ features, basis, end }) => basis === "counted" && end <= state.get().date && listed(features).includes(id))
        .reduce((best, row) => (!best || row.end > best.end ? row : best), /** @type {any} */ (null));
      if (!last || last === shown) return [];
      shown = last;
      const period = texts.told(last.period).text;
      return [element("span", { class: "cargo" }, [texts.say("ways.cargo", { amount: texts.amount(last.amount, last.amount, last.unit), period })])];
    }
    return element("ol", { class: "strip" }, rows);
  };

  /** What a segment is in a line, to be pressed. @param {import("../data/read.js").Feature} feature @param {boolean} named */
  const line = (feature, named) => {
    const { id, is } = feature;
    const status = statusOf(feature);
    const name = element("span", { class: named ? null : "unseen" }, [bdi(texts.name(feature)), ": "]);
    const gauge = cell("gauge_mm", feature, page);
    const told = [texts.word("mode", is.mode), kilometres(is.len_km), ...(gauge && !named ? [String(gauge)] : [])];
    const state = meaningOf(atlas, status) === "runs" ? [] : [" ", element("em", {}, [statusWord(status)])];
    return element("button", { type: "button", class: "line", "data-id": id, "data-key": `line-${id}` }, [name, told.join(" · "), ...state]);
  };

  section.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button");
    const { way, id } = button?.dataset ?? {};
    if (way) state.set({ way: state.get().way === way ? null : way, view: null, sought: null });
    if (id) state.set({ feature: id });
  });
  const point = (/** @type {Event} */ { target }) => {
    state.set({ hover: /** @type {Element} */ (target).closest("[data-id]")?.getAttribute("data-id") ?? null });
  };
  list.addEventListener("pointerover", (event) => event.pointerType === "touch" || point(event));
  list.addEventListener("focusin", point);
  list.addEventListener("pointerleave", () => state.set({ hover: null }));
  list.addEventListener("focusout", () => state.set({ hover: null }));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const buttons = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("button")]);
    const next = buttons[buttons.indexOf(/** @type {HTMLElement} */ (event.target)) + (step ?? 0)];
    if (!step || !next || !isPlainKey(event)) return;
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
