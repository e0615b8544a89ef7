// @ts-check
import { svg } from "./dom.js";
import { parts } from "./data.js";
import { createMarks } from "./marks.js";

/** Who met, the highest first. */
export const FORMATS = ["summit", "ministers", "security_advisers", "working_group", "conference"];

/** What lies on the round table: a peak, a round, a shield, two rows, a cross. */
const TOKENS = {
  summit: "M0-3.9L3.5 2.3-3.5 2.3z",
  ministers: "M2.5 0a2.5 2.5 0 1 1-5 0a2.5 2.5 0 1 1 5 0z",
  security_advisers: "M-2.9-3h5.8v2.7c0 2-1.4 3.2-2.9 3.9-1.5-.7-2.9-1.9-2.9-3.9z",
  working_group: "M-3.1-2.5h6.2v1.8h-6.2zM-3.1 .7h6.2v1.8h-6.2z",
  conference: "M-.9-3.3h1.8v2.4h2.4v1.8h-2.4v2.4h-1.8v-2.4h-2.4v-1.8h2.4z",
};

/**
 * The round table of a format; dashed and hollow where the meeting was held by video.
 * @param {string} format
 * @param {boolean} virtual
 * @returns {SVGElement}
 */
export function roundTable(format, virtual) {
  return svg("g", { class: `dialogue ${virtual ? "virtual" : "present"}` }, [
    svg("circle", { class: "table", r: 6.2 }),
    svg("path", { class: "token", d: TOKENS[format] }),
  ]);
}

/**
 * Meetings of India with the republics, each at all places where it was held.
 * @param {import("./sheet.js").Sheet} sheet
 * @param {import("./data.js").Atlas} atlas
 * @param {import("./i18n.js").Texts} texts
 * @param {import("./state.js").State} state
 * @returns {import("./piles.js").Events}
 */
export function drawDialogues(sheet, atlas, texts, state) {
  const marks = createMarks("dialogues", texts, state);
  const items = (atlas.layers.dialogues ?? []).flatMap((feature) =>
    parts(feature).map(([lon, lat]) => {
      const mark = marks.add(feature, [
        svg("circle", { class: "hit", r: 9 }),
        roundTable(feature.is.format, feature.is.virtual),
      ]);
      return { feature, mark, at: sheet.grid(lon, lat) };
    }),
  );
  return { marks, items };
}
