// @ts-check
import { bdi, element } from "./dom.js";
import { listed } from "./data.js";
import { FACTS } from "./i18n.js";
import { sourceTitle } from "./sources.js";

/**
 * The dated steps of a segment, each with who says so.
 * @param {import("./data.js").Feature} feature
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @returns {HTMLElement[]} nothing for what has no history
 */
export function history(feature, atlas, texts) {
  const steps = atlas.history.filter(({ segment }) => segment === feature.id);
  if (!steps.length) return [];
  const items = steps.map((step) => {
    const dated = texts.date(step.from);
    const titles = listed(step.sources).map((id) => sourceTitle(id, atlas));
    return element("li", {}, [
      element("strong", {}, [`${dated}: ${texts.word("status", step.status)}`]),
      ...(step.note ? [" ", bdi(step.note, FACTS)] : []),
      element("span", { class: "origin" }, titles.flatMap((title, i) => (i ? ["; ", title] : [title]))),
    ]);
  });
  return [
    element("h3", {}, [texts.say("details.history")]),
    element("ol", { class: "sources history" }, items),
  ];
}
