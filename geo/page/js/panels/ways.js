// @ts-check
import { byId, element, isDrawn, isPlainKey, renew, setHidden, setText, svg } from "../dom.js";
import { listed } from "../data/read.js";
import { networkEnds } from "../data/layers.js";
import { ASKED, BEST_BY, kmByStatus, OVER_LINES, SHUT, taken } from "../data/courses.js";
import { HOURS_A_DAY, MEASURES } from "../data/performance.js";
import { flowTables } from "./flows.js";
import { ladder, published } from "./ladder.js";
import { segmentLine, strip } from "./strip.js";
import { strokeOf } from "../marks/network.js";

const WIDE_PX = 324;
/** Of what cuts a course, so much is named. */
const MOST_REASONS = 3;

/**
 * The ways from one place to another, each as a line to scale, with what it takes; what a reader
 * supposes shut or open; one of them open, stop by stop, and bound to the map: what is pointed at here
 * is lit there, and the other way round.
 * @param {import("../page.js").Page} page
 */
export function addWays(page) {
  const { atlas, texts, state, courses, sheet, wayTexts } = page;
  if (!atlas.ways.length) return;
  const [sum, hint, rank] = [0, 1, 2].map(() => element("p", { class: "hint" }));
  const [list, status] = [element("ul", { class: "courses" }), element("p", { class: "unseen", role: "status" })];
  const ends = /** @type {const} */ (["from", "to"]).map((end) => {
    const select = /** @type {HTMLSelectElement} */ (element("select", { id: `ways-${end}` }));
    select.addEventListener("change", () => state.set({ [end]: select.value || null, view: null, sought: null }));
    return { end, select, word: element("span") };
  });
  const hasFigures = atlas.performance.length > 0;
  const choices = Object.entries({ ...(hasFigures ? { by: BEST_BY } : {}), over: OVER_LINES }).map(([key, values]) => {
    const select = /** @type {HTMLSelectElement} */ (element("select", { id: `ways-${key}` }));
    select.addEventListener("change", () => state.set({ [key]: select.value }));
    return { key, values, select, word: element("span") };
  });
  const supposed = element("details", { class: "whatif" });
  // Where there is little room, what was asked folds to a line, and the answer comes first.
  const asked = element("button", { type: "button", "data-key": "asked" });
  const question = element("div", {}, [...[...ends, ...choices].map(({ word, select }) => element("label", {}, [word, select])), supposed]);
  const fold = (/** @type {boolean} */ folds) => {
    const hadFocus = question.contains(document.activeElement);
    asked.setAttribute("aria-expanded", String(!folds));
    if (hadFocus && isDrawn(asked)) asked.focus();
  };
  asked.addEventListener("click", () => fold(asked.getAttribute("aria-expanded") === "true"));
  byId("ways").append(asked, question, rank, list, sum, hint, status);

  let [spoken, supposes] = ["", false];
  const say = () => {
    const places = networkEnds(atlas).map((id) => {
      return { id, name: wayTexts.stop(id), country: texts.country(atlas.byId.get(id)?.[0].is.iso_a2) };
    });
    const { compare: inOrder } = new Intl.Collator(texts.lang);
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
    choices.forEach(({ key, values, select, word }) => {
      word.textContent = texts.say(key === "by" ? "ways.sort" : "ways.over");
      select.replaceChildren(...values.map((value) => element("option", { value }, [texts.say(`ways.${key}.${value || "any"}`)])));
    });
  };

  const shutName = (/** @type {string} */ id) => texts.say("ways.shut", { name: texts.name(/** @type {import("../data/read.js").Feature[]} */ (atlas.byId.get(id))[0]) });
  /** Boxes for what may be shut, or open: what the courses pass and what they lack.
   * @param {import("../data/courses.js").Course[]} all */
  const suppose = (all) => {
    const { whatif, over } = state.get();
    const steps = all.flatMap((course) => course.steps.map(({ feature }) => feature));
    const passages = atlas.passages.filter(({ id }) => whatif.has(id) || steps.some(({ is }) => listed(is.passages).includes(id)));
    const lacking = all.flatMap((course) => [...course.steps.flatMap(({ gaps }) => gaps), ...course.cut.map(({ feature }) => feature)]);
    const kept = [...whatif].flatMap((id) => atlas.byId.get(id)?.slice(0, 1) ?? []);
    const isShut = (/** @type {import("../data/read.js").Feature} */ { is }) => listed(is.passages).some((id) => whatif.has(id));
    const segments = over === "all" ? [] : new Map([...lacking.filter((each) => !isShut(each)), ...kept].map((each) => [each.id, each])).values();
    const named = [
      ...passages.map((row) => ({ id: row.id, name: texts.say("ways.shut", { name: texts.field(row, "name") }) })),
      ...[...whatif].filter((id) => id.startsWith(SHUT)).map((id) => ({ id, name: shutName(id.slice(SHUT.length)) })),
      ...[...segments].map((each) => ({ id: each.id, name: texts.say("ways.opened", { name: texts.name(each) }) })),
    ];
    renew(supposed, named.length ? [element("summary", { "data-key": "whatif" }, [texts.say("ways.whatif")]), ...named.map(({ id, name }) => {
      return element("label", {}, [element("input", { type: "checkbox", "data-key": `if-${id}`, value: id }), element("span", {}, [name])]);
    })] : []);
    setHidden(supposed, !named.length);
    if (whatif.size && !supposes) supposed.setAttribute("open", "");
    supposes = whatif.size > 0;
    supposed.querySelectorAll("input").forEach((box) => (box.checked = whatif.has(box.value)));
  };
  supposed.addEventListener("change", ({ target }) => {
    const { value, checked } = /** @type {HTMLInputElement} */ (target);
    const others = [...state.get().whatif].filter((id) => id !== value);
    state.set({ whatif: new Set(checked ? [...others, value] : others) });
  });

  /** The cards as they were last drawn: most days change few of them.
   * @type {Map<string, {told: string, node: HTMLElement}>} */
  const drawn = new Map();
  let shown = "";
  const draw = () => {
    const scene = state.get();
    const { tab, date, lang, from, to } = scene;
    if (tab !== "ways") return;
    if (spoken !== lang) say();
    spoken = lang;
    ends.forEach(({ end, select }) => (select.value = scene[end] ?? ""));
    choices.forEach(({ key, select }) => (select.value = scene[key]));
    setHidden(asked, !(from && to));
    if (from && to) {
      const chosen = [...choices.filter(({ key }) => scene[key]).map(({ select }) => select.selectedOptions[0].text), ...(scene.whatif.size ? [texts.say("ways.whatif")] : [])];
      renew(asked, [element("span", {}, [[[from, to].map(wayTexts.stop).join(" – "), ...chosen, texts.brief(date)].join(" · ")]), element("u", {}, [texts.say("ways.change")])]);
    }
    setText(sum, texts.say("ways.km"));
    setText(hint, texts.say("ways.hint", { date: texts.day(date) }));
    const all = courses.between(scene);
    const most = Math.max(...all.map(({ km }) => km));
    const open = courses.open(scene);
    setText(rank, texts.say("ways.rank"));
    setHidden(rank, !MEASURES[scene.by] || !all.some((course) => taken(course, scene.by).high === Infinity));
    const carried = atlas.flows.filter(({ finish }) => finish <= date).length;
    const nodes = all.map((course) => {
      const { key, steps, km } = course;
      const each = steps.flatMap(({ feature }) => [feature.id, wayTexts.status(feature)]);
      const told = [lang, from, to, km / most, course === open && carried, ...each, "", ...course.cut.map(cutBy)].join();
      if (drawn.get(key)?.told !== told) drawn.set(key, { told, node: card(course, most) });
      return /** @type {{told: string, node: HTMLElement}} */ (drawn.get(key));
    });
    const told = [lang, scene.over, ...scene.whatif, ...nodes.map((each) => each.told)].join(";");
    if (told === shown) return;
    shown = told;
    suppose(all);
    setText(status, texts.say("search.found", { n: texts.number(all.length) }));
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
    const which = (/** @type {(feature: import("../data/read.js").Feature) => boolean} */ is) => steps.filter(({ feature }) => is(feature));
    const counts = {
      borders: steps.flatMap(({ crossings }) => crossings), breaks: steps.flatMap(({ breaks }) => breaks),
      reloadings: course.parts.time.filter(({ kind }) => kind === MEASURES.time.transfer),
      gaps: steps.flatMap(({ gaps }) => gaps), unbuilt: which(wayTexts.isUnbuilt), broken: which((each) => wayTexts.meaning(each) === "broken"),
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
      ...(course.cut.length ? [element("p", { class: "cut" }, [whyCut(course)])] : takes(course, counts.unbuilt.length > 0)),
      element("p", {}, [told.join(" · ")]),
      ...(isOpen ? inFull(course) : []),
    ]);
  };

  /** Days and price as ranges, and what is not known.
   * @param {import("../data/courses.js").Course} course @param {boolean} isUnbuilt */
  const takes = (course, isUnbuilt) => {
    if (!hasFigures) return [];
    const { low, high } = taken(course, "time");
    const days = { low: low / HOURS_A_DAY, high: high / HOURS_A_DAY };
    const spans = [{ by: "time", unit: "days", span: days }, { by: "cost", unit: "USD/TEU", span: taken(course, "cost") }];
    const told = spans.map(({ by, unit, span }) => {
      const missing = course.parts[by].filter(({ sources }) => !sources.length).length;
      const lacks = missing && texts.count("ways.unknown_parts", missing);
      return element("span", { class: "takes" }, [element("b", {}, [`${texts.say(`ways.${by}`)}: ${wayTexts.range(span, unit)}`]), ...(lacks ? [` (${lacks})`] : [])]);
    });
    return [element("p", {}, [...(isUnbuilt ? [`${texts.say("ways.if_built")} `] : []), ...told])];
  };

  /** Why a step cannot be travelled. @param {import("../data/courses.js").Step} step */
  const cutBy = ({ feature }) => {
    if (state.get().whatif.has(SHUT + feature.id)) return shutName(feature.id);
    const shut = atlas.passages.find(({ id }) => state.get().whatif.has(id) && listed(feature.is.passages).includes(id));
    return shut ? texts.say("ways.shut", { name: texts.field(shut, "name") }) : `${texts.name(feature)}: ${wayTexts.statusWord(wayTexts.status(feature))}`;
  };

  /** @param {import("../data/courses.js").Course} course */
  const whyCut = ({ cut }) => {
    const reasons = [...new Set(cut.map(cutBy))];
    const others = reasons.splice(MOST_REASONS);
    return texts.say("ways.cut", { reasons: texts.join([...reasons, ...(others.length ? [texts.say("ways.more", { n: texts.number(others.length) })] : [])]) });
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
    const ways = course.runs.flatMap((run) => run.ways);
    const carried = atlas.flows.filter(({ branch }) => ways.some((way) => listed(branch).includes(way.branch)));
    const travelled = new Set(course.steps.map(({ feature }) => feature));
    const others = [...new Set(ways.flatMap((way) => way.others))].filter((feature) => !travelled.has(feature));
    const key = `others-${course.key}`;
    return [
      element("dl", {}, totals),
      ...(hasFigures ? [ladder(course, page)] : []),
      ...published(course, page),
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
  const foldIfAsked = () => fold(Boolean(state.get().from && state.get().to));
  state.on("hover", light);
  state.on(["tab", "lang", "date", ...ASKED, "way"], draw);
  state.on(["from", "to"], foldIfAsked);
  draw();
  foldIfAsked();
}
