// @ts-check
import { bdi, element } from "../dom.js";
import { meaningOf } from "../data/layers.js";
import { sourceTitles } from "../text/sources.js";
import { tongue } from "../text/tongue.js";

/**
 * The dated steps of a segment, each with who says so.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../page.js").Page} page
 * @returns {HTMLElement[]} nothing for what has no history
 */
export function history(feature, { atlas, texts }) {
  const steps = atlas.history.filter(({ segment }) => segment === feature.id);
  if (!steps.length) return [];
  const items = steps.map((step) => {
    const dated = texts.date(step.valid_from, step.date_prec);
    return element("li", {}, [
      element("strong", {}, [`${dated}: ${texts.word("status", step.status)}`]),
      ...(step.note ? [" ", bdi(step.note, texts.facts)] : []),
      element("span", { class: "origin" }, sourceTitles(step.sources, atlas)),
    ]);
  });
  const isForeign = texts.facts !== texts.lang && steps.some(({ note }) => note);
  return [
    element("h3", {}, [texts.say("details.history"), ...(isForeign ? [" ", tongue(texts.facts, texts)] : [])]),
    element("ol", { class: "sources history" }, items),
  ];
}

/**
 * Why something is broken: what its history notes on the day since when it is.
 * @param {import("../data/read.js").Feature} feature
 * @param {import("../data/read.js").Atlas} atlas
 * @returns {string[]} nothing for what is not, or not told
 */
export function whyBroken({ id, is }, atlas) {
  if (meaningOf(atlas, is.status) !== "broken") return [];
  const step = atlas.history.find(({ segment, valid_from: from }) => segment === id && from === is.status_on);
  return step?.note ? [step.note] : [];
}
