// @ts-check
import { byId, element, pushButton, svg, swatch } from "../dom.js";
import { QUESTIONS } from "../data/evidence.js";
import { SHOWN } from "../data/filter.js";
import { featuresIn } from "../data/layers.js";

/** How much there is of a sort of feature, in the order in which it is told; lines have kilometres where these are known. */
const SORTS = { km: "", lines: "evidence.lines", points: "evidence.signs", areas: "evidence.areas", borders: "ways.borders" };

/** @param {import("../data/read.js").Feature} feature @returns {keyof typeof SORTS} */
function sortOf({ layer, is }) {
  if (is.border) return "borders";
  if (layer.shape === "areas" || layer.shape === "points") return layer.shape;
  return is.len_km === undefined ? "lines" : "km";
}

/**
 * What colour tells on the map: usually what a thing is, or what it rests on. Whatever names sources
 * has the grade of its evidence then, and a legend of its own says how much there is of each.
 * @param {import("../page.js").Page} page
 */
export function addEvidence({ atlas, sheet, state, texts, filter, evidence }) {
  const isTold = (/** @type {import("../data/read.js").Feature} */ { is }) => is.sources;
  const features = featuresIn(atlas.layers.filter(({ cells }) => !cells)).filter(isTold);
  const box = byId("evidence");
  box.hidden = !atlas.layers.some((layer) => layer.features.some(isTold));
  if (box.hidden) return;
  const list = element("ul");
  const summary = element("summary");
  const choices = ["", ...Object.keys(QUESTIONS)].map((question) => {
    const button = pushButton({}, [], () => state.set({ evidence: question }));
    return { question, button };
  });
  box.append(element("details", {}, [summary, ...choices.map(({ button }) => button)]), list);

  const paint = () => {
    const { evidence: question } = state.get();
    document.documentElement.toggleAttribute("data-evidence", Boolean(question));
    const grades = new Map(question ? features.map((feature) => [feature.id, QUESTIONS[question][evidence.answer(question, feature)]]) : []);
    for (const mark of sheet.root.querySelectorAll(".mark:not([data-raised]), .border[data-id]")) {
      const grade = grades.get(mark.getAttribute("data-id") ?? "");
      if (grade) mark.setAttribute("data-grade", grade);
      else mark.removeAttribute("data-grade");
    }
  };
  /** How much there is of each sort, by answer, of what the map shows. @param {string} question */
  const amounts = (question) => {
    const shown = new Map(features.flatMap((feature) => filter.shown(feature) ?? []).map((feature) => [feature.id, feature]));
    const found = new Map(Object.keys(QUESTIONS[question]).map((answer) => [answer, { km: 0, lines: 0, points: 0, areas: 0, borders: 0 }]));
    const add = (/** @type {string} */ answer, /** @type {import("../data/read.js").Feature} */ feature) => {
      const own = found.get(answer);
      if (own) own[sortOf(feature)] += feature.is.len_km ?? 1;
    };
    for (const feature of shown.values()) add(evidence.answer(question, feature), feature);
    for (const layer of atlas.layers.filter(({ cells }) => cells)) {
      const [off, answers] = [filter.offIn(layer), Object.keys(QUESTIONS[question])];
      evidence.answersIn(question, layer).forEach((answer, row) => off[row] || add(answers[answer], layer.features[row]));
    }
    return found;
  };
  const count = () => {
    const { evidence: question } = state.get();
    const known = question ? amounts(question) : new Map();
    const sorts = new Set([...known.values()].flatMap((own) => Object.keys(SORTS).filter((sort) => own[sort])));
    list.replaceChildren(...[...known].map(([answer, own]) => {
      const told = Object.entries(SORTS).filter(([sort]) => own[sort])
        .map(([sort, key]) => (key ? texts.count(key, own[sort]) : texts.kilometres(Math.round(own[sort]))));
      return element("li", { "data-answer": answer }, [
        graded(QUESTIONS[question][answer], sorts),
        element("span", { class: "name" }, [texts.say(`evidence.${question}.${answer}`)]),
        element("span", { class: "count" }, [told.join(" · ") || texts.number(0)]),
      ]);
    }));
  };
  const write = () => {
    const { evidence: asked } = state.get();
    const nameOf = (/** @type {string} */ question) => texts.say(`evidence.${question || "kind"}`);
    summary.textContent = `${texts.say("evidence.heading")}: ${nameOf(asked)}`;
    for (const { question, button } of choices) {
      button.textContent = nameOf(question);
      button.setAttribute("aria-pressed", String(question === asked));
    }
  };
  state.on("evidence", paint);
  state.on([...SHOWN, "evidence", "lang"], count);
  state.on(["evidence", "lang"], write);
  write();
  count();
  paint();
}

/** Ground with a line and a sign on it: of these, what the map shows. @param {string} grade @param {ReadonlySet<string>} sorts */
function graded(grade, sorts) {
  const has = (/** @type {string[]} */ ...some) => some.some((sort) => sorts.has(sort));
  return swatch([
    ...(has("areas") ? [svg("path", { d: "M0 0H36V16H0z", class: "country" })] : []),
    ...(has("km", "lines", "borders") ? [svg("path", { d: "M3 8H20", class: "graded" })] : []),
    ...(has("points") ? [svg("circle", { cx: 28, cy: 8, r: 4.5, class: "graded" })] : []),
  ], { "data-grade": grade });
}
