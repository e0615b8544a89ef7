// @ts-check
import { byId, element, isPlainKey, renew, setHidden, setText } from "../dom.js";
import { taken } from "../data/course.js";
import { ASKED } from "../data/question.js";
import { MEASURES } from "../data/performance.js";
import { courseCard, cutBy } from "./course.js";
import { createQuestion } from "./question.js";

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
  const question = createQuestion(page);
  byId("ways").append(...question.nodes, rank, list, sum, hint, status);

  /** The cards as they were last drawn: most days change few of them.
   * @type {Map<string, {told: string, node: HTMLElement}>} */
  const drawn = new Map();
  let shown = "";
  const draw = () => {
    const scene = state.get();
    const { tab, date, lang, from, to } = scene;
    if (tab !== "ways") return;
    question.draw();
    setText(sum, texts.say("ways.km"));
    setText(hint, texts.say("ways.hint", { date: texts.date(date) }));
    const all = courses.between(scene);
    const most = Math.max(...all.map(({ km }) => km));
    const open = courses.open(scene);
    setText(rank, texts.say("ways.rank"));
    setHidden(rank, !MEASURES[scene.by] || !all.some((course) => taken(course, scene.by).high === Infinity));
    // An open card also tells what was carried by the day, and holds figures in print against all that can be travelled.
    const inFull = [atlas.flows.filter(({ finish }) => finish <= date).length, courses.told(scene)].join();
    const nodes = all.map((course) => {
      const { key, steps, km } = course;
      const each = steps.flatMap(({ feature }) => [feature.id, wayTexts.status(feature)]);
      const told = [lang, from, to, km / most, course === open && inFull, ...each, "", ...course.cut.map((step) => cutBy(step, page))].join();
      if (drawn.get(key)?.told !== told) drawn.set(key, { told, node: courseCard(course, most, page) });
      return /** @type {{told: string, node: HTMLElement}} */ (drawn.get(key));
    });
    const told = [lang, scene.over, ...scene.whatif, ...nodes.map((each) => each.told)].join(";");
    if (told === shown) return;
    shown = told;
    question.suppose(all);
    setText(status, texts.say("search.found", { n: texts.number(all.length) }));
    renew(list, all.length ? nodes.map(({ node }) => node) : [element("li", {}, [texts.say("ways.none")])]);
    // What was there before stays, and is amended.
    nodes.forEach((each, i) => (each.node = /** @type {HTMLElement} */ (list.children[i])));
    light();
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
  state.on("hover", light);
  state.on(["tab", "lang", "date", ...ASKED, "way"], draw);
  state.on(["from", "to"], question.foldIfAsked);
  draw();
  question.foldIfAsked();
}
