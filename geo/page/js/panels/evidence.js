// @ts-check
import { byId, element, setHidden, svg } from "../dom.js";
import { createEvidence, QUESTIONS } from "../data/evidence.js";
import { FILTERED } from "../data/filter.js";
import { ofShape } from "../data/layers.js";
import { grouped } from "../data/read.js";

/**
 * What colour tells on the map: usually what a thing is, or what it rests on. Lines and signs then
 * have the grade of their evidence, and a legend of its own says how much there is of each.
 * @param {import("../page.js").Page} page
 */
export function addEvidence({ atlas, sheet, state, texts, filter }) {
  const evidence = createEvidence(atlas);
  const layers = ["network", "points", "lines"].flatMap((shape) => ofShape(atlas, /** @type {any} */ (shape)));
  const isTold = (/** @type {import("../data/read.js").Feature} */ { is }) => is.sources && !is.border;
  const features = layers.filter(({ cells }) => !cells).flatMap((layer) => layer.features.filter(isTold));
  const grounds = ofShape(atlas, "areas").length > 0;
  const box = byId("evidence");
  box.hidden = !layers.some((layer) => layer.features.some(isTold));
  if (box.hidden) return;
  const list = element("ul");
  const [hint, rest] = [element("p", { class: "hint" }), element("p", { class: "hint" })];
  const summary = element("summary");
  const choices = ["", ...Object.keys(QUESTIONS)].map((question) => {
    const button = element("button", { type: "button" });
    button.addEventListener("click", () => state.set({ evidence: question }));
    return { question, button };
  });
  box.append(element("details", {}, [summary, ...choices.map(({ button }) => button)]), hint, list, rest);

  const paint = () => {
    const { evidence: question } = state.get();
    document.documentElement.toggleAttribute("data-evidence", Boolean(question));
    const grades = new Map(question ? features.map((feature) => [feature.id, QUESTIONS[question][evidence.answer(question, feature)]]) : []);
    for (const mark of sheet.root.querySelectorAll(".mark:not([data-raised])")) {
      const grade = grades.get(mark.getAttribute("data-id") ?? "");
      if (grade) mark.setAttribute("data-grade", grade);
      else mark.removeAttribute("data-grade");
    }
  };
  const count = () => {
    const { evidence: question } = state.get();
    const shown = new Map(question ? features.flatMap((feature) => filter.shown(feature) ?? []).map((feature) => [feature.id, feature]) : []);
    /** Signs of the layers of many, by answer. */
    const more = Object.keys(QUESTIONS[question] ?? {}).map(() => 0);
    for (const layer of question ? layers.filter(({ cells }) => cells) : []) {
      const off = filter.offIn(layer);
      if (layer.shape === "points") evidence.answersIn(question, layer).forEach((answer, row) => (more[answer] += Number(!off[row])));
    }
    const answered = grouped([...shown.values()], (feature) => evidence.answer(question, feature));
    list.replaceChildren(...Object.entries(QUESTIONS[question] ?? {}).map(([answer, grade], i) => {
      const own = answered.get(answer) ?? [];
      const km = own.reduce((sum, { is }) => sum + (is.len_km ?? 0), 0);
      const signs = own.filter(({ layer }) => layer.shape === "points").length + more[i];
      return element("li", { "data-answer": answer }, [
        svg("svg", { viewBox: "0 0 36 16", class: "swatch", "data-grade": grade, "aria-hidden": "true" }, [
          svg("path", { d: "M2 8H21", class: "graded" }), svg("circle", { cx: 29, cy: 8, r: 5, class: "graded" }),
        ]),
        element("span", { class: "name" }, [texts.say(`evidence.${question}.${answer}`)]),
        element("span", { class: "count" }, [`${texts.kilometres(Math.round(km))} · ${texts.number(signs)}`]),
      ]);
    }));
    setHidden(hint, !question);
    setHidden(rest, !question || !grounds);
  };
  const write = () => {
    const { evidence: asked } = state.get();
    const nameOf = (/** @type {string} */ question) => texts.say(`evidence.${question || "kind"}`);
    summary.textContent = `${texts.say("evidence.heading")}: ${nameOf(asked)}`;
    hint.textContent = texts.say("evidence.hint");
    rest.textContent = texts.say("evidence.rest");
    for (const { question, button } of choices) {
      button.textContent = nameOf(question);
      button.setAttribute("aria-pressed", String(question === asked));
    }
  };
  state.on("evidence", paint);
  state.on([...FILTERED, "evidence", "lang"], count);
  state.on(["evidence", "lang"], write);
  write();
  count();
  paint();
}
