// @ts-check
import { svg } from "../dom.js";
import { parts } from "../data/read.js";
import { createMarks } from "./marks.js";

/** Who met, the highest first. */
export const FORMATS = ["summit", "ministers", "security_advisers", "working_group", "conference"];

/**
 * The round table of a format; dashed and hollow where the meeting was held by video.
 * @param {import("../data/read.js").Signs} signs
 * @param {string} format
 * @param {boolean} virtual
 * @returns {SVGElement}
 */
export function roundTable(signs, format, virtual) {
  return svg("g", { class: `dialogue ${virtual ? "virtual" : "present"}` }, [
    svg("path", { class: "table", d: signs.table }),
    svg("path", { class: "token", d: signs.format[format] }),
  ]);
}

/**
 * Meetings of India with the republics, each at all places where it was held.
 * @param {import("../page.js").Page} page
 * @returns {import("./piles.js").Events}
 */
export function drawDialogues(page) {
  const { sheet, atlas } = page;
  const marks = createMarks("dialogues", page);
  const items = (atlas.layers.dialogues ?? []).flatMap((feature) =>
    parts(feature).map(([lon, lat]) => {
      const mark = marks.add(feature, [
        svg("circle", { class: "hit", r: 9 }),
        roundTable(atlas.signs, feature.is.format, feature.is.virtual),
      ]);
      return { feature, mark, at: sheet.grid(lon, lat) };
    }),
  );
  return { marks, items };
}
