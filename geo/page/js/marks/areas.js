// @ts-check
import { svg } from "../dom.js";
import { kindOf, MEMBERS, ofShape } from "../data/layers.js";
import { pathOf } from "../map/sheet.js";
import { createMarks } from "./marks.js";

/** Standings of those who are near an organisation, or may be in it. */
export const NEAR = ["observer", "partner", "applied", "unknown"];

/**
 * Countries: the subject and its partners are lit; the others, which show only when they are chosen,
 * come later.
 * @param {import("../page.js").Page} page
 */
export function drawAreas(page) {
  const { sheet, atlas, state, worlds, later } = page;
  const groups = ofShape(atlas, "areas").filter(({ cells }) => !cells).map((layer) => createMarks(layer, page));
  const drawn = /** @type {{mark: SVGElement, iso3: string}[]} */ ([]);
  /** @param {boolean} quiet */
  const draw = (quiet) => {
    for (const marks of groups) {
      for (const feature of marks.layer.features) {
        const kind = kindOf(feature, atlas);
        if ((kind === "quiet") !== quiet) continue;
        const d = pathOf(sheet.shapeOf(feature), true);
        const mark = marks.add(feature, [areaShape(feature, d, atlas)]);
        drawn.push({ mark, iso3: feature.is.iso_a3 });
      }
    }
  };
  const light = () => {
    const { body, date } = state.get();
    for (const { mark, iso3 } of drawn) {
      const standing = body ? worlds(date).standing(iso3, body) : "none";
      mark.classList.toggle("member", MEMBERS.includes(standing));
      mark.classList.toggle("nearly", NEAR.includes(standing));
    }
  };
  draw(false);
  // Without land beneath, countries bring their own.
  groups.forEach(({ node }) => node.classList.toggle("grounded", !atlas.ground.land));
  sheet.lay("areas", ...groups.map(({ node }) => node).reverse());
  state.on(["body", "date"], light);
  later.push(() => {
    draw(true);
    light();
  });
}

/** @param {import("../data/read.js").Feature} feature @param {string} d @param {import("../data/read.js").Atlas} atlas */
export function areaShape(feature, d, atlas) {
  return svg("path", { d, class: `country ${kindOf(feature, atlas)} tint-${feature.is.tint}` });
}
